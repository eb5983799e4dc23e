/*
 * test_program.c - models small enough to work out by hand, as numbers.
 */
#include "compile/program.h"

#include "base/text.h"
#include "evaluation.h"
#include "model/model.h"
#include "testlib.h"

static size_t
find(const struct evaluation *point, const char *name)
{
    size_t symbol = pl_model_find(point->network.model, name);

    if (symbol == PL_NONE) {
        fail_msg("no symbol '%s'", name);
    }
    return symbol;
}

static size_t
state_of(const struct evaluation *point, const char *name)
{
    size_t state = point->program->state_of[find(point, name)];

    if (state == PL_NONE) {
        fail_msg("'%s' is no state", name);
    }
    return state;
}

static double
value_of(const struct evaluation *point, const char *name)
{
    return point->values[find(point, name)];
}

static double
rate_of(const struct evaluation *point, const char *name)
{
    return point->rates[state_of(point, name)];
}

static void
set(struct evaluation *point, const char *name, double value)
{
    pl_program_set_input(point->program, point->network.inputs, find(point, name),
                         value);
}

/* The pattern as a picture: "x." and so on, row by row. */
static void
assert_pattern(const struct evaluation *point, const char *want)
{
    struct pl_text text;

    pl_text_init(&text);
    for (size_t row = 0; row < point->program->n_states; row++) {
        for (size_t column = 0; column < point->program->n_states; column++) {
            bool there = false;

            evaluation_entry(point, row, column, &there);
            pl_text_put(&text, there ? "x" : ".");
        }
        pl_text_put(&text, "\n");
    }
    assert_string_equal(pl_text_string(&text), want);
    pl_text_finish(&text);
    for (size_t k = 1; k < point->program->n_nonzeros; k++) { /* by rows, by columns */
        const size_t *rows = point->program->rows;
        const size_t *columns = point->program->columns;

        assert_true(rows[k - 1] < rows[k] ||
                    (rows[k - 1] == rows[k] && columns[k - 1] < columns[k]));
    }
}

/* Jacobian and d rates / d time against central differences, where the state stands. */
static void
assert_jacobian(struct evaluation *point)
{
    size_t n = point->program->n_states;
    double *low = evaluation_zeros(n);
    double *high = evaluation_zeros(n);
    double at = point->time;

    for (size_t column = 0; column <= n; column++) {
        double *x = column < n ? &point->state[column] : &point->time;
        double old = *x;
        double step = 1e-5 * (fabs(old) > 1.0 ? fabs(old) : 1.0);

        *x = old - step;
        evaluation_rates(point, low);
        *x = old + step;
        evaluation_rates(point, high);
        *x = old;
        for (size_t row = 0; row < n; row++) {
            bool there = false;
            double got = column < n ? evaluation_entry(point, row, column, &there)
                                    : point->jacobian[point->program->n_nonzeros + row];

            assert_close(got, (high[row] - low[row]) / (2.0 * step), 1e-6, 1e-8);
        }
    }
    assert_true(point->time == at);
    free(low);
    free(high);
}

/* Rates divide by the size where the symbol is a concentration, and count molecules. */
static void
test_rates_follow_stoichiometry_and_size(void **state)
{
    struct evaluation point;

    (void)state;
    evaluation_open(&point, "compartment V\n"
                            "V = 2\n"
                            "species A in V\n"
                            "species B in V\n"
                            "species $C in V\n"
                            "substanceOnly species N in V\n"
                            "A = 3\n"
                            "B = 1\n"
                            "C = 10\n"
                            "N = 5\n"
                            "k = 0.5\n"
                            "J: 2 A + C -> B + N; k*A*C\n");
    assert_int_equal(point.program->n_states, 3);
    assert_true(value_of(&point, "J") == 15.0);
    assert_true(rate_of(&point, "A") == -2.0 * 15.0 / 2.0);
    assert_true(rate_of(&point, "B") == 15.0 / 2.0);
    assert_true(rate_of(&point, "N") == 15.0);
    assert_true(point.program->state_of[find(&point, "C")] == PL_NONE);
    assert_true(point.program->state_volume[state_of(&point, "A")] == PL_NONE);
    assert_true(value_of(&point, "A") == 3.0 && value_of(&point, "C") == 10.0);
    assert_true(value_of(&point, "V") == 2.0 && value_of(&point, "k") == 0.5);
    assert_true(point.program->autonomous);
    assert_pattern(&point, "x..\n"
                           "x..\n"
                           "x..\n");
    assert_jacobian(&point);

    /* the size is an input like any other */
    set(&point, "V", 4.0);
    evaluation_start(&point);
    assert_true(rate_of(&point, "A") == -7.5 && rate_of(&point, "N") == 15.0);
    evaluation_close(&point);
}

