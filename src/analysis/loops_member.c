/*
 * loops_member.c - the moments of one member, and all members one after the other, worked
 * on side by side.
 */
#include <math.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/loops_private.h"
#include "base/diag.h"
#include "base/pool.h"
#include "model/model.h"

/* Slots for each thread: larger, and threads wait less for one another; each has the
 * numbers of all loops. */
#define SLOTS_PER_THREAD ((size_t)2)

/* ---------------------------------------------------------------- one member */

enum pl_status
pl_loops_member_init(struct pl_loops_member *member,
                     const struct pl_loops_course *course, struct pl_diags *diags)
{
    const struct pl_links *links = course->links;
    const size_t n_nodes = links->n_nodes + 1;
    enum pl_status status = pl_links_work_create(links, diags, &member->work);

    if (status != PL_OK) {
        return status;
    }
    member->moments = calloc(course->n_moments, sizeof *member->moments);
    member->row = calloc(links->model->n_symbols + 1, sizeof *member->row);
    member->error = calloc(n_nodes, sizeof *member->error);
    member->base = calloc(n_nodes, sizeof *member->base);
    member->room = calloc(2 * n_nodes, sizeof *member->room);
    if (member->moments == NULL || member->row == NULL || member->error == NULL ||
        member->base == NULL || member->room == NULL) {
        return pl_diag_no_memory(diags, "the moments of a run");
    }
    while (member->n_moments < course->n_moments && status == PL_OK) {
        status =
            pl_loop_moment_init(&member->moments[member->n_moments++], links, diags);
    }
    return status;
}

void
pl_loops_member_finish(struct pl_loops_member *member)
{
    for (size_t k = 0; k < member->n_moments; k++) {
        pl_loop_moment_finish(&member->moments[k]);
    }
    pl_links_work_destroy(member->work);
    free(member->moments);
    free(member->row);
    free(member->error);
    free(member->base);
    free(member->room);
    *member = (struct pl_loops_member){0};
}

/* The values of one moment, spread over all symbols. */
static void
spread(struct pl_loops_member *member, const struct pl_loops_course *course,
       size_t moment)
{
    const double *values =
        course->values +
        (member->member * course->n_moments + moment) * course->n_observed;

    for (size_t k = 0; k < course->n_observed; k++) {
        member->row[course->observed[k]] = values[k];
    }
}

void
pl_loops_member_load(struct pl_loops_member *member,
                     const struct pl_loops_course *course, size_t which)
{
    const struct pl_links *links = course->links;

    member->member = which;
    for (size_t i = 0; i < links->n_nodes; i++) {
        member->base[i] = 0.0;
    }
    for (size_t k = 0; k < course->n_moments; k++) {
        spread(member, course, k);
        for (size_t i = 0; i < links->n_states; i++) {
            member->base[i] = fmax(member->base[i],
                                   course->rtol * fabs(member->row[links->symbol[i]]));
        }
    }
    for (size_t k = 0; k < course->n_moments; k++) {
        const double time = k == 0 || k > course->n_times ? 0.0 : course->times[k - 1];

        spread(member, course, k);
        memcpy(member->error, member->base, links->n_nodes * sizeof *member->error);
        pl_loop_moment_set(&member->moments[k], links, member->work, time, member->row,
                           course->held + k * links->n_signals, course->score,
                           member->error, member->room);
    }
}

/* ---------------------------------------------------------------- all of them */

/* Some members, side by side. */
struct walking {
    const struct pl_loops *loops;
    const struct pl_loops_walk *walk;
    struct pl_loops_numbers *numbers; /* shape (n_slots) */
    enum pl_status *status;           /* shape (n_slots) */
    size_t *members;                  /* shape (n_slots) */
    size_t n_slots, n_taken;
    atomic_size_t next;
};

size_t
pl_loops_n_slots(const struct pl_loops *loops)
{
    const size_t n_threads = loops->course->n_threads;

    return n_threads < loops->n_members / SLOTS_PER_THREAD
               ? SLOTS_PER_THREAD * n_threads
               : loops->n_members;
}

static void
work_on_thread(void *context, size_t thread)
{
    struct walking *walking = context;

    (void)thread;
    for (;;) {
        const size_t slot = atomic_fetch_add(&walking->next, 1);
        struct pl_loops_numbers *numbers = &walking->numbers[slot];

        if (slot >= walking->n_taken) {
            return;
        }
        if (walking->loops->n_members > 1) {
            pl_loops_member_load(&numbers->own, walking->loops->course,
                                 walking->members[slot]);
        }
        walking->status[slot] =
            walking->walk->work(walking->walk->context, slot, numbers);
    }
}

/* As many members as there are slots, from `member` on. @return the next one */
static size_t
take_members(struct walking *walking, size_t member)
{
    walking->n_taken = 0;
    while (member < walking->loops->n_members && walking->n_taken < walking->n_slots) {
        if (!walking->loops->course->failed[member]) {
            walking->members[walking->n_taken++] = member;
        }
        member++;
    }
    return member;
}

static enum pl_status
walk_all(struct walking *walking, struct pl_diags *diags)
{
    const size_t n_threads = walking->loops->course->n_threads;

    for (size_t member = 0; member < walking->loops->n_members;) {
        enum pl_status status = PL_OK;

        member = take_members(walking, member);
        if (walking->n_taken == 0) {
            break;
        }
        atomic_store(&walking->next, 0);
        status =
            pl_pool_run(n_threads < walking->n_taken ? n_threads : walking->n_taken,
                        work_on_thread, NULL, walking, diags);
        for (size_t slot = 0; slot < walking->n_taken && status == PL_OK; slot++) {
            status = walking->status[slot];
            if (status == PL_OK) {
                walking->walk->add(walking->walk->context, slot,
                                   &walking->numbers[slot]);
            }
        }
        if (status != PL_OK) {
            return status;
        }
    }
    return PL_OK;
}

enum pl_status
pl_loops_walk_members(const struct pl_loops *loops, const struct pl_loops_walk *walk,
                      struct pl_diags *diags)
{
    struct walking walking = {
        .loops = loops, .walk = walk, .n_slots = pl_loops_n_slots(loops)};
    enum pl_status status = PL_OK;

    atomic_init(&walking.next, 0);
    walking.numbers = calloc(walking.n_slots + 1, sizeof *walking.numbers);
    walking.status = calloc(walking.n_slots + 1, sizeof *walking.status);
    walking.members = calloc(walking.n_slots + 1, sizeof *walking.members);
    if (walking.numbers == NULL || walking.status == NULL || walking.members == NULL) {
        status = pl_diag_no_memory(diags, "the loops");
    }
    for (size_t slot = 0; slot < walking.n_slots && status == PL_OK; slot++) {
        status = pl_loops_numbers_init(&walking.numbers[slot], loops, diags);
    }
    if (status == PL_OK) {
        status = walk_all(&walking, diags);
    }
    for (size_t slot = 0; walking.numbers != NULL && slot < walking.n_slots; slot++) {
        pl_loops_numbers_finish(&walking.numbers[slot]);
    }
    free(walking.numbers);
    free(walking.status);
    free(walking.members);
    return status;
}
