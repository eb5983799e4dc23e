/*
 * test_continuation.c - rest states over an input, against closed forms and an oracle.
 */
#include "analysis/continuation.h"

#include "base/diag.h"
#include "base/frame.h"
#include "base/number.h"
#include "base/source.h"
#include "base/text.h"
#include "compile/program.h"
#include "format/tsv.h"
#include "model/model.h"
#include "network_sim.h"
#include "study/context.h"
#include "study/factor.h"
#include "testlib.h"
#include "trial.h"

#define TWO_PI 6.283185307179586

/* A model with what was found of it. */
struct branches {
    char *folder;
    struct pl_context *context;
    struct pl_diags *diags;
    double *inputs;
    size_t *symbols;
    struct pl_continuation_options options;
    struct pl_rest_range range;
    struct pl_continuation found;
};

static void
open_context(struct branches *b, struct pl_context *context)
{
    b->context = context;
    b->diags = pl_diags_create();
    assert_non_null(b->diags);
    b->inputs = calloc(context->program->n_inputs + 1, sizeof *b->inputs);
    assert_non_null(b->inputs);
    pl_program_default_inputs(context->program, b->inputs);
    b->options = pl_continuation_options_default();
    assert_int_equal(pl_context_readouts(context, NULL, 0, b->diags, &b->symbols,
                                         &b->options.n_symbols),
                     PL_OK);
    b->options.symbols = b->symbols;
}

static void
open_text(struct branches *b, const char *text)
{
    *b = (struct branches){.folder = test_make_folder()};
    open_context(b, trial_load_text(b->folder, text));
}

static void
close_branches(struct branches *b)
{
    pl_continuation_finish(&b->found);
    free(b->inputs);
    free(b->symbols);
    pl_diags_destroy(b->diags);
    pl_context_destroy(b->context);
    if (b->folder != NULL) {
        test_remove_folder(b->folder);
    }
}

static enum pl_status
try_follow(struct branches *b, const char *vary)
{
    struct pl_factor factor = {0};
    enum pl_status status = pl_factor_parse(b->context, vary, b->diags, &factor);

    if (status == PL_OK) {
        b->range = (struct pl_rest_range){factor.symbol, factor.low, factor.high,
                                          factor.logarithmic};
        pl_factor_finish(&factor);
        status = pl_continuation_run(b->context, b->inputs, &b->range, &b->options,
                                     b->diags, &b->found);
    }
    return status;
}

static void
follow(struct branches *b, const char *vary)
{
    assert_int_equal(try_follow(b, vary), PL_OK);
    assert_messages(b->diags, "");
}

static size_t
count(const struct branches *b, enum pl_rest_branch_kind kind)
{
    size_t n = 0;

    for (size_t k = 0; k < b->found.n_branches; k++) {
        for (size_t p = 0; p < b->found.branches[k].n; p++) {
            n += b->found.branches[k].points[p].kind == kind;
        }
    }
    return n;
}

/* The point of a kind whose input is nearest. */
static const struct pl_rest_branch_point *
find(const struct branches *b, enum pl_rest_branch_kind kind, double input)
{
    const struct pl_rest_branch_point *found = NULL;

    for (size_t k = 0; k < b->found.n_branches; k++) {
        for (size_t p = 0; p < b->found.branches[k].n; p++) {
            const struct pl_rest_branch_point *point = &b->found.branches[k].points[p];

            if (point->kind == kind &&
                (found == NULL ||
                 fabs(point->input - input) < fabs(found->input - input))) {
                found = point;
            }
        }
    }
    assert_non_null(found);
    return found;
}

static void
assert_sentence(struct branches *b, const char *want)
{
    struct pl_text text;

    pl_text_init(&text);
    assert_int_equal(pl_continuation_sentence(&b->found, b->diags, &text), PL_OK);
    assert_string_equal(pl_text_string(&text), want);
    pl_text_finish(&text);
}

