/*
 * test_library_errors.c - what the library answers and says when something is wrong.
 *
 * With GSL's default error handler, as test_library.c.
 */
#include "pathloop.h"

#include "host.h"
#include "testlib.h"

/* ---- load ---- */

static void
test_load_answers_and_explains_what_is_wrong(void **state)
{
    static const struct {
        const char *path;
        int answer;
        const char *message;
    } rows[] = {
        {"missing.ant", -4,
         "error: cannot read 'missing.ant': No such file or directory\n"
         "hint: check the spelling; a relative path starts at the present folder\n"},
        {".", -4,
         "error: cannot read '.': it is a folder\n"
         "hint: give the path of a file in it\n"},
        {"faulty.ant", -6,
         "faulty.ant:1:12: error: unknown name 'k' in the rate of 'J0'\n"
         "    1 | J0: A -> ; k*A\n"
         "      |            ^\n"
         "hint: give it a value: k = 1\n"},
        {"broken.ant", -6,
         "error: broken.cells.tsv: column 'zzz' is no parameter of the model\n"},
    };

    (void)state;
    for (size_t k = 0; k < N_OF(rows); k++) {
        struct pl_network *network = (void *)state;
        char *message = NULL;

        assert_int_equal(pl_network_load(rows[k].path, &network, &message),
                         rows[k].answer);
        assert_null(network);
        host_expect_message(message, rows[k].message);
        network = (void *)state;
        assert_int_equal(pl_network_load(rows[k].path, &network, NULL), rows[k].answer);
        assert_null(network);
    }
}

static void
test_load_gives_warnings_with_the_answer_0(void **state)
{
    struct pl_network *network = NULL;
    char *message = NULL;

    (void)state;
    assert_int_equal(pl_network_load("warns.ant", &network, &message), 0);
    assert_non_null(network);
    host_expect_message(message,
                        "warns.ant:3:9: warning: 'B' has no value and is never used\n"
                        "    3 | species B\n"
                        "      |         ^\n");
    pl_network_destroy(network);
    assert_int_equal(pl_network_load("warns.ant", &network, NULL), 0);
    pl_network_destroy(network);
}

/* ---- errors of a run ---- */

/* What is wrong: the fields that differ from a good run. */
static const struct slip {
    const char *treatment, *cell, *variant, *duration, *readout, *method;
    size_t n_points;
    double rtol;
    int answer;
    const char *message;
} slips[] = {
    {.treatment = "inhibit U",
     .answer = -3,
     .message = "error: unknown target 'U'\n"
                "hint: targets of this model: T\n"},
    {.treatment = "inhibit T=1.5",
     .answer = -2,
     .message = "error: T=1.5: a fraction lies between 0 and 1\n"
                "hint: 50 % is written 0.5\n"},
    {.treatment = "drug D=10",
     .answer = -2,
     .message = "error: D=10: a dose needs its unit: D=10nM (pM, nM, uM, mM)\n"},
    {.treatment = "clamp A_S@1h",
     .answer = -2,
     .message = "error: A_S@1h: a clamp takes no time: it holds from time 0 to the "
                "end\n"},
    {.treatment = "background clamp A_S",
     .answer = -2,
     .message = "error: clamp A_S: a clamp is no background: it holds a signal at its "
                "level before treatment\n"},
    {.treatment = "background ",
     .answer = -2,
     .message = "error: the background is empty\n"
                "hint: as in \"drug trastuzumab=68nM, set IGF=0\"\n"},
    {.treatment = "Inhibit T",
     .answer = -2,
     .message = "error: the treatment 'Inhibit T' begins with none of inhibit, drug, "
                "set, clamp, cut, background\n"
                "hint: as in \"inhibit mTORC1=0.5\" or \"background set IGF=0\"\n"},
    {.treatment = "inhibit",
     .answer = -2,
     .message = "error: the treatment 'inhibit' begins with none of inhibit, drug, "
                "set, clamp, cut, background\n"
                "hint: as in \"inhibit mTORC1=0.5\" or \"background set IGF=0\"\n"},
    {.treatment = "inhibit T@50h",
     .answer = -2,
     .message = "error: T@50h: begins at 50 h, when the run is over (3 h)\n"
                "hint: let the run last longer: --for 72h\n"},
    {.cell = "poor",
     .answer = -3,
     .message = "error: unknown cell 'poor'\n"
                "hint: cells of this model: plain, rich\n"},
    {.variant = "slow",
     .answer = -3,
     .message = "error: unknown variant 'slow'\n"
                "hint: variants of this model: fast\n"},
    {.duration = "0",
     .answer = -2,
     .message = "error: duration 0: a duration is greater than 0\n"},
    {.duration = "3h..",
     .answer = -2,
     .message = "error: duration 3h..: '..' behind the time is not understood\n"},
    {.duration = "3",
     .answer = -2,
     .message = "error: 3: a time needs its unit: 3h (s, min, h, d)\n"},
    {.duration = "-3h",
     .answer = -2,
     .message = "error: duration -3h: a duration is greater than 0\n"},
    {.duration = "",
     .answer = -2,
     .message = "error: : a time is a number with its unit: 48h (s, min, h, d)\n"},
    {.n_points = 1,
     .answer = -2,
     .message = "error: a run has at least 2 output times, not 1\n"},
    {.n_points = (size_t)-1,
     .answer = -2,
     .message =
         "error: 18446744073709551615 output times are more than 10000000 rows\n"
         "hint: take fewer: output times do not change the steps or the result\n"},
    {.readout = "B",
     .answer = -3,
     .message = "error: unknown readout 'B'\n"
                "hint: readouts of this model: A, nothing\n"},
    {.method = "lsoda",
     .answer = -2,
     .message = "error: unknown method 'lsoda'\n"
                "hint: methods are auto, rodas, msbdf, bsimp, msadams, rk8pd, rkf45, "
                "rkck, rk4, "
                "rk2, rk1imp, rk2imp, rk4imp\n"},
    {.method = "msbdf",
     .answer = -2,
     .message = "error: the method 'msbdf' factors matrices inside GSL, whose error "
                "handler may end the process when one of them is singular\n"
                "hint: take 'rodas', or call gsl_set_error_handler_off() and set "
                "gsl_handler_is_off\n"},
    {.rtol = 1.0,
     .answer = -2,
     .message = "error: rtol is greater than 0 and less than 1, not 1\n"},
};

