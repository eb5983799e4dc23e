/*
 * test_first_loop.c - members of an ensemble in groups, by the loop that ranks first.
 */
#include "testlib.h"

#include <gsl/gsl_errno.h>

#include "analysis/explain.h"
#include "analysis/first_loop.h"
#include "analysis/set_groups.h"
#include "base/diag.h"
#include "base/index.h"
#include "explain_trial.h"
#include "study/context.h"
#include "study/ensemble.h"
#include "study/treatment.h"
#include "trial.h"

struct fixture {
    char *folder, *path;
    struct pl_context *two;
};

static int
set_up(void **state)
{
    struct fixture *f = calloc(1, sizeof *f);

    gsl_set_error_handler_off();
    assert_non_null(f);
    f->folder = test_make_folder();
    f->path = test_join(f->folder, "sets.tsv");
    f->two = trial_load_text(f->folder, explain_two_loops);
    *state = f;
    return 0;
}

static int
tear_down(void **state)
{
    struct fixture *f = *state;

    pl_context_destroy(f->two);
    free(f->path);
    test_remove_folder(f->folder);
    free(f);
    return 0;
}

/* @param sets  the table of parameter sets */
static void
begin(struct explain_trial *trial, const struct fixture *f, const char *sets)
{
    test_write_file(f->path, sets);
    explain_trial_init(trial, f->two, "inhibit X", NULL, explain_two_times,
                       EXPLAIN_N_TIMES);
    explain_trial_set_ensemble(trial, f->path);
}

static enum pl_status
group(const struct explain_trial *trial, struct pl_groups *groups,
      struct pl_first_loops *left)
{
    return pl_groups_by_first_loop(trial->context, trial->treatment, "X off",
                                   &trial->options, trial->diags, groups, left);
}

/* a moves more than b in the sets of A_R; where neither does anything, or R is gone when
 * the others have most to tell, a set is in no group. */
static void
test_sets_go_where_their_first_loop_is(void **state)
{
    static const size_t want[] = {0, 1, PL_NONE, 0, PL_NONE, 1};
    struct explain_trial trial;
    struct pl_groups groups = {0};
    struct pl_first_loops left;

    begin(&trial, *state,
          "a\tb\tc\te\n0.8\t0.2\t0\t0.3\n0.2\t0.8\t0\t0.3\n0\t0\t0\t0.3\n"
          "0.9\t0.2\t0\t0.3\n0.8\t0.2\t0\t1\n0.1\t0.3\t0\t0.3\n");
    assert_int_equal(group(&trial, &groups, &left), PL_OK);
    assert_int_equal(groups.n, 2);
    assert_int_equal(groups.n_members, 6);
    assert_string_equal(groups.names[0], "A_R");
    assert_string_equal(groups.names[1], "B_R");
    assert_string_equal(groups.what, "first loop of the readout at 400 under X off");
    assert_non_null(strstr(groups.how, "Shapley 1953"));
    for (size_t m = 0; m < 6; m++) {
        assert_true(groups.of[m] == want[m]);
    }
    assert_int_equal(left.n_silent, 1);
    assert_int_equal(left.n_failed, 1);
    assert_int_equal(left.n_rare, 0);
    pl_groups_finish(&groups);
    explain_trial_finish(&trial);
}

/* Without one it is that at which the fold is furthest from 1, the last. */
static void
test_the_time_is_that_in_focus(void **state)
{
    struct explain_trial trial;
    struct pl_groups groups = {0};

    begin(&trial, *state, "a\tb\tc\n0.8\t0.2\t0\n0.2\t0.8\t0\n");
    trial.options.focus = 0;
    assert_int_equal(group(&trial, &groups, NULL), PL_OK);
    assert_string_equal(groups.what, "first loop of the readout at 5 under X off");
    pl_groups_finish(&groups);
    explain_trial_finish(&trial);
}

static void
test_a_loop_that_is_rarely_first_makes_no_group(void **state)
{
    struct explain_trial trial;
    struct pl_groups groups = {0};
    struct pl_first_loops left;

    /* 5 % are enough, 4 % are not. */
    begin(&trial, *state,
          "a\tb\tc\tweight\n0.8\t0.2\t0\t95\n0.2\t0.8\t0\t2\n0.1\t0.8\t0\t3\n");
    assert_int_equal(group(&trial, &groups, &left), PL_OK);
    assert_int_equal(groups.n, 2);
    explain_trial_finish(&trial);
    begin(&trial, *state,
          "a\tb\tc\tweight\n0.8\t0.2\t0\t96\n0.2\t0.8\t0\t2\n0.1\t0.8\t0\t2\n");
    assert_int_equal(group(&trial, &groups, &left), PL_ERR_OPTION);
    assert_null(groups.of);
    assert_messages(trial.diags,
                    "error: first loop of the readout at 400 under X off: it is A_R in "
                    "96 % of 3 parameter sets, and no other in 5 %: there is nothing "
                    "to tell it from\n"
                    "hint: of another readout, or under another treatment, loops may "
                    "rank otherwise: --loop-of, --loop-under\n");
    explain_trial_finish(&trial);
}

