/*
 * sweep_plan.h - what a sweep is, read from its options before any work.
 */
#ifndef PL_CLI_SWEEP_PLAN_H
#define PL_CLI_SWEEP_PLAN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/status.h"
#include "base/text.h"
#include "cli/account.h"
#include "cli/cli.h"
#include "study/results_file.h"
#include "study/sweep.h"

struct pl_context;
struct pl_design;
struct pl_diags;
struct pl_ensemble;
struct pl_measure;
struct pl_treatment;

struct sweep_opts {
    struct network_opts network;
    bool members;
    struct opt_texts vary;
    const char *design;
    size_t seed;
    struct opt_texts readouts;
    const char *duration;
    bool equilibrate, no_equilibrate;
    const char *method;
    double rtol, atol;
    size_t max_steps;
    size_t kernel; /* enum pl_kernel_choice */
    size_t threads;
    const char *time_limit;
    const char *shard;
    bool resume, dry_run;
    struct output_opts output;
    struct account_opts account;
    const char *provenance;
    bool verbose;
    size_t colour;
};

/** Where nothing is said of the design. */
#define SWEEP_DEFAULT_DESIGN "grid"

/** The parts that a sweep may be split into. */
#define SWEEP_MAX_SHARDS ((size_t)1000000)

/** Zero it before the first use; sweep_plan_finish frees what is in it. */
struct sweep_plan {
    struct pl_context *context;
    struct pl_treatment *treatment;
    struct pl_design *design;
    struct pl_ensemble *ensemble; /* NULL without one */
    size_t n_members;             /* 1 without an ensemble */
    struct pl_measure *measures;  /* shape (n_measures) */
    size_t n_measures;
    size_t n_factors;
    struct pl_sweep_options options; /* with the measures; the method is the one that is
                                        used when the sweep is made */
    double time_limit;               /* [s]; 0 for none */
    bool treated, rests;             /* as of a protocol */
    size_t shard, n_shards;          /* 0 when all of it is done at once */
    uint64_t first, n; /* the runs of this call: each point in each member */
};

/**
 * Load the model and read every option that says something of the sweep.
 * @return PL_OK; what a model, a treatment, a factor, a design or a measure can answer;
 *         PL_ERR_OPTION for options that do not fit together
 */
PL_MUST_USE enum pl_status sweep_plan_init(struct cli *cli,
                                           const struct sweep_opts *opts,
                                           struct sweep_plan *plan);
void sweep_plan_finish(struct sweep_plan *plan);

/** True when the model's times are told in hours. */
bool sweep_plan_in_hours(const struct sweep_plan *plan);

/** True when the points come from a file. */
bool sweep_plan_reads_file(const struct sweep_plan *plan);

/** True when points differ in their cell. */
bool sweep_plan_varies_cells(const struct sweep_plan *plan);

/** What a sweep is counted in: "points", in an ensemble "runs". */
const char *sweep_plan_unit(const struct sweep_plan *plan);

/** The points of this call. */
uint64_t sweep_plan_n_points(const struct sweep_plan *plan);

/** The factors of a run's point. @param values  receives shape (n_factors) */
void sweep_plan_point(const struct sweep_plan *plan, uint64_t k, double *values);

/**
 * A run's record: its factors, then its measures, times in hours where they can be.
 * @param values  shape (n_measures): as of a sweep
 * @param row     receives shape (n_factors + n_measures)
 */
void sweep_plan_row(const struct sweep_plan *plan, uint64_t k, const double *values,
                    double *row);

/** The entries of a manifest. */
#define SWEEP_MANIFEST_ENTRIES 13

/** What the numbers of a sweep depend on (sweep_manifest.c). */
struct sweep_manifest {
    struct pl_manifest manifest;
    struct pl_manifest_entry entries[SWEEP_MANIFEST_ENTRIES];
    struct pl_text texts[SWEEP_MANIFEST_ENTRIES];
};

/** @param manifest  filled; sweep_manifest_finish frees what is in it */
PL_MUST_USE enum pl_status sweep_manifest_init(const struct sweep_plan *plan,
                                               struct pl_diags *diags,
                                               struct sweep_manifest *manifest);
/** Accepts one that is all zero. */
void sweep_manifest_finish(struct sweep_manifest *manifest);

#endif
