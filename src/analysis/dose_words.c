/*
 * dose_words.c - what was read off dose-response curves, in words.
 */
#include "analysis/dose.h"

#include <math.h>

#include "analysis/pairs.h"
#include "base/number.h"
#include "base/text.h"
#include "base/units.h"
#include "model/model.h"
#include "model/roles.h"
#include "study/context.h"
#include "study/measure.h"
#include "study/summary.h"

/* [-] More of the weight is all of it, up to rounding. */
#define ALL 0.9995

const char *
pl_dose_state_word(enum pl_dose_state state)
{
    static const char *const words[] = {[PL_DOSE_FOUND] = "found",
                                        [PL_DOSE_ABOVE] = "above",
                                        [PL_DOSE_BELOW] = "below",
                                        [PL_DOSE_NONE] = "none"};

    return words[state];
}

const char *
pl_dose_shape_word(enum pl_dose_shape shape)
{
    static const char *const words[] = {[PL_DOSE_MONOTONE] = "monotone",
                                        [PL_DOSE_BIPHASIC] = "biphasic",
                                        [PL_DOSE_NO_EFFECT] = "no effect",
                                        [PL_DOSE_NO_CURVE] = "no curve"};

    return words[shape];
}

void
pl_dose_put_dose(double nanomolar, struct pl_text *text)
{
    char number[PL_NUMBER_SIZE];
    double rounded = nanomolar;

    if (isnan(nanomolar)) {
        pl_text_put(text, "–");
        return;
    }
    pl_number_round(nanomolar, 3, number);
    (void)pl_number_parse(number, &rounded);
    pl_dose_format(rounded, number);
    pl_text_put(text, number);
}

/* The median, or beyond which dose it lies. */
static void
put_median(const struct pl_dose_number *number, struct pl_text *text)
{
    if (number->state == PL_DOSE_NONE) {
        pl_text_put(text, "–");
    } else if (number->state != PL_DOSE_FOUND) {
        pl_text_put(text, number->state == PL_DOSE_ABOVE ? "> " : "< ");
        pl_dose_put_dose(number->limit, text);
    } else {
        pl_dose_put_dose(number->band.median, text);
    }
}

void
pl_dose_put_number(const struct pl_dose *dose, const struct pl_dose_number *number,
                   enum pl_dose_part part, struct pl_text *text)
{
    const bool is_whole = part == PL_DOSE_WHOLE;
    const bool has_range = number->state == PL_DOSE_FOUND;

    if (part != PL_DOSE_RANGE) {
        put_median(number, text);
    }
    if (dose->options.runs.run.ensemble == NULL || part == PL_DOSE_MEDIAN) {
        return;
    }
    if (has_range) {
        pl_text_put(text, is_whole ? " (" : "");
        pl_dose_put_dose(number->band.low, text);
        pl_text_put(text, " – ");
        pl_dose_put_dose(number->band.high, text);
        pl_text_put(text, is_whole ? ")" : "");
    }
    if (number->found > 0.0 && number->found < ALL) {
        pl_text_format(text, "%sin %.0f %%", is_whole || has_range ? ", " : "",
                       100.0 * number->found);
    }
}

void
pl_dose_put_drug(const struct pl_dose *dose, size_t drug, struct pl_text *text)
{
    pl_text_put(
        text, pl_role_strip(
                  dose->context->model->symbols[dose->options.runs.drugs[drug]].name));
}

static const struct pl_measure *
measure_of(const struct pl_dose *dose, const struct pl_dose_place *place)
{
    return &dose->options.runs.measures[place->measure];
}

/* As pl_pairs_put_measure has it; that a number is a fold goes without saying. */
static void
put_measure(const struct pl_dose *dose, const struct pl_dose_place *place,
            struct pl_text *text)
{
    struct pl_measure measure = *measure_of(dose, place);

    if (measure.kind == PL_MEASURE_FOLD) {
        measure.kind = PL_MEASURE_VALUE;
    }
    pl_pairs_put_measure(dose->context, &measure, text);
}

static void
put_range(const struct pl_dose *dose, const struct pl_dose_place *place,
          struct pl_text *text)
{
    const struct pl_dose_series *doses = &dose->options.doses[place->drug];

