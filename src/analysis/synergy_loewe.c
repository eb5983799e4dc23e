/*
 * synergy_loewe.c - what Loewe's model lets expect, and its combination index, by the
 * simulated curves of each drug alone.
 */
#include "analysis/synergy_private.h"

#include <math.h>

#include "analysis/root.h"
#include "analysis/effect_curve.h"

/* [ln(t / (1 - t))] of a root. */
#define TOLERANCE 1e-13

/* [effect] Less is no effect: a combination index of it is a quotient of roundings. */
#define NO_EFFECT 1e-6

/* A combination in one member. t is the share of the first drug: a / t of it alone has
 * the effect of b / (1 - t) of the second. */
struct pair {
    const struct pl_effect_curve *curves; /* shape (2) */
    size_t member;
    double a, b; /* [nM] > 0 */
};

/* The difference of both effects at u = ln(t / (1 - t)). */
static double
difference_at(const void *context, double u)
{
    const struct pair *pair = context;
    const double first = pair->a * (1.0 + exp(-u)); /* a / t */
    const double second = pair->b * (1.0 + exp(u)); /* b / (1 - t) */

    return pl_effect_at(&pair->curves[0], pair->member, first) -
           pl_effect_at(&pair->curves[1], pair->member, second);
}

/* u at which the first drug stands at this dose, and the second: doses above a and b. */
static double
place_of_first(const struct pair *pair, double dose)
{
    return -log(dose / pair->a - 1.0);
}

static double
place_of_second(const struct pair *pair, double dose)
{
    return log(dose / pair->b - 1.0);
}

/* [nM] The dose that has half of the way to the effect furthest from that of dose 0. */
static double
half_dose(const struct pl_effect_curve *curve, size_t member)
{
    const double zero = curve->at_zero[member];
    const double up = pl_effect_most(curve, member) - zero;
    const double down = zero - pl_effect_least(curve, member);

    return pl_effect_dose(curve, member,
                          up >= down ? zero + 0.5 * up : zero - 0.5 * down);
}

/* Between two places, where signs differ there. Keep what is nearest to the same
 * multiple of both half-effect doses, place `home`. */
static void
try_between(const struct pair *pair, double low, double high, double at_low,
            double at_high, double home, double *nearest, double *effect)
{
    const struct pl_root_function function = {difference_at, pair};
    double u = 0.0;

    if (!(at_low * at_high <= 0.0)) {
        return;
    }
    u = at_low == 0.0 ? low
        : at_high == 0.0
            ? high
            : pl_root_between(&function, low, high, at_low, at_high, TOLERANCE);
    if (!(fabs(u - home) >= *nearest)) {
        *nearest = fabs(u - home);
        *effect =
            pl_effect_at(&pair->curves[0], pair->member, pair->a * (1.0 + exp(-u)));
    }
}

/* The next place above u, below `end`, at which either drug stands at a knot. The doses
 * of the first fall, of the second rise. */
static double
next_place(const struct pair *pair, double u, double end, size_t *first, size_t *second)
{
    const struct pl_effect_curve *curves = pair->curves;
    const struct pl_effect_knot *a = curves[0].knots + pair->member * curves[0].n_knots;
    const struct pl_effect_knot *b = curves[1].knots + pair->member * curves[1].n_knots;
    const size_t n = curves[1].n_known[pair->member];
    double best = end;

    while (*first > 0 && a[*first - 1].dose > pair->a &&
           place_of_first(pair, a[*first - 1].dose) <= u) {
        (*first)--;
    }
    while (*second < n && (b[*second].dose <= pair->b ||
                           place_of_second(pair, b[*second].dose) <= u)) {
        (*second)++;
    }
    if (*first > 0 && a[*first - 1].dose > pair->a) {
        best = fmin(best, place_of_first(pair, a[*first - 1].dose));
    }
    if (*second < n) {
        best = fmin(best, place_of_second(pair, b[*second].dose));
    }
    return best;
}

