/*
 * test_terms.c - gains and losses of a species, parts of a rule: formulas, numbers, words.
 */
#include "testlib.h"

#include <gsl/gsl_errno.h>

#include "analysis/terms.h"
#include "base/diag.h"
#include "base/frame.h"
#include "base/text.h"
#include "compile/program.h"
#include "evaluation.h"
#include "model/model.h"
#include "network.h"
#include "study/context.h"
#include "study/ensemble.h"
#include "study/snapshot.h"
#include "study/treatment.h"
#include "trial.h"

#define N_OF(rows) (sizeof(rows) / sizeof((rows)[0]))

/* Everything that changes a species, and species that nothing changes. */
static const char kinds[] =
    "model m\n"
    "compartment c = 2; compartment g; g' = 0.1*g; g = 1; compartment one = 1;\n"
    "species A in c, B in c, $S in c, C in g, D in g, F in c, P in one, U in one;\n"
    "substanceOnly species E in c; const species K in c;\n"
    "A = 1; B = 0.25; S = 5; C = 3; D = 4; E = 1; F = 1; P = 0.5; K = 2; U = 7;\n"
    "n = 2; k = 0.3;\n"
    "J1: $S + 2 A -> 3 B; k*S*A;\n"
    "J1 notes \"a note\"; J1 isDescribedBy \"http://identifiers.org/pubmed/1\";\n"
    "J2: B -> A + n E; k*(B - A/2);\n"
    "J3: A + C -> A; 0.2*A*C;\n"
    "J4: P + n P -> ; k*P*K;\n"
    "F' = 0.1*(A - F) - 0.05*F*(1 + B);\n"
    "R := A - B/(1 + C); Q := n*k/(1 + A); T = 2*k;\n"
    "end\n";

struct fixture {
    char *folder;
    struct pl_context *context;
    struct pl_diags *diags;
};

static int
set_up(void **state)
{
    struct fixture *f = calloc(1, sizeof *f);

    assert_non_null(f);
    gsl_set_error_handler_off();
    f->folder = test_make_folder();
    f->diags = pl_diags_create();
    f->context = trial_load_text(f->folder, kinds);
    *state = f;
    return 0;
}

static int
tear_down(void **state)
{
    struct fixture *f = *state;

    pl_context_destroy(f->context);
    pl_diags_destroy(f->diags);
    test_remove_folder(f->folder);
    free(f);
    return 0;
}

static struct pl_terms *
make_terms(const struct pl_context *context, size_t symbol)
{
    struct pl_terms *terms = NULL;
    double *inputs = calloc(context->program->n_inputs + 1, sizeof *inputs);

    assert_non_null(inputs);
    pl_program_default_inputs(context->program, inputs);
    assert_int_equal(pl_terms_create(context, symbol, inputs, NULL, &terms), PL_OK);
    free(inputs);
    return terms;
}

/* "equation | [J1] -k*A [J2] …| reads: … | readers: …" */
static void
print_terms(const struct pl_terms *terms, struct pl_text *text)
{
    const struct pl_model *model = terms->context->model;

    pl_text_put(text, terms->equation);
    for (size_t k = 0; k < terms->n; k++) {
        pl_text_format(text, " | %s ", model->symbols[terms->terms[k].source].name);
        pl_term_print(&terms->terms[k], text);
    }
    pl_text_put(text, " < ");
    for (size_t k = 0; k < terms->n_reads; k++) {
        pl_text_format(text, "%s ", model->symbols[terms->reads[k]].name);
    }
    pl_text_put(text, ">");
    for (size_t k = 0; k < terms->n_readers; k++) {
        pl_text_format(text, " %s", model->symbols[terms->readers[k]].name);
    }
    for (size_t k = 0; k < terms->n_starts; k++) {
        pl_text_format(text, " (%s)", model->symbols[terms->starts[k]].name);
    }
}

