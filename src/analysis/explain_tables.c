/*
 * explain_tables.c - a fold that was taken apart, as tables for people.
 */
#include "analysis/explain_view.h"

#include <math.h>
#include <stdlib.h>

#include "analysis/explain.h"
#include "analysis/sheet.h"
#include "base/diag.h"
#include "base/frame.h"
#include "base/index.h"
#include "base/number.h"
#include "base/text.h"
#include "model/model.h"
#include "study/context.h"
#include "study/summary.h"
#include "study/times.h"
#include "study/treatment.h"

/* [-] Factors from here on have two decimals, smaller ones two digits. */
#define TWO_DECIMALS 0.0995

/* [-] A signal below this share of what it was is told as 0. */
#define GONE 1e-6

static double
log_at(const struct pl_explain *explain, size_t part, size_t time)
{
    return log(explain->factor_bands[part * explain->n_times + time].median);
}

/* How much a loop does at the time in focus; less than anything where it has no factor. */
static double
strength(const struct pl_explain *explain, size_t loop)
{
    const double factor = log_at(explain, loop, explain->focus);

    return isnan(factor) ? -1.0 : fabs(factor);
}

static bool
comes_before(const struct pl_explain *explain, size_t a, size_t b)
{
    const bool a_silent = explain->loops[a].role == PL_EXPLAIN_ROLE_SILENT;
    const bool b_silent = explain->loops[b].role == PL_EXPLAIN_ROLE_SILENT;

    if (a_silent != b_silent) {
        return b_silent;
    }
    return strength(explain, a) > strength(explain, b);
}

size_t
pl_explain_order(const struct pl_explain *explain, size_t *order)
{
    size_t n = 0;

    for (size_t l = 0; l < explain->n_loops; l++) {
        size_t at = l;

        while (at > 0 && comes_before(explain, l, order[at - 1])) {
            order[at] = order[at - 1];
            at--;
        }
        order[at] = l;
        n += explain->loops[l].role != PL_EXPLAIN_ROLE_SILENT;
    }
    return n;
}

void
pl_explain_put_factor(double factor, struct pl_text *text)
{
    char number[PL_NUMBER_SIZE];

    if (!(fabs(factor) < TWO_DECIMALS) || factor == 0.0) {
        pl_summary_put_fold(factor, text);
        return;
    }
    pl_number_round(factor, 2, number);
    pl_text_put(text, number);
}

/* Whether all that begins at 0 or later is a drug or an inhibited target. */
static bool
is_drug(const struct pl_treatment *treatment)
{
    size_t n = 0;
    const struct pl_action *actions = pl_treatment_actions(treatment, &n);

    for (size_t i = 0; i < n; i++) {
        if (!actions[i].before_rest && actions[i].kind != PL_ACTION_DRUG &&
            actions[i].kind != PL_ACTION_INHIBIT) {
            return false;
        }
    }
    return true;
}

void
pl_explain_put_role(const struct pl_explain_panel *panel, size_t loop,
                    struct pl_text *text)
{
    static const char *const words[] = {
        [PL_EXPLAIN_ROLE_SILENT] = "silent",
        [PL_EXPLAIN_ROLE_PASSES_ON] = "passes on",
        [PL_EXPLAIN_ROLE_BRAKE_RELEASED] = "brake released",
        [PL_EXPLAIN_ROLE_BRAKE_APPLIED] = "brake applied",
        [PL_EXPLAIN_ROLE_DRIVE_WITHDRAWN] = "drive withdrawn",
        [PL_EXPLAIN_ROLE_DRIVE_RAISED] = "drive raised",
        [PL_EXPLAIN_ROLE_REINFORCES] = "reinforces",
        [PL_EXPLAIN_ROLE_AMPLIFIES] = "amplifies",
        [PL_EXPLAIN_ROLE_DAMPS] = "damps",
        [PL_EXPLAIN_ROLE_RAISES] = "raises",
        [PL_EXPLAIN_ROLE_LOWERS] = "lowers",
    };
    const struct pl_explain *explain = panel->explain;
    const struct pl_explain_loop *shown = &explain->loops[loop];

    const char *what = is_drug(panel->treatment) ? "drug" : "treatment";

