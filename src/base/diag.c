/*
 * diag.c - messages for the human, collected, sorted by place and printed with a caret.
 */
#include "base/diag.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/c_locale.h"
#include "base/snippet.h"
#include "base/spelling.h"
#include "base/text.h"

#define MAX_MESSAGES (PL_DIAG_MAX_ERRORS + PL_DIAG_MAX_WARNINGS)

enum kind { KIND_ERROR, KIND_WARNING, KIND_NOTE, KIND_HINT, N_KINDS };

/* A note or a hint below a message. */
struct remark {
    struct remark *next;
    enum kind kind;
    struct pl_snippet snippet;
    char *text;
};

struct message {
    enum kind kind;
    struct pl_snippet snippet;
    size_t file;   /* files in the order in which messages named them; no place: last */
    size_t offset; /* [byte] of the place, to sort by */
    char *text;    /* NULL when memory ran out: the fallback stands for it */
    const char *fallback;   /* borrowed from a constant, or from `no_memory` below */
    struct remark *remarks; /* oldest first */
};

struct pl_diags {
    struct message messages[MAX_MESSAGES];
    size_t n_messages;
    size_t n_errors;      /* all of them, kept or not */
    size_t n_warnings;    /* likewise */
    size_t n_kept_errors; /* never more than PL_DIAG_MAX_ERRORS */
    size_t n_kept_warnings;
    struct message *newest; /* receives notes and hints; NULL when it was not kept */
    char no_memory[128];    /* the first message of pl_diag_no_memory; "" for none */
};

/* What colours a terminal; all empty where none are wanted. */
struct palette {
    const char *place;
    const char *kinds[N_KINDS];
    const char *mark;
    const char *reset;
};

static const struct palette no_colours = {"", {"", "", "", ""}, "", ""};

static const struct palette ansi_colours = {
    "\033[1m",
    {"\033[1;31m", "\033[1;35m", "\033[1;36m", "\033[1;36m"},
    "\033[1;32m",
    "\033[0m",
};

static const char *const kind_names[N_KINDS] = {"error", "warning", "note", "hint"};

/* A text fit to be shown; NULL when memory is out. `raw` is finished. */
static char *
show_text(struct pl_text *raw)
{
    struct pl_text shown;

    pl_text_init(&shown);
    pl_text_put(&shown, "");
    pl_text_add_visible(&shown, pl_text_string(raw), raw->size);
    if (raw->failed) {
        shown.failed = true;
    }
    pl_text_finish(raw);
    if (shown.failed) {
        pl_text_finish(&shown);
        return NULL;
    }
    return shown.data;
}

/* The text of a message, fit to be shown; NULL when memory is out. */
static char *
write_text(const char *format, va_list arguments)
{
    struct pl_text raw;

    pl_text_init(&raw);
    pl_text_vformat(&raw, format, arguments);
    return show_text(&raw);
}

static void
finish_message(struct message *message)
{
    while (message->remarks != NULL) {
        struct remark *remark = message->remarks;

        message->remarks = remark->next;
        pl_snippet_finish(&remark->snippet);
        free(remark->text);
        free(remark);
    }
    pl_snippet_finish(&message->snippet);
    free(message->text);
    *message = (struct message){0};
}

/* Messages of one file share a number. */
static size_t
number_file(const struct pl_diags *diags, const char *name)
{
    size_t next = 0;

    for (size_t i = 0; i < diags->n_messages; i++) {
        const struct message *other = &diags->messages[i];

        if (other->snippet.name == NULL) {
            continue;
        }
        if (strcmp(other->snippet.name, name) == 0) {
            return other->file;
        }
        if (other->file >= next) {
            next = other->file + 1;
        }
    }
    return next;
}

/* Count a message; the place where it is kept, or NULL when there is none left. */
static struct message *
new_message(struct pl_diags *diags, enum kind kind, const struct pl_place *where)
{
    const bool is_error = kind == KIND_ERROR;
    size_t *n_all = is_error ? &diags->n_errors : &diags->n_warnings;
    size_t *n_kept = is_error ? &diags->n_kept_errors : &diags->n_kept_warnings;
    const size_t most = is_error ? PL_DIAG_MAX_ERRORS : PL_DIAG_MAX_WARNINGS;
    struct message *message = NULL;

    *n_all += 1;
    diags->newest = NULL;
    if (*n_kept == most) {
        return NULL;
    }
    message = &diags->messages[diags->n_messages];
    *message = (struct message){.kind = kind, .fallback = ""};
    /* Without memory for its place, a message is still worth keeping. */
    (void)pl_snippet_init(&message->snippet, where);
    message->file = MAX_MESSAGES;
    if (message->snippet.name != NULL) {
        message->file = number_file(diags, message->snippet.name);
        message->offset = where->span.offset;
    }
    *n_kept += 1;
    diags->n_messages++;
    diags->newest = message;
    return message;
}

