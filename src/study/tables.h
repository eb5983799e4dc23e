/*
 * tables.h - the tables beside a model: where they stand, and their columns.
 */
#ifndef PL_STUDY_TABLES_H
#define PL_STUDY_TABLES_H

#include <stdbool.h>
#include <stddef.h>

struct pl_frame;

enum pl_table {
    PL_TABLE_CELLS,
    PL_TABLE_VARIANTS,
    PL_TABLE_DRUGS,
    PL_TABLE_TREATMENTS,
    PL_TABLE_EDGES,
    PL_TABLE_PARAMETERS,
    PL_N_TABLES,
};

/** "feedback edges" */
const char *pl_table_name(enum pl_table table);

/**
 * Where a table of a model stands: models/x.cells.tsv for models/x.ant.
 * @return to be freed; NULL when memory is short
 */
char *pl_table_path(const char *model, enum pl_table table);

/* Cells and variants: PEtab's table of conditions. */
#define PL_CONDITION_ID "conditionId"
#define PL_CONDITION_NAME "conditionName"

#define PL_DRUG_ID "drugId"
#define PL_DRUG_NAME "drugName"
#define PL_DRUG_CLASS "class"
#define PL_DRUG_TARGET "target"
#define PL_DRUG_ALIASES "aliases"
#define PL_DRUG_POTENCY "potencyParameter"
#define PL_DRUG_DOSE "dose" /* with its unit: the one for comparisons */

/* Treatments to be compared. */
#define PL_TREATMENT_ID "treatmentId"
#define PL_TREATMENT_NAME "treatmentName"
#define PL_TREATMENT_CLASS "class"
#define PL_TREATMENT_TEXT "treatment" /* as pl_treatment_add_list reads it */

/* Feedback edges. */
#define PL_EDGE_ID "edgeId"
#define PL_EDGE_CONFIDENCE "confidence"

/* Where a row comes from: drugs and treatments; edges have no source of their own. */
#define PL_TABLE_SOURCE "source"
#define PL_TABLE_NOTE "note"

/* Ranges of parameters: PEtab's table of parameters. */
#define PL_PARAMETER_ID "parameterId"
#define PL_PARAMETER_SCALE "parameterScale"
#define PL_PARAMETER_LOW "lowerBound"
#define PL_PARAMETER_HIGH "upperBound"
#define PL_PARAMETER_NOMINAL "nominalValue"
#define PL_PARAMETER_ESTIMATE "estimate"
#define PL_PARAMETER_BASIS "basis"

/** True for the columns of a table of conditions that are no parameters. */
bool pl_table_is_label(const char *column);

/** A cell of a text column; "" where the table has no such column. Borrowed. */
const char *pl_table_text(const struct pl_frame *table, const char *column, size_t row);

/** The conditionId of a row of a table of conditions. Borrowed. */
const char *pl_table_row_id(const struct pl_frame *table, size_t row);

#endif
