/*
 * test_format.c - which reader a model file goes to.
 */
#include "testlib.h"

#include <dirent.h>
#include <unistd.h>

#include "base/diag.h"
#include "base/text.h"
#include "format/format.h"
#include "model/model.h"

#define DECAY "A -> ; k*A; A = 1; k = 2\n"

#define HINT                                                                          \
    "hint: convert it to Antimony: the Python package 'antimony' has loadSBMLFile() " \
    "and getAntimonyString(), Tellurium has both\n"

static char *
write_file(const char *folder, const char *name, const char *string)
{
    struct pl_text path;
    FILE *file = NULL;

    pl_text_init(&path);
    pl_text_format(&path, "%s/%s", folder, name);
    file = fopen(path.data, "wb");
    assert_non_null(file);
    assert_true(fputs(string, file) >= 0);
    assert_int_equal(fclose(file), 0);
    return path.data; /* taken: the text is not finished */
}

/* Read a file of that name and text; `want` has an '@' for its path. */
static void
assert_reads(const char *name, const char *string, enum pl_status want_status,
             const char *want)
{
    char *folder = test_make_folder();
    char *path = write_file(folder, name, string);
    struct pl_diags *diags = pl_diags_create();
    struct pl_model *model = NULL;
    struct pl_text message;

    assert_int_equal(pl_format_read_model(path, diags, &model), want_status);
    assert_int_equal(model != NULL, want_status == PL_OK);
    pl_text_init(&message);
    for (; *want != '\0'; want++) {
        if (*want == '@') {
            pl_text_put(&message, path);
        } else {
            pl_text_add(&message, want, 1);
        }
    }
    assert_messages(diags, pl_text_string(&message));
    pl_text_finish(&message);
    pl_model_destroy(model);
    pl_diags_destroy(diags);
    free(path);
    test_remove_folder(folder);
}

static void
test_read_model_takes_antimony_under_any_name(void **state)
{
    static const char *const names[] = {"m.ant", "m.ANT", "m.txt", "m", "xml", "a.b.c"};

    (void)state;
    for (size_t k = 0; k < sizeof names / sizeof *names; k++) {
        assert_reads(names[k], DECAY, PL_OK, "");
    }
}

static void
test_read_model_refuses_sbml_by_its_name(void **state)
{
    static const char *const names[] = {"m.xml", "m.XML", "m.sbml", "m.ant.xml"};

    (void)state;
    for (size_t k = 0; k < sizeof names / sizeof *names; k++) {
        assert_reads(names[k], "model m", PL_ERR_MODEL,
                     "@:1:1: error: SBML is not read yet\n"
                     "    1 | model m\n"
                     "      | ^\n" HINT);
    }
}

static void
test_read_model_refuses_sbml_by_its_text(void **state)
{
    (void)state;
    assert_reads("m.ant", "<?xml version=\"1.0\"?>\n<sbml/>\n", PL_ERR_MODEL,
                 "@:1:1: error: SBML is not read yet\n"
                 "    1 | <?xml version=\"1.0\"?>\n"
                 "      | ^\n" HINT);
    assert_reads("m.txt", "\n  <sbml>\n", PL_ERR_MODEL,
                 "@:1:1: error: SBML is not read yet\n"
                 "    1 |\n"
                 "      | ^\n" HINT);
}

static void
test_read_model_passes_on_what_the_reader_says(void **state)
{
    (void)state;
    assert_reads("m.ant", "A = *\n", PL_ERR_MODEL,
                 "@:1:5: error: expected a value, found '*'\n"
                 "    1 | A = *\n"
                 "      |     ^\n");
    assert_reads("m.ant", "", PL_ERR_MODEL,
                 "@:1:1: error: the text is empty\n"
                 "    1 |\n"
                 "      | ^\n"
                 "hint: a small model: A -> B; k*A; A = 1; B = 0; k = 0.1\n");
}

