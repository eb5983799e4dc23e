/*
 * picture_page.c - the page of a picture: its texts, and how it is drawn.
 */
#include "cli/picture_page.h"

#include <assert.h>
#include <stdbool.h>
#include <stdlib.h>

#include "base/diag.h"
#include "base/frame.h"
#include "cli/cli.h"
#include "out/picture.h"
#include "out/picture_draw.h"

struct pl_text *
picture_page_add(struct picture_page *page)
{
    assert(page->n_texts < PICTURE_PAGE_TEXTS);
    return &page->texts[page->n_texts++];
}

void
picture_page_add_time(struct picture_page *page, const char *unit)
{
    struct pl_text *text = picture_page_add(page);

    pl_text_put(text, "time");
    if (unit != NULL) {
        pl_text_format(text, " (%s)", unit);
    }
}

double
picture_page_foot(const struct picture_page *page)
{
    struct pl_text broken;
    size_t n_lines = 0;

    if (page->caption.size == 0) {
        return 0.0;
    }
    pl_text_init(&broken);
    n_lines = pl_picture_break_caption(pl_text_string(&page->caption), &broken);
    pl_text_finish(&broken);
    return pl_picture_foot(n_lines);
}

enum pl_status
picture_page_ready(const struct picture_page *page, struct pl_diags *diags,
                   char **templates)
{
    bool failed = page->title.failed || page->subtitle.failed || page->caption.failed;

    *templates = NULL;
    for (size_t i = 0; i < page->n_texts; i++) {
        failed = failed || page->texts[i].failed;
    }
    return failed ? pl_diag_no_memory(diags, "the plot")
                  : data_folder("plots", diags, templates);
}

enum pl_status
picture_page_draw(const struct picture_page *page, const struct pl_picture *picture,
                  const char *path, struct pl_diags *diags)
{
    struct pl_picture whole = *picture;
    const char *texts[PICTURE_PAGE_TEXTS];
    char *templates = NULL;
    enum pl_status status = picture_page_ready(page, diags, &templates);

    for (size_t i = 0; i < page->n_texts; i++) {
        texts[i] = pl_text_string(&page->texts[i]);
    }
    whole.title = pl_text_string(&page->title);
    whole.subtitle = pl_text_string(&page->subtitle);
    whole.caption = page->caption.size > 0 ? pl_text_string(&page->caption) : NULL;
    whole.texts = texts;
    whole.n_texts = page->n_texts;
    if (status == PL_OK) {
        status = pl_picture_write(&whole, templates, path, diags);
    }
    free(templates);
    return status;
}

void
picture_page_finish(struct picture_page *page)
{
    pl_text_finish(&page->title);
    pl_text_finish(&page->subtitle);
    pl_text_finish(&page->caption);
    for (size_t i = 0; i < page->n_texts; i++) {
        pl_text_finish(&page->texts[i]);
    }
}

size_t
picture_page_widest(const struct pl_frame *frame, size_t column)
{
    size_t widest = 0;

    for (size_t row = 0; row < frame->n_rows; row++) {
        const size_t width = pl_text_width(frame->columns[column].texts[row]);

        widest = width > widest ? width : widest;
    }
    return widest;
}
