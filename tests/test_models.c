/*
 * test_models.c - properties that hold for every file in models/: laws, agreement of
 * methods, and that nothing depends on outputs, on an earlier run or on the order of
 * statements.
 */
#include "solve/sim.h"

#include "base/diag.h"
#include "compile/program.h"
#include "model/conservation.h"
#include "model/model.h"
#include "model/roles.h"
#include "network_sim.h"
#include "solve/rest.h"
#include "testlib.h"

/* Output times of a run, both ends included. */
enum { N_TIMES = 97 };

/* A quantity of a model is compared relative to itself, but where it is smaller than
 * this part of its largest value in the run, relative to that. */
static const double SMALL = 1e-3;

static const struct subject {
    const char *path;
    double hours; /* of a treated run */
    double alone; /* [model time] of a run from the file's own values */
    size_t n_laws;
} subjects[] = {
    {"models/her2-mtor.ant", 48.0, 600.0, 2},
    {"models/negative-feedback.ant", 10.0, 200.0, 0},
    {"models/relay.ant", 5.0, 200.0, 0},
    {"models/huang-ferrell.ant", 10.0 / 60.0, 100.0, 6},
};

enum { N_SUBJECTS = sizeof subjects / sizeof *subjects };

/* ---- treated runs ---- */

/* A network with what it went through. */
struct course {
    struct network network;
    size_t target; /* what is inhibited: the parameter of the model's first target */
    size_t n_times, n_symbols;
    double *times; /* shape (n_times) */
    double *rows;  /* shape (n_times, n_symbols), row-major */
};

static void
keep_row(void *context, size_t k, double time, const double *values)
{
    struct course *course = context;

    assert_true(k < course->n_times && time == course->times[k]);
    memcpy(course->rows + k * course->n_symbols, values,
           course->n_symbols * sizeof *values);
}

/* The parameter of the first target that the model offers. */
static size_t
first_target(const struct pl_model *model)
{
    struct pl_roles roles;
    size_t symbol = PL_NONE;

    assert_int_equal(pl_roles_find(model, NULL, &roles), PL_OK);
    assert_true(roles.lists[PL_ROLE_TARGET].n > 0);
    symbol = roles.lists[PL_ROLE_TARGET].symbols[0];
    pl_roles_finish(&roles);
    return symbol;
}

/* To rest, and from there with the target fully inhibited. */
static void
run_treated(struct course *course, double hours)
{
    struct network *network = &course->network;
    const double t_end = hours * 3600.0 / network->model->time_unit;
    struct pl_output output = {.times = course->times,
                               .n_times = course->n_times,
                               .emit = keep_row,
                               .context = course};

    network_even_times(course->times, course->n_times, t_end);
    network_start(network);
    network_expect_ok(network, pl_sim_rest(network->sim, network->diags, NULL));
    network_expect_ok(network,
                      pl_sim_assign(network->sim, course->target, 1.0, network->diags));
    network_expect_ok(network,
                      pl_sim_advance(network->sim, t_end, &output, network->diags));
    assert_int_equal(output.next, course->n_times - 1); /* the end is left to us */
    pl_sim_observe(network->sim,
                   course->rows + (course->n_times - 1) * course->n_symbols);
}

/* Room for the outputs of a network that is open. */
static void
course_begin(struct course *course, size_t n_times)
{
    course->target = first_target(course->network.model);
    course->n_times = n_times;
    course->n_symbols = course->network.model->n_symbols;
    course->times = calloc(n_times, sizeof *course->times);
    course->rows = calloc(n_times * course->n_symbols, sizeof *course->rows);
    assert_true(course->times != NULL && course->rows != NULL);
}

static void
course_open(struct course *course, const struct subject *subject, const char *method,
            double rtol)
{
    const struct pl_sim_options options = network_options(method, rtol);

    network_open_file(&course->network, subject->path, &options);
    course_begin(course, N_TIMES);
    run_treated(course, subject->hours);
}