static void
test_terms_of_every_kind_of_symbol(void **state)
{
    static const struct {
        const char *name;
        enum pl_terms_kind kind;
        const char *want;
    } rows[] = {
        {"A", PL_TERMS_RATE,
         "d A/dt = (J2 - 2*J1)/c | J2 k*B/c | J2 -k*A/2/c | J1 -2*k*S*A/c "
         "< c B S k > F J1 J2 J3 R Q"},
        {"B", PL_TERMS_RATE,
         "d B/dt = (3*J1 - J2)/c | J1 3*k*S*A/c | J2 -k*B/c | J2 k*A/2/c "
         "< c A S k > F J2 R"},
        {"C", PL_TERMS_RATE,
         "d C/dt = -J3/g - C*g'/g | J3 -0.2*A*C/g | g -C*0.1*g/g < g A > J3 R"},
        {"D", PL_TERMS_RATE, "d D/dt = -D*g'/g | g -D*0.1*g/g < g >"},
        {"E", PL_TERMS_RATE, "d E/dt = n*J2 | J2 n*k*B | J2 -n*(k*A/2) < A B n k >"},
        {"F", PL_TERMS_RATE,
         "d F/dt = 0.1*(A - F) - 0.05*F*(1 + B) | F 0.1*A | F -0.1*F | F -0.05*F | "
         "F -0.05*F*B < A B > F"},
        {"P", PL_TERMS_RATE, "d P/dt = -(1 + n)*J4 | J4 -(1 + n)*k*P*K < K n k > J4"},
        {"S", PL_TERMS_HELD, "S = 5 < > J1"},
        {"K", PL_TERMS_HELD, "K = 2 < > J4"},
        {"U", PL_TERMS_HELD, "U = 7 < >"},
        {"T", PL_TERMS_HELD, "T = 2*k < k >"},
        {"k", PL_TERMS_HELD, "k = 0.3 < > J1 J2 J4 Q (T)"},
        {"n", PL_TERMS_HELD, "n = 2 < > J2 J4 Q"},
        {"g", PL_TERMS_RATE, "d g/dt = 0.1*g | g 0.1*g < > g"},
        {"c", PL_TERMS_HELD, "c = 2 < >"},
        {"R", PL_TERMS_SUM, "R := A - B/(1 + C) | R A | R -B/(1 + C) < A B C >"},
        {"Q", PL_TERMS_PRODUCT, "Q := n*k/(1 + A) | Q n | Q k | Q 1/(1 + A) < A n k >"},
        {"J2", PL_TERMS_SUM, " | J2 k*B | J2 -k*A/2 < A B k >"},
        {"J4", PL_TERMS_SUM, " | J4 k*P*K < P K k >"},
    };
    struct fixture *f = *state;

    for (size_t i = 0; i < N_OF(rows); i++) {
        struct pl_terms *terms =
            make_terms(f->context, pl_model_find(f->context->model, rows[i].name));
        struct pl_text text;

        pl_text_init(&text);
        print_terms(terms, &text);
        assert_string_equal(pl_text_string(&text), rows[i].want);
        assert_int_equal(terms->kind, rows[i].kind);
        pl_text_finish(&text);
        pl_terms_destroy(terms);
    }
}

static void
test_terms_tell_their_sources(void **state)
{
    struct fixture *f = *state;
    const struct pl_model *model = f->context->model;
    struct pl_text text;

    pl_text_init(&text);
    pl_terms_put_sources(&model->symbols[pl_model_find(model, "J1")], &text);
    assert_string_equal(pl_text_string(&text),
                        "a note; http://identifiers.org/pubmed/1");
    pl_text_finish(&text);
}

/* ---------------------------------------------------------------- conservation */

/* A number between 0 and 1 that depends on nothing but how often it was asked. */
static double
next_share(uint64_t *seed)
{
    *seed = *seed * 6364136223846793005u + 1442695040888963407u;
    return (double)(*seed >> 11) * 0x1p-53;
}

/* d X/dt as the program has it for one state: of what the symbol means. */
static double
rate_of(const struct evaluation *e, size_t k)
{
    const struct pl_program *program = e->program;
    const size_t volume = program->state_volume[k];
    double size = 0.0;

    if (volume == PL_NONE) {
        return e->rates[k];
    }
    size = e->values[volume];
    return e->rates[k] / size -
           e->state[k] * e->rates[program->state_of[volume]] / (size * size);
}

/* Where the evaluation stands, gains minus losses are the rate of every state. */
static void
check_balance(struct pl_terms *const *terms, const struct evaluation *e)
{
    double numbers[2 * PL_TERMS_N_TOTALS + 64];

    for (size_t k = 0; k < e->program->n_states; k++) {
        double sum = 0.0;
        double size = 0.0;

        assert_true(terms[k]->n <= N_OF(numbers));
        pl_terms_evaluate(terms[k], e->time, e->values, numbers);
        for (size_t i = 0; i < terms[k]->n; i++) {
            sum += numbers[i];
            size += fabs(numbers[i]);
        }
        assert_close(sum, rate_of(e, k), 0.0, 1e-12 * size);
    }
}

