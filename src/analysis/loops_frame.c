/*
 * loops_frame.c - weighed loops as tables for files.
 */
#include "analysis/loops_frame.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/loops.h"
#include "analysis/loops_names.h"
#include "analysis/loops_private.h"
#include "analysis/sheet.h"
#include "base/diag.h"
#include "base/frame.h"
#include "base/index.h"
#include "base/text.h"
#include "compile/links.h"
#include "model/model.h"
#include "model/roles.h"
#include "study/context.h"
#include "study/timecourse.h"
#include "study/times.h"

const char *const pl_loops_table_words[] = {
    [PL_LOOPS_TABLE_LOOPS] = "loops",   [PL_LOOPS_TABLE_EDGES] = "edges",
    [PL_LOOPS_TABLE_SCORES] = "scores", [PL_LOOPS_TABLE_GROUPS] = "groups",
    [PL_LOOPS_TABLE_SELF] = "self",     [PL_LOOPS_TABLE_LINKS] = "links",
    [PL_N_LOOPS_TABLES] = NULL,
};

/* What is written about what. */
struct writing {
    const struct pl_context *context;
    const struct pl_loops *loops;
    struct pl_sheet sheet;
};

/* Model time as the columns have it. */
static double
in_hours(const struct writing *writing, double time)
{
    const double hour = pl_timecourse_time_unit(writing->context);

    return hour > 0.0 ? time * writing->context->model->time_unit / hour : time;
}

static const char *
time_unit(const struct writing *writing)
{
    return pl_timecourse_time_unit(writing->context) > 0.0 ? "h" : NULL;
}

static const char *
time_suffix(const struct writing *writing)
{
    return time_unit(writing) != NULL ? "_h" : "";
}

/* "_24h", "_100": what a column about a time ends with. */
static void
put_suffix(const struct writing *writing, double time, char out[PL_NUMBER_SIZE + 1])
{
    char words[PL_NUMBER_SIZE];
    size_t n = 0;

    pl_time_format(writing->context, time, words);
    out[n++] = '_';
    for (size_t k = 0; words[k] != '\0'; k++) {
        if (words[k] != ' ') {
            out[n++] = words[k];
        }
    }
    out[n] = '\0';
}

static void
put_at_suffix(const struct writing *writing, char out[PL_NUMBER_SIZE + 1])
{
    if (writing->loops->at == PL_LOOPS_AT_REST) {
        strcpy(out, "_rest");
    } else {
        put_suffix(writing, writing->loops->at, out);
    }
}

static const char *
name_of(const struct writing *writing, size_t node)
{
    return writing->context->model->symbols[writing->loops->links->symbol[node]].name;
}

/* "A -> B" */
static void
put_link(struct writing *writing, size_t link)
{
    struct pl_text text;

    pl_text_init(&text);
    if (link != PL_NONE) {
        const struct pl_link *ends = &writing->loops->links->links[link];

        pl_text_format(&text, "%s -> %s", name_of(writing, ends->source),
                       name_of(writing, ends->target));
    }
    pl_sheet_take(&writing->sheet, &text);
}

/* The names of a loop's edges as options take them: "S6K_IRS1;Akt_SIN1". */
static void
put_edges(struct writing *writing, size_t loop)
{
    const struct pl_links *links = writing->loops->links;
    size_t n = 0;
    const uint32_t *edges = pl_loop_set_edges(&writing->loops->set, loop, &n);
    struct pl_text text;

    pl_text_init(&text);
    for (size_t e = 0; e < n; e++) {
        pl_text_format(&text, "%s%s", e > 0 ? ";" : "",
                       pl_role_strip(name_of(writing, links->n_states + edges[e])));
    }
    pl_sheet_take(&writing->sheet, &text);
}

static void
add_marks(struct writing *writing)
{
    char suffix[PL_NUMBER_SIZE + 1];

    for (size_t m = 0; m < writing->loops->n_marks; m++) {
        put_suffix(writing, writing->loops->marks[m], suffix);
        pl_sheet_add_band(&writing->sheet, "share", suffix, NULL);
    }
}

static void
add_at(struct writing *writing, const char *name, const char *unit)
{
    char suffix[PL_NUMBER_SIZE + 1];

    if (writing->loops->has_at) {
        put_at_suffix(writing, suffix);
        pl_sheet_add_band(&writing->sheet, name, suffix, unit);
    }
}

