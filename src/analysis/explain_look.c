/*
 * explain_look.c - the first runs of an explanation: what signals do.
 */
#include "analysis/explain_private.h"

#include <math.h>
#include <stdlib.h>

#include "analysis/plain_loops.h"
#include "base/diag.h"
#include "base/text.h"
#include "compile/program.h"
#include "model/model.h"
#include "solve/rest.h"
#include "solve/sim.h"
#include "study/context.h"
#include "study/treatment.h"

/* The arms, in this order: intact; all loops clamped and, at one of the times, set free,
 * for each time; each loop alone clamped; then those that not every explanation has. */
struct look {
    struct pl_explaining *explaining;
    size_t n_arms;
    size_t at_uncut, at_other, at_shadowed; /* PL_NONE without */
    struct pl_arm *arms;                    /* shape (n_arms) */
    struct pl_jump *jumps;
    size_t n_jumps;
    size_t *symbols; /* the readout, then every edge */
    struct pl_arms results;
};

#define AT_INTACT ((size_t)0)

static size_t
at_freed(size_t k)
{
    return AT_INTACT + 1 + k;
}

static size_t
at_clamped(const struct look *look, size_t loop)
{
    return at_freed(look->explaining->out->n_times) + loop;
}

static bool
look_init(struct look *look, struct pl_explaining *explaining)
{
    const struct pl_explain *out = explaining->out;
    size_t n_jumps = 0;

    *look = (struct look){.explaining = explaining};
    look->n_arms = at_clamped(look, out->n_loops);
    look->at_uncut = explaining->uncut != NULL ? look->n_arms++ : PL_NONE;
    look->at_other = explaining->options->against != NULL ? look->n_arms++ : PL_NONE;
    look->at_shadowed = look->at_other != PL_NONE ? look->n_arms++ : PL_NONE;
    /* of each arm at most all clamps; of those set free also that */
    n_jumps =
        look->n_arms * pl_explain_most_jumps(explaining) + out->n_times * out->n_edges;
    look->arms = calloc(look->n_arms, sizeof *look->arms);
    look->jumps = calloc(n_jumps + 1, sizeof *look->jumps);
    look->symbols = calloc(out->n_edges + 1, sizeof *look->symbols);
    return look->arms != NULL && look->jumps != NULL && look->symbols != NULL;
}

static void
look_finish(struct look *look)
{
    pl_arms_finish(&look->results);
    free(look->arms);
    free(look->jumps);
    free(look->symbols);
}

/* An arm with all loops clamped that are not intact. */
static struct pl_arm *
set_arm(struct look *look, size_t at, const struct pl_treatment *treatment,
        uint64_t intact)
{
    struct pl_arm *arm = &look->arms[at];

    arm->treatment = treatment;
    arm->jumps = look->jumps + look->n_jumps;
    arm->n_jumps =
        pl_explain_clamp(look->explaining, intact, look->jumps + look->n_jumps);
    look->n_jumps += arm->n_jumps;
    return arm;
}

/* Set all loops of the newest arm free at a time; what was to be set later goes. So the
 * rules say then what they would say. */
static void
set_free(struct look *look, struct pl_arm *arm, double time)
{
    const struct pl_explain *out = look->explaining->out;
    const size_t *clamp_of = look->explaining->context->program->clamp_of;

    while (arm->n_jumps > 0 && look->jumps[look->n_jumps - 1].time >= time) {
        look->n_jumps--;
        arm->n_jumps--;
    }
    for (size_t e = 0; e < out->n_edges; e++) {
        if (out->edges[e].loop != PL_NONE) {
            look->jumps[look->n_jumps++] = (struct pl_jump){
                PL_JUMP_SET, time, clamp_of[out->edges[e].symbol], 0.0};
            arm->n_jumps++;
        }
    }
}

static uint64_t
all_loops(const struct pl_explain *out)
{
    return (UINT64_C(1) << out->n_loops) - 1;
}

