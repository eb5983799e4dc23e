/*
 * arms_plan.h - what verbs on a model in several cells and variants have in common: their
 * options, and what these come to. compare and discriminate set treatments side by side
 * there; explain, dose, find and sensitivity ask something of what every run has.
 */
#ifndef PL_CLI_ARMS_PLAN_H
#define PL_CLI_ARMS_PLAN_H

#include <stdbool.h>
#include <stddef.h>

#include "analysis/therapy.h"
#include "base/status.h"
#include "cli/account.h"
#include "cli/cli.h"
#include "cli/duration.h"
#include "cli/options.h"
#include "study/arms.h"
#include "study/times.h"

struct pl_context;
struct pl_ensemble;
struct pl_text;
struct pl_treatment;

/** Start from arms_opts_default(). */
struct arms_opts {
    struct network_opts network; /* cell and variant are not read */
    struct opt_texts cells, variants, treats, readouts;
    bool all_variants; /* without --variant: every one */
    const char *duration, *at;
    bool equilibrate, no_equilibrate;
    const char *method;
    double rtol, atol;
    size_t max_steps, threads, kernel;
    const char *time_limit;
    struct output_opts output;
    bool members;
    struct account_opts account;
    const char *provenance;
    size_t colour;
    bool verbose;
};

#define ARMS_TREAT_ROW(owner, field)                                                   \
    OPT_TEXTS(owner, field.treats, "treat", "\"[NAME:] ITEM, ...\"", NULL,             \
              "one treatment, under its NAME if it has one; without --treat those of " \
              "the model's table. Items: drug D=DOSE, inhibit T[=F], set N=V, each "   \
              "perhaps with @FROM..TO; clamp E, cut E, variant V, or none")

#define ARMS_PANEL_ROWS(owner, field, without)                                      \
    NETWORK_MODEL_ROW(owner, field.network),                                        \
        OPT_TEXTS(owner, field.cells, "cell", "NAME[,NAME]", "list cells",          \
                  "one cell or several, 'all' for every one; the model's first "    \
                  "without it"),                                                    \
        OPT_TEXTS(owner, field.variants, "variant", "NAME[,NAME]", "list variants", \
                  "rival parameter sets: rows of the model's table of variants, "   \
                  "'all' for every one" without),                                   \
        NETWORK_ENSEMBLE_ROW(owner, field.network)

#define ARMS_COMMON_ROWS(owner, field)                                 \
    OPT_GROUP("In every treatment (each may be given several times)"), \
        NETWORK_ACTION_ROWS(owner, field.network),                     \
        NETWORK_CLAMP_ROW(owner, field.network)

#define ARMS_RUN_ROWS(owner, field)                                                 \
    OPT_GROUP("Run"),                                                               \
        OPT_TEXT(owner, field.duration, "for", "DURATION", DURATION_DEFAULT_WORDS,  \
                 NULL,                                                              \
                 "how long: 90s, 30min, 48h, 2d; a bare number in a model without " \
                 "time_unit"),                                                      \
        OPT_FLAG(owner, field.equilibrate, "equilibrate",                           \
                 "bring the untreated network to rest first: the default"),         \
        OPT_FLAG(owner, field.no_equilibrate, "no-equilibrate",                     \
                 "start from the file's values"),                                   \
        OPT_TEXT(owner, field.method, "method", "NAME", "auto", "list methods",     \
                 "how to step; simulate list methods tells them"),                  \
        OPT_REAL(owner, field.rtol, "rtol", "NUMBER", "1e-6", 0.0, 1.0,             \
                 "relative tolerance of a step"),                                   \
        OPT_REAL(owner, field.atol, "atol", "NUMBER",                               \
                 "1e-3 rtol of each species' size", 0.0, INFINITY,                  \
                 "absolute tolerance of a step, in the model's unit"),              \
        OPT_COUNT(owner, field.max_steps, "max-steps", "N", "100000", 1.0, 1e12,    \
                  "give up a run after N steps"),                                   \
        TIME_LIMIT_ROW(owner, field.time_limit,                                     \
                       "give up after so much time on the clock: 10s, 5min"),       \
        THREADS_ROW(owner, field.threads), KERNEL_ROW(owner, field.kernel)

