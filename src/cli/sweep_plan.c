/*
 * sweep_plan.c - what a sweep is, read from its options before any work.
 */
#include "cli/sweep_plan.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/diag.h"
#include "base/pool.h"
#include "cli/duration.h"
#include "model/model.h"
#include "model/roles.h"
#include "study/context.h"
#include "study/design.h"
#include "study/ensemble.h"
#include "study/factor.h"
#include "study/measure.h"
#include "study/protocol.h"
#include "study/timecourse.h"
#include "study/treatment.h"

/* Options that exclude each other. */
static enum pl_status
check_options(const struct sweep_opts *opts, struct pl_diags *diags)
{
    if (opts->equilibrate && opts->no_equilibrate) {
        return pl_diag_error(diags, PL_ERR_OPTION, NULL,
                             "--equilibrate and --no-equilibrate exclude each other");
    }
    return PL_OK;
}

/* Digits alone, up to `most`. @return the byte behind them; NULL when there are none */
static const char *
scan_count(const char *text, size_t most, size_t *count)
{
    const char *p = text;

    *count = 0;
    for (; *p >= '0' && *p <= '9'; p++) {
        if (*count <= most) {
            *count = 10 * *count + (size_t)(*p - '0');
        }
    }
    return p > text ? p : NULL;
}

static enum pl_status
read_shard(const char *word, struct pl_diags *diags, struct sweep_plan *plan)
{
    const char *rest = scan_count(word, SWEEP_MAX_SHARDS, &plan->shard);

    rest = rest != NULL && *rest == '/'
               ? scan_count(rest + 1, SWEEP_MAX_SHARDS, &plan->n_shards)
               : NULL;
    if (rest == NULL || *rest != '\0') {
        return pl_diag_error(diags, PL_ERR_OPTION, NULL,
                             "--shard=%s: write which shard of how many, as in "
                             "--shard=3/64",
                             word);
    }
    if (plan->n_shards < 1 || plan->n_shards > SWEEP_MAX_SHARDS) {
        return pl_diag_error(diags, PL_ERR_OPTION, NULL,
                             "--shard=%s: a sweep has from 1 to %zu shards", word,
                             SWEEP_MAX_SHARDS);
    }
    if (plan->shard < 1 || plan->shard > plan->n_shards) {
        return pl_diag_error(diags, PL_ERR_OPTION, NULL,
                             "--shard=%s: the shards are numbered from 1 to %zu", word,
                             plan->n_shards);
    }
    return PL_OK;
}

/* From the first of all points, or of a shard, to the last; each in all members. */
static void
choose_runs(struct sweep_plan *plan)
{
    const uint64_t n_points = pl_design_n_points(plan->design);

    plan->first = 0;
    plan->n = n_points;
    if (plan->n_shards > 0) {
        /* n_points <= 1e12 and n_shards <= 1e6: no overflow */
        plan->first = n_points * (plan->shard - 1) / plan->n_shards;
        plan->n = n_points * plan->shard / plan->n_shards - plan->first;
    }
    plan->first *= plan->n_members; /* n_members <= 1e6: no overflow */
    plan->n *= plan->n_members;
}

/* "cell=all" where cells are meant, and the model has no table of them but a symbol of
 * that name. */
static enum pl_status
refuse_cells(const struct pl_context *context, const char *text, struct pl_diags *diags)
{
    static const char cell[] = "cell";
    const struct pl_model *model = context->model;
    const size_t length = sizeof cell - 1;
    const size_t symbol = pl_model_find(model, cell);

    if (context->cells != NULL || symbol == PL_NONE ||
        strncmp(text, cell, length) != 0 || text[length] != '=' ||
        strstr(text, "..") != NULL) {
        return PL_OK;
    }
    pl_diag_error(diags, PL_ERR_OPTION, NULL,
                  "%s: this model has no table of cells (<model>.cells.tsv beside it); "
                  "'cell' is %s",
                  text,
                  model->symbols[symbol].kind == PL_SYMBOL_COMPARTMENT
                      ? "its compartment"
                      : "a quantity in it");
    pl_diag_hint(diags, "that varies as --vary cell=LO..HI");
    return PL_ERR_OPTION;
}

