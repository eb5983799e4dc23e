/*
 * test_sweep.c - sweeps: how they end, rests that are shared, what they refuse and cost.
 */
#include "testlib.h"

#include <sys/resource.h>

#include "base/diag.h"
#include "base/isa.h"
#include "compile/kernels.h"
#include "study/context.h"
#include "study/design.h"
#include "sweep_trial.h"
#include "trial.h"

#define N_OF(rows) (sizeof(rows) / sizeof((rows)[0]))

/* ---- how a sweep ends */

static void
test_run_of_no_point_is_done_at_once(void **state)
{
    static const struct sweep_case what = {
        .vary = {"k=0.05..0.2:3"}, .measures = {"last"}, .duration = 60.0};
    const struct sweep_models *models = *state;
    struct sweep_done done;
    struct sweep_rows none;
    const struct sweep_run_with skip = {.skip = &done.rows, .watch = true};

    sweep_done_init(&done, models->relay, &what);
    sweep_rows_init(&none, 0, 0, 1);
    assert_int_equal(sweep_trial_run(&done.trial, NULL, &none), PL_OK);
    sweep_rows_finish(&none);
    sweep_rows_init(&none, 0, 3, 1);
    assert_int_equal(sweep_trial_run(&done.trial, &skip, &none), PL_OK);
    assert_int_equal(none.n_done, 0);
    sweep_rows_finish(&none);
    sweep_done_finish(&done);
}

static void
test_run_ends_with_what_done_answers(void **state)
{
    static const struct sweep_case what = {
        .vary = {"k=0.05..0.2:40"}, .measures = {"last"}, .duration = 60.0};
    const struct sweep_models *models = *state;

    for (size_t n_threads = 1; n_threads <= 3; n_threads += 2) {
        for (uint64_t after = 1; after <= 40; after += 13) {
            const struct sweep_run_with with = {.refuse_after = after,
                                                .watch = after > 20};
            struct sweep_trial trial;
            struct sweep_rows rows;

            sweep_trial_init(&trial, models->relay, &what);
            trial.options.n_threads = n_threads;
            sweep_rows_init(&rows, 0, trial.n_points, 1);
            assert_int_equal(sweep_trial_run(&trial, &with, &rows), PL_ERR_IO);
            assert_int_equal(rows.n_done, after); /* none behind it */
            assert_int_equal(pl_diags_n_errors(trial.diags), 1);
            assert_memory_equal(pl_diags_first_error(trial.diags), "no room for point ",
                                18);
            sweep_rows_finish(&rows);
            sweep_trial_finish(&trial);
        }
    }
}

static void
test_run_ends_when_watch_says_so(void **state)
{
    static const struct sweep_case what = {
        .vary = {"k=0.05..0.2:400"}, .measures = {"last"}, .duration = 60.0};
    static const struct sweep_run_with with = {.interrupt = true, .nap = 3000000};
    const struct sweep_models *models = *state;
    struct sweep_trial trial;
    struct sweep_rows rows;

    sweep_trial_init(&trial, models->relay, &what);
    trial.options.n_threads = 2;
    sweep_rows_init(&rows, 0, trial.n_points, 1);
    assert_int_equal(sweep_trial_run(&trial, &with, &rows), PL_ERR_STOPPED);
    assert_messages(trial.diags, "");
    assert_true(rows.n_done > 0 && rows.n_done < rows.n);
    sweep_rows_finish(&rows);
    sweep_trial_finish(&trial);
}

/* What `watch` is told. */
struct told {
    uint64_t n_calls, last, n_done;
    bool is_ordered;
};

static enum pl_status
count_done(void *context, uint64_t k, const double *values, const char *reason,
           struct pl_diags *diags)
{
    struct told *told = context;

    (void)k, (void)values, (void)diags;
    told->is_ordered = told->is_ordered && reason == NULL;
    told->n_done++;
    return PL_OK;
}

