/*
 * account.h - how a result came about, in words that a paper takes: the caption below a
 * plot, and a paragraph of methods.
 */
#ifndef PL_CLI_ACCOUNT_H
#define PL_CLI_ACCOUNT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/status.h"
#include "cli/options.h"

struct cli;
struct pl_context;
struct pl_diags;
struct pl_ensemble;
struct pl_sim_options;
struct pl_text;
struct pl_treatment;

/** --plot, --caption and --methods of every verb that draws. */
struct account_opts {
    const char *plot;
    bool caption;
    bool methods;
};

#define ACCOUNT_ROWS(owner, field)                                                    \
    OPT_TEXT(owner, field.plot, "plot", "FILE", NULL, "file",                         \
             "draw a picture: FILE.svg, .png or .pdf (needs gnuplot)"),               \
        OPT_FLAG(owner, field.caption, "caption",                                     \
                 "a line below the plot: model and its hash, cell, sets, treatment, " \
                 "and what a fold is where there are folds"),                         \
        OPT_FLAG(                                                                     \
            owner, field.methods, "methods",                                          \
            "a paragraph of methods below the table: versions, tolerances, hashes")

/**
 * Before any work: can a picture be drawn into that file, if one is asked for? A caption
 * is a line of it.
 * @return as pl_picture_check; PL_ERR_OPTION for --caption without --plot
 */
PL_MUST_USE enum pl_status account_check(const struct account_opts *opts,
                                         struct pl_diags *diags);

/**
 * Is the picture's place there? To be asked when no fault of the words is left.
 * @return PL_OK; PL_ERR_IO; PL_ERR_NOMEM
 */
PL_MUST_USE enum pl_status account_check_place(const struct account_opts *opts,
                                               struct pl_diags *diags);

/** What a verb did; everything is borrowed, NULL or 0 for what there is not. */
struct account {
    const struct pl_context *context;
    const struct pl_treatment
        *treatment;         /* its cell, variant and words; for a verb with
                                             several arms the one that they start from */
    const char *treatments; /* in words, in place of the treatment's own */
    const struct pl_ensemble *ensemble;
    const struct pl_sim_options *sim;
    const char *method;   /* the one in use; NULL when nothing was integrated */
    double duration;      /* [model time] */
    bool rests;           /* the run begins at rest */
    const char *measured; /* account_measured, or other words of that kind, without a
                             full stop */
    const char *study;    /* one or more sentences on the verb's own method */
};

/** What the numbers of a run are: "folds are values over the untreated rest state". */
const char *account_measured(bool treated, bool rests);

/**
 * Append one line: "her2-mtor 3f2a9c81 · HER2+ … · everolimus 20 nM from 0 h · 200 sets
 * (sets.tsv 0123456789abcdef) · folds are values over the untreated rest state ·
 * pathloop 0.1.0", with the first digits of the SHA-256 of the model's file.
 */
void account_caption(const struct account *account, struct pl_text *text);

/** Append a paragraph, broken at 80 columns, with a line end behind it. */
void account_methods(const struct account *account, struct pl_text *text);

/**
 * Put the paragraph where it belongs: below what `screen` has, where a person reads it
 * or it is Markdown; beside data, on stderr.
 * @param is_data  what goes to standard output is a table for programs
 */
void account_put_methods(const struct account *account, bool is_data,
                         struct pl_text *screen);

#endif
