/*
 * treatment_plan.c - what a treatment means: inputs, jumps, and the words for it.
 */
#include "study/treatment_private.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/diag.h"
#include "base/text.h"
#include "base/units.h"
#include "compile/program.h"
#include "model/conservation.h"
#include "model/model.h"
#include "model/roles.h"
#include "study/context.h"
#include "study/ensemble.h"
#include "study/times.h"

/* [-] A starting value that moves by more of itself is told; larger: it is silently
 * another in the run than the heading says. */
#define MOVED 0.01

/* [-] Values below this share of the largest state are rounding: a 0 that stays one. */
#define NOTHING 1e-12

/* Actions that hold before the rest, `background` or not. */
static void
apply_actions(const struct pl_treatment *treatment, bool background, double *inputs)
{
    const struct pl_program *program = treatment->context->program;

    for (size_t i = 0; i < treatment->n; i++) {
        const struct pl_action *action = &treatment->actions[i];

        if (!action->before_rest || action->background != background) {
            continue;
        }
        if (action->kind == PL_ACTION_CUT) {
            /* A cut is a clamp at 0 that is there from the start. */
            inputs[program->clamp_of[action->symbol]] = 1.0;
            inputs[program->clamp_of[action->symbol] + 1] = 0.0;
        } else {
            pl_program_set_input(program, inputs, action->symbol, action->value);
        }
    }
}

void
pl_treatment_inputs(const struct pl_treatment *treatment, double *inputs)
{
    pl_treatment_inputs_in(treatment, PL_NONE, NULL, 0, inputs);
}

void
pl_treatment_inputs_in(const struct pl_treatment *treatment, size_t cell,
                       const struct pl_ensemble *ensemble, size_t member,
                       double *inputs)
{
    const struct pl_context *context = treatment->context;

    pl_program_default_inputs(context->program, inputs);
    if (context->cells != NULL) {
        pl_context_apply_row(context, context->cells,
                             cell != PL_NONE ? cell : pl_treatment_cell_row(treatment),
                             inputs);
    }
    if (treatment->variant != PL_NONE) {
        pl_context_apply_row(context, context->variants, treatment->variant, inputs);
    }
    if (ensemble != NULL) {
        pl_ensemble_apply(ensemble, member, context->program, inputs);
    }
    apply_actions(treatment, false, inputs);
    apply_actions(treatment, true, inputs);
}

/* True when a conserved sum holds the symbol: to set it sets the sum, which lasts. */
static bool
is_in_sum(const struct pl_model *model, size_t symbol)
{
    struct pl_conservation laws = {0};
    bool found = false;

    if (pl_conservation_find(model, NULL, &laws) != PL_OK) {
        return false;
    }
    for (size_t i = 0; i < laws.n_laws; i++) {
        for (size_t k = 0; k < laws.laws[i].n; k++) {
            found = found || laws.laws[i].species[k] == symbol;
        }
    }
    pl_conservation_finish(&laws);
    return found;
}

void
pl_treatment_warn_moved(const struct pl_treatment *treatment, const double *values,
                        struct pl_diags *diags)
{
    const struct pl_context *context = treatment->context;
    const struct pl_program *program = context->program;
    double largest = 0.0;

    for (size_t i = 0; i < program->n_states; i++) {
        largest = fmax(largest, fabs(values[program->state_symbol[i]]));
    }
    for (size_t i = 0; i < treatment->n; i++) {
        const struct pl_action *action = &treatment->actions[i];
        const char *name = context->model->symbols[action->symbol].name;
        double rest = values[action->symbol];
        double size = fmax(fabs(action->value), fabs(rest));
        char set[PL_NUMBER_SIZE];
        char now[PL_NUMBER_SIZE];

        if (action->kind != PL_ACTION_SET || !action->before_rest ||
            !pl_model_is_state(context->model, action->symbol) ||
            size <= NOTHING * largest || !(fabs(rest - action->value) > MOVED * size) ||
            is_in_sum(context->model, action->symbol)) {
            continue;
        }
        pl_number_format(action->value, set);
        pl_number_round(rest, 3, now);
        pl_diag_warning(diags, NULL,
                        "'%s' was set to %s and is %s at rest: a starting value does "
                        "not hold",
                        name, set, now);
        pl_diag_hint(diags,
                     "set what makes it, or, in a run, set it after the rest: "
                     "--set %s=%s@0",
                     name, set);
    }
}

