/*
 * antimony_annotation.c - what is said about a quantity and does not change the model:
 * display names, notes, qualifiers with their URIs, SBO terms.
 */
#include "format/antimony_parser.h"

#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/arena.h"
#include "base/diag.h"
#include "base/text.h"

/* SBO identifiers have seven digits. */
#define MAX_SBO 9999999.0

/* Antimony's mark for a text of several lines. */
#define FENCE_LENGTH ((size_t)3)

static bool
is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

static const char *
copy_string(struct pl_parser *parser, const char *string)
{
    const char *copy = pl_arena_text(parser->arena, string, strlen(string));

    parser->no_memory = parser->no_memory || copy == NULL;
    return copy;
}

/* "text": a '\' takes the next character as it is. ```text```: without blanks around. */
static const char *
decode(struct pl_parser *parser, struct pl_span span)
{
    const char *from = pl_parser_text_at(parser, span);
    const char *to = from + span.length;
    char *text = pl_parser_alloc(parser, span.length, 1);
    size_t n = 0;

    if (text == NULL) {
        return NULL;
    }
    if (*from == '`') {
        from += FENCE_LENGTH;
        to -= FENCE_LENGTH;
        while (from < to && is_blank(*from)) {
            from++;
        }
        while (from < to && is_blank(to[-1])) {
            to--;
        }
        memcpy(text, from, (size_t)(to - from)); /* the rest is 0 */
        return text;
    }
    to--;
    for (from++; from < to; from++) {
        if (*from == '\\' && from + 1 < to) {
            from++;
        }
        text[n++] = *from;
    }
    return text;
}

static void
add(struct pl_parser *parser, const struct pl_mention *about, const char *qualifier,
    const char *text, struct pl_span span)
{
    struct pl_annotation_statement annotation = {
        .about = *about,
        .after_model = parser->has_model && !parser->in_model,
        .qualifier = qualifier,
        .text = text,
        .span = span,
    };

    if (annotation.after_model && about->name != NULL &&
        pl_parser_names_the_model(parser, about->name, strlen(about->name))) {
        annotation.about.name = NULL;
    }
    if (qualifier != NULL && text != NULL) {
        pl_parser_add_annotation(parser, &annotation);
    }
}

static void
hint_qualifier(struct pl_parser *parser, struct pl_span head)
{
    const char *text = pl_parser_text_at(parser, head);

    if (head.length >= 7 && strncmp(text, "creator", 7) == 0) {
        pl_diag_hint(parser->diags, "a creator has .name, .givenName, .familyName, "
                                    ".organization and .email");
    } else if (head.length >= 7 && strncmp(text, "created", 7) == 0) {
        pl_diag_hint(parser->diags,
                     "a date has .year, .month, .day, .hour, .minute and "
                     ".second, and no number");
    } else {
        pl_word_hint_qualifier(parser, head);
    }
}

/* "notes" or "creator.name", with its prefix; NULL after a fault. */
static const char *
read_qualifier(struct pl_parser *parser, const char *prefix)
{
    struct pl_span head = parser->token.span;
    struct pl_span tail = {0, 0};
    const char *head_text = pl_parser_text_at(parser, head);
    struct pl_text text;
    const char *copy = NULL;
    bool known = false;

    if (!pl_parser_expect(parser, PL_TOKEN_NAME, "a qualifier such as 'notes'")) {
        return NULL;
    }
    if (pl_parser_accept(parser, PL_TOKEN_DOT)) {
        tail = parser->token.span;
        if (!pl_parser_expect(parser, PL_TOKEN_NAME, "a name behind the '.'")) {
            return NULL;
        }
        known = pl_word_is_dotted_qualifier(
            head_text, head.length, pl_parser_text_at(parser, tail), tail.length);
    } else {
        known = pl_word_is_qualifier(head_text, head.length);
    }
    if (!known) {
        struct pl_span whole = pl_parser_since(parser, head.offset);

        if (pl_parser_fail(parser, whole, "unknown qualifier '%.*s'", (int)whole.length,
                           head_text)) {
            hint_qualifier(parser, head);
        }
        parser->harmless = parser->token.kind == PL_TOKEN_TEXT;
        return NULL;
    }
    pl_text_init(&text);
    pl_text_put(&text, prefix);
    pl_text_add(&text, head_text, head.length);
    if (tail.length > 0) {
        pl_text_put(&text, ".");
        pl_text_add(&text, pl_parser_text_at(parser, tail), tail.length);
    }
    copy = copy_string(parser, pl_text_string(&text));
    parser->no_memory = parser->no_memory || text.failed;
    pl_text_finish(&text);
    return copy;
}