static void
set_arms(struct look *look)
{
    const struct pl_explaining *explaining = look->explaining;
    const struct pl_explain *out = explaining->out;
    const struct pl_treatment *treatment = explaining->treatment;
    const uint64_t all = all_loops(out);

    set_arm(look, AT_INTACT, treatment, all);
    for (size_t k = 0; k < out->n_times; k++) {
        set_free(look, set_arm(look, at_freed(k), treatment, 0), out->times[k]);
    }
    for (size_t l = 0; l < out->n_loops; l++) {
        set_arm(look, at_clamped(look, l), treatment, all & ~(UINT64_C(1) << l));
    }
    if (look->at_uncut != PL_NONE) {
        set_arm(look, look->at_uncut, explaining->uncut, all);
    }
    if (look->at_other != PL_NONE) {
        set_arm(look, look->at_other, explaining->options->against, all);
        set_arm(look, look->at_shadowed, explaining->options->against, 0);
    }
    look->symbols[0] = out->readout;
    for (size_t e = 0; e < out->n_edges; e++) {
        look->symbols[e + 1] = out->edges[e].symbol;
    }
}

/* A signal, by its edge. */
static double
signal_of(const struct look *look, size_t arm, size_t m, size_t k, size_t e)
{
    return pl_arms_value(&look->results, arm, m, k, e + 1);
}

static double
untreated_of(const struct look *look, size_t arm, size_t m, size_t symbol)
{
    const struct pl_arms *results = &look->results;

    return results
        ->untreated[(arm * results->n_members + m) * results->n_symbols + symbol];
}

/* What signals are at each time: before treatment (or under the other one), under
 * treatment, and by the treatment itself. */
static void
keep_signals(struct look *look)
{
    struct pl_explaining *explaining = look->explaining;
    const struct pl_explain *out = explaining->out;

    for (size_t m = 0; m < out->n_members; m++) {
        for (size_t e = 0; e < out->n_edges; e++) {
            for (size_t k = 0; k < out->n_times; k++) {
                const size_t at = (m * out->n_edges + e) * out->n_times + k;

                explaining->base[at] = look->at_other != PL_NONE
                                           ? signal_of(look, look->at_other, m, k, e)
                                           : untreated_of(look, AT_INTACT, m, e + 1);
                explaining->treated[at] = signal_of(look, AT_INTACT, m, k, e);
                explaining->by_itself[at] = signal_of(look, at_freed(k), m, k, e);
            }
        }
    }
}

/* The most that a signal of an arm departs from its base; `level` receives the largest
 * size of that. */
static double
departure(const struct look *look, size_t arm, size_t m, size_t e, double *level)
{
    const struct pl_explaining *explaining = look->explaining;
    const struct pl_explain *out = explaining->out;
    double most = 0.0;

    *level = 0.0;
    for (size_t k = 0; k < out->n_times; k++) {
        const double base = explaining->base[(m * out->n_edges + e) * out->n_times + k];

        most = fmax(most, fabs(signal_of(look, arm, m, k, e) - base));
        *level = fmax(*level, fabs(base));
    }
    return most;
}

static void
keep_pinned(struct look *look)
{
    struct pl_explaining *explaining = look->explaining;
    const struct pl_explain *out = explaining->out;

    for (size_t m = 0; m < out->n_members; m++) {
        for (size_t e = 0; e < out->n_edges; e++) {
            double level = 0.0;
            const double whole = departure(look, AT_INTACT, m, e, &level);
            const bool departs = whole > PL_EXPLAIN_SILENT * level;

            for (size_t l = 0; l < out->n_loops; l++) {
                double unused = 0.0;

                explaining->pinned[(m * out->n_loops + l) * out->n_edges + e] =
                    departs
                        ? departure(look, at_clamped(look, l), m, e, &unused) / whole
                        : (double)NAN;
            }
        }
    }
}

/* A readout that rests at 0 has no fold in any set. One that is gone at all times is told
 * later. */