/* The effect that both drugs have where one stands for the other; NaN for none. */
static double
solve(const struct pair *pair)
{
    const struct pl_effect_curve *curves = pair->curves;
    const size_t m = pair->member;
    const double low = place_of_first(pair, pl_effect_reach(&curves[0], m));
    const double high = place_of_second(pair, pl_effect_reach(&curves[1], m));
    const bool turns =
        curves[0].ways[m] == PL_EFFECT_TURNS || curves[1].ways[m] == PL_EFFECT_TURNS;
    double at_low = difference_at(pair, low);
    double nearest = (double)INFINITY;
    double effect = (double)NAN;
    double home = 0.0;
    double u = low;
    size_t first = curves[0].n_known[m];
    size_t second = 0;

    if (!(low < high)) {
        return effect;
    }
    if (!turns) {
        try_between(pair, low, high, at_low, difference_at(pair, high), 0.0, &nearest,
                    &effect);
        return effect;
    }
    /* a / t over one half-effect dose is b / (1 - t) over the other */
    home = log(pair->a / half_dose(&curves[0], m)) -
           log(pair->b / half_dose(&curves[1], m));
    while (u < high) {
        const double next = next_place(pair, u, high, &first, &second);
        const double at_next = difference_at(pair, next);

        try_between(pair, u, next, at_low, at_next, home, &nearest, &effect);
        u = next;
        at_low = at_next;
    }
    return effect;
}

/* What is expected of a combination. */
static double
expected(const struct pl_synergy *synergy, const struct pair *pair, double alone_a,
         double alone_b, enum pl_loewe_way *way)
{
    const double zero = synergy->curves[0].at_zero[pair->member];
    const double a = alone_a - zero;
    const double b = alone_b - zero;
    const double effect = solve(pair);

    *way = PL_LOEWE_BOTH;
    if (isfinite(effect)) {
        return effect;
    }
    if (a * b < 0.0) {
        *way = PL_LOEWE_OPPOSITE;
        return fmax(alone_a, alone_b);
    }
    *way = fabs(a) >= fabs(b) ? PL_LOEWE_FIRST : PL_LOEWE_SECOND;
    return *way == PL_LOEWE_FIRST ? alone_a : alone_b;
}

/* a / A^-1(e) + b / B^-1(e); a drug that never has the effect adds 0. */
static double
index_of(const struct pl_synergy *synergy, const struct pair *pair, double effect)
{
    const double zero = synergy->curves[0].at_zero[pair->member];
    const double first = pl_effect_dose(&pair->curves[0], pair->member, effect);
    const double second = pl_effect_dose(&pair->curves[1], pair->member, effect);

    if (fabs(effect - zero) < NO_EFFECT || (isinf(first) && isinf(second))) {
        return (double)NAN;
    }
    return pair->a / first + pair->b / second;
}

static void
fill_combination(struct pl_synergy *synergy, size_t i, size_t j, size_t m)
{
    const struct pl_checkerboard *board = synergy->board;
    const double effect = pl_board_effect(board, i, j, m);
    const double a = pl_board_effect(board, i, 0, m);
    const double b = pl_board_effect(board, 0, j, m);
    const struct pair pair = {synergy->curves, m, board->doses[0][i],
                              board->doses[1][j]};
    double *excess =
        &synergy->values[pl_synergy_place(board, PL_SYNERGY_LOEWE, i, j, m)];
    double *index =
        &synergy->values[pl_synergy_place(board, PL_SYNERGY_INDEX, i, j, m)];
    enum pl_loewe_way way = PL_LOEWE_NONE;

    *excess = (double)NAN;
    *index = (double)NAN;
    if (i == 0 || j == 0) {
        *excess = effect - effect; /* 0, or NaN */
    } else if (isfinite(effect) && isfinite(a) && isfinite(b)) {
        *excess = effect - expected(synergy, &pair, a, b, &way);
        *index = index_of(synergy, &pair, effect);
    }
    synergy->ways[(i * board->n[1] + j) * board->n_members + m] = (unsigned char)way;
}

void
pl_synergy_fill_loewe(struct pl_synergy *synergy)
{
    const struct pl_checkerboard *board = synergy->board;

    for (size_t i = 0; i < board->n[0]; i++) {
        for (size_t j = 0; j < board->n[1]; j++) {
            for (size_t m = 0; m < board->n_members; m++) {
                fill_combination(synergy, i, j, m);
            }
        }
    }
}
