/*
 * trouble.c - what to tell the human when a simulation cannot go on.
 */
#include "solve/trouble.h"

#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "base/diag.h"
#include "base/number.h"
#include "base/text.h"
#include "base/units.h"
#include "compile/program.h"
#include "expr/formula.h"
#include "model/model.h"
#include "solve/blame.h"
#include "solve/sim_private.h"
#include "solve/stepper.h"
#include "solve/system.h"

/* Digits of times and values in messages. */
enum { DIGITS = 6, FEW_DIGITS = 3 };

/* A hint to loosen rtol multiplies it by this, and goes no further than LOOSEST. */
static const double LOOSER = 100.0, LOOSEST = 1e-3;

/* A state that stops the run this many times beyond the largest at the start has no
 * bound, rather than a hard equation. */
static const double EXPLOSION = 1e6;

/* [rad] once round: 2 pi */
static const double TURN = 6.283185307179586;

/* Long enough for "-1.23457e-100 min". */
#define TIME_SIZE (2 * PL_NUMBER_SIZE)

/* What changes a state: a reaction, or the rule of the state's own symbol. */
struct mover {
    size_t symbol;
    bool is_rule; /* a rate rule */
    const struct pl_formula *formula;
    struct pl_span span; /* the whole statement */
};

/* "30.7 min"; the bare number in a model without time_unit. */
static void
write_time(const struct pl_model *model, double time, int digits, char out[TIME_SIZE])
{
    char number[PL_NUMBER_SIZE];
    const char *word = "";
    double unit = model->time_unit;

    if (isfinite(unit) && unit > 0.0) {
        /* A time of five units is told in that unit, when it has a word of its own. */
        double best = pl_duration_best_unit(5.0 * unit, &word);

        if (best != unit) {
            best = pl_duration_best_unit(time * unit, &word);
        }
        time *= unit / best;
    }
    pl_number_round(time, digits, number);
    snprintf(out, TIME_SIZE, "%s%s%s", number, word[0] != '\0' ? " " : "", word);
}

/* "12.4 nM" */
static void
write_value(const struct pl_symbol *symbol, double value, struct pl_text *text)
{
    char number[PL_NUMBER_SIZE];

    pl_number_round(value, FEW_DIGITS, number);
    pl_text_format(text, "%s%s%s", number, symbol->unit != NULL ? " " : "",
                   symbol->unit != NULL ? symbol->unit : "");
}

/* The rule of a symbol, or the reaction that moves it most, given the values of all
 * symbols; one that is not finite outweighs all others. False when there is none. */
static bool
find_mover(const struct pl_model *model, size_t symbol, const double *values,
           struct mover *mover)
{
    const struct pl_symbol *s = &model->symbols[symbol];
    double most = -1.0;

    if (s->rule_kind == PL_RULE_RATE) {
        *mover = (struct mover){symbol, true, s->rule, s->rule_span};
        return true;
    }
    for (size_t r = 0; r < model->n_reactions; r++) {
        const struct pl_reaction *reaction = &model->reactions[r];
        const double net = pl_reaction_net(reaction, symbol).amount;
        double flow = net == 0.0 ? -1.0 : fabs(net * values[reaction->symbol]);

        if (isnan(flow)) {
            flow = INFINITY;
        }
        if (flow > most) {
            most = flow;
            *mover =
                (struct mover){reaction->symbol, false, reaction->rate, reaction->span};
        }
    }
    return most >= 0.0;
}

/* What another symbol is computed with, when it follows a formula at all times. */
static bool
find_rule(const struct pl_model *model, size_t symbol, struct mover *mover)
{
    const struct pl_symbol *s = &model->symbols[symbol];

    if (s->rule_kind == PL_RULE_ASSIGNMENT) {
        *mover = (struct mover){symbol, true, s->rule, s->rule_span};
    } else if (s->reaction != PL_NONE) {
        const struct pl_reaction *reaction = &model->reactions[s->reaction];

        *mover = (struct mover){symbol, false, reaction->rate, reaction->span};
    } else {
        return false;
    }
    return true;
}

