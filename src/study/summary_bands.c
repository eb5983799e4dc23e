/*
 * summary_bands.c - the few numbers of an ensemble that a person reads.
 */
#include "study/timecourse_bands.h"

#include <math.h>
#include <string.h>

#include "base/diag.h"
#include "base/frame.h"
#include "base/text.h"
#include "model/model.h"
#include "study/context.h"
#include "study/summary.h"
#include "study/summary_private.h"

/* What stands before the bands, below a readout's name. */
static const char band_label[] = "  5 to 95 %";

void
pl_summary_put_range(const struct pl_band *band, void (*put)(double, struct pl_text *),
                     struct pl_text *text)
{
    struct pl_text low;
    struct pl_text high;

    pl_text_init(&low);
    pl_text_init(&high);
    put(band->low, &low);
    put(band->high, &high);
    pl_text_put(text, pl_text_string(&low));
    if (strcmp(pl_text_string(&low), pl_text_string(&high)) != 0) {
        pl_text_put(text, band->low < 0.0 ? " to " : "–");
        pl_text_put(text, pl_text_string(&high));
    }
    text->failed = text->failed || low.failed || high.failed;
    pl_text_finish(&low);
    pl_text_finish(&high);
}

/* The median into a row, the band into the one below. */
static enum pl_status
set_band(struct pl_frame *frame, size_t row, size_t column, const struct pl_band *band,
         void (*put)(double, struct pl_text *), struct pl_diags *diags)
{
    struct pl_text median;
    struct pl_text range;
    enum pl_status status = PL_OK;

    pl_text_init(&median);
    pl_text_init(&range);
    put(band->median, &median);
    if (!isnan(band->median)) {
        pl_summary_put_range(band, put, &range);
    }
    if (median.failed || range.failed) {
        status = pl_diag_no_memory(diags, "the table");
    }
    if (status == PL_OK) {
        status = pl_frame_set_text(frame, row, column, pl_text_string(&median), diags);
    }
    if (status == PL_OK) {
        status =
            pl_frame_set_text(frame, row + 1, column, pl_text_string(&range), diags);
    }
    pl_text_finish(&median);
    pl_text_finish(&range);
    return status;
}

static enum pl_status
add_rows(const struct pl_context *context, const struct pl_bands *bands, size_t r,
         struct pl_frame *frame, struct pl_diags *diags)
{
    const struct pl_timecourse *median = &bands->median;
    const size_t row = frame->n_rows;
    enum pl_status status = pl_frame_add_row(frame, diags);

    if (status == PL_OK) {
        status = pl_frame_add_row(frame, diags);
    }
    if (status == PL_OK) {
        status = pl_frame_set_text(
            frame, row, 0, context->model->symbols[median->readouts[r]].label, diags);
    }
    if (status == PL_OK) {
        status = pl_frame_set_text(frame, row + 1, 0, band_label, diags);
    }
    if (status == PL_OK) {
        status =
            set_band(frame, row, 1, &bands->untreated[r], pl_summary_put_level, diags);
    }
    for (size_t k = 0; k < median->n_marks && status == PL_OK; k++) {
        status = set_band(
            frame, row, k + 2, &bands->mark_bands[k * median->n_readouts + r],
            median->treated ? pl_summary_put_fold : pl_summary_put_level, diags);
    }
    return status;
}

enum pl_status
pl_bands_table(const struct pl_context *context, const struct pl_bands *bands,
               size_t n_rows, struct pl_diags *diags, struct pl_frame **out)
{
    struct pl_frame *frame = NULL;
    enum pl_status status = pl_frame_create(diags, &frame);

    *out = NULL;
    if (status == PL_OK) {
        status = pl_summary_add_columns(context, &bands->median, frame, diags);
    }
    for (size_t r = 0; r < n_rows && r < bands->median.n_readouts && status == PL_OK;
         r++) {
        status = add_rows(context, bands, r, frame, diags);
    }
    if (status != PL_OK) {
        pl_frame_destroy(frame);
        return status;
    }
    *out = frame;
    return PL_OK;
}

void
pl_bands_sentence(const struct pl_context *context, const struct pl_bands *bands,
                  struct pl_text *text)
{
    pl_summary_tell(context, &bands->median, bands, text);
}

void
pl_bands_warnings(const struct pl_context *context,
                  const struct pl_treatment *treatment, const struct pl_bands *bands,
                  struct pl_diags *diags)
{
    size_t n = 0;

    for (size_t m = 0; m < bands->arms.n_members; m++) {
        const struct pl_timecourse member = pl_bands_member(bands, m);

        n += pl_summary_moves(&member) ? 1 : 0;
    }
    if (n > 0 && !bands->median.treated && !bands->median.rested) {
        pl_diag_warning(diags, NULL,
                        "runs start from the file's values, which are not at rest in "
                        "%zu of %zu parameter sets",
                        n, bands->arms.n_members);
        pl_diag_hint(diags, "--equilibrate brings the network to rest first");
    }
    pl_summary_warn_treated(context, treatment, &bands->median, diags);
}