static void
course_close(struct course *course)
{
    free(course->times);
    free(course->rows);
    network_close(&course->network);
}

static double
at(const struct course *course, size_t k, size_t symbol)
{
    return course->rows[k * course->n_symbols + symbol];
}

static double
largest(const struct course *course, size_t symbol)
{
    double size = 0.0;

    for (size_t k = 0; k < course->n_times; k++) {
        size = fmax(size, fabs(at(course, k, symbol)));
    }
    return size;
}

/* The largest difference at any output, relative as SMALL says, and where it is. Net
 * rates are left out: they are differences of large numbers, and what they should be
 * compared with is not their own size. */
static double
difference(const struct course *course, const struct course *want, size_t *worst)
{
    const struct pl_symbol *symbols = want->network.model->symbols;
    double most = 0.0;

    *worst = 0;
    for (size_t i = 0; i < want->n_symbols; i++) {
        const double floor = SMALL * largest(want, i);

        for (size_t k = 0; k < want->n_times; k++) {
            const double off = fabs(at(course, k, i) - at(want, k, i));
            const double size = fmax(fabs(at(want, k, i)), floor);

            if (isnan(off)) {
                *worst = i;
                return INFINITY;
            }
            if (symbols[i].kind != PL_SYMBOL_REACTION && off > most * size) {
                most = off / size;
                *worst = i;
            }
        }
    }
    return most;
}

/* ---- conservation laws ---- */

/* Conserved sums at every output. */
struct sums {
    const struct pl_model *model;
    struct pl_conservation laws;
    double *first; /* shape (n_laws) */
    double allowed;
};

/* Amount per unit of the symbol. */
static double
volume(const struct pl_model *model, size_t species, const double *values)
{
    const struct pl_symbol *symbol = &model->symbols[species];

    return symbol->substance_only || symbol->compartment == PL_NONE
               ? 1.0
               : values[symbol->compartment];
}

static void
check_laws(void *context, size_t k, double time, const double *values)
{
    struct sums *sums = context;

    for (size_t l = 0; l < sums->laws.n_laws; l++) {
        const struct pl_conservation_law *law = &sums->laws.laws[l];
        double sum = 0.0;

        for (size_t i = 0; i < law->n; i++) {
            sum += law->coefficients[i] * values[law->species[i]] *
                   volume(sums->model, law->species[i], values);
        }
        if (k == 0) {
            sums->first[l] = sum;
        }
        if (!(fabs(sum - sums->first[l]) <= sums->allowed * fabs(sums->first[l]))) {
            fail_msg("the law of '%s' is %.17g at t = %g, and was %.17g",
                     sums->model->symbols[law->species[0]].name, sum, time,
                     sums->first[l]);
        }
    }
}

static void
sums_init(struct sums *sums, const struct pl_model *model, double allowed)
{
    *sums = (struct sums){.model = model, .allowed = allowed};
    assert_int_equal(pl_conservation_find(model, NULL, &sums->laws), PL_OK);
    sums->first = calloc(sums->laws.n_laws + 1, sizeof *sums->first);
    assert_non_null(sums->first);
}

static void
sums_finish(struct sums *sums)
{
    pl_conservation_finish(&sums->laws);
    free(sums->first);
}

static void
test_laws_hold_under_treatment(void **state)
{
    static const char *const methods[] = {"rodas", "msbdf"};
    const struct subject *subject = *state;

    for (size_t m = 0; m < sizeof methods / sizeof *methods; m++) {
        struct course course;
        struct sums sums;

        course_open(&course, subject, methods[m], 1e-6);
        sums_init(&sums, course.network.model, 1e-9);
        assert_int_equal(sums.laws.n_laws, subject->n_laws);
        for (size_t k = 0; k < N_TIMES; k++) {
            check_laws(&sums, k, course.times[k], course.rows + k * course.n_symbols);
        }
        sums_finish(&sums);
        course_close(&course);
    }
}

