/*
 * show_view.c - one symbol of a model as a person reads it.
 */
#include "cli/show_view.h"

#include <math.h>
#include <string.h>

#include "analysis/terms.h"
#include "base/diag.h"
#include "base/frame.h"
#include "base/number.h"
#include "base/text.h"
#include "cli/cli.h"
#include "cli/phrases.h"
#include "expr/formula.h"
#include "model/conservation.h"
#include "model/model.h"
#include "model/roles.h"
#include "study/context.h"
#include "study/tables.h"
#include "study/treatment.h"

/* [column] Where a list begins behind its heading. */
#define LIST_INDENT 12

/* [column] Of what belongs to the line above. */
#define NOTE_INDENT 4

static const struct pl_model *
model_of(const struct show_view *view)
{
    return view->terms->context->model;
}

static const struct pl_symbol *
symbol_of(const struct show_view *view)
{
    return &model_of(view)->symbols[view->terms->symbol];
}

/* Append a paragraph whose first line begins at `column`, the others at `indent`. */
static void
put_paragraph(const struct show_view *view, const char *words, size_t column,
              size_t indent, struct pl_text *text)
{
    pl_text_wrap(text, words, column, indent, view->cli->style.width);
    pl_text_put(text, "\n");
}

/* ---------------------------------------------------------------- levels */

/* The value of a symbol before treatment, or at the time. */
static struct pl_band
level_of(const struct show_view *view, size_t symbol, enum pl_terms_column state)
{
    return view->numbers->levels[state * model_of(view)->n_symbols + symbol];
}

/* True when two numbers read the same. */
static bool
look_alike(double a, double b)
{
    char left[PL_NUMBER_SIZE];
    char right[PL_NUMBER_SIZE];

    pl_number_round(a, SHOW_DIGITS, left);
    pl_number_round(b, SHOW_DIGITS, right);
    return strcmp(left, right) == 0;
}

/* "k = 0.98 1/min", "PTEN = 1 (0.1 in the model)", "drug_X = 0 → 20 nM" */
static void
put_level(const struct show_view *view, size_t symbol, struct pl_text *text)
{
    const struct pl_model *model = model_of(view);
    const struct pl_symbol *s = &model->symbols[symbol];
    const bool is_band = view->numbers->n_members > 1;
    const struct pl_band before = level_of(view, symbol, PL_TERMS_UNTREATED);
    const struct pl_band now = level_of(view, symbol, PL_TERMS_TREATED);
    const bool is_spread = is_band && now.low != now.high;
    double written = NAN;

    pl_text_format(text, "%s = ", s->name);
    if (view->numbers->treated && !look_alike(before.median, now.median)) {
        show_put_band(before, is_band && before.low != before.high, show_put_number,
                      text);
        pl_text_put(text, " → ");
    }
    show_put_band(now, is_spread, show_put_number, text);
    if (s->unit != NULL) {
        pl_text_format(text, " %s", s->unit);
    }
    if (s->kind == PL_SYMBOL_PARAMETER && s->rule_kind == PL_RULE_NONE &&
        s->value != NULL && pl_formula_is_number(s->value, &written) &&
        written != before.median && !is_spread) {
        pl_text_put(text, " (");
        show_put_number(written, text);
        pl_text_put(text, " in the model)");
    }
}

/* ---------------------------------------------------------------- heading */

/* "species", "boundary species", "feedback edge", … */
static const char *
kind_of(const struct show_view *view)
{
    const struct pl_symbol *symbol = symbol_of(view);
    const enum pl_role role = pl_role_by_name(symbol->name);
    const bool follows = symbol->rule_kind == PL_RULE_ASSIGNMENT;

    if (role != PL_N_ROLES &&
        follows == (role == PL_ROLE_EDGE || role == PL_ROLE_READOUT) &&
        symbol->kind == PL_SYMBOL_PARAMETER) {
        return pl_role_word(role);
    }
    if (symbol->kind == PL_SYMBOL_REACTION) {
        return "reaction";
    }
    if (symbol->kind == PL_SYMBOL_COMPARTMENT) {
        return "compartment";
    }
    if (symbol->kind == PL_SYMBOL_SPECIES) {
        return follows                  ? "species with a rule"
               : symbol->boundary       ? "boundary species"
               : symbol->constant       ? "constant species"
               : symbol->substance_only ? "species, an amount"
                                        : "species";
    }
    return follows                             ? "rule"
           : symbol->rule_kind == PL_RULE_RATE ? "rate rule"
                                               : "parameter";
}

