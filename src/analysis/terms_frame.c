/*
 * terms_frame.c - the terms of a symbol as a table that programs read.
 */
#include "analysis/terms.h"

#include <string.h>

#include "base/diag.h"
#include "base/frame.h"
#include "base/text.h"
#include "expr/formula.h"
#include "model/model.h"
#include "study/context.h"
#include "study/timecourse.h"

/* Columns of text that come before the numbers, behind the time. */
enum { TIME, PART, OF, FORMULA, FIRST_NUMBER };

static const char *const text_columns[] = {
    [PART] = "part", [OF] = "of", [FORMULA] = "formula"};

/* What the totals are called, of a rate and of a value. */
static const char *const totals[PL_TERMS_N_TOTALS] = {
    [PL_TERMS_GAIN] = "all gains",
    [PL_TERMS_LOSS] = "all losses",
    [PL_TERMS_NET] = "net",
    [PL_TERMS_VALUE] = "level",
};

void
pl_term_print(const struct pl_term *term, struct pl_text *text)
{
    const enum pl_op op = term->formula->op;
    const bool is_sum = op == PL_OP_ADD || op == PL_OP_SUBTRACT;
    const bool is_word = op == PL_OP_NAME || op == PL_OP_NUMBER || op == PL_OP_CALL;
    const bool encloses = term->inverse ? !is_word : term->negative && is_sum;

    pl_text_put(text, term->inverse ? "1/" : term->negative ? "-" : "");
    pl_text_put(text, encloses ? "(" : "");
    pl_formula_print(term->formula, text);
    pl_text_put(text, encloses ? ")" : "");
}

void
pl_terms_put_sources(const struct pl_symbol *symbol, struct pl_text *text)
{
    static const char *const qualifiers[] = {"notes", "isDescribedBy"};
    const size_t start = text->size;

    for (size_t q = 0; q < sizeof qualifiers / sizeof *qualifiers; q++) {
        for (size_t k = 0; k < symbol->n_annotations; k++) {
            const struct pl_annotation *annotation = &symbol->annotations[k];

            if (strcmp(annotation->qualifier, qualifiers[q]) == 0) {
                pl_text_put(text, text->size > start ? "; " : "");
                pl_text_put(text, annotation->text);
            }
        }
    }
}

/* "untreated", and with an ensemble "untreated_median", "untreated_p05", … */
static enum pl_status
add_band_columns(struct pl_frame *frame, const char *name, bool is_band,
                 struct pl_diags *diags)
{
    static const char *const endings[] = {"_median", "_p05", "_p95"};
    enum pl_status status = PL_OK;

    for (size_t k = 0; k < (is_band ? 3 : 1) && status == PL_OK; k++) {
        struct pl_text text;

        pl_text_init(&text);
        pl_text_format(&text, "%s%s", name, is_band ? endings[k] : "");
        status = text.failed ? pl_diag_no_memory(diags, "the name of a column")
                             : pl_frame_add_column(frame, pl_text_string(&text), NULL,
                                                   NULL, PL_COLUMN_NUMBER, diags);
        pl_text_finish(&text);
    }
    return status;
}

static enum pl_status
add_columns(const struct pl_terms *terms, const struct pl_terms_numbers *numbers,
            struct pl_frame *frame, struct pl_diags *diags)
{
    static const char *const treated[] = {"untreated", "untreated_share", "treated",
                                          "treated_share", "fold"};
    static const char *const alone[] = {"amount", "share"};
    const char *const *names = numbers->treated ? treated : alone;
    const size_t n = numbers->treated ? 5 : 2;
    const bool in_hours = pl_timecourse_time_unit(terms->context) > 0.0;
    enum pl_status status =
        pl_frame_add_column(frame, in_hours ? "time_h" : "time", "time",
                            in_hours ? "h" : NULL, PL_COLUMN_NUMBER, diags);

    for (size_t k = PART; k < FIRST_NUMBER && status == PL_OK; k++) {
        status = pl_frame_add_column(frame, text_columns[k], NULL, NULL, PL_COLUMN_TEXT,
                                     diags);
    }
    for (size_t k = 0; k < n && status == PL_OK; k++) {
        status = add_band_columns(frame, names[k], numbers->n_members > 1, diags);
    }
    return status == PL_OK
               ? pl_frame_add_column(frame, "source", NULL, NULL, PL_COLUMN_TEXT, diags)
               : status;
}

