/*
 * sweep_trial.c - sweeps for tests: from texts, with their rows in memory, and the single
 * run of each point to hold them against.
 */
#include "sweep_trial.h"

#include "testlib.h"

#include <inttypes.h>
#include <time.h>

#include <gsl/gsl_errno.h>

#include "base/diag.h"
#include "base/frame.h"
#include "base/text.h"
#include "designs.h"
#include "model/model.h"
#include "model/roles.h"
#include "study/context.h"
#include "study/design.h"
#include "study/factor.h"
#include "study/treatment.h"
#include "trial.h"

/* ---- models and sweeps that several programs use */

#if SWEEP_SANITIZED
#define MIXED "sobol:16"
#define SOURCES "source=0.5..2:2"
#else
#define MIXED "sobol:40"
#define SOURCES "source=0.5..2:5"
#endif

const struct sweep_case sweep_mixed = {
    .words = "--inhibit Akt=0.5@1h..24h --clamp S6K_IRS1 --cut FOXO_HER3 "
             "--background drug,trastuzumab=68nM --variant receptor_side",
    .design = MIXED,
    .vary = {"cell=all", "everolimus=0.01..100nM:log", "IGF=0.1..3",
             "inhibit_MEK=0..1"},
    .measures = {"pAkt_S473@0", "pAkt_S473@1h", "pAkt_S473@24h", "pAkt_S473",
                 "fold:pAkt_S473@24h", "fold:pS6K", "max:pAkt_S473", "max:pAkt_S473@2h",
                 "min:pS6K", "auc:pERK@30h", "time-to-max:pAkt_S473"},
    .duration = 2880.0,
};

const struct sweep_case sweep_failing = {
    .words = "--inhibit step4=0.5@2h..4h",
    .design = "grid",
    .vary = {"brake_strength=0..50:6", SOURCES, "inhibit_source=0..1:4"},
    .measures = {"first@0", "last@2h", "last", "fold:last@4h", "max:first",
                 "min:last@3h", "auc:middle", "time-to-max:last"},
    .duration = 1440.0,
    .max_steps = 130,
};

int
sweep_set_up(void **state)
{
    struct sweep_models *models = calloc(1, sizeof *models);

    assert_non_null(models);
    gsl_set_error_handler_off();
    models->her2 = trial_load_source("models/her2-mtor.ant");
    models->relay = trial_load_source("models/relay.ant");
    models->feedback = trial_load_source("models/negative-feedback.ant");
    models->cascade = trial_load_source("models/huang-ferrell.ant");
    models->folder = test_make_folder();
    *state = models;
    return 0;
}

int
sweep_tear_down(void **state)
{
    struct sweep_models *models = *state;

    pl_context_destroy(models->her2);
    pl_context_destroy(models->relay);
    pl_context_destroy(models->feedback);
    pl_context_destroy(models->cascade);
    test_remove_folder(models->folder);
    free(models);
    return 0;
}

/* ---- rows */

uint64_t
sweep_bits(double value)
{
    uint64_t bits = 0;

    memcpy(&bits, &value, sizeof bits);
    return bits;
}

void
sweep_rows_init(struct sweep_rows *rows, uint64_t first, uint64_t n, size_t n_values)
{
    const size_t most = (size_t)n + 1;

    *rows = (struct sweep_rows){.first = first, .n = n, .n_values = n_values};
    rows->values = calloc(most, n_values * sizeof *rows->values);
    rows->reasons = calloc(most, sizeof *rows->reasons);
    rows->times = calloc(most, sizeof *rows->times);
    assert_true(rows->values != NULL && rows->reasons != NULL && rows->times != NULL);
}

void
sweep_rows_finish(struct sweep_rows *rows)
{
    for (uint64_t i = 0; rows->reasons != NULL && i < rows->n; i++) {
        free(rows->reasons[i]);
    }
    free(rows->values);
    free(rows->reasons);
    free(rows->times);
    *rows = (struct sweep_rows){0};
}