static void
put_heading(const struct show_view *view, struct pl_text *text)
{
    const struct pl_symbol *symbol = symbol_of(view);
    const char *cell = pl_treatment_cell_name(view->treatment);
    const char *variant = pl_treatment_variant_id(view->treatment);
    struct pl_text heading;

    pl_text_init(&heading);
    phrase_model(view->terms->context, &heading);
    pl_text_format(&heading, " · %s %s", kind_of(view), symbol->name);
    if (strcmp(symbol->label, symbol->name) != 0) {
        pl_text_format(&heading, ", %s", symbol->label);
    }
    if (cell != NULL) {
        pl_text_format(&heading, " · cell %s", cell);
    }
    if (variant != NULL) {
        pl_text_format(&heading, " · variant %s", variant);
    }
    pl_text_put(&heading, " · ");
    pl_treatment_describe(view->treatment, &heading);
    phrase_begin(view->numbers->rested, &heading);
    phrase_sets(view->ensemble, &heading);
    put_paragraph(view, pl_text_string(&heading), 0, 0, text);
    text->failed |= heading.failed;
    pl_text_finish(&heading);
}

/* ---------------------------------------------------------------- equation, sources */

/* A statement of the model's text, its blanks and line ends made one blank each. */
static void
put_statement(const struct pl_model *model, struct pl_span span, struct pl_text *text)
{
    const char *bytes = model->source->text + span.offset;
    bool blank = false;

    for (size_t k = 0; k < span.length; k++) {
        if (strchr(" \t\r\n", bytes[k]) != NULL) {
            blank = true;
            continue;
        }
        if (blank && text->size > 0) {
            pl_text_put(text, " ");
        }
        blank = false;
        pl_text_add(text, bytes + k, 1);
    }
}

static void
put_note(const struct show_view *view, const char *words, struct pl_text *text)
{
    struct pl_text visible;

    if (words[0] == '\0') {
        return;
    }
    pl_text_init(&visible);
    pl_text_add_visible(&visible, words, strlen(words));
    pl_text_repeat(text, " ", NOTE_INDENT);
    put_paragraph(view, pl_text_string(&visible), NOTE_INDENT, NOTE_INDENT, text);
    text->failed |= visible.failed;
    pl_text_finish(&visible);
}

static void
put_sources(const struct show_view *view, const struct pl_symbol *symbol,
            struct pl_text *text)
{
    struct pl_text sources;

    pl_text_init(&sources);
    pl_terms_put_sources(symbol, &sources);
    put_note(view, pl_text_string(&sources), text);
    text->failed |= sources.failed;
    pl_text_finish(&sources);
}

/* A cell of a table's text column; "" where there is none. */
static const char *
cell_text(const struct pl_frame *table, const char *column, size_t row)
{
    const size_t c = pl_frame_find(table, column);

    return c != PL_NONE && table->columns[c].type == PL_COLUMN_TEXT
               ? table->columns[c].texts[row]
               : "";
}

/* What the tables beside the model say of a drug, its potency or a feedback edge. */
static void
put_table_notes(const struct show_view *view, struct pl_text *text)
{
    static const char *const drug_columns[] = {PL_DRUG_CLASS, PL_DRUG_TARGET,
                                               PL_TABLE_SOURCE, PL_TABLE_NOTE};
    static const char *const edge_columns[] = {PL_EDGE_CONFIDENCE, PL_TABLE_NOTE};
    const struct pl_context *context = view->terms->context;
    const char *name = symbol_of(view)->name;
    const char *stripped = pl_role_strip(name);
    const bool is_edge = pl_role_by_name(name) == PL_ROLE_EDGE;
    const bool is_drug = pl_role_by_name(name) == PL_ROLE_DRUG;
    const struct pl_frame *table = is_edge ? context->edges : context->drugs;
    const char *const *columns = is_edge ? edge_columns : drug_columns;
    const size_t n_columns = is_edge ? 2 : 4;

    for (size_t row = 0; table != NULL && row < table->n_rows; row++) {
        const char *key = is_edge   ? cell_text(table, PL_EDGE_ID, row)
                          : is_drug ? cell_text(table, PL_DRUG_ID, row)
                                    : cell_text(table, PL_DRUG_POTENCY, row);
        struct pl_text note;

        if (strcmp(key, is_edge || is_drug ? stripped : name) != 0) {
            continue;
        }
        pl_text_init(&note);
        for (size_t c = 0; c < n_columns; c++) {
            const char *words = cell_text(table, columns[c], row);

            if (words[0] != '\0') {
                pl_text_format(&note, "%s%s", note.size > 0 ? "; " : "", words);
            }
        }
        put_note(view, pl_text_string(&note), text);
        text->failed |= note.failed;
        pl_text_finish(&note);
    }
}

