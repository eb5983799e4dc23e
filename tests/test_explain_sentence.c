/*
 * test_explain_sentence.c - which loop did it, in one sentence: from numbers made by hand.
 */
#include "testlib.h"

#include <gsl/gsl_errno.h>

#include "analysis/explain.h"
#include "analysis/explain_view.h"
#include "base/index.h"
#include "base/text.h"
#include "model/model.h"
#include "study/context.h"
#include "study/ensemble.h"
#include "study/treatment.h"
#include "trial.h"

enum { N_LOOPS = 5, N_PARTS = N_LOOPS + 2, MOST_PANELS = 5 };

struct fixture {
    char *folder, *path;
    struct pl_context *context;
    struct pl_treatment *treatment;
    struct pl_ensemble *ensemble;
};

/* One time, five loops. */
struct made {
    struct pl_explain explain;
    struct pl_explain_loop loops[N_LOOPS];
    struct pl_band bands[N_PARTS];
    double times[1];
};

static int
set_up(void **state)
{
    struct fixture *f = calloc(1, sizeof *f);

    gsl_set_error_handler_off();
    assert_non_null(f);
    f->folder = test_make_folder();
    f->path = test_join(f->folder, "sets.tsv");
    f->context = trial_load_source("models/negative-feedback.ant");
    test_write_file(f->path, "K_brake\n0.1\n0.2\n0.3\n");
    assert_int_equal(pl_ensemble_read(f->context, f->path, NULL, &f->ensemble), PL_OK);
    assert_int_equal(pl_treatment_create(f->context, NULL, &f->treatment), PL_OK);
    assert_int_equal(pl_treatment_add_list(f->treatment, "inhibit kinaseB", NULL),
                     PL_OK);
    *state = f;
    return 0;
}

static int
tear_down(void **state)
{
    struct fixture *f = *state;

    pl_ensemble_destroy(f->ensemble);
    pl_treatment_destroy(f->treatment);
    pl_context_destroy(f->context);
    free(f->path);
    test_remove_folder(f->folder);
    free(f);
    return 0;
}

/* @param factors  of the five loops and of everything else; the fold is their product */
static void
make(const struct fixture *f, const double factors[N_LOOPS + 1], struct made *made)
{
    static char names[N_LOOPS][2] = {"a", "b", "c", "d", "e"};
    static char labels[N_LOOPS][9] = {"loop A", "loop B", "loop C", "loop D", "loop E"};
    double fold = 1.0;
    double largest = 0.0;

    *made = (struct made){.times = {1440.0}};
    for (size_t p = 0; p <= N_LOOPS; p++) {
        made->bands[p] = (struct pl_band){factors[p], factors[p], factors[p]};
        fold *= factors[p];
        largest = fmax(largest, fabs(log(factors[p])));
    }
    made->bands[N_LOOPS + 1] = (struct pl_band){0.9 * fold, fold, 1.1 * fold};
    for (size_t l = 0; l < N_LOOPS; l++) {
        made->loops[l] = (struct pl_explain_loop){
            .name = names[l], .label = labels[l], .behind = PL_NONE, .n_edges = 1};
    }
    made->explain = (struct pl_explain){
        .readout = pl_model_find(f->context->model, "readout_pA"),
        .n_members = 1,
        .n_times = 1,
        .times = made->times,
        .n_loops = N_LOOPS,
        .loops = made->loops,
        .factor_bands = made->bands,
        .changes = largest >= PL_EXPLAIN_SILENT,
        .exact = true,
    };
}

/* @param names  of the panels; NULL for one without a name */
static void
expect(const struct fixture *f, const struct made *made, size_t n,
       const char *const *names, bool ensemble, const char *against, const char *want)
{
    struct pl_explain_panel panels[MOST_PANELS];
    const struct pl_explain_view view = {.context = f->context,
                                         .panels = panels,
                                         .n_panels = n,
                                         .ensemble = ensemble ? f->ensemble : NULL,
                                         .against = against};
    struct pl_text text;

    for (size_t p = 0; p < n; p++) {
        panels[p] = (struct pl_explain_panel){f->treatment, &made[p].explain,
                                              names != NULL ? names[p] : ""};
    }
    pl_text_init(&text);
    pl_explain_sentence(&view, &text);
    assert_string_equal(pl_text_string(&text), want);
    pl_text_finish(&text);
}