/* From the file's own values, far from rest in huang-ferrell. */
static void
test_laws_hold_from_the_start(void **state)
{
    const struct subject *subject = *state;
    double times[101];
    struct sums sums;
    struct pl_output output = {
        .times = times, .n_times = 101, .emit = check_laws, .context = &sums};
    struct network network;

    network_even_times(times, 101, 3.0 * subject->alone);
    network_open_file(&network, subject->path, NULL);
    sums_init(&sums, network.model, 1e-10);
    network_start(&network);
    network_expect_ok(&network,
                      pl_sim_advance(network.sim, times[100], &output, network.diags));
    assert_int_equal(output.next, 100);
    sums_finish(&sums);
    network_close(&network);
}

/* ---- agreement ---- */

static void
test_methods_agree_under_treatment(void **state)
{
    static const char *const methods[] = {"rodas", "msbdf"};
    struct course extrapolation;

    course_open(&extrapolation, *state, "bsimp", 1e-10);
    for (size_t m = 0; m < sizeof methods / sizeof *methods; m++) {
        struct course course;
        size_t worst = 0;
        double off = 0.0;

        course_open(&course, *state, methods[m], 1e-10);
        off = difference(&course, &extrapolation, &worst);
        if (!(off <= 1e-6)) {
            fail_msg("'%s' differs by %.3g by %s",
                     course.network.model->symbols[worst].name, off, methods[m]);
        }
        course_close(&course);
    }
    course_close(&extrapolation);
}

/* The default, from the file's own values. */
static void
test_default_agrees_with_a_tight_run_from_the_start(void **state)
{
    const struct subject *subject = *state;
    const struct pl_sim_options tight = network_options("bsimp", 1e-8);
    struct network one;
    struct network other;

    network_open_file(&one, subject->path, NULL);
    network_open_file(&other, subject->path, &tight);
    network_start(&one);
    network_start(&other);
    network_advance(&one, subject->alone);
    network_advance(&other, subject->alone);
    pl_sim_observe(one.sim, one.values);
    pl_sim_observe(other.sim, other.values);
    for (size_t i = 0; i < one.program->n_states; i++) {
        const size_t symbol = one.program->state_symbol[i];

        assert_close(one.values[symbol], other.values[symbol], 1e-4, 1e-9);
    }
    network_close(&one);
    network_close(&other);
}

/* msbdf keeps the error of each step at rtol. The error of a step of order k goes with
 * h^(k+1), so that of the run, which adds 1/h of them up, goes with rtol^(k/(k+1)). Only
 * its first steps are of order 1; with order 2 or higher a hundredth of the tolerance
 * gives at most 100^(-2/3) = 1/21.5 of the error, and with order 5 1/46. rodas keeps the
 * error of a method of order 4 at rtol and goes on with one of order 5, whose error adds
 * up to rtol itself. The worst of any symbol at any output, in units of rtol, from 1e-4 to
 * 1e-10:
 *
 *                          rodas                     msbdf
 *     her2-mtor            1.1   1.0   1.6   2.2      16   30   66   115
 *     negative-feedback    0.3   0.6   0.8   0.8      34   45  123   291
 *     relay                0.7   0.8   0.9   1.0      17   42  107   250
 *     huang-ferrell       12.0   2.5   1.3   0.9     541  491  123   114
 */
static void
test_error_shrinks_with_the_tolerance(void **state)
{
    static const char *const methods[] = {"rodas", "msbdf"};
    static const double rtols[] = {1e-4, 1e-6, 1e-8, 1e-10};
    static const double factor = 1.0 / 20.0;
    struct course want;

    course_open(&want, *state, "bsimp", 1e-12);
    for (size_t m = 0; m < sizeof methods / sizeof *methods; m++) {
        double before = INFINITY;

        for (size_t r = 0; r < sizeof rtols / sizeof *rtols; r++) {
            struct course course;
            size_t worst = 0;
            double off = 0.0;

            course_open(&course, *state, methods[m], rtols[r]);
            off = difference(&course, &want, &worst);
            if (!(off <= factor * before)) {
                fail_msg("%s at rtol %g: '%s' is off by %.3g, after %.3g", methods[m],
                         rtols[r], want.network.model->symbols[worst].name, off,
                         before);
            }
            before = off;
            course_close(&course);
        }
        assert_true(before < 1e-6);
    }
    course_close(&want);
}

