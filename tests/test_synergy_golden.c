/*
 * test_synergy_golden.c - scores of checkerboards against those of the Python package
 * synergy (tests/oracle/synergy_scores.py).
 */
#include "testlib.h"

#include "analysis/asked.h"
#include "analysis/synergy.h"
#include "base/diag.h"
#include "base/frame.h"
#include "base/index.h"
#include "base/number.h"
#include "base/source.h"
#include "format/tsv.h"

/* [effect] Two programs' least squares, from different starts. */
#define TOLERANCE 2e-7

enum { MOST_DOSES = 12 };

/* The rows of one board, and what they hold. */
struct golden {
    struct pl_frame *table;
    size_t first, end; /* rows */
    double doses[2][MOST_DOSES];
    double effects[MOST_DOSES * MOST_DOSES];
    struct pl_checkerboard board;
};

static double
number(const struct golden *golden, const char *name, size_t row)
{
    const size_t c = pl_frame_find(golden->table, name);
    double value = NAN;

    assert_true(c != PL_NONE);
    assert_true(pl_number_parse(golden->table->columns[c].texts[row], &value));
    return value;
}

/* Take up the board that begins at a row: the second drug's doses move fastest. */
static void
take_board(struct golden *golden, size_t first)
{
    const char *const *names = (const char *const *)golden->table->columns[0].texts;
    const double none = number(golden, "a", first);
    size_t n_b = 0;

    golden->first = first;
    golden->end = first;
    while (golden->end < golden->table->n_rows &&
           strcmp(names[golden->end], names[first]) == 0) {
        n_b += number(golden, "a", golden->end) == none ? 1 : 0;
        golden->end++;
    }
    golden->board = (struct pl_checkerboard){
        .names = {"one", "two"},
        .n = {(golden->end - first) / n_b, n_b},
        .doses = {golden->doses[0], golden->doses[1]},
        .effects = golden->effects,
        .n_members = 1,
    };
    for (size_t row = first; row < golden->end; row++) {
        const size_t k = row - first;

        golden->doses[0][k / n_b] = number(golden, "a", row);
        golden->doses[1][k % n_b] = number(golden, "b", row);
        golden->effects[k] = number(golden, "effect", row);
    }
}

/* Nothing but the board is known: what needs curves is NaN, or a convention. */
static enum pl_status
answer_nothing(void *context, const double *points, size_t n_points, double *out,
               struct pl_diags *diags)
{
    (void)context;
    (void)points;
    (void)diags;
    for (size_t i = 0; i < n_points; i++) {
        out[i] = NAN;
    }
    return PL_OK;
}

static void
assert_column(const struct golden *golden, const struct pl_synergy *synergy,
              enum pl_synergy_kind kind, double rtol)
{
    for (size_t row = golden->first; row < golden->end; row++) {
        const size_t i = (row - golden->first) / golden->board.n[1];
        const size_t j = (row - golden->first) % golden->board.n[1];

        if (i > 0 && j > 0) {
            assert_close(pl_synergy_at(synergy, kind, i, j)[0],
                         number(golden, pl_synergy_name(kind), row), rtol, TOLERANCE);
        }
    }
}

static void
test_run_agrees_with_the_package(void **state)
{
    const struct pl_asked asked = {answer_nothing, NULL};
    struct pl_synergy_options options = pl_synergy_options_default();
    struct golden golden = {0};
    struct pl_source *source = NULL;
    char *path = test_path("golden/synergy.tsv");
    size_t n_boards = 0;

    (void)state;
    options.asked = &asked;
    assert_int_equal(pl_source_read(path, NULL, &source), PL_OK);
    assert_int_equal(pl_tsv_read(source, NULL, &golden.table), PL_OK);
    for (size_t row = 0; row < golden.table->n_rows; row = golden.end) {
        struct pl_synergy synergy;

        take_board(&golden, row);
        assert_int_equal(pl_synergy_run(&golden.board, &options, NULL, &synergy),
                         PL_OK);
        assert_column(&golden, &synergy, PL_SYNERGY_HSA, 0.0);
        assert_column(&golden, &synergy, PL_SYNERGY_BLISS, 0.0);
        assert_column(&golden, &synergy, PL_SYNERGY_LOEWE_FITTED, 0.0);
        assert_column(&golden, &synergy, PL_SYNERGY_ZIP, 0.0);
        assert_column(&golden, &synergy, PL_SYNERGY_INDEX_FITTED, 1e-9);
        pl_synergy_finish(&synergy);
        n_boards++;
    }
    assert_int_equal(n_boards, 3);
    pl_frame_destroy(golden.table);
    pl_source_destroy(source);
    free(path);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_run_agrees_with_the_package),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
