/*
 * summary_sentence.c - what a run did, in one sentence.
 */
#include "study/summary.h"

#include <math.h>
#include <stdbool.h>

#include "base/frame.h"
#include "base/text.h"
#include "model/model.h"
#include "study/context.h"
#include "study/summary_private.h"
#include "study/timecourse.h"
#include "study/timecourse_bands.h"
#include "study/times.h"

/* [-] A change is nearly all there at this share of its largest (as a logarithm);
 * larger: the sentence speaks of a later time and a slightly larger number. */
#define NEARLY_ALL 0.9

/* [-] What lost this share of its change by the last mark has turned back. */
#define TURNED_BACK 0.5

/* [-] What is this near to its untreated level is back at it. */
#define BACK_WITHIN 0.05

/* [-] Falls below this are alike to a reader, "less than 1 %", and so is the noise below
 * them. */
#define FLOOR 0.005

/* How many that go one way are named. */
#define NAMED ((size_t)3)

/* One readout's way through the marks. */
struct change {
    const char *label;
    size_t readout;
    size_t extreme;  /* the mark that is furthest from 1 */
    double distance; /* of that mark: log of the fold */
    bool rises, falls;
    bool is_open; /* the members of an ensemble do not agree, at `extreme` */
};

/* What the sentence draws on. */
struct story {
    const struct pl_context *context;
    const struct pl_timecourse *course;
    const struct pl_bands *bands; /* NULL for a run */
    struct change changes[PL_SUMMARY_READOUTS];
    size_t n;                  /* readouts with a fold */
    const struct change *lead; /* the first that changes, or NULL */
    const struct change *rise; /* the one that rises most, or NULL */
    const struct change *fall; /* the one that falls most, or NULL */
    size_t n_rise, n_fall;     /* how many do */
    size_t n_open;             /* of how many it is not decided */
    bool has_counted;          /* "over 200 sets" was said */
};

/* A change in the sentence, and the mark that it is told at. */
struct told {
    const struct change *change;
    size_t mark;
};

static double
fold_at(const struct story *story, const struct change *change, size_t mark)
{
    const struct pl_timecourse *course = story->course;

    return pl_timecourse_fold(
        course, course->mark_values[mark * course->n_readouts + change->readout],
        change->readout);
}

/* How far from 1, on a scale on which half and double are alike. */
static double
distance_at(const struct story *story, const struct change *change, size_t mark)
{
    return log(fmax(fold_at(story, change, mark), FLOOR));
}

/* True when every mark has a fold that can rise or fall: a negative level has none. */
static bool
has_folds(const struct story *story, const struct change *change)
{
    const double untreated = story->bands != NULL
                                 ? story->bands->untreated[change->readout].median
                                 : story->course->untreated[change->readout];

    if (!(untreated > 0.0)) {
        return false;
    }
    for (size_t k = 0; k < story->course->n_marks; k++) {
        if (!isfinite(fold_at(story, change, k))) {
            return false;
        }
    }
    return true;
}

/* What less than PL_DECIDED_FROM of the weight agree on is open: which way it goes, or
 * that it does not change. */
static void
doubt(const struct story *story, struct change *change)
{
    const struct pl_agreement *agreement = story->bands->agreement;
    const size_t n = story->course->n_readouts;
    double least = agreement[change->extreme * n + change->readout].above;

    if (change->falls) {
        least = 1.0 - least;
    } else if (!change->rises) {
        least = 1.0;
        for (size_t k = 0; k < story->course->n_marks; k++) {
            const struct pl_agreement *at = &agreement[k * n + change->readout];
            const double still = 1.0 - at->rises - at->falls;

            if (still < least) {
                least = still;
                change->extreme = k;
            }
        }
    }
    if (least < PL_DECIDED_FROM) {
        change->is_open = true;
        change->rises = false;
        change->falls = false;
    }
}