/* The state whose rate is furthest from what the tolerance sees, or is not finite. */
static size_t
fastest_state(const struct pl_sim *sim)
{
    size_t fastest = 0;
    double most = -1.0;

    for (size_t i = 0; i < sim->program->n_states; i++) {
        const double speed =
            fabs(sim->dydt[i]) / (sim->atol[i] + sim->options.rtol * fabs(sim->y[i]));

        if (!isfinite(sim->dydt[i])) {
            return i;
        }
        if (speed > most) {
            most = speed;
            fastest = i;
        }
    }
    return fastest;
}

static void
note_resting(const struct pl_sim *sim, struct pl_diags *diags)
{
    if (sim->resting) {
        pl_diag_note(diags, NULL, "this was on the way to rest, before time 0");
    }
}

/* Follow a value that is not finite from the formula of `mover` to the part of a
 * formula where it arises: `mover` is then what has that formula, `blame` the part. */
static void
trace(const struct pl_model *model, double time, const double *values,
      struct mover *mover, struct pl_blame *blame)
{
    pl_blame_find(model, mover->formula, time, values, blame);
    /* Rules never go in a circle, so no chain is longer than there are symbols. */
    for (size_t k = 0; k < model->n_symbols && blame->symbol != PL_NONE; k++) {
        if (!find_rule(model, blame->symbol, mover)) {
            return;
        }
        pl_blame_finish(blame);
        pl_blame_find(model, mover->formula, time, values, blame);
    }
}

/* "the rate of 'J1'", "the rate rule of 'x'", "the value of 'f'" */
static void
write_subject(const struct pl_model *model, const struct mover *mover,
              struct pl_text *text)
{
    const struct pl_symbol *symbol = &model->symbols[mover->symbol];
    const char *what = "value";

    if (symbol->kind == PL_SYMBOL_REACTION) {
        what = "rate";
    } else if (symbol->rule_kind == PL_RULE_RATE) {
        what = "rate rule";
    }
    pl_text_format(text, "the %s of '%s'", what, symbol->name);
}

/* Rates at (time, y) are not finite: say which, where in its formula, and why.
 * `before` opens the message. */
static enum pl_status
report_rates(struct pl_sim *sim, double time, const double *y, const char *before,
             const char *after, struct pl_diags *diags)
{
    const struct pl_model *model = sim->program->model;
    struct mover mover = {0};
    struct mover user = {0};
    struct pl_blame blame;
    struct pl_place where = {0};
    struct pl_text subject;
    size_t state = 0;

    (void)pl_system_rates(sim->system, time, y, sim->dydt);
    pl_system_values(sim->system, time, y, sim->values);
    state = fastest_state(sim);
    pl_text_init(&subject);
    if (!find_mover(model, sim->program->state_symbol[state], sim->values, &mover)) {
        pl_text_finish(&subject);
        return pl_diag_error(
            diags, PL_ERR_RATE, NULL, "%sthe change of '%s' is not finite%s", before,
            model->symbols[sim->program->state_symbol[state]].name, after);
    }
    user = mover;
    trace(model, time, sim->values, &mover, &blame);
    write_subject(model, &mover, &subject);
    where = pl_model_place(model, blame.part->span);
    pl_diag_error(diags, PL_ERR_RATE, &where, "%s%s is not finite%s", before,
                  pl_text_string(&subject), after);
    if (blame.text.size > 0) {
        pl_diag_note(diags, NULL, "%s", pl_text_string(&blame.text));
    }
    if (user.symbol != mover.symbol) {
        pl_text_finish(&subject);
        pl_text_init(&subject);
        write_subject(model, &user, &subject);
        pl_diag_note(diags, NULL, "%s uses it", pl_text_string(&subject));
    }
    if (blame.zero != PL_NONE && sim->program->state_of[blame.zero] == PL_NONE) {
        pl_diag_hint(diags, "give '%s' a value other than 0",
                     model->symbols[blame.zero].name);
    } else if (blame.zero != PL_NONE && time == 0.0) {
        pl_diag_hint(diags, "let '%s' start at a value other than 0",
                     model->symbols[blame.zero].name);
    }
    pl_text_finish(&subject);
    pl_blame_finish(&blame);
    return PL_ERR_RATE;
}

