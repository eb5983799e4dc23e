/*
 * test_shadow.c - what signals do under a treatment, in steps.
 */
#include "testlib.h"

#include <gsl/gsl_errno.h>

#include "analysis/shadow.h"
#include "model/model.h"
#include "study/context.h"
#include "study/treatment.h"
#include "trial.h"

/* F decays as exp(-t / 10) from time 0 on, G is 1 or 2, H stands still. */
static const char text[] = "species F, H; F = 1; H = 0.7; inhibit_X = 0;\n"
                           "feedback_F_G := F; feedback_X_G := 1 + inhibit_X;\n"
                           "feedback_H_G := H;\n"
                           "J: => F; 0.1*(1 - inhibit_X); K: F => ; 0.1*F;\n"
                           "L: => H; 0.7*0.1; M: H => ; 0.1*H;\n"
                           "G := feedback_F_G + feedback_X_G + feedback_H_G;\n";

struct fixture {
    char *folder;
    struct pl_context *context;
    struct pl_treatment *treatment;
    size_t symbols[3];
};

static int
set_up(void **state)
{
    struct fixture *f = calloc(1, sizeof *f);

    gsl_set_error_handler_off();
    assert_non_null(f);
    f->folder = test_make_folder();
    f->context = trial_load_text(f->folder, text);
    f->symbols[0] = pl_model_find(f->context->model, "feedback_F_G");
    f->symbols[1] = pl_model_find(f->context->model, "feedback_X_G");
    f->symbols[2] = pl_model_find(f->context->model, "feedback_H_G");
    *state = f;
    return 0;
}

static int
tear_down(void **state)
{
    struct fixture *f = *state;

    pl_treatment_destroy(f->treatment);
    pl_context_destroy(f->context);
    test_remove_folder(f->folder);
    free(f);
    return 0;
}

static void
make(struct fixture *f, const char *words, double duration, double share,
     struct pl_shadow *shadow)
{
    const struct pl_sim_options sim = pl_sim_options_default();

    pl_treatment_destroy(f->treatment);
    assert_int_equal(pl_treatment_create(f->context, NULL, &f->treatment), PL_OK);
    assert_int_equal(pl_treatment_add_list(f->treatment, words, NULL), PL_OK);
    assert_int_equal(pl_shadow_make(f->context, f->treatment, &sim, duration,
                                    PL_EQUILIBRATE_AUTO, f->symbols, 3, share, NULL,
                                    shadow),
                     PL_OK);
}

/* The level of a signal at a time. */
static double
level_at(const struct pl_shadow *shadow, double time, size_t signal)
{
    size_t k = 0;

    while (k + 1 < shadow->n_steps && shadow->times[k + 1] <= time) {
        k++;
    }
    return shadow->levels[k * shadow->n_signals + signal];
}

static void
test_steps_are_as_small_as_wanted(void **state)
{
    struct fixture *f = *state;
    struct pl_shadow shadow = {0};

    for (double share = 0.08; share > 0.004; share *= 0.5) {
        make(f, "inhibit X", 100.0, share, &shadow);
        assert_true(shadow.times[0] == 0.0);
        assert_int_equal(shadow.n_signals, 3);
        assert_true(shadow.n_steps >= (size_t)(1.0 / share) - 2);
        assert_true(shadow.n_steps <= (size_t)(2.0 / share) + 2);
        for (size_t k = 1; k < shadow.n_steps; k++) {
            assert_true(shadow.times[k] > shadow.times[k - 1]);
        }
        for (double time = 0.0; time <= 100.0; time += 0.37) {
            assert_close(level_at(&shadow, time, 0), exp(-0.1 * time), 0.0,
                         share + 1e-4);
            assert_true(level_at(&shadow, time, 1) == 2.0);
            assert_close(level_at(&shadow, time, 2), 0.7, 1e-6, 0.0);
        }
    }
    pl_shadow_finish(&shadow);
}

/* Steps stand at their means: the integral over the run is that of the signal. */
static void
test_steps_have_the_integral_of_the_signal(void **state)
{
    struct fixture *f = *state;
    struct pl_shadow shadow = {0};
    double sum = 0.0;

    make(f, "inhibit X", 100.0, 0.04, &shadow);
    for (size_t k = 0; k < shadow.n_steps; k++) {
        const double end = k + 1 < shadow.n_steps ? shadow.times[k + 1] : 100.0;

        sum += shadow.levels[k * 3] * (end - shadow.times[k]);
    }
    assert_close(sum, 10.0 * (1.0 - exp(-10.0)), 1e-3, 0.0);
    pl_shadow_finish(&shadow);
}

/* A jump lies between two steps, to the bit. */
static void
test_steps_end_where_a_treatment_jumps(void **state)
{
    struct fixture *f = *state;
    struct pl_shadow shadow = {0};
    bool found = false;

    make(f, "inhibit X@30..70", 100.0, 0.04, &shadow);
    for (size_t k = 0; k < shadow.n_steps; k++) {
        found = found || shadow.times[k] == 30.0;
        assert_true(shadow.levels[k * 3 + 1] ==
                    (shadow.times[k] >= 30.0 && shadow.times[k] < 70.0 ? 2.0 : 1.0));
    }
    assert_true(found);
    pl_shadow_finish(&shadow);
}

static void
test_what_stands_still_is_one_step(void **state)
{
    struct fixture *f = *state;
    struct pl_shadow shadow = {0};

    make(f, "none", 100.0, 0.01, &shadow);
    assert_int_equal(shadow.n_steps, 1);
    assert_true(shadow.levels[0] == 1.0);
    assert_true(shadow.levels[1] == 1.0);
    pl_shadow_finish(&shadow);
}

static enum pl_status
make_once(void *context)
{
    const struct fixture *f = context;
    struct pl_shadow shadow = {0};
    struct pl_sim_options sim = pl_sim_options_default();
    enum pl_status status = PL_OK;

    sim.method = "rkf45";
    status = pl_shadow_make(f->context, f->treatment, &sim, 100.0, PL_EQUILIBRATE_YES,
                            f->symbols, 3, 0.04, NULL, &shadow);
    assert_true(status == PL_OK || shadow.times == NULL);
    pl_shadow_finish(&shadow);
    return status;
}

static void
test_make_survives_no_memory(void **state)
{
    struct fixture *f = *state;
    struct pl_shadow shadow = {0};

    make(f, "inhibit X", 100.0, 0.04, &shadow);
    pl_shadow_finish(&shadow);
    assert_true(assert_survives_no_memory(make_once, f) > 10);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_steps_are_as_small_as_wanted),
        cmocka_unit_test(test_steps_have_the_integral_of_the_signal),
        cmocka_unit_test(test_steps_end_where_a_treatment_jumps),
        cmocka_unit_test(test_what_stands_still_is_one_step),
        cmocka_unit_test(test_make_survives_no_memory),
    };

    return cmocka_run_group_tests(tests, set_up, tear_down);
}
