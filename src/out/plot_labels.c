/*
 * plot_labels.c - texts in a plot: cut or broken to fit, and moved apart.
 */
#include "out/plot_labels.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/diag.h"
#include "base/text.h"

/* Where a label may be broken. */
#define BLANKS " \t\r\n"

/* Labels that touch, and so move as one. */
struct block {
    double start; /* of the space that its labels leave free below them */
    size_t n;
};

/* The glyph at `string`, which is not empty; a blank for line ends and tabs. */
static struct pl_glyph
next_glyph(const char *string)
{
    struct pl_glyph glyph = pl_text_glyph(string, strlen(string));

    if (*string == '\n' || *string == '\t' || *string == '\r') {
        glyph.shown = " ";
    }
    return glyph;
}

void
pl_plot_put_line(const char *string, size_t columns, struct pl_text *text)
{
    bool is_cut = pl_text_width(string) > columns;
    size_t start = text->size;
    size_t used = is_cut ? 1 : 0; /* for the ellipsis */

    while (*string != '\0') {
        struct pl_glyph glyph = next_glyph(string);

        if (used + glyph.width > columns) {
            break;
        }
        pl_text_add(text, glyph.shown, glyph.n_shown);
        used += glyph.width;
        string += glyph.n_read;
    }
    if (is_cut) {
        while (text->size > start && text->data[text->size - 1] == ' ') {
            text->size--;
        }
        pl_text_put(text, "…");
    }
}

/* Where the first line of a label ends, in bytes: at the last blank that fits. */
static size_t
find_break(const char *label, size_t columns)
{
    size_t at_blank = 0;
    size_t used = 0;
    size_t i = 0;

    while (label[i] != '\0') {
        struct pl_glyph glyph = next_glyph(label + i);

        if (*glyph.shown == ' ') {
            at_blank = i;
        }
        if (used + glyph.width > columns) {
            break;
        }
        used += glyph.width;
        i += glyph.n_read;
    }
    if (i == 0) {
        i = next_glyph(label).n_read; /* too wide, but something has to go */
    }
    return at_blank > 0 ? at_blank : i;
}

/* Append `length` bytes of a label, but for blanks at their end. */
static void
put_part(const char *label, size_t length, struct pl_text *text)
{
    while (label[length - 1] == ' ') {
        length--; /* it does not begin with one */
    }
    for (size_t i = 0; i < length;) {
        struct pl_glyph glyph = next_glyph(label + i);

        pl_text_add(text, glyph.shown, glyph.n_shown);
        i += glyph.n_read;
    }
}

size_t
pl_plot_put_lines(const char *label, size_t columns, size_t most, struct pl_text *text,
                  size_t *width)
{
    size_t n = 0;

    *width = 0;
    label += strspn(label, BLANKS);
    while (*label != '\0') {
        size_t start = 0;
        size_t length = strlen(label);

        pl_text_put(text, n > 0 ? "\n" : "");
        start = text->size;
        n++;
        if (n == most || pl_text_width(label) <= columns) {
            pl_plot_put_line(label, columns, text);
        } else {
            length = find_break(label, columns);
            put_part(label, length, text);
        }
        if (pl_text_width(pl_text_string(text) + start) > *width) {
            *width = pl_text_width(pl_text_string(text) + start);
        }
        label += length;
        label += strspn(label, BLANKS);
    }
    return n;
}

/*
 * With the space that each label needs taken away, labels may touch but not swap: the
 * starts have to ascend. The nearest ascending numbers are means of neighbours that are
 * pooled until no mean is below the one before it (isotonic regression).
 */
enum pl_status
pl_plot_spread(const double *heights, size_t n, struct pl_diags *diags, double *places)
{
    struct block *blocks = calloc(n + 1, sizeof *blocks);
    size_t n_blocks = 0;
    double total = 0.0;
    double scale = 1.0;
    double below = 0.0;
    size_t i = 0;

    if (blocks == NULL) {
        return pl_diag_no_memory(diags, "the labels of a plot");
    }
    for (size_t k = 0; k < n; k++) {
        total += heights[k];
    }
    scale = total > 1.0 ? 1.0 / total : 1.0;
    for (size_t k = 0; k < n; k++) {
        struct block *last = NULL;

        blocks[n_blocks].start = places[k] - (below + heights[k] / 2.0) * scale;
        blocks[n_blocks].n = 1;
        n_blocks++;
        below += heights[k];
        while (n_blocks > 1 &&
               blocks[n_blocks - 1].start < blocks[n_blocks - 2].start) {
            struct block *joined = &blocks[n_blocks - 2];
            size_t count = 0;

            last = &blocks[n_blocks - 1];
            count = joined->n + last->n;
            joined->start =
                (joined->start * (double)joined->n + last->start * (double)last->n) /
                (double)count;
            joined->n = count;
            n_blocks--;
        }
    }
    below = 0.0;
    for (size_t b = 0; b < n_blocks; b++) {
        double highest = 1.0 - total * scale;
        double start = blocks[b].start < highest ? blocks[b].start : highest;

        start = start > 0.0 ? start : 0.0;
        for (size_t k = 0; k < blocks[b].n; k++) {
            places[i] = start + (below + heights[i] / 2.0) * scale;
            below += heights[i];
            i++;
        }
    }
    free(blocks);
    return PL_OK;
}
