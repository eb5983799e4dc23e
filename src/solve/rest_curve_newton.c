/*
 * rest_curve_newton.c - the equations of a curve of rest states: Newton steps, tangents.
 */
#include "solve/rest_curve_private.h"

#include <math.h>
#include <string.h>

#include "compile/program.h"
#include "solve/conserved.h"
#include "solve/matrix.h"
#include "solve/system.h"

/* Newton ends when a step is below DONE relative to |z_i|, where rounding allows. Where it
 * does not, as near a branch point, the length of one has to be below GOOD_ENOUGH. */
static const double DONE = 1e-13, GOOD_ENOUGH = 1e-8;

/* For that, a state is no smaller than this part of the largest of its kind. */
static const double FLOOR = 1e-9;

enum { MAX_ITERATIONS = 15, INVERSE_ITERATIONS = 3 };

/* A step may be this many times as long as the one before: beyond it diverges. */
static const double DIVERGES = 2.0;

/* A pivot of the scaled matrix that is smaller is rounding. */
static const double SMALLEST_PIVOT = 1e-13;

/* The slope over q is a difference across this part of q, and of the range. Newton and
 * tangents need no more digits: what they lead to is not rounded by it. */
static const double DIFFERENCE = 1e-5, DIFFERENCE_OF_RANGE = 1e-7;

/* Where a matrix has no inverse at all, that of a state beside will do, so far off. */
static const double NEARLY = 1e-9;

/* What is 0 on the curve: rates, and for states that follow from others what their sum
 * has too much. @return false when something is not finite */
static bool
evaluate(struct pl_rest_curve *curve, const double *y, double q, double *out)
{
    if (!pl_rest_curve_put(curve, q) || !pl_system_rates(curve->system, 0.0, y, out)) {
        return false;
    }
    for (size_t l = 0; l < curve->conserved.n; l++) {
        const struct pl_conserved_sum *sum = &curve->conserved.sums[l];

        out[sum->states[sum->dependent]] = pl_conserved_excess(sum, y);
    }
    return true;
}

/* The same over q: differences to both sides, or, where one side lies outside the range,
 * two to the other. */
static bool
find_slope(struct pl_rest_curve *curve, const double *z)
{
    const size_t n = curve->n;
    const double q = z[n];
    const double width = curve->q_high - curve->q_low;
    const double h = DIFFERENCE_OF_RANGE * width +
                     (curve->range.logarithmic ? DIFFERENCE : DIFFERENCE * fabs(q));
    const double side = q + h > curve->q_high ? -1.0 : q - h < curve->q_low ? 1.0 : 0.0;

    if (side == 0.0) {
        const double up = q + h;
        const double down = q - h;

        if (!evaluate(curve, z, up, curve->above) ||
            !evaluate(curve, z, down, curve->low)) {
            return false;
        }
        for (size_t i = 0; i < n; i++) {
            curve->slope[i] = (curve->above[i] - curve->low[i]) / (up - down);
        }
        return true;
    }
    if (!evaluate(curve, z, q + side * h, curve->above) ||
        !evaluate(curve, z, q + 2.0 * side * h, curve->low)) {
        return false;
    }
    for (size_t i = 0; i < n; i++) {
        curve->slope[i] =
            (4.0 * curve->above[i] - 3.0 * curve->residual[i] - curve->low[i]) /
            (2.0 * side * h);
    }
    return true;
}

/* Bring a row to a largest entry of 1. */
static void
balance_row(struct pl_rest_curve *curve, size_t i)
{
    const size_t width = curve->n + 1;
    double *row = curve->matrix + i * width;
    double largest = 0.0;

    for (size_t k = 0; k < width; k++) {
        largest = fmax(largest, fabs(row[k]));
    }
    curve->divisor[i] = largest > 0.0 ? largest : 1.0;
    for (size_t k = 0; k < width; k++) {
        row[k] /= curve->divisor[i];
    }
}

/* The equations at z, every unknown relative to its size, factored; `residual` is that of
 * z. @param normal  NULL: q stays */
static bool
factor(struct pl_rest_curve *curve, const double *z, const double *normal,
       double smallest)
{
    const struct pl_program *program = curve->program;
    const double *jacobian = pl_system_nonzeros(curve->system);
    const size_t width = curve->n + 1;
    double *matrix = curve->matrix;

    curve->is_singular = false;
    memset(matrix, 0, width * width * sizeof *matrix);
    if (normal != NULL) {
        if (!find_slope(curve, z)) {
            return false;
        }
        for (size_t i = 0; i < curve->n; i++) {
            matrix[i * width + curve->n] = curve->slope[i] * curve->sizes[curve->n];
        }
    }
    memcpy(curve->trial, z, width * sizeof *z);
    if (!pl_rest_curve_put(curve, z[curve->n]) ||
        !pl_system_evaluate_jacobian(curve->system, 0.0, curve->trial, curve->scale)) {
        return false;
    }
    for (size_t k = 0; k < program->n_nonzeros; k++) {
        if (!curve->conserved.is_dependent[program->rows[k]]) {
            matrix[program->rows[k] * width + program->columns[k]] =
                jacobian[k] * curve->sizes[program->columns[k]];
        }
    }
    for (size_t l = 0; l < curve->conserved.n; l++) {
        const struct pl_conserved_sum *sum = &curve->conserved.sums[l];
        double *row = matrix + sum->states[sum->dependent] * width;

        for (size_t k = 0; k < sum->n; k++) {
            row[sum->states[k]] = sum->weights[k] * curve->sizes[sum->states[k]];
        }
    }
    for (size_t i = 0; i < width; i++) {
        matrix[curve->n * width + i] =
            normal != NULL ? normal[i] / curve->sizes[i] : (i == curve->n ? 1.0 : 0.0);
    }
    for (size_t i = 0; i < width; i++) {
        balance_row(curve, i);
    }
    curve->is_singular = !pl_matrix_factor(width, matrix, curve->order, smallest);
    return !curve->is_singular;
}

