/*
 * timecourse_bands.c - one treatment in every member of an ensemble: medians and bands.
 */
#include "study/timecourse_bands.h"

#include <math.h>
#include <stdlib.h>
#include <time.h>

#include "base/diag.h"
#include "study/context.h"
#include "study/protocol.h"
#include "study/summary.h"
#include "study/treatment.h"

/* Work space for the numbers of all members. */
struct room {
    double *values; /* shape (n_members) */
    struct pl_weighted *sorted;
};

/* What is asked while the members run. */
struct watch {
    const struct pl_sim_options *sim;
    struct timespec end; /* of the time limit */
    bool is_late;
};

static bool
is_time_over(void *context)
{
    struct watch *watch = context;
    const struct pl_sim_options *sim = watch->sim;
    struct timespec now;

    if (sim->stop != NULL && sim->stop(sim->stop_context)) {
        return true;
    }
    (void)clock_gettime(CLOCK_MONOTONIC, &now); /* cannot fail on this clock */
    watch->is_late =
        sim->time_limit > 0.0 &&
        (now.tv_sec > watch->end.tv_sec ||
         (now.tv_sec == watch->end.tv_sec && now.tv_nsec >= watch->end.tv_nsec));
    return watch->is_late;
}

static void
set_end(struct watch *watch)
{
    const double limit = fmin(watch->sim->time_limit, 1e9); /* decades */
    const double whole = floor(limit);

    (void)clock_gettime(CLOCK_MONOTONIC, &watch->end);
    watch->end.tv_sec += (time_t)whole;
    watch->end.tv_nsec += (long)((limit - whole) * 1e9);
    if (watch->end.tv_nsec >= 1000000000L) {
        watch->end.tv_nsec -= 1000000000L;
        watch->end.tv_sec++;
    }
}

static enum pl_status
run_members(const struct pl_context *context, const struct pl_arm *arm,
            const struct pl_bands_options *options, struct pl_diags *diags,
            struct pl_bands *bands)
{
    struct watch watch = {.sim = &options->run.sim};
    struct pl_arms_options arms = {
        .sim = options->run.sim,
        .duration = options->run.duration,
        .equilibrate = options->run.equilibrate,
        .ensemble = options->ensemble,
        .symbols = options->run.readouts,
        .n_symbols = options->run.n_readouts,
        .times = bands->times.times,
        .n_times = bands->times.n,
        .n_threads = options->n_threads,
    };
    enum pl_status status = PL_OK;

    set_end(&watch);
    arms.sim.stop = is_time_over;
    arms.sim.stop_context = &watch;
    status = pl_arms_run(context, arm, 1, &arms, diags, &bands->arms);
    if (status == PL_ERR_STOPPED && watch.is_late) {
        pl_diag_error(
            diags, PL_ERR_STEP, NULL,
            "the time limit of %g s was reached before all %zu parameter sets "
            "had run",
            options->run.sim.time_limit, pl_ensemble_n(options->ensemble));
        pl_diag_hint(diags, "allow more with --time-limit, or run fewer sets");
        status = PL_ERR_STEP;
    }
    return status;
}

static bool
make_room(struct pl_bands *bands, struct room *room)
{
    struct pl_timecourse *median = &bands->median;
    const size_t n = median->n_readouts;
    const size_t n_all = bands->times.n * n + 1; /* arms.c has seen that it fits */

    room->values = calloc(bands->arms.n_members, sizeof *room->values);
    room->sorted = calloc(bands->arms.n_members, sizeof *room->sorted);
    median->untreated = calloc(n + 1, sizeof *median->untreated);
    median->largest = calloc(n + 1, sizeof *median->largest);
    median->times = calloc(bands->times.n, sizeof *median->times);
    median->values = calloc(n_all, sizeof *median->values);
    median->marks = calloc(bands->times.n, sizeof *median->marks);
    median->mark_values = calloc(n_all, sizeof *median->mark_values);
    bands->bands = calloc(n_all, sizeof *bands->bands);
    bands->mark_bands = calloc(n_all, sizeof *bands->mark_bands);
    bands->untreated = calloc(n + 1, sizeof *bands->untreated);
    bands->agreement = median->treated ? calloc(n_all, sizeof *bands->agreement) : NULL;
    return room->values != NULL && room->sorted != NULL && median->untreated != NULL &&
           median->largest != NULL && median->times != NULL && median->values != NULL &&
           median->marks != NULL && median->mark_values != NULL &&
           bands->bands != NULL && bands->mark_bands != NULL &&
           bands->untreated != NULL && (bands->agreement != NULL || !median->treated);
}

