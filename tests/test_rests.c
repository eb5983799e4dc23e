/*
 * test_rests.c - the rest state in every member of an ensemble.
 */
#include "testlib.h"

#include "base/diag.h"
#include "compile/program.h"
#include "model/model.h"
#include "solve/rest.h"
#include "study/context.h"
#include "study/ensemble.h"
#include "study/rests.h"
#include "study/treatment.h"
#include "trial.h"

enum { N_SYMBOLS = 3 };

struct fixture {
    char *folder;
    char *path;
    struct pl_context *her2, *feedback, *relay;
    struct pl_diags *diags;
    size_t symbols[N_SYMBOLS]; /* of feedback */
};

static int
set_up(void **state)
{
    static const char *const names[N_SYMBOLS] = {"receptor", "kinaseA", "readout_pB"};
    struct fixture *f = calloc(1, sizeof *f);

    assert_non_null(f);
    f->folder = test_make_folder();
    f->path = test_join(f->folder, "sets.tsv");
    f->her2 = trial_load_source("models/her2-mtor.ant");
    f->feedback = trial_load_source("models/negative-feedback.ant");
    f->relay = trial_load_source("models/relay.ant");
    f->diags = pl_diags_create();
    for (size_t i = 0; i < N_SYMBOLS; i++) {
        f->symbols[i] = pl_model_find(f->feedback->model, names[i]);
    }
    *state = f;
    return 0;
}

static int
tear_down(void **state)
{
    struct fixture *f = *state;

    pl_diags_destroy(f->diags);
    pl_context_destroy(f->relay);
    pl_context_destroy(f->feedback);
    pl_context_destroy(f->her2);
    free(f->path);
    test_remove_folder(f->folder);
    free(f);
    return 0;
}

static struct pl_ensemble *
read(struct fixture *f, const struct pl_context *context, const char *text)
{
    struct pl_ensemble *ensemble = NULL;

    test_write_file(f->path, text);
    assert_int_equal(pl_ensemble_read(context, f->path, f->diags, &ensemble), PL_OK);
    return ensemble;
}

static struct pl_treatment *
treat(const struct pl_context *context, const char *background)
{
    struct pl_treatment *treatment = NULL;

    assert_int_equal(pl_treatment_create(context, NULL, &treatment), PL_OK);
    if (background != NULL) {
        assert_int_equal(pl_treatment_background(treatment, background, NULL), PL_OK);
    }
    return treatment;
}

static struct pl_rests_options
make_options(const struct fixture *f)
{
    return (struct pl_rests_options){
        .sim = pl_sim_options_default(), .symbols = f->symbols, .n_symbols = N_SYMBOLS};
}

/* Without the brake: receptor r = 0.15 L/(0.15 L + 0.1), kinase A 0.5 r/(0.5 r + 0.3), and
 * so on down a chain, whose eigenvalues are -(on + off) of each step. */
static void
test_run_gives_the_closed_form_of_each_member(void **state)
{
    static const double ligands[] = {1.0, 2.0, 4.0};
    struct fixture *f = *state;
    struct pl_ensemble *ensemble = read(f, f->feedback, "ligand\n1\n2\n4\n");
    struct pl_treatment *treatment = treat(f->feedback, "inhibit kinaseB");
    const struct pl_rests_options options = make_options(f);
    struct pl_rests rests = {0};

    assert_int_equal(
        pl_rests_run(f->feedback, treatment, ensemble, &options, f->diags, &rests),
        PL_OK);
    assert_messages(f->diags, "");
    assert_int_equal(rests.n_members, 3);
    assert_int_equal(rests.n_failed, 0);
    assert_int_equal(rests.n_laws, 0);
    assert_int_equal(rests.n_eigenvalues, 4);
    for (size_t m = 0; m < 3; m++) {
        const double on = 0.15 * ligands[m];
        const double receptor = on / (on + 0.1);
        const double a = 0.5 * receptor / (0.5 * receptor + 0.3);
        const double b = 0.2 * a / (0.2 * a + 0.05);

        assert_null(rests.reasons[m]);
        assert_close(rests.values[m * N_SYMBOLS], receptor, 1e-14, 0.0);
        assert_close(rests.values[m * N_SYMBOLS + 1], a, 1e-14, 0.0);
        assert_close(rests.values[m * N_SYMBOLS + 2], b, 1e-14, 0.0);
        assert_close(rests.real[m * 4], -0.1, 1e-12, 0.0);
        assert_close(rests.real[m * 4 + 1], -(0.2 * a + 0.05), 1e-12, 0.0);
        assert_close(rests.real[m * 4 + 2] + rests.real[m * 4 + 3],
                     -(on + 0.1) - (0.5 * receptor + 0.3), 1e-12, 0.0);
        assert_close(rests.imaginary[m * 4 + 2], 0.0, 0.0, 0.0);
    }
    pl_rests_finish(&rests);
    pl_treatment_destroy(treatment);
    pl_ensemble_destroy(ensemble);
}