/* x' = p - x^2: rest at +-sqrt(p), the upper one stable, slope -+2 sqrt(p). */
static void
test_fold_is_that_of_the_normal_form(void **state)
{
    struct branches b;
    const struct pl_rest_branch *branch = NULL;

    (void)state;
    open_text(&b, "x' = p - x^2\nx = 1; p = 1\n");
    follow(&b, "p=-1..2");
    assert_int_equal(b.found.n_branches, 1);
    assert_int_equal(count(&b, PL_REST_BRANCH_FOLD), 1);
    assert_close(find(&b, PL_REST_BRANCH_FOLD, 0.0)->input, 0.0, 0.0, 1e-12);
    branch = &b.found.branches[0];
    assert_true(branch->n > 50);
    assert_int_equal(branch->first, PL_REST_BRANCH_AT_RANGE);
    assert_int_equal(branch->last, PL_REST_BRANCH_AT_RANGE);
    for (size_t k = 0; k < branch->n; k++) {
        const double x = pl_rest_branch_values(&b.found, branch, k)[0];

        assert_close(x * x, branch->points[k].input, 1e-12, 1e-20);
        assert_int_equal(branch->points[k].n_unstable, x < -1e-9);
        assert_close(branch->points[k].real, -2.0 * x, 1e-12, 1e-12);
    }
    assert_sentence(&b,
                    "No rest state was found from -1 to 0. Elsewhere one rest state "
                    "is stable.");
    close_branches(&b);
}

/* A switch, x' = s + x^2/(1 + x^2) - g x: its folds over g are where
 * x^2 = (1 - 2 s +- sqrt(1 - 8 s)) / (2 (1 + s)). */
static const char positive_feedback[] = "x' = s + x^2/(1 + x^2) - g*x\n"
                                        "x = 0; s = 0.05; g = 0.5\n";

static double
switch_g(double s, double x)
{
    return s / x + x / (1.0 + x * x);
}

static double
switch_fold(double s, int side)
{
    const double square =
        (1.0 - 2.0 * s + side * sqrt(1.0 - 8.0 * s)) / (2.0 * (1.0 + s));

    return switch_g(s, sqrt(square));
}

static void
test_folds_of_a_switch_have_a_closed_form(void **state)
{
    static const double basal[] = {0.05, 0.01, 0.12, 0.1249};
    static const char *const ranges[] = {"g=0.1..2:log", "g=0.1..2",
                                         "g=0.1..2:lin:500"};
    struct branches b;

    (void)state;
    open_text(&b, positive_feedback);
    for (size_t s = 0; s < sizeof basal / sizeof *basal; s++) {
        for (size_t r = 0; r < sizeof ranges / sizeof *ranges; r++) {
            const double upper = switch_fold(basal[s], 1);
            const double lower = switch_fold(basal[s], -1);

            pl_program_set_input(b.context->program, b.inputs,
                                 pl_model_find(b.context->model, "s"), basal[s]);
            follow(&b, ranges[r]);
            assert_int_equal(b.found.n_branches, 1);
            assert_int_equal(count(&b, PL_REST_BRANCH_FOLD), 2);
            assert_close(find(&b, PL_REST_BRANCH_FOLD, upper)->input, upper, 1e-12,
                         0.0);
            assert_close(find(&b, PL_REST_BRANCH_FOLD, lower)->input, lower, 1e-12,
                         0.0);
        }
    }
    close_branches(&b);
}