/* right → step, in the units of z. */
static void
solve(struct pl_rest_curve *curve)
{
    for (size_t i = 0; i <= curve->n; i++) {
        curve->right[i] /= curve->divisor[i];
    }
    pl_matrix_solve(curve->n + 1, curve->matrix, curve->order, curve->right,
                    curve->step);
    for (size_t i = 0; i <= curve->n; i++) {
        curve->step[i] *= curve->sizes[i];
    }
}

/* The largest component of the step relative to what it changes. */
static double
step_size(const struct pl_rest_curve *curve, const double *z)
{
    double size =
        fabs(curve->step[curve->n]) / fmax(fabs(z[curve->n]), curve->sizes[curve->n]);

    for (size_t i = 0; i < curve->n; i++) {
        const double part =
            fabs(curve->step[i]) / (fabs(z[i]) + FLOOR * curve->scale[i]);

        if (!(part <= size)) {
            size = part; /* a NaN too */
        }
    }
    return size;
}

/* The step relative to the sizes, as its length is told. */
static double
step_length(const struct pl_rest_curve *curve)
{
    return sqrt(pl_rest_curve_product(curve, curve->step, curve->step));
}

bool
pl_rest_curve_correct(struct pl_rest_curve *curve, const double *normal, double *z)
{
    double before = INFINITY;
    double length_before = INFINITY;

    curve->is_singular = false;
    if (normal != NULL) {
        memcpy(curve->normal, normal, (curve->n + 1) * sizeof *normal);
        normal = curve->normal;
    }
    for (int k = 0; k < MAX_ITERATIONS; k++) {
        double size = 0.0;
        double length = 0.0;

        if (!evaluate(curve, z, z[curve->n], curve->residual) ||
            !factor(curve, z, normal, SMALLEST_PIVOT)) {
            return false;
        }
        for (size_t i = 0; i < curve->n; i++) {
            curve->right[i] = -curve->residual[i];
        }
        curve->right[curve->n] = 0.0; /* within the plane */
        solve(curve);
        size = step_size(curve, z);
        length = step_length(curve);
        if (!isfinite(size) || (k > 1 && length > DIVERGES * length_before)) {
            return false;
        }
        if (length_before <= GOOD_ENOUGH && !(size <= 0.5 * before)) {
            return true; /* rounding is all that is left */
        }
        for (size_t i = 0; i <= curve->n; i++) {
            z[i] += curve->step[i];
        }
        if (normal == NULL) {
            z[curve->n] -= curve->step[curve->n]; /* to the bit */
        }
        if (size <= DONE) {
            return true;
        }
        before = size;
        length_before = length;
    }
    return length_before <= GOOD_ENOUGH;
}

bool
pl_rest_curve_is_singular(const struct pl_rest_curve *curve)
{
    return curve->is_singular;
}

bool
pl_rest_curve_tangent(struct pl_rest_curve *curve, const double *z, const double *along,
                      double *tangent)
{
    double length = 0.0;

    memcpy(curve->normal, along, (curve->n + 1) * sizeof *along);
    if (!evaluate(curve, z, z[curve->n], curve->residual) ||
        !factor(curve, z, curve->normal, SMALLEST_PIVOT)) {
        return false;
    }
    memset(curve->right, 0, curve->n * sizeof *curve->right);
    curve->right[curve->n] = 1.0;
    solve(curve);
    length = step_length(curve);
    if (!(length > 0.0) || !isfinite(length)) {
        return false;
    }
    for (size_t i = 0; i <= curve->n; i++) {
        tangent[i] = curve->step[i] / length;
    }
    return true;
}

bool
pl_rest_curve_free_direction(struct pl_rest_curve *curve, const double *z,
                             double *direction)
{
    const size_t n = curve->n;
    size_t largest = 0;

    if (!evaluate(curve, z, z[n], curve->residual)) {
        return false;
    }
    if (!factor(curve, z, NULL, 0.0)) { /* singular to the bit: nearly will do */
        for (size_t i = 0; i <= n; i++) {
            curve->normal[i] = z[i] + (i < n ? NEARLY * curve->sizes[i] : 0.0);
        }
        if (!factor(curve, curve->normal, NULL, 0.0)) {
            return false;
        }
    }
    for (size_t i = 0; i < n; i++) {
        curve->right[i] = 1.0 + 0.1 * (double)(i % 7); /* not at right angles to it */
    }
    for (int k = 0; k < INVERSE_ITERATIONS; k++) {
        double length = 0.0;

        curve->right[n] = 0.0;
        solve(curve);
        length = step_length(curve);
        if (!(length > 0.0) || !isfinite(length)) {
            return false;
        }
        for (size_t i = 0; i <= n; i++) {
            direction[i] = curve->step[i] / length;
            curve->right[i] = direction[i] / curve->sizes[i] * curve->divisor[i];
        }
    }
    for (size_t i = 0; i < n; i++) {
        if (fabs(direction[i]) / curve->sizes[i] >
            fabs(direction[largest]) / curve->sizes[largest]) {
            largest = i;
        }
    }
    for (size_t i = 0; direction[largest] < 0.0 && i < n; i++) {
        direction[i] = i == largest ? direction[i] : -direction[i];
    }
    direction[largest] = fabs(direction[largest]);
    return true;
}