static void
write_loops(struct writing *writing)
{
    const struct pl_loops *loops = writing->loops;

    pl_sheet_add(&writing->sheet, PL_COLUMN_NUMBER, NULL, "loop");
    pl_sheet_add(&writing->sheet, PL_COLUMN_TEXT, NULL, "kind");
    pl_sheet_add(&writing->sheet, PL_COLUMN_TEXT, NULL, "sign");
    pl_sheet_add(&writing->sheet, PL_COLUMN_NUMBER, NULL, "nodes");
    pl_sheet_add(&writing->sheet, PL_COLUMN_TEXT, NULL, "edges");
    pl_sheet_add_band(&writing->sheet, "gain", "", NULL);
    add_at(writing, "gain", NULL);
    pl_sheet_add_band(&writing->sheet, "time_scale", time_suffix(writing),
                      time_unit(writing));
    if (loops->moves) {
        pl_sheet_add_band(&writing->sheet, "share", "", NULL);
        add_marks(writing);
        pl_sheet_add(&writing->sheet, PL_COLUMN_NUMBER, NULL, "peak");
        pl_sheet_add(&writing->sheet, PL_COLUMN_NUMBER, time_unit(writing),
                     "peak_time%s", time_suffix(writing));
    }
    if (loops->has_at) {
        pl_sheet_add(&writing->sheet, PL_COLUMN_TEXT, NULL, "state");
        pl_sheet_add(&writing->sheet, PL_COLUMN_TEXT, NULL, "open_at");
    }
    pl_sheet_add(&writing->sheet, PL_COLUMN_TEXT, NULL, "members");
    pl_sheet_add(&writing->sheet, PL_COLUMN_TEXT, NULL, "names");
    for (size_t r = 0; r < loops->n_rows && writing->sheet.status == PL_OK; r++) {
        const struct pl_loop_row *row = &loops->rows[r];
        struct pl_text members;
        size_t n = 0;

        pl_loop_set_links(&loops->set, row->loop, &n);
        pl_sheet_row(&writing->sheet);
        pl_sheet_number(&writing->sheet, (double)(r + 1));
        pl_sheet_text(&writing->sheet, loops->set.kinds[row->loop] == PL_LOOP_FEEDBACK
                                           ? "feedback"
                                           : "conversion");
        pl_sheet_text(&writing->sheet, pl_loop_sign_word(row->sign));
        pl_sheet_number(&writing->sheet, (double)n);
        put_edges(writing, row->loop);
        pl_sheet_band(&writing->sheet, row->gain);
        if (loops->has_at) {
            pl_sheet_band(&writing->sheet, row->gain_at);
        }
        pl_sheet_band(&writing->sheet,
                      (struct pl_band){in_hours(writing, row->delay.low),
                                       in_hours(writing, row->delay.median),
                                       in_hours(writing, row->delay.high)});
        if (loops->moves) {
            pl_sheet_band(&writing->sheet, row->share);
            for (size_t m = 0; m < loops->n_marks; m++) {
                pl_sheet_band(&writing->sheet, row->marks[m]);
            }
            pl_sheet_number(&writing->sheet, row->peak);
            pl_sheet_number(&writing->sheet, in_hours(writing, row->peak_time));
        }
        if (loops->has_at) {
            pl_sheet_text(&writing->sheet, row->open != PL_NONE ? "open" : "closed");
            put_link(writing, row->open);
        }
        pl_text_init(&members);
        pl_loops_put_members(writing->context, loops, row->loop, true, &members);
        pl_sheet_take(&writing->sheet, &members);
        pl_loops_put_members(writing->context, loops, row->loop, false, &members);
        pl_sheet_take(&writing->sheet, &members);
    }
}

