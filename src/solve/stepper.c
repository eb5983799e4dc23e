/*
 * stepper.c - the wall around GSL's odeiv2: one accepted step after another.
 *
 * GSL 2.7 as it is found in its sources, and what this file does about it:
 *  - msbdf, msadams and the implicit Runge-Kutta methods read the error level through a
 *    driver. It is filled in here by hand from its public fields: GSL's own
 *    constructors do not check the memory for the control object.
 *  - A step whose rates fail with GSL_FAILURE is halved and tried again until the time
 *    would stand still; GSL_EBADFUNC would end it at once and is not needed.
 *  - When the step cannot be made smaller, evolve leaves y and t where the bad step
 *    went: y is put back here.
 *  - A step that does not change t is accepted by evolve but taken for a repeat by the
 *    multistep methods, which then fall back to an older y: refused here beforehand.
 *  - GSL's control takes an error of NaN for a good one; the control here refuses it.
 */
#include "solve/stepper.h"

#include <assert.h>
#include <float.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include <gsl/gsl_errno.h>
#include <gsl/gsl_odeiv2.h>

#include "base/diag.h"
#include "solve/sim.h"

/* [ulp of t] A step below this cannot be told from rounding in t: larger gives up
 * earlier near a singularity, smaller lets t stand still. */
static const double SMALLEST_STEP = 16.0;

/* What GSL's standard control does with the largest error, in units of the tolerance:
 * above BAD the step is refused, below GOOD the next may be longer. SAFETY, SHRINK and
 * GROW bound the factor; the wider they are, the more steps are refused. */
static const double BAD = 1.1, GOOD = 0.5, SAFETY = 0.9, SHRINK = 0.2, GROW = 5.0;

/* The first step aims at this part of the tolerance: larger risks a refused step,
 * smaller wastes steps of a multistep method on growing. */
static const double FIRST_ERROR = 0.01;

/* The trial for it moves the state by this part of its size, which counts as at least
 * LEAST_SIZE tolerances, and lasts at most this part of the way; it is only there to
 * see how the slope turns. */
static const double TRIAL_CHANGE = 0.01, LEAST_SIZE = 1e3, TRIAL_SPAN = 0.01;

/* How often the trial of the first step is shortened while its rates are not finite. */
enum { FIRST_TRIALS = 20 };

enum dense { DENSE_CUBIC, DENSE_SHORTER_STEP };

/* [-] Into how many pieces a step is taken again, at the most, to read what lies in it. */
#define MOST_PIECES 64

/* name, is explicit, dense output, summary */
#define METHOD_TABLE(X)                                                               \
    X(msbdf, false, DENSE_CUBIC,                                                      \
      "backward differentiation, orders 1 to 5; stiff networks")                      \
    X(bsimp, false, DENSE_SHORTER_STEP,                                               \
      "Bulirsch-Stoer, implicit (Bader-Deuflhard); stiff networks, tight tolerances") \
    X(msadams, true, DENSE_CUBIC,                                                     \
      "Adams, orders 1 to 12; networks that are not stiff")                           \
    X(rk8pd, true, DENSE_SHORTER_STEP,                                                \
      "Runge-Kutta 8(9), Prince-Dormand; not stiff, tight tolerances")                \
    X(rkf45, true, DENSE_CUBIC, "Runge-Kutta 4(5), Fehlberg; not stiff")              \
    X(rkck, true, DENSE_SHORTER_STEP, "Runge-Kutta 4(5), Cash-Karp; not stiff")       \
    X(rk4, true, DENSE_SHORTER_STEP, "Runge-Kutta 4, classical; not stiff")           \
    X(rk2, true, DENSE_SHORTER_STEP, "Runge-Kutta 2(3); not stiff, loose tolerances") \
    X(rk1imp, false, DENSE_SHORTER_STEP,                                              \
      "Euler, implicit; stiff networks, loose tolerances")                            \
    X(rk2imp, false, DENSE_SHORTER_STEP,                                              \
      "Runge-Kutta 2, implicit (midpoint); stiff networks, loose tolerances")         \
    X(rk4imp, false, DENSE_SHORTER_STEP,                                              \
      "Runge-Kutta 4, implicit (Gauss); stiff networks")

