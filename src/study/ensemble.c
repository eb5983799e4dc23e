/*
 * ensemble.c - many parameter sets for one model, and the bands that they give.
 */
#include "study/ensemble.h"

#include <inttypes.h>
#include <math.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/diag.h"
#include "base/frame.h"
#include "base/hash.h"
#include "base/source.h"
#include "base/text.h"
#include "compile/program.h"
#include "format/tsv.h"
#include "model/model.h"
#include "model/roles.h"
#include "study/context.h"
#include "study/offers.h"
#include "study/tables.h"
#include "study/treatment.h"

struct pl_ensemble {
    char *path;
    char digest[17];
    size_t n;
    size_t n_columns;
    size_t stride;   /* of a row of values, >= n_columns */
    size_t *symbols; /* shape (n_columns) */
    double *values;  /* shape (n, stride), row-major; n_columns of a row are in use */
    double *weights; /* shape (n) */
    char **names;    /* shape (n) */
    char **groups;   /* shape (n); NULL without such a column */
};

/* An ensemble while it is read. */
struct reader {
    const struct pl_context *context;
    const char *path;
    struct pl_frame *table;
    struct pl_ensemble *ensemble;
    struct pl_diags *diags;
};

static enum pl_status
report_unknown(const struct reader *reader, const char *name)
{
    const struct pl_model *model = reader->context->model;
    struct pl_offers offers;

    pl_offers_init(&offers);
    pl_offers_add(&offers, PL_ENSEMBLE_WEIGHT, PL_ENSEMBLE_WEIGHT);
    pl_offers_add(&offers, PL_ENSEMBLE_GROUP, PL_ENSEMBLE_GROUP);
    for (size_t i = 0; i < model->n_symbols; i++) {
        if (pl_program_is_input(reader->context->program, i)) {
            pl_offers_add(&offers, model->symbols[i].name, model->symbols[i].name);
        }
    }
    pl_diag_error(reader->diags, PL_ERR_NAME, NULL,
                  "%s: column '%s' is no parameter of the model", reader->path, name);
    (void)pl_offers_hint_near(&offers, name, reader->diags);
    pl_offers_finish(&offers);
    return PL_ERR_NAME;
}

/* The symbol that a column sets. */
static enum pl_status
find_symbol(const struct reader *reader, const char *name, size_t *symbol)
{
    const enum pl_role role = pl_role_by_name(name);

    *symbol = pl_model_find(reader->context->model, name);
    if (*symbol == PL_NONE) {
        return report_unknown(reader, name);
    }
    if (!pl_program_is_input(reader->context->program, *symbol)) {
        return pl_diag_error(reader->diags, PL_ERR_OPTION, NULL,
                             "%s: column '%s' follows its formula in the model and "
                             "cannot be set",
                             reader->path, name);
    }
    if (role == PL_ROLE_DRUG || role == PL_ROLE_TARGET) {
        return pl_diag_error(reader->diags, PL_ERR_OPTION, NULL,
                             "%s: column '%s' is a treatment: parameter sets hold what "
                             "the cell is, before it is treated",
                             reader->path, name);
    }
    return PL_OK;
}

static enum pl_status
read_column(struct reader *reader, size_t c, double *values, size_t stride)
{
    enum pl_status status =
        pl_tsv_numbers(reader->table, c, reader->path, reader->diags);
    const double *numbers = reader->table->columns[c].numbers;

    for (size_t row = 0;
         status != PL_ERR_NOMEM && numbers != NULL && row < reader->table->n_rows;
         row++) {
        if (!isfinite(numbers[row])) {
            status =
                pl_diag_error(reader->diags, PL_ERR_SYNTAX, NULL,
                              "%s: row %zu of the column '%s' is "
                              "empty or not a number",
                              reader->path, row + 1, reader->table->columns[c].name);
        }
        values[row * stride] = numbers[row];
    }
    return status;
}

