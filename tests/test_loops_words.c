/*
 * test_loops_words.c - what weighed loops say: tables and sentences.
 */
#include "analysis/loops_words.h"

#include "analysis/loops.h"
#include "analysis/loops_frame.h"
#include "analysis/loops_names.h"
#include "analysis/loops_table.h"
#include "base/diag.h"
#include "base/frame.h"
#include "base/index.h"
#include "base/text.h"
#include "study/context.h"
#include "study/treatment.h"
#include "testlib.h"
#include "trial.h"

/* Two loops that share x; q and p set how much of the score each has. Along the mode
 * e^(-t/2) shares stand still: p against 2.625 q / 1.75. */
static const char two_loops[] =
    "compartment cell = 1; species x in cell, y in cell, z in cell;\n"
    "=> x; q*feedback_Z_X - p*feedback_Y_X - k1*x;\n"
    "=> y; x - y;\n"
    "=> z; 3*x - 2*z;\n"
    "feedback_Y_X := y; feedback_Z_X := z;\n"
    "feedback_Y_X is \"Y -| X\"; feedback_Z_X is \"Z -> X\"; x is \"ex\";\n"
    "k1 = 2; p = 1; q = 1.75; x = 1; y = 2; z = 2;\n";

struct told {
    char *folder;
    struct pl_context *context;
    struct pl_treatment *treatment;
    struct pl_ensemble *ensemble;
    struct pl_diags *diags;
    double marks[2];
    struct pl_loops_options options;
    struct pl_loops loops;
};

static void
told_open(struct told *told, const char *text)
{
    *told = (struct told){.folder = test_make_folder(), .marks = {0.5, 1.0}};
    told->context = trial_load_text(told->folder, text);
    told->diags = pl_diags_create();
    assert_int_equal(pl_treatment_create(told->context, told->diags, &told->treatment),
                     PL_OK);
    told->options = (struct pl_loops_options){
        .sim = pl_sim_options_default(),
        .duration = 1.0,
        .equilibrate = PL_EQUILIBRATE_NO,
        .n_points = 3,
        .marks = told->marks,
        .n_marks = 2,
        .at = NAN,
        .max_length = PL_NONE,
        .max_loops = 1000,
        .max_rows = 10,
    };
    told->options.sim.rtol = 1e-9;
}

static void
told_close(struct told *told)
{
    pl_loops_finish(&told->loops);
    pl_ensemble_destroy(told->ensemble);
    pl_treatment_destroy(told->treatment);
    pl_context_destroy(told->context);
    pl_diags_destroy(told->diags);
    test_remove_folder(told->folder);
}

static void
run(struct told *told, const char *treatment)
{
    if (treatment != NULL) {
        assert_int_equal(pl_treatment_add_list(told->treatment, treatment, told->diags),
                         PL_OK);
    }
    if (pl_loops_run(told->context, told->treatment, &told->options, told->diags,
                     &told->loops) != PL_OK) {
        fail_msg("%s", pl_diags_first_error(told->diags));
    }
}

static void
use_sets(struct told *told, const char *table)
{
    char *path = test_join(told->folder, "sets.tsv");

    test_write_file(path, table);
    assert_int_equal(
        pl_ensemble_read(told->context, path, told->diags, &told->ensemble), PL_OK);
    told->options.ensemble = told->ensemble;
    free(path);
}

static void
expect_words(void (*put)(const struct pl_context *, const struct pl_loops *,
                         struct pl_text *),
             const struct told *told, const char *want)
{
    struct pl_text text;

    pl_text_init(&text);
    put(told->context, &told->loops, &text);
    assert_string_equal(pl_text_string(&text), want);
    pl_text_finish(&text);
}

struct sentence_case {
    const char *text; /* of the model */
    const char *sets; /* an ensemble; NULL for none */
    const char *treatment;
    enum pl_equilibrate equilibrate;
    const char *want;
};

