/*
 * elasticity.c - local sensitivity by extrapolated differences.
 */
#include "analysis/elasticity.h"

#include <math.h>
#include <stdlib.h>

#include "analysis/asked.h"
#include "base/diag.h"

/* [-] The longest step, in ln|p|; of a quantity at 0 as a share of its range. A longer one
 * needs more rounds where the output bends, a shorter one sees more of the runs' error. */
#define FIRST_STEP 0.1

/* Steps, each half of the one before: those of the first round, and all. */
#define FIRST_LEVELS 3
#define MAX_LEVELS 7

/* [-] The estimated error at which steps need not get shorter. */
#define WANTED_ERROR 1e-8

/* [-] An output that is smaller than this beside its values around is 0: rounding is all
 * that is left of it. */
#define ZERO_OUTPUT 1e-9

/* [-] So many times the smallest error is growth (Ridders takes 2). */
#define GROWTH 2.0

/* Where a quantity may go from where it stands. */
enum side { BOTH, UP, DOWN };

struct dimension {
    double value;
    double scale; /* of a step where the value is 0, else 0 */
    enum side side;
    bool is_done;
};

/* Differences of one output for one quantity while steps get shorter. */
struct tableau {
    double rows[MAX_LEVELS][MAX_LEVELS]; /* [level][order] */
    double best, error;
    bool is_growing; /* the last step made it worse: what is left is the runs' error */
};

struct search {
    const struct pl_asked *asked;
    struct dimension *dimensions; /* shape (n_dimensions) */
    size_t n_dimensions, n_outputs;
    const double *base;       /* shape (n_outputs) */
    double *largest;          /* shape (n_outputs): |y| around */
    struct tableau *tableaus; /* shape (n_dimensions, n_outputs) */
    double *points, *values;  /* of a round */
};

static struct dimension
make_dimension(const struct pl_elasticity_at *at)
{
    struct dimension d = {.value = at->value, .side = BOTH};
    const double low = at->value >= at->low ? at->low : -INFINITY; /* NaN: none */
    const double high = at->value <= at->high ? at->high : INFINITY;
    double down = at->value * exp(-FIRST_STEP);
    double up = at->value * exp(FIRST_STEP);

    if (at->value < 0.0) {
        const double held = down;

        down = up;
        up = held;
    }
    if (at->value == 0.0) {
        d.scale = isfinite(high) && high > 0.0 ? high
                  : isfinite(low) && low < 0.0 ? -low
                                               : 1.0;
        up = d.scale * FIRST_STEP;
        down = -up;
    }
    if (up > high && down >= low) {
        d.side = DOWN;
    } else if (down < low && up <= high) {
        d.side = UP;
    }
    return d;
}

/* Where a step goes, and the same to the other side. @param sign  1 or -1 */
static double
moved(const struct dimension *d, size_t level, double sign)
{
    const double step = ldexp(FIRST_STEP, -(int)level);

    if (d->scale > 0.0) {
        return sign * step * d->scale;
    }
    return d->value * exp((d->value < 0.0 ? -sign : sign) * step);
}

/* d y over d ln|p|, or over d p / scale: of one step. */
static double
quotient(const struct dimension *d, size_t level, const double *values, double base)
{
    const double step = ldexp(FIRST_STEP, -(int)level);
    double slope;

    switch (d->side) {
    case UP:
        slope = (values[0] - base) / step;
        break;
    case DOWN:
        slope = (base - values[0]) / step;
        break;
    default:
        slope = (values[0] - values[1]) / (2.0 * step);
        break;
    }
    /* up is towards larger p; of a negative one that is towards smaller |p| */
    return d->scale == 0.0 && d->value < 0.0 ? -slope : slope;
}

/* Another level: extrapolate, and keep the best. */
static void
extend(struct tableau *t, const struct dimension *d, size_t level, double slope)
{
    double factor = d->side == BOTH ? 4.0 : 2.0;
    const double ratio = factor;

    t->rows[level][0] = slope;
    if (level == 0) {
        t->best = slope;
        t->error = INFINITY;
    }
    for (size_t k = 1; k <= level; k++, factor *= ratio) {
        const double coarse = t->rows[level - 1][k - 1];
        const double fine = t->rows[level][k - 1];
        const double value = fine + (fine - coarse) / (factor - 1.0);
        const double error = fmax(fabs(value - fine), fabs(value - coarse));

        t->rows[level][k] = value;
        if (error <= t->error) {
            t->error = error;
            t->best = value;
        }
    }
    t->is_growing =
        level > 0 &&
        fabs(t->rows[level][level] - t->rows[level - 1][level - 1]) > GROWTH * t->error;
}

/* How many runs a step takes. */
static size_t
n_runs(const struct dimension *d)
{
    return d->side == BOTH ? 2 : 1;
}

static void
put_point(const struct search *search, size_t dimension, double value, double *point)
{
    for (size_t i = 0; i < search->n_dimensions; i++) {
        point[i] = search->dimensions[i].value;
    }
    point[dimension] = value;
}

