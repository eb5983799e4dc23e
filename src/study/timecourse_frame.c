/*
 * timecourse_frame.c - the result of a run as a table.
 */
#include "study/timecourse.h"

#include "base/frame.h"
#include "base/text.h"
#include "base/diag.h"
#include "model/model.h"
#include "model/roles.h"
#include "study/context.h"

static enum pl_status
add_time_column(const struct pl_context *context, struct pl_frame *frame,
                struct pl_diags *diags)
{
    const bool in_hours = pl_timecourse_time_unit(context) > 0.0;

    return pl_frame_add_column(frame, in_hours ? "time_h" : "time", "time",
                               in_hours ? "h" : NULL, PL_COLUMN_NUMBER, diags);
}

/* A time of the model in the unit of the time column. */
static double
output_time(const struct pl_context *context, double time)
{
    double hours = pl_timecourse_time_unit(context);

    return hours > 0.0 ? time * context->model->time_unit / hours : time;
}

/* The columns of one readout: its value, and in a treated run its fold. */
static enum pl_status
add_readout(const struct pl_symbol *symbol, bool treated, struct pl_frame *frame,
            struct pl_diags *diags)
{
    struct pl_text name;
    struct pl_text label;
    enum pl_status status =
        pl_frame_add_column(frame, pl_readout_name(symbol), symbol->label, symbol->unit,
                            PL_COLUMN_NUMBER, diags);

    if (status != PL_OK || !treated) {
        return status;
    }
    pl_text_init(&name);
    pl_text_init(&label);
    pl_text_format(&name, "%s_fold", pl_readout_name(symbol));
    pl_text_format(&label, "%s, fold", symbol->label);
    if (name.failed || label.failed) {
        status = pl_diag_no_memory(diags, "the name of a column");
    } else {
        status = pl_frame_add_column(frame, name.data, label.data, NULL,
                                     PL_COLUMN_NUMBER, diags);
    }
    pl_text_finish(&name);
    pl_text_finish(&label);
    return status;
}

static enum pl_status
fill_wide(const struct pl_context *context, const struct pl_timecourse *course,
          struct pl_frame *frame, struct pl_diags *diags)
{
    enum pl_status status = add_time_column(context, frame, diags);

    for (size_t r = 0; r < course->n_readouts && status == PL_OK; r++) {
        status = add_readout(&context->model->symbols[course->readouts[r]],
                             course->treated, frame, diags);
    }
    for (size_t k = 0; k < course->n_times && status == PL_OK; k++) {
        size_t c = 0;

        status = pl_frame_add_row(frame, diags);
        if (status != PL_OK) {
            break;
        }
        frame->columns[c++].numbers[k] = output_time(context, course->times[k]);
        for (size_t r = 0; r < course->n_readouts; r++) {
            double value = course->values[k * course->n_readouts + r];

            frame->columns[c++].numbers[k] = value;
            if (course->treated) {
                frame->columns[c++].numbers[k] = pl_timecourse_fold(course, value, r);
            }
        }
    }
    return status;
}

static enum pl_status
fill_long(const struct pl_context *context, const struct pl_timecourse *course,
          struct pl_frame *frame, struct pl_diags *diags)
{
    enum pl_status status = add_time_column(context, frame, diags);

    if (status == PL_OK) {
        status =
            pl_frame_add_column(frame, "readout", NULL, NULL, PL_COLUMN_TEXT, diags);
    }
    if (status == PL_OK) {
        status =
            pl_frame_add_column(frame, "value", NULL, NULL, PL_COLUMN_NUMBER, diags);
    }
    if (status == PL_OK && course->treated) {
        status =
            pl_frame_add_column(frame, "fold", NULL, NULL, PL_COLUMN_NUMBER, diags);
    }
    for (size_t i = 0; i < course->n_times * course->n_readouts && status == PL_OK;
         i++) {
        size_t r = i % course->n_readouts;

        status = pl_frame_add_row(frame, diags);
        if (status == PL_OK) {
            status = pl_frame_set_text(
                frame, i, 1,
                pl_readout_name(&context->model->symbols[course->readouts[r]]), diags);
        }
        if (status == PL_OK) {
            frame->columns[0].numbers[i] =
                output_time(context, course->times[i / course->n_readouts]);
            frame->columns[2].numbers[i] = course->values[i];
            if (course->treated) {
                frame->columns[3].numbers[i] =
                    pl_timecourse_fold(course, course->values[i], r);
            }
        }
    }
    return status;
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
        status = long_form ? fill_long(context, timecourse, frame, diags)
                           : fill_wide(context, timecourse, frame, diags);
    }
    if (status != PL_OK) {
        pl_frame_destroy(frame);
        return status;
    }
    *out = frame;
    return PL_OK;
}
