/*
 * compare_legend.c - the legend of small plots: which treatments let a readout come
 * back, in how many plots, and when.
 */
#include "cli/compare_drawing.h"

#include <math.h>
#include <string.h>

#include "analysis/compare.h"
#include "analysis/sheet.h"
#include "analysis/therapy.h"
#include "base/text.h"
#include "cli/arms_plan.h"
#include "out/plot_labels.h"
#include "out/plot_layout.h"
#include "study/times.h"

/* [unit] Fonts of a legend. */
#define LARGEST 17.0
#define SMALLEST 11.0

/* [font] Heights of the heading, of an entry, and of its second line. */
#define HEADING 1.8
#define FIRST_LINE 1.45
#define NEXT_LINE 1.05

/* [-] The second line is smaller. */
#define NOTE_SIZE 0.88

/* [unit] A piece of curve before a name. */
#define SAMPLE 54.0

/* How a treatment does in all plots. */
struct record {
    size_t n_plots; /* with a fold */
    size_t n_back, n_undecided;
    double first, last; /* [model time] of the returns */
    bool has_dot;
};

/* How the legend is set. */
struct setting {
    double size;    /* [unit] font */
    bool has_notes; /* a second line: where and when */
    size_t n_columns;
};

/* Where the next line stands. */
struct place {
    const struct compare_box *box;
    const struct setting *setting;
    size_t column;
    double down; /* [unit] from the top */
};

static struct record
record_of(const struct compare_drawing *drawing, size_t therapy)
{
    struct record record = {.first = INFINITY, .last = -INFINITY};

    for (size_t p = 0; p < drawing->n_plots; p++) {
        const struct pl_compare_answer *answer = compare_answer_of(drawing, p, therapy);

        record.n_plots += answer->outcome != PL_OUTCOME_NONE ? 1 : 0;
        if (answer->outcome != PL_OUTCOME_NONE && !compare_is_decided(answer)) {
            record.n_undecided++;
        } else if (answer->outcome == PL_OUTCOME_RETURNS) {
            record.n_back++;
            if (isfinite(answer->course.time)) {
                record.first = fmin(record.first, answer->course.time);
                record.last = fmax(record.last, answer->course.time);
            }
        }
        record.has_dot = record.has_dot || compare_has_dot(drawing, p, therapy);
    }
    return record;
}

/* True where a curve is drawn as one that returns. */
static bool
is_named(const struct compare_drawing *drawing, size_t therapy)
{
    for (size_t p = 0; p < drawing->n_plots; p++) {
        if (compare_answer_of(drawing, p, therapy)->outcome == PL_OUTCOME_RETURNS) {
            return true;
        }
    }
    return false;
}

/* "41 to 68 min", "3.1 to 20 h", "44 min to 1.2 h" */
static void
put_span(const struct compare_drawing *drawing, const struct record *record,
         struct pl_text *text)
{
    const struct pl_context *context = drawing->comparison->context;
    struct pl_text first;
    struct pl_text last;
    const char *unit = NULL;
    const char *end = NULL;

    pl_text_init(&first);
    pl_text_init(&last);
    pl_comeback_put_time(context, record->first, &first);
    pl_comeback_put_time(context, record->last, &last);
    unit = strchr(pl_text_string(&first), ' ');
    end = strchr(pl_text_string(&last), ' ');
    if (strcmp(pl_text_string(&first), pl_text_string(&last)) != 0) {
        const size_t length = unit != NULL && end != NULL && strcmp(unit, end) == 0
                                  ? (size_t)(unit - pl_text_string(&first))
                                  : first.size;

        pl_text_add(text, pl_text_string(&first), length);
        pl_text_put(text, " to ");
    }
    pl_text_put(text, pl_text_string(&last));
    text->failed = text->failed || first.failed || last.failed;
    pl_text_finish(&first);
    pl_text_finish(&last);
}

