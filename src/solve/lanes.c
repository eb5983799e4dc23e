/*
 * lanes.c - a group of simulations that are advanced side by side.
 */
#include "solve/lanes.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>

#include "base/diag.h"
#include "base/index.h"
#include "compile/kernels.h"
#include "compile/program.h"
#include "solve/lane_pace.h"
#include "solve/lane_rows.h"
#include "solve/method.h"
#include "solve/rest.h"
#include "solve/rest_course.h"
#include "solve/rodas.h"
#include "solve/sim.h"
#include "solve/sim_private.h"
#include "solve/step_rule.h"
#include "solve/stepper.h"
#include "solve/system.h"

struct lane {
    struct pl_sim *sim; /* its state is behind while the lane is under way */
    struct pl_leg leg;
    bool under_way;
    bool in_place; /* the rows hold its tolerances and held quantities */
    bool chosen;   /* the next trial is */
    bool trying;   /* the newest trial is this lane's, which did not just go on */
    bool taken;    /* it was accepted, … */
    double t1;     /* [model time] … and ends here */
};

struct pl_lanes {
    const struct pl_program *program;
    const struct pl_kernels *together;
    const struct pl_selection *selection;
    size_t n; /* lanes */
    size_t n_states;
    bool side_by_side; /* else every leg is gone alone, without these: */
    struct pl_lane_rows rows;
    struct pl_rodas rodas;
    struct pl_lane_pace pace;
    struct lane *lanes; /* shape (n) */
    bool stopped;
    struct pl_lanes_statistics statistics;
};

/* The numbers that trials read and write. */
static bool
alloc_trials(struct pl_lanes *lanes)
{
    const struct pl_kernels *kernels = lanes->together;
    struct pl_lane_rows *rows = &lanes->rows;

    if (!pl_lane_rows_init(rows, kernels, lanes->selection) ||
        !pl_rodas_init(&lanes->rodas, kernels, rows->frame)) {
        return false;
    }
    lanes->pace.norm = rows->norm;
    lanes->pace.flawed = lanes->rodas.flawed;
    lanes->pace.t = lanes->rodas.t;
    lanes->pace.h = lanes->rodas.h;
    pl_lane_pace_place(&lanes->pace, lanes->n, rows->pace);
    for (size_t l = 0; l < lanes->n; l++) {
        lanes->rodas.h[l] = 1.0; /* an empty lane divides by it too */
    }
    return true;
}

/* Nothing moves where there is no state, and other methods have no lanes. */
static bool
has_steps_to_share(const struct pl_sim *sim)
{
    const char *why = NULL;

    return sim->program->n_states > 0 &&
           pl_method_is_of_lanes(pl_sim_method_used(sim, &why));
}

enum pl_status
pl_lanes_create(const struct pl_kernels *alone, const struct pl_kernels *together,
                const struct pl_selection *selection,
                const struct pl_sim_options *options, struct pl_diags *diags,
                struct pl_lanes **out)
{
    struct pl_lanes *lanes = calloc(1, sizeof *lanes);
    enum pl_status status = PL_OK;

    *out = NULL;
    assert(alone->program == together->program && alone->lanes == 1);
    assert(options->time_limit == 0.0 && options->stop == NULL);
    if (lanes == NULL) {
        return pl_diag_no_memory(diags, "a group of simulations");
    }
    lanes->program = together->program;
    lanes->together = together;
    lanes->selection = selection;
    lanes->n = together->lanes;
    lanes->n_states = together->program->n_states;
    lanes->lanes = calloc(lanes->n, sizeof *lanes->lanes);
    if (lanes->lanes == NULL) {
        status = pl_diag_no_memory(diags, "a group of simulations");
    }
    for (size_t l = 0; l < lanes->n && status == PL_OK; l++) {
        status = pl_sim_create(alone, options, diags, &lanes->lanes[l].sim);
    }
    if (status == PL_OK) {
        lanes->side_by_side = has_steps_to_share(lanes->lanes[0].sim);
    }
    if (lanes->side_by_side && !alloc_trials(lanes)) {
        status = pl_diag_no_memory(diags, "a group of simulations");
    }
    if (status != PL_OK) {
        pl_lanes_destroy(lanes);
        return status;
    }
    *out = lanes;
    return PL_OK;
}