    pl_dose_put_dose(doses->doses[1], text);
    pl_text_put(text, " to ");
    pl_dose_put_dose(doses->doses[doses->n - 1], text);
}

/* "lowers … to 0.02 at 1 nM (half of the way at 0.1 nM)" */
static void
put_phase(const struct pl_dose *dose, const struct pl_dose_place *place,
          const struct pl_dose_phase *phase, bool is_first, struct pl_text *text)
{
    const bool rises = phase->end.value > phase->from;

    pl_text_put(text, is_first ? (rises ? " raises " : " lowers ")
                               : (rises ? ", then raises it " : ", then lowers it "));
    if (is_first) {
        put_measure(dose, place, text);
        pl_text_put(text, " ");
    }
    pl_text_put(text, is_first ? "from " : "to ");
    if (is_first) {
        pl_pairs_put_value(measure_of(dose, place), phase->from, text);
        pl_text_put(text, " to ");
    }
    pl_pairs_put_value(measure_of(dose, place), phase->end.value, text);
    if (is_first && measure_of(dose, place)->kind == PL_MEASURE_FOLD) {
        pl_text_put(text, " of untreated");
    }
    pl_text_put(text, phase->end.state == PL_DOSE_BELOW ? " at or below " : " at ");
    pl_dose_put_dose(phase->end.dose, text);
    if (phase->half.state == PL_DOSE_FOUND) {
        pl_text_put(text, ", half of that way at ");
        pl_dose_put_dose(phase->half.dose, text);
    } else if (phase->half.state == PL_DOSE_BELOW) {
        pl_text_put(text, ", half of that way below ");
        pl_dose_put_dose(phase->half.dose, text);
    }
}

static void
put_ic50(const struct pl_dose_curve *curve, struct pl_text *text)
{
    switch (curve->ic50.state) {
    case PL_DOSE_FOUND:
    case PL_DOSE_BELOW:
        pl_text_put(text, curve->ic50.state == PL_DOSE_FOUND
                              ? " It is at half of its level without the drug at "
                              : " It is below half of its level without the drug at ");
        pl_dose_put_dose(curve->ic50.dose, text);
        if (curve->back.state == PL_DOSE_FOUND) {
            pl_text_put(text, ", and above half again from ");
            pl_dose_put_dose(curve->back.dose, text);
            pl_text_put(text, " on");
        }
        pl_text_put(text, ".");
        break;
    case PL_DOSE_ABOVE:
        pl_text_put(text,
                    " It does not come down to half of its level without the drug "
                    "up to ");
        pl_dose_put_dose(curve->ic50.dose, text);
        pl_text_put(text, ".");
        break;
    case PL_DOSE_NONE:
        break;
    }
}

static void
put_hill(const struct pl_hill *hill, struct pl_text *text)
{
    const double rms = 100.0 * hill->rms / fabs(hill->einf - hill->e0);

    switch (hill->state) {
    case PL_HILL_GOOD:
        break;
    case PL_HILL_POOR:
        pl_text_format(text,
                       " A Hill curve is a poor description: it leaves %.2g %% of its "
                       "way over (rms), at most %.2g %%.",
                       rms, 100.0 * hill->largest / fabs(hill->einf - hill->e0));
        break;
    case PL_HILL_OUTSIDE:
        pl_text_put(text, " The Hill curve's half lies beyond the doses: a guess.");
        break;
    case PL_HILL_FEW:
        pl_text_put(text, " Fewer than 5 doses have no Hill curve fitted.");
        break;
    case PL_HILL_FLAT_CURVE:
    case PL_HILL_FAILED:
        pl_text_put(text, " No Hill curve could be fitted.");
        break;
    }
}

/* The one curve of one parameter set. */
static void
put_curve(const struct pl_dose *dose, const struct pl_dose_place *place,
          struct pl_text *text)
{
    const struct pl_dose_curve *curve = pl_dose_curve_of(dose, place, 0);
    const struct pl_dose_phase *last = &curve->phases[curve->n_phases - 1];

