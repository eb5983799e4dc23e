/*
 * pathloop.c - the library's interface, on top of study/.
 */
#include "pathloop.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/diag.h"
#include "base/frame.h"
#include "base/status.h"
#include "base/text.h"
#include "pathloop_private.h"
#include "solve/method.h"
#include "solve/stepper.h"
#include "study/context.h"
#include "study/tables.h"
#include "study/timecourse.h"
#include "study/times.h"
#include "study/treatment.h"

#define SAME(answer, status) \
    static_assert((int)(answer) == (int)(status), #answer " is another status")

SAME(PL_ANSWER_DONE, PL_OK);
SAME(PL_ANSWER_NO_MEMORY, PL_ERR_NOMEM);
SAME(PL_ANSWER_OPTION, PL_ERR_OPTION);
SAME(PL_ANSWER_NAME, PL_ERR_NAME);
SAME(PL_ANSWER_FILE, PL_ERR_IO);
SAME(PL_ANSWER_SYNTAX, PL_ERR_SYNTAX);
SAME(PL_ANSWER_MODEL, PL_ERR_MODEL);
SAME(PL_ANSWER_RATE, PL_ERR_RATE);
SAME(PL_ANSWER_STEP, PL_ERR_STEP);
SAME(PL_ANSWER_REST, PL_ERR_REST);
SAME(PL_ANSWER_STOPPED, PL_ERR_STOPPED);

struct pl_run {
    struct pl_frame *frame;
};

const char *
pl_version(void)
{
    return PL_VERSION;
}

const char *
pl_error_text(int answer)
{
    return pl_status_text((enum pl_status)answer);
}

void
pl_give_message(struct pl_diags *diags, char **message)
{
    struct pl_text text;

    if (message != NULL) {
        pl_text_init(&text);
        pl_diags_print(diags, false, &text);
        if (text.failed) {
            pl_text_finish(&text);
        }
        *message = text.data; /* handed over */
    }
    pl_diags_destroy(diags);
}

int
pl_network_load(const char *path, struct pl_network **network, char **message)
{
    struct pl_diags *diags = pl_diags_create();
    struct pl_network *loaded = calloc(1, sizeof *loaded);
    enum pl_status status;

    *network = NULL;
    if (diags == NULL || loaded == NULL) {
        status = pl_diag_no_memory(diags, "a network");
    } else {
        status = pl_context_load(path, diags, &loaded->context);
    }
    if (status == PL_OK) {
        *network = loaded;
        loaded = NULL; /* handed over */
    }
    pl_network_destroy(loaded);
    pl_give_message(diags, message);
    return status;
}

void
pl_network_destroy(struct pl_network *network)
{
    if (network != NULL) {
        pl_context_destroy(network->context);
        free(network);
    }
}

size_t
pl_network_n_cells(const struct pl_network *network)
{
    const struct pl_frame *cells = network->context->cells;

    return cells != NULL ? cells->n_rows : 0;
}

const char *
pl_network_cell(const struct pl_network *network, size_t cell)
{
    const struct pl_frame *cells = network->context->cells;

    return cell < pl_network_n_cells(network)
               ? cells->columns[pl_frame_find(cells, PL_CONDITION_ID)].texts[cell]
               : NULL;
}

struct pl_run_options
pl_run_options_default(void)
{
    const struct pl_sim_options sim = pl_sim_options_default();
    const struct pl_run_options options = {
        .duration = "48h", .n_points = 481, .method = sim.method, .rtol = sim.rtol};

    return options;
}

/* "drug MK-2206=1uM", "background drug trastuzumab=68nM". */
static enum pl_status
add_treatment(struct pl_treatment *treatment, const char *text, struct pl_diags *diags)
{
    static const char background[] = "background ";
    const size_t n_word = strcspn(text, " ");
    enum pl_action_kind kind = PL_ACTION_SET;

    if (strncmp(text, background, sizeof background - 1) == 0) {
        return pl_treatment_background(treatment, text + sizeof background - 1, diags);
    }
    if (text[n_word] == ' ' && pl_action_find(text, n_word, &kind)) {
        return pl_treatment_add(treatment, kind, text + n_word + 1, diags);
    }
    pl_diag_error(diags, PL_ERR_OPTION, NULL,
                  "the treatment '%s' begins with none of inhibit, drug, set, clamp, "
                  "cut, background",
                  text);
    pl_diag_hint(diags, "as in \"inhibit mTORC1=0.5\" or \"background set IGF=0\"");
    return PL_ERR_OPTION;
}

enum pl_status
pl_setting_treatment(const struct pl_setting *setting, const struct pl_context *context,
                     struct pl_diags *diags, struct pl_treatment **out)
{
    enum pl_status status = pl_treatment_create(context, diags, out);

    if (status == PL_OK && setting->cell != NULL) {
        status = pl_treatment_choose_cell(*out, setting->cell, diags);
    }
    if (status == PL_OK && setting->variant != NULL) {
        status = pl_treatment_choose_variant(*out, setting->variant, diags);
    }
    for (size_t i = 0; i < setting->n_treatments && status == PL_OK; i++) {
        status = add_treatment(*out, setting->treatments[i], diags);
    }
    return status;
}

enum pl_status
pl_setting_duration(const struct pl_context *context, const char *text,
                    struct pl_diags *diags, double *duration)
{
    return pl_time_read_duration(context, "duration ", text, diags, duration);
}

enum pl_status
pl_setting_method(const struct pl_context *context, const char *name,
                  bool handler_is_off, struct pl_diags *diags, const char **method)
{
    const char *why = NULL;
    size_t index = 0;
    const enum pl_status status =
        pl_method_find(name, context->program, diags, &index, &why);

    *method = name;
    if (status != PL_OK || handler_is_off || !pl_stepper_may_raise(index)) {
        return status;
    }
    if (why != NULL) {
        *method = PL_METHOD_OF_LANES;
        return PL_OK;
    }
    pl_diag_error(diags, PL_ERR_OPTION, NULL,
                  "the method '%s' factors matrices inside GSL, whose error handler "
                  "may end the process when one of them is singular",
                  name);
    pl_diag_hint(diags, "take '" PL_METHOD_OF_LANES
                        "', or call gsl_set_error_handler_off() and set "
                        "gsl_handler_is_off");
    return PL_ERR_OPTION;
}

static enum pl_status
run_network(const struct pl_context *context, const struct pl_run_options *options,
            struct pl_diags *diags, struct pl_frame **out)
{
    struct pl_timecourse_options course_options = {.sim = pl_sim_options_default(),
                                                   .n_points = options->n_points};
    struct pl_timecourse course = {0};
    const struct pl_setting setting = {options->cell, options->variant,
                                       options->treatments, options->n_treatments};
    struct pl_treatment *treatment = NULL;
    size_t *readouts = NULL;
    enum pl_status status = pl_setting_treatment(&setting, context, diags, &treatment);

    course_options.sim.rtol = options->rtol;
    if (status == PL_OK) {
        status = pl_setting_method(context, options->method,
                                   options->gsl_handler_is_off != 0, diags,
                                   &course_options.sim.method);
    }
    if (status == PL_OK) {
        status = pl_setting_duration(context, options->duration, diags,
                                     &course_options.duration);
    }
    if (status == PL_OK) {
        status = pl_context_readouts(context, options->readouts, options->n_readouts,
                                     diags, &readouts, &course_options.n_readouts);
        course_options.readouts = readouts;
    }
    if (status == PL_OK) {
        status = pl_timecourse_run(context, treatment, &course_options, diags, &course);
    }
    if (status == PL_OK) {
        status = pl_timecourse_frame(context, &course, false, diags, out);
    }
    pl_timecourse_finish(&course);
    free(readouts);
    pl_treatment_destroy(treatment);
    return status;
}

int
pl_network_run(const struct pl_network *network, const struct pl_run_options *options,
               struct pl_run **run, char **message)
{
    struct pl_diags *diags = pl_diags_create();
    struct pl_run *made = calloc(1, sizeof *made);
    enum pl_status status;

    *run = NULL;
    if (diags == NULL || made == NULL) {
        status = pl_diag_no_memory(diags, "a run");
    } else {
        status = run_network(network->context, options, diags, &made->frame);
    }
    if (status == PL_OK) {
        *run = made;
        made = NULL; /* handed over */
    }
    pl_run_destroy(made);
    pl_give_message(diags, message);
    return status;
}

void
pl_run_destroy(struct pl_run *run)
{
    if (run != NULL) {
        pl_frame_destroy(run->frame);
        free(run);
    }
}

size_t
pl_run_n_rows(const struct pl_run *run)
{
    return run->frame->n_rows;
}

size_t
pl_run_n_columns(const struct pl_run *run)
{
    return run->frame->n_columns;
}

const char *
pl_run_column(const struct pl_run *run, size_t column)
{
    return column < run->frame->n_columns ? run->frame->columns[column].name : NULL;
}

double
pl_run_value(const struct pl_run *run, size_t row, size_t column)
{
    if (row >= run->frame->n_rows || column >= run->frame->n_columns) {
        return NAN;
    }
    return run->frame->columns[column].numbers[row];
}