static bool
note_watch(void *context, uint64_t n_done)
{
    struct told *told = context;

    told->is_ordered =
        told->is_ordered && n_done >= told->last && n_done == told->n_done;
    told->last = n_done;
    told->n_calls++;
    return false;
}

static void
test_watch_is_told_how_many_points_are_done(void **state)
{
    static const struct sweep_case what = {
        .vary = {"k=0.05..0.2:100"}, .measures = {"last"}, .duration = 60.0};
    const struct sweep_models *models = *state;
    struct sweep_trial trial;

    sweep_trial_init(&trial, models->relay, &what);
    for (size_t n_threads = 1; n_threads <= 2; n_threads++) {
        struct told told = {.is_ordered = true};
        const struct pl_sweep_work work = {
            .context = &told, .n = 100, .done = count_done, .watch = note_watch};

        trial.options.n_threads = n_threads;
        sweep_trial_create(&trial);
        assert_int_equal(pl_sweep_run(trial.sweep, &work, trial.diags), PL_OK);
        assert_messages(trial.diags, "");
        assert_true(told.is_ordered && told.n_calls >= 1);
        assert_int_equal(told.last, 100); /* it is called at the end too */
    }
    sweep_trial_finish(&trial);
}

/* ---- rests */

static void
test_rests_are_shared_where_points_have_the_same(void **state)
{
    const struct sweep_models *models = *state;
    const size_t n_lanes = pl_isa_lanes(pl_isa_best());
    const struct {
        const struct pl_context *context;
        struct sweep_case what;
        size_t n_rests, most; /* that are worked out */
        bool is_kept;         /* for another run of the sweep */
    } rows[] = {
        {models->feedback, {.vary = {"Binib=0..90nM:60"}}, 1, 1, true},
        {models->feedback,
         {.vary = {"ligand=0.5..2:3", "Binib=0..90nM:40"}},
         3,
         3,
         true},
        {models->feedback,
         {.vary = {"Binib=0..90nM:40", "ligand=0.5..2:3"}},
         3,
         3,
         true},
        {models->feedback, {.vary = {"ligand=0.5..2", "Binib=0..90nM"}}, 11, 11, true},
        {models->feedback,
         {.vary = {"ligand=0.5..2:3", "Binib=0..90nM:6", "k_A=0.3..0.6:2"}},
         6,
         6,
         true},
        {models->her2, {.vary = {"everolimus=0..9nM:5", "cell=all"}}, 7, 7, true},
        /* too few points to a rest to work it out beforehand */
        {models->feedback,
         {.vary = {"ligand=0.5..2:3", "Binib=0..90nM:2"}},
         3,
         6,
         true},
        {models->feedback,
         {.words = "--inhibit kinaseA", .vary = {"ligand=0.5..2:3", "k_A=0.3..0.6:2"}},
         6,
         6,
         true},
        /* designs without levels */
        {models->feedback,
         {.design = "lhs:60", .vary = {"Binib=0..90nM"}},
         1,
         n_lanes,
         true},
        {models->her2,
         {.design = "lhs:60", .vary = {"cell=all", "everolimus=0..9nM"}},
         7,
         7 * n_lanes,
         true},
        {models->feedback,
         {.design = "lhs:60", .vary = {"ligand=0.5..2", "Binib=0..90nM"}},
         60,
         60,
         false},
        /* no rest */
        {models->feedback,
         {.vary = {"ligand=0.5..2:3", "Binib=0..90nM:10"},
          .equilibrate = PL_EQUILIBRATE_NO},
         0,
         0,
         true},
        {models->feedback, {.vary = {"ligand=0.5..2:6"}}, 0, 0, true},
    };

    for (size_t i = 0; i < N_OF(rows); i++) {
        const bool is_her2 = rows[i].context == models->her2;
        struct sweep_case what = rows[i].what;
        struct sweep_done done;
        struct sweep_rows again;

        what.duration = 60.0;
        what.measures[0] = is_her2 ? "pS6K" : "pA";
        what.measures[1] = is_her2 ? "fold:pERK@30min" : "fold:pSubstrate@30min";
        sweep_done_init(&done, rows[i].context, &what);
        assert_in_range(pl_sweep_get_statistics(done.trial.sweep).n_rests,
                        rows[i].n_rests, rows[i].most);
        sweep_trial_expect_single(&done.trial, &done.rows);

        sweep_rows_init(&again, 0, done.rows.n, done.rows.n_values);
        assert_int_equal(sweep_trial_run(&done.trial, NULL, &again), PL_OK);
        sweep_rows_expect_same(&again, &done.rows);
        assert_int_equal(pl_sweep_get_statistics(done.trial.sweep).n_rests,
                         rows[i].is_kept ? 0 : rows[i].n_rests);
        sweep_rows_finish(&again);
        sweep_done_finish(&done);
    }
}