static void
test_a_switch_is_bistable_between_its_folds(void **state)
{
    struct branches b;
    struct pl_rest_stretch *stretches = NULL;
    size_t n = 0;

    (void)state;
    open_text(&b, positive_feedback);
    follow(&b, "g=0.1..1:log");
    for (size_t k = 0; k < b.found.branches[0].n; k++) {
        const struct pl_rest_branch_point *point = &b.found.branches[0].points[k];
        const double x = pl_rest_branch_values(&b.found, &b.found.branches[0], k)[0];

        assert_close(switch_g(0.05, x), point->input, 1e-12, 0.0);
    }
    assert_int_equal(pl_continuation_stretches(&b.found, b.diags, &stretches, &n),
                     PL_OK);
    assert_int_equal(n, 3);
    assert_int_equal(stretches[0].n_stable, 1);
    assert_int_equal(stretches[1].n_stable, 2);
    assert_int_equal(stretches[1].n_rest, 3);
    assert_close(stretches[1].from, switch_fold(0.05, -1), 1e-12, 0.0);
    assert_close(stretches[1].to, switch_fold(0.05, 1), 1e-12, 0.0);
    assert_int_equal(stretches[2].n_stable, 1);
    free(stretches);
    assert_sentence(&b,
                    "Bistable from 0.4352 to 0.5528: it jumps at 0.5528 on the way up "
                    "and at 0.4352 on the way down (folds). Elsewhere one rest state "
                    "is stable.");
    close_branches(&b);
}

/* Over s at g = 0.45 the upper state lasts down to s = 0: nothing leads back. */
static void
test_a_switch_may_not_go_back(void **state)
{
    struct branches b;

    (void)state;
    open_text(&b, "x' = s + x^2/(1 + x^2) - g*x\nx = 0; s = 0; g = 0.45\n");
    follow(&b, "s=0..0.2");
    assert_int_equal(b.found.n_branches, 2);
    assert_int_equal(count(&b, PL_REST_BRANCH_FOLD), 1);
    assert_sentence(&b,
                    "Bistable from 0 to 0.0537: it jumps at 0.0537 on the way up "
                    "(fold), and back not within the range. Elsewhere one rest state "
                    "is stable.");
    close_branches(&b);
}

/* The Brusselator rests at X = A, Y = B/A, and oscillates from B = 1 + A^2 on with the
 * angular frequency A. */
static const char brusselator[] = "J1: -> X; A\n"
                                  "J2: X -> Y; B*X\n"
                                  "J3: 2 X + Y -> 3 X; X^2*Y\n"
                                  "J4: X -> ; X\n"
                                  "X = 1; Y = 1; A = 1; B = 1\n";

static void
test_hopf_of_the_brusselator(void **state)
{
    static const double as[] = {1.0, 0.7, 1.9};
    struct branches b;

    (void)state;
    open_text(&b, brusselator);
    for (size_t k = 0; k < sizeof as / sizeof *as; k++) {
        const struct pl_rest_branch_point *hopf = NULL;

        pl_program_set_input(b.context->program, b.inputs,
                             pl_model_find(b.context->model, "A"), as[k]);
        follow(&b, "B=0.5..6");
        assert_int_equal(b.found.n_branches, 1);
        assert_int_equal(count(&b, PL_REST_BRANCH_HOPF), 1);
        assert_int_equal(count(&b, PL_REST_BRANCH_FOLD), 0);
        hopf = find(&b, PL_REST_BRANCH_HOPF, 2.0);
        assert_close(hopf->input, 1.0 + as[k] * as[k], 1e-12, 0.0);
        assert_close(hopf->imaginary, as[k], 1e-10, 0.0);
        assert_int_equal(hopf->n_unstable, 0);
        assert_int_equal(b.found.branches[0].points[0].n_unstable, 0);
        assert_int_equal(
            b.found.branches[0].points[b.found.branches[0].n - 1].n_unstable, 2);
    }
    close_branches(&b);
}

static void
test_oscillations_are_told_with_their_period(void **state)
{
    struct branches b;

    (void)state;
    open_text(&b, brusselator);
    follow(&b, "B=0.5..4:log");
    assert_null(b.found.low_reason);
    assert_non_null(b.found.high_reason);
    assert_sentence(&b,
                    "No rest state that was found is stable from 2 to 4. Elsewhere "
                    "one rest state is stable. Oscillations begin at 2 with a period "
                    "of 6.28 (Hopf point).");
    close_branches(&b);
}

/* Where the network rests nowhere, the rest state that is not stable is found all the
 * same. */
