/*
 * explain_trial.c - folds that are taken apart, for tests.
 */
#include "explain_trial.h"

#include "testlib.h"

#include "base/diag.h"
#include "base/index.h"
#include "base/text.h"
#include "study/context.h"
#include "study/ensemble.h"
#include "study/treatment.h"

const char explain_two_loops[] =
    "species R; R = 1;\n"
    "inhibit_X = 0;\n"
    "e = 0.3; a = 0.8; b = 0.25; c = 1.5; d = 0.05;\n"
    "feedback_A_R := 1 - inhibit_X; feedback_A_R is \"A -| R\";\n"
    "feedback_A_R notes \"made up\";\n"
    "feedback_B_R := 1 - inhibit_X; feedback_B_R is \"B -| R\";\n"
    "target := (1 - e*inhibit_X)*(1 + a*(1 - feedback_A_R) + b*(1 - feedback_B_R) \\\n"
    "          + c*(1 - feedback_A_R)*(1 - feedback_B_R));\n"
    "J: => R; d*target; K: R => ; d*R;\n"
    "readout_R := R; readout_R is \"the readout\";\n";

const double explain_two_times[EXPLAIN_N_TIMES] = {5.0, 40.0, 400.0};

double
explain_two_log(bool a, bool b, double time)
{
    const double target =
        (1.0 - 0.3) * (1.0 + (a ? 0.8 : 0.0) + (b ? 0.25 : 0.0) + (a && b ? 1.5 : 0.0));

    return log(target + (1.0 - target) * exp(-0.05 * time));
}

void
explain_trial_init(struct explain_trial *trial, const struct pl_context *context,
                   const char *words, const char *readout, const double *times,
                   size_t n_times)
{
    size_t *symbols = NULL;
    size_t n = 0;

    *trial = (struct explain_trial){.context = context, .diags = pl_diags_create()};
    assert_non_null(trial->diags);
    assert_int_equal(pl_treatment_create(context, trial->diags, &trial->treatment),
                     PL_OK);
    assert_int_equal(pl_treatment_add_list(trial->treatment, words, trial->diags),
                     PL_OK);
    assert_int_equal(pl_context_readouts(context, &readout, readout != NULL ? 1 : 0,
                                         trial->diags, &symbols, &n),
                     PL_OK);
    assert_true(n_times <= EXPLAIN_MOST_TIMES);
    memcpy(trial->times, times, n_times * sizeof *times);
    trial->options = (struct pl_explain_options){
        .sim = pl_sim_options_default(),
        .duration = times[n_times - 1],
        .times = trial->times,
        .n_times = n_times,
        .readout = symbols[0],
        .edges = trial->edges,
        .groups = trial->groups,
        .focus = PL_NONE,
    };
    free(symbols);
}

void
explain_trial_finish(struct explain_trial *trial)
{
    pl_explain_finish(&trial->explain);
    pl_treatment_destroy(trial->treatment);
    pl_treatment_destroy(trial->against);
    pl_ensemble_destroy(trial->ensemble);
    pl_diags_destroy(trial->diags);
}

void
explain_trial_add_edge(struct explain_trial *trial, const char *name)
{
    assert_true(trial->options.n_edges < EXPLAIN_MOST_NAMES);
    trial->edges[trial->options.n_edges++] = name;
}

void
explain_trial_add_group(struct explain_trial *trial, const char *text)
{
    assert_true(trial->options.n_groups < EXPLAIN_MOST_NAMES);
    trial->groups[trial->options.n_groups++] = text;
}

void
explain_trial_set_against(struct explain_trial *trial, const char *words)
{
    assert_int_equal(
        pl_explain_make_against(trial->treatment, words, trial->diags, &trial->against),
        PL_OK);
    trial->options.against = trial->against;
}

void
explain_trial_set_ensemble(struct explain_trial *trial, const char *path)
{
    assert_int_equal(
        pl_ensemble_read(trial->context, path, trial->diags, &trial->ensemble), PL_OK);
    trial->options.ensemble = trial->ensemble;
}

enum pl_status
explain_trial_run(struct explain_trial *trial)
{
    return pl_explain_run(trial->context, trial->treatment, &trial->options,
                          trial->diags, &trial->explain);
}

void
explain_trial_run_well(struct explain_trial *trial)
{
    const enum pl_status status = explain_trial_run(trial);

    assert_messages(trial->diags, "");
    assert_int_equal(status, PL_OK);
}

size_t
explain_trial_loop(const struct explain_trial *trial, const char *name)
{
    for (size_t l = 0; l < trial->explain.n_loops; l++) {
        if (strcmp(trial->explain.loops[l].name, name) == 0) {
            return l;
        }
    }
    fail_msg("no loop '%s'", name);
    return 0;
}

double
explain_trial_log(const struct explain_trial *trial, size_t member, const char *part,
                  size_t time)
{
    const struct pl_explain *explain = &trial->explain;
    const size_t p = strcmp(part, "rest") == 0   ? explain->n_loops
                     : strcmp(part, "fold") == 0 ? explain->n_loops + 1
                                                 : explain_trial_loop(trial, part);

    return explain
        ->factors[(member * (explain->n_loops + 2) + p) * explain->n_times + time];
}

void
explain_trial_expect_product(const struct explain_trial *trial)
{
    const struct pl_explain *explain = &trial->explain;

    for (size_t m = 0; m < explain->n_members; m++) {
        for (size_t k = 0; k < explain->n_times; k++) {
            double sum = explain_trial_log(trial, m, "rest", k);

            for (size_t l = 0; l < explain->n_loops; l++) {
                sum += explain_trial_log(trial, m, explain->loops[l].name, k);
            }
            assert_close(sum, explain_trial_log(trial, m, "fold", k), 0.0, 1e-12);
        }
    }
}
