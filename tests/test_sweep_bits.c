/*
 * test_sweep_bits.c - a point's numbers depend on the point alone: threads, shards, order,
 * neighbours, restarts, kernels and instruction sets all give the same bits.
 */
#include "testlib.h"

#include "base/diag.h"
#include "base/frame.h"
#include "base/isa.h"
#include "base/text.h"
#include "compile/kernels.h"
#include "matrix.h"
#include "study/context.h"
#include "study/design.h"
#include "sweep_trial.h"
#include "trial.h"

#define N_OF(rows) (sizeof(rows) / sizeof((rows)[0]))

/* [model time] in minutes */
#define TWO_DAYS 2880.0

/* tests/meson.build wraps pl_isa_best: what is made has no more than `most_isa`. */
enum pl_isa __real_pl_isa_best(void);
enum pl_isa __wrap_pl_isa_best(void);
static enum pl_isa most_isa = PL_ISA_AVX512;

enum pl_isa
__wrap_pl_isa_best(void)
{
    const enum pl_isa best = __real_pl_isa_best();

    return best < most_isa ? best : most_isa;
}

/* Do n points from `first` in the newest sweep: they are those done before. */
static void
expect_part(struct sweep_done *done, uint64_t first, uint64_t n,
            const struct sweep_run_with *with)
{
    struct sweep_rows part;

    sweep_rows_init(&part, first, n, done->rows.n_values);
    assert_int_equal(sweep_trial_run(&done->trial, with, &part), PL_OK);
    sweep_rows_expect_all(&part);
    sweep_rows_expect_same(&part, &done->rows);
    sweep_rows_finish(&part);
}

/* What a test does with each of the two sweeps of sweep_trial.h. */
static void
with_sweeps(const struct sweep_models *models, void (*test)(struct sweep_done *done))
{
    struct sweep_done done;

    sweep_done_init(&done, models->her2, &sweep_mixed);
    assert_int_equal(sweep_rows_n_failed(&done.rows), 0);
    test(&done);
    sweep_done_finish(&done);
    sweep_done_init(&done, models->relay, &sweep_failing);
    assert_in_range(sweep_rows_n_failed(&done.rows), done.rows.n / 6,
                    5 * done.rows.n / 6);
    test(&done);
    sweep_done_finish(&done);
}

static void
on_other_threads(struct sweep_done *done)
{
    static const size_t n_threads[] = {2, 5};

    for (size_t i = 0; i < N_OF(n_threads); i++) {
        const struct sweep_run_with watched = {.watch = i == 1};

        done->trial.options.n_threads = n_threads[i];
        sweep_trial_create(&done->trial);
        expect_part(done, 0, done->rows.n, &watched);
        /* again, with the rests that it has by now */
        expect_part(done, 0, done->rows.n, NULL);
    }
}

static void
test_bits_do_not_depend_on_threads(void **state)
{
    with_sweeps(*state, on_other_threads);
}

static void
in_shards(struct sweep_done *done)
{
    const uint64_t n = done->rows.n;

    /* from the last to the first */
    for (uint64_t shard = 7; shard > 0; shard--) {
        const uint64_t first = n * (shard - 1) / 7;

        done->trial.options.n_threads = shard % 3 + 1;
        sweep_trial_create(&done->trial);
        expect_part(done, first, n * shard / 7 - first, NULL);
    }
    expect_part(done, n, 0, NULL);
}

static void
test_bits_do_not_depend_on_shards(void **state)
{
    with_sweeps(*state, in_shards);
}

static void
one_by_one(struct sweep_done *done)
{
    sweep_trial_create(&done->trial);
    for (uint64_t k = 0; k < done->rows.n; k++) {
        if (k % 10 == 0) {
            sweep_trial_create(&done->trial); /* has no rest to share */
        }
        expect_part(done, k, 1, NULL);
    }
}

static void
test_bits_do_not_depend_on_neighbours(void **state)
{
    with_sweeps(*state, one_by_one);
}

static void
end_and_go_on(struct sweep_done *done, const struct sweep_run_with *end,
              enum pl_status want)
{
    const uint64_t n = done->rows.n;
    struct sweep_run_with again = {0};
    struct sweep_rows first;
    struct sweep_rows rest;

    sweep_trial_create(&done->trial);
    sweep_rows_init(&first, 0, n, done->rows.n_values);
    assert_int_equal(sweep_trial_run(&done->trial, end, &first), want);
    assert_true(first.n_done > 0 && first.n_done < n);
    sweep_rows_expect_same(&first, &done->rows);
    pl_diags_clear(done->trial.diags);

