/*
 * c_writer.c - a model as a C program: its head, its tables, and the order of parts.
 */
#include "format/c_writer.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/diag.h"
#include "base/number.h"
#include "expr/formula.h"
#include "format/c_parts.h"
#include "model/model.h"

/* How long the program runs when nobody says: as the time course of `simulate`. */
static const double USUAL_SECONDS = 48.0 * 3600.0;
static const int USUAL_OUTPUTS = 49; /* an hour apart */
static const double USUAL_MODEL_TIME = 100.0;
static const int USUAL_MODEL_OUTPUTS = 101;

/* ---- what the parts share ---- */

const char *
pl_c_local_name(struct pl_c_writer *w, const char *name)
{
    const char *copy = NULL;
    struct pl_text text;

    pl_text_init(&text);
    pl_c_put_local(name, &text);
    if (!text.failed) {
        copy = pl_arena_text(&w->arena, text.data, text.size);
    }
    pl_text_finish(&text);
    return copy;
}

void
pl_c_mark(const struct pl_formula *formula, bool *used)
{
    if (formula != NULL && formula->op == PL_OP_NAME) {
        used[formula->index] = true;
    }
    for (size_t k = 0; formula != NULL && k < formula->n_arguments; k++) {
        pl_c_mark(formula->arguments[k], used);
    }
}

bool
pl_c_uses_time(const struct pl_formula *formula)
{
    if (formula == NULL || formula->op == PL_OP_TIME) {
        return formula != NULL;
    }
    for (size_t k = 0; k < formula->n_arguments; k++) {
        if (pl_c_uses_time(formula->arguments[k])) {
            return true;
        }
    }
    return false;
}

void
pl_c_put_parts(struct pl_c_writer *w)
{
    struct pl_text *parts = &w->expressions.parts;

    pl_text_put(&w->text, pl_text_string(parts));
    w->text.failed = w->text.failed || parts->failed;
    pl_text_finish(parts);
}

void
pl_c_put_local_value(struct pl_c_writer *w, size_t symbol,
                     const struct pl_formula *formula)
{
    struct pl_text value;

    pl_text_init(&value);
    pl_c_put_expression(&w->expressions, formula, &value);
    pl_c_put_parts(w);
    pl_c_put_declaration(w->locals[symbol], &value, &w->text);
    pl_text_finish(&value);
}

void
pl_c_put_unused(const char *argument, bool is_used, struct pl_text *text)
{
    if (!is_used) {
        pl_text_format(text, "    (void)%s;\n", argument);
    }
}

/* ---- setting up ---- */

/* PREFIX and the model's name. */
static const char *
name_with(struct pl_c_writer *w, const char *prefix, const char *name)
{
    const char *copy = NULL;
    struct pl_text text;

    pl_text_init(&text);
    pl_text_put(&text, prefix);
    pl_c_put_tail(name, &text);
    if (!text.failed) {
        copy = pl_arena_text(&w->arena, pl_text_string(&text), text.size);
    }
    pl_text_finish(&text);
    return copy;
}

/* The shown symbols, then whatever else moves or follows, and every species. */
static bool
list_values(struct pl_c_writer *w)
{
    const struct pl_model *model = w->model;
    bool *is_listed = calloc(model->n_symbols + 1, sizeof *is_listed);

    if (is_listed == NULL) {
        return false;
    }
    for (size_t k = 0; k < w->options->n_shown; k++) {
        w->values[w->n_values++] = w->options->shown[k];
        is_listed[w->options->shown[k]] = true;
    }
    for (size_t i = 0; i < model->n_symbols; i++) {
        const struct pl_symbol *s = &model->symbols[i];

        if (!is_listed[i] &&
            (w->is_state[i] || pl_symbol_follows(s) || s->kind == PL_SYMBOL_SPECIES)) {
            w->values[w->n_values++] = i;
        }
    }
    free(is_listed);
    return true;
}

