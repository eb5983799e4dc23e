/*
 * test_members.c - work in every member of an ensemble, each once, with its own inputs.
 */
#include "testlib.h"

#include "base/diag.h"
#include "base/text.h"
#include "model/model.h"
#include "study/context.h"
#include "study/ensemble.h"
#include "study/members.h"
#include "study/treatment.h"
#include "trial.h"

enum { N = 40 };

struct fixture {
    char *folder;
    struct pl_context *context;
    struct pl_treatment *treatment;
    struct pl_ensemble *ensemble; /* k = 1 … N */
    struct pl_diags *diags;
    size_t k, low; /* symbols */
};

static int
set_up(void **state)
{
    struct fixture *f = calloc(1, sizeof *f);
    struct pl_text sets;
    char *path = NULL;

    assert_non_null(f);
    f->folder = test_make_folder();
    f->context = trial_load_text(f->folder, "model decay\n"
                                            "  species x; x = 1; k = 0.5; low = 7;\n"
                                            "  v: x -> ; k*(x - low);\n"
                                            "end\n");
    f->diags = pl_diags_create();
    assert_int_equal(pl_treatment_create(f->context, f->diags, &f->treatment), PL_OK);
    assert_int_equal(pl_treatment_background(f->treatment, "set low=3", f->diags),
                     PL_OK);
    pl_text_init(&sets);
    pl_text_put(&sets, "k\n");
    for (size_t m = 0; m < N; m++) {
        pl_text_format(&sets, "%zu\n", m + 1);
    }
    path = test_join(f->folder, "sets.tsv");
    test_write_file(path, pl_text_string(&sets));
    assert_int_equal(pl_ensemble_read(f->context, path, f->diags, &f->ensemble), PL_OK);
    free(path);
    pl_text_finish(&sets);
    f->k = pl_model_find(f->context->model, "k");
    f->low = pl_model_find(f->context->model, "low");
    *state = f;
    return 0;
}

static int
tear_down(void **state)
{
    struct fixture *f = *state;

    pl_ensemble_destroy(f->ensemble);
    pl_treatment_destroy(f->treatment);
    pl_diags_destroy(f->diags);
    pl_context_destroy(f->context);
    test_remove_folder(f->folder);
    free(f);
    return 0;
}

/* What the work leaves behind. A thread's own is a count of what it did. */
struct trace {
    const struct fixture *f;
    double k[N], low[N];
    int times[N];      /* that a member was done */
    int told[N];       /* that it was told to be at fault */
    size_t n_stale[N]; /* errors that it found there */
    char *reasons[N];
    size_t n_done, n_ended; /* by all threads that have ended */
    size_t first_fault;     /* from this member on all fail */
    enum pl_status begins;  /* what `begin` answers */
    enum pl_status ends;    /* what a member answers that ends the work */
};

static enum pl_status
begin(void *context, struct pl_members_thread *thread)
{
    const struct trace *trace = context;

    thread->own = trace->begins == PL_OK ? calloc(1, sizeof(size_t)) : NULL;
    return thread->own != NULL      ? PL_OK
           : trace->begins != PL_OK ? trace->begins
                                    : PL_ERR_NOMEM;
}

static enum pl_status
note(void *context, struct pl_members_thread *thread, size_t member)
{
    struct trace *trace = context;
    size_t *n = thread->own;

    trace->n_stale[member] = pl_diags_n_errors(thread->diags);
    trace->k[member] = thread->inputs[trace->f->k];
    trace->low[member] = thread->inputs[trace->f->low];
    trace->times[member]++;
    (*n)++;
    if (trace->ends != PL_OK) {
        return trace->ends;
    }
    return member < trace->first_fault ? PL_OK
                                       : pl_diag_error(thread->diags, PL_ERR_STEP, NULL,
                                                       "set %zu is at fault", member);
}

static void
keep(void *context, size_t member, char *reason)
{
    struct trace *trace = context;

    free(trace->reasons[member]);
    trace->reasons[member] = reason;
    trace->told[member]++;
}

static void
end(void *context, struct pl_members_thread *thread)
{
    struct trace *trace = context;
    size_t *n = thread->own;

    trace->n_done += n != NULL ? *n : 0;
    trace->n_ended++;
    free(n);
}

static struct pl_members_work
make_work(struct trace *trace, size_t n_threads)
{
    return (struct pl_members_work){.context = trace,
                                    .what = "the members",
                                    .n_threads = n_threads,
                                    .begin = begin,
                                    .member = note,
                                    .fail = keep,
                                    .end = end};
}

static void
forget(struct trace *trace)
{
    for (size_t m = 0; m < N; m++) {
        free(trace->reasons[m]);
        trace->reasons[m] = NULL;
    }
}

static void
test_each_member_is_done_once_with_its_inputs(void **state)
{
    struct fixture *f = *state;

    for (size_t n_threads = 0; n_threads <= 2 * N; n_threads += N / 2) {
        struct trace trace = {.f = f, .first_fault = N};
        const struct pl_members_work work = make_work(&trace, n_threads);

        assert_int_equal(
            pl_members_run(f->context, f->treatment, f->ensemble, &work, f->diags),
            PL_OK);
        assert_messages(f->diags, "");
        for (size_t m = 0; m < N; m++) {
            assert_int_equal(trace.times[m], 1);
            assert_close(trace.k[m], (double)(m + 1), 0.0, 0.0);
            assert_close(trace.low[m], 3.0, 0.0, 0.0);
            assert_int_equal(trace.told[m], 0);
        }
        assert_int_equal(trace.n_done, N);
        assert_true(trace.n_ended >= 1 && trace.n_ended <= N);
    }
}