/* "0...1" would be read as 0 to .1, where 0 to 1 is meant. */
static enum pl_status
refuse_three_dots(const char *text, struct pl_diags *diags)
{
    const char *dots = strstr(text, "...");
    int before = 0;

    if (dots == NULL) {
        return PL_OK;
    }
    before = (int)(dots - text);
    dots += strspn(dots, ".");
    pl_diag_error(diags, PL_ERR_OPTION, NULL,
                  "%s: two dots stand between the ends of a range", text);
    pl_diag_hint(diags, "write %.*s..%s, or %.*s..0.%s", before, text, dots, before,
                 text, dots);
    return PL_ERR_OPTION;
}

static enum pl_status
read_design(const struct sweep_opts *opts, struct pl_diags *diags,
            struct sweep_plan *plan)
{
    const size_t n = opts->vary.n;
    struct pl_factor *factors = calloc(n + 1, sizeof *factors);
    enum pl_status status = PL_OK;

    if (factors == NULL) {
        return pl_diag_no_memory(diags, "the factors");
    }
    for (size_t i = 0; i < n && status == PL_OK; i++) {
        status = refuse_three_dots(opts->vary.items[i], diags);
        if (status == PL_OK) {
            status = refuse_cells(plan->context, opts->vary.items[i], diags);
        }
        if (status == PL_OK) {
            status =
                pl_factor_parse(plan->context, opts->vary.items[i], diags, &factors[i]);
        }
    }
    if (status == PL_OK && n == 0 && plan->ensemble != NULL &&
        strcmp(opts->design, SWEEP_DEFAULT_DESIGN) == 0) {
        status = pl_design_create_single(diags, &plan->design);
    } else if (status == PL_OK) {
        status = pl_design_create(plan->context, factors, n, opts->design, opts->seed,
                                  diags, &plan->design);
        status = status == PL_ERR_SYNTAX ? PL_ERR_OPTION : status; /* not the model's */
    }
    if (status == PL_OK) {
        (void)pl_design_factors(plan->design, &plan->n_factors);
        choose_runs(plan);
    }
    for (size_t i = 0; i < n; i++) {
        pl_factor_finish(&factors[i]);
    }
    free(factors);
    return status;
}

/* Room for one more. */
static enum pl_status
grow_measures(struct sweep_plan *plan, struct pl_diags *diags)
{
    struct pl_measure *measures =
        realloc(plan->measures, (plan->n_measures + 1) * sizeof *measures);

    if (measures == NULL) {
        return pl_diag_no_memory(diags, "the readouts");
    }
    plan->measures = measures;
    return PL_OK;
}

/* Count the measure that was put behind the last one in; the same one twice counts once. */
static void
keep_measure(struct sweep_plan *plan)
{
    struct pl_measure *measure = &plan->measures[plan->n_measures];

    for (size_t i = 0; i < plan->n_measures; i++) {
        if (strcmp(plan->measures[i].name, measure->name) == 0) {
            pl_measure_finish(measure);
            return;
        }
    }
    plan->n_measures++;
}

/* The model's own readouts, at the end. */
static enum pl_status
add_all_measures(struct sweep_plan *plan, struct pl_diags *diags)
{
    size_t *symbols = NULL;
    size_t n = 0;
    enum pl_status status =
        pl_context_readouts(plan->context, NULL, 0, diags, &symbols, &n);

    for (size_t i = 0; i < n && status == PL_OK; i++) {
        status = grow_measures(plan, diags);
        if (status == PL_OK) {
            const struct pl_symbol *symbol = &plan->context->model->symbols[symbols[i]];
            struct pl_measure *measure = &plan->measures[plan->n_measures];

            *measure = (struct pl_measure){
                .kind = PL_MEASURE_VALUE,
                .symbol = symbols[i],
                .time = plan->options.duration,
                .name = pl_text_copy(pl_readout_name(symbol)),
            };
            if (measure->name == NULL) {
                status = pl_diag_no_memory(diags, "the readouts");
            } else {
                keep_measure(plan);
            }
        }
    }
    free(symbols);
    return status;
}

