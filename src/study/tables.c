/*
 * tables.c - the tables beside a model: where they stand, and what their cells say.
 */
#include "study/tables.h"

#include <string.h>

#include "base/frame.h"
#include "base/index.h"
#include "base/text.h"

static const char *const endings[PL_N_TABLES] = {
    [PL_TABLE_CELLS] = "cells", [PL_TABLE_VARIANTS] = "variants",
    [PL_TABLE_DRUGS] = "drugs", [PL_TABLE_TREATMENTS] = "treatments",
    [PL_TABLE_EDGES] = "edges",
    [PL_TABLE_PARAMETERS] = "parameters",
};

const char *
pl_table_name(enum pl_table table)
{
    return table == PL_TABLE_EDGES ? "feedback edges" : endings[table];
}

char *
pl_table_path(const char *model, enum pl_table table)
{
    const char *slash = strrchr(model, '/');
    const char *file = slash != NULL ? slash + 1 : model;
    const char *dot = strrchr(file, '.');
    struct pl_text text;

    if (dot == NULL || dot == file) {
        dot = file + strlen(file);
    }
    pl_text_init(&text);
    pl_text_add(&text, model, (size_t)(dot - model));
    pl_text_format(&text, ".%s.tsv", endings[table]);
    if (text.failed) {
        pl_text_finish(&text);
        return NULL;
    }
    return text.data; /* taken: the text is not finished */
}

bool
pl_table_is_label(const char *column)
{
    return strcmp(column, PL_CONDITION_ID) == 0 ||
           strcmp(column, PL_CONDITION_NAME) == 0;
}

const char *
pl_table_row_id(const struct pl_frame *table, size_t row)
{
    return table->columns[pl_frame_find(table, PL_CONDITION_ID)].texts[row];
}

const char *
pl_table_text(const struct pl_frame *table, const char *column, size_t row)
{
    const size_t c = pl_frame_find(table, column);

    return c != PL_NONE ? table->columns[c].texts[row] : "";
}
