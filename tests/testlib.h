/*
 * testlib.h - what every test program shares. Include this instead of cmocka.h.
 */
#ifndef PL_TESTS_TESTLIB_H
#define PL_TESTS_TESTLIB_H

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>

#include <cmocka.h>

#include "base/status.h"

struct pl_diags;

/**
 * Passes when |got - want| <= atol + rtol |want|; NaN and infinity fail unless both are
 * the same infinity. (cmocka 1.1.5's assert_float_equal casts to float.)
 */
#define assert_close(got, want, rtol, atol) \
    test_assert_close((got), (want), (rtol), (atol), #got, __FILE__, __LINE__)

void test_assert_close(double got, double want, double rtol, double atol,
                       const char *what, const char *file, int line);

/** The printed messages equal `want`, to the letter. */
#define assert_messages(diags, want) \
    test_assert_messages((diags), (want), __FILE__, __LINE__)

void test_assert_messages(const struct pl_diags *diags, const char *want,
                          const char *file, int line);

/** Path of a file below tests/; freed by the caller with free(). */
char *test_path(const char *relative);

/** Path of a file below the root of the sources; freed with free(). */
char *test_source_path(const char *relative);

/**
 * A new, empty folder for a test's files; ends the test when there can be none.
 * test_remove_folder deletes it with all that is in it and frees the path.
 */
char *test_make_folder(void);
void test_remove_folder(char *folder);

/** "folder/name"; freed with free(). */
char *test_join(const char *folder, const char *name);

/** Make a file of these bytes, or of a text. Ends the test when that does not work. */
void test_write_bytes(const char *path, const char *bytes, size_t size);
void test_write_file(const char *path, const char *text);

/**
 * A file's bytes with a NUL behind them, freed with free(); NULL when there is none.
 * @param size  receives their number; may be NULL
 */
char *test_read_file(const char *path, size_t *size);

/** The file has this text, all of it. */
void test_assert_file(const char *path, const char *want);

/** Its permissions. */
mode_t test_mode_of(const char *path);

/** Entries of a folder, hidden ones too. */
size_t test_count_entries(const char *folder);

/**
 * Give numbers a decimal comma, as a German or French host would. Ends the test as
 * skipped where the machine can make no such locale; test_leave_locale undoes it.
 */
void test_enter_comma_locale(void);
void test_leave_locale(void);

/**
 * Run a task again and again while its 1st, 2nd, 3rd … allocation fails, alone and with
 * all later ones, until one run is through without meeting the failure. Each run must
 * answer PL_ERR_NOMEM, the last PL_OK. Leaks and bad frees are for the sanitizers to see.
 * Only calls from pathloop's own code fail; those inside shared libraries do not.
 *
 * @param task     does the work and frees everything, also on error; `context` as given
 * @return how many allocations the task makes
 */
#define assert_survives_no_memory(task, context) \
    test_survives_no_memory((task), (context), __FILE__, __LINE__)

size_t test_survives_no_memory(enum pl_status (*task)(void *context), void *context,
                               const char *file, int line);

/**
 * Make the n-th allocation from now on fail (from 1), and all later ones too if `sticky`.
 * For tasks that lose something without answering PL_ERR_NOMEM.
 */
void test_fail_allocation(size_t n, bool sticky);

/** Back to normal. @return true when an allocation failed since test_fail_allocation */
bool test_allow_allocations(void);

#endif