/** What all of them end with. */
#define ARMS_OUTPUT_ROWS(owner, field)                                           \
    ACCOUNT_ROWS(owner, field.account), PROVENANCE_ROW(owner, field.provenance), \
        OPT_FLAG(owner, field.verbose, "verbose",                                \
                 "tell how formulas were run, on stderr"),                       \
        COLOUR_ROW(owner, field.colour)

#define ARMS_READOUT_ROW(owner, field, help) \
    OPT_TEXTS(owner, field.readouts, "readout", "NAME[,NAME]", "list readouts", help)

struct arms_opts arms_opts_default(void);

/** A panel: a cell and a variant, with what every treatment in it has. */
struct arms_panel {
    struct pl_treatment *base;
    const char *cell, *variant; /* their ids; NULL for none. Borrowed */
};

struct arms_plan {
    struct cli *cli;
    const struct arms_opts *opts; /* borrowed */
    struct pl_context *context;
    struct pl_ensemble *ensemble; /* NULL without one */
    struct arms_panel *panels; /* shape (n_panels): cells, and in each the variants */
    const struct pl_treatment **bases; /* shape (n_panels): those of the panels */
    size_t n_panels, n_cells, n_variants;
    struct pl_therapies therapies;
    size_t *readouts; /* shape (n_readouts) */
    size_t n_readouts;
    struct pl_arms_options run; /* without times; symbols are the readouts */
    double at[PL_MAX_TIMES];
    size_t n_at;       /* 0 without --at */
    double time_limit; /* [s]; 0 for none */
    double begun;      /* [s] on the clock, when the runs began */
};

/**
 * Everything that can be wrong before the run but the treatments: load the model, read
 * cells, variants, ensemble, times and readouts. To be finished also after an error.
 */
PL_MUST_USE enum pl_status arms_plan_init(struct arms_plan *plan, struct cli *cli,
                                          const struct arms_opts *opts);

/** The treatments: --treat, or those of the model's table. */
PL_MUST_USE enum pl_status arms_plan_therapies(struct arms_plan *plan);

/** Accepts a plan that is all zero. */
void arms_plan_finish(struct arms_plan *plan);

/** Nothing that is written takes the place of what is read, or of each other. Asked when
 * no other fault of the words is left. */
PL_MUST_USE enum pl_status arms_plan_check_files(const struct arms_plan *plan);

/** What will be written can be written. Asked before any run. */
PL_MUST_USE enum pl_status arms_plan_check_places(const struct arms_plan *plan);

/** As cli_prints_frame. */
bool arms_plan_prints_frame(const struct arms_plan *plan);

/** Append all treatments as they were written, and what they have in common. */
void arms_plan_put_treatments(const struct arms_plan *plan, struct pl_text *text);

/** Append "her2-mtor · cell … · variant …", what all panels share of it. */
void arms_plan_put_network(const struct arms_plan *plan, struct pl_text *text);

/** Append what tells a panel from the others: "HER2+ … · receptor_side"; nothing where
 * there is one. @param brief  ids instead of names */
void arms_plan_put_panel(const struct arms_plan *plan, size_t panel, bool brief,
                         struct pl_text *text);

/** Append what every treatment has: "everolimus 20 nM from 0 h on …"; nothing for
 * none. */
void arms_plan_put_common(const struct arms_plan *plan, struct pl_text *text);

/** Append the same to a list of what differs: ", each with everolimus 20 nM from 0 h",
 * ", each on trastuzumab 68 nM". */
void arms_plan_put_each(const struct arms_plan *plan, struct pl_text *text);

/** What the account of a picture or of the methods is about. @param study  a sentence
 * of the verb's own; @param measured  what its numbers are. Both borrowed */
struct account arms_plan_account(const struct arms_plan *plan, const char *treatments,
                                 const char *method, const char *measured,
                                 const char *study);

#endif