static const struct pl_sim_method METHODS[] = {
#define X(name, explicit, dense, summary) {#name, summary},
    METHOD_TABLE(X)
#undef X
};

static_assert(sizeof METHODS / sizeof *METHODS <= PL_STEPPER_MOST_METHODS,
              "more methods than PL_STEPPER_MOST_METHODS");

struct traits {
    const gsl_odeiv2_step_type *const *type;
    bool explicit;
    enum dense dense;
};

static const struct traits TRAITS[] = {
#define X(name, explicit, dense, summary) {&gsl_odeiv2_step_##name, explicit, dense},
    METHOD_TABLE(X)
#undef X
};

struct tolerance {
    double rtol;
    const double *atol;
};

struct pl_stepper {
    const struct traits *traits;
    struct pl_ode equations;
    struct tolerance tolerance;
    gsl_odeiv2_system system;
    gsl_odeiv2_driver driver; /* its own functions are never called */
    gsl_odeiv2_step *shorter; /* DENSE_SHORTER_STEP only */
    double size;              /* [time] of the next step */
    size_t rejected;
    struct pl_step_ends ends;
    double *y0, *y1; /* shape (n): the ends' states */
    double *error;   /* shape (n): of a shorter step, not used */
    double *trial_y, *trial_f;
};

/* Callbacks of GSL. */

static int
call_rates(double t, const double y[], double dydt[], void *params)
{
    const struct pl_ode *equations = params;

    return equations->rates(equations->context, t, y, dydt) ? GSL_SUCCESS : GSL_FAILURE;
}

static int
call_jacobian(double t, const double y[], double *dfdy, double dfdt[], void *params)
{
    const struct pl_ode *equations = params;

    return equations->jacobian(equations->context, t, y, dfdy, dfdt) ? GSL_SUCCESS
                                                                     : GSL_FAILURE;
}

/* The step size control: |error| <= atol_i + rtol |y_i|, each component by itself. */

static double
level(const struct tolerance *tolerance, size_t i, double y)
{
    return tolerance->atol[i] + tolerance->rtol * fabs(y);
}

static void *
control_alloc(void)
{
    return calloc(1, sizeof(const struct tolerance *));
}

static int
control_init(void *state, double eps_abs, double eps_rel, double a_y, double a_dydt)
{
    (void)state, (void)eps_abs, (void)eps_rel, (void)a_y, (void)a_dydt;
    return GSL_SUCCESS; /* the tolerances are read where they are kept */
}

static int
control_hadjust(void *state, size_t dim, unsigned int order, const double y[],
                const double yerr[], const double yp[], double *h)
{
    const struct tolerance *tolerance = *(const struct tolerance **)state;
    double worst = 0.0;
    double factor = 1.0;

    (void)yp;
    for (size_t i = 0; i < dim; i++) {
        const double error = fabs(yerr[i]) / level(tolerance, i, y[i]);

        if (!(error <= worst)) {
            worst = error; /* a NaN too: it stays, and fails both comparisons below */
        }
    }
    if (!(worst <= BAD)) {
        factor = SAFETY / pow(worst, 1.0 / order);
        *h *= factor > SHRINK ? factor : SHRINK;
        return GSL_ODEIV_HADJ_DEC;
    }
    if (worst >= GOOD) {
        return GSL_ODEIV_HADJ_NIL;
    }
    factor = SAFETY / pow(worst, 1.0 / (order + 1.0));
    *h *= factor < 1.0 ? 1.0 : (factor < GROW ? factor : GROW);
    return GSL_ODEIV_HADJ_INC;
}

static int
control_errlevel(void *state, const double y, const double dydt, const double h,
                 const size_t ind, double *errlev)
{
    (void)dydt, (void)h;
    *errlev = level(*(const struct tolerance **)state, ind, y);
    return GSL_SUCCESS;
}