/* One word of --readout. */
static enum pl_status
add_measure(struct sweep_plan *plan, const char *word, struct pl_diags *diags)
{
    enum pl_status status;

    if (strcmp(word, "all") == 0) {
        return add_all_measures(plan, diags);
    }
    status = grow_measures(plan, diags);
    if (status == PL_OK) {
        status = pl_measure_parse(plan->context, word, plan->options.duration, diags,
                                  &plan->measures[plan->n_measures]);
    }
    if (status == PL_OK) {
        keep_measure(plan);
    }
    return status;
}

/* "--readout a,b --readout c" */
static enum pl_status
read_measures(const struct sweep_opts *opts, struct pl_diags *diags,
              struct sweep_plan *plan)
{
    enum pl_status status = PL_OK;

    for (size_t i = 0; i < opts->readouts.n && status == PL_OK; i++) {
        char *words = pl_text_copy(opts->readouts.items[i]);
        char *rest = NULL;

        if (words == NULL) {
            return pl_diag_no_memory(diags, "the readouts");
        }
        for (char *word = strtok_r(words, ",", &rest); word != NULL && status == PL_OK;
             word = strtok_r(NULL, ",", &rest)) {
            status = add_measure(plan, word, diags);
        }
        free(words);
    }
    if (status == PL_OK && opts->readouts.n == 0) {
        status = add_all_measures(plan, diags);
    }
    if (status == PL_OK && plan->n_measures == 0) {
        status = pl_diag_error(diags, PL_ERR_OPTION, NULL, "--readout has no name");
    }
    plan->options.measures = plan->measures;
    plan->options.n_measures = plan->n_measures;
    return status;
}

/* Whether the points are treated, and whether they begin at rest. */
static enum pl_status
find_course(struct sweep_plan *plan, struct pl_diags *diags)
{
    size_t n = 0;
    const struct pl_factor *factors = pl_design_factors(plan->design, &n);
    const struct pl_arm arm = {.treatment = plan->treatment};
    struct pl_protocol protocol = {0};
    bool acts = false;
    enum pl_status status;

    for (size_t i = 0; i < n; i++) {
        acts = acts || !factors[i].before_rest;
    }
    status = pl_protocol_init(&protocol, plan->context, &arm, plan->options.duration,
                              plan->options.equilibrate, acts, diags);
    plan->treated = protocol.treated;
    plan->rests = protocol.rests;
    pl_protocol_finish(&protocol);
    return status;
}

/* A fold has something that it is a fold of. */
static enum pl_status
check_folds(const struct sweep_plan *plan, struct pl_diags *diags)
{
    for (size_t i = 0; i < plan->n_measures && !plan->treated && !plan->rests; i++) {
        if (plan->measures[i].kind == PL_MEASURE_FOLD) {
            pl_diag_error(diags, PL_ERR_OPTION, NULL,
                          "%s: no treatment is given, and the runs do not begin at "
                          "rest: there is no untreated level to compare with",
                          plan->measures[i].name);
            pl_diag_hint(diags,
                         "give a treatment (--drug, --inhibit, or vary a dose), or "
                         "begin at rest: --equilibrate");
            return PL_ERR_OPTION;
        }
    }
    return PL_OK;
}

static void
set_options(const struct sweep_opts *opts, struct sweep_plan *plan)
{
    struct pl_sim_options *sim = &plan->options.sim;

    *sim = pl_sim_options_default();
    sim->method = opts->method;
    sim->rtol = opts->rtol;
    sim->atol = opts->atol;
    sim->max_steps = opts->max_steps;
    plan->options.equilibrate = opts->no_equilibrate ? PL_EQUILIBRATE_NO
                                : opts->equilibrate  ? PL_EQUILIBRATE_YES
                                                     : PL_EQUILIBRATE_AUTO;
    plan->options.n_threads =
        opts->threads > 0 ? opts->threads : pl_pool_n_processors();
    if (plan->options.n_threads > PL_POOL_MAX_THREADS) {
        plan->options.n_threads = PL_POOL_MAX_THREADS;
    }
}

