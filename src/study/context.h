/*
 * context.h - a model with everything that stands beside it: program, roles, and the
 * tables of cells, variants, drugs, treatments, feedback edges and parameters.
 *
 * For models/x.ant the tables are models/x.cells.tsv, x.variants.tsv, x.drugs.tsv,
 * x.treatments.tsv, x.edges.tsv and x.parameters.tsv; each may be absent.
 *
 *     cells, variants   conditionId, conditionName, then one column for each parameter
 *                       (PEtab conditions); the first cell is the default
 *     drugs             drugId, drugName, aliases, class, target, potencyParameter,
 *                       source, confidence, note, dose (one for comparisons, with its
 *                       unit); the parameter is drug_<drugId>
 *     treatments        treatmentId, treatmentName, class, treatment (as --treat), note
 *     edges             edgeId (From_To of the rule feedback_From_To), confidence, note
 *     parameters        parameters.h
 */
#ifndef PL_STUDY_CONTEXT_H
#define PL_STUDY_CONTEXT_H

#include <stddef.h>

#include "base/status.h"
#include "compile/kernels.h"
#include "model/roles.h"

struct pl_diags;
struct pl_frame;
struct pl_model;
struct pl_program;
struct pl_shared_kernels;

struct pl_context {
    char *path; /* of the model file */
    struct pl_model *model;
    struct pl_program *program;
    struct pl_kernels *kernels; /* the program, ready for one simulation at a time */
    struct pl_shared_kernels *together; /* the program, ready for lanes: any thread may
                                           ask for them */
    struct pl_roles roles;
    struct pl_frame *cells;    /* NULL when there is no such table */
    struct pl_frame *variants; /* likewise */
    struct pl_frame *drugs;    /* likewise */
    struct pl_frame
        *treatments;        /* likewise; their texts are read where they are used */
    struct pl_frame *edges; /* likewise */
    struct pl_frame *parameters; /* likewise; read by parameters.h */
};

/**
 * Read a model and its tables and compile it, to machine code where it can be had. Tables are checked: columns that are no
 * parameter of the model, ids that stand twice, drugs without their parameter, treatments
 * without a text, edges without their rule, parameters without a range.
 *
 * @return PL_OK; PL_ERR_IO, PL_ERR_SYNTAX, PL_ERR_MODEL, PL_ERR_NOMEM
 */
PL_MUST_USE enum pl_status pl_context_load(const char *path, struct pl_diags *diags,
                                           struct pl_context **out);
/** Accepts NULL. */
void pl_context_destroy(struct pl_context *context);

/**
 * Run the program in another way than PL_KERNEL_AUTO, from now on. Nothing may be running.
 * @return as pl_kernels_create; after an error nothing has changed
 */
PL_MUST_USE enum pl_status pl_context_choose_kernel(struct pl_context *context,
                                                    enum pl_kernel_choice choice,
                                                    struct pl_diags *diags);

/**
 * Find a symbol by what a user would type: the name without prefix, the whole symbol, or
 * the display name, to the letter; else one of these, or a drug's drugName or one of its
 * aliases, case and punctuation aside.
 *
 * @return PL_OK; PL_ERR_NAME for a name that there is not (hints give the nearest names,
 *         or where none is near all of them or what lists them), or that fits two
 */
PL_MUST_USE enum pl_status pl_context_find(const struct pl_context *context,
                                           enum pl_role role, const char *name,
                                           struct pl_diags *diags, size_t *symbol);

/**
 * Find any symbol: by its name, the name without prefix, the display name, to the letter
 * and in this order; else by one of these, or a drug's name or alias, case and punctuation
 * aside.
 *
 * @return PL_OK; PL_ERR_NAME for a name that there is not (near names hinted), or that
 *         fits several alike
 */
PL_MUST_USE enum pl_status pl_context_find_symbol(const struct pl_context *context,
                                                  const char *name,
                                                  struct pl_diags *diags,
                                                  size_t *symbol);

/**
 * Rows of the tables of cells and variants.
 * @param name  conditionId (case and punctuation aside) or conditionName
 * @return PL_OK; PL_ERR_NAME as above, also when the model has no such table
 */
PL_MUST_USE enum pl_status pl_context_find_cell(const struct pl_context *context,
                                                const char *name,
                                                struct pl_diags *diags, size_t *row);
PL_MUST_USE enum pl_status pl_context_find_variant(const struct pl_context *context,
                                                   const char *name,
                                                   struct pl_diags *diags, size_t *row);

/**
 * Put the row's parameters into inputs; an empty cell leaves what is there.
 * @param inputs  shape (program->n_inputs)
 */
void pl_context_apply_row(const struct pl_context *context,
                          const struct pl_frame *table, size_t row, double *inputs);

/**
 * Readouts by what a user would type: a readout as in pl_context_find, any species,
 * rule, parameter or reaction by its name, or "all". With n_names 0: the model's
 * readouts, or all its species when it has none (and everything with a rate rule; all
 * its rules when there is neither). What is named twice comes once.
 *
 * @param symbols  receives an array, to be freed with free()
 */
PL_MUST_USE enum pl_status pl_context_readouts(const struct pl_context *context,
                                               const char *const *names, size_t n_names,
                                               struct pl_diags *diags, size_t **symbols,
                                               size_t *n_symbols);

#endif
