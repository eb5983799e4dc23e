/*
 * context.c - a model with everything that stands beside it: reading and checking.
 */
#include "study/context.h"

#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/diag.h"
#include "base/frame.h"
#include "base/source.h"
#include "base/text.h"
#include "compile/program.h"
#include "compile/shared_kernels.h"
#include "format/format.h"
#include "format/tsv.h"
#include "model/model.h"
#include "study/offers.h"
#include "study/parameters.h"
#include "study/tables.h"
#include "study/words.h"

/* What is there but cannot be read is a fault, told by the reader. */
static bool
is_absent(const char *path)
{
    return access(path, F_OK) != 0 && (errno == ENOENT || errno == ENOTDIR);
}

static enum pl_status
read_table(const char *path, struct pl_diags *diags, struct pl_frame **out)
{
    struct pl_source *source = NULL;
    enum pl_status status = pl_source_read(path, diags, &source);

    if (status == PL_OK) {
        status = pl_tsv_read(source, diags, out);
    }
    pl_source_destroy(source);
    return status;
}

static int
compare_texts(const void *a, const void *b)
{
    const char *const *left = a;
    const char *const *right = b;

    return strcmp(*left, *right);
}

/* Each row has an id, and no other row has the same. */
static enum pl_status
check_ids(const struct pl_frame *table, size_t column, const char *path,
          struct pl_diags *diags)
{
    const char *name = table->columns[column].name;
    enum pl_status status = PL_OK;
    const char **ids = calloc(table->n_rows + 1, sizeof *ids);

    if (ids == NULL) {
        return pl_diag_no_memory(diags, "the rows of a table");
    }
    for (size_t row = 0; row < table->n_rows; row++) {
        ids[row] = table->columns[column].texts[row];
        if (ids[row][0] == '\0') {
            status = pl_diag_error(diags, PL_ERR_MODEL, NULL, "%s: row %zu has no %s",
                                   path, row + 1, name);
        }
    }
    qsort(ids, table->n_rows, sizeof *ids, compare_texts);
    for (size_t i = 1; i < table->n_rows; i++) {
        if (ids[i][0] != '\0' && strcmp(ids[i - 1], ids[i]) == 0) {
            status =
                pl_diag_error(diags, PL_ERR_MODEL, NULL,
                              "%s: %s '%s' stands in two rows", path, name, ids[i]);
        }
    }
    free(ids);
    return status;
}

/* The column that every such table has. */
static enum pl_status
find_id_column(const struct pl_frame *table, const char *name, const char *path,
               struct pl_diags *diags, size_t *column)
{
    *column = pl_frame_find(table, name);
    if (*column == PL_NONE) {
        return pl_diag_error(diags, PL_ERR_MODEL, NULL, "%s: there is no column '%s'",
                             path, name);
    }
    if (table->n_rows == 0) {
        return pl_diag_error(diags, PL_ERR_MODEL, NULL, "%s: the table has no rows",
                             path);
    }
    return PL_OK;
}

static enum pl_status
report_column(const struct pl_context *context, const char *path, const char *name,
              struct pl_diags *diags)
{
    const struct pl_model *model = context->model;
    struct pl_offers offers;
    enum pl_status status = PL_OK;

    if (pl_model_find(model, name) != PL_NONE) {
        return pl_diag_error(diags, PL_ERR_MODEL, NULL,
                             "%s: column '%s' follows its rule in the model and cannot "
                             "be set",
                             path, name);
    }
    pl_offers_init(&offers);
    for (size_t i = 0; i < model->n_symbols; i++) {
        if (pl_program_is_input(context->program, i)) {
            pl_offers_add(&offers, model->symbols[i].name, model->symbols[i].name);
        }
    }
    status = pl_diag_error(diags, PL_ERR_MODEL, NULL,
                           "%s: column '%s' is no parameter of the model", path, name);
    (void)pl_offers_hint_near(&offers, name, diags);
    pl_offers_finish(&offers);
    return status;
}

/* A table of cells or variants: every other column is something that can be set. */
static enum pl_status
check_conditions(const struct pl_context *context, struct pl_frame *table,
                 const char *path, struct pl_diags *diags)
{
    size_t id = PL_NONE;
    enum pl_status status = find_id_column(table, PL_CONDITION_ID, path, diags, &id);

    if (status != PL_OK) {
        return status;
    }
    status = check_ids(table, id, path, diags);
    for (size_t c = 0; c < table->n_columns && status != PL_ERR_NOMEM; c++) {
        const char *name = table->columns[c].name;
        size_t symbol = pl_model_find(context->model, name);
        enum pl_status fault = PL_OK;

        if (pl_table_is_label(name)) {
            continue;
        }
        if (symbol == PL_NONE || !pl_program_is_input(context->program, symbol)) {
            fault = report_column(context, path, name, diags);
        } else {
            fault = pl_tsv_numbers(table, c, path, diags);
        }
        status = fault != PL_OK ? fault : status;
    }
    return status;
}