/* ---- what a run does not depend on ---- */

static void
test_end_does_not_depend_on_the_outputs(void **state)
{
    static const size_t counts[] = {2, N_TIMES, 1000};
    const struct subject *subject = *state;
    double *first = NULL;
    size_t first_steps = 0;

    for (size_t c = 0; c < sizeof counts / sizeof *counts; c++) {
        struct course course;
        const double *last = NULL;
        size_t size = 0;
        size_t steps = 0;

        network_open_file(&course.network, subject->path, NULL);
        course_begin(&course, counts[c]);
        run_treated(&course, subject->hours);
        last = course.rows + (counts[c] - 1) * course.n_symbols;
        size = course.n_symbols * sizeof *last;
        steps = pl_sim_get_statistics(course.network.sim).steps;
        if (first == NULL) {
            first = malloc(size);
            assert_non_null(first);
            memcpy(first, last, size);
            first_steps = steps;
        }
        assert_memory_equal(last, first, size);
        assert_int_equal(steps, first_steps);
        course_close(&course);
    }
    free(first);
}

static void
test_second_run_has_the_bits_of_the_first(void **state)
{
    const struct subject *subject = *state;
    struct pl_sim_statistics first_cost;
    struct pl_sim_statistics cost;
    struct course course;
    double *first = NULL;

    course_open(&course, subject, "rodas", 1e-6);
    first_cost = pl_sim_get_statistics(course.network.sim);
    first = course.rows;
    course.rows = calloc(N_TIMES * course.n_symbols, sizeof *course.rows);
    assert_non_null(course.rows);
    run_treated(&course, subject->hours);
    cost = pl_sim_get_statistics(course.network.sim);
    assert_memory_equal(course.rows, first, N_TIMES * course.n_symbols * sizeof *first);
    assert_memory_equal(&cost, &first_cost, sizeof cost);
    free(first);
    course_close(&course);
}

/* models/negative-feedback.ant with its statements in another order and its species
 * under other names. */
static const char shuffled[] =
    "model shuffled\n"
    "  readout_receptor := top;\n"
    "  readout_pSubstrate := end_;\n"
    "  inhibit_kinaseB = 0; inhibit_kinaseA = 0;\n"
    "  d_substrate = 0.1; k_substrate = 0.2; d_B = 0.05; k_B = 0.2; d_A = 0.3;\n"
    "  k_A = 0.5;\n"
    "  feedback_kinaseB_receptor := B_activity;\n"
    "  occ_Binib := drug_Binib/(K_Binib + drug_Binib);\n"
    "  substrate_cycle: -> end_; k_substrate*B_activity*(1 - end_) - "
    "d_substrate*end_;\n"
    "  kinaseB_cycle: -> lower; k_B*A_activity*(1 - lower) - d_B*lower;\n"
    "  end_ = 0.5; lower = 0.5; upper = 0.25; top = 0.2;\n"
    "  K_Binib = 10; drug_Binib = 0;\n"
    "  readout_pB := lower;\n"
    "  kinaseA_cycle: -> upper; k_A*top*(1 - upper) - d_A*upper;\n"
    "  brake := 1 + feedback_kinaseB_receptor/K_brake;\n"
    "  B_activity := lower*(1 - inhibit_kinaseB)*(1 - occ_Binib);\n"
    "  A_activity := upper*(1 - inhibit_kinaseA);\n"
    "  receptor_cycle: -> top; k_receptor*ligand/brake*(1 - top) - d_receptor*top;\n"
    "  K_brake = 0.1; d_receptor = 0.1; k_receptor = 0.15; ligand = 1;\n"
    "  species end_ in cell, top in cell, lower in cell, upper in cell;\n"
    "  compartment cell = 1;\n"
    "  readout_pA := upper;\n"
    "  unit time_unit = 60 second;\n"
    "end\n";

