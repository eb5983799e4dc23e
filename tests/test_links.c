/*
 * test_links.c - the signed links against the Jacobian of every file in models/, and by
 * hand.
 */
#include "compile/links.h"

#include "base/index.h"
#include "compile/program.h"
#include "evaluation.h"
#include "model/model.h"
#include "testlib.h"

/* A network at a point, and its links there. */
struct linked {
    struct evaluation evaluation;
    struct pl_links *links;
    struct pl_links_work *work;
    struct pl_links_point point;
    double *
        total; /* shape (n_nodes, n_nodes): d node / d state, with signals passing on */
};

static void
linked_make(struct linked *linked)
{
    const struct pl_model *model = linked->evaluation.network.model;
    size_t n = 0;

    assert_int_equal(pl_links_create(model, NULL, &linked->links), PL_OK);
    assert_int_equal(pl_links_work_create(linked->links, NULL, &linked->work), PL_OK);
    n = linked->links->n_nodes;
    linked->point.weights = evaluation_zeros(linked->links->n_links);
    linked->point.velocity = evaluation_zeros(n);
    linked->point.change = evaluation_zeros(n);
    linked->total = evaluation_zeros(n * n);
}

static void
linked_open(struct linked *linked, const char *text)
{
    evaluation_open(&linked->evaluation, text);
    linked_make(linked);
}

static void
linked_close(struct linked *linked)
{
    free(linked->point.weights);
    free(linked->point.velocity);
    free(linked->point.change);
    free(linked->total);
    pl_links_work_destroy(linked->work);
    pl_links_destroy(linked->links);
    evaluation_close(&linked->evaluation);
}

static size_t
node_of(const struct linked *linked, const char *name)
{
    const size_t symbol = pl_model_find(linked->evaluation.network.model, name);
    const size_t node = pl_links_node(linked->links, symbol);

    if (node == PL_NONE) {
        fail_msg("'%s' is no node", name);
    }
    return node;
}

/* The link between two, or PL_NONE. */
static size_t
find_link(const struct linked *linked, const char *source, const char *target)
{
    const size_t from = node_of(linked, source);
    const size_t to = node_of(linked, target);

    for (size_t k = linked->links->first[to]; k < linked->links->first[to + 1]; k++) {
        if (linked->links->links[k].source == from) {
            return k;
        }
    }
    return PL_NONE;
}

static double
weight_of(const struct linked *linked, const char *source, const char *target)
{
    const size_t link = find_link(linked, source, target);

    if (link == PL_NONE) {
        fail_msg("no link from '%s' to '%s'", source, target);
    }
    return linked->point.weights[link];
}

/* What every node depends on in all, signals before states: the chain rule. */
static void
add_up(struct linked *linked)
{
    const struct pl_links *links = linked->links;
    const size_t n = links->n_nodes;

    memset(linked->total, 0, n * n * sizeof *linked->total);
    for (size_t step = 0; step < n; step++) {
        const size_t target = (step + links->n_states) % n;

        for (size_t k = links->first[target]; k < links->first[target + 1]; k++) {
            const size_t source = links->links[k].source;

            for (size_t i = 0; i < links->n_states; i++) {
                linked->total[target * n + i] +=
                    linked->point.weights[k] * (source < links->n_states
                                                    ? (double)(source == i)
                                                    : linked->total[source * n + i]);
            }
        }
    }
}

static void
compare_with_jacobian(struct linked *linked, const char *path)
{
    const struct evaluation *at = &linked->evaluation;
    const size_t n = linked->links->n_nodes;
    const size_t n_states = linked->links->n_states;

    pl_links_evaluate(linked->work, at->time, at->values, NULL, &linked->point);
    add_up(linked);
    for (size_t i = 0; i < n_states; i++) {
        double acceleration = at->jacobian[at->program->n_nonzeros + i];
        double largest = fabs(acceleration);

        assert_close(linked->point.velocity[i], at->rates[i], 1e-12, 1e-15);
        for (size_t k = 0; k < n_states; k++) {
            bool there = false;
            const double want = evaluation_entry(at, i, k, &there);
            const double got = linked->total[i * n + k];

            if (isfinite(want) && !(fabs(got - want) <= 1e-11 * fabs(want) + 1e-13)) {
                fail_msg("%s: d %zu' / d %zu is %.12g by links, %.12g", path, i, k, got,
                         want);
            }
            acceleration += want * at->rates[k];
            largest = fmax(largest, fabs(want * at->rates[k]));
        }
        if (isfinite(acceleration)) {
            assert_close(linked->point.change[i], acceleration, 1e-10, 1e-11 * largest);
        }
    }
}

/* Links put together by the chain rule are the Jacobian, and what they push adds up to the
 * accelerations: at the start, and at other states. */