static void
write_edges(struct writing *writing)
{
    const struct pl_loops *loops = writing->loops;

    pl_sheet_add(&writing->sheet, PL_COLUMN_TEXT, NULL, "edge");
    pl_sheet_add(&writing->sheet, PL_COLUMN_TEXT, NULL, "is");
    pl_sheet_add(&writing->sheet, PL_COLUMN_NUMBER, NULL, "loops");
    pl_sheet_add(&writing->sheet, PL_COLUMN_NUMBER, NULL, "reinforcing");
    pl_sheet_add(&writing->sheet, PL_COLUMN_NUMBER, NULL, "balancing");
    pl_sheet_add(&writing->sheet, PL_COLUMN_NUMBER, NULL, "strongest");
    pl_sheet_add_band(&writing->sheet, "gain", "", NULL);
    add_at(writing, "gain", NULL);
    if (loops->has_at) {
        pl_sheet_add_band(&writing->sheet, "level", "_fold", NULL);
        pl_sheet_add(&writing->sheet, PL_COLUMN_TEXT, NULL, "state");
    }
    if (loops->has_at && loops->n_members > 1) {
        pl_sheet_add(&writing->sheet, PL_COLUMN_NUMBER, NULL, "open_share");
    }
    if (loops->moves) {
        pl_sheet_add_band(&writing->sheet, "share", "", NULL);
        add_marks(writing);
        pl_sheet_add(&writing->sheet, PL_COLUMN_NUMBER, NULL, "leads");
    }
    for (size_t e = 0; e < loops->n_edges; e++) {
        const struct pl_loop_edge *edge = &loops->edges[e];
        const struct pl_band none = {(double)NAN, (double)NAN, (double)NAN};
        const struct pl_loop_row *strongest =
            edge->strongest != PL_NONE ? &loops->rows[edge->strongest] : NULL;
        const struct pl_symbol *symbol =
            &writing->context->model->symbols[edge->symbol];

        pl_sheet_row(&writing->sheet);
        pl_sheet_text(&writing->sheet, pl_role_strip(symbol->name));
        pl_sheet_text(&writing->sheet, symbol->label);
        pl_sheet_number(&writing->sheet, (double)edge->n_loops);
        pl_sheet_number(&writing->sheet, (double)edge->n_reinforcing);
        pl_sheet_number(&writing->sheet, (double)(edge->n_loops - edge->n_reinforcing));
        pl_sheet_number(&writing->sheet, strongest != NULL
                                             ? (double)(edge->strongest + 1)
                                             : (double)NAN);
        pl_sheet_band(&writing->sheet, strongest != NULL ? strongest->gain : none);
        if (loops->has_at) {
            pl_sheet_band(&writing->sheet, edge->strongest_at != PL_NONE
                                               ? loops->rows[edge->strongest_at].gain_at
                                               : none);
            pl_sheet_band(&writing->sheet, edge->level);
            pl_sheet_text(&writing->sheet, edge->n_loops == 0 ? "none"
                                           : edge->held       ? "clamped"
                                           : pl_loops_most(edge->open_share)
                                               ? "open"
                                               : "closed");
        }
        if (loops->has_at && loops->n_members > 1) {
            pl_sheet_number(&writing->sheet, edge->open_share);
        }
        if (loops->moves) {
            pl_sheet_band(&writing->sheet, edge->share);
            for (size_t m = 0; m < loops->n_marks; m++) {
                pl_sheet_band(&writing->sheet, edge->marks[m]);
            }
            pl_sheet_number(&writing->sheet, edge->leads);
        }
    }
}

/* The curves of the first `top` rows, or groups, and what they are of. */
struct curves {
    size_t n;
    size_t *of;     /* shape (loops) */
    double *shares; /* shape (n, n_times) */
};

static bool
make_curves(struct writing *writing, size_t n, struct curves *curves)
{
    const struct pl_loops *loops = writing->loops;

    *curves = (struct curves){.n = n};
    curves->of = malloc((loops->set.n + 1) * sizeof *curves->of);
    curves->shares = n < SIZE_MAX / 16 / (loops->n_times + 1)
                         ? calloc(n * loops->n_times + 1, sizeof *curves->shares)
                         : NULL;
    if (curves->of == NULL || curves->shares == NULL) {
        writing->sheet.status =
            pl_diag_no_memory(writing->sheet.diags, "a table of loops");
        return false;
    }
    for (size_t k = 0; k < loops->set.n; k++) {
        curves->of[k] = PL_NONE;
    }
    return true;
}

static void
free_curves(struct curves *curves)
{
    free(curves->of);
    free(curves->shares);
}

static void
write_scores(struct writing *writing, size_t top)
{
    const struct pl_loops *loops = writing->loops;
    const size_t n = top < loops->n_feedback && top < loops->n_rows ? top
                     : loops->n_feedback < loops->n_rows            ? loops->n_feedback
                                                                    : loops->n_rows;
    struct curves curves = {0};

    pl_sheet_add(&writing->sheet, PL_COLUMN_NUMBER, time_unit(writing), "time%s",
                 time_suffix(writing));
    pl_sheet_add(&writing->sheet, PL_COLUMN_NUMBER, NULL, "loop");
    pl_sheet_add(&writing->sheet, PL_COLUMN_TEXT, NULL, "sign");
    if (!writing->sheet.bands) {
        pl_sheet_add(&writing->sheet, PL_COLUMN_NUMBER, NULL, "score");
    }
    pl_sheet_add(&writing->sheet, PL_COLUMN_NUMBER, NULL, "share");
    if (writing->sheet.status == PL_OK && make_curves(writing, n, &curves)) {
        for (size_t r = 0; r < n; r++) {
            curves.of[loops->rows[r].loop] = r;
        }
        writing->sheet.status =
            pl_loops_curves(loops, curves.of, n, writing->sheet.diags, curves.shares);
    }
    for (size_t k = 0; k < n * loops->n_times && writing->sheet.status == PL_OK; k++) {
        const size_t t = k / n;
        const size_t r = k % n;
        const double score = pl_loops_score(loops, loops->rows[r].loop, t);

        pl_sheet_row(&writing->sheet);
        pl_sheet_number(&writing->sheet, in_hours(writing, loops->times[t]));
        pl_sheet_number(&writing->sheet, (double)(r + 1));
        pl_sheet_text(&writing->sheet, pl_loop_sign_word(loops->rows[r].sign));
        if (!writing->sheet.bands) {
            pl_sheet_number(&writing->sheet, score);
        }
        pl_sheet_number(&writing->sheet, isnan(score) && !writing->sheet.bands
                                             ? (double)NAN
                                             : curves.shares[r * loops->n_times + t]);
    }
    free_curves(&curves);
}

