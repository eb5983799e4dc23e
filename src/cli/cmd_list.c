/*
 * cmd_list.c - what a model offers: targets, drugs, cells, readouts, feedback edges.
 */
#include "cli/verbs.h"

#include <stdlib.h>
#include <string.h>

#include "base/diag.h"
#include "base/frame.h"
#include "base/number.h"
#include "base/text.h"
#include "cli/files.h"
#include "compile/program.h"
#include "expr/formula.h"
#include "model/model.h"
#include "solve/sim.h"
#include "study/context.h"
#include "study/parameters.h"
#include "study/tables.h"

struct list_opts {
    struct network_opts network; /* the model alone */
    bool names;
    struct output_opts output;
    size_t colour;
};

static const struct opt rows[] = {
    NETWORK_MODEL_ROW(struct list_opts, network),
    OPT_FLAG(struct list_opts, names, "names", "only the names, one on each line"),
    OUTPUT_ROWS(struct list_opts, output),
    COLOUR_ROW(struct list_opts, colour),
    OPT_END,
};

static const char *const kinds[] = {"targets",  "drugs",   "cells",      "variants",
                                    "readouts", "edges",   "parameters", "species",
                                    "models",   "methods", NULL};
enum kind {
    TARGETS,
    DRUGS,
    CELLS,
    VARIANTS,
    READOUTS,
    EDGES,
    PARAMETERS,
    SPECIES,
    MODELS,
    METHODS
};

static const char *const examples[] = {
    "simulate list drugs",
    "names, aliases, targets and potencies of the model's drugs",
    "simulate list edges --format md",
    "the feedback edges with their literature, to paste",
    NULL,
};

/* Add a text column to a frame that has its rows. */
static enum pl_status
add_column(struct pl_frame *frame, const char *name, struct pl_diags *diags)
{
    return pl_frame_add_column(frame, name, NULL, NULL, PL_COLUMN_TEXT, diags);
}

/* Add a row of texts, one for each column. */
static enum pl_status
add_row(struct pl_frame *frame, const char *const *texts, struct pl_diags *diags)
{
    enum pl_status status = pl_frame_add_row(frame, diags);
    size_t i;

    for (i = 0; i < frame->n_columns && status == PL_OK; i++) {
        status = pl_frame_set_text(frame, frame->n_rows - 1, i,
                                   texts[i] != NULL ? texts[i] : "", diags);
    }
    return status;
}

/* Columns of names, NULL-terminated. */
static enum pl_status
make_frame(const char *const *columns, struct pl_diags *diags, struct pl_frame **out)
{
    enum pl_status status = pl_frame_create(diags, out);

    for (; status == PL_OK && *columns != NULL; columns++) {
        status = add_column(*out, *columns, diags);
    }
    return status;
}

/* Targets and readouts: name and display name; drugs of a model without a table too. The
 * notes make a column of their own where there are any. */
static enum pl_status
list_role(const struct pl_context *context, enum pl_role role, struct pl_diags *diags,
          struct pl_frame **out)
{
    static const char *const heads[PL_N_ROLES] = {"target", "drug", "edge", "readout"};
    const struct pl_symbol *symbols = context->model->symbols;
    const struct pl_role_list *list = &context->roles.lists[role];
    const char *columns[] = {heads[role], "is", NULL, NULL};
    enum pl_status status;
    size_t i;

    for (i = 0; i < list->n; i++) {
        if (pl_symbol_annotation(&symbols[list->symbols[i]], "notes") != NULL) {
            columns[2] = "notes";
        }
    }
    status = make_frame(columns, diags, out);
    for (i = 0; i < list->n && status == PL_OK; i++) {
        const struct pl_symbol *symbol = &symbols[list->symbols[i]];
        const char *const texts[] = {list->names[i], symbol->label,
                                     pl_symbol_annotation(symbol, "notes")};

        status = add_row(*out, texts, diags);
    }
    return status;
}

/* Feedback edges: what they carry and where they are known from. */
static enum pl_status
list_edges(const struct pl_context *context, struct pl_diags *diags,
           struct pl_frame **out)
{
    static const char *const columns[] = {"edge", "is", "signal", "source", NULL};
    const struct pl_role_list *list = &context->roles.lists[PL_ROLE_EDGE];
    enum pl_status status = make_frame(columns, diags, out);
    size_t i;