static enum pl_status
check_rest(const struct look *look)
{
    const struct pl_explaining *explaining = look->explaining;
    const struct pl_explain *out = explaining->out;
    const struct pl_symbol *readout =
        &explaining->context->model->symbols[out->readout];

    for (size_t m = 0; m < out->n_members; m++) {
        const double untreated = untreated_of(look, AT_INTACT, m, 0);

        if (isnan(untreated) ||
            (!isnan(pl_arms_fold(&look->results, AT_INTACT, m, 0, 0)) &&
             !pl_explain_is_zero(explaining, untreated))) {
            return PL_OK;
        }
    }
    pl_diag_error(explaining->diags, PL_ERR_OPTION, NULL,
                  "'%s' rests at 0 before treatment: it has no fold to explain",
                  readout->label);
    pl_diag_hint(explaining->diags, "--readout chooses another readout, --cell and "
                                    "--background another rest");
    return PL_ERR_OPTION;
}

/* What the fold is relative to, and how well signals are followed. */
static void
keep_other(struct look *look)
{
    struct pl_explaining *explaining = look->explaining;
    struct pl_explain *out = explaining->out;

    if (look->at_other == PL_NONE) {
        return;
    }
    out->follow_error = 0.0;
    for (size_t k = 0; k < out->n_times; k++) {
        const double shadowed =
            pl_explain_log(explaining, &look->results, look->at_shadowed, 0, k);
        double *base = &explaining->base_log[k];

        *base = pl_explain_log(explaining, &look->results, look->at_other, 0, k);
        if (!isnan(shadowed - *base)) {
            out->follow_error = fmax(out->follow_error, fabs(shadowed - *base));
        }
    }
}

/* Folds against the untreated cell whose edges are not cut. */
static enum pl_status
keep_uncut(const struct look *look)
{
    const struct pl_explaining *explaining = look->explaining;
    struct pl_explain *out = explaining->out;
    double *folds = NULL;
    struct pl_weighted *room = NULL;
    enum pl_status status = PL_OK;

    if (look->at_uncut == PL_NONE) {
        return PL_OK;
    }
    free(out->intact_bands); /* of a look that was coarser */
    out->intact_bands = calloc(out->n_times, sizeof *out->intact_bands);
    folds = calloc(out->n_members, sizeof *folds);
    room = calloc(out->n_members, sizeof *room);
    if (out->intact_bands == NULL || folds == NULL || room == NULL) {
        status = pl_diag_no_memory(explaining->diags, "the folds");
    }
    for (size_t k = 0; k < out->n_times && status == PL_OK; k++) {
        for (size_t m = 0; m < out->n_members; m++) {
            folds[m] = pl_arms_value(&look->results, AT_INTACT, m, k, 0) /
                       untreated_of(look, look->at_uncut, m, 0);
        }
        out->intact_bands[k] = pl_band_of(folds, 1, out->weights, out->n_members, room);
    }
    free(folds);
    free(room);
    return status;
}

/* Every symbol before treatment, in the first set; on the way the readout at the start.
 */
static enum pl_status
observe_before(struct pl_explaining *explaining)
{
    const struct pl_explain_options *options = explaining->options;
    const struct pl_context *context = explaining->context;
    double *inputs = calloc(context->program->n_inputs + 1, sizeof *inputs);
    struct pl_sim *sim = NULL;
    enum pl_status status = PL_ERR_NOMEM;

    explaining->before =
        calloc(context->model->n_symbols + 1, sizeof *explaining->before);
    if (inputs != NULL && explaining->before != NULL) {
        status = pl_sim_create(context->kernels, &options->sim, NULL, &sim);
    }
    if (status == PL_OK) {
        pl_treatment_inputs_in(explaining->treatment, PL_NONE, options->ensemble, 0,
                               inputs);
        status = pl_sim_start(sim, inputs, NULL);
    }
    if (status == PL_OK) {
        pl_sim_observe(sim, explaining->before);
        explaining->start_level = fabs(explaining->before[options->readout]);
    }
    if (status == PL_OK && pl_explain_equilibrate(options) == PL_EQUILIBRATE_YES) {
        status = pl_sim_rest(sim, NULL, NULL);
    }
    if (status == PL_OK) {
        pl_sim_observe(sim, explaining->before);
    } else {
        free(explaining->before);
        explaining->before = NULL;
    }
    pl_sim_destroy(sim);
    free(inputs);
    if (status == PL_ERR_NOMEM) {
        return pl_diag_no_memory(explaining->diags, "the values");
    }
    /* what is wrong with the network the runs will tell */
    return status == PL_ERR_STOPPED ? status : PL_OK;
}

