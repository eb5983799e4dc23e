/*
 * test_summary.c - marks, table and warnings, mostly on results made by hand.
 */
#include "testlib.h"

#include <gsl/gsl_errno.h>

#include "base/diag.h"
#include "base/frame.h"
#include "base/text.h"
#include "model/model.h"
#include "study/context.h"
#include "study/summary.h"
#include "study/timecourse.h"
#include "study/treatment.h"
#include "trial.h"

#define N_OF(rows) (sizeof(rows) / sizeof((rows)[0]))
#define N_REGULAR 4

struct fixture {
    struct pl_context *feedback; /* minutes; readouts: kinase A, kinase B, substrate,
                                    receptor */
    struct pl_context *her2;
    struct pl_context *bare; /* no time_unit */
    struct pl_context *binding;
    char *folder;
};

static int
set_up(void **state)
{
    struct fixture *fixture = calloc(1, sizeof *fixture);

    assert_non_null(fixture);
    gsl_set_error_handler_off();
    fixture->feedback = trial_load_source("models/negative-feedback.ant");
    fixture->her2 = trial_load_source("models/her2-mtor.ant");
    fixture->folder = test_make_folder();
    fixture->bare = trial_load_text(fixture->folder, "species A; A = 1; J: A -> ; A;");
    /* "free" by mass action through a rule, "slow" in the rate itself, "quick" as an
     * occupancy, "hidden" as one inside a function. */
    fixture->binding = trial_load_text(
        fixture->folder,
        "function hill(x, K) x/(K + x); end\n"
        "model m\n"
        "unit time_unit = 3600 second; species T, TD, P; T = 1; TD = 0; P = 0; k = 1;\n"
        "drug_free = 0; drug_slow = 0; drug_quick = 0; drug_hidden = 0;\n"
        "left := drug_free - TD; occ := drug_quick/(k + drug_quick);\n"
        "B1: T -> TD; k*left*T; B2: T -> TD; k*drug_slow*T - k*TD;\n"
        "M: -> P; k*T*(1 - occ)*(1 - hill(drug_hidden, k)) - k*P;\n"
        "end\n");
    *state = fixture;
    return 0;
}

static int
tear_down(void **state)
{
    struct fixture *fixture = *state;

    pl_context_destroy(fixture->feedback);
    pl_context_destroy(fixture->her2);
    pl_context_destroy(fixture->bare);
    pl_context_destroy(fixture->binding);
    test_remove_folder(fixture->folder);
    free(fixture);
    return 0;
}

/* The marks of a run under a treatment; returns how many. */
static size_t
find_marks(const struct pl_context *context, const char *words, double duration,
           double *marks)
{
    struct trial trial;
    size_t n = 0;

    trial_init(&trial, context, words, duration, NULL, 0);
    pl_summary_marks(context, trial.treatment, duration, marks, &n);
    trial_finish(&trial);
    return n;
}

static void
test_marks_are_shares_that_read_well(void **state)
{
    static const struct {
        double duration; /* [h] */
        double marks[N_REGULAR];
    } rows[] = {
        {48.0, {1.0, 8.0, 24.0, 48.0}},
        {24.0, {0.5, 4.0, 12.0, 24.0}},
        {72.0, {2.0, 12.0, 36.0, 72.0}},
        {96.0, {2.0, 18.0, 48.0, 96.0}},
        {240.0, {6.0, 36.0, 120.0, 240.0}},
        {8.0, {10.0 / 60.0, 1.0, 4.0, 8.0}},
        {1.0, {1.0 / 60.0, 10.0 / 60.0, 0.5, 1.0}},
        {1.0 / 60.0, {1.0 / 3600.0, 10.0 / 3600.0, 30.0 / 3600.0, 1.0 / 60.0}},
        {24.0 * 1000.0, {21.0 * 24.0, 200.0 * 24.0, 500.0 * 24.0, 24000.0}},
    };
    struct fixture *fixture = *state;
    double marks[PL_SUMMARY_MAX_MARKS];

    for (size_t i = 0; i < N_OF(rows); i++) {
        assert_int_equal(
            find_marks(fixture->feedback, "", rows[i].duration * 60.0, marks),
            N_REGULAR);
        for (size_t k = 0; k < N_REGULAR; k++) {
            assert_close(marks[k], rows[i].marks[k] * 60.0, 1e-12, 0.0);
        }
    }
    assert_int_equal(find_marks(fixture->bare, "", 100.0, marks), N_REGULAR);
    assert_close(marks[0], 2.0, 0.0, 0.0);
    assert_close(marks[1], 20.0, 0.0, 0.0);
    assert_close(marks[2], 50.0, 0.0, 0.0);
    assert_close(marks[3], 100.0, 0.0, 0.0);
    assert_int_equal(find_marks(fixture->bare, "", 0.1, marks), N_REGULAR);
    assert_close(marks[0], 0.002, 0.0, 0.0);
    assert_close(marks[2], 0.05, 0.0, 0.0);
}