static void
test_links_add_up_to_the_jacobian_of_every_model(void **state)
{
    char **paths = network_model_paths();

    (void)state;
    for (size_t p = 0; paths[p] != NULL; p++) {
        struct linked linked = {0};
        uint64_t seed = 11;

        evaluation_open_file(&linked.evaluation, paths[p]);
        linked_make(&linked);
        for (size_t trial = 0; trial < 5; trial++) {
            compare_with_jacobian(&linked, paths[p]);
            for (size_t i = 0; i < linked.links->n_states; i++) {
                seed = seed * 6364136223846793005u + 1442695040888963407u;
                linked.evaluation.state[i] *=
                    0.5 + (double)(seed >> 40) / (double)(1u << 24);
            }
            evaluation_update(&linked.evaluation);
        }
        linked_close(&linked);
    }
    network_free_paths(paths);
}

/* x' = 1 - 2 x - 3 f + g x, f = y^2 + 5 g, g = 2 y; y' = x - y */
static const char two_signals[] =
    "compartment c = 1; species x in c, y in c; x = 3; y = 5;\n"
    "-> x; 1 - 2*x - 3*feedback_Y_X + feedback_Y_Z*x;\n"
    "-> y; x - y;\n"
    "feedback_Y_X := y^2 + 5*feedback_Y_Z;\n"
    "feedback_Y_Z := 2*y;\n";

static void
test_evaluate_holds_signals_still(void **state)
{
    struct linked linked = {0};

    (void)state;
    linked_open(&linked, two_signals);
    pl_links_evaluate(linked.work, 0.0, linked.evaluation.values, NULL, &linked.point);

    assert_int_equal(linked.links->n_states, 2);
    assert_int_equal(linked.links->n_signals, 2);
    /* g is read by f: it comes first */
    assert_int_equal(node_of(&linked, "feedback_Y_Z"), 2);
    assert_int_equal(node_of(&linked, "feedback_Y_X"), 3);
    assert_int_equal(linked.links->n_links, 8);
    assert_close(weight_of(&linked, "x", "x"), -2.0 + 10.0, 0.0, 0.0);
    assert_close(weight_of(&linked, "feedback_Y_X", "x"), -3.0, 0.0, 0.0);
    assert_close(weight_of(&linked, "feedback_Y_Z", "x"), 3.0, 0.0, 0.0);
    assert_close(weight_of(&linked, "x", "y"), 1.0, 0.0, 0.0);
    assert_close(weight_of(&linked, "y", "y"), -1.0, 0.0, 0.0);
    assert_close(weight_of(&linked, "y", "feedback_Y_X"), 10.0, 0.0, 0.0);
    assert_close(weight_of(&linked, "feedback_Y_Z", "feedback_Y_X"), 5.0, 0.0, 0.0);
    assert_close(weight_of(&linked, "y", "feedback_Y_Z"), 2.0, 0.0, 0.0);
    assert_int_equal(find_link(&linked, "y", "x"), PL_NONE);

    /* x' = 1 - 6 - 3 (25 + 50) + 30 = -200, y' = -2; g' = -4, f' = -20 - 20 = -40;
     * x'' = 8 (-200) - 3 (-40) + 3 (-4) = -1492, y'' = -200 + 2 */
    assert_close(linked.point.velocity[0], -200.0, 0.0, 0.0);
    assert_close(linked.point.velocity[1], -2.0, 0.0, 0.0);
    assert_close(linked.point.velocity[2], -4.0, 0.0, 0.0);
    assert_close(linked.point.velocity[3], -40.0, 0.0, 0.0);
    assert_close(linked.point.change[0], -1492.0, 0.0, 0.0);
    assert_close(linked.point.change[1], -198.0, 0.0, 0.0);
    assert_close(linked.point.change[2], -4.0, 0.0, 0.0);
    linked_close(&linked);
}

/* With f held: nothing reaches it, and x'' = 8 (-200) + 3 (-4). */
static void
test_evaluate_cuts_what_reaches_a_held_signal(void **state)
{
    const bool held[] = {false, true};
    struct linked linked = {0};

    (void)state;
    linked_open(&linked, two_signals);
    pl_links_evaluate(linked.work, 0.0, linked.evaluation.values, held, &linked.point);
    assert_close(weight_of(&linked, "y", "feedback_Y_X"), 0.0, 0.0, 0.0);
    assert_close(weight_of(&linked, "feedback_Y_Z", "feedback_Y_X"), 0.0, 0.0, 0.0);
    assert_close(weight_of(&linked, "feedback_Y_X", "x"), -3.0, 0.0, 0.0);
    assert_close(linked.point.velocity[3], 0.0, 0.0, 0.0);
    assert_close(linked.point.change[0], -1612.0, 0.0, 0.0);
    linked_close(&linked);
}