/* ---- what it refuses */

struct refusal {
    const struct pl_context *context;
    struct sweep_case what;
    const char *messages;
};

static void
expect_refusal(const struct refusal *refusal)
{
    struct sweep_case what = refusal->what;
    struct sweep_trial trial;

    what.duration = 60.0;
    what.measures[0] = "all";
    what.measures[0] = refusal->context->cells != NULL ? "pAkt_S473" : "last";
    sweep_trial_init(&trial, refusal->context, &what);
    assert_int_equal(pl_sweep_create(trial.context, trial.treatment, trial.design,
                                     &trial.options, trial.diags, &trial.sweep),
                     PL_ERR_OPTION);
    assert_null(trial.sweep);
    assert_messages(trial.diags, refusal->messages);
    sweep_trial_finish(&trial);
}

static void
test_create_refuses_what_is_set_twice(void **state)
{
    const struct sweep_models *models = *state;
    char *path = test_join(models->folder, "points.tsv");
    const struct refusal rows[] = {
        {models->relay,
         {.words = "--set k=0.2", .vary = {"k=0.1..1"}},
         "error: 'k' is varied (k=0.1..1), and set too (k=0.2)\n"},
        {models->relay,
         {.words = "--set k=0.2@30min", .vary = {"source=1..2", "k=0.1..1:lin:3"}},
         "error: 'k' is varied (k=0.1..1:lin:3), and set too (k=0.2@30min)\n"},
        {models->relay,
         {.words = "--inhibit step4=0.5@1min..2min", .vary = {"inhibit_step4=0..1"}},
         "error: 'inhibit_step4' is varied (inhibit_step4=0..1), and set too "
         "(step4=0.5@1min..2min)\n"},
        {models->her2,
         {.words = "--drug RAD001=5nM@10min..20min", .vary = {"everolimus=0..1uM"}},
         "error: 'drug_everolimus' is varied (everolimus=0..1uM), and set too "
         "(RAD001=5nM@10min..20min)\n"},
        {models->her2,
         {.words = "--background drug,trastuzumab=68nM",
          .vary = {"trastuzumab=0..1uM"}},
         "error: 'drug_trastuzumab' is varied (trastuzumab=0..1uM), and set too "
         "(trastuzumab=68nM)\n"},
        {models->her2,
         {.words = "--cell her2_normal", .vary = {"cell=her2_normal,her2_sensitive"}},
         "error: the cell is varied (cell=her2_normal,her2_sensitive), and chosen too "
         "('her2_normal')\n"},
        {models->her2,
         {.words = "--cell her2_normal", .vary = {"cell=all", "IGF=0..1"}},
         "error: the cell is varied (cell=all), and chosen too ('her2_normal')\n"},
        {models->relay,
         {.words = "--set k=0.2", .design = path},
         "error: 'k' is varied (k), and set too (k=0.2)\n"},
    };

    test_write_file(path, "k\tsource\n0.1\t1\n0.2\t2\n");
    for (size_t i = 0; i < N_OF(rows); i++) {
        expect_refusal(&rows[i]);
    }
    free(path);
}

