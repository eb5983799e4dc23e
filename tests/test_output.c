/*
 * test_output.c - what is wanted of a simulation on its way: times, and the way in
 * pieces.
 */
#include "solve/output.h"

#include "compile/kernels.h"
#include "known_networks.h"
#include "network_sim.h"
#include "solve/sim.h"
#include "testlib.h"

/* Outputs and pieces of any run here stay below this. */
enum { MOST = 10000 };

/* What was given, in order. */
struct record {
    size_t n_times;
    size_t places[MOST];
    double times[MOST], values[MOST];
    size_t n_pieces;
    double t0[MOST], t1[MOST];
    double nodes[MOST][PL_OUTPUT_NODES];
};

static struct record *
new_record(void)
{
    struct record *record = calloc(1, sizeof *record);

    assert_non_null(record);
    return record;
}

static void
keep_time(void *context, size_t k, double time, const double *values)
{
    struct record *record = context;

    assert_true(record->n_times < MOST);
    record->places[record->n_times] = k;
    record->times[record->n_times] = time;
    record->values[record->n_times++] = values[0];
}

static void
keep_piece(void *context, double t0, double t1, const double *values)
{
    struct record *record = context;

    assert_true(record->n_pieces < MOST);
    record->t0[record->n_pieces] = t0;
    record->t1[record->n_pieces] = t1;
    memcpy(record->nodes[record->n_pieces++], values, PL_OUTPUT_NODES * sizeof *values);
}

/* What is read at t, where nothing else is said. */
static double
value_at(double t)
{
    return t * t * t - 2.0 * t + 1.0;
}

/* Give the output all that it wants of a step, and check where it asks. */
static void
take_step(struct pl_output *output, double t0, double t1)
{
    double t = NAN;
    double before = t0;

    while (pl_output_wants(output, t0, t1, &t)) {
        const bool is_piece =
            !(output->next < output->n_times && output->times[output->next] < t1);
        const double value = value_at(t);

        assert_true(t0 <= t && t <= t1);
        if (is_piece) { /* nodes rise; a new piece begins where the last ended */
            assert_true(before <= t);
            before = t;
        }
        pl_output_give(output, t1, t, &value);
    }
}

/* ---- times ---- */

static void
test_times_are_given_once_and_in_order(void **state)
{
    static const double times[] = {0.0, 0.25, 0.25, 1.0, 1.5, 1.5, 1.75, 2.0, 5.0};
    static const double steps[] = {0.0, 0.1, 0.25, 1.0, 1.6, 2.0};
    struct record *record = new_record();
    struct pl_output output = {
        .times = times, .n_times = 9, .emit = keep_time, .context = record};

    (void)state;
    pl_output_begin(&output, 0.0);
    for (size_t k = 0; k + 1 < sizeof steps / sizeof *steps; k++) {
        take_step(&output, steps[k], steps[k + 1]);
    }
    assert_int_equal(record->n_times, 7); /* that at the end is left to the next leg */
    assert_int_equal(output.next, 7);
    for (size_t k = 0; k < 7; k++) {
        assert_int_equal(record->places[k], k);
        assert_true(record->times[k] == times[k]);
        assert_true(record->values[k] == value_at(times[k]));
    }
    pl_output_begin(&output, 2.0);
    take_step(&output, 2.0, 6.0);
    assert_int_equal(record->n_times, 9);
    free(record);
}

/* A simulation that begins later leaves out what lies before. */
static void
test_begin_passes_over_what_lies_before(void **state)
{
    static const double times[] = {0.0, 1.0, 2.0, 3.0};
    struct record *record = new_record();
    struct pl_output output = {
        .times = times, .n_times = 4, .emit = keep_time, .context = record};

    (void)state;
    pl_output_begin(NULL, 0.0);
    pl_output_begin(&output, 2.0);
    assert_int_equal(output.next, 2);
    take_step(&output, 2.0, 4.0);
    assert_int_equal(record->n_times, 2);
    assert_int_equal(record->places[0], 2);
    pl_output_begin(&output, 1.0); /* never back */
    assert_int_equal(output.next, 4);
    free(record);
}

static void
test_wants_nothing_of_a_step_without_outputs(void **state)
{
    const struct pl_output nothing = {0};
    double t = -7.0;

    (void)state;
    assert_false(pl_output_wants(NULL, 0.0, 1.0, &t));
    assert_false(pl_output_wants(&nothing, 0.0, 1.0, &t));
    assert_true(t == -7.0);
}