static void
set_band(struct pl_frame *frame, const struct pl_terms_numbers *numbers,
         struct pl_band band, size_t *column)
{
    const size_t row = frame->n_rows - 1;

    frame->columns[(*column)++].numbers[row] = band.median;
    if (numbers->n_members > 1) {
        frame->columns[(*column)++].numbers[row] = band.low;
        frame->columns[(*column)++].numbers[row] = band.high;
    }
}

static enum pl_status
set_texts(const struct pl_terms *terms, size_t k, struct pl_frame *frame,
          struct pl_diags *diags)
{
    const struct pl_model *model = terms->context->model;
    const struct pl_term *term = k < terms->n ? &terms->terms[k] : NULL;
    const size_t of = term != NULL ? term->source : terms->symbol;
    const size_t row = frame->n_rows - 1;
    const char *part = "";
    struct pl_text formula;
    struct pl_text source;
    enum pl_status status = PL_OK;

    pl_text_init(&formula);
    pl_text_init(&source);
    if (term == NULL) {
        part = totals[k - terms->n];
    } else if (terms->kind == PL_TERMS_PRODUCT) {
        part = "factor";
    } else {
        part = terms->kind == PL_TERMS_SUM ? "term" : term->negative ? "loss" : "gain";
    }
    if (term != NULL) {
        pl_term_print(term, &formula);
        pl_terms_put_sources(&model->symbols[of], &source);
    }
    if (formula.failed || source.failed) {
        status = pl_diag_no_memory(diags, "the table of terms");
    }
    if (status == PL_OK) {
        status = pl_frame_set_text(frame, row, PART, part, diags);
    }
    if (status == PL_OK) {
        status = pl_frame_set_text(frame, row, OF, model->symbols[of].name, diags);
    }
    if (status == PL_OK) {
        status =
            pl_frame_set_text(frame, row, FORMULA, pl_text_string(&formula), diags);
    }
    if (status == PL_OK) {
        status = pl_frame_set_text(frame, row, frame->n_columns - 1,
                                   pl_text_string(&source), diags);
    }
    pl_text_finish(&formula);
    pl_text_finish(&source);
    return status;
}

static enum pl_status
add_row(const struct pl_terms *terms, const struct pl_terms_numbers *numbers, size_t k,
        struct pl_frame *frame, struct pl_diags *diags)
{
    const double hours = pl_timecourse_time_unit(terms->context);
    const struct pl_terms_row *row = &numbers->rows[k];
    size_t column = FIRST_NUMBER;
    enum pl_status status = pl_frame_add_row(frame, diags);

    if (status != PL_OK) {
        return status;
    }
    frame->columns[TIME].numbers[frame->n_rows - 1] =
        hours > 0.0 ? numbers->time * terms->context->model->time_unit / hours
                    : numbers->time;
    for (size_t c = numbers->treated ? PL_TERMS_UNTREATED : PL_TERMS_TREATED;
         c < PL_TERMS_N_COLUMNS; c++) {
        set_band(frame, numbers, row->amount[c], &column);
        set_band(frame, numbers, row->share[c], &column);
    }
    if (numbers->treated) {
        set_band(frame, numbers, row->fold, &column);
    }
    return set_texts(terms, k, frame, diags);
}

enum pl_status
pl_terms_frame(const struct pl_terms *terms, const struct pl_terms_numbers *numbers,
               struct pl_diags *diags, struct pl_frame **out)
{
    struct pl_frame *frame = NULL;
    enum pl_status status = pl_frame_create(diags, &frame);

    *out = NULL;
    if (status == PL_OK) {
        status = add_columns(terms, numbers, frame, diags);
    }
    for (size_t k = 0; k < numbers->n_rows && status == PL_OK; k++) {
        const bool is_total = k >= terms->n && k != terms->n + PL_TERMS_VALUE;

        if (!is_total || terms->kind == PL_TERMS_RATE) {
            status = add_row(terms, numbers, k, frame, diags);
        }
    }
    if (status != PL_OK) {
        pl_frame_destroy(frame);
        return status;
    }
    *out = frame;
    return PL_OK;
}
