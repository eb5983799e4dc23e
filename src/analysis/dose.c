/*
 * dose.c - dose-response curves of drugs in a model.
 */
#include "analysis/dose.h"

#include <math.h>
#include <stdint.h>
#include <stdlib.h>

#include "base/diag.h"
#include "model/model.h"
#include "model/roles.h"
#include "study/context.h"
#include "study/measure.h"

static size_t
n_curves(const struct pl_dose *dose)
{
    return pl_dose_runs_n(&dose->runs);
}

/* A fold of nothing has no curve, in no set: that is no answer, but a question that
 * cannot be asked so. */
static enum pl_status
refuse_folds_of_nothing(const struct pl_dose *dose, struct pl_diags *diags)
{
    const struct pl_dose_runs_options *options = &dose->options.runs;

    for (size_t m = 0; m < options->n_measures; m++) {
        const struct pl_symbol *symbol =
            &dose->context->model->symbols[options->measures[m].symbol];
        bool has_any =
            options->measures[m].kind != PL_MEASURE_FOLD || dose->runs.n_failed > 0;

        for (size_t c = 0; c < n_curves(dose) && !has_any; c++) {
            has_any = dose->curves.curves[c * options->n_measures + m].shape !=
                      PL_DOSE_NO_CURVE;
        }
        if (!has_any) {
            pl_diag_error(diags, PL_ERR_OPTION, NULL,
                          "'%s' is 0 before treatment: nothing is a fold of it",
                          pl_readout_name(symbol));
            pl_diag_hint(diags, "its level: --readout level:%s",
                         pl_readout_name(symbol));
            return PL_ERR_OPTION;
        }
    }
    return PL_OK;
}

/* Each curve of the runs over the doses of its drug. */
static enum pl_status
run_curves(struct pl_dose *dose, struct pl_diags *diags)
{
    const size_t n_drugs = dose->options.runs.n_drugs;
    const struct pl_asked asked = pl_dose_runs_asked(&dose->runs);
    const struct pl_dose_error error = {dose->options.runs.run.sim.rtol,
                                        dose->runs.untreated};
    struct pl_dose_series *series = calloc(n_curves(dose) + 1, sizeof *series);
    enum pl_status status = PL_OK;

    if (series == NULL) {
        return pl_diag_no_memory(diags, "dose-response curves");
    }
    for (size_t c = 0; c < n_curves(dose); c++) {
        series[c] = dose->options.doses[c / dose->runs.n_members % n_drugs];
    }
    status =
        pl_dose_curves_run(&asked, series, n_curves(dose),
                           dose->options.runs.n_measures, &error, diags, &dose->curves);
    free(series);
    return status;
}

enum pl_status
pl_dose_run(const struct pl_context *context, const struct pl_dose_options *options,
            struct pl_diags *diags, struct pl_dose *out)
{
    enum pl_status status = PL_OK;

    pl_dose_finish(out);
    out->context = context;
    out->options = *options;
    status = pl_dose_runs_init(&out->runs, context, &options->runs, diags);
    if (status == PL_OK) {
        out->numbers = calloc(out->runs.n_members + 1, sizeof *out->numbers);
        out->sorted = calloc(out->runs.n_members + 1, sizeof *out->sorted);
        if (out->numbers == NULL || out->sorted == NULL) {
            status = pl_diag_no_memory(diags, "dose-response curves");
        }
    }
    if (status == PL_OK) {
        status = run_curves(out, diags);
    }
    if (status == PL_OK) {
        status = refuse_folds_of_nothing(out, diags);
    }
    if (status != PL_OK) {
        pl_dose_finish(out);
    }
    return status;
}

void
pl_dose_finish(struct pl_dose *dose)
{
    pl_dose_runs_finish(&dose->runs);
    pl_dose_curves_finish(&dose->curves);
    free(dose->numbers);
    free(dose->sorted);
    *dose = (struct pl_dose){0};
}

const struct pl_dose_curve *
pl_dose_curve_of(const struct pl_dose *dose, const struct pl_dose_place *place,
                 size_t member)
{
    const size_t curve =
        pl_dose_runs_curve(&dose->runs, place->panel, place->drug, member);

    return &dose->curves.curves[curve * dose->curves.n_outputs + place->measure];
}

/* A dose that was read off. */
static struct pl_dose_reading
dose_in(const struct pl_dose_mark *mark)
{
    return (struct pl_dose_reading){mark->state, mark->dose};
}