/* Ask for the levels from `first` on of each quantity that wants them. */
static enum pl_status
ask(struct search *search, size_t first, size_t last, struct pl_diags *diags)
{
    const size_t n = search->n_outputs;
    size_t n_points = 0;
    const double *values = search->values;
    enum pl_status status = PL_OK;

    for (size_t i = 0; i < search->n_dimensions; i++) {
        const struct dimension *d = &search->dimensions[i];

        for (size_t level = first; level < last && !d->is_done; level++) {
            for (size_t k = 0; k < n_runs(d); k++) {
                put_point(search, i,
                          moved(d, level, d->side == DOWN || k == 1 ? -1.0 : 1.0),
                          search->points + n_points * search->n_dimensions);
                n_points++;
            }
        }
    }
    if (n_points == 0) {
        return PL_OK;
    }
    status = search->asked->values(search->asked->context, search->points, n_points,
                                   search->values, diags);
    for (size_t i = 0; i < search->n_dimensions && status == PL_OK; i++) {
        struct dimension *d = &search->dimensions[i];

        for (size_t level = first; level < last && !d->is_done; level++) {
            for (size_t k = 0; k < n; k++) {
                const double pair[2] = {values[k], values[n * (n_runs(d) - 1) + k]};

                search->largest[k] = fmax(search->largest[k], fabs(pair[0]));
                search->largest[k] = fmax(search->largest[k], fabs(pair[1]));
                extend(&search->tableaus[i * n + k], d, level,
                       quotient(d, level, pair, search->base[k]));
            }
            values += n_runs(d) * n;
        }
    }
    return status;
}

/* Quantities whose error is small in every output need no more. */
static void
judge(struct search *search)
{
    for (size_t i = 0; i < search->n_dimensions; i++) {
        struct dimension *d = &search->dimensions[i];
        bool is_done = true;

        for (size_t k = 0; k < search->n_outputs; k++) {
            const struct tableau *t = &search->tableaus[i * search->n_outputs + k];
            const double size = fmax(fabs(search->base[k]), fabs(t->best));

            is_done = is_done && (isnan(t->best) || t->is_growing ||
                                  t->error <= WANTED_ERROR * size);
        }
        d->is_done = is_done;
    }
}

static struct pl_elasticity
conclude(const struct search *search, size_t dimension, size_t output)
{
    const struct dimension *d = &search->dimensions[dimension];
    const struct tableau *t = &search->tableaus[dimension * search->n_outputs + output];
    const double base = search->base[output];
    /* one step alone is no answer: the others failed */
    const double slope = isfinite(t->error) ? t->best : NAN;
    /* d y / d p is this times the slope */
    const double stretch = d->scale > 0.0 ? 1.0 / d->scale : 1.0 / d->value;
    const bool is_zero =
        d->scale > 0.0 || fabs(base) <= ZERO_OUTPUT * search->largest[output];

    return (struct pl_elasticity){
        .elasticity = is_zero ? NAN : slope / base,
        .error = is_zero ? NAN : t->error / fabs(base),
        .derivative = slope * stretch,
        .derivative_error = t->error * fabs(stretch),
    };
}

static enum pl_status
make_room(struct search *search, const struct pl_elasticity_at *at,
          struct pl_diags *diags)
{
    const size_t d = search->n_dimensions;
    const size_t n = search->n_outputs;
    const size_t most = 2 * FIRST_LEVELS * d + 1;

    search->dimensions = calloc(d, sizeof *search->dimensions);
    search->largest = calloc(n, sizeof *search->largest);
    search->tableaus = calloc(d * n, sizeof *search->tableaus);
    search->points = calloc(most * d, sizeof *search->points);
    search->values = calloc(most * n, sizeof *search->values);
    if (search->dimensions == NULL || search->largest == NULL ||
        search->tableaus == NULL || search->points == NULL || search->values == NULL) {
        return pl_diag_no_memory(diags, "elasticities");
    }
    for (size_t i = 0; i < d; i++) {
        search->dimensions[i] = make_dimension(&at[i]);
    }
    return PL_OK;
}

/* First steps, then shorter ones. */
static enum pl_status
go(struct search *search, struct pl_diags *diags)
{
    enum pl_status status = ask(search, 0, FIRST_LEVELS, diags);

    for (size_t level = FIRST_LEVELS; level < MAX_LEVELS && status == PL_OK; level++) {
        judge(search);
        status = ask(search, level, level + 1, diags);
    }
    return status;
}

enum pl_status
pl_elasticity_run(const struct pl_asked *asked, const struct pl_elasticity_at *at,
                  size_t n_dimensions, size_t n_outputs, struct pl_diags *diags,
                  double *outputs, struct pl_elasticity *out)
{
    struct search search = {.asked = asked,
                            .n_dimensions = n_dimensions,
                            .n_outputs = n_outputs,
                            .base = outputs};
    enum pl_status status = make_room(&search, at, diags);

    if (status == PL_OK) {
        put_point(&search, 0, at[0].value, search.points);
        status = asked->values(asked->context, search.points, 1, outputs, diags);
    }
    for (size_t k = 0; k < n_outputs && status == PL_OK; k++) {
        search.largest[k] = fabs(outputs[k]);
    }
    if (status == PL_OK) {
        status = go(&search, diags);
    }
    for (size_t k = 0; k < n_outputs && status == PL_OK; k++) {
        for (size_t i = 0; i < n_dimensions; i++) {
            out[k * n_dimensions + i] = conclude(&search, i, k);
        }
    }
    free(search.dimensions);
    free(search.largest);
    free(search.tableaus);
    free(search.points);
    free(search.values);
    return status;
}
