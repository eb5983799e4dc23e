/*
 * test_summary_sentence.c - what a run did, in one sentence.
 */
#include "testlib.h"

#include <gsl/gsl_errno.h>

#include "base/text.h"
#include "study/context.h"
#include "study/summary.h"
#include "study/timecourse.h"
#include "study/treatment.h"
#include "trial.h"

#define N_OF(rows) (sizeof(rows) / sizeof((rows)[0]))

static int
set_up(void **state)
{
    gsl_set_error_handler_off();
    *state = trial_load_source("models/negative-feedback.ant");
    return 0;
}

static int
tear_down(void **state)
{
    pl_context_destroy(*state);
    return 0;
}

static void
test_sentence_says_what_rose_and_what_fell_most(void **state)
{
    static const struct {
        double folds[MADE_READOUTS][MADE_MARKS];
        const char *want;
    } rows[] = {
        {{{1.16, 1.46, 1.56, 1.5},
          {1, 1, 1, 1},
          {0.03, 0.03, 0.03, 0.03},
          {1.2, 1.4, 1.5, 1.5}},
         "kinase A phosphorylated rises 1.6-fold and receptor active 1.5-fold by 24 h "
         "while substrate phosphorylated falls to 3 %."},
        {{{1.2, 2, 3, 3}, {1.2, 2, 3, 3}, {1.2, 2, 3, 3}, {1.2, 2, 3, 3}},
         "kinase A phosphorylated rises 3.0-fold, kinase B phosphorylated 3.0-fold and "
         "substrate phosphorylated 3.0-fold by 24 h (and 1 more)."},
        {{{1, 1, 1, 1}, {1, 1, 1, 1}, {1, 1, 1, 1}, {1.5, 4, 12.3, 12.4}},
         "receptor active rises 12-fold by 24 h."},
        {{{0.5, 0.4, 0.4, 0.4},
          {1, 1, 1, 1},
          {0.03, 0.03, 0.03, 0.03},
          {0.95, 0.95, 0.95, 0.95}},
         "kinase A phosphorylated falls to 40 % and substrate phosphorylated to 3 % by "
         "6 h."},
        /* The deepest is named even when three others come first. */
        {{{0.5, 0.5, 0.5, 0.5},
          {0.5, 0.5, 0.5, 0.5},
          {0.5, 0.5, 0.5, 0.5},
          {0.2, 0.2, 0.2, 0.2}},
         "kinase A phosphorylated falls to 50 %, kinase B phosphorylated to 50 % and "
         "receptor active to 20 % by 1 h (and 1 more)."},
        {{{1.05, 1.09, 1.0, 1.0}, {1, 1, 1, 1}, {0.95, 0.91, 0.95, 1}, {1, 1, 1, 1}},
         "No readout shown changes by more than 10 %."},
        {{{1, 1, 1, 1}, {1, 1, 1, 1}, {0.5, 0, 0, 0}, {1, 1, 1, 1}},
         "substrate phosphorylated falls to less than 1 % by 6 h."},
        /* Below half a percent all is one. */
        {{{1, 1, 1, 1}, {1, 1, 1, 1}, {0.007, 1e-12, -1e-12, 0}, {1, 1, 1, 1}},
         "substrate phosphorylated falls to 1 % by 1 h."},
        {{{1, 1, 1, 1}, {1, 1, 1, 1}, {0.009, 1e-12, -1e-12, 0}, {1, 1, 1, 1}},
         "substrate phosphorylated falls to less than 1 % by 6 h."},
        {{{2, 2, 2, 2}, {1, 1, 1, 1}, {4e-3, 3e-5, 1e-3, 1e-3}, {0, -1e-9, 0, 1e-24}},
         "kinase A phosphorylated rises 2.0-fold by 1 h while substrate phosphorylated "
         "falls to less than 1 %."},
        {{{2, 2, 2, 2}, {1, 1, 1, 1}, {6e-3, 6e-3, 6e-3, 6e-3}, {0, 0, 0, 0}},
         "kinase A phosphorylated rises 2.0-fold by 1 h while receptor active falls to "
         "less than 1 %."},
        /* Transients. */
        {{{1.5, 1.2, 1.05, 1.0}, {1, 1, 1, 1}, {1, 1, 1, 1}, {1, 1, 1, 1}},
         "kinase A phosphorylated rises 1.5-fold by 1 h; by 48 h kinase A "
         "phosphorylated "
         "is back at 100 %."},
        {{{1.5, 1.2, 1.05, 0.95}, {1, 1, 1, 1}, {1, 1, 1, 1}, {1, 1, 1, 1}},
         "kinase A phosphorylated rises 1.5-fold by 1 h; by 48 h kinase A "
         "phosphorylated is back at 95 %."},
        {{{1.5, 1.2, 1.05, 0.88}, {1, 1, 1, 1}, {1, 1, 1, 1}, {1, 1, 1, 1}},
         "kinase A phosphorylated rises 1.5-fold by 1 h; by 48 h kinase A "
         "phosphorylated is down to 88 %."},
        {{{3, 2, 1.5, 1.06}, {1, 1, 1, 1}, {1, 1, 1, 1}, {1, 1, 1, 1}},
         "kinase A phosphorylated rises 3.0-fold by 1 h; by 48 h kinase A "
         "phosphorylated is down to 106 %."},
        {{{0.1, 0.2, 0.4, 0.6}, {1, 1, 1, 1}, {1, 1, 1, 1}, {1, 1, 1, 1}},
         "kinase A phosphorylated falls to 10 % by 1 h; by 48 h kinase A "
         "phosphorylated is up to 60 %."},
        {{{0.1, 0.2, 0.4, 1.3}, {1, 1, 1, 1}, {1, 1, 1, 1}, {1, 1, 1, 1}},
         "kinase A phosphorylated falls to 10 % by 1 h; by 48 h kinase A "
         "phosphorylated is up to 130 %."},
        /* Followers move the sentence to where all are nearly complete … */
        {{{0.001, 0, 0, 0}, {0.06, 1e-3, 0, 0}, {0.45, 1e-3, 0, 0}, {1, 1, 1, 1}},
         "kinase A phosphorylated falls to less than 1 %, kinase B phosphorylated to "
         "less than 1 % and substrate phosphorylated to less than 1 % by 6 h."},
        /* … and where there is no such mark each has its own. */
        {{{0.23, 0.89, 1, 1},
          {0.81, 0.51, 1, 1},
          {0.81, 0.06, 1e-3, 1e-3},
          {1, 1, 1, 1}},
         "kinase A phosphorylated falls to 23 % by 1 h, kinase B phosphorylated to "
         "51 % by 6 h and substrate phosphorylated to less than 1 % by 24 h; by 48 h "
         "kinase A phosphorylated is back at 100 %."},
        {{{2, 1, 1, 1}, {3, 3, 1, 1}, {1, 1.5, 4, 4}, {0.5, 0.5, 0.2, 0.2}},
         "kinase A phosphorylated rises 2.0-fold and kinase B phosphorylated 3.0-fold "
         "by 1 h and substrate phosphorylated 4.0-fold by 24 h while receptor active "
         "falls to 20 %; by 48 h kinase A phosphorylated is back at 100 %."},
        /* The first that changes goes first, the other way follows. */
        {{{0.03, 0.05, 0.07, 0.09},
          {0.37, 0.5, 0.56, 0.6},
          {0.018, 0.014, 0.014, 0.014},
          {1.4, 2, 2.5, 3}},
         "kinase A phosphorylated falls to 3 %, kinase B phosphorylated to 37 % and "
         "substrate phosphorylated to 2 % by 1 h while receptor active rises 3.0-fold "
         "by "
         "48 h."},
        {{{1, 1, 1, 1.15}, {1, 1, 1, 1}, {0.03, 0.03, 0.03, 1.02}, {1, 1, 1, 1}},
         "kinase A phosphorylated rises 1.1-fold by 48 h while substrate "
         "phosphorylated "
         "falls to 3 % by 1 h."},
        {{{1, 1, 1, 1}, {1, 1, 1, 1}, {0.03, 0.03, 0.03, 1.02}, {1, 1, 1, 1}},
         "substrate phosphorylated falls to 3 % by 1 h; by 48 h substrate "
         "phosphorylated "
         "is back at 102 %."},
        /* A fall that ends below is no rise, though it overshoots on its way. */
        {{{1.2, 0.8, 0.5, 0.5}, {1, 1, 1, 1}, {1, 1, 1, 1}, {1, 1, 1, 1}},
         "kinase A phosphorylated falls to 50 % by 24 h."},
        /* A fall that is complete later moves the sentence while the rise lasts … */
        {{{1.5, 1.5, 1.5, 1.5}, {1, 1, 1, 1}, {0.8, 0.5, 0.1, 0.1}, {1, 1, 1, 1}},
         "kinase A phosphorylated rises 1.5-fold by 24 h while substrate "
         "phosphorylated "
         "falls to 10 %."},
        /* … and has its own time when it does not. */
        {{{1.5, 1.1, 1.0, 1.0}, {1, 1, 1, 1}, {1, 1, 0.1, 0.1}, {1, 1, 1, 1}},
         "kinase A phosphorylated rises 1.5-fold by 1 h while substrate phosphorylated "
         "falls to 10 % by 24 h; by 48 h kinase A phosphorylated is back at 100 %."},
        /* A readout without folds is passed over. */
        {{{NAN, 5, 5, 5}, {2, 2, 2, 2}, {1, 1, 1, 1}, {1, 1, 1, 1}},
         "kinase B phosphorylated rises 2.0-fold by 1 h."},
    };
    const struct pl_context *context = *state;

    for (size_t i = 0; i < N_OF(rows); i++) {
        struct made_course made;
        struct pl_text text;

        made_init(&made, context, rows[i].folds);
        pl_text_init(&text);
        pl_summary_sentence(context, &made.course, &text);
        assert_string_equal(pl_text_string(&text), rows[i].want);
        pl_text_finish(&text);
        free(made.readouts);
    }
}