static bool
expect_text(struct pl_parser *parser, const char *what)
{
    bool single = parser->token.kind == PL_TOKEN_QUOTE;

    if (pl_parser_accept(parser, PL_TOKEN_TEXT)) {
        return true;
    }
    if (pl_parser_unexpected(parser, what) && single) {
        pl_diag_hint(parser->diags, "quotes are double: \"text\"");
    }
    return false;
}

void
pl_parser_annotation(struct pl_parser *parser, const struct pl_mention *about,
                     const char *prefix)
{
    const char *qualifier = read_qualifier(parser, prefix);
    bool is_first = true;

    if (qualifier == NULL) {
        return;
    }
    do {
        struct pl_span span;

        if (parser->token.kind == PL_TOKEN_NEWLINE && !is_first &&
            pl_parser_peek(parser, 1).kind == PL_TOKEN_TEXT) {
            pl_parser_take(parser); /* one new line may stand behind a comma */
        }
        is_first = false;
        span = parser->token.span;
        if (!expect_text(parser, "a text in quotes")) {
            return;
        }
        add(parser, about, qualifier, decode(parser, span), span);
        if (parser->token.kind == PL_TOKEN_COMMA && strchr(qualifier, '.') != NULL &&
            strncmp(qualifier, "kineticLaw.", 11) != 0) {
            pl_parser_fail(parser, parser->token.span, "'%s' has one text", qualifier);
            return;
        }
    } while (pl_parser_accept(parser, PL_TOKEN_COMMA));
}

void
pl_parser_display_name(struct pl_parser *parser, const struct pl_mention *about)
{
    struct pl_span span = parser->token.span;

    if (pl_parser_is_name(parser, &parser->token)) {
        pl_parser_refuse(parser, span, "synonyms ('A is B')");
    } else if (expect_text(parser, "a display name in quotes")) {
        add(parser, about, "is", decode(parser, span), span);
    }
}

/* "= 236" or "= SBO:0000236" */
static void
read_sbo_term(struct pl_parser *parser, const struct pl_mention *about,
              const char *prefix)
{
    size_t start = 0;
    struct pl_token number;
    char text[PL_PARSER_WORDS_SIZE];
    char qualifier[PL_PARSER_WORDS_SIZE];
    struct pl_span span;

    if (!pl_parser_expect(parser, PL_TOKEN_ASSIGN, "'=' and an SBO term")) {
        return;
    }
    start = parser->token.span.offset;
    if (pl_parser_is_word(parser, &parser->token, "SBO") ||
        pl_parser_is_word(parser, &parser->token, "sbo")) {
        pl_parser_take(parser);
        if (pl_parser_peek(parser, 1).span.offset != parser->end + 1) {
            pl_parser_fail(parser, pl_parser_since(parser, start),
                           "an SBO term is written in one word: SBO:0000236");
            return;
        }
        if (!pl_parser_expect(parser, PL_TOKEN_COLON,
                              "':' and the number of the term")) {
            return;
        }
    }
    number = parser->token;
    if (!pl_parser_expect(parser, PL_TOKEN_NUMBER,
                          "an SBO term such as 236 or SBO:0000236")) {
        return;
    }
    span = pl_parser_since(parser, start);
    if (number.number > MAX_SBO || number.number != floor(number.number)) {
        pl_parser_fail(parser, span, "an SBO term is a whole number of up to 7 digits");
        return;
    }
    snprintf(text, sizeof text, "SBO:%07.0f", number.number);
    snprintf(qualifier, sizeof qualifier, "%ssboTerm", prefix);
    add(parser, about, copy_string(parser, qualifier), copy_string(parser, text), span);
}

static bool
is_word_in_any_case(const struct pl_parser *parser, struct pl_span span,
                    const char *word)
{
    return span.length == strlen(word) &&
           strncasecmp(pl_parser_text_at(parser, span), word, span.length) == 0;
}

/* ".kineticLaw": as a property or a qualifier of its own. */
static void
read_rate_law_property(struct pl_parser *parser, const struct pl_mention *about,
                       struct pl_span word)
{
    if (pl_parser_accept(parser, PL_TOKEN_DOT)) {
        struct pl_span tail = parser->token.span;

        if (pl_parser_expect(parser, PL_TOKEN_NAME, "'sboTerm'")) {
            if (is_word_in_any_case(parser, tail, "sboTerm")) {
                read_sbo_term(parser, about, "kineticLaw.");
            } else {
                pl_parser_fail(parser, tail, "a rate law has no such property");
            }
        }
    } else if (parser->token.kind == PL_TOKEN_ASSIGN) {
        pl_parser_refuse(parser, word, "rate laws given by '.kineticLaw ='");
    } else {
        pl_parser_annotation(parser, about, "kineticLaw.");
    }
}

