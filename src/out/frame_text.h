/*
 * frame_text.h - frames as text that programs read: CSV, TSV, Markdown, JSON.
 *
 * Numbers read back to the same bits, but for those in Markdown, which are for the eye.
 * NaN is an empty cell, null in JSON.
 */
#ifndef PL_OUT_FRAME_TEXT_H
#define PL_OUT_FRAME_TEXT_H

#include "base/status.h"

struct pl_diags;
struct pl_frame;
struct pl_text;

enum pl_frame_format {
    PL_FRAME_CSV,  /* RFC 4180, '\n' at the end of lines */
    PL_FRAME_TSV,  /* tabs and line ends inside a text become spaces */
    PL_FRAME_MD,   /* a pipe table, numbers with 4 digits, to paste */
    PL_FRAME_JSON, /* {"columns": [{"name", "label", "unit"}], "rows": [[…], …]} */
    PL_N_FRAME_FORMATS
};

/** "csv", "tsv", "md", "json", in the order of the enum; NULL ends them. */
extern const char *const pl_frame_format_words[];

/** By the ending of a file name; PL_FRAME_CSV when it says nothing. */
enum pl_frame_format pl_frame_format_of_path(const char *path);

/** Append the frame to `text`. @return PL_OK, PL_ERR_NOMEM */
PL_MUST_USE enum pl_status pl_frame_write(const struct pl_frame *frame,
                                          enum pl_frame_format format,
                                          struct pl_diags *diags, struct pl_text *text);

#endif
