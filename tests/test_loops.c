/*
 * test_loops.c - loops of networks that are solved by hand: gains, time scales, scores.
 */
#include "analysis/loops.h"

#include "base/diag.h"
#include "base/index.h"
#include "compile/links.h"
#include "model/model.h"
#include "study/context.h"
#include "study/treatment.h"
#include "testlib.h"
#include "trial.h"

/* A network, what is done to it, and its loops. */
struct weighed {
    char *folder, *path;
    struct pl_context *context;
    struct pl_treatment *treatment;
    struct pl_ensemble *ensemble;
    struct pl_diags *diags;
    double marks[2];
    struct pl_loops_options options;
    struct pl_loops loops;
};

/* Two loops that share x: x -> y -| x by feedback_Y_X, x -> z -> x by feedback_Z_X. Linear:
 * x' = -k1 x - p y + q z, y' = b x - k2 y, z' = c x - k3 z. */
static const char two_loops[] =
    "compartment cell = 1; species x in cell, y in cell, z in cell;\n"
    "=> x; q*feedback_Z_X - p*feedback_Y_X - k1*x;\n"
    "=> y; b*x - k2*y;\n"
    "=> z; c*x - k3*z;\n"
    "feedback_Y_X := y; feedback_Z_X := z;\n"
    "k1 = 2; k2 = 1; k3 = 2; p = 1; q = 1.75; b = 1; c = 3;\n"
    "x = 1; y = 2; z = 2;\n";

static void
weighed_open(struct weighed *weighed, const char *text)
{
    *weighed = (struct weighed){.folder = test_make_folder(), .marks = {0.5, 1.0}};
    weighed->path = test_join(weighed->folder, "m.ant");
    test_write_file(weighed->path, text);
    weighed->diags = pl_diags_create();
    assert_int_equal(pl_context_load(weighed->path, weighed->diags, &weighed->context),
                     PL_OK);
    assert_int_equal(
        pl_treatment_create(weighed->context, weighed->diags, &weighed->treatment),
        PL_OK);
    weighed->options = (struct pl_loops_options){
        .sim = pl_sim_options_default(),
        .duration = 1.0,
        .n_points = 11,
        .marks = weighed->marks,
        .n_marks = 2,
        .at = NAN,
        .max_length = PL_NONE,
        .max_loops = 1000,
        .max_rows = 10,
    };
    weighed->options.sim.rtol = 1e-10;
}

static void
weighed_close(struct weighed *weighed)
{
    pl_loops_finish(&weighed->loops);
    pl_ensemble_destroy(weighed->ensemble);
    pl_treatment_destroy(weighed->treatment);
    pl_context_destroy(weighed->context);
    pl_diags_destroy(weighed->diags);
    free(weighed->path);
    test_remove_folder(weighed->folder);
}

static void
treat(struct weighed *weighed, const char *text)
{
    assert_int_equal(pl_treatment_add_list(weighed->treatment, text, weighed->diags),
                     PL_OK);
}

static enum pl_status
run(struct weighed *weighed)
{
    return pl_loops_run(weighed->context, weighed->treatment, &weighed->options,
                        weighed->diags, &weighed->loops);
}

static void
expect_run(struct weighed *weighed)
{
    if (run(weighed) != PL_OK) {
        fail_msg("%s", pl_diags_first_error(weighed->diags));
    }
}

/* The row of the only loop through an edge. */
static const struct pl_loop_row *
row_through(const struct weighed *weighed, const char *edge)
{
    const size_t symbol = pl_model_find(weighed->context->model, edge);

    for (size_t r = 0; r < weighed->loops.n_rows; r++) {
        size_t n = 0;
        const uint32_t *edges =
            pl_loop_set_edges(&weighed->loops.set, weighed->loops.rows[r].loop, &n);
        const struct pl_links *links = weighed->loops.links;

        if (n == 1 && links->symbol[links->n_states + edges[0]] == symbol) {
            return &weighed->loops.rows[r];
        }
    }
    fail_msg("no loop through '%s'", edge);
    return NULL;
}

static const struct pl_loop_edge *
edge_of(const struct weighed *weighed, const char *name)
{
    const size_t symbol = pl_model_find(weighed->context->model, name);

    for (size_t e = 0; e < weighed->loops.n_edges; e++) {
        if (weighed->loops.edges[e].symbol == symbol) {
            return &weighed->loops.edges[e];
        }
    }
    fail_msg("no edge '%s'", name);
    return NULL;
}