    for (i = 0; i < list->n && status == PL_OK; i++) {
        const struct pl_symbol *symbol = &context->model->symbols[list->symbols[i]];
        struct pl_text signal;

        pl_text_init(&signal);
        pl_formula_print(symbol->rule, &signal);
        {
            const char *const texts[] = {list->names[i], symbol->label,
                                         pl_text_string(&signal),
                                         pl_symbol_annotation(symbol, "notes")};

            status = add_row(*out, texts, diags);
        }
        pl_text_finish(&signal);
    }
    return status;
}

/* Parameters that --set takes, without targets and drugs; or species. */
static enum pl_status
list_symbols(const struct pl_context *context, bool species, struct pl_diags *diags,
             struct pl_frame **out)
{
    const char *const columns[] = {species ? "species" : "parameter", "value", "unit",
                                   "is", NULL};
    const struct pl_model *model = context->model;
    enum pl_status status = make_frame(columns, diags, out);
    size_t i;

    for (i = 0; i < model->n_symbols && status == PL_OK; i++) {
        const struct pl_symbol *symbol = &model->symbols[i];
        bool wanted = species ? symbol->kind == PL_SYMBOL_SPECIES
                              : symbol->kind != PL_SYMBOL_SPECIES &&
                                    pl_program_is_input(context->program, i) &&
                                    pl_role_strip(symbol->name) == symbol->name;
        struct pl_text value;

        if (!wanted) {
            continue;
        }
        pl_text_init(&value);
        if (symbol->value != NULL) {
            pl_formula_print(symbol->value, &value);
        }
        {
            const char *const texts[] = {
                symbol->name, pl_text_string(&value), symbol->unit,
                strcmp(symbol->label, symbol->name) != 0 ? symbol->label : NULL};

            status = add_row(*out, texts, diags);
        }
        pl_text_finish(&value);
    }
    return status;
}

/* What the model's table says of parameters, as further columns: range and basis;
 * unless brief all that it has. */
static enum pl_status
add_ranges(const struct pl_context *context, bool brief, struct pl_diags *diags,
           struct pl_frame *frame)
{
    static const char *const all[] = {"lower",    "upper", "scale",
                                      "estimate", "basis", "note"};
    static const char *const few[] = {"range", "basis"};
    const char *const *names = brief ? few : all;
    const size_t n_names = brief ? sizeof few / sizeof *few : sizeof all / sizeof *all;
    const size_t first = frame->n_columns;
    enum pl_status status = PL_OK;

    for (size_t k = 0; k < n_names && status == PL_OK; k++) {
        status = add_column(frame, names[k], diags);
    }
    for (size_t row = 0; row < frame->n_rows && status == PL_OK; row++) {
        const size_t symbol =
            pl_model_find(context->model, frame->columns[0].texts[row]);
        char low[PL_NUMBER_SIZE];
        char high[PL_NUMBER_SIZE];
        struct pl_parameter parameter;
        struct pl_text range;

        if (!pl_parameters_find(context, symbol, &parameter)) {
            continue;
        }
        pl_number_format(parameter.low, low);
        pl_number_format(parameter.high, high);
        pl_text_init(&range);
        pl_text_format(&range, "%s..%s%s", low, high,
                       parameter.logarithmic ? ":log" : "");
        {
            const char *const brief_texts[] = {pl_text_string(&range), parameter.basis};
            const char *const texts[] = {low,
                                         high,
                                         parameter.logarithmic ? "log" : "lin",
                                         parameter.estimated ? "1" : "0",
                                         parameter.basis,
                                         parameter.note};

            for (size_t k = 0; k < n_names && status == PL_OK; k++) {
                status = pl_frame_set_text(frame, row, first + k,
                                           brief ? brief_texts[k] : texts[k], diags);
            }
        }
        pl_text_finish(&range);
    }
    return status;
}

static enum pl_status
list_parameters(const struct pl_context *context, bool brief, struct pl_diags *diags,
                struct pl_frame **out)
{
    enum pl_status status = list_symbols(context, false, diags, out);

