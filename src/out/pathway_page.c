/*
 * pathway_page.c - the picture of a network as Graphviz' dot reads it: title, legend,
 * sections, and how all of it takes its place on the page.
 */
#include "out/pathway_dot_private.h"

#include <stdlib.h>
#include <string.h>

#include "analysis/pathway.h"
#include "base/diag.h"
#include "base/index.h"
#include "base/number.h"
#include "base/text.h"
#include "study/context.h"
#include "study/times.h"

/* [column] Of the caption, and how many points it is smaller than the legend. */
#define CAPTION_COLUMNS 220
#define CAPTION_SMALLER 5

/* [pt] Of nodes, title, subtitle and legend, before the whole is fitted to the page. */
struct sizes {
    int node, title, subtitle, legend;
    const char *fit; /* how the drawing takes its share of the page */
};

/* A cell of the legend's colour bar. */
static void
put_swatch(double fold, const char *words, struct pl_text *dot)
{
    struct pl_text colour;
    bool white = false;

    pl_text_init(&colour);
    white = pl_dot_put_colour(fold, &colour);
    pl_text_format(dot,
                   "<TD BGCOLOR=\"%s\" WIDTH=\"34\"><FONT COLOR=\"%s\">%s</FONT></TD>",
                   pl_text_string(&colour), white ? "#FFFFFF" : PL_DOT_INK, words);
    dot->failed |= colour.failed;
    pl_text_finish(&colour);
}

/* A sign of the legend with its meaning, behind a gap. */
static void
put_key(const char *sign, const char *words, const char *colour, struct pl_text *dot)
{
    pl_text_format(dot,
                   "<TD WIDTH=\"24\"></TD><TD><FONT COLOR=\"%s\">%s</FONT></TD>"
                   "<TD><FONT COLOR=\"%s\">%s</FONT></TD>",
                   colour, sign, colour, words);
}

static bool
has_kind(const struct pl_pathway *pathway, enum pl_pathway_kind kind)
{
    for (size_t k = 0; k < pathway->n_nodes; k++) {
        if (pathway->nodes[k].kind == kind) {
            return true;
        }
    }
    return false;
}

static bool
has_silent(const struct pl_pathway *pathway)
{
    for (size_t k = 0; k < pathway->n_edges; k++) {
        if (pathway->edges[k].is_silent) {
            return true;
        }
    }
    for (size_t k = 0; k < pathway->n_nodes; k++) {
        if (pathway->nodes[k].loop != PL_LOOP_CLOSED) {
            return true;
        }
    }
    return false;
}

/* What colours and lines mean: one row. */
static void
put_legend(const struct pl_pathway *pathway, const struct sizes *sizes,
           struct pl_text *dot)
{
    static const struct {
        double fold;
        const char *words;
    } swatches[] = {{1.0 / 8.0, "⅛"}, {1.0 / 4.0, "¼"}, {1.0 / 2.0, "½"}, {1.0, "1"},
                    {2.0, "2"},       {4.0, "4"},       {8.0, "8"}};
    char time[PL_NUMBER_SIZE];

    pl_text_format(dot,
                   "<FONT POINT-SIZE=\"%d\"><TABLE BORDER=\"0\" CELLBORDER=\"0\" "
                   "CELLSPACING=\"0\" CELLPADDING=\"3\"><TR>",
                   sizes->legend);
    if (pathway->treated) {
        for (size_t k = 0; k < sizeof swatches / sizeof *swatches; k++) {
            put_swatch(swatches[k].fold, swatches[k].words, dot);
        }
        pl_time_format(pathway->context, pathway->time, time);
        pl_text_put(dot, "<TD>× untreated, at ");
        pl_dot_put_text(time, dot);
        pl_text_put(dot, "</TD>");
    }
    put_key("→", "raises", PL_DOT_INK, dot);
    put_key("⊣", "lowers", PL_DOT_INK, dot);
    if (has_kind(pathway, PL_PATHWAY_FEEDBACK)) {
        put_key("<B>━━</B>", "feedback loop", PL_DOT_LOOP, dot);
    }
    if (has_silent(pathway)) {
        put_key("<B>╍╍</B>", "silent or held", PL_DOT_INK, dot);
    }
    pl_text_put(dot, "</TR></TABLE></FONT>");
}

