/*
 * parameters.c - the table of parameters beside a model.
 */
#include "study/parameters.h"

#include <math.h>
#include <string.h>

#include "base/diag.h"
#include "base/frame.h"
#include "base/number.h"
#include "compile/program.h"
#include "expr/formula.h"
#include "format/tsv.h"
#include "model/model.h"
#include "study/context.h"
#include "study/offers.h"
#include "study/tables.h"

/* [-] A nominal value that is further from the model's is another one. */
#define SAME_VALUE 1e-12

/* Columns that hold numbers, in the order of `columns`. */
enum { LOW, HIGH, NOMINAL, ESTIMATE, N_NUMBERS };

static const char *const number_columns[N_NUMBERS] = {
    PL_PARAMETER_LOW, PL_PARAMETER_HIGH, PL_PARAMETER_NOMINAL, PL_PARAMETER_ESTIMATE};

/* A table while it is checked. */
struct checked {
    const struct pl_context *context;
    struct pl_frame *table;
    const char *path;
    struct pl_diags *diags;
    size_t id, scale;
    size_t numbers[N_NUMBERS]; /* PL_NONE for a table without nominal values */
};

static enum pl_status
find_columns(struct checked *c)
{
    const char *missing = NULL;

    c->id = pl_frame_find(c->table, PL_PARAMETER_ID);
    c->scale = pl_frame_find(c->table, PL_PARAMETER_SCALE);
    if (c->scale == PL_NONE) {
        missing = PL_PARAMETER_SCALE;
    }
    for (size_t k = 0; k < N_NUMBERS; k++) {
        c->numbers[k] = pl_frame_find(c->table, number_columns[k]);
        if (c->numbers[k] == PL_NONE && k != NOMINAL && missing == NULL) {
            missing = number_columns[k];
        }
    }
    return missing == NULL
               ? PL_OK
               : pl_diag_error(c->diags, PL_ERR_MODEL, NULL,
                               "%s: there is no column '%s'", c->path, missing);
}

static double
number_of(const struct checked *c, size_t kind, size_t row)
{
    return c->numbers[kind] != PL_NONE
               ? c->table->columns[c->numbers[kind]].numbers[row]
               : NAN;
}

static enum pl_status
check_id(const struct checked *c, const char *name)
{
    const struct pl_model *model = c->context->model;
    const size_t symbol = pl_model_find(model, name);
    struct pl_offers offers;

    if (symbol != PL_NONE && pl_program_is_input(c->context->program, symbol)) {
        return PL_OK;
    }
    if (symbol != PL_NONE) {
        return pl_diag_error(c->diags, PL_ERR_MODEL, NULL,
                             "%s: '%s' follows its rule in the model and cannot be set",
                             c->path, name);
    }
    pl_offers_init(&offers);
    for (size_t i = 0; i < model->n_symbols; i++) {
        if (pl_program_is_input(c->context->program, i)) {
            pl_offers_add(&offers, model->symbols[i].name, model->symbols[i].name);
        }
    }
    pl_diag_error(c->diags, PL_ERR_MODEL, NULL, "%s: '%s' is no parameter of the model",
                  c->path, name);
    (void)pl_offers_hint_near(&offers, name, c->diags);
    pl_offers_finish(&offers);
    return PL_ERR_MODEL;
}

static enum pl_status
check_range(const struct checked *c, size_t row, const char *name)
{
    const char *scale = c->table->columns[c->scale].texts[row];
    const double low = number_of(c, LOW, row);
    const double high = number_of(c, HIGH, row);
    const double estimate = number_of(c, ESTIMATE, row);
    const bool is_lin = strcmp(scale, "lin") == 0;

    if (!is_lin && strcmp(scale, "log") != 0 && strcmp(scale, "log10") != 0) {
        return pl_diag_error(c->diags, PL_ERR_MODEL, NULL,
                             "%s: %s of '%s' is '%s': it is lin, log or log10", c->path,
                             PL_PARAMETER_SCALE, name, scale);
    }
    if (!(low < high)) {
        return pl_diag_error(c->diags, PL_ERR_MODEL, NULL,
                             "%s: the bounds of '%s' are %g and %g: the lower one has "
                             "to be below the upper one",
                             c->path, name, low, high);
    }
    if (!is_lin && !(low > 0.0)) {
        return pl_diag_error(c->diags, PL_ERR_MODEL, NULL,
                             "%s: '%s' begins at %g: on the scale %s a range begins "
                             "above 0",
                             c->path, name, low, scale);
    }
    if (estimate != 0.0 && estimate != 1.0) {
        return pl_diag_error(c->diags, PL_ERR_MODEL, NULL,
                             "%s: %s of '%s' is neither 0 nor 1", c->path,
                             PL_PARAMETER_ESTIMATE, name);
    }
    return PL_OK;
}

