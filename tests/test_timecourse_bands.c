/*
 * test_timecourse_bands.c - medians and bands over time, against runs of the members and
 * numbers worked out by hand.
 */
#include "testlib.h"

#include "base/diag.h"
#include "base/frame.h"
#include "base/text.h"
#include "model/model.h"
#include "study/context.h"
#include "study/ensemble.h"
#include "study/timecourse_bands.h"
#include "study/treatment.h"
#include "trial.h"

/*
 * A is made and lost: at rest make/k. What is read off a dose acts at once: up is
 * base (1 + g dose), down 1 + h dose. zero is 0 until there is a dose.
 */
static const char model[] = "model doses\n"
                            "  unit time_unit = 60 second\n"
                            "  compartment c = 1\n"
                            "  species A in c, B in c\n"
                            "  A = 1; B = 1; k = 0.01; make = 0.02; dose = 0; g = 0; h "
                            "= 0; base = 1; push = 0\n"
                            "  J1: -> A; make\n"
                            "  J2: A -> ; k*A\n"
                            "  J3: B -> ; push/(B - 3)\n"
                            "  readout_up := base*(1 + g*dose)\n"
                            "  readout_up is \"the up\"\n"
                            "  readout_down := 1 + h*dose\n"
                            "  readout_down is \"down\"\n"
                            "  readout_zero := dose\n"
                            "  readout_A := A\n"
                            "end\n";

static const double hour[] = {3, 15, 60, 120};

struct fixture {
    char *folder;
    struct pl_context *context;
    struct pl_treatment *treatment;
    struct pl_ensemble *ensemble;
    struct pl_bands_options options;
    struct pl_bands bands;
    size_t *readouts;
    struct pl_diags *diags;
};

static int
set_up(void **state)
{
    static const char *const names[] = {"up", "A"};
    struct fixture *f = calloc(1, sizeof *f);

    assert_non_null(f);
    f->folder = test_make_folder();
    f->context = trial_load_text(f->folder, model);
    f->diags = pl_diags_create();
    assert_int_equal(pl_treatment_create(f->context, f->diags, &f->treatment), PL_OK);
    f->options.run.sim = pl_sim_options_default();
    f->options.run.duration = 120.0;
    f->options.run.n_points = 3;
    f->options.run.marks = hour;
    f->options.run.n_marks = 4;
    assert_int_equal(pl_context_readouts(f->context, names, 2, f->diags, &f->readouts,
                                         &f->options.run.n_readouts),
                     PL_OK);
    f->options.run.readouts = f->readouts;
    f->options.n_threads = 1;
    *state = f;
    return 0;
}

static int
tear_down(void **state)
{
    struct fixture *f = *state;

    pl_bands_finish(&f->bands);
    pl_ensemble_destroy(f->ensemble);
    pl_treatment_destroy(f->treatment);
    pl_context_destroy(f->context);
    pl_diags_destroy(f->diags);
    free(f->readouts);
    test_remove_folder(f->folder);
    free(f);
    return 0;
}

static void
read_sets(struct fixture *f, const char *table)
{
    char *path = test_join(f->folder, "sets.tsv");

    pl_ensemble_destroy(f->ensemble);
    test_write_file(path, table);
    assert_int_equal(pl_ensemble_read(f->context, path, f->diags, &f->ensemble), PL_OK);
    f->options.ensemble = f->ensemble;
    free(path);
}

static void
treat(struct fixture *f, const char *text)
{
    assert_int_equal(pl_treatment_add(f->treatment, PL_ACTION_SET, text, f->diags),
                     PL_OK);
}

static void
run(struct fixture *f)
{
    enum pl_status status =
        pl_bands_run(f->context, f->treatment, &f->options, f->diags, &f->bands);

    assert_messages(f->diags, "");
    assert_int_equal(status, PL_OK);
}

static void
choose_readouts(struct fixture *f, const char *const *names, size_t n)
{
    free(f->readouts);
    assert_int_equal(pl_context_readouts(f->context, names, n, f->diags, &f->readouts,
                                         &f->options.run.n_readouts),
                     PL_OK);
    f->options.run.readouts = f->readouts;
}