static void
collect(struct story *story)
{
    const struct pl_timecourse *course = story->course;

    for (size_t r = 0; r < course->n_readouts && r < PL_SUMMARY_READOUTS; r++) {
        struct change *change = &story->changes[story->n];

        *change = (struct change){
            .label = story->context->model->symbols[course->readouts[r]].label,
            .readout = r,
        };
        if (!has_folds(story, change)) {
            continue;
        }
        for (size_t k = 0; k < course->n_marks; k++) {
            double distance = distance_at(story, change, k);

            if (fabs(distance) > fabs(change->distance)) {
                change->distance = distance;
                change->extreme = k;
            }
        }
        change->rises = change->distance >= log(PL_RISE_FROM);
        change->falls = change->distance <= log(PL_FALL_FROM);
        if (story->bands != NULL) {
            doubt(story, change);
        }
        story->n++;
    }
}

static bool
is_nearly_there(const struct story *story, const struct change *change, size_t mark)
{
    return distance_at(story, change, mark) / change->distance >= NEARLY_ALL;
}

/* The first mark at which the change is nearly all there. */
static size_t
time_of(const struct story *story, const struct change *change)
{
    size_t k = 0;

    while (k < change->extreme && !is_nearly_there(story, change, k)) {
        k++;
    }
    return k;
}

/* The first that go the way of the lead; of falls, the deepest is always among them. */
static size_t
list_alike(const struct story *story, struct told list[NAMED])
{
    const struct change *lead = story->lead;
    size_t n = 0;
    bool has_deepest = false;

    for (size_t i = 0; i < story->n && n < NAMED; i++) {
        const struct change *change = &story->changes[i];

        if (change->rises == lead->rises && change->falls == lead->falls) {
            list[n].change = change;
            n++;
            has_deepest = has_deepest || change == story->fall;
        }
    }
    if (lead->falls && !has_deepest) {
        list[NAMED - 1].change = story->fall;
    }
    return n;
}

/* True when all n changes are nearly complete at the mark. */
static bool
are_nearly_there(const struct story *story, const struct told *list, size_t n,
                 size_t mark)
{
    bool all = true;

    for (size_t i = 0; i < n; i++) {
        all = all && is_nearly_there(story, list[i].change, mark);
    }
    return all;
}

/* Give each of the list its mark: one that serves all of them, else its own. */
static void
choose_marks(const struct story *story, struct told *list, size_t n)
{
    const size_t n_marks = story->course->n_marks;
    const size_t first = time_of(story, story->lead);
    size_t mark = 0;

    while (mark < n_marks && !are_nearly_there(story, list, n, mark)) {
        mark++;
    }
    /* A fall that is complete later moves it, while the others last. */
    if (mark < n_marks && story->fall != NULL) {
        size_t later = time_of(story, story->fall);

        if (later > mark && are_nearly_there(story, list, n, later)) {
            mark = later;
        }
    }
    for (size_t i = 0; i < n; i++) {
        if (mark < n_marks) {
            list[i].mark = mark;
        } else {
            list[i].mark = is_nearly_there(story, list[i].change, first)
                               ? first
                               : time_of(story, list[i].change);
        }
    }
}

/* "1.6", "12" */
static void
put_ratio(double fold, struct pl_text *text)
{
    pl_text_format(text, fold < 9.95 ? "%.1f" : "%.0f", fold);
}

/* "3", "less than 1" */
static void
put_percent(double fold, struct pl_text *text)
{
    if (fold < FLOOR) {
        pl_text_put(text, "less than 1");
    } else {
        pl_text_format(text, "%.0f", 100.0 * fold);
    }
}

/* " (1.1 to 2.4 over 200 sets)", the count once; as shares in percent. */
static void
put_band(struct story *story, const struct change *change, size_t mark, bool as_share,
         struct pl_text *text)
{
    const struct pl_band *band = NULL;
    bool has_range = false;

    if (story->bands == NULL) {
        return;
    }
    band =
        &story->bands->mark_bands[mark * story->course->n_readouts + change->readout];
    has_range = !as_share || band->high >= FLOOR; /* else "less than 1 %" says it all */
    if (!has_range && story->has_counted) {
        return;
    }
    pl_text_put(text, " (");
    if (has_range) {
        (as_share ? put_percent : put_ratio)(band->low, text);
        pl_text_put(text, " to ");
        (as_share ? put_percent : put_ratio)(band->high, text);
        pl_text_put(text, as_share ? " %" : "");
    }
    if (!story->has_counted) {
        pl_text_format(text, "%sover %zu set%s", has_range ? " " : "",
                       story->bands->n_ran, story->bands->n_ran == 1 ? "" : "s");
        story->has_counted = true;
    }
    pl_text_put(text, ")");
}