static bool
set_up(struct pl_c_writer *w)
{
    const struct pl_model *model = w->model;
    size_t n = model->n_symbols;

    w->tails = pl_arena_alloc(&w->arena, n + 1, sizeof *w->tails);
    w->locals = pl_arena_alloc(&w->arena, n + 1, sizeof *w->locals);
    w->is_state = pl_arena_alloc(&w->arena, n + 1, sizeof *w->is_state);
    w->values = pl_arena_alloc(&w->arena, n + 1, sizeof *w->values);
    w->functions =
        pl_arena_alloc(&w->arena, model->n_functions + 1, sizeof *w->functions);
    if (w->tails == NULL || w->locals == NULL || w->is_state == NULL ||
        w->values == NULL || w->functions == NULL) {
        return false;
    }
    for (size_t i = 0; i < n; i++) {
        w->is_state[i] = pl_model_is_state(model, i) || pl_model_keeps_amount(model, i);
        w->tails[i] = name_with(w, "", model->symbols[i].name);
        w->locals[i] = pl_c_local_name(w, model->symbols[i].name);
        if (w->tails[i] == NULL || w->locals[i] == NULL) {
            return false;
        }
    }
    for (size_t f = 0; f < model->n_functions; f++) {
        w->functions[f] = name_with(w, "fn_", model->functions[f].name);
        if (w->functions[f] == NULL) {
            return false;
        }
    }
    w->expressions.locals = w->locals;
    w->expressions.functions = w->functions;
    return list_values(w);
}

/* ---- head ---- */

/* A paragraph of the comment at the top; the words are spent. */
static void
put_paragraph(struct pl_text *words, struct pl_text *text)
{
    struct pl_text safe, lines;
    const char *line;

    pl_text_init(&safe);
    pl_text_init(&lines);
    pl_c_put_comment(pl_text_string(words), &safe);
    pl_text_wrap(&lines, pl_text_string(&safe), 0, 0, PL_C_WIDTH - 3);
    for (line = pl_text_string(&lines); *line != '\0';) {
        size_t length = strcspn(line, "\n");

        pl_text_put(text, " * ");
        pl_text_add(text, line, length);
        pl_text_put(text, "\n");
        line += length + (line[length] == '\n' ? 1 : 0);
    }
    text->failed = text->failed || lines.failed || safe.failed || words->failed;
    pl_text_finish(&safe);
    pl_text_finish(&lines);
    pl_text_finish(words);
}

static void
put_time_unit(double seconds, struct pl_text *text)
{
    static const struct {
        double seconds;
        const char *name;
    } units[] = {{0.001, "milliseconds"},
                 {1.0, "seconds"},
                 {60.0, "minutes"},
                 {3600.0, "hours"},
                 {86400.0, "days"}};
    char number[PL_NUMBER_SIZE];

    for (size_t k = 0; k < sizeof units / sizeof *units; k++) {
        if (seconds == units[k].seconds) {
            pl_text_format(text, " Time is in %s.", units[k].name);
            return;
        }
    }
    pl_number_format(seconds, number);
    if (isnan(seconds)) {
        pl_text_put(text, " The model does not say what its unit of time is.");
    } else {
        pl_text_format(text, " Time is in units of %s s.", number);
    }
}

/* The last part of a path. */
static const char *
base_name(const char *path)
{
    const char *slash = strrchr(path, '/');

    return slash != NULL ? slash + 1 : path;
}

/* How the program is compiled and called. */
static void
put_commands(const char *path, struct pl_text *text)
{
    struct pl_text file;
    size_t length;

    pl_text_init(&file);
    pl_c_put_comment(base_name(path), &file);
    length = file.size > 2 ? file.size - 2 : file.size; /* without ".c" */
    pl_text_format(text,
                   " *\n"
                   " *     cc -O2 %s -o %.*s -lm\n"
                   " *     ./%.*s [t_end] [n_outputs] [name=value ...] [all]\n"
                   " *\n",
                   pl_text_string(&file), (int)length, pl_text_string(&file),
                   (int)length, pl_text_string(&file));
    text->failed = text->failed || file.failed;
    pl_text_finish(&file);
}