static void
test_unstable_rest_states_alone_are_found(void **state)
{
    struct branches b;

    (void)state;
    open_text(&b, brusselator);
    follow(&b, "B=3..5");
    assert_int_equal(b.found.n_branches, 1);
    assert_close(pl_rest_branch_values(&b.found, &b.found.branches[0], 0)[1], 3.0,
                 1e-12, 0.0);
    assert_sentence(&b, "No rest state that was found is stable from 3 to 5.");
    close_branches(&b);
}

/* Two that repress each other, n = 2: U = V below a = 2, beyond U + V = a and U V = 1. */
static void
test_a_toggle_parts_at_its_branch_point(void **state)
{
    struct branches b;
    bool parted = false;

    (void)state;
    open_text(&b, "-> U; a/(1 + V^2)\n-> V; a/(1 + U^2)\nU -> ; U\nV -> ; V\n"
                  "U = 1; V = 1; a = 1\n");
    assert_int_equal(try_follow(&b, "a=0.5..5"), PL_OK);
    assert_int_equal(b.found.n_branches, 2);
    assert_int_equal(count(&b, PL_REST_BRANCH_FOLD), 0);
    assert_int_equal(count(&b, PL_REST_BRANCH_CROSSING), 2);
    for (size_t k = 0; k < 2; k++) {
        const struct pl_rest_branch *branch = &b.found.branches[k];

        for (size_t p = 0; p < branch->n; p++) {
            const double *values = pl_rest_branch_values(&b.found, branch, p);
            const double a = branch->points[p].input;

            if (branch->points[p].kind == PL_REST_BRANCH_CROSSING) {
                assert_close(a, 2.0, 1e-8, 0.0);
            } else if (values[0] == values[1]) {
                assert_close(values[0] + values[0] * values[0] * values[0], a, 1e-12,
                             0.0);
            } else if (fabs(values[0] - values[1]) > 1e-3) {
                assert_close(values[0] + values[1], a, 1e-9, 0.0);
                assert_close(values[0] * values[1], 1.0, 1e-9, 0.0);
                assert_int_equal(branch->points[p].n_unstable, 0);
                parted = true;
            }
        }
    }
    assert_true(parted);
    assert_sentence(&b, "Bistable from 2 to 5. Elsewhere one rest state is stable.");
    close_branches(&b);
}

/* I is 0, or 1/b below the sum: the curves exchange stability at b S = 1, and the one with
 * I goes no further, for I would be negative. */
static void
test_an_epidemic_begins_at_a_branch_point(void **state)
{
    struct branches b;
    const struct pl_rest_branch *ill = NULL;

    (void)state;
    open_text(&b, "R1: I => S; I\nR2: S => I; b*S*I\nS = 1; I = 0.5; b = 2\n");
    follow(&b, "b=0.1..5:log");
    assert_int_equal(b.found.n_branches, 2);
    assert_int_equal(b.found.n_sums, 1);
    assert_int_equal(count(&b, PL_REST_BRANCH_CROSSING), 2);
    for (size_t k = 0; k < 2; k++) {
        for (size_t p = 0; p < b.found.branches[k].n; p++) {
            const struct pl_rest_branch_point *point = &b.found.branches[k].points[p];

            if (point->kind == PL_REST_BRANCH_CROSSING) {
                assert_close(point->input, 2.0 / 3.0, 1e-8, 0.0);
            }
        }
        ill = b.found.branches[k].first == PL_REST_BRANCH_NEGATIVE
                  ? &b.found.branches[k]
                  : ill;
    }
    assert_non_null(ill);
    assert_string_equal(
        b.context->model->symbols[b.context->program->state_symbol[ill->first_state]]
            .name,
        "I");
    assert_sentence(&b, "One stable rest state all the way.");
    close_branches(&b);
}

