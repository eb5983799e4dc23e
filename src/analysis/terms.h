/*
 * terms.h - what makes a symbol what it is: the gains and losses of a species, or the
 * parts of a rule, as formulas and in numbers.
 *
 *     species, rate rules   d X/dt = the sum of its terms: of each reaction that changes it
 *                           the gains and losses (model/split.h) times its stoichiometry,
 *                           over the size of the compartment for a concentration. In a
 *                           compartment whose size moves, what that dilutes is a loss
 *     assignment rules      the terms of a sum or the factors of a product, as written
 *     reactions             the gains and losses of the rate
 *     all others            nothing: they stand still
 */
#ifndef PL_ANALYSIS_TERMS_H
#define PL_ANALYSIS_TERMS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/status.h"
#include "study/ensemble.h"

struct pl_context;
struct pl_diags;
struct pl_formula;
struct pl_formulas;
struct pl_frame;
struct pl_snapshot;
struct pl_symbol;
struct pl_text;

enum pl_terms_kind {
    PL_TERMS_HELD,   /* nothing changes it */
    PL_TERMS_RATE,   /* terms of d X/dt */
    PL_TERMS_SUM,    /* terms of its value */
    PL_TERMS_PRODUCT /* factors of its value */
};

struct pl_term {
    size_t source; /* the reaction that it is a part of; the compartment whose growth
                      dilutes; else the symbol itself */
    bool negative; /* as it is written it is taken off */
    bool inverse;  /* a factor that is divided by */
    const struct pl_formula *formula; /* with stoichiometry and compartment */
};

/** The formulas of one symbol. */
struct pl_terms {
    const struct pl_context *context; /* borrowed */
    size_t symbol;
    enum pl_terms_kind kind;
    size_t n;
    struct pl_term *terms; /* shape (n) */
    const char *equation;  /* "d A/dt = 2*J1 - J2", "x := a*b", "k = 0.98"; "" for a
                              reaction */
    size_t n_reads;
    size_t *reads; /* shape (n_reads): the symbols that stand in its formulas, but for
                      itself and a compartment that is left out; in model order */
    size_t n_readers;
    size_t *readers; /* shape (n_readers): the symbols in whose rules and rates it is */
    size_t n_starts;
    size_t *starts; /* shape (n_starts): the symbols in whose starting values it is */

    struct pl_formulas *formulas; /* one output for each term */
    struct pl_arena memory;
};

/**
 * @param inputs  shape (program->n_inputs): what holds before treatment. A compartment of
 *                size 1 that stands still is left out of the formulas
 * @param out     to be destroyed with pl_terms_destroy
 * @return PL_OK; PL_ERR_NOMEM
 * Cost: linear in the model.
 */
PL_MUST_USE enum pl_status pl_terms_create(const struct pl_context *context,
                                           size_t symbol, const double *inputs,
                                           struct pl_diags *diags,
                                           struct pl_terms **out);
/** Accepts NULL. */
void pl_terms_destroy(struct pl_terms *terms);

/**
 * The number of each term: signed, in units of the symbol (over model time in a rate);
 * factors as such, what is divided by as its inverse.
 * @param values  shape (n_symbols), as of pl_sim_observe
 * @param out     shape (terms->n)
 */
void pl_terms_evaluate(struct pl_terms *terms, double time, const double *values,
                       double *out);

/** Append the formula of a term with what stands before it: "-k*X", "1/(1 + x)". */
void pl_term_print(const struct pl_term *term, struct pl_text *text);

/** Append what a symbol's notes and isDescribedBy say, "; " between them. */
void pl_terms_put_sources(const struct pl_symbol *symbol, struct pl_text *text);

/** The state of the network before treatment, and at the time. */
enum pl_terms_column { PL_TERMS_UNTREATED, PL_TERMS_TREATED, PL_TERMS_N_COLUMNS };

/** Behind the terms: what they come to. Gains and losses by the sign of their numbers. */
enum pl_terms_total {
    PL_TERMS_GAIN,  /* the sum of all that add */
    PL_TERMS_LOSS,  /* the sum of all that take off: negative or 0 */
    PL_TERMS_NET,   /* both */
    PL_TERMS_VALUE, /* the symbol itself */
    PL_TERMS_N_TOTALS
};

/** One line of numbers; bands over the members. NaN where there is none. */
struct pl_terms_row {
    struct pl_band amount[PL_TERMS_N_COLUMNS];
    struct pl_band share[PL_TERMS_N_COLUMNS]; /* of all gains, or of all losses */
    struct pl_band fold;                      /* treated over untreated (pl_fold) */
};

/** What a change of level is made of (pl_terms_count). */
struct pl_terms_change {
    struct pl_band level; /* fold of the symbol */
    struct pl_band gain;  /* fold of what is gained */
    struct pl_band loss;  /* fold of what is lost of each unit: loss over level */
    struct pl_band lag;   /* what is left: level = gain / loss * lag */
    double by_gain;       /* [-] weight of the members in which the gain changes more
                              than what is lost of each unit, as a ratio */
    double rises;         /* [-] weight of the members in which the level rises */
};

/** Numbers; zero it before the first use, pl_terms_numbers_finish frees what is in it. */
struct pl_terms_numbers {
    bool treated; /* both columns have a meaning; else the treated one alone */
    bool rested;  /* the run began at rest */
    double time;  /* [model time] */
    size_t n_members;
    size_t n_rows;             /* terms->n + PL_TERMS_N_TOTALS */
    struct pl_terms_row *rows; /* shape (n_rows): terms, then totals */
    struct pl_band *levels;    /* shape (PL_TERMS_N_COLUMNS, n_symbols): every symbol */
    struct pl_terms_change change; /* of PL_TERMS_RATE in a treated run */
};

/**
 * The numbers of the terms in a snapshot.
 * @return PL_OK; PL_ERR_NOMEM: `out` is empty then
 */
PL_MUST_USE enum pl_status pl_terms_count(struct pl_terms *terms,
                                          const struct pl_snapshot *snapshot,
                                          struct pl_diags *diags,
                                          struct pl_terms_numbers *out);

void pl_terms_numbers_finish(struct pl_terms_numbers *numbers);

/**
 * The table: time_h (or time); part: "gain" or "loss" of a rate, "term" or "factor" of a
 * value, then "all gains", "all losses" and "net" of a rate, and "level"; of: the reaction
 * or symbol; formula, with its sign; in a treated run untreated, untreated_share, treated,
 * treated_share and fold, else amount and share, with an ensemble each as …_median,
 * …_p05, …_p95; source.
 */
PL_MUST_USE enum pl_status pl_terms_frame(const struct pl_terms *terms,
                                          const struct pl_terms_numbers *numbers,
                                          struct pl_diags *diags,
                                          struct pl_frame **out);

/** Append one sentence on what the numbers say; nothing where they say nothing. */
void pl_terms_sentence(const struct pl_terms *terms,
                       const struct pl_terms_numbers *numbers, struct pl_text *text);

#endif
