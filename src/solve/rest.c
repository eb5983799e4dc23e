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
#include "solve/reduced.h"
#include "solve/sim.h"
#include "solve/rest_course.h"
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

/* A first Newton step below this means that the network stood at rest before it. */
static const double STANDING = 1e-9;

/* An oscillation: a state that rises through the middle of its range this many times,
 * with a range of at least this part of its size. */
enum { MIN_RISES = 3 };
static const double MIN_SWING = 1e-2;

/* Where a state has been since `course.since`. */
struct range {
    double low, high;
    double former_low, former_high; /* the range before that; equal to it at first */
    double middle;                  /* of that one; NAN at first */
    size_t n_rises;                 /* through the middle */
    double first, last;             /* [model time] of these */
};

struct pl_course {
    struct pl_sim *sim;
    struct pl_reduced *reduced;
    double *numbers;   /* what the rows below are in */
    double *before;    /* shape (3, n_states): state, tolerances, scales at the start */
    double *previous;  /* shape (n_states): one step ago */
    double *candidate; /* shape (n_states): where Newton went */
    double *scale;     /* shape (n_states): largest |y| of its kind, now or … */
    double *start_scale;  /* … at the start */
    struct range *ranges; /* shape (n_states): since `since` */

    bool wants_eigenvalues;
    double before_time, before_rtol;
    double since;         /* [model time] */
    double former_since;  /* [model time] when the range before that began */
    double previous_time; /* [model time] */
    double slowest;       /* [model time] the slowest time scale seen */
    double last_change;   /* when Newton was last tried */
    double most_change;   /* so far */
    bool stuck;           /* Newton does not work here */
    bool tight;
    size_t n_steps;
    struct pl_rest rest; /* arrays of its own */
};

void
pl_rest_finish(struct pl_rest *rest)
{
    free(rest->real);
    free(rest->imaginary);
    *rest = (struct pl_rest){0};
}

void
pl_course_destroy(struct pl_course *course)
{
    if (course == NULL) {
        return;
    }
    pl_reduced_destroy(course->reduced);
    free(course->numbers);
    free(course->ranges);
    pl_rest_finish(&course->rest);
    free(course);
}

static enum pl_status
course_create(struct pl_sim *sim, struct pl_diags *diags, struct pl_course **out)
{
    const size_t n = sim->program->n_states;
    struct pl_course *course = calloc(1, sizeof *course);
    enum pl_status status = PL_OK;

    *out = NULL;
    if (course == NULL) {
        return pl_diag_no_memory(diags, "a rest state");
    }
    course->sim = sim;
    status = pl_reduced_create(sim->program, sim->system, diags, &course->reduced);
    if (status != PL_OK) {
        pl_course_destroy(course);
        return status;
    }
    course->numbers = calloc(n, 7 * sizeof *course->numbers);
    course->ranges = calloc(n, sizeof *course->ranges);
    course->rest.real = calloc(n, sizeof *course->rest.real);
    course->rest.imaginary = calloc(n, sizeof *course->rest.imaginary);
    if (course->numbers == NULL || course->ranges == NULL ||
        course->rest.real == NULL || course->rest.imaginary == NULL) {
        pl_course_destroy(course);
        return pl_diag_no_memory(diags, "a rest state");
    }
    course->before = course->numbers;
    course->previous = course->numbers + 3 * n;
    course->candidate = course->numbers + 4 * n;
    course->scale = course->numbers + 5 * n;
    course->start_scale = course->numbers + 6 * n;
    *out = course;
    return PL_OK;
}

