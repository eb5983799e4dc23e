/*
 * timecourse_frame.c - the result of a run as a table.
 */
#include "study/timecourse.h"

#include "base/diag.h"
#include "base/frame.h"
#include "base/text.h"
#include "model/model.h"
#include "model/roles.h"
#include "study/context.h"
#include "study/timecourse_private.h"

enum pl_status
pl_timecourse_add_time(const struct pl_context *context, struct pl_frame *frame,
                       struct pl_diags *diags)
{
    const bool in_hours = pl_timecourse_time_unit(context) > 0.0;

    return pl_frame_add_column(frame, in_hours ? "time_h" : "time", "time",
                               in_hours ? "h" : NULL, PL_COLUMN_NUMBER, diags);
}

double
pl_timecourse_told_time(const struct pl_context *context, double time)
{
    double hours = pl_timecourse_time_unit(context);

    return hours > 0.0 ? time * context->model->time_unit / hours : time;
}

enum pl_status
pl_timecourse_add_numbers(const struct pl_symbol *symbol, const char *suffix,
                          const char *words, const char *unit, struct pl_frame *frame,
                          struct pl_diags *diags)
{
    struct pl_text name;
    struct pl_text label;
    enum pl_status status = PL_OK;

    pl_text_init(&name);
    pl_text_init(&label);
    pl_text_format(&name, "%s%s", pl_readout_name(symbol), suffix);
    pl_text_format(&label, "%s%s", symbol->label, words);
    status = name.failed || label.failed
                 ? pl_diag_no_memory(diags, "the name of a column")
                 : pl_frame_add_column(frame, name.data, label.data, unit,
                                       PL_COLUMN_NUMBER, diags);
    pl_text_finish(&name);
    pl_text_finish(&label);
    return status;
}

static enum pl_status
add_wide_columns(const struct pl_context *context, const struct pl_timecourse *course,
                 struct pl_frame *frame, struct pl_diags *diags)
{
    enum pl_status status = PL_OK;

    for (size_t r = 0; r < course->n_readouts && status == PL_OK; r++) {
        const struct pl_symbol *symbol = &context->model->symbols[course->readouts[r]];

        status = pl_timecourse_add_numbers(symbol, "", "", symbol->unit, frame, diags);
        if (status == PL_OK && course->treated) {
            status = pl_timecourse_add_numbers(symbol, "_fold", ", fold", NULL, frame,
                                               diags);
        }
    }
    return status;
}

static enum pl_status
add_long_columns(const struct pl_timecourse *course, struct pl_frame *frame,
                 struct pl_diags *diags)
{
    enum pl_status status =
        pl_frame_add_column(frame, "readout", NULL, NULL, PL_COLUMN_TEXT, diags);

    if (status == PL_OK) {
        status =
            pl_frame_add_column(frame, "value", NULL, NULL, PL_COLUMN_NUMBER, diags);
    }
    if (status == PL_OK && course->treated) {
        status =
            pl_frame_add_column(frame, "fold", NULL, NULL, PL_COLUMN_NUMBER, diags);
    }
    return status;
}

enum pl_status
pl_timecourse_add_columns(const struct pl_context *context,
                          const struct pl_timecourse *course, bool long_form,
                          struct pl_frame *frame, struct pl_diags *diags)
{
    enum pl_status status = pl_timecourse_add_time(context, frame, diags);

    if (status == PL_OK) {
        status = long_form ? add_long_columns(course, frame, diags)
                           : add_wide_columns(context, course, frame, diags);
    }
    return status;
}

/* Add a row, with its time at `column`. */
static enum pl_status
add_row(const struct pl_context *context, double time, size_t column,
        struct pl_frame *frame, struct pl_diags *diags)
{
    enum pl_status status = pl_frame_add_row(frame, diags);

    if (status == PL_OK) {
        frame->columns[column].numbers[frame->n_rows - 1] =
            pl_timecourse_told_time(context, time);
    }
    return status;
}

static enum pl_status
add_wide_row(const struct pl_context *context, const struct pl_timecourse *course,
             size_t k, size_t column, struct pl_frame *frame, struct pl_diags *diags)
{
    enum pl_status status = add_row(context, course->times[k], column, frame, diags);
    size_t c = column + 1;

    if (status != PL_OK) {
        return status;
    }
    for (size_t r = 0; r < course->n_readouts; r++) {
        const double value = course->values[k * course->n_readouts + r];
        const size_t row = frame->n_rows - 1;

        frame->columns[c++].numbers[row] = value;
        if (course->treated) {
            frame->columns[c++].numbers[row] = pl_timecourse_fold(course, value, r);
        }
    }
    return PL_OK;
}

static enum pl_status
add_long_rows(const struct pl_context *context, const struct pl_timecourse *course,
              size_t k, size_t column, struct pl_frame *frame, struct pl_diags *diags)
{
    enum pl_status status = PL_OK;

    for (size_t r = 0; r < course->n_readouts && status == PL_OK; r++) {
        const struct pl_symbol *symbol = &context->model->symbols[course->readouts[r]];
        const double value = course->values[k * course->n_readouts + r];

        status = add_row(context, course->times[k], column, frame, diags);
        if (status == PL_OK) {
            status = pl_frame_set_text(frame, frame->n_rows - 1, column + 1,
                                       pl_readout_name(symbol), diags);
        }
        if (status == PL_OK) {
            const size_t row = frame->n_rows - 1;

            frame->columns[column + 2].numbers[row] = value;
            if (course->treated) {
                frame->columns[column + 3].numbers[row] =
                    pl_timecourse_fold(course, value, r);
            }
        }
    }
    return status;
}

enum pl_status
pl_timecourse_add_rows(const struct pl_context *context,
                       const struct pl_timecourse *course, size_t time, bool long_form,
                       size_t column, struct pl_frame *frame, struct pl_diags *diags)
{
    return long_form ? add_long_rows(context, course, time, column, frame, diags)
                     : add_wide_row(context, course, time, column, frame, diags);
}

enum pl_status
pl_timecourse_frame(const struct pl_context *context,
                    const struct pl_timecourse *timecourse, bool long_form,
                    struct pl_diags *diags, struct pl_frame **out)
{
    struct pl_frame *frame = NULL;
    enum pl_status status = pl_frame_create(diags, &frame);

    *out = NULL;
    if (status == PL_OK) {
        status =
            pl_timecourse_add_columns(context, timecourse, long_form, frame, diags);
    }
    for (size_t k = 0; k < timecourse->n_times && status == PL_OK; k++) {
        status =
            pl_timecourse_add_rows(context, timecourse, k, long_form, 0, frame, diags);
    }
    if (status != PL_OK) {
        pl_frame_destroy(frame);
        return status;
    }
    *out = frame;
    return PL_OK;
}