static void
test_put_sentence_says_which_loops_rule(void **state)
{
    static const struct sentence_case cases[] = {
        {two_loops, NULL, NULL, PL_EQUILIBRATE_NO,
         "At 0.5 and 1 loops through Z -> X dominate (72 % of all loops' scores)."},
        {two_loops, "q\tweight\n1.75\t1\n0.2\t3\n", NULL, PL_EQUILIBRATE_NO,
         "At 0.5 and 1 it is not decided: those through Y -| X lead in 75 % of the "
         "sets, "
         "those through Z -> X in 25 %."},
        {two_loops, "q\tweight\n1.75\t1\n0.2\t4\n", NULL, PL_EQUILIBRATE_NO,
         "At 0.5 and 1 loops through Y -| X dominate (67 % of all loops' scores)."},
        {two_loops, NULL, "set q=0.1", PL_EQUILIBRATE_YES,
         "Nothing moves at rest: a treatment would show which loops rule its run."},
        {"species x, y; x = 1; y = 1; k = 1; => x; 1 - k*x - feedback_Y_X; => y; x - "
         "y;\n"
         "feedback_Y_X := y;\n",
         NULL, "set k=1@0..", PL_EQUILIBRATE_YES,
         "No loop has a score: each is open, or nothing moves round it by more than "
         "the "
         "run's tolerance."},
        {two_loops, NULL, "cut Z_X", PL_EQUILIBRATE_NO,
         "There is no other loop to compare it with: --table scores has its score over "
         "time."},
        {"species x, y, z; x = 1; y = 2; z = 2; => x; 1.75*z - y - 2*x; => y; x - y;\n"
         "=> z; 3*x - 2*z;\n",
         NULL, NULL, PL_EQUILIBRATE_NO,
         "At 0.5 and 1 x -> z -> x dominates (72 % of all loops' scores)."},
        {"species x; x = 1; => x; 1 - x;\n", NULL, NULL, PL_EQUILIBRATE_NO, ""},
    };

    (void)state;
    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) {
        struct told told;

        told_open(&told, cases[k].text);
        told.options.equilibrate = cases[k].equilibrate;
        if (cases[k].sets != NULL) {
            use_sets(&told, cases[k].sets);
        }
        run(&told, cases[k].treatment);
        expect_words(pl_loops_put_sentence, &told, cases[k].want);
        told_close(&told);
    }
}

static void
test_put_count_says_what_was_left_out(void **state)
{
    struct told told;

    (void)state;
    told_open(&told, two_loops);
    run(&told, NULL);
    expect_words(pl_loops_put_count, &told,
                 "2 feedback loops, 1 reinforcing and 1 balancing; apart from them 3 "
                 "first-order loops.");
    expect_words(pl_loops_put_open, &told, "");
    told.options.max_length = 3;
    run(&told, NULL);
    expect_words(
        pl_loops_put_count, &told,
        "2 feedback loops of up to 3 nodes, 1 reinforcing and 1 balancing; apart "
        "from them 3 first-order loops. Longer loops are left out "
        "(--max-length).");
    told.options.max_length = 2;
    run(&told, NULL);
    expect_words(pl_loops_put_count, &told,
                 "No feedback loop among those that were looked at; apart from them 3 "
                 "first-order loops. Longer loops are left out (--max-length).");
    told.options.max_length = PL_NONE;
    told.options.max_loops = 1;
    run(&told, "clamp Z_X");
    expect_words(
        pl_loops_put_count, &told,
        "1 feedback loop, balancing; apart from them 3 first-order loops. Cut "
        "off at 1 feedback loop (--max-loops): all of up to 2 nodes are here, and "
        "some of 3.");
    told.options.max_loops = 10;
    run(&told, NULL);
    expect_words(pl_loops_put_open, &told,
                 "Clamped, so that nothing comes back: Z -> X.");
    told_close(&told);
}

static void
test_put_members_begins_with_an_edge(void **state)
{
    struct told told;
    struct pl_text text;

    (void)state;
    told_open(&told, two_loops);
    run(&told, NULL);
    pl_text_init(&text);
    pl_loops_put_members(told.context, &told.loops, told.loops.rows[1].loop, false,
                         &text);
    assert_string_equal(pl_text_string(&text), "[Y -| X] -| ex -> y -> [Y -| X]");
    pl_text_finish(&text);
    pl_loops_put_members(told.context, &told.loops, told.loops.rows[1].loop, true,
                         &text);
    assert_string_equal(pl_text_string(&text),
                        "feedback_Y_X -| x -> y -> feedback_Y_X");
    pl_text_finish(&text);
    told_close(&told);
}

struct table_case {
    enum pl_loops_table table;
    size_t n_rows;
    const char *columns;
};