    return status == PL_OK && pl_parameters_n(context) > 0
               ? add_ranges(context, brief, diags, *out)
               : status;
}

/* "5 nM", or "5; 86.6 nM" for a drug with two potencies: values from the model. */
static void
put_potency(const struct pl_context *context, const char *parameters,
            struct pl_text *text)
{
    const char *between = "";

    while (*parameters != '\0') {
        size_t length = strcspn(parameters, "; ");
        char *name = NULL;
        size_t symbol = PL_NONE;
        double value = 0.0;

        if (length > 0) {
            struct pl_text word;

            pl_text_init(&word);
            pl_text_add(&word, parameters, length);
            name = word.data;
            symbol = name != NULL ? pl_model_find(context->model, name) : PL_NONE;
        }
        if (symbol != PL_NONE && context->model->symbols[symbol].value != NULL &&
            pl_formula_is_number(context->model->symbols[symbol].value, &value)) {
            char number[PL_NUMBER_SIZE];

            pl_number_round(value, 4, number);
            pl_text_format(text, "%s%s", between, number);
            between = "; ";
        }
        free(name);
        parameters += length;
        parameters += strspn(parameters, "; ");
    }
    if (*between != '\0') {
        pl_text_put(text, " nM");
    }
}

/* Drugs: the model's table, with the potencies that the model holds. */
static enum pl_status
list_drugs(const struct pl_context *context, bool brief, struct pl_diags *diags,
           struct pl_frame **out)
{
    static const char *const all[] = {"drugId",     "class",   "target",
                                      "potency",    "aliases", "source",
                                      "confidence", "note",    NULL};
    static const char *const few[] = {"drugId",  "class",   "target",
                                      "potency", "aliases", NULL};
    const char *const *columns = brief ? few : all;
    const struct pl_frame *drugs = context->drugs;
    enum pl_status status;
    size_t row;
    size_t c;

    if (drugs == NULL) {
        return list_role(context, PL_ROLE_DRUG, diags, out);
    }
    status = make_frame(columns, diags, out);
    for (row = 0; row < drugs->n_rows && status == PL_OK; row++) {
        status = pl_frame_add_row(*out, diags);
        for (c = 0; columns[c] != NULL && status == PL_OK; c++) {
            bool potency = strcmp(columns[c], "potency") == 0;
            size_t from = pl_frame_find(drugs, potency ? PL_DRUG_POTENCY : columns[c]);
            const char *cell = from != PL_NONE ? drugs->columns[from].texts[row] : "";
            struct pl_text text;

            pl_text_init(&text);
            if (potency) {
                put_potency(context, cell, &text);
            } else {
                pl_text_put(&text, cell);
            }
            status = pl_frame_set_text(*out, row, c, pl_text_string(&text), diags);
            pl_text_finish(&text);
        }
    }
    return status;
}

/* Copy a column of a table to the next column of a frame with as many rows. */
static enum pl_status
copy_column(const struct pl_column *from, struct pl_diags *diags,
            struct pl_frame *frame)
{
    const size_t c = frame->n_columns;
    enum pl_status status =
        pl_frame_add_column(frame, from->name, NULL, NULL, from->type, diags);

    for (size_t row = 0; row < frame->n_rows && status == PL_OK; row++) {
        if (from->type == PL_COLUMN_NUMBER) {
            frame->columns[c].numbers[row] = from->numbers[row];
        } else {
            status = pl_frame_set_text(frame, row, c, from->texts[row], diags);
        }
    }
    return status;
}

/* Cells and variants: id and name first; then, unless brief, all their parameters. */
static enum pl_status
list_conditions(const struct pl_frame *table, bool brief, struct pl_diags *diags,
                struct pl_frame **out)
{
    static const char *const first[] = {PL_CONDITION_ID, PL_CONDITION_NAME};
    const size_t id = table != NULL ? pl_frame_find(table, first[0]) : PL_NONE;
    const size_t name = table != NULL ? pl_frame_find(table, first[1]) : PL_NONE;
    enum pl_status status = pl_frame_create(diags, out);

