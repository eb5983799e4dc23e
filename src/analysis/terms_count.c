/*
 * terms_count.c - the numbers of a symbol's terms, untreated and treated, over the members
 * of an ensemble.
 */
#include "analysis/terms.h"

#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/diag.h"
#include "study/measure.h"
#include "study/snapshot.h"

/* Folds of one member: of the level, of gain, of what is lost of each unit, and the lag. */
enum { CHANGE_LEVEL, CHANGE_GAIN, CHANGE_LOSS, CHANGE_LAG, N_CHANGES };

/* The numbers of all members while they become bands. */
struct collecting {
    struct pl_terms *terms;
    const struct pl_snapshot *snapshot;
    struct pl_terms_numbers *out;
    double *amounts;          /* shape (n_members, N_COLUMNS, n_rows) */
    double *shares;           /* likewise */
    double *folds;            /* shape (n_members, n_rows) */
    double *changes;          /* shape (n_members, N_CHANGES) */
    struct pl_weighted *room; /* shape (n_members) */
};

static const double *
values_of(const struct collecting *c, size_t member, enum pl_terms_column column,
          double *time)
{
    *time = c->snapshot->time;
    return column == PL_TERMS_TREATED
               ? pl_snapshot_now(c->snapshot, member)
               : pl_snapshot_untreated(c->snapshot, member, time);
}

/* What the terms come to, and each one's share of it. */
static void
add_up(const struct collecting *c, double value, double *amounts, double *shares)
{
    const size_t n = c->terms->n;
    double *totals = amounts + n;

    memset(totals, 0, PL_TERMS_N_TOTALS * sizeof *totals);
    totals[PL_TERMS_VALUE] = value;
    for (size_t k = 0; k < n + PL_TERMS_N_TOTALS; k++) {
        shares[k] = (double)NAN;
    }
    if (c->terms->kind == PL_TERMS_PRODUCT || isnan(value)) {
        for (size_t k = PL_TERMS_GAIN; k <= PL_TERMS_NET; k++) {
            totals[k] = (double)NAN;
        }
        return;
    }
    for (size_t k = 0; k < n; k++) {
        totals[amounts[k] < 0.0 ? PL_TERMS_LOSS : PL_TERMS_GAIN] += amounts[k];
        totals[PL_TERMS_NET] += amounts[k];
    }
    for (size_t k = 0; k < n; k++) {
        const double total = totals[amounts[k] < 0.0 ? PL_TERMS_LOSS : PL_TERMS_GAIN];

        shares[k] = total != 0.0 ? amounts[k] / total : (double)NAN;
    }
}

static void
evaluate_member(struct collecting *c, size_t member)
{
    const size_t n_rows = c->out->n_rows;
    const size_t n = c->terms->n;
    double *untreated = c->amounts + member * PL_TERMS_N_COLUMNS * n_rows;
    double *treated = untreated + n_rows;
    double *folds = c->folds + member * n_rows;
    double *changes = c->changes + member * N_CHANGES;

    for (size_t column = 0; column < PL_TERMS_N_COLUMNS; column++) {
        double time = 0.0;
        const double *values =
            values_of(c, member, (enum pl_terms_column)column, &time);
        double *amounts = column == PL_TERMS_UNTREATED ? untreated : treated;

        pl_terms_evaluate(c->terms, time, values, amounts);
        add_up(c, values[c->terms->symbol], amounts,
               c->shares + (member * PL_TERMS_N_COLUMNS + column) * n_rows);
    }
    for (size_t k = 0; k < n_rows; k++) {
        folds[k] = k == n + PL_TERMS_NET
                       ? (double)NAN /* a difference of nearly nothing */
                       : pl_fold(treated[k], untreated[k],
                                 fmax(fabs(treated[k]), fabs(untreated[k])));
    }
    changes[CHANGE_LEVEL] = folds[n + PL_TERMS_VALUE];
    changes[CHANGE_GAIN] = folds[n + PL_TERMS_GAIN];
    changes[CHANGE_LOSS] = folds[n + PL_TERMS_LOSS] / folds[n + PL_TERMS_VALUE];
    changes[CHANGE_LAG] =
        changes[CHANGE_LEVEL] * changes[CHANGE_LOSS] / changes[CHANGE_GAIN];
}

static struct pl_band
band(const struct collecting *c, const double *values, size_t stride)
{
    return pl_band_of(values, stride, c->snapshot->weights, c->snapshot->n_members,
                      c->room);
}

/* The weight of the members that answer yes, of those that answer at all. */
static double
share_of(const struct collecting *c, bool (*says)(const double *changes, bool *yes))
{
    double all = 0.0;
    double those = 0.0;

    for (size_t m = 0; m < c->snapshot->n_members; m++) {
        const double *weights = c->snapshot->weights;
        const double weight = weights != NULL ? weights[m] : 1.0;
        bool yes = false;

        if (says(c->changes + m * N_CHANGES, &yes)) {
            all += weight;
            those += yes ? weight : 0.0;
        }
    }
    return all > 0.0 ? those / all : (double)NAN;
}

