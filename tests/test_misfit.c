/*
 * test_misfit.c - measured points: reading them, and their distance from a run.
 */
#include "testlib.h"

#include <unistd.h>

#include "base/diag.h"
#include "base/frame.h"
#include "model/model.h"
#include "study/context.h"
#include "study/misfit.h"
#include "study/timecourse.h"

#define N_OF(rows) (sizeof(rows) / sizeof((rows)[0]))

struct fixture {
    struct pl_context *feedback, *bare;
    char *folder, *before;
};

static void
write_file(const char *path, const char *text)
{
    FILE *file = fopen(path, "w");

    assert_non_null(file);
    assert_true(fputs(text, file) >= 0);
    assert_int_equal(fclose(file), 0);
}

static int
set_up(void **state)
{
    struct fixture *fixture = calloc(1, sizeof *fixture);
    char *path = test_source_path("models/negative-feedback.ant");

    assert_non_null(fixture);
    assert_int_equal(pl_context_load(path, NULL, &fixture->feedback), PL_OK);
    free(path);
    fixture->before = getcwd(NULL, 0);
    assert_non_null(fixture->before);
    fixture->folder = test_make_folder();
    /* Messages then name files without the folder. */
    assert_int_equal(chdir(fixture->folder), 0);
    write_file("bare.ant", "species A; A = 1; J: A -> ; A;");
    assert_int_equal(pl_context_load("bare.ant", NULL, &fixture->bare), PL_OK);
    *state = fixture;
    return 0;
}

static int
tear_down(void **state)
{
    struct fixture *fixture = *state;

    assert_int_equal(chdir(fixture->before), 0);
    free(fixture->before);
    test_remove_folder(fixture->folder);
    pl_context_destroy(fixture->feedback);
    pl_context_destroy(fixture->bare);
    free(fixture);
    return 0;
}

static void
test_read_takes_points_in_the_order_of_the_file(void **state)
{
    static const char text[] = "# a blot\n"
                               "note,readout,time_h,value,sd\n"
                               "a,pA,1,1.5,0.1\n"
                               "b,kinase B phosphorylated,0.5,0.25,\n"
                               "c,kinaseA,0,-2,1e-3\n";
    struct fixture *fixture = *state;
    const struct pl_model *model = fixture->feedback->model;
    struct pl_data data = {0};

    write_file("blot.csv", text);
    assert_int_equal(pl_data_read(fixture->feedback, "blot.csv", NULL, &data), PL_OK);
    assert_int_equal(data.n, 3);
    assert_close(data.points[0].time, 60.0, 0.0, 0.0);
    assert_close(data.points[0].value, 1.5, 0.0, 0.0);
    assert_close(data.points[0].sd, 0.1, 0.0, 0.0);
    assert_true(isnan(data.points[0].predicted));
    assert_string_equal(model->symbols[data.points[0].symbol].name, "readout_pA");
    assert_close(data.points[1].time, 30.0, 0.0, 0.0);
    assert_true(isnan(data.points[1].sd));
    assert_string_equal(model->symbols[data.points[1].symbol].name, "readout_pB");
    assert_string_equal(model->symbols[data.points[2].symbol].name, "kinaseA");
    pl_data_finish(&data);
    assert_int_equal(data.n, 0);
    assert_null(data.points);

    /* Tabs, no sd; a column with another time does not matter. */
    write_file("blot.tsv", "time\ttime_h\treadout\tvalue\n7\t1.5\tpA\t1\n");
    assert_int_equal(pl_data_read(fixture->feedback, "blot.tsv", NULL, &data), PL_OK);
    assert_close(data.points[0].time, 90.0, 0.0, 0.0);
    assert_true(isnan(data.points[0].sd));
    pl_data_finish(&data);

    /* No rows are no points. */
    write_file("blot.tsv", "time_h\treadout\tvalue\n");
    assert_int_equal(pl_data_read(fixture->feedback, "blot.tsv", NULL, &data), PL_OK);
    assert_int_equal(data.n, 0);
    pl_data_finish(&data);
}