/* Up to the next time, or to where a piece is to begin. */
static void
test_silent_until_something_is_wanted(void **state)
{
    static const double times[] = {1.0, 3.0};
    struct record *record = new_record();
    struct pl_output output = {
        .times = times, .n_times = 2, .emit = keep_time, .context = record};

    (void)state;
    assert_true(pl_output_silent_to(NULL) == INFINITY);
    pl_output_begin(&output, 0.5);
    assert_true(pl_output_silent_to(&output) == 1.0);
    take_step(&output, 0.5, 2.0);
    assert_true(pl_output_silent_to(&output) == 3.0);
    take_step(&output, 2.0, 4.0);
    assert_true(pl_output_silent_to(&output) == INFINITY);
    output.piece = keep_piece;
    pl_output_begin(&output, 4.0);
    assert_true(pl_output_silent_to(&output) == 4.0);
    free(record);
}

/* ---- pieces ---- */

/* Room for one value. */
static const struct pl_selection one_value = {.n = 1};

/* Every piece begins where the one before ended, and has its values at its nodes. */
static void
assert_covers(const struct record *record, double from, double to)
{
    assert_true(record->n_pieces > 0);
    assert_true(record->t0[0] == from);
    assert_true(record->t1[record->n_pieces - 1] == to);
    for (size_t k = 0; k < record->n_pieces; k++) {
        const double t0 = record->t0[k];
        const double t1 = record->t1[k];

        assert_true(t1 > t0);
        assert_true(k == 0 || t0 == record->t1[k - 1]);
        assert_true(record->nodes[k][0] == value_at(t0));
        assert_true(record->nodes[k][PL_OUTPUT_NODES - 1] == value_at(t1));
        for (size_t j = 1; j + 1 < PL_OUTPUT_NODES; j++) {
            assert_true(record->nodes[k][j] ==
                        value_at(t0 + pl_output_shares[j] * (t1 - t0)));
        }
    }
}

static void
test_pieces_end_at_steps_and_cuts(void **state)
{
    static const double times[] = {0.05, 0.25, 0.3};
    static const double cuts[] = {0.0, 0.2, 0.3, 0.4, 1.0, 1.2, 3.0};
    static const double steps[] = {0.0, 0.25, 0.5, 1.0, 1.5, 1.5000001, 2.0};
    /* ends: cuts where there are, else the step's end */
    static const double ends[] = {0.2, 0.25, 0.3, 0.4,       0.5,
                                  1.0, 1.2,  1.5, 1.5000001, 2.0};
    double nodes[PL_OUTPUT_NODES];
    struct record *record = new_record();
    struct pl_output output = {
        .times = times,
        .n_times = 3,
        .emit = keep_time,
        .context = record,
        .selection = &one_value,
        .piece = keep_piece,
        .cuts = cuts,
        .n_cuts = 7,
        .nodes = nodes,
    };

    (void)state;
    pl_output_begin(&output, 0.0);
    for (size_t k = 0; k + 1 < sizeof steps / sizeof *steps; k++) {
        take_step(&output, steps[k], steps[k + 1]);
    }
    assert_covers(record, 0.0, 2.0);
    assert_int_equal(record->n_pieces, sizeof ends / sizeof *ends);
    for (size_t k = 0; k < record->n_pieces; k++) {
        assert_true(record->t1[k] == ends[k]);
    }
    assert_int_equal(record->n_times,
                     3); /* times and pieces do not disturb each other */
    for (size_t k = 0; k < 3; k++) {
        assert_true(record->values[k] == value_at(times[k]));
    }
    free(record);
}

/* At a jump both values are needed: a leg's first node is asked for anew. */
static void
test_pieces_begin_anew_with_each_leg(void **state)
{
    double nodes[PL_OUTPUT_NODES];
    struct record *record = new_record();
    struct pl_output output = {.context = record,
                               .selection = &one_value,
                               .piece = keep_piece,
                               .nodes = nodes};
    double t = NAN;
    const double behind = 100.0;

    (void)state;
    pl_output_begin(&output, 0.0);
    take_step(&output, 0.0, 1.0);
    assert_false(pl_output_wants(&output, 0.0, 1.0, &t));
    pl_output_begin(&output, 1.0);
    assert_true(pl_output_wants(&output, 1.0, 2.0, &t));
    assert_true(t == 1.0);
    pl_output_give(&output, 2.0, t, &behind);
    take_step(&output, 1.0, 2.0);
    assert_int_equal(record->n_pieces, 2);
    assert_true(record->nodes[0][PL_OUTPUT_NODES - 1] == value_at(1.0));
    assert_true(record->nodes[1][0] == behind);
    assert_true(record->nodes[1][1] == value_at(1.0 + pl_output_shares[1]));
    free(record);
}

