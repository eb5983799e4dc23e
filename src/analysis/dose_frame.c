/*
 * dose_frame.c - dose-response curves as tables.
 */
#include "analysis/dose.h"

#include <math.h>

#include "analysis/sheet.h"
#include "base/frame.h"
#include "model/model.h"
#include "model/roles.h"
#include "study/context.h"
#include "study/ensemble.h"
#include "study/measure.h"
#include "study/treatment.h"

/* Numbers of a row, in the order of the columns. */
static const struct {
    const char *name, *unit;
    const char *state; /* the column with its state; NULL for none */
    enum pl_dose_what what;
} of_phase[] =
    {
        {"from", NULL, NULL, PL_DOSE_FROM},
        {"to", NULL, NULL, PL_DOSE_END},
        {"to_dose", "nM", "to_state", PL_DOSE_END_DOSE},
        {"ec50", "nM", "ec50_state", PL_DOSE_HALF},
        {"slope", NULL, NULL, PL_DOSE_SLOPE},
},
  of_curve[] = {
      {"ic50", "nM", "ic50_state", PL_DOSE_IC50},
      {"back", "nM", NULL, PL_DOSE_BACK},
      {"emax", NULL, NULL, PL_DOSE_EMAX},
      {"emax_dose", "nM", "emax_state", PL_DOSE_EMAX_DOSE},
      {"hill_ec50", "nM", NULL, PL_DOSE_HILL_EC50},
      {"hill_h", NULL, NULL, PL_DOSE_HILL_H},
      {"hill_rms", NULL, NULL, PL_DOSE_HILL_RMS},
};

#define N_OF(rows) (sizeof(rows) / sizeof((rows)[0]))

/* Curves as a table has them. */
struct view {
    const struct pl_dose *dose;
    size_t n_rows; /* of a curve: each set's, or one for all */
    bool is_each;  /* each set's */
    bool is_band;  /* that of all sets */
};

static struct view
view_of(const struct pl_dose *dose, bool members)
{
    const bool is_ensemble = dose->options.runs.run.ensemble != NULL;

    return (struct view){
        .dose = dose,
        .n_rows = members && is_ensemble ? dose->runs.n_members : 1,
        .is_each = members && is_ensemble,
        .is_band = is_ensemble && !members,
    };
}

/* Panels are told by cell and variant where the model has them. */
static void
add_panel(const struct view *view, struct pl_sheet *sheet)
{
    const struct pl_dose *dose = view->dose;

    if (dose->context->cells != NULL) {
        pl_sheet_add_text(sheet, "cell", NULL);
    }
    if (dose->context->variants != NULL) {
        pl_sheet_add_text(sheet, "variant", NULL);
    }
    if (view->is_each) {
        pl_sheet_add_text(sheet, "member", NULL);
    }
    pl_sheet_add_text(sheet, "drug", NULL);
}

static void
put_panel(const struct view *view, const struct pl_dose_place *place, size_t member,
          struct pl_sheet *sheet)
{
    const struct pl_dose *dose = view->dose;
    const struct pl_treatment *treatment = dose->options.runs.panels[place->panel];
    const char *variant = pl_treatment_variant_id(treatment);

    if (dose->context->cells != NULL) {
        const char *cell = pl_treatment_cell_id(treatment);

        pl_sheet_text(sheet, cell != NULL ? cell : "");
    }
    if (dose->context->variants != NULL) {
        pl_sheet_text(sheet, variant != NULL ? variant : "");
    }
    if (view->is_each) {
        pl_sheet_text(sheet, pl_ensemble_name(dose->options.runs.run.ensemble, member));
    }
    pl_sheet_text(
        sheet,
        pl_role_strip(
            dose->context->model->symbols[dose->options.runs.drugs[place->drug]].name));
}

/* The rows of one curve of each measure. */
static void
put_doses(const struct view *view, size_t panel, size_t drug, size_t member,
          struct pl_sheet *sheet)
{
    const struct pl_dose *dose = view->dose;
    const struct pl_dose_series *doses = &dose->options.doses[drug];

    for (size_t k = 0; k < doses->n; k++) {
        struct pl_dose_place place = {panel, drug, 0};

        pl_sheet_row(sheet);
        put_panel(view, &place, member, sheet);
        pl_sheet_number(sheet, doses->doses[k]);
        for (; place.measure < dose->options.runs.n_measures; place.measure++) {
            if (view->is_band) {
                pl_sheet_band(sheet, pl_dose_value(dose, &place, k));
                continue;
            }
            pl_sheet_number(sheet, pl_dose_value_in(dose, &place, member, k));
            pl_sheet_number(sheet,
                            pl_hill_at(&pl_dose_curve_of(dose, &place, member)->hill,
                                       doses->doses[k]));
        }
    }
}

enum pl_status
pl_dose_frame(const struct pl_dose *dose, bool members, struct pl_diags *diags,
              struct pl_frame **out)
{
    const struct pl_dose_runs_options *options = &dose->options.runs;
    const struct view view = view_of(dose, members);
    struct pl_sheet sheet = pl_sheet_begin(view.is_band, diags);