struct pl_dose_reading
pl_dose_reading_of(const struct pl_dose *dose, const struct pl_dose_place *place,
                   size_t member, enum pl_dose_what what, size_t phase)
{
    static const struct pl_dose_reading none = {PL_DOSE_NONE, NAN};
    const struct pl_dose_curve *curve = pl_dose_curve_of(dose, place, member);
    const struct pl_dose_phase *phases = &curve->phases[phase];
    const bool has_phase = phase < curve->n_phases;
    const struct pl_hill *hill = &curve->hill;
    double number = NAN;

    switch (what) {
    case PL_DOSE_IC50:
        return dose_in(&curve->ic50);
    case PL_DOSE_BACK:
        return dose_in(&curve->back);
    case PL_DOSE_EMAX_DOSE:
        return dose_in(&curve->emax);
    case PL_DOSE_HALF:
        return has_phase ? dose_in(&phases->half) : none;
    case PL_DOSE_END_DOSE:
        return has_phase ? dose_in(&phases->end) : none;
    case PL_DOSE_EMAX:
        number = curve->emax.value;
        break;
    case PL_DOSE_SLOPE:
        number = has_phase ? phases->slope : (double)NAN;
        break;
    case PL_DOSE_FROM:
        number = has_phase ? phases->from : curve->at_zero;
        break;
    case PL_DOSE_END:
        number = has_phase ? phases->end.value : (double)NAN;
        break;
    case PL_DOSE_HILL_EC50:
        number = hill->ec50;
        break;
    case PL_DOSE_HILL_H:
        number = hill->h;
        break;
    case PL_DOSE_HILL_RMS:
        number = hill->rms / fabs(hill->einf - hill->e0);
        break;
    }
    return isfinite(number) ? (struct pl_dose_reading){PL_DOSE_FOUND, number} : none;
}

static double
weight_of(const struct pl_dose *dose, size_t member)
{
    const double *weights = pl_ensemble_weights(dose->options.runs.run.ensemble);

    return weights != NULL ? weights[member] : 1.0 / (double)dose->runs.n_members;
}

/* Of most of the weight, the first where two have as much. */
static enum pl_dose_state
most_of(const struct pl_dose_number *number)
{
    const double none = 1.0 - number->found - number->above - number->below;
    enum pl_dose_state state = PL_DOSE_FOUND;
    double most = number->found;

    if (number->above > most) {
        state = PL_DOSE_ABOVE;
        most = number->above;
    }
    if (number->below > most) {
        state = PL_DOSE_BELOW;
        most = number->below;
    }
    return none > most ? PL_DOSE_NONE : state;
}

/* The band of what was put into the work space. */
static struct pl_band
band_of(const struct pl_dose *dose)
{
    return pl_band_of(dose->numbers, 1,
                      pl_ensemble_weights(dose->options.runs.run.ensemble),
                      dose->runs.n_members, dose->sorted);
}

struct pl_dose_number
pl_dose_number_of(const struct pl_dose *dose, const struct pl_dose_place *place,
                  enum pl_dose_what what, size_t phase)
{
    const size_t n = dose->runs.n_members;
    struct pl_dose_number number = {.limit = NAN};
    double above = NAN;
    double below = NAN;

    for (size_t m = 0; m < n; m++) {
        const struct pl_dose_reading reading =
            pl_dose_reading_of(dose, place, m, what, phase);
        const double weight = weight_of(dose, m);

        dose->numbers[m] = NAN;
        switch (reading.state) {
        case PL_DOSE_FOUND:
            dose->numbers[m] = reading.number;
            number.found += weight;
            break;
        case PL_DOSE_ABOVE:
            above = reading.number;
            number.above += weight;
            break;
        case PL_DOSE_BELOW:
            below = reading.number;
            number.below += weight;
            break;
        case PL_DOSE_NONE:
            break;
        }
    }
    number.state = most_of(&number);
    number.limit = number.state == PL_DOSE_ABOVE   ? above
                   : number.state == PL_DOSE_BELOW ? below
                                                   : (double)NAN;
    number.band = band_of(dose);
    return number;
}

double
pl_dose_share(const struct pl_dose *dose, const struct pl_dose_place *place,
              enum pl_dose_shape shape)
{
    double share = 0.0;

    for (size_t m = 0; m < dose->runs.n_members; m++) {
        if (pl_dose_curve_of(dose, place, m)->shape == shape) {
            share += weight_of(dose, m);
        }
    }
    return share;
}

bool
pl_dose_is_zero(const struct pl_dose *dose, const struct pl_dose_place *place)
{
    for (size_t m = 0; m < dose->runs.n_members; m++) {
        if (!pl_dose_curve_of(dose, place, m)->is_zero) {
            return false;
        }
    }
    return true;
}

double
pl_dose_value_in(const struct pl_dose *dose, const struct pl_dose_place *place,
                 size_t member, size_t k)
{
    const struct pl_dose_curves *curves = &dose->curves;
    const size_t curve =
        pl_dose_runs_curve(&dose->runs, place->panel, place->drug, member);

    return curves
        ->values[(curves->first[curve] + k) * curves->n_outputs + place->measure];
}

struct pl_band
pl_dose_value(const struct pl_dose *dose, const struct pl_dose_place *place, size_t k)
{
    for (size_t m = 0; m < dose->runs.n_members; m++) {
        dose->numbers[m] = pl_dose_value_in(dose, place, m, k);
    }
    return band_of(dose);
}

size_t
pl_dose_n_phases(const struct pl_dose *dose, const struct pl_dose_place *place)
{
    size_t most = 1;

    for (size_t m = 0; m < dose->runs.n_members; m++) {
        const size_t n = pl_dose_curve_of(dose, place, m)->n_phases;

        most = n > most ? n : most;
    }
    return most;
}
