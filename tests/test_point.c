/*
 * test_point.c - one point of a sweep: where its measures are read, and its way alone.
 */
#include "testlib.h"

#include "base/diag.h"
#include "compile/kernels.h"
#include "model/model.h"
#include "solve/sim.h"
#include "study/context.h"
#include "study/point.h"
#include "sweep_trial.h"
#include "trial.h"

#define N_OF(rows) (sizeof(rows) / sizeof((rows)[0]))

static enum pl_status
plan_init(struct pl_point_plan *plan, const struct sweep_trial *trial,
          struct pl_diags *diags)
{
    return pl_point_plan_init(plan, trial->context, trial->treatment, trial->design,
                              &trial->options, diags);
}

/* Times come once and in order; what is read at the end has none. */
static void
test_plan_lists_each_time_once(void **state)
{
    static const struct sweep_case what = {
        .vary = {"k=0.1..0.2:2", "inhibit_step4=0..1:2", "step1=0.5..1:3"},
        .measures = {"last@2h", "first@0", "last@1h", "middle@2h", "last", "last@3h",
                     "max:last@2h", "auc:first@1h", "min:first@2h", "max:first",
                     "fold:first@1h"},
        .duration = 180.0,
    };
    static const double times[] = {0.0, 60.0, 120.0};
    static const double cuts[] = {60.0, 120.0};
    static const size_t when[] = {2, 0, 1, 2, PL_NONE, PL_NONE, 2, 1, 2, PL_NONE, 1};
    static const size_t column[] = {0, 1, 0, 2, 0, 0, 0, 1, 1, 1, 1};
    const struct sweep_models *models = *state;
    struct sweep_trial trial;
    struct pl_point_plan plan;

    sweep_trial_init(&trial, models->relay, &what);
    trial.options.sim.method = "msbdf";
    trial.options.sim.time_limit = 5.0;
    assert_int_equal(plan_init(&plan, &trial, trial.diags), PL_OK);
    assert_messages(trial.diags, "");
    assert_int_equal(plan.n_times, N_OF(times));
    assert_memory_equal(plan.times, times, sizeof times);
    assert_int_equal(plan.n_cuts, N_OF(cuts));
    assert_memory_equal(plan.cuts, cuts, sizeof cuts);
    assert_int_equal(plan.n_measures, N_OF(when));
    assert_memory_equal(plan.when, when, sizeof when);
    assert_int_equal(plan.n_symbols, 3);
    assert_memory_equal(plan.column, column, sizeof column);
    for (size_t m = 0; m < plan.n_measures; m++) {
        assert_int_equal(plan.symbols[plan.column[m]], trial.measures[m].symbol);
    }
    assert_true(plan.follow.any);
    assert_int_equal(plan.n_factors, 3);
    assert_int_equal(plan.n_keys, 4); /* an inhibition acts from 0 on */
    assert_true(plan.arms[0].protocol.treated && plan.arms[0].protocol.rests);
    assert_string_equal(plan.sim.method, "msbdf");
    assert_null(plan.why_method);
    assert_true(plan.sim.time_limit == 0.0 && plan.sim.stop == NULL);
    pl_point_plan_finish(&plan);
    pl_point_plan_finish(&plan);
    trial.options.sim.method = "auto";
    assert_int_equal(plan_init(&plan, &trial, trial.diags), PL_OK);
    assert_string_equal(plan.sim.method, "rodas");
    assert_non_null(plan.why_method);
    pl_point_plan_finish(&plan);
    sweep_trial_finish(&trial);
}

static void
test_plan_rests_when_something_begins_at_0(void **state)
{
    static const struct {
        struct sweep_case what;
        bool treated, rests, follows;
    } rows[] = {
        {{.vary = {"k=0.1..0.2"}, .measures = {"last"}}, false, false, false},
        {{.vary = {"k=0.1..0.2"},
          .measures = {"last"},
          .equilibrate = PL_EQUILIBRATE_YES},
         false,
         true,
         false},
        {{.vary = {"inhibit_step4=0..1"}, .measures = {"auc:last"}}, true, true, true},
        {{.vary = {"inhibit_step4=0..1"},
          .measures = {"last", "min:last"},
          .equilibrate = PL_EQUILIBRATE_NO},
         true,
         false,
         true},
        {{.words = "--inhibit source@1min",
          .vary = {"k=0.1..0.2"},
          .measures = {"last"}},
         true,
         true,
         false},
        {{.words = "--background inhibit,source=0.5",
          .vary = {"k=0.1..0.2"},
          .measures = {"last"}},
         false,
         true,
         false},
    };
    const struct sweep_models *models = *state;

    for (size_t i = 0; i < N_OF(rows); i++) {
        struct sweep_case what = rows[i].what;
        struct sweep_trial trial;
        struct pl_point_plan plan;

        what.duration = 60.0;
        sweep_trial_init(&trial, models->relay, &what);
        assert_int_equal(plan_init(&plan, &trial, NULL), PL_OK);
        assert_true(plan.arms[0].protocol.treated == rows[i].treated);
        assert_true(plan.arms[0].protocol.rests == rows[i].rests);
        assert_true(plan.follow.any == rows[i].follows);
        pl_point_plan_finish(&plan);
        sweep_trial_finish(&trial);
    }
}