/* "5 of 7 · 3.1 to 20 h" */
static void
put_note(const struct compare_drawing *drawing, const struct record *record,
         struct pl_text *text)
{
    pl_text_format(text, "%zu of %zu", record->n_back, record->n_plots);
    if (isfinite(record->first)) {
        pl_text_put(text, " · ");
        put_span(drawing, record, text);
    }
    if (record->n_undecided > 0) {
        pl_text_format(text, " · %zu not decided", record->n_undecided);
    }
}

/* Entries: how many, and the longest line among them. */
static size_t
count_entries(const struct compare_drawing *drawing, bool has_notes, size_t *widest)
{
    const struct pl_therapies *therapies = drawing->comparison->options.therapies;
    size_t n = 0;

    for (size_t t = 0; t < therapies->n; t++) {
        struct pl_text note;
        size_t width = 0;

        if (!is_named(drawing, t)) {
            continue;
        }
        n++;
        pl_text_init(&note);
        if (has_notes) {
            const struct record record = record_of(drawing, t);

            put_note(drawing, &record, &note);
        }
        width = pl_text_width(therapies->items[t].name);
        *widest = width > *widest ? width : *widest;
        width = pl_text_width(pl_text_string(&note));
        *widest = width > *widest ? width : *widest;
        pl_text_finish(&note);
    }
    return n;
}

static double
entry_height(const struct setting *setting)
{
    return setting->size * (FIRST_LINE + (setting->has_notes ? NEXT_LINE : 0.0));
}

/* Go to the next column where there is no room for so much. @return false: no column */
static bool
make_room(struct place *place, double height)
{
    if (place->down + height > place->box->height) {
        place->column++;
        place->down = 0.0;
    }
    return place->column < place->setting->n_columns;
}

/* True when heading, entries and the line for the others have room. */
static bool
all_fit(const struct compare_box *box, const struct setting *setting, size_t n)
{
    const double entry = entry_height(setting);
    struct place place = {box, setting, 0, HEADING * setting->size};
    bool fits = true;

    for (size_t i = 0; i <= n && fits; i++) {
        const double height = i < n ? entry : FIRST_LINE * setting->size;

        fits = make_room(&place, height);
        place.down += height;
    }
    return fits;
}

/* The largest font with which all entries fit, at first with notes. */
static struct setting
choose_setting(const struct compare_drawing *drawing)
{
    const struct compare_box *box = &drawing->legend;
    struct setting setting = {0};

    for (int trial = 0; trial < 2; trial++) {
        size_t widest = 16;
        size_t n = 0;

        setting.has_notes = trial == 0;
        n = count_entries(drawing, setting.has_notes, &widest);
        for (setting.size = LARGEST; setting.size >= SMALLEST; setting.size -= 0.5) {
            const double width =
                SAMPLE + COMPARE_CHARACTER_WIDTH * setting.size * (double)(widest + 1);

            setting.n_columns = (size_t)floor(box->width / width);
            if (all_fit(box, &setting, n)) {
                return setting;
            }
        }
    }
    setting.size = SMALLEST;
    setting.n_columns = setting.n_columns > 0 ? setting.n_columns : 1;
    return setting;
}

/* A line of the legend: kind and style as in the table. */
struct line {
    double kind, style;
    bool has_dot, is_note;
    double height; /* [font] */
};

/* @param text  is finished */
static void
add_line(struct place *place, const struct line *line, struct pl_text *text,
         struct pl_sheet *sheet)
{
    const struct setting *setting = place->setting;
    const double width = place->box->width / (double)setting->n_columns;
    const double size = setting->size * (line->is_note ? NOTE_SIZE : 1.0);
    const double height = line->height * setting->size;
    const double x = place->box->left + width * (double)place->column;
    const double y =
        place->box->bottom + place->box->height - place->down -
        0.5 * FIRST_LINE * setting->size +
        (line->is_note ? 0.5 * (FIRST_LINE - NEXT_LINE) * setting->size : 0.0);
    const double before = line->kind > 0.0 || line->is_note ? SAMPLE : 0.0;
    const double numbers[] = {
        line->kind,         line->style, line->has_dot ? 1.0 : 0.0, x / PL_PAGE_WIDTH,
        y / PL_PAGE_HEIGHT, size,        line->is_note ? 1.0 : 0.0};
    struct pl_text cut;

