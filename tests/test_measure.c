/*
 * test_measure.c - readout expressions, and the extremes and integrals of runs.
 */
#include "testlib.h"

#include "base/diag.h"
#include "model/model.h"
#include "study/context.h"
#include "study/measure.h"
#include "trial.h"
#include "words.h"

#define N_OF(rows) (sizeof(rows) / sizeof((rows)[0]))

#define PI 3.14159265358979323846

/* [model time] 48 h in minutes */
#define DURATION 2880.0

/* ---- expressions */

static void
test_parse_reads_prefix_name_and_time(void **state)
{
    static const struct {
        const char *text;
        enum pl_measure_kind kind;
        const char *symbol;
        double time;
        const char *name;
    } rows[] = {
        {"pAkt_S473", PL_MEASURE_VALUE, "readout_pAkt_S473", DURATION, "pAkt_S473"},
        {"pAkt_S473@24h", PL_MEASURE_VALUE, "readout_pAkt_S473", 1440.0,
         "pAkt_S473@24h"},
        {"readout_pS6K@0", PL_MEASURE_VALUE, "readout_pS6K", 0.0, "readout_pS6K@0"},
        {"pS6K@0h", PL_MEASURE_VALUE, "readout_pS6K", 0.0, "pS6K@0h"},
        {"fold:pS6K@2d", PL_MEASURE_FOLD, "readout_pS6K", DURATION, "fold:pS6K@2d"},
        {"fold:pS6K@0", PL_MEASURE_FOLD, "readout_pS6K", 0.0, "fold:pS6K@0"},
        {"max:IGF", PL_MEASURE_MAX, "IGF", DURATION, "max:IGF"},
        {"min:Akt_S473@90min", PL_MEASURE_MIN, "Akt_S473", 90.0, "min:Akt_S473@90min"},
        {"auc:pS6K@30s", PL_MEASURE_AUC, "readout_pS6K", 0.5, "auc:pS6K@30s"},
        {"time-to-max:pS6K", PL_MEASURE_TIME_TO_MAX, "readout_pS6K", DURATION,
         "time-to-max:pS6K"},
        {" max : pS6K @ 24 h ", PL_MEASURE_MAX, "readout_pS6K", 1440.0, "max:pS6K@24h"},
        {"max:Akt pS473@1h", PL_MEASURE_MAX, "readout_pAkt_S473", 60.0,
         "max:AktpS473@1h"},
        {"max:akt ps473", PL_MEASURE_MAX, "readout_pAkt_S473", DURATION,
         "max:aktps473"},
    };
    struct words_models *models = *state;
    struct pl_diags *diags = pl_diags_create();

    for (size_t i = 0; i < N_OF(rows); i++) {
        struct pl_measure measure = {0};

        assert_int_equal(
            pl_measure_parse(models->her2, rows[i].text, DURATION, diags, &measure),
            PL_OK);
        assert_messages(diags, "");
        assert_int_equal(measure.kind, rows[i].kind);
        assert_string_equal(models->her2->model->symbols[measure.symbol].name,
                            rows[i].symbol);
        assert_close(measure.time, rows[i].time, 0.0, 0.0);
        assert_string_equal(measure.name, rows[i].name);
        pl_measure_finish(&measure);
        assert_null(measure.name);
        pl_measure_finish(&measure);
    }
    pl_diags_destroy(diags);
}

static void
test_parse_takes_any_symbol_and_bare_times(void **state)
{
    static const struct {
        const char *text, *symbol;
        double time;
    } rows[] = {
        {"A@24", "A", 24.0},         {"max:J", "J", 100.0}, {"k@100", "k", 100.0},
        {"scaled", "scaled", 100.0}, {"z@0.5", "z", 0.5},   {"A@1e2", "A", 100.0},
    };
    struct words_models *models = *state;

    for (size_t i = 0; i < N_OF(rows); i++) {
        struct pl_measure measure = {0};

        assert_int_equal(
            pl_measure_parse(models->bare, rows[i].text, 100.0, NULL, &measure), PL_OK);
        assert_string_equal(models->bare->model->symbols[measure.symbol].name,
                            rows[i].symbol);
        assert_close(measure.time, rows[i].time, 0.0, 0.0);
        pl_measure_finish(&measure);
    }
}