static void
put_reaction(const struct show_view *view, size_t symbol, struct pl_text *text)
{
    const struct pl_model *model = model_of(view);
    const struct pl_reaction *reaction =
        &model->reactions[model->symbols[symbol].reaction];
    struct pl_text statement;
    struct pl_text visible;

    pl_text_init(&statement);
    pl_text_init(&visible);
    put_statement(model, reaction->span, &statement);
    pl_text_add_visible(&visible, pl_text_string(&statement), statement.size);
    pl_text_put(text, "  ");
    put_paragraph(view, pl_text_string(&visible), 2, NOTE_INDENT, text);
    put_sources(view, &model->symbols[symbol], text);
    text->failed |= statement.failed || visible.failed;
    pl_text_finish(&statement);
    pl_text_finish(&visible);
}

/* Why nothing moves it. */
static const char *
why_held(const struct show_view *view)
{
    const struct pl_symbol *symbol = symbol_of(view);

    if (symbol->kind != PL_SYMBOL_SPECIES) {
        return NULL;
    }
    return symbol->constant   ? "it is declared constant: nothing changes it"
           : symbol->boundary ? "a boundary species: no reaction changes it"
                              : "no reaction changes it";
}

/* "Q = 2*k = 0.6", "PTEN = 1 (0.1 in the model)" */
static void
put_held(const struct show_view *view, struct pl_text *text)
{
    double number = NAN;

    if (symbol_of(view)->value != NULL &&
        !pl_formula_is_number(symbol_of(view)->value, &number)) {
        pl_text_format(text, "%s; ", view->terms->equation);
    }
    put_level(view, view->terms->symbol, text);
}

/* Append an equation, unless it is empty. */
static void
put_visible(const struct show_view *view, const struct pl_text *words,
            struct pl_text *text)
{
    struct pl_text visible;

    pl_text_init(&visible);
    pl_text_add_visible(&visible, pl_text_string(words), words->size);
    if (visible.size > 0) {
        put_paragraph(view, pl_text_string(&visible), 0, NOTE_INDENT, text);
    }
    text->failed |= visible.failed || words->failed;
    pl_text_finish(&visible);
}

static void
put_equation(const struct show_view *view, struct pl_text *text)
{
    const struct pl_terms *terms = view->terms;
    const struct pl_model *model = model_of(view);
    struct pl_text visible;

    pl_text_init(&visible);
    if (terms->kind == PL_TERMS_HELD) {
        put_held(view, &visible);
    } else {
        pl_text_put(&visible, terms->equation);
    }
    put_visible(view, &visible, text);
    if (terms->kind == PL_TERMS_HELD && why_held(view) != NULL) {
        put_note(view, why_held(view), text);
    }
    if (symbol_of(view)->kind == PL_SYMBOL_REACTION) {
        put_reaction(view, terms->symbol, text);
    } else {
        put_sources(view, symbol_of(view), text);
    }
    put_table_notes(view, text);
    for (size_t k = 0; terms->kind == PL_TERMS_RATE && k < terms->n; k++) {
        const size_t source = terms->terms[k].source;

        if ((k == 0 || terms->terms[k - 1].source != source) &&
            model->symbols[source].kind == PL_SYMBOL_REACTION) {
            put_reaction(view, source, text);
        }
    }
    text->failed |= visible.failed;
    pl_text_finish(&visible);
}

/* ---------------------------------------------------------------- lists */

/* A list that is put together, and whether anything is in it. */
struct list {
    struct pl_text text;
    size_t n;
};

/* Append a list behind its heading, unless it is empty. */
static void
put_list(const struct show_view *view, const char *heading, struct list *list,
         struct pl_text *text)
{
    if (list->n > 0) {
        pl_text_put(text, heading);
        pl_text_repeat(text, " ", LIST_INDENT - pl_text_width(heading));
        put_paragraph(view, pl_text_string(&list->text), LIST_INDENT, LIST_INDENT,
                      text);
    }
    text->failed |= list->text.failed;
    pl_text_finish(&list->text);
}

static void
next_item(struct list *list)
{
    pl_text_put(&list->text, list->n++ > 0 ? ", " : "");
}

static void
put_reads(const struct show_view *view, struct pl_text *text)
{
    const struct pl_model *model = model_of(view);
    struct list held = {.n = 0};
    struct list moving = {.n = 0};

    pl_text_init(&held.text);
    pl_text_init(&moving.text);
    for (size_t k = 0; k < view->terms->n_reads; k++) {
        const size_t i = view->terms->reads[k];
        const bool moves = pl_symbol_follows(&model->symbols[i]) ||
                           pl_model_is_state(model, i) ||
                           pl_model_keeps_amount(model, i);
        struct list *list = moves ? &moving : &held;

        next_item(list);
        put_level(view, i, &list->text);
    }
    put_list(view, "parameters", &held, text);
    put_list(view, "reads", &moving, text);
}

