/*
 * courses.h - many simulations of one network, each through a rest, jumps and outputs,
 * alone or in lanes: what they gave, as bits.
 */
#ifndef PL_TESTS_COURSES_H
#define PL_TESTS_COURSES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/isa.h"
#include "base/status.h"
#include "compile/kernels.h"
#include "network_sim.h"

enum { COURSE_MOST_TIMES = 16, COURSE_MOST_CUTS = 4, COURSE_MOST_JUMPS = 4 };

/** What every simulation goes through; parameters are its own. */
struct course_plan {
    bool rests;
    double t_end;
    /* of `symbol`, to a value of the simulation's own; PL_NONE: only a leg ends there */
    size_t n_jumps;
    double jumps[COURSE_MOST_JUMPS];
    size_t symbol;
    size_t n_times;
    double times[COURSE_MOST_TIMES];
    bool pieces;
    size_t n_cuts;
    double cuts[COURSE_MOST_CUTS];
    struct pl_sim_options options;
    size_t n; /* simulations */
    /* the inputs of simulation k, which are the model's own before; may be NULL */
    void (*vary)(const struct network *network, size_t k, double *inputs);
};

/** What one gave. */
struct course_result {
    uint64_t bits; /* of every output, piece, state and number of steps, hashed */
    enum pl_status rest, end; /* the first that is not PL_OK */
    size_t n_times, n_pieces;
    double time;  /* [model time] where it stands */
    double first; /* of the state, there */
    struct pl_sim_statistics cost;
};

/** How they are run. */
struct course_group {
    enum pl_isa isa;
    enum pl_kernel_choice choice;
    bool alone; /* one after the other, in one lane */
    /* place k takes simulation (k * stride + first) % n */
    size_t first, stride;
};

/**
 * @param network  compiled
 * @param results  shape (plan->n): by simulation, whatever the order
 */
void courses_run(struct network *network, const struct course_plan *plan,
                 struct course_group group, struct course_result *results);

/** Run them so and compare with `want`; ends the test where a bit differs. */
void courses_expect(struct network *network, const struct course_plan *plan,
                    struct course_group group, const struct course_result *want);

/** Every parameter of the model that is not 0 is multiplied by 1/2 to 2, evenly in the
 * logarithm: for `vary`. */
void courses_vary_parameters(const struct network *network, size_t k, double *inputs);

/**
 * To rest; the model's first target is inhibited at 0, at 1/3 and at 2/3 of the time, each
 * time by another part; outputs at the start, inside steps, at a jump and beside it; the
 * way in pieces, which are cut at a jump and elsewhere; parameters vary.
 */
struct course_plan courses_plan_of(const struct network *network, double t_end,
                                   size_t n);

/** Both ways to run lanes with every set of instructions that this machine has. */
enum { COURSE_MOST_GROUPS = 2 * PL_N_ISAS };
size_t courses_list_groups(struct course_group *groups);

/** On this machine's best, alone or in lanes. */
struct course_group courses_alone(void);
struct course_group courses_in_lanes(void);

#endif
