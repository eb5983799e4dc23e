/*
 * stepper.c - the wall around GSL's odeiv2: one accepted step after another.
 *
 * GSL 2.7 as it is found in its sources, and what this file does about it:
 *  - msbdf, msadams and the implicit Runge-Kutta methods read the error level through a
 *    driver.
 *  - GSL's constructors raise where memory is out. All objects are filled in here by hand
 *    from their public fields; only a step type's own state is allocated by GSL, after a
 *    look whether there is enough.
 *  - bsimp, msbdf and the implicit Runge-Kutta methods factor matrices inside, which
 *    raises where one is singular, or where memory is out. Nothing tells beforehand:
 *    pl_stepper_may_raise. No other method raises; what msadams takes for a fault of its
 *    own, an order that jumps, is a state that it cannot reach.
 *  - A step whose rates fail with GSL_FAILURE is halved and tried again until the time
 *    would stand still; GSL_EBADFUNC ends it at once: there, where memory is out.
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
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <gsl/gsl_errno.h>
#include <gsl/gsl_odeiv2.h>

#include "base/diag.h"
#include "solve/rodas.h"
#include "solve/rodas_step.h"
#include "solve/sim.h"
#include "solve/step_rule.h"
#include "solve/step_size.h"
#include "solve/system.h"

/* What GSL's standard control does with the largest error, in units of the tolerance:
 * above BAD the step is refused, below GOOD the next may be longer. SAFETY, SHRINK and
 * GROW bound the factor; the wider they are, the more steps are refused. */
static const double BAD = 1.1, GOOD = 0.5, SAFETY = 0.9, SHRINK = 0.2, GROW = 5.0;

/* The first step aims at this part of the tolerance: larger risks a refused step,
 * smaller wastes steps of a multistep method on growing. */
static const double FIRST_PART = 0.01;

/* The trial for it moves the state by this part of its size, which counts as at least
 * LEAST_SIZE tolerances, and lasts at most this part of the way; it is only there to
 * see how the slope turns. */
static const double TRIAL_CHANGE = 0.01, LEAST_SIZE = 1e3, TRIAL_SPAN = 0.01;

/* How often the trial of the first step is shortened while its rates are not finite. */
enum { FIRST_TRIALS = 20 };

enum dense { DENSE_CUBIC, DENSE_SHORTER_STEP, DENSE_OWN };

/* [-] Into how many pieces a step is taken again, at the most, to read what lies in it. */
#define MOST_PIECES 64

/* name, type of GSL's, is explicit, dense output, summary */
#define METHOD_TABLE(X)                                                               \
    X(rodas, pl_gsl_step_rodas, false, DENSE_OWN,                                     \
      "Rosenbrock, order 5 (Rodas5P), sparse; stiff networks")                        \
    X(msbdf, gsl_odeiv2_step_msbdf, false, DENSE_CUBIC,                               \
      "backward differentiation, orders 1 to 5; stiff networks")                      \
    X(bsimp, gsl_odeiv2_step_bsimp, false, DENSE_SHORTER_STEP,                        \
      "Bulirsch-Stoer, implicit (Bader-Deuflhard); stiff networks, tight tolerances") \
    X(msadams, gsl_odeiv2_step_msadams, true, DENSE_CUBIC,                            \
      "Adams, orders 1 to 12; networks that are not stiff")                           \
    X(rk8pd, gsl_odeiv2_step_rk8pd, true, DENSE_SHORTER_STEP,                         \
      "Runge-Kutta 8(9), Prince-Dormand; not stiff, tight tolerances")                \
    X(rkf45, gsl_odeiv2_step_rkf45, true, DENSE_CUBIC,                                \
      "Runge-Kutta 4(5), Fehlberg; not stiff")                                        \
    X(rkck, gsl_odeiv2_step_rkck, true, DENSE_SHORTER_STEP,                           \
      "Runge-Kutta 4(5), Cash-Karp; not stiff")                                       \
    X(rk4, gsl_odeiv2_step_rk4, true, DENSE_SHORTER_STEP,                             \
      "Runge-Kutta 4, classical; not stiff")                                          \
    X(rk2, gsl_odeiv2_step_rk2, true, DENSE_SHORTER_STEP,                             \
      "Runge-Kutta 2(3); not stiff, loose tolerances")                                \
    X(rk1imp, gsl_odeiv2_step_rk1imp, false, DENSE_SHORTER_STEP,                      \
      "Euler, implicit; stiff networks, loose tolerances")                            \
    X(rk2imp, gsl_odeiv2_step_rk2imp, false, DENSE_SHORTER_STEP,                      \
      "Runge-Kutta 2, implicit (midpoint); stiff networks, loose tolerances")         \
    X(rk4imp, gsl_odeiv2_step_rk4imp, false, DENSE_SHORTER_STEP,                      \
      "Runge-Kutta 4, implicit (Gauss); stiff networks")