static void
add_remark(struct pl_diags *diags, enum kind kind, const struct pl_place *where,
           const char *format, va_list arguments)
{
    struct remark *remark = NULL;
    struct remark **end = NULL;

    if (diags == NULL || diags->newest == NULL) {
        return;
    }
    remark = calloc(1, sizeof *remark);
    if (remark == NULL) {
        return;
    }
    remark->kind = kind;
    remark->text = write_text(format, arguments);
    if (remark->text == NULL) {
        free(remark);
        return;
    }
    (void)pl_snippet_init(&remark->snippet, where);
    end = &diags->newest->remarks;
    while (*end != NULL) {
        end = &(*end)->next;
    }
    *end = remark;
}

static bool
comes_before(const struct message *a, const struct message *b)
{
    if (a->file != b->file) {
        return a->file < b->file;
    }
    return a->offset < b->offset;
}

static void
print_line(const struct palette *colours, enum kind kind,
           const struct pl_snippet *snippet, const char *string, struct pl_text *text)
{
    if (snippet->name != NULL) {
        pl_text_format(text, "%s%s:%zu:%zu:%s ", colours->place, snippet->name,
                       snippet->line, snippet->column, colours->reset);
    }
    pl_text_format(text, "%s%s:%s %s\n", colours->kinds[kind], kind_names[kind],
                   colours->reset, string);
    pl_snippet_print(snippet, colours->mark, colours->reset, text);
}

static void
print_message(const struct palette *colours, const struct message *message,
              struct pl_text *text)
{
    print_line(colours, message->kind, &message->snippet,
               message->text != NULL ? message->text : message->fallback, text);
    for (const struct remark *r = message->remarks; r != NULL; r = r->next) {
        print_line(colours, r->kind, &r->snippet, r->text, text);
    }
}

/* "… and 7 more errors" */
static void
print_rest(size_t n, const char *what, struct pl_text *text)
{
    if (n > 0) {
        pl_text_format(text, "\xe2\x80\xa6 and %zu more %s%s\n", n, what,
                       n == 1 ? "" : "s");
    }
}

struct pl_diags *
pl_diags_create(void)
{
    return calloc(1, sizeof(struct pl_diags));
}

void
pl_diags_destroy(struct pl_diags *diags)
{
    pl_diags_clear(diags);
    free(diags);
}

enum pl_status
pl_diag_error(struct pl_diags *diags, enum pl_status status,
              const struct pl_place *where, const char *format, ...)
{
    struct message *message = NULL;
    va_list arguments;

    if (diags == NULL) {
        return status;
    }
    message = new_message(diags, KIND_ERROR, where);
    if (message != NULL) {
        va_start(arguments, format);
        message->text = write_text(format, arguments);
        va_end(arguments);
        message->fallback = pl_status_text(status);
    }
    return status;
}

enum pl_status
pl_diag_errno(struct pl_diags *diags, enum pl_status status, int error,
              const char *format, ...)
{
    struct pl_c_locale locale;
    struct pl_text raw;
    struct message *message = NULL;
    va_list arguments;

    if (diags == NULL) {
        return status;
    }
    message = new_message(diags, KIND_ERROR, NULL);
    if (message != NULL) {
        pl_text_init(&raw);
        va_start(arguments, format);
        pl_text_vformat(&raw, format, arguments);
        va_end(arguments);
        pl_c_locale_enter(&locale);
        pl_text_format(&raw, ": %s",
                       locale.c != (locale_t)0 ? strerror_l(error, locale.c)
                                               : "system error");
        pl_c_locale_leave(&locale);
        message->text = show_text(&raw);
        message->fallback = pl_status_text(status);
    }
    return status;
}

