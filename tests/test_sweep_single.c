/*
 * test_sweep_single.c - a point of a sweep is its single run, to the bit.
 */
#include "testlib.h"

#include "base/diag.h"
#include "compile/program.h"
#include "matrix.h"
#include "model/model.h"
#include "network.h"
#include "study/context.h"
#include "sweep_trial.h"
#include "trial.h"

#define N_OF(rows) (sizeof(rows) / sizeof((rows)[0]))

/* [model time] in minutes */
#define TWO_DAYS 2880.0

/* Random points of a design; each model has four. */
#define N_RANDOM (SWEEP_SANITIZED ? 16 : 250)

static void
expect_single_runs(const struct pl_context *context, const struct sweep_case *what)
{
    struct sweep_done done;

    sweep_done_init(&done, context, what);
    sweep_trial_expect_single(&done.trial, &done.rows);
    sweep_done_finish(&done);
}

static void
test_points_of_her2_mtor_are_their_single_runs(void **state)
{
    static const struct sweep_case rows[] = {
        /* doses: all points share one rest */
        {.vary = {"everolimus=0.01..100nM:log:5", "BEZ235=0..1uM:3"},
         .measures = {"pAkt_S473@0", "pAkt_S473@6h", "pAkt_S473@30h", "pS6K",
                      "fold:pAkt_S473@24h", "fold:pS6K"},
         .duration = TWO_DAYS},
        /* constants and a starting value: each point has its own */
        {.words = "--drug everolimus=20nM --inhibit MEK@6h",
         .design = "lhs:24",
         .vary = {"k308=0.3..0.9", "K_PH_Akt=0.01..0.3:log", "HER2=0.05..1",
                  "IRS1=0.1..2"},
         .measures = {"pAkt_S473@6h", "pAkt_S473", "fold:pS6K", "IRS1@0"},
         .duration = TWO_DAYS},
        /* a rest without a treatment, and no rest */
        {.design = "sobol:12",
         .vary = {"k473=0.5..2", "IGF=0.1..10:log"},
         .measures = {"pAkt_S473@0", "pAkt_S473@1h", "fold:pAkt_S473"},
         .duration = TWO_DAYS,
         .equilibrate = PL_EQUILIBRATE_YES},
        {.design = "sobol:12",
         .vary = {"k473=0.5..2", "PIP3=0.1..10:log", "inhibit_PI3K=0..1"},
         .measures = {"pAkt_S473@0", "PIP3@0", "PIP3@1h", "fold:pAkt_S473"},
         .duration = TWO_DAYS,
         .equilibrate = PL_EQUILIBRATE_NO},
        /* jumps where outputs are, and a tight tolerance */
        {.words = "--set IGF=3@2h..4h --inhibit mTORC1@2h..4h --set PIP3=0.5@3h",
         .vary = {"MK2206=0..1uM:4", "cell=all"},
         .measures = {"pS6K@2h", "pS6K@3h", "PIP3@3h", "pS6K@4h", "fold:pS6K"},
         .duration = TWO_DAYS,
         .rtol = 1e-9},
    };
    const struct sweep_models *models = *state;

    expect_single_runs(models->her2, &sweep_mixed);
    for (size_t i = 0; i < N_OF(rows); i++) {
        expect_single_runs(models->her2, &rows[i]);
    }
}

static void
test_points_of_small_models_are_their_single_runs(void **state)
{
    const struct sweep_models *models = *state;
    const struct {
        const struct pl_context *context;
        struct sweep_case what;
    } rows[] = {
        {models->relay, sweep_failing},
        {models->relay,
         {.words = "--set brake_strength=20 --clamp step6_source",
          .vary = {"k=0.05..0.2:3", "inhibit_step4=0..1:4"},
          .measures = {"last@0", "last@1h", "last", "fold:drive@0"},
          .duration = 600.0}},
        {models->feedback,
         {.words = "--inhibit kinaseA=0.3@1h..2h --clamp kinaseB_receptor",
          .design = "lhs:20",
          .vary = {"Binib=0..90nM", "ligand=0.1..10:log", "k_B=0.1..0.4"},
          .measures = {"pA@0", "pA@1h", "pA@2h", "fold:pSubstrate"},
          .duration = 480.0}},
        {models->feedback, /* a point to itself */
         {.vary = {"Binib=9..90nM:1"},
          .measures = {"pA", "fold:pSubstrate@1h"},
          .duration = 480.0}},
        {models->cascade,
         {.design = "sobol:24",
          .vary = {"E1_total=1e-7..1e-3:log", "a7=300..3000:log", "MAPK=0.5..2",
                   "inhibit_MEK=0..1"},
          .measures = {"MAPK_PP@0", "MAPK_PP@10s", "MAPK_PP", "fold:MAPKK_PP@100s"},
          .duration = 300.0}},
        {models->cascade,
         {.design = "lhs:24",
          .vary = {"E1_total=1e-6..1e-3:log", "k3=50..300"},
          .measures = {"MAPK_PP@10s", "MAPK_PP@100s", "MAPKKK"},
          .duration = 300.0}},
    };

    for (size_t i = 0; i < N_OF(rows); i++) {
        expect_single_runs(rows[i].context, &rows[i].what);
    }
}