static void
test_marks_ascend_whatever_the_duration(void **state)
{
    struct fixture *fixture = *state;

    for (double duration = 1e-6; duration < 1e9; duration *= 1.037) {
        const struct pl_context *const contexts[] = {fixture->feedback, fixture->bare};

        for (size_t c = 0; c < 2; c++) {
            double marks[PL_SUMMARY_MAX_MARKS];

            assert_int_equal(find_marks(contexts[c], "", duration, marks), N_REGULAR);
            assert_true(marks[0] > 0.0);
            assert_true(marks[0] < marks[1] && marks[1] < marks[2]);
            assert_true(marks[2] < marks[3]);
            assert_close(marks[3], duration, 0.0, 0.0);
        }
    }
}

static void
test_marks_show_where_something_begins_or_ends(void **state)
{
    static const struct {
        const char *words;
        double duration;
        size_t n;
        double marks[PL_SUMMARY_MAX_MARKS]; /* [h] */
    } rows[] = {
        {"--drug everolimus=10nM@6h..30h", 72.0, 6, {2, 6, 12, 30, 36, 72}},
        {"--inhibit mTORC1", 48.0, 4, {1, 8, 24, 48}},
        {"--inhibit mTORC1@0..48h", 48.0, 4, {1, 8, 24, 48}},
        {"--inhibit mTORC1@0..96h", 48.0, 4, {1, 8, 24, 48}},
        /* What holds before the rest begins nowhere; a step does. */
        {"--set IGF=0 --cut S6K_IRS1 --clamp S6K_Rictor", 48.0, 4, {1, 8, 24, 48}},
        {"--set HER3=0.1@30min --set IGF=7@2h..24h", 48.0, 6, {0.5, 1, 2, 8, 24, 48}},
        /* Twice the same time is one column. */
        {"--drug everolimus=1nM@..3h --drug everolimus=9nM@3h",
         48.0,
         5,
         {1, 3, 8, 24, 48}},
        /* Of too many the first. */
        {"--set IGF=1@2h..3h --set HRG=1@4h..5h --set drug_MK2206=1@30h..40h",
         48.0,
         8,
         {1, 2, 3, 4, 5, 8, 24, 48}},
        {"--set IGF=1@30h..31h --set HRG=1@2h..32h --set drug_MK2206=1@33h",
         48.0,
         8,
         {1, 2, 8, 24, 30, 31, 32, 48}},
        /* Times that read the same are one: the later, but never behind the end. */
        {"--inhibit mTORC1@8.0001h..47.9999h", 48.0, 4, {1, 8.0001, 24, 48}},
        {"--inhibit mTORC1@7.9999h", 48.0, 4, {1, 8, 24, 48}},
    };
    struct fixture *fixture = *state;
    double marks[PL_SUMMARY_MAX_MARKS];

    for (size_t i = 0; i < N_OF(rows); i++) {
        assert_int_equal(
            find_marks(fixture->her2, rows[i].words, rows[i].duration * 60.0, marks),
            rows[i].n);
        for (size_t k = 0; k < rows[i].n; k++) {
            assert_close(marks[k], rows[i].marks[k] * 60.0, 1e-12, 0.0);
        }
    }
    assert_int_equal(find_marks(fixture->bare, "--set A=2@7", 100.0, marks), 5);
    assert_close(marks[1], 7.0, 0.0, 0.0);
}

