/*
 * courses.c - many simulations of one network, each through a rest, jumps and outputs,
 * alone or in lanes: what they gave, as bits.
 */
#include "courses.h"

#include "compile/program.h"
#include "matrix.h"
#include "model/model.h"
#include "model/roles.h"
#include "solve/lanes.h"
#include "solve/rest.h"
#include "testlib.h"

/* Every so many symbols one is an output. */
enum { SELECTION_STRIDE = 9 };

/* One simulation on its way. */
struct course {
    const struct network *network;
    const struct course_plan *plan;
    struct pl_output output;
    double *nodes; /* shape (PL_OUTPUT_NODES, selection->n) */
    double *inputs;
    double *state;
    size_t k;        /* which one */
    size_t leg;      /* 0: the rest; then one for each stretch between jumps */
    double expected; /* [model time] where the next piece begins */
    struct course_result result;
};

/* All of them. */
struct courses {
    const struct course_plan *plan;
    struct course_group group;
    size_t next; /* place in the queue */
    struct course lanes[PL_MAX_LANES];
    struct course_result *results;
};

static void
add_bits(uint64_t *hash, const void *bytes, size_t n)
{
    const unsigned char *at = bytes;

    for (size_t k = 0; k < n; k++) { /* FNV-1a */
        *hash = (*hash ^ at[k]) * UINT64_C(0x100000001b3);
    }
}

static void
keep_values(void *context, size_t k, double time, const double *values)
{
    struct course *course = context;

    assert_int_equal(k, course->result.n_times);
    assert_true(time == course->plan->times[k]);
    add_bits(&course->result.bits, &time, sizeof time);
    add_bits(&course->result.bits, values,
             course->output.selection->n * sizeof *values);
    course->result.n_times++;
}

static void
keep_piece(void *context, double t0, double t1, const double *values)
{
    struct course *course = context;
    const size_t n = PL_OUTPUT_NODES * course->output.selection->n;

    assert_true(t0 == course->expected && t1 > t0);
    course->expected = t1;
    add_bits(&course->result.bits, &t0, sizeof t0);
    add_bits(&course->result.bits, &t1, sizeof t1);
    add_bits(&course->result.bits, values, n * sizeof *values);
    course->result.n_pieces++;
}

static void
course_init(struct course *course, const struct network *network,
            const struct course_plan *plan, const struct pl_selection *selection)
{
    *course = (struct course){.network = network, .plan = plan};
    course->nodes = calloc(PL_OUTPUT_NODES * selection->n + 1, sizeof(double));
    course->inputs = calloc(network->program->n_inputs + 1, sizeof(double));
    course->state = calloc(network->program->n_states + 1, sizeof(double));
    assert_true(course->nodes != NULL && course->inputs != NULL &&
                course->state != NULL);
    course->output = (struct pl_output){
        .times = plan->times,
        .n_times = plan->n_times,
        .emit = keep_values,
        .context = course,
        .selection = selection,
        .piece = plan->pieces ? keep_piece : NULL,
        .cuts = plan->cuts,
        .n_cuts = plan->n_cuts,
        .nodes = course->nodes,
    };
}

static void
course_finish(struct course *course)
{
    free(course->nodes);
    free(course->inputs);
    free(course->state);
}

/* Begin simulation k. @return as pl_sim_start */
static enum pl_status
course_start(struct course *course, struct pl_sim *sim, size_t k)
{
    memcpy(course->inputs, course->network->inputs,
           course->network->program->n_inputs * sizeof *course->inputs);
    if (course->plan->vary != NULL) {
        course->plan->vary(course->network, k, course->inputs);
    }
    course->k = k;
    course->leg = course->plan->rests ? 0 : 1;
    course->expected = 0.0;
    course->output.next = 0;
    course->result = (struct course_result){.bits = UINT64_C(0xcbf29ce484222325)};
    return pl_sim_start(sim, course->inputs, NULL);
}

/* The value that the plan's symbol jumps to. */
static double
jump_value(const struct course *course, size_t jump)
{
    return (double)((course->k * 37 + jump * 11) % 64) / 64.0;
}

/* What comes next of a simulation that got here with `status`. @return false at its end */
static bool
course_next(struct course *course, struct pl_sim *sim, enum pl_status status,
            struct pl_leg *leg)
{
    const struct course_plan *plan = course->plan;

    if (status == PL_ERR_REST) { /* it goes on from where it was */
        course->result.rest = status;
    } else if (status != PL_OK) {
        course->result.end = status;
        return false;
    }
    if (course->leg == 0) {
        /* the output is there for later legs: nothing is given on the way to rest */
        *leg = (struct pl_leg){.kind = PL_LEG_REST, .output = &course->output};
        course->leg++;
        return true;
    }
    if (course->leg > plan->n_jumps + 1) {
        return false;
    }
    if (course->leg > 1 && plan->symbol != PL_NONE) {
        assert_int_equal(
            pl_sim_assign(sim, plan->symbol, jump_value(course, course->leg - 2), NULL),
            PL_OK);
    }
    *leg = (struct pl_leg){
        .kind = PL_LEG_ADVANCE,
        .t_end =
            course->leg <= plan->n_jumps ? plan->jumps[course->leg - 1] : plan->t_end,
        .output = &course->output,
    };
    course->leg++;
    return true;
}

