/*
 * synergy_fitted.c - the scores of measured checkerboards, by fitted curves.
 */
#include "analysis/synergy_private.h"

#include <math.h>
#include <stdlib.h>

#include "analysis/hill.h"
#include "analysis/root.h"
#include "base/diag.h"

/* [effect] of a root. */
#define TOLERANCE 1e-15

/* What a curve through the doses of one drug begins and ends at when another drug is
 * there: at most, all is gone. */
#define ALL_GONE 1.0

/* The effect of a single dose of drug d. */
static double
single_effect(const struct pl_checkerboard *board, size_t d, size_t dose, size_t m)
{
    return d == 0 ? pl_board_effect(board, dose, 0, m)
                  : pl_board_effect(board, 0, dose, m);
}

/* A curve through the doses of one drug alone, 0 among them. */
static enum pl_status
fit_alone(struct pl_synergy *synergy, size_t d, size_t m, double *line,
          struct pl_diags *diags)
{
    const struct pl_checkerboard *board = synergy->board;
    struct pl_hill *fit = &synergy->fits[d][m];
    double sum = 0.0;
    enum pl_status status = PL_OK;

    for (size_t i = 0; i < board->n[d]; i++) {
        line[i] = single_effect(board, d, i, m);
        sum += line[i];
    }
    status = pl_hill_fit(board->doses[d], line, board->n[d], diags, fit);
    if (fit->state == PL_HILL_FLAT_CURVE) {
        fit->e0 = sum / (double)board->n[d];
        fit->einf = fit->e0;
        fit->ec50 = board->doses[d][1]; /* any: the curve is level */
        fit->h = 1.0;
    }
    return status;
}

/* Straight line through ln(e / (1 - e)) over ln dose. */
static void
fit_median_effect(struct pl_synergy *synergy, size_t d, size_t m)
{
    const struct pl_checkerboard *board = synergy->board;
    struct pl_median_effect *median = &synergy->lines[d][m];
    double n = 0.0, x = 0.0, y = 0.0, xx = 0.0, xy = 0.0, yy = 0.0;

    for (int pass = 0; pass < 2; pass++) { /* first the means, then about them */
        const double mean_x = n > 0.0 ? x / n : 0.0;
        const double mean_y = n > 0.0 ? y / n : 0.0;

        for (size_t i = 1; i < board->n[d]; i++) {
            const double effect = single_effect(board, d, i, m);
            const double at = log(board->doses[d][i]);
            const double logit = log(effect / (1.0 - effect));

            if (!(effect > 0.0 && effect < 1.0)) {
                continue;
            }
            n += pass == 0 ? 1.0 : 0.0;
            x += pass == 0 ? at : 0.0;
            y += pass == 0 ? logit : 0.0;
            xx += pass == 0 ? 0.0 : (at - mean_x) * (at - mean_x);
            xy += pass == 0 ? 0.0 : (at - mean_x) * (logit - mean_y);
            yy += pass == 0 ? 0.0 : (logit - mean_y) * (logit - mean_y);
        }
    }
    *median = (struct pl_median_effect){NAN, NAN, NAN};
    if (n >= 2.0 && xx > 0.0 && yy > 0.0) {
        median->slope = xy / xx;
        median->dose = exp((x - y / median->slope) / n);
        median->r = xy / sqrt(xx * yy);
    }
}

/* Chou and Talalay's index of an effect. */
static double
median_effect_index(const struct pl_synergy *synergy, size_t i, size_t j, size_t m)
{
    const struct pl_checkerboard *board = synergy->board;
    const double effect = pl_board_effect(board, i, j, m);
    const size_t at[] = {i, j};
    double index = 0.0;

    if (!(effect > 0.0 && effect < 1.0)) {
        return (double)NAN;
    }
    for (size_t d = 0; d < 2; d++) {
        const struct pl_median_effect *line = &synergy->lines[d][m];

        index += board->doses[d][at[d]] /
                 (line->dose * pow(effect / (1.0 - effect), 1.0 / line->slope));
    }
    return index;
}

/* Both fitted curves at one combination. */
struct fitted_pair {
    const struct pl_hill *fits[2];
    double doses[2];
};

/* a / A^-1(e) + b / B^-1(e) - 1. */
static double
isobole_at(const void *context, double effect)
{
    const struct fitted_pair *pair = context;
    double sum = -1.0;

    for (size_t d = 0; d < 2; d++) {
        const struct pl_hill *fit = pair->fits[d];
        const double ratio = (effect - fit->e0) / (fit->einf - effect);

        sum += pair->doses[d] / (fit->ec50 * pow(ratio, 1.0 / fit->h));
    }
    return sum;
}

/* What Loewe's model lets expect of fitted curves: between their ends where both reach,
 * else the larger curve at the dose a + b. */
