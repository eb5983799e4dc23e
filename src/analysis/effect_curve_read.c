/*
 * effect_curve_read.c - what is read off the effect of one drug alone: effects, doses.
 */
#include "analysis/effect_curve.h"

#include <math.h>
#include <stdint.h>
#include <stdlib.h>

#include "analysis/effect_curve_private.h"
#include "analysis/root.h"
#include "base/diag.h"

/* [ln dose] of a root or a turn. */
#define PLACE_TOLERANCE 1e-13

/* Chebyshev points of [-1, 1], cos(pi k / 16): from high to low. */
static const double nodes[PL_EFFECT_NODES] = {
    1.0,
    0.98078528040323043,
    0.92387953251128674,
    0.83146961230254524,
    0.70710678118654757,
    0.55557023301960229,
    0.38268343236508984,
    0.19509032201612833,
    0.0,
    -0.19509032201612819,
    -0.38268343236508973,
    -0.55557023301960196,
    -0.70710678118654746,
    -0.83146961230254535,
    -0.92387953251128674,
    -0.98078528040323043,
    -1.0,
};

double
pl_effect_panel_place(const struct pl_effect_panel *panel, size_t k)
{
    if (k == 0 || k == PL_EFFECT_LAST) {
        return k == 0 ? panel->high : panel->low;
    }
    return 0.5 * (panel->low + panel->high) +
           0.5 * (panel->high - panel->low) * nodes[k];
}

double
pl_effect_panel_at(const struct pl_effect_panel *panel, size_t n_outputs, size_t output,
                   size_t stride, double place)
{
    double above = 0.0;
    double below = 0.0;

    for (size_t k = 0; k <= PL_EFFECT_LAST; k += stride) {
        const double distance = place - pl_effect_panel_place(panel, k);
        const double half = k == 0 || k == PL_EFFECT_LAST ? 0.5 : 1.0;
        const double weight = (k / stride) % 2 == 0 ? half : -half;

        if (distance == 0.0) {
            return panel->values[k * n_outputs + output];
        }
        above += weight / distance * panel->values[k * n_outputs + output];
        below += weight / distance;
    }
    return above / below;
}

bool
pl_effect_panel_is_whole(const struct pl_effect_panel *panel, size_t n_outputs,
                         size_t output)
{
    for (size_t k = 0; k <= PL_EFFECT_LAST; k++) {
        if (!isfinite(panel->values[k * n_outputs + output])) {
            return false;
        }
    }
    return true;
}

/* A slope of a panel's polynomial, up to a factor: for turns. */
struct slope {
    const struct pl_effect_panel *panel;
    size_t n_outputs, output;
};

static double
slope_at(const void *context, double place)
{
    const struct slope *slope = context;
    const double step = 1e-5 * (slope->panel->high - slope->panel->low);

    return pl_effect_panel_at(slope->panel, slope->n_outputs, slope->output, 1,
                              place + step) -
           pl_effect_panel_at(slope->panel, slope->n_outputs, slope->output, 1,
                              place - step);
}

static void
add_knot(struct pl_effect_curve *curve, size_t output, double dose, double effect)
{
    struct pl_effect_knot *knots = curve->knots + output * curve->n_knots;
    const size_t n = curve->n_known[output];

    if (isfinite(effect)) {
        knots[n] = (struct pl_effect_knot){
            .dose = dose,
            .effect = effect,
            .most = n > 0 ? fmax(knots[n - 1].most, effect) : effect,
            .least = n > 0 ? fmin(knots[n - 1].least, effect) : effect,
        };
        curve->n_known[output] = n + 1;
    }
}

/* The nodes of a panel, ascending, and what lies between a node and the next where the
 * polynomial turns. The lowest was the highest of the panel before. */
static void
add_panel_knots(struct pl_effect_curve *curve, size_t output,
                const struct pl_effect_panel *panel)
{
    const struct slope slope = {panel, curve->n_outputs, output};
    const struct pl_root_function function = {slope_at, &slope};

    for (size_t k = PL_EFFECT_LAST; k-- > 0;) {
        const double from = pl_effect_panel_place(panel, k + 1);
        const double to = pl_effect_panel_place(panel, k);
        const double at_from = slope_at(&slope, from);
        const double at_to = slope_at(&slope, to);

        if (at_from * at_to < 0.0) {
            const double turn =
                pl_root_between(&function, from, to, at_from, at_to, 1e-6);

            add_knot(curve, output, exp(turn),
                     pl_effect_panel_at(panel, curve->n_outputs, output, 1, turn));
        }
        add_knot(curve, output, exp(to), panel->values[k * curve->n_outputs + output]);
    }
}

/* Which way an output goes; ups and downs within the error do not count. */
static enum pl_effect_way
way_of(const struct pl_effect_curve *curve, size_t output, double tolerance)
{
    const struct pl_effect_knot *knots = curve->knots + output * curve->n_knots;
    bool rises = false;
    bool falls = false;

    for (size_t i = 0; i < curve->n_known[output]; i++) {
        rises = rises || knots[i].effect > knots[i].least + tolerance;
        falls = falls || knots[i].effect < knots[i].most - tolerance;
    }
    if (rises && falls) {
        return PL_EFFECT_TURNS;
    }
    return rises ? PL_EFFECT_RISES : falls ? PL_EFFECT_FALLS : PL_EFFECT_FLAT;
}

