/*
 * explain_judge.c - what the numbers of an explanation say: bands, the time in focus,
 * series; and at that time ranks and roles.
 */
#include "analysis/explain_private.h"

#include <math.h>
#include <stdlib.h>

#include "base/diag.h"
#include "base/index.h"
#include "study/summary.h"

/* Work space for bands. */
struct judge {
    struct pl_explaining *explaining;
    struct pl_explain *out;
    struct pl_weighted *room; /* shape (n_members) */
};

/* The band over the members, of every stride-th number: ln of what is told. */
static struct pl_band
band_of_logs(const struct pl_explain *explain, const double *logs, size_t stride,
             struct pl_weighted *room)
{
    const struct pl_band band =
        pl_band_of(logs, stride, explain->weights, explain->n_members, room);

    return (struct pl_band){exp(band.low), exp(band.median), exp(band.high)};
}

static void
fill_bands(const struct judge *judge)
{
    struct pl_explain *out = judge->out;
    const size_t n_parts = (out->n_loops + 2) * out->n_times;
    const size_t n_loops = out->n_loops * out->n_times;

    for (size_t i = 0; i < n_parts; i++) {
        out->factor_bands[i] =
            band_of_logs(out, out->factors + i, n_parts, judge->room);
    }
    for (size_t i = 0; i < n_loops; i++) {
        out->alone_bands[i] = band_of_logs(out, out->alone + i, n_loops, judge->room);
        out->without_bands[i] =
            band_of_logs(out, out->without + i, n_loops, judge->room);
    }
}

/* ln of the median factor of a part. */
static double
median_log(const struct pl_explain *out, size_t part, size_t k)
{
    return log(out->factor_bands[part * out->n_times + k].median);
}

/* How far the fold, or the loop that does most, is from 1 at a time; -1 for none. */
static double
weight_of_time(const struct pl_explain *out, size_t k, bool by_loops)
{
    double most = -1.0;

    if (isnan(median_log(out, out->n_loops + 1, k))) {
        return most;
    }
    if (!by_loops) {
        return fabs(median_log(out, out->n_loops + 1, k));
    }
    for (size_t l = 0; l <= out->n_loops; l++) { /* everything else, too */
        most = fmax(most, fabs(median_log(out, l, k)));
    }
    return most;
}

/* The time at which explanations together are furthest from 1, and how far; -1 where none
 * has a number at any time. */
static double
heaviest_time(const struct pl_explain *explains, size_t n, bool by_loops, size_t *focus)
{
    double most = -1.0;

    for (size_t k = 0; k < explains[0].n_times; k++) {
        double sum = -1.0;

        for (size_t i = 0; i < n; i++) {
            const double weight = weight_of_time(&explains[i], k, by_loops);

            sum = weight < 0.0 ? sum : fmax(sum, 0.0) + weight;
        }
        if (sum > most) {
            most = sum;
            *focus = k;
        }
    }
    return most;
}

static void
choose_focus(struct pl_explain *out)
{
    for (int by_loops = 0; by_loops <= 1 && !out->changes; by_loops++) {
        out->changes =
            heaviest_time(out, 1, by_loops != 0, &out->focus) >= PL_EXPLAIN_SILENT;
    }
}

size_t
pl_explain_common_focus(const struct pl_explain *explains, size_t n)
{
    size_t focus = explains[0].focus;
    bool changes = false;

    for (int by_loops = 0; by_loops <= 1 && !changes; by_loops++) {
        changes =
            heaviest_time(explains, n, by_loops != 0, &focus) >= PL_EXPLAIN_SILENT;
    }
    return focus;
}

size_t
pl_explain_first(const struct pl_explain *explain, size_t member)
{
    const double *factors =
        explain->factors + member * (explain->n_loops + 2) * explain->n_times;
    double most = PL_EXPLAIN_SILENT;
    size_t first = PL_NONE;

    for (size_t l = 0; l < explain->n_loops; l++) {
        const double factor = factors[l * explain->n_times + explain->focus];

        if (fabs(factor) >= most) {
            most = fabs(factor);
            first = l;
        }
    }
    return first;
}

static double
weight_of(const struct pl_explain *out, size_t m)
{
    return out->weights != NULL ? out->weights[m] : 1.0 / (double)out->n_members;
}

