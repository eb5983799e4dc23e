/*
 * test_library_batch_errors.c - what a batch answers and says when something is wrong.
 *
 * With GSL's default error handler, as test_library.c.
 */
#include "pathloop.h"

#include "host.h"
#include "testlib.h"

/* What is wrong: the fields that differ from a good batch on small.ant, which has two
 * columns and two points. */
static const struct slip {
    const char *columns[2];
    size_t n_columns; /* + 1, where it is not 2 */
    double values[4];
    bool has_values;
    size_t n_points; /* + 1, where it is not 2 */
    const char *measure;
    bool no_measure;
    const char *cell, *variant, *treatment, *duration, *method, *kernel;
    double rtol;
    size_t max_steps; /* + 1, where it is not the default */
    size_t n_threads;
    int answer;
    const char *message;
} slips[] = {
    {.columns = {"S", "drug_E"},
     .answer = -3,
     .message = "error: the points: column 'drug_E' is no parameter, drug or target of "
                "the model\n"
                "hint: did you mean 'drug_D'?\n"},
    {.columns = {"S", "readout_A"},
     .answer = -3,
     .message = "error: the points: column 'readout_A' cannot be set: it follows its "
                "rule or rate law\n"},
    {.columns = {"D", "drug_D"},
     .answer = -2,
     .message = "error: the points: the columns 'D' and 'drug_D' are the same\n"},
    {.n_columns = 1,
     .answer = -2,
     .message = "error: the points have no column: nothing varies\n"},
    {.n_points = 1,
     .answer = -2,
     .message = "error: the points have no row: one row is one point\n"},
    {.n_points = (size_t)-1,
     .answer = -2,
     .message = "error: 18446744073709551614 points: a sweep has at most 1e12\n"},
    {.columns = {"S", "drug_D"},
     .values = {1.0, 2.0, 1.0, -2.0},
     .has_values = true,
     .answer = -2,
     .message =
         "error: the points: row 2 of the column 'drug_D' is negative: doses are "
         "in nM, from 0 on\n"},
    {.columns = {"S", "T"},
     .values = {1.0, 1.5, 1.0, -0.5},
     .has_values = true,
     .answer = -2,
     .message = "error: the points: row 1 of the column 'T' is no fraction between 0 "
                "and 1\n"
                "error: the points: row 2 of the column 'T' is no fraction between 0 "
                "and 1\n"},
    {.values = {(double)NAN, 1.0, 1.0, (double)INFINITY},
     .has_values = true,
     .answer = -2,
     .message = "error: the points: row 1 of the column 'S' is not a finite number\n"
                "error: the points: row 2 of the column 'd' is not a finite number\n"},
    {.columns = {"S", "cell"},
     .values = {1.0, 2.0, 1.0, 0.5},
     .has_values = true,
     .answer = -2,
     .message = "error: the points: row 1 of the column 'cell' is no cell: cells are "
                "numbered from 0 to 1\n"
                "error: the points: row 2 of the column 'cell' is no cell: cells are "
                "numbered from 0 to 1\n"},
    {.columns = {"S", "cell"},
     .cell = "rich",
     .answer = -2,
     .message = "error: the cell is varied (cell), and chosen too ('rich')\n"},
    {.treatment = "set S=2",
     .answer = -2,
     .message = "error: 'S' is varied (S), and set too (S=2)\n"},
    {.cell = "poor",
     .answer = -3,
     .message = "error: unknown cell 'poor'\n"
                "hint: cells of this model: plain, rich\n"},
    {.variant = "slow",
     .answer = -3,
     .message = "error: unknown variant 'slow'\n"
                "hint: variants of this model: fast\n"},
    {.treatment = "inhibit U",
     .answer = -3,
     .message = "error: unknown target 'U'\n"
                "hint: targets of this model: T\n"},
    {.duration = "3",
     .answer = -2,
     .message = "error: 3: a time needs its unit: 3h (s, min, h, d)\n"},
    {.no_measure = true,
     .answer = -2,
     .message = "error: a batch has at least one measure\n"},
    {.measure = "B",
     .answer = -3,
     .message = "error: unknown readout 'B'\n"
                "hint: readouts of this model: A, nothing\n"},
    {.measure = "A@1",
     .answer = -2,
     .message = "error: 1: a time needs its unit: 1h (s, min, h, d)\n"
                "hint: write A@1h\n"},
    {.method = "lsoda",
     .answer = -2,
     .message = "error: unknown method 'lsoda'\n"
                "hint: methods are auto, rodas, msbdf, bsimp, msadams, rk8pd, rkf45, "
                "rkck, rk4, rk2, rk1imp, rk2imp, rk4imp\n"},
    {.method = "msbdf",
     .answer = -2,
     .message = "error: the method 'msbdf' factors matrices inside GSL, whose error "
                "handler may end the process when one of them is singular\n"
                "hint: take 'rodas', or call gsl_set_error_handler_off() and set "
                "gsl_handler_is_off\n"},
    {.rtol = 1.0,
     .answer = -2,
     .message = "error: rtol is greater than 0 and less than 1, not 1\n"},
    {.max_steps = 1,
     .answer = -2,
     .message = "error: the number of steps allowed is at least 1, not 0\n"},
    {.n_threads = 1025,
     .answer = -2,
     .message = "error: a batch takes at most 1024 threads, not 1025\n"},
    {.kernel = "gpu",
     .answer = -2,
     .message = "error: the kernel is auto, native or tape, not 'gpu'\n"},
};