static void
test_sentence_names_who_did_most(void **state)
{
    static const struct {
        double factors[N_LOOPS + 1];
        const char *want;
    } rows[] = {
        {{1.28, 1.26, 1.06, 1.04, 0.98, 0.87},
         "kinase A phosphorylated is 1.52-fold at 24 h: loop A (×1.28) and loop B "
         "(×1.26) did most of it; everything else ×0.87."},
        {{2.5, 1.001, 1.0, 1.0, 1.0, 1.0},
         "kinase A phosphorylated is 2.50-fold at 24 h: loop A (×2.50) did nearly all "
         "of "
         "it; everything else ×1.00."},
        {{0.5, 1.0, 1.0, 1.0, 1.2, 1.0},
         "kinase A phosphorylated is 0.60-fold at 24 h: loop A (×0.50) did nearly all "
         "of "
         "it; everything else ×1.00; against it loop E (×1.20)."},
        /* everything else, and the loops that go its way or against it */
        {{1.25, 1.1, 1.0, 0.98, 1.0, 0.35},
         "kinase A phosphorylated is 0.47-fold at 24 h: everything else (×0.35) did "
         "most "
         "of it; of the loops loop A (×1.25) does most, and against it."},
        {{0.8, 1.1, 1.0, 1.0, 1.0, 0.35},
         "kinase A phosphorylated is 0.31-fold at 24 h: everything else (×0.35) did "
         "most "
         "of it; of the loops loop A (×0.80) does most."},
        {{1.0, 1.0, 1.0, 1.0, 1.0, 0.035},
         "kinase A phosphorylated is 0.035-fold at 24 h: everything else (×0.035) did "
         "most of it."},
        /* with a loop beside it */
        {{1.3, 1.02, 1.0, 1.0, 1.0, 1.32},
         "kinase A phosphorylated is 1.75-fold at 24 h: everything else (×1.32) and "
         "loop "
         "A (×1.30) did nearly all of it."},
        {{1.11, 1.1, 1.09, 1.08, 1.07, 1.06},
         "kinase A phosphorylated is 1.63-fold at 24 h: loop A (×1.11), loop B (×1.10) "
         "and loop C (×1.09) did most among many; everything else ×1.06."},
        /* a fold of 1, made of more; or of nothing */
        {{1.3, 1.1, 0.9, 1.0, 1.0, 0.777},
         "kinase A phosphorylated is 1.00-fold at 24 h: loop A (×1.30) and loop B "
         "(×1.10) "
         "against everything else (×0.78) and loop C (×0.90) cancel."},
        {{1.001, 1.0, 0.999, 1.0, 1.0, 1.002},
         "kinase A phosphorylated does not change: its fold and every factor of it are "
         "within 0.5 % of 1 at every time."},
    };
    const struct fixture *f = *state;

    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct made made;

        make(f, rows[i].factors, &made);
        expect(f, &made, 1, NULL, false, NULL, rows[i].want);
    }
}

static void
test_sentence_against_another_treatment(void **state)
{
    static const double factors[] = {0.5, 1.0, 1.0, 1.0, 1.0, 1.0};
    static const double none[] = {1.0, 1.0, 1.0, 1.0, 1.0, 1.0};
    const struct fixture *f = *state;
    struct made made;

    make(f, factors, &made);
    expect(f, &made, 1, NULL, false, "Binib 3 nM",
           "kinase A phosphorylated is 0.50 times what it is under Binib 3 nM at 24 h: "
           "loop A (×0.50) did nearly all of it; everything else ×1.00.");
    make(f, none, &made);
    expect(f, &made, 1, NULL, false, "Binib 3 nM",
           "kinase A phosphorylated does not change against Binib 3 nM: its fold and "
           "every factor of it are within 0.5 % of 1 at every time.");
}