enum pl_status
pl_trouble_initial(struct pl_sim *sim, size_t symbol, double value,
                   struct pl_diags *diags)
{
    const struct pl_model *model = sim->program->model;
    const struct pl_symbol *s = &model->symbols[symbol];
    struct mover mover = {symbol, false, s->value, s->value_span};
    char number[PL_NUMBER_SIZE];
    struct pl_blame blame;
    struct pl_place where = {0};
    double own = 0.0;

    pl_number_format(value, number);
    if (s->value == NULL || pl_formula_is_number(s->value, &own)) {
        where = pl_model_place(model, s->value == NULL ? s->span : s->value_span);
        return pl_diag_error(diags, PL_ERR_RATE, &where,
                             "the value of '%s' is %s at the start", s->name, number);
    }
    pl_system_values(sim->system, 0.0, sim->y, sim->values);
    trace(model, 0.0, sim->values, &mover, &blame);
    where = pl_model_place(model, blame.part->span);
    pl_diag_error(diags, PL_ERR_RATE, &where,
                  "the value of '%s' is not finite at the start", s->name);
    if (blame.text.size > 0) {
        pl_diag_note(diags, NULL, "%s", pl_text_string(&blame.text));
    }
    pl_blame_finish(&blame);
    return PL_ERR_RATE;
}

enum pl_status
pl_trouble_rates(struct pl_sim *sim, struct pl_diags *diags)
{
    char time[TIME_SIZE];
    char after[TIME_SIZE + 16];
    enum pl_status status = PL_OK;

    write_time(sim->program->model, sim->time, DIGITS, time);
    snprintf(after, sizeof after, " at t = %s", time);
    status = report_rates(sim, sim->time, sim->y, "", after, diags);
    note_resting(sim, diags);
    return status;
}

/* The first parameter in a formula: a unit that may be wrong. */
static size_t
first_parameter(const struct pl_model *model, const struct pl_formula *formula)
{
    if (formula->op == PL_OP_NAME) {
        const struct pl_symbol *symbol = &model->symbols[formula->index];

        return symbol->kind == PL_SYMBOL_PARAMETER && symbol->rule_kind == PL_RULE_NONE
                   ? formula->index
                   : PL_NONE;
    }
    for (size_t k = 0; k < formula->n_arguments; k++) {
        const size_t found = first_parameter(model, formula->arguments[k]);

        if (found != PL_NONE) {
            return found;
        }
    }
    return PL_NONE;
}

static void
hint(const struct pl_sim *sim, enum pl_cause cause, size_t state,
     const struct mover *mover, struct pl_diags *diags)
{
    const struct pl_model *model = sim->program->model;
    const double looser = fmin(LOOSER * sim->options.rtol, LOOSEST);
    const size_t parameter =
        mover->formula == NULL ? PL_NONE : first_parameter(model, mover->formula);
    const bool explodes = cause == PL_CAUSE_STEP_SIZE && sim->stepper != NULL &&
                          fabs(sim->y[state]) > EXPLOSION * sim->scale[state];
    char rtol[PL_NUMBER_SIZE];
    struct pl_text text;

    pl_text_init(&text);
    if (cause == PL_CAUSE_STEPS) {
        pl_text_put(&text, "allow more with --max-steps, or ");
    } else if (cause == PL_CAUSE_CLOCK) {
        pl_text_put(&text, "allow more with --time-limit, or ");
    } else if (parameter != PL_NONE) {
        pl_text_format(&text, "check the %sunit of '%s'%s", explodes ? "sign and " : "",
                       model->symbols[parameter].name, explodes ? "" : ", or ");
    } else if (mover->formula != NULL) {
        pl_text_format(&text, "check the %s of '%s'%s",
                       mover->is_rule ? "rule" : "rate",
                       model->symbols[mover->symbol].name, explodes ? "" : ", or ");
    }
    if (explodes) {
        pl_text_format(&text, ": '%s' grows without bound",
                       model->symbols[sim->program->state_symbol[state]].name);
    } else if (pl_stepper_is_explicit(sim->method)) {
        pl_text_put(&text,
                    "try without --method: the default is made for stiff networks");
    } else if (looser > sim->options.rtol) {
        pl_number_round(looser, FEW_DIGITS, rtol);
        pl_text_format(&text, "try --rtol=%s", rtol);
    } else {
        pl_text_put(&text, "try another --method");
    }
    pl_diag_hint(diags, "%s", pl_text_string(&text));
    pl_text_finish(&text);
}

