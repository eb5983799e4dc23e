/*
 * pathway_dot.c - nodes and edges of a picture as Graphviz' dot reads them.
 */
#include "out/pathway_dot_private.h"

#include <math.h>
#include <string.h>

#include "analysis/pathway.h"
#include "base/number.h"
#include "base/text.h"
#include "base/units.h"
#include "model/model.h"
#include "out/pathway_layout.h"
#include "study/context.h"
#include "study/summary.h"

/* [-] log2 of the fold that has the full colour. */
#define FULL_COLOUR 3.0

/* A dark blue and Okabe and Ito's orange: people with any kind of colour vision can tell
 * them apart, and in grey the one is nearly black and the other no darker than a third
 * down; what has not changed is white. */
static const int down_colour[3] = {0x0B, 0x3C, 0x68};
static const int up_colour[3] = {0xE6, 0x9F, 0x00};

/* Of levels, in the words behind a node. */
#define LEVEL_DIGITS 4

/* More forms than this stand in two rows. */
#define ONE_ROW 4

/* [character] A longer label is broken into two lines. */
#define LONG_LABEL 32

/* ---------------------------------------------------------------- escaping */

/* Append text as HTML-like labels have it: no markup, nothing that a terminal or an XML
 * reader stumbles over, on one line. */
void
pl_dot_put_text(const char *string, struct pl_text *dot)
{
    size_t length = strlen(string);

    while (length > 0) {
        const struct pl_glyph glyph = pl_text_glyph(string, length);

        switch (*string) {
        case '&':
            pl_text_put(dot, "&amp;");
            break;
        case '<':
            pl_text_put(dot, "&lt;");
            break;
        case '>':
            pl_text_put(dot, "&gt;");
            break;
        case '"':
            pl_text_put(dot, "&quot;");
            break;
        case '\n':
        case '\r':
        case '\t':
            pl_text_put(dot, " ");
            break;
        default:
            pl_text_add(dot, glyph.shown, glyph.n_shown);
            break;
        }
        string += glyph.n_read;
        length -= glyph.n_read;
    }
}

/* Append text between quotes, where dot knows \" and sequences such as \N. */
static void
put_quoted(const char *string, struct pl_text *dot)
{
    size_t length = strlen(string);

    pl_text_put(dot, "\"");
    while (length > 0) {
        const struct pl_glyph glyph = pl_text_glyph(string, length);

        if (*string == '"' || *string == '\\') {
            pl_text_put(dot, "\\");
        }
        if (*string == '\n' || *string == '\r' || *string == '\t') {
            pl_text_put(dot, " ");
        } else if (*string == '&') {
            pl_text_put(dot, "&amp;"); /* dot reads entities in quotes, too */
        } else {
            pl_text_add(dot, glyph.shown, glyph.n_shown);
        }
        string += glyph.n_read;
        length -= glyph.n_read;
    }
    pl_text_put(dot, "\"");
}

/* ---------------------------------------------------------------- colours */

/* The colour of a fold; white for none. @return true when white text reads better on it */
bool
pl_dot_put_colour(double fold, struct pl_text *dot)
{
    const double size = log2(fold);
    const double share = isnan(fold)  ? 0.0
                         : fold > 0.0 ? fmin(fabs(size) / FULL_COLOUR, 1.0)
                                      : 1.0;
    const int *full = fold > 1.0 ? up_colour : down_colour;
    double light = 0.0;

    pl_text_put(dot, "#");
    for (size_t k = 0; k < 3; k++) {
        static const double weights[] = {0.299, 0.587, 0.114};
        const double part = 255.0 + share * ((double)full[k] - 255.0);

        pl_text_format(dot, "%02X", (unsigned)lround(part));
        light += weights[k] * part;
    }
    return light < 128.0;
}

static void
put_fold(double fold, struct pl_text *dot)
{
    struct pl_text text;

    if (isnan(fold)) {
        pl_text_put(dot, "–");
        return;
    }
    pl_text_init(&text);
    pl_summary_put_fold(fold, &text);
    pl_dot_put_text(pl_text_string(&text), dot); /* it may be "<0.01" */
    pl_text_put(dot, "×");
    dot->failed |= text.failed;
    pl_text_finish(&text);
}

/* ---------------------------------------------------------------- nodes */

/* Where a label is broken into two lines: the blank nearest to its middle; PL_NONE for a
 * short one. */