/* The terms of all states, at the start and at 20 states that are like no other. */
static void
check_model(const struct pl_context *context, struct evaluation *e)
{
    const size_t n = context->program->n_states;
    struct pl_terms **terms = calloc(n + 1, sizeof *terms);
    double *start = evaluation_zeros(n);
    uint64_t seed = 1;

    assert_non_null(terms);
    assert_int_equal(e->program->n_states, n);
    memcpy(start, e->state, n * sizeof *start);
    for (size_t k = 0; k < n; k++) {
        terms[k] = make_terms(context, context->program->state_symbol[k]);
        assert_int_equal(terms[k]->kind, PL_TERMS_RATE);
    }
    for (size_t trial = 0; trial <= 20; trial++) {
        check_balance(terms, e);
        for (size_t k = 0; k < n; k++) {
            e->state[k] = (start[k] + 0.01) * (0.2 + 2.0 * next_share(&seed));
        }
        e->time = 10.0 * next_share(&seed);
        evaluation_update(e);
    }
    for (size_t k = 0; k < n; k++) {
        pl_terms_destroy(terms[k]);
    }
    free(terms);
    free(start);
}

static void
test_terms_sum_to_the_rate_in_every_model(void **state)
{
    struct fixture *f = *state;
    char **paths = network_model_paths();
    struct evaluation e = {0};

    for (size_t i = 0; paths[i] != NULL; i++) {
        struct pl_context *context = trial_load_source(paths[i]);

        evaluation_open_file(&e, paths[i]);
        check_model(context, &e);
        evaluation_close(&e);
        pl_context_destroy(context);
    }
    network_free_paths(paths);
    evaluation_open(&e, kinds);
    check_model(f->context, &e);
    evaluation_close(&e);
}

/* ---------------------------------------------------------------- runs */

static struct pl_snapshot_options
options_at(double time, double duration)
{
    return (struct pl_snapshot_options){
        .sim = pl_sim_options_default(), .time = time, .duration = duration};
}

/* A run of one symbol of a model under some treatment ("" for none). */
static struct pl_terms_numbers
run_terms(const struct pl_context *context, const char *name, const char *treatment,
          const struct pl_snapshot_options *options, struct pl_terms **terms)
{
    struct pl_terms_numbers numbers = {0};
    struct pl_snapshot snapshot = {0};
    struct pl_treatment *t = NULL;

    assert_int_equal(pl_treatment_create(context, NULL, &t), PL_OK);
    if (treatment[0] != '\0') {
        assert_int_equal(pl_treatment_add_list(t, treatment, NULL), PL_OK);
    }
    *terms = make_terms(context, pl_model_find(context->model, name));
    assert_int_equal(pl_snapshot_take(context, t, options, NULL, &snapshot), PL_OK);
    assert_int_equal(pl_terms_count(*terms, &snapshot, NULL, &numbers), PL_OK);
    pl_snapshot_finish(&snapshot);
    pl_treatment_destroy(t);
    return numbers;
}

static double
amount(const struct pl_terms *terms, const struct pl_terms_numbers *numbers,
       enum pl_terms_total total, enum pl_terms_column column)
{
    return numbers->rows[terms->n + total].amount[column].median;
}

/*
 * Gains minus losses against the slope of the run itself: differences of its values at 4
 * times around, wrong by the fifth power of a minute over the hours of these species.
 */
static void
test_terms_sum_to_the_slope_of_the_run(void **state)
{
    static const char *const names[] = {"Grb10",  "HER3", "PHLPP",
                                        "mTORC2", "IRS1", "Akt_both"};
    struct pl_context *her2 = trial_load_source("models/her2-mtor.ant");

    (void)state;
    for (size_t i = 0; i < N_OF(names); i++) {
        struct pl_snapshot_options options = options_at(240.0, 480.0);
        struct pl_terms *terms = NULL;
        struct pl_terms_numbers numbers;
        double level[5] = {0};
        double size = 0.0;

        options.sim.rtol = 1e-11;
        for (int k = -2; k <= 2; k++) {
            options.time = 240.0 + (double)k;
            numbers =
                run_terms(her2, names[i], "drug everolimus=20nM", &options, &terms);
            level[k + 2] = amount(terms, &numbers, PL_TERMS_VALUE, PL_TERMS_TREATED);
            if (k != 2) {
                pl_terms_numbers_finish(&numbers);
                pl_terms_destroy(terms);
            }
        }
        pl_terms_numbers_finish(&numbers);
        pl_terms_destroy(terms);
        options.time = 240.0;
        numbers = run_terms(her2, names[i], "drug everolimus=20nM", &options, &terms);
        size = amount(terms, &numbers, PL_TERMS_GAIN, PL_TERMS_TREATED) -
               amount(terms, &numbers, PL_TERMS_LOSS, PL_TERMS_TREATED);
        assert_close(amount(terms, &numbers, PL_TERMS_NET, PL_TERMS_TREATED),
                     (level[0] - 8.0 * level[1] + 8.0 * level[3] - level[4]) / 12.0,
                     0.0, 1e-9 * size);
        pl_terms_numbers_finish(&numbers);
        pl_terms_destroy(terms);
    }
    pl_context_destroy(her2);
}

