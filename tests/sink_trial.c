/*
 * sink_trial.c - where sinks write, for tests of them.
 */
#include "sink_trial.h"

#include "base/diag.h"
#include "out/sink.h"
#include "testlib.h"

int
sink_trial_set_up(void **state)
{
    struct fixture *f = calloc(1, sizeof *f);

    assert_non_null(f);
    f->folder = test_make_folder();
    f->path = test_join(f->folder, "result.csv");
    f->diags = pl_diags_create();
    *state = f;
    return 0;
}

int
sink_trial_tear_down(void **state)
{
    struct fixture *f = *state;

    pl_diags_destroy(f->diags);
    free(f->path);
    test_remove_folder(f->folder);
    free(f);
    return 0;
}

void
sink_trial_check_writes(const struct fixture *f, const char *path, const char *text)
{
    struct pl_sink *sink = NULL;

    assert_int_equal(pl_sink_open(path, f->diags, &sink), PL_OK);
    pl_sink_write(sink, text, strlen(text));
    assert_int_equal(pl_sink_close(sink, f->diags), PL_OK);
    assert_messages(f->diags, "");
}