/* The untreated network: gains -p b / (k1 k2) and q c / (k1 k3). */
static void
test_run_gives_the_gains_of_two_loops(void **state)
{
    struct weighed weighed;
    const struct pl_loop_row *row = NULL;

    (void)state;
    weighed_open(&weighed, two_loops);
    weighed.options.equilibrate = PL_EQUILIBRATE_NO;
    expect_run(&weighed);

    assert_int_equal(weighed.loops.set.n, 2);
    assert_int_equal(weighed.loops.n_feedback, 2);
    assert_int_equal(weighed.loops.n_reinforcing, 1);
    assert_int_equal(weighed.loops.n_conversions, 0);
    assert_int_equal(weighed.loops.n_selves, 3);
    assert_int_equal(weighed.loops.n_silent, 0);
    row = row_through(&weighed, "feedback_Y_X");
    assert_int_equal(row->sign, -1);
    assert_close(row->gain.median, -0.5, 1e-14, 0.0);
    assert_close(row->gain_at.median, -0.5, 1e-14, 0.0);
    assert_close(row->delay.median, 0.5 + 1.0, 1e-14, 0.0);
    assert_int_equal(row->open, PL_NONE);
    row = row_through(&weighed, "feedback_Z_X");
    assert_int_equal(row->sign, 1);
    assert_close(row->gain.median, 1.3125, 1e-14, 0.0);
    assert_close(row->delay.median, 0.5 + 0.5, 1e-14, 0.0);
    assert_int_equal(edge_of(&weighed, "feedback_Z_X")->n_loops, 1);
    assert_int_equal(edge_of(&weighed, "feedback_Z_X")->n_reinforcing, 1);
    weighed_close(&weighed);
}

struct score_case {
    const char *values; /* parameters and start on the mode e^(s t) */
    enum pl_loop_score score;
    double balancing, reinforcing; /* scores, at all times */
};

/*
 * Along one mode e^(s t) all replies stand still. With s = -1/2 (k = 2, 1, 2): each member
 * answers as at leisure, the scores are the gains; as published each link is divided by s.
 * With s = +1/2: J / (s + k), and both loops together are 1, as for every mode.
 */
static void
test_run_scores_a_mode_by_hand(void **state)
{
    static const struct score_case cases[] = {
        {"", PL_LOOP_DRIVE, -0.5, 1.3125},
        {"", PL_LOOP_ACCELERATION, -4.0, 21.0},
        {"set q=3.5, set b=1.5, set c=2.5, set y=1, set z=1", PL_LOOP_DRIVE, -0.4, 1.4},
        {"set q=3.5, set b=1.5, set c=2.5, set y=1, set z=1", PL_LOOP_ACCELERATION,
         -6.0, 35.0},
    };

    (void)state;
    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) {
        const struct score_case *c = &cases[k];
        const double total = fabs(c->balancing) + fabs(c->reinforcing);
        struct weighed weighed;
        const struct pl_loop_row *down = NULL;
        const struct pl_loop_row *up = NULL;

        weighed_open(&weighed, two_loops);
        if (c->values[0] != '\0') {
            treat(&weighed, c->values);
        }
        weighed.options.equilibrate = PL_EQUILIBRATE_NO;
        weighed.options.score = c->score;
        expect_run(&weighed);
        down = row_through(&weighed, "feedback_Y_X");
        up = row_through(&weighed, "feedback_Z_X");
        assert_true(up == &weighed.loops.rows[0]); /* by their shares */
        assert_int_equal(weighed.loops.n_times, 11);
        for (size_t t = 0; t < weighed.loops.n_times; t++) {
            assert_int_equal(weighed.loops.scored[t], 2);
            assert_close(pl_loops_score(&weighed.loops, down->loop, t), c->balancing,
                         1e-7, 0.0);
            assert_close(pl_loops_score(&weighed.loops, up->loop, t), c->reinforcing,
                         1e-7, 0.0);
            assert_close(weighed.loops.reinforcing[t], c->reinforcing / total, 1e-7,
                         0.0);
            assert_close(weighed.loops.edgeless[t], 0.0, 0.0, 0.0);
        }
        assert_close(up->share.median, c->reinforcing / total, 1e-7, 0.0);
        assert_close(down->marks[1].median, -c->balancing / total, 1e-7, 0.0);
        assert_close(edge_of(&weighed, "feedback_Y_X")->share.median,
                     -c->balancing / total, 1e-7, 0.0);
        assert_close(edge_of(&weighed, "feedback_Y_X")->balancing[3],
                     -c->balancing / total, 1e-7, 0.0);
        assert_close(edge_of(&weighed, "feedback_Z_X")->leads, 1.0, 1e-15, 0.0);
        weighed_close(&weighed);
    }
}

/* Curves of groups: signed, and of all loops together 1 in size. */
static void
test_curves_are_signed_shares(void **state)
{
    struct weighed weighed;
    double curves[2 * 11];
    size_t of[2];

    (void)state;
    weighed_open(&weighed, two_loops);
    weighed.options.equilibrate = PL_EQUILIBRATE_NO;
    expect_run(&weighed);
    assert_int_equal(weighed.loops.set.n_groups, 2);
    of[row_through(&weighed, "feedback_Y_X")->loop] = 0;
    of[row_through(&weighed, "feedback_Z_X")->loop] = 1;
    assert_int_equal(pl_loops_curves(&weighed.loops, of, 2, NULL, curves), PL_OK);
    for (size_t t = 0; t < 11; t++) {
        assert_close(curves[t], -0.5 / 1.8125, 1e-7, 0.0);
        assert_close(curves[11 + t], 1.3125 / 1.8125, 1e-7, 0.0);
    }
    of[row_through(&weighed, "feedback_Z_X")->loop] = PL_NONE;
    assert_int_equal(pl_loops_curves(&weighed.loops, of, 1, NULL, curves), PL_OK);
    assert_close(curves[5], -0.5 / 1.8125, 1e-7, 0.0);
    weighed_close(&weighed);
}

