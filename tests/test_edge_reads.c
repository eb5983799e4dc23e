/*
 * test_edge_reads.c - which feedback edges nothing reads.
 */
#include "testlib.h"

#include <gsl/gsl_errno.h>

#include "analysis/edge_reads.h"
#include "base/text.h"
#include "model/model.h"
#include "study/context.h"
#include "study/ensemble.h"
#include "study/treatment.h"
#include "trial.h"

enum { MOST_EDGES = 80 };

struct fixture {
    char *folder, *path;
};

static int
set_up(void **state)
{
    struct fixture *f = calloc(1, sizeof *f);

    gsl_set_error_handler_off();
    assert_non_null(f);
    f->folder = test_make_folder();
    f->path = test_join(f->folder, "sets.tsv");
    *state = f;
    return 0;
}

static int
tear_down(void **state)
{
    struct fixture *f = *state;

    free(f->path);
    test_remove_folder(f->folder);
    free(f);
    return 0;
}

/* Which edges of a model are read under a treatment, with R observed. */
static void
find_in(const struct pl_context *context, const char *words, const char *sets,
        bool read[MOST_EDGES])
{
    struct pl_treatment *treatment = NULL;
    const struct pl_treatment *treatments[1];
    struct pl_ensemble *ensemble = NULL;
    const size_t symbol = pl_model_find(context->model, "R");

    assert_int_equal(pl_treatment_create(context, NULL, &treatment), PL_OK);
    assert_int_equal(pl_treatment_add_list(treatment, words, NULL), PL_OK);
    if (sets != NULL) {
        assert_int_equal(pl_ensemble_read(context, sets, NULL, &ensemble), PL_OK);
    }
    memset(read, 0, MOST_EDGES * sizeof *read);
    treatments[0] = treatment;
    assert_int_equal(
        pl_edge_reads_find(context, treatments, 1, ensemble, &symbol, 1, NULL, read),
        PL_OK);
    pl_ensemble_destroy(ensemble);
    pl_treatment_destroy(treatment);
}

/* A model whose one rate of R holds a term with the signal, "k" and "x" in it. */
struct term {
    const char *formula;
    bool read; /* with k = 0 */
    bool read_at_1;
};

static void
test_reads_follow_each_operation(void **state)
{
    static const struct term terms[] = {
        {"feedback_A_B", true, true},
        {"k*feedback_A_B", false, true},
        {"feedback_A_B*k", false, true},
        {"k*feedback_A_B*R", false, true},
        {"k*(1 - k)*feedback_A_B", false, false},
        {"k*feedback_A_B + R", false, true},
        {"R - k*feedback_A_B", false, true},
        {"k*feedback_A_B - R", false, true},
        {"k/feedback_A_B", false, true},
        {"R/(1 + k*feedback_A_B)", false, true},
        {"feedback_A_B^k", false, true},
        {"(1 - k)^feedback_A_B", false, true}, /* 0^x is not known to be 0 or 1 */
        {"k^feedback_A_B", true, false},
        {"exp(k*feedback_A_B)", false, true},
        {"max(0, k*feedback_A_B)", false, true},
        {"max(k, feedback_A_B)", true, true},
        {"piecewise(feedback_A_B, k > 0.5, R)", false, true},
        {"piecewise(R, k > 0.5, feedback_A_B)", true, false},
        {"piecewise(R, feedback_A_B > 0.5, 2*R)", true, true},
        {"piecewise(R, k > 0.5 && feedback_A_B > 0.5, 2*R)", false, true},
        {"piecewise(R, k > 0.5 || feedback_A_B > 0.5, 2*R)", true, false},
        {"piecewise(R, time > 5, k*feedback_A_B)", false, true},
        {"x*feedback_A_B", false, true},        /* x = 2*k: an initial formula */
        {"y*feedback_A_B", false, true},        /* y := 3*k: a rule */
        {"(R - R)*feedback_A_B", false, false}, /* simplified away */
        {"(feedback_A_B - feedback_A_B)*R", false, false},
    };
    const struct fixture *f = *state;

    for (size_t i = 0; i < sizeof terms / sizeof *terms; i++) {
        struct pl_text text;
        struct pl_context *context = NULL;
        bool read[MOST_EDGES];

        pl_text_init(&text);
        pl_text_format(&text,
                       "species R, S; R = 1; S = 1; k = 0; x = 2*k; y := 3*k;\n"
                       "feedback_A_B := 1 + S; J0: => S; 1 - S;\n"
                       "J: => R; %s; K: R => ; R + 0*x + 0*y;\n",
                       terms[i].formula);
        context = trial_load_text(f->folder, pl_text_string(&text));
        find_in(context, "none", NULL, read);
        if (read[0] != terms[i].read) {
            fail_msg("%s at k = 0", terms[i].formula);
        }
        find_in(context, "set k=1", NULL, read);
        if (read[0] != terms[i].read_at_1) {
            fail_msg("%s at k = 1", terms[i].formula);
        }
        /* what changes under way is not known to stand still; x has its value from
         * before */
        find_in(context, "set k=1@0", NULL, read);
        if (terms[i].read != terms[i].read_at_1 && terms[i].formula[0] != 'x' &&
            !read[0]) {
            fail_msg("%s with k that changes", terms[i].formula);
        }
        pl_context_destroy(context);
        pl_text_finish(&text);
    }
}

/* A is read by B's signal alone: with B intact it matters. C feeds D, which nothing
 * reads. E is read by what is observed, not by a rate. */
