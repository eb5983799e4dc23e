/*
 * dose.h - dose-response curves of drugs in a model: each drug alone, in every panel and
 * in every set of an ensemble.
 */
#ifndef PL_ANALYSIS_DOSE_H
#define PL_ANALYSIS_DOSE_H

#include <stdbool.h>
#include <stddef.h>

#include "analysis/dose_curve.h"
#include "analysis/dose_runs.h"
#include "base/status.h"
#include "study/ensemble.h"

struct pl_context;
struct pl_diags;
struct pl_frame;
struct pl_text;

struct pl_dose_options {
    struct pl_dose_runs_options runs;
    const struct pl_dose_series
        *doses; /* shape (n_drugs), borrowed: 0 and above, [nM] */
};

/** Zero it before the first use; pl_dose_finish frees what is in it. */
struct pl_dose {
    const struct pl_context *context; /* borrowed, as is all that the options borrow */
    struct pl_dose_options options;
    struct pl_dose_runs runs;
    struct pl_dose_curves curves; /* a series for each curve of `runs` */
    double *numbers;              /* work space of what follows, shape (n_members) */
    struct pl_weighted *sorted;   /* likewise */
};

/**
 * @return PL_OK; PL_ERR_OPTION for a fold that there is not, as the readout is 0 before
 *         treatment; as pl_samples_run. `out` is empty after an error
 */
PL_MUST_USE enum pl_status pl_dose_run(const struct pl_context *context,
                                       const struct pl_dose_options *options,
                                       struct pl_diags *diags, struct pl_dose *out);

void pl_dose_finish(struct pl_dose *dose);

/** Which curve, in all sets. */
struct pl_dose_place {
    size_t panel, drug, measure;
};

/** The curve in one set. */
const struct pl_dose_curve *pl_dose_curve_of(const struct pl_dose *dose,
                                             const struct pl_dose_place *place,
                                             size_t member);

/** What can be read off a curve. */
enum pl_dose_what {
    PL_DOSE_IC50,
    PL_DOSE_BACK,
    PL_DOSE_EMAX,      /* the value */
    PL_DOSE_EMAX_DOSE, /* where */
    PL_DOSE_HALF,      /* of a phase */
    PL_DOSE_SLOPE,     /* likewise */
    PL_DOSE_FROM,      /* the value that a phase begins with … */
    PL_DOSE_END,       /* … and ends with */
    PL_DOSE_END_DOSE,  /* where */
    PL_DOSE_HILL_EC50,
    PL_DOSE_HILL_H,
    PL_DOSE_HILL_RMS /* as a share of the fitted way, einf - e0 */
};

/** A number over all sets; of one set it is that. Shares are of the weight. */
struct pl_dose_number {
    struct pl_band band;        /* over the sets that have it; NaN for none */
    double found, above, below; /* [-] has it; beyond the highest, at the lowest dose */
    double limit; /* [nM] the highest dose, or the lowest, where most are there */
    enum pl_dose_state state; /* of most of the weight */
};

/**
 * @param phase  for what is of a phase, from 0 on; sets with fewer phases do not have it
 */
struct pl_dose_number pl_dose_number_of(const struct pl_dose *dose,
                                        const struct pl_dose_place *place,
                                        enum pl_dose_what what, size_t phase);

/** What is read off one curve: a dose, a value or a slope. */
struct pl_dose_reading {
    enum pl_dose_state state;
    double
        number; /* FOUND: it; ABOVE, BELOW: [nM] the highest dose, the lowest; else NaN */
};

/** The number in one set. @param phase  as of pl_dose_number_of */
struct pl_dose_reading pl_dose_reading_of(const struct pl_dose *dose,
                                          const struct pl_dose_place *place,
                                          size_t member, enum pl_dose_what what,
                                          size_t phase);

/** The share of the weight that has a shape. */
double pl_dose_share(const struct pl_dose *dose, const struct pl_dose_place *place,
                     enum pl_dose_shape shape);

/** True where no value of any set is larger than the error of the runs
 * (pl_dose_error): the readout is practically 0 at every dose. */
bool pl_dose_is_zero(const struct pl_dose *dose, const struct pl_dose_place *place);

/** The band of the curve at a dose. @param k  index into the doses of the drug */
struct pl_band pl_dose_value(const struct pl_dose *dose,
                             const struct pl_dose_place *place, size_t k);

/** The curve's value in one set. */
double pl_dose_value_in(const struct pl_dose *dose, const struct pl_dose_place *place,
                        size_t member, size_t k);

/** The most phases that a set has, at least 1; in tables they are rows. */
size_t pl_dose_n_phases(const struct pl_dose *dose, const struct pl_dose_place *place);

/**
 * The curves: cell, variant (where there are several), drug, dose_nM, then each measure
 * under its name (with bands _median, _p05, _p95), and without an ensemble NAME_hill,
 * the fitted Hill curve of those that have one.
 * @param members  of an ensemble instead each set's curves, its name in "member" before
 *                 the drug, with the columns that there are without an ensemble
 */
PL_MUST_USE enum pl_status pl_dose_frame(const struct pl_dose *dose, bool members,
                                         struct pl_diags *diags, struct pl_frame **out);

/**
 * What was read off: a row for each phase of each curve: cell, variant, drug, readout,
 * shape, phase, from, to, to_dose_nM, to_state, ec50_nM, ec50_state, slope; then of the
 * whole curve ic50_nM, ic50_state, back_nM, emax, emax_dose_nM, emax_state, and the Hill
 * fit: hill_ec50_nM, hill_h, hill_rms (of the way), hill (how good). States are found,
 * above (beyond the highest dose), below (at the lowest already), none. With an
 * ensemble numbers have _median, _p05, _p95 and a column _found, the share of the
 * weight that has it.
 * @param members  as of pl_dose_frame
 */
PL_MUST_USE enum pl_status pl_dose_marks_frame(const struct pl_dose *dose, bool members,
                                               struct pl_diags *diags,
                                               struct pl_frame **out);

/** Append what was found on one curve, in sentences. */
void pl_dose_sentence(const struct pl_dose *dose, const struct pl_dose_place *place,
                      struct pl_text *text);

/** Append a dose with three digits: "0.312 nM", "1.05 µM". */
void pl_dose_put_dose(double nanomolar, struct pl_text *text);

/** What of a number over all sets is written. Of one set the first two are alike. */
enum pl_dose_part {
    PL_DOSE_WHOLE,  /* "0.31 nM (0.2 nM – 0.5 nM), in 75 %" */
    PL_DOSE_MEDIAN, /* "0.31 nM", "> 100 nM", "< 0.01 nM", "–" */
    PL_DOSE_RANGE   /* "0.2 nM – 0.5 nM, in 75 %", or nothing */
};

/** Append a dose that was read off, of an ensemble with the share that has it where that
 * is not all. */
void pl_dose_put_number(const struct pl_dose *dose, const struct pl_dose_number *number,
                        enum pl_dose_part part, struct pl_text *text);

/** Append the drug's name as people write it. */
void pl_dose_put_drug(const struct pl_dose *dose, size_t drug, struct pl_text *text);

/** "found", "above", "below", "none". */
const char *pl_dose_state_word(enum pl_dose_state state);

/** "monotone", "biphasic", "no effect", "no curve". */
const char *pl_dose_shape_word(enum pl_dose_shape shape);

#endif
