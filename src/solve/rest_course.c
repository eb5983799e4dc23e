/*
 * rest_course.c - the way to rest step by step.
 *
 * Time stepping follows the network from where it stands; Newton only goes the last bit
 * of the way, so that the rest state found is the one the network itself goes to and
 * not another one that an equation solver would jump to.
 */
#include "solve/rest_course.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/diag.h"
#include "compile/program.h"
#include "model/model.h"
#include "solve/newton.h"
#include "solve/rest.h"
#include "solve/rest_find.h"
#include "solve/rest_watch.h"
#include "solve/sim.h"
#include "solve/sim_private.h"
#include "solve/stepper.h"
#include "solve/system.h"
#include "solve/trouble.h"

/* [-] How far Newton may go, relative to each species: larger saves time stepping, and
 * may leave the basin of the rest state that the network goes to. */
static const double REACH = 1e-2;

/* [-] Newton is tried when the network would change no more than this if it went on at
 * its present speed for as long as it has so far, and no more than TRY_AGAIN of the most
 * since it was last tried. */
static const double SLOW = 0.1, TRY_AGAIN = 0.5;

/* [steps] It is also tried at powers of two from here on. */
enum { FIRST_TRIES = 8 };

/* [-] A change ahead that has fallen to this part of the largest is no longer that of
 * the first moments, when there was no time yet to change in. */
static const double FALLEN = 0.5;

/* [-] Without Newton the network rests when it would change no more than this. */
static const double AT_REST = 1e-9;

/* States below this part of the largest of their kind count as that large. */
static const double FLOOR = 1e-6;

/* With how much care the way is followed. */
enum care {
    LOOSELY, /* to a rest state that stands alone and draws the network to it: how exactly
                   does not matter, as long as it is the same one */
    AS_THE_RUN, /* once more from the start, where that led nowhere or to one of a family of
                   rest states */
    TIGHTLY     /* by time stepping alone, which has to see small rates */
};

/* Loosely is this multiple of the run's rtol, where that is not looser than LOOSEST.
 * Larger takes fewer steps, and may go off the way of the network where two part. */
static const double LOOSER = 100.0, LOOSEST = 1e-4;

/* Tightly is this part of it. */
static const double TIGHTER = 1e-4, TIGHTEST = 1e-12;

/* Where a loose way has taken a species this far below 0, in parts of the largest of its
 * kind, it may have stepped over a pole: a / (K + a) has one behind 0. */
static const double ASTRAY = 1e-2;

/* An oscillating network is given up after this many steps: a few dozen periods. An
 * explicit method may need as many for a stiff network that does rest. */
enum { MAX_STEPS = 10000, MAX_STEPS_EXPLICIT = 50000 };

/* A loose way ends after this part of them where the network swings: it may do so for so
 * long only because loose steps keep it up. */
enum { LOOSE_PART = 10 };

/* One that only drifts on, when time or a species has gone this far, as a multiple of
 * the slowest time scale or of the largest species at the start. */
static const double MAX_TIME = 1e12, MAX_GROWTH = 1e12;

/* A first Newton step below this means that the network stood at rest before it. */
static const double STANDING = 1e-9;

struct pl_course {
    struct pl_sim *sim;
    struct pl_rest_find find;
    struct pl_rest_watch watch;
    double *numbers; /* what the rows below are in */
    double *before;  /* shape (3, n_states): state, tolerances, scales at the start */
    double *scale;   /* shape (n_states): largest |y| of its kind, when last needed for
                        Newton or … */
    double *start_scale; /* … at the start */

    double before_time, before_rtol;
    double slowest;     /* [model time] the slowest time scale seen */
    double peak;        /* largest change ahead since Newton was last tried */
    double most_change; /* so far */
    bool stuck;         /* Newton does not work here */
    enum care care;
    size_t n_steps;
};