    pl_text_put(text, words[shown->role]);
    if (shown->role == PL_EXPLAIN_ROLE_PASSES_ON) {
        pl_text_format(text, " %s", explain->loops[shown->behind].name);
    } else if (shown->role >= PL_EXPLAIN_ROLE_BRAKE_RELEASED &&
               shown->role <= PL_EXPLAIN_ROLE_DRIVE_RAISED) {
        pl_text_format(text, " by the %s", what);
    } else if (shown->role == PL_EXPLAIN_ROLE_REINFORCES) {
        pl_text_format(text, " the %s", what);
    }
}

/* ---- a table while it is made */

struct maker {
    const struct pl_explain_view *view;
    const struct pl_explain_panel *panel;
    const struct pl_explain *explain;
    struct pl_sheet sheet;
    size_t *order; /* shape (n_loops) */
    size_t n_told; /* loops that are not silent */
};

static struct maker
make(const struct pl_explain_view *view, size_t panel, struct pl_diags *diags)
{
    struct maker maker = {
        .view = view,
        .panel = &view->panels[panel],
        .explain = view->panels[panel].explain,
        .sheet = pl_sheet_begin(false, diags),
    };

    maker.order = calloc(maker.explain->n_loops + 1, sizeof *maker.order);
    if (maker.order == NULL && maker.sheet.status == PL_OK) {
        maker.sheet.status = pl_diag_no_memory(diags, "the table");
    }
    if (maker.order != NULL) {
        maker.n_told = pl_explain_order(maker.explain, maker.order);
    }
    return maker;
}

static enum pl_status
finish(struct maker *maker, struct pl_frame **out)
{
    free(maker->order);
    return pl_sheet_end(&maker->sheet, out);
}

static void
add_column(struct maker *maker, const char *name, const char *label)
{
    pl_sheet_add_text(&maker->sheet, name, label);
}

static void
add_row(struct maker *maker)
{
    pl_sheet_row(&maker->sheet);
}

static void
put(struct maker *maker, const char *text)
{
    pl_sheet_text(&maker->sheet, text);
}

static void
put_made(struct maker *maker, struct pl_text *text)
{
    pl_sheet_take(&maker->sheet, text);
}

static void
put_fold(struct maker *maker, double fold)
{
    struct pl_text text;

    pl_text_init(&text);
    pl_explain_put_factor(fold, &text);
    put_made(maker, &text);
}

/* ---- factors */

/* The largest standard error of a loop's ln factor at a time, over the sets. */
static double
error_at(const struct pl_explain *explain, size_t loop, size_t time)
{
    double largest = 0.0;

    for (size_t m = 0; m < explain->n_members; m++) {
        largest = fmax(
            largest,
            explain->errors[(m * (explain->n_loops + 2) + loop) * explain->n_times +
                            time]);
    }
    return largest;
}

/* "1.28", or "1.28±0.02" where the error shows in the last digit. */
static void
put_factor(struct maker *maker, size_t part, size_t time)
{
    const struct pl_explain *explain = maker->explain;
    const double factor = explain->factor_bands[part * explain->n_times + time].median;
    const double error = part < explain->n_loops && explain->n_members == 1
                             ? factor * error_at(explain, part, time)
                             : 0.0;
    struct pl_text text;

    pl_text_init(&text);
    pl_explain_put_factor(factor, &text);
    if (factor >= TWO_DECIMALS && error >= 0.005) {
        pl_text_format(&text, "±%.2f", error);
    } else if (factor < TWO_DECIMALS && error >= 0.05 * factor) {
        char number[PL_NUMBER_SIZE];

        pl_number_round(error, 1, number);
        pl_text_format(&text, "±%s", number);
    }
    put_made(maker, &text);
}

/* ln of a part as a share of ln of the fold; a fold of 1 has none. */
static void
put_percent(struct maker *maker, double part, size_t time)
{
    const struct pl_explain *explain = maker->explain;
    const double whole = log_at(explain, explain->n_loops + 1, time);
    struct pl_text text;

    pl_text_init(&text);
    if (isnan(part) || !(fabs(whole) >= PL_EXPLAIN_SILENT)) {
        pl_text_put(&text, "–");
    } else {
        const double share = 100.0 * part / whole;

        pl_text_format(&text, "%.0f %%", fabs(share) < 0.5 ? 0.0 : share);
    }
    put_made(maker, &text);
}

