/*
 * frame_text.c - frames as text that programs read: CSV, TSV, Markdown, JSON.
 */
#include "out/frame_text.h"

#include <math.h>
#include <string.h>
#include <strings.h>

#include "base/diag.h"
#include "base/frame.h"
#include "base/number.h"
#include "base/text.h"
#include "out/json.h"

/* Significant digits in a table that is pasted into a text. */
#define MD_DIGITS 4

const char *const pl_frame_format_words[] = {
    [PL_FRAME_CSV] = "csv",   [PL_FRAME_TSV] = "tsv",      [PL_FRAME_MD] = "md",
    [PL_FRAME_JSON] = "json", [PL_N_FRAME_FORMATS] = NULL,
};

/* RFC 4180: quoted where it has to be, quotes inside doubled. */
static void
put_csv_text(const char *cell, struct pl_text *text)
{
    if (strpbrk(cell, ",\"\r\n") == NULL) {
        pl_text_put(text, cell);
        return;
    }
    pl_text_put(text, "\"");
    for (const char *p = cell; *p != '\0'; p++) {
        pl_text_add(text, p, 1);
        if (*p == '"') {
            pl_text_put(text, "\"");
        }
    }
    pl_text_put(text, "\"");
}

/* `replaced` are the characters that become a blank. */
static void
put_on_one_line(const char *cell, const char *replaced, struct pl_text *text)
{
    while (*cell != '\0') {
        size_t length = strcspn(cell, replaced);

        pl_text_add(text, cell, length);
        cell += length;
        if (*cell != '\0') {
            pl_text_put(text, " ");
            cell++;
        }
    }
}

/* A pipe would end the cell, a backslash could undo the one before a pipe. */
static void
put_md_text(const char *cell, struct pl_text *text)
{
    while (*cell != '\0') {
        size_t length = strcspn(cell, "|\\\r\n");

        pl_text_add(text, cell, length);
        cell += length;
        if (*cell == '|' || *cell == '\\') {
            pl_text_put(text, "\\");
            pl_text_add(text, cell, 1);
            cell++;
        } else if (*cell != '\0') {
            pl_text_put(text, " ");
            cell++;
        }
    }
}

static void
put_text(const char *cell, enum pl_frame_format format, struct pl_text *text)
{
    if (format == PL_FRAME_CSV) {
        put_csv_text(cell, text);
    } else if (format == PL_FRAME_TSV) {
        put_on_one_line(cell, "\t\r\n", text);
    } else {
        put_md_text(cell, text);
    }
}

static void
put_number(double value, enum pl_frame_format format, struct pl_text *text)
{
    char number[PL_NUMBER_SIZE];

    if (isnan(value)) {
        return; /* an empty cell */
    }
    if (format == PL_FRAME_MD) {
        pl_number_round(value, MD_DIGITS, number);
    } else {
        pl_number_format(value, number);
    }
    pl_text_put(text, number);
}

static void
put_cell(const struct pl_column *column, size_t row, enum pl_frame_format format,
         struct pl_text *text)
{
    if (column->type == PL_COLUMN_NUMBER) {
        put_number(column->numbers[row], format, text);
    } else {
        put_text(column->texts[row], format, text);
    }
}

static void
write_delimited(const struct pl_frame *frame, enum pl_frame_format format,
                struct pl_text *text)
{
    const char *separator = format == PL_FRAME_CSV ? "," : "\t";

    for (size_t c = 0; c < frame->n_columns; c++) {
        pl_text_put(text, c > 0 ? separator : "");
        put_text(frame->columns[c].name, format, text);
    }
    pl_text_put(text, "\n");
    for (size_t row = 0; row < frame->n_rows && !text->failed; row++) {
        size_t start = text->size;

        for (size_t c = 0; c < frame->n_columns; c++) {
            pl_text_put(text, c > 0 ? separator : "");
            put_cell(&frame->columns[c], row, format, text);
        }
        if (format == PL_FRAME_CSV && text->size == start) {
            pl_text_put(text, "\"\""); /* readers drop an empty line */
        }
        pl_text_put(text, "\n");
    }
}

