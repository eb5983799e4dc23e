/*
 * test_limit.c - what a run has to keep to.
 */
#include "testlib.h"

#include "analysis/limit.h"
#include "base/diag.h"
#include "study/context.h"
#include "toy.h"

#define N_OF(rows) (sizeof(rows) / sizeof((rows)[0]))

static void
test_parse_reads_measure_operator_and_bound(void **state)
{
    static const struct {
        const char *text, *shown;
        enum pl_limit_kind kind;
        enum pl_measure_kind measure;
        double time, bound; /* [h] */
    } rows[] = {
        {"fold:r@24h<2", "fold:r@24h<2", PL_LIMIT_BELOW, PL_MEASURE_FOLD, 24.0, 2.0},
        {" r <= 1.5e-3 ", "r<=1.5e-3", PL_LIMIT_AT_MOST, PL_MEASURE_VALUE, 48.0,
         0.0015},
        {"min:r@6h>0", "min:r@6h>0", PL_LIMIT_ABOVE, PL_MEASURE_MIN, 6.0, 0.0},
        {"auc:r >= -1", "auc:r>=-1", PL_LIMIT_AT_LEAST, PL_MEASURE_AUC, 48.0, -1.0},
        {"time-to-max:r<90min", "time-to-max:r<90min", PL_LIMIT_BELOW,
         PL_MEASURE_TIME_TO_MAX, 48.0, 1.5},
    };
    struct toy *toy = *state;

    for (size_t i = 0; i < N_OF(rows); i++) {
        struct pl_limit limit = {0};

        assert_int_equal(
            pl_limit_parse(toy->context, rows[i].text, 48.0, toy->diags, &limit),
            PL_OK);
        assert_messages(toy->diags, "");
        assert_string_equal(limit.text, rows[i].shown);
        assert_int_equal(limit.kind, rows[i].kind);
        assert_int_equal(limit.measure.kind, rows[i].measure);
        assert_close(limit.measure.time, rows[i].time, 0.0, 0.0);
        assert_close(limit.bound, rows[i].bound, 1e-15, 0.0);
        pl_limit_finish(&limit);
    }
}

static void
test_parse_refuses_what_is_wrong(void **state)
{
    static const struct {
        const char *text;
        enum pl_status status;
        const char *messages;
    } rows[] = {
        {"fold:r@24h", PL_ERR_OPTION,
         "error: fold:r@24h: a limit compares a measure with a number\n"
         "hint: as in \"fold:pERK@24h<2\"\n"},
        {"fold:r@24h=2", PL_ERR_OPTION,
         "error: fold:r@24h=2: '=' is none of <, <=, >, >=\n"
         "hint: as in \"fold:pERK@24h<2\"\n"},
        {"r<>2", PL_ERR_OPTION,
         "error: r<>2: '<>' is none of <, <=, >, >=\n"
         "hint: as in \"fold:pERK@24h<2\"\n"},
        {"r=<2", PL_ERR_OPTION,
         "error: r=<2: '=<' is none of <, <=, >, >=\n"
         "hint: as in \"fold:pERK@24h<2\"\n"},
        {"r!=2", PL_ERR_OPTION,
         "error: r!=2: '!=' is none of <, <=, >, >=\n"
         "hint: as in \"fold:pERK@24h<2\"\n"},
        {"r<", PL_ERR_OPTION, "error: r<: '' is no number\n"},
        {"r<two", PL_ERR_OPTION, "error: r<two: 'two' is no number\n"},
        {"r<2x", PL_ERR_OPTION, "error: r<2x: '2x' is no number\n"},
        {"r<1<2", PL_ERR_OPTION, "error: r<1<2: '1<2' is no number\n"},
        {"r<nan", PL_ERR_OPTION, "error: r<nan: 'nan' is no number\n"},
        {"<2", PL_ERR_OPTION,
         "error: '': the name is missing: "
         "[level:|fold:|max:|min:|auc:|time-to-max:]<name>"
         "[@time]\n"},
        {"q<2", PL_ERR_NAME,
         "error: unknown readout 'q'\n"
         "hint: readouts of this model: r, a, b, zero, h\n"},
        {"r@72h<2", PL_ERR_OPTION,
         "error: r@72h: the run is over before, at 48 h\n"
         "hint: let the run last longer: --for 72h\n"},
        {"time-to-max:r<2", PL_ERR_OPTION,
         "error: 2: a time needs its unit: 2h (s, min, h, d)\n"},
        {"time-to-max:r<2h later", PL_ERR_OPTION,
         "error: time-to-max:r<2h later: '2h later' is no time\n"},
    };
    struct toy *toy = *state;

    for (size_t i = 0; i < N_OF(rows); i++) {
        struct pl_limit limit = {0};

        assert_int_equal(
            pl_limit_parse(toy->context, rows[i].text, 48.0, toy->diags, &limit),
            rows[i].status);
        assert_messages(toy->diags, rows[i].messages);
        assert_null(limit.text);
        assert_null(limit.measure.name);
        pl_diags_clear(toy->diags);
    }
}

static void
test_holds_at_and_beside_the_bound(void **state)
{
    static const struct {
        const char *text;
        bool below, at, above;
    } rows[] = {
        {"r<2", true, false, false},
        {"r<=2", true, true, false},
        {"r>2", false, false, true},
        {"r>=2", false, true, true},
        {"auc:r<2", true, false, false}, /* hours are the model's time */
        {"time-to-max:r<=2h", true, true, false},
    };
    struct toy *toy = *state;

    for (size_t i = 0; i < N_OF(rows); i++) {
        struct pl_limit limit = {0};

        assert_int_equal(
            pl_limit_parse(toy->context, rows[i].text, 48.0, toy->diags, &limit),
            PL_OK);
        assert_int_equal(pl_limit_holds(&limit, toy->context, nextafter(2.0, 0.0)),
                         rows[i].below);
        assert_int_equal(pl_limit_holds(&limit, toy->context, 2.0), rows[i].at);
        assert_int_equal(pl_limit_holds(&limit, toy->context, nextafter(2.0, 3.0)),
                         rows[i].above);
        assert_false(pl_limit_holds(&limit, toy->context, (double)NAN));
        pl_limit_finish(&limit);
    }
}

static enum pl_status
parse_once(void *context)
{
    struct toy *toy = context;
    struct pl_limit limit = {0};
    const enum pl_status status =
        pl_limit_parse(toy->context, "fold:r@24h<2", 48.0, NULL, &limit);

    pl_limit_finish(&limit);
    return status;
}

static void
test_parse_survives_no_memory(void **state)
{
    assert_true(assert_survives_no_memory(parse_once, *state) >= 4);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_parse_reads_measure_operator_and_bound),
        cmocka_unit_test(test_parse_refuses_what_is_wrong),
        cmocka_unit_test(test_holds_at_and_beside_the_bound),
        cmocka_unit_test(test_parse_survives_no_memory),
    };

    return cmocka_run_group_tests(tests, toy_set_up, toy_tear_down);
}