/* Weights become shares of their sum. */
static enum pl_status
settle_weights(const struct reader *reader)
{
    struct pl_ensemble *ensemble = reader->ensemble;
    double sum = 0.0;
    double largest = 0.0;

    for (size_t row = 0; row < ensemble->n; row++) {
        if (ensemble->weights[row] < 0.0) {
            return pl_diag_error(reader->diags, PL_ERR_OPTION, NULL,
                                 "%s: row %zu: a weight is 0 or more, not %g",
                                 reader->path, row + 1, ensemble->weights[row]);
        }
        largest = fmax(largest, ensemble->weights[row]);
    }
    if (!(largest > 0.0)) {
        return pl_diag_error(reader->diags, PL_ERR_OPTION, NULL,
                             "%s: all weights are 0", reader->path);
    }
    for (size_t row = 0; row < ensemble->n; row++) {
        ensemble->weights[row] /= largest; /* the sum of large ones may be infinite */
        sum += ensemble->weights[row];
    }
    for (size_t row = 0; row < ensemble->n; row++) {
        ensemble->weights[row] /= sum;
    }
    return PL_OK;
}

static enum pl_status
name_members(const struct reader *reader)
{
    const size_t id = pl_frame_find(reader->table, PL_CONDITION_ID);

    for (size_t row = 0; row < reader->ensemble->n; row++) {
        char number[24];

        (void)snprintf(number, sizeof number, "%zu", row + 1);
        reader->ensemble->names[row] = pl_text_copy(
            id != PL_NONE ? reader->table->columns[id].texts[row] : number);
        if (reader->ensemble->names[row] == NULL) {
            return pl_diag_no_memory(reader->diags, "an ensemble");
        }
    }
    return PL_OK;
}

/* Room for all that the table can hold. */
static enum pl_status
reserve(const struct reader *reader)
{
    struct pl_ensemble *ensemble = reader->ensemble;
    const size_t n = reader->table->n_rows;
    const size_t n_columns = reader->table->n_columns;

    if (n == 0) {
        return pl_diag_error(reader->diags, PL_ERR_OPTION, NULL,
                             "%s: there are no rows below the header: one row is one "
                             "parameter set",
                             reader->path);
    }
    if (n > PL_ENSEMBLE_MAX_MEMBERS) {
        return pl_diag_error(reader->diags, PL_ERR_OPTION, NULL,
                             "%s: %zu parameter sets: at most %zu", reader->path, n,
                             PL_ENSEMBLE_MAX_MEMBERS);
    }
    ensemble->symbols = calloc(n_columns, sizeof *ensemble->symbols);
    if (n <= SIZE_MAX / n_columns) {
        ensemble->values = calloc(n * n_columns, sizeof *ensemble->values);
    }
    ensemble->weights = calloc(n, sizeof *ensemble->weights);
    ensemble->names = calloc(n, sizeof *ensemble->names);
    if (ensemble->symbols == NULL || ensemble->values == NULL ||
        ensemble->weights == NULL || ensemble->names == NULL) {
        return pl_diag_no_memory(reader->diags, "an ensemble");
    }
    ensemble->n = n;
    ensemble->stride = n_columns;
    return PL_OK;
}

static enum pl_status
read_groups(struct reader *reader, size_t c)
{
    struct pl_ensemble *ensemble = reader->ensemble;

    ensemble->groups = calloc(ensemble->n, sizeof *ensemble->groups);
    for (size_t row = 0; ensemble->groups != NULL && row < ensemble->n; row++) {
        const char *name = reader->table->columns[c].texts[row];

        if (name[0] == '\0') {
            return pl_diag_error(reader->diags, PL_ERR_SYNTAX, NULL,
                                 "%s: row %zu of the column '%s' is empty",
                                 reader->path, row + 1, PL_ENSEMBLE_GROUP);
        }
        ensemble->groups[row] = pl_text_copy(name);
        if (ensemble->groups[row] == NULL) {
            break;
        }
    }
    return ensemble->groups != NULL && ensemble->groups[ensemble->n - 1] != NULL
               ? PL_OK
               : pl_diag_no_memory(reader->diags, "an ensemble");
}

