/*
 * pathway_hubs.c - rules by way of which many nodes act on many: as nodes of their own
 * they take edges out of a picture.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/pathway_private.h"
#include "base/diag.h"
#include "expr/formula.h"
#include "model/model.h"
#include "model/roles.h"

/* [edge] A hub takes so many out of the picture at least: m sources and k targets are m k
 * edges without it and m + k with it. */
#define LEAST_SAVED 2

/* More hubs than this are no help to the eye. */
#define MOST_HUBS 32

#define WORD_BITS ((size_t)64)

/* Sets of symbols as bits: what each rule and each reaction reads. */
struct reads {
    const struct pl_pathway_build *build;
    size_t n_words;
    uint64_t *sets; /* shape (n_symbols, n_words): of rules and reactions */
    bool *counted;  /* shape (n_nodes) */
};

static bool
has(const uint64_t *set, size_t i)
{
    return (set[i / WORD_BITS] >> (i % WORD_BITS) & 1) != 0;
}

static uint64_t *
set_of(const struct reads *reads, size_t symbol)
{
    return reads->sets + symbol * reads->n_words;
}

/* A rule that is written out where it is read. */
static bool
is_written_out(const struct reads *reads, size_t symbol)
{
    return pl_symbol_follows(&reads->build->model->symbols[symbol]) &&
           reads->build->node_of[symbol] == PL_NONE;
}

static void
collect(const struct reads *reads, const struct pl_formula *formula, uint64_t *set)
{
    if (formula->op == PL_OP_NAME) {
        set[formula->index / WORD_BITS] |= (uint64_t)1 << (formula->index % WORD_BITS);
        for (size_t w = 0; is_written_out(reads, formula->index) && w < reads->n_words;
             w++) {
            set[w] |= set_of(reads, formula->index)[w];
        }
    }
    for (size_t k = 0; k < formula->n_arguments; k++) {
        collect(reads, formula->arguments[k], set);
    }
}

/* What every rule and reaction reads, by way of what is written out. */
static void
find_reads(const struct reads *reads)
{
    const struct pl_model *model = reads->build->model;

    memset(reads->sets, 0, model->n_symbols * reads->n_words * sizeof *reads->sets);
    for (size_t k = 0; k < model->n_rule_order; k++) {
        const size_t i = model->rule_order[k];
        const struct pl_symbol *symbol = &model->symbols[i];

        collect(reads,
                symbol->kind == PL_SYMBOL_REACTION
                    ? model->reactions[symbol->reaction].rate
                    : symbol->rule,
                set_of(reads, i));
    }
}

static size_t
count_new(const struct reads *reads, size_t node)
{
    if (node == PL_NONE || reads->counted[node]) {
        return 0;
    }
    reads->counted[node] = true;
    return 1;
}

static void
clear_counted(const struct reads *reads)
{
    memset(reads->counted, 0, (reads->build->pathway->n_nodes + 1) * sizeof(bool));
}

/* Nodes that a rule reads, but for drugs: what is on must not move the picture. */
static size_t
count_sources(const struct reads *reads, size_t rule)
{
    const struct pl_pathway_build *build = reads->build;
    size_t n = 0;

    clear_counted(reads);
    for (size_t i = 0; i < build->model->n_symbols; i++) {
        const size_t node = build->node_of[i];

        if (node != PL_NONE && has(set_of(reads, rule), i) &&
            build->pathway->nodes[node].kind != PL_PATHWAY_DRUG &&
            build->pathway->nodes[node].kind != PL_PATHWAY_TARGET) {
            n += count_new(reads, node);
        }
    }
    return n;
}

/* Nodes that a rule acts on. */
static size_t
count_targets(const struct reads *reads, size_t rule)
{
    const struct pl_pathway_build *build = reads->build;
    const struct pl_model *model = build->model;
    size_t n = 0;

    clear_counted(reads);
    for (size_t i = 0; i < model->n_symbols; i++) {
        const struct pl_symbol *symbol = &model->symbols[i];
        const struct pl_reaction *reaction = NULL;

        if (!pl_symbol_follows(symbol) || !has(set_of(reads, i), rule)) {
            continue;
        }
        if (symbol->kind != PL_SYMBOL_REACTION) {
            n += count_new(reads, build->node_of[i]);
            continue;
        }
        reaction = &model->reactions[symbol->reaction];
        for (size_t k = 0; k < reaction->n_reactants + reaction->n_products; k++) {
            const size_t s = k < reaction->n_reactants
                                 ? reaction->reactants[k].symbol
                                 : reaction->products[k - reaction->n_reactants].symbol;

            if (pl_pathway_net(model, reaction, s) != 0.0) {
                n += count_new(reads, build->node_of[s]);
            }
        }
    }
    return n;
}

/* The rule that would take most edges out of the picture; PL_NONE for none. */
static size_t
find_best(const struct reads *reads)
{
    const struct pl_model *model = reads->build->model;
    size_t most = LEAST_SAVED;
    size_t best = PL_NONE;

    find_reads(reads);
    for (size_t k = 0; k < model->n_rule_order; k++) {
        const size_t i = model->rule_order[k];
        size_t n_sources = 0;
        size_t n_targets = 0;

        if (model->symbols[i].kind == PL_SYMBOL_REACTION || !is_written_out(reads, i) ||
            pl_role_by_name(model->symbols[i].name) == PL_ROLE_READOUT) {
            continue;
        }
        n_sources = count_sources(reads, i);
        n_targets = count_targets(reads, i);
        if (n_sources * n_targets >= n_sources + n_targets + most) {
            most = n_sources * n_targets - n_sources - n_targets + 1;
            best = i;
        }
    }
    return best;
}

enum pl_status
pl_pathway_find_hubs(struct pl_pathway_build *build)
{
    const size_t n = build->model->n_symbols;
    struct reads reads = {.build = build, .n_words = n / WORD_BITS + 1};
    enum pl_status status = PL_OK;

    if (n + 1 > SIZE_MAX / sizeof *reads.sets / reads.n_words) {
        return pl_diag_no_memory(build->diags, "the picture of a network");
    }
    reads.sets = calloc((n + 1) * reads.n_words, sizeof *reads.sets);
    reads.counted = calloc(n + 1, sizeof *reads.counted);
    if (reads.sets == NULL || reads.counted == NULL) {
        status = pl_diag_no_memory(build->diags, "the picture of a network");
    }
    for (size_t h = 0; h < MOST_HUBS && status == PL_OK; h++) {
        const size_t best = find_best(&reads);

        if (best == PL_NONE) {
            break;
        }
        status = pl_pathway_add_node(build, PL_PATHWAY_HUB, best);
    }
    free(reads.sets);
    free(reads.counted);
    return status;
}