static void
put_parts(struct maker *maker, size_t part, bool percent)
{
    for (size_t k = 0; k < maker->explain->n_times; k++) {
        if (percent) {
            put_percent(maker, log_at(maker->explain, part, k), k);
        } else {
            put_factor(maker, part, k);
        }
    }
}

/* The loops that are silent, together: their product, which may be told as 0.99 where there
 * are many of them. */
static void
add_silent_row(struct maker *maker, bool percent)
{
    const struct pl_explain *explain = maker->explain;
    const size_t n = explain->n_loops - maker->n_told;
    struct pl_text label;

    if (n == 0) {
        return;
    }
    add_row(maker);
    pl_text_init(&label);
    pl_text_format(&label, "%zu silent", n);
    put_made(maker, &label);
    put(maker, n > 1 ? "together" : "");
    for (size_t k = 0; k < explain->n_times; k++) {
        const double factor = explain->silent_bands[k].median;

        if (percent) {
            put_percent(maker, log(factor), k);
        } else {
            put_fold(maker, factor);
        }
    }
}

static void
add_last_rows(struct maker *maker, bool percent)
{
    const struct pl_explain *explain = maker->explain;
    const struct pl_symbol *readout =
        &maker->view->context->model->symbols[explain->readout];

    add_row(maker);
    put(maker, "everything else");
    put(maker, "");
    put_parts(maker, explain->n_loops, percent);
    add_row(maker);
    put(maker, percent ? "ln of the fold" : "fold");
    put(maker, readout->label);
    put_parts(maker, explain->n_loops + 1, percent);
    if (explain->intact_bands != NULL && !percent) {
        add_row(maker);
        put(maker, "fold, uncut");
        put(maker, "over the untreated cell without cuts");
        for (size_t k = 0; k < explain->n_times; k++) {
            put_fold(maker, explain->intact_bands[k].median);
        }
    }
}

enum pl_status
pl_explain_factor_table(const struct pl_explain_view *view, size_t panel, bool percent,
                        struct pl_diags *diags, struct pl_frame **out)
{
    struct maker maker = make(view, panel, diags);
    const struct pl_explain *explain = maker.explain;

    add_column(&maker, "loop", NULL);
    add_column(&maker, "label", "");
    for (size_t k = 0; k < explain->n_times; k++) {
        char time[PL_NUMBER_SIZE];

        pl_time_format(view->context, explain->times[k], time);
        add_column(&maker, time, NULL);
    }
    for (size_t i = 0; i < maker.n_told && maker.sheet.status == PL_OK; i++) {
        const size_t loop = maker.order[i];

        add_row(&maker);
        put(&maker, explain->loops[loop].name);
        put(&maker, explain->loops[loop].is_group ? "" : explain->loops[loop].label);
        put_parts(&maker, loop, percent);
    }
    if (maker.sheet.status == PL_OK) {
        add_silent_row(&maker, percent);
        add_last_rows(&maker, percent);
    }
    return finish(&maker, out);
}

/* ---- what stands beside them */

/* A level; 0 where beside another one it is gone. */
static void
put_level(double level, double other, struct pl_text *text)
{
    pl_summary_put_level(fabs(level) < GONE * fabs(other) ? 0.0 : level, text);
}

/* "0.25 → 0.0081"; of a group whose edges differ "several". */
static void
put_signal(struct maker *maker, size_t loop)
{
    const struct pl_explain *explain = maker->explain;
    const struct pl_explain_signal *shown = NULL;
    bool differ = false;
    struct pl_text text;

    for (size_t e = 0; e < explain->n_edges; e++) {
        const struct pl_explain_signal *signal =
            &explain->signals[e * explain->n_times + explain->focus];

        if (explain->edges[e].loop == loop) {
            differ =
                differ || (shown != NULL && (shown->untreated != signal->untreated ||
                                             shown->treated != signal->treated));
            shown = signal;
        }
    }
    pl_text_init(&text);
    if (differ || shown == NULL) {
        pl_text_put(&text, "several");
    } else {
        put_level(shown->untreated, shown->treated, &text);
        pl_text_put(&text, " → ");
        put_level(shown->treated, shown->untreated, &text);
    }
    put_made(maker, &text);
}

