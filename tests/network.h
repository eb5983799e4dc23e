/*
 * network.h - an Antimony text to a model and its program, for tests above format/.
 *
 * With network_sim.h also to a simulation; the tests of compile/ do without.
 */
#ifndef PL_TESTS_NETWORK_H
#define PL_TESTS_NETWORK_H

#include <stddef.h>

#include "base/status.h"

struct pl_diags;
struct pl_kernels;
struct pl_model;
struct pl_program;
struct pl_sim;

struct network {
    struct pl_diags *diags;
    struct pl_model *model;
    struct pl_program *program;              /* NULL after network_read */
    struct pl_kernels *kernels;              /* for one lane; likewise */
    double *inputs;                          /* the model's own; shape (n_inputs) */
    double *values;                          /* shape (n_symbols) */
    struct pl_sim *sim;                      /* NULL but after network_open */
    void (*destroy_sim)(struct pl_sim *sim); /* this file knows nothing of solve/ */
};

/** The model of a text whose source is named "m.ant". Ends the test when it has errors.
 */
void network_read(struct network *network, const char *text);

/** Model, program and inputs. Ends the test when that does not work. */
void network_compile(struct network *network, const char *text);

/** The same for a file below the root of the sources: "models/relay.ant". */
void network_compile_file(struct network *network, const char *path);

void network_close(struct network *network);

/** The symbol of a name that is there. */
size_t network_symbol(const struct network *network, const char *name);

/** Say what went wrong and end the test, unless the status is PL_OK. */
void network_expect_ok(const struct network *network, enum pl_status status);

/**
 * The printed messages equal `want`, in which each '#' stands for a number, and are
 * forgotten. For numbers that come out of a step-size control.
 */
void network_expect_messages(struct network *network, const char *want);

/**
 * Every model of the project ("models/relay.ant"), by name, NULL behind the last; to be
 * freed with network_free_paths. Ends the test when there are none.
 */
char **network_model_paths(void);
void network_free_paths(char **paths);

#endif
