/*
 * test_explain_properties.c - what holds of factors in any model: on random small ones; and
 * the numbers that were reported of her2-mtor.
 */
#include "testlib.h"

#include <gsl/gsl_errno.h>

#include "base/diag.h"
#include "base/index.h"
#include "base/text.h"
#include "explain_trial.h"
#include "study/context.h"
#include "study/mix.h"
#include "trial.h"

#define N_OF(rows) (sizeof(rows) / sizeof((rows)[0]))

struct fixture {
    char *folder;
    struct pl_context *two, *her2;
};

static int
set_up(void **state)
{
    struct fixture *f = calloc(1, sizeof *f);

    gsl_set_error_handler_off();
    assert_non_null(f);
    f->folder = test_make_folder();
    f->two = trial_load_text(f->folder, explain_two_loops);
    f->her2 = trial_load_source("models/her2-mtor.ant");
    *state = f;
    return 0;
}

static int
tear_down(void **state)
{
    struct fixture *f = *state;

    pl_context_destroy(f->two);
    pl_context_destroy(f->her2);
    test_remove_folder(f->folder);
    free(f);
    return 0;
}

/* ---- against random small models */

/* A number from 0 to 1. */
static double
chance(uint64_t model, uint64_t which)
{
    return (double)(pl_mix_in(pl_mix_in(3, model), which) >> 11) * 0x1p-53;
}

/* n species in a ring and n edges; each rate has a Hill term of one signal, up or down. */
static void
write_random(uint64_t seed, size_t n, struct pl_text *text)
{
    pl_text_put(text, "inhibit_X = 0;\n");
    for (size_t i = 0; i < n; i++) {
        pl_text_format(text, "species S%zu; S%zu = 1;\n", i, i);
    }
    for (size_t i = 0; i < n; i++) {
        const size_t from = (size_t)(chance(seed, 10 + i) * (double)n);

        pl_text_format(text, "feedback_S%zu_E%zu := S%zu%s;\n", from, i, from,
                       chance(seed, 20 + i) < 0.4 ? "*(1 - 0.8*inhibit_X)" : "");
    }
    for (size_t i = 0; i < n; i++) {
        const size_t from = (size_t)(chance(seed, 10 + i) * (double)n);
        const double up = 4.0 * chance(seed, 30 + i) - 2.0;
        const double rate = 0.02 + 0.2 * chance(seed, 40 + i);

        pl_text_format(text, "P%zu: => S%zu; %.3f*(0.5 + S%zu/(1 + S%zu))", i, i, rate,
                       (i + 1) % n, (i + 1) % n);
        pl_text_format(text, "*(1 + %.3f*feedback_S%zu_E%zu/(1 + feedback_S%zu_E%zu))",
                       up > 0.0 ? up : 0.0, from, i, from, i);
        pl_text_format(text, "/(1 + %.3f*feedback_S%zu_E%zu)%s;\n",
                       up < 0.0 ? -up : 0.0, from, i,
                       i == 0 ? "*(1 - 0.5*inhibit_X)" : "");
        pl_text_format(text, "D%zu: S%zu => ; %.3f*S%zu;\n", i, i, rate, i);
    }
    pl_text_put(text, "readout_R := S0;\n");
}

/* v of a coalition by the single run with the clamps in its treatment. */
static void
log_by_single_run(const struct pl_context *context, const struct explain_trial *trial,
                  uint64_t intact, double *logs)
{
    struct pl_text words;
    struct trial single;
    const char *readout = "R";

    pl_text_init(&words);
    pl_text_put(&words, "--inhibit X");
    for (size_t l = 0; l < trial->explain.n_loops; l++) {
        if ((intact >> l & 1) == 0) {
            pl_text_format(&words, " --clamp %s", trial->explain.loops[l].name);
        }
    }
    trial_init(&single, context, pl_text_string(&words), trial->options.duration,
               &readout, 1);
    single.options.sim = trial->options.sim;
    single.options.marks = trial->times;
    single.options.n_marks = trial->options.n_times;
    trial_run_well(&single);
    for (size_t k = 0; k < trial->options.n_times; k++) {
        logs[k] = log(single.course.mark_values[k] / single.course.untreated[0]);
    }
    trial_finish(&single);
    pl_text_finish(&words);
}