static void
put_band(struct maker *maker, size_t loop)
{
    const struct pl_explain *explain = maker->explain;
    const struct pl_band *band =
        &explain->factor_bands[loop * explain->n_times + explain->focus];
    struct pl_text text;

    pl_text_init(&text);
    pl_explain_put_factor(band->median, &text);
    pl_text_put(&text, " (");
    pl_explain_put_factor(band->low, &text);
    pl_text_put(&text, "–");
    pl_explain_put_factor(band->high, &text);
    pl_text_put(&text, ")");
    put_made(maker, &text);
}

enum pl_status
pl_explain_beside_table(const struct pl_explain_view *view, size_t panel,
                        struct pl_diags *diags, struct pl_frame **out)
{
    struct maker maker = make(view, panel, diags);
    const struct pl_explain *explain = maker.explain;
    const bool bands = view->ensemble != NULL;

    add_column(&maker, "loop", NULL);
    if (bands) {
        add_column(&maker, "factor", "factor (5–95 %)");
        add_column(&maker, "first", NULL);
    }
    add_column(&maker, "alone", NULL);
    add_column(&maker, "without", NULL);
    add_column(&maker, "signal", NULL);
    add_column(&maker, "role", NULL);
    for (size_t i = 0; i < maker.n_told && maker.sheet.status == PL_OK; i++) {
        const size_t loop = maker.order[i];
        const size_t at = loop * explain->n_times + explain->focus;
        struct pl_text role;

        add_row(&maker);
        put(&maker, explain->loops[loop].name);
        if (bands) {
            struct pl_text first;

            put_band(&maker, loop);
            pl_text_init(&first);
            pl_text_format(&first, "%.0f %%", 100.0 * explain->loops[loop].first_share);
            put_made(&maker, &first);
        }
        put_fold(&maker, explain->alone_bands[at].median);
        put_fold(&maker, explain->without_bands[at].median);
        put_signal(&maker, loop);
        pl_text_init(&role);
        pl_explain_put_role(maker.panel, loop, &role);
        put_made(&maker, &role);
    }
    return finish(&maker, out);
}

/* Whether an edge belongs to a loop that does something in some panel. */
static bool
is_told(const struct pl_explain_view *view, size_t edge)
{
    for (size_t p = 0; p < view->n_panels; p++) {
        const struct pl_explain *explain = view->panels[p].explain;
        const size_t loop = explain->edges[edge].loop;

        if (loop != PL_NONE && explain->loops[loop].role != PL_EXPLAIN_ROLE_SILENT) {
            return true;
        }
    }
    return false;
}

/* Those of the first panel that has it, in its order; the rest as they come. */
enum pl_status
pl_explain_source_table(const struct pl_explain_view *view, struct pl_diags *diags,
                        struct pl_frame **out)
{
    struct maker maker = make(view, 0, diags);
    const struct pl_explain *explain = maker.explain;

    add_column(&maker, "edge", NULL);
    add_column(&maker, "source", "how sure, and from where");
    for (size_t i = 0; i <= explain->n_loops && maker.sheet.status == PL_OK; i++) {
        const size_t loop = i < explain->n_loops ? maker.order[i] : PL_NONE;

        for (size_t e = 0; e < explain->n_edges; e++) {
            const struct pl_explain_edge *edge = &explain->edges[e];

            if (edge->loop == loop && is_told(view, e) &&
                edge->confidence[0] + edge->source[0] != '\0') {
                struct pl_text text;

                add_row(&maker);
                put(&maker,
                    pl_role_strip(view->context->model->symbols[edge->symbol].name));
                pl_text_init(&text);
                pl_text_format(
                    &text, "%s%s%s", edge->confidence,
                    edge->confidence[0] != '\0' && edge->source[0] != '\0' ? " · " : "",
                    edge->source);
                put_made(&maker, &text);
            }
        }
    }
    return finish(&maker, out);
}