static int
control_set_driver(void *state, const gsl_odeiv2_driver *driver)
{
    (void)state, (void)driver;
    return GSL_SUCCESS;
}

static const gsl_odeiv2_control_type CONTROL = {
    "pathloop",       control_alloc,      control_init, control_hadjust,
    control_errlevel, control_set_driver, free,
};

const struct pl_sim_method *
pl_stepper_methods(size_t *n)
{
    *n = sizeof METHODS / sizeof *METHODS;
    return METHODS;
}

bool
pl_stepper_is_explicit(size_t method)
{
    return TRAITS[method].explicit;
}

static bool
alloc_numbers(struct pl_stepper *stepper)
{
    double **arrays[] = {&stepper->y0, &stepper->y1, &stepper->error, &stepper->trial_y,
                         &stepper->trial_f};

    for (size_t k = 0; k < sizeof arrays / sizeof *arrays; k++) {
        *arrays[k] = calloc(stepper->equations.n, sizeof **arrays[k]);
        if (*arrays[k] == NULL) {
            return false;
        }
    }
    return true;
}

static bool
alloc_driver(struct pl_stepper *stepper)
{
    const gsl_odeiv2_step_type *type = *stepper->traits->type;
    const size_t n = stepper->equations.n;
    gsl_odeiv2_driver *driver = &stepper->driver;

    stepper->system =
        (gsl_odeiv2_system){call_rates, call_jacobian, n, &stepper->equations};
    driver->sys = &stepper->system;
    driver->hmax = DBL_MAX;
    driver->s = gsl_odeiv2_step_alloc(type, n);
    driver->e = gsl_odeiv2_evolve_alloc(n);
    driver->c = gsl_odeiv2_control_alloc(&CONTROL);
    if (driver->s == NULL || driver->e == NULL || driver->c == NULL) {
        return false;
    }
    *(const struct tolerance **)driver->c->state = &stepper->tolerance;
    gsl_odeiv2_step_set_driver(driver->s, driver);
    gsl_odeiv2_evolve_set_driver(driver->e, driver);
    if (stepper->traits->dense == DENSE_SHORTER_STEP) {
        stepper->shorter = gsl_odeiv2_step_alloc(type, n);
        if (stepper->shorter == NULL) {
            return false;
        }
        gsl_odeiv2_step_set_driver(stepper->shorter, driver);
    }
    return true;
}

enum pl_status
pl_stepper_create(size_t method, const struct pl_ode *equations, const double *atol,
                  struct pl_diags *diags, struct pl_stepper **out)
{
    struct pl_stepper *stepper = calloc(1, sizeof *stepper);

    assert(method < sizeof METHODS / sizeof *METHODS && equations->n > 0);
    *out = NULL;
    if (stepper == NULL) {
        return pl_diag_no_memory(diags, "a stepper");
    }
    stepper->traits = &TRAITS[method];
    stepper->equations = *equations;
    stepper->tolerance.atol = atol;
    /* GSL multiplies n by itself and by small numbers without looking. */
    if (equations->n > (size_t)1 << 24 || !alloc_numbers(stepper) ||
        !alloc_driver(stepper)) {
        pl_stepper_destroy(stepper);
        return pl_diag_no_memory(diags, "a stepper");
    }
    stepper->ends = (struct pl_step_ends){
        equations->n,
        0.0,
        0.0,
        stepper->y0,
        stepper->y1,
        stepper->driver.e->dydt_in,
        stepper->driver.e->dydt_out,
    };
    *out = stepper;
    return PL_OK;
}

void
pl_stepper_destroy(struct pl_stepper *stepper)
{
    if (stepper == NULL) {
        return;
    }
    gsl_odeiv2_step_free(stepper->shorter);
    gsl_odeiv2_control_free(stepper->driver.c);
    gsl_odeiv2_evolve_free(stepper->driver.e);
    gsl_odeiv2_step_free(stepper->driver.s);
    free(stepper->y0);
    free(stepper->y1);
    free(stepper->error);
    free(stepper->trial_y);
    free(stepper->trial_f);
    free(stepper);
}