    for (size_t row = 0; table != NULL && row < table->n_rows && status == PL_OK;
         row++) {
        status = pl_frame_add_row(*out, diags);
    }
    if (status == PL_OK && id != PL_NONE) {
        status = copy_column(&table->columns[id], diags, *out);
    }
    if (status == PL_OK && name != PL_NONE) {
        status = copy_column(&table->columns[name], diags, *out);
    }
    for (size_t c = 0; table != NULL && !brief && c < table->n_columns; c++) {
        if (status == PL_OK && c != id && c != name) {
            status = copy_column(&table->columns[c], diags, *out);
        }
    }
    return status;
}

static enum pl_status
list_models(struct pl_diags *diags, struct pl_frame **out)
{
    static const char *const columns[] = {"model", NULL};
    enum pl_status status = make_frame(columns, diags, out);
    char **names = NULL;
    size_t n = 0;
    size_t i;

    if (status == PL_OK) {
        status = data_models(diags, &names, &n);
    }
    for (i = 0; i < n && status == PL_OK; i++) {
        const char *const texts[] = {names[i]};

        status = add_row(*out, texts, diags);
    }
    data_models_free(names, n);
    return status;
}

static enum pl_status
list_methods(struct pl_diags *diags, struct pl_frame **out)
{
    static const char *const columns[] = {"method", "is", NULL};
    enum pl_status status = make_frame(columns, diags, out);
    size_t n = 0;
    const struct pl_sim_method *methods = pl_sim_methods(&n);
    size_t i;

    for (i = 0; i < n && status == PL_OK; i++) {
        const char *const texts[] = {methods[i].name, methods[i].summary};

        status = add_row(*out, texts, diags);
    }
    return status;
}

static enum pl_status
make_list(const struct pl_context *context, enum kind kind, bool brief,
          struct pl_diags *diags, struct pl_frame **out)
{
    switch (kind) {
    case TARGETS:
        return list_role(context, PL_ROLE_TARGET, diags, out);
    case DRUGS:
        return list_drugs(context, brief, diags, out);
    case CELLS:
        return list_conditions(context->cells, brief, diags, out);
    case VARIANTS:
        return list_conditions(context->variants, brief, diags, out);
    case READOUTS:
        return list_role(context, PL_ROLE_READOUT, diags, out);
    case EDGES:
        return list_edges(context, diags, out);
    case PARAMETERS:
        return list_parameters(context, brief, diags, out);
    case SPECIES:
        return list_symbols(context, true, diags, out);
    case MODELS:
        return list_models(diags, out);
    case METHODS:
        return list_methods(diags, out);
    }
    return PL_OK;
}

/* Append the names alone: the first column. */
static void
put_names(const struct pl_frame *frame, struct pl_text *text)
{
    size_t row;

    for (row = 0; frame->n_columns > 0 && row < frame->n_rows; row++) {
        pl_text_format(text, "%s\n", frame->columns[0].texts[row]);
    }
}

/* All lists of a model in brief: a line of names for each. */
static enum pl_status
put_overview(const struct pl_context *context, size_t width, struct pl_diags *diags,
             struct pl_text *text)
{
    enum pl_status status = PL_OK;
    size_t kind;
    size_t row;

    for (kind = TARGETS; kind <= EDGES && status == PL_OK; kind++) {
        struct pl_frame *frame = NULL;

        status = make_list(context, (enum kind)kind, true, diags, &frame);
        if (status == PL_OK) {
            struct pl_text names;

            pl_text_init(&names);
            for (row = 0; frame->n_columns > 0 && row < frame->n_rows; row++) {
                pl_text_format(&names, "%s%s", row > 0 ? ", " : "",
                               frame->columns[0].texts[row]);
            }
            pl_text_format(text, "%-10s", kinds[kind]);
            pl_text_wrap(text, frame->n_rows > 0 ? pl_text_string(&names) : "none", 10,
                         10, width);
            pl_text_put(text, "\n");
            text->failed = text->failed || names.failed;
            pl_text_finish(&names);
        }
        pl_frame_destroy(frame);
    }
    return status;
}