/* When the program ends, and how many times it prints, unless it is told. */
static double
usual_run(const struct pl_model *model, int *n_outputs)
{
    bool has_unit = isfinite(model->time_unit);

    *n_outputs = has_unit ? USUAL_OUTPUTS : USUAL_MODEL_OUTPUTS;
    return has_unit ? USUAL_SECONDS / model->time_unit : USUAL_MODEL_TIME;
}

static void
put_head(struct pl_c_writer *w, struct pl_text *text)
{
    const struct pl_model *model = w->model;
    char end[PL_NUMBER_SIZE];
    int n_outputs;
    struct pl_text words;

    pl_number_format(usual_run(model, &n_outputs), end);
    pl_text_put(text, "/*\n");
    pl_text_init(&words);
    pl_text_format(&words,
                   "%s - %s%s as C99: its equations, a solver for stiff equations, and "
                   "a program that prints a table.",
                   base_name(w->options->file),
                   model->name[0] != '\0' ? "the model " : "a model", model->name);
    put_paragraph(&words, text);
    put_commands(w->options->file, text);
    pl_text_format(
        &words,
        "It prints n_outputs rows of CSV from time 0 to t_end, %d rows to %s by "
        "default. name=value sets a parameter, or a state at time 0. A run starts from "
        "these values; it is not brought to rest first. With \"all\" it prints %zu "
        "values, without it %zu.",
        n_outputs, end, w->n_values, w->options->n_shown);
    put_time_unit(model->time_unit, &words);
    put_paragraph(&words, text);
    pl_text_put(text, " *\n");
    for (size_t k = 0; k < model->n_annotations; k++) {
        if (strcmp(model->annotations[k].qualifier, "notes") == 0) {
            pl_text_put(&words, model->annotations[k].text);
            put_paragraph(&words, text);
            pl_text_put(text, " *\n");
        }
    }
    pl_text_format(
        &words,
        "Written by %s from %s. The licence of the model holds for this file "
        "as well.",
        w->options->writer, base_name(model->source->name));
    put_paragraph(&words, text);
    pl_text_put(text, " */\n");
}

/* ---- tables ---- */

static void
put_enumerator(struct pl_c_list *list, const char *prefix, const char *tail,
               struct pl_text *text)
{
    struct pl_text item;

    pl_text_init(&item);
    pl_text_format(&item, "%s%s", prefix, tail);
    pl_c_list_add(list, &item, text);
    pl_text_finish(&item);
}

/* Held symbols, then states: a parameter of the program each. */
static void
list_parameters(const struct pl_c_writer *w, size_t *symbols, size_t *n_held, size_t *n)
{
    *n = 0;
    for (size_t i = 0; i < w->model->n_symbols; i++) {
        if (!w->is_state[i] && !pl_symbol_follows(&w->model->symbols[i])) {
            symbols[(*n)++] = i;
        }
    }
    *n_held = *n;
    for (size_t i = 0; i < w->model->n_symbols; i++) {
        if (w->is_state[i]) {
            symbols[(*n)++] = i;
        }
    }
}

static void
put_enumerations(struct pl_c_writer *w, const size_t *parameters, size_t n_parameters)
{
    struct pl_text *text = &w->text;
    struct pl_c_list states = {"\nenum state {\n    ", "\n};\n", 4, 0, 0};
    struct pl_c_list list = {"\nenum parameter {\n    ", "\n};\n", 4, 0, 0};
    struct pl_c_list values = {"\nenum value {\n    ", "\n};\n", 4, 0, 0};

    for (size_t i = 0; i < w->model->n_symbols; i++) {
        if (w->is_state[i]) {
            put_enumerator(&states, "STATE_", w->tails[i], text);
        }
    }
    put_enumerator(&states, "N_STATES", "", text);
    pl_c_list_end(&states, text);
    for (size_t k = 0; k < n_parameters; k++) {
        put_enumerator(&list, "PAR_", w->tails[parameters[k]], text);
    }
    put_enumerator(&list, "N_PARAMETERS", "", text);
    pl_c_list_end(&list, text);
    for (size_t k = 0; k < w->n_values; k++) {
        put_enumerator(&values, "VAL_", w->tails[w->values[k]], text);
    }
    put_enumerator(&values, "N_VALUES", "", text);
    pl_c_list_end(&values, text);
    pl_text_format(text,
                   "\nenum { N_SHOWN = %zu }; /* printed unless all are asked for */\n",
                   w->options->n_shown);
}

