/*
 * set_groups.c - the members of an ensemble in a few groups.
 */
#include "analysis/set_groups.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/diag.h"
#include "base/number.h"
#include "base/text.h"
#include "model/model.h"
#include "study/context.h"
#include "study/ensemble.h"

void
pl_groups_finish(struct pl_groups *groups)
{
    for (size_t g = 0; groups->names != NULL && g < groups->n; g++) {
        free(groups->names[g]);
    }
    free(groups->names);
    free(groups->what);
    free(groups->of);
    *groups = (struct pl_groups){0};
}

static size_t
find_group(const struct pl_groups *groups, const char *label)
{
    for (size_t g = 0; g < groups->n; g++) {
        if (strcmp(groups->names[g], label) == 0) {
            return g;
        }
    }
    return PL_NONE;
}

/* Put the members into groups. */
static enum pl_status
sort_members(const char *what, const char *const *labels, struct pl_diags *diags,
             struct pl_groups *out)
{
    for (size_t m = 0; m < out->n_members; m++) {
        out->of[m] = PL_NONE;
        if (labels[m] == NULL || labels[m][0] == '\0') {
            continue;
        }
        out->of[m] = find_group(out, labels[m]);
        if (out->of[m] != PL_NONE) {
            continue;
        }
        if (out->n == PL_GROUPS_MOST) {
            pl_diag_error(diags, PL_ERR_OPTION, NULL,
                          "%s: more than %zu groups: '%s' is another one", what,
                          PL_GROUPS_MOST, labels[m]);
            pl_diag_hint(diags, "group by something that takes few values");
            return PL_ERR_OPTION;
        }
        out->names[out->n] = pl_text_copy(labels[m]);
        if (out->names[out->n] == NULL) {
            return pl_diag_no_memory(diags, "the groups");
        }
        out->of[m] = out->n++;
    }
    return PL_OK;
}

enum pl_status
pl_groups_by_label(const char *what, const char *const *labels, size_t n_members,
                   struct pl_diags *diags, struct pl_groups *out)
{
    enum pl_status status = PL_OK;

    pl_groups_finish(out);
    out->n_members = n_members;
    out->what = pl_text_copy(what);
    out->names = calloc(PL_GROUPS_MOST, sizeof *out->names);
    out->of = calloc(n_members + 1, sizeof *out->of);
    status = out->what != NULL && out->names != NULL && out->of != NULL
                 ? sort_members(what, labels, diags, out)
                 : pl_diag_no_memory(diags, "the groups");
    if (status == PL_OK && out->n < 2) {
        status = pl_diag_error(diags, PL_ERR_OPTION, NULL,
                               out->n == 0 ? "%s: no parameter set is in a group"
                                           : "%s: all parameter sets are in one "
                                             "group, '%s'",
                               what, out->n == 0 ? "" : out->names[0]);
        pl_diag_hint(diags, "two groups or more can be told apart");
    }
    if (status != PL_OK) {
        pl_groups_finish(out);
    }
    return status;
}

static void
hint_groups(const struct pl_groups *groups, struct pl_diags *diags)
{
    struct pl_text text;

    pl_text_init(&text);
    for (size_t g = 0; g < groups->n; g++) {
        pl_text_format(&text, "%s%s", g > 0 ? ", " : "", groups->names[g]);
    }
    pl_diag_hint(diags, "groups are %s", pl_text_string(&text));
    pl_text_finish(&text);
}

/* @param places  shape (groups->n): receives where each group is named; PL_NONE for
 *        nowhere */
static enum pl_status
place_groups(const struct pl_groups *groups, const char *const *names, size_t n_names,
             struct pl_diags *diags, size_t *places)
{
    for (size_t g = 0; g < groups->n; g++) {
        places[g] = PL_NONE;
    }
    for (size_t k = 0; k < n_names; k++) {
        const size_t group = find_group(groups, names[k]);

        if (group == PL_NONE) {
            pl_diag_error(diags, PL_ERR_NAME, NULL, "%s: there is no group '%s'",
                          groups->what, names[k]);
            if (!pl_diag_hint_near(diags, names[k], (const char *const *)groups->names,
                                   groups->n, PL_DIAG_MAX_NEAR)) {
                hint_groups(groups, diags);
            }
            return PL_ERR_NAME;
        }
        if (places[group] != PL_NONE) {
            return pl_diag_error(diags, PL_ERR_OPTION, NULL,
                                 "the group '%s' is named twice", names[k]);
        }
        places[group] = k;
    }
    return n_names >= 2 ? PL_OK
                        : pl_diag_error(diags, PL_ERR_OPTION, NULL,
                                        "two groups or more can be told apart, not "
                                        "%zu",
                                        n_names);
}