/* The number in the model's text; NaN for a formula. */
static double
value_in_model(const struct checked *c, const char *name)
{
    const struct pl_model *model = c->context->model;
    const struct pl_symbol *symbol = &model->symbols[pl_model_find(model, name)];
    double value = NAN;

    return symbol->value != NULL && pl_formula_is_number(symbol->value, &value) ? value
                                                                                : NAN;
}

/* A run takes the model's value: what the table says has to be the same. */
static enum pl_status
check_nominal(const struct checked *c, size_t row, const char *name)
{
    const double nominal = number_of(c, NOMINAL, row);
    const double value = value_in_model(c, name);
    char written[PL_NUMBER_SIZE];
    char known[PL_NUMBER_SIZE];

    if (isnan(nominal)) {
        return PL_OK;
    }
    pl_number_format(nominal, written);
    pl_number_format(value, known);
    if (fabs(nominal - value) > SAME_VALUE * fabs(value)) {
        pl_diag_error(c->diags, PL_ERR_MODEL, NULL,
                      "%s: %s of '%s' is %s, in the model it is %s", c->path,
                      PL_PARAMETER_NOMINAL, name, written, known);
        pl_diag_hint(c->diags, "write the same in both, or leave the cell empty");
        return PL_ERR_MODEL;
    }
    if (nominal < number_of(c, LOW, row) || nominal > number_of(c, HIGH, row)) {
        return pl_diag_error(c->diags, PL_ERR_MODEL, NULL,
                             "%s: %s of '%s', %s, lies outside its bounds", c->path,
                             PL_PARAMETER_NOMINAL, name, written);
    }
    return PL_OK;
}

enum pl_status
pl_parameters_check(const struct pl_context *context, struct pl_frame *table,
                    const char *path, struct pl_diags *diags)
{
    struct checked c = {
        .context = context, .table = table, .path = path, .diags = diags};
    enum pl_status status = find_columns(&c);

    for (size_t k = 0; k < N_NUMBERS && status == PL_OK; k++) {
        if (c.numbers[k] != PL_NONE) {
            status = pl_tsv_numbers(table, c.numbers[k], path, diags);
        }
    }
    if (status != PL_OK) {
        return status;
    }
    for (size_t row = 0; row < table->n_rows; row++) {
        const char *name = table->columns[c.id].texts[row];
        enum pl_status fault = name[0] != '\0' ? check_id(&c, name) : PL_ERR_MODEL;

        if (fault == PL_OK) {
            fault = check_range(&c, row, name);
        }
        if (fault == PL_OK) {
            fault = check_nominal(&c, row, name);
        }
        status = fault != PL_OK ? fault : status;
    }
    return status;
}

size_t
pl_parameters_n(const struct pl_context *context)
{
    return context->parameters != NULL ? context->parameters->n_rows : 0;
}

struct pl_parameter
pl_parameters_row(const struct pl_context *context, size_t row)
{
    const struct pl_frame *table = context->parameters;
    const char *name = pl_table_text(table, PL_PARAMETER_ID, row);
    const size_t low = pl_frame_find(table, PL_PARAMETER_LOW);
    const size_t high = pl_frame_find(table, PL_PARAMETER_HIGH);
    const size_t estimate = pl_frame_find(table, PL_PARAMETER_ESTIMATE);

    return (struct pl_parameter){
        .symbol = pl_model_find(context->model, name),
        .low = table->columns[low].numbers[row],
        .high = table->columns[high].numbers[row],
        .logarithmic =
            strcmp(pl_table_text(table, PL_PARAMETER_SCALE, row), "lin") != 0,
        .estimated = table->columns[estimate].numbers[row] == 1.0,
        .basis = pl_table_text(table, PL_PARAMETER_BASIS, row),
        .note = pl_table_text(table, PL_TABLE_NOTE, row),
    };
}

bool
pl_parameters_find(const struct pl_context *context, size_t symbol,
                   struct pl_parameter *parameter)
{
    const char *name = context->model->symbols[symbol].name;

    for (size_t row = 0; row < pl_parameters_n(context); row++) {
        if (strcmp(pl_table_text(context->parameters, PL_PARAMETER_ID, row), name) ==
            0) {
            *parameter = pl_parameters_row(context, row);
            return true;
        }
    }
    return false;
}
