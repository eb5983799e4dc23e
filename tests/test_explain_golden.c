/*
 * test_explain_golden.c - factors against those that libRoadRunner and Shapley's formula
 * give (tests/oracle/explain.py).
 */
#include "testlib.h"

#include <gsl/gsl_errno.h>

#include "base/frame.h"
#include "base/index.h"
#include "base/number.h"
#include "base/source.h"
#include "base/text.h"
#include "explain_trial.h"
#include "format/tsv.h"
#include "model/model.h"
#include "study/context.h"
#include "trial.h"

/* [-] ln: two programs that integrate at 1e-9 and 1e-10. */
#define TOLERANCE 1e-6

#define HOUR 60.0 /* in the models' minutes */

/* The columns of a table, and one that is open. */
struct golden {
    struct pl_source *source;
    struct pl_frame *table;
    size_t model, variant, treatment, readout, groups, others, time, player, factor,
        alone, without, name;
};

static size_t
column(const struct golden *golden, const char *name)
{
    const size_t c = pl_frame_find(golden->table, name);

    assert_true(c != PL_NONE);
    return c;
}

static void
golden_open(struct golden *golden, const char *name)
{
    char *path = test_path(name);

    assert_int_equal(pl_source_read(path, NULL, &golden->source), PL_OK);
    assert_int_equal(pl_tsv_read(golden->source, NULL, &golden->table), PL_OK);
    golden->name = column(golden, "case");
    golden->model = column(golden, "model");
    golden->variant = column(golden, "variant");
    golden->treatment = column(golden, "treatment");
    golden->readout = column(golden, "readout");
    golden->groups = column(golden, "groups");
    golden->others = column(golden, "others");
    golden->time = column(golden, "time_h");
    golden->player = column(golden, "player");
    golden->factor = column(golden, "factor");
    golden->alone = column(golden, "alone");
    golden->without = column(golden, "without");
    free(path);
}

static void
golden_close(struct golden *golden)
{
    pl_frame_destroy(golden->table);
    pl_source_destroy(golden->source);
}

static const char *
cell(const struct golden *golden, size_t c, size_t row)
{
    return golden->table->columns[c].texts[row];
}

static double
number(const struct golden *golden, size_t c, size_t row)
{
    double value = NAN;

    assert_true(pl_number_parse(cell(golden, c, row), &value));
    return value;
}

/* A case on its way: its rows from `first` to before `end`. */
struct example {
    const struct golden *golden;
    size_t first, end;
    char *groups; /* cut into pieces */
    struct pl_text words;
    struct explain_trial trial;
};

static void
example_run(struct example *example, const struct pl_context *context, size_t n_pairs)
{
    const struct golden *golden = example->golden;
    const size_t row = example->first;
    const char *variant = cell(golden, golden->variant, row);
    double times[EXPLAIN_MOST_TIMES];
    size_t n_times = 0;
    char *rest = NULL;

    for (size_t i = row; i < example->end; i++) {
        const double time = number(golden, golden->time, i) * HOUR;

        if (n_times == 0 || times[n_times - 1] < time) {
            assert_true(n_times < EXPLAIN_MOST_TIMES);
            times[n_times++] = time;
        }
    }
    pl_text_init(&example->words);
    pl_text_format(&example->words, "%s%s%s%s", cell(golden, golden->treatment, row),
                   variant[0] != '\0' ? ", " : "", variant[0] != '\0' ? "variant " : "",
                   variant);
    explain_trial_init(&example->trial, context, pl_text_string(&example->words),
                       cell(golden, golden->readout, row), times, n_times);
    example->trial.options.sim.rtol = n_pairs == 0 ? 1e-9 : 1e-6;
    example->trial.options.n_pairs = n_pairs;
    example->groups = pl_text_copy(cell(golden, golden->groups, row));
    assert_non_null(example->groups);
    for (char *word = strtok_r(example->groups, " ", &rest); word != NULL;
         word = strtok_r(NULL, " ", &rest)) {
        explain_trial_add_group(&example->trial, word);
    }
    if (strcmp(cell(golden, golden->others, row), "intact") == 0) {
        explain_trial_add_edge(&example->trial, "none");
    }
    explain_trial_run_well(&example->trial);
}