static void
write_groups(struct writing *writing, size_t top)
{
    const struct pl_loops *loops = writing->loops;
    const struct pl_loop_set *set = &loops->set;
    const size_t n = top < set->n_groups ? top : set->n_groups;
    struct curves curves = {0};
    size_t *order = NULL;
    size_t *place = calloc(set->n_groups + 1, sizeof *place);

    pl_sheet_add(&writing->sheet, PL_COLUMN_NUMBER, time_unit(writing), "time%s",
                 time_suffix(writing));
    pl_sheet_add(&writing->sheet, PL_COLUMN_NUMBER, NULL, "group");
    pl_sheet_add(&writing->sheet, PL_COLUMN_TEXT, NULL, "sign");
    pl_sheet_add(&writing->sheet, PL_COLUMN_NUMBER, NULL, "loops");
    pl_sheet_add(&writing->sheet, PL_COLUMN_NUMBER, NULL, "share");
    pl_sheet_add(&writing->sheet, PL_COLUMN_TEXT, NULL, "is");
    if (writing->sheet.status == PL_OK && place == NULL) {
        writing->sheet.status =
            pl_diag_no_memory(writing->sheet.diags, "a table of loops");
    }
    if (writing->sheet.status == PL_OK) {
        writing->sheet.status =
            pl_loops_order_groups(loops, writing->sheet.diags, &order);
    }
    /* behind the first groups two curves for all others, by sign */
    if (writing->sheet.status == PL_OK && make_curves(writing, n + 2, &curves)) {
        for (size_t g = 0; g < set->n_groups; g++) {
            place[order[g]] = g < n ? g : n + (set->groups[order[g]].sign < 0 ? 1 : 0);
        }
        for (size_t k = 0; k < set->n; k++) {
            curves.of[k] =
                set->group_of[k] != PL_NONE ? place[set->group_of[k]] : PL_NONE;
        }
        writing->sheet.status = pl_loops_curves(loops, curves.of, n + 2,
                                                writing->sheet.diags, curves.shares);
    }
    for (size_t k = 0; k < (n + 2) * loops->n_times && writing->sheet.status == PL_OK;
         k++) {
        const size_t t = k / (n + 2);
        const size_t g = k % (n + 2);
        const bool others = g >= n;
        struct pl_text name;
        size_t n_loops = 0;

        if (others && n == set->n_groups) {
            continue;
        }
        for (size_t i = n; others && i < set->n_groups; i++) {
            n_loops += place[order[i]] == g ? set->groups[order[i]].n : 0;
        }
        pl_text_init(&name);
        if (others) {
            pl_text_put(&name, "all others");
        } else {
            pl_loops_put_group(writing->context, loops, order[g], &name);
        }
        pl_sheet_row(&writing->sheet);
        pl_sheet_number(&writing->sheet, in_hours(writing, loops->times[t]));
        pl_sheet_number(&writing->sheet, others ? (double)NAN : (double)(g + 1));
        pl_sheet_text(
            &writing->sheet,
            pl_loop_sign_word(others ? (g == n ? 1 : -1) : set->groups[order[g]].sign));
        pl_sheet_number(&writing->sheet,
                        (double)(others ? n_loops : set->groups[order[g]].n));
        pl_sheet_number(&writing->sheet, loops->scored[t] > 0
                                             ? curves.shares[g * loops->n_times + t]
                                             : (double)NAN);
        pl_sheet_take(&writing->sheet, &name);
    }
    free(order);
    free(place);
    free_curves(&curves);
}

