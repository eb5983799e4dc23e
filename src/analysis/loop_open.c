/*
 * loop_open.c - which loops a treatment has opened.
 */
#include "analysis/loop_open.h"

#include <math.h>
#include <stdlib.h>

#include "base/diag.h"
#include "base/index.h"
#include "compile/links.h"
#include "study/context.h"
#include "study/treatment.h"

bool
pl_loop_is_open(double kept)
{
    return fabs(kept) <= PL_LOOP_OPEN;
}

double
pl_loop_moment_kept(const struct pl_loop_moment *moment,
                    const struct pl_loop_moment *untreated,
                    const struct pl_links *links, size_t link)
{
    const size_t target = links->links[link].target;
    const double before = untreated->point.weights[link];
    const double kept =
        before != 0.0 ? moment->point.weights[link] / before : (double)NAN;

    return moment->own[target] < 0.0 && untreated->own[target] < 0.0
               ? kept * (untreated->own[target] / moment->own[target])
               : kept;
}

void
pl_loop_set_kept(const struct pl_loop_set *set, struct pl_loop_room *room,
                 const struct pl_loop_moment *moment,
                 const struct pl_loop_moment *untreated, const double *gain,
                 double *factors, double *kept)
{
    for (size_t k = 0; k < set->links->n_links; k++) {
        factors[k] = pl_loop_moment_kept(moment, untreated, set->links, k);
    }
    pl_loop_set_products(set, room, factors, kept);
    for (size_t k = 0; k < set->n; k++) {
        if (gain[k] == 0.0) {
            kept[k] = (double)NAN; /* it was none */
        }
    }
}

/* One loop into the strongest of its edge. */
static void
add_loop(struct pl_edge_gain *edge, size_t loop, double gain, double gain_now,
         double kept)
{
    edge->n_loops++;
    if (!isnan(gain) && !(fabs(gain) <= fabs(edge->gain))) {
        edge->loop = loop;
        edge->gain = gain;
    }
    if (!isnan(gain_now) && !(fabs(gain_now) <= fabs(edge->gain_now))) {
        edge->loop_now = loop;
        edge->gain_now = gain_now;
    }
    /* loops that cannot be compared by their gains have to be open each */
    edge->open =
        edge->open && ((!isnan(gain) && !isnan(gain_now)) || pl_loop_is_open(kept));
}

void
pl_edge_gains(const struct pl_loop_set *set, const double *gain, const double *gain_now,
              const double *kept, struct pl_edge_gain *out)
{
    for (size_t e = 0; e < set->links->n_signals; e++) {
        out[e] = (struct pl_edge_gain){.loop = PL_NONE,
                                       .loop_now = PL_NONE,
                                       .gain = (double)NAN,
                                       .gain_now = (double)NAN,
                                       .open = true};
    }
    for (size_t k = 0; k < set->n; k++) {
        size_t n = 0;
        const uint32_t *edges = pl_loop_set_edges(set, k, &n);

        for (size_t e = 0; e < n; e++) {
            add_loop(&out[edges[e]], k, gain[k], gain_now[k], kept[k]);
        }
    }
    for (size_t e = 0; e < set->links->n_signals; e++) {
        struct pl_edge_gain *edge = &out[e];

        edge->open =
            edge->open && edge->n_loops > 0 &&
            (isnan(edge->gain) ||
             (edge->gain != 0.0 && pl_loop_is_open(edge->gain_now / edge->gain)));
    }
}

void
pl_loop_find_held(const struct pl_links *links, const struct pl_treatment *treatment,
                  double time, bool *held)
{
    size_t n = 0;
    const struct pl_action *actions = pl_treatment_actions(treatment, &n);

    for (size_t e = 0; e < links->n_signals; e++) {
        held[e] = false;
    }
    for (size_t a = 0; a < n; a++) {
        const bool cut = actions[a].kind == PL_ACTION_CUT;

        if (cut || (actions[a].kind == PL_ACTION_CLAMP && time >= actions[a].from)) {
            held[pl_links_node(links, actions[a].symbol) - links->n_states] = true;
        }
    }
}

/* ---------------------------------------------------------------- from values alone */

/* A network at two moments, and its loops. */
struct finding {
    const struct pl_context *context;
    const struct pl_treatment *treatment;
    struct pl_diags *diags;
    struct pl_links *links;
    struct pl_links_work *work;
    struct pl_loop_moment untreated, now;
    bool *held, *active;
    double *error, *room;
    struct pl_loop_set set;
    struct pl_loop_room products;
    double *gain, *gain_now, *kept, *factors;
};

static enum pl_status
no_memory(const struct finding *finding)
{
    return pl_diag_no_memory(finding->diags, "the loops");
}

