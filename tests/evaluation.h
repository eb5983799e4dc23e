/*
 * evaluation.h - a network's tapes, run by hand: no stepping, only numbers at one point.
 */
#ifndef PL_TESTS_EVALUATION_H
#define PL_TESTS_EVALUATION_H

#include <stdbool.h>
#include <stddef.h>

#include "network.h"

/** A network with everything that one evaluation of it needs. */
struct evaluation {
    struct network network; /* with the inputs that are given */
    const struct pl_program *program;
    double time;
    double *state;    /* shape (n_states) */
    double *held;     /* shape (n_inputs): the inputs, settled */
    double *cache;    /* shape (n_cache) */
    double *values;   /* shape (n_symbols) */
    double *rates;    /* shape (n_states) */
    double *jacobian; /* shape (n_nonzeros + n_states): then d rates / d time */
};

/** The network of a text at time 0, evaluated there. Ends the test when it has errors. */
void evaluation_open(struct evaluation *evaluation, const char *text);

/** The same for a file below the root of the sources. */
void evaluation_open_file(struct evaluation *evaluation, const char *path);

void evaluation_close(struct evaluation *evaluation);

/** To time 0, from the inputs, and evaluate there. */
void evaluation_start(struct evaluation *evaluation);

/** Rates, values and Jacobian where time and state stand. */
void evaluation_update(struct evaluation *evaluation);

/** Rates alone. @param rates  shape (n_states) */
void evaluation_rates(const struct evaluation *evaluation, double *rates);

/** The Jacobian's entry; where the pattern has none, 0 and *there is false. */
double evaluation_entry(const struct evaluation *evaluation, size_t row, size_t column,
                        bool *there);

/** n zeros, freed with free(). Ends the test when there is no memory. */
double *evaluation_zeros(size_t n);

#endif
