/*
 * offers.h - the names that a user may choose from, and the message for one that is not
 * among them (study/ only).
 *
 * A choice has one name to type and may be known by others: a display name, the aliases
 * of a drug.
 */
#ifndef PL_STUDY_OFFERS_H
#define PL_STUDY_OFFERS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/status.h"

struct pl_diags;

struct pl_offers {
    struct pl_arena memory; /* of names that were copied */
    const char **names;     /* shape (n) */
    const char **answers;   /* shape (n): what to type to get names[i] */
    size_t n;
    size_t n_unlisted; /* of those, the last ones that no list shows */
    size_t capacity;
    bool is_listed; /* what is added now is shown */
    bool failed;    /* memory ran out: the list is not whole */
};

void pl_offers_init(struct pl_offers *offers);

void pl_offers_finish(struct pl_offers *offers);

/** What is added from here on is found when near, and not listed. */
void pl_offers_end_list(struct pl_offers *offers);

/** Add a name; names of one answer follow one another. Both are borrowed. */
void pl_offers_add(struct pl_offers *offers, const char *name, const char *answer);

/** Add each of the names in "RAD001;Afinitor"; `names` is copied. */
void pl_offers_add_list(struct pl_offers *offers, const char *names,
                        const char *answer);

/**
 * "unknown <what> '<name>'", with a hint: up to three near names; or where none is near
 * and there are few, all of them; or else what lists them.
 *
 * @param what    "target"
 * @param list    "`simulate list targets` shows all 20": the command without the
 *                backquotes; NULL for "the text of the model has them all"
 * @param absent  what to do when there is nothing to choose from
 * @return PL_ERR_NAME
 */
enum pl_status pl_offers_unknown(const struct pl_offers *offers, const char *what,
                                 const char *name, const char *list, const char *absent,
                                 struct pl_diags *diags);

/** "did you mean 'a' or 'b'?" below the newest message. @return false, and nothing is
 * said, where no name is near */
bool pl_offers_hint_near(const struct pl_offers *offers, const char *name,
                         struct pl_diags *diags);

#endif
