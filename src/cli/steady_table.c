/*
 * steady_table.c - the rest states of parameter sets as tables.
 */
#include "cli/steady_table.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>

#include "base/diag.h"
#include "base/frame.h"
#include "base/text.h"
#include "cli/steady.h"
#include "compile/program.h"
#include "model/model.h"
#include "model/roles.h"
#include "study/context.h"
#include "study/ensemble.h"
#include "study/rests.h"

/* Three columns of a band. */
#define N_BAND 3

static enum pl_status
no_memory(const struct steady_table *table)
{
    return pl_diag_no_memory(table->diags, "the rest states");
}

enum pl_status
steady_table_init(struct steady_table *table, const struct pl_context *context,
                  const struct pl_ensemble *ensemble, struct pl_diags *diags)
{
    const struct pl_program *program = context->program;
    const struct pl_role_list *readouts = &context->roles.lists[PL_ROLE_READOUT];
    const double *weights = pl_ensemble_weights(ensemble);

    *table = (struct steady_table){.context = context,
                                   .ensemble = ensemble,
                                   .diags = diags,
                                   .n_states = program->n_states,
                                   .n_symbols = program->n_states + readouts->n};
    table->symbols = calloc(table->n_symbols + 1, sizeof *table->symbols);
    table->room = calloc(pl_ensemble_n(ensemble), sizeof *table->room);
    if (table->symbols == NULL || table->room == NULL) {
        return no_memory(table);
    }
    for (size_t m = 1; m < pl_ensemble_n(ensemble); m++) {
        table->weights_differ = table->weights_differ || weights[m] != weights[0];
    }
    for (size_t i = 0; i < table->n_symbols; i++) {
        table->symbols[i] = i < table->n_states
                                ? program->state_symbol[i]
                                : readouts->symbols[i - table->n_states];
    }
    return PL_OK;
}

void
steady_table_finish(struct steady_table *table)
{
    pl_rests_finish(&table->rests);
    free(table->symbols);
    free(table->constants);
    free(table->room);
    *table = (struct steady_table){0};
}

enum pl_status
steady_table_complete(struct steady_table *table)
{
    const size_t n = table->rests.n_members * table->rests.n_eigenvalues;

    free(table->constants);
    table->constants = malloc((n + 1) * sizeof *table->constants);
    for (size_t i = 0; table->constants != NULL && i < n; i++) {
        table->constants[i] = -1.0 / table->rests.real[i];
    }
    return table->constants != NULL ? PL_OK : no_memory(table);
}

static const struct pl_symbol *
symbol_of(const struct steady_table *table, size_t i)
{
    return &table->context->model->symbols[table->symbols[i]];
}

/* The band of one number over all members. @param values  of the first member */
static struct pl_band
band_of(struct steady_table *table, const double *values, size_t stride)
{
    return pl_band_of(values, stride, pl_ensemble_weights(table->ensemble),
                      table->rests.n_members, table->room);
}

static void
set_band(struct pl_frame *frame, size_t row, size_t column, const struct pl_band *band)
{
    frame->columns[column].numbers[row] = band->median;
    frame->columns[column + 1].numbers[row] = band->low;
    frame->columns[column + 2].numbers[row] = band->high;
}

static enum pl_status
add_text_column(struct pl_frame *frame, const char *name, struct pl_diags *diags)
{
    return pl_frame_add_column(frame, name, NULL, NULL, PL_COLUMN_TEXT, diags);
}

/* "real_median", "real_p05", "real_p95"; for a person the first has the whole name.
 * @param what  NULL for "median" and the others alone */
static enum pl_status
add_band_columns(struct pl_frame *frame, const char *what, const char *label,
                 const char *unit, struct pl_diags *diags)
{
    static const char *const words[N_BAND] = {"median", "p05", "p95"};
    enum pl_status status = PL_OK;

    for (size_t i = 0; i < N_BAND && status == PL_OK; i++) {
        struct pl_text name;

        pl_text_init(&name);
        pl_text_format(&name, "%s%s%s", what != NULL ? what : "",
                       what != NULL ? "_" : "", words[i]);
        status = name.failed
                     ? pl_diag_no_memory(diags, "a table")
                     : pl_frame_add_column(frame, pl_text_string(&name),
                                           i == 0 && label != NULL ? label : words[i],
                                           i == 0 || label == NULL ? unit : NULL,
                                           PL_COLUMN_NUMBER, diags);
        pl_text_finish(&name);
    }
    return status;
}