/* Cells of a frame, '|' between them. */
static void
assert_table(const struct pl_context *context, const struct pl_timecourse *course,
             size_t n_rows, const char *want)
{
    struct pl_frame *frame = NULL;
    struct pl_text text;

    assert_int_equal(pl_summary_table(context, course, n_rows, NULL, &frame), PL_OK);
    pl_text_init(&text);
    for (size_t c = 0; c < frame->n_columns; c++) {
        pl_text_format(&text, "%s%s", c > 0 ? "|" : "", frame->columns[c].label);
        assert_int_equal(frame->columns[c].type, PL_COLUMN_TEXT);
    }
    for (size_t row = 0; row < frame->n_rows; row++) {
        pl_text_put(&text, "\n");
        for (size_t c = 0; c < frame->n_columns; c++) {
            pl_text_format(&text, "%s%s", c > 0 ? "|" : "",
                           frame->columns[c].texts[row]);
        }
    }
    assert_string_equal(pl_text_string(&text), want);
    assert_string_equal(frame->columns[0].name, "readout");
    assert_string_equal(frame->columns[1].name, "untreated");
    pl_text_finish(&text);
    pl_frame_destroy(frame);
}

static void
test_table_writes_folds_to_two_decimals(void **state)
{
    static const double folds[MADE_READOUTS][MADE_MARKS] = {
        {1.0, 1.156, 99.994, 99.996},
        {0.0, 0.0049, 0.00501, 1e-24},
        {-1e-9, -0.25, 1234.4, 123456.0},
        {NAN, 2e7, -0.0, 12.345},
    };
    struct fixture *fixture = *state;
    struct made_course made;

    made_init(&made, fixture->feedback, folds);
    assert_table(fixture->feedback, &made.course, 99,
                 "|untreated|1 h|6 h|24 h|48 h\n"
                 "kinase A phosphorylated|0.25|1.00|1.16|99.99|100\n"
                 "kinase B phosphorylated|0.50|0.00|<0.01|0.01|<0.01\n"
                 "substrate phosphorylated|0.50|<0.01|-0.25|1230|123000\n"
                 "receptor active|0.20|–|2.00e+07|0.00|12.35");
    made.untreated[1] = 0.0;
    made.course.n_marks = 2;
    assert_table(fixture->feedback, &made.course, 2,
                 "|untreated|1 h|6 h\n"
                 "kinase A phosphorylated|0.25|1.00|1.16\n"
                 "kinase B phosphorylated|0|–|–");
    free(made.readouts);
}

static void
test_table_without_treatment_has_levels(void **state)
{
    static const double folds[MADE_READOUTS][MADE_MARKS] = {
        {0.03 / 0.25, 0.9039 / 0.25, 0.996 / 0.25, 0.9997 / 0.25},
        {1.234 / 0.5, 12.34 / 0.5, 123.4 / 0.5, 1234.4 / 0.5},
        {1.2e7 / 0.5, 0.0012 / 0.5, 0.00012 / 0.5, -0.034 / 0.5},
        {0.0, NAN, 0.0996 / 0.2, 0.0295001 / 0.2},
    };
    struct fixture *fixture = *state;
    struct made_course made;

    made_init(&made, fixture->feedback, folds);
    made.course.treated = false;
    assert_table(fixture->feedback, &made.course, 4,
                 "|0 h|1 h|6 h|24 h|48 h\n"
                 "kinase A phosphorylated|0.25|0.030|0.90|1.0|1.00\n"
                 "kinase B phosphorylated|0.50|1.23|12.3|123|1230\n"
                 "substrate phosphorylated|0.50|1.20e+07|0.0012|1.2e-04|-0.034\n"
                 "receptor active|0.20|0|–|0.10|0.030");
    free(made.readouts);
}

static void
test_warnings_name_readouts_without_a_fold(void **state)
{
    static const double folds[MADE_READOUTS][MADE_MARKS] = {
        {2, 2, 2, 2}, {2, 2, 2, 2}, {2, 2, 2, 2}, {2, 2, 2, 2}};
    struct fixture *fixture = *state;
    struct pl_diags *diags = pl_diags_create();
    struct pl_treatment *treatment = NULL;
    struct made_course made;

    made_init(&made, fixture->feedback, folds);
    assert_int_equal(pl_treatment_create(fixture->feedback, diags, &treatment), PL_OK);
    pl_summary_warnings(fixture->feedback, treatment, &made.course, diags);
    assert_messages(diags, "");

    made.untreated[2] = 0.0;
    pl_summary_warnings(fixture->feedback, treatment, &made.course, diags);
    assert_messages(diags,
                    "warning: 'substrate phosphorylated' is 0 before treatment and has "
                    "no fold\n");
    pl_diags_clear(diags);

    made.untreated[1] = 0.0;
    pl_summary_warnings(fixture->feedback, treatment, &made.course, diags);
    assert_messages(diags, "warning: 'kinase B phosphorylated', 'substrate "
                           "phosphorylated' are 0 before treatment and have no fold\n");
    pl_diags_clear(diags);

    made.course.treated = false;
    pl_summary_warnings(fixture->feedback, treatment, &made.course, diags);
    assert_messages(diags, "");
    pl_treatment_destroy(treatment);
    pl_diags_destroy(diags);
    free(made.readouts);
}