static void
test_read_reports_faults_with_file_and_row(void **state)
{
    static const struct {
        const char *text;
        enum pl_status status;
        const char *messages;
    } rows[] = {
        {"readout,value\npA,1\n", PL_ERR_SYNTAX,
         "error: blot.csv: there is no column 'time_h'\n"
         "hint: the columns are time_h, readout, value and, if known, sd\n"},
        {"time,readout,value\n60,pA,1\n", PL_ERR_SYNTAX,
         "error: blot.csv: there is no column 'time_h'; 'time' is for models without "
         "time_unit\n"
         "hint: the columns are time_h, readout, value and, if known, sd\n"},
        {"time_h,value\n1,1\n", PL_ERR_SYNTAX,
         "error: blot.csv: there is no column 'readout'\n"
         "hint: the columns are time_h, readout, value and, if known, sd\n"},
        {"time_h,readout\n1,pA\n", PL_ERR_SYNTAX,
         "error: blot.csv: there is no column 'value'\n"
         "hint: the columns are time_h, readout, value and, if known, sd\n"},
        {"time_h,readout,value\n1,pA,2\n,pA,2\n", PL_ERR_SYNTAX,
         "error: blot.csv: row 2 has no time\n"},
        {"time_h,readout,value\n1,pA,\n", PL_ERR_SYNTAX,
         "error: blot.csv: row 1 has no value\n"},
        {"time_h,readout,value\n-1,pA,1\n", PL_ERR_SYNTAX,
         "error: blot.csv: row 1: a time is not negative: -1\n"},
        {"time_h,readout,value,sd\n1,pA,1,0\n", PL_ERR_SYNTAX,
         "error: blot.csv: row 1: an sd is greater than 0, not 0\n"},
        {"time_h,readout,value,sd\n1,pA,1,-0.5\n", PL_ERR_SYNTAX,
         "error: blot.csv: row 1: an sd is greater than 0, not -0.5\n"},
        {"time_h,readout,value\n1,pA,1\n1,pAA,1\n", PL_ERR_NAME,
         "error: unknown readout 'pAA'\n"
         "hint: did you mean 'pA'?\n"
         "note: it stands in row 2 of blot.csv\n"},
        {"time_h,readout,value\n1,all,1\n", PL_ERR_NAME,
         "error: blot.csv: row 1: 'all' is no readout\n"},
    };
    struct fixture *fixture = *state;

    for (size_t i = 0; i < N_OF(rows); i++) {
        struct pl_diags *diags = pl_diags_create();
        struct pl_data data = {0};

        write_file("blot.csv", rows[i].text);
        assert_int_equal(pl_data_read(fixture->feedback, "blot.csv", diags, &data),
                         rows[i].status);
        assert_messages(diags, rows[i].messages);
        assert_int_equal(data.n, 0);
        assert_null(data.points);
        pl_diags_destroy(diags);
    }
}

static void
test_read_reports_what_is_no_table(void **state)
{
    struct fixture *fixture = *state;
    struct pl_data data = {0};

    assert_int_equal(pl_data_read(fixture->feedback, "nothere.csv", NULL, &data),
                     PL_ERR_IO);
    write_file("blot.csv", "time_h,readout,value\n1,pA,one\n");
    assert_int_equal(pl_data_read(fixture->feedback, "blot.csv", NULL, &data),
                     PL_ERR_SYNTAX);
    write_file("blot.csv", "");
    assert_int_equal(pl_data_read(fixture->feedback, "blot.csv", NULL, &data),
                     PL_ERR_SYNTAX);
}

static void
test_read_wants_model_time_without_a_time_unit(void **state)
{
    struct fixture *fixture = *state;
    struct pl_diags *diags = pl_diags_create();
    struct pl_data data = {0};

    write_file("blot.csv", "time_h,readout,value\n1,A,1\n");
    assert_int_equal(pl_data_read(fixture->bare, "blot.csv", diags, &data),
                     PL_ERR_SYNTAX);
    assert_messages(
        diags, "error: blot.csv: column 'time_h' is in hours, and the model does "
               "not say what a unit of its time is\n"
               "hint: call it 'time', in the model's own time, or add a line to the "
               "model: unit time_unit = 60 second\n");
    pl_diags_clear(diags);
    write_file("blot.csv", "readout,value\nA,1\n");
    assert_int_equal(pl_data_read(fixture->bare, "blot.csv", diags, &data),
                     PL_ERR_SYNTAX);
    assert_messages(diags,
                    "error: blot.csv: there is no column 'time'\n"
                    "hint: the columns are time, readout, value and, if known, sd\n");
    write_file("blot.csv", "time_h,time,readout,value\n1,7,A,1\n");
    assert_int_equal(pl_data_read(fixture->bare, "blot.csv", NULL, &data), PL_OK);
    assert_close(data.points[0].time, 7.0, 0.0, 0.0);
    pl_data_finish(&data);
    pl_diags_destroy(diags);
}

