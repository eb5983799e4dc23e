/*
 * show_table.c - the terms of a symbol as a table on the terminal.
 */
#include "cli/show_view.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/terms.h"
#include "base/diag.h"
#include "base/frame.h"
#include "base/number.h"
#include "base/text.h"
#include "base/units.h"
#include "cli/cli.h"
#include "model/model.h"
#include "out/frame_text.h"
#include "out/table.h"
#include "study/context.h"
#include "study/summary.h"
#include "study/times.h"

/* [-] A net rate below this share of gains and losses has no digit of theirs left. */
#define NO_DIGIT 0.5e-4

/* [column] Of a formula below its numbers. */
#define FORMULA_INDENT 4

/* The columns of a treated run, one for each of two states, and the formula. */
#define MOST_COLUMNS 7

static const struct pl_symbol *
symbol_of(const struct show_view *view)
{
    return &view->terms->context->model->symbols[view->terms->symbol];
}

void
show_put_number(double value, struct pl_text *text)
{
    char number[PL_NUMBER_SIZE];

    if (isnan(value)) {
        pl_text_put(text, "–");
        return;
    }
    pl_number_round(value, SHOW_DIGITS, number);
    pl_text_put(text, number);
}

static void
put_share(double share, struct pl_text *text)
{
    if (isnan(share)) {
        return;
    }
    pl_text_format(text, share > 0.0 && share < 0.005 ? "<1 %%" : "%.0f %%",
                   100.0 * share);
}

void
show_put_band(struct pl_band band, bool is_band, void (*put)(double, struct pl_text *),
              struct pl_text *text)
{
    put(band.median, text);
    if (is_band && !isnan(band.median)) {
        pl_text_put(text, " (");
        put(band.low, text);
        pl_text_put(text, " to ");
        put(band.high, text);
        pl_text_put(text, ")");
    }
}

enum cell { CELL_NAME, CELL_AMOUNT, CELL_SHARE, CELL_FOLD, CELL_FORMULA };

/* How much goes into the table: less and less, until a line fits. */
enum form {
    FORM_WHOLE,  /* everything on one line */
    FORM_BELOW,  /* formulas stand below their numbers */
    FORM_MEDIAN, /* and of amounts there is no band */
    N_FORMS
};

/* One column of the table on the terminal. */
struct column {
    enum cell cell;
    enum pl_terms_column state;
    bool is_band;
};

static const char *
row_name(const struct show_view *view, size_t k)
{
    static const char *const totals[PL_TERMS_N_TOTALS] = {
        [PL_TERMS_GAIN] = "all gains",
        [PL_TERMS_LOSS] = "all losses",
        [PL_TERMS_NET] = "net",
        [PL_TERMS_VALUE] = "",
    };
    const struct pl_terms *terms = view->terms;

    if (k == terms->n + PL_TERMS_VALUE) {
        return symbol_of(view)->label;
    }
    if (k >= terms->n) {
        return totals[k - terms->n];
    }
    return terms->kind == PL_TERMS_RATE
               ? view->terms->context->model->symbols[terms->terms[k].source].name
           : terms->kind == PL_TERMS_PRODUCT ? "factor"
                                             : "term";
}

/* A net rate is what is left of gains and losses: only digits of theirs count. */
static struct pl_band
amount_of(const struct show_view *view, size_t k, enum pl_terms_column state)
{
    const struct pl_terms_row *rows = view->numbers->rows;
    const size_t n = view->terms->n;
    struct pl_band band = rows[k].amount[state];

    if (k == n + PL_TERMS_NET) {
        const double size = fmax(rows[n + PL_TERMS_GAIN].amount[state].median,
                                 -rows[n + PL_TERMS_LOSS].amount[state].median);
        double *const numbers[] = {&band.low, &band.median, &band.high};

        for (size_t i = 0; i < 3; i++) {
            *numbers[i] = fabs(*numbers[i]) < NO_DIGIT * size ? 0.0 : *numbers[i];
        }
    }
    return band;
}

static void
put_cell(const struct show_view *view, struct column column, size_t k,
         struct pl_text *text)
{
    const struct pl_terms_row *row = &view->numbers->rows[k];
    switch (column.cell) {
    case CELL_NAME:
        pl_text_put(text, row_name(view, k));
        break;
    case CELL_AMOUNT:
        show_put_band(amount_of(view, k, column.state), column.is_band, show_put_number,
                      text);
        break;
    case CELL_SHARE:
        put_share(row->share[column.state].median, text);
        break;
    case CELL_FOLD:
        if (k != view->terms->n + PL_TERMS_NET) {
            show_put_band(row->fold, column.is_band, pl_summary_put_fold, text);
        }
        break;
    case CELL_FORMULA:
        if (k < view->terms->n) {
            pl_term_print(&view->terms->terms[k], text);
        }
        break;
    }
}