static struct pl_run_options
options_with(const struct slip *slip)
{
    struct pl_run_options options = host_options(NULL, 0);

    options.cell = slip->cell;
    options.variant = slip->variant;
    options.treatments = &slip->treatment;
    options.n_treatments = slip->treatment != NULL ? 1 : 0;
    options.readouts = &slip->readout;
    options.n_readouts = slip->readout != NULL ? 1 : 0;
    options.duration = slip->duration != NULL ? slip->duration : options.duration;
    options.method = slip->method != NULL ? slip->method : options.method;
    options.n_points = slip->n_points > 0 ? slip->n_points : options.n_points;
    options.rtol = slip->rtol > 0.0 ? slip->rtol : options.rtol;
    return options;
}

static void
test_run_answers_and_explains_what_is_wrong(void **state)
{
    const struct host *host = *state;

    for (size_t k = 0; k < N_OF(slips); k++) {
        const struct pl_run_options options = options_with(&slips[k]);
        struct pl_run *made = (void *)state;
        char *message = NULL;

        assert_int_equal(pl_network_run(host->network, &options, &made, &message),
                         slips[k].answer);
        assert_null(made);
        host_expect_message(message, slips[k].message);
        made = (void *)state;
        assert_int_equal(pl_network_run(host->network, &options, &made, NULL),
                         slips[k].answer);
        assert_null(made);
    }
}

/* The beginnings of messages: their numbers come out of a step-size control. */
static void
test_run_explains_why_it_failed(void **state)
{
    static const char *const treatment[] = {"inhibit x"};
    static const struct {
        const char *path;
        size_t n_treatments;
        int answer;
        const char *begins;
    } rows[] = {
        {"blast.ant", 0, -8, "blast.ant:1:1: error: integration stopped at t = "},
        {"blast.ant", 1, -9,
         "blast.ant:1:1: error: the network does not come to rest: 'x' keeps moving"},
        {"swing.ant", 1, -9, "swing.ant:"},
        {"root.ant", 0, -7, "root.ant:1:14: error: integration stopped at t = "},
        {"divide.ant", 0, -7,
         "divide.ant:1:11: error: the rate of 'J' is not finite at t = 0\n"},
    };

    (void)state;
    for (size_t k = 0; k < N_OF(rows); k++) {
        struct pl_network *network = host_load(rows[k].path);
        struct pl_run_options options = pl_run_options_default();
        struct pl_run *made = (void *)state;
        char *message = NULL;

        options.duration = "3";
        options.treatments = treatment;
        options.n_treatments = rows[k].n_treatments;
        assert_int_equal(pl_network_run(network, &options, &made, &message),
                         rows[k].answer);
        assert_null(made);
        assert_non_null(message);
        if (strncmp(message, rows[k].begins, strlen(rows[k].begins)) != 0) {
            fail_msg("%s", message);
        }
        free(message);
        pl_network_destroy(network);
    }
}

/* Messages that find no memory are shorter or absent, never cut off in a line. */
static void
test_messages_are_whole_or_not_there(void **state)
{
    struct pl_network *network = NULL;
    char *whole = NULL;
    bool failed = true;
    size_t n_whole = 0;
    size_t n_absent = 0;

    (void)state;
    assert_int_equal(pl_network_load("faulty.ant", &network, &whole), -6);
    for (size_t n = 1; failed; n++) {
        char *message = NULL;
        int answer = 0;

        test_fail_allocation(n, true);
        answer = pl_network_load("faulty.ant", &network, &message);
        failed = test_allow_allocations();
        assert_true(answer == -6 || (failed && answer == -1));
        assert_null(network);
        if (message == NULL) {
            n_absent++;
        } else if (strcmp(message, whole) == 0) {
            n_whole++;
        } else {
            assert_true(failed);
            assert_true(message[strlen(message) - 1] == '\n');
        }
        free(message);
    }
    assert_true(n_whole >= 1 && n_absent >= 1);
    free(whole);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_load_answers_and_explains_what_is_wrong),
        cmocka_unit_test(test_load_gives_warnings_with_the_answer_0),
        cmocka_unit_test(test_run_answers_and_explains_what_is_wrong),
        cmocka_unit_test(test_run_explains_why_it_failed),
        cmocka_unit_test(test_messages_are_whole_or_not_there),
    };

    return cmocka_run_group_tests(tests, host_set_up, host_tear_down);
}