static void
test_reads_go_through_other_edges_and_to_what_is_observed(void **state)
{
    const struct fixture *f = *state;
    struct pl_context *context = trial_load_text(
        f->folder, "species S; S = 1; k = 1;\n"
                   "feedback_A_B := S; feedback_B_C := 2*feedback_A_B;\n"
                   "feedback_C_D := S; feedback_D_E := 2*feedback_C_D;\n"
                   "feedback_E_F := S;\n"
                   "J: => S; feedback_B_C; K: S => ; S + 0*k*feedback_D_E;\n"
                   "R := S + feedback_E_F;\n");
    bool read[MOST_EDGES];

    find_in(context, "none", NULL, read);
    assert_true(read[0]);
    assert_true(read[1]);
    assert_false(read[2]);
    assert_false(read[3]);
    assert_true(read[4]);
    pl_context_destroy(context);
}

static void
test_reads_are_those_of_any_member(void **state)
{
    const struct fixture *f = *state;
    struct pl_context *context =
        trial_load_text(f->folder, "species R; R = 1; k = 0; q = 0;\n"
                                   "feedback_A_B := R; feedback_C_D := R;\n"
                                   "J: => R; 1 + k*feedback_A_B + q*feedback_C_D;\n"
                                   "K: R => ; 3*R;\n");
    bool read[MOST_EDGES];

    test_write_file(f->path, "k\n0\n0.5\n");
    find_in(context, "none", f->path, read);
    assert_true(read[0]);
    assert_false(read[1]);
    test_write_file(f->path, "k\n0\n0\n");
    find_in(context, "none", f->path, read);
    assert_false(read[0]);
    pl_context_destroy(context);
}

/* More edges than one pass follows. */
static void
test_reads_follow_many_edges(void **state)
{
    const struct fixture *f = *state;
    struct pl_context *context = NULL;
    struct pl_text text;
    bool read[MOST_EDGES];

    pl_text_init(&text);
    pl_text_put(&text, "species R; R = 1;\n");
    for (size_t e = 0; e < MOST_EDGES; e++) {
        pl_text_format(&text, "k%zu = %d; feedback_A_E%zu := R;\n", e, e % 3 == 0, e);
    }
    pl_text_put(&text, "K: R => ; R; J: => R; 1");
    for (size_t e = 0; e < MOST_EDGES; e++) {
        pl_text_format(&text, " + 0.001*k%zu*feedback_A_E%zu", e, e);
    }
    pl_text_put(&text, ";\n");
    context = trial_load_text(f->folder, pl_text_string(&text));
    find_in(context, "none", NULL, read);
    for (size_t e = 0; e < MOST_EDGES; e++) {
        assert_int_equal(read[e], e % 3 == 0);
    }
    pl_context_destroy(context);
    pl_text_finish(&text);
}

/* An edge that is not read changes no bit of a run, whatever its signal is; the others of
 * her2-mtor do. */
static void
test_unread_edges_change_no_bit(void **state)
{
    struct pl_context *context = trial_load_source("models/her2-mtor.ant");
    const struct pl_role_list *edges = &context->roles.lists[PL_ROLE_EDGE];
    const char *readout = "pAkt_S473";
    struct pl_treatment *treatment = NULL;
    const struct pl_treatment *treatments[1];
    const size_t symbol = pl_model_find(context->model, "readout_pAkt_S473");
    bool read[MOST_EDGES] = {false};
    size_t n_unread = 0;

    (void)state;
    assert_int_equal(pl_treatment_create(context, NULL, &treatment), PL_OK);
    treatments[0] = treatment;
    assert_int_equal(
        pl_edge_reads_find(context, treatments, 1, NULL, &symbol, 1, NULL, read),
        PL_OK);
    for (size_t e = 0; e < edges->n; e++) {
        double folds[2];

        for (size_t clamped = 0; clamped < 2; clamped++) {
            struct trial trial;
            struct pl_text words;

            pl_text_init(&words);
            pl_text_put(&words, "--drug everolimus=20nM");
            if (clamped != 0) {
                pl_text_format(&words, " --clamp %s", edges->names[e]);
            }
            trial_init(&trial, context, pl_text_string(&words), 600.0, &readout, 1);
            trial_run_well(&trial);
            folds[clamped] = trial_value(&trial, 1, 0);
            trial_finish(&trial);
            pl_text_finish(&words);
        }
        assert_int_equal(folds[0] != folds[1], read[e]);
        n_unread += !read[e];
    }
    assert_int_equal(n_unread, 1); /* S6K_SIN1 */
    pl_treatment_destroy(treatment);
    pl_context_destroy(context);
}

struct task {
    const struct pl_context *context;
    const struct pl_treatment *treatment;
};

static enum pl_status
find_once(void *context)
{
    const struct task *task = context;
    const size_t symbol = pl_model_find(task->context->model, "readout_first");
    bool read[MOST_EDGES] = {false};

    return pl_edge_reads_find(task->context, &task->treatment, 1, NULL, &symbol, 1,
                              NULL, read);
}

static void
test_find_survives_no_memory(void **state)
{
    struct pl_context *context = trial_load_source("models/relay.ant");
    struct pl_treatment *treatment = NULL;
    struct task task = {context, NULL};

    (void)state;
    assert_int_equal(pl_treatment_create(context, NULL, &treatment), PL_OK);
    task.treatment = treatment;
    assert_true(assert_survives_no_memory(find_once, &task) >= 3);
    pl_treatment_destroy(treatment);
    pl_context_destroy(context);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_reads_follow_each_operation),
        cmocka_unit_test(test_reads_go_through_other_edges_and_to_what_is_observed),
        cmocka_unit_test(test_reads_are_those_of_any_member),
        cmocka_unit_test(test_reads_follow_many_edges),
        cmocka_unit_test(test_unread_edges_change_no_bit),
        cmocka_unit_test(test_find_survives_no_memory),
    };

    return cmocka_run_group_tests(tests, set_up, tear_down);
}