    sweep_trial_create(&done->trial);
    again.skip = &first;
    sweep_rows_init(&rest, 0, n, done->rows.n_values);
    assert_int_equal(sweep_trial_run(&done->trial, &again, &rest), PL_OK);
    assert_messages(done->trial.diags, "");
    sweep_rows_expect_same(&rest, &done->rows);
    for (uint64_t k = 0; k < n; k++) {
        assert_int_equal(first.times[k] + rest.times[k], 1);
    }
    sweep_rows_finish(&first);
    sweep_rows_finish(&rest);
}

static void
with_interruptions(struct sweep_done *done)
{
    const uint64_t n = done->rows.n;
    const size_t n_lanes = pl_isa_lanes(pl_isa_best());

    for (size_t n_threads = 1; n_threads <= 2; n_threads++) {
        /* the sweep lasts for 0.4 s at least: `watch` is called after 0.1 s */
        const struct sweep_run_with watched = {
            .interrupt = true, .nap = (long)(400000000 * n_threads / n)};

        done->trial.options.n_threads = n_threads;
        if (n > 2 * n_lanes * n_threads) { /* else all points are under way at once */
            end_and_go_on(done, &watched, PL_ERR_STOPPED);
        }
        for (uint64_t k = 1; k < n; k += n / 3) {
            const struct sweep_run_with refused = {.refuse_after = k};

            end_and_go_on(done, &refused, PL_ERR_IO);
        }
    }
}

static void
test_bits_do_not_depend_on_a_restart(void **state)
{
    with_sweeps(*state, with_interruptions);
}

static void
with_gaps(struct sweep_done *done)
{
    const uint64_t n = done->rows.n;

    for (uint64_t step = 2; step < 12; step += 3) {
        struct sweep_rows skip;
        struct sweep_rows some;
        const struct sweep_run_with with = {.skip = &skip};

        sweep_rows_init(&skip, 0, n, done->rows.n_values);
        for (uint64_t k = 0; k < n; k++) {
            skip.times[k] = k % step != 1;
        }
        sweep_rows_init(&some, 0, n, done->rows.n_values);
        sweep_trial_create(&done->trial);
        assert_int_equal(sweep_trial_run(&done->trial, &with, &some), PL_OK);
        sweep_rows_expect_same(&some, &done->rows);
        for (uint64_t k = 0; k < n; k++) {
            assert_int_equal(some.times[k], k % step == 1);
        }
        sweep_rows_finish(&skip);
        sweep_rows_finish(&some);
    }
}

static void
test_bits_do_not_depend_on_points_that_are_skipped(void **state)
{
    with_sweeps(*state, with_gaps);
}

/* The points of a design as a file, in another order: place[i] is the i-th. */
static void
write_points(const struct sweep_trial *trial, const char *path, const uint64_t *place)
{
    size_t n_factors = 0;
    const struct pl_factor *factors = pl_design_factors(trial->design, &n_factors);
    struct pl_text text;

    pl_text_init(&text);
    for (size_t f = 0; f < n_factors; f++) {
        pl_text_format(&text, "%s%s", factors[f].name, f + 1 < n_factors ? "\t" : "\n");
    }
    for (uint64_t i = 0; i < trial->n_points; i++) {
        double values[SWEEP_MOST_FACTORS];

        pl_design_point(trial->design, place[i], values);
        for (size_t f = 0; f < n_factors; f++) {
            if (factors[f].kind == PL_FACTOR_CELL) {
                const struct pl_frame *cells = trial->context->cells;
                const size_t c = pl_frame_find(cells, "conditionId");

                pl_text_put(&text, cells->columns[c].texts[(size_t)values[f]]);
            } else {
                pl_text_format(&text, "%.17g", values[f]);
            }
            pl_text_put(&text, f + 1 < n_factors ? "\t" : "\n");
        }
    }
    test_write_file(path, pl_text_string(&text));
    pl_text_finish(&text);
}

/* The same points in a file, which shares no rests, in an order of its own. */
static void
expect_any_order(const struct sweep_models *models, const struct pl_context *context,
                 const struct sweep_case *what)
{
    char *path = test_join(models->folder, "points.tsv");
    struct sweep_case shuffled = *what;
    struct sweep_done done;
    struct sweep_trial trial;
    struct sweep_rows rows;
    uint64_t *place = NULL;
    uint64_t seed = 5;

    sweep_done_init(&done, context, what);
    place = calloc((size_t)done.rows.n, sizeof *place);
    assert_non_null(place);
    for (uint64_t i = 0; i < done.rows.n; i++) {
        const uint64_t j = matrix_random(&seed) % (i + 1);

        place[i] = place[j];
        place[j] = i;
    }
    write_points(&done.trial, path, place);
    shuffled.design = path;
    memset(shuffled.vary, 0, sizeof shuffled.vary);
    sweep_trial_init(&trial, context, &shuffled);
    sweep_trial_run_all(&trial, 2, &rows);
    assert_int_equal(rows.n, done.rows.n);
    for (uint64_t i = 0; i < rows.n; i++) {
        struct sweep_rows one = {
            .first = place[i],
            .n = 1,
            .n_values = rows.n_values,
            .values = rows.values + i * rows.n_values,
            .reasons = rows.reasons + i,
            .times = rows.times + i,
        };

        sweep_rows_expect_same(&one, &done.rows);
    }
    sweep_rows_finish(&rows);
    sweep_trial_finish(&trial);
    sweep_done_finish(&done);
    free(place);
    free(path);
}