/* Shapley's formula as he wrote it. */
static double
share_by_formula(const double *logs, size_t n, size_t n_times, size_t i, size_t k)
{
    static const double factorial[] = {1, 1, 2, 6, 24, 120};
    double share = 0.0;

    for (size_t s = 0; s < (size_t)1 << n; s++) {
        size_t size = 0;

        for (size_t j = 0; j < n; j++) {
            size += s >> j & 1;
        }
        if ((s >> i & 1) == 0) {
            share += factorial[size] * factorial[n - size - 1] / factorial[n] *
                     (logs[(s | (size_t)1 << i) * n_times + k] - logs[s * n_times + k]);
        }
    }
    return share;
}

static void
test_run_agrees_with_single_runs_and_the_formula(void **state)
{
    const struct fixture *f = *state;
    const double times[] = {20.0, 150.0};
    size_t n_told = 0;

    for (uint64_t seed = 0; seed < 12; seed++) {
        const size_t n = 2 + seed % 3;
        double logs[16 * 2];
        struct pl_text text;
        struct pl_context *context = NULL;
        struct explain_trial trial;

        pl_text_init(&text);
        write_random(seed, n, &text);
        context = trial_load_text(f->folder, pl_text_string(&text));
        pl_text_finish(&text);
        explain_trial_init(&trial, context, "inhibit X", NULL, times, N_OF(times));
        explain_trial_run_well(&trial);
        assert_true(trial.explain.n_loops <= n);
        n_told += trial.explain.n_loops;
        for (uint64_t s = 0; s < UINT64_C(1) << trial.explain.n_loops; s++) {
            log_by_single_run(context, &trial, s, logs + s * 2);
        }
        for (size_t l = 0; l < trial.explain.n_loops; l++) {
            for (size_t k = 0; k < 2; k++) {
                const double want =
                    share_by_formula(logs, trial.explain.n_loops, 2, l, k);

                assert_close(
                    explain_trial_log(&trial, 0, trial.explain.loops[l].name, k), want,
                    0.0, 1e-12);
            }
        }
        explain_trial_expect_product(&trial);
        explain_trial_finish(&trial);
        pl_context_destroy(context);
    }
    assert_true(n_told > 24);
}

/* A loop whose signal stands still is a dummy: its factor is 1 as far as the runs tell. */
static void
test_a_loop_that_does_not_move_has_factor_1(void **state)
{
    const struct fixture *f = *state;
    const double times[] = {50.0};
    struct pl_context *context =
        trial_load_text(f->folder, "species R, Q; R = 1; Q = 1; inhibit_X = 0;\n"
                                   "feedback_Q_R := Q; feedback_A_R := 1 - inhibit_X;\n"
                                   "J1: => Q; 0.1; J2: Q => ; 0.1*Q;\n"
                                   "J3: => R; 0.1*feedback_Q_R*(2 - feedback_A_R);\n"
                                   "J4: R => ; 0.1*R; readout_R := R;\n");
    struct explain_trial trial;

    explain_trial_init(&trial, context, "inhibit X", NULL, times, N_OF(times));
    explain_trial_run_well(&trial);
    assert_close(explain_trial_log(&trial, 0, "Q_R", 0), 0.0, 0.0, 1e-12);
    assert_int_equal(trial.explain.loops[0].role, PL_EXPLAIN_ROLE_SILENT);
    assert_false(trial.explain.behind[1 * 2 + 0]); /* it does not depart: no series */
    explain_trial_finish(&trial);
    pl_context_destroy(context);
}

/* Twins: two edges of one signal, which every rate reads alike. Their factors are equal.
 * Z is read, but its signal is a species that nothing moves: its factor is 1. */