/* Begin anew from where the simulation stands. */
static void
course_begin(struct pl_course *course)
{
    struct pl_sim *sim = course->sim;
    const size_t n = sim->program->n_states;

    memcpy(course->before, sim->y, n * sizeof *sim->y);
    memcpy(course->before + n, sim->atol, n * sizeof *sim->atol);
    memcpy(course->before + 2 * n, sim->scale, n * sizeof *sim->scale);
    course->before_time = sim->time;
    course->before_rtol = sim->options.rtol;
    course->since = 0.0;
    course->former_since = 0.0;
    course->slowest = 0.0;
    course->last_change = INFINITY;
    course->most_change = 0.0;
    course->stuck = false;
    course->tight = false;
    course->n_steps = 0;
    course->rest.time = 0.0;
    course->rest.n_newton = 0;
    course->rest.residual = NAN;
    course->rest.n_laws = pl_reduced_n_laws(course->reduced);
    course->rest.n_eigenvalues = pl_reduced_n_eigenvalues(course->reduced);
    course->rest.stable = false;
    pl_sim_scales(sim, sim->y, course->start_scale);
    pl_system_values(sim->system, 0.0, sim->y, sim->values);
    pl_reduced_anchor(course->reduced, sim->values, sim->y);
    sim->time = 0.0;
    sim->restart = true;
    sim->fresh = true;
    sim->resting = true;
}

/* The sizes that changes are compared with. */
static void
update_scale(struct pl_course *course)
{
    pl_sim_scales(course->sim, course->sim->y, course->scale);
    for (size_t i = 0; i < course->sim->program->n_states; i++) {
        if (course->start_scale[i] > course->scale[i]) {
            course->scale[i] = course->start_scale[i];
        }
        if (course->scale[i] == 0.0) {
            course->scale[i] = 1.0;
        }
    }
}

/* How much the most restless state would change, relative to itself, if it went on for
 * as long again. Before the first step that is nothing, or anything. */
static double
change_ahead(const struct pl_course *course)
{
    struct pl_sim *sim = course->sim;
    const bool began = course->n_steps > 0;
    double *dydt = sim->dydt;
    double most = 0.0;

    (void)pl_system_rates(sim->system, 0.0, sim->y, dydt);
    for (size_t i = 0; i < sim->program->n_states; i++) {
        const double change = fabs(dydt[i]) * (began ? sim->time : INFINITY) /
                              (fabs(sim->y[i]) + FLOOR * course->scale[i]);

        if (dydt[i] != 0.0 && !(change <= most)) {
            most = change;
        }
    }
    return most;
}

/* Is the rest state y stable? The eigenvalues say, where they are wanted or where nothing
 * cheaper does. @return false when they cannot be had */