static void
test_sentence_says_whether_sets_decide(void **state)
{
    static const double factors[] = {1.28, 1.26, 1.0, 1.0, 1.0, 1.0};
    const struct fixture *f = *state;
    struct made made;

    make(f, factors, &made);
    made.loops[0].first_share = 0.8;
    made.loops[1].first_share = 0.2;
    expect(
        f, &made, 1, NULL, true, NULL,
        "kinase A phosphorylated is 1.61-fold (1.45–1.77) at 24 h: loop A (×1.28) and "
        "loop B (×1.26) did nearly all of it; everything else ×1.00; loop A ranks "
        "first in 80 % of 3 sets.");
    made.loops[0].first_share = 0.79;
    made.loops[1].first_share = 0.2;
    made.loops[2].first_share = 0.01;
    expect(
        f, &made, 1, NULL, true, NULL,
        "kinase A phosphorylated is 1.61-fold (1.45–1.77) at 24 h: which loop did most "
        "of it is not decided: loop A ranks first in 79 % of 3 sets, loop B in 20 %, "
        "loop C in 1 %.");
    made.loops[0].first_share = 0.4;
    made.loops[1].first_share = 0.4;
    made.loops[2].first_share = 0.1;
    made.loops[3].first_share = 0.1;
    expect(
        f, &made, 1, NULL, true, NULL,
        "kinase A phosphorylated is 1.61-fold (1.45–1.77) at 24 h: which loop did most "
        "of it is not decided: loop A ranks first in 40 % of 3 sets, loop B in 40 %, "
        "loop C in 10 %.");
    for (size_t l = 0; l < N_LOOPS; l++) {
        made.loops[l].first_share = 0.0;
    }
    expect(
        f, &made, 1, NULL, true, NULL,
        "kinase A phosphorylated is 1.61-fold (1.45–1.77) at 24 h; in none of 3 sets a "
        "loop does anything.");
}

static void
test_sentence_says_whether_variants_agree(void **state)
{
    static const double one[] = {1.28, 1.26, 1.0, 1.0, 1.0, 1.0};
    static const double other[] = {1.1, 1.3, 1.0, 1.0, 1.0, 1.0};
    static const char *const names[] = {"left", "right", "third"};
    const struct fixture *f = *state;
    struct made made[3];

    make(f, one, &made[0]);
    make(f, other, &made[1]);
    make(f, one, &made[2]);
    made[0].loops[0].first_share = 1.0;
    made[1].loops[1].first_share = 1.0;
    made[2].loops[0].first_share = 1.0;
    expect(
        f, made, 2, names, false, NULL,
        "kinase A phosphorylated at 24 h is 1.61-fold in left, 1.43-fold in right: "
        "which loop did most is not decided: loop A (×1.28) ranks first in left, loop "
        "B (×1.30) in right.");
    made[1].loops[1].first_share = 0.0;
    made[1].loops[0].first_share = 1.0;
    expect(f, made, 2, names, false, NULL,
           "kinase A phosphorylated at 24 h is 1.61-fold in left, 1.43-fold in right: "
           "loop A ranks first in both, ×1.28 in left, ×1.10 in right.");
    expect(
        f, made, 3, names, false, NULL,
        "kinase A phosphorylated at 24 h is 1.61-fold in left, 1.43-fold in right, "
        "1.61-fold in third: loop A ranks first in all of them, ×1.28 in left, ×1.10 "
        "in right, ×1.28 in third.");
    made[1].loops[0].first_share = 0.0;
    expect(f, made, 2, names, false, NULL,
           "kinase A phosphorylated at 24 h is 1.61-fold in left, 1.43-fold in right: "
           "which loop did most is not decided: loop A (×1.28) ranks first in left, no "
           "loop in right.");
    /* in a variant with an ensemble, 80 % have to agree */
    made[1].loops[0].first_share = 0.7;
    made[1].loops[1].first_share = 0.3;
    made[0].explain.n_members = 3;
    made[1].explain.n_members = 3;
    expect(f, made, 2, names, true, NULL,
           "kinase A phosphorylated at 24 h is 1.61-fold in left, 1.43-fold in right: "
           "which loop did most is not decided: loop A (×1.28, 100 % of sets) ranks "
           "first in "
           "left, loop A (×1.10, 70 % of sets) in right.");
}