static void
test_bits_do_not_depend_on_the_order_of_the_points(void **state)
{
    const struct sweep_models *models = *state;

    expect_any_order(models, models->her2, &sweep_mixed);
    expect_any_order(models, models->relay, &sweep_failing);
}

/* A measure has the same bits alone and with others that do not cut its way. */
static void
test_bits_do_not_depend_on_other_measures(void **state)
{
    static const struct sweep_case whole = {
        .words = "--drug everolimus=20nM@1h..12h",
        .design = "lhs:10",
        .vary = {"IGF=0.1..3", "inhibit_MEK=0..1"},
        .measures = {"pAkt_S473@7h", "max:pAkt_S473", "min:pS6K", "auc:pERK",
                     "time-to-max:pAkt_S473", "pS6K"},
        .duration = TWO_DAYS,
    };
    const struct sweep_models *models = *state;
    struct sweep_done done;

    sweep_done_init(&done, models->her2, &whole);
    for (size_t m = 0; whole.measures[m] != NULL; m++) {
        struct sweep_case alone = whole;
        struct sweep_trial trial;
        struct sweep_rows rows;

        memset(alone.measures, 0, sizeof alone.measures);
        alone.measures[0] = whole.measures[m];
        sweep_trial_init(&trial, models->her2, &alone);
        sweep_trial_run_all(&trial, 1, &rows);
        for (uint64_t k = 0; k < rows.n; k++) {
            assert_true(sweep_bits(sweep_rows_value(&rows, k, 0)) ==
                        sweep_bits(sweep_rows_value(&done.rows, k, m)));
        }
        sweep_rows_finish(&rows);
        sweep_trial_finish(&trial);
    }
    sweep_done_finish(&done);
}

/* ---- kernels and instruction sets */

/* The same sweep with all kernels of an instruction set; what it gave is `want`. */
static void
expect_same_with(enum pl_isa isa, enum pl_kernel_choice choice, const char *model,
                 const struct sweep_done *want)
{
    struct pl_context *context = NULL;
    struct sweep_done done;

    most_isa = isa;
    context = trial_load_source(model);
    assert_int_equal(pl_context_choose_kernel(context, choice, NULL), PL_OK);
    sweep_done_init(&done, context, want->trial.what);
    assert_int_equal(pl_sweep_get_statistics(done.trial.sweep).n_lanes,
                     pl_isa_lanes(pl_isa_best()));
    sweep_rows_expect_same(&done.rows, &want->rows);
    if (choice == PL_KERNEL_TAPE) {
        sweep_trial_expect_single(&done.trial, &done.rows);
    }
    sweep_done_finish(&done);
    pl_context_destroy(context);
    most_isa = PL_ISA_AVX512;
}

static void
test_bits_do_not_depend_on_kernel_and_instruction_set(void **state)
{
    static const enum pl_kernel_choice choices[] = {PL_KERNEL_TAPE, PL_KERNEL_AUTO};
    const struct sweep_models *models = *state;
    const int best = (int)pl_isa_best();
    struct sweep_done her2;
    struct sweep_done relay;

    sweep_done_init(&her2, models->her2, &sweep_mixed);
    sweep_done_init(&relay, models->relay, &sweep_failing);
    /* without fused operations the elementary functions are others */
    for (int isa = pl_isa_has_fma() ? 0 : best; isa <= best; isa++) {
        for (size_t i = 0; i < N_OF(choices); i++) {
            expect_same_with((enum pl_isa)isa, choices[i], "models/her2-mtor.ant",
                             &her2);
            expect_same_with((enum pl_isa)isa, choices[i], "models/relay.ant", &relay);
        }
    }
    sweep_done_finish(&her2);
    sweep_done_finish(&relay);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_bits_do_not_depend_on_threads),
        cmocka_unit_test(test_bits_do_not_depend_on_shards),
        cmocka_unit_test(test_bits_do_not_depend_on_neighbours),
        cmocka_unit_test(test_bits_do_not_depend_on_a_restart),
        cmocka_unit_test(test_bits_do_not_depend_on_points_that_are_skipped),
        cmocka_unit_test(test_bits_do_not_depend_on_the_order_of_the_points),
        cmocka_unit_test(test_bits_do_not_depend_on_other_measures),
        cmocka_unit_test(test_bits_do_not_depend_on_kernel_and_instruction_set),
    };

    return cmocka_run_group_tests(tests, sweep_set_up, sweep_tear_down);
}
