/*
 * snippet.c - the source line of a place, and the mark below it.
 */
#include "base/snippet.h"

#include <stdlib.h>
#include <string.h>

#include "base/source.h"
#include "base/text.h"

/* [column] A source line is shown whole up to this width. */
#define MAX_WIDTH ((size_t)100)

/* [column] What is shown of a cut line before the place. */
#define CONTEXT_WIDTH ((size_t)40)

/* [column] What a tab counts as when a line is cut; the terminal decides in the end. */
#define TAB_WIDTH ((size_t)8)

#define ELLIPSIS "\xe2\x80\xa6"

/* The line of a place: bytes, and which of them are marked. */
struct line {
    const char *bytes;
    size_t length;
    size_t from;  /* [byte] first to be marked; may be `length` */
    size_t to;    /* [byte] end of the mark, not before `from` */
    size_t first; /* [byte] first to be shown */
    size_t last;  /* [byte] end of what is shown */
};

static struct line
find_line(const struct pl_place *place)
{
    struct line line = {0};
    const size_t size = place->source->size;
    const size_t offset = place->span.offset < size ? place->span.offset : size;
    size_t length = place->span.length;

    line.bytes = pl_source_line(place->source, offset, &line.length);
    line.from = (size_t)(place->source->text + offset - line.bytes);
    if (line.from > line.length) {
        line.from = line.length; /* the '\n' of "\r\n" */
    }
    if (length > line.length - line.from) {
        length = line.length - line.from;
    }
    line.to = line.from + length;
    line.last = line.length;
    return line;
}

/* The glyph at a byte of the line; a tab is left as it is. */
static struct pl_glyph
glyph_at(const struct line *line, size_t at)
{
    struct pl_glyph glyph = pl_text_glyph(line->bytes + at, line->length - at);

    if (line->bytes[at] == '\t') {
        glyph.shown = "\t";
        glyph.width = TAB_WIDTH;
    }
    return glyph;
}

/* The width of a part, counted no further than just beyond MAX_WIDTH. */
static size_t
measure(const struct line *line, size_t from, size_t to)
{
    size_t width = 0;

    while (from < to && width <= MAX_WIDTH) {
        struct pl_glyph glyph = glyph_at(line, from);

        width += glyph.width;
        from += glyph.n_read;
    }
    return width;
}

/* Choose `first` and `last` of a line that is too wide, one column kept for each "…".
 */
static void
cut(struct line *line)
{
    size_t room = MAX_WIDTH - 1;
    size_t at = 0;

    if (measure(line, 0, line->length) <= MAX_WIDTH) {
        return;
    }
    if (measure(line, 0, line->to) > room - 1) {
        /* The place is far to the right: go back from it, character by character. */
        size_t width = 0;

        at = line->from;
        while (at > 0 && width < CONTEXT_WIDTH) {
            at--;
            if (((unsigned char)line->bytes[at] & 0xc0) != 0x80) {
                width += glyph_at(line, at).width;
            }
        }
        room -= at > 0;
    }
    line->first = at;
    while (at < line->length) {
        struct pl_glyph glyph = glyph_at(line, at);

        if (glyph.width > room) {
            break;
        }
        room -= glyph.width;
        at += glyph.n_read;
    }
    line->last = at;
}

/* The part of the line that is shown. */
static void
put_line(const struct line *line, struct pl_text *text)
{
    if (line->first > 0) {
        pl_text_put(text, ELLIPSIS);
    }
    for (size_t at = line->first; at < line->last;) {
        struct pl_glyph glyph = glyph_at(line, at);

        pl_text_add(text, glyph.shown, glyph.n_shown);
        at += glyph.n_read;
    }
    if (line->last < line->length) {
        pl_text_put(text, ELLIPSIS);
    }
}

static void
put_mark(const struct line *line, struct pl_text *text)
{
    bool started = false;

    if (line->first > 0) {
        pl_text_put(text, " ");
    }
    for (size_t at = line->first; at < line->last && at < line->to;) {
        struct pl_glyph glyph = glyph_at(line, at);

        if (at + glyph.n_read <= line->from) {
            if (line->bytes[at] == '\t') {
                pl_text_put(text, "\t");
            } else {
                pl_text_repeat(text, " ", glyph.width);
            }
        } else if (line->bytes[at] == '\t') {
            pl_text_put(text, started ? "\t" : "^");
            started = true;
        } else {
            if (!started) {
                pl_text_put(text, "^");
                started = true;
                glyph.width -= glyph.width > 0;
            }
            pl_text_repeat(text, "~", glyph.width);
        }
        at += glyph.n_read;
    }
    if (!started) {
        pl_text_put(text, "^"); /* an empty place, perhaps at the end of the line */
    }
}

static size_t
count_decimals(size_t number)
{
    size_t n = 1;

    for (; number >= 10; number /= 10) {
        n++;
    }
    return n;
}

/* A name on one line, whatever is in it. */
static void
put_name(const char *name, struct pl_text *text)
{
    size_t length = strlen(name);

    while (length > 0) {
        struct pl_glyph glyph = pl_text_glyph(name, length);

        pl_text_add(text, glyph.shown, glyph.n_shown);
        name += glyph.n_read;
        length -= glyph.n_read;
    }
}

bool
pl_snippet_init(struct pl_snippet *out, const struct pl_place *place)
{
    struct line line = {0};
    struct pl_text name;
    struct pl_text text;
    struct pl_text mark;

    *out = (struct pl_snippet){0};
    if (place == NULL || place->source == NULL) {
        return true;
    }
    pl_text_init(&name);
    pl_text_init(&text);
    pl_text_init(&mark);
    line = find_line(place);
    cut(&line);
    pl_text_put(&name, ""); /* so that the texts are not NULL, even when empty */
    pl_text_put(&text, "");
    put_name(place->source->name, &name);
    put_line(&line, &text);
    put_mark(&line, &mark);
    if (name.failed || text.failed || mark.failed) {
        pl_text_finish(&name);
        pl_text_finish(&text);
        pl_text_finish(&mark);
        return false;
    }
    pl_source_position(place->source, place->span.offset, &out->line, &out->column);
    out->name = name.data;
    out->text = text.data;
    out->mark = mark.data;
    return true;
}

void
pl_snippet_finish(struct pl_snippet *snippet)
{
    free(snippet->name);
    free(snippet->text);
    free(snippet->mark);
    *snippet = (struct pl_snippet){0};
}

void
pl_snippet_print(const struct pl_snippet *snippet, const char *green, const char *reset,
                 struct pl_text *text)
{
    size_t n_blanks = 0;

    if (snippet->name == NULL) {
        return;
    }
    pl_text_format(text, "%5zu |%s%s\n", snippet->line, snippet->text[0] ? " " : "",
                   snippet->text);
    n_blanks = count_decimals(snippet->line);
    pl_text_repeat(text, " ", n_blanks > 5 ? n_blanks : 5);
    n_blanks = strspn(snippet->mark, " \t");
    pl_text_put(text, " | ");
    pl_text_add(text, snippet->mark, n_blanks);
    pl_text_format(text, "%s%s%s\n", green, snippet->mark + n_blanks, reset);
}