/* A clamped edge is open from its time on; the other one has all of the score. */
static void
test_run_calls_a_clamped_loop_open(void **state)
{
    struct weighed weighed;

    (void)state;
    weighed_open(&weighed, two_loops);
    treat(&weighed, "clamp Z_X");
    weighed.options.equilibrate = PL_EQUILIBRATE_NO;
    expect_run(&weighed);
    assert_int_equal(weighed.loops.n_open, 1);
    assert_true(edge_of(&weighed, "feedback_Z_X")->open_share == 1.0);
    assert_true(edge_of(&weighed, "feedback_Z_X")->open_marks[0] == 1.0);
    assert_true(edge_of(&weighed, "feedback_Y_X")->open_share == 0.0);
    assert_close(row_through(&weighed, "feedback_Z_X")->gain.median, 1.3125, 1e-14,
                 0.0);
    assert_close(row_through(&weighed, "feedback_Z_X")->gain_at.median, 0.0, 0.0, 0.0);
    assert_close(row_through(&weighed, "feedback_Y_X")->marks[1].median, 1.0, 0.0, 0.0);
    {
        const size_t open = row_through(&weighed, "feedback_Z_X")->open;
        const struct pl_link *link = &weighed.loops.links->links[open];

        assert_int_equal(link->target,
                         pl_links_node(weighed.loops.links,
                                       edge_of(&weighed, "feedback_Z_X")->symbol));
    }
    weighed_close(&weighed);
}

/* A cut edge passes nothing at any time: there is no such loop. */
static void
test_run_has_no_loop_through_a_cut(void **state)
{
    struct weighed weighed;

    (void)state;
    weighed_open(&weighed, two_loops);
    treat(&weighed, "cut Z_X");
    weighed.options.equilibrate = PL_EQUILIBRATE_NO;
    expect_run(&weighed);
    assert_int_equal(weighed.loops.set.n, 1);
    assert_int_equal(weighed.loops.n_silent, 1);
    assert_int_equal(edge_of(&weighed, "feedback_Z_X")->n_loops, 0);
    assert_true(edge_of(&weighed, "feedback_Z_X")->open_share == 0.0);
    assert_int_equal(edge_of(&weighed, "feedback_Z_X")->strongest, PL_NONE);
    weighed_close(&weighed);
}

/* The relay's loop: gain -4 b / (1 + b) with b = brake_strength step6^4, an hour round. */
static void
test_run_gives_the_gain_of_the_relay(void **state)
{
    struct weighed weighed = {0};
    double x = 0.5;
    double b = 0.0;

    (void)state;
    weighed_open(&weighed, two_loops);
    pl_treatment_destroy(weighed.treatment);
    pl_context_destroy(weighed.context);
    weighed.context = trial_load_source("models/relay.ant");
    assert_int_equal(pl_treatment_create(weighed.context, NULL, &weighed.treatment),
                     PL_OK);
    treat(&weighed, "set brake_strength=20");
    expect_run(&weighed);
    for (size_t k = 0; k < 50; k++) { /* x (1 + 20 x^4) = 1 */
        x -= (x + 20.0 * pow(x, 5.0) - 1.0) / (1.0 + 100.0 * pow(x, 4.0));
    }
    b = 20.0 * pow(x, 4.0);
    assert_int_equal(weighed.loops.set.n, 1);
    assert_false(weighed.loops.moves);
    assert_true(weighed.loops.rested);
    assert_int_equal(weighed.loops.n_times, 0);
    assert_close(weighed.loops.rows[0].gain.median, -4.0 * b / (1.0 + b), 1e-9, 0.0);
    assert_close(weighed.loops.rows[0].delay.median, 60.0, 1e-12, 0.0);
    assert_true(isnan(weighed.loops.rows[0].share.median));
    weighed_close(&weighed);
}

/* x: production 1, inhibited; decay 1 and by the loop of x through y. At rest x = y = s,
 * s + g s^2 = u; gain of the loop x -> y -| x is -g s / (1 + g s). */
static const char quadratic[] =
    "compartment cell = 1; species x in cell, y in cell;\n"
    "=> x; 1 - inhibit_source - x - g*x*feedback_Y_X; => y; x - y;\n"
    "feedback_Y_X := y; inhibit_source = 0; g = 2; x = 0.5; y = 0.5;\n";

static double
rest_of(double u)
{
    return (sqrt(1.0 + 8.0 * u) - 1.0) / 4.0;
}

