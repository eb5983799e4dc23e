/*
 * steady.h - what a rest state and those of an ensemble share.
 */
#ifndef PL_CLI_STEADY_H
#define PL_CLI_STEADY_H

#include <stdbool.h>
#include <stddef.h>

#include "base/status.h"
#include "cli/account.h"
#include "cli/cli.h"

struct pl_context;
struct pl_ensemble;
struct pl_text;
struct pl_treatment;

struct steady_opts {
    struct network_opts network;
    bool members;
    size_t threads;
    double rtol;
    const char *method;
    bool eigenvalues;
    struct opt_texts vary; /* none: one rest state; else one */
    struct opt_texts readouts;
    struct account_opts account;
    struct output_opts output;
    size_t kernel;
    bool verbose;
    size_t colour;
};

/** "1/min": the unit of a rate, in a model whose unit of time is known. */
const char *steady_rate_unit(const struct pl_context *context);

/**
 * The unit of time constants.
 * @param real  [1/model time] the slowest real part; NaN when there is none
 * @param name  receives "h"; NULL in a model without time_unit
 * @return [model time]
 */
double steady_time_unit(const struct pl_context *context, double real,
                        const char **name);

/** Cell, variant, sets and treatment, each with " · " before it.
 * @param ensemble         NULL for none
 * @param tells_untreated  no treatment is told, too */
void steady_put_network(const struct pl_treatment *treatment,
                        const struct pl_ensemble *ensemble, bool tells_untreated,
                        struct pl_text *text);

/** The first line, or what it takes on a terminal, and an empty one.
 * @param ensemble  NULL for none
 * @param varied    what the rest states are over; NULL for one state
 * @param width     [column] of the terminal */
void steady_put_heading(const struct pl_context *context,
                        const struct pl_treatment *treatment,
                        const struct pl_ensemble *ensemble, const char *varied,
                        size_t width, struct pl_text *text);

/**
 * The rest state of every parameter set, to where --output says (steady_sets.c).
 * @return PL_OK; PL_ERR_REST when none rests; any error of pl_rests_run and of writing
 */
PL_MUST_USE enum pl_status steady_sets(struct cli *cli, const struct steady_opts *opts,
                                       const struct pl_context *context,
                                       const struct pl_treatment *treatment,
                                       const struct pl_ensemble *ensemble);

/**
 * With --vary: what else was said goes together with it; without: nothing was said that
 * needs it (steady_vary.c). Before the model is loaded.
 * @return PL_OK; PL_ERR_OPTION
 */
PL_MUST_USE enum pl_status steady_vary_check(const struct steady_opts *opts,
                                             struct pl_diags *diags);

/**
 * The rest states over the parameter of --vary, to where --output and --plot say.
 * @param ensemble  NULL for none
 * @return as pl_continuation_run, pl_factor_parse and of writing
 */
PL_MUST_USE enum pl_status steady_vary(struct cli *cli, const struct steady_opts *opts,
                                       const struct pl_context *context,
                                       const struct pl_treatment *treatment,
                                       const struct pl_ensemble *ensemble);

#endif
