/*
 * host.h - a host program's side of pathloop.h, for the tests of the library.
 */
#ifndef PL_TESTS_HOST_H
#define PL_TESTS_HOST_H

#include <stddef.h>

struct pl_network;
struct pl_run;
struct pl_run_options;

/** How many things an array holds. */
#define N_OF(rows) (sizeof(rows) / sizeof((rows)[0]))

/** A folder with the models of host.c, in which the tests work: messages then name files
 * without it. */
struct host {
    char *folder;
    char *before;               /* the working directory */
    struct pl_network *network; /* small.ant */
};

/** For cmocka's group: *state is a struct host. */
int host_set_up(void **state);
int host_tear_down(void **state);

/** The message is `want`, NULL for none; it is freed. */
void host_expect_message(char *message, const char *want);

/** Load a network without a word. */
struct pl_network *host_load(const char *path);

/** A run without a word. */
struct pl_run *host_run(const struct pl_network *network,
                        const struct pl_run_options *options);

/** Three hours in tight steps, with outputs at 0, 0.5, ... 3 h. */
struct pl_run_options host_options(const char *const *treatments, size_t n_treatments);

#endif
