/*
 * test_folds.c - the figures that the calibration of her2-mtor reported.
 */
#include "testlib.h"

#include <gsl/gsl_errno.h>

#include "base/frame.h"
#include "base/number.h"
#include "base/source.h"
#include "base/text.h"
#include "format/tsv.h"
#include "study/context.h"
#include "trial.h"

#define N_OF(rows) (sizeof(rows) / sizeof((rows)[0]))
#define HOUR 60.0 /* in the model's minutes */

static int
set_up(void **state)
{
    gsl_set_error_handler_off();
    *state = trial_load_source("models/her2-mtor.ant");
    return 0;
}

static int
tear_down(void **state)
{
    pl_context_destroy(*state);
    return 0;
}

/* Half a unit of the last printed digit. */
static double
half_digit(const char *number)
{
    const char *point = strchr(number, '.');
    size_t decimals = point != NULL ? strlen(point + 1) : 0;

    return 0.5 * pow(10.0, -(double)decimals);
}

/* One row of the table of folds. @return false when it does not hold */
static bool
check_fold(const struct pl_context *context, const char *variant, const char *treatment,
           const char *time, const char *readout, const char *fold)
{
    struct trial trial;
    struct pl_text words;
    double hours = 0.0;
    double want = 0.0;
    double got = 0.0;
    bool holds = false;

    pl_text_init(&words);
    pl_text_format(&words, "%s%s%s%s", variant[0] != '\0' ? "--variant " : "", variant,
                   variant[0] != '\0' ? " " : "", treatment);
    assert_true(pl_number_parse(time, &hours));
    assert_true(pl_number_parse(fold, &want));
    trial_init(&trial, context, pl_text_string(&words), hours * HOUR, &readout, 1);
    trial_run_well(&trial);
    got = trial_fold(&trial, 1, 0);
    holds = fabs(got - want) <= half_digit(fold) + 1e-6;
    if (!holds) {
        print_error("%s, %s h, %s: fold is %.6g, not %s\n", pl_text_string(&words),
                    time, readout, got, fold);
    }
    trial_finish(&trial);
    pl_text_finish(&words);
    return holds;
}

/* The figures that the calibration of the model reported, to their printed digits. */
static void
test_run_gives_the_folds_of_the_calibration(void **state)
{
    const struct pl_context *her2 = *state;
    char *path = test_path("golden/her2-mtor-folds.tsv");
    struct pl_source *source = NULL;
    struct pl_frame *table = NULL;
    size_t columns[5];
    size_t n_bad = 0;
    static const char *const names[] = {"variant", "treatment", "time_h", "readout",
                                        "fold"};

    assert_int_equal(pl_source_read(path, NULL, &source), PL_OK);
    assert_int_equal(pl_tsv_read(source, NULL, &table), PL_OK);
    assert_true(table->n_rows > 100);
    for (size_t c = 0; c < 5; c++) {
        columns[c] = pl_frame_find(table, names[c]);
        assert_true(columns[c] != PL_NONE);
    }
    for (size_t row = 0; row < table->n_rows; row++) {
        n_bad += check_fold(her2, table->columns[columns[0]].texts[row],
                            table->columns[columns[1]].texts[row],
                            table->columns[columns[2]].texts[row],
                            table->columns[columns[3]].texts[row],
                            table->columns[columns[4]].texts[row])
                     ? 0
                     : 1;
    }
    assert_int_equal(n_bad, 0);
    pl_frame_destroy(table);
    pl_source_destroy(source);
    free(path);
}

