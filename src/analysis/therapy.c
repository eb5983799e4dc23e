/*
 * therapy.c - treatments with a name each, to be set side by side.
 */
#include "analysis/therapy.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/diag.h"
#include "base/frame.h"
#include "base/list.h"
#include "base/source.h"
#include "base/text.h"
#include "model/model.h"
#include "model/roles.h"
#include "study/context.h"
#include "study/tables.h"
#include "study/treatment.h"
#include "study/words.h"

/* The words besides those of actions with which an item may begin. */
static const char *const other_words[] = {"variant", "none"};

/* True when the text begins with the word of an item. */
static bool
begins_item(const char *text)
{
    const size_t length = strcspn(text, " ,:");
    enum pl_action_kind kind = PL_ACTION_SET;

    for (size_t i = 0; i < sizeof other_words / sizeof *other_words; i++) {
        if (strlen(other_words[i]) == length &&
            strncmp(other_words[i], text, length) == 0) {
            return true;
        }
    }
    return pl_action_find(text, length, &kind);
}

static void
finish_therapy(struct pl_therapy *therapy)
{
    free(therapy->name);
    free(therapy->class);
    free(therapy->text);
    free(therapy->where);
    *therapy = (struct pl_therapy){0};
}

void
pl_therapies_finish(struct pl_therapies *therapies)
{
    for (size_t i = 0; i < therapies->n; i++) {
        finish_therapy(&therapies->items[i]);
    }
    free(therapies->items);
    *therapies = (struct pl_therapies){0};
}

/* The class of a drug in the table of drugs, "" for none. */
static const char *
drug_class(const struct pl_context *context, size_t symbol)
{
    const char *id = pl_role_strip(context->model->symbols[symbol].name);

    for (size_t row = 0; context->drugs != NULL && row < context->drugs->n_rows;
         row++) {
        if (strcmp(pl_table_text(context->drugs, PL_DRUG_ID, row), id) == 0) {
            return pl_table_text(context->drugs, PL_DRUG_CLASS, row);
        }
    }
    return "";
}

/* "rapalog + allosteric Akt inhibitor": the classes of the drugs, each once. @return
 * false, and `text` is of no use, where a drug has none */
static bool
put_classes(const struct pl_context *context, const struct pl_treatment *treatment,
            struct pl_text *text)
{
    size_t n = 0;
    const struct pl_action *actions = pl_treatment_actions(treatment, &n);

    for (size_t i = 0; i < n; i++) {
        const char *class = NULL;
        bool is_told = false;

        if (actions[i].kind != PL_ACTION_DRUG) {
            continue;
        }
        class = drug_class(context, actions[i].symbol);
        for (size_t k = 0; k < i; k++) {
            is_told =
                is_told || (actions[k].kind == PL_ACTION_DRUG &&
                            strcmp(drug_class(context, actions[k].symbol), class) == 0);
        }
        if (class[0] == '\0') {
            return false;
        }
        if (!is_told) {
            pl_text_format(text, "%s%s", text->size > 0 ? " + " : "", class);
        }
    }
    return true;
}

/* Where the text of a therapy breaks: the note below the newest message. Items are
 * added until one will not be. */
static void
note_place(const struct pl_therapy *therapy, const struct pl_treatment *base,
           struct pl_diags *diags)
{
    const char *list = therapy->text;
    const char *item = NULL;
    size_t length = 0;
    struct pl_place place = {NULL, {0, strlen(therapy->text)}};
    struct pl_source *source = NULL;

    if (pl_source_create(therapy->where, therapy->text, strlen(therapy->text), NULL,
                         &source) != PL_OK) {
        return; /* the message itself is there */
    }
    while (pl_words_next(&list, ',', &item, &length)) {
        const size_t offset = (size_t)(item - therapy->text);
        struct pl_treatment *trial = NULL;
        struct pl_text text;
        enum pl_status status = pl_treatment_copy(base, NULL, &trial);

        pl_text_init(&text);
        pl_text_add(&text, therapy->text, offset + length);
        if (status == PL_OK) {
            status = pl_treatment_add_list(trial, pl_text_string(&text), NULL);
        }
        pl_treatment_destroy(trial);
        pl_text_finish(&text);
        if (status != PL_OK) {
            place.span = (struct pl_span){offset, length};
            break;
        }
    }
    place.source = source;
    pl_diag_note(diags, &place, "here");
    pl_source_destroy(source);
}

/* Add the items of a therapy, and say where one is wrong. */
static enum pl_status
add_items(const struct pl_therapy *therapy, struct pl_treatment *treatment,
          struct pl_diags *diags)
{
    struct pl_treatment *before = NULL;
    enum pl_status status = pl_treatment_copy(treatment, diags, &before);