/* receptor' = k*ligand/(1 + B/K)*(1 - R) - d*R; blocking B lifts its brake whole. */
static void
test_run_gives_both_columns(void **state)
{
    struct pl_context *feedback = trial_load_source("models/negative-feedback.ant");
    const struct pl_snapshot_options options = options_at(2000.0, 2880.0);
    struct pl_terms *terms = NULL;
    struct pl_terms_numbers numbers =
        run_terms(feedback, "receptor", "inhibit kinaseB", &options, &terms);

    (void)state;
    assert_true(numbers.treated);
    assert_true(numbers.rested);
    assert_int_equal(terms->n, 2);
    assert_close(numbers.rows[0].amount[PL_TERMS_UNTREATED].median, 0.02, 1e-9, 0.0);
    assert_close(numbers.rows[1].amount[PL_TERMS_UNTREATED].median, -0.02, 1e-9, 0.0);
    /* at rest again: R = 0.15/(0.15 + 0.1) = 0.6 */
    assert_close(numbers.rows[0].amount[PL_TERMS_TREATED].median, 0.06, 1e-6, 0.0);
    assert_close(numbers.rows[1].amount[PL_TERMS_TREATED].median, -0.06, 1e-6, 0.0);
    assert_close(numbers.rows[0].share[PL_TERMS_TREATED].median, 1.0, 0.0, 0.0);
    assert_close(numbers.rows[0].fold.median, 3.0, 1e-6, 0.0);
    assert_true(isnan(numbers.rows[terms->n + PL_TERMS_NET].fold.median));
    assert_close(amount(terms, &numbers, PL_TERMS_VALUE, PL_TERMS_UNTREATED), 0.2, 1e-9,
                 0.0);
    assert_close(numbers.change.level.median, 3.0, 1e-6, 0.0);
    assert_close(numbers.change.gain.median, 3.0, 1e-6, 0.0);
    assert_close(numbers.change.loss.median, 1.0, 1e-6, 0.0);
    assert_close(numbers.change.lag.median, 1.0, 1e-6, 0.0);
    assert_close(numbers.change.by_gain, 1.0, 0.0, 0.0);
    assert_close(numbers.change.rises, 1.0, 0.0, 0.0);
    pl_terms_numbers_finish(&numbers);
    pl_terms_destroy(terms);
    pl_context_destroy(feedback);
}

/* level = gain / loss * lag, on the way too. */
static void
test_run_takes_a_change_apart(void **state)
{
    struct pl_context *her2 = trial_load_source("models/her2-mtor.ant");
    const struct pl_snapshot_options options = options_at(60.0, 2880.0);
    struct pl_terms *terms = NULL;
    struct pl_terms_numbers numbers =
        run_terms(her2, "IRS1_pS", "drug everolimus=20nM", &options, &terms);
    const struct pl_terms_change *change = &numbers.change;

    (void)state;
    assert_true(fabs(change->lag.median - 1.0) > 0.01);
    assert_close(change->gain.median / change->loss.median * change->lag.median,
                 change->level.median, 1e-12, 0.0);
    pl_terms_numbers_finish(&numbers);
    pl_terms_destroy(terms);
    pl_context_destroy(her2);
}

/* A network that moves untreated: the other column is the same time without treatment.
 * F falls from 1 as it does alone; doubling A at time 1 lets it rise. */