static void
put_names(const struct show_view *view, const char *heading, const size_t *symbols,
          size_t n, struct pl_text *text)
{
    struct list list = {.n = 0};

    pl_text_init(&list.text);
    for (size_t k = 0; k < n; k++) {
        next_item(&list);
        pl_text_put(&list.text, model_of(view)->symbols[symbols[k]].name);
    }
    put_list(view, heading, &list, text);
}

/* How much there is of a species: laws are about amounts. */
static double
amount_of(const struct show_view *view, size_t symbol)
{
    const struct pl_symbol *species = &model_of(view)->symbols[symbol];
    const double level = level_of(view, symbol, PL_TERMS_TREATED).median;

    return species->substance_only || species->compartment == PL_NONE
               ? level
               : level * level_of(view, species->compartment, PL_TERMS_TREATED).median;
}

/* The sums that hold a species: "Akt + Akt_T308 = 1". */
static enum pl_status
put_laws(const struct show_view *view, struct pl_text *text)
{
    struct pl_conservation laws = {0};
    enum pl_status status =
        pl_conservation_find(model_of(view), view->cli->diags, &laws);

    for (size_t k = 0; k < laws.n_laws && status == PL_OK; k++) {
        const struct pl_conservation_law *law = &laws.laws[k];
        struct list list = {.n = 0};
        bool holds = false;
        double sum = 0.0;

        for (size_t i = 0; i < law->n; i++) {
            holds = holds || law->species[i] == view->terms->symbol;
        }
        if (!holds) {
            continue;
        }
        pl_text_init(&list.text);
        for (size_t i = 0; i < law->n; i++) {
            const double size = fabs(law->coefficients[i]);

            pl_text_put(&list.text, law->coefficients[i] < 0.0 ? (i > 0 ? " - " : "-")
                                    : i > 0                    ? " + "
                                                               : "");
            if (size != 1.0) {
                show_put_number(size, &list.text);
                pl_text_put(&list.text, " ");
            }
            pl_text_put(&list.text, model_of(view)->symbols[law->species[i]].name);
            sum += law->coefficients[i] * amount_of(view, law->species[i]);
        }
        if (view->numbers->n_members == 1) {
            pl_text_put(&list.text, " = ");
            show_put_number(sum, &list.text);
        }
        list.n = law->n;
        put_list(view, "conserved", &list, text);
    }
    pl_conservation_finish(&laws);
    return status;
}

/* A clamp or a cut stands in the place of what the rule says. */
static void
put_clamps(const struct show_view *view, struct pl_text *text)
{
    size_t n = 0;
    const struct pl_action *actions = pl_treatment_actions(view->treatment, &n);

    for (size_t i = 0; i < n; i++) {
        if (actions[i].symbol == view->terms->symbol &&
            (actions[i].kind == PL_ACTION_CLAMP || actions[i].kind == PL_ACTION_CUT)) {
            pl_text_format(text, "(%s: its level is not what the rule says)\n",
                           actions[i].kind == PL_ACTION_CLAMP ? "clamped" : "cut");
        }
    }
}

/* Who is beside it: sums, what it reads, who reads it. */
static enum pl_status
put_neighbours(const struct show_view *view, struct pl_text *text)
{
    const struct pl_terms *terms = view->terms;
    struct pl_text lists;
    enum pl_status status = PL_OK;

    pl_text_init(&lists);
    status = put_laws(view, &lists);
    put_reads(view, &lists);
    put_names(view, "read by", terms->readers, terms->n_readers, &lists);
    put_names(view, "starts", terms->starts, terms->n_starts, &lists);
    if (lists.size > 0) {
        pl_text_put(text, "\n");
        pl_text_put(text, pl_text_string(&lists));
    }
    text->failed |= lists.failed;
    pl_text_finish(&lists);
    return status;
}

enum pl_status
show_view_print(const struct show_view *view, struct pl_text *text)
{
    struct pl_text sentence;
    enum pl_status status = PL_OK;

    put_heading(view, text);
    pl_text_put(text, view->is_markdown ? "\n```\n" : "\n");
    put_equation(view, text);
    pl_text_put(text, view->is_markdown ? "```\n" : "");
    if (view->terms->kind != PL_TERMS_HELD) {
        pl_text_put(text, "\n");
        status = show_table_print(view, text);
    }
    if (status == PL_OK) {
        put_clamps(view, text);
        status = view->is_markdown ? PL_OK : put_neighbours(view, text);
    }
    if (status != PL_OK) {
        return status;
    }
    pl_text_init(&sentence);
    pl_terms_sentence(view->terms, view->numbers, &sentence);
    if (sentence.size > 0) {
        pl_text_put(text, "\n");
        put_paragraph(view, pl_text_string(&sentence), 0, 0, text);
    }
    text->failed |= sentence.failed;
    pl_text_finish(&sentence);
    return PL_OK;
}
