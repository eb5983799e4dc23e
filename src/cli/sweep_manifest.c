/*
 * sweep_manifest.c - what the numbers of a sweep depend on, in lines that tell one sweep
 * from another.
 */
#include "cli/sweep_plan.h"

#include <string.h>

#include <nettle/sha2.h>

#include "base/diag.h"
#include "base/frame.h"
#include "base/isa.h"
#include "base/number.h"
#include "base/source.h"
#include "cli/sweep_members.h"
#include "cli/sweep_table.h"
#include "model/model.h"
#include "pathloop.h"
#include "study/context.h"
#include "study/design.h"
#include "study/factor.h"
#include "study/measure.h"
#include "study/tables.h"
#include "study/treatment.h"

/* [byte] of a digest of a row, as it is shown. */
#define SHORT_DIGEST ((size_t)8)

static void
put_digest(struct sha256_ctx *hash, size_t n_bytes, struct pl_text *text)
{
    uint8_t digest[SHA256_DIGEST_SIZE];

    sha256_digest(hash, sizeof digest, digest);
    for (size_t i = 0; i < n_bytes; i++) {
        pl_text_format(text, "%02x", (unsigned)digest[i]);
    }
}

static void
put_model(const struct pl_context *context, struct pl_text *text)
{
    const struct pl_source *source = context->model->source;
    struct sha256_ctx hash;

    sha256_init(&hash);
    sha256_update(&hash, source->size, (const uint8_t *)source->text);
    pl_text_put(text, "sha256 ");
    put_digest(&hash, SHA256_DIGEST_SIZE, text);
}

static void
hash_text(struct sha256_ctx *hash, const char *text)
{
    sha256_update(hash, strlen(text) + 1, (const uint8_t *)text); /* the NUL ends it */
}

/* A row's parameters: their names, and the bits of their numbers. */
static void
put_row_digest(const struct pl_frame *table, size_t row, struct pl_text *text)
{
    struct sha256_ctx hash;

    sha256_init(&hash);
    for (size_t c = 0; c < table->n_columns; c++) {
        const struct pl_column *column = &table->columns[c];
        char number[PL_NUMBER_SIZE];

        if (pl_table_is_label(column->name)) {
            continue;
        }
        hash_text(&hash, column->name);
        if (column->type == PL_COLUMN_NUMBER) {
            pl_number_format(column->numbers[row], number);
            hash_text(&hash, number);
        } else {
            hash_text(&hash, column->texts[row]);
        }
    }
    put_digest(&hash, SHORT_DIGEST, text);
}

static const char *
row_id(const struct pl_frame *table, size_t row)
{
    const size_t column = pl_frame_find(table, PL_CONDITION_ID);

    return column != PL_NONE ? table->columns[column].texts[row] : "";
}

static size_t
find_row(const struct pl_frame *table, const char *id)
{
    for (size_t row = 0; row < table->n_rows; row++) {
        if (strcmp(row_id(table, row), id) == 0) {
            return row;
        }
    }
    return PL_NONE;
}

/* "her2_sensitive 0123456789abcdef" */
static void
put_row(const struct pl_frame *table, const char *id, struct pl_text *text)
{
    const size_t row = table != NULL && id != NULL ? find_row(table, id) : PL_NONE;

    if (row == PL_NONE) {
        pl_text_put(text, "none");
        return;
    }
    pl_text_format(text, "%s ", id);
    put_row_digest(table, row, text);
}

/* "3 0123456789abcdef her2_normal", a tab between two; a tab in a name becomes a blank. */
static void
put_cells(const struct sweep_plan *plan, struct pl_text *text)
{
    const struct pl_frame *table = plan->context->cells;

    for (size_t row = 0; row < table->n_rows; row++) {
        pl_text_format(text, "%s%zu ", row > 0 ? "\t" : "", row);
        put_row_digest(table, row, text);
        pl_text_put(text, " ");
        for (const char *p = row_id(table, row); *p != '\0'; p++) {
            pl_text_add(text, *p == '\t' ? " " : p, 1);
        }
    }
}