static bool
is_there(const char *words)
{
    return words != NULL && words[0] != '\0';
}

static void
put_title(const struct pl_pathway_page *page, const struct sizes *sizes,
          struct pl_text *dot)
{
    if (is_there(page->title)) {
        pl_text_format(dot, "<FONT POINT-SIZE=\"%d\"><B>", sizes->title);
        pl_dot_put_text(page->title, dot);
        pl_text_put(dot, "</B></FONT><BR ALIGN=\"LEFT\"/>");
    }
    if (is_there(page->subtitle)) {
        pl_text_format(dot, "<FONT POINT-SIZE=\"%d\" COLOR=\"" PL_DOT_LINE "\">",
                       sizes->subtitle);
        pl_dot_put_text(page->subtitle, dot);
        pl_text_put(dot, "</FONT><BR ALIGN=\"LEFT\"/>");
    }
}

/* The caption's lines. */
static void
put_caption(const char *caption, const struct sizes *sizes, struct pl_text *dot)
{
    struct pl_text lines;

    pl_text_init(&lines);
    pl_text_wrap(&lines, caption, 0, 0, CAPTION_COLUMNS);
    pl_text_format(dot, "<FONT POINT-SIZE=\"%d\" COLOR=\"" PL_DOT_LINE "\">",
                   sizes->legend - CAPTION_SMALLER);
    for (const char *line = pl_text_string(&lines); line[0] != '\0';) {
        const size_t length = strcspn(line, "\n");
        struct pl_text one;

        pl_text_init(&one);
        pl_text_add(&one, line, length);
        pl_dot_put_text(pl_text_string(&one), dot);
        pl_text_put(dot, "<BR ALIGN=\"LEFT\"/>");
        dot->failed |= one.failed;
        pl_text_finish(&one);
        line += length + (line[length] == '\n' ? 1 : 0);
    }
    pl_text_put(dot, "</FONT>");
    dot->failed |= lines.failed;
    pl_text_finish(&lines);
}

/* The legend, and below it the caption when there is one. */
static void
put_foot(const struct pl_pathway *pathway, const struct pl_pathway_page *page,
         const struct sizes *sizes, struct pl_text *dot)
{
    if (!is_there(page->caption) ||
        page->caption[strspn(page->caption, " \n")] == '\0') {
        put_legend(pathway, sizes, dot);
        return;
    }
    pl_text_put(dot, "<TABLE BORDER=\"0\" CELLBORDER=\"0\" CELLSPACING=\"0\" "
                     "CELLPADDING=\"2\"><TR><TD ALIGN=\"LEFT\">");
    put_legend(pathway, sizes, dot);
    pl_text_put(dot, "</TD></TR><TR><TD ALIGN=\"LEFT\" BALIGN=\"LEFT\">");
    put_caption(page->caption, sizes, dot);
    pl_text_put(dot, "</TD></TR></TABLE>");
}