/* A loop is another thing than what it is made of. */
static void
test_create_takes_a_factor_beside_a_clamp_or_a_cut(void **state)
{
    static const struct sweep_case rows[] = {
        {.words = "--clamp step6_source",
         .vary = {"step6=0.5..1:2", "brake_strength=0..10:2"},
         .measures = {"last"},
         .duration = 60.0},
        {.words = "--cut step6_source",
         .vary = {"step6=0.5..1:2", "inhibit_source=0..1:2"},
         .measures = {"last"},
         .duration = 60.0},
    };
    const struct sweep_models *models = *state;

    for (size_t i = 0; i < N_OF(rows); i++) {
        struct sweep_done done;

        sweep_done_init(&done, models->relay, &rows[i]);
        sweep_trial_expect_single(&done.trial, &done.rows);
        sweep_done_finish(&done);
    }
}

static void
test_create_refuses_options_as_a_single_run_does(void **state)
{
    static const struct {
        double duration, rtol, atol;
        size_t max_steps;
        const char *method;
        const char *words;
        const char *message;
    } rows[] = {
        {0.0, 1e-6, 0.0, 10, NULL, "", "error: a run lasts longer than 0, not 0\n"},
        {-5.0, 1e-6, 0.0, 10, NULL, "", "error: a run lasts longer than 0, not -5\n"},
        {NAN, 1e-6, 0.0, 10, NULL, "", "error: a run lasts longer than 0, not nan\n"},
        {INFINITY, 1e-6, 0.0, 10, NULL, "",
         "error: a run lasts longer than 0, not inf\n"},
        {60.0, 0.0, 0.0, 10, NULL, "",
         "error: rtol is greater than 0 and less than 1, not 0\n"},
        {60.0, 1e-6, -1.0, 10, NULL, "",
         "error: atol is a finite number, 0 or greater, not -1\n"},
        {60.0, 1e-6, 0.0, 0, NULL, "",
         "error: the number of steps allowed is at least 1, not 0\n"},
        {60.0, 1e-6, 0.0, 10, NULL, "--inhibit step4@2h",
         "error: step4@2h: begins at 2 h, when the run is over (1 h)\n"
         "hint: let the run last longer: --for 3h\n"},
        {60.0, 1e-6, 0.0, 10, "msbd", "",
         "error: unknown method 'msbd'\nhint: did you mean 'msbdf'?\n"},
    };
    const struct sweep_models *models = *state;

    for (size_t i = 0; i < N_OF(rows); i++) {
        struct sweep_case what = {.words = rows[i].words,
                                  .vary = {"k=0.05..0.2"},
                                  .measures = {"last@0"},
                                  .duration = 60.0,
                                  .method = rows[i].method};
        struct sweep_trial trial;
        struct trial single;

        sweep_trial_init(&trial, models->relay, &what);
        trial.options.duration = rows[i].duration;
        trial.options.sim.rtol = rows[i].rtol;
        trial.options.sim.atol = rows[i].atol;
        trial.options.sim.max_steps = rows[i].max_steps;
        assert_int_equal(pl_sweep_create(trial.context, trial.treatment, trial.design,
                                         &trial.options, trial.diags, &trial.sweep),
                         PL_ERR_OPTION);
        assert_null(trial.sweep);
        assert_messages(trial.diags, rows[i].message);

        trial_init(&single, models->relay, rows[i].words, rows[i].duration, NULL, 0);
        single.options.sim = trial.options.sim;
        assert_int_equal(trial_run(&single), PL_ERR_OPTION);
        assert_messages(single.diags, rows[i].message);
        trial_finish(&single);
        sweep_trial_finish(&trial);
    }
}

/* ---- what it costs */

