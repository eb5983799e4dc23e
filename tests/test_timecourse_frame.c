/*
 * test_timecourse_frame.c - results of runs as tables.
 */
#include "testlib.h"

#include <gsl/gsl_errno.h>

#include "base/frame.h"
#include "base/text.h"
#include "study/context.h"
#include "trial.h"

/* Models that all tests share: they never change. */
struct fixture {
    struct pl_context *her2, *relay;
    char *folder;
};

static int
set_up(void **state)
{
    struct fixture *fixture = calloc(1, sizeof *fixture);

    assert_non_null(fixture);
    gsl_set_error_handler_off();
    fixture->her2 = trial_load_source("models/her2-mtor.ant");
    fixture->relay = trial_load_source("models/relay.ant");
    fixture->folder = test_make_folder();
    *state = fixture;
    return 0;
}

static int
tear_down(void **state)
{
    struct fixture *fixture = *state;

    pl_context_destroy(fixture->her2);
    pl_context_destroy(fixture->relay);
    test_remove_folder(fixture->folder);
    free(fixture);
    return 0;
}

/* Header of a frame: "name|label|unit", a line for each column. */
static void
assert_header(const struct pl_frame *frame, const char *want)
{
    struct pl_text text;

    pl_text_init(&text);
    for (size_t c = 0; c < frame->n_columns; c++) {
        pl_text_format(&text, "%s|%s|%s|%s\n", frame->columns[c].name,
                       frame->columns[c].label, frame->columns[c].unit,
                       frame->columns[c].type == PL_COLUMN_TEXT ? "text" : "number");
    }
    assert_string_equal(pl_text_string(&text), want);
    pl_text_finish(&text);
}

static void
test_frame_has_a_column_for_each_readout(void **state)
{
    static const char *const names[] = {"pS6K", "HER3", "IRS1_pY", "K_lapatinib"};
    struct fixture *fixture = *state;
    struct pl_frame *frame = NULL;
    struct trial trial;

    trial_init(&trial, fixture->her2, "--inhibit mTORC1", 2880.0, names, 4);
    trial.options.n_points = 481;
    trial_run_well(&trial);
    assert_int_equal(
        pl_timecourse_frame(fixture->her2, &trial.course, false, NULL, &frame), PL_OK);
    assert_header(frame, "time_h|time|h|number\n"
                         "pS6K|S6K pT389||number\n"
                         "pS6K_fold|S6K pT389, fold||number\n"
                         "HER3|HER3||number\n"
                         "HER3_fold|HER3, fold||number\n"
                         "IRS1_pY|IRS1 pY||number\n"
                         "IRS1_pY_fold|IRS1 pY, fold||number\n"
                         "K_lapatinib|K_lapatinib|nM|number\n"
                         "K_lapatinib_fold|K_lapatinib, fold||number\n");
    assert_int_equal(frame->n_rows, 481);
    assert_close(frame->columns[0].numbers[10], 1.0, 0.0, 0.0);
    assert_close(frame->columns[0].numbers[1], 0.1, 0.0, 0.0);
    assert_close(frame->columns[0].numbers[480], 48.0, 0.0, 0.0);
    for (size_t k = 0; k < 481; k++) {
        assert_close(frame->columns[1].numbers[k], trial_value(&trial, k, 0), 0.0, 0.0);
        assert_close(frame->columns[2].numbers[k], trial_fold(&trial, k, 0), 0.0, 0.0);
        assert_close(frame->columns[7].numbers[k], 40.0, 0.0, 0.0);
    }
    pl_frame_destroy(frame);
    trial_finish(&trial);

    trial_init(&trial, fixture->her2, "", 60.0, names, 2);
    trial_run_well(&trial);
    assert_int_equal(
        pl_timecourse_frame(fixture->her2, &trial.course, false, NULL, &frame), PL_OK);
    assert_header(frame, "time_h|time|h|number\n"
                         "pS6K|S6K pT389||number\n"
                         "HER3|HER3||number\n");
    pl_frame_destroy(frame);
    trial_finish(&trial);
}