static void
test_run_without_rest_compares_with_the_same_time(void **state)
{
    struct fixture *f = *state;
    struct pl_snapshot_options options = options_at(3.0, 4.0);
    struct pl_terms *terms = NULL;
    struct pl_terms_numbers alone = run_terms(f->context, "A", "", &options, &terms);
    struct pl_terms_numbers numbers;
    double untreated = 0.0;

    assert_false(alone.treated);
    assert_false(alone.rested);
    untreated = amount(terms, &alone, PL_TERMS_VALUE, PL_TERMS_TREATED);
    pl_terms_numbers_finish(&alone);
    pl_terms_destroy(terms);
    options.equilibrate = PL_EQUILIBRATE_NO;
    numbers = run_terms(f->context, "A", "set A=3@1", &options, &terms);
    assert_true(numbers.treated);
    assert_false(numbers.rested);
    assert_close(amount(terms, &numbers, PL_TERMS_VALUE, PL_TERMS_UNTREATED), untreated,
                 0.0, 0.0);
    assert_true(amount(terms, &numbers, PL_TERMS_VALUE, PL_TERMS_TREATED) >
                1.5 * untreated);
    pl_terms_numbers_finish(&numbers);
    pl_terms_destroy(terms);
}

/* Three sets of K_brake: bands are those of the sorted members. */
static void
test_run_gives_bands_over_an_ensemble(void **state)
{
    struct fixture *f = *state;
    struct pl_context *feedback = trial_load_source("models/negative-feedback.ant");
    char *path = test_join(f->folder, "sets.tsv");
    struct pl_snapshot_options options = options_at(2000.0, 2880.0);
    struct pl_ensemble *ensemble = NULL;
    struct pl_terms *terms = NULL;
    struct pl_terms_numbers numbers;
    struct pl_frame *frame = NULL;

    test_write_file(path, "k_receptor\tweight\n0.15\t1\n0.3\t2\n0.6\t1\n");
    assert_int_equal(pl_ensemble_read(feedback, path, f->diags, &ensemble), PL_OK);
    options.ensemble = ensemble;
    numbers = run_terms(feedback, "receptor", "inhibit kinaseB", &options, &terms);
    assert_int_equal(numbers.n_members, 3);
    /* R = k/(k + 0.1): 0.6, 0.75, 0.857 */
    assert_close(amount(terms, &numbers, PL_TERMS_VALUE, PL_TERMS_TREATED), 0.75, 1e-6,
                 0.0);
    assert_close(numbers.rows[terms->n + PL_TERMS_VALUE].amount[PL_TERMS_TREATED].low,
                 0.6, 1e-6, 0.0);
    assert_close(numbers.rows[terms->n + PL_TERMS_VALUE].amount[PL_TERMS_TREATED].high,
                 0.6 / 0.7, 1e-6, 0.0);
    assert_int_equal(pl_terms_frame(terms, &numbers, f->diags, &frame), PL_OK);
    assert_int_equal(frame->n_columns, 4 + 5 * 3 + 1);
    assert_string_equal(frame->columns[4].name, "untreated_median");
    assert_string_equal(frame->columns[18].name, "fold_p95");
    pl_frame_destroy(frame);
    pl_terms_numbers_finish(&numbers);
    pl_terms_destroy(terms);
    pl_ensemble_destroy(ensemble);
    pl_context_destroy(feedback);
    free(path);
}

static void
test_frame_has_a_row_for_each_term(void **state)
{
    static const char *const want[][3] = {
        {"gain", "J2", "k*B/c"},      {"loss", "J2", "-k*A/2/c"},
        {"loss", "J1", "-2*k*S*A/c"}, {"all gains", "A", ""},
        {"all losses", "A", ""},      {"net", "A", ""},
        {"level", "A", ""},
    };
    struct fixture *f = *state;
    const struct pl_snapshot_options options = options_at(0.0, 1.0);
    struct pl_terms *terms = NULL;
    struct pl_terms_numbers numbers = run_terms(f->context, "A", "", &options, &terms);
    struct pl_frame *frame = NULL;

    assert_int_equal(pl_terms_frame(terms, &numbers, f->diags, &frame), PL_OK);
    assert_int_equal(frame->n_rows, N_OF(want));
    assert_int_equal(frame->n_columns, 7);
    for (size_t row = 0; row < N_OF(want); row++) {
        for (size_t c = 0; c < 3; c++) {
            assert_string_equal(frame->columns[c + 1].texts[row], want[row][c]);
        }
    }
    assert_string_equal(frame->columns[0].name, "time");
    assert_string_equal(frame->columns[4].name, "amount");
    assert_string_equal(frame->columns[5].name, "share");
    assert_close(frame->columns[4].numbers[0], 0.3 * 0.25 / 2.0, 1e-15, 0.0);
    assert_close(frame->columns[4].numbers[1], -0.3 * 0.5 / 2.0, 1e-15, 0.0);
    assert_close(frame->columns[4].numbers[2], -2.0 * 0.3 * 5.0 / 2.0, 1e-15, 0.0);
    assert_close(frame->columns[5].numbers[1], 0.075 / 1.575, 1e-14, 0.0);
    assert_close(frame->columns[4].numbers[5], 0.0375 - 1.575, 1e-15, 0.0);
    assert_close(frame->columns[4].numbers[6], 1.0, 0.0, 0.0);
    assert_string_equal(frame->columns[6].texts[2],
                        "a note; http://identifiers.org/pubmed/1");
    pl_frame_destroy(frame);
    pl_terms_numbers_finish(&numbers);
    pl_terms_destroy(terms);
}

