/*
 * misfit.c - measured points beside a run.
 */
#include "study/misfit.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/diag.h"
#include "base/frame.h"
#include "base/source.h"
#include "format/tsv.h"
#include "model/model.h"
#include "study/context.h"
#include "study/timecourse.h"

/* Where the columns of a table of measurements are. */
struct columns {
    size_t time, readout, value, sd; /* sd: PL_NONE when there is none */
    double time_unit;                /* [model time] of the time column */
};

/* A column that is not there; `note` follows its name. */
static enum pl_status
report_column(const struct pl_context *context, const char *path, const char *name,
              const char *note, struct pl_diags *diags)
{
    pl_diag_error(diags, PL_ERR_SYNTAX, NULL, "%s: there is no column '%s'%s", path,
                  name, note);
    pl_diag_hint(diags, "the columns are %s, readout, value and, if known, sd",
                 isfinite(context->model->time_unit) ? "time_h" : "time");
    return PL_ERR_SYNTAX;
}

/* Find the time: in hours, or in the model's own time where that has no unit. */
static enum pl_status
find_time(const struct pl_context *context, const struct pl_frame *table,
          const char *path, struct pl_diags *diags, struct columns *columns)
{
    const double time_unit = context->model->time_unit;
    const size_t hours = pl_frame_find(table, "time_h");
    const size_t time = pl_frame_find(table, "time");

    if (isfinite(time_unit)) {
        columns->time = hours;
        columns->time_unit = 3600.0 / time_unit;
        return hours != PL_NONE
                   ? PL_OK
                   : report_column(context, path, "time_h",
                                   time != PL_NONE
                                       ? "; 'time' is for models without time_unit"
                                       : "",
                                   diags);
    }
    columns->time = time;
    columns->time_unit = 1.0;
    if (time == PL_NONE && hours != PL_NONE) {
        pl_diag_error(
            diags, PL_ERR_SYNTAX, NULL,
            "%s: column 'time_h' is in hours, and the model does not say what "
            "a unit of its time is",
            path);
        pl_diag_hint(diags, "call it 'time', in the model's own time, or add a line to "
                            "the model: unit time_unit = 60 second");
        return PL_ERR_SYNTAX;
    }
    return time != PL_NONE ? PL_OK : report_column(context, path, "time", "", diags);
}

static enum pl_status
find_columns(const struct pl_context *context, struct pl_frame *table, const char *path,
             struct pl_diags *diags, struct columns *columns)
{
    enum pl_status status = find_time(context, table, path, diags, columns);

    if (status != PL_OK) {
        return status;
    }
    columns->readout = pl_frame_find(table, "readout");
    columns->value = pl_frame_find(table, "value");
    columns->sd = pl_frame_find(table, "sd");
    if (columns->readout == PL_NONE) {
        return report_column(context, path, "readout", "", diags);
    }
    if (columns->value == PL_NONE) {
        return report_column(context, path, "value", "", diags);
    }
    status = pl_tsv_numbers(table, columns->time, path, diags);
    if (status == PL_OK) {
        status = pl_tsv_numbers(table, columns->value, path, diags);
    }
    if (status == PL_OK && columns->sd != PL_NONE) {
        status = pl_tsv_numbers(table, columns->sd, path, diags);
    }
    return status;
}

/* One row as a point. */
static enum pl_status
read_point(const struct pl_context *context, const struct pl_frame *table, size_t row,
           const struct columns *columns, const char *path, struct pl_diags *diags,
           struct pl_datum *point)
{
    const char *name = table->columns[columns->readout].texts[row];
    const double time = table->columns[columns->time].numbers[row];
    size_t *symbols = NULL;
    size_t n = 0;
    enum pl_status status = PL_OK;