static enum pl_status
read_parameter(struct reader *reader, size_t c)
{
    struct pl_ensemble *ensemble = reader->ensemble;
    const size_t k = ensemble->n_columns;
    enum pl_status status =
        find_symbol(reader, reader->table->columns[c].name, &ensemble->symbols[k]);

    if (status == PL_OK) {
        ensemble->n_columns++;
        status = read_column(reader, c, ensemble->values + k, ensemble->stride);
    }
    return status;
}

/* All columns, so that each fault is told. */
static enum pl_status
read_columns(struct reader *reader)
{
    struct pl_ensemble *ensemble = reader->ensemble;
    enum pl_status status = PL_OK;

    for (size_t c = 0; c < ensemble->stride && status != PL_ERR_NOMEM; c++) {
        const char *name = reader->table->columns[c].name;
        enum pl_status fault = PL_OK;

        if (strcmp(name, PL_ENSEMBLE_WEIGHT) == 0) {
            fault = read_column(reader, c, ensemble->weights, 1);
            fault = fault == PL_OK ? settle_weights(reader) : fault;
        } else if (strcmp(name, PL_ENSEMBLE_GROUP) == 0) {
            fault = read_groups(reader, c);
        } else if (!pl_table_is_label(name)) {
            fault = read_parameter(reader, c);
        }
        status = fault != PL_OK ? fault : status;
    }
    if (status == PL_OK && ensemble->n_columns == 0) {
        status =
            pl_diag_error(reader->diags, PL_ERR_OPTION, NULL,
                          "%s: no column is a parameter of the model", reader->path);
    }
    return status;
}

static enum pl_status
read_ensemble(struct reader *reader, const struct pl_source *source)
{
    struct pl_ensemble *ensemble = reader->ensemble;
    enum pl_status status = pl_tsv_read(source, reader->diags, &reader->table);

    (void)snprintf(ensemble->digest, sizeof ensemble->digest, "%016" PRIx64,
                   pl_hash(source->text, source->size));
    ensemble->path = pl_text_copy(reader->path);
    if (ensemble->path == NULL) {
        status = pl_diag_no_memory(reader->diags, "an ensemble");
    }
    if (status == PL_OK) {
        status = reserve(reader);
    }
    if (status == PL_OK) {
        status = name_members(reader);
    }
    if (status != PL_OK) {
        return status;
    }
    for (size_t row = 0; row < ensemble->n; row++) {
        ensemble->weights[row] = 1.0 / (double)ensemble->n;
    }
    return read_columns(reader);
}

enum pl_status
pl_ensemble_read(const struct pl_context *context, const char *path,
                 struct pl_diags *diags, struct pl_ensemble **out)
{
    struct reader reader = {.context = context, .path = path, .diags = diags};
    struct pl_source *source = NULL;
    enum pl_status status = PL_OK;

    *out = NULL;
    reader.ensemble = calloc(1, sizeof *reader.ensemble);
    if (reader.ensemble == NULL) {
        return pl_diag_no_memory(diags, "an ensemble");
    }
    status = pl_source_read(path, diags, &source);
    if (status == PL_OK) {
        status = read_ensemble(&reader, source);
    }
    if (status == PL_OK) {
        *out = reader.ensemble;
        reader.ensemble = NULL; /* handed over */
    }
    pl_ensemble_destroy(reader.ensemble);
    pl_frame_destroy(reader.table);
    pl_source_destroy(source);
    return status;
}

void
pl_ensemble_destroy(struct pl_ensemble *ensemble)
{
    if (ensemble == NULL) {
        return;
    }
    for (size_t row = 0; ensemble->names != NULL && row < ensemble->n; row++) {
        free(ensemble->names[row]);
    }
    for (size_t row = 0; ensemble->groups != NULL && row < ensemble->n; row++) {
        free(ensemble->groups[row]);
    }
    free(ensemble->groups);
    free(ensemble->names);
    free(ensemble->path);
    free(ensemble->symbols);
    free(ensemble->values);
    free(ensemble->weights);
    free(ensemble);
}

size_t
pl_ensemble_n(const struct pl_ensemble *ensemble)
{
    return ensemble != NULL ? ensemble->n : 1;
}