void
sweep_rows_expect_all(const struct sweep_rows *rows)
{
    for (uint64_t i = 0; i < rows->n; i++) {
        if (rows->times[i] != 1) {
            fail_msg("point %" PRIu64 " was done %d times", rows->first + i,
                     rows->times[i]);
        }
    }
    assert_int_equal(rows->n_done, rows->n);
}

uint64_t
sweep_rows_n_failed(const struct sweep_rows *rows)
{
    uint64_t n = 0;

    for (uint64_t i = 0; i < rows->n; i++) {
        n += rows->reasons[i] != NULL;
    }
    return n;
}

double
sweep_rows_value(const struct sweep_rows *rows, uint64_t k, size_t measure)
{
    assert_true(k >= rows->first && k - rows->first < rows->n);
    assert_int_equal(rows->times[k - rows->first], 1);
    return rows->values[(k - rows->first) * rows->n_values + measure];
}

/* @return whether both are the same; tells if not */
static bool
is_same_point(uint64_t k, const double *got, const char *got_reason, const double *want,
              const char *want_reason, size_t n)
{
    if ((got_reason == NULL) != (want_reason == NULL) ||
        (got_reason != NULL && strcmp(got_reason, want_reason) != 0)) {
        print_error("point %" PRIu64 ": the reason is\n%s\nnot\n%s\n", k,
                    got_reason != NULL ? got_reason : "(none)",
                    want_reason != NULL ? want_reason : "(none)");
        return false;
    }
    for (size_t m = 0; m < n; m++) {
        if (sweep_bits(got[m]) != sweep_bits(want[m])) {
            print_error("point %" PRIu64 ", measure %zu: %.17g (%016" PRIx64
                        "), not %.17g (%016" PRIx64 ")\n",
                        k, m, got[m], sweep_bits(got[m]), want[m], sweep_bits(want[m]));
            return false;
        }
    }
    return true;
}

void
sweep_rows_test_same(const struct sweep_rows *got, const struct sweep_rows *want,
                     const char *file, int line)
{
    size_t n_wrong = 0;

    assert_int_equal(got->n_values, want->n_values);
    for (uint64_t i = 0; i < got->n; i++) {
        const uint64_t k = got->first + i;
        const uint64_t j = k - want->first;

        if (k < want->first || j >= want->n || got->times[i] == 0 ||
            want->times[j] == 0) {
            continue;
        }
        n_wrong += !is_same_point(k, got->values + i * got->n_values, got->reasons[i],
                                  want->values + j * want->n_values, want->reasons[j],
                                  got->n_values);
    }
    if (n_wrong > 0) {
        print_error("%zu points differ\n", n_wrong);
        _fail(file, line);
    }
}

/* ---- sweeps */

static double
tolerance_of(const struct sweep_case *what)
{
    return what->rtol > 0.0 ? what->rtol : 1e-6;
}

void
sweep_trial_init(struct sweep_trial *trial, const struct pl_context *context,
                 const struct sweep_case *what)
{
    struct trial words;

    *trial = (struct sweep_trial){.context = context, .what = what};
    trial->diags = pl_diags_create();
    assert_non_null(trial->diags);
    trial_init(&words, context, what->words != NULL ? what->words : "", what->duration,
               NULL, 0);
    trial->treatment = words.treatment;
    words.treatment = NULL; /* taken */
    trial_finish(&words);
    trial->design = designs_make(context, what->design != NULL ? what->design : "grid",
                                 what->vary, DESIGNS_SEED);
    trial->n_points = pl_design_n_points(trial->design);
    for (size_t m = 0; what->measures[m] != NULL; m++) {
        assert_true(m < SWEEP_MOST_MEASURES);
        assert_int_equal(pl_measure_parse(context, what->measures[m], what->duration,
                                          trial->diags, &trial->measures[m]),
                         PL_OK);
        trial->n_measures++;
    }
    assert_messages(trial->diags, "");
    trial->options = (struct pl_sweep_options){
        .sim = pl_sim_options_default(),
        .duration = what->duration,
        .equilibrate = what->equilibrate,
        .measures = trial->measures,
        .n_measures = trial->n_measures,
        .n_threads = 1,
    };
    if (what->method != NULL) {
        trial->options.sim.method = what->method;
    }
    trial->options.sim.rtol = tolerance_of(what);
    if (what->max_steps > 0) {
        trial->options.sim.max_steps = what->max_steps;
    }
}