void
pl_course_destroy(struct pl_course *course)
{
    if (course == NULL) {
        return;
    }
    pl_rest_find_finish(&course->find);
    pl_rest_watch_finish(&course->watch);
    free(course->numbers);
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
    course->numbers = calloc(n, 5 * sizeof *course->numbers);
    if (course->numbers == NULL || !pl_rest_watch_init(&course->watch, n)) {
        pl_course_destroy(course);
        return pl_diag_no_memory(diags, "a rest state");
    }
    course->before = course->numbers;
    course->scale = course->numbers + 3 * n;
    course->start_scale = course->numbers + 4 * n;
    status = pl_rest_find_init(&course->find, sim->system, diags);
    if (status != PL_OK) {
        pl_course_destroy(course);
        return status;
    }
    *out = course;
    return PL_OK;
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

static void
set_care(struct pl_course *course, enum care care)
{
    struct pl_sim *sim = course->sim;
    const double rtol = course->before_rtol;

    course->care = care;
    switch (care) {
    case LOOSELY:
        sim->options.rtol = fmin(LOOSER * rtol, LOOSEST);
        break;
    case AS_THE_RUN:
        sim->options.rtol = rtol;
        break;
    case TIGHTLY:
        sim->options.rtol = fmax(TIGHTER * rtol, TIGHTEST);
        break;
    }
    pl_sim_set_tolerances(sim);
    sim->restart = true;
}

/* Nothing that rests goes beyond these. */
static void
set_bounds(struct pl_course *course)
{
    const struct pl_program *program = course->sim->program;

    for (size_t i = 0; i < program->n_states; i++) {
        const struct pl_symbol *symbol =
            &program->model->symbols[program->state_symbol[i]];
        const double scale = course->start_scale[i];
        const double size = scale > 0.0 ? scale : 1.0;
        const bool stays =
            symbol->kind == PL_SYMBOL_SPECIES && course->before[i] >= 0.0;

        course->watch.lowest[i] =
            -(course->care == LOOSELY && stays ? ASTRAY : MAX_GROWTH) * size;
        course->watch.highest[i] = MAX_GROWTH * size;
    }
}

/* Set out from where the simulation stands. */
static void
set_out(struct pl_course *course, enum care care)
{
    struct pl_sim *sim = course->sim;

    course->peak = 0.0;
    course->most_change = 0.0;
    course->stuck = false;
    course->n_steps = 0;
    pl_rest_watch_begin(&course->watch, 0.0, sim->y);
    set_care(course, care);
    set_bounds(course);
    sim->time = 0.0;
    sim->fresh = true;
}

/* Begin anew from where the simulation stands. */
static void
course_begin(struct pl_course *course, bool eigenvalues)
{
    struct pl_sim *sim = course->sim;
    const size_t n = sim->program->n_states;

    memcpy(course->before, sim->y, n * sizeof *sim->y);
    memcpy(course->before + n, sim->atol, n * sizeof *sim->atol);
    memcpy(course->before + 2 * n, sim->scale, n * sizeof *sim->scale);
    course->before_time = sim->time;
    course->before_rtol = sim->options.rtol;
    course->slowest = 0.0;
    pl_sim_scales(sim, sim->y, course->start_scale);
    update_scale(course);
    pl_rest_find_begin(&course->find, sim->y, eigenvalues);
    set_out(course, sim->options.rtol < LOOSEST ? LOOSELY : AS_THE_RUN);
    sim->resting = true;
}

/* Once more from the start, as carefully as the run. */
static void
start_over(struct pl_course *course)
{
    struct pl_sim *sim = course->sim;

    memcpy(sim->y, course->before, sim->program->n_states * sizeof *sim->y);
    set_out(course, AS_THE_RUN);
}

/* How much the most restless state would change, relative to itself, if it went on for
 * as long again. Before the first step that is nothing, or anything. */
static double
change_ahead(const struct pl_course *course)
{
    struct pl_sim *sim = course->sim;
    const double time = course->n_steps > 0 ? sim->time : INFINITY;
    double *dydt = sim->dydt;
    double most = 0.0;

    (void)pl_system_rates(sim->system, 0.0, sim->y, dydt);
    for (size_t i = 0; i < sim->program->n_states; i++) {
        const double change = fabs(dydt[i]) * time;
        const double size = fabs(sim->y[i]) + FLOOR * course->scale[i];

        if (dydt[i] != 0.0 && !(change <= most * size)) {
            most = change / size;
        }
    }
    return most;
}

/* Try Newton from here. @return true when the course is over: at rest, or at a rest
 * state that is not stable and that nothing leads away from. */
static bool
try_newton(struct pl_course *course)
{
    struct pl_newton_report report;
    enum pl_newton_outcome outcome = PL_NEWTON_FAILED;

    update_scale(course);
    outcome =
        pl_rest_find_near(&course->find, course->scale, REACH, course->sim->y, &report);
    course->slowest = fmax(course->slowest, report.slowest);
    course->stuck = outcome == PL_NEWTON_SINGULAR || outcome == PL_NEWTON_FAILED;
    return outcome == PL_NEWTON_DONE &&
           pl_rest_find_judge(&course->find, course->scale) &&
           (course->find.rest.stable || report.first_step <= STANDING);
}

/* True when Newton is due: at the start, for networks that rest there; after 8, 16, 32, …
 * steps, for those that ring for long; and whenever one has become markedly slower. */
static bool
newton_is_due(struct pl_course *course, double change)
{
    const size_t k = course->n_steps;

    course->peak = change > course->peak ? change : course->peak;
    if (k == 0 || (k >= FIRST_TRIES && (k & (k - 1)) == 0) ||
        (change < SLOW && change < TRY_AGAIN * course->peak)) {
        course->peak = k > 0 ? change : 0.0;
        return true;
    }
    return false;
}

static enum pl_status
report_moving(struct pl_course *course, struct pl_diags *diags)
{
    const struct pl_sim *sim = course->sim;
    const struct pl_rest_watch *watch = &course->watch;
    size_t state = 0;
    double most = -1.0;

    for (size_t i = 0; i < sim->program->n_states; i++) {
        const double swing = pl_rest_watch_swing(watch, i, FLOOR * course->scale[i]);

        if (swing > most) {
            most = swing;
            state = i;
        }
    }
    return pl_trouble_moving(course->sim, state, watch->former_since,
                             fmin(pl_rest_watch_low(watch, state), sim->y[state]),
                             fmax(pl_rest_watch_high(watch, state), sim->y[state]),
                             pl_rest_watch_period(watch, course->scale, FLOOR), diags);
}

static enum pl_status
report_no_rest(struct pl_course *course, struct pl_diags *diags)
{
    return course->find.no_memory ? pl_diag_no_memory(diags, "a rest state")
                                  : report_moving(course, diags);
}

/* True when the network has been followed for long enough to say that it moves on. */
static bool
is_endless(const struct pl_course *course)
{
    const struct pl_sim *sim = course->sim;
    const size_t most =
        pl_stepper_is_explicit(sim->method) ? MAX_STEPS_EXPLICIT : MAX_STEPS;

    return pl_rest_watch_is_beyond(&course->watch, sim->y) || course->n_steps >= most ||
           sim->time > MAX_TIME * course->slowest ||
           (course->care == LOOSELY && course->n_steps >= most / LOOSE_PART &&
            !isnan(pl_rest_watch_period(&course->watch, course->scale, FLOOR)));
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
        course_begin(sim->course, eigenvalues);
    }
    return status;
}