    for (size_t p = 0; p < curve->n_phases; p++) {
        put_phase(dose, place, &curve->phases[p], p == 0, text);
    }
    if (last->end.state == PL_DOSE_ABOVE) {
        pl_text_format(text,
                       "; it still %s there, so that its extreme and its half lie "
                       "further on",
                       last->end.value > last->from ? "rises" : "falls");
    }
    pl_text_put(text, ".");
    put_ic50(curve, text);
    if (curve->shape == PL_DOSE_MONOTONE) {
        put_hill(&curve->hill, text);
    } else {
        pl_text_put(text, " It turns: no Hill curve is fitted.");
    }
}

/* What many sets say. */
static void
put_ensemble(const struct pl_dose *dose, const struct pl_dose_place *place,
             struct pl_text *text)
{
    const struct pl_dose_number ic50 = pl_dose_number_of(dose, place, PL_DOSE_IC50, 0);
    const struct pl_dose_number ec50 = pl_dose_number_of(dose, place, PL_DOSE_HALF, 0);
    const struct pl_dose_number emax = pl_dose_number_of(dose, place, PL_DOSE_EMAX, 0);
    const double biphasic = pl_dose_share(dose, place, PL_DOSE_BIPHASIC);
    const double none = pl_dose_share(dose, place, PL_DOSE_NO_EFFECT);

    pl_text_put(text, " brings ");
    put_measure(dose, place, text);
    pl_text_put(text, " to ");
    pl_pairs_put_value(measure_of(dose, place), emax.band.median, text);
    pl_text_put(text, " (");
    pl_summary_put_range(&emax.band,
                         measure_of(dose, place)->kind == PL_MEASURE_FOLD
                             ? pl_summary_put_fold
                             : pl_summary_put_level,
                         text);
    pl_text_put(text, ") where it is furthest");
    if (ec50.state != PL_DOSE_NONE) {
        pl_text_put(text, "; half of the (first) way at ");
        pl_dose_put_number(dose, &ec50, PL_DOSE_WHOLE, text);
    }
    if (ic50.state != PL_DOSE_NONE) {
        pl_text_put(text, ec50.state != PL_DOSE_NONE ? ", " : "; ");
        pl_text_put(text, "half of the level without the drug at ");
        pl_dose_put_number(dose, &ic50, PL_DOSE_WHOLE, text);
    }
    pl_text_put(text, ".");
    if (biphasic > 0.0) {
        pl_text_format(text, " It turns in %.0f %% of the sets.", 100.0 * biphasic);
    }
    if (none > 0.0) {
        pl_text_format(text, " It does nothing in %.0f %% of the sets.", 100.0 * none);
    }
}

/* A curve that does not answer, in no set. */
static void
put_no_effect(const struct pl_dose *dose, const struct pl_dose_place *place,
              struct pl_text *text)
{
    bool is_within_error = false;

    for (size_t m = 0; m < dose->runs.n_members; m++) {
        const struct pl_dose_curve *curve = pl_dose_curve_of(dose, place, m);

        is_within_error = is_within_error || curve->is_within_error;
    }
    if (pl_dose_is_zero(dose, place)) {
        pl_text_put(text, " does not move ");
        put_measure(dose, place, text);
        pl_text_put(text, ": it is practically 0 at every dose, from ");
        put_range(dose, place, text);
        pl_text_put(text, ".");
        return;
    }
    pl_text_put(text, " hardly moves ");
    put_measure(dose, place, text);
    pl_text_put(text, is_within_error ? " (less than 1 %, or than the error of the "
                                        "runs, from "
                                      : " (less than 1 % from ");
    put_range(dose, place, text);
    pl_text_put(text, ").");
}

void
pl_dose_sentence(const struct pl_dose *dose, const struct pl_dose_place *place,
                 struct pl_text *text)
{
    const struct pl_dose_curve *curve = pl_dose_curve_of(dose, place, 0);

    pl_dose_put_drug(dose, place->drug, text);
    if (pl_dose_share(dose, place, PL_DOSE_NO_EFFECT) >= ALL) {
        put_no_effect(dose, place, text);
    } else if (dose->options.runs.run.ensemble != NULL) {
        put_ensemble(dose, place, text);
    } else if (curve->shape == PL_DOSE_NO_CURVE) {
        pl_text_put(text, " gives no curve of ");
        put_measure(dose, place, text);
        pl_text_put(text, " (from ");
        put_range(dose, place, text);
        pl_text_put(text, ").");
    } else {
        put_curve(dose, place, text);
    }
}