/* In a leg the end of a piece is the start of the next: it is asked for once. */
static void
test_pieces_share_their_ends_in_a_leg(void **state)
{
    static const double cuts[] = {0.5};
    double nodes[PL_OUTPUT_NODES];
    struct record *record = new_record();
    struct pl_output output = {
        .context = record,
        .selection = &one_value,
        .piece = keep_piece,
        .cuts = cuts,
        .n_cuts = 1,
        .nodes = nodes,
    };
    size_t n_asked = 0;
    double t = NAN;

    (void)state;
    pl_output_begin(&output, 0.0);
    for (double t0 = 0.0; t0 < 3.0; t0 += 1.0) {
        while (pl_output_wants(&output, t0, t0 + 1.0, &t)) {
            const double value = value_at(t);

            n_asked++;
            pl_output_give(&output, t0 + 1.0, t, &value);
        }
    }
    assert_int_equal(record->n_pieces, 4);
    assert_int_equal(n_asked, 4 * (PL_OUTPUT_NODES - 1) + 1);
    assert_covers(record, 0.0, 3.0);
    free(record);
}

/* ---- verdicts ---- */

/* What is said of pieces, in this order; behind the last they are taken. */
struct said {
    enum pl_verdict verdict;
    double t0, t1, t; /* of the piece when it was looked at; t: NaN without `asked` */
    size_t n_cuts;
    double reach_before;
    double a, b, reach; /* t, or end and next */
};

struct judge {
    struct record *record;
    const struct said *said;
    size_t n, next;
};

static void
keep_judged_piece(void *context, double t0, double t1, const double *values)
{
    struct judge *judge = context;

    keep_piece(judge->record, t0, t1, values);
}

static enum pl_verdict
judge_piece(void *context, struct pl_piece *piece)
{
    struct judge *judge = context;
    const struct said *said = &judge->said[judge->next];

    if (judge->next++ >= judge->n) {
        return PL_PIECE_TAKEN;
    }
    assert_close(piece->t0, said->t0, 0.0, 0.0);
    assert_close(piece->t1, said->t1, 0.0, 0.0);
    assert_int_equal(piece->n_cuts, said->n_cuts);
    assert_true(piece->reach == said->reach_before);
    for (size_t j = 0; j < PL_OUTPUT_NODES; j++) {
        const double t = j + 1 < PL_OUTPUT_NODES
                             ? piece->t0 + pl_output_shares[j] * (piece->t1 - piece->t0)
                             : piece->t1;

        assert_true(piece->nodes[j] == value_at(t));
    }
    assert_true((piece->asked == NULL) == isnan(said->t));
    if (piece->asked != NULL) {
        assert_true(piece->t == said->t && *piece->asked == value_at(said->t));
    }
    piece->t = said->a;
    piece->end = said->a;
    piece->next = said->b;
    piece->reach = said->reach;
    return said->verdict;
}

/* Two steps, from 0 to 4, with a cut at 3. */
static void
expect_verdicts(const struct said *said, size_t n, const double (*pieces)[2],
                size_t n_pieces)
{
    static const double cuts[] = {3.0};
    static const double steps[] = {0.0, 2.0, 4.0};
    double nodes[PL_OUTPUT_NODES];
    struct record *record = new_record();
    struct judge judge = {.record = record, .said = said, .n = n};
    struct pl_output output = {
        .selection = &one_value,
        .piece = keep_judged_piece,
        .look = judge_piece,
        .context = &judge,
        .cuts = cuts,
        .n_cuts = 1,
        .nodes = nodes,
    };

    pl_output_begin(&output, 0.0);
    for (size_t k = 0; k + 1 < sizeof steps / sizeof *steps; k++) {
        double t = NAN;

        while (pl_output_wants(&output, steps[k], steps[k + 1], &t)) {
            const double value = value_at(t);

            assert_true(steps[k] <= t && t <= steps[k + 1]);
            pl_output_give(&output, steps[k + 1], t, &value);
        }
    }
    assert_true(judge.next >= n);
    assert_int_equal(record->n_pieces, n_pieces);
    for (size_t i = 0; i < n_pieces; i++) {
        assert_close(record->t0[i], pieces[i][0], 0.0, 0.0);
        assert_close(record->t1[i], pieces[i][1], 0.0, 0.0);
        assert_true(record->nodes[i][0] == value_at(pieces[i][0]));
        assert_true(record->nodes[i][PL_OUTPUT_NODES - 1] == value_at(pieces[i][1]));
    }
    free(record);
}