/* Members whose numbers are there, and whether their weights differ. */
static void
count_members(struct pl_bands *bands)
{
    const double *weights = pl_ensemble_weights(bands->ensemble);
    const struct pl_arms *arms = &bands->arms;

    bands->n_ran = arms->n_members - arms->n_failed; /* one arm */
    for (size_t m = 1; weights != NULL && m < arms->n_members; m++) {
        bands->is_weighted = bands->is_weighted || weights[m] != weights[0];
    }
}

/* The members' folds, or levels, at a time; in the room. */
static void
gather(const struct pl_bands *bands, size_t time, size_t readout, double *values)
{
    for (size_t m = 0; m < bands->arms.n_members; m++) {
        values[m] = bands->median.treated
                        ? pl_arms_fold(&bands->arms, 0, m, time, readout)
                        : pl_arms_value(&bands->arms, 0, m, time, readout);
    }
}

static struct pl_agreement
find_agreement(const struct pl_bands *bands, const double *values)
{
    const double *weights = pl_ensemble_weights(bands->ensemble);
    struct pl_agreement agreement = {0.0, 0.0, 0.0};
    double sum = 0.0;

    for (size_t m = 0; m < bands->arms.n_members; m++) {
        const double weight = weights != NULL ? weights[m] : 1.0;

        if (isnan(values[m])) {
            continue;
        }
        sum += weight;
        agreement.above += values[m] > 1.0 ? weight : 0.0;
        agreement.rises += values[m] >= PL_RISE_FROM ? weight : 0.0;
        agreement.falls += values[m] <= PL_FALL_FROM ? weight : 0.0;
    }
    if (sum > 0.0) {
        agreement.above /= sum;
        agreement.rises /= sum;
        agreement.falls /= sum;
    }
    return agreement;
}

/* What is untreated, of levels; as a fold it is 1, where there is one. */
static void
fill_untreated(struct pl_bands *bands, struct room *room)
{
    struct pl_timecourse *median = &bands->median;
    const double *weights = pl_ensemble_weights(bands->ensemble);

    for (size_t r = 0; r < median->n_readouts; r++) {
        bands->untreated[r] = pl_band_of(bands->arms.untreated + r, median->n_readouts,
                                         weights, bands->arms.n_members, room->sorted);
        median->untreated[r] = bands->untreated[r].median;
        if (median->treated) {
            median->untreated[r] = isnan(bands->bands[r].median) ? 0.0 : 1.0;
        }
        median->largest[r] = fabs(median->untreated[r]);
    }
}

