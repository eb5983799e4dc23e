/*
 * roles.c - finds targets, drugs, feedback edges and readouts by their prefixes.
 */
#include "model/roles.h"

#include <stdlib.h>
#include <string.h>

#include "base/diag.h"
#include "model/model.h"

static const struct {
    const char *prefix;
    const char *word;
} roles[PL_N_ROLES] = {
    [PL_ROLE_TARGET] = {"inhibit_", "target"},
    [PL_ROLE_DRUG] = {"drug_", "drug"},
    [PL_ROLE_EDGE] = {"feedback_", "feedback edge"},
    [PL_ROLE_READOUT] = {"readout_", "readout"},
};

const char *
pl_role_prefix(enum pl_role role)
{
    return roles[role].prefix;
}

const char *
pl_role_word(enum pl_role role)
{
    return roles[role].word;
}

enum pl_role
pl_role_by_name(const char *name)
{
    for (int role = 0; role < PL_N_ROLES; role++) {
        size_t length = strlen(roles[role].prefix);

        if (strncmp(name, roles[role].prefix, length) == 0 && name[length] != '\0') {
            return (enum pl_role)role;
        }
    }
    return PL_N_ROLES;
}

const char *
pl_role_strip(const char *name)
{
    enum pl_role role = pl_role_by_name(name);

    return role == PL_N_ROLES ? name : name + strlen(roles[role].prefix);
}

/* An edge has a name on both sides of a '_'. */
bool
pl_role_names_edge(const char *name)
{
    const char *separator = name[0] == '\0' ? NULL : strchr(name + 1, '_');

    return separator != NULL && separator[1] != '\0';
}

/* The symbol's role by its prefix, kind and rule, or PL_N_ROLES. */
static enum pl_role
symbol_role(const struct pl_symbol *symbol)
{
    enum pl_role role = pl_role_by_name(symbol->name);
    bool fits = false;

    switch (role) {
    case PL_ROLE_TARGET:
    case PL_ROLE_DRUG:
        fits = symbol->kind == PL_SYMBOL_PARAMETER && symbol->rule_kind == PL_RULE_NONE;
        break;
    case PL_ROLE_EDGE:
        fits = symbol->rule_kind == PL_RULE_ASSIGNMENT &&
               pl_role_names_edge(pl_role_strip(symbol->name));
        break;
    case PL_ROLE_READOUT:
        fits = symbol->rule_kind == PL_RULE_ASSIGNMENT;
        break;
    case PL_N_ROLES:
        break;
    }
    return fits ? role : PL_N_ROLES;
}

const char *
pl_readout_name(const struct pl_symbol *symbol)
{
    return symbol_role(symbol) == PL_ROLE_READOUT ? pl_role_strip(symbol->name)
                                                  : symbol->name;
}

enum pl_status
pl_roles_find(const struct pl_model *model, struct pl_diags *diags,
              struct pl_roles *out)
{
    struct pl_roles found = {0};

    *out = found;
    for (size_t i = 0; i < model->n_symbols; i++) {
        enum pl_role role = symbol_role(&model->symbols[i]);

        if (role != PL_N_ROLES) {
            found.lists[role].n++;
        }
    }
    for (int role = 0; role < PL_N_ROLES; role++) {
        struct pl_role_list *list = &found.lists[role];

        list->symbols = calloc(list->n + 1, sizeof *list->symbols);
        list->names = calloc(list->n + 1, sizeof *list->names);
        list->n = 0;
        if (list->symbols == NULL || list->names == NULL) {
            pl_roles_finish(&found);
            return pl_diag_no_memory(diags, "the roles of a model");
        }
    }
    for (size_t i = 0; i < model->n_symbols; i++) {
        enum pl_role role = symbol_role(&model->symbols[i]);

        if (role != PL_N_ROLES) {
            struct pl_role_list *list = &found.lists[role];

            list->symbols[list->n] = i;
            list->names[list->n] = pl_role_strip(model->symbols[i].name);
            list->n++;
        }
    }
    *out = found;
    return PL_OK;
}

void
pl_roles_finish(struct pl_roles *found)
{
    for (int role = 0; role < PL_N_ROLES; role++) {
        free(found->lists[role].symbols);
        free(found->lists[role].names);
    }
    *found = (struct pl_roles){0};
}