void
pl_lanes_destroy(struct pl_lanes *lanes)
{
    if (lanes == NULL) {
        return;
    }
    for (size_t l = 0; lanes->lanes != NULL && l < lanes->n; l++) {
        pl_sim_destroy(lanes->lanes[l].sim);
    }
    free(lanes->lanes);
    pl_rodas_finish(&lanes->rodas);
    pl_lane_rows_finish(&lanes->rows);
    free(lanes);
}

/* The simulation's state becomes the lane's; where it restarts, everything does. */
static enum pl_status
put_in_place(struct pl_lanes *lanes, size_t l)
{
    struct lane *lane = &lanes->lanes[l];
    const struct pl_lane_pace *pace = &lanes->pace;
    struct pl_sim *sim = lane->sim;

    if (sim->restart || !lane->in_place) {
        const double *frame = pl_system_frame(sim->system);
        enum pl_status status = pl_sim_restart(sim, pace->t_end[l], NULL);

        if (status != PL_OK) {
            return status;
        }
        for (size_t k = 0; k < lanes->rows.n_used; k++) {
            lanes->rows.frame[lanes->rows.used[k] * lanes->n + l] =
                frame[lanes->rows.used[k]];
        }
        pl_lane_rows_scatter(&lanes->rows, l, sim->atol, lanes->rows.atol);
        /* the end of a way to rest has its own */
        lanes->rows.rtol[l] = sim->options.rtol;
    }
    pl_lane_rows_scatter(&lanes->rows, l, sim->y, lanes->rodas.y0);
    lanes->rodas.t[l] = sim->time;
    pace->most_steps[l] = sim->options.max_steps > sim->steps
                              ? (double)(sim->options.max_steps - sim->steps)
                              : 0.0;
    pace->size[l] = pl_stepper_pace(sim->stepper).size;
    pace->ideal[l] = pl_stepper_pace(sim->stepper).ideal;
    lane->chosen = false;
    lane->in_place = true;
    return PL_OK;
}

/* The lane's state becomes the simulation's. */
static void
take_back(struct pl_lanes *lanes, size_t l)
{
    struct pl_sim *sim = lanes->lanes[l].sim;
    const struct pl_lane_pace *pace = &lanes->pace;

    pl_lane_rows_gather(&lanes->rows, l, lanes->rodas.y0, sim->y);
    sim->time = lanes->rodas.t[l];
    pl_stepper_continue(sim->stepper, (struct pl_pace){pace->size[l], pace->ideal[l]},
                        (size_t)pace->rejected[l]);
    pace->rejected[l] = 0.0;
    if (pace->steps[l] > 0.0) {
        pl_system_forget_fault(sim->system); /* as pl_sim_step */
    }
    sim->steps += (size_t)pace->steps[l];
    pace->most_steps[l] -= pace->steps[l];
    pace->steps[l] = 0.0;
}

/* One step that the group cannot do. */
static enum pl_status
step_alone(struct pl_lanes *lanes, size_t l)
{
    struct lane *lane = &lanes->lanes[l];
    enum pl_status status = PL_OK;

    lanes->pace.refused[l] = 0.0; /* it will refuse those trials again */
    take_back(lanes, l);
    lanes->statistics.alone++;
    status =
        pl_sim_step_and_emit(lane->sim, lanes->pace.t_end[l], lane->leg.output, NULL);
    if (status == PL_OK) {
        status = put_in_place(lanes, l);
    }
    return status;
}

/* Choose the next trial of a lane that begins a step, as pl_stepper_step and GSL's evolve
 * do. @return false when it has to step alone */
static bool
choose_trial(struct pl_lanes *lanes, size_t l)
{
    const struct pl_lane_pace *pace = &lanes->pace;
    const double left = pace->t_end[l] - pace->t[l];
    const double smallest = pl_step_smallest(pace->t[l]);
    const double trial = pl_step_fitted(pace->size[l], left);
    const bool is_last = trial > left;

    if (left < smallest || trial < smallest) {
        return false;
    }
    pace->is_last[l] = is_last ? 1.0 : 0.0;
    pace->h[l] = is_last ? left : trial;
    return true;
}

