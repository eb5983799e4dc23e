/*
 * summary.c - the few numbers of a run that a person reads: marks, table, warnings.
 */
#include "study/summary.h"

#include <assert.h>
#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/diag.h"
#include "base/frame.h"
#include "base/text.h"
#include "compile/program.h"
#include "expr/formula.h"
#include "model/model.h"
#include "study/context.h"
#include "study/summary_private.h"
#include "study/timecourse.h"
#include "study/times.h"
#include "study/treatment_private.h"

/* Numbers of this size and more, or below 1e-3, are written with an exponent. */
#define EXPONENT_FROM 6
#define EXPONENT_BELOW (-3)

/* [-] Folds below this have no digit in the table, but are not 0. */
#define NO_DIGIT 0.005

/* [-] A readout that moves by more of its largest level was not at rest; larger: a run
 * that starts away from rest goes without a warning. */
#define MOVES 0.01

/* The first time behind `after` and inside the run at which something begins or ends;
 * infinite when there is none. */
static double
next_event(const struct pl_treatment *treatment, double after, double duration)
{
    size_t n = 0;
    const struct pl_action *actions = pl_treatment_actions(treatment, &n);
    double next = INFINITY;

    for (size_t i = 0; i < n; i++) {
        const double times[] = {actions[i].from, actions[i].to};

        for (size_t k = 0; k < 2 && !actions[i].before_rest; k++) {
            if (times[k] > after && times[k] < duration) {
                next = fmin(next, times[k]);
            }
        }
    }
    return next;
}

static bool
has_same_heading(const struct pl_context *context, double a, double b)
{
    char left[PL_NUMBER_SIZE];
    char right[PL_NUMBER_SIZE];

    pl_time_format(context, a, left);
    pl_time_format(context, b, right);
    return strcmp(left, right) == 0;
}

/* Put an event among the marks. One that reads as a regular mark takes its place, so
 * that the column shows what is behind the event; but the end of the run stays. */
static void
add_event(const struct pl_context *context, double time, double *marks, size_t *n)
{
    size_t place = *n;

    for (size_t k = 0; k < *n; k++) {
        if (has_same_heading(context, marks[k], time)) {
            marks[k] = k + 1 < *n ? fmax(marks[k], time) : marks[k];
            return;
        }
    }
    while (place > 0 && marks[place - 1] > time) {
        marks[place] = marks[place - 1];
        place--;
    }
    marks[place] = time;
    (*n)++;
}

void
pl_summary_marks(const struct pl_context *context, const struct pl_treatment *treatment,
                 double duration, double *marks, size_t *n)
{
    double event = 0.0;

    pl_time_regular(context, duration, marks);
    *n = PL_N_REGULAR_TIMES;
    event = next_event(treatment, 0.0, duration);
    while (isfinite(event) && *n < PL_SUMMARY_MAX_MARKS) {
        add_event(context, event, marks, n);
        event = next_event(treatment, event, duration);
    }
}

/* `digits` significant digits, trailing zeros too: "0.030", "1.20", "1230". */
static void
put_digits(double value, int digits, struct pl_text *text)
{
    char scientific[PL_NUMBER_SIZE];
    double rounded = 0.0;
    int exponent = 0;

    if (value == 0.0 || !isfinite(value)) {
        pl_number_round(value, digits, scientific);
        pl_text_put(text, scientific);
        return;
    }
    /* Rounded first: 0.996 has the decimals of 1.0. */
    pl_number_round(value, digits, scientific);
    if (!pl_number_parse(scientific, &rounded)) {
        rounded = value;
    }
    exponent = (int)floor(log10(fabs(rounded)) + 1e-12);
    if (exponent < EXPONENT_BELOW || exponent >= EXPONENT_FROM) {
        pl_text_format(text, "%.*e", digits - 1, rounded);
    } else {
        int decimals = digits - 1 - exponent;

        pl_text_format(text, "%.*f", decimals > 0 ? decimals : 0, rounded);
    }
}

void
pl_summary_put_level(double level, struct pl_text *text)
{
    if (isnan(level)) {
        pl_text_put(text, "–");
        return;
    }
    put_digits(level, fabs(level) < 0.9995 ? 2 : 3, text);
}

void
pl_summary_put_fold(double fold, struct pl_text *text)
{
    if (isnan(fold)) {
        pl_text_put(text, "–");
    } else if (fabs(fold) >= 99.995) {
        put_digits(fold, 3, text);
    } else if (fold == 0.0) {
        pl_text_put(text, "0.00"); /* of minus zero, too */
    } else if (fabs(fold) < NO_DIGIT) {
        pl_text_put(text, "<0.01");
    } else {
        pl_text_format(text, "%.2f", fold);
    }
}

