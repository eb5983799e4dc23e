/*
 * spelling.c - names that are nearly another one, or the same to a person.
 */
#include "base/spelling.h"

#include <stdint.h>
#include <string.h>

#include <unicase.h>
#include <unistr.h>

/* A name as pl_spelling_near compares it: characters, case folded, without '_', '-' and
 * ' '. */
struct folded {
    ucs4_t characters[PL_SPELLING_MAX_LENGTH];
    size_t n;
};

/* How near a candidate is; a smaller rank is nearer. */
struct rank {
    size_t distance;
    size_t n_prefix; /* characters at the start that are the same */
};

/* The next character of a name in lower case, past those of `ignored`; 0 at its end. */
static ucs4_t
next_folded(const char **name, const char *ignored)
{
    while (**name != '\0') {
        ucs4_t character = 0;
        int length = u8_mbtouc(&character, (const uint8_t *)*name, strnlen(*name, 4));
        bool skip = character < 0x80 && strchr(ignored, (char)character) != NULL;

        *name += length;
        if (!skip) {
            return uc_tolower(character);
        }
    }
    return 0;
}

/* False when the name is too long. */
static bool
fold(const char *name, struct folded *out)
{
    ucs4_t character = 0;

    out->n = 0;
    while ((character = next_folded(&name, "_- ")) != 0) {
        if (out->n == PL_SPELLING_MAX_LENGTH) {
            return false;
        }
        out->characters[out->n] = character;
        out->n++;
    }
    return true;
}

static size_t
smaller(size_t a, size_t b)
{
    return a < b ? a : b;
}

/*
 * Slips between two names: insert, delete, replace, swap of neighbours (the optimal
 * string alignment distance). Rows of the table are prefixes of `a`, three are kept.
 */
static size_t
count_slips(const struct folded *a, const struct folded *b)
{
    size_t rows[3][PL_SPELLING_MAX_LENGTH + 1];
    size_t *before = rows[0]; /* row i - 2 */
    size_t *last = rows[1];   /* row i - 1 */
    size_t *row = rows[2];

    for (size_t j = 0; j <= b->n; j++) {
        before[j] = 0;
        last[j] = j;
    }
    for (size_t i = 1; i <= a->n; i++) {
        size_t *free_row = before;

        row[0] = i;
        for (size_t j = 1; j <= b->n; j++) {
            ucs4_t p = a->characters[i - 1];
            ucs4_t q = b->characters[j - 1];

            row[j] = smaller(last[j] + 1, row[j - 1] + 1);
            row[j] = smaller(row[j], last[j - 1] + (p != q));
            if (i > 1 && j > 1 && p == b->characters[j - 2] &&
                q == a->characters[i - 2]) {
                row[j] = smaller(row[j], before[j - 2] + 1);
            }
        }
        before = last;
        last = row;
        row = free_row;
    }
    return last[b->n];
}

static bool
contains(const struct folded *whole, const struct folded *part)
{
    for (size_t i = 0; i + part->n <= whole->n; i++) {
        if (memcmp(whole->characters + i, part->characters,
                   part->n * sizeof part->characters[0]) == 0) {
            return true;
        }
    }
    return false;
}

/* True when the candidate is near enough to be named. */
static bool
rank_candidate(const struct folded *wanted, const char *candidate, struct rank *out)
{
    struct folded other;
    size_t allowed = wanted->n / 3;
    size_t n_prefix = 0;

    if (!fold(candidate, &other)) {
        return false;
    }
    if (wanted->n >= 3 && contains(&other, wanted)) {
        out->distance = other.n - wanted->n;
    } else if (other.n > wanted->n + allowed || wanted->n > other.n + allowed) {
        return false;
    } else {
        out->distance = count_slips(wanted, &other);
        if (out->distance > allowed) {
            return false;
        }
    }
    while (n_prefix < wanted->n && n_prefix < other.n &&
           wanted->characters[n_prefix] == other.characters[n_prefix]) {
        n_prefix++;
    }
    out->n_prefix = n_prefix;
    return true;
}

static bool
is_nearer(const struct rank *a, const struct rank *b)
{
    if (a->distance != b->distance) {
        return a->distance < b->distance;
    }
    return a->n_prefix > b->n_prefix;
}

size_t
pl_spelling_near(const char *wanted, const char *const *candidates, size_t n,
                 size_t most, size_t *best)
{
    struct folded folded;
    struct rank ranks[PL_SPELLING_MAX_NEAR];
    size_t n_found = 0;

    most = smaller(most, PL_SPELLING_MAX_NEAR);
    if (most == 0 || !fold(wanted, &folded)) {
        return 0;
    }
    for (size_t i = 0; i < n; i++) {
        struct rank rank;
        size_t place = n_found;

        if (!rank_candidate(&folded, candidates[i], &rank)) {
            continue;
        }
        while (place > 0 && is_nearer(&rank, &ranks[place - 1])) {
            place--;
        }
        if (place == most) {
            continue;
        }
        n_found = smaller(n_found + 1, most);
        for (size_t k = n_found - 1; k > place; k--) {
            ranks[k] = ranks[k - 1];
            best[k] = best[k - 1];
        }
        ranks[place] = rank;
        best[place] = i;
    }
    return n_found;
}

bool
pl_spelling_is_same(const char *a, const char *b)
{
    ucs4_t p = 0;
    ucs4_t q = 0;

    do {
        p = next_folded(&a, "_- .");
        q = next_folded(&b, "_- .");
        if (p != q) {
            return false;
        }
    } while (p != 0);
    return true;
}
