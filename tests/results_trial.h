/*
 * results_trial.h - files of results for tests, each point with bits of its own.
 */
#ifndef PL_TESTS_RESULTS_TRIAL_H
#define PL_TESTS_RESULTS_TRIAL_H

#include <stddef.h>
#include <stdint.h>

#include "study/results_file.h"

struct pl_diags;

/** A folder that lasts for one test, its paths and the messages. */
struct results_trial {
    char *folder;
    char *path; /* "<folder>/sweep.part" */
    struct pl_diags *diags;
};

/** set_up and tear_down of a test whose state is a struct results_trial. */
int results_set_up(void **state);
int results_tear_down(void **state);

/** The messages are `format` with the path put in for '@'; they are cleared. */
void results_check_messages(const struct results_trial *f, const char *format,
                            const char *path);

/** What every manifest here has. */
#define RESULTS_N_ENTRIES 3
extern const struct pl_manifest_entry results_entries[RESULTS_N_ENTRIES];

/** Points first to first + n - 1 of a design that has 5 more. */
struct pl_manifest results_manifest(uint64_t first, uint64_t n, size_t n_values);

/** A file with that manifest; the test ends when there is anything to say. */
struct pl_results_file *results_create(const struct results_trial *f, uint64_t first,
                                       uint64_t n, size_t n_values);
struct pl_results_file *results_resume(const struct results_trial *f, uint64_t first,
                                       uint64_t n, size_t n_values);
struct pl_results_file *results_open(const struct results_trial *f);

/** Any bits, NaNs and zeros among them; always the same for a point and place. */
uint64_t results_bits(uint64_t k, size_t v);

/** Put the point's bits; every fifth point fails, with a reason. */
void results_put(const struct results_trial *f, struct pl_results_file *file,
                 uint64_t k);

/** The point is done, and is what results_put puts. */
void results_check(const struct results_trial *f, struct pl_results_file *file,
                   uint64_t k);

/** Every point that is done is right. @return how many are */
uint64_t results_check_all(const struct results_trial *f, struct pl_results_file *file);

/** A number that looks random, below n. */
uint64_t results_draw(uint64_t *seed, uint64_t n);

#endif