/* At one time: clamps, then ends, then beginnings. */
static int
jump_rank(const struct pl_jump *jump)
{
    switch (jump->kind) {
    case PL_JUMP_CLAMP:
        return 0;
    case PL_JUMP_BACK:
        return 1;
    case PL_JUMP_SET:
        break;
    }
    return 2;
}

/* Put a jump in its place among the first n; equal ones keep their order. */
static void
insert_jump(struct pl_jump *jumps, size_t n, struct pl_jump jump)
{
    size_t place = n;

    while (place > 0 && (jumps[place - 1].time > jump.time ||
                         (jumps[place - 1].time == jump.time &&
                          jump_rank(&jumps[place - 1]) > jump_rank(&jump)))) {
        jumps[place] = jumps[place - 1];
        place--;
    }
    jumps[place] = jump;
}

/* "72 h" as one types it: "72h". */
static void
remove_blank(char *text)
{
    char *blank = strchr(text, ' ');

    if (blank != NULL) {
        memmove(blank, blank + 1, strlen(blank));
    }
}

static enum pl_status
report_late(const struct pl_treatment *treatment, const struct pl_action *action,
            double duration, struct pl_diags *diags)
{
    const struct pl_context *context = treatment->context;
    double last = 0.0;
    char from[PL_NUMBER_SIZE];
    char end[PL_NUMBER_SIZE];
    char longer[PL_NUMBER_SIZE];

    for (size_t i = 0; i < treatment->n; i++) {
        last = fmax(last, treatment->actions[i].from);
    }
    pl_time_format(context, pl_time_later(context, last), longer);
    remove_blank(longer);
    pl_time_format(context, action->from, from);
    pl_time_format(context, duration, end);
    pl_diag_error(diags, PL_ERR_OPTION, NULL,
                  "%s: begins at %s, when the run is over (%s)", action->text, from,
                  end);
    pl_diag_hint(diags, "let the run last longer: --for %s", longer);
    return PL_ERR_OPTION;
}

enum pl_status
pl_treatment_jumps(const struct pl_treatment *treatment, double duration,
                   struct pl_diags *diags, struct pl_jump **jumps, size_t *n_jumps)
{
    struct pl_jump *made = calloc(2 * treatment->n + 1, sizeof *made);
    size_t n = 0;

    *jumps = NULL;
    *n_jumps = 0;
    if (made == NULL) {
        return pl_diag_no_memory(diags, "the jumps of a treatment");
    }
    for (size_t i = 0; i < treatment->n; i++) {
        const struct pl_action *action = &treatment->actions[i];
        struct pl_jump jump = {PL_JUMP_SET, action->from, action->symbol,
                               action->value};

        if (action->before_rest) {
            continue;
        }
        if (action->from >= duration) {
            free(made);
            return report_late(treatment, action, duration, diags);
        }
        if (action->kind == PL_ACTION_CLAMP) {
            jump.kind = PL_JUMP_CLAMP;
            jump.value = (double)NAN;
        }
        insert_jump(made, n, jump);
        n++;
        if (action->to < duration) {
            jump =
                (struct pl_jump){PL_JUMP_BACK, action->to, action->symbol, (double)NAN};
            insert_jump(made, n, jump);
            n++;
        }
    }
    *jumps = made;
    *n_jumps = n;
    return PL_OK;
}