/* "0.1d" and "2.4h" differ in the last bit; both are the end of such a run. */
static void
test_parse_takes_the_end_however_it_is_written(void **state)
{
    struct words_models *models = *state;
    const char *const ends[] = {"2.4h", "0.1d", "144min", "8640s"};

    for (size_t i = 0; i < N_OF(ends); i++) {
        for (size_t k = 0; k < N_OF(ends); k++) {
            struct pl_measure measure = {0};
            char text[64];
            double duration = 0.0;

            assert_true(pl_treatment_scan_time(models->her2, ends[i], NULL, &duration) >
                        0);
            snprintf(text, sizeof text, "pS6K@%s", ends[k]);
            assert_int_equal(
                pl_measure_parse(models->her2, text, duration, NULL, &measure), PL_OK);
            assert_true(measure.time == duration);
            pl_measure_finish(&measure);
        }
    }
}

/* Complexes have a ':' in their display names. */
static void
test_parse_takes_a_display_name_with_a_colon(void **state)
{
    static const char text[] = "species AB; AB is \"A:B\"; AB = 1; k = 0.1;\n"
                               "J: AB -> ; k*AB;\n";
    struct words_models *models = *state;
    struct pl_context *context = trial_load_text(models->folder, text);
    struct pl_diags *diags = pl_diags_create();
    struct pl_measure measure = {0};

    assert_int_equal(pl_measure_parse(context, "A:B@5", 10.0, diags, &measure), PL_OK);
    assert_int_equal(measure.kind, PL_MEASURE_VALUE);
    assert_int_equal(measure.symbol, pl_model_find(context->model, "AB"));
    assert_string_equal(measure.name, "A:B@5");
    pl_measure_finish(&measure);
    assert_int_equal(pl_measure_parse(context, "auc:A:B", 10.0, diags, &measure),
                     PL_OK);
    assert_int_equal(measure.kind, PL_MEASURE_AUC);
    assert_int_equal(measure.symbol, pl_model_find(context->model, "AB"));
    pl_measure_finish(&measure);
    assert_messages(diags, "");
    pl_diags_destroy(diags);
    pl_context_destroy(context);
}

struct refusal {
    const char *text;
    enum pl_status status;
    const char *messages;
};

static void
check_refusals(const struct pl_context *context, double duration,
               const struct refusal *rows, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        struct pl_diags *diags = pl_diags_create();
        struct pl_measure measure = {.symbol = 77, .time = 7.0};

        assert_int_equal(
            pl_measure_parse(context, rows[i].text, duration, diags, &measure),
            rows[i].status);
        assert_messages(diags, rows[i].messages);
        assert_int_equal(measure.symbol, 77);
        assert_close(measure.time, 7.0, 0.0, 0.0);
        assert_null(measure.name);
        assert_int_equal(
            pl_measure_parse(context, rows[i].text, duration, NULL, &measure),
            rows[i].status);
        pl_diags_destroy(diags);
    }
}

