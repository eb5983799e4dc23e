/*
 * rest.c - bringing a network to rest: its steady state, and whether that is stable.
 *
 * Time stepping follows the network from where it stands; Newton only goes the last bit
 * of the way, so that the rest state found is the one the network itself goes to and
 * not another one that an equation solver would jump to.
 */
#include "solve/rest.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/diag.h"
#include "compile/program.h"
#include "model/model.h"
#include "solve/reduced.h"
#include "solve/sim.h"
#include "solve/sim_private.h"
#include "solve/stepper.h"
#include "solve/system.h"
#include "solve/trouble.h"

/* [-] How far Newton may go, relative to each species: larger saves time stepping, and
 * may leave the basin of the rest state that the network goes to. */
static const double REACH = 1e-2;

/* [-] Newton is tried when the network would change no more than this if it went on at
 * its present speed for as long as it has so far, and again whenever that has fallen
 * by TRY_AGAIN. */
static const double SLOW = 0.1, TRY_AGAIN = 0.5;

/* [-] A change ahead that has fallen to this part of the largest is no longer that of
 * the first moments, when there was no time yet to change in. */
static const double FALLEN = 0.5;

/* [-] Without Newton the network rests when it would change no more than this. */
static const double AT_REST = 1e-9;

/* States below this part of the largest of their kind count as that large. */
static const double FLOOR = 1e-6;

/* Time stepping alone needs this part of the run's rtol, to see rates that small. */
static const double TIGHTER = 1e-4, TIGHTEST = 1e-12;

/* An oscillating network is given up after this many steps: a few dozen periods. An
 * explicit method may need as many for a stiff network that does rest. */
enum { MAX_STEPS = 10000, MAX_STEPS_EXPLICIT = 50000 };

/* One that only drifts on, when time or a species has gone this far, as a multiple of
 * the slowest time scale or of the largest species at the start. */
static const double MAX_TIME = 1e12, MAX_GROWTH = 1e12;

/* [model time] Nobody gets there. */
static const double FAR_AHEAD = 1e100;

/* A first Newton step below this means that the network stood at rest before it. */
static const double STANDING = 1e-9;

/* An oscillation: a state that rises through the middle of its range this many times,
 * with a range of at least this part of its size. */
enum { MIN_RISES = 3 };
static const double MIN_SWING = 1e-2;

/* Where a state has been since `course.since`. */
struct range {
    double low, high;
    double middle;      /* of the range before that; NAN at first */
    size_t n_rises;     /* through the middle */
    double first, last; /* [model time] of these */
};

struct course {
    struct pl_sim *sim;
    struct pl_reduced *reduced;
    double *candidate; /* shape (n_states): where Newton went */
    double *scale; /* shape (n_states): largest |y| of its kind, now or at the start */
    double *start_scale;
    struct range *ranges; /* shape (n_states): since `since` */
    double since;         /* [model time] */
    double slowest;       /* [model time] the slowest time scale seen */
    double last_change;   /* when Newton was last tried */
    double most_change;   /* so far */
    bool stuck;           /* Newton does not work here */
    bool tight;
    size_t n_steps;
    struct pl_rest rest;
};

void
pl_rest_finish(struct pl_rest *rest)
{
    free(rest->real);
    free(rest->imaginary);
    *rest = (struct pl_rest){0};
}