    point->value = table->columns[columns->value].numbers[row];
    point->sd =
        columns->sd != PL_NONE ? table->columns[columns->sd].numbers[row] : (double)NAN;
    point->predicted = (double)NAN;
    point->time = time * columns->time_unit;
    if (isnan(time) || isnan(point->value)) {
        return pl_diag_error(diags, PL_ERR_SYNTAX, NULL, "%s: row %zu has no %s", path,
                             row + 1, isnan(time) ? "time" : "value");
    }
    if (time < 0.0) {
        return pl_diag_error(diags, PL_ERR_SYNTAX, NULL,
                             "%s: row %zu: a time is not negative: %g", path, row + 1,
                             time);
    }
    if (point->sd <= 0.0) {
        return pl_diag_error(diags, PL_ERR_SYNTAX, NULL,
                             "%s: row %zu: an sd is greater than 0, not %g", path,
                             row + 1, point->sd);
    }
    if (strcmp(name, "all") == 0) {
        return pl_diag_error(diags, PL_ERR_NAME, NULL,
                             "%s: row %zu: 'all' is no readout", path, row + 1);
    }
    status = pl_context_readouts(context, &name, 1, diags, &symbols, &n);
    if (status == PL_OK) {
        point->symbol = symbols[0];
    } else if (status == PL_ERR_NAME) {
        pl_diag_note(diags, NULL, "it stands in row %zu of %s", row + 1, path);
    }
    free(symbols);
    return status;
}

enum pl_status
pl_data_read(const struct pl_context *context, const char *path, struct pl_diags *diags,
             struct pl_data *out)
{
    struct pl_source *source = NULL;
    struct pl_frame *table = NULL;
    struct pl_data data = {0};
    struct columns columns = {0};
    enum pl_status status = pl_source_read(path, diags, &source);

    *out = data;
    if (status == PL_OK) {
        status = pl_tsv_read(source, diags, &table);
    }
    if (status == PL_OK) {
        status = find_columns(context, table, path, diags, &columns);
    }
    if (status == PL_OK) {
        data.points = calloc(table->n_rows + 1, sizeof *data.points);
        if (data.points == NULL) {
            status = pl_diag_no_memory(diags, "measured points");
        }
    }
    for (size_t row = 0; status == PL_OK && row < table->n_rows; row++) {
        status =
            read_point(context, table, row, &columns, path, diags, &data.points[row]);
        data.n++;
    }
    if (status == PL_OK) {
        *out = data;
        data.points = NULL; /* handed over */
    }
    free(data.points);
    pl_frame_destroy(table);
    pl_source_destroy(source);
    return status;
}

void
pl_data_finish(struct pl_data *data)
{
    free(data->points);
    *data = (struct pl_data){0};
}

static double
predict(const struct pl_timecourse *course, const struct pl_datum *point)
{
    for (size_t r = 0; r < course->n_readouts; r++) {
        if (course->readouts[r] == point->symbol) {
            double level = pl_timecourse_value_at(course, r, point->time);

            return course->treated ? pl_timecourse_fold(course, level, r) : level;
        }
    }
    return (double)NAN;
}

struct pl_misfit
pl_misfit_compute(const struct pl_timecourse *timecourse, struct pl_data *data,
                  size_t symbol)
{
    struct pl_misfit misfit = {.rms = (double)NAN};
    double squares = 0.0;

    for (size_t i = 0; i < data->n; i++) {
        struct pl_datum *point = &data->points[i];
        double error = 0.0;

        if (symbol != PL_NONE && point->symbol != symbol) {
            continue;
        }
        point->predicted = predict(timecourse, point);
        error = point->predicted - point->value;
        if (!isfinite(error)) {
            continue;
        }
        squares += error * error;
        misfit.n++;
        if (isfinite(point->sd)) {
            misfit.chi2 += (error / point->sd) * (error / point->sd);
            misfit.n_chi2++;
        }
    }
    if (misfit.n > 0) {
        misfit.rms = sqrt(squares / (double)misfit.n);
    }
    return misfit;
}