enum pl_status
pl_effect_find_knots(struct pl_effect_curve *curve, double tolerance,
                     struct pl_diags *diags)
{
    curve->n_knots = 2 + 2 * PL_EFFECT_LAST * curve->n_panels;
    curve->n_known = calloc(curve->n_outputs, sizeof *curve->n_known);
    curve->ways = calloc(curve->n_outputs, sizeof *curve->ways);
    if (curve->n_knots <= SIZE_MAX / sizeof *curve->knots / curve->n_outputs) {
        curve->knots = calloc(curve->n_knots * curve->n_outputs, sizeof *curve->knots);
    }
    if (curve->n_known == NULL || curve->ways == NULL || curve->knots == NULL) {
        return pl_diag_no_memory(diags, "a dose curve");
    }
    for (size_t m = 0; m < curve->n_outputs; m++) {
        const struct pl_effect_panel *first = &curve->panels[0];

        add_knot(curve, m, 0.0, curve->at_zero[m]);
        add_knot(curve, m, exp(first->low),
                 first->values[PL_EFFECT_LAST * curve->n_outputs + m]);
        for (size_t i = 0; i < curve->n_panels; i++) {
            if (!pl_effect_panel_is_whole(&curve->panels[i], curve->n_outputs, m)) {
                break; /* the curve ends here */
            }
            add_panel_knots(curve, m, &curve->panels[i]);
        }
        curve->ways[m] = way_of(curve, m, fmax(tolerance, 2.0 * curve->error));
    }
    return PL_OK;
}

double
pl_effect_at(const struct pl_effect_curve *curve, size_t output, double dose)
{
    const struct pl_effect_panel *first = &curve->panels[0];
    const struct pl_effect_panel *last = &curve->panels[curve->n_panels - 1];
    const double zero = curve->at_zero[output];
    const double place = log(dose);
    size_t low = 0;
    size_t high = curve->n_panels;

    if (!(dose > 0.0)) {
        return zero;
    }
    if (place < first->low) {
        const double lowest = first->values[PL_EFFECT_LAST * curve->n_outputs + output];

        return zero + (lowest - zero) * exp(place - first->low);
    }
    if (place > last->high + 1e-12) {
        return (double)NAN;
    }
    while (high - low > 1) {
        const size_t middle = low + (high - low) / 2;

        if (place < curve->panels[middle].low) {
            high = middle;
        } else {
            low = middle;
        }
    }
    return pl_effect_panel_at(&curve->panels[low], curve->n_outputs, output, 1, place);
}

/* How far an effect is from the one that is looked for. */
struct wanted {
    const struct pl_effect_curve *curve;
    size_t output;
    double effect;
};

static double
difference_at(const void *context, double place)
{
    const struct wanted *wanted = context;

    return pl_effect_at(wanted->curve, wanted->output, exp(place)) - wanted->effect;
}

double
pl_effect_dose(const struct pl_effect_curve *curve, size_t output, double effect)
{
    const struct pl_effect_knot *knots = curve->knots + output * curve->n_knots;
    const size_t n = curve->n_known[output];
    const bool upwards = effect > curve->at_zero[output];
    const struct wanted wanted = {curve, output, effect};
    const struct pl_root_function function = {difference_at, &wanted};
    size_t low = 0; /* has not reached it, high has */
    size_t high = n;

    if (n == 0 || isnan(effect) || effect == curve->at_zero[output]) {
        return n == 0 || isnan(effect) ? (double)NAN : 0.0;
    }
    while (high - low > 1) {
        const size_t middle = low + (high - low) / 2;

        if (upwards ? knots[middle].most >= effect : knots[middle].least <= effect) {
            high = middle;
        } else {
            low = middle;
        }
    }
    if (high == n) {
        return (double)INFINITY;
    }
    if (low == 0) { /* below the lowest dose the curve is straight */
        return knots[high].dose * (effect - knots[0].effect) /
               (knots[high].effect - knots[0].effect);
    }
    return exp(pl_root_between(&function, log(knots[low].dose), log(knots[high].dose),
                               knots[low].effect - effect, knots[high].effect - effect,
                               PLACE_TOLERANCE));
}

double
pl_effect_reach(const struct pl_effect_curve *curve, size_t output)
{
    const size_t n = curve->n_known[output];

    return n > 0 ? curve->knots[output * curve->n_knots + n - 1].dose : 0.0;
}

double
pl_effect_most(const struct pl_effect_curve *curve, size_t output)
{
    const size_t n = curve->n_known[output];

    return n > 0 ? curve->knots[output * curve->n_knots + n - 1].most : (double)NAN;
}

double
pl_effect_least(const struct pl_effect_curve *curve, size_t output)
{
    const size_t n = curve->n_known[output];

    return n > 0 ? curve->knots[output * curve->n_knots + n - 1].least : (double)NAN;
}
