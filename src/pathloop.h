/*
 * pathloop.h - what a signalling network does under a drug: the library's interface.
 *
 *     struct pl_network *network = NULL;
 *     struct pl_run *run = NULL;
 *     struct pl_run_options options = pl_run_options_default();
 *     const char *treatment[] = {"drug everolimus=20nM"};
 *     char *message = NULL;
 *
 *     options.treatments = treatment;
 *     options.n_treatments = 1;
 *     if (pl_network_load("her2-mtor.ant", &network, NULL) == 0 &&
 *         pl_network_run(network, &options, &run, &message) != 0) {
 *         fprintf(stderr, "%s", message != NULL ? message : "out of memory");
 *     }
 *     …
 *     pl_run_destroy(run);
 *     pl_network_destroy(network);
 *     free(message);
 *
 * Answers  0, or a negative number (pl_error_text). The argument `message`, which may be
 *          NULL, then points to all messages as the program would print them, to be
 *          freed with free(). It points to NULL when there are none, or no memory for
 *          them; warnings come with the answer 0 too.
 * Threads  a network is const once loaded and may be shared; a run belongs to its
 *          caller.
 * GSL      its error handler is the host's, and its default one ends the process. A
 *          program that links this library should call gsl_set_error_handler_off():
 *          a matrix that is singular, or memory that is out, then is an answer.
 */
#ifndef PATHLOOP_H
#define PATHLOOP_H

#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

#if defined(__GNUC__)
#define PL_API __attribute__((visibility("default")))
#else
#define PL_API
#endif

struct pl_network; /* a model with its tables of cells, variants and drugs */
struct pl_run;     /* the result of one run: a table of numbers */

/** "0.1.0" */
PL_API const char *pl_version(void);

/** The text of an answer, without a full stop. */
PL_API const char *pl_error_text(int answer);

/**
 * Read a model file, with the tables that stand beside it.
 * @param network  receives the network; NULL on error
 */
PL_API int pl_network_load(const char *path, struct pl_network **network,
                           char **message);

/** Accepts NULL. */
PL_API void pl_network_destroy(struct pl_network *network);

/** One run. Start from pl_run_options_default(); pointers are borrowed for the call. */
struct pl_run_options {
    const char *cell;              /* a row of the table of cells; NULL for the first */
    const char *variant;           /* a row of the table of variants; NULL for none */
    const char *const *treatments; /* "inhibit mTORC1=0.5@1h..24h", "drug MK-2206=1uM",
                                      "set IGF=0", "background drug trastuzumab=68nM" */
    size_t n_treatments;
    const char *duration;        /* "48h"; a bare number in a model without time_unit */
    size_t n_points;             /* output times, both ends included */
    const char *const *readouts; /* names; NULL for all readouts of the model */
    size_t n_readouts;
    const char *method; /* "msbdf" */
    double rtol;        /* [-] */
};

PL_API struct pl_run_options pl_run_options_default(void);

/**
 * Run a network. When something begins at time 0 or later, or there is a background, it
 * is brought to rest first; with nothing, a cell, `cut` or `set` without a time it starts
 * from its own values.
 * @param run  receives the result; NULL on error
 */
PL_API int pl_network_run(const struct pl_network *network,
                          const struct pl_run_options *options, struct pl_run **run,
                          char **message);

/** Accepts NULL. */
PL_API void pl_run_destroy(struct pl_run *run);

/** The table: a column of times, then the readouts, each with its fold when treated. */
PL_API size_t pl_run_n_rows(const struct pl_run *run);
PL_API size_t pl_run_n_columns(const struct pl_run *run);

/** "time_h", "pAkt_S473", "pAkt_S473_fold", …; borrowed; NULL when out of range. */
PL_API const char *pl_run_column(const struct pl_run *run, size_t column);

/** One number; NaN when out of range, or for a fold of an untreated level of 0. */
PL_API double pl_run_value(const struct pl_run *run, size_t row, size_t column);

#ifdef __cplusplus
}
#endif

#endif
