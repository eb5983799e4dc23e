/*
 * engine_shares.c - where the time of a sweep goes.
 *
 * A trial step is made again and again on one frame, whole and with one part of it left
 * out: what it takes less is the part's time, in its place among the others, with the
 * processor's caches as they are there. These times stand against the time that a trial
 * has in a whole sweep. All by the processor's clock.
 *
 *     rates, jacobian, factor, solve   the tapes; of those
 *               that a trial begins with, which run as one, the time of that one in
 *               proportion to what they take apart
 *     control   the error norm, the next step size, the new state: these by themselves
 *     sums      what is left of the trial, a part of `rest`: the arguments and right
 *               sides of the stages
 *     rest      all that is left: sums, starts and ends of points, outputs
 */
#include "engine.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "engine_trial.h"

#include "base/diag.h"
#include "base/text.h"
#include "compile/elimination.h"
#include "compile/kernels.h"
#include "compile/program.h"
#include "compile/tape.h"
#include "expr/op.h"
#include "study/context.h"

enum { N_ROUNDS = 101 };

/* [s] of a batch of trials: longer than the clock needs. */
static const double BATCH = 2e-3;

enum part { PART_RATES, PART_JACOBIAN, PART_FACTOR, PART_SOLVE, N_PARTS };

static const char *const part_names[N_PARTS] = {"rates", "jacobian", "factor", "solve"};

/* Trials with something left out, and the whole one. */
enum variant_kind {
    WITHOUT_RATES, /* of the stages but the first */
    WITHOUT_SOLVE, /* likewise */
    WITHOUT_BEGIN, /* Jacobian, factor, rates and solve of the first stage, as one tape */
    APART,         /* with these four apart, … */
    APART_WITHOUT_JACOBIAN, /* … and without each of them */
    APART_WITHOUT_FACTOR,
    APART_WITHOUT_RATES,
    APART_WITHOUT_SOLVE,
    WHOLE,
    N_VARIANTS
};

struct variant {
    struct pl_kernels kernels;
    double seconds[N_ROUNDS]; /* of a trial */
};

/* What is done in a part's place. */
static void
do_nothing(double *frame, double *out)
{
    (void)frame;
    (void)out;
}

static void
leave_out(struct pl_kernels *kernels, enum variant_kind kind)
{
    switch (kind) {
    case WITHOUT_RATES:
        kernels->stage.native = kernels->solve.native;
        break;
    case WITHOUT_SOLVE:
        kernels->stage.native = kernels->rates.native;
        break;
    case WITHOUT_BEGIN:
        kernels->begin.native = do_nothing;
        break;
    case APART_WITHOUT_JACOBIAN:
        kernels->jacobian.native = do_nothing;
        break;
    case APART_WITHOUT_FACTOR:
        kernels->factor.native = do_nothing;
        break;
    case APART_WITHOUT_RATES:
        kernels->rates.native = do_nothing;
        break;
    case APART_WITHOUT_SOLVE:
        kernels->solve.native = do_nothing;
        break;
    case APART:
    case WHOLE:
    case N_VARIANTS:
        break;
    }
    if (kind >= APART && kind <= APART_WITHOUT_SOLVE) {
        kernels->begin.native = NULL;
    }
}

/* [s] for each of n trials, after one that brings everything into the caches. */
static double
time_trials(struct pl_rodas *rodas, const struct pl_kernels *kernels, size_t n)
{
    double start = 0.0;

    rodas->kernels = kernels;
    pl_rodas_try(rodas);
    start = engine_thread_time();
    for (size_t k = 0; k < n; k++) {
        pl_rodas_try(rodas);
    }
    return (engine_thread_time() - start) / (double)n;
}

/* [s] for each of n ends of a trial: is it good, how long is the next, go on. */
static double
time_control(struct engine_trial *trial, size_t n)
{
    const double start = engine_thread_time();

    for (size_t k = 0; k < n; k++) {
        pl_rodas_norm(&trial->rodas, trial->atol, trial->rtol, trial->norm);
        (void)pl_lane_pace_go(trial->kernels->isa, trial->kernels->lanes, &trial->pace);
        pl_rodas_take(&trial->rodas, trial->all); /* as a rule */
    }
    return (engine_thread_time() - start) / (double)n;
}

/* What each part takes of a trial. */
struct parts {
    double seconds[N_PARTS];
    double sums, control; /* [s] */
};

/* [s] How much longer a trial takes than another one. */
static double
difference(const struct variant *variants, enum variant_kind longer,
           enum variant_kind shorter)
{
    double numbers[N_ROUNDS];

    for (size_t k = 0; k < N_ROUNDS; k++) {
        numbers[k] = variants[longer].seconds[k] - variants[shorter].seconds[k];
    }
    return engine_median(numbers, N_ROUNDS);
}

/* Time all variants in turn.
 * @param variants  shape (N_VARIANTS) */