#define assert_band(band, low_, median_, high_)             \
    do {                                                    \
        assert_close((band).low, (low_), 1e-12, 0.0);       \
        assert_close((band).median, (median_), 1e-12, 0.0); \
        assert_close((band).high, (high_), 1e-12, 0.0);     \
    } while (0)

/* Three members alike: the middles of their weights are at 1/6, 1/2 and 5/6, so 5 and
 * 95 % are the ends. */
static void
test_run_gives_bands_of_folds(void **state)
{
    struct fixture *f = *state;
    const struct pl_timecourse *median = &f->bands.median;

    read_sets(f, "g\tbase\n0.5\t4\n2\t1\n1\t2\n");
    treat(f, "dose=1@0");
    run(f);
    assert_int_equal(f->bands.n_ran, 3);
    assert_false(f->bands.is_weighted);
    assert_true(median->treated && median->rested && median->complete);
    assert_string_equal(median->method, "rodas");
    assert_int_equal(median->n_times, 3);
    assert_int_equal(median->n_marks, 4);
    for (size_t k = 0; k < 3; k++) {
        assert_band(f->bands.bands[k * 2], 1.5, 2.0, 3.0);
        assert_close(median->values[k * 2], 2.0, 1e-12, 0.0);
        assert_close(median->times[k], 60.0 * (double)k, 0.0, 0.0);
    }
    for (size_t k = 0; k < 4; k++) {
        assert_band(f->bands.mark_bands[k * 2], 1.5, 2.0, 3.0);
        assert_close(median->marks[k], hour[k], 0.0, 0.0);
        assert_close(f->bands.agreement[k * 2].above, 1.0, 1e-12, 0.0);
        assert_close(f->bands.agreement[k * 2].rises, 1.0, 1e-12, 0.0);
        assert_close(f->bands.agreement[k * 2].falls, 0.0, 0.0, 0.0);
    }
    assert_band(f->bands.untreated[0], 1.0, 2.0, 4.0); /* a level */
    assert_close(median->untreated[0], 1.0, 0.0, 0.0); /* a fold */
    assert_close(median->largest[0], 2.0, 1e-12, 0.0);
    assert_close(pl_timecourse_fold(median, 2.0, 0), 2.0, 0.0, 0.0);
}

/* 3/4 and 1/4 of the weight: the middles are at 0.375 and 0.875. */
static void
test_run_weighs_members(void **state)
{
    struct fixture *f = *state;

    read_sets(f, "g\tweight\n1\t3\n2\t1\n");
    treat(f, "dose=1@0");
    run(f);
    assert_true(f->bands.is_weighted);
    assert_band(f->bands.bands[0], 2.0, 2.25, 3.0);
    assert_close(f->bands.agreement[0].above, 1.0, 1e-12, 0.0);
    read_sets(f, "g\tweight\n1\t3\n-0.5\t1\n");
    run(f);
    assert_band(f->bands.bands[0], 0.5, 0.5 + 0.75 * 1.5, 2.0);
    assert_close(f->bands.agreement[0].above, 0.75, 1e-12, 0.0);
    assert_close(f->bands.agreement[0].rises, 0.75, 1e-12, 0.0);
    assert_close(f->bands.agreement[0].falls, 0.25, 1e-12, 0.0);
}

/* Without a treatment bands are of levels. A' = make - k A from A = 1. */
static void
test_run_gives_levels_of_an_untreated_run(void **state)
{
    struct fixture *f = *state;

    read_sets(f, "k\n0.01\n0.02\n0.04\n");
    f->options.run.sim.rtol = 1e-9;
    run(f);
    assert_false(f->bands.median.treated);
    assert_false(f->bands.median.rested);
    assert_null(f->bands.agreement);
    assert_close(f->bands.untreated[1].median, 1.0, 1e-12, 0.0);
    assert_close(f->bands.median.untreated[1], 1.0, 1e-12, 0.0);
    for (size_t k = 0; k < 3; k++) {
        const double t = 60.0 * (double)k;
        const struct pl_band *band = &f->bands.bands[k * 2 + 1];

        assert_close(band->high, 2.0 - exp(-0.01 * t), 1e-8, 0.0);
        assert_close(band->median, 1.0, 1e-8, 0.0); /* make / k is 1 */
        assert_close(band->low, 0.5 + 0.5 * exp(-0.04 * t), 1e-8, 0.0);
    }
}

