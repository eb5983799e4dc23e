/*
 * curve_times.c - output times for a curve that is looked at.
 */
#include "analysis/curve_times.h"

#include <math.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>

#include "base/diag.h"

/* Even parts: a quarter of an hour of two days, 5 units of a page's width. */
#define N_PARTS ((size_t)192)

/* Times between a jump and the next even one, each half as far from the jump as the one
 * behind it: what follows a jump within seconds is seen. */
#define N_HALVES 10

/* All times of one jump: those, itself, and the last one before it. */
#define N_OF_JUMP (N_HALVES + 2)

/* [-] Of the duration: times that are closer are one. */
#define SAME_TIME 1e-9

/* A time, and whether it has to stay as it is. */
struct moment {
    double time;
    bool is_mark;
};

static int
compare_moments(const void *a, const void *b)
{
    const struct moment *p = a;
    const struct moment *q = b;

    return (p->time > q->time) - (p->time < q->time);
}

/* Every time that is wanted, in no order. @return how many */
static size_t
collect(double duration, const double *jumps, size_t n_jumps, const double *marks,
        size_t n_marks, struct moment *moments)
{
    size_t n = 0;

    for (size_t k = 0; k <= N_PARTS; k++) {
        moments[n++] = (struct moment){
            k < N_PARTS ? duration * (double)k / (double)N_PARTS : duration,
            k == 0 || k == N_PARTS};
    }
    for (size_t j = 0; j < n_jumps; j++) {
        double gap = duration / (double)N_PARTS;

        if (jumps[j] > 0.0) {
            moments[n++] = (struct moment){nextafter(jumps[j], 0.0), true};
        }
        moments[n++] = (struct moment){jumps[j], true};
        for (size_t k = 0; k < N_HALVES; k++) {
            gap /= 2.0;
            moments[n++] = (struct moment){fmin(jumps[j] + gap, duration), false};
        }
    }
    for (size_t k = 0; k < n_marks; k++) {
        moments[n++] = (struct moment){marks[k], true};
    }
    return n;
}

enum pl_status
pl_curve_times(double duration, const double *jumps, size_t n_jumps,
               const double *marks, size_t n_marks, struct pl_diags *diags,
               double **times, size_t *n_times)
{
    const size_t most =
        (SIZE_MAX / sizeof(struct moment) - N_PARTS - 1 - n_marks) / N_OF_JUMP;
    struct moment *moments = NULL;
    double *made = NULL;
    size_t n_moments = 0;
    size_t n = 0;
    bool is_mark = false;

    *times = NULL;
    *n_times = 0;
    if (n_jumps <= most) {
        const size_t room = N_PARTS + 1 + n_jumps * N_OF_JUMP + n_marks;

        moments = calloc(room, sizeof *moments);
        made = calloc(room, sizeof *made);
    }
    if (moments == NULL || made == NULL) {
        free(moments);
        free(made);
        return pl_diag_no_memory(diags, "the times of a comparison");
    }
    n_moments = collect(duration, jumps, n_jumps, marks, n_marks, moments);
    qsort(moments, n_moments, sizeof *moments, compare_moments);
    for (size_t k = 0; k < n_moments; k++) {
        const bool is_same =
            n > 0 && moments[k].time - made[n - 1] <= SAME_TIME * duration;

        if (!is_same ||
            (is_mark && moments[k].is_mark && moments[k].time > made[n - 1])) {
            made[n++] = moments[k].time;
            is_mark = moments[k].is_mark;
        } else if (moments[k].is_mark) {
            made[n - 1] = moments[k].time;
            is_mark = true;
        }
    }
    free(moments);
    *times = made;
    *n_times = n;
    return PL_OK;
}

size_t
pl_curve_times_find(const double *times, size_t n_times, double time)
{
    size_t low = 0;
    size_t high = n_times;

    /* The last time that is not behind the wanted one is `low`. */
    while (high - low > 1) {
        const size_t middle = low + (high - low) / 2;

        if (times[middle] <= time) {
            low = middle;
        } else {
            high = middle;
        }
    }
    return low;
}