static enum pl_status
make_room(struct finding *finding)
{
    const struct pl_links *links = finding->links;
    const size_t n_nodes = links->n_nodes + 1;
    enum pl_status status = pl_links_work_create(links, finding->diags, &finding->work);

    if (status == PL_OK) {
        status = pl_loop_moment_init(&finding->untreated, links, finding->diags);
    }
    if (status == PL_OK) {
        status = pl_loop_moment_init(&finding->now, links, finding->diags);
    }
    finding->held = calloc(links->n_signals + 1, sizeof *finding->held);
    finding->active = calloc(links->n_links + 1, sizeof *finding->active);
    finding->factors = calloc(links->n_links + 1, sizeof *finding->factors);
    finding->error = calloc(n_nodes, sizeof *finding->error);
    finding->room = calloc(2 * n_nodes, sizeof *finding->room);
    if (status == PL_OK &&
        (finding->held == NULL || finding->active == NULL || finding->factors == NULL ||
         finding->error == NULL || finding->room == NULL)) {
        status = no_memory(finding);
    }
    return status;
}

static void
set_moment(struct finding *finding, struct pl_loop_moment *moment, double time,
           const double *values)
{
    pl_loop_find_held(finding->links, finding->treatment, time, finding->held);
    pl_loop_moment_set(moment, finding->links, finding->work, fmax(time, 0.0), values,
                       finding->held, PL_LOOP_DRIVE, finding->error, finding->room);
    for (size_t k = 0; k < finding->links->n_links; k++) {
        finding->active[k] |= moment->point.weights[k] != 0.0;
    }
}

static enum pl_status
weigh(struct finding *finding, struct pl_edge_gain *out)
{
    const struct pl_loop_set *set = &finding->set;
    enum pl_status status = pl_loop_room_init(&finding->products, set, finding->diags);

    finding->gain = calloc(set->n + 1, sizeof *finding->gain);
    finding->gain_now = calloc(set->n + 1, sizeof *finding->gain_now);
    finding->kept = calloc(set->n + 1, sizeof *finding->kept);
    if (status == PL_OK &&
        (finding->gain == NULL || finding->gain_now == NULL || finding->kept == NULL)) {
        status = no_memory(finding);
    }
    if (status == PL_OK) {
        pl_loop_moment_gain_factors(&finding->untreated, finding->links,
                                    finding->factors);
        pl_loop_set_products(set, &finding->products, finding->factors, finding->gain);
        pl_loop_moment_gain_factors(&finding->now, finding->links, finding->factors);
        pl_loop_set_products(set, &finding->products, finding->factors,
                             finding->gain_now);
        pl_loop_set_kept(set, &finding->products, &finding->now, &finding->untreated,
                         finding->gain, finding->factors, finding->kept);
        pl_edge_gains(set, finding->gain, finding->gain_now, finding->kept, out);
    }
    return status;
}

static void
finish(struct finding *finding)
{
    pl_loop_room_finish(&finding->products);
    pl_loop_set_finish(&finding->set);
    pl_loop_moment_finish(&finding->untreated);
    pl_loop_moment_finish(&finding->now);
    pl_links_work_destroy(finding->work);
    pl_links_destroy(finding->links);
    free(finding->held);
    free(finding->active);
    free(finding->factors);
    free(finding->error);
    free(finding->room);
    free(finding->gain);
    free(finding->gain_now);
    free(finding->kept);
}

enum pl_status
pl_edge_gains_find(const struct pl_context *context,
                   const struct pl_treatment *treatment, const double *untreated,
                   const double *now, double time,
                   const struct pl_circuits_options *options, struct pl_diags *diags,
                   size_t *n, size_t **symbols, struct pl_edge_gain **out)
{
    struct finding finding = {
        .context = context, .treatment = treatment, .diags = diags};
    struct pl_edge_gain *edges = NULL;
    size_t *signals = NULL;
    enum pl_status status = pl_links_create(context->model, diags, &finding.links);

    *n = 0;
    *symbols = NULL;
    *out = NULL;
    if (status == PL_OK) {
        status = make_room(&finding);
    }
    if (status == PL_OK) {
        set_moment(&finding, &finding.untreated, -1.0, untreated);
        set_moment(&finding, &finding.now, time, now);
        status = pl_loop_set_init(&finding.set, finding.links, finding.active, options,
                                  diags);
    }
    if (status == PL_OK) {
        edges = calloc(finding.links->n_signals + 1, sizeof *edges);
        signals = calloc(finding.links->n_signals + 1, sizeof *signals);
        status = edges != NULL && signals != NULL ? weigh(&finding, edges)
                                                  : no_memory(&finding);
    }
    if (status == PL_OK) {
        *n = finding.links->n_signals;
        for (size_t e = 0; e < *n; e++) {
            signals[e] = finding.links->symbol[finding.links->n_states + e];
        }
        *symbols = signals;
        *out = edges;
        signals = NULL; /* handed over */
        edges = NULL;
    }
    finish(&finding);
    free(signals);
    free(edges);
    return status;
}