static void
test_parse_refuses_unknown_names_and_prefixes(void **state)
{
    static const struct refusal rows[] = {
        {"max:pAkt_S437", PL_ERR_NAME,
         "error: unknown readout 'pAkt_S437'\n"
         "hint: did you mean 'pAkt_S473'?\n"},
        {"maxi:pS6K@24h", PL_ERR_NAME,
         "error: maxi:pS6K@24h: 'maxi' is none of the prefixes fold, max, min, auc, "
         "time-to-max\n"
         "hint: did you mean 'max'?\n"},
        {"Fold:pS6K", PL_ERR_NAME,
         "error: Fold:pS6K: 'Fold' is none of the prefixes fold, max, min, auc, "
         "time-to-max\n"
         "hint: did you mean 'fold'?\n"},
        {"time_to_max:pS6K", PL_ERR_NAME,
         "error: time_to_max:pS6K: 'time_to_max' is none of the prefixes fold, max, "
         "min, auc, time-to-max\n"
         "hint: did you mean 'time-to-max'?\n"},
        {"average : pS6K", PL_ERR_NAME,
         "error: average : pS6K: 'average' is none of the prefixes fold, max, min, "
         "auc, time-to-max\n"
         "hint: without a prefix it is the value: pS6K\n"},
        {":pS6K", PL_ERR_NAME,
         "error: :pS6K: '' is none of the prefixes fold, max, min, auc, time-to-max\n"
         "hint: without a prefix it is the value: pS6K\n"},
        {"all", PL_ERR_NAME,
         "error: 'all' is more than one readout\n"
         "hint: name each of them; `simulate list readouts` shows them\n"},
        {"max:", PL_ERR_OPTION,
         "error: 'max:': the name is missing: [fold:|max:|min:|auc:|time-to-max:]<name>"
         "[@time]\n"},
        {"@24h", PL_ERR_OPTION,
         "error: '@24h': the name is missing: [fold:|max:|min:|auc:|time-to-max:]<name>"
         "[@time]\n"},
        {"", PL_ERR_OPTION,
         "error: '': the name is missing: [fold:|max:|min:|auc:|time-to-max:]<name>"
         "[@time]\n"},
    };
    struct words_models *models = *state;

    check_refusals(models->her2, DURATION, rows, N_OF(rows));
}

static void
test_parse_refuses_bad_times(void **state)
{
    static const struct refusal rows[] = {
        {"max:pS6K@24", PL_ERR_OPTION,
         "error: 24: a time needs its unit: 24h (s, min, h, d)\n"
         "hint: write max:pS6K@24h\n"},
        {"pS6K@24hours", PL_ERR_OPTION,
         "error: 24hours: 'hours' is no unit of time (s, min, h, d)\n"
         "hint: write pS6K@48h\n"},
        {"pS6K@soon", PL_ERR_OPTION,
         "error: soon: a time is a number with its unit: 48h (s, min, h, d)\n"
         "hint: write pS6K@48h\n"},
        {"pS6K@-1h", PL_ERR_OPTION,
         "error: -1h: a time is not negative\n"
         "hint: write pS6K@48h\n"},
        {"pS6K@1e999", PL_ERR_OPTION,
         "error: 1e999: a time needs its unit: 1e999h (s, min, h, d)\n"
         "hint: write pS6K@48h\n"},
        {"pS6K@", PL_ERR_OPTION,
         "error: pS6K@: there is no time behind the '@'\n"
         "hint: write pS6K@48h\n"},
        {"max:pS6K@0..24h", PL_ERR_OPTION,
         "error: max:pS6K@0..24h: '..24h' behind the time is not understood\n"
         "hint: write max:pS6K@48h\n"},
        {"pS6K@72h", PL_ERR_OPTION,
         "error: pS6K@72h: the run is over before, at 48 h\n"
         "hint: let the run last longer: --for 72h\n"},
        {"pS6K@ 3 d", PL_ERR_OPTION,
         "error: pS6K@ 3 d: the run is over before, at 48 h\n"
         "hint: let the run last longer: --for 3d\n"},
        {"max:pS6K@0h", PL_ERR_OPTION,
         "error: max:pS6K@0h: there is nothing between 0 and 0\n"
         "hint: write max:pS6K@48h, or pS6K@0 for the value at 0\n"},
        {"min:pS6K@0", PL_ERR_OPTION,
         "error: min:pS6K@0: there is nothing between 0 and 0\n"
         "hint: write min:pS6K@48h, or pS6K@0 for the value at 0\n"},
        {"auc:pS6K@0s", PL_ERR_OPTION,
         "error: auc:pS6K@0s: there is nothing between 0 and 0\n"
         "hint: write auc:pS6K@48h, or pS6K@0 for the value at 0\n"},
        {"time-to-max:pS6K@0", PL_ERR_OPTION,
         "error: time-to-max:pS6K@0: there is nothing between 0 and 0\n"
         "hint: write time-to-max:pS6K@48h, or pS6K@0 for the value at 0\n"},
    };
    static const struct refusal bare[] = {
        {"A@24h", PL_ERR_OPTION,
         "error: 24h: the model does not say what a unit of its time is\n"
         "hint: write the bare number, or add a line to the model: unit time_unit = 60 "
         "second\n"
         "hint: write A@100\n"},
        {"A@101", PL_ERR_OPTION,
         "error: A@101: the run is over before, at 100\n"
         "hint: let the run last longer: --for 101\n"},
        {"auc:A@0", PL_ERR_OPTION,
         "error: auc:A@0: there is nothing between 0 and 0\n"
         "hint: write auc:A@100, or A@0 for the value at 0\n"},
    };
    struct words_models *models = *state;

    check_refusals(models->her2, DURATION, rows, N_OF(rows));
    check_refusals(models->bare, 100.0, bare, N_OF(bare));
}

