/*
 * test_hash.c - a number that stands for bytes.
 */
#include "base/hash.h"

#include "testlib.h"

/* From the test vectors of draft-eastlake-fnv. */
static void
test_hash_gives_the_published_numbers(void **state)
{
    (void)state;
    assert_true(pl_hash("", 0) == UINT64_C(0xcbf29ce484222325));
    assert_true(pl_hash("a", 1) == UINT64_C(0xaf63dc4c8601ec8c));
    assert_true(pl_hash("foobar", 6) == UINT64_C(0x85944171f73967e8));
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_hash_gives_the_published_numbers),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