/* To the bit, other than the words for a reader. */
static void
put_treatment(const struct sweep_plan *plan, struct pl_text *text)
{
    size_t n = 0;
    const struct pl_action *actions = pl_treatment_actions(plan->treatment, &n);

    pl_text_put(text, n == 0 ? "none" : "");
    for (size_t i = 0; i < n; i++) {
        const struct pl_action *action = &actions[i];
        const char *name = plan->context->model->symbols[action->symbol].name;
        char value[PL_NUMBER_SIZE];
        char from[PL_NUMBER_SIZE];
        char to[PL_NUMBER_SIZE];

        pl_number_format(action->value, value);
        pl_number_format(action->from, from);
        pl_number_format(action->to, to);
        pl_text_put(text, i > 0 ? ", " : "");
        if (action->kind == PL_ACTION_CLAMP) {
            pl_text_format(text, "clamp %s", name);
        } else if (action->before_rest) {
            pl_text_format(text, "%s=%s", name, value);
        } else {
            pl_text_format(text, "%s=%s@%s..%s", name, value, from, to);
        }
    }
}

static const char *
unit_of(const struct sweep_plan *plan, size_t symbol)
{
    const char *unit =
        symbol != PL_NONE ? plan->context->model->symbols[symbol].unit : NULL;

    return unit != NULL ? unit : "";
}

/* "IGF [nM]" */
static void
put_column(const char *name, const char *unit, const char *time, struct pl_text *text)
{
    const char *between = unit[0] != '\0' && time[0] != '\0' ? " " : "";

    pl_text_format(text, "%s%s", text->size > 0 ? ", " : "", name);
    if (unit[0] != '\0' || time[0] != '\0') {
        pl_text_format(text, " [%s%s%s]", unit, between, time);
    }
}

static void
put_factors(const struct sweep_plan *plan, struct pl_text *text)
{
    size_t n = 0;
    const struct pl_factor *factors = pl_design_factors(plan->design, &n);

    for (size_t i = 0; i < n; i++) {
        put_column(factors[i].name, unit_of(plan, factors[i].symbol), "", text);
    }
}

static void
put_readouts(const struct sweep_plan *plan, struct pl_text *text)
{
    for (size_t i = 0; i < plan->n_measures; i++) {
        const struct pl_measure *measure = &plan->measures[i];
        const char *time = sweep_plan_in_hours(plan) ? "h" : "";
        const bool is_level =
            measure->kind != PL_MEASURE_FOLD && measure->kind != PL_MEASURE_TIME_TO_MAX;
        const bool has_time = pl_measure_holds_time(measure->kind);

        put_column(measure->name, is_level ? unit_of(plan, measure->symbol) : "",
                   has_time ? time : "", text);
    }
}

static void
put_run(const struct sweep_plan *plan, struct pl_text *text)
{
    static const char *const rests[] = {
        [PL_EQUILIBRATE_AUTO] = "if treated",
        [PL_EQUILIBRATE_YES] = "yes",
        [PL_EQUILIBRATE_NO] = "no",
    };
    const struct pl_sweep_options *options = &plan->options;
    char duration[PL_NUMBER_SIZE];
    char rtol[PL_NUMBER_SIZE];
    char atol[PL_NUMBER_SIZE];

    pl_number_format(options->duration, duration);
    pl_number_format(options->sim.rtol, rtol);
    pl_number_format(options->sim.atol, atol);
    pl_text_format(text,
                   "for=%s equilibrate=%s method=%s rtol=%s atol=%s max-steps=%zu",
                   duration, rests[options->equilibrate], options->sim.method, rtol,
                   options->sim.atol > 0.0 ? atol : "rule", options->sim.max_steps);
}

/* The text of the next entry. */
static struct pl_text *
add(struct sweep_manifest *manifest, const char *name, const char *hint)
{
    const size_t i = manifest->manifest.n_entries++;

    manifest->entries[i].name = name;
    manifest->entries[i].hint = hint;
    return &manifest->texts[i];
}