static void
test_look_is_given_what_it_asks_for(void **state)
{
    static const struct said said[] = {
        {PL_PIECE_ASKS, 0.0, 2.0, NAN, 0, INFINITY, 0.25, 0.0, INFINITY},
        {PL_PIECE_ASKS, 0.0, 2.0, 0.25, 0, INFINITY, 2.0, 0.0, INFINITY},
        {PL_PIECE_ASKS, 0.0, 2.0, 2.0, 0, INFINITY, 0.0, 0.0, INFINITY},
        {PL_PIECE_TAKEN, 0.0, 2.0, 0.0, 0, INFINITY, 0.0, 0.0, INFINITY},
        {PL_PIECE_TAKEN, 2.0, 3.0, NAN, 0, INFINITY, 0.0, 0.0, INFINITY},
        {PL_PIECE_ASKS, 3.0, 4.0, NAN, 0, INFINITY, 3.5, 0.0, INFINITY},
        {PL_PIECE_TAKEN, 3.0, 4.0, 3.5, 0, INFINITY, 0.0, 0.0, INFINITY},
    };
    static const double pieces[][2] = {{0.0, 2.0}, {2.0, 3.0}, {3.0, 4.0}};

    (void)state;
    expect_verdicts(said, 7, pieces, 3);
}

/* At 0.5 two pieces meet, from 1 to 1.25 is a gap; what is left of the whole comes
 * again. Cuts are counted up to the end of the whole. */
static void
test_look_cuts_pieces(void **state)
{
    static const struct said said[] = {
        {PL_PIECE_CUT, 0.0, 2.0, NAN, 0, INFINITY, 1.0, 1.25, INFINITY},
        {PL_PIECE_ASKS, 0.0, 1.0, NAN, 1, INFINITY, 0.75, 0.0, INFINITY},
        {PL_PIECE_CUT, 0.0, 1.0, 0.75, 1, INFINITY, 0.5, 0.5, INFINITY},
        {PL_PIECE_TAKEN, 0.0, 0.5, NAN, 2, INFINITY, 0.0, 0.0, INFINITY},
        {PL_PIECE_CUT, 0.5, 2.0, NAN, 2, INFINITY, 1.0, 1.25, INFINITY},
        {PL_PIECE_TAKEN, 0.5, 1.0, NAN, 3, INFINITY, 0.0, 0.0, INFINITY},
        {PL_PIECE_TAKEN, 1.25, 2.0, NAN, 3, INFINITY, 0.0, 0.0, INFINITY},
        {PL_PIECE_TAKEN, 2.0, 3.0, NAN, 0, INFINITY, 0.0, 0.0, INFINITY},
    };
    static const double pieces[][2] = {
        {0.0, 0.5}, {0.5, 1.0}, {1.25, 2.0}, {2.0, 3.0}, {3.0, 4.0}};

    (void)state;
    expect_verdicts(said, 8, pieces, 5);
}

/* Nothing is left of a piece, before or behind the cut. */
static void
test_look_leaves_nothing_of_a_piece(void **state)
{
    static const struct said said[] = {
        {PL_PIECE_CUT, 0.0, 2.0, NAN, 0, INFINITY, 0.0, 0.5, INFINITY},
        {PL_PIECE_CUT, 0.5, 2.0, NAN, 1, INFINITY, 1.0, 2.0, INFINITY},
        {PL_PIECE_TAKEN, 0.5, 1.0, NAN, 2, INFINITY, 0.0, 0.0, INFINITY},
        {PL_PIECE_CUT, 2.0, 3.0, NAN, 0, INFINITY, 2.0, 3.0, INFINITY},
        {PL_PIECE_CUT, 3.0, 4.0, NAN, 0, INFINITY, 3.5, 4.0, INFINITY},
        {PL_PIECE_TAKEN, 3.0, 3.5, NAN, 1, INFINITY, 0.0, 0.0, INFINITY},
    };
    static const double pieces[][2] = {{0.5, 1.0}, {3.0, 3.5}};

    (void)state;
    expect_verdicts(said, 6, pieces, 2);
}