/* Each member is the single run with its parameters, to the bit. */
static void
test_members_are_the_single_runs(void **state)
{
    static const char *const words[] = {"--set make=0@0 --set k=0.01",
                                        "--set make=0@0 --set k=0.0123",
                                        "--set make=0@0 --set k=0.3"};
    static const char *const names[] = {"up", "A"};
    struct fixture *f = *state;

    read_sets(f, "k\n0.01\n0.0123\n0.3\n");
    treat(f, "make=0@0");
    run(f);
    for (size_t m = 0; m < 3; m++) {
        const struct pl_timecourse member = pl_bands_member(&f->bands, m);
        struct trial trial;

        trial_init(&trial, f->context, words[m], 120.0, names, 2);
        trial.options = f->options.run;
        trial.options.readouts = trial.readouts;
        trial_run_well(&trial);
        for (size_t k = 0, row = 0; k < member.n_times; k++) {
            if ((f->bands.times.wanted[k] & PL_OUTPUT_GRID) == 0) {
                continue;
            }
            assert_true(member.values[k * 2 + 1] == trial.course.values[row * 2 + 1]);
            assert_true(
                pl_timecourse_fold(&member, member.values[k * 2 + 1], 1) ==
                pl_timecourse_fold(&trial.course, trial.course.values[row * 2 + 1], 1));
            row++;
        }
        assert_true(member.untreated[1] == trial.course.untreated[1]);
        trial_finish(&trial);
    }
}

/* Each fold is of its own member: folds 1/2 and 4 of levels 8 and 1. */
static void
test_median_fold_is_not_the_fold_of_medians(void **state)
{
    struct fixture *f = *state;

    read_sets(f, "g\tbase\n-0.5\t8\n3\t1\n3\t2\n");
    treat(f, "dose=1@0");
    run(f);
    assert_band(f->bands.untreated[0], 1.0, 2.0, 8.0);
    assert_band(f->bands.bands[0], 0.5, 4.0, 4.0); /* the levels are 4, 4 and 8 */
}

static void
test_run_is_exact_at_further_times(void **state)
{
    static const double more[] = {0, 7, 7, 60, 61.5};
    static const double want[] = {0, 7, 60, 61.5, 120};
    struct fixture *f = *state;
    struct pl_frame *frame = NULL;

    read_sets(f, "k\n0.01\n");
    treat(f, "make=0@0");
    f->options.more = more;
    f->options.n_more = 5;
    f->options.run.sim.rtol = 1e-9;
    run(f);
    assert_int_equal(f->bands.median.n_times, 5);
    for (size_t k = 0; k < 5; k++) {
        assert_close(f->bands.median.times[k], want[k], 0.0, 0.0);
        assert_close(f->bands.median.values[k * 2 + 1], exp(-0.01 * want[k]), 1e-7,
                     0.0);
    }
    assert_close(pl_timecourse_value_at(&f->bands.median, 1, 7.0), exp(-0.07), 1e-7,
                 0.0);
    assert_int_equal(pl_bands_frame(f->context, &f->bands, (struct pl_bands_form){0},
                                    f->diags, &frame),
                     PL_OK);
    assert_int_equal(frame->n_rows, 3); /* the grid alone */
    pl_frame_destroy(frame);
}

/* A level of 0 has no fold. */
static void
test_run_without_a_fold(void **state)
{
    static const char *const names[] = {"zero", "up"};
    struct fixture *f = *state;

    choose_readouts(f, names, 2);
    read_sets(f, "g\n1\n2\n");
    treat(f, "dose=1@0");
    run(f);
    assert_true(isnan(f->bands.bands[0].median));
    assert_true(isnan(f->bands.median.values[0]));
    assert_close(f->bands.median.untreated[0], 0.0, 0.0, 0.0);
    assert_true(isnan(pl_timecourse_fold(&f->bands.median, 1.0, 0)));
    pl_bands_warnings(f->context, f->treatment, &f->bands, f->diags);
    assert_messages(f->diags,
                    "warning: 'readout_zero' is 0 before treatment and has no fold\n");
}

