/*
 * plain_loops.c - the feedback loops of a network that pass no feedback edge.
 */
#include "analysis/plain_loops.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>

#include "analysis/loop_set.h"
#include "base/diag.h"
#include "base/index.h"
#include "base/text.h"
#include "compile/links.h"
#include "model/model.h"
#include "study/context.h"

/* The links between states, and what they weigh. */
struct finding {
    const struct pl_context *context;
    struct pl_diags *diags;
    struct pl_links *links;
    struct pl_links_work *work;
    struct pl_links_point point;
    bool *active; /* shape (n_links) */
    struct pl_loop_set set;
};

static enum pl_status
weigh_links(struct finding *finding, const double *values)
{
    const struct pl_links *links = finding->links;
    struct pl_links_point *point = &finding->point;

    point->weights = calloc(links->n_links + 1, sizeof *point->weights);
    point->velocity = calloc(links->n_nodes + 1, sizeof *point->velocity);
    point->change = calloc(links->n_nodes + 1, sizeof *point->change);
    finding->active = calloc(links->n_links + 1, sizeof *finding->active);
    if (point->weights == NULL || point->velocity == NULL || point->change == NULL ||
        finding->active == NULL) {
        return pl_diag_no_memory(finding->diags, "the links");
    }
    pl_links_evaluate(finding->work, 0.0, values, NULL, point);
    for (size_t l = 0; l < links->n_links; l++) {
        const struct pl_link *link = &links->links[l];

        finding->active[l] = link->source < links->n_states &&
                             link->target < links->n_states &&
                             link->source != link->target && point->weights[l] != 0.0;
    }
    return PL_OK;
}

static const char *
label_of(const struct finding *finding, uint32_t node)
{
    return finding->context->model->symbols[finding->links->symbol[node]].label;
}

/* "Raf -> MEK -> ERK -| Raf" */
static void
put_loop(const struct finding *finding, size_t loop, struct pl_text *text)
{
    size_t n = 0;
    const uint32_t *links = pl_loop_set_links(&finding->set, loop, &n);

    pl_text_put(text, label_of(finding, finding->links->links[links[0]].source));
    for (size_t k = 0; k < n; k++) {
        pl_text_put(text, finding->point.weights[links[k]] < 0.0 ? " -| " : " -> ");
        pl_text_put(text, label_of(finding, finding->links->links[links[k]].target));
    }
}

enum pl_status
pl_plain_loops_find(const struct pl_context *context, const double *values,
                    struct pl_diags *diags, size_t *n, struct pl_text *text)
{
    const struct pl_circuits_options options = {.max_length = PL_NONE,
                                                .max_count = PL_PLAIN_LOOPS_MOST};
    struct finding finding = {.context = context, .diags = diags};
    enum pl_status status = pl_links_create(context->model, diags, &finding.links);

    *n = 0;
    if (status == PL_OK) {
        status = pl_links_work_create(finding.links, diags, &finding.work);
    }
    if (status == PL_OK) {
        status = weigh_links(&finding, values);
    }
    if (status == PL_OK) {
        status = pl_loop_set_init(&finding.set, finding.links, finding.active, &options,
                                  diags);
    }
    for (size_t loop = 0; status == PL_OK && loop < finding.set.n; loop++) {
        if (finding.set.kinds[loop] != PL_LOOP_FEEDBACK) {
            continue;
        }
        if (*n < PL_PLAIN_LOOPS_TOLD) {
            pl_text_put(text, *n > 0 ? "; " : "");
            put_loop(&finding, loop, text);
        }
        ++*n;
    }
    pl_loop_set_finish(&finding.set);
    free(finding.active);
    free(finding.point.weights);
    free(finding.point.velocity);
    free(finding.point.change);
    pl_links_work_destroy(finding.work);
    pl_links_destroy(finding.links);
    return status;
}