/* Set a cell to what `put` writes for a value. */
static enum pl_status
set_number(struct pl_frame *frame, size_t row, size_t column, double value,
           void (*put)(double, struct pl_text *), struct pl_diags *diags)
{
    struct pl_text text;
    enum pl_status status = PL_OK;

    pl_text_init(&text);
    put(value, &text);
    status = text.failed
                 ? pl_diag_no_memory(diags, "the table")
                 : pl_frame_set_text(frame, row, column, pl_text_string(&text), diags);
    pl_text_finish(&text);
    return status;
}

enum pl_status
pl_summary_add_columns(const struct pl_context *context,
                       const struct pl_timecourse *course, struct pl_frame *frame,
                       struct pl_diags *diags)
{
    char time[PL_NUMBER_SIZE];
    enum pl_status status =
        pl_frame_add_column(frame, "readout", "", NULL, PL_COLUMN_TEXT, diags);

    if (status == PL_OK) {
        pl_time_format(context, 0.0, time);
        status = pl_frame_add_column(frame, "untreated", course->treated ? NULL : time,
                                     NULL, PL_COLUMN_TEXT, diags);
    }
    for (size_t k = 0; k < course->n_marks && status == PL_OK; k++) {
        pl_time_format(context, course->marks[k], time);
        status = pl_frame_add_column(frame, time, NULL, NULL, PL_COLUMN_TEXT, diags);
    }
    return status;
}

static enum pl_status
add_row(const struct pl_context *context, const struct pl_timecourse *course, size_t r,
        struct pl_frame *frame, struct pl_diags *diags)
{
    const struct pl_symbol *symbol = &context->model->symbols[course->readouts[r]];
    enum pl_status status = pl_frame_add_row(frame, diags);

    if (status == PL_OK) {
        status = pl_frame_set_text(frame, r, 0, symbol->label, diags);
    }
    if (status == PL_OK) {
        status =
            set_number(frame, r, 1, course->untreated[r], pl_summary_put_level, diags);
    }
    for (size_t k = 0; k < course->n_marks && status == PL_OK; k++) {
        double value = course->mark_values[k * course->n_readouts + r];

        status = course->treated
                     ? set_number(frame, r, k + 2, pl_timecourse_fold(course, value, r),
                                  pl_summary_put_fold, diags)
                     : set_number(frame, r, k + 2, value, pl_summary_put_level, diags);
    }
    return status;
}

enum pl_status
pl_summary_table(const struct pl_context *context,
                 const struct pl_timecourse *timecourse, size_t n_rows,
                 struct pl_diags *diags, struct pl_frame **out)
{
    struct pl_frame *frame = NULL;
    enum pl_status status = pl_frame_create(diags, &frame);

    *out = NULL;
    if (status == PL_OK) {
        status = pl_summary_add_columns(context, timecourse, frame, diags);
    }
    for (size_t r = 0; r < n_rows && r < timecourse->n_readouts && status == PL_OK;
         r++) {
        status = add_row(context, timecourse, r, frame, diags);
    }
    if (status != PL_OK) {
        pl_frame_destroy(frame);
        return status;
    }
    *out = frame;
    return PL_OK;
}

/* True when the formula names one of the set; *saturates when it does so in a
 * denominator or as the argument of a function. */
static bool
names_any(const struct pl_formula *formula, const bool *set, bool below,
          bool *saturates)
{
    bool found = formula->op == PL_OP_NAME && set[formula->index];

    *saturates = *saturates || (found && below);
    for (size_t i = 0; i < formula->n_arguments; i++) {
        bool is_below =
            (formula->op == PL_OP_DIVIDE && i == 1) || formula->op == PL_OP_CALL;

        /* No short cut: *saturates has to hear of every place. */
        found = names_any(formula->arguments[i], set, below || is_below, saturates) ||
                found;
    }
    return found;
}

static bool
is_mass_action(const struct pl_formula *formula, const bool *set)
{
    bool saturates = false;

    return names_any(formula, set, false, &saturates) && !saturates;
}

/*
 * True when the drug binds with rates of its own: it stands in a rate as it does in mass
 * action (k_on*drug*free), be it through rules (free drug), not in an occupancy
 * (drug/(K + drug)), which follows the dose at once.
 */
static bool
has_binding_time(const struct pl_model *model, size_t drug)
{
    bool *set = calloc(model->n_symbols + 1, sizeof *set);
    bool binds = false;

    if (set == NULL) {
        return false; /* a warning too many is the lesser harm */
    }
    set[drug] = true;
    for (size_t k = 0; k < model->n_rule_order; k++) {
        const struct pl_symbol *symbol = &model->symbols[model->rule_order[k]];

        if (symbol->rule_kind == PL_RULE_ASSIGNMENT) {
            set[model->rule_order[k]] = is_mass_action(symbol->rule, set);
        }
    }
    for (size_t r = 0; r < model->n_reactions && !binds; r++) {
        binds = is_mass_action(model->reactions[r].rate, set);
    }
    for (size_t i = 0; i < model->n_symbols && !binds; i++) {
        binds = model->symbols[i].rule_kind == PL_RULE_RATE &&
                is_mass_action(model->symbols[i].rule, set);
    }
    free(set);
    return binds;
}

