/*
 * loops_table.c - the tables of loops that a person reads.
 */
#include "analysis/loops_table.h"

#include <math.h>
#include <stdlib.h>

#include "analysis/loops.h"
#include "analysis/loops_names.h"
#include "analysis/sheet.h"
#include "base/diag.h"
#include "base/index.h"
#include "base/text.h"
#include "compile/links.h"
#include "model/model.h"
#include "study/context.h"
#include "study/times.h"

/* A loop of a smaller gain does nothing. */
#define LEAST_GAIN 1e-6

/* What is written about what. */
struct writing {
    const struct pl_context *context;
    const struct pl_loops *loops;
    struct pl_sheet sheet;
};

void
pl_loops_put_gain(double gain, struct pl_text *text)
{
    if (isnan(gain)) {
        pl_text_put(text, "–");
    } else if (fabs(gain) < LEAST_GAIN) {
        pl_text_put(text, gain == 0.0 ? "0" : "≈0");
    } else if (fabs(gain) < 0.0995 || fabs(gain) >= 9.995) {
        pl_text_format(text, fabs(gain) < 0.0995 ? "%+.2g" : "%+.3g", gain);
    } else {
        pl_text_format(text, "%+.2f", gain);
    }
}

static void
put_gain(struct writing *writing, double gain)
{
    struct pl_text text;

    pl_text_init(&text);
    pl_loops_put_gain(gain, &text);
    pl_sheet_take(&writing->sheet, &text);
}

static void
put_share(struct pl_text *text, double share)
{
    if (isnan(share)) {
        pl_text_put(text, "–");
    } else if (share > 0.0 && share < 0.005) {
        pl_text_put(text, "<1 %");
    } else {
        pl_text_format(text, "%.0f %%", 100.0 * share);
    }
}

static void
put_share_cell(struct writing *writing, double share, const char *instead)
{
    struct pl_text text;

    pl_text_init(&text);
    if (instead != NULL) {
        pl_text_put(&text, instead);
    } else {
        put_share(&text, share);
    }
    pl_sheet_take(&writing->sheet, &text);
}

/* "41 % (35 to 48)" */
static void
put_share_band(struct writing *writing, struct pl_band band)
{
    struct pl_text text;

    pl_text_init(&text);
    put_share(&text, band.median);
    if (!isnan(band.low)) {
        pl_text_format(&text, " (%.0f to %.0f)", 100.0 * band.low, 100.0 * band.high);
    }
    pl_sheet_take(&writing->sheet, &text);
}

/* Columns that both tables have: gains, and behind what stands between them the shares. */
static void
add_gains(struct writing *writing)
{
    struct pl_text at;

    pl_sheet_add(&writing->sheet, PL_COLUMN_TEXT, NULL, "gain");
    if (writing->loops->has_at) {
        pl_text_init(&at);
        pl_loops_put_at(writing->context, writing->loops, &at);
        if (at.failed && writing->sheet.status == PL_OK) {
            writing->sheet.status = pl_diag_no_memory(writing->sheet.diags, "a table");
        }
        pl_sheet_add(&writing->sheet, PL_COLUMN_TEXT, NULL, "gain, %s",
                     pl_text_string(&at));
        pl_text_finish(&at);
    }
}

static void
add_shares(struct writing *writing)
{
    const struct pl_loops *loops = writing->loops;

    for (size_t m = 0; m < loops->n_marks; m++) {
        char words[PL_NUMBER_SIZE];

        pl_time_format(writing->context, loops->marks[m], words);
        pl_sheet_add(&writing->sheet, PL_COLUMN_TEXT, NULL, "%s", words);
    }
}

/* An edge and its place. */
struct place {
    size_t edge;
    bool has_loops, open;
    double share, gain;
};

static int
compare_places(const void *a, const void *b)
{
    const struct place *left = a;
    const struct place *right = b;

    if (left->has_loops != right->has_loops) {
        return left->has_loops ? -1 : 1;
    }
    if (left->open != right->open) {
        return right->open ? -1 : 1;
    }
    if (left->share != right->share) {
        return left->share > right->share ? -1 : 1;
    }
    if (left->gain != right->gain) {
        return left->gain > right->gain ? -1 : 1;
    }
    return (left->edge > right->edge) - (left->edge < right->edge);
}

static enum pl_status
order_edges(const struct pl_loops *loops, struct pl_diags *diags, size_t *order)
{
    struct place *places = calloc(loops->n_edges + 1, sizeof *places);

    if (places == NULL) {
        return pl_diag_no_memory(diags, "the edges");
    }
    for (size_t e = 0; e < loops->n_edges; e++) {
        const struct pl_loop_edge *edge = &loops->edges[e];
        const double gain = fabs(pl_loops_edge_gain(loops, edge));

        places[e] = (struct place){
            .edge = e,
            .has_loops = edge->n_loops > 0,
            .open = pl_loops_most(edge->open_share),
            .share = isnan(edge->share.median) ? 0.0 : edge->share.median,
            .gain = isnan(gain) ? 0.0 : gain,
        };
    }
    qsort(places, loops->n_edges, sizeof *places, compare_places);
    for (size_t e = 0; e < loops->n_edges; e++) {
        order[e] = places[e].edge;
    }
    free(places);
    return PL_OK;
}