/* Accept or refuse the newest trial of a lane that did not just go on. @return false when
 * it has to be taken alone */
static bool
judge_trial(struct pl_lanes *lanes, size_t l)
{
    struct lane *lane = &lanes->lanes[l];
    const struct pl_lane_pace *pace = &lanes->pace;
    const double next = pace->next[l];

    if (isnan(pace->norm[l]) || pace->flawed[l] != 0.0) {
        return false;
    }
    lane->t1 = pace->is_last[l] != 0.0 ? pace->t_end[l] : pace->t[l] + pace->h[l];
    if (pl_step_is_good(pace->norm[l])) {
        lane->taken = true;
        lane->chosen = false;
        pace->ideal[l] = pace->next_ideal[l];
        if (lane->t1 < pace->t_end[l]) { /* the last one says nothing of the next */
            pace->size[l] = next;
        }
        pace->steps[l] += 1.0;
        pace->rejected[l] += pace->refused[l];
        pace->refused[l] = 0.0;
        return true;
    }
    if (!pl_step_can_shrink(pace->h[l], next, lane->t1)) {
        return false; /* no smaller step is left: the message is the simulation's */
    }
    pace->h[l] = next;
    pace->is_last[l] = 0.0;
    pace->refused[l] += 1.0;
    return true;
}

/* What the outputs of a lane want of the step just accepted. */
static bool
wants(const struct pl_lanes *lanes, size_t l, double *t)
{
    const struct lane *lane = &lanes->lanes[l];

    return lane->taken && lane->t1 > lanes->pace.silent_to[l] &&
           pl_output_wants(lane->leg.output, lanes->rodas.t[l], lane->t1, t);
}

static void
give(struct pl_lanes *lanes, size_t l, double t)
{
    struct lane *lane = &lanes->lanes[l];

    for (size_t r = 0; r < lanes->selection->n; r++) {
        lanes->rows.column[r] = lanes->rows.values[r * lanes->n + l];
    }
    pl_make_nans_alike(lanes->rows.column, lanes->selection->n);
    pl_output_give(lane->leg.output, lane->t1, t, lanes->rows.column);
    lanes->pace.silent_to[l] = pl_output_silent_to(lane->leg.output);
}

/* The states at the times that are wanted go into the frame. */
static void
fill_inside(struct pl_lanes *lanes, const bool *due, const double *times)
{
    const size_t n = lanes->n;
    double *state = lanes->rows.frame + pl_program_state_slot(lanes->program) * n;

    for (size_t l = 0; l < n; l++) {
        const double t0 = lanes->rodas.t[l];
        const double t1 = lanes->lanes[l].t1;

        lanes->rows.frame[l] = times[l];
        lanes->rows.share[l] =
            due[l] && times[l] > t0 ? (times[l] - t0) / (t1 - t0) : 0.0;
    }
    pl_rodas_inside(&lanes->rodas, lanes->rows.share, state);
    for (size_t l = 0; l < n; l++) {
        const bool at_start = due[l] && !(times[l] > lanes->rodas.t[l]);
        const bool at_end = due[l] && !(times[l] < lanes->lanes[l].t1);
        const double *rows = at_end ? lanes->rodas.y1 : lanes->rodas.y0;

        for (size_t i = 0; (at_start || at_end) && i < lanes->n_states; i++) {
            state[i * n + l] = rows[i * n + l];
        }
    }
}

/* Give the outputs what they want of the steps just accepted: one time of each lane at
 * once. */
static void
emit_outputs(struct pl_lanes *lanes)
{
    for (;;) {
        bool due[PL_MAX_LANES] = {false};
        double times[PL_MAX_LANES] = {0.0};
        size_t n_due = 0;

        for (size_t l = 0; l < lanes->n; l++) {
            due[l] = wants(lanes, l, &times[l]);
            n_due += due[l];
        }
        if (n_due == 0) {
            return;
        }
        fill_inside(lanes, due, times);
        pl_kernel_run(&lanes->selection->kernel, lanes->rows.frame, lanes->rows.values);
        for (size_t l = 0; l < lanes->n; l++) {
            if (due[l]) {
                give(lanes, l, times[l]);
            }
        }
    }
}