static void
test_warnings_tell_of_drugs_that_leave_at_once(void **state)
{
    static const struct {
        const char *model;
        const char *drugs[3];
        const char *want;
    } rows[] = {
        {"her2",
         {"everolimus=20nM@0..24h"},
         "warning: the model's drugs leave at once: it has no binding time for "
         "everolimus\n"},
        {"her2",
         {"everolimus=20nM@0..6h", "RAD001=5nM@8h..24h", "MK2206=1uM@6h..12h"},
         "warning: the model's drugs leave at once: it has no binding time for "
         "everolimus\n"
         "warning: the model's drugs leave at once: it has no binding time for "
         "MK2206\n"},
        {"her2", {"everolimus=20nM", "MK2206=1uM@6h..48h"}, ""},
        {"feedback",
         {"Binib=20nM@0..24h"},
         "warning: the model's drugs leave at once: it has no binding time for "
         "Binib\n"},
        {"binding", {"free=1nM@0..24h", "slow=1nM@0..24h"}, ""},
        {"binding",
         {"quick=1nM@0..24h", "hidden=1nM@0..24h"},
         "warning: the model's drugs leave at once: it has no binding time for quick\n"
         "warning: the model's drugs leave at once: it has no binding time for "
         "hidden\n"},
    };
    struct fixture *fixture = *state;

    for (size_t i = 0; i < N_OF(rows); i++) {
        const struct pl_context *context = rows[i].model[0] == 'h'   ? fixture->her2
                                           : rows[i].model[0] == 'f' ? fixture->feedback
                                                                     : fixture->binding;
        struct pl_diags *diags = pl_diags_create();
        struct pl_treatment *treatment = NULL;
        struct pl_timecourse course = {.treated = true, .duration = 2880.0};

        assert_int_equal(pl_treatment_create(context, diags, &treatment), PL_OK);
        for (size_t k = 0; k < 3 && rows[i].drugs[k] != NULL; k++) {
            assert_int_equal(
                pl_treatment_add(treatment, PL_ACTION_DRUG, rows[i].drugs[k], diags),
                PL_OK);
        }
        pl_summary_warnings(context, treatment, &course, diags);
        assert_messages(diags, rows[i].want);
        pl_treatment_destroy(treatment);
        pl_diags_destroy(diags);
    }
}

static void
test_warnings_tell_of_a_start_that_is_not_at_rest(void **state)
{
#define START "warning: the run starts from the file's values, which are not at rest "
#define HINT "\nhint: --equilibrate brings the network to rest first\n"
    static const struct {
        const char *words;
        enum pl_equilibrate equilibrate;
        const char *want;
    } rows[] = {
        {"", PL_EQUILIBRATE_AUTO, ""},
        {"--cell her2_sensitive", PL_EQUILIBRATE_AUTO, START "in this cell" HINT},
        {"--cell her2_sensitive --variant receptor_side", PL_EQUILIBRATE_AUTO,
         START "in this cell" HINT},
        {"--variant receptor_side", PL_EQUILIBRATE_AUTO, START "in this variant" HINT},
        {"--set IGF=3", PL_EQUILIBRATE_AUTO, START "with what was set or cut" HINT},
        {"--cut FOXO_HER3", PL_EQUILIBRATE_AUTO, START "with what was set or cut" HINT},
        /* The cell of the file's values, and what changes no readout. */
        {"--cell her2_resistant_pten", PL_EQUILIBRATE_AUTO, ""},
        {"--set K_lapatinib=4", PL_EQUILIBRATE_AUTO, ""},
        /* Who sets a starting value wants to see where it goes. */
        {"--set HER3=1", PL_EQUILIBRATE_AUTO, ""},
        /* At rest, or from there because it was asked for. */
        {"--cell her2_sensitive", PL_EQUILIBRATE_YES, ""},
        {"--cell her2_sensitive --inhibit mTORC1", PL_EQUILIBRATE_NO, ""},
    };
    struct fixture *fixture = *state;

    for (size_t i = 0; i < N_OF(rows); i++) {
        struct trial trial;

        trial_init(&trial, fixture->her2, rows[i].words, 1440.0, NULL, 0);
        trial.options.equilibrate = rows[i].equilibrate;
        trial.options.n_points = 25;
        trial_run_well(&trial);
        pl_summary_warnings(fixture->her2, trial.treatment, &trial.course, trial.diags);
        assert_messages(trial.diags, rows[i].want);
        trial_finish(&trial);
    }
#undef START
#undef HINT
}