static void
test_run_goes_to_the_treated_rest(void **state)
{
    struct weighed weighed;
    const struct pl_loop_row *row = NULL;
    const double before = rest_of(1.0);
    const double after = rest_of(0.25);

    (void)state;
    weighed_open(&weighed, quadratic);
    treat(&weighed, "inhibit source=0.75");
    weighed.options.at = PL_LOOPS_AT_REST;
    expect_run(&weighed);
    row = row_through(&weighed, "feedback_Y_X");
    assert_true(weighed.loops.at == PL_LOOPS_AT_REST);
    assert_close(row->gain.median, -2.0 * before / (1.0 + 2.0 * before), 1e-10, 0.0);
    assert_close(row->gain_at.median, -2.0 * after / (1.0 + 2.0 * after), 1e-10, 0.0);
    assert_close(edge_of(&weighed, "feedback_Y_X")->level.median, after / before, 1e-10,
                 0.0);
    assert_int_equal(weighed.loops.n_times, 11);
    weighed_close(&weighed);
}

/* All of the production gone: the signal falls to nothing, and its loop is open. */
static void
test_run_calls_a_silenced_loop_open(void **state)
{
    struct weighed weighed;

    (void)state;
    weighed_open(&weighed, quadratic);
    treat(&weighed, "inhibit source");
    weighed.options.duration = 20.0;
    weighed.marks[0] = 0.1;
    weighed.marks[1] = 20.0;
    expect_run(&weighed);
    assert_true(edge_of(&weighed, "feedback_Y_X")->open_share == 1.0);
    assert_true(edge_of(&weighed, "feedback_Y_X")->open_marks[0] == 0.0);
    assert_true(edge_of(&weighed, "feedback_Y_X")->open_marks[1] == 1.0);
    assert_int_equal(weighed.loops.n_open, 1);
    weighed_close(&weighed);
}

/*
 * An edge is open by its gain, not by the level of its signal. x' = u - x - y / (1 + y) as
 * y follows x: where y is far above 1 the gain is small, and falling to a thirtieth leaves
 * it as it was; where a signal is as it was, its loop can be gone all the same (gate).
 */
static const char saturated[] =
    "compartment cell = 1; species x in cell, y in cell, z in cell;\n"
    "=> x; u - k*feedback_Y_X/(1 + feedback_Y_X) - 0.001*gate*feedback_Z_X - x;\n"
    "=> y; 10*x - y; => z; 2 - z + 0.1*x;\n"
    "feedback_Y_X := y; feedback_Z_X := z; u = 100; k = 1; gate = 1;\n"
    "x = 50; y = 500; z = 7;\n";

static void
test_run_goes_by_the_gain_not_by_the_level(void **state)
{
    struct weighed weighed;
    const struct pl_loop_edge *edge = NULL;

    (void)state;
    weighed_open(&weighed, saturated);
    treat(&weighed, "set u=1@0.., set gate=0.06@0..");
    weighed.options.duration = 30.0;
    weighed.marks[0] = 0.1;
    weighed.marks[1] = 30.0;
    expect_run(&weighed);
    edge = edge_of(&weighed, "feedback_Y_X");
    assert_true(edge->level.median < 0.02);
    assert_true(edge->open_share == 0.0);
    assert_true(fabs(pl_loops_edge_gain_at(&weighed.loops, edge)) >
                fabs(pl_loops_edge_gain(&weighed.loops, edge)));
    edge = edge_of(&weighed, "feedback_Z_X");
    assert_true(edge->open_share == 0.0);
    assert_close(pl_loops_edge_gain_at(&weighed.loops, edge) /
                     pl_loops_edge_gain(&weighed.loops, edge),
                 0.06, 1e-12, 0.0);
    weighed_close(&weighed);

    weighed_open(&weighed, saturated);
    treat(&weighed, "set gate=0.04@0..");
    expect_run(&weighed);
    edge = edge_of(&weighed, "feedback_Z_X");
    assert_close(edge->level.median, 1.0, 1e-3, 0.0);
    assert_true(edge->open_share == 1.0);
    assert_true(edge->open_marks[0] == 1.0);
    assert_close(pl_loops_edge_gain_at(&weighed.loops, edge) /
                     pl_loops_edge_gain(&weighed.loops, edge),
                 0.04, 1e-12, 0.0);
    assert_true(edge_of(&weighed, "feedback_Y_X")->open_share == 0.0);
    assert_int_equal(weighed.loops.n_open, 1);
    assert_true(isnan(row_through(&weighed, "feedback_Z_X")->marks[0].median));
    weighed_close(&weighed);
}

/* A <-> B alone is a conversion with a gain of 1, and no feedback loop. */
static void
test_run_keeps_conversions_apart(void **state)
{
    struct weighed weighed;

    (void)state;
    weighed_open(&weighed, "compartment cell = 1; species A in cell, B in cell;\n"
                           "A -> B; k*A - 3*B; A = 3; B = 1; k = 1;\n");
    treat(&weighed, "set k=2@0..");
    expect_run(&weighed);
    assert_int_equal(weighed.loops.set.n, 1);
    assert_int_equal(weighed.loops.n_feedback, 0);
    assert_int_equal(weighed.loops.n_conversions, 1);
    assert_int_equal(weighed.loops.n_rows, 1);
    assert_close(weighed.loops.rows[0].gain.median, 1.0, 1e-14, 0.0);
    assert_true(isnan(weighed.loops.rows[0].share.median));
    assert_int_equal(weighed.loops.scored[5], 0);
    assert_int_equal(weighed.loops.n_edges, 0);
    weighed_close(&weighed);
}

