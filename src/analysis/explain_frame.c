/*
 * explain_frame.c - a fold that was taken apart, as a table for programs.
 */
#include "analysis/explain_view.h"

#include <math.h>
#include <string.h>

#include "analysis/explain.h"
#include "analysis/sheet.h"
#include "base/frame.h"
#include "base/index.h"
#include "base/text.h"
#include "model/model.h"
#include "study/context.h"
#include "study/timecourse.h"
#include "study/treatment.h"

/* A table while it is made. */
struct maker {
    const struct pl_explain_view *view;
    bool members, percent;
    struct pl_sheet sheet;
};

/* What a row is about. */
struct row {
    const struct pl_explain_panel *panel;
    size_t part; /* a loop, or … */
    size_t member, time;
};

static void
add_texts(struct maker *maker, const char *const *names, size_t n)
{
    for (size_t c = 0; c < n; c++) {
        pl_sheet_add_text(&maker->sheet, names[c], NULL);
    }
}

static void
add_numbers(struct maker *maker, const char *const *names, size_t n)
{
    for (size_t c = 0; c < n; c++) {
        pl_sheet_add(&maker->sheet, PL_COLUMN_NUMBER, NULL, "%s", names[c]);
    }
}

static void
add_columns(struct maker *maker)
{
    static const char *const where[] = {"cell", "variant", "member"};
    static const char *const what[] = {"part", "loop", "label"};
    static const char *const signals[] = {"signal_untreated", "signal_treated",
                                          "signal_by_itself", "gain"};
    static const char *const words[] = {"role", "behind"};
    static const char *const sources[] = {"confidence", "source"};
    struct pl_sheet *sheet = &maker->sheet;

    add_texts(maker, where, maker->members ? 3 : 2);
    if (sheet->status == PL_OK) {
        sheet->status =
            pl_timecourse_add_time(maker->view->context, sheet->frame, sheet->diags);
    }
    add_texts(maker, what, 3);
    pl_sheet_add_band(sheet, "factor", "", NULL);
    pl_sheet_add(sheet, PL_COLUMN_NUMBER, NULL, "error");
    if (maker->percent) {
        pl_sheet_add(sheet, PL_COLUMN_NUMBER, NULL, "percent");
    }
    pl_sheet_add_band(sheet, "alone", "", NULL);
    pl_sheet_add_band(sheet, "without", "", NULL);
    add_numbers(maker, signals, 4);
    add_texts(maker, words, 2);
    pl_sheet_add(sheet, PL_COLUMN_NUMBER, NULL, "ranks_first");
    add_texts(maker, sources, 2);
}

static void
put_text(struct maker *maker, const char *text)
{
    pl_sheet_text(&maker->sheet, text != NULL ? text : "");
}

static void
put_number(struct maker *maker, double number)
{
    pl_sheet_number(&maker->sheet, number);
}

/* A band, or what it is of a single member. */
static void
put_band(struct maker *maker, const struct pl_band *band, double log_of_member)
{
    static const struct pl_band none = {(double)NAN, (double)NAN, (double)NAN};

    if (maker->members) {
        put_number(maker, exp(log_of_member));
    } else {
        pl_sheet_band(&maker->sheet, band != NULL ? *band : none);
    }
}

static double
percent_of(const struct pl_explain *explain, const struct row *row, bool members)
{
    const size_t fold = explain->n_loops + 1;
    const size_t at = row->member * (explain->n_loops + 2);
    const double part =
        members ? explain->factors[(at + row->part) * explain->n_times + row->time]
                : log(explain->factor_bands[row->part * explain->n_times + row->time]
                          .median);
    const double whole =
        members
            ? explain->factors[(at + fold) * explain->n_times + row->time]
            : log(explain->factor_bands[fold * explain->n_times + row->time].median);

    return fabs(whole) < PL_EXPLAIN_SILENT ? (double)NAN : 100.0 * part / whole;
}

/* The standard error of ln factor: of the member, or the largest of all. */
static double
error_of(const struct pl_explain *explain, const struct row *row, bool members)
{
    double largest = 0.0;

    if (row->part >= explain->n_loops) {
        return 0.0; /* these are runs, not means */
    }
    for (size_t m = 0; m < explain->n_members; m++) {
        const double error =
            explain
                ->errors[(m * (explain->n_loops + 2) + row->part) * explain->n_times +
                         row->time];

        if (m == row->member && members) {
            return error;
        }
        largest = fmax(largest, error);
    }
    return largest;
}

/* The signal that all edges of a loop share; NaN where they differ. */
static struct pl_explain_signal
shared_signal(const struct pl_explain *explain, size_t loop, size_t time)
{
    struct pl_explain_signal shared = {(double)NAN, (double)NAN, (double)NAN};
    bool first = true;

    for (size_t e = 0; e < explain->n_edges; e++) {
        const struct pl_explain_signal signal =
            explain->signals[e * explain->n_times + time];

        if (explain->edges[e].loop != loop) {
            continue;
        }
        if (!first && (signal.untreated != shared.untreated ||
                       signal.treated != shared.treated)) {
            return (struct pl_explain_signal){(double)NAN, (double)NAN, (double)NAN};
        }
        shared = signal;
        first = false;
    }
    return shared;
}