static enum pl_status
parse_once(void *context)
{
    const struct words_models *models = context;
    struct pl_measure measure = {0};
    enum pl_status status =
        pl_measure_parse(models->her2, "max:pS6K@24h", DURATION, NULL, &measure);

    pl_measure_finish(&measure);
    return status;
}

static void
test_parse_survives_no_memory(void **state)
{
    assert_true(assert_survives_no_memory(parse_once, *state) >= 2);
}

/* ---- numbers */

static void
test_follows_is_what_needs_the_whole_way(void **state)
{
    (void)state;
    assert_false(pl_measure_follows(PL_MEASURE_VALUE));
    assert_false(pl_measure_follows(PL_MEASURE_FOLD));
    assert_true(pl_measure_follows(PL_MEASURE_MAX));
    assert_true(pl_measure_follows(PL_MEASURE_MIN));
    assert_true(pl_measure_follows(PL_MEASURE_AUC));
    assert_true(pl_measure_follows(PL_MEASURE_TIME_TO_MAX));
}

static double
read_off(enum pl_measure_kind kind, double value, double untreated,
         const struct pl_tally *tally)
{
    const struct pl_measure measure = {.kind = kind};

    return pl_measure_value(&measure, value, untreated, tally);
}

static uint64_t
bits_of(double number)
{
    uint64_t bits = 0;

    memcpy(&bits, &number, sizeof bits);
    return bits;
}

static void
test_value_takes_each_kind_from_its_place(void **state)
{
    const struct pl_tally tally = {4.0, 3.0, 2.0, 1.0};
    double odd_nan = 0.0;
    const uint64_t bits = UINT64_C(0xfff8000000000123);

    (void)state;
    assert_close(read_off(PL_MEASURE_VALUE, 6.0, 3.0, NULL), 6.0, 0.0, 0.0);
    assert_close(read_off(PL_MEASURE_FOLD, 6.0, 3.0, NULL), 2.0, 0.0, 0.0);
    assert_close(read_off(PL_MEASURE_FOLD, 0.0, 3.0, NULL), 0.0, 0.0, 0.0);
    assert_close(read_off(PL_MEASURE_MAX, 6.0, 3.0, &tally), 4.0, 0.0, 0.0);
    assert_close(read_off(PL_MEASURE_MIN, 6.0, 3.0, &tally), 3.0, 0.0, 0.0);
    assert_close(read_off(PL_MEASURE_TIME_TO_MAX, 6.0, 3.0, &tally), 2.0, 0.0, 0.0);
    assert_close(read_off(PL_MEASURE_AUC, 6.0, 3.0, &tally), 1.0, 0.0, 0.0);
    assert_true(isnan(read_off(PL_MEASURE_FOLD, 6.0, 0.0, NULL)));
    assert_true(isnan(read_off(PL_MEASURE_FOLD, 6.0, -0.0, NULL)));
    assert_true(isnan(read_off(PL_MEASURE_FOLD, 0.0, 0.0, NULL)));
    assert_true(isnan(read_off(PL_MEASURE_FOLD, 6.0, (double)NAN, NULL)));
    /* one NaN for all, so that results have the same bytes */
    memcpy(&odd_nan, &bits, sizeof odd_nan);
    assert_true(bits_of(read_off(PL_MEASURE_VALUE, odd_nan, 1.0, NULL)) ==
                bits_of((double)NAN));
    assert_true(bits_of(read_off(PL_MEASURE_FOLD, odd_nan, 1.0, NULL)) ==
                bits_of((double)NAN));
}