/* Rows in the order in which they are read: gains, losses, what is left, the level. */
static size_t
order_rows(const struct show_view *view, size_t *order)
{
    const struct pl_terms *terms = view->terms;
    const bool is_rate = terms->kind == PL_TERMS_RATE;
    size_t n = 0;

    for (size_t pass = 0; pass < 2; pass++) {
        size_t n_side = 0;

        for (size_t k = 0; k < terms->n; k++) {
            if (!is_rate ? pass == 0 : terms->terms[k].negative == (pass == 1)) {
                order[n++] = k;
                n_side++;
            }
        }
        if (is_rate && n_side > 1) {
            order[n++] = terms->n + (pass == 0 ? PL_TERMS_GAIN : PL_TERMS_LOSS);
        }
    }
    if (is_rate) {
        order[n++] = terms->n + PL_TERMS_NET;
    }
    order[n++] = terms->n + PL_TERMS_VALUE;
    return n;
}

/* "per min": what rates are per. */
static void
put_unit(const struct show_view *view, struct pl_text *text)
{
    const double time_unit = view->terms->context->model->time_unit;
    const char *unit = symbol_of(view)->unit;
    const char *word = "";

    if (symbol_of(view)->kind == PL_SYMBOL_REACTION ||
        view->terms->kind == PL_TERMS_RATE) {
        const double five = isfinite(time_unit) ? 5.0 * time_unit : NAN;

        /* five units are told in that unit, where it has a word of its own */
        if (isfinite(five) && pl_duration_best_unit(five, &word) != time_unit) {
            word = "";
        }
        pl_text_format(text, "%s%sper %s", unit != NULL ? unit : "",
                       unit != NULL ? " " : "",
                       word[0] != '\0' ? word : "unit of time");
    } else if (unit != NULL) {
        pl_text_put(text, unit);
    }
}

static enum pl_status
add_column(const struct show_view *view, struct column column, struct pl_frame *frame)
{
    struct pl_text label;
    char time[PL_NUMBER_SIZE];
    enum pl_status status = PL_OK;

    pl_text_init(&label);
    pl_time_format(view->terms->context, view->numbers->time, time);
    switch (column.cell) {
    case CELL_NAME:
        put_unit(view, &label);
        break;
    case CELL_AMOUNT:
        pl_text_put(&label, column.state == PL_TERMS_UNTREATED ? "untreated" : time);
        break;
    case CELL_SHARE:
        pl_text_put(&label, "share");
        break;
    case CELL_FOLD:
        pl_text_put(&label, "fold");
        break;
    case CELL_FORMULA:
        break;
    }
    status = label.failed ? pl_diag_no_memory(view->cli->diags, "the table of terms")
                          : pl_frame_add_column(frame, "", pl_text_string(&label), NULL,
                                                PL_COLUMN_TEXT, view->cli->diags);
    pl_text_finish(&label);
    return status;
}

/* Which columns there are. Bands take the room of the shares. */
static size_t
choose_columns(const struct show_view *view, enum form form, struct column *columns)
{
    const bool treated = view->numbers->treated;
    const bool bands = view->numbers->n_members > 1;
    const bool shares =
        !bands && view->terms->kind != PL_TERMS_PRODUCT && view->terms->n > 1;
    size_t n = 0;

    columns[n++] = (struct column){CELL_NAME, PL_TERMS_UNTREATED, false};
    for (size_t s = treated ? PL_TERMS_UNTREATED : PL_TERMS_TREATED;
         s < PL_TERMS_N_COLUMNS; s++) {
        const enum pl_terms_column state = (enum pl_terms_column)s;

        columns[n++] =
            (struct column){CELL_AMOUNT, state, bands && form != FORM_MEDIAN};
        if (shares) {
            columns[n++] = (struct column){CELL_SHARE, state, false};
        }
    }
    if (treated) {
        columns[n++] = (struct column){CELL_FOLD, PL_TERMS_TREATED, bands};
    }
    if (view->terms->n > 0 && form == FORM_WHOLE) {
        columns[n++] = (struct column){CELL_FORMULA, PL_TERMS_TREATED, false};
    }
    return n;
}

static enum pl_status
add_row(const struct show_view *view, const struct column *columns, size_t k,
        struct pl_frame *frame)
{
    enum pl_status status = pl_frame_add_row(frame, view->cli->diags);

