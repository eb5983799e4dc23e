/*
 * test_rest_table.c - rest states that points share: found by their bits, kept where they
 * are, by any number of threads.
 */
#include "testlib.h"

#include "base/diag.h"
#include "base/pool.h"
#include "study/rest_table.h"

#define N_OF(rows) (sizeof(rows) / sizeof((rows)[0]))

static struct pl_rest_table *
make_table(size_t n_keys, size_t n_states, size_t most)
{
    struct pl_rest_table *table = NULL;

    assert_int_equal(pl_rest_table_create(n_keys, n_states, most, NULL, &table), PL_OK);
    assert_non_null(table);
    return table;
}

static void
test_find_gives_what_was_put(void **state)
{
    struct pl_rest_table *table = make_table(2, 3, 50);
    const double *places[50];
    size_t steps = 77;

    (void)state;
    for (size_t i = 0; i < 50; i++) {
        const double keys[] = {(double)(i % 7), 0.1 * (double)i};
        const double y[] = {(double)i, -(double)i, 0.5};

        assert_null(pl_rest_table_find(table, keys, &steps));
        assert_int_equal(steps, 77);
        pl_rest_table_put(table, keys, y, 100 + i);
        places[i] = pl_rest_table_find(table, keys, &steps);
        assert_non_null(places[i]);
        assert_memory_equal(places[i], y, sizeof y);
        assert_int_equal(steps, 100 + i);
        steps = 77;
    }
    for (size_t i = 0; i < 50; i++) {
        const double keys[] = {(double)(i % 7), 0.1 * (double)i};

        assert_ptr_equal(pl_rest_table_find(table, keys, &steps), places[i]);
        assert_int_equal(steps, 100 + i);
        assert_true(places[i][0] == (double)i);
    }
    pl_rest_table_destroy(table);
}

/* 0 and -0 are two, a NaN is itself, neighbours are two. */
static void
test_find_compares_bits(void **state)
{
    const double keys[] = {0.0, -0.0, (double)NAN, 0.1, nextafter(0.1, 1.0), INFINITY};
    struct pl_rest_table *table = make_table(1, 1, N_OF(keys));
    size_t steps = 0;

    (void)state;
    for (size_t i = 0; i < N_OF(keys); i++) {
        const double y = (double)i;

        assert_null(pl_rest_table_find(table, &keys[i], &steps));
        pl_rest_table_put(table, &keys[i], &y, i);
    }
    for (size_t i = 0; i < N_OF(keys); i++) {
        const double *y = pl_rest_table_find(table, &keys[i], &steps);

        assert_non_null(y);
        assert_true(*y == (double)i);
    }
    pl_rest_table_destroy(table);
}

static void
test_put_keeps_the_first_of_equal_ones(void **state)
{
    struct pl_rest_table *table = make_table(1, 1, 2);
    const double key = 3.0;
    const double first = 1.0;
    const double second = 2.0;
    size_t steps = 0;

    (void)state;
    pl_rest_table_put(table, &key, &first, 10);
    pl_rest_table_put(table, &key, &second, 20);
    assert_true(*pl_rest_table_find(table, &key, &steps) == 1.0);
    assert_int_equal(steps, 10);
    pl_rest_table_destroy(table);
}

static void
test_put_leaves_a_full_table_as_it_is(void **state)
{
    struct pl_rest_table *table = make_table(1, 2, 4);
    size_t steps = 0;

    (void)state;
    for (size_t i = 0; i < 100; i++) {
        const double key = (double)i;
        const double y[] = {key, 2.0 * key};

        pl_rest_table_put(table, &key, y, i);
    }
    for (size_t i = 0; i < 100; i++) {
        const double key = (double)i;
        const double *y = pl_rest_table_find(table, &key, &steps);

        assert_true((y != NULL) == (i < 4));
        assert_true(y == NULL || (y[0] == key && y[1] == 2.0 * key && steps == i));
    }
    pl_rest_table_destroy(table);
}