static void
test_read_model_fails_for_files_that_cannot_be_read(void **state)
{
    char *folder = test_make_folder();
    char *path = write_file(folder, "m.ant", "A = \xff\n");
    struct pl_diags *diags = pl_diags_create();
    struct pl_model *model = NULL;

    (void)state;
    assert_int_equal(pl_format_read_model("/no/such/model.ant", diags, &model),
                     PL_ERR_IO);
    assert_null(model);
    assert_int_equal(pl_format_read_model("/no/such/model.xml", diags, &model),
                     PL_ERR_IO); /* that it is missing comes first */
    assert_int_equal(pl_format_read_model(folder, diags, &model), PL_ERR_IO);
    assert_int_equal(pl_format_read_model(path, diags, &model), PL_ERR_SYNTAX);
    assert_null(model);
    assert_int_equal(pl_diags_n_errors(diags), 4); /* the messages are base's */
    pl_diags_destroy(diags);
    free(path);
    test_remove_folder(folder);
}

static void
test_read_model_takes_antimony_from_standard_input(void **state)
{
    char *folder = test_make_folder();
    char *path = write_file(folder, "m.ant", DECAY);
    int kept = dup(STDIN_FILENO);
    struct pl_model *model = NULL;

    (void)state;
    assert_non_null(freopen(path, "rb", stdin));
    assert_int_equal(pl_format_read_model("-", NULL, &model), PL_OK);
    assert_int_equal(model->n_reactions, 1);
    pl_model_destroy(model);
    assert_int_equal(dup2(kept, STDIN_FILENO), STDIN_FILENO);
    close(kept);
    free(path);
    test_remove_folder(folder);
}

/* Without any message, warnings included. */
static void
assert_reads_in_silence(const char *path)
{
    struct pl_diags *diags = pl_diags_create();
    struct pl_model *model = NULL;
    enum pl_status status = pl_format_read_model(path, diags, &model);

    assert_messages(diags, "");
    assert_int_equal(status, PL_OK);
    pl_model_destroy(model);
    pl_diags_destroy(diags);
}

static void
test_read_model_reads_every_model_of_the_tree(void **state)
{
    char *folder = test_source_path("models");
    DIR *stream = opendir(folder);
    struct dirent *entry = NULL;
    size_t n = 0;

    (void)state;
    assert_non_null(stream);
    while (entry = readdir(stream), entry != NULL) {
        size_t length = strlen(entry->d_name);

        if (length > 4 && strcmp(entry->d_name + length - 4, ".ant") == 0) {
            struct pl_text path;

            pl_text_init(&path);
            pl_text_format(&path, "%s/%s", folder, entry->d_name);
            assert_reads_in_silence(path.data);
            pl_text_finish(&path);
            n++;
        }
    }
    assert_true(n >= 4);
    closedir(stream);
    free(folder);
}

static enum pl_status
read_file(void *context)
{
    struct pl_model *model = NULL;
    enum pl_status status = pl_format_read_model(context, NULL, &model);

    pl_model_destroy(model);
    return status;
}

static void
test_read_model_survives_no_memory(void **state)
{
    char *folder = test_make_folder();
    char *path = write_file(folder, "m.ant", DECAY);

    (void)state;
    assert_survives_no_memory(read_file, path);
    free(path);
    test_remove_folder(folder);
}

int
main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_read_model_takes_antimony_under_any_name),
        cmocka_unit_test(test_read_model_refuses_sbml_by_its_name),
        cmocka_unit_test(test_read_model_refuses_sbml_by_its_text),
        cmocka_unit_test(test_read_model_passes_on_what_the_reader_says),
        cmocka_unit_test(test_read_model_fails_for_files_that_cannot_be_read),
        cmocka_unit_test(test_read_model_takes_antimony_from_standard_input),
        cmocka_unit_test(test_read_model_reads_every_model_of_the_tree),
        cmocka_unit_test(test_read_model_survives_no_memory),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