static enum pl_status
print_list(struct cli *cli, const struct list_opts *opts, enum kind kind,
           const struct pl_context *context)
{
    bool brief = opts->output.output == NULL && opts->output.format == CLI_FORMAT_NONE;
    struct pl_frame *frame = NULL;
    struct pl_text text;
    enum pl_status status = make_list(context, kind, brief, cli->diags, &frame);

    pl_text_init(&text);
    if (status == PL_OK && !brief && !opts->names) {
        status = cli_write_frame(cli, &opts->output, frame);
    } else if (status == PL_OK) {
        if (opts->names) {
            put_names(frame, &text);
        } else if (frame->n_rows == 0) {
            pl_text_format(&text, "no %s\n", kinds[kind]);
        } else {
            pl_table_print(frame, NULL, &cli->style, &text);
        }
        status = cli_show(cli, NULL, &text);
    }
    pl_text_finish(&text);
    pl_frame_destroy(frame);
    return status;
}

/* Which list the user wants; PL_NONE for the overview. */
static enum pl_status
read_kind(struct cli *cli, const struct opt_texts *words, size_t *kind)
{
    *kind = PL_NONE;
    if (words->n == 0) {
        return PL_OK;
    }
    for (*kind = 0; kinds[*kind] != NULL; *kind += 1) {
        if (words->n == 1 && strcmp(kinds[*kind], words->items[0]) == 0) {
            return PL_OK;
        }
    }
    if (words->n > 1) {
        return pl_diag_error(cli->diags, PL_ERR_OPTION, NULL,
                             "list takes one word, not '%s' too", words->items[1]);
    }
    pl_diag_error(cli->diags, PL_ERR_NAME, NULL, "there is no list of '%s'",
                  words->items[0]);
    if (!pl_diag_hint_near(cli->diags, words->items[0], kinds, METHODS + 1, 1)) {
        pl_diag_hint(cli->diags, "lists: targets, drugs, cells, variants, readouts, "
                                 "edges, parameters, species, models, methods");
    }
    return PL_ERR_NAME;
}

static enum exit_code
run_verb(struct cli *cli, const struct verb *verb, int argc, char **argv)
{
    struct list_opts opts = {.network.model = CLI_DEFAULT_MODEL,
                             .output.format = CLI_FORMAT_NONE};
    struct opt_texts words = {NULL, 0};
    struct pl_context *context = NULL;
    enum exit_code code = EXIT_USAGE;
    enum pl_status status;
    struct pl_text text;
    size_t kind = PL_NONE;

    pl_text_init(&text);
    if (!cli_parse(cli, verb, argc, argv, &opts, &words, &code)) {
        goto done;
    }
    cli_set_colour(cli, opts.colour);
    status = read_kind(cli, &words, &kind);
    if (status == PL_OK && kind == PL_NONE &&
        (opts.names || opts.output.format != CLI_FORMAT_NONE)) {
        status = pl_diag_error(cli->diags, PL_ERR_OPTION, NULL,
                               "--names and --format need the name of one list");
    }
    if (status == PL_OK && kind != MODELS && kind != METHODS) {
        status = cli_load(cli, opts.network.model, &context);
    }
    if (status == PL_OK && context != NULL) {
        const struct file_written written = {opts.output.output, "output"};

        status = files_check(context, NULL, 0, &written, 1, cli->diags);
    }
    code = cli_load_code(status);
    if (status != PL_OK) {
        goto done;
    }
    if (kind == PL_NONE) {
        status = put_overview(context, cli->style.width, cli->diags, &text);
        if (status == PL_OK) {
            status = cli_show(cli, opts.output.output, &text);
        }
    } else {
        status = print_list(cli, &opts, (enum kind)kind, context);
    }
    code = cli_run_code(status);

done:
    pl_text_finish(&text);
    pl_context_destroy(context);
    opt_texts_finish(&words);
    return code;
}

const struct verb cmd_list = {
    .name = "list",
    .summary = "What a model offers: targets, drugs, cells, readouts, feedback edges",
    .arguments = "[targets|drugs|cells|variants|readouts|edges|parameters|species|"
                 "models|methods]",
    .words = kinds,
    .examples = examples,
    .rows = rows,
    .run = run_verb,
};