/* ---- tallies */

/* A function of time, and what it is a function of besides. */
typedef double function(double time, const double *with);

static void
add_step(struct pl_tally *tally, function *f, const double *with, double t0, double t1)
{
    double values[PL_OUTPUT_NODES];

    for (size_t j = 0; j < PL_OUTPUT_NODES; j++) {
        values[j] = f(t0 + pl_output_shares[j] * (t1 - t0), with);
    }
    pl_tally_add(tally, t0, t1, values);
}

/* n equal steps from 0 to the end. */
static struct pl_tally
run(function *f, const double *with, double end, size_t n)
{
    struct pl_tally tally;

    pl_tally_begin(&tally);
    for (size_t i = 0; i < n; i++) {
        add_step(&tally, f, with, end * (double)i / (double)n,
                 end * (double)(i + 1) / (double)n);
    }
    return tally;
}

/* with: c0 … c4 */
static double
quartic(double t, const double *with)
{
    return with[0] + t * (with[1] + t * (with[2] + t * (with[3] + t * with[4])));
}

static double
sine(double t, const double *with)
{
    (void)with;
    return sin(t);
}

static double
saturation(double t, const double *with)
{
    (void)with;
    return 1.0 - exp(-t);
}

/* The Bateman curve of a drug: up and down again. */
static double
bateman(double t, const double *with)
{
    return exp(-with[0] * t) - exp(-with[1] * t);
}

static void
test_shares_are_the_nodes_of_the_rule(void **state)
{
    const double s = sqrt(3.0 / 7.0);

    (void)state;
    assert_close(pl_output_shares[0], 0.0, 0.0, 0.0);
    assert_close(pl_output_shares[1], 0.5 - 0.5 * s, 1e-15, 0.0);
    assert_close(pl_output_shares[2], 0.5, 0.0, 0.0);
    assert_close(pl_output_shares[3], 0.5 + 0.5 * s, 1e-15, 0.0);
    assert_close(pl_output_shares[4], 1.0, 0.0, 0.0);
}

/* The size of what is added up at the end. */
static double
terms(const double *c, double end)
{
    const double sizes[5] = {fabs(c[0]), fabs(c[1]), fabs(c[2]), fabs(c[3]),
                             fabs(c[4])};

    return quartic(end, sizes);
}