static enum pl_status
course_init(struct course *course, struct pl_sim *sim, struct pl_diags *diags)
{
    const size_t n = sim->program->n_states;
    enum pl_status status = PL_OK;

    *course = (struct course){.sim = sim, .last_change = INFINITY};
    status = pl_reduced_create(sim->program, sim->system, diags, &course->reduced);
    if (status != PL_OK) {
        return status;
    }
    course->rest.n_laws = pl_reduced_n_laws(course->reduced);
    course->rest.n_eigenvalues = pl_reduced_n_eigenvalues(course->reduced);
    course->candidate = calloc(n, sizeof *course->candidate);
    course->scale = calloc(n, sizeof *course->scale);
    course->start_scale = calloc(n, sizeof *course->start_scale);
    course->ranges = calloc(n, sizeof *course->ranges);
    course->rest.real = calloc(n, sizeof *course->rest.real);
    course->rest.imaginary = calloc(n, sizeof *course->rest.imaginary);
    if (course->candidate == NULL || course->scale == NULL ||
        course->start_scale == NULL || course->ranges == NULL ||
        course->rest.real == NULL || course->rest.imaginary == NULL) {
        return pl_diag_no_memory(diags, "a rest state");
    }
    pl_sim_scales(sim, sim->y, course->start_scale);
    pl_system_values(sim->system, 0.0, sim->y, sim->values);
    pl_reduced_anchor(course->reduced, sim->values, sim->y);
    return PL_OK;
}

static void
course_finish(struct course *course)
{
    pl_reduced_destroy(course->reduced);
    free(course->candidate);
    free(course->scale);
    free(course->start_scale);
    free(course->ranges);
    pl_rest_finish(&course->rest);
}

/* The sizes that changes are compared with. */
static void
update_scale(struct course *course)
{
    pl_sim_scales(course->sim, course->sim->y, course->scale);
    for (size_t i = 0; i < course->sim->program->n_states; i++) {
        course->scale[i] = fmax(course->scale[i], course->start_scale[i]);
        if (course->scale[i] == 0.0) {
            course->scale[i] = 1.0;
        }
    }
}

/* How much the most restless state would change, relative to itself, if it went on for
 * as long again. Before the first step that is nothing, or anything. */
static double
change_ahead(const struct course *course)
{
    struct pl_sim *sim = course->sim;
    const bool began = course->n_steps > 0;
    const double *dydt = began ? pl_stepper_ends(sim->stepper)->f1 : sim->dydt;
    double most = 0.0;

    if (!began) {
        (void)pl_system_rates(sim->system, 0.0, sim->y, sim->dydt);
    }
    for (size_t i = 0; i < sim->program->n_states; i++) {
        const double change = fabs(dydt[i]) * (began ? sim->time : INFINITY) /
                              (fabs(sim->y[i]) + FLOOR * course->scale[i]);

        if (dydt[i] != 0.0 && !(change <= most)) {
            most = change;
        }
    }
    return most;
}

/* Eigenvalues at y; false when they cannot be had. */
static bool
judge(struct course *course, const double *y)
{
    double rounding = 0.0;

    if (!pl_reduced_eigenvalues(course->reduced, course->scale, y, course->rest.real,
                                course->rest.imaginary, &rounding)) {
        return false;
    }
    course->rest.stable =
        course->rest.n_eigenvalues == 0 || course->rest.real[0] <= rounding;
    return true;
}

/* Try Newton from here. @return true when the course is over: at rest, or at a rest
 * state that is not stable and that nothing leads away from. */
static bool
try_newton(struct course *course)
{
    struct pl_sim *sim = course->sim;
    struct pl_newton_report report;
    enum pl_newton outcome = PL_NEWTON_FAILED;

    memcpy(course->candidate, sim->y, sim->program->n_states * sizeof *sim->y);
    outcome = pl_reduced_newton(course->reduced, course->scale, REACH,
                                course->candidate, &report);
    course->slowest = fmax(course->slowest, report.slowest);
    course->stuck = outcome == PL_NEWTON_SINGULAR || outcome == PL_NEWTON_FAILED;
    if (outcome != PL_NEWTON_DONE || !judge(course, course->candidate) ||
        (!course->rest.stable && report.first_step > STANDING)) {
        return false;
    }
    course->rest.n_newton = report.n_iterations;
    return true;
}

/* True when Newton is due: at 0, 1, 2, 4, 8, … steps, for networks that ring for long,
 * and whenever the network has become markedly slower. */