static void
write_twins(uint64_t seed, struct pl_text *text)
{
    const double up = 0.2 + 2.0 * chance(seed, 1);
    const double down = 0.2 + 2.0 * chance(seed, 2);
    const double rate = 0.02 + 0.2 * chance(seed, 3);
    const double feed = chance(seed, 4);

    pl_text_put(text, "inhibit_X = 0; species R, M, Z; R = 1; M = 1; Z = 0.7;\n");
    pl_text_format(text, "feedback_M_A := M%s;\n",
                   chance(seed, 5) < 0.5 ? "*(1 - 0.8*inhibit_X)" : "");
    pl_text_format(text, "feedback_M_B := M%s;\n",
                   chance(seed, 5) < 0.5 ? "*(1 - 0.8*inhibit_X)" : "");
    pl_text_put(text, "feedback_R_C := R; feedback_Z_R := Z;\n");
    pl_text_format(
        text, "P1: => M; %.3f*2*R/(1 + R)*(1 - 0.5*inhibit_X); D1: M => ; %.3f*M;\n",
        rate, rate);
    pl_text_format(
        text,
        "P2: => R; 0.1*(1 + %.3f*feedback_R_C/(1 + feedback_R_C))*feedback_Z_R"
        "/((1 + %.3f*feedback_M_A)*(1 + %.3f*feedback_M_B))"
        "*(1 + %.3f*feedback_M_A*feedback_M_B/(1 + feedback_M_A*feedback_M_B));\n",
        feed, down, down, up);
    pl_text_put(text, "D2: R => ; 0.1*R; P3: => Z; 0.07; D3: Z => ; 0.1*Z;\n");
    pl_text_put(text, "readout_R := R; readout_M := M; readout_P := R*M;\n");
}

/* Explain a readout of a model of that kind. */
static struct pl_context *
explain_twins(const struct fixture *f, uint64_t seed, const char *readout,
              struct explain_trial *trial)
{
    const double times[] = {20.0, 150.0};
    struct pl_text text;
    struct pl_context *context = NULL;

    pl_text_init(&text);
    write_twins(seed, &text);
    context = trial_load_text(f->folder, pl_text_string(&text));
    pl_text_finish(&text);
    explain_trial_init(trial, context, "inhibit X", readout, times, N_OF(times));
    explain_trial_run_well(trial);
    assert_int_equal(trial->explain.n_loops, 4);
    explain_trial_expect_product(trial);
    return context;
}

static void
test_loops_that_are_alike_have_like_factors(void **state)
{
    const struct fixture *f = *state;
    double most = 0.0;

    for (uint64_t seed = 0; seed < 10; seed++) {
        struct explain_trial trial;
        struct pl_context *context = explain_twins(f, seed, "R", &trial);

        for (size_t k = 0; k < 2; k++) {
            const double a = explain_trial_log(&trial, 0, "M_A", k);

            assert_close(explain_trial_log(&trial, 0, "M_B", k), a, 0.0, 1e-9);
            most = fmax(most, fabs(a));
            /* C is none of them */
            assert_true(fabs(explain_trial_log(&trial, 0, "R_C", k) - a) > 1e-6);
        }
        explain_trial_finish(&trial);
        pl_context_destroy(context);
    }
    assert_true(most > 0.05);
}

static void
test_loops_that_do_nothing_have_factor_1(void **state)
{
    const struct fixture *f = *state;

    for (uint64_t seed = 0; seed < 10; seed++) {
        struct explain_trial trial;
        struct pl_context *context = explain_twins(f, seed, "R", &trial);

        for (size_t k = 0; k < 2; k++) {
            assert_close(explain_trial_log(&trial, 0, "Z_R", k), 0.0, 0.0, 1e-12);
        }
        explain_trial_finish(&trial);
        pl_context_destroy(context);
    }
}