/* "rises 1.6-fold" or "falls to 3 %"; without the verb in a list. */
static void
put_change(struct story *story, const struct change *change, size_t mark,
           bool with_verb, struct pl_text *text)
{
    double fold = fold_at(story, change, mark);

    pl_text_put(text, change->label);
    if (change->rises) {
        pl_text_put(text, with_verb ? " rises " : " ");
        put_ratio(fold, text);
        pl_text_put(text, "-fold");
    } else {
        pl_text_put(text, with_verb ? " falls to " : " to ");
        put_percent(fold, text);
        pl_text_put(text, " %");
    }
    put_band(story, change, mark, !change->rises, text);
}

static void
put_time(const struct story *story, size_t mark, struct pl_text *text)
{
    char time[PL_NUMBER_SIZE];

    pl_time_format(story->context, story->course->marks[mark], time);
    pl_text_format(text, " by %s", time);
}

/* " (and 2 more)": of those that go one way, when they are more than are ever named. */
static void
put_more(size_t n, size_t n_named, struct pl_text *text)
{
    if (n > NAMED) {
        pl_text_format(text, " (and %zu more)", n - n_named);
    }
}

/* " while S6K pT389 falls to 3 %", with a time of its own where that is not nearly all
 * there at the mark. */
static void
put_other(struct story *story, size_t mark, struct pl_text *text)
{
    const bool falls = story->lead->rises;
    const struct change *other = falls ? story->fall : story->rise;

    if (other == NULL) {
        return;
    }
    pl_text_put(text, " while ");
    if (is_nearly_there(story, other, mark)) {
        put_change(story, other, mark, true, text);
    } else {
        mark = time_of(story, other);
        put_change(story, other, mark, true, text);
        put_time(story, mark, text);
    }
    put_more(falls ? story->n_fall : story->n_rise, 1, text);
}

/* "; by 48 h Akt pS473 is back at 102 %" (or "down to 120 %") for a change that did not
 * last. */
static void
put_return(struct story *story, const struct told *told, struct pl_text *text)
{
    const struct change *change = told->change;
    const size_t last = story->course->n_marks - 1;
    const double fold = fold_at(story, change, last);
    const bool is_back = fold >= 1.0 - BACK_WITHIN && fold <= 1.0 + BACK_WITHIN;
    char time[PL_NUMBER_SIZE];

    if (told->mark == last ||
        distance_at(story, change, last) / distance_at(story, change, told->mark) >
            TURNED_BACK) {
        return;
    }
    pl_time_format(story->context, story->course->marks[last], time);
    pl_text_format(text, "; by %s %s is %s ", time, change->label,
                   is_back         ? "back at"
                   : change->rises ? "down to"
                                   : "up to");
    put_percent(fold, text);
    pl_text_put(text, " %");
    put_band(story, change, last, true, text);
}

/* "; not decided, as less than 80 % of the sets agree: ERK pT202/Y204 (0.7 to 1.4) at
 * 24 h". */
static void
put_open(struct story *story, struct pl_text *text)
{
    const size_t n_named = story->n_open < NAMED ? story->n_open : NAMED;
    size_t n = 0;

    if (n_named == 0) {
        return;
    }
    pl_text_format(text, "%s decided, as less than %.0f %% of the %s agree: ",
                   story->lead != NULL ? "; not" : "Not", 100.0 * PL_DECIDED_FROM,
                   story->bands->is_weighted ? "sets' weight" : "sets");
    for (size_t i = 0; i < story->n && n < n_named; i++) {
        const struct change *change = &story->changes[i];
        char time[PL_NUMBER_SIZE];

        if (!change->is_open) {
            continue;
        }
        n++;
        pl_text_put(text, n == 1 ? "" : n == n_named ? " and " : ", ");
        pl_text_put(text, change->label);
        put_band(story, change, change->extreme, false, text);
        pl_time_format(story->context, story->course->marks[change->extreme], time);
        pl_text_format(text, " at %s", time);
    }
    put_more(story->n_open, n_named, text);
}