/* Move the lanes on whose trial was accepted. */
static void
take_steps(struct pl_lanes *lanes)
{
    for (size_t l = 0; l < lanes->n; l++) {
        if (lanes->lanes[l].taken) {
            lanes->pace.taken[l] = 1.0;
            lanes->rodas.t[l] = lanes->lanes[l].t1;
        }
    }
    pl_rodas_take(&lanes->rodas, lanes->pace.taken);
}

/* The end of a way to rest: after an error it may be gone again, by this lane alone. */
static enum pl_status
end_rest(struct pl_lanes *lanes, struct pl_sim *sim, enum pl_status status)
{
    const size_t before = sim->steps;

    status = pl_rest_end(sim, status, NULL, NULL);
    lanes->statistics.alone += sim->steps - before;
    return status;
}

/* End a lane's leg, and begin others until it is under way or empty. */
static void
arrive(struct pl_lanes *lanes, size_t l, enum pl_status status,
       const struct pl_lanes_work *work)
{
    struct lane *lane = &lanes->lanes[l];
    const struct pl_lane_pace *pace = &lanes->pace;
    struct pl_sim *sim = lane->sim;

    lane->under_way = false;
    pace->may[l] = 0.0;
    while (!lane->under_way) {
        bool arrived = false;

        if (status == PL_ERR_STOPPED) { /* amid a step or a way that it goes alone */
            lanes->stopped = true;
            return;
        }
        lane->leg = (struct pl_leg){.kind = PL_LEG_NONE};
        work->next(work->context, l, sim, status, &lane->leg);
        switch (lane->leg.kind) {
        case PL_LEG_NONE:
            return;
        case PL_LEG_REST:
            pace->t_end[l] = PL_REST_FAR_AHEAD;
            lane->leg.output = NULL;
            status = pl_rest_begin(sim, false, NULL);
            if (status != PL_OK) {
                continue;
            }
            status = pl_rest_next(sim, &arrived, NULL);
            break;
        case PL_LEG_ADVANCE:
            pace->t_end[l] = lane->leg.t_end;
            pl_output_begin(lane->leg.output, sim->time);
            pace->silent_to[l] = pl_output_silent_to(lane->leg.output);
            arrived = !(lane->leg.t_end > sim->time);
            status = PL_OK;
            break;
        }
        if (status == PL_OK && !arrived) {
            status = put_in_place(lanes, l);
            lane->under_way = status == PL_OK;
            pace->may[l] =
                lane->under_way && lane->leg.kind == PL_LEG_ADVANCE ? 1.0 : 0.0;
        }
        if (!lane->under_way && lane->leg.kind == PL_LEG_REST) {
            status = end_rest(lanes, sim, status);
        }
    }
}

/* After a step of a lane, alone or with the group: is its leg over? */
static void
look_ahead(struct pl_lanes *lanes, size_t l, enum pl_status status,
           const struct pl_lanes_work *work)
{
    struct lane *lane = &lanes->lanes[l];
    struct pl_sim *sim = lane->sim;
    bool arrived = false;

    if (status == PL_OK && lane->leg.kind == PL_LEG_ADVANCE) {
        if (lanes->rodas.t[l] < lanes->pace.t_end[l]) {
            return;
        }
        take_back(lanes, l);
    } else if (status == PL_OK) {
        take_back(lanes, l);
        status = pl_rest_next(sim, &arrived, NULL);
        if (status == PL_OK && !arrived && sim->restart) {
            status = put_in_place(lanes, l);
        }
        if (status == PL_OK && !arrived) {
            return;
        }
    }
    if (lane->leg.kind == PL_LEG_REST) {
        status = end_rest(lanes, sim, status);
    }
    arrive(lanes, l, status, work);
}

/* Bring every lane that is under way to a trial. @return how many there are */
static size_t
choose_trials(struct pl_lanes *lanes, const struct pl_lanes_work *work)
{
    size_t n = 0;

    for (size_t l = 0; l < lanes->n; l++) {
        struct lane *lane = &lanes->lanes[l];

        while (lane->under_way && !lane->chosen) {
            if (lanes->pace.steps[l] >= lanes->pace.most_steps[l]) {
                take_back(lanes, l);
                look_ahead(lanes, l, PL_ERR_STEP, work);
            } else if (choose_trial(lanes, l)) {
                lane->chosen = true;
            } else {
                look_ahead(lanes, l, step_alone(lanes, l), work);
            }
        }
        n += lane->under_way;
    }
    return n;
}