static void
assert_columns(const struct pl_frame *frame, const char *const *names, size_t n)
{
    assert_int_equal(frame->n_columns, n);
    for (size_t c = 0; c < n; c++) {
        assert_string_equal(frame->columns[c].name, names[c]);
    }
}

static void
assert_row(const struct pl_frame *frame, size_t row, size_t column,
           const double *numbers, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        const double got = frame->columns[column + i].numbers[row];

        if (isnan(numbers[i])) {
            assert_true(isnan(got));
        } else {
            assert_close(got, numbers[i], 1e-12, 0.0);
        }
    }
}

static struct pl_frame *
make_frame(struct fixture *f, bool members, bool long_form)
{
    struct pl_frame *frame = NULL;
    const struct pl_bands_form form = {members, long_form};

    assert_int_equal(pl_bands_frame(f->context, &f->bands, form, f->diags, &frame),
                     PL_OK);
    return frame;
}

static void
test_frame_has_bands(void **state)
{
    static const char *const names[] = {"up"};
    static const char *const wide[] = {"time_h",     "up_median",      "up_p05",
                                       "up_p95",     "up_fold_median", "up_fold_p05",
                                       "up_fold_p95"};
    static const char *const in_rows[] = {"time_h",   "readout", "median",
                                          "p05",      "p95",     "fold_median",
                                          "fold_p05", "fold_p95"};
    static const double row[] = {1, 6, 4, 8, 3, 2, 4};
    struct fixture *f = *state;
    struct pl_frame *frame = NULL;

    choose_readouts(f, names, 1);
    read_sets(f, "g\tbase\n1\t4\n2\t2\n3\t1\n"); /* levels 8, 6, 4 */
    treat(f, "dose=1@0");
    run(f);
    frame = make_frame(f, false, false);
    assert_columns(frame, wide, 7);
    assert_string_equal(frame->columns[1].label, "the up, median");
    assert_string_equal(frame->columns[2].label, "the up, 5 %");
    assert_string_equal(frame->columns[6].label, "the up, fold, 95 %");
    assert_int_equal(frame->n_rows, 3);
    assert_row(frame, 1, 0, row, 7);
    pl_frame_destroy(frame);
    frame = make_frame(f, false, true);
    assert_columns(frame, in_rows, 8);
    assert_int_equal(frame->n_rows, 3);
    assert_string_equal(frame->columns[1].texts[1], "up");
    assert_row(frame, 1, 0, row, 1);
    assert_row(frame, 1, 2, row + 1, 6);
    pl_frame_destroy(frame);
}

static void
test_frame_of_an_untreated_run_has_levels(void **state)
{
    static const char *const wide[] = {"time_h",   "up_median", "up_p05", "up_p95",
                                       "A_median", "A_p05",     "A_p95"};
    static const char *const in_rows[] = {"time_h", "readout", "median", "p05", "p95"};
    struct fixture *f = *state;
    struct pl_frame *frame = NULL;

    read_sets(f, "base\n1\n2\n");
    run(f);
    frame = make_frame(f, false, false);
    assert_columns(frame, wide, 7);
    assert_row(frame, 2, 0, (const double[]){2, 1.5, 1, 2}, 4);
    pl_frame_destroy(frame);
    frame = make_frame(f, false, true);
    assert_columns(frame, in_rows, 5);
    assert_int_equal(frame->n_rows, 6);
    assert_string_equal(frame->columns[1].texts[3], "A");
    assert_row(frame, 4, 2, (const double[]){1.5, 1, 2}, 3);
    pl_frame_destroy(frame);
}