static void
test_rates_sum_over_reactions(void **state)
{
    struct evaluation point;

    (void)state;
    evaluation_open(&point, "species A\n"
                            "species B\n"
                            "species E\n"
                            "A = 2\n"
                            "B = 3\n"
                            "E = 7\n"
                            "n = 2\n"
                            "J1: A + E -> B + E; 5*A*E\n"
                            "J2: n B -> A; 0.25*B\n"
                            "J3: -> A; J1/10\n"
                            "J4: A + A -> 3 A; 1\n");
    assert_true(value_of(&point, "J1") == 70.0 && value_of(&point, "J3") == 7.0);
    assert_true(rate_of(&point, "A") == -70.0 + 0.75 + 7.0 + 1.0);
    assert_true(rate_of(&point, "B") == 70.0 - 2.0 * 0.75);
    assert_true(rate_of(&point, "E") == 0.0); /* a catalyst is a state at rest */
    assert_pattern(&point, "xxx\n"
                           "xxx\n"
                           "...\n");
    assert_jacobian(&point);
    evaluation_close(&point);
}

static void
test_rates_follow_rate_rules_and_time(void **state)
{
    struct evaluation point;

    (void)state;
    evaluation_open(&point, "x = 4\n"
                            "y = 1\n"
                            "k = 0.5\n"
                            "drive := 3*time\n"
                            "x' = -k*x + drive*y\n"
                            "y' = k*x\n");
    assert_false(point.program->autonomous);
    assert_true(rate_of(&point, "x") == -2.0 && rate_of(&point, "y") == 2.0);
    point.time = 2.0;
    evaluation_update(&point);
    assert_true(rate_of(&point, "x") == 4.0 && value_of(&point, "drive") == 6.0);
    assert_true(point.jacobian[point.program->n_nonzeros] == 3.0); /* d x' / d time */
    assert_true(point.jacobian[point.program->n_nonzeros + 1] == 0.0);
    assert_pattern(&point, "xx\n"
                           "x.\n");
    assert_jacobian(&point);
    evaluation_close(&point);
}