/* Shares of the weight of those sets that have factors at all. */
static void
rank(struct pl_explain *out)
{
    double all = 0.0;

    for (size_t l = 0; l < out->n_loops; l++) {
        out->loops[l].first_share = 0.0;
    }
    for (size_t m = 0; m < out->n_members; m++) {
        const size_t at = m * (out->n_loops + 2) * out->n_times + out->focus;
        const size_t first = pl_explain_first(out, m);

        if (!isnan(out->factors[at])) {
            all += weight_of(out, m);
        }
        if (first != PL_NONE) {
            out->loops[first].first_share += weight_of(out, m);
        }
    }
    for (size_t l = 0; l < out->n_loops && all > 0.0; l++) {
        out->loops[l].first_share /= all;
    }
}

/* ---- series */

/* Whether loop a's clamp pins every signal of loop b in a member. */
static bool
pins(const struct judge *judge, size_t m, size_t a, size_t b)
{
    const struct pl_explain *out = judge->out;
    const double *pinned =
        judge->explaining->pinned + (m * out->n_loops + a) * out->n_edges;

    for (size_t e = 0; e < out->n_edges; e++) {
        if (out->edges[e].loop == b && !(pinned[e] < PL_EXPLAIN_PINNED)) {
            return false;
        }
    }
    return true;
}

static void
find_series(const struct judge *judge)
{
    struct pl_explain *out = judge->out;

    for (size_t a = 0; a < out->n_loops; a++) {
        for (size_t b = 0; b < out->n_loops; b++) {
            double weight = 0.0;

            for (size_t m = 0; m < out->n_members && a != b; m++) {
                weight += pins(judge, m, a, b) ? weight_of(out, m) : 0.0;
            }
            out->behind[a * out->n_loops + b] =
                weight >= PL_DECIDED_FROM * (1.0 - 1e-12);
        }
    }
}

/* How many loops a loop is behind. */
static size_t
depth_of(const struct pl_explain *out, size_t loop)
{
    size_t depth = 0;

    for (size_t a = 0; a < out->n_loops; a++) {
        depth += out->behind[a * out->n_loops + loop];
    }
    return depth;
}

/* Of those before it the one that most are before of, in its turn. */
static void
find_next_before(struct pl_explain *out)
{
    for (size_t b = 0; b < out->n_loops; b++) {
        size_t deepest = 0;

        out->loops[b].behind = PL_NONE;
        for (size_t a = 0; a < out->n_loops; a++) {
            const size_t depth = depth_of(out, a);

            if (out->behind[a * out->n_loops + b] &&
                (out->loops[b].behind == PL_NONE || depth > deepest)) {
                out->loops[b].behind = a;
                deepest = depth;
            }
        }
    }
}

/* ---- roles */

/* Silent in all but a twentieth of the sets on either side, at every time. */
static bool
is_silent(const struct pl_explain *out, size_t loop)
{
    for (size_t k = 0; k < out->n_times; k++) {
        const struct pl_band band = out->factor_bands[loop * out->n_times + k];

        if (fabs(log(band.low)) >= PL_EXPLAIN_SILENT ||
            fabs(log(band.high)) >= PL_EXPLAIN_SILENT) {
            return false;
        }
    }
    return true;
}

static enum pl_status
fill_silent(struct pl_explain *out, struct pl_diags *diags)
{
    bool *in = calloc(out->n_loops + 1, sizeof *in);
    enum pl_status status = PL_OK;

    if (in == NULL) {
        return pl_diag_no_memory(diags, "the bands");
    }
    for (size_t l = 0; l < out->n_loops; l++) {
        in[l] = is_silent(out, l);
    }
    status = pl_explain_product(out, in, diags, out->silent_bands);
    free(in);
    return status;
}

/* The time in focus; for a loop that does nothing then, the one at which it does most. */
static size_t
time_of_role(const struct pl_explain *out, size_t loop)
{
    size_t best = out->focus;

    if (fabs(median_log(out, loop, best)) >= PL_EXPLAIN_SILENT) {
        return best;
    }
    for (size_t k = 0; k < out->n_times; k++) {
        if (fabs(median_log(out, loop, k)) > fabs(median_log(out, loop, best))) {
            best = k;
        }
    }
    return best;
}

/* The median over the members of a signal of an edge. */
static double
median_signal(const struct judge *judge, const double *signals, size_t e, size_t k)
{
    const struct pl_explain *out = judge->out;

    return pl_band_of(signals + e * out->n_times + k, out->n_edges * out->n_times,
                      out->weights, out->n_members, judge->room)
        .median;
}

/* 1 or -1 when the treatment itself moves the signal that way; else 0. */
static int
direct_way(const struct pl_explain *out, size_t e, size_t k)
{
    const struct pl_explain_signal signal = out->signals[e * out->n_times + k];
    const double size = fmax(fabs(signal.untreated),
                             fmax(fabs(signal.treated), fabs(signal.by_itself)));
    const double way = signal.by_itself - signal.untreated;

    if (!(size > 0.0 && fabs(way) >= PL_EXPLAIN_MOVES * size) ||
        !((signal.treated - signal.untreated) * way > 0.0)) {
        return 0;
    }
    return way > 0.0 ? 1 : -1;
}