/* More than a sentence holds by their names are counted. */
static void
test_sentence_counts_many_panels(void **state)
{
    static const double one[] = {1.28, 1.26, 1.0, 1.0, 1.0, 1.0};
    static const double other[] = {1.1, 1.3, 1.0, 1.0, 1.0, 1.0};
    static const char *const names[] = {"p", "q", "r", "s", "t"};
    const struct fixture *f = *state;
    struct made made[5];

    for (size_t p = 0; p < 5; p++) {
        make(f, p == 3 ? other : one, &made[p]);
        made[p].loops[0].first_share = 1.0;
    }
    expect(f, made, 5, names, false, NULL,
           "kinase A phosphorylated at 24 h is 1.43- to 1.61-fold in the 5 tables "
           "above: loop A ranks first in all of them.");
    for (size_t p = 1; p < 4; p++) {
        made[p].loops[0].first_share = 0.0;
        made[p].loops[1].first_share = 1.0;
    }
    made[4].loops[0].first_share = 0.79;
    made[4].loops[1].first_share = 0.21;
    expect(f, made, 5, names, false, "Binib 3 nM",
           "kinase A phosphorylated at 24 h is 1.43 to 1.61 times what it is under "
           "Binib 3 nM in the 5 tables above: which loop did most is not decided: loop "
           "B ranks first in 3, loop A in 1, no loop in 1.");
}

static void
test_percentages_are_warned_of(void **state)
{
    static const double fine[] = {1.28, 1.26, 1.0, 1.0, 1.0, 1.1};
    static const double small[] = {1.04, 1.0, 1.0, 1.0, 1.0, 1.04};
    static const double mixed[] = {1.28, 1.26, 1.0, 1.0, 1.0, 0.87};
    const struct fixture *f = *state;
    struct made made;

    make(f, fine, &made);
    assert_null(pl_explain_percent_warning(&made.explain));
    make(f, small, &made);
    assert_string_equal(pl_explain_percent_warning(&made.explain),
                        "percentages mislead here: a fold within 10 % of 1 is a small "
                        "total to take shares of");
    make(f, mixed, &made);
    assert_string_equal(
        pl_explain_percent_warning(&made.explain),
        "percentages mislead here: some parts raise the readout and some "
        "lower it, and shares of what is left go beyond 100 %");
}

static void
test_factors_have_digits_that_tell(void **state)
{
    static const struct {
        double factor;
        const char *want;
    } rows[] = {
        {1.0, "1.00"},       {1.275, "1.27"},   {123.4, "123"},
        {0.0995, "0.10"},    {0.0994, "0.099"}, {0.037, "0.037"},
        {3.04e-05, "3e-05"}, {0.0, "0.00"},     {NAN, "–"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct pl_text text;

        pl_text_init(&text);
        pl_explain_put_factor(rows[i].factor, &text);
        assert_string_equal(pl_text_string(&text), rows[i].want);
        pl_text_finish(&text);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_sentence_names_who_did_most),
        cmocka_unit_test(test_sentence_against_another_treatment),
        cmocka_unit_test(test_sentence_says_whether_sets_decide),
        cmocka_unit_test(test_sentence_says_whether_variants_agree),
        cmocka_unit_test(test_sentence_counts_many_panels),
        cmocka_unit_test(test_percentages_are_warned_of),
        cmocka_unit_test(test_factors_have_digits_that_tell),
    };

    return cmocka_run_group_tests(tests, set_up, tear_down);
}
