/*
 * two_drugs_sentence.c - a checkerboard in a few sentences.
 */
#include "analysis/two_drugs.h"

#include <math.h>
#include <stdbool.h>

#include "base/index.h"
#include "base/text.h"

/* [-] Mean excess that is worth the word: SynergyFinder's borders are 10 %, of measured
 * boards; without noise a third of that is seen. */
#define WORTH 0.03

/* [effect] So far below 0, or above 1, is no rounding. */
#define BEYOND 0.01

enum { SYNERGY, ANTAGONISM, NEITHER, N_WORDS };

static int
judge(double mean)
{
    return mean > WORTH ? SYNERGY : mean < -WORTH ? ANTAGONISM : NEITHER;
}

/* The combination of the largest effect. */
static void
find_best(const struct pl_two_drugs *two, size_t best[2])
{
    double most = -(double)INFINITY;

    best[0] = PL_NONE;
    best[1] = PL_NONE;
    for (size_t i = 0; i < two->board.n[0]; i++) {
        for (size_t j = 0; j < two->board.n[1]; j++) {
            const double effect =
                pl_two_drugs_band(two, PL_SYNERGY_EFFECT, i, j).median;

            if (effect > most + 1e-9) {
                most = effect;
                best[0] = i;
                best[1] = j;
            }
        }
    }
}

/* The largest effect, and what one drug alone does at most. */
static void
tell_best(const struct pl_two_drugs *two, struct pl_text *text)
{
    const struct pl_checkerboard *board = &two->board;
    double alone[2] = {-(double)INFINITY, -(double)INFINITY};
    size_t best[2];

    find_best(two, best);
    if (best[0] == PL_NONE) {
        return;
    }
    for (size_t i = 0; i < board->n[0]; i++) {
        alone[0] =
            fmax(alone[0], pl_two_drugs_band(two, PL_SYNERGY_EFFECT, i, 0).median);
    }
    for (size_t j = 0; j < board->n[1]; j++) {
        alone[1] =
            fmax(alone[1], pl_two_drugs_band(two, PL_SYNERGY_EFFECT, 0, j).median);
    }
    pl_text_format(
        text, "The largest effect is %.1f %%, of ",
        100.0 * pl_two_drugs_band(two, PL_SYNERGY_EFFECT, best[0], best[1]).median);
    for (size_t d = 0; d < 2; d++) {
        pl_text_format(text, "%s%s ", d == 0 ? "" : " with ", board->names[d]);
        pl_two_drugs_put_dose(board->doses[d][best[d]], text);
    }
    pl_text_format(text, "; %s alone reaches %.1f %%, %s %.1f %%.", board->names[0],
                   100.0 * alone[0], board->names[1], 100.0 * alone[1]);
}

/* By which models it is one thing; false for none. */
static bool
tell_word(const struct pl_two_drugs *two, int word, bool is_first, struct pl_text *text)
{
    static const enum pl_synergy_kind kinds[] = {PL_SYNERGY_HSA, PL_SYNERGY_BLISS,
                                                 PL_SYNERGY_LOEWE};
    static const char *const names[] = {"HSA", "Bliss", "Loewe"};
    static const char *const words[N_WORDS] = {"synergy", "antagonism",
                                               "neither synergy nor antagonism"};
    size_t found[3];
    size_t n = 0;

    for (size_t k = 0; k < 3; k++) {
        const double mean = two->synergy.scores[kinds[k]].mean.median;

        if (!isnan(mean) && judge(mean) == word) {
            found[n++] = k;
        }
    }
    for (size_t i = 0; i < n; i++) {
        if (i == 0) {
            pl_text_format(text, "%s%s by ", is_first ? " On the mean it is " : "; ",
                           words[word]);
        }
        pl_text_format(text, "%s%s (",
                       i == 0       ? ""
                       : i + 1 == n ? " and "
                                    : ", ",
                       names[found[i]]);
        pl_two_drugs_put_share(two->synergy.scores[kinds[found[i]]].mean.median, text);
        pl_text_put(text, ")");
    }
    return n > 0;
}

/* By which model it is what. */
static void
tell_models(const struct pl_two_drugs *two, struct pl_text *text)
{
    bool is_first = true;

    for (int word = 0; word < N_WORDS; word++) {
        if (tell_word(two, word, is_first, text)) {
            is_first = false;
        }
    }
    pl_text_put(text, is_first ? "" : ".");
}

/* How far the words of Loewe's model carry. */
static void
tell_loewe(const struct pl_two_drugs *two, struct pl_text *text)
{
    const struct pl_checkerboard *board = &two->board;
    size_t counts[PL_N_LOEWE_WAYS] = {0};
    size_t n = 0;

    for (size_t i = 1; i < board->n[0]; i++) {
        for (size_t j = 1; j < board->n[1]; j++) {
            counts[pl_synergy_way(&two->synergy, i, j)]++;
            n++;
        }
    }
    if (counts[PL_LOEWE_OPPOSITE] > 0) {
        pl_text_format(
            text,
            " In %zu of %zu combinations one drug lowers and the other raises "
            "the readout: Loewe's model has no answer there, and the higher "
            "effect is expected.",
            counts[PL_LOEWE_OPPOSITE], n);
    }
    for (size_t d = 0; d < 2; d++) {
        const size_t count = counts[d == 0 ? PL_LOEWE_FIRST : PL_LOEWE_SECOND];

        if (count > 0) {
            pl_text_format(text,
                           " In %zu of %zu combinations %s has an effect that %s never "
                           "reaches: Loewe's model expects %s alone.",
                           count, n, board->names[d], board->names[1 - d],
                           board->names[d]);
        }
    }
}

/* True where some effect is below 0 or above 1. */
static bool
goes_beyond(const struct pl_two_drugs *two)
{
    const size_t *n = two->board.n;

    for (size_t k = 0; k < n[0] * n[1]; k++) {
        const double effect =
            pl_two_drugs_band(two, PL_SYNERGY_EFFECT, k / n[1], k % n[1]).median;

        if (effect < -BEYOND || effect > 1.0 + BEYOND) {
            return true;
        }
    }
    return false;
}

/* Fitted scores of curves that are none. */
static void
tell_fits(const struct pl_two_drugs *two, struct pl_text *text)
{
    if (goes_beyond(two)) {
        pl_text_put(text,
                    " Some effects are below 0 or above 1: Bliss and ZIP are made for "
                    "shares, and ZIP's curves, which all end at 1, do not follow.");
    }
    for (size_t d = 0; d < 2; d++) {
        const struct pl_hill *fit = &two->synergy.fits[d][0];

        if (two->n_members == 1 &&
            (fit->state == PL_HILL_POOR || fit->state == PL_HILL_FAILED)) {
            pl_text_format(
                text,
                " The curve of %s is no Hill curve: fitted scores (ZIP; Loewe, "
                "fitted) say little.",
                two->board.names[d]);
        } else if (fit->state == PL_HILL_FEW) {
            pl_text_format(text,
                           " %s has too few doses for fitted scores: %zu with dose 0 "
                           "are needed.",
                           two->board.names[d], PL_HILL_LEAST_DOSES);
        }
    }
}

void
pl_two_drugs_sentence(const struct pl_two_drugs *two, struct pl_text *text)
{
    tell_best(two, text);
    tell_models(two, text);
    tell_loewe(two, text);
    tell_fits(two, text);
}