static void
test_frame_has_members(void **state)
{
    static const char *const names[] = {"up"};
    static const char *const wide[] = {"member", "time_h", "up", "up_fold"};
    static const char *const weighted[] = {"member",  "weight", "time_h",
                                           "readout", "value",  "fold"};
    struct fixture *f = *state;
    struct pl_frame *frame = NULL;

    choose_readouts(f, names, 1);
    read_sets(f, "conditionId\tg\tbase\none\t1\t4\nother\t2\t2\n");
    treat(f, "dose=1@0");
    run(f);
    frame = make_frame(f, true, false);
    assert_columns(frame, wide, 4);
    assert_int_equal(frame->n_rows, 6);
    assert_string_equal(frame->columns[0].texts[2], "one");
    assert_string_equal(frame->columns[0].texts[3], "other");
    assert_row(frame, 2, 1, (const double[]){2, 8, 2}, 3);
    assert_row(frame, 3, 1, (const double[]){0, 6, 3}, 3);
    pl_frame_destroy(frame);

    read_sets(f, "g\tweight\n1\t1\n2\t3\n");
    run(f);
    frame = make_frame(f, true, true);
    assert_columns(frame, weighted, 6);
    assert_int_equal(frame->n_rows, 6);
    assert_string_equal(frame->columns[0].texts[5], "2");
    assert_string_equal(frame->columns[3].texts[5], "up");
    assert_row(frame, 5, 1, (const double[]){0.75, 2}, 2);
    assert_row(frame, 5, 4, (const double[]){3, 3}, 2);
    pl_frame_destroy(frame);
}

static void
test_table_has_a_row_for_bands(void **state)
{
    static const char *const want[2][6] = {
        {"the up", "2.00", "2.00", "2.00", "2.00", "2.00"},
        {"  5 to 95 %", "1.00–4.00", "1.50–3.00", "1.50–3.00", "1.50–3.00",
         "1.50–3.00"},
    };
    struct fixture *f = *state;
    struct pl_frame *table = NULL;

    read_sets(f, "g\tbase\n0.5\t4\n2\t1\n1\t2\n");
    treat(f, "dose=1@0");
    run(f);
    assert_int_equal(pl_bands_table(f->context, &f->bands, 1, f->diags, &table), PL_OK);
    assert_int_equal(table->n_rows, 2);
    assert_int_equal(table->n_columns, 6);
    for (size_t row = 0; row < 2; row++) {
        for (size_t c = 0; c < 6; c++) {
            assert_string_equal(table->columns[c].texts[row], want[row][c]);
        }
    }
    assert_string_equal(table->columns[2].name, "3 min");
    pl_frame_destroy(table);
    assert_int_equal(pl_bands_table(f->context, &f->bands, 99, f->diags, &table),
                     PL_OK);
    assert_int_equal(table->n_rows, 4); /* A stays: its band is one number */
    assert_string_equal(table->columns[2].texts[3], "1.00");
    pl_frame_destroy(table);
}

static void
test_table_shows_odd_bands(void **state)
{
    static const char *const names[] = {"down", "zero"};
    struct fixture *f = *state;
    struct pl_frame *table = NULL;

    choose_readouts(f, names, 2);
    read_sets(f, "h\n-3\n-1\n-0.999\n"); /* folds -2, 0, 0.001 */
    treat(f, "dose=1@0");
    run(f);
    assert_int_equal(pl_bands_table(f->context, &f->bands, 2, f->diags, &table), PL_OK);
    assert_string_equal(table->columns[2].texts[0], "0.00");
    assert_string_equal(table->columns[2].texts[1], "-2.00 to <0.01");
    assert_string_equal(table->columns[2].texts[2], "–");
    assert_string_equal(table->columns[2].texts[3], "");
    pl_frame_destroy(table);
}