/* "the fastest change is pAkt = 12.4 nM, through 'v_pp2a'" */
static void
note_fastest(struct pl_sim *sim, size_t state, const struct mover *mover,
             struct pl_diags *diags)
{
    const struct pl_model *model = sim->program->model;
    const struct pl_symbol *s = &model->symbols[sim->program->state_symbol[state]];
    struct pl_text value;

    pl_text_init(&value);
    write_value(s, sim->values[sim->program->state_symbol[state]], &value);
    if (mover->is_rule) {
        pl_diag_note(diags, NULL, "the fastest change is %s = %s, by its rate rule",
                     s->name, pl_text_string(&value));
    } else {
        pl_diag_note(diags, NULL, "the fastest change is %s = %s, through '%s'",
                     s->name, pl_text_string(&value),
                     model->symbols[mover->symbol].name);
    }
    pl_text_finish(&value);
}

/* "integration stopped at t = 30.7 min (step 3.1e-12 min, rtol 1e-07)" */
static void
write_stopped(const struct pl_sim *sim, struct pl_text *text)
{
    const struct pl_model *model = sim->program->model;
    char time[TIME_SIZE];
    char size[TIME_SIZE];
    char rtol[PL_NUMBER_SIZE];

    write_time(model, sim->time, DIGITS, time);
    if (sim->stepper == NULL) {
        pl_text_format(text, "integration stopped at t = %s", time);
        return;
    }
    write_time(model, pl_stepper_pace(sim->stepper).size, FEW_DIGITS, size);
    pl_number_round(sim->options.rtol, FEW_DIGITS, rtol);
    pl_text_format(text, "integration stopped at t = %s (step %s, rtol %s)", time, size,
                   rtol);
}

enum pl_status
pl_trouble_stopped(struct pl_sim *sim, enum pl_cause cause, struct pl_diags *diags)
{
    const struct pl_model *model = sim->program->model;
    const double *fault_y = NULL;
    double fault_time = 0.0;
    enum pl_status status = PL_ERR_STEP;
    char number[PL_NUMBER_SIZE];
    struct pl_place where = {0};
    struct mover mover = {0};
    struct pl_text text;
    size_t state = 0;
    bool found = false;

    pl_text_init(&text);
    write_stopped(sim, &text);
    if (cause == PL_CAUSE_STEP_SIZE &&
        pl_system_fault(sim->system, &fault_time, &fault_y)) {
        memcpy(sim->inside, fault_y, sim->program->n_states * sizeof *fault_y);
        pl_text_put(&text, ": ");
        status = report_rates(sim, fault_time, sim->inside, pl_text_string(&text), "",
                              diags);
        note_resting(sim, diags);
        pl_text_finish(&text);
        return status;
    }
    if (cause == PL_CAUSE_STEPS) {
        pl_text_format(&text, ": all %zu steps are used up", sim->options.max_steps);
    } else if (cause == PL_CAUSE_CLOCK) {
        pl_number_round(sim->options.time_limit, DIGITS, number);
        pl_text_format(&text, ": the time limit of %s s is reached", number);
    }
    if (sim->stepper != NULL) {
        (void)pl_system_rates(sim->system, sim->time, sim->y, sim->dydt);
        pl_system_values(sim->system, sim->time, sim->y, sim->values);
        state = fastest_state(sim);
        found =
            find_mover(model, sim->program->state_symbol[state], sim->values, &mover);
        where = pl_model_place(model, mover.span);
    }
    pl_diag_error(diags, status, found ? &where : NULL, "%s", pl_text_string(&text));
    if (found) {
        note_fastest(sim, state, &mover, diags);
    }
    note_resting(sim, diags);
    hint(sim, cause, state, &mover, diags);
    pl_text_finish(&text);
    return status;
}

void
pl_trouble_negative(struct pl_sim *sim, size_t state, struct pl_diags *diags)
{
    const struct pl_model *model = sim->program->model;
    const size_t symbol = sim->program->state_symbol[state];
    const struct pl_symbol *s = &model->symbols[symbol];
    struct mover mover = {0};
    struct pl_place where = {0};
    char time[TIME_SIZE];
    struct pl_text value;

    pl_system_values(sim->system, sim->time, sim->y, sim->values);
    pl_text_init(&value);
    write_value(s, sim->values[symbol], &value);
    write_time(model, sim->time, DIGITS, time);
    if (find_mover(model, symbol, sim->values, &mover)) {
        where = pl_model_place(model, mover.span);
    }
    pl_diag_warning(diags, &where, "'%s' has turned negative: %s at t = %s", s->name,
                    pl_text_string(&value), time);
    pl_text_finish(&value);
}