/* What has no rest has a reason instead, once. */
static void
test_table_keeps_why_there_is_none(void **state)
{
    struct pl_rest_table *table = make_table(1, 1, 3);
    const double keys[] = {1.0, 2.0, 3.0, 4.0};
    const double y = 0.5;
    char reason[] = "it grows";
    const char *kept = NULL;
    size_t steps = 7;

    (void)state;
    assert_null(pl_rest_table_find_reason(table, &keys[0]));
    pl_rest_table_put_reason(table, &keys[0], reason);
    kept = pl_rest_table_find_reason(table, &keys[0]);
    assert_ptr_not_equal(kept, reason);
    reason[0] = '-';
    assert_string_equal(kept, "it grows");
    assert_null(pl_rest_table_find(table, &keys[0], &steps));
    assert_int_equal(steps, 7);

    /* the first of equal ones, whichever it is */
    pl_rest_table_put(table, &keys[0], &y, 1);
    assert_null(pl_rest_table_find(table, &keys[0], &steps));
    pl_rest_table_put_reason(table, &keys[0], "another");
    assert_ptr_equal(pl_rest_table_find_reason(table, &keys[0]), kept);
    pl_rest_table_put(table, &keys[1], &y, 2);
    pl_rest_table_put_reason(table, &keys[1], "another");
    assert_null(pl_rest_table_find_reason(table, &keys[1]));
    assert_non_null(pl_rest_table_find(table, &keys[1], &steps));
    assert_int_equal(steps, 2);

    /* a full table, and no memory */
    test_fail_allocation(1, true);
    pl_rest_table_put_reason(table, &keys[2], "another");
    assert_true(test_allow_allocations());
    assert_null(pl_rest_table_find_reason(table, &keys[2]));
    pl_rest_table_put(table, &keys[2], &y, 3);
    pl_rest_table_put_reason(table, &keys[3], "another");
    assert_null(pl_rest_table_find_reason(table, &keys[3]));
    pl_rest_table_destroy(table);
}

/* No keys: all points have the same. No states: there is one all the same. */
static void
test_table_does_without_keys_and_states(void **state)
{
    const double y[] = {1.0, 2.0};
    const double nothing = 0.0;
    size_t steps = 0;
    struct pl_rest_table *table = make_table(0, 2, 1);

    (void)state;
    assert_null(pl_rest_table_find(table, &nothing, &steps));
    pl_rest_table_put(table, &nothing, y, 5);
    assert_memory_equal(pl_rest_table_find(table, &nothing, &steps), y, sizeof y);
    assert_int_equal(steps, 5);
    pl_rest_table_destroy(table);

    table = make_table(1, 0, 2);
    assert_null(pl_rest_table_find(table, y, &steps));
    pl_rest_table_put(table, y, &nothing, 6);
    assert_non_null(pl_rest_table_find(table, y, &steps));
    assert_null(pl_rest_table_find(table, y + 1, &steps));
    assert_int_equal(steps, 6);
    pl_rest_table_destroy(table);
    pl_rest_table_destroy(NULL);
}

/* ---- threads */

#define N_SHARED 200
#define N_STATES 6

struct shared {
    struct pl_rest_table *table;
    bool wrong[8];
};

/* Find or put every entry, each thread in an order of its own. */
static void
use_table(void *context, size_t thread)
{
    struct shared *shared = context;

    for (size_t i = 0; i < N_SHARED; i++) {
        const double key = (double)((i * (2 * thread + 1)) % N_SHARED);
        const double *found = NULL;
        size_t steps = 0;
        double y[N_STATES];

        for (size_t s = 0; s < N_STATES; s++) {
            y[s] = key + (double)s;
        }
        found = pl_rest_table_find(shared->table, &key, &steps);
        if (found == NULL) {
            pl_rest_table_put(shared->table, &key, y, (size_t)key);
            found = pl_rest_table_find(shared->table, &key, &steps);
        }
        if (found == NULL || memcmp(found, y, sizeof y) != 0 || steps != (size_t)key) {
            shared->wrong[thread] = true;
        }
    }
}

static void
test_threads_share_a_table(void **state)
{
    struct shared shared = {.table = make_table(1, N_STATES, N_SHARED)};

    (void)state;
    assert_int_equal(pl_pool_run(4, use_table, NULL, &shared, NULL), PL_OK);
    for (size_t k = 0; k < N_OF(shared.wrong); k++) {
        assert_false(shared.wrong[k]);
    }
    pl_rest_table_destroy(shared.table);
}

/* ---- memory */

static enum pl_status
create_table(void *context)
{
    struct pl_diags *diags = context;
    struct pl_rest_table *table = NULL;
    enum pl_status status = PL_OK;

    pl_diags_clear(diags);
    status = pl_rest_table_create(2, 3, 10, diags, &table);
    assert_true((table != NULL) == (status == PL_OK));
    pl_rest_table_destroy(table);
    return status;
}

static void
test_create_survives_no_memory(void **state)
{
    struct pl_diags *diags = pl_diags_create();

    (void)state;
    assert_true(assert_survives_no_memory(create_table, diags) > 0);
    test_fail_allocation(1, true);
    assert_int_equal(create_table(diags), PL_ERR_NOMEM);
    (void)test_allow_allocations();
    assert_messages(diags, "error: out of memory for rest states\n");
    pl_diags_destroy(diags);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_find_gives_what_was_put),
        cmocka_unit_test(test_find_compares_bits),
        cmocka_unit_test(test_put_keeps_the_first_of_equal_ones),
        cmocka_unit_test(test_put_leaves_a_full_table_as_it_is),
        cmocka_unit_test(test_table_keeps_why_there_is_none),
        cmocka_unit_test(test_table_does_without_keys_and_states),
        cmocka_unit_test(test_threads_share_a_table),
        cmocka_unit_test(test_create_survives_no_memory),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
