/*
 * set_groups.h - the members of an ensemble in a few groups, each with a name.
 */
#ifndef PL_ANALYSIS_SET_GROUPS_H
#define PL_ANALYSIS_SET_GROUPS_H

#include <stddef.h>

#include "base/index.h"
#include "base/status.h"

struct pl_context;
struct pl_diags;
struct pl_ensemble;

/** More groups than this are no groups. */
#define PL_GROUPS_MOST ((size_t)8)

/** What parts the members by their first loop (first_loop.h) is called; no parameter is
 * called so. */
#define PL_GROUPS_FIRST_LOOP "first-loop"

/** Zero it before the first use; pl_groups_finish frees what is in it. */
struct pl_groups {
    char *what;      /* what parts them: "sets.tsv, column 'group'" */
    const char *how; /* that in a sentence for a methods section; NULL for none */
    size_t n;
    char **names; /* shape (n), in the order in which members first have them */
    size_t n_members;
    size_t *of; /* shape (n_members): the group; PL_NONE for a member in none */
};

/**
 * Groups by a label of each member, whatever gives it: a column, or what was found out
 * of the member.
 *
 * @param what    what the labels are, for people: "sets.tsv, column 'group'"
 * @param labels  shape (n_members); NULL or "" for a member in no group
 * @return PL_OK; PL_ERR_OPTION for fewer than two groups, or more than PL_GROUPS_MOST
 *         (the hint says what would do); PL_ERR_NOMEM
 */
PL_MUST_USE enum pl_status pl_groups_by_label(const char *what,
                                              const char *const *labels,
                                              size_t n_members, struct pl_diags *diags,
                                              struct pl_groups *out);

/**
 * Groups by a column of the ensemble's table: `group`, or a parameter that takes few
 * values ("SIN1_mode = 1").
 *
 * @return PL_OK; as pl_groups_by_label; PL_ERR_OPTION for a column that there is not
 */
PL_MUST_USE enum pl_status pl_groups_by_column(const struct pl_context *context,
                                               const struct pl_ensemble *ensemble,
                                               const char *column,
                                               struct pl_diags *diags,
                                               struct pl_groups *out);

/**
 * Keep only some of the groups, in the order named; members of the others are in none.
 *
 * @param names  shape (n_names)
 * @return PL_OK; PL_ERR_NAME for a group that there is not (near ones hinted);
 *         PL_ERR_OPTION for fewer than two, or one that is named twice. Groups are
 *         unchanged after an error
 */
PL_MUST_USE enum pl_status pl_groups_keep(struct pl_groups *groups,
                                          const char *const *names, size_t n_names,
                                          struct pl_diags *diags);

void pl_groups_finish(struct pl_groups *groups);

#endif