static void
time_parts(struct engine_trial *trial, struct variant *variants, struct parts *parts)
{
    const double one = time_trials(&trial->rodas, trial->kernels, 20);
    const size_t n = one < BATCH ? (size_t)(BATCH / one) : 1;
    double numbers[N_ROUNDS];
    double apart = 0.0;
    double share = 0.0;

    for (size_t kind = 0; kind < N_VARIANTS; kind++) {
        variants[kind].kernels = *trial->kernels;
        leave_out(&variants[kind].kernels, (enum variant_kind)kind);
    }
    for (size_t k = 0; k < N_ROUNDS; k++) {
        for (size_t kind = 0; kind < N_VARIANTS; kind++) {
            variants[kind].seconds[k] =
                time_trials(&trial->rodas, &variants[kind].kernels, n);
        }
        numbers[k] = time_control(trial, n);
    }
    parts->control = engine_median(numbers, N_ROUNDS);
    parts->seconds[PART_RATES] = difference(variants, APART, APART_WITHOUT_RATES);
    parts->seconds[PART_JACOBIAN] = difference(variants, APART, APART_WITHOUT_JACOBIAN);
    parts->seconds[PART_FACTOR] = difference(variants, APART, APART_WITHOUT_FACTOR);
    parts->seconds[PART_SOLVE] = difference(variants, APART, APART_WITHOUT_SOLVE);
    for (size_t part = 0; part < N_PARTS; part++) {
        apart += parts->seconds[part];
    }
    share = trial->kernels->begin.native != NULL
                ? difference(variants, WHOLE, WITHOUT_BEGIN) / apart
                : 1.0; /* they are apart */
    for (size_t part = 0; part < N_PARTS; part++) {
        parts->seconds[part] *= share;
    }
    parts->seconds[PART_RATES] += difference(variants, WHOLE, WITHOUT_RATES);
    parts->seconds[PART_SOLVE] += difference(variants, WHOLE, WITHOUT_SOLVE);
    parts->sums = engine_median(variants[WHOLE].seconds, N_ROUNDS);
    for (size_t part = 0; part < N_PARTS; part++) {
        parts->sums -= parts->seconds[part];
    }
}

static void
print_share(const char *part, double share)
{
    struct pl_text name;

    pl_text_init(&name);
    pl_text_format(&name, "share-%s", part);
    engine_print(pl_text_string(&name), share, "ratio");
    pl_text_finish(&name);
}

static void
print_tape(const char *part, const struct pl_tape *tape)
{
    size_t divisions = 0;
    size_t calls = 0;

    for (size_t k = 0; tape != NULL && k < tape->n_code; k++) {
        divisions += tape->code[k].op == PL_OP_DIVIDE;
        calls += pl_op_is_transcendental(tape->code[k].op);
    }
    printf("%s-instructions %zu count\n", part, tape != NULL ? tape->n_code : 0);
    printf("%s-divisions %zu count\n", part, divisions);
    printf("%s-calls %zu count\n", part, calls);
}

static void
print_size(const struct engine_trial *trial)
{
    const struct pl_program *program = trial->kernels->program;

    printf("states %zu count\n", program->n_states);
    printf("jacobian-entries %zu count\n", program->n_nonzeros);
    printf("factors %zu count\n", program->elimination->n_factors);
    print_tape("rates", program->rates);
    print_tape("jacobian", program->jacobian);
    if (program->factor != NULL) {
        print_tape("factor", program->factor);
    } else {
        printf("factor-operations %zu count\n", program->elimination->n_operations);
    }
    print_tape("solve", program->solve);
    printf("code %zu bytes\n", pl_kernels_code_size(trial->kernels));
}

static void
print_costs(const struct engine_cost *cost)
{
    const double points = (double)cost->n_points;
    const double trials = (double)cost->n_trials;

    engine_print("points-per-second", points / cost->seconds, "per-s");
    engine_print("trials-per-second", trials / cost->seconds, "per-s");
    engine_print("trial", 1e9 * cost->seconds / trials, "ns");
    engine_print("steps-per-point", (double)cost->n_steps / points, "count");
    engine_print("lanes-filled",
                 (double)cost->n_steps / (trials * (double)cost->n_lanes), "ratio");
}

enum pl_status
engine_shares(struct engine *engine)
{
    struct variant *variants = calloc(N_VARIANTS, sizeof *variants);
    struct engine_trial trial = {0};
    struct engine_cost cost;
    struct parts parts;
    enum pl_status status = variants != NULL
                                ? engine_trial_init(&trial, engine)
                                : pl_diag_no_memory(engine->diags, "the shares");

    if (status == PL_OK && trial.kernels->stage.native == NULL) {
        status =
            pl_diag_error(engine->diags, PL_ERR_OPTION, NULL,
                          "shares are those of machine code, which there is none of");
    }
    if (status == PL_OK) {
        status = engine_sweep_cost(engine, &cost);
    }
    if (status == PL_OK) {
        const double whole = cost.seconds / (double)cost.n_trials;
        double rest = whole;

        time_parts(&trial, variants, &parts);
        for (size_t part = 0; part < N_PARTS; part++) {
            print_share(part_names[part], parts.seconds[part] / whole);
            rest -= parts.seconds[part];
        }
        print_share("control", parts.control / whole);
        print_share("rest", (rest - parts.control) / whole);
        print_share("sums", parts.sums / whole);
        print_costs(&cost);
        print_size(&trial);
    }
    engine_trial_finish(&trial);
    free(variants);
    return status;
}
