/*
 * dose_curve.h - dose-response curves, and what is read off them.
 *
 * All is read off the curve itself, by root finding on it: no form is assumed. Doses go
 * by their logarithm; dose 0 belongs to every curve, as what there is without the drug.
 * A curve that turns by more than PL_DOSE_TURN of its way has phases, each with a
 * half-effect dose of its own; only one that does not turn is compared with a Hill curve.
 *
 * Nothing is read off a curve that does not answer: one that moves by no more than
 * PL_DOSE_FLAT of its largest value, or than the error of its values (pl_dose_error).
 */
#ifndef PL_ANALYSIS_DOSE_CURVE_H
#define PL_ANALYSIS_DOSE_CURVE_H

#include <stdbool.h>
#include <stddef.h>

#include "analysis/hill.h"
#include "base/status.h"

struct pl_asked;
struct pl_diags;

/** [-] A curve turns where it goes back by more than this share of all its way. */
#define PL_DOSE_TURN 0.05

/** [-] A curve that moves by no more than this share of its largest value is flat. */
#define PL_DOSE_FLAT 0.01

/** [-] A curve goes on at its last dose where an e-fold more would move it by more than
 * this share of its way. */
#define PL_DOSE_OPEN 0.02

/** Phases that are told apart; what comes behind is part of the last. */
#define PL_DOSE_MOST_PHASES 4

enum pl_dose_shape {
    PL_DOSE_MONOTONE,  /* one phase */
    PL_DOSE_BIPHASIC,  /* it turns once, or more often */
    PL_DOSE_NO_EFFECT, /* flat, or within the error of its values */
    PL_DOSE_NO_CURVE   /* no value at dose 0, or at fewer than 3 doses */
};

enum pl_dose_state {
    PL_DOSE_FOUND,
    PL_DOSE_ABOVE, /* not within the doses: beyond the highest, if anywhere */
    PL_DOSE_BELOW, /* at the lowest dose already */
    PL_DOSE_NONE   /* there is none, or it could not be read */
};

/** A dose, and the value there. */
struct pl_dose_mark {
    enum pl_dose_state state;
    double dose; /* FOUND: that dose; ABOVE: the highest; BELOW: the lowest; else NaN */
    double value; /* [output] likewise */
};

/** From one turn to the next. */
struct pl_dose_phase {
    double from; /* [output] at dose 0, or at the turn that it begins with */
    struct pl_dose_mark end;  /* the turn that ends it; of the last phase where it is
                                 furthest: ABOVE when it goes on there */
    struct pl_dose_mark half; /* EC50: half of the way from `from` to the end */
    double slope; /* [-] there, d ln(u / (1 - u)) / d ln dose of u, the share of that
                     way: a Hill coefficient where the curve is one. NaN without `half` */
};

struct pl_dose_curve {
    enum pl_dose_shape shape;
    double at_zero;       /* [output] without the drug */
    double scale;         /* [output] the largest of |untreated| and all |values| */
    bool is_within_error; /* NO_EFFECT: it moves by no more than rtol × scale */
    bool is_zero;         /* NO_EFFECT: no |value| is larger than that, either */
    size_t n_missing;     /* doses without a value */
    size_t n_phases;
    struct pl_dose_phase phases[PL_DOSE_MOST_PHASES];
    struct pl_dose_mark emax; /* the value furthest from the one at dose 0; ABOVE when
                                 the curve still goes on there */
    struct pl_dose_mark
        ic50; /* the first dose with half the value at dose 0; NONE for a
                                 curve that does not fall, or begins at 0 or below */
    struct pl_dose_mark back; /* the first dose beyond it with more than half again */
    struct pl_hill hill;      /* of a MONOTONE curve; else FEW */
};

/** One series of runs: all outputs over the same doses. */
struct pl_dose_series {
    const double *doses; /* shape (n): the first is 0, the others ascend */
    size_t n;            /* 4 or more */
};

/**
 * What the values of curves may be wrong by: rtol times the scale of the curve, which is
 * the largest of its untreated level and its values. A readout that a background has
 * brought to nothing has values far below that, which change with the tolerance: they
 * are practically 0, whatever their ratios are. All zero for values that are exact.
 *
 * By the rule of pl_sim_options atol lies below that. One that a caller chose is not
 * counted: it is of states, and what a readout makes of them is not known here.
 */
struct pl_dose_error {
    double rtol;             /* [-] of the runs */
    const double *untreated; /* [output] shape (n_series, n_outputs): the level before
                                treatment, 1 for folds, NaN where it is not known.
                                Borrowed, read once all doses have been asked for; NULL
                                for the values alone */
};

/** Zero it before the first use; pl_dose_curves_finish frees what is in it. */
struct pl_dose_curves {
    size_t n_series, n_outputs;
    size_t *first; /* shape (n_series + 1): where the values of a series begin */
    double
        *values; /* shape (first[n_series], n_outputs): at each dose of each series */
    struct pl_dose_curve *curves; /* shape (n_series, n_outputs) */
};

/**
 * Run the doses of all series, and read every curve.
 *
 * @param asked   doses of series (pl_asked_put_dose)
 * @param series  shape (n_series)
 * @param error   of the values
 * @return PL_OK; what `asked` answered; PL_ERR_NOMEM. `out` is empty after an error
 */
PL_MUST_USE enum pl_status
pl_dose_curves_run(const struct pl_asked *asked, const struct pl_dose_series *series,
                   size_t n_series, size_t n_outputs, const struct pl_dose_error *error,
                   struct pl_diags *diags, struct pl_dose_curves *out);

void pl_dose_curves_finish(struct pl_dose_curves *curves);

#endif