static void
write_edge(struct writing *writing, const struct pl_loop_edge *edge)
{
    const struct pl_loops *loops = writing->loops;
    const char *open = edge->held ? "held" : "open";
    struct pl_text text;

    pl_sheet_row(&writing->sheet);
    pl_sheet_text(&writing->sheet,
                  writing->context->model->symbols[edge->symbol].label);
    pl_text_init(&text);
    pl_text_format(&text, "%zu", edge->n_loops);
    pl_sheet_take(&writing->sheet, &text);
    put_gain(writing, pl_loops_edge_gain(loops, edge));
    if (loops->has_at) {
        put_gain(writing, pl_loops_edge_gain_at(loops, edge));
    }
    for (size_t m = 0; m < loops->n_marks; m++) {
        put_share_cell(writing, edge->n_loops > 0 ? edge->marks[m].median : (double)NAN,
                       pl_loops_most(edge->open_marks[m]) ? open : NULL);
    }
}

enum pl_status
pl_loops_edge_table(const struct pl_context *context, const struct pl_loops *loops,
                    struct pl_diags *diags, size_t *order, struct pl_frame **out)
{
    struct writing writing = {
        .context = context, .loops = loops, .sheet = pl_sheet_begin(false, diags)};

    pl_sheet_add(&writing.sheet, PL_COLUMN_TEXT, NULL, "feedback edge");
    pl_sheet_add(&writing.sheet, PL_COLUMN_TEXT, NULL, "loops");
    add_gains(&writing);
    add_shares(&writing);
    if (writing.sheet.status == PL_OK) {
        writing.sheet.status = order_edges(loops, diags, order);
    }
    for (size_t e = 0; e < loops->n_edges && writing.sheet.status == PL_OK; e++) {
        write_edge(&writing, &loops->edges[order[e]]);
    }
    return pl_sheet_end(&writing.sheet, out);
}

enum pl_status
pl_loops_set_table(const struct pl_context *context, const struct pl_loops *loops,
                   const size_t *order, struct pl_diags *diags, struct pl_frame **out)
{
    struct writing writing = {
        .context = context, .loops = loops, .sheet = pl_sheet_begin(false, diags)};

    pl_sheet_add(&writing.sheet, PL_COLUMN_TEXT, NULL, "feedback edge");
    pl_sheet_add(&writing.sheet, PL_COLUMN_TEXT, NULL, "on average");
    pl_sheet_add(&writing.sheet, PL_COLUMN_TEXT, NULL, "leads in");
    for (size_t k = 0; k < loops->n_edges && writing.sheet.status == PL_OK; k++) {
        const struct pl_loop_edge *edge = &loops->edges[order[k]];
        struct pl_text text;

        if (edge->n_loops == 0) {
            continue;
        }
        pl_sheet_row(&writing.sheet);
        pl_sheet_text(&writing.sheet, context->model->symbols[edge->symbol].label);
        put_share_band(&writing, edge->share);
        pl_text_init(&text);
        put_share(&text, edge->leads);
        pl_sheet_take(&writing.sheet, &text);
    }
    return pl_sheet_end(&writing.sheet, out);
}

static void
write_loop(struct writing *writing, size_t r)
{
    const struct pl_loops *loops = writing->loops;
    const struct pl_loop_row *row = &loops->rows[r];
    const bool alone = loops->n_members == 1;
    size_t n = 0;
    struct pl_text text;

    pl_loop_set_links(&loops->set, row->loop, &n);
    pl_sheet_row(&writing->sheet);
    pl_text_init(&text);
    pl_text_format(&text, "%zu", r + 1);
    pl_sheet_take(&writing->sheet, &text);
    pl_sheet_text(&writing->sheet, pl_loop_sign_word(row->sign));
    if (alone) {
        pl_text_format(&text, "%zu", n);
        pl_sheet_take(&writing->sheet, &text);
    }
    if (alone && isnan(row->delay.median)) {
        pl_sheet_text(&writing->sheet, "–");
    } else if (alone) {
        char words[PL_NUMBER_SIZE];

        pl_time_format(writing->context, row->delay.median, words);
        pl_sheet_text(&writing->sheet, words);
    }
    put_gain(writing, row->gain.median);
    if (loops->has_at) {
        put_gain(writing, row->gain_at.median);
    }
    for (size_t m = 0; m < loops->n_marks; m++) {
        put_share_cell(writing, row->marks[m].median,
                       isnan(row->marks[m].median) && row->open != PL_NONE ? "open"
                                                                           : NULL);
    }
    if (loops->moves && loops->n_members > 1) {
        put_share_band(writing, row->share);
    }
}

enum pl_status
pl_loops_loop_table(const struct pl_context *context, const struct pl_loops *loops,
                    size_t n, struct pl_diags *diags, struct pl_frame **out)
{
    struct writing writing = {
        .context = context, .loops = loops, .sheet = pl_sheet_begin(false, diags)};

    pl_sheet_add(&writing.sheet, PL_COLUMN_TEXT, NULL, "loop");
    pl_sheet_add(&writing.sheet, PL_COLUMN_TEXT, NULL, "sign");
    if (loops->n_members == 1) {
        pl_sheet_add(&writing.sheet, PL_COLUMN_TEXT, NULL, "nodes");
        pl_sheet_add(&writing.sheet, PL_COLUMN_TEXT, NULL, "time scale");
    }
    add_gains(&writing);
    add_shares(&writing);
    if (loops->moves && loops->n_members > 1) {
        pl_sheet_add(&writing.sheet, PL_COLUMN_TEXT, NULL, "on average");
    }
    for (size_t r = 0; r < n && r < loops->n_rows; r++) {
        write_loop(&writing, r);
    }
    return pl_sheet_end(&writing.sheet, out);
}
