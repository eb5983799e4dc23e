/*
 * sheet.c - a frame while it is written.
 */
#include "analysis/sheet.h"

#include <stdarg.h>
#include <string.h>

#include "base/diag.h"
#include "base/text.h"

struct pl_sheet
pl_sheet_begin(bool bands, struct pl_diags *diags)
{
    struct pl_sheet sheet = {.bands = bands, .diags = diags};

    sheet.status = pl_frame_create(diags, &sheet.frame);
    return sheet;
}

enum pl_status
pl_sheet_end(struct pl_sheet *sheet, struct pl_frame **out)
{
    *out = NULL;
    if (sheet->status != PL_OK) {
        pl_frame_destroy(sheet->frame);
    } else {
        *out = sheet->frame;
    }
    sheet->frame = NULL;
    return sheet->status;
}

/* The name without the unit at its end: "time_h" is "time", "slope_per_h" is "slope". */
static void
put_label(const char *name, const char *unit, struct pl_text *label)
{
    static const char *const before[] = {"_per_", "_"};
    const bool is_rate = unit != NULL && strncmp(unit, "1/", 2) == 0;
    const char *end = unit == NULL ? "" : is_rate ? unit + 2 : unit;
    const char *sign = before[is_rate ? 0 : 1];
    const size_t length = strlen(name);
    const size_t cut = unit == NULL ? 0 : strlen(sign) + strlen(end);
    const char *tail = name + (length > cut ? length - cut : length);

    if (cut > 0 && strncmp(tail, sign, strlen(sign)) == 0 &&
        strcmp(tail + strlen(sign), end) == 0) {
        pl_text_add(label, name, (size_t)(tail - name));
    } else {
        pl_text_put(label, name);
    }
}

void
pl_sheet_add(struct pl_sheet *sheet, enum pl_column_type type, const char *unit,
             const char *format, ...)
{
    struct pl_text name;
    struct pl_text label;
    va_list arguments;

    pl_text_init(&name);
    pl_text_init(&label);
    va_start(arguments, format);
    pl_text_vformat(&name, format, arguments);
    va_end(arguments);
    put_label(pl_text_string(&name), unit, &label);
    if (sheet->status == PL_OK) {
        sheet->status =
            name.failed || label.failed
                ? pl_diag_no_memory(sheet->diags, "a table")
                : pl_frame_add_column(sheet->frame, pl_text_string(&name),
                                      pl_text_string(&label), unit, type, sheet->diags);
    }
    pl_text_finish(&name);
    pl_text_finish(&label);
}

void
pl_sheet_add_text(struct pl_sheet *sheet, const char *name, const char *label)
{
    if (sheet->status == PL_OK) {
        sheet->status = pl_frame_add_column(sheet->frame, name, label, NULL,
                                            PL_COLUMN_TEXT, sheet->diags);
    }
}

void
pl_sheet_add_numbers(struct pl_sheet *sheet, const char *const *names, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        pl_sheet_add(sheet, PL_COLUMN_NUMBER, NULL, "%s", names[i]);
    }
}

void
pl_sheet_add_band(struct pl_sheet *sheet, const char *name, const char *suffix,
                  const char *unit)
{
    static const char *const ends[] = {"_median", "_p05", "_p95"};

    for (size_t k = 0; k < (sheet->bands ? 3 : 1); k++) {
        pl_sheet_add(sheet, PL_COLUMN_NUMBER, unit, "%s%s%s", name, suffix,
                     sheet->bands ? ends[k] : "");
    }
}

void
pl_sheet_row(struct pl_sheet *sheet)
{
    if (sheet->status == PL_OK) {
        sheet->status = pl_frame_add_row(sheet->frame, sheet->diags);
    }
    sheet->column = 0;
}

void
pl_sheet_number(struct pl_sheet *sheet, double number)
{
    if (sheet->status == PL_OK) {
        struct pl_column *column = &sheet->frame->columns[sheet->column++];

        column->numbers[sheet->frame->n_rows - 1] = number;
    }
}

void
pl_sheet_numbers(struct pl_sheet *sheet, const double *numbers, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        pl_sheet_number(sheet, numbers[i]);
    }
}

void
pl_sheet_text(struct pl_sheet *sheet, const char *text)
{
    if (sheet->status == PL_OK) {
        sheet->status = pl_frame_set_text(sheet->frame, sheet->frame->n_rows - 1,
                                          sheet->column++, text, sheet->diags);
    }
}

void
pl_sheet_band(struct pl_sheet *sheet, struct pl_band band)
{
    pl_sheet_number(sheet, band.median);
    if (sheet->bands) {
        pl_sheet_number(sheet, band.low);
        pl_sheet_number(sheet, band.high);
    }
}

void
pl_sheet_take(struct pl_sheet *sheet, struct pl_text *text)
{
    if (text->failed && sheet->status == PL_OK) {
        sheet->status = pl_diag_no_memory(sheet->diags, "a table");
    }
    pl_sheet_text(sheet, pl_text_string(text));
    pl_text_finish(text);
}