/* A signal and a rate that depend on time: f' = 2 time + y', x'' = f' + 3. */
static void
test_evaluate_counts_time_itself(void **state)
{
    struct linked linked = {0};

    (void)state;
    linked_open(&linked, "compartment c = 1; species x in c, y in c; x = 0; y = 0;\n"
                         "-> x; feedback_Y_X + 3*time; -> y; 7;\n"
                         "feedback_Y_X := time^2 + y;\n");
    assert_false(linked.links->autonomous);
    pl_links_evaluate(linked.work, 2.0, linked.evaluation.values, NULL, &linked.point);
    assert_close(linked.point.velocity[2], 4.0 + 7.0, 0.0, 0.0);
    assert_close(linked.point.change[0], 11.0 + 3.0, 0.0, 0.0);
    linked_close(&linked);
}

/* Material goes between the two sides of a reaction, both ways, and nowhere else. */
static void
test_links_know_which_carry_material(void **state)
{
    struct linked linked = {0};

    (void)state;
    linked_open(&linked, "compartment c = 1;\n"
                         "species A in c, B in c, C in c; A = 1; B = 1; C = 1;\n"
                         "A -> B; A*C - B; C => ; C*B; => C; A;\n");
    assert_true(linked.links->links[find_link(&linked, "A", "B")].carries);
    assert_true(linked.links->links[find_link(&linked, "B", "A")].carries);
    assert_false(linked.links->links[find_link(&linked, "C", "A")].carries);
    assert_false(linked.links->links[find_link(&linked, "C", "B")].carries);
    assert_false(linked.links->links[find_link(&linked, "A", "C")].carries);
    assert_false(linked.links->links[find_link(&linked, "B", "C")].carries);
    assert_false(linked.links->links[find_link(&linked, "A", "A")].carries);
    linked_close(&linked);
}

/* An amount in a compartment whose size has a rate rule: links are those of the amount. */
static void
test_evaluate_takes_amounts_where_sizes_move(void **state)
{
    struct linked linked = {0};

    (void)state;
    linked_open(&linked, "compartment c = 2; c' = 1; species A in c; A = 3;\n"
                         "A => ; 5*A;\n");
    pl_links_evaluate(linked.work, 0.0, linked.evaluation.values, NULL, &linked.point);
    /* amount a = 6: a' = -5 a / c */
    assert_close(linked.point.velocity[node_of(&linked, "A")], -15.0, 0.0, 0.0);
    assert_close(weight_of(&linked, "A", "A"), -2.5, 0.0, 0.0);
    assert_close(weight_of(&linked, "c", "A"), 5.0 * 6.0 / 4.0, 0.0, 0.0);
    linked_close(&linked);
}

/* Only what the links read matters. */
static void
test_links_name_what_they_read(void **state)
{
    struct linked linked = {0};
    const struct pl_model *model = NULL;

    (void)state;
    linked_open(&linked, "compartment c = 1; species x in c; x = 1; k = 2; m = 3;\n"
                         "x => ; k*x; seen := m*x; feedback_X_Y := 4*x;\n");
    model = linked.evaluation.network.model;
    assert_true(linked.links->reads[pl_model_find(model, "x")]);
    assert_true(linked.links->reads[pl_model_find(model, "k")]);
    assert_true(linked.links->reads[pl_model_find(model, "feedback_X_Y")]);
    assert_false(linked.links->reads[pl_model_find(model, "m")]);
    assert_false(linked.links->reads[pl_model_find(model, "seen")]);
    linked_close(&linked);
}

static enum pl_status
create_in_little_memory(void *context)
{
    struct pl_links *links = NULL;
    struct pl_links_work *work = NULL;
    enum pl_status status = pl_links_create(context, NULL, &links);

    if (status == PL_OK) {
        status = pl_links_work_create(links, NULL, &work);
    }
    pl_links_work_destroy(work);
    pl_links_destroy(links);
    return status;
}

static void
test_create_survives_no_memory(void **state)
{
    struct network network;

    (void)state;
    network_read(&network, two_signals);
    assert_survives_no_memory(create_in_little_memory, network.model);
    network_close(&network);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_links_add_up_to_the_jacobian_of_every_model),
        cmocka_unit_test(test_evaluate_holds_signals_still),
        cmocka_unit_test(test_evaluate_cuts_what_reaches_a_held_signal),
        cmocka_unit_test(test_evaluate_counts_time_itself),
        cmocka_unit_test(test_links_know_which_carry_material),
        cmocka_unit_test(test_evaluate_takes_amounts_where_sizes_move),
        cmocka_unit_test(test_links_name_what_they_read),
        cmocka_unit_test(test_create_survives_no_memory),
    };

    return cmocka_run_group_tests_name("links", tests, NULL, NULL);
}