static void
test_without_an_ensemble_there_is_one_member(void **state)
{
    struct fixture *f = *state;
    struct trace trace = {.f = f, .first_fault = N};
    const struct pl_members_work work = make_work(&trace, 4);

    assert_int_equal(pl_members_run(f->context, f->treatment, NULL, &work, f->diags),
                     PL_OK);
    assert_int_equal(trace.n_done, 1);
    assert_int_equal(trace.n_ended, 1);
    assert_close(trace.k[0], 0.5, 0.0, 0.0);
    assert_close(trace.low[0], 3.0, 0.0, 0.0);
}

static void
test_a_fault_is_its_members_and_told_in_words(void **state)
{
    struct fixture *f = *state;

    for (size_t n_threads = 1; n_threads <= 3; n_threads++) {
        struct trace trace = {.f = f, .first_fault = N - 2};
        const struct pl_members_work work = make_work(&trace, n_threads);

        assert_int_equal(
            pl_members_run(f->context, f->treatment, f->ensemble, &work, f->diags),
            PL_OK);
        assert_messages(f->diags, "");
        assert_int_equal(trace.n_done, N);
        for (size_t m = 0; m < N; m++) {
            assert_int_equal(trace.told[m], m < N - 2 ? 0 : 1);
            assert_int_equal(trace.n_stale[m], 0);
        }
        assert_string_equal(trace.reasons[N - 2], "set 38 is at fault");
        assert_string_equal(trace.reasons[N - 1], "set 39 is at fault");
        forget(&trace);
    }
}

static void
test_what_no_member_is_to_blame_for_ends_the_work(void **state)
{
    struct fixture *f = *state;
    struct trace trace = {.f = f, .first_fault = N, .begins = PL_ERR_OPTION};
    struct pl_members_work work = make_work(&trace, 1);

    assert_int_equal(
        pl_members_run(f->context, f->treatment, f->ensemble, &work, f->diags),
        PL_ERR_OPTION);
    assert_int_equal(trace.n_done, 0);
    assert_int_equal(trace.n_ended, 1);
    assert_messages(f->diags, "");

    trace = (struct trace){.f = f, .first_fault = N, .ends = PL_ERR_NOMEM};
    assert_int_equal(
        pl_members_run(f->context, f->treatment, f->ensemble, &work, f->diags),
        PL_ERR_NOMEM);
    assert_int_equal(trace.n_done, 1);
    assert_messages(f->diags, "error: out of memory for the members\n");
    pl_diags_clear(f->diags);
}

static bool
stop_at_once(void *context, uint64_t n_done)
{
    uint64_t *seen = context;

    *seen = n_done;
    return true;
}

static bool
look_on(void *context, uint64_t n_done)
{
    (void)stop_at_once(context, n_done);
    return false;
}

static void
test_work_is_watched_and_stops_when_asked(void **state)
{
    struct fixture *f = *state;
    struct trace trace = {.f = f, .first_fault = N};
    struct pl_members_work work = make_work(&trace, 2);
    uint64_t seen = 99;

    work.watch = look_on;
    work.watch_context = &seen;
    assert_int_equal(
        pl_members_run(f->context, f->treatment, f->ensemble, &work, f->diags), PL_OK);
    assert_int_equal(seen, N);
    work.watch = stop_at_once;
    assert_int_equal(
        pl_members_run(f->context, f->treatment, f->ensemble, &work, f->diags),
        PL_ERR_STOPPED);
    assert_true(seen <= N);
    assert_messages(f->diags, "");
}

static enum pl_status
run_once(void *context)
{
    const struct fixture *f = context;
    struct trace trace = {.f = f, .first_fault = N - 2};
    const struct pl_members_work work = make_work(&trace, 1);
    struct pl_diags *diags = pl_diags_create();
    enum pl_status status = PL_ERR_NOMEM;

    if (diags != NULL) {
        status = pl_members_run(f->context, f->treatment, f->ensemble, &work, diags);
    }
    if (status == PL_OK) {
        assert_non_null(trace.reasons[N - 1]);
    }
    forget(&trace);
    pl_diags_destroy(diags);
    return status;
}

static void
test_run_survives_no_memory(void **state)
{
    assert_survives_no_memory(run_once, *state);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_each_member_is_done_once_with_its_inputs),
        cmocka_unit_test(test_without_an_ensemble_there_is_one_member),
        cmocka_unit_test(test_a_fault_is_its_members_and_told_in_words),
        cmocka_unit_test(test_what_no_member_is_to_blame_for_ends_the_work),
        cmocka_unit_test(test_work_is_watched_and_stops_when_asked),
        cmocka_unit_test(test_run_survives_no_memory),
    };

    return cmocka_run_group_tests(tests, set_up, tear_down);
}