/* Three conversions and two feedback loops of three nodes: conversions do not count. */
static void
test_run_does_not_count_conversions(void **state)
{
    struct weighed weighed;

    (void)state;
    weighed_open(&weighed, "compartment cell = 1; species A in cell, B in cell, C in "
                           "cell, D in cell, x in cell, y in cell;\n"
                           "A -> B; A - B; B -> C; B - C; C -> D; C - D;\n"
                           "=> x; 1 - x - 0.1*feedback_Y_X + 0.1*feedback_X_Y;\n"
                           "=> y; x - y; feedback_Y_X := y; feedback_X_Y := y;\n"
                           "A = 1; B = 1; C = 1; D = 1; x = 1; y = 1;\n");
    weighed.options.equilibrate = PL_EQUILIBRATE_NO;
    weighed.options.max_loops = 2;
    expect_run(&weighed);
    assert_int_equal(weighed.loops.n_feedback, 2);
    assert_int_equal(weighed.loops.n_conversions, 3);
    assert_false(weighed.loops.set.circuits.counted_out);
    weighed.options.max_loops = 1;
    expect_run(&weighed);
    assert_int_equal(weighed.loops.n_feedback, 1);
    assert_int_equal(weighed.loops.n_conversions, 3);
    assert_true(weighed.loops.set.circuits.counted_out);
    weighed_close(&weighed);
}

/* y grows by itself (J > 0) and z does not answer itself: no gain, no time scale. */
static void
test_run_has_no_gain_where_a_member_does_not_decay(void **state)
{
    struct weighed weighed;

    (void)state;
    weighed_open(&weighed, "compartment cell = 1; species x in cell, z in cell;\n"
                           "=> x; -x - feedback_Z_X; => z; x;\n"
                           "feedback_Z_X := z; x = 1; z = 0;\n");
    weighed.options.equilibrate = PL_EQUILIBRATE_NO;
    expect_run(&weighed);
    assert_int_equal(weighed.loops.rows[0].sign, -1);
    assert_true(isnan(weighed.loops.rows[0].gain.median));
    assert_true(isnan(weighed.loops.rows[0].delay.median));
    assert_close(weighed.loops.rows[0].marks[0].median, 1.0, 0.0, 0.0);
    weighed_close(&weighed);
}

static void
test_run_without_any_loop_is_fine(void **state)
{
    struct weighed weighed;

    (void)state;
    weighed_open(&weighed, "compartment cell = 1; species x in cell; x = 1;\n"
                           "=> x; 1 - inhibit_A - x; inhibit_A = 0;\n");
    treat(&weighed, "inhibit A");
    expect_run(&weighed);
    assert_int_equal(weighed.loops.set.n, 0);
    assert_int_equal(weighed.loops.n_rows, 0);
    assert_int_equal(weighed.loops.n_selves, 1);
    assert_close(weighed.loops.selves[0].slope.median, -1.0, 0.0, 0.0);
    weighed_close(&weighed);
}

/* A network without a state at all. */
static void
test_run_of_a_model_that_stands_still(void **state)
{
    struct weighed weighed;

    (void)state;
    weighed_open(&weighed, "a = 1; b := 2*a;\n");
    expect_run(&weighed);
    assert_int_equal(weighed.loops.set.n, 0);
    weighed_close(&weighed);
}

/* At rest with a treatment that changes nothing: no loop has a score. */
static void
test_run_has_no_score_where_nothing_moves(void **state)
{
    struct weighed weighed;

    (void)state;
    weighed_open(&weighed, quadratic);
    treat(&weighed, "set g=2@0..");
    expect_run(&weighed);
    assert_true(weighed.loops.moves);
    for (size_t t = 0; t < weighed.loops.n_times; t++) {
        assert_int_equal(weighed.loops.scored[t], 0);
    }
    assert_true(isnan(weighed.loops.rows[0].share.median));
    assert_true(isnan(weighed.loops.rows[0].marks[1].median));
    assert_true(isnan(weighed.loops.rows[0].peak));
    weighed_close(&weighed);
}

