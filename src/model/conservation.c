/*
 * conservation.c - finds the sums of amounts that no reaction changes.
 *
 * The rows of the stoichiometric matrix N (one per species) are eliminated one after
 * another; a row that vanishes is a law, and what was subtracted from it says which
 * one. Only the steps are kept, not the combinations of rows, so that a long chain of
 * reactions costs as much as its length. Then dependent species are exchanged while
 * that takes negative coefficients away.
 */
#include "model/conservation.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/diag.h"
#include "expr/formula.h"
#include "model/laws.h"
#include "model/model.h"
#include "model/sparse.h"

/* A coefficient this near to a fraction is one; the largest denominator that is tried.
 */
#define FRACTION_TOLERANCE 1e-10
#define MAX_DENOMINATOR 64

/* A row of N, in the order of elimination: a pivot, or nothing left and a law. */
struct step {
    size_t species;         /* index into finder->species */
    struct pl_sparse left;  /* what was left of the row, by reaction; empty for a law */
    struct pl_sparse taken; /* by step: the factor with which that one was subtracted */
};

struct finder {
    const struct pl_model *model;
    size_t n_species;
    size_t *species;        /* shape (n_species): symbols that only reactions change */
    struct pl_sparse *rows; /* shape (n_species): by reaction */
    struct step *steps;     /* shape (n_species) */
    size_t *pivots;         /* shape (n_reactions): the step with that first entry */
    size_t n_laws;
    struct pl_law *laws; /* shape (n_species) */
    struct pl_sparse scratch;
};

static void
finder_finish(struct finder *finder)
{
    for (size_t i = 0; i < finder->n_species; i++) {
        if (finder->rows != NULL) {
            pl_sparse_finish(&finder->rows[i]);
        }
        if (finder->steps != NULL) {
            pl_sparse_finish(&finder->steps[i].left);
            pl_sparse_finish(&finder->steps[i].taken);
        }
        if (finder->laws != NULL) {
            pl_sparse_finish(&finder->laws[i].terms);
        }
    }
    pl_sparse_finish(&finder->scratch);
    free(finder->species);
    free(finder->rows);
    free(finder->steps);
    free(finder->pivots);
    free(finder->laws);
}

/* ---- the matrix ---- */

/* +1 and -1 for products and reactants, times the stoichiometry; NaN when it is none.
 */
static double
entry_of(const struct pl_reaction *reaction, size_t k, size_t *symbol)
{
    bool reactant = k < reaction->n_reactants;
    const struct pl_participant *participant =
        reactant ? &reaction->reactants[k]
                 : &reaction->products[k - reaction->n_reactants];
    double number = 1.0;

    *symbol = participant->symbol;
    if (participant->stoichiometry != NULL &&
        !pl_formula_is_number(participant->stoichiometry, &number)) {
        return (double)NAN;
    }
    return reactant ? -number : number;
}

/* Which symbols get a row: `rows` by symbol, PL_NONE for those without. */
static bool
choose_species(struct finder *finder, size_t *rows)
{
    const struct pl_model *model = finder->model;

    for (size_t i = 0; i < model->n_symbols; i++) {
        rows[i] =
            pl_model_is_state(model, i) && model->symbols[i].rule_kind == PL_RULE_NONE
                ? 0
                : PL_NONE;
    }
    for (size_t r = 0; r < model->n_reactions; r++) {
        const struct pl_reaction *reaction = &model->reactions[r];

        for (size_t k = 0; k < reaction->n_reactants + reaction->n_products; k++) {
            size_t symbol = 0;

            if (isnan(entry_of(reaction, k, &symbol))) {
                rows[symbol] = PL_NONE;
            }
        }
    }
    finder->species = calloc(model->n_symbols + 1, sizeof *finder->species);
    if (finder->species == NULL) {
        return false;
    }
    for (size_t i = 0; i < model->n_symbols; i++) {
        if (rows[i] != PL_NONE) {
            rows[i] = finder->n_species;
            finder->species[finder->n_species++] = i;
        }
    }
    finder->rows = calloc(finder->n_species + 1, sizeof *finder->rows);
    finder->steps = calloc(finder->n_species + 1, sizeof *finder->steps);
    finder->laws = calloc(finder->n_species + 1, sizeof *finder->laws);
    finder->pivots = calloc(model->n_reactions + 1, sizeof *finder->pivots);
    return finder->rows != NULL && finder->steps != NULL && finder->laws != NULL &&
           finder->pivots != NULL;
}

/* Add a number to a row whose last entry, if it is of that reaction, takes it. */
static bool
add_entry(struct pl_sparse *row, size_t reaction, double value)
{
    if (row->n > 0 && row->indices[row->n - 1] == reaction) {
        double *last = &row->values[row->n - 1];

        *last = pl_sparse_difference(*last, -value);
        if (*last == 0.0) {
            row->n--; /* as much made as used */
        }
        return true;
    }
    return value == 0.0 || pl_sparse_add(row, reaction, value);
}