/* The largest component in units of the tolerance at y. */
static double
scaled_norm(const struct pl_stepper *stepper, const double *x, const double *y)
{
    double norm = 0.0;

    for (size_t i = 0; i < stepper->equations.n; i++) {
        norm = fmax(norm, fabs(x[i]) / level(&stepper->tolerance, i, y[i]));
    }
    return norm;
}

/* |f(t + h, y + h f0) - f0| / h in units of the tolerance: how much the slope turns.
 * Shortens *h until the rates there are finite; 0 when they never are. */
static double
turning(struct pl_stepper *stepper, double t, const double *y, const double *f0,
        double *h)
{
    const struct pl_ode *equations = &stepper->equations;

    for (int trial = 0; trial < FIRST_TRIALS; trial++) {
        for (size_t i = 0; i < equations->n; i++) {
            stepper->trial_y[i] = y[i] + *h * f0[i];
        }
        if (equations->rates(equations->context, t + *h, stepper->trial_y,
                             stepper->trial_f)) {
            for (size_t i = 0; i < equations->n; i++) {
                stepper->trial_f[i] -= f0[i];
            }
            return scaled_norm(stepper, stepper->trial_f, y) / *h;
        }
        *h *= 0.1;
    }
    return 0.0;
}

static double
smallest_size(double t)
{
    return SMALLEST_STEP * DBL_EPSILON * fabs(t);
}

/* h with h^2 |y''| = FIRST_ERROR: the error of a first-order step, which is how the
 * multistep methods begin; the others grow within a few steps. Free of units, unlike
 * the source's. */
static double
first_size(struct pl_stepper *stepper, double t, double t_end, const double *y,
           const double *f0)
{
    const double span = t_end - t;
    const double size = fmax(scaled_norm(stepper, y, y), LEAST_SIZE);
    const double slope = scaled_norm(stepper, f0, y);
    double trial = TRIAL_CHANGE * size / slope;
    double turn = 0.0;
    double first = 0.0;

    if (!(trial > 0.0) || trial > TRIAL_SPAN * span) {
        trial = TRIAL_SPAN * span; /* next to nothing moves */
    }
    turn = turning(stepper, t, y, f0, &trial);
    first = turn > 0.0 ? sqrt(FIRST_ERROR / turn) : INFINITY;
    return fmax(fmin(100.0 * trial, first), 2.0 * smallest_size(t));
}

bool
pl_stepper_restart(struct pl_stepper *stepper, double rtol, double t, double t_end,
                   const double *y)
{
    const struct pl_ode *equations = &stepper->equations;
    double *f0 = stepper->driver.e->dydt_in;

    stepper->tolerance.rtol = rtol;
    gsl_odeiv2_step_reset(stepper->driver.s);
    gsl_odeiv2_evolve_reset(stepper->driver.e);
    if (!equations->rates(equations->context, t, y, f0)) {
        return false;
    }
    stepper->size = first_size(stepper, t, t_end, y, f0);
    return true;
}

/* A step that would leave a small remainder before t_end is evened out: two steps
 * either way, and no multistep method has to live with the tiny one. One that reaches
 * t_end but for rounding is made to pass it, so that evolve ends exactly there. */
static double
fitted_size(double size, double left)
{
    if (size > 0.999999 * left) {
        return 2.0 * left;
    }
    return left < 2.0 * size ? 0.5 * left : size;
}

static bool
all_finite(const double *y, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        if (!isfinite(y[i])) {
            return false;
        }
    }
    return true;
}

/* Cross a gap of a few roundings of t, such as jumps at 0.3 and at 3 * 0.1 leave. No
 * method is at its best there, and y + h f is exact enough. */
