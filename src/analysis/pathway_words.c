/*
 * pathway_words.c - what is in the picture of a network, in words.
 */
#include "analysis/pathway.h"

#include <math.h>

#include "analysis/loop_open.h"
#include "analysis/loops_table.h"
#include "base/number.h"
#include "base/text.h"
#include "model/model.h"
#include "model/roles.h"
#include "study/context.h"
#include "study/summary.h"
#include "study/times.h"

/* [-] A level has changed from here on, up or as a ratio down. */
#define CHANGED 1.1

/* What the species of a picture did. */
struct changes {
    size_t n, n_up, n_down;
    const struct pl_pathway_form *highest, *lowest;
};

static struct changes
count_changes(const struct pl_pathway *pathway)
{
    struct changes changes = {0};

    for (size_t k = 0; k < pathway->n_nodes; k++) {
        const struct pl_pathway_node *node = &pathway->nodes[k];

        for (size_t f = 0; node->kind == PL_PATHWAY_SPECIES && f < node->n_forms; f++) {
            const struct pl_pathway_form *form = &node->forms[f];

            changes.n++;
            if (form->fold > CHANGED) {
                changes.n_up++;
                if (changes.highest == NULL || form->fold > changes.highest->fold) {
                    changes.highest = form;
                }
            } else if (form->fold < 1.0 / CHANGED) {
                changes.n_down++;
                if (changes.lowest == NULL || form->fold < changes.lowest->fold) {
                    changes.lowest = form;
                }
            }
        }
    }
    return changes;
}

static void
put_form(const struct pl_pathway *pathway, const char *before,
         const struct pl_pathway_form *form, struct pl_text *text)
{
    if (form != NULL) {
        pl_text_format(text, "%s%s ", before,
                       pathway->context->model->symbols[form->symbol].label);
        pl_summary_put_fold(form->fold, text);
        pl_text_put(text, "-fold");
    }
}

static void
put_changes(const struct pl_pathway *pathway, const struct changes *changes,
            struct pl_text *text)
{
    char time[PL_NUMBER_SIZE];

    pl_time_format(pathway->context, pathway->time, time);
    pl_text_format(text, " At %s ", time);
    if (changes->n_up + changes->n_down == 0) {
        pl_text_put(text, "none of them is a tenth from untreated.");
        return;
    }
    pl_text_format(text, "%zu of them %s risen and %zu fallen by a tenth or more",
                   changes->n_up, changes->n_up == 1 ? "has" : "have", changes->n_down);
    put_form(pathway, ", furthest ", changes->highest, text);
    put_form(pathway, changes->highest != NULL ? " and " : ", furthest ",
             changes->lowest, text);
    pl_text_put(text, ".");
}

/* The names of signals in some state: "S6K_IRS1, S6K_Rictor". @return how many */
static size_t
put_signals(const struct pl_pathway *pathway, enum pl_pathway_loop loop,
            const char *before, struct pl_text *text)
{
    size_t n = 0;

    for (size_t k = 0; k < pathway->n_nodes; k++) {
        const struct pl_pathway_node *node = &pathway->nodes[k];

        if (node->kind == PL_PATHWAY_FEEDBACK && node->loop == loop) {
            pl_text_put(text, n++ > 0 ? ", " : before);
            pl_text_put(text, pl_role_strip(
                                  pathway->context->model->symbols[node->symbol].name));
            if (loop == PL_LOOP_OPENED && !isnan(node->gain)) {
                pl_text_put(text, " (");
                pl_loops_put_gain(node->gain, text);
                pl_text_put(text, " to ");
                pl_loops_put_gain(node->gain_now, text);
                pl_text_put(text, ")");
            }
        }
    }
    pl_text_put(text, n > 0 ? "." : "");
    return n;
}

void
pl_pathway_describe(const struct pl_pathway *pathway, struct pl_text *text)
{
    const struct pl_model *model = pathway->context->model;
    const struct changes changes = count_changes(pathway);
    struct pl_text open;
    size_t n_signals = 0;

    for (size_t k = 0; k < pathway->n_nodes; k++) {
        n_signals += pathway->nodes[k].kind == PL_PATHWAY_FEEDBACK ? 1 : 0;
    }
    pl_text_format(text, "%zu species, %zu arrow%s, %zu feedback edge%s.", changes.n,
                   pathway->n_edges, pathway->n_edges == 1 ? "" : "s", n_signals,
                   n_signals == 1 ? "" : "s");
    if (pathway->treated && changes.n > 0) {
        put_changes(pathway, &changes, text);
    }
    pl_text_init(&open);
    pl_text_format(
        &open, " Open, with %.0f %% or less of the gain left: ", 100.0 * PL_LOOP_OPEN);
    (void)put_signals(pathway, PL_LOOP_OPENED, pl_text_string(&open), text);
    text->failed |= open.failed;
    pl_text_finish(&open);
    (void)put_signals(pathway, PL_LOOP_CLAMPED, " Clamped: ", text);
    (void)put_signals(pathway, PL_LOOP_CUT, " Cut: ", text);
    for (size_t k = 0; k < pathway->n_idle; k++) {
        pl_text_put(text,
                    k > 0 ? ", " : " Left out, for nothing answers to them here: ");
        pl_text_put(text, pl_role_strip(model->symbols[pathway->idle[k]].name));
    }
    pl_text_put(text, pathway->n_idle > 0 ? "." : "");
}