/* What is left of the whole is not longer than the verdict says. */
static void
test_look_keeps_pieces_short(void **state)
{
    static const struct said said[] = {
        {PL_PIECE_CUT, 0.0, 2.0, NAN, 0, INFINITY, 0.25, 0.25, 0.25},
        {PL_PIECE_TAKEN, 0.0, 0.25, NAN, 1, 0.25, 0.0, 0.0, 0.5},
        {PL_PIECE_CUT, 0.25, 0.75, NAN, 1, 0.5, 0.5, 0.5, 0.5},
        {PL_PIECE_TAKEN, 0.25, 0.5, NAN, 2, 0.5, 0.0, 0.0, 1.0},
        {PL_PIECE_TAKEN, 0.5, 1.5, NAN, 2, 1.0, 0.0, 0.0, 1.0},
        {PL_PIECE_TAKEN, 1.5, 2.0, NAN, 2, 1.0, 0.0, 0.0, 0.125},
        {PL_PIECE_TAKEN, 2.0, 3.0, NAN, 0, INFINITY, 0.0, 0.0, 0.125},
        {PL_PIECE_TAKEN, 3.0, 4.0, NAN, 0, INFINITY, 0.0, 0.0, 0.125},
    };
    static const double pieces[][2] = {{0.0, 0.25}, {0.25, 0.5}, {0.5, 1.5},
                                       {1.5, 2.0},  {2.0, 3.0},  {3.0, 4.0}};

    (void)state;
    expect_verdicts(said, 8, pieces, 6);
}

/* The Lobatto rule with these nodes is exact for the degree 7. */
static void
test_shares_are_those_of_a_lobatto_rule(void **state)
{
    static const double weights[PL_OUTPUT_NODES] = {
        1.0 / 20.0, 49.0 / 180.0, 16.0 / 45.0, 49.0 / 180.0, 1.0 / 20.0};

    (void)state;
    for (int degree = 0; degree <= 8; degree++) {
        double sum = 0.0;

        for (size_t j = 0; j < PL_OUTPUT_NODES; j++) {
            sum += weights[j] * pow(pl_output_shares[j], degree);
        }
        if (degree <= 7) {
            assert_close(sum, 1.0 / (degree + 1.0), 1e-15, 0.0);
        } else {
            assert_true(fabs(sum - 1.0 / 9.0) > 1e-5);
        }
    }
}

/* ---- of simulations ---- */

/* The integral over all pieces, by the rule. */
static double
integrate(const struct record *record)
{
    static const double weights[PL_OUTPUT_NODES] = {
        1.0 / 20.0, 49.0 / 180.0, 16.0 / 45.0, 49.0 / 180.0, 1.0 / 20.0};
    double sum = 0.0;

    for (size_t k = 0; k < record->n_pieces; k++) {
        for (size_t j = 0; j < PL_OUTPUT_NODES; j++) {
            sum += (record->t1[k] - record->t0[k]) * weights[j] * record->nodes[k][j];
        }
    }
    return sum;
}

/* A network's way by a method, with a jump of k at 3, in pieces cut at 1 and 7. */
static void
go_in_pieces(struct network *network, struct record *record, const double *times,
             size_t n_times)
{
    static const double cuts[] = {1.0, 7.0};
    const size_t symbol = network_symbol(network, "A");
    struct pl_selection selection;
    double nodes[PL_OUTPUT_NODES];
    struct pl_output output = {
        .times = times,
        .n_times = n_times,
        .emit = keep_time,
        .context = record,
        .selection = &selection,
        .piece = keep_piece,
        .cuts = cuts,
        .n_cuts = 2,
        .nodes = nodes,
    };

    assert_int_equal(pl_selection_init(&selection, network->kernels, &symbol, 1, NULL),
                     PL_OK);
    network_start(network);
    assert_int_equal(pl_sim_advance(network->sim, 3.0, &output, NULL), PL_OK);
    network_assign(network, "k", 1.0);
    network_assign(network, "A", 200.0);
    assert_int_equal(pl_sim_advance(network->sim, 8.0, &output, NULL), PL_OK);
    pl_selection_finish(&selection);
}