/* States and readouts: name, median, p05, p95, what it is. */
enum pl_status
steady_table_bands(struct steady_table *table, struct pl_frame **out)
{
    struct pl_diags *diags = table->diags;
    enum pl_status status = pl_frame_create(diags, out);

    if (status == PL_OK) {
        status = add_text_column(*out, "name", diags);
    }
    if (status == PL_OK) {
        status = add_band_columns(*out, NULL, NULL, NULL, diags);
    }
    if (status == PL_OK) {
        status = add_text_column(*out, "is", diags);
    }
    for (size_t i = 0; i < table->n_symbols && status == PL_OK; i++) {
        const struct pl_symbol *symbol = symbol_of(table, i);
        const struct pl_band band =
            band_of(table, table->rests.values + i, table->n_symbols);

        status = pl_frame_add_row(*out, diags);
        if (status == PL_OK) {
            set_band(*out, i, 1, &band);
            status = pl_frame_set_text(*out, i, 0, pl_readout_name(symbol), diags);
        }
        if (status == PL_OK) {
            status = pl_frame_set_text(*out, i, 1 + N_BAND, symbol->label, diags);
        }
    }
    return status;
}

/* [1/model time] The median of the slowest real part; NaN when there is none. */
static double
slowest_of(struct steady_table *table)
{
    const size_t n = table->rests.n_eigenvalues;

    return n > 0 ? band_of(table, table->rests.real, n).median : NAN;
}

static struct pl_band
in_unit(struct pl_band band, double unit)
{
    return (struct pl_band){band.low / unit, band.median / unit, band.high / unit};
}

/* The slowest eigenvalue, the next, …: bands of their real parts and time constants. */
enum pl_status
steady_table_modes(struct steady_table *table, struct pl_frame **out)
{
    struct pl_diags *diags = table->diags;
    const size_t n = table->rests.n_eigenvalues;
    const char *unit_name = NULL;
    const double unit = steady_time_unit(table->context, slowest_of(table), &unit_name);
    enum pl_status status = pl_frame_create(diags, out);

    if (status == PL_OK) {
        status = add_band_columns(*out, "real", "real",
                                  steady_rate_unit(table->context), diags);
    }
    if (status == PL_OK) {
        status =
            add_band_columns(*out, "time_constant", "time constant", unit_name, diags);
    }
    for (size_t i = 0; i < n && status == PL_OK; i++) {
        const struct pl_band real = band_of(table, table->rests.real + i, n);
        const struct pl_band time =
            in_unit(band_of(table, table->constants + i, n), unit);

        status = pl_frame_add_row(*out, diags);
        if (status == PL_OK) {
            set_band(*out, i, 0, &real);
            set_band(*out, i, N_BAND, &time);
        }
    }
    return status;
}

/* A row of the slowest eigenvalue: "real part (1/min)" and its band. */
static enum pl_status
add_slowest(struct pl_frame *frame, const char *what, const char *unit,
            const struct pl_band *band, struct pl_diags *diags)
{
    struct pl_text name;
    enum pl_status status = pl_frame_add_row(frame, diags);

    pl_text_init(&name);
    pl_text_put(&name, what);
    if (unit != NULL) {
        pl_text_format(&name, " (%s)", unit);
    }
    if (status == PL_OK && name.failed) {
        status = pl_diag_no_memory(diags, "a table");
    }
    if (status == PL_OK) {
        set_band(frame, frame->n_rows - 1, 1, band);
        status = pl_frame_set_text(frame, frame->n_rows - 1, 0, pl_text_string(&name),
                                   diags);
    }
    pl_text_finish(&name);
    return status;
}

/* The slowest of the eigenvalues, for a person. */
enum pl_status
steady_table_slowest(struct steady_table *table, struct pl_frame **out)
{
    struct pl_diags *diags = table->diags;
    const size_t n = table->rests.n_eigenvalues;
    const struct pl_band real = band_of(table, table->rests.real, n);
    const char *unit_name = NULL;
    const double unit = steady_time_unit(table->context, real.median, &unit_name);
    const struct pl_band time = in_unit(band_of(table, table->constants, n), unit);
    enum pl_status status = pl_frame_create(diags, out);

    if (status == PL_OK) {
        status = add_text_column(*out, "slowest eigenvalue", diags);
    }
    if (status == PL_OK) {
        status = add_band_columns(*out, NULL, NULL, NULL, diags);
    }
    if (status == PL_OK) {
        status = add_slowest(*out, "real part", steady_rate_unit(table->context), &real,
                             diags);
    }
    return status == PL_OK ? add_slowest(*out, "time constant", unit_name, &time, diags)
                           : status;
}

/* `member`, and where they differ `weight`. */
static enum pl_status
add_member_columns(const struct steady_table *table, struct pl_frame *frame)
{
    struct pl_diags *diags = table->diags;
    enum pl_status status = add_text_column(frame, "member", diags);

    if (status == PL_OK && table->weights_differ) {
        status = pl_frame_add_column(frame, PL_ENSEMBLE_WEIGHT, NULL, NULL,
                                     PL_COLUMN_NUMBER, diags);
    }
    return status;
}

