/*
 * compare_labels.c - the labels beside the curves of a comparison: which there are, how
 * large, and where.
 */
#include "cli/compare_drawing.h"

#include <math.h>
#include <stdlib.h>

#include "analysis/compare.h"
#include "analysis/sheet.h"
#include "analysis/therapy.h"
#include "base/diag.h"
#include "base/frame.h"
#include "base/text.h"
#include "out/plot_labels.h"
#include "out/plot_layout.h"

/* [unit] Labels: font sizes, the room of a line, of a character, and around them; as
 * in plot_layout.c. */
#define TAG_SIZE 22.0
#define TAG_SIZE_LEAST 12.0
#define LINE_HEIGHT 1.22
#define MOVED 0.3

/* [-] Labels take this share of a plot and its room at most. */
#define LABEL_SHARE 0.46

/* [column] No label is longer. */
#define MAX_COLUMNS ((size_t)60)

/* A label and where it wants to be. */
struct tag {
    size_t therapy;
    double wish; /* 0 at the bottom axis, 1 at the top */
};

/* A fold inside the axis, on its scale: 0 at the bottom, 1 at the top. */
static double
height_of(const struct compare_drawing *drawing, double fold)
{
    const double inside = fmin(fmax(fold, drawing->y_min), drawing->y_max);

    return log(inside / drawing->y_min) / log(drawing->y_max / drawing->y_min);
}

/* What stands beside a curve: its name, and where there is room since when it is
 * back. */
static void
put_label(const struct compare_drawing *drawing, size_t plot, size_t therapy,
          struct pl_text *text)
{
    const struct pl_compare_answer *answer = compare_answer_of(drawing, plot, therapy);
    const struct pl_comparison *comparison = drawing->comparison;

    pl_plot_put_line(comparison->options.therapies->items[therapy].name,
                     drawing->columns, text);
    if (answer->outcome != PL_OUTCOME_NONE && !compare_is_decided(answer)) {
        pl_text_put(text, ": not decided");
    } else if (pl_comeback_returns(answer->course.kind) && answer->course.time > 0.0) {
        pl_text_put(text,
                    answer->course.kind == PL_COMEBACK_BACK ? ", by " : ", from ");
        pl_comeback_put_time(comparison->context, answer->course.time, text);
    }
}

static bool
has_label(const struct compare_drawing *drawing, size_t plot, size_t therapy)
{
    const struct pl_compare_answer *answer = compare_answer_of(drawing, plot, therapy);

    return answer->outcome != PL_OUTCOME_NONE &&
           (drawing->labels_all || answer->outcome == PL_OUTCOME_RETURNS);
}

/* The most labels beside one plot, and the widest of all. */
static size_t
count_labels(struct compare_drawing *drawing)
{
    size_t most = 0;

    drawing->widest = 0;
    for (size_t p = 0; p < drawing->n_plots; p++) {
        size_t n = 0;

        for (size_t t = 0; t < drawing->comparison->n_therapies; t++) {
            struct pl_text text;
            size_t width = 0;

            if (!has_label(drawing, p, t)) {
                continue;
            }
            pl_text_init(&text);
            put_label(drawing, p, t, &text);
            width = pl_text_width(pl_text_string(&text));
            drawing->widest = width > drawing->widest ? width : drawing->widest;
            pl_text_finish(&text);
            n++;
        }
        most = n > most ? n : most;
    }
    return most;
}

void
compare_choose_labels(struct compare_drawing *drawing, double height)
{
    const double share = LABEL_SHARE * PL_PAGE_WIDTH / (double)drawing->n_columns;
    const double largest = drawing->n_plots == 1 ? TAG_SIZE : 0.8 * TAG_SIZE;

    drawing->columns = MAX_COLUMNS;
    for (int trial = 0; trial < 2; trial++) {
        size_t n = 0;

        drawing->labels_all = trial == 0;
        n = count_labels(drawing);
        drawing->label_size =
            fmin(largest, height / LINE_HEIGHT / (double)(n > 0 ? n : 1));
        if (drawing->label_size >= TAG_SIZE_LEAST) {
            break;
        }
    }
    drawing->label_size = fmax(
        fmin(drawing->label_size, (share - COMPARE_TAG_GAP) / COMPARE_CHARACTER_WIDTH /
                                      (double)(drawing->widest + 1)),
        TAG_SIZE_LEAST);
    drawing->columns = (size_t)((share - COMPARE_TAG_GAP) / COMPARE_CHARACTER_WIDTH /
                                drawing->label_size);
    (void)count_labels(drawing);
}

