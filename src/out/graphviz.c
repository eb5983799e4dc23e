/*
 * graphviz.c - a graph as SVG, PNG or PDF, laid out by Graphviz' dot at run time.
 */
#include "out/graphviz.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/diag.h"
#include "base/text.h"
#include "out/sink.h"
#include "out/tool.h"

/* [s] Graphs of some hundred nodes take a second or two. */
#define TIME_LIMIT 60.0

#define GRAPH_NAME "graph.dot"
#define PICTURE_NAME "picture"

static const struct pl_tool graphviz = {
    .program = "dot",
    .name = "Graphviz",
    .package = "graphviz",
    .result = "a picture",
    .done = "the picture",
};

/* What a file's ending asks of dot. */
struct format {
    const char *ending;
    const char *option; /* NULL: the text itself */
    const char *size;   /* a second one; NULL for none */
};

static const struct format formats[] = {
    {".svg", "-Tsvg", NULL},
    {".png", "-Tpng", "-Gdpi=144"}, /* 1920 by 1080, as plots are */
    {".pdf", "-Tpdf", NULL},
    {".dot", NULL, NULL}};

/* The format of a file's ending, or NULL. */
static const struct format *
find_format(const char *path)
{
    const char *dot = strrchr(path, '.');

    for (size_t i = 0; dot != NULL && i < sizeof formats / sizeof *formats; i++) {
        if (strcasecmp(dot, formats[i].ending) == 0) {
            return &formats[i];
        }
    }
    return NULL;
}

static enum pl_status
find_program(struct pl_diags *diags, char **program)
{
    const enum pl_status status = pl_tool_find(&graphviz, diags, program);

    if (status == PL_ERR_TOOL) {
        pl_diag_hint(diags, "or write to a file that ends in .dot: that needs nothing");
    }
    return status;
}

enum pl_status
pl_graphviz_check(const char *path, struct pl_diags *diags)
{
    const struct format *format = find_format(path);
    enum pl_status status = PL_OK;
    char *program = NULL;

    if (format == NULL) {
        pl_diag_error(diags, PL_ERR_OPTION, NULL,
                      "cannot draw to '%s': the ending says which format", path);
        pl_diag_hint(diags, "use .svg, .png, .pdf or .dot");
        return PL_ERR_OPTION;
    }
    if (format->option != NULL) {
        status = find_program(diags, &program);
    }
    free(program);
    return status;
}

/* Have dot make the picture and give it to the sink. */
static enum pl_status
draw(const struct pl_text *dot, const struct format *format, struct pl_sink *sink,
     struct pl_diags *diags)
{
    const char *const arguments[] = {format->option, "-o" PICTURE_NAME, GRAPH_NAME,
                                     format->size, NULL};
    char *program = NULL;
    char *folder = NULL;
    enum pl_status status = find_program(diags, &program);

    if (status == PL_OK) {
        status = pl_tool_make_folder(&graphviz, diags, &folder);
    }
    if (status == PL_OK) {
        status = pl_tool_save(&graphviz, folder, GRAPH_NAME, dot, diags);
    }
    if (status == PL_OK) {
        status = pl_tool_run(&graphviz, program, folder, arguments, TIME_LIMIT, diags);
    }
    if (status == PL_OK) {
        status = pl_tool_copy(&graphviz, folder, PICTURE_NAME, sink, diags);
    }
    pl_tool_remove_folder(folder);
    free(program);
    return status;
}

enum pl_status
pl_graphviz_write(const struct pl_text *dot, const char *path, struct pl_diags *diags)
{
    const struct format *format = find_format(path);
    struct pl_sink *sink = NULL;
    enum pl_status status = pl_graphviz_check(path, diags);

    if (status == PL_OK && dot->failed) {
        status = pl_diag_no_memory(diags, "a picture");
    }
    if (status == PL_OK) {
        status = pl_sink_open(path, diags, &sink);
    }
    if (status == PL_OK && format->option == NULL) {
        pl_sink_write(sink, pl_text_string(dot), dot->size);
    } else if (status == PL_OK) {
        status = draw(dot, format, sink, diags);
    }
    if (status == PL_OK) {
        status = pl_sink_close(sink, diags);
        sink = NULL;
    }
    pl_sink_discard(sink);
    return status;
}
