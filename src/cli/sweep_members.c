/*
 * sweep_members.c - the parameter sets that a sweep runs each of its points in, as the
 * manifest of its results tells them.
 */
#include "cli/sweep_members.h"

#include <inttypes.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/diag.h"
#include "base/number.h"
#include "cli/sweep_entry.h"
#include "study/ensemble.h"
#include "study/results_file.h"

#define N_MEMBERS "members="

/* The number of members that an entry tells; 0 when it tells none. */
static size_t
read_n(const char *entry)
{
    char *end = NULL;
    unsigned long long n = 0;

    if (strncmp(entry, N_MEMBERS, strlen(N_MEMBERS)) != 0) {
        return 0;
    }
    n = strtoull(entry + strlen(N_MEMBERS), &end, 10);
    return *end == ' ' && n <= PL_ENSEMBLE_MAX_MEMBERS ? (size_t)n : 0;
}

/* The number of tabs tells a list of one empty name from an empty list. */
static enum pl_status
read_names(const char *list, struct pl_diags *diags, struct sweep_members *members)
{
    size_t n_tabs = 0;

    for (const char *p = list; *p != '\0'; p++) {
        n_tabs += *p == '\t';
    }
    if (n_tabs + 1 != members->n) {
        return PL_ERR_SYNTAX;
    }
    members->names = calloc(members->n, sizeof *members->names);
    for (size_t m = 0; members->names != NULL && m < members->n; m++) {
        members->names[m] = sweep_entry_take(&list, "\t");
        if (members->names[m] == NULL) {
            return pl_diag_no_memory(diags, "the parameter sets");
        }
    }
    return members->names != NULL ? PL_OK
                                  : pl_diag_no_memory(diags, "the parameter sets");
}

static enum pl_status
read_weights(const char *list, struct pl_diags *diags, struct sweep_members *members)
{
    bool is_any = false;

    if (sweep_entry_count(list, " ") != members->n) {
        return PL_ERR_SYNTAX;
    }
    for (size_t m = 0; m < members->n; m++) {
        char *word = sweep_entry_take(&list, " ");
        const bool is_read =
            word != NULL && pl_number_parse(word, &members->weights[m]);

        if (word == NULL) {
            return pl_diag_no_memory(diags, "the parameter sets");
        }
        free(word);
        if (!is_read || members->weights[m] < 0.0) {
            return PL_ERR_SYNTAX;
        }
        is_any = is_any || members->weights[m] > 0.0;
    }
    return is_any ? PL_OK : PL_ERR_SYNTAX;
}

enum pl_status
sweep_members_read(const struct pl_manifest *manifest, struct pl_diags *diags,
                   struct sweep_members *members)
{
    const char *ensemble = sweep_entry_find(manifest, SWEEP_ENSEMBLE);
    const char *names = sweep_entry_find(manifest, SWEEP_MEMBERS);
    const char *weights = sweep_entry_find(manifest, SWEEP_WEIGHTS);
    enum pl_status status = PL_OK;

    if (manifest->of_runs != (ensemble != NULL)) {
        return PL_ERR_SYNTAX;
    }
    if (ensemble == NULL) {
        return PL_OK;
    }
    members->n = read_n(ensemble);
    if (members->n == 0 || manifest->n_points % members->n != 0 ||
        manifest->first % members->n != 0 || manifest->n % members->n != 0) {
        return PL_ERR_SYNTAX;
    }
    members->weights = calloc(members->n, sizeof *members->weights);
    if (members->weights == NULL) {
        return pl_diag_no_memory(diags, "the parameter sets");
    }
    for (size_t m = 0; m < members->n; m++) {
        members->weights[m] = 1.0 / (double)members->n;
    }
    if (names != NULL) {
        status = read_names(names, diags, members);
    }
    if (status == PL_OK && weights != NULL) {
        members->differ = true;
        status = read_weights(weights, diags, members);
    }
    return status;
}

void
sweep_members_finish(struct sweep_members *members)
{
    for (size_t m = 0; members->names != NULL && m < members->n; m++) {
        free(members->names[m]);
    }
    free(members->names);
    free(members->weights);
    *members = (struct sweep_members){0};
}

const char *
sweep_members_name(const struct sweep_members *members, uint64_t member,
                   char number[SWEEP_MEMBER_SIZE])
{
    if (members->names != NULL) {
        return members->names[member];
    }
    (void)snprintf(number, SWEEP_MEMBER_SIZE, "%" PRIu64, member + 1);
    return number;
}

void
sweep_members_put(const struct pl_ensemble *ensemble, struct pl_text *text)
{
    pl_text_format(text, N_MEMBERS "%zu digest=%s", pl_ensemble_n(ensemble),
                   pl_ensemble_digest(ensemble));
}

void
sweep_members_put_names(const struct pl_ensemble *ensemble, struct pl_text *text)
{
    const size_t n = pl_ensemble_n(ensemble);
    bool are_numbers = true;

    for (size_t m = 0; m < n && are_numbers; m++) {
        char number[SWEEP_MEMBER_SIZE];

        (void)snprintf(number, sizeof number, "%zu", m + 1);
        are_numbers = strcmp(pl_ensemble_name(ensemble, m), number) == 0;
    }
    for (size_t m = 0; m < n && !are_numbers; m++) {
        pl_text_put(text, m > 0 ? "\t" : "");
        for (const char *p = pl_ensemble_name(ensemble, m); *p != '\0'; p++) {
            /* what would end the name, or the entry */
            pl_text_add(text, strchr("\t\r\n", *p) != NULL ? " " : p, 1);
        }
    }
}

void
sweep_members_put_weights(const struct pl_ensemble *ensemble, struct pl_text *text)
{
    const size_t n = pl_ensemble_n(ensemble);
    const double *weights = pl_ensemble_weights(ensemble);
    const double alike = 1.0 / (double)n;
    bool are_alike = true;

    for (size_t m = 0; m < n; m++) {
        are_alike = are_alike && weights[m] == alike;
    }
    for (size_t m = 0; m < n && !are_alike; m++) {
        char number[PL_NUMBER_SIZE];

        pl_number_format(weights[m], number);
        pl_text_format(text, "%s%s", m > 0 ? " " : "", number);
    }
}
