/*
 * steps.h - trial steps of rodas, one lane, on a small network.
 */
#ifndef PL_TESTS_STEPS_H
#define PL_TESTS_STEPS_H

#include <stdbool.h>
#include <stddef.h>

#include "network.h"
#include "solve/rodas.h"

struct pl_system;

/** The most states of a network here. */
enum { STEPS_MOST = 3 };

struct steps {
    struct network network;
    struct pl_system *system;
    struct pl_rodas rodas;
    struct pl_rodas_record record;
    size_t n;
    double y[STEPS_MOST]; /* the network's start */
    double scale[STEPS_MOST];
};

/** Ends the test when that does not work. */
void steps_open(struct steps *steps, const char *text);
void steps_close(struct steps *steps);

/** As pl_rodas_try_alone, with everything evaluated anew. */
bool steps_try(struct steps *steps, double t, double h, const double *y);

/** x = sin t, y = cos t: no linear system, and time is in every rate and in every one of
 * its derivatives. */
extern const char steps_forced[];

#endif