/* Two readouts at times 0, 10, 20, 40: levels 2 4 4 0 and 1 1 3 3. */
static void
test_compute_measures_against_the_run(void **state)
{
    enum { X = 7, Y = 9, OTHER = 11 };
    static const size_t readouts[] = {X, Y};
    double untreated[] = {2.0, 0.5};
    double largest[] = {4.0, 3.0};
    double times[] = {0.0, 10.0, 20.0, 40.0};
    double values[] = {2, 1, 4, 1, 4, 3, 0, 3};
    struct pl_timecourse course = {
        .n_readouts = 2,
        .readouts = readouts,
        .untreated = untreated,
        .largest = largest,
        .n_times = 4,
        .times = times,
        .values = values,
    };
    struct pl_datum points[] = {
        {0.0, X, 2.0, NAN, 0.0},   /* level 2 */
        {5.0, X, 2.0, 0.5, 0.0},   /* 3 */
        {10.0, X, 5.0, 2.0, 0.0},  /* 4 */
        {30.0, X, 2.0, NAN, 0.0},  /* 2 */
        {40.0, X, 1.0, 1.0, 0.0},  /* 0 */
        {40.5, X, 1.0, 1.0, 0.0},  /* behind the end */
        {15.0, Y, 2.0, 0.25, 0.0}, /* 2 */
        {5.0, OTHER, 1.0, 1.0, 0.0},
    };
    static const double want[] = {2, 3, 4, 2, 0, NAN, 2, NAN};
    struct pl_data data = {N_OF(points), points};
    struct pl_misfit misfit;

    (void)state;
    misfit = pl_misfit_compute(&course, &data, PL_NONE);
    for (size_t i = 0; i < N_OF(points); i++) {
        if (isnan(want[i])) {
            assert_true(isnan(points[i].predicted));
        } else {
            assert_close(points[i].predicted, want[i], 1e-15, 0.0);
        }
    }
    assert_int_equal(misfit.n, 6);
    assert_close(misfit.rms, sqrt((1.0 + 1.0 + 1.0) / 6.0), 1e-14, 0.0);
    assert_close(misfit.chi2, 4.0 + 0.25 + 1.0, 1e-14, 0.0);
    assert_int_equal(misfit.n_chi2, 4);

    misfit = pl_misfit_compute(&course, &data, Y);
    assert_int_equal(misfit.n, 1);
    assert_close(misfit.rms, 0.0, 0.0, 1e-15);
    misfit = pl_misfit_compute(&course, &data, OTHER);
    assert_int_equal(misfit.n, 0);
    assert_true(isnan(misfit.rms));
    assert_close(misfit.chi2, 0.0, 0.0, 0.0);

    /* A treated run is compared as folds. */
    course.treated = true;
    misfit = pl_misfit_compute(&course, &data, Y);
    assert_close(points[6].predicted, 4.0, 1e-15, 0.0);
    assert_close(misfit.rms, 2.0, 1e-15, 0.0);

    /* A run that got nowhere predicts nothing. */
    course.n_times = 0;
    misfit = pl_misfit_compute(&course, &data, PL_NONE);
    assert_int_equal(misfit.n, 0);
    assert_true(isnan(misfit.rms));
    assert_int_equal(misfit.n_chi2, 0);
}

static enum pl_status
read_data(void *context)
{
    struct fixture *fixture = context;
    struct pl_data data = {0};
    enum pl_status status = pl_data_read(fixture->feedback, "mem.csv", NULL, &data);

    pl_data_finish(&data);
    return status;
}

static void
test_read_survives_no_memory(void **state)
{
    write_file("mem.csv", "time_h,readout,value,sd\n1,pA,1,0.5\n2,pB,1,0.5\n");
    assert_true(assert_survives_no_memory(read_data, *state) > 20);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_read_takes_points_in_the_order_of_the_file),
        cmocka_unit_test(test_read_reports_faults_with_file_and_row),
        cmocka_unit_test(test_read_reports_what_is_no_table),
        cmocka_unit_test(test_read_wants_model_time_without_a_time_unit),
        cmocka_unit_test(test_compute_measures_against_the_run),
        cmocka_unit_test(test_read_survives_no_memory),
    };

    return cmocka_run_group_tests(tests, set_up, tear_down);
}
