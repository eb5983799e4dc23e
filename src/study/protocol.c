/*
 * protocol.c - the course of a run, leg by leg: rest, jumps, end.
 */
#include "study/protocol.h"

#include <math.h>
#include <stdlib.h>

#include "base/diag.h"
#include "compile/program.h"
#include "model/model.h"
#include "solve/sim.h"
#include "study/context.h"
#include "study/treatment.h"

/* The order of jumps at one time. */
static int
rank(enum pl_jump_kind kind)
{
    return kind == PL_JUMP_CLAMP ? 0 : kind == PL_JUMP_BACK ? 1 : 2;
}

static bool
comes_before(const struct pl_jump *a, const struct pl_jump *b)
{
    return a->time < b->time || (a->time == b->time && rank(a->kind) < rank(b->kind));
}

/* Put the arm's own jumps among those of its treatment; both are in order. */
static enum pl_status
merge_jumps(struct pl_protocol *protocol, const struct pl_arm *arm,
            struct pl_diags *diags)
{
    const size_t n = protocol->n_jumps + arm->n_jumps;
    struct pl_jump *jumps = NULL;
    size_t i = 0;
    size_t k = 0;

    if (arm->n_jumps == 0) {
        return PL_OK;
    }
    jumps = calloc(n, sizeof *jumps);
    if (jumps == NULL) {
        return pl_diag_no_memory(diags, "a run");
    }
    while (i + k < n) {
        const bool own =
            i == protocol->n_jumps ||
            (k < arm->n_jumps && comes_before(&arm->jumps[k], &protocol->jumps[i]));

        jumps[i + k] = own ? arm->jumps[k] : protocol->jumps[i];
        *(own ? &k : &i) += 1;
    }
    free(protocol->jumps);
    protocol->jumps = jumps;
    protocol->n_jumps = n;
    return PL_OK;
}

enum pl_status
pl_protocol_init(struct pl_protocol *protocol, const struct pl_context *context,
                 const struct pl_arm *arm, double duration,
                 enum pl_equilibrate equilibrate, bool treated, struct pl_diags *diags)
{
    enum pl_status status = PL_OK;

    *protocol = (struct pl_protocol){.context = context, .duration = duration};
    if (!(duration > 0.0 && isfinite(duration))) {
        return pl_diag_error(diags, PL_ERR_OPTION, NULL,
                             "a run lasts longer than 0, not %g", duration);
    }
    protocol->treated =
        treated || arm->n_jumps > 0 || pl_treatment_is_any(arm->treatment);
    protocol->rests =
        equilibrate == PL_EQUILIBRATE_YES ||
        (equilibrate == PL_EQUILIBRATE_AUTO &&
         (protocol->treated || pl_treatment_has_background(arm->treatment)));
    status = pl_treatment_jumps(arm->treatment, duration, diags, &protocol->jumps,
                                &protocol->n_jumps);
    if (status == PL_OK) {
        status = merge_jumps(protocol, arm, diags);
    }
    for (size_t i = 0; i < protocol->n_jumps; i++) {
        protocol->goes_back |= protocol->jumps[i].kind == PL_JUMP_BACK;
    }
    return status;
}

void
pl_protocol_finish(struct pl_protocol *protocol)
{
    free(protocol->jumps);
    *protocol = (struct pl_protocol){0};
}

enum pl_status
pl_passage_init(struct pl_passage *passage, const struct pl_context *context,
                struct pl_diags *diags)
{
    const size_t n = context->model->n_symbols;

    *passage = (struct pl_passage){.context = context};
    passage->before = calloc(n + 1, sizeof *passage->before);
    passage->present = calloc(n + 1, sizeof *passage->present);
    if (passage->before == NULL || passage->present == NULL) {
        pl_passage_finish(passage);
        return pl_diag_no_memory(diags, "a run");
    }
    return PL_OK;
}

void
pl_passage_finish(struct pl_passage *passage)
{
    free(passage->before);
    free(passage->present);
    *passage = (struct pl_passage){0};
}