/* x^2 + (p - 1)^2 = 1/4: a curve that comes back. */
static void
test_a_closed_curve_ends_where_it_began(void **state)
{
    struct branches b;
    const struct pl_rest_branch *branch = NULL;

    (void)state;
    open_text(&b, "x' = 0.25 - (p - 1)^2 - x^2\nx = 1; p = 1\n");
    follow(&b, "p=0..2");
    assert_int_equal(b.found.n_branches, 1);
    branch = &b.found.branches[0];
    assert_int_equal(branch->first, PL_REST_BRANCH_CLOSED);
    assert_int_equal(branch->last, PL_REST_BRANCH_CLOSED);
    assert_true(branch->points[0].input == branch->points[branch->n - 1].input);
    assert_int_equal(count(&b, PL_REST_BRANCH_FOLD), 2);
    assert_close(find(&b, PL_REST_BRANCH_FOLD, 0.0)->input, 0.5, 1e-12, 0.0);
    assert_close(find(&b, PL_REST_BRANCH_FOLD, 2.0)->input, 1.5, 1e-12, 0.0);
    assert_sentence(&b,
                    "No rest state was found from 0 to 0.5. No rest state was found "
                    "from 1.5 to 2. Elsewhere one rest state is stable.");
    close_branches(&b);
}

/* What follows from the input at a start follows here: other parameters, starting values
 * and with them conserved sums. B = T kf/(kf + kb), kb = 2 kf. */
static void
test_all_that_follows_from_the_input_moves(void **state)
{
    static const char *const varied[] = {"T=1..9", "A=1..9"};
    struct branches b;

    (void)state;
    open_text(&b,
              "J0: A -> B; kf*A - kb*B\nA = T; B = 0; T = 3; kf = 0.3; kb = 2*kf\n");
    for (size_t v = 0; v < 2; v++) {
        follow(&b, varied[v]);
        assert_int_equal(b.found.n_branches, 1);
        for (size_t k = 0; k < b.found.branches[0].n; k++) {
            assert_close(pl_rest_branch_values(&b.found, &b.found.branches[0], k)[1],
                         b.found.branches[0].points[k].input / 3.0, 1e-13, 0.0);
        }
    }
    follow(&b, "kf=0.1..10:log");
    for (size_t k = 0; k < b.found.branches[0].n; k++) {
        assert_close(b.found.branches[0].points[k].real,
                     -3.0 * b.found.branches[0].points[k].input, 1e-12, 0.0);
    }
    assert_sentence(&b, "One branch, stable all the way.");
    close_branches(&b);
}

/* Steps are as short as asked for, and no branch is longer. */
static void
test_options_bound_steps_and_points(void **state)
{
    struct branches b;

    (void)state;
    open_text(&b, "x' = p - x\nx = 1; p = 1\n");
    b.options.n_parts = 400;
    follow(&b, "p=1..2");
    assert_true(b.found.branches[0].n > 400);
    for (size_t k = 1; k < b.found.branches[0].n; k++) {
        assert_true(b.found.branches[0].points[k].input -
                        b.found.branches[0].points[k - 1].input <=
                    1.0 / 400.0 * (1.0 + 1e-9));
    }
    b.options.most_points = 20;
    follow(&b, "p=1..2");
    assert_int_equal(b.found.branches[0].n, 20);
    assert_int_equal(b.found.branches[0].last, PL_REST_BRANCH_MANY);
    close_branches(&b);
}

/* ---- Varusai 2018 ---- */

static double
number_at(const struct pl_frame *table, size_t column, size_t row)
{
    double number = NAN;

    assert_true(pl_number_parse(table->columns[column].texts[row], &number));
    return number;
}