/* The network stands still where it is. @return PL_OK; PL_ERR_REST, PL_ERR_NOMEM when
 * nothing can be said of that state */
static enum pl_status
stand_still(struct pl_course *course, struct pl_diags *diags)
{
    struct pl_sim *sim = course->sim;

    update_scale(course);
    memcpy(course->find.y, sim->y, course->find.n * sizeof *sim->y);
    course->find.rest.n_newton = 0;
    return pl_rest_find_judge(&course->find, course->scale)
               ? PL_OK
               : report_no_rest(course, diags);
}

/* Look for a rest state where the network would change so much ahead.
 * @return PL_OK; as stand_still */
static enum pl_status
look_around(struct pl_course *course, double change, bool *arrived,
            struct pl_diags *diags)
{
    enum pl_status status = PL_OK;

    if (change == 0.0 || (change < AT_REST && course->care == TIGHTLY)) {
        status = stand_still(course, diags);
        *arrived = status == PL_OK;
    } else if (newton_is_due(course, change)) {
        *arrived = try_newton(course);
        if (!*arrived && course->find.no_memory) {
            status = report_no_rest(course, diags);
        }
    }
    return status;
}

/* Does time stepping alone have to do? */
static bool
is_left_alone(struct pl_course *course, double change)
{
    return course->stuck && change < REACH && change < FALLEN * course->most_change;
}