static size_t
find_break(const char *label)
{
    const size_t width = pl_text_width(label);
    const size_t length = strlen(label);
    size_t best = PL_NONE;
    size_t off = length;

    for (size_t k = 1; k + 1 < length && width > LONG_LABEL; k++) {
        const size_t distance = 2 * k > length ? 2 * k - length : length - 2 * k;

        if (label[k] == ' ' && distance < off) {
            best = k;
            off = distance;
        }
    }
    return best;
}

/* "A -| B" and "A -> B" of a label, as signs; "p4EBP1_S65" in two words. */
static void
put_signs(const char *label, size_t length, struct pl_text *dot)
{
    struct pl_text part;

    pl_text_init(&part);
    for (size_t k = 0; k < length; k++) {
        if (label[k] == '-' && k + 1 < length && label[k + 1] == '>') {
            pl_text_put(&part, "→");
            k++;
        } else if (label[k] == '-' && k + 1 < length && label[k + 1] == '|') {
            pl_text_put(&part, "⊣");
            k++;
        } else {
            /* a species without a display name has its own */
            pl_text_add(&part, label[k] == '_' ? " " : label + k, 1);
        }
    }
    pl_dot_put_text(pl_text_string(&part), dot);
    dot->failed |= part.failed;
    pl_text_finish(&part);
}

/* A label in one line or two. */
static void
put_label(const char *label, struct pl_text *dot)
{
    const size_t at = find_break(label);

    put_signs(label, at != PL_NONE ? at : strlen(label), dot);
    if (at != PL_NONE) {
        pl_text_put(dot, "<BR/>");
        put_signs(label + at + 1, strlen(label + at + 1), dot);
    }
}

static const char *
label_of(const struct pl_pathway *pathway, size_t symbol)
{
    return pathway->context->model->symbols[symbol].label;
}

/* A form's label without what the node's says already: "pT308 alone" of Akt. */
static const char *
form_label(const struct pl_pathway *pathway, const struct pl_pathway_node *node,
           size_t f)
{
    const char *label = label_of(pathway, node->forms[f].symbol);
    const size_t n = strlen(node->label);

    if (node->n_forms > 1 && n > 0 && strncmp(label, node->label, n) == 0 &&
        (label[n] == ' ' || label[n] == ',')) {
        return label + n + strspn(label + n, " ,");
    }
    return label;
}

/* "1.32×" in bold behind a gap; nothing without treatment. */
static void
put_own_fold(const struct pl_pathway *pathway, const struct pl_pathway_form *form,
             struct pl_text *dot)
{
    if (pathway->treated && !isnan(form->fold)) {
        /* renderers of SVG drop a blank before other type */
        pl_text_put(dot, "&#160;&#160;<B>");
        put_fold(form->fold, dot);
        pl_text_put(dot, "</B>");
    }
}

/* One of several forms: its name and its fold, on its colour. */
static void
put_form(const struct pl_pathway *pathway, const struct pl_pathway_node *node, size_t f,
         struct pl_text *dot)
{
    const struct pl_pathway_form *form = &node->forms[f];
    struct pl_text colour;
    bool white = false;

    pl_text_init(&colour);
    white = pl_dot_put_colour(pathway->treated ? form->fold : (double)NAN, &colour);
    pl_text_format(dot, "<TD PORT=\"f%zu\" BGCOLOR=\"%s\">", f,
                   pl_text_string(&colour));
    pl_text_put(dot, white ? "<FONT COLOR=\"#FFFFFF\">" : "");
    put_signs(form_label(pathway, node, f), strlen(form_label(pathway, node, f)), dot);
    put_own_fold(pathway, form, dot);
    pl_text_put(dot, white ? "</FONT>" : "");
    pl_text_put(dot, "</TD>");
    dot->failed |= colour.failed;
    pl_text_finish(&colour);
}

/* Begin a rounded box around one cell: the most compact shape that dot has. */
static void
begin_box(const char *line, const char *fill, const char *style, struct pl_text *dot)
{
    pl_text_format(dot,
                   "shape=plain, label=<<TABLE BORDER=\"1\" CELLBORDER=\"0\" "
                   "CELLSPACING=\"0\" CELLPADDING=\"3\" STYLE=\"ROUNDED%s\" "
                   "COLOR=\"%s\" BGCOLOR=\"%s\"><TR><TD>",
                   style, line, fill);
}

static void
end_box(struct pl_text *dot)
{
    pl_text_put(dot, "</TD></TR></TABLE>>");
}