    pl_text_init(&cut);
    pl_plot_put_line(pl_text_string(text),
                     (size_t)((width - before) / (COMPARE_CHARACTER_WIDTH * size)),
                     &cut);
    cut.failed = cut.failed || text->failed;
    pl_text_finish(text);
    pl_sheet_row(sheet);
    pl_sheet_take(sheet, &cut);
    pl_sheet_numbers(sheet, numbers, sizeof numbers / sizeof *numbers);
    place->down += height;
}

/* What a plot is one of. */
static const char *
word_for_plots(const struct compare_drawing *drawing)
{
    return drawing->comparison->n_readouts > 1 ? "plots"
           : drawing->plan->n_variants == 1    ? "cells"
           : drawing->plan->n_cells == 1       ? "variants"
                                               : "plots";
}

/* One that returns in some plot. @return false where there is no room for it, and for a
 * line that says so */
static bool
add_entry(const struct compare_drawing *drawing, size_t therapy, struct place *place,
          struct pl_sheet *sheet)
{
    const struct setting *setting = place->setting;
    const struct record record = record_of(drawing, therapy);
    const struct line name = {1.0, (double)drawing->styles[therapy], record.has_dot,
                              false, FIRST_LINE};
    const struct line note = {.is_note = true, .height = NEXT_LINE};
    const bool is_last = place->column + 1 == setting->n_columns;
    struct pl_text text;

    if (is_last && place->down + entry_height(setting) + FIRST_LINE * setting->size >
                       place->box->height) {
        return false;
    }
    (void)make_room(place, entry_height(setting));
    pl_text_init(&text);
    pl_text_put(&text, drawing->comparison->options.therapies->items[therapy].name);
    add_line(place, &name, &text, sheet);
    if (setting->has_notes) {
        put_note(drawing, &record, &text);
        add_line(place, &note, &text, sheet);
    }
    return true;
}

static void
add_entries(const struct compare_drawing *drawing, const struct setting *setting,
            struct pl_sheet *sheet)
{
    const size_t n = drawing->comparison->n_therapies;
    const struct line words = {.height = FIRST_LINE};
    const struct line others = {.kind = 2.0, .style = 1.0, .height = FIRST_LINE};
    struct place place = {&drawing->legend, setting, 0, 0.0};
    struct pl_text text;
    size_t n_more = 0;
    size_t n_others = 0;

    pl_text_init(&text);
    pl_text_format(&text, "back or risen: %s%s", word_for_plots(drawing),
                   setting->has_notes ? ", since" : "");
    add_line(&place, &(struct line){.height = HEADING}, &text, sheet);
    for (size_t t = 0; t < n; t++) {
        if (!is_named(drawing, t)) {
            n_others++;
        } else if (n_more > 0 || !add_entry(drawing, t, &place, sheet)) {
            n_more++;
        }
    }
    if (n_more > 0) {
        pl_text_format(&text, "%zu more that return", n_more);
        add_line(&place, &words, &text, sheet);
    } else if (n_others > 0) {
        pl_text_format(&text, "not back: %zu%s", n_others,
                       n_others < n ? n_others > 1 ? " others" : " other" : "");
        (void)make_room(&place, FIRST_LINE * setting->size);
        add_line(&place, &others, &text, sheet);
    }
}

enum pl_status
compare_make_legend(const struct compare_drawing *drawing, struct pl_frame **out)
{
    static const char *const names[] = {"kind", "style", "point", "x",
                                        "y",    "size",  "note"};
    struct pl_sheet sheet = pl_sheet_begin(false, drawing->diags);

    pl_sheet_add_text(&sheet, "text", NULL);
    pl_sheet_add_numbers(&sheet, names, sizeof names / sizeof *names);
    if (drawing->is_small) {
        const struct setting setting = choose_setting(drawing);

        add_entries(drawing, &setting, &sheet);
    }
    return pl_sheet_end(&sheet, out);
}
