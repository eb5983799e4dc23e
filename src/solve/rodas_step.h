/*
 * rodas_step.h - Rodas5P as a step type of GSL's odeiv2.
 *
 * What GSL's interface lacks, and how this type does without:
 *  - `alloc` is told the dimension alone: pl_rodas_step_bind gives the network, before
 *    the first step.
 *  - `apply` is not told that it repeats a step that was refused: rates and Jacobian are
 *    kept, and used again where t and y are the same.
 *  - There is no dense output: pl_rodas_step_inside reads it from the newest step.
 *
 * This is the one header with types of GSL's: they are names for structs without a tag,
 * which cannot be declared forward, and a `void *` in their place would go unchecked. It
 * is for stepper.c alone.
 */
#ifndef PL_SOLVE_RODAS_STEP_H
#define PL_SOLVE_RODAS_STEP_H

#include <gsl/gsl_odeiv2.h>

#include "base/status.h"

struct pl_rodas_record;
struct pl_system;

extern const gsl_odeiv2_step_type *const pl_gsl_step_rodas;

/**
 * @param step    of that type
 * @param system  borrowed
 * @param scale   shape (n), borrowed: see pl_system_evaluate_jacobian
 * @return PL_ERR_NOMEM, without a message
 */
PL_MUST_USE enum pl_status pl_rodas_step_bind(gsl_odeiv2_step *step,
                                              struct pl_system *system,
                                              const double *scale);

/** The solution at a share of the newest step, 0 to 1. @param y  shape (n) */
void pl_rodas_step_inside(const gsl_odeiv2_step *step, double share, double *y);

/**
 * The largest |x_i| in units of the tolerance at y, as pl_rodas_norm takes it, and as fast.
 * @param x, y, atol  shape (n)
 */
double pl_rodas_step_norm(const gsl_odeiv2_step *step, const double *x, const double *y,
                          const double *atol, double rtol);

/** How its trials went so far. */
const struct pl_rodas_record *pl_rodas_step_record(const gsl_odeiv2_step *step);

#endif
