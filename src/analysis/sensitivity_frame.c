/*
 * sensitivity_frame.c - sensitivities as a table.
 */
#include "analysis/sensitivity.h"

#include "analysis/sheet.h"
#include "base/frame.h"
#include "base/index.h"
#include "study/ensemble.h"
#include "study/factor.h"
#include "study/measure.h"
#include "study/treatment.h"

/* A number's column. */
struct column {
    enum pl_sensitivity_number number;
    const char *name;
    bool within; /* an error or an interval of one set: not in an ensemble */
};

static const struct column local_columns[] = {
    {PL_SENSITIVITY_VALUE, "value", false},
    {PL_SENSITIVITY_ELASTICITY, "elasticity", false},
    {PL_SENSITIVITY_ERROR, "elasticity_error", true},
    {PL_SENSITIVITY_DERIVATIVE, "derivative", false},
    {PL_SENSITIVITY_DERIVATIVE_ERROR, "derivative_error", true},
};

static const struct column morris_columns[] = {
    {PL_SENSITIVITY_MU_STAR, "mu_star", false},
    {PL_SENSITIVITY_MU_STAR_LOW, "mu_star_low", true},
    {PL_SENSITIVITY_MU_STAR_HIGH, "mu_star_high", true},
    {PL_SENSITIVITY_MU, "mu", false},
    {PL_SENSITIVITY_SIGMA, "sigma", false},
};

static const struct column sobol_columns[] = {
    {PL_SENSITIVITY_FIRST, "S1", false},
    {PL_SENSITIVITY_FIRST_LOW, "S1_low", true},
    {PL_SENSITIVITY_FIRST_HIGH, "S1_high", true},
    {PL_SENSITIVITY_TOTAL, "ST", false},
    {PL_SENSITIVITY_TOTAL_LOW, "ST_low", true},
    {PL_SENSITIVITY_TOTAL_HIGH, "ST_high", true},
};

static const struct column *
columns_of(const struct pl_sensitivity *s, size_t *n)
{
    switch (s->options.method) {
    case PL_SENSITIVITY_LOCAL:
        *n = sizeof local_columns / sizeof *local_columns;
        return local_columns;
    case PL_SENSITIVITY_MORRIS:
        *n = sizeof morris_columns / sizeof *morris_columns;
        return morris_columns;
    default:
        *n = sizeof sobol_columns / sizeof *sobol_columns;
        return sobol_columns;
    }
}

/* @param members  a row for each set */
static void
add_columns(const struct pl_sensitivity *s, bool members, struct pl_sheet *sheet)
{
    size_t n = 0;
    const struct column *columns = columns_of(s, &n);

    pl_sheet_add(sheet, PL_COLUMN_TEXT, NULL, "cell");
    pl_sheet_add(sheet, PL_COLUMN_TEXT, NULL, "variant");
    if (members) {
        pl_sheet_add(sheet, PL_COLUMN_TEXT, NULL, "member");
    }
    pl_sheet_add(sheet, PL_COLUMN_TEXT, NULL, "readout");
    pl_sheet_add(sheet, PL_COLUMN_TEXT, NULL, "parameter");
    pl_sheet_add(sheet, PL_COLUMN_NUMBER, NULL, "rank");
    if (s->options.method != PL_SENSITIVITY_LOCAL) {
        pl_sheet_add(sheet, PL_COLUMN_NUMBER, NULL, "low");
        pl_sheet_add(sheet, PL_COLUMN_NUMBER, NULL, "high");
        pl_sheet_add(sheet, PL_COLUMN_TEXT, NULL, "scale");
    }
    for (size_t k = 0; k < n; k++) {
        if (!columns[k].within || !sheet->bands) {
            pl_sheet_add_band(sheet, columns[k].name, "", NULL);
        }
    }
}

/* @param member  PL_NONE: all sets, or the model's own values */
static void
add_row(const struct pl_sensitivity *s, size_t panel, size_t member, size_t measure,
        size_t rank, struct pl_sheet *sheet)
{
    const struct pl_sensitivity_options *options = &s->options;
    const struct pl_treatment *treatment = options->panels[panel];
    const size_t f =
        s->order[(panel * options->n_measures + measure) * options->n_factors + rank];
    const struct pl_factor *factor = &options->factors[f];
    const char *cell = pl_treatment_cell_id(treatment);
    const char *variant = pl_treatment_variant_id(treatment);
    size_t n = 0;
    const struct column *columns = columns_of(s, &n);

    pl_sheet_row(sheet);
    pl_sheet_text(sheet, cell != NULL ? cell : "");
    pl_sheet_text(sheet, variant != NULL ? variant : "");
    if (member != PL_NONE) {
        pl_sheet_text(sheet, pl_ensemble_name(options->ensemble, member));
    }
    pl_sheet_text(sheet, options->measures[measure].name);
    pl_sheet_text(sheet, factor->name);
    pl_sheet_number(sheet, (double)(rank + 1));
    if (options->method != PL_SENSITIVITY_LOCAL) {
        pl_sheet_number(sheet, factor->low);
        pl_sheet_number(sheet, factor->high);
        pl_sheet_text(sheet, factor->kind == PL_FACTOR_CELL ? "cells"
                             : factor->logarithmic          ? "log"
                                                            : "lin");
    }
    for (size_t k = 0; k < n; k++) {
        if (member != PL_NONE) {
            pl_sheet_number(sheet, pl_sensitivity_number(s, panel, member, measure, f,
                                                         columns[k].number));
        } else if (!columns[k].within || !sheet->bands) {
            pl_sheet_band(sheet,
                          pl_sensitivity_band(s, panel, measure, f, columns[k].number));
        }
    }
}

enum pl_status
pl_sensitivity_frame(const struct pl_sensitivity *s, bool members,
                     struct pl_diags *diags, struct pl_frame **out)
{
    const bool is_ensemble = s->options.ensemble != NULL;
    const bool each = members && is_ensemble;
    struct pl_sheet sheet = pl_sheet_begin(is_ensemble && !each, diags);

    add_columns(s, each, &sheet);
    for (size_t p = 0; p < s->options.n_panels; p++) {
        for (size_t m = 0; m < s->options.n_measures; m++) {
            for (size_t i = 0; i < (each ? s->n_members : 1); i++) {
                for (size_t k = 0; k < s->options.n_factors; k++) {
                    add_row(s, p, each ? i : PL_NONE, m, k, &sheet);
                }
            }
        }
    }
    return pl_sheet_end(&sheet, out);
}