/* Likewise the gain. */
static double
shared_gain(const struct pl_explain *explain, size_t loop)
{
    double shared = (double)NAN;
    bool first = true;

    for (size_t e = 0; e < explain->n_edges; e++) {
        const double gain = explain->edges[e].gain;

        if (explain->edges[e].loop == loop && !first && gain != shared) {
            return (double)NAN;
        }
        if (explain->edges[e].loop == loop) {
            shared = gain;
            first = false;
        }
    }
    return shared;
}

/* Confidence and source of a loop's edges, each different one once. */
static void
put_edge_texts(struct maker *maker, const struct pl_explain *explain, size_t loop,
               bool source)
{
    struct pl_text text;

    pl_text_init(&text);
    for (size_t e = 0; e < explain->n_edges; e++) {
        const char *own =
            source ? explain->edges[e].source : explain->edges[e].confidence;
        bool is_new = explain->edges[e].loop == loop && own[0] != '\0';

        for (size_t before = 0; before < e && is_new; before++) {
            const struct pl_explain_edge *edge = &explain->edges[before];

            is_new = edge->loop != loop ||
                     strcmp(source ? edge->source : edge->confidence, own) != 0;
        }
        if (is_new) {
            pl_text_format(&text, "%s%s", text.size > 0 ? " | " : "", own);
        }
    }
    pl_sheet_take(&maker->sheet, &text);
}

static void
put_loop_columns(struct maker *maker, const struct row *row)
{
    const struct pl_explain *explain = row->panel->explain;
    const struct pl_explain_loop *loop = &explain->loops[row->part];
    const struct pl_explain_signal signal =
        shared_signal(explain, row->part, row->time);
    struct pl_text role;

    put_number(maker, signal.untreated);
    put_number(maker, signal.treated);
    put_number(maker, signal.by_itself);
    put_number(maker, shared_gain(explain, row->part));
    pl_text_init(&role);
    pl_explain_put_role(row->panel, row->part, &role);
    pl_sheet_take(&maker->sheet, &role);
    put_text(maker, loop->behind != PL_NONE ? explain->loops[loop->behind].name : "");
    put_number(maker, loop->first_share);
    put_edge_texts(maker, explain, row->part, false);
    put_edge_texts(maker, explain, row->part, true);
}

/* What a part is: its kind, name and label. */
static void
put_part(struct maker *maker, const struct row *row)
{
    const struct pl_explain *explain = row->panel->explain;
    const struct pl_symbol *readout =
        &maker->view->context->model->symbols[explain->readout];

    if (row->part < explain->n_loops) {
        put_text(maker, explain->loops[row->part].is_group ? "group" : "loop");
        put_text(maker, explain->loops[row->part].name);
        put_text(maker, explain->loops[row->part].label);
    } else {
        const bool is_fold = row->part > explain->n_loops;

        put_text(maker, is_fold ? "fold" : "rest");
        put_text(maker, "");
        put_text(maker, is_fold ? readout->label : "everything else");
    }
}

static void
add_row(struct maker *maker, const struct row *row)
{
    const struct pl_explain *explain = row->panel->explain;
    const size_t n_times = explain->n_times;
    const bool is_loop = row->part < explain->n_loops;
    const size_t at = row->part * n_times + row->time;
    const size_t of_member =
        (row->member * (explain->n_loops + 2) + row->part) * n_times + row->time;
    const size_t beside =
        (row->member * explain->n_loops + row->part) * n_times + row->time;

    pl_sheet_row(&maker->sheet);
    put_text(maker, pl_treatment_cell_id(row->panel->treatment));
    put_text(maker, pl_treatment_variant_id(row->panel->treatment));
    if (maker->members) {
        put_text(maker, pl_ensemble_name(maker->view->ensemble, row->member));
    }
    put_number(maker, pl_timecourse_told_time(maker->view->context,
                                              explain->times[row->time]));
    put_part(maker, row);
    put_band(maker, &explain->factor_bands[at], explain->factors[of_member]);
    put_number(maker, error_of(explain, row, maker->members));
    if (maker->percent) {
        put_number(maker, percent_of(explain, row, maker->members));
    }
    put_band(maker, is_loop ? &explain->alone_bands[at] : NULL,
             is_loop ? explain->alone[beside] : (double)NAN);
    put_band(maker, is_loop ? &explain->without_bands[at] : NULL,
             is_loop ? explain->without[beside] : (double)NAN);
    if (is_loop) {
        put_loop_columns(maker, row);
    }
}

static void
add_panel(struct maker *maker, const struct pl_explain_panel *panel)
{
    const struct pl_explain *explain = panel->explain;
    const size_t n_members = maker->members ? explain->n_members : 1;

    for (size_t m = 0; m < n_members; m++) {
        for (size_t k = 0; k < explain->n_times; k++) {
            for (size_t p = 0; p < explain->n_loops + 2; p++) {
                const struct row row = {panel, p, m, k};

                add_row(maker, &row);
            }
        }
    }
}

enum pl_status
pl_explain_frame(const struct pl_explain_view *view, bool members, bool percent,
                 struct pl_diags *diags, struct pl_frame **out)
{
    const bool by_member = members && view->ensemble != NULL;
    struct maker maker = {
        .view = view,
        .members = by_member,
        .percent = percent,
        .sheet = pl_sheet_begin(view->ensemble != NULL && !by_member, diags),
    };

    add_columns(&maker);
    for (size_t p = 0; p < view->n_panels; p++) {
        add_panel(&maker, &view->panels[p]);
    }
    return pl_sheet_end(&maker.sheet, out);
}