    for (size_t c = 0; c < frame->n_columns && status == PL_OK; c++) {
        struct pl_text cell;

        pl_text_init(&cell);
        put_cell(view, columns[c], k, &cell);
        status = cell.failed
                     ? pl_diag_no_memory(view->cli->diags, "the table of terms")
                     : pl_frame_set_text(frame, frame->n_rows - 1, c,
                                         pl_text_string(&cell), view->cli->diags);
        pl_text_finish(&cell);
    }
    return status;
}

/* The lines of the table in one of its forms, as wide as they are. */
static enum pl_status
print_form(const struct show_view *view, enum form form, const size_t *order,
           size_t n_rows, struct pl_text *text)
{
    struct pl_diags *diags = view->cli->diags;
    struct pl_style style = view->cli->style;
    struct column columns[MOST_COLUMNS];
    enum pl_align align[MOST_COLUMNS] = {PL_ALIGN_LEFT};
    const size_t n_columns = choose_columns(view, form, columns);
    struct pl_frame *frame = NULL;
    enum pl_status status = pl_frame_create(diags, &frame);

    for (size_t c = 0; c < n_columns && status == PL_OK; c++) {
        align[c] = columns[c].cell == CELL_NAME || columns[c].cell == CELL_FORMULA
                       ? PL_ALIGN_LEFT
                       : PL_ALIGN_RIGHT;
        status = add_column(view, columns[c], frame);
    }
    for (size_t i = 0; i < n_rows && status == PL_OK; i++) {
        status = add_row(view, columns, order[i], frame);
    }
    style.width = 0;
    if (status == PL_OK && view->is_markdown) {
        status = pl_frame_write(frame, PL_FRAME_MD, diags, text);
    } else if (status == PL_OK) {
        pl_table_print(frame, align, &style, text);
    }
    pl_frame_destroy(frame);
    return status;
}

/* The next line of a text, without its end. @return false behind the last */
static bool
next_line(const char **rest, struct pl_text *line)
{
    const size_t length = strcspn(*rest, "\n");

    if (**rest == '\0') {
        return false;
    }
    pl_text_finish(line);
    pl_text_add(line, *rest, length);
    *rest += length + ((*rest)[length] == '\n' ? 1 : 0);
    return true;
}

static bool
fits(const struct show_view *view, const struct pl_text *table)
{
    const size_t width = view->cli->style.width;
    const char *rest = pl_text_string(table);
    struct pl_text line;
    bool fits = true;

    pl_text_init(&line);
    while (width > 0 && next_line(&rest, &line)) {
        fits = fits && pl_text_width(pl_text_string(&line)) <= width;
    }
    pl_text_finish(&line);
    return fits;
}

/* The table line by line, with the formula of each term below its numbers. */
static void
put_with_formulas(const struct show_view *view, const struct pl_text *table,
                  const size_t *order, struct pl_text *text)
{
    const char *rest = pl_text_string(table);
    struct pl_text line;

    pl_text_init(&line);
    for (size_t i = 0; next_line(&rest, &line); i++) {
        pl_text_put(text, pl_text_string(&line));
        pl_text_put(text, "\n");
        /* the first line has the headings */
        if (i > 0 && order[i - 1] < view->terms->n) {
            struct pl_text formula;

            pl_text_init(&formula);
            pl_term_print(&view->terms->terms[order[i - 1]], &formula);
            pl_text_repeat(text, " ", FORMULA_INDENT);
            pl_text_wrap(text, pl_text_string(&formula), FORMULA_INDENT, FORMULA_INDENT,
                         view->cli->style.width);
            pl_text_put(text, "\n");
            text->failed |= formula.failed;
            pl_text_finish(&formula);
        }
    }
    text->failed |= line.failed;
    pl_text_finish(&line);
}

enum pl_status
show_table_print(const struct show_view *view, struct pl_text *text)
{
    size_t *order = calloc(view->numbers->n_rows + 1, sizeof *order);
    enum form form = FORM_WHOLE;
    size_t n_rows = 0;
    struct pl_text table;
    enum pl_status status = PL_OK;

    if (order == NULL) {
        return pl_diag_no_memory(view->cli->diags, "the table of terms");
    }
    n_rows = order_rows(view, order);
    pl_text_init(&table);
    status = print_form(view, form, order, n_rows, &table);
    while (status == PL_OK && !view->is_markdown && form + 1 < N_FORMS &&
           !fits(view, &table)) {
        form++;
        pl_text_finish(&table);
        status = print_form(view, form, order, n_rows, &table);
    }
    if (status == PL_OK && form == FORM_WHOLE) {
        pl_text_put(text, pl_text_string(&table));
    } else if (status == PL_OK) {
        put_with_formulas(view, &table, order, text);
    }
    text->failed |= table.failed;
    pl_text_finish(&table);
    free(order);
    return status;
}