/* Names of columns, and rows: with an ensemble bands are three. */
static void
test_frame_has_the_columns_of_each_table(void **state)
{
    static const struct table_case cases[] = {
        {PL_LOOPS_TABLE_LOOPS, 2,
         "loop kind sign nodes edges gain gain_1 time_scale share share_0.5 share_1 "
         "peak "
         "peak_time state open_at members names"},
        {PL_LOOPS_TABLE_EDGES, 2,
         "edge is loops reinforcing balancing strongest gain gain_1 level_fold state "
         "share "
         "share_0.5 share_1 leads"},
        {PL_LOOPS_TABLE_SCORES, 6, "time loop sign score share"},
        {PL_LOOPS_TABLE_GROUPS, 6, "time group sign loops share is"},
        {PL_LOOPS_TABLE_SELF, 3, "state is sign slope slope_1 time_scale"},
        {PL_LOOPS_TABLE_LINKS, 9, "from to kind slope slope_1"},
    };
    struct told told;

    (void)state;
    told_open(&told, two_loops);
    run(&told, NULL);
    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) {
        struct pl_frame *frame = NULL;
        struct pl_text names;

        assert_int_equal(pl_loops_frame(told.context, &told.loops, cases[k].table, 20,
                                        told.diags, &frame),
                         PL_OK);
        pl_text_init(&names);
        for (size_t c = 0; c < frame->n_columns; c++) {
            pl_text_format(&names, "%s%s", c > 0 ? " " : "", frame->columns[c].name);
        }
        assert_string_equal(pl_text_string(&names), cases[k].columns);
        assert_int_equal(frame->n_rows, cases[k].n_rows);
        pl_text_finish(&names);
        pl_frame_destroy(frame);
    }
    told_close(&told);
}

/* The groups beyond the first come as one for each sign. */
static void
test_frame_of_groups_adds_up_the_others(void **state)
{
    struct told told;
    struct pl_frame *frame = NULL;

    (void)state;
    told_open(&told, two_loops);
    run(&told, NULL);
    assert_int_equal(pl_loops_frame(told.context, &told.loops, PL_LOOPS_TABLE_GROUPS, 1,
                                    told.diags, &frame),
                     PL_OK);
    assert_int_equal(frame->n_rows, 9);
    assert_string_equal(frame->columns[5].texts[0], "Z -> X");
    assert_close(frame->columns[4].numbers[0], 1.3125 / 1.8125, 1e-6, 0.0);
    assert_string_equal(frame->columns[5].texts[2], "all others");
    assert_string_equal(frame->columns[2].texts[2], "balancing");
    assert_close(frame->columns[4].numbers[2], -0.5 / 1.8125, 1e-6, 0.0);
    assert_close(frame->columns[4].numbers[1], 0.0, 0.0, 0.0);
    pl_frame_destroy(frame);
    told_close(&told);
}

static enum pl_status
tell_in_little_memory(void *context)
{
    struct told *told = context;
    size_t order[2];
    enum pl_status status = PL_OK;

    for (size_t table = 0; table < PL_N_LOOPS_TABLES + 2 && status == PL_OK; table++) {
        struct pl_frame *frame = NULL;

        status =
            table < PL_N_LOOPS_TABLES
                ? pl_loops_frame(told->context, &told->loops,
                                 (enum pl_loops_table)table, 1, NULL, &frame)
            : table == PL_N_LOOPS_TABLES
                ? pl_loops_edge_table(told->context, &told->loops, NULL, order, &frame)
                : pl_loops_loop_table(told->context, &told->loops, 5, NULL, &frame);
        pl_frame_destroy(frame);
    }
    return status;
}

static void
test_tables_survive_no_memory(void **state)
{
    struct told told;

    (void)state;
    told_open(&told, two_loops);
    run(&told, NULL);
    assert_survives_no_memory(tell_in_little_memory, &told);
    told_close(&told);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_put_sentence_says_which_loops_rule),
        cmocka_unit_test(test_put_count_says_what_was_left_out),
        cmocka_unit_test(test_put_members_begins_with_an_edge),
        cmocka_unit_test(test_frame_has_the_columns_of_each_table),
        cmocka_unit_test(test_frame_of_groups_adds_up_the_others),
        cmocka_unit_test(test_tables_survive_no_memory),
    };

    return cmocka_run_group_tests_name("loops_words", tests, NULL, NULL);
}
