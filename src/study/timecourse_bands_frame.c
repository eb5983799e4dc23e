/*
 * timecourse_bands_frame.c - an ensemble over time as a table: bands, or member by member.
 */
#include "study/timecourse_bands.h"

#include <stdlib.h>

#include "base/diag.h"
#include "base/frame.h"
#include "base/text.h"
#include "model/model.h"
#include "model/roles.h"
#include "study/context.h"
#include "study/timecourse_private.h"

/* The columns of a band. */
static const struct {
    const char *suffix, *words;
} band_columns[] = {{"median", "median"}, {"p05", "5 %"}, {"p95", "95 %"}};

enum { BAND = sizeof band_columns / sizeof band_columns[0] };

/* A table of bands while it is filled. */
struct filling {
    const struct pl_context *context;
    const struct pl_bands *bands;
    bool long_form;
    double *values; /* shape (n_members) */
    struct pl_weighted *sorted;
    struct pl_frame *frame;
    struct pl_diags *diags;
};

/* The three columns of a readout's levels, or of its folds. */
static enum pl_status
add_wide_band(const struct filling *filling, const struct pl_symbol *symbol,
              bool is_fold)
{
    enum pl_status status = PL_OK;

    for (size_t i = 0; i < BAND && status == PL_OK; i++) {
        struct pl_text suffix;
        struct pl_text words;

        pl_text_init(&suffix);
        pl_text_init(&words);
        pl_text_format(&suffix, "%s_%s", is_fold ? "_fold" : "",
                       band_columns[i].suffix);
        pl_text_format(&words, "%s, %s", is_fold ? ", fold" : "",
                       band_columns[i].words);
        status = suffix.failed || words.failed
                     ? pl_diag_no_memory(filling->diags, "the name of a column")
                     : pl_timecourse_add_numbers(symbol, suffix.data, words.data,
                                                 is_fold ? NULL : symbol->unit,
                                                 filling->frame, filling->diags);
        pl_text_finish(&suffix);
        pl_text_finish(&words);
    }
    return status;
}

static enum pl_status
add_long_band(const struct filling *filling, bool is_fold)
{
    enum pl_status status = PL_OK;

    for (size_t i = 0; i < BAND && status == PL_OK; i++) {
        struct pl_text name;

        pl_text_init(&name);
        pl_text_format(&name, "%s%s", is_fold ? "fold_" : "", band_columns[i].suffix);
        status = name.failed
                     ? pl_diag_no_memory(filling->diags, "the name of a column")
                     : pl_frame_add_column(filling->frame, name.data, NULL, NULL,
                                           PL_COLUMN_NUMBER, filling->diags);
        pl_text_finish(&name);
    }
    return status;
}

static enum pl_status
add_band_columns(const struct filling *filling)
{
    const struct pl_timecourse *median = &filling->bands->median;
    enum pl_status status =
        pl_timecourse_add_time(filling->context, filling->frame, filling->diags);

    if (status == PL_OK && filling->long_form) {
        status = pl_frame_add_column(filling->frame, "readout", NULL, NULL,
                                     PL_COLUMN_TEXT, filling->diags);
        for (int fold = 0; fold <= (median->treated ? 1 : 0) && status == PL_OK;
             fold++) {
            status = add_long_band(filling, fold == 1);
        }
        return status;
    }
    for (size_t r = 0; r < median->n_readouts && status == PL_OK; r++) {
        const struct pl_symbol *symbol =
            &filling->context->model->symbols[median->readouts[r]];

        status = add_wide_band(filling, symbol, false);
        if (status == PL_OK && median->treated) {
            status = add_wide_band(filling, symbol, true);
        }
    }
    return status;
}

/* Levels, or folds, of all members at a time: their band, from column c of the last
 * row on. */
static void
put_band(const struct filling *filling, size_t time, size_t readout, bool is_fold,
         size_t c)
{
    const struct pl_arms *arms = &filling->bands->arms;
    const size_t row = filling->frame->n_rows - 1;
    struct pl_band band;

    for (size_t m = 0; m < arms->n_members; m++) {
        filling->values[m] = is_fold ? pl_arms_fold(arms, 0, m, time, readout)
                                     : pl_arms_value(arms, 0, m, time, readout);
    }
    band = pl_band_of(filling->values, 1, pl_ensemble_weights(filling->bands->ensemble),
                      arms->n_members, filling->sorted);
    filling->frame->columns[c].numbers[row] = band.median;
    filling->frame->columns[c + 1].numbers[row] = band.low;
    filling->frame->columns[c + 2].numbers[row] = band.high;
}