/* The extremes of each are known in closed form; they do not depend on the steps. */
static void
test_add_is_exact_for_quartics(void **state)
{
    static const struct {
        double c[5];
        double end, largest, when, smallest, integral; /* when: NaN for any */
    } rows[] = {
        /* constants and straight lines */
        {{3.5, 0, 0, 0, 0}, 2.0, 3.5, 0.0, 3.5, 7.0},
        {{0, 0, 0, 0, 0}, 2.0, 0.0, 0.0, 0.0, 0.0},
        {{1, 2, 0, 0, 0}, 3.0, 7.0, 3.0, 1.0, 12.0},
        {{1, -2, 0, 0, 0}, 3.0, 1.0, 0.0, -5.0, -6.0},
        /* parabolas: 2 - (t-1)^2, (t-1)^2 */
        {{1, 2, -1, 0, 0}, 3.0, 2.0, 1.0, -2.0, 3.0},
        {{1, -2, 1, 0, 0}, 1.5, 1.0, 0.0, 0.0, 0.375},
        /* t^3 - 3 t^2 + 2 t: turns at 1 -+ 1/sqrt(3), at 0.38490 and -0.38490 */
        {{0, 2, -3, 1, 0},
         2.0,
         0.38490017945975050,
         0.42264973081037423,
         -0.38490017945975050,
         0.0},
        /* (t-1)^3: an inflection is no turn */
        {{-1, 3, -3, 1, 0}, 2.0, 1.0, 2.0, -1.0, 0.0},
        /* -(t-1)^2 (t-3)^2 + 1: two tops, at 1 and 3, that rounding tells apart */
        {{-8, 24, -22, 8, -1}, 4.0, 1.0, (double)NAN, -8.0, -32.0 / 15.0},
        /* (t-2)^4: flat at its bottom */
        {{16, -32, 24, -8, 1}, 3.0, 16.0, 0.0, 0.0, 33.0 / 5.0},
        /* t (t-1) (t-2) (t-3) = (u^2 - 9/4)(u^2 - 1/4), u = t - 3/2: bottoms of -1 at
         * u^2 = 5/4, a top of 9/16 between them */
        {{0, -6, 11, -6, 1}, 3.0, 0.5625, 1.5, -1.0, -0.9},
    };

    (void)state;
    for (size_t i = 0; i < N_OF(rows); i++) {
        for (size_t n = 1; n < 40; n += 1 + n / 4) {
            const struct pl_tally tally = run(quartic, rows[i].c, rows[i].end, n);
            const double end = rows[i].end;
            const double rounding = 4e-16 * terms(rows[i].c, end);
            /* where a step ends on a top, the time is known to the root of the rounding */
            const double near = rows[i].when > 0.0 ? 1e-7 : 0.0;

            assert_close(tally.largest, rows[i].largest, 0.0, rounding);
            assert_close(tally.smallest, rows[i].smallest, 0.0, rounding);
            assert_close(tally.integral, rows[i].integral, 0.0, 4.0 * end * rounding);
            if (!isnan(rows[i].when)) {
                assert_close(tally.when_largest, rows[i].when, 0.0, near);
            }
        }
    }
}

/* Within one step the time of a top is far better than to the root of the rounding. */
static void
test_add_finds_the_time_of_a_top_to_rounding(void **state)
{
    (void)state;
    for (double top = 0.001; top < 1.0; top += 0.0173) {
        /* 1 - (t - top)^2 + (t - top)^3 / 3: turns at top and top + 2 */
        const double c[5] = {1.0 - top * top - top * top * top / 3.0,
                             2.0 * top + top * top, -1.0 - top, 1.0 / 3.0, 0.0};
        const struct pl_tally tally = run(quartic, c, 1.0, 1);

        assert_close(tally.when_largest, top, 0.0, 4e-15);
        assert_close(tally.largest, 1.0, 1e-15, 0.0);
    }
}

/* A narrow pair of turns within one step, which no grid would see. */
static void
test_add_finds_a_pair_of_turns_however_near(void **state)
{
    (void)state;
    for (double d = 0.1; d > 1e-4; d *= 0.5) {
        /* p' = (t - a)^2 - d^2, a = 0.3: a top at a - d, a bottom at a + d */
        const double a = 0.3;
        const double c[5] = {0.0, a * a - d * d, -a, 1.0 / 3.0, 0.0};
        struct pl_tally tally = {0};
        const double at_top = quartic(a - d, c);

        tally = run(quartic, c, a + 1.5 * d, 1); /* ends before it is higher again */
        assert_close(tally.largest, at_top, 1e-14, 0.0);
        assert_close(tally.when_largest, a - d, 0.0, 1e-15 / d);
        assert_close(tally.smallest, 0.0, 0.0, 0.0);
    }
}

