/*
 * picture.c - frames as a picture: each a data file of the template.
 */
#include "out/picture.h"

#include <stdlib.h>

#include "base/diag.h"
#include "base/frame.h"
#include "base/text.h"
#include "out/picture_draw.h"

static void
write_frame(const struct pl_frame *frame, struct pl_text *text)
{
    for (size_t i = 0; i < frame->n_rows; i++) {
        for (size_t k = 0; k < frame->n_columns; k++) {
            const struct pl_column *column = &frame->columns[k];

            pl_text_put(text, k > 0 ? "\t" : "");
            if (column->type == PL_COLUMN_TEXT) {
                pl_picture_put_text(column->texts[i], text);
            } else {
                pl_picture_put_number(column->numbers[i], text);
            }
        }
        pl_text_put(text, "\n");
    }
}

enum pl_status
pl_picture_write(const struct pl_picture *picture, const char *templates,
                 const char *path, struct pl_diags *diags)
{
    struct pl_picture_file *files = calloc(picture->n_tables + 1, sizeof *files);
    enum pl_status status = PL_OK;

    if (files == NULL) {
        return pl_diag_no_memory(diags, "the data of a plot");
    }
    for (size_t i = 0; i < picture->n_tables; i++) {
        const struct pl_picture_table *table = &picture->tables[i];

        files[i].name = table->name;
        files[i].n = table->frame->n_rows;
        pl_text_init(&files[i].text);
        write_frame(table->frame, &files[i].text);
    }
    status = pl_picture_draw(picture, files, picture->n_tables, templates, path, diags);
    for (size_t i = 0; i < picture->n_tables; i++) {
        pl_text_finish(&files[i].text);
    }
    free(files);
    return status;
}