/* One row, or one for each readout, of an output time. */
static enum pl_status
add_band_rows(const struct filling *filling, size_t time)
{
    const struct pl_timecourse *median = &filling->bands->median;
    struct pl_frame *frame = filling->frame;
    size_t c = 1;

    for (size_t r = 0; r < median->n_readouts; r++) {
        enum pl_status status = PL_OK;

        if (r == 0 || filling->long_form) {
            status = pl_frame_add_row(frame, filling->diags);
            c = 1;
        }
        if (status == PL_OK && filling->long_form) {
            status = pl_frame_set_text(
                frame, frame->n_rows - 1, c++,
                pl_readout_name(&filling->context->model->symbols[median->readouts[r]]),
                filling->diags);
        }
        if (status != PL_OK) {
            return status;
        }
        frame->columns[0].numbers[frame->n_rows - 1] = pl_timecourse_told_time(
            filling->context, filling->bands->times.times[time]);
        put_band(filling, time, r, false, c);
        c += BAND;
        if (median->treated) {
            put_band(filling, time, r, true, c);
            c += BAND;
        }
    }
    return PL_OK;
}

static enum pl_status
fill_bands(struct filling *filling)
{
    const struct pl_bands *bands = filling->bands;
    enum pl_status status = PL_OK;

    filling->values = calloc(bands->arms.n_members + 1, sizeof *filling->values);
    filling->sorted = calloc(bands->arms.n_members + 1, sizeof *filling->sorted);
    if (filling->values == NULL || filling->sorted == NULL) {
        status = pl_diag_no_memory(filling->diags, "the bands of an ensemble");
    }
    if (status == PL_OK) {
        status = add_band_columns(filling);
    }
    for (size_t k = 0; k < bands->times.n && status == PL_OK; k++) {
        if ((bands->times.wanted[k] & PL_OUTPUT_GRID) != 0) {
            status = add_band_rows(filling, k);
        }
    }
    free(filling->values);
    free(filling->sorted);
    return status;
}

/* Who the rows from `row` on are. */
static enum pl_status
name_rows(const struct filling *filling, size_t member, size_t row)
{
    const struct pl_ensemble *ensemble = filling->bands->ensemble;
    const double *weights = pl_ensemble_weights(ensemble);
    struct pl_frame *frame = filling->frame;
    enum pl_status status = PL_OK;

    for (; row < frame->n_rows && status == PL_OK; row++) {
        status = pl_frame_set_text(frame, row, 0, pl_ensemble_name(ensemble, member),
                                   filling->diags);
        if (filling->bands->is_weighted) {
            frame->columns[1].numbers[row] = weights[member];
        }
    }
    return status;
}

static enum pl_status
fill_members(const struct filling *filling)
{
    const struct pl_bands *bands = filling->bands;
    const size_t column = bands->is_weighted ? 2 : 1;
    enum pl_status status = pl_frame_add_column(filling->frame, "member", NULL, NULL,
                                                PL_COLUMN_TEXT, filling->diags);

    if (status == PL_OK && bands->is_weighted) {
        status = pl_frame_add_column(filling->frame, PL_ENSEMBLE_WEIGHT, NULL, NULL,
                                     PL_COLUMN_NUMBER, filling->diags);
    }
    if (status == PL_OK) {
        status = pl_timecourse_add_columns(filling->context, &bands->median,
                                           filling->long_form, filling->frame,
                                           filling->diags);
    }
    for (size_t m = 0; m < bands->arms.n_members && status == PL_OK; m++) {
        const struct pl_timecourse course = pl_bands_member(bands, m);
        const size_t row = filling->frame->n_rows;

        for (size_t k = 0; k < course.n_times && status == PL_OK; k++) {
            if ((bands->times.wanted[k] & PL_OUTPUT_GRID) != 0) {
                status = pl_timecourse_add_rows(filling->context, &course, k,
                                                filling->long_form, column,
                                                filling->frame, filling->diags);
            }
        }
        if (status == PL_OK) {
            status = name_rows(filling, m, row);
        }
    }
    return status;
}

enum pl_status
pl_bands_frame(const struct pl_context *context, const struct pl_bands *bands,
               struct pl_bands_form form, struct pl_diags *diags, struct pl_frame **out)
{
    struct filling filling = {.context = context,
                              .bands = bands,
                              .long_form = form.long_form,
                              .diags = diags};
    enum pl_status status = pl_frame_create(diags, &filling.frame);

    *out = NULL;
    if (status == PL_OK) {
        status = form.members ? fill_members(&filling) : fill_bands(&filling);
    }
    if (status != PL_OK) {
        pl_frame_destroy(filling.frame);
        return status;
    }
    *out = filling.frame;
    return PL_OK;
}
