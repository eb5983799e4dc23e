/*
 * reach.c - which nodes of a directed graph are reached from which.
 */
#include "analysis/reach.h"

#include <stdlib.h>
#include <string.h>

#include "base/diag.h"

enum pl_status
pl_reach_init(struct pl_reach *reach, size_t n, const struct pl_arrow *arrows,
              size_t n_arrows, bool back, struct pl_diags *diags)
{
    *reach = (struct pl_reach){
        .n = n,
        .first = calloc(n + 2, sizeof *reach->first),
        .targets = calloc(n_arrows + 1, sizeof *reach->targets),
        .stack = calloc(n + 1, sizeof *reach->stack),
    };
    if (reach->first == NULL || reach->targets == NULL || reach->stack == NULL) {
        pl_reach_finish(reach);
        return pl_diag_no_memory(diags, "the arrows of a network");
    }
    for (size_t k = 0; k < n_arrows; k++) {
        reach->first[back ? arrows[k].to : arrows[k].from]++;
    }
    for (size_t k = 0, sum = 0; k <= n; k++) {
        sum += reach->first[k];
        reach->first[k] = sum; /* where those of node k end … */
    }
    for (size_t k = n_arrows; k-- > 0;) { /* … and in the end begin */
        const size_t from = back ? arrows[k].to : arrows[k].from;

        reach->targets[--reach->first[from]] = back ? arrows[k].from : arrows[k].to;
    }
    return PL_OK;
}

void
pl_reach_finish(struct pl_reach *reach)
{
    free(reach->first);
    free(reach->targets);
    free(reach->stack);
    *reach = (struct pl_reach){0};
}

void
pl_reach_mark(struct pl_reach *reach, size_t start, bool *reached)
{
    size_t n_stack = 0;
    size_t at = start;

    memset(reached, 0, reach->n * sizeof *reached);
    for (;;) {
        for (size_t k = reach->first[at]; k < reach->first[at + 1]; k++) {
            const size_t to = reach->targets[k];

            if (!reached[to]) {
                reached[to] = true;
                reach->stack[n_stack++] = to;
            }
        }
        if (n_stack == 0) {
            return;
        }
        at = reach->stack[--n_stack];
    }
}