/* Two members, q = 1.75 and 3.5: gains 1.3125 and 2.625, weights 1 and 3. */
static void
test_run_gives_bands_of_an_ensemble(void **state)
{
    struct weighed weighed;
    char *path = NULL;
    const struct pl_loop_row *row = NULL;
    const struct pl_loop_edge *edge = NULL;

    (void)state;
    weighed_open(&weighed, two_loops);
    path = test_join(weighed.folder, "sets.tsv");
    test_write_file(path, "q\tweight\n1.75\t1\n0.2\t3\n");
    assert_int_equal(
        pl_ensemble_read(weighed.context, path, weighed.diags, &weighed.ensemble),
        PL_OK);
    weighed.options.ensemble = weighed.ensemble;
    weighed.options.equilibrate = PL_EQUILIBRATE_NO;
    expect_run(&weighed);
    assert_int_equal(weighed.loops.n_members, 2);
    row = row_through(&weighed, "feedback_Z_X");
    /* places of the two values: 0.375 of the weight and 0.875 */
    assert_close(row->gain.low, 0.15, 1e-14, 0.0);
    assert_close(row->gain.high, 1.3125, 1e-14, 0.0);
    assert_close(row->gain.median, 0.15 + (1.3125 - 0.15) * 0.25, 1e-12, 0.0);
    edge = edge_of(&weighed, "feedback_Z_X");
    assert_close(edge->leads, 0.25, 1e-14, 0.0);
    assert_close(edge_of(&weighed, "feedback_Y_X")->leads, 0.75, 1e-14, 0.0);
    assert_close(edge_of(&weighed, "feedback_Y_X")->leads_marks[1], 0.75, 1e-14, 0.0);
    assert_close(edge->share.high, 1.3125 / 1.8125, 1e-7, 0.0);
    free(path);
    weighed_close(&weighed);
}

/* Of its gain the loop keeps (0.04 + rest) / (1 + rest): 0.04, and 0.13. */
static void
test_run_tells_in_how_many_sets_an_edge_is_open(void **state)
{
    static const char text[] =
        "compartment cell = 1; species x in cell, z in cell;\n"
        "=> x; 2 - 0.001*(gate + rest)*feedback_Z_X - x; => z; 2 - z + 0.1*x;\n"
        "feedback_Z_X := z; gate = 1; rest = 0; x = 2; z = 2.2;\n";
    struct weighed weighed;
    char *path = NULL;
    const struct pl_loop_edge *edge = NULL;

    (void)state;
    weighed_open(&weighed, text);
    treat(&weighed, "set gate=0.04@0..");
    path = test_join(weighed.folder, "sets.tsv");
    test_write_file(path, "rest\tweight\n0.1\t1\n0\t3\n");
    assert_int_equal(
        pl_ensemble_read(weighed.context, path, weighed.diags, &weighed.ensemble),
        PL_OK);
    weighed.options.ensemble = weighed.ensemble;
    expect_run(&weighed);
    edge = edge_of(&weighed, "feedback_Z_X");
    assert_true(edge->open_share == 0.75);
    assert_true(edge->open_marks[1] == 0.75);
    assert_true(pl_loops_most(edge->open_share));
    assert_false(pl_loops_most(0.49));
    free(path);
    weighed_close(&weighed);
}

static void
expect_same_band(struct pl_band a, struct pl_band b)
{
    assert_memory_equal(&a, &b, sizeof a);
}

/* Members are added up in their order, whatever the number of threads. */
static void
test_run_is_the_same_on_any_number_of_threads(void **state)
{
    static const size_t n_threads[] = {1, 2, 3, 7};
    struct weighed weighed[4];
    double curves[4][2 * 11];
    size_t of[2];

    (void)state;
    for (size_t k = 0; k < 4; k++) {
        struct weighed *w = &weighed[k];
        char *path = NULL;

        weighed_open(w, two_loops);
        path = test_join(w->folder, "sets.tsv");
        test_write_file(path, "q\tp\tweight\n1.75\t1\t1\n0.2\t1.1\t3\n"
                              "0.3\t0.9\t2\n0.7\t0.8\t2\n1.1\t1.7\t2\n"
                              "0.9\t0.3\t0.1\n1.3\t0.6\t2\n0.5\t1.2\t0.7\n");
        assert_int_equal(pl_ensemble_read(w->context, path, w->diags, &w->ensemble),
                         PL_OK);
        free(path);
        w->options.ensemble = w->ensemble;
        w->options.equilibrate = PL_EQUILIBRATE_NO;
        w->options.n_threads = n_threads[k];
        expect_run(w);
        of[row_through(w, "feedback_Y_X")->loop] = 0;
        of[row_through(w, "feedback_Z_X")->loop] = 1;
        assert_int_equal(pl_loops_curves(&w->loops, of, 2, NULL, curves[k]), PL_OK);
        assert_int_equal(w->loops.n_rows, weighed[0].loops.n_rows);
        assert_memory_equal(curves[k], curves[0], sizeof curves[0]);
        assert_memory_equal(w->loops.reinforcing, weighed[0].loops.reinforcing,
                            w->loops.n_times * sizeof(double));
        for (size_t r = 0; r < w->loops.n_rows; r++) {
            const struct pl_loop_row *row = &w->loops.rows[r];
            const struct pl_loop_row *first = &weighed[0].loops.rows[r];

            assert_int_equal(row->loop, first->loop);
            expect_same_band(row->gain, first->gain);
            expect_same_band(row->share, first->share);
            expect_same_band(row->marks[1], first->marks[1]);
        }
        for (size_t e = 0; e < w->loops.n_edges; e++) {
            const struct pl_loop_edge *edge = &w->loops.edges[e];
            const struct pl_loop_edge *first = &weighed[0].loops.edges[e];

            expect_same_band(edge->share, first->share);
            assert_memory_equal(edge->course, first->course,
                                w->loops.n_times * sizeof(double));
            assert_true(edge->leads == first->leads);
        }
    }
    for (size_t k = 0; k < 4; k++) {
        weighed_close(&weighed[k]);
    }
}

