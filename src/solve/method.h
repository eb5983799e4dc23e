/*
 * method.h - which method a simulation steps with, by name or by rule.
 */
#ifndef PL_SOLVE_METHOD_H
#define PL_SOLVE_METHOD_H

#include <stdbool.h>
#include <stddef.h>

#include "base/status.h"

struct pl_diags;
struct pl_program;

/** The method of groups of lanes (lanes.h). It keeps clear of GSL's error handler. */
#define PL_METHOD_OF_LANES "rodas"

/**
 * True for a method whose simulations go side by side, in lanes; with any other each goes
 * alone.
 * @param name  one of pl_sim_methods
 */
bool pl_method_is_of_lanes(const char *name);

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