/* A species in a compartment that grows: its amount is the state. */
static void
test_rates_keep_amounts_while_a_size_moves(void **state)
{
    struct evaluation point;
    size_t a = 0;
    size_t v = 0;
    double slope = 0.0;

    (void)state;
    evaluation_open(&point, "compartment V\n"
                            "V = 2\n"
                            "V' = 0.1*V\n"
                            "species A in V\n"
                            "species $B in V\n"
                            "species $C in V\n"
                            "substanceOnly species N in V\n"
                            "const C\n"
                            "A = 3\n"
                            "B = 5\n"
                            "C = 7\n"
                            "N = 11\n"
                            "k = 0.5\n"
                            "B' = -k*B\n"
                            "J: A -> N; k*A*V\n");
    a = state_of(&point, "A");
    v = state_of(&point, "V");
    assert_int_equal(point.program->n_states, 5);
    assert_int_equal(point.program->state_volume[a], find(&point, "V"));
    assert_true(point.state[a] == 6.0 && value_of(&point, "A") == 3.0);
    assert_true(rate_of(&point, "A") == -0.5 * 6.0);
    assert_true(rate_of(&point, "N") == 0.5 * 6.0);
    assert_true(point.state[state_of(&point, "N")] == 11.0);
    assert_true(point.program->state_volume[state_of(&point, "N")] == PL_NONE);
    /* d[A]/dt = n'/V - n V'/V^2 = -k [A] - 0.1 [A] */
    slope = rate_of(&point, "A") / 2.0 -
            point.state[a] * rate_of(&point, "V") / (2.0 * 2.0);
    assert_close(slope, -0.5 * 3.0 - 0.1 * 3.0, 1e-15, 0.0);
    /* a rate rule gives the concentration itself */
    assert_true(point.program->state_volume[state_of(&point, "B")] == PL_NONE);
    assert_true(rate_of(&point, "B") == -2.5);
    /* what nothing changes is diluted all the same */
    assert_true(rate_of(&point, "C") == 0.0 && value_of(&point, "C") == 7.0);
    point.state[v] = 4.0;
    evaluation_update(&point);
    assert_true(value_of(&point, "A") == 1.5 && value_of(&point, "C") == 3.5);
    assert_true(value_of(&point, "B") == 5.0 && value_of(&point, "N") == 11.0);
    assert_jacobian(&point);
    evaluation_close(&point);
}

static void
test_rates_write_functions_out(void **state)
{
    struct evaluation point;

    (void)state;
    evaluation_open(&point, "species A\n"
                            "A = 4\n"
                            "v = 3\n"
                            "K = 2\n"
                            "function mm(s, vmax, km) vmax*s/(km + s); end\n"
                            "function twice(s) 2*mm(s, s + 1, 1); end\n"
                            "J: A -> ; mm(A, v, K) + twice(A*A)\n");
    assert_true(rate_of(&point, "A") == -(3.0 * 4.0 / 6.0 + 2.0 * 17.0 * 16.0 / 17.0));
    assert_jacobian(&point);
    evaluation_close(&point);
}

static void
test_values_choose_by_conditions(void **state)
{
    struct evaluation point;

    (void)state;
    evaluation_open(&point, "species A\n"
                            "A = 4\n"
                            "until = inf\n"
                            "on := piecewise(2, A > 3 && time < until, 0)\n"
                            "far := piecewise(A, A < inf, inf)\n"
                            "J: A -> ; on*A\n");
    assert_true(value_of(&point, "on") == 2.0 && value_of(&point, "far") == 4.0);
    assert_true(rate_of(&point, "A") == -8.0);
    point.state[0] = 2.0;
    evaluation_update(&point);
    assert_true(value_of(&point, "on") == 0.0 && rate_of(&point, "A") == 0.0);
    assert_pattern(&point, "x\n");
    evaluation_close(&point);
}

static void
test_start_settles_initial_formulas(void **state)
{
    struct evaluation point;

    (void)state;
    evaluation_open(&point, "species A\n"
                            "species B\n"
                            "total = 10\n"
                            "share = 0.25 + time\n"
                            "A = total*share\n"
                            "B = rest\n"
                            "rest := total - A\n"
                            "k = 2*J\n"
                            "six = 2*3\n"
                            "J: A -> B; six*A\n");
    /* numbers, folded ones too, need no switch */
    assert_true(point.program->switch_of[find(&point, "total")] == PL_NONE);
    assert_true(point.program->switch_of[find(&point, "six")] == PL_NONE);
    assert_true(point.program->switch_of[find(&point, "share")] == PL_NONE);
    assert_true(point.network.inputs[find(&point, "six")] == 6.0);
    assert_true(point.program->switch_of[find(&point, "A")] != PL_NONE);
    assert_true(value_of(&point, "A") == 2.5 && value_of(&point, "B") == 7.5);
    assert_true(value_of(&point, "k") == 30.0);
    assert_true(point.held[find(&point, "A")] == 2.5);

    set(&point, "total", 20.0); /* those that use it follow */
    evaluation_start(&point);
    assert_true(value_of(&point, "A") == 5.0 && value_of(&point, "B") == 15.0);
    set(&point, "A", 1.0); /* its own formula steps back */
    evaluation_start(&point);
    assert_true(value_of(&point, "A") == 1.0 && value_of(&point, "B") == 19.0);
    assert_true(value_of(&point, "k") == 12.0);
    set(&point, "k", 0.0);
    evaluation_start(&point);
    assert_true(value_of(&point, "k") == 0.0);

    pl_program_default_inputs(point.program, point.network.inputs);
    evaluation_start(&point);
    assert_true(value_of(&point, "A") == 2.5 && value_of(&point, "k") == 30.0);
    evaluation_close(&point);
}