/* Every measure of a point that goes alone has the bits that it has among others. */
static void
expect_alone_as_among_others(const struct pl_context *context,
                             const struct sweep_case *what)
{
    struct sweep_trial trial;
    struct sweep_rows rows;
    struct pl_point_plan plan;
    struct pl_point point;
    struct pl_sim *sim = NULL;

    sweep_trial_init(&trial, context, what);
    sweep_trial_run_all(&trial, 1, &rows);
    assert_int_equal(plan_init(&plan, &trial, NULL), PL_OK);
    assert_int_equal(pl_point_init(&point, &plan, NULL), PL_OK);
    assert_int_equal(pl_sim_create(context->kernels, &plan.sim, NULL, &sim), PL_OK);
    for (uint64_t k = trial.n_points; k > 0; k--) { /* one point after another */
        const bool fails = rows.reasons[k - 1] != NULL;

        point.k = k - 1;
        assert_true((pl_point_run_alone(&point, sim, NULL) != PL_OK) == fails);
        assert_false(point.busy);
        if (fails) {
            continue;
        }
        pl_point_finish_run(&point, sim);
        for (size_t m = 0; m < plan.n_measures; m++) {
            if (sweep_bits(point.results[m]) !=
                sweep_bits(sweep_rows_value(&rows, k - 1, m))) {
                fail_msg("point %zu: %s is %.17g alone and %.17g among others",
                         (size_t)k - 1, trial.measures[m].name, point.results[m],
                         sweep_rows_value(&rows, k - 1, m));
            }
        }
    }
    pl_point_fill_nan(&point);
    for (size_t m = 0; m < plan.n_measures; m++) {
        assert_true(isnan(point.results[m]));
    }
    pl_sim_destroy(sim);
    pl_point_finish(&point);
    pl_point_finish(&point);
    pl_point_plan_finish(&plan);
    sweep_rows_finish(&rows);
    sweep_trial_finish(&trial);
}

static void
test_run_alone_gives_the_bits_of_a_sweep(void **state)
{
    static const struct sweep_case of_her2 = {
        .words = "--inhibit Akt=0.5@1h..24h --clamp S6K_IRS1 --variant receptor_side",
        .design = "lhs:21",
        .vary = {"cell=all", "everolimus=0.01..100nM:log", "IGF=0.1..3"},
        .measures = {"max:pAkt_S473", "max:pAkt_S473@2h", "min:pAkt_S473",
                     "min:pS6K@30h", "auc:pERK@30h", "auc:pERK",
                     "time-to-max:pAkt_S473", "time-to-max:HER3@40h", "pAkt_S473@2h",
                     "fold:pS6K"},
        .duration = 2880.0,
    };
    static const struct sweep_case of_relay = {
        .words = "--set brake_strength=20 --set source=3@1h..2h --set step3=0@90min",
        .vary = {"k=0.05..0.2:4", "inhibit_step4=0..1:5"},
        .measures = {"max:last", "min:last", "auc:last", "time-to-max:last",
                     "max:drive", "min:drive", "auc:drive@90min", "auc:drive",
                     "max:middle@90min", "min:middle", "time-to-max:first"},
        .duration = 300.0,
    };
    /* a gap of mere rounding, and rates that end: a group leaves such steps to its lanes */
    static const struct sweep_case of_gap = {
        .words = "--set b=1@0.1..0.3 --set c=1@0.30000000000000004..0.5",
        .vary = {"k=0.5..2:20"},
        .measures = {"r@0.3", "max:r", "min:r@0.30000000000000004", "auc:r@0.4",
                     "auc:r", "time-to-max:r", "auc:s", "min:s"},
        .duration = 2.0,
        .equilibrate = PL_EQUILIBRATE_NO,
    };
    static const char gap[] =
        "A = 1; k = 1; b = 0; c = 0; J: A -> ; k*(1 + b)*sqrt(A) - c\n"
        "r := A*(1 + b + 2*c); s := sqrt(A)\n";
    const struct sweep_models *models = *state;
    struct pl_context *context = trial_load_text(models->folder, gap);

    expect_alone_as_among_others(models->her2, &of_her2);
    expect_alone_as_among_others(models->relay, &of_relay);
    expect_alone_as_among_others(context, &of_gap);
    pl_context_destroy(context);
}

static enum pl_status
plan_and_point(void *context)
{
    const struct sweep_trial *trial = context;
    struct pl_point_plan plan = {0};
    struct pl_point point = {0};
    enum pl_status status = plan_init(&plan, trial, NULL);

    if (status == PL_OK) {
        status = pl_point_init(&point, &plan, NULL);
    }
    pl_point_finish(&point);
    pl_point_plan_finish(&plan);
    return status;
}

static void
test_point_survives_no_memory(void **state)
{
    static const struct sweep_case what = {
        .words = "--inhibit source@1min",
        .vary = {"k=0.1..0.2"},
        .measures = {"last", "max:first"},
        .duration = 60.0,
    };
    const struct sweep_models *models = *state;
    struct sweep_trial trial;

    sweep_trial_init(&trial, models->relay, &what);
    assert_true(assert_survives_no_memory(plan_and_point, &trial) > 10);
    sweep_trial_finish(&trial);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_plan_lists_each_time_once),
        cmocka_unit_test(test_plan_rests_when_something_begins_at_0),
        cmocka_unit_test(test_run_alone_gives_the_bits_of_a_sweep),
        cmocka_unit_test(test_point_survives_no_memory),
    };

    return cmocka_run_group_tests(tests, sweep_set_up, sweep_tear_down);
}
