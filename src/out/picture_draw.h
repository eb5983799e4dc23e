/*
 * picture_draw.h - what all pictures share: texts and numbers as gnuplot reads them, and
 * the way from a template and data files to a file with a picture.
 */
#ifndef PL_OUT_PICTURE_DRAW_H
#define PL_OUT_PICTURE_DRAW_H

#include <stddef.h>

#include "base/status.h"
#include "base/text.h"

struct pl_diags;
struct pl_picture;

/** One file that the template reads, beside page.tsv. */
struct pl_picture_file {
    const char *name;    /* a word; the file is NAME.tsv */
    size_t n;            /* n_NAME: how many rows or blocks the template finds there */
    struct pl_text text; /* owned */
};

/** Append a number as gnuplot reads a real one; "nan" for one that is not finite. */
void pl_picture_put_number(double value, struct pl_text *text);

/** Append the n cells of a row of numbers, tabs between them, and a line end. */
void pl_picture_put_row(const double *numbers, size_t n, struct pl_text *text);

/**
 * Append a quoted text of a data file; a blank for an empty one, after which gnuplot 5.4
 * would take the rest of the line for it. Line ends stay; what cannot be shown is '?'.
 */
void pl_picture_put_text(const char *string, struct pl_text *text);

/**
 * Append a caption, broken into lines that fit on the page; of a very long one the end
 * is cut.
 * @param caption  NULL for none
 * @return how many lines
 */
size_t pl_picture_break_caption(const char *caption, struct pl_text *text);

/** The share of the page's height that a caption of so many lines takes. */
double pl_picture_foot(size_t n_lines);

/**
 * Draw, as pl_picture_write does, with these files in the place of picture->tables.
 * @param files  shape (n_files)
 */
PL_MUST_USE enum pl_status pl_picture_draw(const struct pl_picture *picture,
                                           const struct pl_picture_file *files,
                                           size_t n_files, const char *templates,
                                           const char *path, struct pl_diags *diags);

#endif
