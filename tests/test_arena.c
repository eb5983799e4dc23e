/*
 * test_arena.c - pieces keep their content, are zeroed, aligned and apart.
 */
#include "testlib.h"

#include "base/arena.h"

static void
test_init_allocates_nothing(void **state)
{
    struct pl_arena arena;

    (void)state;
    test_fail_allocation(1, true);
    pl_arena_init(&arena);
    pl_arena_finish(&arena);
    assert_false(test_allow_allocations());
}

static void
test_finish_twice_is_harmless(void **state)
{
    struct pl_arena arena;

    (void)state;
    pl_arena_init(&arena);
    assert_non_null(pl_arena_alloc(&arena, 3, 7));
    pl_arena_finish(&arena);
    assert_null(arena.blocks);
    pl_arena_finish(&arena);
    assert_non_null(pl_arena_alloc(&arena, 1, 1)); /* and it can be used again */
    pl_arena_finish(&arena);
}

/* Pieces of many sizes, large ones between them, each filled with its own number. */
static void
test_alloc_pieces_are_zeroed_aligned_and_apart(void **state)
{
    enum { N = 2000 };
    static unsigned char *pieces[N];
    static size_t sizes[N];
    struct pl_arena arena;

    (void)state;
    pl_arena_init(&arena);
    for (size_t i = 0; i < N; i++) {
        sizes[i] = i % 100 == 99 ? 5000 + 300 * i : (i * 7) % 61;
        pieces[i] = pl_arena_alloc(&arena, sizes[i], 1);
        assert_non_null(pieces[i]);
        assert_int_equal((uintptr_t)pieces[i] % _Alignof(max_align_t), 0);
        for (size_t k = 0; k < sizes[i]; k++) {
            assert_int_equal(pieces[i][k], 0);
        }
        memset(pieces[i], (int)(i % 251), sizes[i]);
    }
    for (size_t i = 0; i < N; i++) {
        for (size_t k = 0; k < sizes[i]; k++) {
            assert_int_equal(pieces[i][k], i % 251);
        }
    }
    pl_arena_finish(&arena);
}

static void
test_alloc_empty_pieces_have_their_own_place(void **state)
{
    struct pl_arena arena;
    char *a = NULL;
    char *b = NULL;

    (void)state;
    pl_arena_init(&arena);
    a = pl_arena_alloc(&arena, 0, 8);
    b = pl_arena_alloc(&arena, 8, 0);
    assert_non_null(a);
    assert_non_null(b);
    assert_ptr_not_equal(a, b);
    pl_arena_finish(&arena);
}

static void
test_alloc_refuses_sizes_that_overflow(void **state)
{
    static const size_t sizes[][2] = {
        {SIZE_MAX, 2}, {2, SIZE_MAX},      {SIZE_MAX / 2 + 1, 2}, {SIZE_MAX, 1},
        {1, SIZE_MAX}, {SIZE_MAX - 20, 1}, {SIZE_MAX / 8 + 1, 8}, {SIZE_MAX, SIZE_MAX},
    };
    struct pl_arena arena;

    (void)state;
    pl_arena_init(&arena);
    for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
        assert_null(pl_arena_alloc(&arena, sizes[i][0], sizes[i][1]));
    }
    assert_null(pl_arena_text(&arena, "x", SIZE_MAX));
    assert_null(arena.blocks);
    pl_arena_finish(&arena);
}

static void
test_alloc_gives_null_when_memory_is_out(void **state)
{
    struct pl_arena arena;
    char *first = NULL;

    (void)state;
    pl_arena_init(&arena);
    test_fail_allocation(1, false);
    assert_null(pl_arena_alloc(&arena, 1, 8));
    assert_true(test_allow_allocations());
    first = pl_arena_text(&arena, "kept", 4);
    test_fail_allocation(1, false);
    assert_null(pl_arena_alloc(&arena, 1, 100000));
    assert_true(test_allow_allocations());
    assert_string_equal(first, "kept");
    pl_arena_finish(&arena);
}

static void
test_text_copies_bytes_and_ends_them(void **state)
{
    struct pl_arena arena;
    char *text = NULL;

    (void)state;
    pl_arena_init(&arena);
    text = pl_arena_text(&arena, "pAkt_S473", 4);
    assert_string_equal(text, "pAkt");
    assert_string_equal(pl_arena_text(&arena, "", 0), "");
    assert_string_equal(pl_arena_text(&arena, NULL, 0), "");
    assert_memory_equal(pl_arena_text(&arena, "a\0b", 3), "a\0b", 4);
    assert_string_equal(text, "pAkt");
    pl_arena_finish(&arena);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_init_allocates_nothing),
        cmocka_unit_test(test_finish_twice_is_harmless),
        cmocka_unit_test(test_alloc_pieces_are_zeroed_aligned_and_apart),
        cmocka_unit_test(test_alloc_empty_pieces_have_their_own_place),
        cmocka_unit_test(test_alloc_refuses_sizes_that_overflow),
        cmocka_unit_test(test_alloc_gives_null_when_memory_is_out),
        cmocka_unit_test(test_text_copies_bytes_and_ends_them),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