/* The first formula that says `time`, or NULL. */
static const struct pl_formula *
find_time(const struct pl_formula *formula)
{
    if (formula->op == PL_OP_TIME) {
        return formula;
    }
    for (size_t k = 0; k < formula->n_arguments; k++) {
        const struct pl_formula *found = find_time(formula->arguments[k]);

        if (found != NULL) {
            return found;
        }
    }
    return NULL;
}

enum pl_status
pl_trouble_time(struct pl_sim *sim, struct pl_diags *diags)
{
    const struct pl_model *model = sim->program->model;
    const struct pl_formula *found = NULL;
    struct pl_place where = {0};

    for (size_t k = 0; k < model->n_symbols && found == NULL; k++) {
        const struct pl_symbol *symbol = &model->symbols[k];

        if (symbol->rule != NULL) {
            found = find_time(symbol->rule);
        } else if (symbol->reaction != PL_NONE) {
            found = find_time(model->reactions[symbol->reaction].rate);
        }
    }
    if (found != NULL) {
        where = pl_model_place(model, found->span);
    }
    pl_diag_error(diags, PL_ERR_REST, &where,
                  "the network does not come to rest: its rates depend on time itself");
    return PL_ERR_REST;
}

enum pl_status
pl_trouble_moving(struct pl_sim *sim, size_t state, double since, double low,
                  double high, double period, struct pl_diags *diags)
{
    const struct pl_model *model = sim->program->model;
    const size_t symbol = sim->program->state_symbol[state];
    const struct pl_symbol *s = &model->symbols[symbol];
    struct mover mover = {0};
    struct pl_place where = {0};
    char now[TIME_SIZE];
    char before[TIME_SIZE];
    char rate[PL_NUMBER_SIZE];
    struct pl_text least;
    struct pl_text most;

    (void)pl_system_rates(sim->system, sim->time, sim->y, sim->dydt);
    pl_system_values(sim->system, sim->time, sim->y, sim->values);
    if (find_mover(model, symbol, sim->values, &mover)) {
        where = pl_model_place(model, mover.span);
    }
    pl_text_init(&least);
    pl_text_init(&most);
    write_value(s, low, &least);
    write_value(s, high, &most);
    write_time(model, since, FEW_DIGITS, before);
    write_time(model, sim->time, FEW_DIGITS, now);
    pl_number_round(sim->dydt[state], FEW_DIGITS, rate);
    pl_diag_error(diags, PL_ERR_REST, &where,
                  "the network does not come to rest: '%s' keeps moving, d%s/dt = %s "
                  "after t = %s",
                  s->name, s->name, rate, now);
    pl_diag_note(diags, NULL, "since t = %s it went from %s to %s", before,
                 pl_text_string(&least), pl_text_string(&most));
    if (isfinite(period)) {
        write_time(model, period, FEW_DIGITS, now);
        pl_diag_note(diags, NULL, "the network oscillates, with a period of about %s",
                     now);
    }
    pl_text_finish(&least);
    pl_text_finish(&most);
    return PL_ERR_REST;
}

enum pl_status
pl_trouble_unstable(struct pl_sim *sim, double real, double imaginary,
                    struct pl_diags *diags)
{
    const struct pl_model *model = sim->program->model;
    char text[TIME_SIZE];

    write_time(model, 1.0 / real, FEW_DIGITS, text);
    pl_diag_error(
        diags, PL_ERR_REST, NULL,
        "the network rests, but not stably: a small push grows e-fold in %s%s", text,
        imaginary != 0.0 ? ", and oscillates" : "");
    if (imaginary != 0.0) {
        write_time(model, TURN / fabs(imaginary), FEW_DIGITS, text);
        pl_diag_note(diags, NULL,
                     "the network oscillates, near its rest with a period of about %s",
                     text);
    }
    return PL_ERR_REST;
}