static enum pl_explain_role
role_of_indirect(double factor, double others)
{
    if (fabs(others) < PL_EXPLAIN_SILENT) {
        return factor > 0.0 ? PL_EXPLAIN_ROLE_RAISES : PL_EXPLAIN_ROLE_LOWERS;
    }
    return (factor > 0.0) == (others > 0.0) ? PL_EXPLAIN_ROLE_AMPLIFIES
                                            : PL_EXPLAIN_ROLE_DAMPS;
}

static enum pl_explain_role
role_of(const struct pl_explain *out, size_t loop)
{
    const size_t k = time_of_role(out, loop);
    const double factor = median_log(out, loop, k);
    const struct pl_explain_edge *moved = NULL;
    int way = 0;

    if (is_silent(out, loop) || isnan(factor)) {
        return PL_EXPLAIN_ROLE_SILENT;
    }
    if (out->loops[loop].behind != PL_NONE) {
        return PL_EXPLAIN_ROLE_PASSES_ON;
    }
    for (size_t e = 0; e < out->n_edges && way == 0; e++) {
        way = out->edges[e].loop == loop ? direct_way(out, e, k) : 0;
        moved = &out->edges[e];
    }
    if (way == 0) {
        return role_of_indirect(factor, median_log(out, out->n_loops + 1, k) - factor);
    }
    if ((way < 0) == (factor > 0.0) && moved->gain >= PL_EXPLAIN_REINFORCES) {
        return PL_EXPLAIN_ROLE_REINFORCES;
    }
    if (way < 0) {
        return factor > 0.0 ? PL_EXPLAIN_ROLE_BRAKE_RELEASED
                            : PL_EXPLAIN_ROLE_DRIVE_WITHDRAWN;
    }
    return factor > 0.0 ? PL_EXPLAIN_ROLE_DRIVE_RAISED : PL_EXPLAIN_ROLE_BRAKE_APPLIED;
}

static void
keep_signals(const struct judge *judge)
{
    const struct pl_explaining *explaining = judge->explaining;
    const struct pl_explain *out = judge->out;

    for (size_t e = 0; e < out->n_edges; e++) {
        for (size_t k = 0; k < out->n_times; k++) {
            out->signals[e * out->n_times + k] = (struct pl_explain_signal){
                .untreated = median_signal(judge, explaining->base, e, k),
                .treated = median_signal(judge, explaining->treated, e, k),
                .by_itself = median_signal(judge, explaining->by_itself, e, k),
            };
        }
    }
}

enum pl_status
pl_explain_judge(struct pl_explaining *explaining)
{
    struct pl_explain *out = explaining->out;
    struct judge judge = {explaining, out, NULL};

    judge.room = calloc(out->n_members, sizeof *judge.room);
    if (judge.room == NULL) {
        return pl_diag_no_memory(explaining->diags, "the bands");
    }
    fill_bands(&judge);
    choose_focus(out);
    keep_signals(&judge);
    find_series(&judge);
    find_next_before(out);
    free(judge.room);
    return fill_silent(out, explaining->diags);
}

enum pl_status
pl_explain_product(const struct pl_explain *explain, const bool *in,
                   struct pl_diags *diags, struct pl_band *out)
{
    double *logs = calloc(explain->n_members, sizeof *logs);
    struct pl_weighted *room = calloc(explain->n_members, sizeof *room);
    enum pl_status status =
        logs != NULL && room != NULL ? PL_OK : pl_diag_no_memory(diags, "the bands");

    for (size_t k = 0; k < explain->n_times && status == PL_OK; k++) {
        for (size_t m = 0; m < explain->n_members; m++) {
            const double *factors =
                explain->factors + m * (explain->n_loops + 2) * explain->n_times + k;

            logs[m] = 0.0;
            for (size_t l = 0; l < explain->n_loops; l++) {
                logs[m] += in[l] ? factors[l * explain->n_times] : 0.0;
            }
        }
        out[k] = band_of_logs(explain, logs, 1, room);
    }
    free(logs);
    free(room);
    return status;
}

void
pl_explain_set_focus(struct pl_explain *explain, size_t focus)
{
    explain->focus = focus;
    rank(explain);
    for (size_t l = 0; l < explain->n_loops; l++) {
        explain->loops[l].role = role_of(explain, l);
    }
}