/* The lanes that do not just go on, one by one. */
static void
look_at_others(struct pl_lanes *lanes, const struct pl_lanes_work *work)
{
    bool alone[PL_MAX_LANES] = {false};

    for (size_t l = 0; l < lanes->n; l++) {
        struct lane *lane = &lanes->lanes[l];

        lane->trying = lane->under_way && lanes->pace.goes_on[l] == 0.0;
        lane->taken = false;
        alone[l] = lane->trying && !judge_trial(lanes, l);
    }
    emit_outputs(lanes);
    take_steps(lanes);
    for (size_t l = 0; l < lanes->n; l++) {
        if (alone[l]) {
            look_ahead(lanes, l, step_alone(lanes, l), work);
        } else if (lanes->lanes[l].trying && lanes->lanes[l].taken) {
            look_ahead(lanes, l, PL_OK, work);
        }
    }
}

/* What a lane does alone ends when the group does. */
static void
let_stop(struct pl_sim *sim, const struct pl_lanes_work *work)
{
    sim->options.stop = work->stop;
    sim->options.stop_context = work->context;
}

/* A lane's legs, one after the other, until it is empty. */
static enum pl_status
run_alone(struct pl_lanes *lanes, size_t l, const struct pl_lanes_work *work)
{
    struct pl_sim *sim = lanes->lanes[l].sim;
    enum pl_status status = PL_OK;

    let_stop(sim, work);
    while (status != PL_ERR_STOPPED) {
        struct pl_leg leg = {.kind = PL_LEG_NONE};
        size_t before = 0;

        work->next(work->context, l, sim, status, &leg);
        before = sim->steps;
        switch (leg.kind) {
        case PL_LEG_NONE:
            return PL_OK;
        case PL_LEG_REST:
            status = pl_sim_rest(sim, NULL, NULL);
            break;
        case PL_LEG_ADVANCE:
            status = pl_sim_advance(sim, leg.t_end, leg.output, NULL);
            break;
        }
        lanes->statistics.alone += sim->steps - before;
    }
    return status;
}

static enum pl_status
run_all_alone(struct pl_lanes *lanes, const struct pl_lanes_work *work)
{
    enum pl_status status = PL_OK;

    for (size_t l = 0; l < lanes->n && status == PL_OK; l++) {
        status = run_alone(lanes, l, work);
    }
    return status;
}

enum pl_status
pl_lanes_run(struct pl_lanes *lanes, const struct pl_lanes_work *work)
{
    size_t n = 0;       /* lanes that are under way, … */
    size_t n_going = 0; /* … and those that just went on */

    if (!lanes->side_by_side) {
        return run_all_alone(lanes, work);
    }
    for (size_t l = 0; l < lanes->n; l++) {
        let_stop(lanes->lanes[l].sim, work);
        arrive(lanes, l, PL_OK, work);
    }
    for (;;) {
        if (lanes->stopped || (work->stop != NULL && work->stop(work->context))) {
            return PL_ERR_STOPPED;
        }
        if (n_going < n || n == 0) {
            n = choose_trials(lanes, work);
        }
        if (n == 0) {
            return lanes->stopped ? PL_ERR_STOPPED : PL_OK;
        }
        lanes->statistics.trials++;
        lanes->statistics.filled += n;
        pl_rodas_try(&lanes->rodas);
        pl_rodas_norm(&lanes->rodas, lanes->rows.atol, lanes->rows.rtol,
                      lanes->rows.norm);
        n_going = pl_lane_pace_go(lanes->together->isa, lanes->n, &lanes->pace);
        if (n_going < n) {
            look_at_others(lanes, work);
        } else {
            pl_rodas_take(&lanes->rodas, lanes->pace.taken);
        }
    }
}

struct pl_lanes_statistics
pl_lanes_get_statistics(const struct pl_lanes *lanes)
{
    return lanes->statistics;
}
