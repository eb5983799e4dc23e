/*
 * members.h - the same work in every member of an ensemble, shared out to threads.
 *
 * For what is no run of a sweep (sweep.h): each member takes its own time, and none waits
 * for another. What a member comes to depends on nothing but the member.
 */
#ifndef PL_STUDY_MEMBERS_H
#define PL_STUDY_MEMBERS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/status.h"

struct pl_context;
struct pl_diags;
struct pl_ensemble;
struct pl_treatment;

/** What one thread has to itself. */
struct pl_members_thread {
    struct pl_diags *diags; /* of the member at work: empty when it begins */
    double *inputs;         /* shape (n_inputs): what holds in it before the rest
                               (pl_treatment_inputs_in) */
    /* Whether all threads are to end: for pl_sim_options. */
    bool (*stop)(void *stop_context);
    void *stop_context;
    void *own; /* of `begin` and `end` */
};

struct pl_members_work {
    void *context;    /* of the functions, but for watch */
    const char *what; /* that there is no memory for, in a message */
    size_t n_threads; /* 0 for all processors */
    /** Make what a thread needs besides, in own. @return PL_OK; what ends the work. May be
     * NULL. Any thread, as `member`; after an error `end` is called, too */
    enum pl_status (*begin)(void *context, struct pl_members_thread *thread);
    /** Do a member. @return PL_OK; PL_ERR_STOPPED when stop said so; PL_ERR_NOMEM, with a
     * message or not, which ends the work; anything else, with a message, is this
     * member's fault */
    enum pl_status (*member)(void *context, struct pl_members_thread *thread,
                             size_t member);
    /** A member's fault in words, to be freed with free(). Any thread. */
    void (*fail)(void *context, size_t member, char *reason);
    /** Free what is in own, which may be NULL. Never two at once. May be NULL. */
    void (*end)(void *context, struct pl_members_thread *thread);
    /** Called about ten times a second on the caller's thread, and at the end; true ends
     * the work. May be NULL. */
    bool (*watch)(void *watch_context, uint64_t n_done);
    void *watch_context;
};

/**
 * Do all members.
 *
 * @param ensemble  NULL: one member, the model's own values
 * @return PL_OK, also when members fail, and be it all; PL_ERR_STOPPED when `watch` said
 *         so; what `begin` answered; PL_ERR_NOMEM
 */
PL_MUST_USE enum pl_status pl_members_run(const struct pl_context *context,
                                          const struct pl_treatment *treatment,
                                          const struct pl_ensemble *ensemble,
                                          const struct pl_members_work *work,
                                          struct pl_diags *diags);

#endif