static void
tell(struct story *story, struct pl_text *text)
{
    const struct change *lead = story->lead;
    struct told list[NAMED] = {{NULL, 0}};
    const size_t n = list_alike(story, list);
    const size_t n_way = lead->rises ? story->n_rise : story->n_fall;

    choose_marks(story, list, n);
    for (size_t i = 0; i < n; i++) {
        const bool ends = i + 1 == n || list[i + 1].mark != list[i].mark;
        const bool follows = i > 0 && list[i - 1].mark == list[i].mark;

        pl_text_put(text, i == 0                            ? ""
                          : i + 1 == n || (ends && follows) ? " and "
                                                            : ", ");
        put_change(story, list[i].change, list[i].mark, i == 0, text);
        if (ends) {
            put_time(story, list[i].mark, text);
        }
    }
    put_more(n_way, n, text);
    put_other(story, list[n - 1].mark, text);
    put_return(story, &list[0], text);
    put_open(story, text);
    pl_text_put(text, ".");
}

/* Nothing to see at the marks; perhaps between them. */
static void
tell_of_none(struct story *story, struct pl_text *text)
{
    const struct pl_timecourse *course = story->course;
    const struct change *widest = NULL;
    double distance = 0.0;
    double fold = 1.0;
    size_t at = 0;
    char time[PL_NUMBER_SIZE];

    for (size_t k = 0; k < course->n_times; k++) {
        for (size_t i = 0; i < story->n; i++) {
            size_t r = story->changes[i].readout;
            double here = pl_timecourse_fold(
                course, course->values[k * course->n_readouts + r], r);
            double size = fabs(log(fmax(here, FLOOR)));

            if (isfinite(here) && size > distance) {
                distance = size;
                widest = &story->changes[i];
                fold = here;
                at = k;
            }
        }
    }
    pl_text_put(text, "No readout shown changes by more than 10 %");
    if (story->bands != NULL) {
        pl_text_format(text, " in at least %.0f %% of %zu sets",
                       100.0 * PL_DECIDED_FROM, story->bands->n_ran);
    }
    if (widest != NULL && (fold >= PL_RISE_FROM || fold <= PL_FALL_FROM)) {
        pl_time_format(story->context, course->times[at], time);
        pl_text_format(text, " at these times; between them %s is at ", widest->label);
        put_percent(fold, text);
        pl_text_put(text, " %");
        pl_text_format(text, " (%s)", time);
    }
    pl_text_put(text, ".");
}

/* Which changes the sentence is about. */
static void
choose_changes(struct story *story)
{
    for (size_t i = 0; i < story->n; i++) {
        const struct change *change = &story->changes[i];

        if ((change->rises || change->falls) && story->lead == NULL) {
            story->lead = change;
        }
        story->n_rise += change->rises ? 1 : 0;
        story->n_fall += change->falls ? 1 : 0;
        story->n_open += change->is_open ? 1 : 0;
        if (change->rises &&
            (story->rise == NULL || change->distance > story->rise->distance)) {
            story->rise = change;
        }
        if (change->falls &&
            (story->fall == NULL || change->distance < story->fall->distance)) {
            story->fall = change;
        }
    }
}

void
pl_summary_tell(const struct pl_context *context, const struct pl_timecourse *course,
                const struct pl_bands *bands, struct pl_text *text)
{
    struct story story = {.context = context, .course = course, .bands = bands};

    if (!course->treated || course->n_marks == 0) {
        return;
    }
    collect(&story);
    choose_changes(&story);
    if (story.lead != NULL) {
        tell(&story, text);
    } else if (story.n_open > 0) {
        put_open(&story, text);
        pl_text_put(text, ".");
    } else if (story.n > 0) {
        tell_of_none(&story, text);
    }
}

void
pl_summary_sentence(const struct pl_context *context,
                    const struct pl_timecourse *timecourse, struct pl_text *text)
{
    pl_summary_tell(context, timecourse, NULL, text);
}