static bool
newton_is_due(struct course *course, double change)
{
    const size_t k = course->n_steps;

    if ((k & (k - 1)) == 0 ||
        (change < SLOW && change < TRY_AGAIN * course->last_change)) {
        course->last_change = change;
        return true;
    }
    return false;
}

/* Step on with a tolerance that shows small rates. */
static void
tighten(struct course *course)
{
    struct pl_sim *sim = course->sim;

    if (!course->tight) {
        course->tight = true;
        sim->options.rtol = fmax(TIGHTER * sim->options.rtol, TIGHTEST);
        pl_sim_set_tolerances(sim);
        sim->restart = true;
    }
}

/* Count a step in which a state rises through the middle of its former range. */
static void
watch_rise(struct range *range, const struct pl_step_ends *ends, size_t state)
{
    const double y0 = ends->y0[state];
    const double y1 = ends->y1[state];

    if (y0 < range->middle && range->middle <= y1) {
        range->last =
            ends->t0 + (ends->t1 - ends->t0) * (range->middle - y0) / (y1 - y0);
        if (range->n_rises == 0) {
            range->first = range->last;
        }
        range->n_rises++;
    }
}

/* Keep the range of each state, and how often it came by, over the newest steps: those
 * since the last power of two. */
static void
watch(struct course *course)
{
    const struct pl_sim *sim = course->sim;
    const size_t k = course->n_steps;
    const bool again = (k & (k - 1)) == 0;

    if (again) {
        course->since = sim->time;
    }
    for (size_t i = 0; i < sim->program->n_states; i++) {
        struct range *range = &course->ranges[i];
        const double y = sim->y[i];

        if (again) {
            const double middle = k > 0 ? (range->low + range->high) / 2.0 : NAN;

            *range = (struct range){.low = y, .high = y, .middle = middle};
        } else {
            range->low = fmin(range->low, y);
            range->high = fmax(range->high, y);
            watch_rise(range, pl_stepper_ends(sim->stepper), i);
        }
    }
}

/* How far a state went, relative to its size. */
static double
swing(const struct course *course, size_t state)
{
    const struct range *range = &course->ranges[state];

    return (range->high - range->low) /
           (fmax(fabs(range->high), fabs(range->low)) + FLOOR * course->scale[state]);
}

/* [model time] The period of the state that came by most often; NAN when none did so
 * often enough to call it an oscillation. */
static double
find_period(const struct course *course)
{
    size_t most = MIN_RISES - 1;
    double period = NAN;

    for (size_t i = 0; i < course->sim->program->n_states; i++) {
        const struct range *range = &course->ranges[i];

        if (range->n_rises > most && swing(course, i) >= MIN_SWING) {
            most = range->n_rises;
            period = (range->last - range->first) / (double)(most - 1);
        }
    }
    return period;
}

static enum pl_status
report_moving(struct course *course, struct pl_diags *diags)
{
    size_t state = 0;
    double most = -1.0;

    for (size_t i = 0; i < course->sim->program->n_states; i++) {
        if (swing(course, i) > most) {
            most = swing(course, i);
            state = i;
        }
    }
    return pl_trouble_moving(course->sim, state, course->since,
                             course->ranges[state].low, course->ranges[state].high,
                             find_period(course), diags);
}

/* True when the network has been followed for long enough to say that it moves on. */
static bool
is_endless(const struct course *course)
{
    const struct pl_sim *sim = course->sim;
    const size_t most =
        pl_stepper_is_explicit(sim->method) ? MAX_STEPS_EXPLICIT : MAX_STEPS;

    if (course->n_steps >= most) {
        return true;
    }
    for (size_t i = 0; i < sim->program->n_states; i++) {
        const double size = course->start_scale[i];

        if (fabs(sim->y[i]) > MAX_GROWTH * (size > 0.0 ? size : 1.0)) {
            return true;
        }
    }
    return sim->time > MAX_TIME * course->slowest;
}