/* Every name in a cell of potency parameters is one of the model's. */
static enum pl_status
check_potencies(const struct pl_context *context, const char *id, const char *names,
                const char *path, struct pl_diags *diags)
{
    enum pl_status status = PL_OK;
    const char *item = NULL;
    size_t length = 0;

    while (status == PL_OK && pl_words_next(&names, ';', &item, &length)) {
        struct pl_text name;

        pl_text_init(&name);
        pl_text_add(&name, item, length);
        if (name.failed) {
            status = pl_diag_no_memory(diags, "a name in a table");
        } else if (pl_model_find(context->model, name.data) == PL_NONE) {
            status = pl_diag_error(
                diags, PL_ERR_MODEL, NULL,
                "%s: the model has no parameter '%s', the potency of '%s'", path,
                name.data, id);
        }
        pl_text_finish(&name);
    }
    return status;
}

/* True for a name, without its prefix, of something that the model offers. */
static bool
is_offered(const struct pl_context *context, enum pl_role role, const char *name)
{
    const struct pl_role_list *list = &context->roles.lists[role];

    for (size_t k = 0; k < list->n; k++) {
        if (strcmp(list->names[k], name) == 0) {
            return true;
        }
    }
    return false;
}

static enum pl_status
check_drugs(const struct pl_context *context, struct pl_frame *table, const char *path,
            struct pl_diags *diags)
{
    size_t id = PL_NONE;
    size_t potency = pl_frame_find(table, PL_DRUG_POTENCY);
    enum pl_status status = find_id_column(table, PL_DRUG_ID, path, diags, &id);

    if (status != PL_OK) {
        return status;
    }
    status = check_ids(table, id, path, diags);
    for (size_t row = 0; row < table->n_rows && status != PL_ERR_NOMEM; row++) {
        const char *name = table->columns[id].texts[row];
        enum pl_status fault = PL_OK;

        if (name[0] != '\0' && !is_offered(context, PL_ROLE_DRUG, name)) {
            fault =
                pl_diag_error(diags, PL_ERR_MODEL, NULL,
                              "%s: the model has no parameter 'drug_%s'", path, name);
        } else if (potency != PL_NONE) {
            fault = check_potencies(context, name, table->columns[potency].texts[row],
                                    path, diags);
        }
        status = fault != PL_OK ? fault : status;
    }
    return status;
}

/* What the treatments say is read when they are wanted. */
static enum pl_status
check_treatments(const struct pl_context *context, struct pl_frame *table,
                 const char *path, struct pl_diags *diags)
{
    size_t id = PL_NONE;
    size_t text = PL_NONE;
    enum pl_status status = find_id_column(table, PL_TREATMENT_ID, path, diags, &id);

    (void)context;
    if (status == PL_OK) {
        status = find_id_column(table, PL_TREATMENT_TEXT, path, diags, &text);
    }
    if (status != PL_OK) {
        return status;
    }
    status = check_ids(table, id, path, diags);
    for (size_t row = 0; row < table->n_rows && status != PL_ERR_NOMEM; row++) {
        if (table->columns[text].texts[row][0] == '\0') {
            status =
                pl_diag_error(diags, PL_ERR_MODEL, NULL, "%s: treatment '%s' has no %s",
                              path, table->columns[id].texts[row], PL_TREATMENT_TEXT);
        }
    }
    return status;
}

static enum pl_status
check_edges(const struct pl_context *context, struct pl_frame *table, const char *path,
            struct pl_diags *diags)
{
    size_t id = PL_NONE;
    enum pl_status status = find_id_column(table, PL_EDGE_ID, path, diags, &id);

    if (status != PL_OK) {
        return status;
    }
    status = check_ids(table, id, path, diags);
    for (size_t row = 0; row < table->n_rows && status != PL_ERR_NOMEM; row++) {
        const char *name = table->columns[id].texts[row];

        if (name[0] != '\0' && !is_offered(context, PL_ROLE_EDGE, name)) {
            status =
                pl_diag_error(diags, PL_ERR_MODEL, NULL,
                              "%s: the model has no rule 'feedback_%s'", path, name);
        }
    }
    return status;
}