static bool
fill_rows(struct finder *finder)
{
    const struct pl_model *model = finder->model;
    size_t *rows = calloc(model->n_symbols + 1, sizeof *rows);
    bool done = rows != NULL && choose_species(finder, rows);

    for (size_t r = 0; done && r < model->n_reactions; r++) {
        const struct pl_reaction *reaction = &model->reactions[r];

        finder->pivots[r] = PL_NONE;
        for (size_t k = 0; done && k < reaction->n_reactants + reaction->n_products;
             k++) {
            size_t symbol = 0;
            double value = entry_of(reaction, k, &symbol);

            if (rows[symbol] != PL_NONE) {
                done = add_entry(&finder->rows[rows[symbol]], r, value);
            }
        }
    }
    free(rows);
    return done;
}

/* ---- elimination ---- */

struct rank {
    size_t n;
    size_t species;
};

static int
compare_ranks(const void *a, const void *b)
{
    const struct rank *left = a;
    const struct rank *right = b;

    if (left->n != right->n) {
        return left->n < right->n ? -1 : 1;
    }
    return left->species < right->species ? -1 : left->species > right->species;
}

/* Short rows first: a hub such as ATP would fill the others when it came early. */
static bool
order_steps(struct finder *finder)
{
    struct rank *ranks = calloc(finder->n_species + 1, sizeof *ranks);

    if (ranks == NULL) {
        return false;
    }
    for (size_t i = 0; i < finder->n_species; i++) {
        ranks[i] = (struct rank){finder->rows[i].n, i};
    }
    qsort(ranks, finder->n_species, sizeof *ranks, compare_ranks);
    for (size_t k = 0; k < finder->n_species; k++) {
        finder->steps[k].species = ranks[k].species;
    }
    free(ranks);
    return true;
}

/* One step: subtract earlier pivots until the row is empty or starts a new column. */
static bool
eliminate(struct finder *finder, size_t k)
{
    struct step *step = &finder->steps[k];
    struct pl_sparse *row = &finder->rows[step->species];

    step->left = *row;
    *row = (struct pl_sparse){0};
    while (step->left.n > 0) {
        size_t column = step->left.indices[0];
        size_t pivot = finder->pivots[column];
        struct pl_sparse swap;
        double factor = 0.0;

        if (pivot == PL_NONE) {
            finder->pivots[column] = k;
            return true;
        }
        factor = step->left.values[0] / finder->steps[pivot].left.values[0];
        if (!pl_sparse_add(&step->taken, pivot, factor) ||
            !pl_sparse_subtract(&step->left, factor, &finder->steps[pivot].left,
                                &finder->scratch)) {
            return false;
        }
        swap = step->left;
        step->left = finder->scratch;
        finder->scratch = swap;
        if (step->left.n > 0 && step->left.indices[0] == column) {
            /* Cancels by construction, whatever rounding says. */
            step->left.n--;
            memmove(step->left.indices, step->left.indices + 1,
                    step->left.n * sizeof *step->left.indices);
            memmove(step->left.values, step->left.values + 1,
                    step->left.n * sizeof *step->left.values);
        }
    }
    return true;
}

/* ---- laws ---- */

static int
compare_sizes(const void *a, const void *b)
{
    const size_t *left = a;
    const size_t *right = b;

    return *left < *right ? -1 : *left > *right;
}

/* The steps that a step rests on, itself too, rising. `reached` is all 0 and stays so.
 */
static size_t
list_reached(const struct finder *finder, size_t from, char *reached, size_t *list)
{
    size_t n = 1;

    list[0] = from;
    reached[from] = 1;
    for (size_t k = 0; k < n; k++) {
        const struct pl_sparse *taken = &finder->steps[list[k]].taken;

        for (size_t j = 0; j < taken->n; j++) {
            if (!reached[taken->indices[j]]) {
                reached[taken->indices[j]] = 1;
                list[n++] = taken->indices[j];
            }
        }
    }
    for (size_t k = 0; k < n; k++) {
        reached[list[k]] = 0;
    }
    qsort(list, n, sizeof *list, compare_sizes);
    return n;
}

/* Work space for reading laws off the steps, all of shape (n_species + 1). */
struct trace {
    char *reached;
    size_t *list;
    double *weights; /* by step */
    double *by_species;
};

