/*
 * test_list.c - arrays grow by doubling, keep their content, and never past what a size
 * can hold.
 */
#include "testlib.h"

#include "base/list.h"

static void
test_reserve_grows_by_doubling_and_keeps_the_content(void **state)
{
    static const struct {
        size_t n, capacity;
    } rows[] = {{1, 16},  {16, 16},   {17, 32},   {32, 32},
                {33, 64}, {200, 200}, {150, 200}, {201, 400}};
    size_t capacity = 0;
    size_t *items = NULL;
    size_t n_set = 0;

    (void)state;
    for (size_t k = 0; k < sizeof rows / sizeof *rows; k++) {
        size_t before = capacity;
        size_t *grown = pl_list_reserve(items, rows[k].n, &capacity, sizeof *items);

        assert_non_null(grown);
        assert_int_equal(capacity, rows[k].capacity);
        if (capacity == before) {
            assert_ptr_equal(grown, items);
        }
        items = grown;
        for (size_t i = 0; i < n_set; i++) {
            assert_int_equal(items[i], 7 * i);
        }
        for (; n_set < rows[k].n; n_set++) {
            items[n_set] = 7 * n_set;
        }
    }
    free(items);
}

static void
test_reserve_refuses_what_overflows(void **state)
{
    static const struct {
        size_t n, size;
    } rows[] = {{SIZE_MAX, 2},           {SIZE_MAX / 2 + 1, 2}, {SIZE_MAX / 8 + 1, 8},
                {SIZE_MAX / 24 + 1, 24}, {1, SIZE_MAX},         {3, SIZE_MAX / 2}};
    size_t capacity = 0;
    void *items = pl_list_reserve(NULL, 4, &capacity, 1);

    (void)state;
    assert_non_null(items);
    test_fail_allocation(1, true); /* nothing is asked for */
    for (size_t k = 0; k < sizeof rows / sizeof *rows; k++) {
        size_t none = 0;

        assert_null(pl_list_reserve(NULL, rows[k].n, &none, rows[k].size));
        assert_int_equal(none, 0);
    }
    assert_false(test_allow_allocations());
    free(items);
}

/* A capacity that cannot be doubled: the block stands for one that is never touched. */
static void
test_reserve_refuses_to_double_past_the_end(void **state)
{
    char block[1] = {'x'};
    size_t capacity = SIZE_MAX / 2 + 1;

    (void)state;
    test_fail_allocation(1, true);
    assert_null(pl_list_reserve(block, capacity + 1, &capacity, 2));
    assert_false(test_allow_allocations());
    assert_int_equal(capacity, SIZE_MAX / 2 + 1);
}

static void
test_reserve_leaves_the_list_alone_without_memory(void **state)
{
    size_t capacity = 0;
    char *items = pl_list_reserve(NULL, 3, &capacity, 1);

    (void)state;
    assert_non_null(items);
    items[2] = 'c';
    test_fail_allocation(1, true);
    assert_null(pl_list_reserve(items, 17, &capacity, 1));
    assert_true(test_allow_allocations());
    assert_int_equal(capacity, 16);
    assert_int_equal(items[2], 'c');
    free(items);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_reserve_grows_by_doubling_and_keeps_the_content),
        cmocka_unit_test(test_reserve_refuses_what_overflows),
        cmocka_unit_test(test_reserve_refuses_to_double_past_the_end),
        cmocka_unit_test(test_reserve_leaves_the_list_alone_without_memory),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