/* A row for a member, with why it does not rest. @param column  receives the first that
 * is not filled */
static enum pl_status
add_member_row(const struct steady_table *table, size_t member, struct pl_frame *frame,
               size_t *column)
{
    struct pl_diags *diags = table->diags;
    const char *reason = table->rests.reasons[member];
    enum pl_status status = pl_frame_add_row(frame, diags);
    const size_t row = frame->n_rows - 1;

    *column = 1;
    if (status == PL_OK) {
        status = pl_frame_set_text(frame, row, 0,
                                   pl_ensemble_name(table->ensemble, member), diags);
    }
    if (status == PL_OK && table->weights_differ) {
        frame->columns[(*column)++].numbers[row] =
            pl_ensemble_weights(table->ensemble)[member];
    }
    if (status == PL_OK && reason != NULL) {
        status = pl_frame_set_text(frame, row, frame->n_columns - 1, reason, diags);
    }
    return status;
}

/* A column for a state or a readout; for one whose name is taken under its symbol's. */
static enum pl_status
add_symbol_column(const struct steady_table *table, size_t i, struct pl_frame *frame)
{
    const struct pl_symbol *symbol = symbol_of(table, i);
    const char *name = pl_readout_name(symbol);

    name = pl_frame_find(frame, name) == PL_NONE ? name : symbol->name;
    return pl_frame_add_column(frame, name, symbol->label, symbol->unit,
                               PL_COLUMN_NUMBER, table->diags);
}

/* A row for each member: states, readouts, the slowest real part, error. */
enum pl_status
steady_table_members(struct steady_table *table, struct pl_frame **out)
{
    struct pl_diags *diags = table->diags;
    const struct pl_rests *rests = &table->rests;
    enum pl_status status = pl_frame_create(diags, out);
    size_t column = 0;

    if (status == PL_OK) {
        status = add_member_columns(table, *out);
    }
    for (size_t i = 0; i < table->n_symbols && status == PL_OK; i++) {
        status = add_symbol_column(table, i, *out);
    }
    if (status == PL_OK) {
        status = pl_frame_add_column(*out, "slowest_real", "slowest real part",
                                     steady_rate_unit(table->context), PL_COLUMN_NUMBER,
                                     diags);
    }
    if (status == PL_OK) {
        status = add_text_column(*out, "error", diags);
    }
    for (size_t m = 0; m < rests->n_members && status == PL_OK; m++) {
        status = add_member_row(table, m, *out, &column);
        for (size_t i = 0; i < table->n_symbols && status == PL_OK; i++) {
            (*out)->columns[column++].numbers[m] =
                rests->values[m * table->n_symbols + i];
        }
        if (status == PL_OK && rests->n_eigenvalues > 0) {
            (*out)->columns[column].numbers[m] = rests->real[m * rests->n_eigenvalues];
        }
    }
    return status;
}

/* A row for each member and eigenvalue; one for a member that does not rest. */
enum pl_status
steady_table_member_modes(struct steady_table *table, struct pl_frame **out)
{
    struct pl_diags *diags = table->diags;
    const struct pl_rests *rests = &table->rests;
    const size_t n = rests->n_eigenvalues;
    const char *unit_name = NULL;
    const double unit = steady_time_unit(table->context, slowest_of(table), &unit_name);
    const struct {
        const char *name, *label, *unit;
        const double *values;
        double unit_size;
    } columns[] = {
        {"real", NULL, steady_rate_unit(table->context), rests->real, 1.0},
        {"imaginary", NULL, steady_rate_unit(table->context), rests->imaginary, 1.0},
        {"time_constant", "time constant", unit_name, table->constants, unit},
    };
    const size_t n_columns = sizeof columns / sizeof columns[0];
    enum pl_status status = pl_frame_create(diags, out);

    if (status == PL_OK) {
        status = add_member_columns(table, *out);
    }
    for (size_t c = 0; c < n_columns && status == PL_OK; c++) {
        status = pl_frame_add_column(*out, columns[c].name, columns[c].label,
                                     columns[c].unit, PL_COLUMN_NUMBER, diags);
    }
    if (status == PL_OK) {
        status = add_text_column(*out, "error", diags);
    }
    for (size_t m = 0; m < rests->n_members && status == PL_OK; m++) {
        const size_t n_rows = rests->reasons[m] == NULL ? n : 1;

        for (size_t i = 0; i < n_rows && status == PL_OK; i++) {
            size_t first = 0;

            status = add_member_row(table, m, *out, &first);
            for (size_t c = 0; c < n_columns && status == PL_OK && n > 0; c++) {
                (*out)->columns[first + c].numbers[(*out)->n_rows - 1] =
                    columns[c].values[m * n + i] / columns[c].unit_size;
            }
        }
    }
    return status;
}