static void
test_summary_of_the_first_command_reads_as_it_should(void **state)
{
    struct fixture *fixture = *state;
    const struct pl_context *context = fixture->her2;
    double marks[PL_SUMMARY_MAX_MARKS];
    struct trial trial;
    struct pl_text text;

    trial_init(&trial, context, "--inhibit mTORC1", 2880.0, NULL, 0);
    pl_summary_marks(context, trial.treatment, 2880.0, marks, &trial.options.n_marks);
    trial.options.sim = pl_sim_options_default();
    trial.options.n_points = 481;
    trial.options.marks = marks;
    trial_run_well(&trial);
    assert_table(context, &trial.course, PL_SUMMARY_READOUTS,
                 "|untreated|1 h|8 h|24 h|48 h\n"
                 "Akt pS473|0.34|1.19|1.71|1.97|2.09\n"
                 "Akt pT308|0.11|1.14|1.53|1.85|2.15\n"
                 "Akt activity|0.10|1.16|1.62|1.99|2.32\n"
                 "S6K pT389|0.25|0.01|<0.01|<0.01|<0.01\n"
                 "4EBP1 pT37/46|0.90|<0.01|<0.01|<0.01|<0.01\n"
                 "ERK pT202/Y204|0.030|1.01|0.92|1.08|1.40");
    pl_text_init(&text);
    pl_summary_sentence(context, &trial.course, &text);
    assert_string_equal(pl_text_string(&text),
                        "Akt pS473 rises 2.1-fold, Akt pT308 2.1-fold and Akt activity "
                        "2.3-fold by 48 h (and 1 more) while S6K pT389 falls to less "
                        "than 1 %.");
    pl_text_finish(&text);
    trial_finish(&trial);
}

/* What the table needs, made before any allocation fails. */
struct table_task {
    const struct pl_context *context;
    const struct pl_timecourse *course;
};

static enum pl_status
make_table(void *context)
{
    const struct table_task *task = context;
    struct pl_frame *frame = NULL;
    enum pl_status status =
        pl_summary_table(task->context, task->course, MADE_READOUTS, NULL, &frame);

    pl_frame_destroy(frame);
    return status;
}

static void
test_table_survives_no_memory(void **state)
{
    static const double folds[MADE_READOUTS][MADE_MARKS] = {
        {2, 2, 2, 2}, {2, 2, 2, 2}, {2, 2, 2, 2}, {2, 2, 2, 2}};
    struct fixture *fixture = *state;
    struct made_course made;
    struct table_task task = {fixture->feedback, &made.course};

    made_init(&made, fixture->feedback, folds);
    assert_true(assert_survives_no_memory(make_table, &task) > 50);
    free(made.readouts);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_marks_are_shares_that_read_well),
        cmocka_unit_test(test_marks_ascend_whatever_the_duration),
        cmocka_unit_test(test_marks_show_where_something_begins_or_ends),
        cmocka_unit_test(test_table_writes_folds_to_two_decimals),
        cmocka_unit_test(test_table_without_treatment_has_levels),
        cmocka_unit_test(test_warnings_name_readouts_without_a_fold),
        cmocka_unit_test(test_warnings_tell_of_drugs_that_leave_at_once),
        cmocka_unit_test(test_warnings_tell_of_a_start_that_is_not_at_rest),
        cmocka_unit_test(test_summary_of_the_first_command_reads_as_it_should),
        cmocka_unit_test(test_table_survives_no_memory),
    };

    return cmocka_run_group_tests(tests, set_up, tear_down);
}