/* One output time: its row among the times of the median, and among its marks. */
static void
fill_time(struct pl_bands *bands, size_t k, struct room *room)
{
    struct pl_timecourse *median = &bands->median;
    const double *weights = pl_ensemble_weights(bands->ensemble);
    const size_t n = median->n_readouts;
    const unsigned char wanted = bands->times.wanted[k];
    const size_t row = median->n_times;
    const size_t mark = median->n_marks;

    for (size_t r = 0; r < n; r++) {
        struct pl_band band;

        gather(bands, k, r, room->values);
        band =
            pl_band_of(room->values, 1, weights, bands->arms.n_members, room->sorted);
        bands->bands[row * n + r] = band; /* of a mark alone: overwritten by the next */
        median->values[row * n + r] = band.median;
        bands->mark_bands[mark * n + r] = band;
        median->mark_values[mark * n + r] = band.median;
        if (bands->agreement != NULL && (wanted & PL_OUTPUT_MARK) != 0) {
            bands->agreement[mark * n + r] = find_agreement(bands, room->values);
        }
    }
    median->times[row] = bands->times.times[k];
    median->marks[mark] = bands->times.times[k];
    median->n_times += (wanted & (PL_OUTPUT_GRID | PL_OUTPUT_MORE)) != 0 ? 1 : 0;
    median->n_marks += (wanted & PL_OUTPUT_MARK) != 0 ? 1 : 0;
}

static void
fill(struct pl_bands *bands, struct room *room)
{
    struct pl_timecourse *median = &bands->median;

    for (size_t k = 0; k < bands->times.n; k++) {
        fill_time(bands, k, room);
    }
    fill_untreated(bands, room);
    for (size_t i = 0; i < median->n_times * median->n_readouts; i++) {
        double *largest = &median->largest[i % median->n_readouts];

        *largest = fmax(*largest, fabs(median->values[i])); /* passes over NaN */
    }
}

/* What a run with this treatment is. */
static enum pl_status
describe_run(const struct pl_context *context, const struct pl_arm *arm,
             const struct pl_timecourse_options *options, struct pl_diags *diags,
             struct pl_timecourse *median)
{
    struct pl_protocol protocol = {0};
    enum pl_status status = pl_protocol_init(&protocol, context, arm, options->duration,
                                             options->equilibrate, false, diags);

    median->n_readouts = options->n_readouts;
    median->readouts = options->readouts;
    median->duration = options->duration;
    median->treated = protocol.treated;
    median->rested = protocol.rests;
    pl_protocol_finish(&protocol);
    return status;
}

enum pl_status
pl_bands_run(const struct pl_context *context, const struct pl_treatment *treatment,
             const struct pl_bands_options *options, struct pl_diags *diags,
             struct pl_bands *bands)
{
    const struct pl_arm arm = {.treatment = treatment};
    struct room room = {NULL, NULL};
    enum pl_status status = PL_OK;

    pl_bands_finish(bands);
    bands->ensemble = options->ensemble;
    status = pl_output_times_init(&bands->times, context, &options->run, options->more,
                                  options->n_more, diags);
    if (status == PL_OK) {
        status = describe_run(context, &arm, &options->run, diags, &bands->median);
    }
    if (status == PL_OK) {
        status = run_members(context, &arm, options, diags, bands);
    }
    if (status == PL_OK && !make_room(bands, &room)) {
        status = pl_diag_no_memory(diags, "the results of an ensemble");
    }
    if (status == PL_OK) {
        count_members(bands);
        fill(bands, &room);
        bands->median.complete = true;
        bands->median.method = bands->arms.method;
        bands->median.why_method = bands->arms.why_method;
    } else {
        pl_bands_finish(bands);
    }
    free(room.values);
    free(room.sorted);
    return status;
}

struct pl_timecourse
pl_bands_member(const struct pl_bands *bands, size_t member)
{
    const struct pl_arms *arms = &bands->arms;
    struct pl_timecourse course = bands->median;

    course.n_times = bands->times.n;
    course.times = bands->times.times;
    course.untreated = arms->untreated + member * arms->n_symbols;
    course.largest = arms->largest + member * arms->n_symbols;
    course.values = arms->values + member * arms->n_times * arms->n_symbols;
    return course;
}

void
pl_bands_finish(struct pl_bands *bands)
{
    pl_timecourse_finish(&bands->median);
    pl_arms_finish(&bands->arms);
    pl_output_times_finish(&bands->times);
    free(bands->bands);
    free(bands->untreated);
    free(bands->mark_bands);
    free(bands->agreement);
    *bands = (struct pl_bands){0};
}