void
pl_summary_warn_washout(const struct pl_context *context,
                        const struct pl_treatment *treatment, double duration,
                        struct pl_diags *diags)
{
    size_t n = 0;
    const struct pl_action *actions = pl_treatment_actions(treatment, &n);

    for (size_t i = 0; i < n; i++) {
        const struct pl_action *action = &actions[i];
        bool is_told = false;

        for (size_t k = 0; k < i; k++) {
            is_told = is_told ||
                      (actions[k].symbol == action->symbol &&
                       actions[k].kind == PL_ACTION_DRUG && actions[k].to < duration);
        }
        if (action->kind == PL_ACTION_DRUG && action->to < duration && !is_told &&
            !has_binding_time(context->model, action->symbol)) {
            pl_diag_warning(
                diags, NULL,
                "the model's drugs leave at once: it has no binding time "
                "for %s",
                pl_role_strip(context->model->symbols[action->symbol].name));
        }
    }
}

/* Readouts that have no fold, in one warning. */
static void
warn_zeros(const struct pl_context *context, const struct pl_timecourse *course,
           struct pl_diags *diags)
{
    struct pl_text names;
    size_t n = 0;

    pl_text_init(&names);
    for (size_t r = 0; r < course->n_readouts; r++) {
        if (isnan(pl_timecourse_fold(course, 1.0, r))) {
            pl_text_format(&names, "%s'%s'", n > 0 ? ", " : "",
                           context->model->symbols[course->readouts[r]].label);
            n++;
        }
    }
    if (n > 0) {
        pl_diag_warning(diags, NULL, "%s %s 0 before treatment and %s no fold",
                        pl_text_string(&names), n == 1 ? "is" : "are",
                        n == 1 ? "has" : "have");
    }
    pl_text_finish(&names);
}

/* True when cell, variant, sets or cuts leave the network other than the model's default
 * does; starting values aside: who sets one wants to see where it goes. */
static bool
is_other_network(const struct pl_context *context, const struct pl_treatment *treatment)
{
    const struct pl_program *program = context->program;
    double *inputs = calloc(program->n_inputs + 1, sizeof *inputs);
    double *usual = calloc(program->n_inputs + 1, sizeof *usual);
    struct pl_treatment *none = NULL;
    bool differs = false;

    if (inputs != NULL && usual != NULL &&
        pl_treatment_create(context, NULL, &none) == PL_OK) {
        pl_treatment_inputs(treatment, inputs);
        pl_treatment_inputs(none, usual);
        for (size_t i = 0; i < context->model->n_symbols; i++) {
            if (pl_model_is_state(context->model, i)) {
                inputs[i] = usual[i];
                if (program->switch_of[i] != PL_NONE) {
                    inputs[program->switch_of[i]] = usual[program->switch_of[i]];
                }
            }
        }
        for (size_t i = 0; i < program->n_inputs; i++) {
            differs = differs ||
                      (inputs[i] != usual[i] && !(isnan(inputs[i]) && isnan(usual[i])));
        }
    }
    pl_treatment_destroy(none);
    free(inputs);
    free(usual);
    return differs;
}

bool
pl_summary_moves(const struct pl_timecourse *course)
{
    for (size_t i = 0; i < course->n_times * course->n_readouts; i++) {
        size_t r = i % course->n_readouts;

        if (fabs(course->values[i] - course->values[r]) > MOVES * course->largest[r]) {
            return true;
        }
    }
    return false;
}

void
pl_summary_warnings(const struct pl_context *context,
                    const struct pl_treatment *treatment,
                    const struct pl_timecourse *timecourse, struct pl_diags *diags)
{
    if (!timecourse->treated && !timecourse->rested && pl_summary_moves(timecourse) &&
        is_other_network(context, treatment)) {
        pl_diag_warning(
            diags, NULL,
            "the run starts from the file's values, which are not at rest %s",
            treatment->cell != PL_NONE      ? "in this cell"
            : treatment->variant != PL_NONE ? "in this variant"
                                            : "with what was set or cut");
        pl_diag_hint(diags, "--equilibrate brings the network to rest first");
    }
    pl_summary_warn_treated(context, treatment, timecourse, diags);
}

void
pl_summary_warn_treated(const struct pl_context *context,
                        const struct pl_treatment *treatment,
                        const struct pl_timecourse *timecourse, struct pl_diags *diags)
{
    pl_summary_warn_washout(context, treatment, timecourse->duration, diags);
    if (timecourse->treated && timecourse->n_times > 0) {
        warn_zeros(context, timecourse, diags);
    }
}