    if (status == PL_OK) {
        status = pl_treatment_add_list(treatment, therapy->text, diags);
        if (status != PL_OK && status != PL_ERR_NOMEM && therapy->text[0] != '\0') {
            note_place(therapy, before, diags);
        }
    }
    pl_treatment_destroy(before);
    return status;
}

enum pl_status
pl_therapy_treatment(const struct pl_therapy *first, const struct pl_therapy *second,
                     const struct pl_treatment *base, struct pl_diags *diags,
                     struct pl_treatment **out)
{
    struct pl_treatment *treatment = NULL;
    enum pl_status status = pl_treatment_copy(base, diags, &treatment);

    *out = NULL;
    if (status == PL_OK) {
        status = add_items(first, treatment, diags);
    }
    if (status == PL_OK && second != NULL) {
        status = add_items(second, treatment, diags);
    }
    if (status != PL_OK) {
        pl_treatment_destroy(treatment);
        return status;
    }
    *out = treatment;
    return PL_OK;
}

/* Refuse a name that another therapy has. */
static enum pl_status
check_name(const struct pl_therapies *therapies, const struct pl_therapy *therapy,
           struct pl_diags *diags)
{
    for (size_t i = 0; i < therapies->n; i++) {
        if (strcmp(therapies->items[i].name, therapy->name) == 0) {
            pl_diag_error(diags, PL_ERR_OPTION, NULL, "two treatments are called '%s'",
                          therapy->name);
            pl_diag_hint(diags, "give one another name: \"name: %s\"", therapy->text);
            return PL_ERR_OPTION;
        }
    }
    return PL_OK;
}

/* Fill in the name and the class that were not given. */
static enum pl_status
complete(struct pl_therapy *therapy, const struct pl_context *context,
         const struct pl_treatment *treatment, struct pl_diags *diags)
{
    struct pl_text name;
    struct pl_text class;
    bool failed = false;

    pl_text_init(&name);
    pl_text_init(&class);
    if (therapy->name == NULL) {
        pl_treatment_name(treatment, &name);
        therapy->name = pl_text_copy(pl_text_string(&name));
    }
    if (therapy->class == NULL) {
        const bool is_known = put_classes(context, treatment, &class);

        therapy->class = pl_text_copy(is_known ? pl_text_string(&class) : "");
    }
    failed =
        name.failed || class.failed || therapy->name == NULL || therapy->class == NULL;
    pl_text_finish(&name);
    pl_text_finish(&class);
    return failed ? pl_diag_no_memory(diags, "a treatment") : PL_OK;
}

/* Read the items, to see whether they are right and what they are called. */
static enum pl_status
settle(struct pl_therapy *therapy, const struct pl_context *context,
       struct pl_diags *diags)
{
    struct pl_treatment *none = NULL;
    struct pl_treatment *treatment = NULL;
    enum pl_status status = pl_treatment_create(context, diags, &none);

    if (status == PL_OK) {
        status = pl_therapy_treatment(therapy, NULL, none, diags, &treatment);
    }
    if (status == PL_OK) {
        status = complete(therapy, context, treatment, diags);
    }
    pl_treatment_destroy(treatment);
    pl_treatment_destroy(none);
    return status;
}

/* Add a therapy; what is in it is taken, on failure too. */
static enum pl_status
add_steal(struct pl_therapies *therapies, const struct pl_context *context,
          struct pl_therapy *therapy, struct pl_diags *diags)
{
    struct pl_therapy *items = NULL;
    enum pl_status status = therapy->text != NULL && therapy->where != NULL
                                ? settle(therapy, context, diags)
                                : pl_diag_no_memory(diags, "a treatment");

    if (status == PL_OK) {
        status = check_name(therapies, therapy, diags);
    }
    if (status == PL_OK) {
        items = pl_list_reserve(therapies->items, therapies->n + 1,
                                &therapies->capacity, sizeof *items);
        status = items != NULL ? PL_OK : pl_diag_no_memory(diags, "a treatment");
    }
    if (status != PL_OK) {
        finish_therapy(therapy);
        return status;
    }
    therapies->items = items;
    therapies->items[therapies->n++] = *therapy;
    return PL_OK;
}

/* A copy of `length` bytes without the blanks around them. */
static char *
copy_trimmed(const char *text, size_t length)
{
    char *copy = malloc(length + 1);

    if (copy != NULL) {
        const char *trimmed = NULL;

        memcpy(copy, text, length);
        copy[length] = '\0';
        trimmed = pl_words_trim(copy);
        memmove(copy, trimmed, strlen(trimmed) + 1);
    }
    return copy;
}

/* The first ':' with an item behind it; NULL for none. */
static const char *
find_colon(const char *text)
{
    const char *colon = strchr(text, ':');

    while (colon != NULL && !begins_item(colon + 1 + strspn(colon + 1, " "))) {
        colon = strchr(colon + 1, ':');
    }
    return colon;
}