/* Loops without an edge. A first set that does not rest, where others do, tells nothing
 * of them. */
static enum pl_status
keep_plain(struct pl_explaining *explaining)
{
    struct pl_explain *out = explaining->out;
    struct pl_text words;
    enum pl_status status = PL_OK;

    if (explaining->before == NULL) {
        return PL_OK;
    }
    pl_text_init(&words);
    status = pl_plain_loops_find(explaining->context, explaining->before,
                                 explaining->diags, &out->n_plain, &words);
    if (status == PL_OK && words.failed) {
        status = pl_diag_no_memory(explaining->diags, "the loops");
    } else if (status == PL_OK) {
        out->plain = words.data; /* handed over */
        pl_text_init(&words);
    }
    pl_text_finish(&words);
    return status;
}

static enum pl_status
make_room(struct pl_explaining *explaining)
{
    const struct pl_explain *out = explaining->out;
    const size_t n = out->n_members * out->n_edges * out->n_times;

    explaining->base = calloc(n + 1, sizeof(double));
    explaining->treated = calloc(n + 1, sizeof(double));
    explaining->by_itself = calloc(n + 1, sizeof(double));
    explaining->pinned =
        calloc(out->n_members * out->n_loops * out->n_edges + 1, sizeof(double));
    return explaining->base != NULL && explaining->treated != NULL &&
                   explaining->by_itself != NULL && explaining->pinned != NULL
               ? PL_OK
               : pl_diag_no_memory(explaining->diags, "the signals");
}

static enum pl_status
make_shadow(struct pl_explaining *explaining, double share)
{
    const struct pl_explain *out = explaining->out;
    const struct pl_explain_options *options = explaining->options;
    size_t *symbols = NULL;
    enum pl_status status = PL_OK;

    if (options->against == NULL) {
        return PL_OK;
    }
    symbols = calloc(out->n_edges + 1, sizeof *symbols);
    if (symbols == NULL) {
        return pl_diag_no_memory(explaining->diags, "the signals");
    }
    for (size_t e = 0; e < out->n_edges; e++) {
        symbols[e] = out->edges[e].symbol;
    }
    status =
        pl_shadow_make(explaining->context, options->against, &options->sim,
                       options->duration, pl_explain_equilibrate(options), symbols,
                       out->n_edges, share, explaining->diags, &explaining->shadow);
    free(symbols);
    return status;
}

/* One look; with signals to follow, in steps of that share of their range. */
static enum pl_status
look_once(struct pl_explaining *explaining, double share)
{
    struct pl_arms_options options = pl_explain_arms_options(explaining);
    struct look look = {0};
    enum pl_status status = make_shadow(explaining, share);

    if (status == PL_OK && !look_init(&look, explaining)) {
        status = pl_diag_no_memory(explaining->diags, "the runs");
    }
    if (status == PL_OK) {
        set_arms(&look);
        options.symbols = look.symbols;
        options.n_symbols = explaining->out->n_edges + 1;
        status = pl_arms_run(explaining->context, look.arms, look.n_arms, &options,
                             explaining->diags, &look.results);
    }
    if (status == PL_OK) {
        explaining->out->n_failed = look.results.n_failed;
        explaining->out->method = look.results.method;
        explaining->out->why_method = look.results.why_method;
        status = check_rest(&look);
    }
    if (status == PL_OK) {
        keep_signals(&look);
        keep_pinned(&look);
        keep_other(&look);
        status = keep_uncut(&look);
    }
    look_finish(&look);
    return status;
}

enum pl_status
pl_explain_look(struct pl_explaining *explaining)
{
    const struct pl_explain *out = explaining->out;
    enum pl_status status = make_room(explaining);
    double share = PL_EXPLAIN_COARSEST;

    if (status == PL_OK) {
        status = observe_before(explaining);
    }
    if (status == PL_OK) {
        status = look_once(explaining, share);
    }
    while (status == PL_OK && out->follow_error > PL_EXPLAIN_FOLLOWED &&
           share > PL_EXPLAIN_FINEST) {
        share *= 0.5;
        status = look_once(explaining, share);
    }
    return status == PL_OK ? keep_plain(explaining) : status;
}
