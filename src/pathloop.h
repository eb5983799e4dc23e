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
 * pl_network_batch does the same for a table of parameters, on all processors at once.
 *
 * Answers  0, or a negative number (enum pl_answer). The argument `message`, which may be
 *          NULL, then points to all messages as the program would print them, to be
 *          freed with free(). It points to NULL when there are none, or no memory for
 *          them; warnings come with the answer 0 too.
 * Threads  a network is const once loaded: any number of threads may run it, or batches
 *          of it, at once. A run or a batch belongs to its caller. Nothing is global.
 * GSL      its error handler is the host's, and its default one ends the process. The
 *          library keeps clear of it, also where a matrix is singular or memory is out;
 *          only five methods cannot (see pl_run_options), and ask for the host's word,
 *          in runs and batches alike.
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
struct pl_batch;   /* the result of a batch: a row of numbers for each point */

/** "0.1.0" */
PL_API const char *pl_version(void);

/** What the functions answer. The numbers never move. */
enum pl_answer {
    PL_ANSWER_DONE = 0,
    PL_ANSWER_NO_MEMORY = -1,
    PL_ANSWER_OPTION = -2,  /* an option is unknown or out of range */
    PL_ANSWER_NAME = -3,    /* a name is not in the model or its tables */
    PL_ANSWER_FILE = -4,    /* a file could not be read */
    PL_ANSWER_SYNTAX = -5,  /* a text does not follow its language */
    PL_ANSWER_MODEL = -6,   /* the model has errors */
    PL_ANSWER_RATE = -7,    /* a rate law gave a value that is not finite */
    PL_ANSWER_STEP = -8,    /* the integration did not reach its end */
    PL_ANSWER_REST = -9,    /* the network does not come to rest */
    PL_ANSWER_STOPPED = -10 /* `progress` has ended a batch */
};

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

/**
 * The rows of the table of cells, from 0 on, as a column "cell" of a batch counts them.
 * pl_network_cell gives the id ("her2_sensitive"); borrowed; NULL when out of range.
 */
PL_API size_t pl_network_n_cells(const struct pl_network *network);
PL_API const char *pl_network_cell(const struct pl_network *network, size_t cell);

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
    const char *method; /* "auto": "rodas", as a rule. Others are for comparison: rk8pd,
                           rkf45, rkck, rk4, rk2, msadams; and bsimp, msbdf, rk1imp,
                           rk2imp, rk4imp, which factor matrices inside GSL: that may
                           raise at any time, and nothing tells beforehand, so that … */
    int gsl_handler_is_off; /* … they need this to be 1, when the host has called
                               gsl_set_error_handler_off() */
    double rtol;            /* [-] */
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

/**
 * One model at many points. Start from pl_batch_options_default(); pointers are borrowed
 * for the call.
 */
struct pl_batch_options {
    const char *const *columns; /* what varies, shape (n_columns): any parameter or
                                   initial value, which holds before the rest; a dose
                                   ("drug_everolimus") or a fraction ("inhibit_mTORC1"),
                                   which acts from time 0 on, also by the drug's or
                                   target's own name; or "cell" */
    size_t n_columns;
    const double *values; /* shape (n_points, n_columns), row-major, in the model's
                                    own units (doses in nM); cells by their number */
    size_t n_points;      /* > 0 */
    const char *const *measures; /* shape (n_measures): "pAkt_S473" at the end,
                                    "pAkt_S473@24h", "fold:pAkt_S473@24h", and from time
                                    0 to the end or a time "max:pAkt_S473", "min:…",
                                    "auc:…" [value × h], "time-to-max:…" [h] */
    size_t n_measures;           /* > 0 */

    const char *cell; /* what all points have in common: as in pl_run_options; … */
    const char *variant;
    const char *const *treatments;
    size_t n_treatments;
    const char *duration;
    const char *method; /* "auto": "rodas", as a rule, which does 4 or 8 points side by
                           side on each thread; any other does one after the other */
    int gsl_handler_is_off;
    double rtol;        /* [-] */
    size_t max_steps;   /* … but for these: the steps that each point may take */
    size_t n_threads;   /* 0 for one on each processor */
    const char *kernel; /* "auto"; "native" for machine code or an error, "tape" for the
                           interpreter: the numbers are the same, to the bit */

    /** Called about ten times a second on the caller's thread, and at the end; the
     * batch waits for its answer, which is 0 to go on. NULL for none. */
    int (*progress)(void *context, size_t n_done, size_t n_points);
    void *context; /* handed to `progress` */
};

PL_API struct pl_batch_options pl_batch_options_default(void);

/**
 * Run a network at every point. A point's numbers depend on nothing but the point: they
 * are those of pl_network_run with the same method, to the bit, whatever the number of
 * threads and its neighbours. A point that fails is a row of NaN, with a reason, not the
 * end.
 *
 * @param batch  receives the result; NULL on error, but for PL_ANSWER_STOPPED: then
 *               `progress` has ended the batch, and what was done by then is there
 */
PL_API int pl_network_batch(const struct pl_network *network,
                            const struct pl_batch_options *options,
                            struct pl_batch **batch, char **message);

/** Accepts NULL. */
PL_API void pl_batch_destroy(struct pl_batch *batch);

/** Shape (n_points, n_measures), row-major; borrowed. NaN for a point that failed or was
 * not done, and for a fold of an untreated level of 0. */
PL_API const double *pl_batch_values(const struct pl_batch *batch);

/** One number; NaN when out of range. */
PL_API double pl_batch_value(const struct pl_batch *batch, size_t point,
                             size_t measure);

/** Points that failed or were not done. */
PL_API size_t pl_batch_n_failed(const struct pl_batch *batch);

/** Why a point failed or was not done: one line, borrowed. NULL when it has its numbers,
 * or is out of range. */
PL_API const char *pl_batch_reason(const struct pl_batch *batch, size_t point);

#ifdef __cplusplus
}
#endif

#endif