void
pl_passage_begin(struct pl_passage *passage, const struct pl_protocol *protocol,
                 const struct pl_assignment *own, size_t n_own)
{
    passage->protocol = protocol;
    passage->own = own;
    passage->n_own = n_own;
    passage->rested = !passage->protocol->rests;
    passage->set_out = false;
    passage->next_jump = 0;
}

/* Hold a feedback rule at the signal it has now. */
static enum pl_status
clamp(struct pl_passage *passage, struct pl_sim *sim, size_t rule,
      struct pl_diags *diags)
{
    const struct pl_context *context = passage->context;
    const size_t slot = context->program->clamp_of[rule];
    const double signal = passage->present[rule];
    enum pl_status status = PL_OK;

    if (!isfinite(signal)) {
        const struct pl_symbol *symbol = &context->model->symbols[rule];
        struct pl_place where = pl_model_place(context->model, symbol->rule_span);

        return pl_diag_error(diags, PL_ERR_RATE, &where,
                             "'%s' cannot be clamped: its signal is %g", symbol->name,
                             signal);
    }
    status = pl_sim_assign(sim, slot + 1, signal, diags);
    return status == PL_OK ? pl_sim_assign(sim, slot, 1.0, diags) : status;
}

/* Make the n jumps of one time; clamps come first among them. */
static enum pl_status
jump(struct pl_passage *passage, struct pl_sim *sim, const struct pl_jump *jumps,
     size_t n, struct pl_diags *diags)
{
    enum pl_status status = PL_OK;

    /* Every clamp holds the signal from before all jumps of this time. */
    if (jumps[0].kind == PL_JUMP_CLAMP) {
        pl_sim_observe(sim, passage->present);
    }
    for (size_t i = 0; i < n && status == PL_OK; i++) {
        const size_t symbol = jumps[i].symbol;

        switch (jumps[i].kind) {
        case PL_JUMP_CLAMP:
            status = clamp(passage, sim, symbol, diags);
            break;
        case PL_JUMP_BACK:
            status = pl_sim_assign(sim, symbol, passage->before[symbol], diags);
            break;
        case PL_JUMP_SET:
            status = pl_sim_assign(sim, symbol, jumps[i].value, diags);
            break;
        }
    }
    return status;
}

/* What this passage alone begins with; after the protocol's jumps at 0, since a clamp
 * there holds the signal from before them all. */
static enum pl_status
assign_own(struct pl_passage *passage, struct pl_sim *sim, struct pl_diags *diags)
{
    enum pl_status status = PL_OK;

    for (size_t k = 0; k < passage->n_own && status == PL_OK; k++) {
        status =
            pl_sim_assign(sim, passage->own[k].symbol, passage->own[k].value, diags);
    }
    return status;
}

enum pl_status
pl_passage_next(struct pl_passage *passage, struct pl_sim *sim, struct pl_leg *leg,
                struct pl_diags *diags)
{
    const struct pl_protocol *protocol = passage->protocol;
    const bool sets_out = passage->rested && !passage->set_out;
    enum pl_status status = PL_OK;

    *leg = (struct pl_leg){.kind = PL_LEG_NONE};
    if (!passage->rested) {
        passage->rested = true;
        leg->kind = PL_LEG_REST;
        return PL_OK;
    }
    passage->set_out = true;
    if (sets_out && protocol->goes_back) {
        pl_sim_observe(sim, passage->before);
    }
    while (status == PL_OK && passage->next_jump < protocol->n_jumps &&
           !(protocol->jumps[passage->next_jump].time > pl_sim_time(sim))) {
        const struct pl_jump *jumps = protocol->jumps + passage->next_jump;
        size_t n = 1;

        while (passage->next_jump + n < protocol->n_jumps &&
               jumps[n].time == jumps[0].time) {
            n++;
        }
        status = jump(passage, sim, jumps, n, diags);
        passage->next_jump += n;
    }
    if (status == PL_OK && sets_out) {
        status = assign_own(passage, sim, diags);
    }
    if (status == PL_OK && pl_sim_time(sim) < protocol->duration) {
        leg->kind = PL_LEG_ADVANCE;
        leg->t_end = passage->next_jump < protocol->n_jumps
                         ? protocol->jumps[passage->next_jump].time
                         : protocol->duration;
    }
    return status;
}