void
pl_parser_property(struct pl_parser *parser, const struct pl_mention *about)
{
    struct pl_span word;
    const char *refused = NULL;

    pl_parser_take(parser); /* the dot */
    word = parser->token.span;
    if (parser->token.kind == PL_TOKEN_STRAND) {
        pl_parser_refuse(parser, word, "layouts and drawing styles ('--')");
        return;
    }
    if (parser->token.kind != PL_TOKEN_NAME) {
        pl_parser_unexpected(parser, "a name behind the '.'");
        return;
    }
    pl_parser_take(parser);
    refused = pl_word_refused_property(pl_parser_text_at(parser, word), word.length);
    if (is_word_in_any_case(parser, word, "sboTerm")) {
        read_sbo_term(parser, about, "");
    } else if (about->name != NULL && is_word_in_any_case(parser, word, "kineticLaw")) {
        read_rate_law_property(parser, about, word);
    } else if (refused != NULL) {
        parser->harmless = true;
        pl_parser_fail(parser, word, "%s ('.%.*s') are not supported yet", refused,
                       (int)word.length, pl_parser_text_at(parser, word));
    } else if (pl_word_is_qualifier(pl_parser_text_at(parser, word), word.length)) {
        if (pl_parser_fail(parser, word,
                           "a qualifier stands behind a blank, not a dot")) {
            pl_diag_hint(parser->diags, "write: %s %.*s \"…\"",
                         about->name != NULL ? about->name : "model", (int)word.length,
                         pl_parser_text_at(parser, word));
        }
    } else {
        pl_parser_refuse(parser, about->span,
                         about->name == NULL ? "such properties of a model"
                                             : "submodels, and names with a dot,");
        pl_parser_skip_reaction(parser);
    }
}

/* ---- creators ---- */

/* 2 for "creator2.name", 1 for "creator.name", 0 for another qualifier. */
static size_t
creator_number(const char *qualifier)
{
    static const char creator[] = "creator";
    size_t number = 0;

    if (strncmp(qualifier, creator, sizeof creator - 1) != 0) {
        return 0;
    }
    qualifier += sizeof creator - 1;
    if (*qualifier == '.') {
        return 1;
    }
    for (; *qualifier >= '0' && *qualifier <= '9'; qualifier++) {
        if (number < SIZE_MAX / 100) {
            number = 10 * number + (size_t)(*qualifier - '0');
        }
    }
    return number;
}

/* By what they are about, then in the order of the text. */
static int
compare_annotations(const void *a, const void *b)
{
    const struct pl_annotation_statement *left =
        *(const struct pl_annotation_statement *const *)a;
    const struct pl_annotation_statement *right =
        *(const struct pl_annotation_statement *const *)b;
    const char *left_name = left->about.name != NULL ? left->about.name : "";
    const char *right_name = right->about.name != NULL ? right->about.name : "";
    int order = strcmp(left_name, right_name);

    if (order != 0) {
        return order;
    }
    return (left->span.offset > right->span.offset) -
           (left->span.offset < right->span.offset);
}

void
pl_parser_check_creators(struct pl_parser *parser)
{
    const struct pl_annotation_statement **sorted = NULL;
    size_t n = 0;
    size_t most = 0; /* the largest number of the present subject */

    for (const struct pl_annotation_statement *a = parser->annotations; a != NULL;
         a = a->next) {
        n += creator_number(a->qualifier) > 0;
    }
    sorted = calloc(n + 1, sizeof *sorted);
    if (sorted == NULL) {
        parser->no_memory = true;
        return;
    }
    n = 0;
    for (const struct pl_annotation_statement *a = parser->annotations; a != NULL;
         a = a->next) {
        if (creator_number(a->qualifier) > 0) {
            sorted[n++] = a;
        }
    }
    qsort(sorted, n, sizeof *sorted, compare_annotations);
    for (size_t k = 0; k < n; k++) {
        const char *name = sorted[k]->about.name;
        const char *before = k > 0 ? sorted[k - 1]->about.name : NULL;
        size_t number = creator_number(sorted[k]->qualifier);
        bool same =
            k > 0 && ((name == NULL && before == NULL) ||
                      (name != NULL && before != NULL && strcmp(name, before) == 0));

        most = same ? most : 0;
        parser->failed = false;
        if (number > most + 1) {
            pl_parser_fail(parser, sorted[k]->span,
                           "'creator%zu' without 'creator%zu' before it", number,
                           number - 1);
        }
        most = number > most ? number : most;
    }
    free(sorted);
}