static void
example_finish(struct example *example)
{
    explain_trial_finish(&example->trial);
    pl_text_finish(&example->words);
    free(example->groups);
}

/* The place of a player; PL_NONE for one that nothing reads. */
static size_t
find_loop(const struct pl_explain *explain, const char *name)
{
    for (size_t l = 0; l < explain->n_loops; l++) {
        if (strcmp(explain->loops[l].name, name) == 0) {
            return l;
        }
    }
    return PL_NONE;
}

/* One row. @param slack  times the standard error of a factor */
static void
check_row(const struct example *example, size_t row, double slack)
{
    const struct golden *golden = example->golden;
    const struct pl_explain *explain = &example->trial.explain;
    const char *player = cell(golden, golden->player, row);
    const double factor = log(number(golden, golden->factor, row));
    size_t k = 0;
    size_t l = 0;

    while (explain->times[k] != number(golden, golden->time, row) * HOUR) {
        k++;
    }
    if (strcmp(player, "everything_else") == 0 || strcmp(player, "whole") == 0) {
        assert_close(explain_trial_log(&example->trial, 0,
                                       player[0] == 'w' ? "fold" : "rest", k),
                     factor, 0.0, TOLERANCE + (slack > 0.0 ? 1e-5 : 0.0));
        return;
    }
    l = find_loop(explain, player);
    if (l == PL_NONE) { /* nothing reads it: there it is 1, too */
        assert_close(factor, 0.0, 0.0, 1e-9);
        return;
    }
    assert_close(explain->factors[l * explain->n_times + k], factor, 0.0,
                 TOLERANCE + slack * explain->errors[l * explain->n_times + k] +
                     (slack > 0.0 ? 1e-5 : 0.0));
    assert_close(explain->alone[l * explain->n_times + k],
                 log(number(golden, golden->alone, row)), 0.0,
                 TOLERANCE + (slack > 0.0 ? 1e-5 : 0.0));
    assert_close(explain->without[l * explain->n_times + k],
                 log(number(golden, golden->without, row)), 0.0,
                 TOLERANCE + (slack > 0.0 ? 1e-5 : 0.0));
}

static void
check_table(const char *name, const char *model, size_t n_pairs, double slack)
{
    struct pl_context *context = trial_load_source(model);
    struct golden golden;
    size_t first = 0;

    golden_open(&golden, name);
    assert_true(golden.table->n_rows > 50);
    while (first < golden.table->n_rows) {
        struct example example = {.golden = &golden, .first = first, .end = first};

        assert_string_equal(cell(&golden, golden.model, first), model);
        while (example.end < golden.table->n_rows &&
               strcmp(cell(&golden, golden.name, example.end),
                      cell(&golden, golden.name, first)) == 0) {
            example.end++;
        }
        example_run(&example, context, n_pairs);
        explain_trial_expect_product(&example.trial);
        for (size_t row = first; row < example.end; row++) {
            check_row(&example, row, slack);
        }
        first = example.end;
        example_finish(&example);
    }
    golden_close(&golden);
    pl_context_destroy(context);
}

static int
set_up(void **state)
{
    (void)state;
    gsl_set_error_handler_off();
    return 0;
}

static void
test_factors_of_her2_mtor(void **state)
{
    (void)state;
    check_table("golden/explain-her2-mtor.tsv", "models/her2-mtor.ant", 0, 0.0);
}

static void
test_factors_of_the_draft(void **state)
{
    (void)state;
    check_table("golden/explain-draft.tsv", "tests/data/her2-mtor-draft.ant", 0, 0.0);
}

/* All loops of her2-mtor one by one, over every combination there; here orders at random,
 * within their standard errors. */
static void
test_sampled_factors_of_all_loops(void **state)
{
    (void)state;
    check_table("golden/explain-her2-mtor-all.tsv", "models/her2-mtor.ant", 64, 4.5);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_factors_of_her2_mtor),
        cmocka_unit_test(test_factors_of_the_draft),
        cmocka_unit_test(test_sampled_factors_of_all_loops),
    };

    return cmocka_run_group_tests(tests, set_up, NULL);
}
