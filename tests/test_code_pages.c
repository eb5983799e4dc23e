/*
 * test_code_pages.c - pages that are written first and executed then.
 */
#define _DEFAULT_SOURCE /* MAP_ANONYMOUS */

#include "compile/code_pages.h"

#include <sys/mman.h>
#include <unistd.h>

#include "testlib.h"

/* Linked in place of the system's functions: they count, refuse, and see that no page is
 * ever writable and executable at once. */
void *__real_mmap64(void *at, size_t size, int protection, int flags, int file,
                    off_t from);
void *__wrap_mmap64(void *at, size_t size, int protection, int flags, int file,
                    off_t from);
void *__wrap_mmap(void *at, size_t size, int protection, int flags, int file,
                  off_t from);
int __real_mprotect(void *memory, size_t size, int protection);
int __wrap_mprotect(void *memory, size_t size, int protection);
int __real_munmap(void *memory, size_t size);
int __wrap_munmap(void *memory, size_t size);

static struct {
    bool refuse_mmap;
    bool refuse_mprotect;
    size_t n_executable; /* calls that made pages so */
    size_t n_bytes;      /* that are mapped now */
} pages_seen;

static void
assert_not_both(int protection)
{
    assert_true((protection & (PROT_WRITE | PROT_EXEC)) != (PROT_WRITE | PROT_EXEC));
    pages_seen.n_executable += (protection & PROT_EXEC) != 0;
}

void *
__wrap_mmap64(void *at, size_t size, int protection, int flags, int file, off_t from)
{
    assert_not_both(protection);
    if (pages_seen.refuse_mmap) {
        return MAP_FAILED;
    }
    pages_seen.n_bytes += size;
    return __real_mmap64(at, size, protection, flags, file, from);
}

/* The name that it has depends on the width of off_t. */
void *
__wrap_mmap(void *at, size_t size, int protection, int flags, int file, off_t from)
{
    return __wrap_mmap64(at, size, protection, flags, file, from);
}

int
__wrap_mprotect(void *memory, size_t size, int protection)
{
    assert_not_both(protection);
    return pages_seen.refuse_mprotect ? -1 : __real_mprotect(memory, size, protection);
}

int
__wrap_munmap(void *memory, size_t size)
{
    pages_seen.n_bytes -= size;
    return __real_munmap(memory, size);
}

static int
reset_pages_seen(void **state)
{
    (void)state;
    memset(&pages_seen, 0, sizeof pages_seen);
    return 0;
}

static void
test_init_copies_the_code(void **state)
{
    const size_t page = (size_t)sysconf(_SC_PAGESIZE);
    const size_t sizes[] = {1, page - 1, page, page + 1, 5 * page};
    struct pl_code_pages pages;

    (void)state;
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        unsigned char *bytes = malloc(sizes[i]);

        assert_non_null(bytes);
        for (size_t k = 0; k < sizes[i]; k++) {
            bytes[k] = (unsigned char)(k * 7 + i);
        }
        assert_true(pl_code_pages_init(&pages, bytes, sizes[i]));
        assert_int_equal(pages.n_bytes, (sizes[i] + page - 1) / page * page);
        assert_int_equal((uintptr_t)pages.bytes % page, 0);
        assert_memory_equal(pages.bytes, bytes, sizes[i]);
        assert_int_equal(pages_seen.n_executable, i + 1);
        assert_int_equal(pages_seen.n_bytes, pages.n_bytes);
        pl_code_pages_finish(&pages);
        assert_null(pages.bytes);
        assert_int_equal(pages_seen.n_bytes, 0);
        free(bytes);
    }
    pl_code_pages_finish(&pages); /* once more: nothing is left to free */
    assert_int_equal(pages_seen.n_bytes, 0);
}

#if defined(__x86_64__)
static void
test_init_makes_code_that_runs(void **state)
{
    const unsigned char code[] = {0xb8, 42, 0, 0, 0, 0xc3}; /* mov eax, 42; ret */
    struct pl_code_pages pages;

    (void)state;
    assert_true(pl_code_pages_init(&pages, code, sizeof code));
    assert_int_equal(((int (*)(void))(uintptr_t)pages.bytes)(), 42);
    pl_code_pages_finish(&pages);
}
#endif

static void
test_init_leaves_nothing_where_the_system_refuses(void **state)
{
    const unsigned char code[] = {0xc3};
    struct pl_code_pages pages;

    (void)state;
    pages_seen.refuse_mprotect = true;
    assert_false(pl_code_pages_init(&pages, code, sizeof code));
    assert_null(pages.bytes);
    assert_int_equal(pages_seen.n_bytes, 0);
    pages_seen.refuse_mmap = true;
    assert_false(pl_code_pages_init(&pages, code, sizeof code));
    assert_null(pages.bytes);
    pl_code_pages_finish(&pages);
    assert_false(pl_code_pages_init(&pages, code, SIZE_MAX));
    assert_null(pages.bytes);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(test_init_copies_the_code, reset_pages_seen),
#if defined(__x86_64__)
        cmocka_unit_test_setup(test_init_makes_code_that_runs, reset_pages_seen),
#endif
        cmocka_unit_test_setup(test_init_leaves_nothing_where_the_system_refuses,
                               reset_pages_seen),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
