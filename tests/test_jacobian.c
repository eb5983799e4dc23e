/*
 * test_jacobian.c - the Jacobian of every file in models/ against differences.
 */
#include "compile/program.h"

#include "evaluation.h"
#include "model/model.h"
#include "testlib.h"

/* Random states beside the initial one. */
#define N_STATES_TRIED 20

/* Relative step of the differences. Two of them, extrapolated, are wrong by its fourth
 * power; rounding is wrong by DBL_EPSILON over it. */
static const double STEP = 1e-3;

/* A network at some point, and room for differences of its rates. */
struct slopes {
    struct evaluation point;
    size_t n;              /* states */
    double *low, *high;    /* shape (n): rates beside the point */
    double *coarse, *fine; /* shape (n): differences */
};

static void
slopes_open(struct slopes *slopes, const char *path)
{
    evaluation_open_file(&slopes->point, path);
    slopes->n = slopes->point.program->n_states;
    slopes->low = evaluation_zeros(slopes->n);
    slopes->high = evaluation_zeros(slopes->n);
    slopes->coarse = evaluation_zeros(slopes->n);
    slopes->fine = evaluation_zeros(slopes->n);
    for (size_t i = 0; i < slopes->n; i++) {
        assert_true(isfinite(slopes->point.state[i]));
    }
}

static void
slopes_close(struct slopes *slopes)
{
    free(slopes->low);
    free(slopes->high);
    free(slopes->coarse);
    free(slopes->fine);
    evaluation_close(&slopes->point);
}

/* (f(x + step) - f(x - step)) / (2 step) for every rate f */
static void
difference(struct slopes *slopes, double *x, double step, double *quotients)
{
    double old = *x;
    double *sides[] = {slopes->low, slopes->high};
    double at[2];

    for (size_t side = 0; side < 2; side++) {
        *x = at[side] = side == 0 ? old - step : old + step;
        evaluation_rates(&slopes->point, sides[side]);
    }
    *x = old;
    for (size_t i = 0; i < slopes->n; i++) {
        quotients[i] = (slopes->high[i] - slopes->low[i]) / (at[1] - at[0]);
    }
}

/* The size of what a rate is the sum of: its rounding is relative to this. */
static double
largest_term(const struct slopes *slopes)
{
    const struct evaluation *point = &slopes->point;
    const struct pl_model *model = point->network.model;
    double largest = 0.0;

    for (size_t i = 0; i < model->n_symbols; i++) {
        if (model->symbols[i].kind == PL_SYMBOL_REACTION) {
            largest = fmax(largest, fabs(point->values[i]));
        }
    }
    for (size_t i = 0; i < slopes->n; i++) {
        largest = fmax(largest, fabs(point->rates[i]));
    }
    return largest;
}

/* One column; `x` is the state that it belongs to, or time. */
static void
check_column(struct slopes *slopes, size_t column, double *x, double size,
             const char *path)
{
    const struct evaluation *point = &slopes->point;
    const bool by_time = column == slopes->n;
    double step = STEP * size;
    double noise = 1e-13 * largest_term(slopes) / step;

    difference(slopes, x, step, slopes->coarse);
    difference(slopes, x, step / 2.0, slopes->fine);
    for (size_t row = 0; row < slopes->n; row++) {
        double want = (4.0 * slopes->fine[row] - slopes->coarse[row]) / 3.0;
        bool there = true;
        double got = by_time ? point->jacobian[point->program->n_nonzeros + row]
                             : evaluation_entry(point, row, column, &there);

        if (!isfinite(want)) {
            continue; /* a root or a power beyond the edge of what is allowed */
        }
        if (!there) {
            assert_true(want == 0.0);
        } else if (!(fabs(got - want) <= 1e-6 * fabs(want) + noise)) {
            const struct pl_symbol *symbols = point->network.model->symbols;
            const size_t *of = point->program->state_symbol;

            fail_msg("%s: d %s' / d %s is %.12g, by differences %.12g", path,
                     symbols[of[row]].name, by_time ? "time" : symbols[of[column]].name,
                     got, want);
        }
    }
}

static void
check_point(struct slopes *slopes, double size, const char *path)
{
    evaluation_update(&slopes->point);
    for (size_t column = 0; column < slopes->n; column++) {
        double *x = &slopes->point.state[column];

        check_column(slopes, column, x, fmax(fabs(*x), 1e-3 * size), path);
    }
    check_column(slopes, slopes->n, &slopes->point.time, 1.0, path);
}

static void
check_model(const char *path)
{
    struct slopes slopes;
    uint64_t seed = 1;
    double size = 0.0;
    double *initial = NULL;

    slopes_open(&slopes, path);
    initial = evaluation_zeros(slopes.n);
    for (size_t i = 0; i < slopes.n; i++) {
        initial[i] = slopes.point.state[i];
        size = fmax(size, fabs(initial[i]));
    }
    size = size > 0.0 ? size : 1.0;
    check_point(&slopes, size, path);
    for (size_t trial = 0; trial < N_STATES_TRIED; trial++) {
        for (size_t i = 0; i < slopes.n; i++) {
            double random = 0.0;

            seed = seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
            random = (double)(seed >> 40) / 16777216.0;
            /* never 0, so that small ones are met where they grow */
            slopes.point.state[i] = initial[i] * (0.5 + random) + 0.05 * size * random;
        }
        slopes.point.time = (double)trial;
        check_point(&slopes, size, path);
    }
    free(initial);
    slopes_close(&slopes);
}

static void
test_jacobian_matches_differences_for_every_model(void **state)
{
    char **paths = network_model_paths();
    size_t n_models = 0;

    (void)state;
    while (paths[n_models] != NULL) {
        check_model(paths[n_models++]);
    }
    assert_true(n_models >= 4);
    network_free_paths(paths);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_jacobian_matches_differences_for_every_model),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