/* Title above, legend below, the network between them. */
static void
begin_page(const struct pl_pathway *pathway, const struct pl_pathway_page *page,
           const struct sizes *sizes, struct pl_text *dot)
{
    pl_text_format(
        dot,
        "digraph pathway {\n"
        "    graph [rankdir=TB, size=\"13.6,7.8%s, "
        "pad=0.4, viewport=\"960,540\", "
        "nodesep=0.1, ranksep=0.1, fontname=\"Arial\", fontcolor=\"" PL_DOT_INK
        "\", labelloc=b, labeljust=l, label=<",
        sizes->fit);
    put_foot(pathway, page, sizes, dot);
    pl_text_format(dot,
                   ">];\n"
                   "    node [fontname=\"Arial\", fontsize=%d, fontcolor=\"" PL_DOT_INK
                   "\"];\n"
                   "    edge [fontname=\"Arial\", arrowsize=0.7];\n"
                   "    subgraph cluster_page {\n"
                   "    graph [peripheries=0, margin=0, labelloc=t, labeljust=l",
                   sizes->node);
    if (is_there(page->title) || is_there(page->subtitle)) {
        pl_text_put(dot, ", label=<");
        put_title(page, sizes, dot);
        pl_text_put(dot, ">");
    }
    pl_text_put(dot, "];\n");
}

/* True when a frame is drawn around the section: one node has no use for it. */
static bool
is_framed(const struct pl_pathway *pathway, size_t section)
{
    size_t n = 0;

    for (size_t k = 0; section != PL_NONE && k < pathway->n_nodes; k++) {
        n += pathway->nodes[k].section == section ? 1 : 0;
    }
    return n > 1;
}

static void
put_section(const struct pl_pathway *pathway, size_t section, struct pl_text *dot)
{
    pl_text_format(dot,
                   "    subgraph cluster_%zu {\n"
                   "    graph [peripheries=1, style=\"rounded,filled\", "
                   "color=\"#DDDDDD\", fillcolor=\"#F2F2F2\", margin=4, "
                   "fontcolor=\"" PL_DOT_LINE "\", label=<<I>",
                   section);
    pl_dot_put_text(pathway->sections[section], dot);
    pl_text_put(dot, "</I>>];\n");
    for (size_t k = 0; k < pathway->n_nodes; k++) {
        if (pathway->nodes[k].section == section) {
            pl_dot_put_node(pathway, k, dot);
        }
    }
    pl_text_put(dot, "    }\n");
}

static void
put_nodes(const struct pl_pathway *pathway, bool sections, struct pl_text *dot)
{
    for (size_t s = 0; sections && s < pathway->n_sections; s++) {
        if (is_framed(pathway, s)) {
            put_section(pathway, s, dot);
        }
    }
    for (size_t k = 0; k < pathway->n_nodes; k++) {
        if (!sections || !is_framed(pathway, pathway->nodes[k].section)) {
            pl_dot_put_node(pathway, k, dot);
        }
    }
}

/* Few nodes may be large; of many the whole is made smaller, so words beside them have to
 * be larger. */
static struct sizes
choose_sizes(const struct pl_pathway *pathway)
{
    if (pathway->n_nodes <= 10) {
        return (struct sizes){22, 24, 18, 18, "\", ratio=fill"};
    }
    return pathway->n_nodes <= 25 ? (struct sizes){16, 24, 18, 18, "\", ratio=fill"}
                                  : (struct sizes){14, 25, 18, 17, "!\", ratio=0.535"};
}

enum pl_status
pl_pathway_dot(const struct pl_pathway *pathway, const struct pl_pathway_page *page,
               struct pl_diags *diags, struct pl_text *dot)
{
    const struct sizes sizes = choose_sizes(pathway);
    struct pl_pathway_way *ways = calloc(pathway->n_edges + 1, sizeof *ways);
    enum pl_status status = ways != NULL
                                ? pl_pathway_lay_out(pathway, diags, ways)
                                : pl_diag_no_memory(diags, "the picture of a network");

    if (status != PL_OK) {
        free(ways);
        return status;
    }
    begin_page(pathway, page, &sizes, dot);
    put_nodes(pathway, page->sections, dot);
    for (size_t k = 0; k < pathway->n_edges; k++) {
        pl_dot_put_edge(pathway, &pathway->edges[k], &ways[k], dot);
    }
    pl_text_put(dot, "    }\n}\n");
    free(ways);
    return dot->failed ? pl_diag_no_memory(diags, "the picture of a network") : PL_OK;
}