enum pl_status
pl_rest_next(struct pl_sim *sim, bool *arrived, struct pl_diags *diags)
{
    struct pl_course *course = sim->course;
    enum pl_status status = PL_OK;
    double change = 0.0;

    *arrived = course == NULL;
    if (course == NULL) {
        return PL_OK; /* nothing moves */
    }
    if (sim->time > 0.0) {
        if (course->n_steps++ == 0) {
            course->slowest = fmax(course->slowest, sim->time);
        }
        if (is_endless(course)) {
            if (course->care != LOOSELY) {
                return report_moving(course, diags);
            }
            start_over(course);
            return PL_OK;
        }
    }
    if (course->care == TIGHTLY) {
        update_scale(course);
    }
    change = change_ahead(course);
    status = look_around(course, change, arrived, diags);
    if (status != PL_OK || *arrived) {
        if (*arrived && course->care == LOOSELY && !course->find.stands_alone &&
            course->n_steps > 0) {
            *arrived = false;
            start_over(course);
        }
        return status;
    }
    if (course->n_steps > 0) {
        course->most_change = fmax(course->most_change, change);
        pl_rest_watch_step(&course->watch, sim->time, sim->y);
    }
    if (is_left_alone(course, change)) {
        if (course->care == LOOSELY) {
            start_over(course);
        } else if (course->care == AS_THE_RUN) {
            set_care(course, TIGHTLY);
        }
    }
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
        memcpy(sim->y, course->find.y, size);
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
pl_rest_follow(struct pl_sim *sim, struct pl_diags *diags)
{
    bool arrived = false;
    enum pl_status status = pl_rest_next(sim, &arrived, diags);

    while (status == PL_OK && !arrived) {
        const bool loose = sim->course->care == LOOSELY;

        /* what a loose step meets is not the last word */
        status = pl_sim_step(sim, PL_REST_FAR_AHEAD, loose ? NULL : diags);
        if (loose && status == PL_ERR_NOMEM) {
            status = pl_diag_no_memory(diags, "a step");
        }
        if (status == PL_OK) {
            status = pl_rest_next(sim, &arrived, diags);
        }
    }
    return status;
}

/* After an error of a loose step: go the whole way, as carefully as the run. */
static enum pl_status
go_again(struct pl_course *course, enum pl_status status, struct pl_diags *diags)
{
    struct pl_sim *sim = course->sim;

    if (course->care != LOOSELY || (status != PL_ERR_RATE && status != PL_ERR_STEP)) {
        return status;
    }
    if (sim->steps >= sim->options.max_steps) {
        return pl_trouble_stopped(sim, PL_CAUSE_STEPS, diags);
    }
    start_over(course);
    return pl_rest_follow(sim, diags);
}

enum pl_status
pl_rest_end(struct pl_sim *sim, enum pl_status status, struct pl_rest *rest,
            struct pl_diags *diags)
{
    struct pl_course *course = sim->course;
    struct pl_rest *found = course != NULL ? &course->find.rest : NULL;

    if (course == NULL) {
        sim->time = status == PL_OK ? 0.0 : sim->time;
        if (rest != NULL && status == PL_OK) {
            *rest = (struct pl_rest){.stable = true};
        }
        return status;
    }
    status = go_again(course, status, diags);
    found->time = sim->time;
    if (status == PL_OK && !found->stable) {
        status = pl_trouble_unstable(sim, found->real[0], found->imaginary[0], diags);
    }
    if (rest != NULL && status == PL_OK) {
        found->residual =
            pl_newton_residual(course->find.newton, course->scale, course->find.y);
    }
    if (rest != NULL && (status == PL_OK || status == PL_ERR_REST)) {
        const enum pl_status told = pl_rest_find_tell(&course->find, diags, rest);

        status = told != PL_OK ? told : status;
    }
    settle(course, status == PL_OK);
    return status;
}
