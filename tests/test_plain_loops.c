/*
 * test_plain_loops.c - feedback loops that pass no feedback edge.
 */
#include "testlib.h"

#include <gsl/gsl_errno.h>

#include "analysis/plain_loops.h"
#include "base/text.h"
#include "network_sim.h"
#include "study/context.h"
#include "trial.h"

static int
set_up(void **state)
{
    gsl_set_error_handler_off();
    *state = test_make_folder();
    return 0;
}

static int
tear_down(void **state)
{
    test_remove_folder(*state);
    return 0;
}

/* At the values that the model begins with. */
static size_t
find_in(const char *folder, const char *model, char words[400])
{
    struct pl_context *context = trial_load_text(folder, model);
    struct network network;
    struct pl_text text;
    size_t n = 99;

    network_open(&network, model, NULL);
    network_start(&network);
    pl_sim_observe(network.sim, network.values);
    pl_text_init(&text);
    assert_int_equal(pl_plain_loops_find(context, network.values, NULL, &n, &text),
                     PL_OK);
    assert_true(text.size < 400);
    strcpy(words, pl_text_string(&text));
    pl_text_finish(&text);
    network_close(&network);
    pl_context_destroy(context);
    return n;
}

static void
test_find_gives_loops_without_an_edge(void **state)
{
    char words[400];

    /* R and M raise and lower each other; A feeds M, and nothing comes back */
    assert_int_equal(find_in(*state,
                             "species R, M, A; R = 1; M = 1; A = 1; R is \"the R\";\n"
                             "J1: => R; 1 + M; J2: R => ; R;\n"
                             "J3: => M; 2/(1 + R) + A; J4: M => ; M; J5: A => ; A;\n",
                             words),
                     1);
    assert_string_equal(words, "the R -| M -> the R");
}

static void
test_find_passes_over_what_is_no_feedback(void **state)
{
    char words[400];

    /* an edge between them, a conversion, a state's own loop, a link that is 0 */
    assert_int_equal(find_in(*state,
                             "species R, M, A, B; R = 1; M = 1; A = 1; B = 1; k = 0;\n"
                             "feedback_M_R := M;\n"
                             "J1: => R; 1 + feedback_M_R; J2: R => ; R;\n"
                             "J3: => M; 2/(1 + R); J4: M => ; M*(1 + k*A);\n"
                             "J5: A -> B; A - 2*B; J6: => A; k*M; J7: A => ; k*A;\n",
                             words),
                     0);
    assert_string_equal(words, "");
}

static void
test_find_tells_three_of_many(void **state)
{
    char words[400];

    /* five species, each raised by each other one */
    assert_true(find_in(*state,
                        "species A, B, C; A = 1; B = 1; C = 1;\n"
                        "J1: => A; B + C; J2: => B; A + C; J3: => C; A + B;\n"
                        "K1: A => ; 3*A; K2: B => ; 3*B; K3: C => ; 3*C;\n",
                        words) == 5);
    assert_string_equal(words, "A -> B -> A; A -> B -> C -> A; A -> C -> A");
}

struct task {
    struct pl_context *context;
    double *values;
};

static enum pl_status
find_once(void *context)
{
    const struct task *task = context;
    struct pl_text text;
    size_t n = 0;
    enum pl_status status = PL_OK;

    pl_text_init(&text);
    status = pl_plain_loops_find(task->context, task->values, NULL, &n, &text);
    if (status == PL_OK && text.failed) {
        status = PL_ERR_NOMEM;
    }
    pl_text_finish(&text);
    return status;
}

static void
test_find_survives_no_memory(void **state)
{
    const char *model =
        "species R, M; R = 1; M = 1;\n"
        "J1: => R; 1 + M; J2: R => ; R; J3: => M; 2/(1 + R); J4: M => ; "
        "M;\n";
    struct network network;
    struct task task = {trial_load_text(*state, model), NULL};

    network_open(&network, model, NULL);
    network_start(&network);
    pl_sim_observe(network.sim, network.values);
    task.values = network.values;
    assert_true(assert_survives_no_memory(find_once, &task) > 20);
    network_close(&network);
    pl_context_destroy(task.context);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_find_gives_loops_without_an_edge),
        cmocka_unit_test(test_find_passes_over_what_is_no_feedback),
        cmocka_unit_test(test_find_tells_three_of_many),
        cmocka_unit_test(test_find_survives_no_memory),
    };

    return cmocka_run_group_tests(tests, set_up, tear_down);
}