static void
write_selves(struct writing *writing)
{
    const struct pl_loops *loops = writing->loops;
    const char *unit = time_unit(writing) != NULL ? "1/h" : NULL;
    const double hour = in_hours(writing, 1.0);

    pl_sheet_add(&writing->sheet, PL_COLUMN_TEXT, NULL, "state");
    pl_sheet_add(&writing->sheet, PL_COLUMN_TEXT, NULL, "is");
    pl_sheet_add(&writing->sheet, PL_COLUMN_TEXT, NULL, "sign");
    pl_sheet_add_band(&writing->sheet, "slope",
                      time_unit(writing) != NULL ? "_per_h" : "", unit);
    add_at(writing, time_unit(writing) != NULL ? "slope_per_h" : "slope", unit);
    pl_sheet_add_band(&writing->sheet, "time_scale", time_suffix(writing),
                      time_unit(writing));
    for (size_t s = 0; s < loops->n_selves; s++) {
        const struct pl_loop_self *self = &loops->selves[s];
        const struct pl_symbol *symbol =
            &writing->context->model->symbols[self->symbol];
        const struct pl_band slope = self->slope;

        pl_sheet_row(&writing->sheet);
        pl_sheet_text(&writing->sheet, symbol->name);
        pl_sheet_text(&writing->sheet, symbol->label);
        pl_sheet_text(&writing->sheet,
                      pl_loop_sign_word((slope.median > 0.0) - (slope.median < 0.0)));
        pl_sheet_band(
            &writing->sheet,
            (struct pl_band){slope.low / hour, slope.median / hour, slope.high / hour});
        if (loops->has_at) {
            pl_sheet_band(&writing->sheet,
                          (struct pl_band){self->slope_at.low / hour,
                                           self->slope_at.median / hour,
                                           self->slope_at.high / hour});
        }
        pl_sheet_band(&writing->sheet,
                      (struct pl_band){slope.low < 0.0 ? -hour / slope.low : NAN,
                                       slope.median < 0.0 ? -hour / slope.median : NAN,
                                       slope.high < 0.0 ? -hour / slope.high : NAN});
    }
}

static void
write_links(struct writing *writing)
{
    const struct pl_loops *loops = writing->loops;
    const struct pl_loop_moment *before = &loops->course->first.moments[0];
    const struct pl_loop_moment *at = &loops->course->first.moments[loops->course->at];
    char suffix[PL_NUMBER_SIZE + 1];

    pl_sheet_add(&writing->sheet, PL_COLUMN_TEXT, NULL, "from");
    pl_sheet_add(&writing->sheet, PL_COLUMN_TEXT, NULL, "to");
    pl_sheet_add(&writing->sheet, PL_COLUMN_TEXT, NULL, "kind");
    pl_sheet_add(&writing->sheet, PL_COLUMN_NUMBER, NULL, "slope");
    if (loops->has_at) {
        put_at_suffix(writing, suffix);
        pl_sheet_add(&writing->sheet, PL_COLUMN_NUMBER, NULL, "slope%s", suffix);
    }
    for (size_t k = 0; k < loops->links->n_links; k++) {
        const struct pl_link *link = &loops->links->links[k];

        pl_sheet_row(&writing->sheet);
        pl_sheet_text(&writing->sheet, name_of(writing, link->source));
        pl_sheet_text(&writing->sheet, name_of(writing, link->target));
        pl_sheet_text(&writing->sheet, link->source == link->target ? "self"
                                       : link->carries              ? "conversion"
                                                                    : "signal");
        pl_sheet_number(&writing->sheet, before->point.weights[k]);
        if (loops->has_at) {
            pl_sheet_number(&writing->sheet, at->point.weights[k]);
        }
    }
}

enum pl_status
pl_loops_frame(const struct pl_context *context, const struct pl_loops *loops,
               enum pl_loops_table table, size_t top, struct pl_diags *diags,
               struct pl_frame **out)
{
    struct writing writing = {
        .context = context,
        .loops = loops,
        .sheet = pl_sheet_begin(loops->n_members > 1, diags),
    };

    switch (table) {
    case PL_LOOPS_TABLE_LOOPS:
        write_loops(&writing);
        break;
    case PL_LOOPS_TABLE_EDGES:
        write_edges(&writing);
        break;
    case PL_LOOPS_TABLE_SCORES:
        write_scores(&writing, top);
        break;
    case PL_LOOPS_TABLE_GROUPS:
        write_groups(&writing, top);
        break;
    case PL_LOOPS_TABLE_SELF:
        write_selves(&writing);
        break;
    case PL_LOOPS_TABLE_LINKS:
        write_links(&writing);
        break;
    case PL_N_LOOPS_TABLES:
        break;
    }
    return pl_sheet_end(&writing.sheet, out);
}