static double
fitted_loewe(const struct fitted_pair *pair)
{
    const struct pl_root_function function = {isobole_at, pair};
    const struct pl_hill *a = pair->fits[0];
    const struct pl_hill *b = pair->fits[1];
    const double low = fmax(fmin(a->e0, a->einf), fmin(b->e0, b->einf));
    const double high = fmin(fmax(a->e0, a->einf), fmax(b->e0, b->einf));
    const double inside = 1e-12 * (high - low);
    const double sum = pair->doses[0] + pair->doses[1];
    const double at_low = isobole_at(pair, low + inside);
    const double at_high = isobole_at(pair, high - inside);
    double effect = fmax(pl_hill_at(a, sum), pl_hill_at(b, sum));

    if (low < high && at_low * at_high <= 0.0) {
        effect = pl_root_between(&function, low + inside, high - inside, at_low,
                                 at_high, TOLERANCE);
    }
    return fmin(effect, ALL_GONE);
}

/* Add half of the curves through the doses of drug d at each dose of the other. */
static enum pl_status
add_lines(struct pl_synergy *synergy, size_t d, size_t m, double *line,
          struct pl_diags *diags)
{
    const struct pl_checkerboard *board = synergy->board;
    const size_t n = board->n[d] - 1;
    enum pl_status status = PL_OK;

    for (size_t k = 1; k < board->n[1 - d] && status == PL_OK; k++) {
        const double base =
            pl_hill_at(&synergy->fits[1 - d][m], board->doses[1 - d][k]);
        struct pl_hill fit;

        for (size_t i = 0; i < n; i++) {
            line[i] = d == 0 ? pl_board_effect(board, i + 1, k, m)
                             : pl_board_effect(board, k, i + 1, m);
        }
        status = pl_hill_fit_between(board->doses[d] + 1, line, n, base, ALL_GONE,
                                     diags, &fit);
        for (size_t i = 0; i < n; i++) {
            const double fitted = pl_hill_at(&fit, board->doses[d][i + 1]);
            const size_t place =
                d == 0 ? pl_synergy_place(board, PL_SYNERGY_ZIP, i + 1, k, m)
                       : pl_synergy_place(board, PL_SYNERGY_ZIP, k, i + 1, m);

            /* a level line, or a single dose, has no curve but itself */
            synergy->values[place] += 0.5 * (isfinite(fitted) ? fitted : line[i]);
        }
    }
    return status;
}

/* ZIP, fitted Loewe and the index of a combination; ZIP holds the fitted effect. */
static void
fill_combination(struct pl_synergy *synergy, size_t i, size_t j, size_t m)
{
    const struct pl_checkerboard *board = synergy->board;
    const double effect = pl_board_effect(board, i, j, m);
    const struct fitted_pair pair = {
        {&synergy->fits[0][m], &synergy->fits[1][m]},
        {board->doses[0][i], board->doses[1][j]},
    };
    const double a = pl_hill_at(pair.fits[0], pair.doses[0]);
    const double b = pl_hill_at(pair.fits[1], pair.doses[1]);
    double *values = synergy->values;

    if (i == 0 || j == 0) {
        values[pl_synergy_place(board, PL_SYNERGY_ZIP, i, j, m)] = effect - effect;
        values[pl_synergy_place(board, PL_SYNERGY_LOEWE_FITTED, i, j, m)] =
            effect - effect;
        values[pl_synergy_place(board, PL_SYNERGY_INDEX_FITTED, i, j, m)] = (double)NAN;
        return;
    }
    values[pl_synergy_place(board, PL_SYNERGY_ZIP, i, j, m)] -= a + b - a * b;
    values[pl_synergy_place(board, PL_SYNERGY_LOEWE_FITTED, i, j, m)] =
        effect - (isfinite(a) && isfinite(b) ? fitted_loewe(&pair) : (double)NAN);
    values[pl_synergy_place(board, PL_SYNERGY_INDEX_FITTED, i, j, m)] =
        median_effect_index(synergy, i, j, m);
}

static enum pl_status
fill_member(struct pl_synergy *synergy, size_t m, double *line, struct pl_diags *diags)
{
    const struct pl_checkerboard *board = synergy->board;
    enum pl_status status = PL_OK;

    for (size_t d = 0; d < 2 && status == PL_OK; d++) {
        fit_median_effect(synergy, d, m);
        status = fit_alone(synergy, d, m, line, diags);
    }
    for (size_t d = 0; d < 2 && status == PL_OK; d++) {
        status = add_lines(synergy, d, m, line, diags);
    }
    for (size_t i = 0; i < board->n[0] && status == PL_OK; i++) {
        for (size_t j = 0; j < board->n[1]; j++) {
            fill_combination(synergy, i, j, m);
        }
    }
    return status;
}

enum pl_status
pl_synergy_fill_fitted(struct pl_synergy *synergy, struct pl_diags *diags)
{
    const struct pl_checkerboard *board = synergy->board;
    const size_t longest = board->n[0] > board->n[1] ? board->n[0] : board->n[1];
    double *line = calloc(longest, sizeof *line);
    enum pl_status status =
        line != NULL ? PL_OK : pl_diag_no_memory(diags, "the fits of a checkerboard");

    for (size_t m = 0; m < board->n_members && status == PL_OK; m++) {
        status = fill_member(synergy, m, line, diags);
    }
    free(line);
    return status;
}