/* ln of the fold of R M is the sum of both: so is what each loop has of it. */
static void
test_factors_of_a_product_are_products_of_factors(void **state)
{
    static const char *const parts[] = {"M_A", "M_B", "R_C", "Z_R", "rest", "fold"};
    static const char *const readouts[] = {"R", "M", "P"};
    const struct fixture *f = *state;

    for (uint64_t seed = 0; seed < 10; seed++) {
        struct explain_trial trials[3];
        struct pl_context *contexts[3];

        for (size_t i = 0; i < 3; i++) {
            contexts[i] = explain_twins(f, seed, readouts[i], &trials[i]);
        }
        for (size_t p = 0; p < N_OF(parts); p++) {
            for (size_t k = 0; k < 2; k++) {
                assert_close(explain_trial_log(&trials[2], 0, parts[p], k),
                             explain_trial_log(&trials[0], 0, parts[p], k) +
                                 explain_trial_log(&trials[1], 0, parts[p], k),
                             0.0, 1e-12);
            }
        }
        for (size_t i = 0; i < 3; i++) {
            explain_trial_finish(&trials[i]);
            pl_context_destroy(contexts[i]);
        }
    }
}

/* ---- numbers that were reported */

/* A factor, to the two decimals of a report. */
static void
expect_factor(const struct explain_trial *trial, const char *part, size_t k,
              double want)
{
    assert_close(exp(explain_trial_log(trial, 0, part, k)), want, 0.0, 0.005);
}

static void
test_foxo_alone_raises_her3_under_mk2206(void **state)
{
    const struct fixture *f = *state;
    const double times[] = {1440.0};
    struct explain_trial trial;
    const struct pl_explain *explain = &trial.explain;

    explain_trial_init(&trial, f->her2, "drug MK2206=1uM", "HER3", times, 1);
    explain_trial_run_well(&trial);
    expect_factor(&trial, "fold", 0, 2.50);
    expect_factor(&trial, "FOXO_HER3", 0, 2.50);
    expect_factor(&trial, "rest", 0, 1.00);
    for (size_t l = 0; l < explain->n_loops; l++) {
        if (l != explain_trial_loop(&trial, "FOXO_HER3")) {
            assert_int_equal(explain->loops[l].role, PL_EXPLAIN_ROLE_SILENT);
        }
    }
    explain_trial_finish(&trial);
}

/* pT308 comes back from 0.37 at 1 h to 0.56 at 24 h: FOXO 1.27 on everything else 0.35. The
 * report has one edge for all that FOXO does. */
static void
test_foxo_brings_t308_back_under_azd8055(void **state)
{
    const struct fixture *f = *state;
    const double times[] = {60.0, 1440.0};
    struct explain_trial trial;

    explain_trial_init(&trial, f->her2, "drug AZD8055=500nM", "pAkt_T308", times, 2);
    explain_trial_add_group(&trial, "FOXO=FOXO_HER3,FOXO_IGF1R,FOXO_Rictor");
    explain_trial_add_group(&trial, "IRS1=S6K_IRS1,S6K_IRS1_loss");
    explain_trial_add_group(&trial, "ERK=ERK_HER2,ERK_SOS,ERK_DUSP,ERK_TSC2");
    explain_trial_run_well(&trial);
    assert_true(trial.explain.exact);
    expect_factor(&trial, "fold", 0, 0.37);
    expect_factor(&trial, "fold", 1, 0.56);
    expect_factor(&trial, "rest", 1, 0.35);
    assert_close(exp(explain_trial_log(&trial, 0, "FOXO", 1)), 1.27, 0.0, 0.02);
    explain_trial_finish(&trial);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_run_agrees_with_single_runs_and_the_formula),
        cmocka_unit_test(test_loops_that_are_alike_have_like_factors),
        cmocka_unit_test(test_loops_that_do_nothing_have_factor_1),
        cmocka_unit_test(test_factors_of_a_product_are_products_of_factors),
        cmocka_unit_test(test_a_loop_that_does_not_move_has_factor_1),
        cmocka_unit_test(test_foxo_alone_raises_her3_under_mk2206),
        cmocka_unit_test(test_foxo_brings_t308_back_under_azd8055),
    };

    return cmocka_run_group_tests(tests, set_up, tear_down);
}