/*
 * A = 100 exp(-t/4) until 3, then 200 exp(-(t - 3)) until 8: the integral is
 * 400 (1 - exp(-3/4)) + 200 (1 - exp(-5)).
 */
static void
test_pieces_of_a_run_cover_its_way_by_every_method(void **state)
{
    static const double times[] = {0.0, 0.5, 3.0, 4.0, 8.0};

    (void)state;
    for (size_t m = 0; m < KNOWN_N_METHODS; m++) {
        const bool is_euler = strcmp(known_methods[m], "rk1imp") == 0;
        const double rtol = is_euler ? 1e-3 : 1e-6;
        const struct pl_sim_options options = network_options(known_methods[m], rtol);
        struct record *record = new_record();
        bool cut[2] = {false, false};
        size_t at_jump = 0;
        struct network network;

        network_open(&network, known_decay, &options);
        go_in_pieces(&network, record, times, 5);
        assert_true(record->t0[0] == 0.0 && record->t1[record->n_pieces - 1] == 8.0);
        for (size_t k = 1; k < record->n_pieces; k++) {
            assert_true(record->t0[k] == record->t1[k - 1]);
            cut[0] = cut[0] || record->t0[k] == 1.0;
            cut[1] = cut[1] || record->t0[k] == 7.0;
            if (record->t0[k] == 3.0) {
                at_jump = k;
            }
        }
        assert_true(cut[0] && cut[1] && at_jump > 0);
        assert_close(record->nodes[at_jump - 1][PL_OUTPUT_NODES - 1],
                     100.0 * exp(-0.75), 100.0 * rtol, 0.0);
        assert_true(record->nodes[at_jump][0] == 200.0);
        assert_close(integrate(record),
                     400.0 * (1.0 - exp(-0.75)) + 200.0 * (1.0 - exp(-5.0)),
                     200.0 * rtol, 0.0);
        assert_int_equal(record->n_times, 4);    /* the end is left to the next leg */
        assert_true(record->values[2] == 200.0); /* behind the jump */
        network_close(&network);
        free(record);
    }
}

/* The path is the same with and without them. */
static void
test_pieces_do_not_change_the_path(void **state)
{
    (void)state;
    for (size_t m = 0; m < KNOWN_N_METHODS; m++) {
        const struct pl_sim_options options = network_options(known_methods[m], 1e-4);
        struct record *record = new_record();
        double y[2];
        double quiet[2];
        size_t n_steps = 0;
        struct network network;

        network_open(&network, known_decay, &options);
        go_in_pieces(&network, record, NULL, 0);
        pl_sim_state(network.sim, y);
        n_steps = pl_sim_get_statistics(network.sim).steps;
        network_start(&network);
        network_advance(&network, 3.0);
        network_assign(&network, "k", 1.0);
        network_assign(&network, "A", 200.0);
        network_advance(&network, 8.0);
        pl_sim_state(network.sim, quiet);
        assert_memory_equal(y, quiet, sizeof y);
        assert_int_equal(n_steps, pl_sim_get_statistics(network.sim).steps);
        network_close(&network);
        free(record);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_times_are_given_once_and_in_order),
        cmocka_unit_test(test_begin_passes_over_what_lies_before),
        cmocka_unit_test(test_wants_nothing_of_a_step_without_outputs),
        cmocka_unit_test(test_silent_until_something_is_wanted),
        cmocka_unit_test(test_pieces_end_at_steps_and_cuts),
        cmocka_unit_test(test_pieces_begin_anew_with_each_leg),
        cmocka_unit_test(test_pieces_share_their_ends_in_a_leg),
        cmocka_unit_test(test_look_is_given_what_it_asks_for),
        cmocka_unit_test(test_look_cuts_pieces),
        cmocka_unit_test(test_look_leaves_nothing_of_a_piece),
        cmocka_unit_test(test_look_keeps_pieces_short),
        cmocka_unit_test(test_shares_are_those_of_a_lobatto_rule),
        cmocka_unit_test(test_pieces_of_a_run_cover_its_way_by_every_method),
        cmocka_unit_test(test_pieces_do_not_change_the_path),
    };

    return cmocka_run_group_tests(tests, network_gsl_answers, NULL);
}
