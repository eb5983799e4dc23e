/*
 * pairs_verb.h - `simulate compare --pairs`: pairs of treatments, ranked.
 */
#ifndef PL_CLI_PAIRS_VERB_H
#define PL_CLI_PAIRS_VERB_H

#include <stddef.h>

#include "base/status.h"
#include "cli/cli.h"
#include "cli/options.h"

struct arms_opts;
struct pl_diags;

/** Start from pairs_opts_default(). */
struct pairs_opts {
    size_t which; /* index into pairs_words, or PAIRS_NONE */
    const char *rank;
    struct opt_texts limits;
    size_t order; /* index into pairs_orders */
    size_t top;
};

/** No --pairs was given. */
#define PAIRS_NONE ((size_t)-1)

/** "all", "treats"; "lowest", "highest". */
extern const char *const pairs_words[];
extern const char *const pairs_orders[];

#define PAIRS_ROWS(owner, field)                                                       \
    OPT_GROUP("Pairs"),                                                                \
        OPT_CHOICE(owner, field.which, "pairs", "WHICH", NULL, pairs_words,            \
                   "rank pairs instead: all, of every drug of the table at the dose "  \
                   "that stands there; treats, of the treatments"),                    \
        OPT_TEXT(owner, field.rank, "rank", "[WHAT:]NAME[@TIME]",                      \
                 "the first readout at the end", "list readouts",                      \
                 "by what: a readout at a time; WHAT: fold, max, min, auc or "         \
                 "time-to-max, as in simulate sweep"),                                 \
        OPT_CHOICE(owner, field.order, "order", "WHICH", "lowest", pairs_orders,       \
                   "what ranks first: the lowest or the highest"),                     \
        OPT_TEXTS(owner, field.limits, "limit", "\"MEASURE<NUMBER\"", "list readouts", \
                  "rank only pairs that keep to it: a measure as of --rank, one of "   \
                  "<, <=, >, >=, a number. May be given several times"),               \
        OPT_COUNT(owner, field.top, "top", "N", "10", 1.0, 1e6,                        \
                  "how many pairs are shown; --output has all")

struct pairs_opts pairs_opts_default(void);

/** Options that have no meaning beside --pairs, or without it. @return PL_OK;
 * PL_ERR_OPTION */
PL_MUST_USE enum pl_status pairs_check(const struct pairs_opts *opts,
                                       const struct arms_opts *arms,
                                       struct pl_diags *diags);

/** Rank, and show. @param opts  with --pairs; checked */
enum exit_code pairs_execute(struct cli *cli, const struct pairs_opts *opts,
                             const struct arms_opts *arms);

#endif