/* The display name, or where there is none the name without its prefix. */
static const char *
shown_name(const struct pl_symbol *symbol)
{
    return strcmp(symbol->label, symbol->name) != 0 ? symbol->label
                                                    : pl_role_strip(symbol->name);
}

/* True for what begins at 0 and lasts. */
static bool
is_lasting(const struct pl_context *context, const struct pl_action *action)
{
    return action->from == 0.0 && !isfinite(action->to) &&
           !pl_model_is_state(context->model, action->symbol);
}

/* " from 0 h", ", 1 h to 24 h", or nothing for what holds all along. */
static void
put_window(const struct pl_context *context, const struct pl_action *action,
           struct pl_text *text)
{
    char from[PL_NUMBER_SIZE];
    char to[PL_NUMBER_SIZE];

    if (action->before_rest || action->kind == PL_ACTION_CLAMP) {
        return;
    }
    pl_time_format(context, action->from, from);
    if (pl_model_is_state(context->model, action->symbol)) {
        pl_text_format(text, " at %s", from);
    } else if (isfinite(action->to)) {
        pl_time_format(context, action->to, to);
        pl_text_format(text, ", %s to %s", from, to);
    } else {
        pl_text_format(text, " from %s", from);
    }
}

void
pl_action_describe(const struct pl_context *context, const struct pl_action *action,
                   struct pl_text *text)
{
    const struct pl_symbol *symbol = &context->model->symbols[action->symbol];
    char number[PL_NUMBER_SIZE];

    switch (action->kind) {
    case PL_ACTION_INHIBIT:
        pl_number_round(100.0 * action->value, 6, number);
        pl_text_format(text, "%s inhibited %s %%", shown_name(symbol), number);
        break;
    case PL_ACTION_DRUG:
        pl_dose_format(action->value, number);
        pl_text_format(text, "%s %s", shown_name(symbol), number);
        break;
    case PL_ACTION_SET:
        pl_number_format(action->value, number);
        pl_text_format(text, "%s = %s", symbol->name, number);
        if (symbol->unit != NULL) {
            pl_text_format(text, " %s", symbol->unit);
        }
        break;
    case PL_ACTION_CLAMP:
        pl_text_format(text, "%s clamped", pl_role_strip(symbol->name));
        break;
    case PL_ACTION_CUT:
        pl_text_format(text, "%s cut", pl_role_strip(symbol->name));
        break;
    }
}

static void
put_action(const struct pl_context *context, const struct pl_action *action,
           struct pl_text *text)
{
    pl_action_describe(context, action, text);
    put_window(context, action, text);
}

void
pl_treatment_describe(const struct pl_treatment *treatment, struct pl_text *text)
{
    size_t n = 0;
    size_t n_on = 0;

    for (size_t i = 0; i < treatment->n; i++) {
        if (!treatment->actions[i].background) {
            pl_text_put(text, n > 0 ? " + " : "");
            put_action(treatment->context, &treatment->actions[i], text);
            n++;
        }
    }
    for (size_t i = 0; i < treatment->n; i++) {
        if (treatment->actions[i].background) {
            pl_text_put(text, n_on > 0 ? " and " : n > 0 ? " on " : "on ");
            put_action(treatment->context, &treatment->actions[i], text);
            n_on++;
        }
    }
    if (n + n_on == 0) {
        pl_text_put(text, "untreated");
    }
}

void
pl_treatment_name(const struct pl_treatment *treatment, struct pl_text *text)
{
    const struct pl_context *context = treatment->context;
    const char *variant = pl_treatment_variant_id(treatment);

    for (size_t i = 0; i < treatment->n; i++) {
        const struct pl_action *action = &treatment->actions[i];

        pl_text_put(text, i > 0 ? " + " : "");
        pl_action_describe(context, action, text);
        if (!is_lasting(context, action)) {
            put_window(context, action, text);
        }
    }
    if (treatment->n == 0) {
        pl_text_put(text, "untreated");
    }
    if (variant != NULL) {
        pl_text_format(text, " (%s)", variant);
    }
}