/* One member as a simulation of its own, to the bit. */
static void
check_member(const struct fixture *f, const struct pl_treatment *treatment,
             const struct pl_ensemble *ensemble, const struct pl_rests *rests,
             size_t member)
{
    const struct pl_program *program = f->her2->program;
    const struct pl_sim_options options = pl_sim_options_default();
    double *inputs = calloc(program->n_inputs, sizeof *inputs);
    double *y = calloc(program->n_states, sizeof *y);
    struct pl_rest rest = {0};
    struct pl_sim *sim = NULL;

    pl_treatment_inputs_in(treatment, PL_NONE, ensemble, member, inputs);
    assert_int_equal(pl_sim_create(f->her2->kernels, &options, NULL, &sim), PL_OK);
    assert_int_equal(pl_sim_start(sim, inputs, NULL), PL_OK);
    assert_int_equal(pl_sim_rest(sim, NULL, &rest), PL_OK);
    pl_sim_state(sim, y);
    assert_memory_equal(rests->values + member * program->n_states, y,
                        program->n_states * sizeof *y);
    assert_int_equal(rests->n_eigenvalues, rest.n_eigenvalues);
    assert_int_equal(rests->n_laws, rest.n_laws);
    assert_memory_equal(rests->real + member * rest.n_eigenvalues, rest.real,
                        rest.n_eigenvalues * sizeof *rest.real);
    assert_memory_equal(rests->imaginary + member * rest.n_eigenvalues, rest.imaginary,
                        rest.n_eigenvalues * sizeof *rest.imaginary);
    pl_rest_finish(&rest);
    pl_sim_destroy(sim);
    free(y);
    free(inputs);
}

static void
test_run_has_the_bits_of_single_simulations(void **state)
{
    struct fixture *f = *state;
    struct pl_ensemble *ensemble = read(
        f, f->her2, "k_S6K\tPTEN\n0.05\t1\n0.02\t0.5\n0.1\t0.75\n0.2\t1\n0.01\t0.9\n");
    struct pl_treatment *treatment = treat(f->her2, "drug everolimus=20nM");
    struct pl_rests_options options = make_options(f);
    struct pl_rests rests = {0};

    options.symbols = f->her2->program->state_symbol;
    options.n_symbols = f->her2->program->n_states;
    for (options.n_threads = 0; options.n_threads <= 9; options.n_threads += 3) {
        assert_int_equal(
            pl_rests_run(f->her2, treatment, ensemble, &options, f->diags, &rests),
            PL_OK);
        assert_messages(f->diags, "");
        for (size_t m = 0; m < 5; m++) {
            check_member(f, treatment, ensemble, &rests, m);
        }
    }
    pl_rests_finish(&rests);
    pl_treatment_destroy(treatment);
    pl_ensemble_destroy(ensemble);
}

static void
test_run_leaves_out_members_that_do_not_rest(void **state)
{
    struct fixture *f = *state;
    struct pl_ensemble *ensemble = read(f, f->relay, "brake_strength\n100\n20\n200\n");
    struct pl_treatment *treatment = treat(f->relay, NULL);
    const size_t last = pl_model_find(f->relay->model, "step6");
    struct pl_rests_options options = make_options(f);
    struct pl_rests rests = {0};

    options.symbols = &last;
    options.n_symbols = 1;
    assert_int_equal(
        pl_rests_run(f->relay, treatment, ensemble, &options, f->diags, &rests), PL_OK);
    assert_messages(f->diags, "");
    assert_int_equal(rests.n_failed, 2);
    assert_int_equal(rests.n_eigenvalues, 6);
    assert_non_null(
        strstr(rests.reasons[0], "the network does not come to rest: 'step1'"));
    assert_null(rests.reasons[1]);
    assert_non_null(rests.reasons[2]);
    for (size_t m = 0; m < 3; m += 2) {
        assert_true(isnan(rests.values[m]));
        for (size_t i = 0; i < 6; i++) {
            assert_true(isnan(rests.real[m * 6 + i]));
            assert_true(isnan(rests.imaginary[m * 6 + i]));
        }
    }
    /* x (1 + 20 x^4) = 1 at rest */
    assert_close(rests.values[1] * (1.0 + 20.0 * pow(rests.values[1], 4.0)), 1.0, 1e-14,
                 0.0);
    assert_true(rests.real[6] < 0.0);
    pl_ensemble_destroy(ensemble);

    ensemble = read(f, f->relay, "brake_strength\n100\n");
    assert_int_equal(
        pl_rests_run(f->relay, treatment, ensemble, &options, f->diags, &rests), PL_OK);
    assert_int_equal(rests.n_members, 1);
    assert_int_equal(rests.n_failed, 1);
    assert_int_equal(rests.n_eigenvalues, 0);
    pl_rests_finish(&rests);
    assert_null(rests.reasons);
    pl_treatment_destroy(treatment);
    pl_ensemble_destroy(ensemble);
}