static void
test_sentence_says_how_sure_it_is(void **state)
{
    static const char *const names[] = {"up", "down"};
    static const struct {
        const char *table, *want;
    } rows[] = {
        {"g\n0.5\n1\n2\n", "the up rises 2.0-fold (1.5 to 3.0 over 3 sets) by 3 min."},
        {"g\n11\n12\n13\n", "the up rises 13-fold (12 to 14 over 3 sets) by 3 min."},
        {"g\n1\n", "the up rises 2.0-fold (2.0 to 2.0 over 1 set) by 3 min."},
        {"g\th\n0.5\t-0.97\n1\t-0.96\n2\t-0.98\n",
         "the up rises 2.0-fold (1.5 to 3.0 over 3 sets) by 3 min while down falls to "
         "3 % (2 to 4 %)."},
        {"h\n-0.5\n-0.6\n-0.999\n",
         "down falls to 40 % (less than 1 to 50 % over 3 sets) by 3 min."},
        {"h\n-0.998\n-0.999\n-1\n",
         "down falls to less than 1 % (over 3 sets) by 3 min."},
        {"g\th\n1\t-1\n2\t-1\n1\t-1\n",
         "the up rises 2.0-fold (2.0 to 3.0 over 3 sets) by 3 min while down falls to "
         "less than 1 %."},
        /* two of three up */
        {"g\n-0.5\n0.5\n1\n",
         "Not decided, as less than 80 % of the sets agree: the up "
         "(0.5 to 2.0 over 3 sets) at 3 min."},
        {"g\th\n-0.5\t-0.5\n0.5\t-0.5\n1\t-0.5\n",
         "down falls to 50 % (50 to 50 % over 3 sets) by 3 min; not decided, as less "
         "than 80 % of the sets agree: the up (0.5 to 2.0) at 3 min."},
        {"g\th\n-0.5\t1\n0.5\t-0.5\n1\t-0.5\n",
         "Not decided, as less than 80 % of the sets agree: the up (0.5 to 2.0 over 3 "
         "sets) at 3 min and down (0.5 to 2.0) at 3 min."},
        /* the median does not change, a third of the sets does */
        {"g\n0\n0\n0.5\n",
         "Not decided, as less than 80 % of the sets agree: the up (1.0 "
         "to 1.5 over 3 sets) at 3 min."},
        {"g\n0\n0.05\n-0.05\n",
         "No readout shown changes by more than 10 % in at least 80 % of 3 sets."},
        /* nine tenths of the weight */
        {"g\tweight\n1\t9\n-0.5\t1\n",
         "the up rises 1.9-fold (0.5 to 2.0 over 2 sets) by 3 min."},
        {"g\tweight\n1\t7\n-0.5\t3\n",
         "Not decided, as less than 80 % of the sets' weight agree: the up (0.5 to 2.0 "
         "over 2 sets) at 3 min."},
    };
    struct fixture *f = *state;

    choose_readouts(f, names, 2);
    treat(f, "dose=1@0");
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct pl_text text;

        read_sets(f, rows[i].table);
        run(f);
        pl_text_init(&text);
        pl_bands_sentence(f->context, &f->bands, &text);
        assert_string_equal(pl_text_string(&text), rows[i].want);
        pl_text_finish(&text);
    }
}

/* What goes back has its band there, too. */
static void
test_sentence_of_a_change_that_does_not_last(void **state)
{
    static const char *const names[] = {"up"};
    struct fixture *f = *state;
    struct pl_text text;

    choose_readouts(f, names, 1);
    read_sets(f, "g\n0.5\n1\n2\n");
    treat(f, "dose=1@0..1h");
    treat(f, "base=1.01@1h");
    run(f);
    pl_text_init(&text);
    pl_bands_sentence(f->context, &f->bands, &text);
    assert_string_equal(
        pl_text_string(&text),
        "the up rises 2.0-fold (1.5 to 3.0 over 3 sets) by 3 min; by 2 h "
        "the up is back at 101 % (101 to 101 %).");
    pl_text_finish(&text);
}

static void
test_sentence_needs_a_treatment(void **state)
{
    struct fixture *f = *state;
    struct pl_text text;

    read_sets(f, "base\n1\n2\n");
    run(f);
    pl_text_init(&text);
    pl_bands_sentence(f->context, &f->bands, &text);
    assert_string_equal(pl_text_string(&text), "");
    pl_text_finish(&text);
}