static void
write_md(const struct pl_frame *frame, struct pl_text *text)
{
    for (size_t c = 0; c < frame->n_columns; c++) {
        const struct pl_column *column = &frame->columns[c];

        pl_text_put(text, "| ");
        put_md_text(column->label, text);
        if (column->unit[0] != '\0') {
            pl_text_put(text, column->label[0] != '\0' ? " (" : "(");
            put_md_text(column->unit, text);
            pl_text_put(text, ")");
        }
        pl_text_put(text, " ");
    }
    pl_text_put(text, "|\n");
    for (size_t c = 0; c < frame->n_columns; c++) {
        pl_text_put(text,
                    frame->columns[c].type == PL_COLUMN_NUMBER ? "| ---: " : "| --- ");
    }
    pl_text_put(text, "|\n");
    for (size_t row = 0; row < frame->n_rows && !text->failed; row++) {
        for (size_t c = 0; c < frame->n_columns; c++) {
            pl_text_put(text, "| ");
            put_cell(&frame->columns[c], row, PL_FRAME_MD, text);
            pl_text_put(text, " ");
        }
        pl_text_put(text, "|\n");
    }
}

static void
write_json(const struct pl_frame *frame, struct pl_text *text)
{
    pl_text_put(text, "{\n  \"columns\": [");
    for (size_t c = 0; c < frame->n_columns; c++) {
        const struct pl_column *column = &frame->columns[c];

        pl_text_put(text, c > 0 ? ",\n    {\"name\": " : "\n    {\"name\": ");
        pl_json_string(column->name, text);
        pl_text_put(text, ", \"label\": ");
        pl_json_string(column->label, text);
        pl_text_put(text, ", \"unit\": ");
        pl_json_string(column->unit, text);
        pl_text_put(text, "}");
    }
    pl_text_put(text, frame->n_columns > 0 ? "\n  ],\n" : "],\n");
    pl_text_put(text, "  \"rows\": [");
    for (size_t row = 0; row < frame->n_rows && !text->failed; row++) {
        pl_text_put(text, row > 0 ? ",\n    [" : "\n    [");
        for (size_t c = 0; c < frame->n_columns; c++) {
            const struct pl_column *column = &frame->columns[c];

            pl_text_put(text, c > 0 ? ", " : "");
            if (column->type == PL_COLUMN_NUMBER) {
                pl_json_number(column->numbers[row], text);
            } else {
                pl_json_string(column->texts[row], text);
            }
        }
        pl_text_put(text, "]");
    }
    pl_text_put(text, frame->n_rows > 0 ? "\n  ]\n}\n" : "]\n}\n");
}

enum pl_frame_format
pl_frame_format_of_path(const char *path)
{
    const char *slash = strrchr(path, '/');
    const char *dot = strrchr(slash != NULL ? slash + 1 : path, '.');

    for (int i = 0; i < PL_N_FRAME_FORMATS; i++) {
        if (dot != NULL && strcasecmp(dot + 1, pl_frame_format_words[i]) == 0) {
            return (enum pl_frame_format)i;
        }
    }
    return PL_FRAME_CSV;
}

enum pl_status
pl_frame_write(const struct pl_frame *frame, enum pl_frame_format format,
               struct pl_diags *diags, struct pl_text *text)
{
    switch (format) {
    case PL_FRAME_CSV:
    case PL_FRAME_TSV:
        write_delimited(frame, format, text);
        break;
    case PL_FRAME_MD:
        write_md(frame, text);
        break;
    case PL_FRAME_JSON:
    default:
        write_json(frame, text);
        break;
    }
    if (text->failed) {
        return pl_diag_no_memory(diags, "a table as text");
    }
    return PL_OK;
}
