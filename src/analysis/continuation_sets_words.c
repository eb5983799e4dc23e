/*
 * continuation_sets_words.c - the rest states over an input of parameter sets in words.
 */
#include "analysis/continuation_sets.h"

#include <math.h>

#include "base/diag.h"
#include "base/number.h"
#include "base/text.h"
#include "base/units.h"
#include "model/model.h"
#include "study/context.h"

/* Digits of a number in a sentence. */
enum { DIGITS = 4 };

/* What is written, and of what. */
struct story {
    const struct pl_continuation_sets *sets;
    struct pl_text *text;
    const char *unit; /* of the input; NULL for none */
    size_t n_good;    /* members in which rest states were found */
};

static void
put_number(const struct story *story, double number)
{
    char digits[PL_NUMBER_SIZE];

    pl_number_round(number, DIGITS, digits);
    pl_text_put(story->text, digits);
}

/* "0.55 nM (0.5 to 0.6)" */
static void
put_band(const struct story *story, struct pl_band band, const char *unit)
{
    put_number(story, band.median);
    if (unit != NULL) {
        pl_text_format(story->text, " %s", unit);
    }
    if (band.low < band.high) {
        pl_text_put(story->text, " (");
        put_number(story, band.low);
        pl_text_put(story->text, " to ");
        put_number(story, band.high);
        pl_text_put(story->text, ")");
    }
}

/* "37 of 200 sets", "all 200 sets" */
static void
put_sets(const struct story *story, size_t n)
{
    const size_t n_all = story->n_good;

    if (n_all == 1) {
        pl_text_put(story->text, "the one set");
    } else if (n == n_all && n == 2) {
        pl_text_put(story->text, "both sets");
    } else if (n == n_all) {
        pl_text_format(story->text, "all %zu sets", n);
    } else {
        pl_text_format(story->text, "%zu of %zu sets", n, n_all);
    }
}

static void
put_period(const struct story *story, struct pl_band period)
{
    const double second = story->sets->context->model->time_unit;
    const char *unit = NULL;
    double size = 1.0;

    if (isfinite(second)) {
        size = pl_duration_best_unit(period.median * second, &unit) / second;
    }
    put_band(
        story,
        (struct pl_band){period.low / size, period.median / size, period.high / size},
        unit);
}

/* "A stable state ends at a fold at 0.55 nM (0.5 to 0.6) on the way up in 37 of 200
 * sets." */
static void
put_mark(const struct story *story, const struct pl_rest_mark *mark)
{
    struct pl_text *text = story->text;

    pl_text_put(text, mark->kind == PL_REST_BRANCH_FOLD ? "The network jumps at "
                      : mark->kind == PL_REST_BRANCH_HOPF
                          ? "Oscillations begin at "
                          : "Another branch takes over at ");
    put_band(story, mark->input, story->unit);
    pl_text_format(text, " on the way %s in ", mark->way == PL_PATH_UP ? "up" : "down");
    put_sets(story, mark->n_members);
    if (mark->kind == PL_REST_BRANCH_HOPF) {
        pl_text_put(text, " with a period of ");
        put_period(story, mark->period);
    }
    pl_text_put(text, mark->kind == PL_REST_BRANCH_FOLD   ? " (fold). "
                      : mark->kind == PL_REST_BRANCH_HOPF ? " (Hopf point). "
                                                          : " (branch point). ");
}

/* In how many sets one rest state is stable all the way, several somewhere, none. */
static void
put_counts(const struct story *story)
{
    size_t n_single = 0;
    size_t n_several = 0;
    size_t n_none = 0;
    size_t most = 0;

    for (size_t m = 0; m < story->sets->n_members; m++) {
        const struct pl_rest_member *member = &story->sets->members[m];

        if (member->reason != NULL) {
            continue;
        }
        n_single += member->most_stable == 1 && member->least_stable == 1 ? 1 : 0;
        n_several += member->most_stable > 1 ? 1 : 0;
        n_none += member->least_stable == 0 ? 1 : 0;
        most = member->most_stable > most ? member->most_stable : most;
    }
    if (n_single > 0) {
        pl_text_put(story->text, "One stable rest state all the way in ");
        put_sets(story, n_single);
        pl_text_put(story->text, ". ");
    }
    if (n_several > 0) {
        pl_text_put(story->text, most == 2
                                     ? "Bistable somewhere in "
                                     : "Several stable rest states somewhere in ");
        put_sets(story, n_several);
        pl_text_put(story->text, ". ");
    }
    if (n_none > 0) {
        pl_text_put(story->text,
                    "A part of the range has no known stable rest state in ");
        put_sets(story, n_none);
        pl_text_put(story->text, ". ");
    }
}

enum pl_status
pl_continuation_sets_sentence(const struct pl_continuation_sets *sets,
                              struct pl_diags *diags, struct pl_text *text)
{
    const struct pl_continuation found = {.context = sets->context,
                                          .range = sets->range};
    struct story story = {
        .sets = sets, .text = text, .n_good = sets->n_members - sets->n_failed};
    struct pl_rest_mark *marks = NULL;
    size_t n = 0;
    const enum pl_status status = pl_continuation_sets_marks(sets, diags, &marks, &n);

    if (status != PL_OK) {
        return status;
    }
    (void)pl_continuation_input(&found, &story.unit);
    put_counts(&story);
    for (size_t k = 0; k < n; k++) {
        put_mark(&story, &marks[k]);
    }
    if (text->size > 0 && text->data[text->size - 1] == ' ') {
        text->data[--text->size] = '\0';
    }
    pl_rest_marks_free(marks, n);
    return text->failed ? pl_diag_no_memory(diags, "rest states") : PL_OK;
}