void
sweep_trial_finish(struct sweep_trial *trial)
{
    pl_sweep_destroy(trial->sweep);
    for (size_t m = 0; m < trial->n_measures; m++) {
        pl_measure_finish(&trial->measures[m]);
    }
    pl_design_destroy(trial->design);
    pl_treatment_destroy(trial->treatment);
    pl_diags_destroy(trial->diags);
    *trial = (struct sweep_trial){0};
}

void
sweep_trial_create(struct sweep_trial *trial)
{
    enum pl_status status = PL_OK;

    pl_sweep_destroy(trial->sweep);
    status = pl_sweep_create(trial->context, trial->treatment, trial->design,
                             &trial->options, trial->diags, &trial->sweep);
    assert_messages(trial->diags, "");
    assert_int_equal(status, PL_OK);
}

/* What `done`, `skip` and `watch` share. Only `skip` is called without the sweep's lock:
 * what the others write is for ThreadSanitizer to watch, so none of it is atomic. */
struct collector {
    const struct sweep_run_with *with;
    struct sweep_rows *rows;
    uint64_t n_calls;
    bool busy;      /* in `done` or `watch` */
    bool ended;     /* no `done` any more */
    size_t n_wrong; /* assertions have to wait for the test's own thread */
};

static bool
skip_point(void *context, uint64_t k)
{
    const struct collector *collector = context;
    const struct sweep_rows *skip = collector->with->skip;
    const struct timespec nap = {0, collector->with->nap};

    if (nap.tv_nsec > 0) {
        (void)nanosleep(&nap, NULL);
    }
    return skip != NULL && k >= skip->first && k - skip->first < skip->n &&
           skip->times[k - skip->first] > 0;
}

static enum pl_status
take_row(void *context, uint64_t k, const double *values, const char *reason,
         struct pl_diags *diags)
{
    struct collector *collector = context;
    struct sweep_rows *rows = collector->rows;
    const uint64_t i = k - rows->first;
    enum pl_status status = PL_OK;

    collector->n_wrong += collector->busy || collector->ended;
    collector->busy = true;
    if (k < rows->first || i >= rows->n || rows->times[i] > 0) {
        collector->n_wrong++;
    } else {
        memcpy(rows->values + i * rows->n_values, values,
               rows->n_values * sizeof *values);
        if (reason != NULL) {
            rows->reasons[i] = strdup(reason);
            collector->n_wrong += rows->reasons[i] == NULL;
        }
        rows->times[i]++;
        rows->n_done++;
    }
    collector->n_calls++;
    if (collector->n_calls == collector->with->refuse_after) {
        status = pl_diag_error(diags, PL_ERR_IO, NULL, "no room for point %" PRIu64, k);
        collector->ended = true;
    }
    collector->busy = false;
    return status;
}

static bool
watch_rows(void *context, uint64_t n_done)
{
    struct collector *collector = context;
    const bool ends = collector->with->interrupt && n_done > 0 &&
                      collector->rows->n_done < collector->rows->n;

    collector->n_wrong += collector->busy || n_done != collector->n_calls;
    collector->busy = true;
    collector->ended = collector->ended || ends;
    collector->busy = false;
    return ends;
}

enum pl_status
sweep_trial_run(struct sweep_trial *trial, const struct sweep_run_with *with,
                struct sweep_rows *rows)
{
    static const struct sweep_run_with nothing;
    struct collector collector = {.with = with != NULL ? with : &nothing, .rows = rows};
    const struct pl_sweep_work work = {
        .context = &collector,
        .first = rows->first,
        .n = rows->n,
        .skip =
            collector.with->skip != NULL || collector.with->nap > 0 ? skip_point : NULL,
        .done = take_row,
        .watch = collector.with->watch || collector.with->interrupt ? watch_rows : NULL,
    };
    enum pl_status status = PL_OK;

