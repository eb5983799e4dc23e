/*
 * treatment_list.c - several actions in one text: a background, and what one --treat says.
 */
#include "study/treatment_private.h"

#include <string.h>

#include "base/diag.h"
#include "base/text.h"
#include "study/words.h"

/* The first word of an item. */
static size_t
first_word(const char *item, size_t length)
{
    size_t n = 0;

    while (n < length && item[n] != ' ') {
        n++;
    }
    return n;
}

/* The kind at the start of an item of a background. */
static enum pl_status
read_kind(const char *item, size_t length, struct pl_diags *diags,
          enum pl_action_kind *kind, size_t *n_read)
{
    const size_t n_word = first_word(item, length);

    *n_read = n_word;
    if (pl_action_find(item, n_word, kind)) {
        if (*kind != PL_ACTION_CLAMP) {
            return n_word < length ? PL_OK : pl_action_report_bare(*kind, diags);
        }
        return pl_diag_error(diags, PL_ERR_OPTION, NULL,
                             "%.*s: a clamp is no background: it holds a signal at its "
                             "level before treatment",
                             (int)length, item);
    }
    pl_diag_error(diags, PL_ERR_OPTION, NULL,
                  "%.*s: an item of a background begins with drug, inhibit, set or cut",
                  (int)length, item);
    pl_diag_hint(diags, "as in \"drug trastuzumab=68nM, set IGF=0\"");
    return PL_ERR_OPTION;
}

/* A list with a comma too many: a word may be missing there. */
static enum pl_status
check_commas(const char *text, struct pl_diags *diags)
{
    const char *gap = pl_words_gap(text);

    return gap == NULL ? PL_OK
                       : pl_diag_error(diags, PL_ERR_OPTION, NULL,
                                       "%s: nothing stands %s", text, gap);
}

enum pl_status
pl_treatment_background(struct pl_treatment *treatment, const char *text,
                        struct pl_diags *diags)
{
    const size_t n_before = treatment->n;
    const char *list = text;
    const char *item = NULL;
    size_t length = 0;
    enum pl_status status = check_commas(text, diags);

    while (status == PL_OK && pl_words_next(&list, ',', &item, &length)) {
        struct pl_action action = {.background = true};
        enum pl_action_kind kind = PL_ACTION_SET;
        size_t n_read = 0;

        status = read_kind(item, length, diags, &kind, &n_read);
        if (status == PL_OK) {
            status = pl_action_parse(treatment->context, kind, item + n_read,
                                     length - n_read, diags, &action);
        }
        if (status == PL_OK) {
            status = pl_treatment_add_steal(treatment, &action, diags);
        }
    }
    if (status == PL_OK && treatment->n == n_before) {
        status = pl_diag_error(diags, PL_ERR_OPTION, NULL, "the background is empty");
        pl_diag_hint(diags, "as in \"drug trastuzumab=68nM, set IGF=0\"");
    }
    if (status != PL_OK) {
        pl_treatment_truncate(treatment, n_before);
    }
    return status;
}

static enum pl_status
choose_variant(struct pl_treatment *treatment, const char *name, size_t length,
               struct pl_diags *diags)
{
    enum pl_status status = PL_OK;
    struct pl_text text;

    while (length > 0 && *name == ' ') {
        name++;
        length--;
    }
    pl_text_init(&text);
    pl_text_add(&text, name, length);
    status = text.failed
                 ? pl_diag_no_memory(diags, "a treatment")
                 : pl_treatment_choose_variant(treatment, pl_text_string(&text), diags);
    pl_text_finish(&text);
    return status;
}

/* @param kind  in: that of the item before; out: of this one.  @param known  whether
 * there is one before */
static enum pl_status
add_item(struct pl_treatment *treatment, const char *item, size_t length,
         enum pl_action_kind *kind, bool *known, struct pl_diags *diags)
{
    static const char variant[] = "variant";
    size_t n_read = first_word(item, length);
    struct pl_action action = {0};
    enum pl_status status = PL_OK;

    if (n_read == strlen(variant) && strncmp(item, variant, n_read) == 0) {
        *known = false;
        if (n_read == length) {
            return pl_diag_error(diags, PL_ERR_OPTION, NULL,
                                 "variant: the name is missing: variant <name>");
        }
        return choose_variant(treatment, item + n_read, length - n_read, diags);
    }
    if (pl_action_find(item, n_read, kind)) {
        if (n_read == length) {
            return pl_action_report_bare(*kind, diags);
        }
        *known = true;
    } else if (*known) {
        n_read = 0;
    } else {
        pl_diag_error(diags, PL_ERR_OPTION, NULL,
                      "%.*s: an item of a treatment begins with drug, inhibit, set, "
                      "clamp, cut or variant",
                      (int)length, item);
        pl_diag_hint(diags, "as in \"drug everolimus=20nM, clamp S6K_Rictor\"");
        return PL_ERR_OPTION;
    }
    status = pl_action_parse(treatment->context, *kind, item + n_read, length - n_read,
                             diags, &action);
    return status == PL_OK ? pl_treatment_add_steal(treatment, &action, diags) : status;
}

enum pl_status
pl_treatment_add_list(struct pl_treatment *treatment, const char *text,
                      struct pl_diags *diags)
{
    const size_t n_before = treatment->n;
    const size_t variant_before = treatment->variant;
    const char *list = text;
    const char *item = NULL;
    size_t length = 0;
    size_t n_items = 0;
    enum pl_action_kind kind = PL_ACTION_SET;
    bool known = false;
    bool is_none = false;
    enum pl_status status = check_commas(text, diags);

    while (status == PL_OK && pl_words_next(&list, ',', &item, &length)) {
        const bool says_none = length == 4 && strncmp(item, "none", length) == 0;

        if (is_none || (says_none && n_items > 0)) {
            status =
                pl_diag_error(diags, PL_ERR_OPTION, NULL,
                              "%s: 'none' is nothing done, and stands alone", text);
        } else if (!says_none) {
            status = add_item(treatment, item, length, &kind, &known, diags);
        }
        is_none = is_none || says_none;
        n_items++;
    }
    if (status == PL_OK && n_items == 0) {
        status = pl_diag_error(diags, PL_ERR_OPTION, NULL, "the treatment is empty");
        pl_diag_hint(diags,
                     "as in \"drug everolimus=20nM, clamp S6K_Rictor\"; \"none\" "
                     "is nothing done");
    }
    if (status != PL_OK) {
        pl_treatment_truncate(treatment, n_before);
        treatment->variant = variant_before;
    }
    return status;
}
