/*
 * effect_curve.c - the effect of one drug alone, known at every dose from few runs.
 */
#include "analysis/effect_curve.h"

#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/asked.h"
#include "analysis/effect_curve_private.h"
#include "base/diag.h"
#include "base/list.h"

/* [ln dose] Panels begin as wide as two decades, or narrower. Wider ones are halved at
 * once, narrower ones ask for points that nobody needs. */
#define PANEL_WIDTH 4.7

/* How often a panel is halved at most. A kink then lies within 2 % of a dose. */
#define MAX_HALVINGS 8

/* The same of one in which runs fail: a curve then ends within half a decade of what
 * can be run. */
#define MAX_FAILED_HALVINGS 3

/* [-] A panel that halving improved by less, twice in a row, is as good as it gets: what
 * is left is noise of the runs. */
#define STALLS 0.5

/* A panel that is being made. */
struct draft {
    struct pl_effect_panel panel;
    size_t curve;
    int n_halvings, n_stalls;
    double error; /* that of the panel it is a half of; its own once it is judged */
    bool is_done;
};

struct drafts {
    const struct pl_asked *asked;
    const struct pl_effect_options *options;
    const struct pl_effect_axis *axes;
    struct pl_diags *diags;
    size_t n, capacity;
    struct draft *items;
    size_t n_points; /* asked so far */
};

/* How far the polynomial through every 2 * stride-th node is from the nodes between. */
static double
miss_of(const struct pl_effect_panel *panel, size_t n_outputs, size_t output,
        size_t stride)
{
    double worst = 0.0;

    for (size_t k = stride; k <= PL_EFFECT_LAST; k += 2 * stride) {
        const double got = pl_effect_panel_at(panel, n_outputs, output, 2 * stride,
                                              pl_effect_panel_place(panel, k));

        worst = fmax(worst, fabs(got - panel->values[k * n_outputs + output]));
    }
    return worst;
}

/* About how far the polynomial through all nodes is from the truth. Misses of a smooth
 * function go down as q^4, q^8, q^16 for 5, 9 and 17 points; where there is a kink, or
 * noise, they hardly do. Infinity where a run failed. */
static double
error_of(const struct pl_effect_panel *panel, size_t n_outputs)
{
    double worst = 0.0;

    for (size_t m = 0; m < n_outputs; m++) {
        const double coarse = miss_of(panel, n_outputs, m, 2);
        const double fine = miss_of(panel, n_outputs, m, 1);
        const double gain = coarse > 0.0 ? fmin(fine / coarse, 1.0) : 1.0;

        worst = fmax(worst, fine * gain * gain);
        if (!pl_effect_panel_is_whole(panel, n_outputs, m)) {
            return (double)INFINITY;
        }
    }
    return worst;
}

static void
drafts_finish(struct drafts *drafts)
{
    for (size_t i = 0; i < drafts->n; i++) {
        free(drafts->items[i].panel.values);
    }
    free(drafts->items);
}

static enum pl_status
add_draft(struct drafts *drafts, const struct draft *draft)
{
    struct draft *grown = pl_list_reserve(drafts->items, drafts->n + 1,
                                          &drafts->capacity, sizeof *drafts->items);

    if (grown == NULL) {
        return pl_diag_no_memory(drafts->diags, "a dose curve");
    }
    drafts->items = grown;
    drafts->items[drafts->n] = *draft;
    drafts->items[drafts->n].panel.values = NULL;
    drafts->n++;
    return PL_OK;
}

static enum pl_status
begin_curve(struct drafts *drafts, size_t curve)
{
    const double low = log(drafts->axes[curve].low);
    const double high = log(drafts->axes[curve].high);
    const size_t n = (size_t)ceil((high - low) / PANEL_WIDTH);
    enum pl_status status = PL_OK;

    for (size_t i = 0; i < n && status == PL_OK; i++) {
        const struct draft draft = {
            .panel = {.low = low + (high - low) * (double)i / (double)n,
                      .high = i + 1 == n
                                  ? high
                                  : low + (high - low) * (double)(i + 1) / (double)n},
            .curve = curve,
            .error = INFINITY,
        };

        status = add_draft(drafts, &draft);
    }
    return status;
}