static void
test_sentence_tells_of_a_change_between_marks(void **state)
{
    static const double folds[MADE_READOUTS][MADE_MARKS] = {
        {1, 1, 1, 1}, {1, 1, 1.05, 1}, {1, 1, 1, 1}, {1, 1, 1, 1}};
    static const struct {
        double fold;
        const char *want;
    } rows[] = {
        {0.0, "No readout shown changes by more than 10 % at these times; between them "
              "substrate phosphorylated is at less than 1 % (90 min)."},
        {2.5, "No readout shown changes by more than 10 % at these times; between them "
              "substrate phosphorylated is at 250 % (90 min)."},
        {1.09, "No readout shown changes by more than 10 %."},
    };
    const struct pl_context *context = *state;

    for (size_t i = 0; i < N_OF(rows); i++) {
        struct made_course made;
        struct pl_text text;

        made_init(&made, context, folds);
        made.grid[MADE_READOUTS + 2] *= rows[i].fold;
        pl_text_init(&text);
        pl_summary_sentence(context, &made.course, &text);
        assert_string_equal(pl_text_string(&text), rows[i].want);
        pl_text_finish(&text);
        free(made.readouts);
    }
}

static void
test_sentence_is_silent_where_there_is_nothing_to_say(void **state)
{
    static const double folds[MADE_READOUTS][MADE_MARKS] = {
        {2, 2, 2, 2}, {2, 2, 2, 2}, {2, 2, 2, 2}, {2, 2, 2, 2}};
    const struct pl_context *context = *state;
    struct made_course made;
    struct pl_text text;

    made_init(&made, context, folds);
    pl_text_init(&text);
    made.course.treated = false;
    pl_summary_sentence(context, &made.course, &text);
    assert_string_equal(pl_text_string(&text), "");
    made.course.treated = true;
    made.course.n_marks = 0;
    pl_summary_sentence(context, &made.course, &text);
    assert_string_equal(pl_text_string(&text), "");
    made.course.n_marks = MADE_MARKS;
    memset(made.untreated, 0, sizeof made.untreated); /* no folds: a warning says so */
    pl_summary_sentence(context, &made.course, &text);
    assert_string_equal(pl_text_string(&text), "");
    pl_text_finish(&text);
    free(made.readouts);
}

