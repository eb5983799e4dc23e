/*
 * explain_gains.c - which loops sustain themselves: what a loop's rule answers when its
 * signal alone goes where the treatment takes it.
 */
#include "analysis/explain_private.h"

#include <math.h>
#include <stdlib.h>

#include "base/diag.h"
#include "base/index.h"
#include "compile/program.h"
#include "study/context.h"
#include "study/treatment.h"

/* An arm for each loop, without the treatment: its signals are held where the treatment
 * takes them, those of all other loops as when they are clamped; at the last time its
 * own are set free, so that its rules say what they would say. Before these one arm in
 * which all loops are clamped, and set free then: what rules say when nothing moves. */
struct gains {
    struct pl_explaining *explaining;
    struct pl_treatment *untreated; /* NULL against another treatment */
    double *levels; /* shape (n_edges): where signals go; NaN for one that stays */
    size_t n_arms;
    struct pl_arm *arms; /* shape (n_loops + 1) */
    size_t *loops;       /* shape (n_loops + 1): of each arm; PL_NONE of the first */
    struct pl_jump *jumps;
    size_t *symbols; /* shape (n_edges) */
    struct pl_arms results;
};

static bool
gains_init(struct gains *gains, struct pl_explaining *explaining)
{
    const struct pl_explain *out = explaining->out;
    /* all clamps; for its own edges a level, a switch, and the switch again */
    const size_t n_jumps = pl_explain_most_jumps(explaining) + 3 * out->n_edges;

    *gains = (struct gains){.explaining = explaining};
    gains->levels = calloc(out->n_edges + 1, sizeof *gains->levels);
    gains->arms = calloc(out->n_loops + 1, sizeof *gains->arms);
    gains->loops = calloc(out->n_loops + 1, sizeof *gains->loops);
    gains->jumps = calloc((out->n_loops + 1) * n_jumps, sizeof *gains->jumps);
    gains->symbols = calloc(out->n_edges + 1, sizeof *gains->symbols);
    return gains->levels != NULL && gains->arms != NULL && gains->loops != NULL &&
           gains->jumps != NULL && gains->symbols != NULL;
}

static void
gains_finish(struct gains *gains)
{
    pl_arms_finish(&gains->results);
    pl_treatment_destroy(gains->untreated);
    free(gains->levels);
    free(gains->arms);
    free(gains->loops);
    free(gains->jumps);
    free(gains->symbols);
}

/* Where the treatment takes a signal: its level when it is furthest from its base. */
static double
level_of(const struct pl_explain *out, size_t e)
{
    double level = (double)NAN;
    double most = 0.0;

    for (size_t k = 0; k < out->n_times; k++) {
        const struct pl_explain_signal signal = out->signals[e * out->n_times + k];
        const double way = fabs(signal.treated - signal.untreated);
        const double size = fmax(fabs(signal.treated), fabs(signal.untreated));

        if (way >= PL_EXPLAIN_MOVES * size && way > most) {
            most = way;
            level = signal.treated;
        }
    }
    return level;
}

static bool
moves(const struct gains *gains, size_t loop)
{
    const struct pl_explain *out = gains->explaining->out;

    for (size_t e = 0; e < out->n_edges; e++) {
        if (out->edges[e].loop == loop && !isnan(gains->levels[e])) {
            return true;
        }
    }
    return false;
}

/* Append a jump of the slot that is `more` behind an edge's clamp. */
static void
set_clamp(const struct gains *gains, struct pl_arm *arm, struct pl_jump *jumps,
          double time, size_t e, size_t more, double value)
{
    const struct pl_explaining *explaining = gains->explaining;
    const size_t slot =
        explaining->context->program->clamp_of[explaining->out->edges[e].symbol];

    jumps[arm->n_jumps++] = (struct pl_jump){PL_JUMP_SET, time, slot + more, value};
}

static bool
belongs(const struct gains *gains, size_t e, size_t loop)
{
    const size_t own = gains->explaining->out->edges[e].loop;

    return own == loop || (loop == PL_NONE && own != PL_NONE);
}

/* Hold the signals of a loop where they go, or set them free; of PL_NONE those of all. */
static void
set_own(const struct gains *gains, size_t loop, bool hold, double time,
        struct pl_arm *arm, struct pl_jump *jumps)
{
    const struct pl_explain *out = gains->explaining->out;

    for (size_t e = 0; e < out->n_edges; e++) {
        if (!belongs(gains, e, loop) || (hold && isnan(gains->levels[e]))) {
            continue;
        }
        if (hold) {
            set_clamp(gains, arm, jumps, time, e, 1, gains->levels[e]);
        }
        set_clamp(gains, arm, jumps, time, e, 0, hold ? 1.0 : 0.0);
    }
}