static void
test_folds_and_hopf_points_of_varusai_2018(void **state)
{
    char *path = test_path("golden/branches-varusai2018.tsv");
    char *model = test_path("data/varusai2018.ant");
    struct pl_source *source = NULL;
    struct pl_frame *table = NULL;
    struct branches b = {.folder = NULL};
    size_t n_left = 0;

    (void)state;
    assert_int_equal(pl_source_read(path, NULL, &source), PL_OK);
    assert_int_equal(pl_tsv_read(source, NULL, &table), PL_OK);
    pl_source_destroy(source);
    open_context(&b, trial_load(model));
    for (size_t row = 0; row < table->n_rows; row++) {
        const char *name = table->columns[0].texts[row];
        const bool is_fold = strcmp(table->columns[3].texts[row], "fold") == 0;
        const enum pl_rest_branch_kind kind =
            is_fold ? PL_REST_BRANCH_FOLD : PL_REST_BRANCH_HOPF;
        const double at = number_at(table, 4, row);
        const struct pl_rest_branch_point *point = NULL;

        if (row == 0 || strcmp(name, table->columns[0].texts[row - 1]) != 0) {
            char vary[64];

            assert_int_equal(n_left, 0);
            (void)snprintf(vary, sizeof vary, "%s=%s..%s:log", name,
                           table->columns[1].texts[row], table->columns[2].texts[row]);
            follow(&b, vary);
            assert_int_equal(b.found.n_sums, 6); /* one of them hides */
            n_left = count(&b, PL_REST_BRANCH_FOLD) + count(&b, PL_REST_BRANCH_HOPF);
        }
        point = find(&b, kind, at);
        assert_close(point->input, at, 1e-8, 0.0);
        if (!is_fold) {
            assert_close(TWO_PI / point->imaginary, number_at(table, 5, row), 1e-7,
                         0.0);
        }
        n_left--;
    }
    assert_int_equal(n_left, 0);
    assert_true(table->n_rows >= 6);
    pl_frame_destroy(table);
    close_branches(&b);
    free(path);
    free(model);
}

/* ---- tables ---- */

static void
test_frame_has_a_row_for_each_point(void **state)
{
    struct branches b;
    struct pl_frame *frame = NULL;

    (void)state;
    open_text(&b, brusselator);
    follow(&b, "B=0.5..4");
    assert_int_equal(pl_continuation_frame(&b.found, b.diags, &frame), PL_OK);
    assert_int_equal(frame->n_rows, b.found.branches[0].n);
    assert_int_equal(frame->n_columns, 10);
    assert_int_equal(pl_frame_find(frame, "branch"), 0);
    assert_int_equal(pl_frame_find(frame, "point"), 1);
    assert_int_equal(pl_frame_find(frame, "B"), 2);
    assert_int_equal(pl_frame_find(frame, "stable"), 3);
    assert_int_equal(pl_frame_find(frame, "kind"), 4);
    assert_int_equal(pl_frame_find(frame, "real"), 5);
    assert_int_equal(pl_frame_find(frame, "imaginary"), 6);
    assert_int_equal(pl_frame_find(frame, "period"), 7);
    assert_int_equal(pl_frame_find(frame, "X"), 8);
    assert_int_equal(pl_frame_find(frame, "Y"), 9);
    for (size_t k = 0; k < frame->n_rows; k++) {
        const bool is_hopf = strcmp(frame->columns[4].texts[k], "Hopf") == 0;
        const double input = frame->columns[2].numbers[k];

        assert_string_equal(frame->columns[3].texts[k],
                            input <= 2.0 * (1.0 + 1e-9) ? "yes" : "no");
        assert_close(frame->columns[9].numbers[k], input, 1e-12, 0.0);
        assert_int_equal(isnan(frame->columns[7].numbers[k]), !is_hopf);
    }
    pl_frame_destroy(frame);

    assert_int_equal(pl_continuation_table(&b.found, 1, b.diags, &frame), PL_OK);
    assert_int_equal(frame->n_rows, 3);
    assert_int_equal(frame->n_columns, 5);
    assert_string_equal(frame->columns[0].texts[0], "end of range");
    assert_string_equal(frame->columns[0].texts[1], "Hopf");
    assert_string_equal(frame->columns[2].texts[0], "stable");
    assert_string_equal(frame->columns[2].texts[1], "stable → not stable");
    assert_string_equal(frame->columns[2].texts[2], "not stable");
    assert_close(frame->columns[3].numbers[1], TWO_PI, 1e-10, 0.0);
    pl_frame_destroy(frame);
    close_branches(&b);
}

/* ---- errors ---- */

static bool
say_stop(void *context)
{
    (void)context;
    return true;
}