/* The combination of rows that vanished in step k, walking back through the steps. */
static bool
trace_law(struct finder *finder, size_t k, struct trace *trace)
{
    struct pl_law *law = &finder->laws[finder->n_laws];
    size_t n = list_reached(finder, k, trace->reached, trace->list);
    size_t n_terms = 0;

    for (size_t j = 0; j < n; j++) {
        trace->weights[trace->list[j]] = 0.0;
    }
    trace->weights[k] = 1.0;
    for (size_t j = n; j-- > 0;) {
        size_t at = trace->list[j];
        const struct step *step = &finder->steps[at];
        double weight = trace->weights[at];

        for (size_t t = 0; weight != 0.0 && t < step->taken.n; t++) {
            double *used = &trace->weights[step->taken.indices[t]];

            *used = pl_sparse_difference(*used, step->taken.values[t] * weight);
        }
        if (weight != 0.0) {
            trace->by_species[step->species] = weight;
            trace->list[n - 1 - n_terms++] =
                step->species; /* its own places are read */
        }
    }
    qsort(trace->list + (n - n_terms), n_terms, sizeof *trace->list, compare_sizes);
    for (size_t j = n - n_terms; j < n; j++) {
        if (!pl_sparse_add(&law->terms, trace->list[j],
                           trace->by_species[trace->list[j]])) {
            return false;
        }
    }
    law->dependent = finder->steps[k].species;
    finder->n_laws++;
    return true;
}

static bool
trace_laws(struct finder *finder)
{
    size_t n = finder->n_species + 1;
    struct trace trace = {
        .reached = calloc(n, 1),
        .list = calloc(n, sizeof *trace.list),
        .weights = calloc(n, sizeof *trace.weights),
        .by_species = calloc(n, sizeof *trace.by_species),
    };
    bool done = trace.reached != NULL && trace.list != NULL && trace.weights != NULL &&
                trace.by_species != NULL;

    for (size_t k = 0; done && k < finder->n_species; k++) {
        if (finder->steps[k].left.n == 0) {
            done = trace_law(finder, k, &trace);
        }
    }
    free(trace.reached);
    free(trace.list);
    free(trace.weights);
    free(trace.by_species);
    return done;
}

/* ---- the result ---- */

/* 0.3333333333 is 1/3: what elimination leaves of whole numbers are fractions. */
static double
nearest_fraction(double value)
{
    for (int q = 1; q <= MAX_DENOMINATOR; q++) {
        double numerator = round(value * q);

        if (numerator != 0.0 &&
            fabs(value * q - numerator) <= FRACTION_TOLERANCE * fabs(numerator)) {
            return numerator / q;
        }
    }
    return value;
}

/* By their species, as words in a dictionary; no two laws have the same ones. */
static int
compare_laws(const void *a, const void *b)
{
    const struct pl_law *left = a;
    const struct pl_law *right = b;

    for (size_t t = 0; t < left->terms.n && t < right->terms.n; t++) {
        if (left->terms.indices[t] != right->terms.indices[t]) {
            return left->terms.indices[t] < right->terms.indices[t] ? -1 : 1;
        }
    }
    return left->terms.n < right->terms.n ? -1 : left->terms.n > right->terms.n;
}

static bool
copy_laws(struct finder *finder, struct pl_conservation *out)
{
    out->laws = calloc(finder->n_laws + 1, sizeof *out->laws);
    if (out->laws == NULL) {
        return false;
    }
    qsort(finder->laws, finder->n_laws, sizeof *finder->laws, compare_laws);
    for (size_t k = 0; k < finder->n_laws; k++) {
        const struct pl_sparse *terms = &finder->laws[k].terms;
        struct pl_conservation_law *law = &out->laws[out->n_laws++];

        law->species = calloc(terms->n, sizeof *law->species);
        law->coefficients = calloc(terms->n, sizeof *law->coefficients);
        if (law->species == NULL || law->coefficients == NULL) {
            return false;
        }
        law->n = terms->n;
        law->dependent = finder->species[finder->laws[k].dependent];
        for (size_t t = 0; t < terms->n; t++) {
            law->species[t] = finder->species[terms->indices[t]];
            law->coefficients[t] =
                nearest_fraction(terms->values[t] / terms->values[0]);
        }
    }
    return true;
}

enum pl_status
pl_conservation_find(const struct pl_model *model, struct pl_diags *diags,
                     struct pl_conservation *out)
{
    struct finder finder = {.model = model};
    bool done = fill_rows(&finder) && order_steps(&finder);

    *out = (struct pl_conservation){0};
    for (size_t k = 0; done && k < finder.n_species; k++) {
        done = eliminate(&finder, k);
    }
    done = done && trace_laws(&finder) && pl_laws_improve(finder.laws, finder.n_laws) &&
           pl_laws_choose_dependents(finder.laws, finder.n_laws, finder.n_species) &&
           copy_laws(&finder, out);
    finder_finish(&finder);
    if (!done) {
        pl_conservation_finish(out);
        return pl_diag_no_memory(diags, "conservation laws");
    }
    return PL_OK;
}

void
pl_conservation_finish(struct pl_conservation *laws)
{
    for (size_t k = 0; k < laws->n_laws; k++) {
        free(laws->laws[k].species);
        free(laws->laws[k].coefficients);
    }
    free(laws->laws);
    *laws = (struct pl_conservation){0};
}