/* Six readouts; those of the model come twice. */
static void
test_sentence_counts_those_that_it_does_not_name(void **state)
{
    static const struct {
        double folds[PL_SUMMARY_READOUTS];
        const char *want;
    } rows[] = {
        {{2, 2, 2, 1, 1, 1},
         "kinase A phosphorylated rises 2.0-fold, kinase B phosphorylated 2.0-fold and "
         "substrate phosphorylated 2.0-fold by 1 h."},
        {{2, 2, 2, 2, 2, 1},
         "kinase A phosphorylated rises 2.0-fold, kinase B phosphorylated 2.0-fold and "
         "substrate phosphorylated 2.0-fold by 1 h (and 2 more)."},
        {{2, 2, 2, 2, 2, 0.5},
         "kinase A phosphorylated rises 2.0-fold, kinase B phosphorylated 2.0-fold and "
         "substrate phosphorylated 2.0-fold by 1 h (and 2 more) while kinase B "
         "phosphorylated falls to 50 %."},
        {{2, 0.5, 0.5, 0.25, 0.5, 0.5},
         "kinase A phosphorylated rises 2.0-fold by 1 h while receptor active falls to "
         "25 % (and 4 more)."},
        {{2, 0.5, 0.5, 0.5, 2, 2},
         "kinase A phosphorylated rises 2.0-fold, kinase A phosphorylated 2.0-fold and "
         "kinase B phosphorylated 2.0-fold by 1 h while kinase B phosphorylated falls "
         "to 50 %."},
    };
    static const double none[MADE_READOUTS][MADE_MARKS] = {{0}};
    const struct pl_context *context = *state;

    for (size_t i = 0; i < N_OF(rows); i++) {
        size_t readouts[PL_SUMMARY_READOUTS];
        double untreated[PL_SUMMARY_READOUTS];
        double largest[PL_SUMMARY_READOUTS] = {0.0};
        double values[PL_SUMMARY_READOUTS];
        struct made_course made;
        struct pl_text text;

        made_init(&made, context, none);
        for (size_t r = 0; r < PL_SUMMARY_READOUTS; r++) {
            readouts[r] = made.readouts[r % MADE_READOUTS];
            untreated[r] = 0.5;
            values[r] = 0.5 * rows[i].folds[r];
        }
        made.course.n_readouts = PL_SUMMARY_READOUTS;
        made.course.readouts = readouts;
        made.course.untreated = untreated;
        made.course.largest = largest;
        made.course.n_marks = 1;
        made.course.mark_values = values;
        pl_text_init(&text);
        pl_summary_sentence(context, &made.course, &text);
        assert_string_equal(pl_text_string(&text), rows[i].want);
        pl_text_finish(&text);
        free(made.readouts);
    }
}

