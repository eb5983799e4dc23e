/*
 * test_measure.c - readout expressions, and the numbers that they read off.
 */
#include "testlib.h"

#include "base/diag.h"
#include "model/model.h"
#include "study/context.h"
#include "study/measure.h"
#include "study/tally.h"
#include "study/times.h"
#include "trial.h"
#include "words.h"

#define N_OF(rows) (sizeof(rows) / sizeof((rows)[0]))

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
        {"level:pS6K@2d", PL_MEASURE_VALUE, "readout_pS6K", DURATION, "pS6K@2d"},
        {" level : pS6K", PL_MEASURE_VALUE, "readout_pS6K", DURATION, "pS6K"},
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

            assert_true(pl_time_scan(models->her2, ends[i], NULL, &duration) > 0);
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
        {"level:fold:pS6K", PL_ERR_NAME,
         "error: unknown readout 'fold:pS6K'\n"
         "hint: `simulate list readouts` shows all 20\n"},
        {"maxi:pS6K@24h", PL_ERR_NAME,
         "error: maxi:pS6K@24h: 'maxi' is none of the prefixes level, fold, max, min, "
         "auc, "
         "time-to-max\n"
         "hint: did you mean 'max'?\n"},
        {"Fold:pS6K", PL_ERR_NAME,
         "error: Fold:pS6K: 'Fold' is none of the prefixes level, fold, max, min, auc, "
         "time-to-max\n"
         "hint: did you mean 'fold'?\n"},
        {"time_to_max:pS6K", PL_ERR_NAME,
         "error: time_to_max:pS6K: 'time_to_max' is none of the prefixes level, fold, "
         "max, "
         "min, auc, time-to-max\n"
         "hint: did you mean 'time-to-max'?\n"},
        {"average : pS6K", PL_ERR_NAME,
         "error: average : pS6K: 'average' is none of the prefixes level, fold, max, "
         "min, "
         "auc, time-to-max\n"
         "hint: without a prefix it is the value: pS6K\n"},
        {":pS6K", PL_ERR_NAME,
         "error: :pS6K: '' is none of the prefixes level, fold, max, min, auc, "
         "time-to-max\n"
         "hint: without a prefix it is the value: pS6K\n"},
        {"all", PL_ERR_NAME,
         "error: 'all' is more than one readout\n"
         "hint: name each of them; `simulate list readouts` shows them\n"},
        {"max:", PL_ERR_OPTION,
         "error: 'max:': the name is missing: "
         "[level:|fold:|max:|min:|auc:|time-to-max:]<name>"
         "[@time]\n"},
        {"@24h", PL_ERR_OPTION,
         "error: '@24h': the name is missing: "
         "[level:|fold:|max:|min:|auc:|time-to-max:]<name>"
         "[@time]\n"},
        {"", PL_ERR_OPTION,
         "error: '': the name is missing: "
         "[level:|fold:|max:|min:|auc:|time-to-max:]<name>"
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

    return pl_measure_value(&measure, value, untreated, fabs(value), tally);
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
    assert_close(read_off(PL_MEASURE_MAX, 3.5, 3.0, &tally), 4.0, 0.0, 0.0);
    assert_close(read_off(PL_MEASURE_MIN, 3.5, 3.0, &tally), 3.0, 0.0, 0.0);
    assert_close(read_off(PL_MEASURE_TIME_TO_MAX, 4.0, 3.0, &tally), 2.0, 0.0, 0.0);
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

/* An untreated level of 1e-9 of the run's largest value is none. */
static void
test_fold_has_no_number_of_nothing(void **state)
{
    static const struct {
        double value, untreated, largest, fold; /* fold: NaN for none */
    } rows[] = {
        {6.0, 3.0, 6.0, 2.0},
        {6.0, -3.0, 6.0, -2.0},
        {0.0, 3.0, 3.0, 0.0},
        {1.0, 0.0, 1.0, (double)NAN},
        {0.0, 0.0, 0.0, (double)NAN},
        {1.0, -0.0, 1.0, (double)NAN},
        {1.0, 1e-9, 1.0, (double)NAN},
        {1.0, -1e-9, 1.0, (double)NAN},
        {1.0, 1.0000000001e-9, 1.0, 1.0 / 1.0000000001e-9},
        {1e-13, 1e-13, 1e-13, 1.0},
        {1e-13, 1e-13, 1.0, (double)NAN},
        {1.0, (double)NAN, 1.0, (double)NAN},
    };

    (void)state;
    for (size_t i = 0; i < N_OF(rows); i++) {
        const struct pl_measure measure = {.kind = PL_MEASURE_FOLD};
        const double fold = pl_fold(rows[i].value, rows[i].untreated, rows[i].largest);

        assert_true(isnan(fold) == isnan(rows[i].fold));
        assert_true(isnan(fold) || fold == rows[i].fold);
        assert_int_equal(
            bits_of(pl_measure_value(&measure, rows[i].value, rows[i].untreated,
                                     rows[i].largest, NULL)),
            bits_of(rows[i].fold));
    }
}

/* What is behind a jump at the end of the way counts. */
static void
test_value_has_the_last_one_of_the_way(void **state)
{
    const struct pl_tally tally = {4.0, 3.0, 2.0, 1.0};
    const struct pl_tally no_number = {(double)NAN, (double)NAN, (double)NAN,
                                       (double)NAN};
    const enum pl_measure_kind extremes[] = {PL_MEASURE_MAX, PL_MEASURE_MIN,
                                             PL_MEASURE_TIME_TO_MAX};
    const struct pl_measure when = {.kind = PL_MEASURE_TIME_TO_MAX, .time = 9.0};

    (void)state;
    assert_close(read_off(PL_MEASURE_MAX, 6.0, 3.0, &tally), 6.0, 0.0, 0.0);
    assert_close(read_off(PL_MEASURE_MAX, 1.0, 3.0, &tally), 4.0, 0.0, 0.0);
    assert_close(read_off(PL_MEASURE_MIN, 6.0, 3.0, &tally), 3.0, 0.0, 0.0);
    assert_close(read_off(PL_MEASURE_MIN, 1.0, 3.0, &tally), 1.0, 0.0, 0.0);
    assert_close(pl_measure_value(&when, 6.0, 3.0, 6.0, &tally), 9.0, 0.0, 0.0);
    assert_close(pl_measure_value(&when, 1.0, 3.0, 3.0, &tally), 2.0, 0.0, 0.0);
    for (size_t i = 0; i < sizeof extremes / sizeof *extremes; i++) {
        assert_true(isnan(read_off(extremes[i], (double)NAN, 3.0, &tally)));
        assert_true(isnan(read_off(extremes[i], 6.0, 3.0, &no_number)));
    }
    assert_close(read_off(PL_MEASURE_AUC, (double)NAN, 3.0, &tally), 1.0, 0.0, 0.0);
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
        cmocka_unit_test(test_fold_has_no_number_of_nothing),
        cmocka_unit_test(test_value_has_the_last_one_of_the_way),
    };

    return cmocka_run_group_tests(tests, words_set_up, words_tear_down);
}