static void
test_order_and_names_of_statements_change_nothing(void **state)
{
    static const char *const names[][2] = {
        {"receptor", "top"},
        {"kinaseA", "upper"},
        {"kinaseB", "lower"},
        {"substrate", "end_"},
        {"readout_pA", "readout_pA"},
        {"readout_pB", "readout_pB"},
        {"readout_pSubstrate", "readout_pSubstrate"},
        {"readout_receptor", "readout_receptor"},
    };
    struct course want;
    struct course course;

    (void)state;
    network_open_file(&want.network, "models/negative-feedback.ant", NULL);
    network_open(&course.network, shuffled, NULL);
    course_begin(&want, N_TIMES);
    course_begin(&course, N_TIMES);
    course.target = network_symbol(&course.network, "inhibit_kinaseA");
    assert_int_equal(want.target, network_symbol(&want.network, "inhibit_kinaseA"));
    run_treated(&want, 10.0);
    run_treated(&course, 10.0);
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        const size_t symbol = network_symbol(&want.network, names[i][0]);
        const size_t other = network_symbol(&course.network, names[i][1]);
        const double floor = SMALL * largest(&want, symbol);

        for (size_t k = 0; k < N_TIMES; k++) {
            assert_close(at(&course, k, other), at(&want, k, symbol), 1e-12,
                         1e-12 * floor);
        }
    }
    course_close(&want);
    course_close(&course);
}

/* ---- all of them ---- */

/* A new model wants a row in the table of subjects. */
static void
test_every_model_is_here(void **state)
{
    char **paths = network_model_paths();
    size_t n = 0;

    (void)state;
    while (paths[n] != NULL) {
        size_t row = 0;

        while (row < N_SUBJECTS && strcmp(subjects[row].path, paths[n]) != 0) {
            row++;
        }
        if (row == N_SUBJECTS) {
            fail_msg("no subject of this test is %s", paths[n]);
        }
        n++;
    }
    assert_int_equal(n, N_SUBJECTS);
    network_free_paths(paths);
}

#define PROPERTY(name)     \
    {                      \
#name, test_##name \
    }

static const struct {
    const char *name;
    void (*test)(void **state);
} properties[] = {
    PROPERTY(laws_hold_under_treatment),
    PROPERTY(laws_hold_from_the_start),
    PROPERTY(methods_agree_under_treatment),
    PROPERTY(default_agrees_with_a_tight_run_from_the_start),
    PROPERTY(error_shrinks_with_the_tolerance),
    PROPERTY(end_does_not_depend_on_the_outputs),
    PROPERTY(second_run_has_the_bits_of_the_first),
};

enum { N_PROPERTIES = sizeof properties / sizeof *properties };

int
main(void)
{
    static struct subject given[N_SUBJECTS];
    struct CMUnitTest tests[N_SUBJECTS * N_PROPERTIES + 2] = {
        cmocka_unit_test(test_every_model_is_here),
        cmocka_unit_test(test_order_and_names_of_statements_change_nothing),
    };
    char names[N_SUBJECTS * N_PROPERTIES][128];

    for (size_t k = 0; k < N_SUBJECTS * N_PROPERTIES; k++) {
        const size_t s = k / N_PROPERTIES;
        const size_t p = k % N_PROPERTIES;

        given[s] = subjects[s];
        snprintf(names[k], sizeof names[k], "%s: %s", subjects[s].path,
                 properties[p].name);
        tests[k + 2] =
            (struct CMUnitTest){names[k], properties[p].test, NULL, NULL, &given[s]};
    }
    return cmocka_run_group_tests(tests, network_gsl_answers, NULL);
}