/* A ring of n with every chord forward and back has more loops than anyone wants. */
static void
test_run_keeps_the_short_ones_of_a_thousand_loops(void **state)
{
    enum { N = 8 };
    struct weighed weighed;
    char text[8192] = "compartment cell = 1; species";
    size_t end = strlen(text);

    (void)state;
    for (int i = 0; i < N; i++) {
        end += (size_t)snprintf(text + end, sizeof text - end, "%s s%d in cell",
                                i > 0 ? "," : "", i);
    }
    end += (size_t)snprintf(text + end, sizeof text - end, ";\n");
    for (int i = 0; i < N; i++) {
        end +=
            (size_t)snprintf(text + end, sizeof text - end, "=> s%d; 1 - 9*s%d", i, i);
        for (int k = 0; k < N; k++) {
            if (k != i) {
                end += (size_t)snprintf(text + end, sizeof text - end, " %c 0.1*s%d",
                                        (i + k) % 3 == 0 ? '-' : '+', k);
            }
        }
        end += (size_t)snprintf(text + end, sizeof text - end, "; s%d = 0;\n", i);
    }
    weighed_open(&weighed, text);
    weighed.options.equilibrate = PL_EQUILIBRATE_NO;
    expect_run(&weighed);
    assert_int_equal(weighed.loops.set.n, 1000);
    assert_true(weighed.loops.set.circuits.counted_out);
    assert_int_equal(weighed.loops.set.circuits.whole, 4); /* 28 + 112 + 420 = 560 */
    assert_int_equal(weighed.loops.set.n_groups, 1000); /* without edges, each alone */

    weighed.options.max_loops = 100000;
    expect_run(&weighed);
    assert_int_equal(weighed.loops.set.n, 16064);
    assert_int_equal(weighed.loops.set.circuits.whole, PL_NONE);
    {
        double sum = 0.0;

        for (size_t r = 0; r < weighed.loops.n_rows; r++) {
            sum += weighed.loops.rows[r].marks[0].median;
        }
        assert_close(sum, 1.0, 1e-12, 0.0);
    }
    weighed.options.max_length = 3;
    expect_run(&weighed);
    assert_int_equal(weighed.loops.set.n, 28 + 112);
    assert_int_equal(weighed.loops.set.circuits.whole, 3);
    assert_false(weighed.loops.set.circuits.counted_out);
    weighed_close(&weighed);
}

/* Shares of her2-mtor do not depend on the tolerance: a velocity is a small difference of
 * large rates, but the run's error in it is no larger than what moves slowly. */
static void
test_run_is_sure_of_its_scores(void **state)
{
    static const double rtols[] = {1e-7, 1e-11};
    struct weighed weighed;
    double shares[2][17][2];

    (void)state;
    weighed_open(&weighed, two_loops);
    pl_treatment_destroy(weighed.treatment);
    pl_context_destroy(weighed.context);
    weighed.context = trial_load_source("models/her2-mtor.ant");
    assert_int_equal(pl_treatment_create(weighed.context, NULL, &weighed.treatment),
                     PL_OK);
    treat(&weighed, "inhibit mTORC1");
    weighed.options.duration = 2880.0;
    weighed.marks[0] = 360.0;
    weighed.marks[1] = 2880.0;
    weighed.options.max_length = 12;
    weighed.options.max_loops = 100000;
    for (size_t k = 0; k < 2; k++) {
        weighed.options.sim.rtol = rtols[k];
        expect_run(&weighed);
        assert_int_equal(weighed.loops.n_edges, 17);
        assert_true(weighed.loops.scored[weighed.loops.n_times - 1] > 0);
        for (size_t e = 0; e < 17; e++) {
            shares[k][e][0] = weighed.loops.edges[e].marks[0].median;
            shares[k][e][1] = weighed.loops.edges[e].marks[1].median;
        }
    }
    for (size_t e = 0; e < 17; e++) {
        assert_close(shares[0][e][0], shares[1][e][0], 1e-3, 1e-6);
        assert_close(shares[0][e][1], shares[1][e][1], 1e-3, 1e-6);
    }
    weighed_close(&weighed);
}

struct option_case {
    double at, duration;
    size_t n_points;
    const char *message;
};