static bool
cross_gap(struct pl_stepper *stepper, double t, double t_end, const double *y)
{
    const struct pl_ode *equations = &stepper->equations;
    double *f0 = stepper->driver.e->dydt_in;

    if (!equations->rates(equations->context, t, y, f0)) {
        return false;
    }
    for (size_t i = 0; i < equations->n; i++) {
        stepper->y1[i] = y[i] + (t_end - t) * f0[i];
    }
    return equations->rates(equations->context, t_end, stepper->y1,
                            stepper->driver.e->dydt_out);
}

/* An adaptive step of GSL's from *t; *t and y1 move on. */
static bool
evolve(struct pl_stepper *stepper, double *t, double t_end)
{
    gsl_odeiv2_driver *driver = &stepper->driver;
    const unsigned long failed_before = driver->e->failed_steps;
    const double start = *t;
    double size = fitted_size(stepper->size, t_end - start);
    int status = GSL_FAILURE;

    if (size < smallest_size(start)) {
        stepper->size = size;
        return false;
    }
    status = gsl_odeiv2_evolve_apply(driver->e, driver->c, driver->s, &stepper->system,
                                     t, t_end, &size, stepper->y1);
    stepper->rejected += driver->e->failed_steps - failed_before;
    if (status != GSL_SUCCESS || *t < t_end) {
        stepper->size = size; /* at t_end evolve says nothing of the next step */
    }
    return status == GSL_SUCCESS && *t > start;
}

bool
pl_stepper_step(struct pl_stepper *stepper, double *t, double t_end, double *y)
{
    const size_t n = stepper->equations.n;
    double time = *t;
    bool done = false;

    memcpy(stepper->y0, y, n * sizeof *y);
    memcpy(stepper->y1, y, n * sizeof *y);
    if (t_end - time < smallest_size(time)) {
        done = cross_gap(stepper, time, t_end, y);
        time = t_end;
    } else {
        done = evolve(stepper, &time, t_end);
    }
    if (!done || !all_finite(stepper->y1, n)) {
        return false;
    }
    stepper->ends.t0 = *t;
    stepper->ends.t1 = time;
    memcpy(y, stepper->y1, n * sizeof *y);
    *t = time;
    return true;
}

const struct pl_step_ends *
pl_stepper_ends(const struct pl_stepper *stepper)
{
    return &stepper->ends;
}

/* From the start of the step to t in equal shorter steps. @return whether all went well */
static bool
cross_in_pieces(struct pl_stepper *stepper, double t, size_t n_pieces, double *y)
{
    const struct pl_step_ends *ends = &stepper->ends;
    const double size = (t - ends->t0) / (double)n_pieces;

    memcpy(y, ends->y0, ends->n * sizeof *y);
    gsl_odeiv2_step_reset(stepper->shorter);
    for (size_t k = 0; k < n_pieces; k++) {
        if (gsl_odeiv2_step_apply(stepper->shorter, ends->t0 + (double)k * size, size,
                                  y, stepper->error, k == 0 ? ends->f0 : NULL, NULL,
                                  &stepper->system) != GSL_SUCCESS ||
            !all_finite(stepper->error, ends->n)) {
            return false; /* an infinite error is how bsimp says that it failed */
        }
    }
    return all_finite(y, ends->n);
}

bool
pl_stepper_at(struct pl_stepper *stepper, double t, double *y)
{
    const struct pl_step_ends *ends = &stepper->ends;
    const bool inside = ends->t0 < t && t < ends->t1;

    if (!inside || stepper->shorter == NULL) {
        pl_dense_cubic(ends, t, y);
        return true;
    }
    /* bsimp refuses some steps that are shorter than one that it took */
    for (size_t n_pieces = 1; n_pieces <= MOST_PIECES; n_pieces *= 2) {
        if (cross_in_pieces(stepper, t, n_pieces, y)) {
            return true;
        }
    }
    return false;
}

double
pl_stepper_size(const struct pl_stepper *stepper)
{
    return stepper->size;
}

size_t
pl_stepper_rejected(const struct pl_stepper *stepper)
{
    return stepper->rejected;
}