void
pl_diag_warning(struct pl_diags *diags, const struct pl_place *where,
                const char *format, ...)
{
    struct message *message = NULL;
    va_list arguments;

    if (diags == NULL) {
        return;
    }
    message = new_message(diags, KIND_WARNING, where);
    if (message != NULL) {
        va_start(arguments, format);
        message->text = write_text(format, arguments);
        va_end(arguments);
        message->fallback = "out of memory for the text of this warning";
    }
}

void
pl_diag_note(struct pl_diags *diags, const struct pl_place *where, const char *format,
             ...)
{
    va_list arguments;

    va_start(arguments, format);
    add_remark(diags, KIND_NOTE, where, format, arguments);
    va_end(arguments);
}

void
pl_diag_hint(struct pl_diags *diags, const char *format, ...)
{
    va_list arguments;

    va_start(arguments, format);
    add_remark(diags, KIND_HINT, NULL, format, arguments);
    va_end(arguments);
}

void
pl_diag_hint_names(struct pl_diags *diags, const char *const *names, size_t n)
{
    struct pl_text all;

    pl_text_init(&all);
    for (size_t k = 0; k < n; k++) {
        const char *before = k == 0 ? "" : k + 1 < n ? ", " : " or ";

        pl_text_format(&all, "%s'%s'", before, names[k]);
    }
    if (!all.failed) { /* half a hint would mislead */
        pl_diag_hint(diags, "did you mean %s?", pl_text_string(&all));
    }
    pl_text_finish(&all);
}

bool
pl_diag_hint_near(struct pl_diags *diags, const char *wanted,
                  const char *const *candidates, size_t n, size_t most)
{
    size_t best[PL_DIAG_MAX_NEAR] = {0};
    const char *names[PL_DIAG_MAX_NEAR];
    const size_t n_best = pl_spelling_near(
        wanted, candidates, n, most < PL_DIAG_MAX_NEAR ? most : PL_DIAG_MAX_NEAR, best);

    for (size_t k = 0; k < n_best; k++) {
        names[k] = candidates[best[k]];
    }
    if (n_best > 0) {
        pl_diag_hint_names(diags, names, n_best);
    }
    return n_best > 0;
}

enum pl_status
pl_diag_no_memory(struct pl_diags *diags, const char *what)
{
    struct message *message = NULL;

    if (diags == NULL) {
        return PL_ERR_NOMEM;
    }
    message = new_message(diags, KIND_ERROR, NULL);
    if (message == NULL) {
        return PL_ERR_NOMEM;
    }
    message->fallback = pl_status_text(PL_ERR_NOMEM);
    if (diags->no_memory[0] == '\0') {
        snprintf(diags->no_memory, sizeof diags->no_memory, "out of memory for %s",
                 what);
        message->fallback = diags->no_memory;
    }
    return PL_ERR_NOMEM;
}

size_t
pl_diags_n_errors(const struct pl_diags *diags)
{
    return diags != NULL ? diags->n_errors : 0;
}

const char *
pl_diags_first_error(const struct pl_diags *diags)
{
    for (size_t i = 0; diags != NULL && i < diags->n_messages; i++) {
        const struct message *message = &diags->messages[i];

        if (message->kind == KIND_ERROR) {
            return message->text != NULL ? message->text : message->fallback;
        }
    }
    return NULL;
}

bool
pl_diags_full(const struct pl_diags *diags)
{
    return diags != NULL && diags->n_kept_errors == PL_DIAG_MAX_ERRORS;
}

void
pl_diags_print(const struct pl_diags *diags, bool colour, struct pl_text *text)
{
    const struct palette *colours = colour ? &ansi_colours : &no_colours;
    const struct message *sorted[MAX_MESSAGES];

    if (diags == NULL) {
        return;
    }
    for (size_t i = 0; i < diags->n_messages; i++) {
        size_t place = i;

        while (place > 0 && comes_before(&diags->messages[i], sorted[place - 1])) {
            sorted[place] = sorted[place - 1];
            place--;
        }
        sorted[place] = &diags->messages[i];
    }
    for (size_t i = 0; i < diags->n_messages; i++) {
        print_message(colours, sorted[i], text);
    }
    print_rest(diags->n_warnings - diags->n_kept_warnings, "warning", text);
    print_rest(diags->n_errors - diags->n_kept_errors, "error", text);
}

void
pl_diags_clear(struct pl_diags *diags)
{
    if (diags == NULL) {
        return;
    }
    for (size_t i = 0; i < diags->n_messages; i++) {
        finish_message(&diags->messages[i]);
    }
    *diags = (struct pl_diags){0};
}