/* B' = -push/(B - 3): with push 1 and B = 3 there is no rate. */
static void
test_run_leaves_out_what_fails(void **state)
{
    static const char *const names[] = {"up"};
    struct fixture *f = *state;
    struct pl_frame *frame = NULL;
    enum pl_status status = PL_OK;

    choose_readouts(f, names, 1);
    f->options.run.equilibrate = PL_EQUILIBRATE_NO;
    read_sets(f, "g\tpush\tB\n1\t0\t1\n5\t1\t3\n2\t0\t1\n");
    treat(f, "dose=1@0");
    status = pl_bands_run(f->context, f->treatment, &f->options, f->diags, &f->bands);
    assert_int_equal(status, PL_OK);
    assert_int_equal(pl_diags_n_errors(f->diags), 0);
    assert_int_equal(f->bands.n_ran, 2);
    assert_int_equal(f->bands.arms.n_members, 3);
    assert_band(f->bands.bands[0], 2.0, 2.5, 3.0);
    frame = make_frame(f, true, false);
    assert_row(frame, 2, 2, (const double[]){2, 2}, 2);
    assert_row(frame, 3, 1, (const double[]){0, NAN, NAN}, 3);
    pl_frame_destroy(frame);
    pl_diags_clear(f->diags);
    read_sets(f, "g\tpush\tB\n5\t1\t3\n");
    status = pl_bands_run(f->context, f->treatment, &f->options, f->diags, &f->bands);
    assert_int_equal(status, PL_ERR_STEP);
    assert_int_equal(pl_diags_n_errors(f->diags), 1);
    assert_null(f->bands.bands);
}

static void
test_run_refuses_what_a_run_refuses(void **state)
{
    struct fixture *f = *state;

    read_sets(f, "g\n1\n");
    f->options.run.n_points = 1;
    assert_int_equal(
        pl_bands_run(f->context, f->treatment, &f->options, f->diags, &f->bands),
        PL_ERR_OPTION);
    assert_messages(f->diags, "error: a run has at least 2 output times, not 1\n");
    pl_diags_clear(f->diags);
    f->options.run.n_points = 3;
    f->options.run.duration = -1.0;
    assert_int_equal(
        pl_bands_run(f->context, f->treatment, &f->options, f->diags, &f->bands),
        PL_ERR_OPTION);
    assert_messages(f->diags, "error: a run lasts longer than 0, not -1\n");
    pl_diags_clear(f->diags);
    f->options.run.duration = 120.0;
    f->options.run.sim.method = "rodes";
    assert_int_equal(
        pl_bands_run(f->context, f->treatment, &f->options, f->diags, &f->bands),
        PL_ERR_OPTION);
    assert_int_equal(pl_diags_n_errors(f->diags), 1);
}

static bool
stop_at_once(void *context)
{
    size_t *n = context;

    (*n)++;
    return true;
}

/* Slow enough to be asked: many members, a tight tolerance. */
static void
test_run_stops(void **state)
{
    struct fixture *f = *state;
    struct pl_text table;
    size_t n_asked = 0;

    pl_text_init(&table);
    pl_text_put(&table, "k\n");
    for (int i = 0; i < 20000; i++) {
        pl_text_format(&table, "%d.5\n", i);
    }
    read_sets(f, table.data);
    pl_text_finish(&table);
    treat(f, "make=0@0");
    f->options.run.sim.rtol = 1e-10;
    f->options.run.sim.time_limit = 1e-3;
    assert_int_equal(
        pl_bands_run(f->context, f->treatment, &f->options, f->diags, &f->bands),
        PL_ERR_STEP);
    assert_messages(f->diags,
                    "error: the time limit of 0.001 s was reached before all 20000 "
                    "parameter sets had run\n"
                    "hint: allow more with --time-limit, or run fewer sets\n");
    pl_diags_clear(f->diags);
    f->options.run.sim.time_limit = 1e12;
    f->options.run.sim.stop = stop_at_once;
    f->options.run.sim.stop_context = &n_asked;
    assert_int_equal(
        pl_bands_run(f->context, f->treatment, &f->options, f->diags, &f->bands),
        PL_ERR_STOPPED);
    assert_messages(f->diags, "");
    assert_true(n_asked > 0);
}