    add_panel(&view, &sheet);
    pl_sheet_add(&sheet, PL_COLUMN_NUMBER, "nM", "dose_nM");
    for (size_t m = 0; m < options->n_measures; m++) {
        pl_sheet_add_band(&sheet, options->measures[m].name, "", NULL);
        if (!view.is_band) {
            pl_sheet_add(&sheet, PL_COLUMN_NUMBER, NULL, "%s_hill",
                         options->measures[m].name);
        }
    }
    for (size_t p = 0; p < options->n_panels; p++) {
        for (size_t d = 0; d < options->n_drugs; d++) {
            for (size_t i = 0; i < view.n_rows; i++) {
                put_doses(&view, p, d, i, &sheet);
            }
        }
    }
    return pl_sheet_end(&sheet, out);
}

/* One number's columns. */
static void
add_number(const struct view *view, const char *name, const char *unit,
           const char *state, struct pl_sheet *sheet)
{
    pl_sheet_add_band(sheet, name, unit != NULL ? "_nM" : "", unit);
    if (view->is_band) {
        pl_sheet_add(sheet, PL_COLUMN_NUMBER, NULL, "%s_found", name);
    }
    if (state != NULL) {
        pl_sheet_add_text(sheet, state, NULL);
    }
}

/* @param member  read where the view has one set to a row */
static void
put_number(const struct view *view, const struct pl_dose_place *place, size_t member,
           enum pl_dose_what what, size_t phase, bool has_state, struct pl_sheet *sheet)
{
    enum pl_dose_state state = PL_DOSE_NONE;

    if (view->is_band) {
        const struct pl_dose_number number =
            pl_dose_number_of(view->dose, place, what, phase);

        pl_sheet_band(sheet, number.band);
        pl_sheet_number(sheet, number.found);
        state = number.state;
    } else {
        const struct pl_dose_reading reading =
            pl_dose_reading_of(view->dose, place, member, what, phase);

        pl_sheet_number(sheet,
                        reading.state == PL_DOSE_FOUND ? reading.number : (double)NAN);
        state = reading.state;
    }
    if (has_state) {
        pl_sheet_text(sheet, pl_dose_state_word(state));
    }
}

/* The shape of most of the weight. */
static const char *
shape_of(const struct pl_dose *dose, const struct pl_dose_place *place)
{
    enum pl_dose_shape best = PL_DOSE_MONOTONE;

    for (int shape = PL_DOSE_MONOTONE; shape <= PL_DOSE_NO_CURVE; shape++) {
        if (pl_dose_share(dose, place, (enum pl_dose_shape)shape) >
            pl_dose_share(dose, place, best)) {
            best = (enum pl_dose_shape)shape;
        }
    }
    return pl_dose_shape_word(best);
}

static void
put_marks(const struct view *view, const struct pl_dose_place *place, size_t member,
          struct pl_sheet *sheet)
{
    const struct pl_dose *dose = view->dose;
    const struct pl_dose_curve *curve = pl_dose_curve_of(dose, place, member);
    const size_t n_phases = view->is_band         ? pl_dose_n_phases(dose, place)
                            : curve->n_phases > 0 ? curve->n_phases
                                                  : 1;

    for (size_t phase = 0; phase < n_phases; phase++) {
        pl_sheet_row(sheet);
        put_panel(view, place, member, sheet);
        pl_sheet_text(sheet, dose->options.runs.measures[place->measure].name);
        pl_sheet_text(sheet, view->is_band ? shape_of(dose, place)
                                           : pl_dose_shape_word(curve->shape));
        pl_sheet_number(sheet, (double)phase + 1.0);
        for (size_t i = 0; i < N_OF(of_phase); i++) {
            put_number(view, place, member, of_phase[i].what, phase,
                       of_phase[i].state != NULL, sheet);
        }
        for (size_t i = 0; i < N_OF(of_curve); i++) {
            put_number(view, place, member, of_curve[i].what, 0,
                       of_curve[i].state != NULL, sheet);
        }
        if (!view->is_band) {
            pl_sheet_text(sheet, curve->shape == PL_DOSE_MONOTONE
                                     ? pl_hill_word(curve->hill.state)
                                     : pl_dose_shape_word(curve->shape));
        }
    }
}

enum pl_status
pl_dose_marks_frame(const struct pl_dose *dose, bool members, struct pl_diags *diags,
                    struct pl_frame **out)
{
    const struct pl_dose_runs_options *options = &dose->options.runs;
    const size_t n_curves = options->n_panels * options->n_drugs * options->n_measures;
    const struct view view = view_of(dose, members);
    struct pl_sheet sheet = pl_sheet_begin(view.is_band, diags);

    add_panel(&view, &sheet);
    pl_sheet_add_text(&sheet, "readout", NULL);
    pl_sheet_add_text(&sheet, "shape", NULL);
    pl_sheet_add(&sheet, PL_COLUMN_NUMBER, NULL, "phase");
    for (size_t i = 0; i < N_OF(of_phase); i++) {
        add_number(&view, of_phase[i].name, of_phase[i].unit, of_phase[i].state,
                   &sheet);
    }
    for (size_t i = 0; i < N_OF(of_curve); i++) {
        add_number(&view, of_curve[i].name, of_curve[i].unit, of_curve[i].state,
                   &sheet);
    }
    if (!view.is_band) {
        pl_sheet_add_text(&sheet, "hill", NULL);
    }
    for (size_t c = 0; c < n_curves; c++) {
        const struct pl_dose_place place = {c / options->n_measures / options->n_drugs,
                                            c / options->n_measures % options->n_drugs,
                                            c % options->n_measures};

        for (size_t i = 0; i < view.n_rows; i++) {
            put_marks(&view, &place, i, &sheet);
        }
    }
    return pl_sheet_end(&sheet, out);
}