static const struct pl_sim_method METHODS[] = {
    {"auto", "rodas, or another where that one is a poor choice"},
#define X(name, type, explicit, dense, summary) {#name, summary},
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
    {NULL, false, DENSE_OWN}, /* auto: pl_method_find says which it is */
#define X(name, type, explicit, dense, summary) {&type, explicit, dense},
    METHOD_TABLE(X)
#undef X
};

struct pl_stepper {
    const struct traits *traits;
    struct pl_ode equations;
    struct pl_tolerance tolerance;
    bool is_rodas;
    gsl_odeiv2_system system;
    gsl_odeiv2_driver driver;      /* of what follows; its functions are never called */
    gsl_odeiv2_step step, shorter; /* the second: DENSE_SHORTER_STEP only */
    gsl_odeiv2_control control;
    gsl_odeiv2_evolve evolve;
    struct pl_pace pace;
    size_t rejected;
    bool crossed; /* the newest step only crossed a gap */
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

/* The step size control. Its state is the stepper, so that it has none to allocate. */

static int
control_init(void *state, double eps_abs, double eps_rel, double a_y, double a_dydt)
{
    (void)state, (void)eps_abs, (void)eps_rel, (void)a_y, (void)a_dydt;
    return GSL_SUCCESS; /* the tolerances are read where they are kept */
}

/* The largest component of x in units of the tolerance at y. */
static double
norm_of(const struct pl_stepper *stepper, const double *x, const double *y)
{
    const struct pl_tolerance *tolerance = &stepper->tolerance;

    return stepper->is_rodas ? pl_rodas_step_norm(stepper->driver.s, x, y,
                                                  tolerance->atol, tolerance->rtol)
                             : pl_step_norm(tolerance, stepper->equations.n, x, y);
}

/* As GSL's standard control does it. */
static int
adjust_standard(double worst, unsigned int order, double *h)
{
    double factor = 1.0;

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
control_hadjust(void *state, size_t dim, unsigned int order, const double y[],
                const double yerr[], const double yp[], double *h)
{
    struct pl_stepper *stepper = state;
    double norm = 0.0;

    (void)dim, (void)yp;
    if (!stepper->is_rodas) {
        return adjust_standard(norm_of(stepper, yerr, y), order, h);
    }
    norm = norm_of(stepper, yerr, y);
    *h = pl_step_next(*h, norm, stepper->pace.ideal, &stepper->pace.ideal);
    return pl_step_is_good(norm) ? GSL_ODEIV_HADJ_INC : GSL_ODEIV_HADJ_DEC;
}

static int
control_errlevel(void *state, const double y, const double dydt, const double h,
                 const size_t ind, double *errlev)
{
    (void)dydt, (void)h;
    *errlev = pl_step_level(&((const struct pl_stepper *)state)->tolerance, ind, y);
    return GSL_SUCCESS;
}

static int
control_set_driver(void *state, const gsl_odeiv2_driver *driver)
{
    (void)state, (void)driver;
    return GSL_SUCCESS;
}

static const gsl_odeiv2_control_type CONTROL = {
    "pathloop",         NULL, control_init, control_hadjust, control_errlevel,
    control_set_driver, NULL,
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

bool
pl_stepper_may_raise(size_t method)
{
    return !TRAITS[method].explicit && *TRAITS[method].type != pl_gsl_step_rodas;
}

static bool
alloc_numbers(struct pl_stepper *stepper)
{
    double **arrays[] = {&stepper->y0,
                         &stepper->y1,
                         &stepper->error,
                         &stepper->trial_y,
                         &stepper->trial_f,
                         &stepper->evolve.y0,
                         &stepper->evolve.yerr,
                         &stepper->evolve.dydt_in,
                         &stepper->evolve.dydt_out};

    for (size_t k = 0; k < sizeof arrays / sizeof *arrays; k++) {
        *arrays[k] = calloc(stepper->equations.n, sizeof **arrays[k]);
        if (*arrays[k] == NULL) {
            return false;
        }
    }
    return true;
}

/* Whether a type of GSL's will find the memory for its state. It cannot be asked: it
 * raises when there is none. So as much as the largest of them needs, and what many
 * pieces of it cost, is taken and given back. */
static bool
is_memory_left(const struct traits *traits, size_t n)
{
    const size_t rows = 64 + (traits->explicit ? 0 : 6 * n); /* rk4imp: 5 n */
    const size_t pieces = (size_t)1 << 16;                   /* in numbers */
    void *volatile trial = NULL; /* not to be optimised away */

    if (n > (SIZE_MAX / sizeof(double) - pieces) / rows) {
        return false;
    }
    trial = malloc((n * rows + pieces) * sizeof(double));
    free(trial);
    return trial != NULL;
}

static bool
init_step(struct pl_stepper *stepper, gsl_odeiv2_step *step)
{
    const gsl_odeiv2_step_type *type = *stepper->traits->type;
    const size_t n = stepper->equations.n;

    step->type = type;
    step->dimension = n;
    if (stepper->is_rodas || is_memory_left(stepper->traits, n)) {
        step->state = type->alloc(n);
    }
    if (step->state == NULL) {
        return false;
    }
    (void)type->set_driver(step->state, &stepper->driver);
    return true;
}

static bool
init_driver(struct pl_stepper *stepper)
{
    const size_t n = stepper->equations.n;
    gsl_odeiv2_driver *driver = &stepper->driver;

    stepper->system =
        (gsl_odeiv2_system){call_rates, call_jacobian, n, &stepper->equations};
    stepper->control = (gsl_odeiv2_control){&CONTROL, stepper};
    stepper->evolve.dimension = n;
    stepper->evolve.driver = driver;
    driver->sys = &stepper->system;
    driver->hmax = DBL_MAX;
    driver->s = &stepper->step;
    driver->e = &stepper->evolve;
    driver->c = &stepper->control;
    if (!init_step(stepper, &stepper->step) ||
        (stepper->traits->dense == DENSE_SHORTER_STEP &&
         !init_step(stepper, &stepper->shorter))) {
        return false;
    }
    return !stepper->is_rodas ||
           pl_rodas_step_bind(driver->s, stepper->equations.system,
                              stepper->equations.scale) == PL_OK;
}

enum pl_status
pl_stepper_create(size_t method, const struct pl_ode *equations, const double *atol,
                  struct pl_diags *diags, struct pl_stepper **out)
{
    struct pl_stepper *stepper = calloc(1, sizeof *stepper);

    assert(method > 0 && method < sizeof METHODS / sizeof *METHODS && equations->n > 0);
    *out = NULL;
    if (stepper == NULL) {
        return pl_diag_no_memory(diags, "a stepper");
    }
    stepper->traits = &TRAITS[method];
    stepper->is_rodas = *TRAITS[method].type == pl_gsl_step_rodas;
    stepper->equations = *equations;
    stepper->tolerance.atol = atol;
    /* GSL multiplies n by itself and by small numbers without looking. */
    if (equations->n > (size_t)1 << 24 || !alloc_numbers(stepper) ||
        !init_driver(stepper)) {
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
    if (stepper->shorter.state != NULL) {
        stepper->shorter.type->free(stepper->shorter.state);
    }
    if (stepper->step.state != NULL) {
        stepper->step.type->free(stepper->step.state);
    }
    free(stepper->evolve.y0);
    free(stepper->evolve.yerr);
    free(stepper->evolve.dydt_in);
    free(stepper->evolve.dydt_out);
    free(stepper->y0);
    free(stepper->y1);
    free(stepper->error);
    free(stepper->trial_y);
    free(stepper->trial_f);
    free(stepper);
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
            return norm_of(stepper, stepper->trial_f, y) / *h;
        }
        *h *= 0.1;
    }
    return 0.0;
}

/* h with h^2 |y''| = FIRST_PART: the error of a first-order step, which is how the
 * multistep methods begin; the others grow within a few steps. Free of units, unlike
 * the source's. */
static double
first_size(struct pl_stepper *stepper, double t, double t_end, const double *y,
           const double *f0)
{
    const double span = t_end - t;
    /* rodas can do with what |y| is in units of rtol |y| */
    const double size = stepper->is_rodas ? 1.0 / stepper->tolerance.rtol
                                          : fmax(norm_of(stepper, y, y), LEAST_SIZE);
    const double slope = norm_of(stepper, f0, y);
    double trial = TRIAL_CHANGE * size / slope;
    double turn = 0.0;
    double first = 0.0;

    if (!(trial > 0.0) || trial > TRIAL_SPAN * span) {
        trial = TRIAL_SPAN * span; /* next to nothing moves */
    }
    turn = turning(stepper, t, y, f0, &trial);
    first = turn > 0.0 ? sqrt(FIRST_PART / turn) : INFINITY;
    if (stepper->is_rodas && turn > 0.0 && slope > 0.0) {
        first = pl_step_first(slope, turn);
    }
    return fmax(fmin(100.0 * trial, first), 2.0 * pl_step_smallest(t));
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
    stepper->pace = (struct pl_pace){.size = first_size(stepper, t, t_end, y, f0)};
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
    double size = pl_step_fitted(stepper->pace.size, t_end - start);
    int status = GSL_FAILURE;

    if (size < pl_step_smallest(start)) {
        stepper->pace.size = size;
        return false;
    }
    status = gsl_odeiv2_evolve_apply(driver->e, driver->c, driver->s, &stepper->system,
                                     t, t_end, &size, stepper->y1);
    stepper->rejected += driver->e->failed_steps - failed_before;
    if (status != GSL_SUCCESS || *t < t_end) {
        stepper->pace.size = size; /* at t_end evolve says nothing of the next step */
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
    if (t_end - time < pl_step_smallest(time)) {
        stepper->crossed = true;
        done = cross_gap(stepper, time, t_end, y);
        time = t_end;
    } else {
        stepper->crossed = false;
        done = evolve(stepper, &time, t_end);
    }
    if (!done || !pl_all_finite(stepper->y1, n)) {
        return false;
    }
    stepper->ends.t0 = *t;
    stepper->ends.t1 = time;
    memcpy(y, stepper->y1, n * sizeof *y);
    *t = time;
    return true;
}

/* From the start of the step to t in equal shorter steps. @return whether all went well */
static bool
cross_in_pieces(struct pl_stepper *stepper, double t, size_t n_pieces, double *y)
{
    const struct pl_step_ends *ends = &stepper->ends;
    const double size = (t - ends->t0) / (double)n_pieces;

    memcpy(y, ends->y0, ends->n * sizeof *y);
    gsl_odeiv2_step_reset(&stepper->shorter);
    for (size_t k = 0; k < n_pieces; k++) {
        if (gsl_odeiv2_step_apply(&stepper->shorter, ends->t0 + (double)k * size, size,
                                  y, stepper->error, k == 0 ? ends->f0 : NULL, NULL,
                                  &stepper->system) != GSL_SUCCESS ||
            !pl_all_finite(stepper->error, ends->n)) {
            return false; /* an infinite error is how bsimp says that it failed */
        }
    }
    return pl_all_finite(y, ends->n);
}

bool
pl_stepper_at(struct pl_stepper *stepper, double t, double *y)
{
    const struct pl_step_ends *ends = &stepper->ends;
    const bool inside = ends->t0 < t && t < ends->t1;

    if (inside && stepper->is_rodas && !stepper->crossed) {
        pl_rodas_step_inside(stepper->driver.s, (t - ends->t0) / (ends->t1 - ends->t0),
                             y);
        return true;
    }
    if (!inside || stepper->shorter.state == NULL) {
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

struct pl_pace
pl_stepper_pace(const struct pl_stepper *stepper)
{
    return stepper->pace;
}

void
pl_stepper_continue(struct pl_stepper *stepper, struct pl_pace pace, size_t rejected)
{
    stepper->pace = pace;
    stepper->rejected += rejected;
}

bool
pl_stepper_lacks_memory(const struct pl_stepper *stepper)
{
    return stepper->is_rodas && pl_rodas_step_record(stepper->driver.s)->no_memory;
}

size_t
pl_stepper_rejected(const struct pl_stepper *stepper)
{
    return stepper->rejected;
}

size_t
pl_stepper_n_flawed(const struct pl_stepper *stepper)
{
    return stepper->is_rodas ? pl_rodas_step_record(stepper->driver.s)->n_flawed : 0;
}

size_t
pl_stepper_n_dense(const struct pl_stepper *stepper)
{
    return stepper->is_rodas ? pl_rodas_step_record(stepper->driver.s)->n_dense : 0;
}