enum pl_status
sweep_plan_init(struct cli *cli, const struct sweep_opts *opts, struct sweep_plan *plan)
{
    struct pl_diags *diags = cli->diags;
    enum pl_status status = check_options(opts, diags);

    set_options(opts, plan);
    if (status == PL_OK) {
        status = cli_check_members(cli, &opts->network, opts->members);
    }
    if (status == PL_OK && opts->shard != NULL) {
        status = read_shard(opts->shard, diags, plan);
    }
    if (status == PL_OK) {
        status = duration_read_limit(opts->time_limit, diags, &plan->time_limit);
    }
    if (status == PL_OK) {
        status = cli_load(cli, opts->network.model, &plan->context);
    }
    if (status == PL_OK && opts->kernel != PL_KERNEL_AUTO) {
        status = pl_context_choose_kernel(plan->context,
                                          (enum pl_kernel_choice)opts->kernel, diags);
    }
    if (status == PL_OK) {
        status = duration_read_for(plan->context, opts->duration, diags,
                                   &plan->options.duration);
    }
    if (status == PL_OK) {
        status =
            cli_treatment(cli, &opts->network, plan->context, false, &plan->treatment);
    }
    if (status == PL_OK) {
        status = cli_ensemble(cli, &opts->network, plan->context, plan->treatment,
                              &plan->ensemble);
        plan->n_members = pl_ensemble_n(plan->ensemble);
        plan->options.ensemble = plan->ensemble;
    }
    if (status == PL_OK) {
        status = read_design(opts, diags, plan);
    }
    if (status == PL_OK) {
        status = read_measures(opts, diags, plan);
    }
    if (status == PL_OK) {
        status = find_course(plan, diags);
    }
    if (status == PL_OK) {
        status = check_folds(plan, diags);
    }
    return status;
}

void
sweep_plan_finish(struct sweep_plan *plan)
{
    for (size_t i = 0; i < plan->n_measures; i++) {
        pl_measure_finish(&plan->measures[i]);
    }
    free(plan->measures);
    pl_design_destroy(plan->design);
    pl_ensemble_destroy(plan->ensemble);
    pl_treatment_destroy(plan->treatment);
    pl_context_destroy(plan->context);
    *plan = (struct sweep_plan){0};
}

bool
sweep_plan_in_hours(const struct sweep_plan *plan)
{
    return pl_timecourse_time_unit(plan->context) > 0.0;
}

bool
sweep_plan_reads_file(const struct sweep_plan *plan)
{
    return pl_design_kind_of(plan->design) == PL_DESIGN_ROWS;
}

bool
sweep_plan_varies_cells(const struct sweep_plan *plan)
{
    size_t n = 0;
    const struct pl_factor *factors = pl_design_factors(plan->design, &n);

    for (size_t i = 0; i < n; i++) {
        if (factors[i].kind == PL_FACTOR_CELL) {
            return true;
        }
    }
    return false;
}

const char *
sweep_plan_unit(const struct sweep_plan *plan)
{
    return plan->ensemble != NULL ? "runs" : "points";
}

uint64_t
sweep_plan_n_points(const struct sweep_plan *plan)
{
    return plan->n / plan->n_members;
}

void
sweep_plan_point(const struct sweep_plan *plan, uint64_t k, double *values)
{
    pl_design_point(plan->design, k / plan->n_members, values);
}

void
sweep_plan_row(const struct sweep_plan *plan, uint64_t k, const double *values,
               double *row)
{
    sweep_plan_point(plan, k, row);
    for (size_t i = 0; i < plan->n_measures; i++) {
        row[plan->n_factors + i] =
            pl_measure_told(&plan->measures[i], plan->context, values[i]);
    }
}