static bool
stop_at_once(void *context, uint64_t n_done)
{
    uint64_t *seen = context;

    *seen = n_done;
    return true;
}

static bool
look_on(void *context, uint64_t n_done)
{
    (void)stop_at_once(context, n_done);
    return false;
}

static void
test_run_is_watched_and_stops_when_asked(void **state)
{
    struct fixture *f = *state;
    struct pl_ensemble *ensemble = read(f, f->feedback, "ligand\n1\n2\n4\n");
    struct pl_treatment *treatment = treat(f->feedback, NULL);
    struct pl_rests_options options = make_options(f);
    struct pl_rests rests = {0};
    uint64_t seen = 99;

    options.watch_context = &seen;
    options.watch = look_on;
    assert_int_equal(
        pl_rests_run(f->feedback, treatment, ensemble, &options, f->diags, &rests),
        PL_OK);
    assert_int_equal(seen, 3);
    options.watch = stop_at_once;
    assert_int_equal(
        pl_rests_run(f->feedback, treatment, ensemble, &options, f->diags, &rests),
        PL_ERR_STOPPED);
    assert_true(seen <= 3);
    assert_null(rests.values);
    assert_messages(f->diags, "");
    pl_treatment_destroy(treatment);
    pl_ensemble_destroy(ensemble);
}

static void
test_run_refuses_options_out_of_range(void **state)
{
    struct fixture *f = *state;
    struct pl_ensemble *ensemble = read(f, f->feedback, "ligand\n1\n");
    struct pl_treatment *treatment = treat(f->feedback, NULL);
    struct pl_rests_options options = make_options(f);
    struct pl_rests rests = {0};

    options.sim.rtol = 2.0;
    assert_int_equal(
        pl_rests_run(f->feedback, treatment, ensemble, &options, f->diags, &rests),
        PL_ERR_OPTION);
    assert_int_equal(pl_diags_n_errors(f->diags), 1);
    assert_null(rests.values);
    pl_diags_clear(f->diags);
    pl_treatment_destroy(treatment);
    pl_ensemble_destroy(ensemble);
}

struct task {
    const struct fixture *fixture;
    const struct pl_context *context;
    const struct pl_treatment *treatment;
    const struct pl_ensemble *ensemble;
    struct pl_rests_options options;
};

static enum pl_status
run_once(void *context)
{
    const struct task *task = context;
    struct pl_rests rests = {0};
    struct pl_diags *diags = pl_diags_create();
    enum pl_status status = PL_ERR_NOMEM;

    if (diags != NULL) {
        status = pl_rests_run(task->context, task->treatment, task->ensemble,
                              &task->options, diags, &rests);
    }
    pl_rests_finish(&rests);
    pl_diags_destroy(diags);
    return status;
}

static void
test_run_survives_no_memory(void **state)
{
    struct fixture *f = *state;
    const size_t last = pl_model_find(f->relay->model, "step6");
    struct pl_ensemble *ensemble = read(f, f->relay, "brake_strength\n0\n20\n");
    struct pl_treatment *treatment = treat(f->relay, NULL);
    struct task task = {f, f->relay, treatment, ensemble, make_options(f)};

    task.options.symbols = &last;
    task.options.n_symbols = 1;
    task.options.n_threads = 1;
    assert_survives_no_memory(run_once, &task);
    pl_ensemble_destroy(ensemble);

    /* a hint to a reason that there is no room for may get lost, and nothing else */
    ensemble = read(f, f->relay, "brake_strength\n0\n100\n");
    task.ensemble = ensemble;
    task.options.sim.max_steps = 50; /* the second does not rest, soon */
    for (size_t n = 1;; n++) {
        enum pl_status status;

        test_fail_allocation(n, false);
        status = run_once(&task);
        if (!test_allow_allocations()) {
            assert_int_equal(status, PL_OK);
            break;
        }
        assert_true(status == PL_OK || status == PL_ERR_NOMEM);
    }
    pl_treatment_destroy(treatment);
    pl_ensemble_destroy(ensemble);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_run_gives_the_closed_form_of_each_member),
        cmocka_unit_test(test_run_has_the_bits_of_single_simulations),
        cmocka_unit_test(test_run_leaves_out_members_that_do_not_rest),
        cmocka_unit_test(test_run_is_watched_and_stops_when_asked),
        cmocka_unit_test(test_run_refuses_options_out_of_range),
        cmocka_unit_test(test_run_survives_no_memory),
    };

    return cmocka_run_group_tests(tests, set_up, tear_down);
}