enum pl_status
pl_groups_keep(struct pl_groups *groups, const char *const *names, size_t n_names,
               struct pl_diags *diags)
{
    size_t places[PL_GROUPS_MOST];
    char *kept[PL_GROUPS_MOST] = {NULL};
    const enum pl_status status = place_groups(groups, names, n_names, diags, places);

    if (status != PL_OK) {
        return status;
    }
    for (size_t g = 0; g < groups->n; g++) {
        if (places[g] == PL_NONE) {
            free(groups->names[g]);
        } else {
            kept[places[g]] = groups->names[g];
        }
    }
    for (size_t m = 0; m < groups->n_members; m++) {
        groups->of[m] = groups->of[m] != PL_NONE ? places[groups->of[m]] : PL_NONE;
    }
    groups->n = n_names;
    memcpy(groups->names, kept, n_names * sizeof *kept);
    return PL_OK;
}

/* The column of the ensemble's values that holds a symbol; PL_NONE for none. */
static size_t
find_column(const struct pl_ensemble *ensemble, size_t symbol)
{
    size_t n = 0;
    const size_t *symbols = pl_ensemble_symbols(ensemble, &n);

    for (size_t c = 0; c < n; c++) {
        if (symbols[c] == symbol) {
            return c;
        }
    }
    return PL_NONE;
}

/* "SIN1_mode = 1" for each member. */
static enum pl_status
label_by_value(const struct pl_ensemble *ensemble, const char *name, size_t column,
               struct pl_diags *diags, char **labels)
{
    for (size_t m = 0; m < pl_ensemble_n(ensemble); m++) {
        char number[PL_NUMBER_SIZE];
        struct pl_text text;

        pl_number_format(pl_ensemble_values(ensemble, m)[column], number);
        pl_text_init(&text);
        pl_text_format(&text, "%s = %s", name, number);
        labels[m] = text.failed ? NULL : pl_text_copy(pl_text_string(&text));
        pl_text_finish(&text);
        if (labels[m] == NULL) {
            return pl_diag_no_memory(diags, "the groups");
        }
    }
    return PL_OK;
}

static enum pl_status
label_by_group(const struct pl_ensemble *ensemble, struct pl_diags *diags,
               char **labels)
{
    for (size_t m = 0; m < pl_ensemble_n(ensemble); m++) {
        labels[m] = pl_text_copy(pl_ensemble_group(ensemble, m));
        if (labels[m] == NULL) {
            return pl_diag_no_memory(diags, "the groups");
        }
    }
    return PL_OK;
}

static enum pl_status
report_absent(const struct pl_ensemble *ensemble, const char *column,
              struct pl_diags *diags)
{
    pl_diag_error(diags, PL_ERR_OPTION, NULL, "%s: there is no column '%s' to group by",
                  pl_ensemble_path(ensemble), column);
    pl_diag_hint(diags,
                 "add a column '%s' that names the group of each parameter set, "
                 "or name a parameter that takes few values, or %s",
                 PL_ENSEMBLE_GROUP, PL_GROUPS_FIRST_LOOP);
    return PL_ERR_OPTION;
}

enum pl_status
pl_groups_by_column(const struct pl_context *context,
                    const struct pl_ensemble *ensemble, const char *column,
                    struct pl_diags *diags, struct pl_groups *out)
{
    const size_t n = pl_ensemble_n(ensemble);
    const size_t symbol = pl_model_find(context->model, column);
    const size_t place = symbol != PL_NONE ? find_column(ensemble, symbol) : PL_NONE;
    const bool is_label = strcmp(column, PL_ENSEMBLE_GROUP) == 0;
    char **labels = NULL;
    struct pl_text what;
    enum pl_status status = PL_OK;

    if (is_label ? pl_ensemble_group(ensemble, 0) == NULL : place == PL_NONE) {
        return report_absent(ensemble, column, diags);
    }
    labels = calloc(n + 1, sizeof *labels);
    if (labels == NULL) {
        return pl_diag_no_memory(diags, "the groups");
    }
    pl_text_init(&what);
    pl_text_format(&what, "%s, column '%s'", pl_ensemble_path(ensemble), column);
    status = is_label ? label_by_group(ensemble, diags, labels)
                      : label_by_value(ensemble, column, place, diags, labels);
    if (status == PL_OK) {
        const char **borrowed = calloc(n + 1, sizeof *borrowed);

        for (size_t m = 0; borrowed != NULL && m < n; m++) {
            borrowed[m] = labels[m];
        }
        status =
            borrowed != NULL && !what.failed
                ? pl_groups_by_label(pl_text_string(&what), borrowed, n, diags, out)
                : pl_diag_no_memory(diags, "the groups");
        free(borrowed);
    }
    pl_text_finish(&what);
    for (size_t m = 0; m < n; m++) {
        free(labels[m]);
    }
    free(labels);
    return status;
}