static void
test_is_input_tells_what_can_be_set(void **state)
{
    struct evaluation point;

    (void)state;
    evaluation_open(&point, "compartment V\n"
                            "V = 1\n"
                            "species A in V\n"
                            "species $B in V\n"
                            "A = 1\n"
                            "B = 1\n"
                            "k = 1\n"
                            "x = 1\n"
                            "x' = k\n"
                            "y := x\n"
                            "J: A -> ; k*A*y\n");
    assert_true(pl_program_is_input(point.program, find(&point, "V")));
    assert_true(pl_program_is_input(point.program, find(&point, "A")));
    assert_true(pl_program_is_input(point.program, find(&point, "B")));
    assert_true(pl_program_is_input(point.program, find(&point, "k")));
    assert_true(pl_program_is_input(point.program, find(&point, "x")));
    assert_false(pl_program_is_input(point.program, find(&point, "y")));
    assert_false(pl_program_is_input(point.program, find(&point, "J")));
    evaluation_close(&point);
}

static void
test_clamps_hold_a_feedback_rule(void **state)
{
    struct evaluation point;
    size_t clamp = 0;

    (void)state;
    evaluation_open(&point, "species A\n"
                            "A = 3\n"
                            "k = feedback_A_J\n"
                            "feedback_A_J := 2*A\n"
                            "other := 2*A\n"
                            "J: A -> ; feedback_A_J\n");
    clamp = point.program->clamp_of[find(&point, "feedback_A_J")];
    assert_true(clamp >= point.network.model->n_symbols);
    assert_true(clamp + 1 < point.program->n_inputs);
    assert_true(point.program->clamp_of[find(&point, "other")] == PL_NONE);
    assert_true(point.program->clamp_of[find(&point, "A")] == PL_NONE);
    assert_true(rate_of(&point, "A") == -6.0 && value_of(&point, "k") == 6.0);
    assert_pattern(&point, "x\n");
    assert_true(point.jacobian[0] == -2.0);

    point.network.inputs[clamp] = 1.0;
    point.network.inputs[clamp + 1] = 0.5;
    evaluation_start(&point);
    assert_true(rate_of(&point, "A") == -0.5 && value_of(&point, "k") == 0.5);
    assert_true(value_of(&point, "feedback_A_J") == 0.5);
    assert_true(value_of(&point, "other") == 6.0);
    assert_true(point.jacobian[0] == 0.0);
    evaluation_close(&point);
}

/* True for slots that depend on time or state; others are the setup's business. */
static void
assert_all_code_moves(const struct evaluation *point, const struct pl_tape *tape)
{
    char *moves = calloc(pl_tape_n_slots(tape) + 1, 1);

    assert_non_null(moves);
    memset(moves, 1, pl_program_held_slot(point->program));
    for (size_t k = 0; k < tape->n_code; k++) {
        size_t most = pl_op_most_arguments(tape->code[k].op);

        for (size_t j = 0; j < (most == PL_OP_MANY ? 2 : most); j++) {
            moves[tape->code_at + k] |= moves[tape->code[k].arguments[j]];
        }
        assert_true(moves[tape->code_at + k]);
    }
    free(moves);
}

