/*
 * sweep_members.h - the parameter sets that a sweep runs each of its points in, as the
 * manifest of its results tells them: a shard knows them without the table that they came
 * from.
 *
 * Records are of runs then: those of a point follow one another, a record for each set.
 */
#ifndef PL_CLI_SWEEP_MEMBERS_H
#define PL_CLI_SWEEP_MEMBERS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/status.h"
#include "base/text.h"

struct pl_diags;
struct pl_ensemble;
struct pl_manifest;

/* Entries of the manifest; the last two only where they say something. */
#define SWEEP_ENSEMBLE "ensemble" /* "members=200 digest=0123456789abcdef" */
#define SWEEP_MEMBERS "members" /* names, tabs between them; without it 1, 2, 3, … */
#define SWEEP_WEIGHTS "weights" /* blanks between them; without it all alike */

/** Zero it before the first use; sweep_members_finish frees what is in it. */
struct sweep_members {
    size_t n;        /* 0 for a sweep without an ensemble */
    char **names;    /* shape (n); NULL when they are 1, 2, 3, … */
    double *weights; /* shape (n): their sum is 1 */
    bool differ;     /* the weights do */
};

/** Room for the number of a member. */
#define SWEEP_MEMBER_SIZE 24

/**
 * @return PL_OK; PL_ERR_SYNTAX, without a message, when it is no sweep's; PL_ERR_NOMEM
 */
PL_MUST_USE enum pl_status sweep_members_read(const struct pl_manifest *manifest,
                                              struct pl_diags *diags,
                                              struct sweep_members *members);
void sweep_members_finish(struct sweep_members *members);

/** What a member is called. @param number  room for it where it has no other name */
const char *sweep_members_name(const struct sweep_members *members, uint64_t member,
                               char number[SWEEP_MEMBER_SIZE]);

/** Append the values of the three entries; of the last two nothing where there is to be
 * no entry. */
void sweep_members_put(const struct pl_ensemble *ensemble, struct pl_text *text);
void sweep_members_put_names(const struct pl_ensemble *ensemble, struct pl_text *text);
void sweep_members_put_weights(const struct pl_ensemble *ensemble,
                               struct pl_text *text);

#endif
