/*
 * offers.c - the names that a user may choose from, and the message for one that is not
 * among them.
 */
#include "study/offers.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/diag.h"
#include "base/text.h"

/* Up to so many names are listed where none is near; more would bury the message. */
#define LIST_MOST ((size_t)12)

#define NEAR_MOST ((size_t)3)
#define FIRST_CAPACITY ((size_t)32)

/* "'a', 'b' or 'c'" needs to know where it is. */
static void
put_choice(struct pl_text *text, const char *name, size_t i, size_t n)
{
    const char *before = i == 0 ? "" : i + 1 == n ? " or " : ", ";

    pl_text_format(text, "%s'%s'", before, name);
}

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
    size_t capacity = offers->capacity == 0 ? FIRST_CAPACITY : offers->capacity * 2;
    const char **names = NULL;
    const char **answers = NULL;

    if (offers->n < offers->capacity) {
        return true;
    }
    if (offers->capacity > SIZE_MAX / sizeof *names / 2) {
        return false;
    }
    names = realloc(offers->names, capacity * sizeof *names);
    if (names == NULL) {
        return false;
    }
    offers->names = names;
    answers = realloc(offers->answers, capacity * sizeof *answers);
    if (answers == NULL) {
        return false;
    }
    offers->answers = answers;
    offers->capacity = capacity;
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

    while (pl_next_item(&names, ';', &item, &length)) {
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
    size_t near[PL_TEXT_NEAR_MOST];
    const char *answers[NEAR_MOST];
    struct pl_text text;
    size_t n = 0;
    size_t n_near =
        pl_text_near(name, offers->names, offers->n, PL_TEXT_NEAR_MOST, near);

    for (size_t i = 0; i < n_near && n < NEAR_MOST; i++) {
        const char *answer = offers->answers[near[i]];
        bool is_new = true;

        for (size_t k = 0; k < n; k++) {
            is_new = is_new && strcmp(answers[k], answer) != 0;
        }
        if (is_new) {
            answers[n++] = answer;
        }
    }
    if (n == 0) {
        return false;
    }
    pl_text_init(&text);
    for (size_t i = 0; i < n; i++) {
        put_choice(&text, answers[i], i, n);
    }
    pl_diag_hint(diags, "did you mean %s?", pl_text_string(&text));
    pl_text_finish(&text);
    return true;
}

bool
pl_next_item(const char **list, char separator, const char **item, size_t *length)
{
    const char *start = *list;

    while (*start == separator || *start == ' ') {
        start++;
    }
    if (*start == '\0') {
        *list = start;
        return false;
    }
    *item = start;
    while (*start != '\0' && *start != separator) {
        start++;
    }
    *list = start;
    while (start[-1] == ' ') {
        start--;
    }
    *length = (size_t)(start - *item);
    return true;
}
