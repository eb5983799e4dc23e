/*
 * picture.h - frames as a picture, drawn by gnuplot from a template that a user can copy
 * and edit (plots/).
 *
 * No shell takes part, and no text of the user's reaches gnuplot as a command: names and
 * labels travel in data files.
 *
 * What the template finds beside itself: style.gp; a file NAME.tsv for each table, its
 * rows only, tab separated, texts quoted, numbers so that gnuplot reads a real number
 * ("nan" for what there is not); page.tsv with title, subtitle, caption and then `texts`,
 * one on each line (a blank for none). What is set when it is loaded: the terminal, the
 * output, n_NAME (rows) for each table, each of `numbers`, has_caption.
 */
#ifndef PL_OUT_PICTURE_H
#define PL_OUT_PICTURE_H

#include <stddef.h>

#include "base/status.h"

struct pl_diags;
struct pl_frame;

struct pl_picture_table {
    const char *name; /* a word: letters, digits, '_' */
    const struct pl_frame *frame;
};

struct pl_picture_number {
    const char *name; /* a word */
    double value;     /* finite */
};

struct pl_picture {
    const char *template_name; /* "explain.gp", in the folder of templates */
    const char *title, *subtitle;
    const char *caption;      /* NULL for none: a long one is broken into lines */
    const char *const *texts; /* shape (n_texts): axis labels and the like */
    size_t n_texts;
    const struct pl_picture_table *tables; /* shape (n_tables) */
    size_t n_tables;
    const struct pl_picture_number *numbers; /* shape (n_numbers) */
    size_t n_numbers;
};

/**
 * Before any work: is gnuplot there, is the file's ending one of .svg, .png, .pdf?
 * @return PL_OK; PL_ERR_TOOL with a hint how to install it; PL_ERR_OPTION for the ending
 */
PL_MUST_USE enum pl_status pl_picture_check(const char *path, struct pl_diags *diags);

/**
 * Draw. The file appears only when gnuplot succeeded, after 30 s at most.
 * @param templates  the folder with the template and style.gp
 * @return PL_OK; as pl_picture_check; PL_ERR_TOOL with gnuplot's own message; PL_ERR_IO,
 *         PL_ERR_SYNTAX when a template cannot be read; PL_ERR_NOMEM
 */
PL_MUST_USE enum pl_status pl_picture_write(const struct pl_picture *picture,
                                            const char *templates, const char *path,
                                            struct pl_diags *diags);

#endif