/* One form alone, or a rule. */
static void
put_single(const struct pl_pathway *pathway, const struct pl_pathway_node *node,
           struct pl_text *dot)
{
    const bool hub = node->kind == PL_PATHWAY_HUB;
    struct pl_text colour;
    bool white = false;

    pl_text_init(&colour);
    white = pl_dot_put_colour(pathway->treated ? node->forms[0].fold : (double)NAN,
                              &colour);
    if (hub) {
        pl_text_format(dot,
                       "shape=ellipse, style=filled, margin=\"0.01,0.01\", "
                       "fillcolor=\"%s\", label=<",
                       pl_text_string(&colour));
    } else {
        begin_box(PL_DOT_INK, pl_text_string(&colour), "", dot);
    }
    pl_text_put(dot, white ? "<FONT COLOR=\"#FFFFFF\">" : "");
    put_label(node->label, dot);
    put_own_fold(pathway, &node->forms[0], dot);
    pl_text_put(dot, white ? "</FONT>" : "");
    if (hub) {
        pl_text_put(dot, ">");
    } else {
        end_box(dot);
    }
    dot->failed |= colour.failed;
    pl_text_finish(&colour);
}

/* Several forms side by side, many in two rows, and the node's own name above them. */
static void
put_forms(const struct pl_pathway *pathway, const struct pl_pathway_node *node,
          struct pl_text *dot)
{
    const size_t n_columns =
        node->n_forms <= ONE_ROW ? node->n_forms : (node->n_forms + 1) / 2;

    pl_text_put(dot, "shape=plain, label=<<TABLE BORDER=\"1\" CELLBORDER=\"0\" "
                     "CELLSPACING=\"0\" CELLPADDING=\"3\" STYLE=\"ROUNDED\" "
                     "COLOR=\"" PL_DOT_INK "\">");
    if (node->label[0] != '\0') {
        pl_text_format(dot, "<TR><TD COLSPAN=\"%zu\"><B>", n_columns);
        pl_dot_put_text(node->label, dot);
        pl_text_put(dot, "</B></TD></TR>");
    }
    for (size_t f = 0; f < node->n_forms; f++) {
        pl_text_put(dot, f % n_columns == 0 ? "<TR>" : "<VR/>");
        put_form(pathway, node, f, dot);
        pl_text_put(dot, f % n_columns + 1 == n_columns || f + 1 == node->n_forms
                             ? "</TR>"
                             : "");
    }
    pl_text_put(dot, "</TABLE>>");
}

static const char *
loop_word(enum pl_pathway_loop loop)
{
    static const char *const words[] = {
        [PL_LOOP_CLOSED] = "",
        [PL_LOOP_OPENED] = "open",
        [PL_LOOP_CLAMPED] = "clamped",
        [PL_LOOP_CUT] = "cut",
    };

    return words[loop];
}

static void
put_signal(const struct pl_pathway_node *node, struct pl_text *dot)
{
    begin_box(PL_DOT_LOOP, "#FFFFFF", node->loop != PL_LOOP_CLOSED ? ",DASHED" : "",
              dot);
    /* signs come from other type, whose width may be off: there is room at the sides */
    pl_text_put(dot, "<FONT COLOR=\"" PL_DOT_LOOP "\">&#160;");
    put_label(node->label, dot);
    pl_text_put(dot, "&#160;");
    if (node->loop != PL_LOOP_CLOSED) {
        pl_text_format(dot, "&#160; <I>%s</I>", loop_word(node->loop));
    }
    pl_text_put(dot, "</FONT>");
    end_box(dot);
}

static void
put_drug(const struct pl_pathway_node *node, struct pl_text *dot)
{
    char dose[PL_NUMBER_SIZE];

    pl_text_put(dot,
                "shape=octagon, style=\"filled\", fillcolor=\"" PL_DOT_DRUG
                "\", color=\"" PL_DOT_INK "\", penwidth=1.5, margin=\"0.02,0.02\", "
                "label=<<B>");
    put_label(node->label, dot);
    pl_text_put(dot, "</B><BR/>");
    if (node->kind == PL_PATHWAY_DRUG) {
        pl_dose_format(node->forms[0].level, dose);
        pl_dot_put_text(dose, dot);
    } else {
        pl_text_format(dot, "%.3g %% inhibited", 100.0 * node->forms[0].level);
    }
    pl_text_put(dot, ">");
}