static void
test_setup_computes_what_is_held_once(void **state)
{
    struct evaluation point;
    const struct pl_tape *setup = NULL;

    (void)state;
    evaluation_open(&point, "species A\n"
                            "A = 2\n"
                            "k = 3\n"
                            "T = 310\n"
                            "arrhenius := k*exp(1 - 298/T)\n"
                            "J: A -> ; arrhenius*A/(1 + k)\n"
                            "readout_T := T - 273\n");
    /* arrhenius; 1/(1 + k) for the rate, 1 + k for its value; the readout, and all of
       the Jacobian */
    assert_int_equal(point.program->n_cache, 5);
    assert_int_equal(point.program->jacobian->n_code, 0);
    assert_close(rate_of(&point, "A"), -3.0 * exp(1.0 - 298.0 / 310.0) * 2.0 / 4.0,
                 1e-15, 0.0);
    assert_true(value_of(&point, "readout_T") == 37.0);
    setup = point.program->setup;
    for (size_t k = 0; k < setup->n_code; k++) {
        for (size_t j = 0; j < 3; j++) {
            size_t slot = setup->code[k].arguments[j];

            /* unused arguments are 0 */
            assert_true(slot == 0 || slot >= pl_program_held_slot(point.program));
        }
    }
    assert_all_code_moves(&point, point.program->rates);
    assert_all_code_moves(&point, point.program->values);
    assert_int_equal(point.program->rates->n_code, 3);  /* *, / and - */
    assert_int_equal(point.program->values->n_code, 2); /* the reaction's rate */

    point.network.inputs[find(&point, "T")] = 298.0;
    evaluation_start(&point);
    assert_true(rate_of(&point, "A") == -1.5);
    evaluation_close(&point);
}

static void
test_jacobian_has_only_what_depends(void **state)
{
    struct evaluation point;

    (void)state;
    evaluation_open(&point, "species A\n"
                            "species B\n"
                            "species C\n"
                            "species D\n"
                            "A = 1.5\n"
                            "B = 0.5\n"
                            "C = 2\n"
                            "D = 3\n"
                            "k = 0.3\n"
                            "J1: A -> B; k*A^2/(1 + C^3)\n"
                            "J2: B -> C; k*sqrt(B)*exp(-B) + 0*D + D - D\n"
                            "J3: C -> D; k*C + floor(A)\n"
                            "J4: D -> A; 1\n");
    assert_pattern(&point, "x.x.\n"
                           "xxx.\n"
                           ".xx.\n"
                           "..x.\n");
    assert_jacobian(&point);
    evaluation_close(&point);
}

static void
test_create_makes_programs_without_states(void **state)
{
    struct evaluation point;

    (void)state;
    evaluation_open(&point, "k = 2\n"
                            "x := k*time\n");
    assert_int_equal(point.program->n_states, 0);
    assert_int_equal(point.program->n_nonzeros, 0);
    assert_true(point.program->autonomous); /* there is no rate */
    point.time = 3.0;
    evaluation_update(&point);
    assert_true(value_of(&point, "x") == 6.0);
    evaluation_close(&point);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_rates_follow_stoichiometry_and_size),
        cmocka_unit_test(test_rates_sum_over_reactions),
        cmocka_unit_test(test_rates_follow_rate_rules_and_time),
        cmocka_unit_test(test_rates_keep_amounts_while_a_size_moves),
        cmocka_unit_test(test_rates_write_functions_out),
        cmocka_unit_test(test_values_choose_by_conditions),
        cmocka_unit_test(test_start_settles_initial_formulas),
        cmocka_unit_test(test_is_input_tells_what_can_be_set),
        cmocka_unit_test(test_clamps_hold_a_feedback_rule),
        cmocka_unit_test(test_setup_computes_what_is_held_once),
        cmocka_unit_test(test_jacobian_has_only_what_depends),
        cmocka_unit_test(test_create_makes_programs_without_states),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