/* The conditions of every point. */
static void
add_conditions(const struct sweep_plan *plan, struct sweep_manifest *manifest)
{
    const struct pl_context *context = plan->context;

    if (sweep_plan_varies_cells(plan)) {
        put_cells(plan, add(manifest, SWEEP_CELLS,
                            "the table of cells has changed: put it back, or remove "
                            "the file and begin anew"));
    } else {
        put_row(context->cells, pl_treatment_cell_id(plan->treatment),
                add(manifest, "cell",
                    "give the same --cell, or remove the file and begin anew; behind "
                    "its name stands a digest of its numbers"));
    }
    put_row(context->variants, pl_treatment_variant_id(plan->treatment),
            add(manifest, "variant",
                "give the same --variant, or remove the file and begin anew; behind "
                "its name stands a digest of its numbers"));
    put_treatment(plan,
                  add(manifest, "treatment",
                      "give the same --drug, --inhibit, --set, --clamp, --cut and "
                      "--background, or remove the file and begin anew"));
}

/* The parameter sets of every point. Where they lie is left out: shards may find them in
 * folders of their own. */
static void
add_ensemble(const struct sweep_plan *plan, struct sweep_manifest *manifest)
{
    static const char hint[] =
        "give the same table to --ensemble, or remove the file and begin anew";
    struct pl_text names;
    struct pl_text weights;

    pl_text_init(&names);
    pl_text_init(&weights);
    sweep_members_put(plan->ensemble, add(manifest, SWEEP_ENSEMBLE, hint));
    sweep_members_put_names(plan->ensemble, &names);
    sweep_members_put_weights(plan->ensemble, &weights);
    if (names.size > 0 || names.failed) {
        *add(manifest, SWEEP_MEMBERS, hint) = names; /* taken */
    }
    if (weights.size > 0 || weights.failed) {
        *add(manifest, SWEEP_WEIGHTS, hint) = weights; /* taken */
    }
}

enum pl_status
sweep_manifest_init(const struct sweep_plan *plan, struct pl_diags *diags,
                    struct sweep_manifest *manifest)
{
    bool failed = false;

    *manifest = (struct sweep_manifest){
        .manifest = {.entries = manifest->entries,
                     .n_points = pl_design_n_points(plan->design) * plan->n_members,
                     .first = plan->first,
                     .n = plan->n,
                     .n_values = plan->n_factors + plan->n_measures,
                     .of_runs = plan->ensemble != NULL}};
    pl_text_format(add(manifest, "pathloop",
                       "the last digits may be others: go on with that version and on "
                       "such a processor, or remove the file and begin anew"),
                   "%s%s", pl_version(),
                   pl_isa_has_fma() ? "" : " without fused multiply-add");
    put_model(plan->context, add(manifest, "model",
                                 "the text of the model has changed: put it back, or "
                                 "remove the file and begin anew"));
    put_factors(plan, add(manifest, SWEEP_FACTORS,
                          "give the same --vary, or remove the file and begin anew"));
    pl_design_describe(plan->design,
                       add(manifest, "design",
                           "give the same --vary, --design and --seed, or remove the "
                           "file and begin anew"));
    add_conditions(plan, manifest);
    if (plan->ensemble != NULL) {
        add_ensemble(plan, manifest);
    }
    put_readouts(plan,
                 add(manifest, SWEEP_READOUTS,
                     "give the same --readout, or remove the file and begin anew"));
    put_run(plan, add(manifest, "run",
                      "give the same --for, --equilibrate, --no-equilibrate, --method, "
                      "--rtol, --atol and --max-steps, or remove the file and begin "
                      "anew"));
    for (size_t i = 0; i < manifest->manifest.n_entries; i++) {
        manifest->entries[i].value = pl_text_string(&manifest->texts[i]);
        failed = failed || manifest->texts[i].failed;
    }
    if (failed) {
        sweep_manifest_finish(manifest);
        return pl_diag_no_memory(diags, "the description of a sweep");
    }
    return PL_OK;
}

void
sweep_manifest_finish(struct sweep_manifest *manifest)
{
    for (size_t i = 0; i < SWEEP_MANIFEST_ENTRIES; i++) {
        pl_text_finish(&manifest->texts[i]);
    }
    *manifest = (struct sweep_manifest){0};
}