static enum pl_status
check_parameters(const struct pl_context *context, struct pl_frame *table,
                 const char *path, struct pl_diags *diags)
{
    size_t id = PL_NONE;
    enum pl_status status = find_id_column(table, PL_PARAMETER_ID, path, diags, &id);
    enum pl_status fault = PL_OK;

    if (status != PL_OK) {
        return status;
    }
    status = check_ids(table, id, path, diags);
    fault = status != PL_ERR_NOMEM ? pl_parameters_check(context, table, path, diags)
                                   : status;
    return fault != PL_OK ? fault : status;
}

/* What becomes of a table beside a model. */
struct beside {
    struct pl_frame **table;
    enum pl_status (*check)(const struct pl_context *context, struct pl_frame *table,
                            const char *path, struct pl_diags *diags);
};

static enum pl_status
load_tables(struct pl_context *context, struct pl_diags *diags)
{
    const struct beside all[PL_N_TABLES] = {
        [PL_TABLE_CELLS] = {&context->cells, check_conditions},
        [PL_TABLE_VARIANTS] = {&context->variants, check_conditions},
        [PL_TABLE_DRUGS] = {&context->drugs, check_drugs},
        [PL_TABLE_TREATMENTS] = {&context->treatments, check_treatments},
        [PL_TABLE_EDGES] = {&context->edges, check_edges},
        [PL_TABLE_PARAMETERS] = {&context->parameters, check_parameters},
    };
    enum pl_status status = PL_OK;

    for (size_t i = 0; i < PL_N_TABLES; i++) {
        char *path = pl_table_path(context->path, (enum pl_table)i);
        enum pl_status fault = PL_OK;

        if (path == NULL) {
            return pl_diag_no_memory(diags, "the name of a table");
        }
        if (!is_absent(path)) {
            fault = read_table(path, diags, all[i].table);
            if (fault == PL_OK) {
                fault = all[i].check(context, *all[i].table, path, diags);
            }
        }
        free(path);
        if (fault == PL_ERR_NOMEM) {
            return fault;
        }
        status = fault != PL_OK ? fault : status;
    }
    return status;
}

enum pl_status
pl_context_load(const char *path, struct pl_diags *diags, struct pl_context **out)
{
    enum pl_status status = PL_OK;
    struct pl_context *context = NULL;

    *out = NULL;
    context = calloc(1, sizeof *context);
    if (context == NULL) {
        return pl_diag_no_memory(diags, "a model");
    }
    context->path = pl_text_copy(path);
    if (context->path == NULL) {
        status = pl_diag_no_memory(diags, "the name of a model");
        goto done;
    }
    status = pl_format_read_model(path, diags, &context->model);
    if (status != PL_OK) {
        goto done;
    }
    status = pl_program_create(context->model, diags, &context->program);
    if (status == PL_OK) {
        status = pl_kernels_create(context->program, pl_isa_best(), 1, PL_KERNEL_AUTO,
                                   diags, &context->kernels);
    }
    if (status == PL_OK) {
        status = pl_shared_kernels_create(context->program, diags, &context->together);
    }
    if (status != PL_OK) {
        goto done;
    }
    status = pl_roles_find(context->model, diags, &context->roles);
    if (status == PL_OK) {
        status = pl_roles_check(context->model, diags);
    }
    if (status != PL_OK) {
        goto done;
    }
    /* A model from standard input has no place that tables could stand beside. */
    if (strcmp(path, "-") != 0) {
        status = load_tables(context, diags);
        if (status != PL_OK) {
            goto done;
        }
    }
    *out = context;
    context = NULL; /* handed over */

done:
    pl_context_destroy(context);
    return status;
}

void
pl_context_destroy(struct pl_context *context)
{
    if (context == NULL) {
        return;
    }
    pl_frame_destroy(context->parameters);
    pl_frame_destroy(context->edges);
    pl_frame_destroy(context->treatments);
    pl_frame_destroy(context->drugs);
    pl_frame_destroy(context->variants);
    pl_frame_destroy(context->cells);
    pl_roles_finish(&context->roles);
    pl_shared_kernels_destroy(context->together);
    pl_kernels_destroy(context->kernels);
    pl_program_destroy(context->program);
    pl_model_destroy(context->model);
    free(context->path);
    free(context);
}

enum pl_status
pl_context_choose_kernel(struct pl_context *context, enum pl_kernel_choice choice,
                         struct pl_diags *diags)
{
    struct pl_kernels *kernels = NULL;
    enum pl_status status = PL_OK;

    if (choice == context->kernels->choice) {
        return PL_OK;
    }
    status =
        pl_kernels_create(context->program, pl_isa_best(), 1, choice, diags, &kernels);
    if (status == PL_OK) {
        pl_kernels_destroy(context->kernels);
        context->kernels = kernels;
    }
    return status;
}
