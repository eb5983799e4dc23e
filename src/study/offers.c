/*
 * offers.c - the names that a user may choose from, and the message for one that is not
 * among them.
 */
#include "study/offers.h"

#include <stdlib.h>
#include <string.h>

#include "base/diag.h"
#include "base/list.h"
#include "base/spelling.h"
#include "base/text.h"
#include "study/words.h"

/* Up to so many names are listed where none is near; more would bury the message. */
#define LIST_MOST ((size_t)12)

/* Answers, each once: names of one answer follow one another. */
static size_t
count_answers(const struct pl_offers *offers)
{
    size_t n = 0;

    for (size_t i = 0; i + offers->n_unlisted < offers->n; i++) {
        n += i == 0 || strcmp(offers->answers[i], offers->answers[i - 1]) != 0;
    }
    return n;
}

static void
hint_all(const struct pl_offers *offers, const char *what, struct pl_diags *diags)
{
    struct pl_text text;

    pl_text_init(&text);
    for (size_t i = 0; i + offers->n_unlisted < offers->n; i++) {
        if (i == 0 || strcmp(offers->answers[i], offers->answers[i - 1]) != 0) {
            pl_text_format(&text, "%s%s", i == 0 ? "" : ", ", offers->answers[i]);
        }
    }
    pl_diag_hint(diags, "%ss of this model: %s", what, pl_text_string(&text));
    pl_text_finish(&text);
}

void
pl_offers_init(struct pl_offers *offers)
{
    *offers = (struct pl_offers){0};
    offers->is_listed = true;
    pl_arena_init(&offers->memory);
}

void
pl_offers_finish(struct pl_offers *offers)
{
    free(offers->names);
    free(offers->answers);
    pl_arena_finish(&offers->memory);
    pl_offers_init(offers);
}

void
pl_offers_end_list(struct pl_offers *offers)
{
    offers->is_listed = false;
}

static bool
reserve(struct pl_offers *offers)
{
    size_t of_names = offers->capacity;
    size_t of_answers = offers->capacity;
    const char **names =
        pl_list_reserve(offers->names, offers->n + 1, &of_names, sizeof *names);
    const char **answers = NULL;

    if (names == NULL) {
        return false;
    }
    offers->names = names;
    answers =
        pl_list_reserve(offers->answers, offers->n + 1, &of_answers, sizeof *answers);
    if (answers == NULL) {
        return false;
    }
    offers->answers = answers;
    offers->capacity = of_answers;
    return true;
}

void
pl_offers_add(struct pl_offers *offers, const char *name, const char *answer)
{
    if (offers->failed || !reserve(offers)) {
        offers->failed = true;
        return;
    }
    offers->names[offers->n] = name;
    offers->answers[offers->n] = answer;
    offers->n++;
    offers->n_unlisted += offers->is_listed ? 0 : 1;
}

void
pl_offers_add_list(struct pl_offers *offers, const char *names, const char *answer)
{
    const char *item = NULL;
    size_t length = 0;

    while (pl_words_next(&names, ';', &item, &length)) {
        const char *copy = pl_arena_text(&offers->memory, item, length);

        if (copy == NULL) {
            offers->failed = true;
            return;
        }
        pl_offers_add(offers, copy, answer);
    }
}

enum pl_status
pl_offers_unknown(const struct pl_offers *offers, const char *what, const char *name,
                  const char *list, const char *absent, struct pl_diags *diags)
{
    size_t n = 0;

    pl_diag_error(diags, PL_ERR_NAME, NULL, "unknown %s '%s'", what, name);
    if (diags == NULL || pl_offers_hint_near(offers, name, diags)) {
        return PL_ERR_NAME;
    }
    n = count_answers(offers);
    if (n == 0) {
        pl_diag_hint(diags, "%s", absent);
    } else if (n <= LIST_MOST) {
        hint_all(offers, what, diags);
    } else if (list != NULL) {
        pl_diag_hint(diags, "`%s` shows all %zu", list, n);
    } else {
        pl_diag_hint(diags, "the text of the model has them all");
    }
    return PL_ERR_NAME;
}

bool
pl_offers_hint_near(const struct pl_offers *offers, const char *name,
                    struct pl_diags *diags)
{
    size_t near[PL_SPELLING_MAX_NEAR];
    const char *answers[PL_DIAG_MAX_NEAR];
    size_t n = 0;
    size_t n_near =
        pl_spelling_near(name, offers->names, offers->n, PL_SPELLING_MAX_NEAR, near);

    for (size_t i = 0; i < n_near && n < PL_DIAG_MAX_NEAR; i++) {
        const char *answer = offers->answers[near[i]];
        bool is_new = true;

        for (size_t k = 0; k < n; k++) {
            is_new = is_new && strcmp(answers[k], answer) != 0;
        }
        if (is_new) {
            answers[n++] = answer;
        }
    }
    if (n > 0) {
        pl_diag_hint_names(diags, answers, n);
    }
    return n > 0;
}