/* Ask for the nodes of all drafts that have no values yet; in the first round for dose
 * 0, too, whose effects go to at_zero. */
static enum pl_status
ask_round(struct drafts *drafts, double *at_zero)
{
    const size_t n_dimensions = drafts->options->n_dimensions;
    const size_t n_outputs = drafts->options->n_outputs;
    size_t n = at_zero != NULL ? 1 : 0;
    size_t at = n;
    double *points = NULL;
    double *values = NULL;
    enum pl_status status = PL_OK;

    for (size_t i = 0; i < drafts->n; i++) {
        n += drafts->items[i].panel.values == NULL ? PL_EFFECT_NODES : 0;
    }
    if (n <= SIZE_MAX / sizeof *values / n_outputs) {
        points = calloc(n * n_dimensions, sizeof *points);
        values = calloc(n * n_outputs, sizeof *values);
    }
    status = points == NULL || values == NULL
                 ? pl_diag_no_memory(drafts->diags, "a dose curve")
                 : PL_OK;
    for (size_t i = 0; i < drafts->n && status == PL_OK; i++) {
        const struct draft *draft = &drafts->items[i];

        for (size_t k = 0; k < PL_EFFECT_NODES && draft->panel.values == NULL; k++) {
            points[at++ * n_dimensions + drafts->axes[draft->curve].dimension] =
                exp(pl_effect_panel_place(&draft->panel, k));
        }
    }
    if (status == PL_OK) {
        status = drafts->asked->values(drafts->asked->context, points, n, values,
                                       drafts->diags);
    }
    at = at_zero != NULL ? 1 : 0;
    if (status == PL_OK && at_zero != NULL) {
        memcpy(at_zero, values, n_outputs * sizeof *values);
    }
    for (size_t i = 0; i < drafts->n && status == PL_OK; i++) {
        struct pl_effect_panel *panel = &drafts->items[i].panel;

        if (panel->values == NULL) {
            panel->values = calloc(PL_EFFECT_NODES * n_outputs, sizeof *values);
            if (panel->values == NULL) {
                status = pl_diag_no_memory(drafts->diags, "a dose curve");
            } else {
                memcpy(panel->values, values + at * n_outputs,
                       PL_EFFECT_NODES * n_outputs * sizeof *values);
                at += PL_EFFECT_NODES;
            }
        }
    }
    drafts->n_points += n;
    free(points);
    free(values);
    return status;
}

/* Put two drafts in place of one that is not good enough. */
static enum pl_status
halve(struct drafts *drafts, size_t at, int n_stalls)
{
    struct draft upper = drafts->items[at];
    struct draft *lower = NULL;
    enum pl_status status = PL_OK;

    upper.panel.low = pl_effect_panel_place(&upper.panel, PL_EFFECT_LAST / 2);
    upper.n_halvings++;
    upper.n_stalls = n_stalls;
    status = add_draft(drafts, &upper);
    lower = &drafts->items[at];
    if (status == PL_OK) {
        lower->panel.high = upper.panel.low;
        lower->n_halvings++;
        lower->n_stalls = n_stalls;
        free(lower->panel.values);
        lower->panel.values = NULL;
    }
    return status;
}