/* "drug A=1nM: clamp B_C": was the ':' meant as a ','? */
static enum pl_status
report_item(const char *text, const char *colon, struct pl_diags *diags)
{
    pl_diag_error(diags, PL_ERR_OPTION, NULL,
                  "%s: '%.*s' is no name: it begins as an item does", text,
                  (int)(colon - text), text);
    pl_diag_hint(diags, "put ',' between items, or begin the name otherwise");
    return PL_ERR_OPTION;
}

/* Cut "name: items" in two; without a name `therapy->name` stays NULL. */
static enum pl_status
read_name(const char *text, struct pl_therapy *therapy, struct pl_diags *diags)
{
    const char *start = text + strspn(text, " ");
    const char *items = start;
    const char *colon = find_colon(start);

    if (begins_item(start)) {
        if (colon != NULL) {
            return report_item(start, colon, diags);
        }
    } else {
        colon = colon != NULL ? colon : strchr(start, ':');
    }
    if (colon != NULL) {
        therapy->name = copy_trimmed(start, (size_t)(colon - start));
        if (therapy->name == NULL) {
            return pl_diag_no_memory(diags, "a treatment");
        }
        if (therapy->name[0] == '\0') {
            return pl_diag_error(diags, PL_ERR_OPTION, NULL,
                                 "%s: there is no name before the ':'", text);
        }
        items = colon + 1;
    }
    therapy->text = copy_trimmed(items, strlen(items));
    return PL_OK;
}

enum pl_status
pl_therapies_add_text(struct pl_therapies *therapies, const struct pl_context *context,
                      const char *option, const char *text, struct pl_diags *diags)
{
    struct pl_therapy therapy = {.where = pl_text_copy(option)};
    enum pl_status status = read_name(text, &therapy, diags);

    if (status != PL_OK) {
        finish_therapy(&therapy);
        return status;
    }
    return add_steal(therapies, context, &therapy, diags);
}

/* "treatment 'everolimus'": what a message calls a row. */
static char *
name_row(const char *what, const char *id)
{
    struct pl_text text;
    char *copy = NULL;

    pl_text_init(&text);
    pl_text_format(&text, "%s '%s'", what, id);
    copy = text.failed ? NULL : pl_text_copy(pl_text_string(&text));
    pl_text_finish(&text);
    return copy;
}

enum pl_status
pl_therapies_add_table(struct pl_therapies *therapies, const struct pl_context *context,
                       struct pl_diags *diags)
{
    const struct pl_frame *table = context->treatments;
    enum pl_status status = PL_OK;

    if (table == NULL || table->n_rows == 0) {
        pl_diag_error(diags, PL_ERR_OPTION, NULL,
                      "this model has no table of treatments");
        pl_diag_hint(diags, "name them with --treat \"drug NAME=DOSE\", or put a "
                            "<model>.treatments.tsv beside the model");
        return PL_ERR_OPTION;
    }
    for (size_t row = 0; row < table->n_rows && status == PL_OK; row++) {
        const char *id = pl_table_text(table, PL_TREATMENT_ID, row);
        const char *name = pl_table_text(table, PL_TREATMENT_NAME, row);
        struct pl_therapy therapy = {
            .name = pl_text_copy(name[0] != '\0' ? name : id),
            .class = pl_text_copy(pl_table_text(table, PL_TREATMENT_CLASS, row)),
            .text = pl_text_copy(pl_table_text(table, PL_TREATMENT_TEXT, row)),
            .where = name_row("treatment", id),
        };

        if (therapy.name == NULL || therapy.class == NULL) {
            finish_therapy(&therapy);
            return pl_diag_no_memory(diags, "a treatment");
        }
        status = add_steal(therapies, context, &therapy, diags);
    }
    return status;
}

enum pl_status
pl_therapies_add_drugs(struct pl_therapies *therapies, const struct pl_context *context,
                       struct pl_diags *diags, size_t *n_without)
{
    const struct pl_frame *table = context->drugs;
    enum pl_status status = PL_OK;

    *n_without = 0;
    for (size_t row = 0; table != NULL && row < table->n_rows && status == PL_OK;
         row++) {
        const char *id = pl_table_text(table, PL_DRUG_ID, row);
        const char *dose = pl_table_text(table, PL_DRUG_DOSE, row);
        struct pl_therapy therapy = {.where = name_row("drug", id)};
        struct pl_text text;

        if (dose[0] == '\0') {
            finish_therapy(&therapy);
            (*n_without)++;
            continue;
        }
        pl_text_init(&text);
        pl_text_format(&text, "drug %s=%s", id, dose);
        therapy.text = text.failed ? NULL : pl_text_copy(pl_text_string(&text));
        pl_text_finish(&text);
        status = add_steal(therapies, context, &therapy, diags);
    }
    return status;
}