    if (trial->sweep == NULL) {
        sweep_trial_create(trial);
    }
    status = pl_sweep_run(trial->sweep, &work, trial->diags);
    assert_int_equal(collector.n_wrong, 0);
    return status;
}

void
sweep_trial_run_all(struct sweep_trial *trial, size_t n_threads,
                    struct sweep_rows *rows)
{
    enum pl_status status = PL_OK;

    trial->options.n_threads = n_threads;
    sweep_trial_create(trial);
    sweep_rows_init(rows, 0, trial->n_points, trial->n_measures);
    status = sweep_trial_run(trial, NULL, rows);
    assert_messages(trial->diags, "");
    assert_int_equal(status, PL_OK);
    sweep_rows_expect_all(rows);
}

/* ---- what was worked out */

void
sweep_done_init(struct sweep_done *done, const struct pl_context *context,
                const struct sweep_case *what)
{
    done->context = NULL;
    sweep_trial_init(&done->trial, context, what);
    sweep_trial_run_all(&done->trial, 1, &done->rows);
}

void
sweep_done_init_text(struct sweep_done *done, const char *folder, const char *text,
                     const struct sweep_case *what)
{
    char *path = test_join(folder, "model.ant");
    struct pl_context *context = NULL;

    test_write_file(path, text);
    assert_int_equal(pl_context_load(path, NULL, &context), PL_OK);
    free(path);
    sweep_done_init(done, context, what);
    done->context = context;
}

void
sweep_done_finish(struct sweep_done *done)
{
    sweep_rows_finish(&done->rows);
    sweep_trial_finish(&done->trial);
    pl_context_destroy(done->context);
}

double
sweep_done_factor(const struct sweep_done *done, uint64_t k, size_t f)
{
    double values[SWEEP_MOST_FACTORS];

    pl_design_point(done->trial.design, k, values);
    return values[f];
}

double
sweep_done_value(const struct sweep_done *done, uint64_t k, size_t m)
{
    return sweep_rows_value(&done->rows, k, m);
}

/* ---- single runs */

/* A factor of a point, as on the command line of a single run. */
static void
add_factor(struct trial *single, const struct pl_factor *factor, double value)
{
    const struct pl_context *context = single->context;
    enum pl_action_kind kind = PL_ACTION_SET;
    const struct pl_action *actions = NULL;
    size_t n = 0;
    char text[128];

    if (factor->kind == PL_FACTOR_CELL) {
        const size_t column = pl_frame_find(context->cells, "conditionId");
        const char *id = context->cells->columns[column].texts[(size_t)value];

        assert_int_equal(pl_treatment_choose_cell(single->treatment, id, NULL), PL_OK);
        return;
    }
    if (!factor->before_rest) {
        kind =
            strncmp(factor->name, "drug_", 5) == 0 ? PL_ACTION_DRUG : PL_ACTION_INHIBIT;
    }
    snprintf(text, sizeof text, "%s=%.17g%s", factor->name, value,
             kind == PL_ACTION_DRUG ? "nM" : "");
    assert_int_equal(pl_treatment_add(single->treatment, kind, text, single->diags),
                     PL_OK);
    actions = pl_treatment_actions(single->treatment, &n);
    assert_true(sweep_bits(actions[n - 1].value) == sweep_bits(value));
    assert_int_equal(actions[n - 1].symbol, factor->symbol);
}

static int
compare_numbers(const void *a, const void *b)
{
    const double x = *(const double *)a;
    const double y = *(const double *)b;

    return (x > y) - (x < y);
}