static void
test_warnings_of_sets_that_are_not_at_rest(void **state)
{
    struct fixture *f = *state;

    read_sets(f, "k\n0.02\n0.01\n0.04\n"); /* A = 1 rests at the first */
    run(f);
    pl_bands_warnings(f->context, f->treatment, &f->bands, f->diags);
    assert_messages(f->diags,
                    "warning: runs start from the file's values, which are not at rest "
                    "in 2 of 3 parameter sets\n"
                    "hint: --equilibrate brings the network to rest first\n");
    pl_diags_clear(f->diags);
    f->options.run.equilibrate = PL_EQUILIBRATE_YES;
    run(f);
    pl_bands_warnings(f->context, f->treatment, &f->bands, f->diags);
    assert_messages(f->diags, "");
}

/* On two threads as on one, to the bit. */
static void
test_run_is_the_same_on_any_threads(void **state)
{
    struct fixture *f = *state;
    struct pl_bands other = {0};

    read_sets(f, "k\n0.01\n0.02\n0.3\n0.04\n0.5\n0.06\n0.7\n0.08\n0.9\n");
    treat(f, "make=0@0");
    run(f);
    f->options.n_threads = 2;
    assert_int_equal(
        pl_bands_run(f->context, f->treatment, &f->options, f->diags, &other), PL_OK);
    assert_memory_equal(f->bands.bands, other.bands, 3 * 2 * sizeof *f->bands.bands);
    pl_bands_finish(&other);
}

static enum pl_status
run_once(void *context)
{
    struct fixture *f = context;
    struct pl_bands bands = {0};
    struct pl_frame *frame = NULL;
    struct pl_text text;
    enum pl_status status =
        pl_bands_run(f->context, f->treatment, &f->options, f->diags, &bands);

    pl_text_init(&text);
    for (unsigned form = 0; form < 4 && status == PL_OK; form++) {
        status = pl_bands_frame(
            f->context, &bands,
            (struct pl_bands_form){(form & 1) != 0, (form & 2) != 0}, f->diags, &frame);
        pl_frame_destroy(frame);
        frame = NULL;
    }
    if (status == PL_OK) {
        status = pl_bands_table(f->context, &bands, 2, f->diags, &frame);
    }
    if (status == PL_OK) {
        pl_bands_sentence(f->context, &bands, &text);
        status = text.failed ? PL_ERR_NOMEM : PL_OK;
    }
    pl_text_finish(&text);
    pl_frame_destroy(frame);
    pl_bands_finish(&bands);
    pl_bands_finish(&bands); /* once more does no harm */
    return status;
}

static void
test_all_survive_no_memory(void **state)
{
    struct fixture *f = *state;

    read_sets(f, "g\tweight\n1\t1\n2\t3\n");
    treat(f, "dose=1@0");
    f->options.run.n_points = 2;
    assert_true(assert_survives_no_memory(run_once, f) >= 30);
}

int
main(void)
{
#define WITH_MODEL(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        WITH_MODEL(test_run_gives_bands_of_folds),
        WITH_MODEL(test_run_weighs_members),
        WITH_MODEL(test_run_gives_levels_of_an_untreated_run),
        WITH_MODEL(test_members_are_the_single_runs),
        WITH_MODEL(test_median_fold_is_not_the_fold_of_medians),
        WITH_MODEL(test_run_is_exact_at_further_times),
        WITH_MODEL(test_run_without_a_fold),
        WITH_MODEL(test_frame_has_bands),
        WITH_MODEL(test_frame_of_an_untreated_run_has_levels),
        WITH_MODEL(test_frame_has_members),
        WITH_MODEL(test_table_has_a_row_for_bands),
        WITH_MODEL(test_table_shows_odd_bands),
        WITH_MODEL(test_sentence_says_how_sure_it_is),
        WITH_MODEL(test_sentence_of_a_change_that_does_not_last),
        WITH_MODEL(test_sentence_needs_a_treatment),
        WITH_MODEL(test_run_leaves_out_what_fails),
        WITH_MODEL(test_run_refuses_what_a_run_refuses),
        WITH_MODEL(test_run_stops),
        WITH_MODEL(test_warnings_of_sets_that_are_not_at_rest),
        WITH_MODEL(test_run_is_the_same_on_any_threads),
        WITH_MODEL(test_all_survive_no_memory),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