/* The two runs of the teaching model in which a signal arrives late. */
static void
test_sentence_tells_followers_at_their_own_extreme(void **state)
{
    static const struct {
        const char *words;
        double duration; /* [min] */
        enum pl_equilibrate equilibrate;
        const char *want;
    } rows[] = {
        {"--inhibit source", 2880.0, PL_EQUILIBRATE_AUTO,
         "step 1 falls to less than 1 %, step 3 to less than 1 % and step 6 to less "
         "than 1 % by 8 h."},
        {"--set brake_strength=100 --inhibit step4", 360.0, PL_EQUILIBRATE_NO,
         "step 1 falls to 37 % by 10 min, step 3 to 51 % by 1 h and step 6 to less "
         "than 1 % by 3 h; by 6 h step 1 is back at 100 %."},
    };
    struct pl_context *relay = trial_load_source("models/relay.ant");

    (void)state;
    for (size_t i = 0; i < N_OF(rows); i++) {
        double marks[PL_SUMMARY_MAX_MARKS];
        struct trial trial;
        struct pl_text text;

        trial_init(&trial, relay, rows[i].words, rows[i].duration, NULL, 0);
        pl_summary_marks(relay, trial.treatment, rows[i].duration, marks,
                         &trial.options.n_marks);
        trial.options.marks = marks;
        trial.options.equilibrate = rows[i].equilibrate;
        trial_run_well(&trial);
        pl_text_init(&text);
        pl_summary_sentence(relay, &trial.course, &text);
        assert_string_equal(pl_text_string(&text), rows[i].want);
        pl_text_finish(&text);
        trial_finish(&trial);
    }
    pl_context_destroy(relay);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_sentence_says_what_rose_and_what_fell_most),
        cmocka_unit_test(test_sentence_tells_of_a_change_between_marks),
        cmocka_unit_test(test_sentence_is_silent_where_there_is_nothing_to_say),
        cmocka_unit_test(test_sentence_counts_those_that_it_does_not_name),
        cmocka_unit_test(test_sentence_tells_followers_at_their_own_extreme),
    };

    return cmocka_run_group_tests(tests, set_up, tear_down);
}