/* A row of a table, with a remark behind it, or before it where that is too long. */
static void
put_row(const struct pl_text *row, const struct pl_text *remark, struct pl_text *text)
{
    size_t width = pl_text_width(pl_text_string(row)) +
                   pl_text_width(pl_text_string(remark)) + strlen("     /*  */");
    bool fits = width <= PL_C_WIDTH;

    if (!fits) {
        pl_c_put_remark(pl_text_string(remark), 4, text);
    }
    pl_text_format(text, "    %s", pl_text_string(row));
    if (fits && remark->size > 0) {
        pl_text_put(text, " /* ");
        pl_c_put_comment(pl_text_string(remark), text);
        pl_text_put(text, " */");
    }
    pl_text_put(text, "\n");
    text->failed = text->failed || row->failed || remark->failed;
}

static void
put_label(const struct pl_symbol *symbol, struct pl_text *text)
{
    if (strcmp(symbol->label, symbol->name) != 0) {
        pl_text_put(text, symbol->label);
    }
}

static void
put_state_row(struct pl_c_writer *w, size_t symbol)
{
    const struct pl_symbol *s = &w->model->symbols[symbol];
    const char *kind = "CONCENTRATION";
    struct pl_text row, remark;

    if (s->kind != PL_SYMBOL_SPECIES) {
        kind = "OTHER";
    } else if (s->substance_only || pl_model_keeps_amount(w->model, symbol)) {
        kind = "AMOUNT";
    }
    pl_text_init(&row);
    pl_text_init(&remark);
    pl_text_format(&row, "[STATE_%s] = {", w->tails[symbol]);
    pl_c_put_string(s->name, &row);
    pl_text_format(&row, ", %s},", kind);
    put_label(s, &remark);
    put_row(&row, &remark, &w->text);
    pl_text_finish(&row);
    pl_text_finish(&remark);
}

static void
put_parameter_row(struct pl_c_writer *w, size_t symbol)
{
    const struct pl_symbol *s = &w->model->symbols[symbol];
    const struct pl_formula *formula = pl_c_start_formula(w->model, symbol);
    double number = (double)NAN;
    struct pl_text row, remark;

    pl_text_init(&row);
    pl_text_init(&remark);
    put_label(s, &remark);
    if (formula != NULL) {
        pl_text_put(&remark, remark.size > 0 ? " = " : "= ");
        pl_formula_print(formula, &remark);
    } else if (s->value == NULL) {
        pl_text_put(&remark, remark.size > 0 ? "; no value" : "no value");
    } else {
        (void)pl_formula_is_number(s->value, &number);
    }
    pl_text_format(&row, "[PAR_%s] = {", w->tails[symbol]);
    pl_c_put_string(s->name, &row);
    pl_text_put(&row, ", ");
    pl_c_put_number(number, &row);
    pl_text_put(&row, ", ");
    pl_c_put_string(s->unit != NULL ? s->unit : "", &row);
    pl_text_put(&row, "},");
    put_row(&row, &remark, &w->text);
    pl_text_finish(&row);
    pl_text_finish(&remark);
}

