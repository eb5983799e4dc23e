/*
 * method.h - which method a simulation steps with, by name or by rule.
 */
#ifndef PL_SOLVE_METHOD_H
#define PL_SOLVE_METHOD_H

#include <stddef.h>

#include "base/status.h"

struct pl_diags;
struct pl_program;

/**
 * Find a method by its name; for "auto" choose one.
 *
 * @param method  receives an index into pl_stepper_methods, never that of "auto"
 * @param why     receives the reason for the choice, in words for --verbose; NULL for a
 *                method that was named
 * @return PL_OK; PL_ERR_OPTION for an unknown name (near ones hinted)
 */
PL_MUST_USE enum pl_status pl_method_find(const char *name,
                                          const struct pl_program *program,
                                          struct pl_diags *diags, size_t *method,
                                          const char **why);

#endif
