/*
 * pool.h - the same work on several threads at once.
 */
#ifndef PL_BASE_POOL_H
#define PL_BASE_POOL_H

#include <stddef.h>

#include "base/status.h"

struct pl_diags;

/** Processors that this process may run on, at least 1. */
size_t pl_pool_n_processors(void);

/** More threads than this is a mistake. */
#define PL_POOL_MAX_THREADS ((size_t)1024)

/**
 * Call `work` once on each of n threads, with its number, and wait for all of them. With
 * one thread and nothing to watch it is called on the caller's. Signals are left to the
 * caller's thread: in the others all are blocked but those of a fault.
 *
 * @param n     1 to PL_POOL_MAX_THREADS
 * @param watch called on the caller's thread about ten times a second until the work is
 *              done, and once at the end; may be NULL. Work goes on while it runs
 * @return PL_OK; PL_ERR_NOMEM with a message when not even one thread starts. With fewer
 *         threads than asked for (the system refuses more) those do the work: `work`
 *         takes its share from a common queue, not from its number
 */
PL_MUST_USE enum pl_status pl_pool_run(size_t n, void (*work)(void *context, size_t k),
                                       void (*watch)(void *context), void *context,
                                       struct pl_diags *diags);

#endif