/* ---------------------------------------------------------------- sentences */

static void
check_sentence(const struct pl_context *context, const char *name,
               const char *treatment, double time, const char *want)
{
    const struct pl_snapshot_options options = options_at(time, 2880.0);
    struct pl_terms *terms = NULL;
    struct pl_terms_numbers numbers =
        run_terms(context, name, treatment, &options, &terms);
    struct pl_text text;

    pl_text_init(&text);
    pl_terms_sentence(terms, &numbers, &text);
    assert_string_equal(pl_text_string(&text), want);
    pl_text_finish(&text);
    pl_terms_numbers_finish(&numbers);
    pl_terms_destroy(terms);
}

static void
test_sentence_says_what_changed(void **state)
{
    struct pl_context *feedback = trial_load_source("models/negative-feedback.ant");

    (void)state;
    check_sentence(feedback, "receptor", "inhibit kinaseB", 1440.0,
                   "receptor, active is 3.00-fold at 24 h: it is made 3.00 times as "
                   "fast, and each unit of it is lost as fast as before.");
    check_sentence(feedback, "receptor", "inhibit kinaseB", 0.0,
                   "receptor, active is at 0 h what it was untreated: it is made 6.00 "
                   "times as fast, and each unit of it is lost as fast as before; it "
                   "still rises.");
    check_sentence(feedback, "receptor", "inhibit kinaseB, clamp kinaseB_receptor",
                   1440.0, "receptor, active is at 24 h what it was untreated.");
    check_sentence(
        feedback, "receptor", "", 1440.0,
        "receptor, active is in balance at 24 h; a unit of it lasts 10 min on "
        "average.");
    check_sentence(feedback, "B_activity", "inhibit kinaseB=0.5", 0.0,
                   "B_activity is 0.50-fold at 0 h; of its factors 1 - inhibit_kinaseB "
                   "changes most, 0.50-fold.");
    check_sentence(feedback, "brake", "inhibit kinaseB", 0.0,
                   "brake is 0.17-fold at 0 h, mostly through "
                   "feedback_kinaseB_receptor/K_brake.");
    check_sentence(feedback, "readout_pA", "", 0.0, "");
    check_sentence(feedback, "k_A", "inhibit kinaseB", 0.0, "");
    pl_context_destroy(feedback);
}

/* ---------------------------------------------------------------- faults */

static enum pl_status
make_once(void *context)
{
    const struct pl_context *c = context;
    struct pl_terms *terms = NULL;
    double inputs[64] = {0};
    enum pl_status status = PL_OK;

    assert_true(c->program->n_inputs <= N_OF(inputs));
    pl_program_default_inputs(c->program, inputs);
    status = pl_terms_create(c, pl_model_find(c->model, "A"), inputs, NULL, &terms);
    pl_terms_destroy(terms);
    return status;
}

static void
test_terms_survive_no_memory(void **state)
{
    struct fixture *f = *state;

    assert_true(assert_survives_no_memory(make_once, f->context) > 10);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_terms_of_every_kind_of_symbol),
        cmocka_unit_test(test_terms_tell_their_sources),
        cmocka_unit_test(test_terms_sum_to_the_rate_in_every_model),
        cmocka_unit_test(test_terms_sum_to_the_slope_of_the_run),
        cmocka_unit_test(test_run_gives_both_columns),
        cmocka_unit_test(test_run_takes_a_change_apart),
        cmocka_unit_test(test_run_without_rest_compares_with_the_same_time),
        cmocka_unit_test(test_run_gives_bands_over_an_ensemble),
        cmocka_unit_test(test_frame_has_a_row_for_each_term),
        cmocka_unit_test(test_sentence_says_what_changed),
        cmocka_unit_test(test_terms_survive_no_memory),
    };

    return cmocka_run_group_tests(tests, set_up, tear_down);
}