static bool
judge(struct pl_course *course, const double *y)
{
    double rounding = 0.0;

    if (!course->wants_eigenvalues &&
        pl_reduced_is_proven_stable(course->reduced, course->scale, y)) {
        course->rest.stable = true;
        return true;
    }

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
try_newton(struct pl_course *course)
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
newton_is_due(struct pl_course *course, double change)
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
tighten(struct pl_course *course)
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
watch_rise(struct pl_course *course, size_t state)
{
    struct range *range = &course->ranges[state];
    const double t0 = course->previous_time;
    const double y0 = course->previous[state];
    const double y1 = course->sim->y[state];

    if (y0 < range->middle && range->middle <= y1) {
        range->last = t0 + (course->sim->time - t0) * (range->middle - y0) / (y1 - y0);
        if (range->n_rises == 0) {
            range->first = range->last;
        }
        range->n_rises++;
    }
}

/* Keep the range of each state, and how often it came by, over the newest steps: those
 * since the last power of two. */
static void
watch(struct pl_course *course)
{
    const struct pl_sim *sim = course->sim;
    const size_t k = course->n_steps;
    const bool again = (k & (k - 1)) == 0;

    if (again) {
        course->former_since = course->since;
        course->since = sim->time;
    }
    for (size_t i = 0; i < sim->program->n_states; i++) {
        struct range *range = &course->ranges[i];
        const double y = sim->y[i];

        if (again) {
            const double middle = k > 0 ? (range->low + range->high) / 2.0 : NAN;

            *range = (struct range){.low = y,
                                    .high = y,
                                    .former_low = k > 0 ? range->low : y,
                                    .former_high = k > 0 ? range->high : y,
                                    .middle = middle};
        } else {
            range->low = y < range->low ? y : range->low;
            range->high = y > range->high ? y : range->high;
            watch_rise(course, i);
        }
    }
}

/* Where a state went in the newest two ranges: the last one may have just begun. */
static double
low_of(const struct range *range)
{
    return fmin(range->low, range->former_low);
}

static double
high_of(const struct range *range)
{
    return fmax(range->high, range->former_high);
}

/* How far it went, relative to its size. */
static double
swing(const struct pl_course *course, size_t state)
{
    const struct range *range = &course->ranges[state];
    const double low = low_of(range);
    const double high = high_of(range);

    return (high - low) / (fmax(fabs(high), fabs(low)) + FLOOR * course->scale[state]);
}

/* [model time] The period of the state that came by most often; NAN when none did so
 * often enough to call it an oscillation. */
static double
find_period(const struct pl_course *course)
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
report_moving(struct pl_course *course, struct pl_diags *diags)
{
    size_t state = 0;
    double most = -1.0;

    for (size_t i = 0; i < course->sim->program->n_states; i++) {
        if (swing(course, i) > most) {
            most = swing(course, i);
            state = i;
        }
    }
    return pl_trouble_moving(
        course->sim, state, course->former_since,
        fmin(low_of(&course->ranges[state]), course->sim->y[state]),
        fmax(high_of(&course->ranges[state]), course->sim->y[state]),
        find_period(course), diags);
}

static enum pl_status
report_no_rest(struct pl_course *course, struct pl_diags *diags)
{
    return pl_reduced_lacks_memory(course->reduced)
               ? pl_diag_no_memory(diags, "a rest state")
               : report_moving(course, diags);
}

/* True when the network has been followed for long enough to say that it moves on. */
static bool
is_endless(const struct pl_course *course)
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

/* What a step that was just taken tells. @return PL_OK; PL_ERR_REST when it is enough */
static enum pl_status
look_back(struct pl_course *course, struct pl_diags *diags)
{
    struct pl_sim *sim = course->sim;

    course->slowest = fmax(course->slowest, course->n_steps == 0 ? sim->time : 0.0);
    course->n_steps++;
    return is_endless(course) ? report_moving(course, diags) : PL_OK;
}

enum pl_status
pl_rest_begin(struct pl_sim *sim, bool eigenvalues, struct pl_diags *diags)
{
    enum pl_status status = PL_OK;

    if (!sim->program->autonomous) {
        return pl_trouble_time(sim, diags);
    }
    if (sim->stepper != NULL && sim->course == NULL) {
        status = course_create(sim, diags, &sim->course);
    }
    if (status == PL_OK && sim->course != NULL) {
        course_begin(sim->course);
        sim->course->wants_eigenvalues = eigenvalues;
    }
    return status;
}

enum pl_status
pl_rest_next(struct pl_sim *sim, bool *arrived, struct pl_diags *diags)
{
    struct pl_course *course = sim->course;
    const size_t size = sim->program->n_states * sizeof *sim->y;
    enum pl_status status = PL_OK;
    double change = 0.0;

    *arrived = course == NULL;
    if (course == NULL) {
        return PL_OK; /* nothing moves */
    }
    if (sim->time > 0.0) {
        status = look_back(course, diags);
    }
    if (status != PL_OK) {
        return status;
    }
    update_scale(course);
    change = change_ahead(course);
    if (change == 0.0 || (change < AT_REST && course->tight)) {
        memcpy(course->candidate, sim->y, size);
        *arrived = judge(course, sim->y);
        return *arrived ? PL_OK : report_no_rest(course, diags);
    }
    if (newton_is_due(course, change)) {
        *arrived = try_newton(course);
        if (*arrived || pl_reduced_lacks_memory(course->reduced)) {
            return *arrived ? PL_OK : report_no_rest(course, diags);
        }
    }
    if (course->n_steps > 0) {
        course->most_change = fmax(course->most_change, change);
    }
    if (course->stuck && change < REACH && change < FALLEN * course->most_change) {
        tighten(course);
    }
    watch(course);
    memcpy(course->previous, sim->y, size);
    course->previous_time = sim->time;
    return PL_OK;
}

/* The rest that was asked for, with arrays of its own. */
static enum pl_status
hand_over(const struct pl_rest *from, struct pl_rest *to, struct pl_diags *diags)
{
    const size_t size = from->n_eigenvalues * sizeof(double);

    *to = *from;
    to->real = calloc(from->n_eigenvalues + 1, sizeof(double));
    to->imaginary = calloc(from->n_eigenvalues + 1, sizeof(double));
    if (to->real == NULL || to->imaginary == NULL) {
        pl_rest_finish(to);
        return pl_diag_no_memory(diags, "a rest state");
    }
    memcpy(to->real, from->real, size);
    memcpy(to->imaginary, from->imaginary, size);
    return PL_OK;
}

/* The simulation goes to the rest state, or back to where it began. */
static void
settle(struct pl_course *course, bool rests)
{
    struct pl_sim *sim = course->sim;
    const size_t n = sim->program->n_states;
    const size_t size = n * sizeof *sim->y;

    sim->options.rtol = course->before_rtol;
    sim->resting = false;
    sim->restart = true;
    sim->fresh = true;
    if (rests) {
        memcpy(sim->y, course->candidate, size);
        sim->time = 0.0;
        pl_sim_set_tolerances(sim);
    } else {
        memcpy(sim->y, course->before, size);
        memcpy(sim->atol, course->before + n, size);
        memcpy(sim->scale, course->before + 2 * n, size);
        sim->time = course->before_time;
    }
}

enum pl_status
pl_rest_end(struct pl_sim *sim, enum pl_status status, struct pl_rest *rest,
            struct pl_diags *diags)
{
    struct pl_course *course = sim->course;

    if (course == NULL) {
        sim->time = status == PL_OK ? 0.0 : sim->time;
        if (rest != NULL && status == PL_OK) {
            *rest = (struct pl_rest){.stable = true};
        }
        return status;
    }
    course->rest.time = sim->time;
    if (status == PL_OK && !course->rest.stable) {
        status = pl_trouble_unstable(sim, course->rest.real[0],
                                     course->rest.imaginary[0], diags);
    }
    if (rest != NULL && status == PL_OK) {
        course->rest.residual =
            pl_reduced_residual(course->reduced, course->scale, course->candidate);
    }
    settle(course, status == PL_OK);
    if (rest != NULL && (status == PL_OK || status == PL_ERR_REST)) {
        enum pl_status copied = hand_over(&course->rest, rest, diags);

        return copied != PL_OK ? copied : status;
    }
    return status;
}

enum pl_status
pl_sim_rest(struct pl_sim *sim, struct pl_diags *diags, struct pl_rest *rest)
{
    bool arrived = false;
    enum pl_status status = PL_OK;

    if (rest != NULL) {
        pl_rest_finish(rest);
    }
    status = pl_rest_begin(sim, rest != NULL, diags);
    if (status != PL_OK) {
        return status;
    }
    while (status == PL_OK && !arrived) {
        status = pl_rest_next(sim, &arrived, diags);
        if (status == PL_OK && !arrived) {
            status = pl_sim_step(sim, PL_REST_FAR_AHEAD, diags);
        }
    }
    return pl_rest_end(sim, status, rest, diags);
}

void
pl_sim_put_to_rest(struct pl_sim *sim, const double *y, size_t steps)
{
    memcpy(sim->y, y, sim->program->n_states * sizeof *y);
    sim->time = 0.0;
    sim->restart = true;
    sim->fresh = true;
    sim->steps = steps;
    pl_sim_set_tolerances(sim);
}