/* Where it ended is part of what it gave. */
static void
course_end(struct course *course, struct pl_sim *sim)
{
    struct course_result *result = &course->result;

    result->time = pl_sim_time(sim);
    pl_sim_state(sim, course->state);
    result->first = course->state[0];
    result->cost = pl_sim_get_statistics(sim);
    add_bits(&result->bits, &result->time, sizeof result->time);
    add_bits(&result->bits, course->state,
             course->network->program->n_states * sizeof *course->state);
    add_bits(&result->bits, &result->cost.steps, sizeof result->cost.steps);
    add_bits(&result->bits, &result->cost.rejected, sizeof result->cost.rejected);
    add_bits(&result->bits, &result->cost.restarts, sizeof result->cost.restarts);
}

static size_t
simulation_at(const struct courses *courses, size_t place)
{
    return (place * courses->group.stride + courses->group.first) % courses->plan->n;
}

/* ---- alone ---- */

static enum pl_status
go(struct pl_sim *sim, const struct pl_leg *leg)
{
    return leg->kind == PL_LEG_REST
               ? pl_sim_rest(sim, NULL, NULL)
               : pl_sim_advance(sim, leg->t_end, leg->output, NULL);
}

static void
run_alone(struct courses *courses, const struct pl_kernels *kernels)
{
    struct course *course = &courses->lanes[0];
    struct pl_sim_options options = courses->plan->options;
    struct pl_sim *sim = NULL;

    options.method = "rodas";
    assert_int_equal(pl_sim_create(kernels, &options, NULL, &sim), PL_OK);
    for (; courses->next < courses->plan->n; courses->next++) {
        const size_t k = simulation_at(courses, courses->next);
        enum pl_status status = course_start(course, sim, k);
        struct pl_leg leg;

        while (course_next(course, sim, status, &leg)) {
            status = go(sim, &leg);
        }
        course_end(course, sim);
        courses->results[k] = course->result;
    }
    pl_sim_destroy(sim);
}

/* ---- in lanes ---- */

static void
next_leg(void *context, size_t lane, struct pl_sim *sim, enum pl_status status,
         struct pl_leg *leg)
{
    struct courses *courses = context;
    struct course *course = &courses->lanes[lane];

    assert_true(leg->kind == PL_LEG_NONE);
    for (;;) {
        if (course->k < courses->plan->n) {
            if (course_next(course, sim, status, leg)) {
                return;
            }
            course_end(course, sim);
            courses->results[course->k] = course->result;
        }
        course->k = courses->plan->n;
        if (courses->next == courses->plan->n) {
            return;
        }
        status = course_start(course, sim, simulation_at(courses, courses->next++));
    }
}

static void
run_in_lanes(struct courses *courses, const struct pl_kernels *alone,
             const struct pl_kernels *together, const struct pl_selection *selection)
{
    const struct pl_lanes_work work = {courses, next_leg, NULL};
    struct pl_lanes_statistics cost;
    struct pl_lanes *lanes = NULL;

    assert_int_equal(pl_lanes_create(alone, together, selection,
                                     &courses->plan->options, NULL, &lanes),
                     PL_OK);
    for (size_t l = 0; l < together->lanes; l++) {
        courses->lanes[l].k = courses->plan->n; /* none yet */
    }
    assert_int_equal(pl_lanes_run(lanes, &work), PL_OK);
    assert_int_equal(courses->next, courses->plan->n);
    cost = pl_lanes_get_statistics(lanes);
    assert_true(cost.filled <= cost.trials * together->lanes);
    assert_true(cost.filled >= cost.trials);
    pl_lanes_destroy(lanes);
}

/* Some of the symbols, of every kind. */
static void
select_some(const struct network *network, const struct pl_kernels *kernels,
            struct pl_selection *selection)
{
    const size_t n_symbols = network->model->n_symbols;
    size_t *symbols = calloc(n_symbols, sizeof *symbols);
    size_t n = 0;

    assert_non_null(symbols);
    for (size_t i = 0; i < n_symbols; i += SELECTION_STRIDE) {
        symbols[n++] = i;
    }
    assert_int_equal(pl_selection_init(selection, kernels, symbols, n, NULL), PL_OK);
    free(symbols);
}

void
courses_run(struct network *network, const struct course_plan *plan,
            struct course_group group, struct course_result *results)
{
    const size_t lanes = pl_isa_lanes(group.isa);
    struct courses courses = {.plan = plan, .group = group, .results = results};
    struct pl_selection for_one;
    struct pl_selection for_all;
    struct pl_kernels *alone = NULL;
    struct pl_kernels *together = NULL;