/* Halve what is not good enough. @param any  true when there is more to ask */
static enum pl_status
judge_round(struct drafts *drafts, bool *any)
{
    const size_t n = drafts->n;
    enum pl_status status = PL_OK;

    *any = false;
    for (size_t i = 0; i < n && status == PL_OK; i++) {
        struct draft *draft = &drafts->items[i];
        const double before = draft->error;
        int n_stalls = 0;

        if (draft->is_done) {
            continue;
        }
        draft->error = error_of(&draft->panel, drafts->options->n_outputs);
        n_stalls = draft->error > STALLS * before ? draft->n_stalls + 1 : 0;
        draft->is_done =
            draft->error <= drafts->options->tolerance ||
            (isinf(draft->error) ? draft->n_halvings == MAX_FAILED_HALVINGS
                                 : draft->n_halvings == MAX_HALVINGS || n_stalls > 1) ||
            drafts->n_points >= drafts->options->max_points;
        if (!draft->is_done) {
            *any = true;
            status = halve(drafts, i, n_stalls);
        }
    }
    return status;
}

static int
compare_drafts(const void *left, const void *right)
{
    const struct draft *a = left;
    const struct draft *b = right;

    if (a->curve != b->curve) {
        return a->curve < b->curve ? -1 : 1;
    }
    return (a->panel.low > b->panel.low) - (a->panel.low < b->panel.low);
}

/* Hand the panels over to their curves. */
static enum pl_status
take_panels(struct drafts *drafts, struct pl_effect_curve *curves)
{
    qsort(drafts->items, drafts->n, sizeof *drafts->items, compare_drafts);
    for (size_t i = 0; i < drafts->n; i++) {
        struct draft *draft = &drafts->items[i];
        struct pl_effect_curve *curve = &curves[draft->curve];
        struct pl_effect_panel *grown =
            pl_list_reserve(curve->panels, curve->n_panels + 1, &curve->capacity,
                            sizeof *curve->panels);

        if (grown == NULL) {
            return pl_diag_no_memory(drafts->diags, "a dose curve");
        }
        curve->panels = grown;
        curve->panels[curve->n_panels++] = draft->panel;
        draft->panel.values = NULL;
        curve->error =
            isinf(draft->error) ? curve->error : fmax(curve->error, draft->error);
    }
    return PL_OK;
}

void
pl_effect_curve_finish(struct pl_effect_curve *curve)
{
    for (size_t i = 0; i < curve->n_panels; i++) {
        free(curve->panels[i].values);
    }
    free(curve->panels);
    free(curve->at_zero);
    free(curve->n_known);
    free(curve->knots);
    free(curve->ways);
    *curve = (struct pl_effect_curve){0};
}

enum pl_status
pl_effect_curves_follow(const struct pl_asked *asked,
                        const struct pl_effect_options *options,
                        const struct pl_effect_axis *axes, size_t n,
                        struct pl_diags *diags, struct pl_effect_curve *out)
{
    struct drafts drafts = {asked, options, axes, diags, 0, 0, NULL, 0};
    double *at_zero = calloc(options->n_outputs, sizeof *at_zero);
    enum pl_status status =
        at_zero != NULL ? PL_OK : pl_diag_no_memory(diags, "a dose curve");
    bool any = true;

    for (size_t c = 0; c < n; c++) {
        out[c] = (struct pl_effect_curve){.n_outputs = options->n_outputs};
    }
    for (size_t c = 0; c < n && status == PL_OK; c++) {
        status = begin_curve(&drafts, c);
    }
    for (bool first = true; any && status == PL_OK; first = false) {
        status = ask_round(&drafts, first ? at_zero : NULL);
        if (status == PL_OK) {
            status = judge_round(&drafts, &any);
        }
    }
    if (status == PL_OK) {
        status = take_panels(&drafts, out);
    }
    for (size_t c = 0; c < n && status == PL_OK; c++) {
        out[c].at_zero = calloc(options->n_outputs, sizeof *at_zero);
        if (out[c].at_zero == NULL) {
            status = pl_diag_no_memory(diags, "a dose curve");
        } else {
            memcpy(out[c].at_zero, at_zero, options->n_outputs * sizeof *at_zero);
            status = pl_effect_find_knots(&out[c], options->tolerance, diags);
        }
    }
    drafts_finish(&drafts);
    free(at_zero);
    for (size_t c = 0; c < n && status != PL_OK; c++) {
        pl_effect_curve_finish(&out[c]);
    }
    return status;
}