static int
compare_tags(const void *a, const void *b)
{
    const struct tag *p = a;
    const struct tag *q = b;

    if (p->wish != q->wish) {
        return p->wish < q->wish ? -1 : 1;
    }
    /* The first one above: so it stands in the table, too. */
    return p->therapy < q->therapy ? 1 : -1;
}

/* One row: text; plot, curve, height of the label and of the curve's end, led,
 * returns. */
static void
add_tag(const struct compare_drawing *drawing, size_t plot, const struct tag *tag,
        double place, double line, struct pl_sheet *sheet)
{
    const struct pl_compare_answer *answer =
        compare_answer_of(drawing, plot, tag->therapy);
    const double numbers[] = {
        (double)plot + 1.0,
        (double)tag->therapy + 1.0,
        place,
        tag->wish,
        fabs(place - tag->wish) > MOVED * line ? 1.0 : 0.0,
        answer->outcome == PL_OUTCOME_RETURNS ? 1.0 : 0.0,
    };
    struct pl_text text;

    pl_text_init(&text);
    put_label(drawing, plot, tag->therapy, &text);
    pl_sheet_row(sheet);
    pl_sheet_take(sheet, &text);
    pl_sheet_numbers(sheet, numbers, sizeof numbers / sizeof *numbers);
}

/* The labels of one plot, moved apart. @param line  height of one, as a share */
static enum pl_status
add_tags(const struct compare_drawing *drawing, size_t plot, double line,
         struct pl_sheet *sheet)
{
    const struct pl_comparison *comparison = drawing->comparison;
    const size_t n_all = comparison->n_therapies;
    struct tag *tags = calloc(n_all + 1, sizeof *tags);
    double *heights = calloc(n_all + 1, sizeof *heights);
    double *places = calloc(n_all + 1, sizeof *places);
    size_t n = 0;
    enum pl_status status = PL_OK;

    if (tags == NULL || heights == NULL || places == NULL) {
        status = pl_diag_no_memory(drawing->diags, "the labels of a plot");
        goto done;
    }
    for (size_t t = 0; t < n_all; t++) {
        if (has_label(drawing, plot, t)) {
            tags[n++] = (struct tag){
                t, height_of(drawing,
                             compare_folds_of(drawing, plot, t)[comparison->n_times - 1]
                                 .median)};
        }
    }
    qsort(tags, n, sizeof *tags, compare_tags);
    for (size_t i = 0; i < n; i++) {
        heights[i] = line;
        places[i] = tags[i].wish;
    }
    status = pl_plot_spread(heights, n, drawing->diags, places);
    for (size_t i = 0; i < n && status == PL_OK; i++) {
        add_tag(drawing, plot, &tags[i], places[i], line, sheet);
    }

done:
    free(tags);
    free(heights);
    free(places);
    return status;
}

enum pl_status
compare_make_labels(const struct compare_drawing *drawing, struct pl_frame **out)
{
    static const char *const names[] = {"plot", "curve", "place",
                                        "end",  "led",   "returns"};
    const double line = drawing->label_size * LINE_HEIGHT / drawing->first.height;
    struct pl_sheet sheet = pl_sheet_begin(false, drawing->diags);

    pl_sheet_add_text(&sheet, "text", NULL);
    pl_sheet_add_numbers(&sheet, names, sizeof names / sizeof *names);
    for (size_t p = 0; p < drawing->n_plots && !drawing->is_small; p++) {
        if (sheet.status == PL_OK) {
            sheet.status = add_tags(drawing, p, line, &sheet);
        }
    }
    return pl_sheet_end(&sheet, out);
}