static void
test_frame_in_long_form_has_a_row_for_each_value(void **state)
{
    static const char *const names[] = {"pS6K", "HER3"};
    struct fixture *fixture = *state;
    struct pl_frame *frame = NULL;
    struct trial trial;

    trial_init(&trial, fixture->her2, "--inhibit mTORC1", 120.0, names, 2);
    trial.options.n_points = 3;
    trial_run_well(&trial);
    assert_int_equal(
        pl_timecourse_frame(fixture->her2, &trial.course, true, NULL, &frame), PL_OK);
    assert_header(frame, "time_h|time|h|number\n"
                         "readout|readout||text\n"
                         "value|value||number\n"
                         "fold|fold||number\n");
    assert_int_equal(frame->n_rows, 6);
    for (size_t i = 0; i < 6; i++) {
        assert_close(frame->columns[0].numbers[i], (double)(i / 2), 0.0, 0.0);
        assert_string_equal(frame->columns[1].texts[i], names[i % 2]);
        assert_close(frame->columns[2].numbers[i], trial_value(&trial, i / 2, i % 2),
                     0.0, 0.0);
        assert_close(frame->columns[3].numbers[i], trial_fold(&trial, i / 2, i % 2),
                     0.0, 0.0);
    }
    pl_frame_destroy(frame);
    trial_finish(&trial);

    trial_init(&trial, fixture->her2, "", 120.0, names, 2);
    trial_run_well(&trial);
    assert_int_equal(
        pl_timecourse_frame(fixture->her2, &trial.course, true, NULL, &frame), PL_OK);
    assert_int_equal(frame->n_columns, 3);
    pl_frame_destroy(frame);
    trial_finish(&trial);
}

static void
test_frame_without_a_time_unit_is_in_model_time(void **state)
{
    struct fixture *fixture = *state;
    struct pl_context *context = trial_load_text(
        fixture->folder, "species A, B; A = 1; B = 0; k = 1; J: A -> B; k*A;"
                         "readout_B := B; readout_B is \"product\"; readout_B has nM;"
                         "unit nM = 1e-9 mole/litre;");
    struct pl_frame *frame = NULL;
    struct trial trial;

    assert_close(pl_timecourse_time_unit(context), 0.0, 0.0, 0.0);
    assert_close(pl_timecourse_time_unit(fixture->relay), 3600.0, 0.0, 0.0);
    trial_init(&trial, context, "", 10.0, NULL, 0);
    trial.options.n_points = 11;
    trial_run_well(&trial);
    assert_int_equal(pl_timecourse_frame(context, &trial.course, false, NULL, &frame),
                     PL_OK);
    assert_header(frame, "time|time||number\n"
                         "B|product|nM|number\n");
    assert_close(frame->columns[0].numbers[3], 3.0, 0.0, 0.0);
    assert_close(frame->columns[1].numbers[3], 1.0 - exp(-3.0), 1e-7, 0.0);
    pl_frame_destroy(frame);
    trial_finish(&trial);
    pl_context_destroy(context);
}

static enum pl_status
run_and_frame(void *context)
{
    struct trial *trial = context;
    struct pl_frame *frame = NULL;
    enum pl_status status = pl_timecourse_run(trial->context, trial->treatment,
                                              &trial->options, NULL, &trial->course);

    if (status == PL_OK) {
        status =
            pl_timecourse_frame(trial->context, &trial->course, false, NULL, &frame);
    }
    pl_frame_destroy(frame);
    frame = NULL;
    if (status == PL_OK) {
        status =
            pl_timecourse_frame(trial->context, &trial->course, true, NULL, &frame);
    }
    pl_frame_destroy(frame);
    return status;
}

static void
test_run_survives_no_memory(void **state)
{
    static const double marks[] = {10.0, 40.0};
    struct fixture *fixture = *state;
    struct trial trial;

    trial_init(&trial, fixture->relay,
               "--inhibit source=0.5@5min..20min --clamp step6_source", 40.0, NULL, 0);
    trial.options.sim.rtol = 1e-4;
    trial.options.marks = marks;
    trial.options.n_marks = 2;
    assert_true(assert_survives_no_memory(run_and_frame, &trial) > 20);
    trial_finish(&trial);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_frame_has_a_column_for_each_readout),
        cmocka_unit_test(test_frame_in_long_form_has_a_row_for_each_value),
        cmocka_unit_test(test_frame_without_a_time_unit_is_in_model_time),
        cmocka_unit_test(test_run_survives_no_memory),
    };

    return cmocka_run_group_tests(tests, set_up, tear_down);
}