static void
test_sets_without_any_loop_are_refused(void **state)
{
    struct explain_trial trial;
    struct pl_groups groups = {0};

    begin(&trial, *state, "a\tb\tc\n0.001\t0\t0\n0\t0.001\t0\n");
    /* the fold does change: by the drug itself */
    assert_int_equal(group(&trial, &groups, NULL), PL_ERR_OPTION);
    assert_messages(trial.diags,
                    "error: first loop of the readout at 400 under X off: in none of 2 "
                    "parameter sets does a loop do anything\n"
                    "hint: of another readout, or under another treatment, loops may "
                    "rank otherwise: --loop-of, --loop-under\n");
    explain_trial_finish(&trial);
}

static void
test_errors_of_explain_say_what_they_are_of(void **state)
{
    struct explain_trial trial;
    struct pl_groups groups = {0};

    begin(&trial, *state, "a\tb\tc\n0.8\t0.2\t0\n0.2\t0.8\t0\n");
    explain_trial_add_group(&trial, "both=A_R,Q_R");
    assert_int_equal(group(&trial, &groups, NULL), PL_ERR_NAME);
    assert_messages(trial.diags,
                    "error: unknown feedback edge 'Q_R'\n"
                    "hint: feedback edges of this model: A_R, B_R\n"
                    "note: asked for by --loop-of, --loop-under and --loop-group, to "
                    "group the parameter sets\n");
    explain_trial_finish(&trial);
}

/* Ten loops, each first in a tenth of the sets; the last two in a bit less. */
static void
test_the_eight_that_are_most_often_first_make_groups(void **state)
{
    enum { N = 10 };
    static char names[N][3];
    struct pl_explain_loop loops[N] = {{0}};
    double factors[N * (N + 2)] = {0.0};
    struct pl_explain explain = {
        .n_members = N, .n_times = 1, .n_loops = N, .loops = loops, .factors = factors};
    struct pl_diags *diags = pl_diags_create();
    struct pl_groups groups = {0};
    struct pl_first_loops left;

    (void)state;
    for (size_t l = 0; l < N; l++) {
        names[l][0] = 'L';
        names[l][1] = (char)('0' + l);
        loops[l].name = names[l];
        loops[l].first_share = l < 2 ? 0.08 : 0.105;
        factors[l * (N + 2) + l] = -0.5;
        factors[l * (N + 2) + N + 1] = -0.5;
    }
    assert_int_equal(
        pl_first_loop_groups(&explain, "first loop", diags, &groups, &left), PL_OK);
    assert_int_equal(groups.n, PL_GROUPS_MOST);
    assert_true(groups.of[0] == PL_NONE && groups.of[1] == PL_NONE);
    assert_string_equal(groups.names[groups.of[2]], "L2");
    assert_int_equal(left.n_rare, 2);
    pl_groups_finish(&groups);
    pl_diags_destroy(diags);
}

static enum pl_status
group_once(void *context)
{
    const struct fixture *f = context;
    const struct pl_explain_options wanted = {
        .sim = pl_sim_options_default(),
        .duration = 5.0,
        .times = explain_two_times,
        .n_times = 1,
        .n_threads = 1,
        .focus = PL_NONE,
    };
    struct pl_explain_options options = wanted;
    struct pl_treatment *treatment = NULL;
    struct pl_ensemble *ensemble = NULL;
    struct pl_groups groups = {0};
    size_t *symbols = NULL;
    size_t n = 0;
    enum pl_status status = pl_treatment_create(f->two, NULL, &treatment);

    if (status == PL_OK) {
        status = pl_treatment_add_list(treatment, "inhibit X", NULL);
    }
    if (status == PL_OK) {
        status = pl_ensemble_read(f->two, f->path, NULL, &ensemble);
    }
    if (status == PL_OK) {
        status = pl_context_readouts(f->two, NULL, 0, NULL, &symbols, &n);
    }
    if (status == PL_OK) {
        options.readout = symbols[0];
        options.ensemble = ensemble;
        status = pl_groups_by_first_loop(f->two, treatment, "X off", &options, NULL,
                                         &groups, NULL);
    }
    pl_groups_finish(&groups);
    pl_ensemble_destroy(ensemble);
    pl_treatment_destroy(treatment);
    free(symbols);
    return status;
}

static void
test_grouping_survives_no_memory(void **state)
{
    struct fixture *f = *state;

    test_write_file(f->path, "a\tb\n0.8\t0.2\n0.2\t0.8\n");
    assert_true(assert_survives_no_memory(group_once, f) > 100);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_sets_go_where_their_first_loop_is),
        cmocka_unit_test(test_the_time_is_that_in_focus),
        cmocka_unit_test(test_a_loop_that_is_rarely_first_makes_no_group),
        cmocka_unit_test(test_sets_without_any_loop_are_refused),
        cmocka_unit_test(test_errors_of_explain_say_what_they_are_of),
        cmocka_unit_test(test_the_eight_that_are_most_often_first_make_groups),
        cmocka_unit_test(test_grouping_survives_no_memory),
    };

    return cmocka_run_group_tests(tests, set_up, tear_down);
}