static void
test_run_refuses_options_out_of_range(void **state)
{
    static const struct option_case cases[] = {
        {2.0, 1.0, 11, "error: 2: the run is over before, at 1\n"},
        {-0.5, 1.0, 11, "error: -0.5: the run begins at 0\n"},
        {NAN, 0.0, 11, "error: a run lasts longer than 0, not 0\n"},
        {NAN, 1.0, 1, "error: loops are scored at 2 to 10000000 times, not 1\n"},
    };
    struct weighed weighed;

    (void)state;
    weighed_open(&weighed, two_loops);
    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) {
        weighed.options.at = cases[k].at;
        weighed.options.duration = cases[k].duration;
        weighed.options.n_points = cases[k].n_points;
        assert_int_equal(run(&weighed), PL_ERR_OPTION);
        assert_messages(weighed.diags, cases[k].message);
        assert_null(weighed.loops.rows);
        pl_diags_clear(weighed.diags);
    }
    weighed_close(&weighed);
}

static void
test_run_refuses_the_treated_rest_of_an_ensemble(void **state)
{
    struct weighed weighed;
    char *path = NULL;

    (void)state;
    weighed_open(&weighed, quadratic);
    path = test_join(weighed.folder, "sets.tsv");
    test_write_file(path, "g\n1\n2\n");
    assert_int_equal(
        pl_ensemble_read(weighed.context, path, weighed.diags, &weighed.ensemble),
        PL_OK);
    weighed.options.ensemble = weighed.ensemble;
    weighed.options.at = PL_LOOPS_AT_REST;
    assert_int_equal(run(&weighed), PL_ERR_OPTION);
    assert_messages(
        weighed.diags,
        "error: loops at the treated rest are told of one parameter set, not "
        "of an ensemble\n"
        "hint: give a time late in the run instead, for example its end\n");
    free(path);
    weighed_close(&weighed);
}

/* Without a bound the two loops grow: q = 3.5. */
static void
test_run_passes_on_that_a_network_does_not_rest(void **state)
{
    struct weighed weighed;

    (void)state;
    weighed_open(&weighed, two_loops);
    treat(&weighed, "set q=30");
    assert_int_equal(run(&weighed), PL_ERR_REST);
    assert_null(weighed.loops.rows);
    weighed_close(&weighed);
}

static bool
stop_at_once(void *context)
{
    (void)context;
    return true;
}

static void
test_run_stops_when_asked_to(void **state)
{
    struct weighed weighed;

    (void)state;
    weighed_open(&weighed, quadratic);
    treat(&weighed, "inhibit source");
    weighed.options.sim.stop = stop_at_once;
    assert_int_equal(run(&weighed), PL_ERR_STOPPED);
    assert_null(weighed.loops.rows);
    weighed_close(&weighed);
}

static enum pl_status
run_in_little_memory(void *context)
{
    struct weighed *weighed = context;
    const enum pl_status status = run(weighed);

    pl_loops_finish(&weighed->loops);
    return status;
}

static void
test_run_survives_no_memory(void **state)
{
    struct weighed weighed;

    (void)state;
    weighed_open(&weighed, two_loops);
    weighed.options.equilibrate = PL_EQUILIBRATE_NO;
    assert_survives_no_memory(run_in_little_memory, &weighed);
    weighed_close(&weighed);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_run_gives_the_gains_of_two_loops),
        cmocka_unit_test(test_run_scores_a_mode_by_hand),
        cmocka_unit_test(test_curves_are_signed_shares),
        cmocka_unit_test(test_run_calls_a_clamped_loop_open),
        cmocka_unit_test(test_run_has_no_loop_through_a_cut),
        cmocka_unit_test(test_run_gives_the_gain_of_the_relay),
        cmocka_unit_test(test_run_goes_to_the_treated_rest),
        cmocka_unit_test(test_run_calls_a_silenced_loop_open),
        cmocka_unit_test(test_run_goes_by_the_gain_not_by_the_level),
        cmocka_unit_test(test_run_keeps_conversions_apart),
        cmocka_unit_test(test_run_does_not_count_conversions),
        cmocka_unit_test(test_run_has_no_gain_where_a_member_does_not_decay),
        cmocka_unit_test(test_run_without_any_loop_is_fine),
        cmocka_unit_test(test_run_of_a_model_that_stands_still),
        cmocka_unit_test(test_run_has_no_score_where_nothing_moves),
        cmocka_unit_test(test_run_gives_bands_of_an_ensemble),
        cmocka_unit_test(test_run_tells_in_how_many_sets_an_edge_is_open),
        cmocka_unit_test(test_run_is_the_same_on_any_number_of_threads),
        cmocka_unit_test(test_run_keeps_the_short_ones_of_a_thousand_loops),
        cmocka_unit_test(test_run_is_sure_of_its_scores),
        cmocka_unit_test(test_run_refuses_options_out_of_range),
        cmocka_unit_test(test_run_refuses_the_treated_rest_of_an_ensemble),
        cmocka_unit_test(test_run_passes_on_that_a_network_does_not_rest),
        cmocka_unit_test(test_run_stops_when_asked_to),
        cmocka_unit_test(test_run_survives_no_memory),
    };

    return cmocka_run_group_tests_name("loops", tests, NULL, NULL);
}
