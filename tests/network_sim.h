/*
 * network_sim.h - a network that runs, for tests of solve/ and above.
 */
#ifndef PL_TESTS_NETWORK_SIM_H
#define PL_TESTS_NETWORK_SIM_H

#include <stddef.h>

#include "network.h"
#include "solve/rest.h"
#include "solve/sim.h"

/**
 * Model, program, inputs and simulation of a text. Ends the test when that does not
 * work. @param options  NULL for the defaults
 */
void network_open(struct network *network, const char *text,
                  const struct pl_sim_options *options);

/** The same for a file below the root of the sources. */
void network_open_file(struct network *network, const char *path,
                       const struct pl_sim_options *options);

/** Replace the simulation by one with other options. */
void network_again(struct network *network, const struct pl_sim_options *options);

/** The default options with a method and a tolerance. */
struct pl_sim_options network_options(const char *method, double rtol);

/** To time 0 with the model's own values; ends the test on error. */
void network_start(struct network *network);

/** Advance without outputs; ends the test on error. */
void network_advance(struct network *network, double t_end);

/** Bring it to rest, which is stable and as exact as rounding allows. */
void network_rest(struct network *network, struct pl_rest *rest);

/** Give a symbol another value now; ends the test on error. */
void network_assign(struct network *network, const char *name, double value);

/** The value of a symbol now. */
double network_value(struct network *network, const char *name);

/** For cmocka's group set-up: GSL answers errors, as main() has it. */
int network_gsl_answers(void **state);

/** n times from 0 to t_end, both included. */
void network_even_times(double *times, size_t n, double t_end);

/** The most outputs that a record holds. */
#define NETWORK_MOST_OUTPUTS 1024

/** What a run emitted of one symbol. */
struct network_record {
    size_t symbol;
    size_t n;
    double times[NETWORK_MOST_OUTPUTS];
    double values[NETWORK_MOST_OUTPUTS];
};

/** An `emit` (sim.h) whose context is a record: outputs come in order, each once. */
void network_keep(void *context, size_t k, double time, const double *values);

/** Advance, with outputs into a record that is new; ends the test on error. */
void network_advance_with_outputs(struct network *network, double t_end,
                                  const double *times, size_t n_times,
                                  struct network_record *record);

#endif