/* Amounts, a compartment that varies, a formula for a starting value that is overruled,
 * time in the rates, a dose that decays, a readout that is not finite, nothing that moves.
 */
static void
test_points_of_unusual_models_are_their_single_runs(void **state)
{
    static const char amounts[] =
        "compartment cell = 2; species A in cell, B in cell\n"
        "substanceOnly species C in cell\n"
        "A = 1; B = 3*A; C = 2; k = 0.1; z = 1; z' = -z*k;\n"
        "J1: A -> B; cell*k*A; J2: B -> C; cell*k*B^2; total := A + B + C/cell;\n";
    static const char forced[] = "x' = cos(w*time) - x + drug_d; x = 0; w = 1\n"
                                 "drug_d' = -0.5*drug_d; drug_d = 0\n"
                                 "ratio := x/drug_d; wave := sin(w*time)\n";
    static const char still[] = "a = 2; b := a*time; c := sqrt(a - 2)/(a - 2)\n"
                                "inhibit_it = 0; d := b*(1 - inhibit_it)\n";
    const struct {
        const char *text;
        struct sweep_case what;
    } rows[] = {
        {amounts,
         {.words = "--set A=2@5 --set C=1@7",
          .vary = {"cell=0.5..2:3", "B=1..3:2", "k=0.05..0.2:3"},
          .measures = {"A@0", "B@0", "B@5", "C@7", "total", "z", "fold:C"},
          .duration = 10.0,
          .equilibrate = PL_EQUILIBRATE_NO}},
        {forced,
         {.design = "sobol:16",
          .vary = {"w=0.1..10:log", "drug_d=0.1..3"},
          .measures = {"x@0", "x@1", "x", "ratio@0", "ratio", "wave@3", "drug_d@0",
                       "fold:drug_d"},
          .duration = 10.0,
          .equilibrate = PL_EQUILIBRATE_NO}},
        {still,
         {.vary = {"a=1..3:3", "inhibit_it=0..1:5"},
          .measures = {"b@0", "b@1", "b", "c", "d@2", "fold:d@3", "fold:c"},
          .duration = 10.0}},
    };
    const struct sweep_models *models = *state;

    for (size_t i = 0; i < N_OF(rows); i++) {
        struct sweep_done done;

        sweep_done_init_text(&done, models->folder, rows[i].text, &rows[i].what);
        sweep_trial_expect_single(&done.trial, &done.rows);
        sweep_done_finish(&done);
    }
}

/* What a group leaves to its lanes: rates that are not finite in a trial, and gaps between
 * two jumps that are mere rounding. */
static void
test_steps_that_a_lane_takes_alone_are_those_of_single_runs(void **state)
{
    static const char root[] = "A = 1; k = 0.1; J: A -> ; k*sqrt(A)*(2 - A); B = 2\n"
                               "J2: B -> ; B*sqrt(A + 0.01); s := sqrt(A)\n";
    static const char gap[] = "A = 1; k = 1; b = 0; c = 0; J: A -> ; k*(1 + b)*A - c\n"
                              "r := A*(1 + b + 2*c)\n";
    const struct {
        const char *text;
        struct sweep_case what;
        uint64_t n_alone; /* at least */
    } rows[] = {
        {root,
         {.vary = {"k=0.05..0.5:40"},
          .measures = {"A@1", "s@4", "B@7", "A", "s", "max:s", "auc:B@7", "min:A"},
          .duration = 8.0,
          .equilibrate = PL_EQUILIBRATE_NO},
         10},
        {gap,
         {.words = "--set b=1@0.1..0.3 --set c=1@0.30000000000000004..0.5",
          .vary = {"k=0.5..2:40"},
          .measures = {"r@0.1", "r@0.3", "r@0.30000000000000004", "r", "max:r",
                       "min:r@0.30000000000000004", "auc:r@0.4", "time-to-max:r"},
          .duration = 1.0},
         40},
    };
    const struct sweep_models *models = *state;

    for (size_t i = 0; i < N_OF(rows); i++) {
        struct sweep_done done;

        sweep_done_init_text(&done, models->folder, rows[i].text, &rows[i].what);
        assert_true(pl_sweep_get_statistics(done.trial.sweep).n_alone >=
                    rows[i].n_alone);
        sweep_trial_expect_single(&done.trial, &done.rows);
        sweep_done_finish(&done);
    }
}