static void
test_statistics_tell_what_ran(void **state)
{
    static const struct sweep_case what = {
        .vary = {"k=0.05..0.2:50"}, .measures = {"last"}, .duration = 60.0};
    static const enum pl_kernel_choice choices[] = {PL_KERNEL_AUTO, PL_KERNEL_TAPE};
    struct pl_context *relay = trial_load_source("models/relay.ant");

    (void)state;
    for (size_t i = 0; i < N_OF(choices); i++) {
        struct sweep_done done;
        struct pl_sweep_statistics statistics;

        assert_int_equal(pl_context_choose_kernel(relay, choices[i], NULL), PL_OK);
        sweep_done_init(&done, relay, &what);
        statistics = pl_sweep_get_statistics(done.trial.sweep);
        assert_int_equal(statistics.n_lanes, pl_isa_lanes(pl_isa_best()));
        assert_int_equal(statistics.n_groups, 1);
        assert_true((statistics.code_size > 0) == (statistics.why_not_native == NULL));
        if (choices[i] == PL_KERNEL_TAPE) {
            assert_int_equal(statistics.code_size, 0);
            assert_non_null(statistics.why_not_native);
        }
        assert_true(statistics.n_trials >= 50 / statistics.n_lanes);
        assert_in_range(statistics.n_steps, statistics.n_trials,
                        statistics.n_trials * statistics.n_lanes);
        assert_int_equal(statistics.n_alone, 0);
        assert_int_equal(statistics.n_rests, 0);

        /* no more threads than there is work for */
        sweep_rows_finish(&done.rows);
        sweep_trial_run_all(&done.trial, 64, &done.rows);
        statistics = pl_sweep_get_statistics(done.trial.sweep);
        assert_in_range(statistics.n_groups, 2, 50 / statistics.n_lanes + 1);
        sweep_done_finish(&done);
    }
    pl_context_destroy(relay);
}

/* [byte] the most memory that this process has ever had */
static size_t
peak_memory(void)
{
    struct rusage usage;

    assert_int_equal(getrusage(RUSAGE_SELF, &usage), 0);
    return (size_t)usage.ru_maxrss * 1024;
}

static void
run_many(struct sweep_trial *trial, uint64_t n)
{
    struct told told = {.is_ordered = true};
    const struct pl_sweep_work work = {.context = &told, .n = n, .done = count_done};

    assert_int_equal(pl_sweep_run(trial->sweep, &work, trial->diags), PL_OK);
    assert_true(told.is_ordered);
    assert_int_equal(told.n_done, n);
}

static void
test_memory_does_not_grow_with_the_points(void **state)
{
    static const struct sweep_case what = {
        .design = "lhs:1000000",
        .vary = {"k=0.1..1", "A=0.5..2"},
        .measures = {"A"},
        .duration = 0.1,
        .equilibrate = PL_EQUILIBRATE_NO,
        .rtol = 1e-3,
    };
    const struct sweep_models *models = *state;
    struct pl_context *context =
        trial_load_text(models->folder, "A = 1; k = 1; J: A -> ; k*A\n");
    struct sweep_trial trial;
    size_t before = 0;

    sweep_trial_init(&trial, context, &what);
    trial.options.n_threads = 2;
    sweep_trial_create(&trial);
    run_many(&trial, 5000);
    before = peak_memory();
    run_many(&trial, SWEEP_SANITIZED ? 5000 : trial.n_points);
    if (!SWEEP_SANITIZED) {
        /* half a byte for each point */
        assert_in_range(peak_memory() - before, 0, 512 * 1024);
    }
    sweep_trial_finish(&trial);
    pl_context_destroy(context);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_run_of_no_point_is_done_at_once),
        cmocka_unit_test(test_run_ends_with_what_done_answers),
        cmocka_unit_test(test_run_ends_when_watch_says_so),
        cmocka_unit_test(test_watch_is_told_how_many_points_are_done),
        cmocka_unit_test(test_rests_are_shared_where_points_have_the_same),
        cmocka_unit_test(test_create_refuses_what_is_set_twice),
        cmocka_unit_test(test_create_takes_a_factor_beside_a_clamp_or_a_cut),
        cmocka_unit_test(test_create_refuses_options_as_a_single_run_does),
        cmocka_unit_test(test_statistics_tell_what_ran),
        cmocka_unit_test(test_memory_does_not_grow_with_the_points),
    };

    return cmocka_run_group_tests(tests, sweep_set_up, sweep_tear_down);
}