    memset(results, 0, plan->n * sizeof *results);
    assert_int_equal(
        pl_kernels_create(network->program, group.isa, 1, group.choice, NULL, &alone),
        PL_OK);
    assert_int_equal(pl_kernels_create(network->program, group.isa, lanes, group.choice,
                                       NULL, &together),
                     PL_OK);
    select_some(network, alone, &for_one);
    select_some(network, together, &for_all);
    for (size_t l = 0; l < lanes; l++) {
        course_init(&courses.lanes[l], network, plan, &for_one);
    }
    if (group.alone) {
        run_alone(&courses, alone);
    } else {
        run_in_lanes(&courses, alone, together, &for_all);
    }
    for (size_t l = 0; l < lanes; l++) {
        course_finish(&courses.lanes[l]);
    }
    pl_selection_finish(&for_one);
    pl_selection_finish(&for_all);
    pl_kernels_destroy(alone);
    pl_kernels_destroy(together);
}

void
courses_expect(struct network *network, const struct course_plan *plan,
               struct course_group group, const struct course_result *want)
{
    struct course_result *got = calloc(plan->n, sizeof *got);

    assert_non_null(got);
    courses_run(network, plan, group, got);
    for (size_t k = 0; k < plan->n; k++) {
        if (got[k].bits == want[k].bits && got[k].rest == want[k].rest &&
            got[k].end == want[k].end) {
            continue;
        }
        fail_msg("%s, %s, %s from %zu by %zu: simulation %zu of '%s' ends at t = %.17g "
                 "with %.17g after %zu steps (%zu refused), statuses %d and %d, %zu "
                 "outputs, %zu pieces; not at %.17g with %.17g after %zu (%zu), %d and "
                 "%d, %zu, %zu",
                 pl_isa_name(group.isa), group.alone ? "alone" : "in lanes",
                 group.choice == PL_KERNEL_TAPE ? "interpreter" : "machine code",
                 group.first, group.stride, k, network->model->name, got[k].time,
                 got[k].first, got[k].cost.steps, got[k].cost.rejected, got[k].rest,
                 got[k].end, got[k].n_times, got[k].n_pieces, want[k].time,
                 want[k].first, want[k].cost.steps, want[k].cost.rejected, want[k].rest,
                 want[k].end, want[k].n_times, want[k].n_pieces);
    }
    free(got);
}

void
courses_vary_parameters(const struct network *network, size_t k, double *inputs)
{
    const struct pl_program *program = network->program;
    uint64_t seed = k * UINT64_C(0x9e3779b97f4a7c15) + 1;

    for (size_t i = 0; i < program->model->n_symbols; i++) {
        if (program->model->symbols[i].kind == PL_SYMBOL_PARAMETER &&
            pl_program_is_input(program, i) && program->state_of[i] == PL_NONE &&
            inputs[i] != 0.0 && isfinite(inputs[i])) {
            pl_program_set_input(program, inputs, i,
                                 inputs[i] * exp2(matrix_random_number(&seed)));
        }
    }
}

static size_t
first_target(const struct pl_model *model)
{
    struct pl_roles roles;
    size_t symbol = PL_NONE;

    assert_int_equal(pl_roles_find(model, NULL, &roles), PL_OK);
    assert_true(roles.lists[PL_ROLE_TARGET].n > 0);
    symbol = roles.lists[PL_ROLE_TARGET].symbols[0];
    pl_roles_finish(&roles);
    return symbol;
}

struct course_plan
courses_plan_of(const struct network *network, double t_end, size_t n)
{
    const double jumps[] = {0.0, t_end / 3.0, 2.0 * t_end / 3.0};
    const double times[] = {0.0,          1e-3 * t_end, 0.02 * t_end,
                            0.1 * t_end,  jumps[1],     nextafter(jumps[1], t_end),
                            0.41 * t_end, 0.97 * t_end, t_end};
    const double cuts[] = {0.1 * t_end, jumps[2]};
    struct course_plan plan = {
        .rests = true,
        .t_end = t_end,
        .n_jumps = sizeof jumps / sizeof *jumps,
        .symbol = first_target(network->model),
        .n_times = sizeof times / sizeof *times,
        .pieces = true,
        .n_cuts = sizeof cuts / sizeof *cuts,
        .options = network_options("auto", 1e-6),
        .n = n,
        .vary = courses_vary_parameters,
    };

    memcpy(plan.jumps, jumps, sizeof jumps);
    memcpy(plan.times, times, sizeof times);
    memcpy(plan.cuts, cuts, sizeof cuts);
    return plan;
}

size_t
courses_list_groups(struct course_group *groups)
{
    size_t n = 0;

    for (int isa = PL_ISA_PLAIN; isa <= (int)pl_isa_best(); isa++) {
        groups[n++] =
            (struct course_group){(enum pl_isa)isa, PL_KERNEL_TAPE, false, 0, 1};
        if (isa != PL_ISA_PLAIN) {
            groups[n++] =
                (struct course_group){(enum pl_isa)isa, PL_KERNEL_AUTO, false, 0, 1};
        }
    }
    return n;
}

struct course_group
courses_alone(void)
{
    return (struct course_group){pl_isa_best(), PL_KERNEL_AUTO, true, 0, 1};
}

struct course_group
courses_in_lanes(void)
{
    return (struct course_group){pl_isa_best(), PL_KERNEL_AUTO, false, 0, 1};
}