/* Ascending times at which the measures are read. */
static size_t
list_marks(const struct sweep_trial *trial, double marks[SWEEP_MOST_MEASURES])
{
    size_t n = 0;
    size_t kept = 0;

    for (size_t m = 0; m < trial->n_measures; m++) {
        if (!pl_measure_follows(trial->measures[m].kind)) {
            marks[n++] = trial->measures[m].time;
        }
    }
    qsort(marks, n, sizeof *marks, compare_numbers);
    for (size_t i = 0; i < n; i++) {
        if (kept == 0 || marks[i] != marks[kept - 1]) {
            marks[kept++] = marks[i];
        }
    }
    return kept;
}

/* The readouts of a single run: the measures' symbols, the last first, each once. */
static size_t
list_readouts(const struct sweep_trial *trial, size_t symbols[SWEEP_MOST_MEASURES])
{
    size_t n = 0;

    for (size_t m = trial->n_measures; m > 0; m--) {
        const size_t symbol = trial->measures[m - 1].symbol;
        size_t r = 0;

        while (r < n && symbols[r] != symbol) {
            r++;
        }
        symbols[r] = symbol;
        n += r == n;
    }
    return n;
}

/* The measure's value in a single run; the sweep's own where that does not have it. */
static double
read_measure(const struct pl_timecourse *course, const struct pl_measure *measure,
             double otherwise)
{
    double value = NAN;
    size_t r = 0;

    if (pl_measure_follows(measure->kind)) {
        return otherwise;
    }
    while (course->readouts[r] != measure->symbol) {
        r++;
    }
    for (size_t k = 0; k < course->n_marks; k++) {
        if (course->marks[k] == measure->time) {
            value = course->mark_values[k * course->n_readouts + r];
        }
    }
    if (measure->kind == PL_MEASURE_FOLD) {
        value = pl_timecourse_fold(course, value, r);
    }
    return isnan(value) ? (double)NAN : value;
}

/* @return whether the point is what its single run gives */
static bool
is_single(const struct sweep_trial *trial, const struct sweep_rows *rows, uint64_t k)
{
    const uint64_t i = k - rows->first;
    const double *got = rows->values + i * rows->n_values;
    const struct pl_factor *factors = NULL;
    size_t symbols[SWEEP_MOST_MEASURES];
    double marks[SWEEP_MOST_MEASURES];
    double want[SWEEP_MOST_MEASURES];
    double point[SWEEP_MOST_FACTORS];
    size_t n_factors = 0;
    struct trial single;
    enum pl_status status = PL_OK;
    const char *reason = NULL;
    bool same = false;

    trial_init(&single, trial->context,
               trial->what->words != NULL ? trial->what->words : "",
               trial->what->duration, NULL, 0);
    factors = pl_design_factors(trial->design, &n_factors);
    assert_true(n_factors <= SWEEP_MOST_FACTORS);
    pl_design_point(trial->design, k, point);
    for (size_t f = 0; f < n_factors; f++) {
        add_factor(&single, &factors[f], point[f]);
    }
    assert_messages(single.diags, "");
    single.options.sim = trial->options.sim;
    single.options.equilibrate = trial->what->equilibrate;
    single.options.readouts = symbols;
    single.options.n_readouts = list_readouts(trial, symbols);
    single.options.marks = marks;
    single.options.n_marks = list_marks(trial, marks);
    status = trial_run(&single);
    reason = pl_diags_first_error(single.diags);
    assert_true((status != PL_OK) == (reason != NULL));
    for (size_t m = 0; m < trial->n_measures; m++) {
        want[m] = status == PL_OK
                      ? read_measure(&single.course, &trial->measures[m], got[m])
                      : (double)NAN;
    }
    same = is_same_point(k, got, rows->reasons[i], want, reason, trial->n_measures);
    trial_finish(&single);
    return same;
}

void
sweep_trial_expect_single(const struct sweep_trial *trial,
                          const struct sweep_rows *rows)
{
    size_t n_wrong = 0;

    for (uint64_t i = 0; i < rows->n; i++) {
        n_wrong += rows->times[i] > 0 && !is_single(trial, rows, rows->first + i);
    }
    if (n_wrong > 0) {
        fail_msg("%zu points are not what their single runs give", n_wrong);
    }
}