static int
run_slip(const struct host *host, const struct slip *slip, struct pl_batch **batch,
         char **message)
{
    static const char *const columns[] = {"S", "d"};
    static const double values[] = {1.0, 1.0, 1.0, 1.0};
    const char *measure = slip->measure != NULL ? slip->measure : "A";
    struct pl_batch_options options = pl_batch_options_default();

    options.columns = slip->columns[0] != NULL ? slip->columns : columns;
    options.n_columns = slip->n_columns > 0 ? slip->n_columns - 1 : 2;
    options.values = slip->has_values ? slip->values : values;
    options.n_points = slip->n_points > 0 ? slip->n_points - 1 : 2;
    options.measures = &measure;
    options.n_measures = slip->no_measure ? 0 : 1;
    options.cell = slip->cell;
    options.variant = slip->variant;
    options.treatments = &slip->treatment;
    options.n_treatments = slip->treatment != NULL ? 1 : 0;
    options.duration = slip->duration != NULL ? slip->duration : "3h";
    options.method = slip->method != NULL ? slip->method : options.method;
    options.rtol = slip->rtol > 0.0 ? slip->rtol : options.rtol;
    options.max_steps = slip->max_steps > 0 ? slip->max_steps - 1 : options.max_steps;
    options.n_threads = slip->n_threads;
    options.kernel = slip->kernel != NULL ? slip->kernel : options.kernel;
    return pl_network_batch(host->network, &options, batch, message);
}

static void
test_batch_answers_and_explains_what_is_wrong(void **state)
{
    const struct host *host = *state;

    for (size_t k = 0; k < N_OF(slips); k++) {
        struct pl_batch *batch = (void *)state;
        char *message = NULL;

        assert_int_equal(run_slip(host, &slips[k], &batch, &message), slips[k].answer);
        assert_null(batch);
        host_expect_message(message, slips[k].message);
        batch = (void *)state;
        assert_int_equal(run_slip(host, &slips[k], &batch, NULL), slips[k].answer);
        assert_null(batch);
    }
}

/* A model without a table of cells. */
static void
test_batch_refuses_cells_where_there_are_none(void **state)
{
    static const char *const columns[] = {"cell"};
    static const double values[] = {0.0};
    static const char *const measures[] = {"A"};
    struct pl_network *network = host_load("timeless.ant");
    struct pl_batch_options options = pl_batch_options_default();
    struct pl_batch *batch = NULL;
    char *message = NULL;

    (void)state;
    options.columns = columns;
    options.n_columns = 1;
    options.values = values;
    options.n_points = 1;
    options.measures = measures;
    options.n_measures = 1;
    options.duration = "3";
    assert_int_equal(pl_network_batch(network, &options, &batch, &message), -3);
    host_expect_message(message,
                        "error: the points: column 'cell': this model has no table of "
                        "cells (<model>.cells.tsv beside it)\n");
    pl_network_destroy(network);
}

static void
test_batch_gives_warnings_with_the_answer_0(void **state)
{
    static const char *const columns[] = {"x"};
    static const double values[] = {0.1};
    static const char *const measures[] = {"x"};
    struct pl_network *network = host_load("blast.ant");
    struct pl_batch_options options = pl_batch_options_default();
    struct pl_batch *batch = NULL;
    char *message = NULL;

    (void)state;
    options.columns = columns;
    options.n_columns = 1;
    options.values = values;
    options.n_points = 1;
    options.measures = measures;
    options.n_measures = 1;
    options.duration = "3";
    assert_int_equal(pl_network_batch(network, &options, &batch, &message), 0);
    host_expect_message(message, "warning: the points: column 'x' varies the start "
                                 "value of the species 'x'\n"
                                 "hint: its inhibition is inhibit_x\n");
    assert_close(pl_batch_value(batch, 0, 0), 1.0 / 7.0, 1e-4, 0.0);
    pl_batch_destroy(batch);
    pl_network_destroy(network);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_batch_answers_and_explains_what_is_wrong),
        cmocka_unit_test(test_batch_refuses_cells_where_there_are_none),
        cmocka_unit_test(test_batch_gives_warnings_with_the_answer_0),
    };

    return cmocka_run_group_tests(tests, host_set_up, host_tear_down);
}