static void
test_add_follows_a_sine_to_interpolation_error(void **state)
{
    const size_t n = 400;
    const double end = 10.0 * PI;
    const double h = end / (double)n;
    /* of the fourth degree through 5 nodes: h^5 f''''' / 5! times the nodes' product */
    const double error = pow(h, 5.0) / 120.0 / 50.0;
    const struct pl_tally tally = run(sine, NULL, end, n);
    double first = fmod(tally.when_largest, 2.0 * PI);

    (void)state;
    assert_close(tally.largest, 1.0, 0.0, error);
    assert_close(tally.smallest, -1.0, 0.0, error);
    assert_close(first, 0.5 * PI, 0.0, 1e-5);
    assert_close(tally.integral, 0.0, 0.0, 1e-13);
    /* half a period has one top, and an area of 2 */
    assert_close(run(sine, NULL, PI, 10).integral, 2.0, 1e-13, 0.0);
    assert_close(run(sine, NULL, PI, 33).when_largest, 0.5 * PI, 0.0, 1e-7);
}

static void
test_add_follows_a_drug_up_and_down(void **state)
{
    const double k[2] = {0.1, 2.0};
    const double when = log(k[1] / k[0]) / (k[1] - k[0]);
    const double largest = exp(-k[0] * when) - exp(-k[1] * when);
    const double end = 24.0;
    const struct pl_tally tally = run(bateman, k, end, 240);

    (void)state;
    assert_close(tally.largest, largest, 1e-8, 0.0);
    assert_close(tally.when_largest, when, 1e-6, 0.0);
    assert_close(tally.smallest, 0.0, 0.0, 0.0);
    assert_close(tally.integral,
                 (1.0 - exp(-k[0] * end)) / k[0] - (1.0 - exp(-k[1] * end)) / k[1],
                 1e-12, 0.0);
}

static void
test_add_takes_the_end_of_what_only_rises(void **state)
{
    const struct pl_tally tally = run(saturation, NULL, 5.0, 50);

    (void)state;
    assert_true(tally.largest == saturation(5.0, NULL));
    assert_true(tally.when_largest == 5.0);
    assert_true(tally.smallest == 0.0);
    assert_close(tally.integral, 4.0 + exp(-5.0), 1e-14, 0.0);
}

/* Whatever the values: the extremes hold every value seen, the time lies in its step. */
static void
test_add_holds_every_value_of_any_steps(void **state)
{
    uint64_t seed = 12345;

    (void)state;
    for (size_t round = 0; round < 2000; round++) {
        struct pl_tally tally;

        pl_tally_begin(&tally);
        for (size_t i = 0; i < 5; i++) {
            const struct pl_tally before = tally;
            double values[PL_OUTPUT_NODES];

            for (size_t j = 0; j < PL_OUTPUT_NODES; j++) {
                seed = seed * UINT64_C(6364136223846793005) + 1442695040888963407U;
                values[j] = (double)(int64_t)seed * (round % 3 == 0 ? 1e-300 : 1e-10);
                if (round % 7 == 0) {
                    values[j] = (double)(seed >> 62); /* often equal */
                }
            }
            pl_tally_add(&tally, (double)i, (double)i + 1.0, values);
            for (size_t j = 0; j < PL_OUTPUT_NODES; j++) {
                assert_true(values[j] <= tally.largest);
                assert_true(values[j] >= tally.smallest);
            }
            assert_true(tally.largest >= before.largest || i == 0);
            if (tally.largest > before.largest) {
                assert_true(tally.when_largest >= (double)i);
                assert_true(tally.when_largest <= (double)i + 1.0);
            } else {
                assert_true(tally.when_largest == before.when_largest);
            }
        }
    }
}

/* The first of equal ones, also from step to step. */
static void
test_add_keeps_the_first_of_equal_values(void **state)
{
    const double flat[PL_OUTPUT_NODES] = {2.0, 2.0, 2.0, 2.0, 2.0};
    const double top[PL_OUTPUT_NODES] = {0.0, 0.0, 2.0, 0.0, 0.0};
    struct pl_tally tally;
    double when = 0.0;

    (void)state;
    pl_tally_begin(&tally);
    pl_tally_add(&tally, 1.0, 2.0, flat);
    pl_tally_add(&tally, 2.0, 3.0, flat);
    assert_true(tally.when_largest == 1.0);
    assert_true(tally.largest == 2.0 && tally.smallest == 2.0);
    assert_true(tally.integral == 4.0);

    pl_tally_begin(&tally);
    pl_tally_add(&tally, 0.0, 1.0, top);
    when = tally.when_largest;
    assert_close(when, 0.5, 0.0, 1e-15);
    pl_tally_add(&tally, 1.0, 2.0, top);
    assert_true(tally.when_largest == when);
}