static void
put_value_row(struct pl_c_writer *w, size_t symbol)
{
    const struct pl_symbol *s = &w->model->symbols[symbol];
    struct pl_text row, remark;

    pl_text_init(&row);
    pl_text_init(&remark);
    pl_text_format(&row, "[VAL_%s] = ", w->tails[symbol]);
    pl_c_put_string(s->name, &row);
    pl_text_put(&row, ",");
    put_label(s, &remark);
    put_row(&row, &remark, &w->text);
    pl_text_finish(&row);
    pl_text_finish(&remark);
}

static void
put_tables(struct pl_c_writer *w, const size_t *parameters, size_t n_held,
           size_t n_parameters)
{
    struct pl_text *text = &w->text;

    pl_text_put(text, "\nenum kind { CONCENTRATION, AMOUNT, OTHER, N_KINDS };\n"
                      "\n"
                      "static const struct {\n"
                      "    const char *name;\n"
                      "    enum kind kind; /* tolerances are relative to it */\n"
                      "} state_table[N_STATES + 1] = {\n");
    for (size_t k = n_held; k < n_parameters; k++) {
        put_state_row(w, parameters[k]);
    }
    pl_text_put(text,
                "    [N_STATES] = {NULL, OTHER},\n"
                "};\n"
                "\n"
                "static const struct {\n"
                "    const char *name;\n"
                "    double value; /* NAN: worked out at time 0, unless given */\n"
                "    const char *unit;\n"
                "} parameter_table[N_PARAMETERS + 1] = {\n");
    for (size_t k = 0; k < n_parameters; k++) {
        if (k == n_held) {
            pl_text_put(text, "    /* the state at time 0 */\n");
        }
        put_parameter_row(w, parameters[k]);
    }
    pl_text_put(text, "    [N_PARAMETERS] = {NULL, 0.0, NULL},\n"
                      "};\n"
                      "\n"
                      "static const char *const value_names[N_VALUES + 1] = {\n");
    for (size_t k = 0; k < w->n_values; k++) {
        put_value_row(w, w->values[k]);
    }
    pl_text_put(text, "    [N_VALUES] = NULL,\n"
                      "};\n");
}

static bool
put_model(struct pl_c_writer *w)
{
    size_t *parameters =
        pl_arena_alloc(&w->arena, w->model->n_symbols + 1, sizeof *parameters);
    size_t n_held = 0;
    size_t n_parameters = 0;
    double end;
    int n_outputs;

    if (parameters == NULL) {
        return false;
    }
    pl_text_put(&w->text,
                "\n/* ---------------------------------------------------------"
                "-------- the model */\n");
    list_parameters(w, parameters, &n_held, &n_parameters);
    put_enumerations(w, parameters, n_parameters);
    put_tables(w, parameters, n_held, n_parameters);
    if (!pl_c_put_functions(w) || !pl_c_put_equations(w) || !pl_c_put_start(w)) {
        return false;
    }
    end = usual_run(w->model, &n_outputs);
    pl_text_put(&w->text, "\nstatic const double usual_t_end = ");
    pl_c_put_number(end, &w->text);
    pl_text_format(&w->text, ";\nstatic const long usual_n_outputs = %d;\n", n_outputs);
    return true;
}

enum pl_status
pl_c_write(const struct pl_model *model, const struct pl_c_options *options,
           struct pl_diags *diags, struct pl_text *text)
{
    struct pl_c_writer writer = {.model = model, .options = options};
    enum pl_status status = PL_OK;
    bool done;

    pl_arena_init(&writer.arena);
    done = set_up(&writer) && put_model(&writer);
    if (done) {
        put_head(&writer, text);
        pl_c_put_includes(writer.expressions.helpers, text);
        pl_text_put(text, pl_text_string(&writer.text));
        pl_c_put_program(text);
    }
    if (!done || writer.text.failed || text->failed) {
        status = pl_diag_no_memory(diags, "the C program");
    }
    pl_text_finish(&writer.text);
    pl_text_finish(&writer.expressions.parts);
    pl_arena_finish(&writer.arena);
    return status;
}