/* ---- random designs for every model */

/* "name=low..high:log" for an input that may be varied like that. */
static bool
put_factor(const struct pl_context *context, size_t symbol, const double *inputs,
           char *text, size_t size)
{
    const struct pl_symbol *it = &context->model->symbols[symbol];
    const double value = inputs[symbol];

    if (!pl_program_is_input(context->program, symbol) ||
        it->kind == PL_SYMBOL_COMPARTMENT) {
        return false;
    }
    if (strncmp(it->name, "inhibit_", 8) == 0) {
        snprintf(text, size, "%s=0..1", it->name);
        return true;
    }
    if (strncmp(it->name, "drug_", 5) == 0) {
        snprintf(text, size, "%s=0.1..1000nM:log", it->name);
        return true;
    }
    if (!(value > 0.0 && isfinite(value))) {
        return false;
    }
    snprintf(text, size, "%s=%.17g..%.17g:log", it->name, 0.5 * value, 2.0 * value);
    return true;
}

/* One that is not among the first n. */
static void
draw_factor(const struct pl_context *context, const double *inputs, uint64_t *seed,
            char texts[][128], size_t n)
{
    for (;;) {
        const size_t symbol = matrix_random(seed) % context->model->n_symbols;
        bool again = !put_factor(context, symbol, inputs, texts[n], sizeof texts[n]);

        for (size_t i = 0; i < n && !again; i++) {
            again = strcmp(texts[i], texts[n]) == 0;
        }
        if (!again) {
            return;
        }
    }
}

static void
expect_random_points(const struct pl_context *context, uint64_t *seed,
                     const char *design)
{
    const double duration = 1000.0;
    char factors[5][128];
    char readouts[6][128];
    struct sweep_case what = {.design = design, .duration = duration};
    double *inputs = calloc(context->program->n_inputs, sizeof *inputs);
    size_t *symbols = NULL;
    size_t n = 0;

    assert_non_null(inputs);
    pl_program_default_inputs(context->program, inputs);
    for (size_t f = 0; f < N_OF(factors); f++) {
        draw_factor(context, inputs, seed, factors, f);
        what.vary[f] = factors[f];
    }
    assert_int_equal(pl_context_readouts(context, NULL, 0, NULL, &symbols, &n), PL_OK);
    for (size_t m = 0; m < N_OF(readouts); m++) {
        const size_t symbol = symbols[matrix_random(seed) % n];
        const double at = (double)(matrix_random(seed) % 1001) * 1e-3 * duration;

        snprintf(readouts[m], sizeof readouts[m], "%s%s@%.17gs",
                 m % 3 == 0 ? "fold:" : "", context->model->symbols[symbol].name,
                 at * context->model->time_unit);
        what.measures[m] = readouts[m];
    }
    expect_single_runs(context, &what);
    free(inputs);
    free(symbols);
}

static void
test_random_points_of_every_model_are_their_single_runs(void **state)
{
    char **paths = network_model_paths();

    (void)state;
    for (size_t k = 0; paths[k] != NULL; k++) {
        struct pl_context *context = trial_load_source(paths[k]);
        uint64_t seed = 12 + k;

        for (size_t round = 0; round < 4; round++) {
            char design[32];

            snprintf(design, sizeof design, "%s:%d", round % 2 == 0 ? "lhs" : "sobol",
                     N_RANDOM);
            expect_random_points(context, &seed, design);
        }
        pl_context_destroy(context);
    }
    network_free_paths(paths);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_points_of_her2_mtor_are_their_single_runs),
        cmocka_unit_test(test_points_of_small_models_are_their_single_runs),
        cmocka_unit_test(test_points_of_unusual_models_are_their_single_runs),
        cmocka_unit_test(test_steps_that_a_lane_takes_alone_are_those_of_single_runs),
        cmocka_unit_test(test_random_points_of_every_model_are_their_single_runs),
    };

    return cmocka_run_group_tests(tests, sweep_set_up, sweep_tear_down);
}