static bool
is_by_gain(const double *changes, bool *yes)
{
    const double gain = fabs(log(changes[CHANGE_GAIN]));
    const double loss = fabs(log(changes[CHANGE_LOSS]));

    *yes = gain > loss;
    return !isnan(gain) && !isnan(loss);
}

static bool
is_risen(const double *changes, bool *yes)
{
    *yes = changes[CHANGE_LEVEL] > 1.0;
    return !isnan(changes[CHANGE_LEVEL]);
}

static void
make_bands(struct collecting *c)
{
    struct pl_terms_numbers *out = c->out;
    const size_t n_rows = out->n_rows;
    const size_t n_symbols = c->snapshot->n_symbols;
    const size_t stride = PL_TERMS_N_COLUMNS * n_rows;

    for (size_t column = 0; column < PL_TERMS_N_COLUMNS; column++) {
        double time = 0.0;
        const double *values = values_of(c, 0, (enum pl_terms_column)column, &time);

        for (size_t k = 0; k < n_rows; k++) {
            out->rows[k].amount[column] =
                band(c, c->amounts + column * n_rows + k, stride);
            out->rows[k].share[column] =
                band(c, c->shares + column * n_rows + k, stride);
        }
        for (size_t i = 0; i < n_symbols; i++) {
            out->levels[column * n_symbols + i] = band(c, values + i, n_symbols);
        }
    }
    for (size_t k = 0; k < n_rows; k++) {
        out->rows[k].fold = band(c, c->folds + k, n_rows);
    }
    out->change = (struct pl_terms_change){
        .level = band(c, c->changes + CHANGE_LEVEL, N_CHANGES),
        .gain = band(c, c->changes + CHANGE_GAIN, N_CHANGES),
        .loss = band(c, c->changes + CHANGE_LOSS, N_CHANGES),
        .lag = band(c, c->changes + CHANGE_LAG, N_CHANGES),
        .by_gain = share_of(c, is_by_gain),
        .rises = share_of(c, is_risen),
    };
}

/* calloc for a table; NULL when its size overflows too. */
static double *
make_table(size_t rows, size_t columns)
{
    return rows <= SIZE_MAX / sizeof(double) / (columns + 1)
               ? calloc(rows * columns + 1, sizeof(double))
               : NULL;
}

static enum pl_status
collect(struct collecting *c, struct pl_diags *diags)
{
    struct pl_terms_numbers *out = c->out;
    const size_t n_members = c->snapshot->n_members;
    const size_t n_rows = c->terms->n + PL_TERMS_N_TOTALS;
    enum pl_status status = PL_OK;

    c->amounts = make_table(n_members, PL_TERMS_N_COLUMNS * n_rows);
    c->shares = make_table(n_members, PL_TERMS_N_COLUMNS * n_rows);
    c->folds = make_table(n_members, n_rows);
    c->changes = make_table(n_members, N_CHANGES);
    c->room = calloc(n_members + 1, sizeof *c->room);
    out->n_rows = n_rows;
    out->rows = calloc(n_rows, sizeof *out->rows);
    out->levels =
        calloc(PL_TERMS_N_COLUMNS * (c->snapshot->n_symbols + 1), sizeof *out->levels);
    if (c->amounts == NULL || c->shares == NULL || c->folds == NULL ||
        c->changes == NULL || c->room == NULL || out->rows == NULL ||
        out->levels == NULL) {
        status = pl_diag_no_memory(diags, "the numbers of terms");
    }
    for (size_t m = 0; m < n_members && status == PL_OK; m++) {
        evaluate_member(c, m);
    }
    if (status == PL_OK) {
        make_bands(c);
    }
    free(c->amounts);
    free(c->shares);
    free(c->folds);
    free(c->changes);
    free(c->room);
    return status;
}

enum pl_status
pl_terms_count(struct pl_terms *terms, const struct pl_snapshot *snapshot,
               struct pl_diags *diags, struct pl_terms_numbers *out)
{
    struct collecting c = {.terms = terms, .snapshot = snapshot, .out = out};
    enum pl_status status = PL_OK;

    pl_terms_numbers_finish(out);
    out->treated = snapshot->treated;
    out->rested = snapshot->rested;
    out->time = snapshot->time;
    out->n_members = snapshot->n_members;
    status = collect(&c, diags);
    if (status != PL_OK) {
        pl_terms_numbers_finish(out);
    }
    return status;
}

void
pl_terms_numbers_finish(struct pl_terms_numbers *numbers)
{
    free(numbers->rows);
    free(numbers->levels);
    *numbers = (struct pl_terms_numbers){0};
}