static void
test_run_refuses_what_has_no_curve(void **state)
{
    static const struct {
        const char *text, *vary, *messages;
        enum pl_status status;
    } cases[] = {
        {"p = 1; y := p\n", "p=0..1",
         "error: nothing moves in this model: there is no rest state to follow\n",
         PL_ERR_OPTION},
        {"x' = p\nx = 1; p = 1\n", "p=1..2", NULL, PL_ERR_REST},
        {"x' = p + time - x\nx = 1; p = 1\n", "p=1..2", NULL, PL_ERR_REST},
    };

    (void)state;
    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) {
        struct branches b;

        open_text(&b, cases[k].text);
        assert_int_equal(try_follow(&b, cases[k].vary), cases[k].status);
        if (cases[k].messages != NULL) {
            assert_messages(b.diags, cases[k].messages);
        }
        assert_true(pl_diags_n_errors(b.diags) == 1);
        assert_int_equal(b.found.n_branches, 0);
        close_branches(&b);
    }
}

static void
test_run_stops_when_told(void **state)
{
    struct branches b;

    (void)state;
    open_text(&b, positive_feedback);
    b.options.sim.stop = say_stop;
    assert_int_equal(try_follow(&b, "g=0.1..1"), PL_ERR_STOPPED);
    assert_messages(b.diags, "");
    assert_int_equal(b.found.n_branches, 0);
    close_branches(&b);
}

static enum pl_status
run_and_tell(void *context)
{
    struct branches *b = context;
    struct pl_frame *frame = NULL;
    struct pl_text text;
    enum pl_status status = pl_continuation_run(b->context, b->inputs, &b->range,
                                                &b->options, b->diags, &b->found);

    pl_text_init(&text);
    if (status == PL_OK) {
        status = pl_continuation_frame(&b->found, b->diags, &frame);
        pl_frame_destroy(frame);
    }
    if (status == PL_OK) {
        status = pl_continuation_table(&b->found, 1, b->diags, &frame);
        pl_frame_destroy(frame);
    }
    if (status == PL_OK) {
        status = pl_continuation_sentence(&b->found, b->diags, &text);
    }
    pl_text_finish(&text);
    pl_continuation_finish(&b->found);
    pl_diags_clear(b->diags);
    return status;
}

static void
test_run_survives_no_memory(void **state)
{
    struct branches b;

    (void)state;
    open_text(&b, "-> U; a/(1 + V^2)\n-> V; a/(1 + U^2)\nU -> ; U\nV -> ; V\n"
                  "U = 1; V = 1; a = 1\n");
    assert_int_equal(try_follow(&b, "a=0.5..3"), PL_OK);
    assert_survives_no_memory(run_and_tell, &b);
    close_branches(&b);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_fold_is_that_of_the_normal_form),
        cmocka_unit_test(test_folds_of_a_switch_have_a_closed_form),
        cmocka_unit_test(test_a_switch_is_bistable_between_its_folds),
        cmocka_unit_test(test_a_switch_may_not_go_back),
        cmocka_unit_test(test_hopf_of_the_brusselator),
        cmocka_unit_test(test_oscillations_are_told_with_their_period),
        cmocka_unit_test(test_unstable_rest_states_alone_are_found),
        cmocka_unit_test(test_a_toggle_parts_at_its_branch_point),
        cmocka_unit_test(test_an_epidemic_begins_at_a_branch_point),
        cmocka_unit_test(test_a_closed_curve_ends_where_it_began),
        cmocka_unit_test(test_all_that_follows_from_the_input_moves),
        cmocka_unit_test(test_options_bound_steps_and_points),
        cmocka_unit_test(test_folds_and_hopf_points_of_varusai_2018),
        cmocka_unit_test(test_frame_has_a_row_for_each_point),
        cmocka_unit_test(test_run_refuses_what_has_no_curve),
        cmocka_unit_test(test_run_stops_when_told),
        cmocka_unit_test(test_run_survives_no_memory),
    };

    return cmocka_run_group_tests(tests, network_gsl_answers, NULL);
}