static void
test_add_passes_nan_on_for_good(void **state)
{
    (void)state;
    for (size_t j = 0; j < PL_OUTPUT_NODES; j++) {
        double values[PL_OUTPUT_NODES] = {1.0, 2.0, 3.0, 2.0, 1.0};
        struct pl_tally tally;

        pl_tally_begin(&tally);
        pl_tally_add(&tally, 0.0, 1.0, values);
        values[j] = (double)NAN;
        pl_tally_add(&tally, 1.0, 2.0, values);
        values[j] = 5.0;
        pl_tally_add(&tally, 2.0, 3.0, values);
        assert_true(isnan(read_off(PL_MEASURE_MAX, 0.0, 0.0, &tally)));
        assert_true(isnan(read_off(PL_MEASURE_MIN, 0.0, 0.0, &tally)));
        assert_true(isnan(read_off(PL_MEASURE_AUC, 0.0, 0.0, &tally)));
        assert_true(isnan(read_off(PL_MEASURE_TIME_TO_MAX, 0.0, 0.0, &tally)));
    }
}

static void
test_add_takes_infinite_values(void **state)
{
    const double values[PL_OUTPUT_NODES] = {1.0, 2.0, (double)INFINITY, 2.0, 1.0};
    const double huge[PL_OUTPUT_NODES] = {-1.7e308, 1.7e308, -1.7e308, 1.7e308, 0.0};
    struct pl_tally tally;

    (void)state;
    pl_tally_begin(&tally);
    pl_tally_add(&tally, 0.0, 1.0, values);
    assert_true(isinf(tally.largest) && tally.largest > 0.0);
    assert_true(tally.smallest == 1.0);
    assert_true(isinf(tally.integral));
    pl_tally_begin(&tally);
    pl_tally_add(&tally, 0.0, 1.0, huge); /* differences overflow */
    assert_true(tally.largest >= 1.7e308 && tally.smallest <= -1.7e308);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_parse_reads_prefix_name_and_time),
        cmocka_unit_test(test_parse_takes_any_symbol_and_bare_times),
        cmocka_unit_test(test_parse_takes_the_end_however_it_is_written),
        cmocka_unit_test(test_parse_takes_a_display_name_with_a_colon),
        cmocka_unit_test(test_parse_refuses_unknown_names_and_prefixes),
        cmocka_unit_test(test_parse_refuses_bad_times),
        cmocka_unit_test(test_parse_survives_no_memory),
        cmocka_unit_test(test_follows_is_what_needs_the_whole_way),
        cmocka_unit_test(test_value_takes_each_kind_from_its_place),
        cmocka_unit_test(test_shares_are_the_nodes_of_the_rule),
        cmocka_unit_test(test_add_is_exact_for_quartics),
        cmocka_unit_test(test_add_finds_the_time_of_a_top_to_rounding),
        cmocka_unit_test(test_add_finds_a_pair_of_turns_however_near),
        cmocka_unit_test(test_add_follows_a_sine_to_interpolation_error),
        cmocka_unit_test(test_add_follows_a_drug_up_and_down),
        cmocka_unit_test(test_add_takes_the_end_of_what_only_rises),
        cmocka_unit_test(test_add_holds_every_value_of_any_steps),
        cmocka_unit_test(test_add_keeps_the_first_of_equal_values),
        cmocka_unit_test(test_add_passes_nan_on_for_good),
        cmocka_unit_test(test_add_takes_infinite_values),
    };

    return cmocka_run_group_tests(tests, words_set_up, words_tear_down);
}