const double *
pl_ensemble_weights(const struct pl_ensemble *ensemble)
{
    return ensemble != NULL ? ensemble->weights : NULL;
}

const char *
pl_ensemble_path(const struct pl_ensemble *ensemble)
{
    return ensemble->path;
}

const char *
pl_ensemble_digest(const struct pl_ensemble *ensemble)
{
    return ensemble->digest;
}

const char *
pl_ensemble_name(const struct pl_ensemble *ensemble, size_t member)
{
    return ensemble->names[member];
}

const char *
pl_ensemble_group(const struct pl_ensemble *ensemble, size_t member)
{
    return ensemble->groups != NULL ? ensemble->groups[member] : NULL;
}

const size_t *
pl_ensemble_symbols(const struct pl_ensemble *ensemble, size_t *n)
{
    *n = ensemble->n_columns;
    return ensemble->symbols;
}

const double *
pl_ensemble_values(const struct pl_ensemble *ensemble, size_t member)
{
    return ensemble->values + member * ensemble->stride;
}

bool
pl_ensemble_holds(const struct pl_ensemble *ensemble, size_t symbol)
{
    for (size_t c = 0; ensemble != NULL && c < ensemble->n_columns; c++) {
        if (ensemble->symbols[c] == symbol) {
            return true;
        }
    }
    return false;
}

const struct pl_action *
pl_ensemble_find_set(const struct pl_ensemble *ensemble,
                     const struct pl_treatment *treatment)
{
    size_t n = 0;
    const struct pl_action *actions = pl_treatment_actions(treatment, &n);

    for (size_t i = 0; i < n; i++) {
        if (actions[i].kind == PL_ACTION_SET && actions[i].before_rest &&
            pl_ensemble_holds(ensemble, actions[i].symbol)) {
            return &actions[i];
        }
    }
    return NULL;
}

void
pl_ensemble_apply(const struct pl_ensemble *ensemble, size_t member,
                  const struct pl_program *program, double *inputs)
{
    const double *values = pl_ensemble_values(ensemble, member);

    for (size_t c = 0; c < ensemble->n_columns; c++) {
        pl_program_set_input(program, inputs, ensemble->symbols[c], values[c]);
    }
}

static int
compare_values(const void *a, const void *b)
{
    const struct pl_weighted *x = a;
    const struct pl_weighted *y = b;

    return (x->value > y->value) - (x->value < y->value);
}

/* The quantile of values in order. @param sum  of their weights */
static double
quantile(const struct pl_weighted *sorted, size_t n, double sum, double share)
{
    double before = 0.0; /* the weight of all values before the present one */
    double place = 0.0;
    double last_place = 0.0;

    for (size_t k = 0; k < n; k++) {
        place = (before + 0.5 * sorted[k].weight) / sum;
        if (place >= share) {
            const double gap = place - last_place;

            return k == 0 || !(gap > 0.0)
                       ? sorted[k].value
                       : sorted[k - 1].value +
                             (share - last_place) / gap *
                                 (sorted[k].value - sorted[k - 1].value);
        }
        before += sorted[k].weight;
        last_place = place;
    }
    return sorted[n - 1].value;
}

struct pl_band
pl_band_of(const double *values, size_t stride, const double *weights, size_t n,
           struct pl_weighted *room)
{
    struct pl_weighted *sorted = room;
    struct pl_band band = {NAN, NAN, NAN};
    double sum = 0.0;
    size_t n_sorted = 0;

    for (size_t k = 0; k < n; k++) {
        const double value = values[k * stride];
        const double weight = weights != NULL ? weights[k] : 1.0;

        if (!isnan(value) && weight > 0.0) {
            sorted[n_sorted++] = (struct pl_weighted){value, weight};
            sum += weight;
        }
    }
    if (n_sorted > 0) {
        qsort(sorted, n_sorted, sizeof *sorted, compare_values);
        band = (struct pl_band){quantile(sorted, n_sorted, sum, 0.05),
                                quantile(sorted, n_sorted, sum, 0.5),
                                quantile(sorted, n_sorted, sum, 0.95)};
    }
    return band;
}
