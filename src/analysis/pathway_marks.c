/*
 * pathway_marks.c - what is said of a picture's nodes once they are there: the section of
 * the model's text that they stand in, and whether they lie on a loop.
 */
#include <stdlib.h>
#include <string.h>

#include "analysis/pathway_private.h"
#include "analysis/reach.h"
#include "base/diag.h"
#include "base/list.h"
#include "base/source.h"
#include "model/model.h"

/* A comment begins a section when so many of these marks stand before its title. */
static const char marks[] = "=-#*~";
#define LEAST_MARKS 8

/* [byte] A longer title is a sentence. */
#define LONG_TITLE 60

/* ---------------------------------------------------------------- sections */

/* A title in the model's text, and where it stands. */
struct title {
    size_t offset;
    const char *text;
};

struct titles {
    size_t n;
    size_t capacity;
    struct title *list;
};

/* The title in a line such as "// ===== receptors"; NULL for another line. What stands
 * behind a colon explains. */
static const char *
find_title(const char *line, size_t length, size_t *size)
{
    size_t at = strspn(line, " \t");
    size_t n_marks = 0;
    char mark = '\0';

    if (at + 2 >= length || strncmp(line + at, "//", 2) != 0) {
        return NULL;
    }
    at += 2;
    while (at < length && line[at] == ' ') {
        at++;
    }
    mark = at < length ? line[at] : '\0';
    while (at < length && mark != '\0' && strchr(marks, mark) != NULL &&
           line[at] == mark) {
        at++;
        n_marks++;
    }
    while (at < length && line[at] == ' ') {
        at++;
    }
    *size = 0;
    while (at + *size < length && line[at + *size] != ':' && line[at + *size] != mark) {
        ++*size;
    }
    while (*size > 0 && (line[at + *size - 1] == ' ' || line[at + *size - 1] == '\r')) {
        --*size;
    }
    return n_marks >= LEAST_MARKS && *size > 0 && *size <= LONG_TITLE ? line + at
                                                                      : NULL;
}

static enum pl_status
read_titles(struct pl_pathway_build *build, struct titles *titles)
{
    const struct pl_source *source = build->model->source;
    size_t offset = 0;

    while (offset < source->size) {
        const char *line = source->text + offset;
        const char *end = memchr(line, '\n', source->size - offset);
        const size_t length =
            end != NULL ? (size_t)(end - line) : source->size - offset;
        size_t size = 0;
        const char *title = find_title(line, length, &size);

        if (title != NULL) {
            struct title *grown = pl_list_reserve(titles->list, titles->n + 1,
                                                  &titles->capacity, sizeof *grown);
            const char *text = pl_arena_text(&build->pathway->memory, title, size);

            if (grown == NULL || text == NULL) {
                titles->list = grown != NULL ? grown : titles->list;
                return pl_diag_no_memory(build->diags, "the picture of a network");
            }
            titles->list = grown;
            grown[titles->n++] = (struct title){offset, text};
        }
        offset += length + 1;
    }
    return PL_OK;
}

enum pl_status
pl_pathway_find_sections(struct pl_pathway_build *build)
{
    struct pl_pathway *pathway = build->pathway;
    struct titles titles = {0};
    enum pl_status status = read_titles(build, &titles);

    if (status == PL_OK && titles.n > 0) {
        pathway->sections =
            pl_arena_alloc(&pathway->memory, titles.n, sizeof *pathway->sections);
        if (pathway->sections == NULL) {
            status = pl_diag_no_memory(build->diags, "the picture of a network");
        }
    }
    for (size_t k = 0; k < titles.n && status == PL_OK; k++) {
        pathway->sections[pathway->n_sections++] = titles.list[k].text;
    }
    for (size_t k = 0; k < pathway->n_nodes && status == PL_OK; k++) {
        struct pl_pathway_node *node = &pathway->nodes[k];
        const size_t offset = build->model->symbols[node->symbol].span.offset;

        for (size_t t = 0; t < titles.n && node->kind == PL_PATHWAY_SPECIES; t++) {
            node->section = titles.list[t].offset < offset ? t : node->section;
        }
    }
    free(titles.list);
    return status;
}

/* ---------------------------------------------------------------- loops */

/* The edges as arrows. What a reaction turns there and back is no loop, but who act on
 * one another are. @param arrows  shape (2 n_edges) @return how many */
static size_t
list_arrows(const struct pl_pathway *pathway, struct pl_arrow *arrows)
{
    size_t n = 0;

    for (size_t k = 0; k < pathway->n_edges; k++) {
        const struct pl_pathway_edge *edge = &pathway->edges[k];

        arrows[n++] = (struct pl_arrow){edge->from, edge->to};
        if (edge->two_ways && edge->relation != PL_PATHWAY_FLOW) {
            arrows[n++] = (struct pl_arrow){edge->to, edge->from};
        }
    }
    return n;
}

enum pl_status
pl_pathway_mark_loops(struct pl_pathway_build *build)
{
    struct pl_pathway *pathway = build->pathway;
    struct pl_reach reach = {0};
    bool *reached = calloc(pathway->n_nodes + 1, sizeof *reached);
    struct pl_arrow *arrows = calloc(2 * pathway->n_edges + 1, sizeof *arrows);
    enum pl_status status = PL_OK;

    if (reached == NULL || arrows == NULL) {
        status = pl_diag_no_memory(build->diags, "the picture of a network");
    } else {
        status = pl_reach_init(&reach, pathway->n_nodes, arrows,
                               list_arrows(pathway, arrows), false, build->diags);
    }
    for (size_t k = 0; k < pathway->n_nodes && status == PL_OK; k++) {
        pl_reach_mark(&reach, k, reached);
        pathway->nodes[k].on_loop = reached[k];
    }
    pl_reach_finish(&reach);
    free(reached);
    free(arrows);
    return status;
}
