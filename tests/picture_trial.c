/*
 * picture_trial.c - what the tests of pictures share: folders that last for one test,
 * and stand-ins for gnuplot.
 */
#include "picture_trial.h"

#include "testlib.h"

#include <sys/stat.h>

#include "base/diag.h"
#include "base/text.h"
#include "out/gnuplot.h"

int
picture_trial_set_up(void **state)
{
    struct picture_trial *trial = calloc(1, sizeof *trial);
    const char *path = getenv("PATH");

    assert_non_null(trial);
    trial->folder = test_make_folder();
    trial->temporary = test_make_folder();
    trial->templates = test_source_path("plots");
    trial->path = pl_text_copy(path != NULL ? path : "");
    trial->diags = pl_diags_create();
    setenv("TMPDIR", trial->temporary, 1);
    *state = trial;
    return 0;
}

int
picture_trial_tear_down(void **state)
{
    struct picture_trial *trial = *state;

    setenv("PATH", trial->path, 1);
    unsetenv("TMPDIR");
    pl_diags_destroy(trial->diags);
    free(trial->path);
    free(trial->templates);
    test_remove_folder(trial->temporary);
    test_remove_folder(trial->folder);
    free(trial);
    return 0;
}

void
need_gnuplot(void)
{
    char *program = NULL;

    if (pl_gnuplot_find(NULL, &program) != PL_OK) {
        print_message("SKIPPED: gnuplot is not installed, so no picture was drawn\n");
        skip();
    }
    free(program);
}

void
write_in(const char *folder, const char *name, const char *text)
{
    char *path = test_join(folder, name);

    test_write_file(path, text);
    free(path);
}

void
copy_template_to(const char *folder, const char *name)
{
    char *plots = test_source_path("plots");
    char *path = test_join(plots, name);
    char *text = test_read_file(path, NULL);

    assert_non_null(text);
    write_in(folder, name, text);
    free(text);
    free(path);
    free(plots);
}

void
stand_in(const struct picture_trial *trial, const char *script)
{
    struct pl_text text;
    char *bin = test_join(trial->folder, "bin");
    char *program = test_join(bin, "gnuplot");

    assert_int_equal(mkdir(bin, 0777), 0);
    pl_text_init(&text);
    pl_text_format(&text, "#!/bin/sh\n%s\n", script);
    write_in(bin, "gnuplot", text.data);
    assert_int_equal(chmod(program, 0755), 0);
    setenv("PATH", bin, 1);
    pl_text_finish(&text);
    free(program);
    free(bin);
}

void
listen_to_gnuplot(const struct picture_trial *trial, const char *log)
{
    char *program = NULL;
    struct pl_text script;

    assert_int_equal(pl_gnuplot_find(NULL, &program), PL_OK);
    pl_text_init(&script);
    pl_text_format(&script, "exec %s \"$@\" 2>>%s", program, log);
    stand_in(trial, script.data);
    pl_text_finish(&script);
    free(program);
}

void
assert_shows(const char *svg, const char *const *texts, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        if (strstr(svg, texts[i]) == NULL) {
            fail_msg("'%s' is not in the picture", texts[i]);
        }
    }
}