/* What a pointer over a picture in SVG shows: names as options take them, and levels. */
static void
put_tooltip(const struct pl_pathway *pathway, const struct pl_pathway_node *node,
            struct pl_text *dot)
{
    const struct pl_model *model = pathway->context->model;
    struct pl_text words;

    pl_text_init(&words);
    if (node->n_forms == 0) {
        pl_text_put(&words, model->symbols[node->symbol].name);
    }
    for (size_t f = 0; f < node->n_forms; f++) {
        char level[PL_NUMBER_SIZE];

        pl_number_round(node->forms[f].level, LEVEL_DIGITS, level);
        pl_text_format(&words, "%s%s = %s", f > 0 ? ", " : "",
                       model->symbols[node->forms[f].symbol].name, level);
    }
    pl_text_put(dot, ", tooltip=");
    put_quoted(pl_text_string(&words), dot);
    dot->failed |= words.failed;
    pl_text_finish(&words);
}

void
pl_dot_put_node(const struct pl_pathway *pathway, size_t k, struct pl_text *dot)
{
    const struct pl_pathway_node *node = &pathway->nodes[k];

    pl_text_format(dot, "    n%zu [", k);
    switch (node->kind) {
    case PL_PATHWAY_SPECIES:
        if (node->n_forms > 1) {
            put_forms(pathway, node, dot);
        } else {
            put_single(pathway, node, dot);
        }
        break;
    case PL_PATHWAY_HUB:
        put_single(pathway, node, dot);
        break;
    case PL_PATHWAY_FEEDBACK:
        put_signal(node, dot);
        break;
    case PL_PATHWAY_REACTION:
        pl_text_put(dot, "shape=point, width=0.08, label=\"\"");
        break;
    case PL_PATHWAY_DRUG:
    case PL_PATHWAY_TARGET:
        put_drug(node, dot);
        break;
    }
    put_tooltip(pathway, node, dot);
    pl_text_put(dot, "];\n");
}

/* ---------------------------------------------------------------- edges */

static void
put_end(const struct pl_pathway *pathway, size_t node, size_t form, struct pl_text *dot)
{
    pl_text_format(dot, "n%zu", node);
    if (form != PL_NONE && pathway->nodes[node].n_forms > 1) {
        pl_text_format(dot, ":f%zu", form);
    }
}

void
pl_dot_put_edge(const struct pl_pathway *pathway, const struct pl_pathway_edge *edge,
                const struct pl_pathway_way *way, struct pl_text *dot)
{
    const struct pl_pathway_node *from = &pathway->nodes[edge->from];
    const struct pl_pathway_node *to = &pathway->nodes[edge->to];
    const bool out = from->kind == PL_PATHWAY_FEEDBACK;
    const bool loop = out || to->kind == PL_PATHWAY_FEEDBACK;
    const bool drug = from->kind == PL_PATHWAY_DRUG || from->kind == PL_PATHWAY_TARGET;
    const bool silent =
        edge->is_silent || (loop && !drug && (out ? from : to)->loop != PL_LOOP_CLOSED);
    const char *head = edge->relation == PL_PATHWAY_LOWERS ? "tee" : "normal";

    pl_text_put(dot, "    ");
    if (way->up) { /* written from above to below, so that dot keeps it so */
        put_end(pathway, edge->to, edge->form, dot);
        pl_text_put(dot, " -> ");
        put_end(pathway, edge->from, PL_NONE, dot);
    } else {
        put_end(pathway, edge->from, PL_NONE, dot);
        pl_text_put(dot, " -> ");
        put_end(pathway, edge->to, edge->form, dot);
    }
    pl_text_format(dot, " [dir=%s, arrowhead=%s, arrowtail=%s",
                   edge->two_ways ? "both"
                   : way->up      ? "back"
                                  : "forward",
                   head, head);
    pl_text_format(dot, ", color=\"%s\", penwidth=%s",
                   loop && !drug ? PL_DOT_LOOP
                   : drug        ? PL_DOT_INK
                   : silent      ? PL_DOT_PALE
                                 : PL_DOT_LINE,
                   loop && !drug ? "2.6"
                   : drug        ? "2.2"
                                 : "1.2");
    pl_text_put(dot, silent ? ", style=dashed" : "");
    pl_text_put(dot, way->free ? ", constraint=false" : "");
    pl_text_put(dot, loop ? ", minlen=0" : "");
    pl_text_put(dot, "];\n");
}