/* Other cells, and a cell with a variant: figures of the same calibration. */
static void
test_run_gives_the_folds_of_other_cells(void **state)
{
    static const struct {
        const char *words, *time, *readout, *fold;
    } rows[] = {
        {"--cell her2_sensitive --drug trastuzumab=68nM", "4", "pAkt_S473", "0.61"},
        {"--cell her2_sensitive --drug trastuzumab=68nM", "24", "pAkt_S473", "0.69"},
        {"--cell her2_sensitive --drug lapatinib=1uM", "1", "pAkt_S473", "0.051"},
        {"--cell her2_sensitive --drug everolimus=20nM", "24", "pAkt_S473", "1.65"},
        {"--cell her2_resistant_pik3ca --drug lapatinib=1uM", "4", "pAkt_S473", "0.29"},
        {"--cell her2_resistant_p95 --drug trastuzumab=68nM", "24", "pAkt_S473",
         "0.94"},
        {"--cell her2_normal --drug everolimus=20nM", "72", "pAkt_T308", "2.65"},
        {"--cell her2_normal_drained --drug sirolimus=100nM", "24", "pAkt_S473",
         "0.75"},
        {"--cell her2_sensitive --drug everolimus=20nM --drug lapatinib=1uM", "24",
         "pAkt_S473", "0.62"},
        {"--variant receptor_side --cell her2_sensitive --drug everolimus=20nM", "24",
         "pAkt_S473", "1.38"},
        {"--variant receptor_side --cell her2_sensitive --drug AZD8055=500nM", "1",
         "pAkt_T308", "0.49"},
        {"--variant receptor_side --cell her2_resistant_pik3ca --drug trastuzumab=68nM",
         "24", "pAkt_S473", "0.69"},
        {"--variant receptor_side --cell her2_normal_drained --drug sirolimus=100nM",
         "24", "pAkt_S473", "0.87"},
    };
    const struct pl_context *her2 = *state;
    size_t n_bad = 0;

    for (size_t i = 0; i < N_OF(rows); i++) {
        n_bad += check_fold(her2, "", rows[i].words, rows[i].time, rows[i].readout,
                            rows[i].fold)
                     ? 0
                     : 1;
    }
    assert_int_equal(n_bad, 0);
}

/* A readout's value before treatment, or at a time of a treated run [h]. */
static double
value_of(const struct pl_context *context, const char *words, double hours,
         const char *readout, bool treated)
{
    struct trial trial;
    double value = 0.0;

    trial_init(&trial, context, words, hours * HOUR, &readout, 1);
    trial_run_well(&trial);
    value = treated ? trial_value(&trial, 1, 0) : trial.course.untreated[0];
    trial_finish(&trial);
    return value;
}

/* IRS1 is made at d_IRS1 and lost at d_IRS1 times its level and what S6K adds: with that
 * held its level stays, cut it is 1. The loss follows the block, so holding the block is
 * enough. */
static void
test_loss_of_irs1_can_be_held_apart_from_its_block(void **state)
{
    static const char drug[] = "--drug everolimus=20nM";
    static const char held[] = "--drug everolimus=20nM --clamp S6K_IRS1_loss";
    static const char block[] = "--drug everolimus=20nM --clamp S6K_IRS1";
    static const char both[] =
        "--drug everolimus=20nM --clamp S6K_IRS1 --clamp S6K_IRS1_loss";
    static const char cut[] = "--drug everolimus=20nM --cut S6K_IRS1_loss";
    const struct pl_context *her2 = *state;
    double rest = value_of(her2, drug, 24.0, "IRS1", false);

    assert_close(value_of(her2, held, 24.0, "IRS1", true), rest, 1e-6, 0.0);
    assert_true(value_of(her2, held, 24.0, "pIRS1_S636", true) < 0.1 * rest);
    assert_close(value_of(her2, cut, 24.0, "IRS1", false), 1.0, 1e-9, 0.0);
    assert_close(value_of(her2, cut, 24.0, "IRS1", true), 1.0, 1e-6, 0.0);
    assert_close(value_of(her2, both, 24.0, "pAkt_S473", true),
                 value_of(her2, block, 24.0, "pAkt_S473", true), 1e-6, 0.0);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_run_gives_the_folds_of_the_calibration),
        cmocka_unit_test(test_run_gives_the_folds_of_other_cells),
        cmocka_unit_test(test_loss_of_irs1_can_be_held_apart_from_its_block),
    };

    return cmocka_run_group_tests(tests, set_up, tear_down);
}
