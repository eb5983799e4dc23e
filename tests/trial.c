/*
 * trial.c - runs for tests: a treatment as on a command line, run in one call.
 */
#include "trial.h"

#include "testlib.h"

#include "base/diag.h"
#include "base/text.h"
#include "study/context.h"
#include "study/treatment.h"

#define N_OF(rows) (sizeof(rows) / sizeof((rows)[0]))

struct pl_context *
trial_load(const char *path)
{
    struct pl_diags *diags = pl_diags_create();
    struct pl_context *context = NULL;

    (void)!pl_context_load(path, diags, &context);
    assert_messages(diags, "");
    pl_diags_destroy(diags);
    return context;
}

struct pl_context *
trial_load_source(const char *relative)
{
    char *path = test_source_path(relative);
    struct pl_context *context = trial_load(path);

    free(path);
    return context;
}

struct pl_context *
trial_load_text(const char *folder, const char *text)
{
    struct pl_context *context = NULL;
    struct pl_text path;
    FILE *file = NULL;

    pl_text_init(&path);
    pl_text_format(&path, "%s/model.ant", folder);
    file = fopen(path.data, "w");
    assert_non_null(file);
    assert_true(fputs(text, file) >= 0);
    assert_int_equal(fclose(file), 0);
    context = trial_load(path.data);
    pl_text_finish(&path);
    return context;
}

void
trial_add(struct trial *trial, const char *words)
{
    static const struct {
        const char *option;
        enum pl_action_kind kind;
    } kinds[] = {
        {"--inhibit", PL_ACTION_INHIBIT}, {"--drug", PL_ACTION_DRUG},
        {"--set", PL_ACTION_SET},         {"--clamp", PL_ACTION_CLAMP},
        {"--cut", PL_ACTION_CUT},
    };
    char *copy = strdup(words);
    char *place = NULL;

    assert_non_null(copy);
    for (char *option = strtok_r(copy, " ", &place); option != NULL;
         option = strtok_r(NULL, " ", &place)) {
        char *text = strtok_r(NULL, " ", &place);
        enum pl_status status = PL_ERR_OPTION;

        assert_non_null(text);
        for (size_t i = 0; i < N_OF(kinds); i++) {
            if (strcmp(option, kinds[i].option) == 0) {
                status = pl_treatment_add(trial->treatment, kinds[i].kind, text,
                                          trial->diags);
            }
        }
        if (strcmp(option, "--cell") == 0) {
            status = pl_treatment_choose_cell(trial->treatment, text, trial->diags);
        } else if (strcmp(option, "--variant") == 0) {
            status = pl_treatment_choose_variant(trial->treatment, text, trial->diags);
        } else if (strcmp(option, "--background") == 0) {
            *strchr(text, ',') = ' ';
            status = pl_treatment_background(trial->treatment, text, trial->diags);
        }
        assert_messages(trial->diags, "");
        assert_int_equal(status, PL_OK);
    }
    free(copy);
}

void
trial_init(struct trial *trial, const struct pl_context *context, const char *words,
           double duration, const char *const *readouts, size_t n_readouts)
{
    *trial = (struct trial){.context = context, .diags = pl_diags_create()};
    assert_int_equal(pl_treatment_create(context, trial->diags, &trial->treatment),
                     PL_OK);
    trial_add(trial, words);
    trial->options.sim = pl_sim_options_default();
    trial->options.sim.rtol = 1e-9;
    trial->options.duration = duration;
    trial->options.n_points = 2;
    assert_int_equal(pl_context_readouts(context, readouts, n_readouts, trial->diags,
                                         &trial->readouts, &trial->options.n_readouts),
                     PL_OK);
    trial->options.readouts = trial->readouts;
}

enum pl_status
trial_run(struct trial *trial)
{
    return pl_timecourse_run(trial->context, trial->treatment, &trial->options,
                             trial->diags, &trial->course);
}

void
trial_finish(struct trial *trial)
{
    pl_timecourse_finish(&trial->course);
    pl_treatment_destroy(trial->treatment);
    pl_diags_destroy(trial->diags);
    free(trial->readouts);
}

void
trial_run_well(struct trial *trial)
{
    enum pl_status status = trial_run(trial);

    assert_messages(trial->diags, "");
    assert_int_equal(status, PL_OK);
    assert_true(trial->course.complete);
}

double
trial_value(const struct trial *trial, size_t k, size_t readout)
{
    return trial->course.values[k * trial->course.n_readouts + readout];
}

double
trial_fold(const struct trial *trial, size_t k, size_t readout)
{
    return pl_timecourse_fold(&trial->course, trial_value(trial, k, readout), readout);
}

void
made_init(struct made_course *made, const struct pl_context *context,
          const double folds[MADE_READOUTS][MADE_MARKS])
{
    static const double untreated[MADE_READOUTS] = {0.25, 0.5, 0.5, 0.2};
    static const double marks[MADE_MARKS] = {60.0, 360.0, 1440.0, 2880.0};
    size_t n = 0;

    *made = (struct made_course){0};
    assert_int_equal(pl_context_readouts(context, NULL, 0, NULL, &made->readouts, &n),
                     PL_OK);
    assert_int_equal(n, MADE_READOUTS);
    memcpy(made->untreated, untreated, sizeof untreated);
    memcpy(made->marks, marks, sizeof marks);
    for (size_t r = 0; r < MADE_READOUTS; r++) {
        for (size_t k = 0; k < MADE_MARKS; k++) {
            made->values[k * MADE_READOUTS + r] = folds[r][k] * untreated[r];
        }
    }
    made->course.n_readouts = MADE_READOUTS;
    made->course.readouts = made->readouts;
    made->course.treated = true;
    made->course.complete = true;
    made->course.duration = 2880.0;
    made->course.untreated = made->untreated;
    made->course.largest = made->largest;
    memcpy(made->grid, untreated, sizeof untreated);
    memcpy(made->grid + MADE_READOUTS, untreated, sizeof untreated);
    made->times[1] = 90.0;
    made->course.n_times = 2;
    made->course.times = made->times;
    made->course.values = made->grid;
    made->course.n_marks = MADE_MARKS;
    made->course.marks = made->marks;
    made->course.mark_values = made->values;
}
