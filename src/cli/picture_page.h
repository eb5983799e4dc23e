/*
 * picture_page.h - the page of a picture: its texts, and how it is drawn.
 */
#ifndef PL_CLI_PICTURE_PAGE_H
#define PL_CLI_PICTURE_PAGE_H

#include <stddef.h>

#include "base/status.h"
#include "base/text.h"

struct pl_diags;
struct pl_frame;
struct pl_picture;

/** Texts of a template, at most. */
#define PICTURE_PAGE_TEXTS ((size_t)8)

/** Zero it before the first use; the texts may have failed, drawing tells. */
struct picture_page {
    struct pl_text title, subtitle;
    struct pl_text caption; /* empty for none */
    struct pl_text texts[PICTURE_PAGE_TEXTS];
    size_t n_texts;
};

/** The next text, empty: names of axes and the like, in the template's order. */
struct pl_text *picture_page_add(struct picture_page *page);

/** Append what a time axis is called: "time (h)". @param unit  NULL for none */
void picture_page_add_time(struct picture_page *page, const char *unit);

/** The share of the page's height that the caption takes. */
double picture_page_foot(const struct picture_page *page);

/**
 * Is there a page to draw?
 * @param templates  receives the folder of the templates, to be freed
 * @return PL_OK; PL_ERR_NOMEM when a text failed; as data_folder
 */
PL_MUST_USE enum pl_status picture_page_ready(const struct picture_page *page,
                                              struct pl_diags *diags, char **templates);

/**
 * Draw a picture with the texts of the page.
 * @param picture  its template, tables and numbers
 * @return as picture_page_ready and pl_picture_write
 */
PL_MUST_USE enum pl_status picture_page_draw(const struct picture_page *page,
                                             const struct pl_picture *picture,
                                             const char *path, struct pl_diags *diags);

void picture_page_finish(struct picture_page *page);

/** [column] The widest text of a column of texts. */
size_t picture_page_widest(const struct pl_frame *frame, size_t column);

#endif