/* @param loop  PL_NONE for the first arm. @return the jumps that it has */
static size_t
set_arm(struct gains *gains, size_t loop, struct pl_jump *jumps)
{
    const struct pl_explaining *explaining = gains->explaining;
    const struct pl_explain *out = explaining->out;
    const bool follows = explaining->shadow.n_steps > 0;
    const double end = out->times[out->n_times - 1];
    struct pl_arm *arm = &gains->arms[gains->n_arms];

    gains->loops[gains->n_arms++] = loop;
    arm->treatment =
        gains->untreated != NULL ? gains->untreated : explaining->options->against;
    arm->jumps = jumps;
    if (follows &&
        loop !=
            PL_NONE) { /* steps come in the order of time; of clamps at one time all first */
        set_own(gains, loop, true, 0.0, arm, jumps);
    }
    arm->n_jumps += pl_explain_clamp(
        explaining, loop != PL_NONE ? UINT64_C(1) << loop : 0, jumps + arm->n_jumps);
    if (!follows && loop != PL_NONE) {
        set_own(gains, loop, true, 0.0, arm, jumps);
    }
    while (arm->n_jumps > 0 && jumps[arm->n_jumps - 1].time >= end) {
        arm->n_jumps--;
    }
    set_own(gains, loop, false, end, arm, jumps);
    return arm->n_jumps;
}

/* Of each edge the median over the sets: how far its rule went, as a share of how far its
 * signal was set. */
static enum pl_status
keep_gains(struct gains *gains)
{
    const struct pl_explaining *explaining = gains->explaining;
    struct pl_explain *out = explaining->out;
    double *shares = calloc(out->n_members, sizeof *shares);
    struct pl_weighted *room = calloc(out->n_members, sizeof *room);

    for (size_t a = 1; a < gains->n_arms && shares != NULL && room != NULL; a++) {
        for (size_t e = 0; e < out->n_edges; e++) {
            if (out->edges[e].loop != gains->loops[a] || isnan(gains->levels[e])) {
                continue;
            }
            for (size_t m = 0; m < out->n_members; m++) {
                const double base =
                    explaining->base[(m * out->n_edges + e + 1) * out->n_times - 1];
                const double way = gains->levels[e] - base;

                shares[m] = fabs(way) > PL_EXPLAIN_MOVES *
                                            fmax(fabs(base), fabs(gains->levels[e]))
                                ? (pl_arms_value(&gains->results, a, m, 0, e) -
                                   pl_arms_value(&gains->results, 0, m, 0, e)) /
                                      way
                                : (double)NAN;
            }
            out->edges[e].gain =
                pl_band_of(shares, 1, out->weights, out->n_members, room).median;
        }
    }
    if (shares == NULL || room == NULL) {
        free(shares);
        free(room);
        return pl_diag_no_memory(explaining->diags, "the loops' gains");
    }
    free(shares);
    free(room);
    return PL_OK;
}

/* Run the arms. A run that fails takes away its gains, and nothing else: so their messages
 * are not wanted. */
static enum pl_status
run(struct gains *gains)
{
    struct pl_explaining *explaining = gains->explaining;
    const struct pl_explain *out = explaining->out;
    struct pl_arms_options options = pl_explain_arms_options(explaining);
    enum pl_status status = PL_OK;

    options.symbols = gains->symbols;
    options.n_symbols = out->n_edges;
    options.times = &out->times[out->n_times - 1];
    options.n_times = 1;
    status = pl_arms_run(explaining->context, gains->arms, gains->n_arms, &options,
                         NULL, &gains->results);
    if (status == PL_ERR_NOMEM) {
        return pl_diag_no_memory(explaining->diags, "the loops' gains");
    }
    if (status == PL_OK) {
        return keep_gains(gains);
    }
    return status == PL_ERR_STOPPED ? status : PL_OK;
}

enum pl_status
pl_explain_find_gains(struct pl_explaining *explaining)
{
    struct pl_explain *out = explaining->out;
    struct gains gains;
    size_t n_jumps = 0;
    enum pl_status status = PL_OK;

    if (!gains_init(&gains, explaining)) {
        status = pl_diag_no_memory(explaining->diags, "the loops' gains");
    } else if (explaining->options->against == NULL) {
        status = pl_treatment_copy_untreated(explaining->treatment, explaining->diags,
                                             &gains.untreated);
    }
    for (size_t e = 0; e < out->n_edges && status == PL_OK; e++) {
        gains.symbols[e] = out->edges[e].symbol;
        gains.levels[e] = level_of(out, e);
    }
    if (status == PL_OK) {
        n_jumps = set_arm(&gains, PL_NONE, gains.jumps);
    }
    for (size_t l = 0; l < out->n_loops && status == PL_OK; l++) {
        if (moves(&gains, l)) {
            n_jumps += set_arm(&gains, l, gains.jumps + n_jumps);
        }
    }
    if (status == PL_OK && gains.n_arms > 1) {
        status = run(&gains);
    }
    gains_finish(&gains);
    return status;
}