/* Follow the network to rest; its state is in course->candidate then. */
static enum pl_status
follow(struct course *course, struct pl_diags *diags)
{
    struct pl_sim *sim = course->sim;
    const size_t n = sim->program->n_states;

    for (;;) {
        enum pl_status status = PL_OK;
        double change = 0.0;

        update_scale(course);
        change = change_ahead(course);
        if (change == 0.0 || (change < AT_REST && course->tight)) {
            memcpy(course->candidate, sim->y, n * sizeof *sim->y);
            return judge(course, sim->y) ? PL_OK : report_moving(course, diags);
        }
        if (newton_is_due(course, change) && try_newton(course)) {
            return PL_OK;
        }
        if (course->n_steps > 0) {
            course->most_change = fmax(course->most_change, change);
        }
        if (course->stuck && change < REACH && change < FALLEN * course->most_change) {
            tighten(course);
        }
        watch(course);
        status = pl_sim_step(sim, FAR_AHEAD, diags);
        if (status != PL_OK) {
            return status;
        }
        course->slowest = fmax(course->slowest, course->n_steps == 0 ? sim->time : 0.0);
        course->n_steps++;
        if (is_endless(course)) {
            return report_moving(course, diags);
        }
    }
}

static enum pl_status
come_to_rest(struct course *course, struct pl_diags *diags)
{
    struct pl_sim *sim = course->sim;
    const double rtol = sim->options.rtol;
    enum pl_status status = PL_OK;

    sim->time = 0.0;
    sim->restart = true;
    sim->fresh = true;
    sim->resting = true;
    status = follow(course, diags);
    course->rest.time = sim->time;
    if (status == PL_OK && !course->rest.stable) {
        status = pl_trouble_unstable(sim, course->rest.real[0],
                                     course->rest.imaginary[0], diags);
    }
    course->rest.residual =
        status == PL_OK
            ? pl_reduced_residual(course->reduced, course->scale, course->candidate)
            : NAN;
    sim->options.rtol = rtol;
    sim->resting = false;
    return status;
}

enum pl_status
pl_sim_rest(struct pl_sim *sim, struct pl_diags *diags, struct pl_rest *rest)
{
    const size_t n = sim->program->n_states;
    const double time = sim->time;
    enum pl_status status = PL_OK;
    struct course course = {0};
    double *before = NULL; /* state, tolerances and scales */

    if (rest != NULL) {
        pl_rest_finish(rest);
    }
    if (!sim->program->autonomous) {
        return pl_trouble_time(sim, diags);
    }
    if (sim->stepper == NULL) {
        sim->time = 0.0;
        if (rest != NULL) {
            rest->stable = true;
        }
        return PL_OK;
    }
    before = calloc(n, 3 * sizeof *before);
    if (before == NULL) {
        return pl_diag_no_memory(diags, "a rest state");
    }
    memcpy(before, sim->y, n * sizeof *before);
    memcpy(before + n, sim->atol, n * sizeof *before);
    memcpy(before + 2 * n, sim->scale, n * sizeof *before);
    status = course_init(&course, sim, diags);
    if (status == PL_OK) {
        status = come_to_rest(&course, diags);
        sim->restart = true;
        sim->fresh = true;
    }
    if (status == PL_OK) {
        memcpy(sim->y, course.candidate, n * sizeof *before);
        sim->time = 0.0;
        pl_sim_set_tolerances(sim);
    } else {
        memcpy(sim->y, before, n * sizeof *before);
        memcpy(sim->atol, before + n, n * sizeof *before);
        memcpy(sim->scale, before + 2 * n, n * sizeof *before);
        sim->time = time;
    }
    if (rest != NULL && (status == PL_OK || status == PL_ERR_REST)) {
        *rest = course.rest;
        course.rest = (struct pl_rest){0}; /* handed over */
    }
    course_finish(&course);
    free(before);
    return status;
}
