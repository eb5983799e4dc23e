/*
 * test_provenance.c - the record of a run names all that made it.
 */
#include "testlib.h"

#include <jansson.h>

#include "base/diag.h"
#include "base/index.h"
#include "base/source.h"
#include "base/text.h"
#include "out/provenance.h"

static const char *const command[] = {"simulate", "--inhibit", "mTORC1",
                                      "--set=a \"b\"", "caf\xe9"};

static void
check_written(const struct pl_provenance *provenance, const char *want)
{
    struct pl_text text;
    json_t *root = NULL;

    pl_text_init(&text);
    assert_int_equal(pl_provenance_write(provenance, NULL, &text), PL_OK);
    assert_string_equal(text.data, want);
    root = json_loads(text.data, JSON_REJECT_DUPLICATES, NULL);
    assert_non_null(root);
    json_decref(root);
    pl_text_finish(&text);
}

/* SHA-256 of "abc": FIPS 180-2, appendix B.1. */
static void
test_write_names_all_that_made_the_run(void **state)
{
    struct pl_source *source = NULL;

    (void)state;
    assert_int_equal(pl_source_create("models/her2-mtor.ant", "abc", 3, NULL, &source),
                     PL_OK);
    check_written(
        &(struct pl_provenance){
            .version = "0.1.0",
            .command = command,
            .n_command = 5,
            .model_name = "her2_mtor",
            .model = source,
            .cell = "PTEN_loss",
            .variant = "mtorc2_side",
            .treatment = "mTORC1 inhibited 100 % from 0 h",
            .method = "msbdf",
            .rtol = 1e-6,
            .atol = 1e-9,
            .duration = 2880,
            .time_unit = 60,
            .status = "complete",
        },
        "{\n"
        "  \"version\": \"0.1.0\",\n"
        "  \"command\": [\"simulate\", \"--inhibit\", \"mTORC1\", "
        "\"--set=a \\\"b\\\"\", \"caf?\"],\n"
        "  \"model_name\": \"her2_mtor\",\n"
        "  \"model_file\": \"models/her2-mtor.ant\",\n"
        "  \"model_sha256\": "
        "\"ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad\",\n"
        "  \"cell\": \"PTEN_loss\",\n"
        "  \"variant\": \"mtorc2_side\",\n"
        "  \"treatment\": \"mTORC1 inhibited 100 % from 0 h\",\n"
        "  \"method\": \"msbdf\",\n"
        "  \"rtol\": 1e-06,\n"
        "  \"atol\": 1e-09,\n"
        "  \"duration\": 2880,\n"
        "  \"time_unit_s\": 60,\n"
        "  \"status\": \"complete\"\n"
        "}\n");
    pl_source_destroy(source);
}

/* SHA-256 of nothing: NIST's example for a message of length 0. */
static void
test_write_says_null_for_what_is_not_there(void **state)
{
    struct pl_source *source = NULL;
    struct pl_provenance provenance = {
        .version = "0.1.0", .rtol = 1e-6, .duration = 100, .time_unit = NAN};

    (void)state;
    check_written(&provenance, "{\n"
                               "  \"version\": \"0.1.0\",\n"
                               "  \"command\": [],\n"
                               "  \"model_name\": null,\n"
                               "  \"model_file\": null,\n"
                               "  \"model_sha256\": null,\n"
                               "  \"cell\": null,\n"
                               "  \"variant\": null,\n"
                               "  \"treatment\": null,\n"
                               "  \"method\": null,\n"
                               "  \"rtol\": 1e-06,\n"
                               "  \"atol\": \"per species\",\n"
                               "  \"duration\": 100,\n"
                               "  \"time_unit_s\": null,\n"
                               "  \"status\": null\n"
                               "}\n");
    assert_int_equal(pl_source_create("-", "", 0, NULL, &source), PL_OK);
    provenance.model = source;
    check_written(
        &provenance,
        "{\n"
        "  \"version\": \"0.1.0\",\n"
        "  \"command\": [],\n"
        "  \"model_name\": null,\n"
        "  \"model_file\": \"-\",\n"
        "  \"model_sha256\": "
        "\"e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855\",\n"
        "  \"cell\": null,\n"
        "  \"variant\": null,\n"
        "  \"treatment\": null,\n"
        "  \"method\": null,\n"
        "  \"rtol\": 1e-06,\n"
        "  \"atol\": \"per species\",\n"
        "  \"duration\": 100,\n"
        "  \"time_unit_s\": null,\n"
        "  \"status\": null\n"
        "}\n");
    pl_source_destroy(source);
}

static void
test_write_names_the_parameter_sets(void **state)
{
    (void)state;
    check_written(&(struct pl_provenance){.version = "0.1.0",
                                          .ensemble = "fits/sets.tsv",
                                          .ensemble_digest = "0123456789abcdef",
                                          .n_sets = 200,
                                          .n_failed_sets = 3,
                                          .treatment = "untreated",
                                          .rtol = 1e-6,
                                          .duration = 100,
                                          .time_unit = NAN},
                  "{\n"
                  "  \"version\": \"0.1.0\",\n"
                  "  \"command\": [],\n"
                  "  \"model_name\": null,\n"
                  "  \"model_file\": null,\n"
                  "  \"model_sha256\": null,\n"
                  "  \"cell\": null,\n"
                  "  \"variant\": null,\n"
                  "  \"ensemble\": \"fits/sets.tsv\",\n"
                  "  \"ensemble_digest\": \"0123456789abcdef\",\n"
                  "  \"sets\": 200,\n"
                  "  \"sets_failed\": 3,\n"
                  "  \"treatment\": \"untreated\",\n"
                  "  \"method\": null,\n"
                  "  \"rtol\": 1e-06,\n"
                  "  \"atol\": \"per species\",\n"
                  "  \"duration\": 100,\n"
                  "  \"time_unit_s\": null,\n"
                  "  \"status\": null\n"
                  "}\n");
    check_written(&(struct pl_provenance){.version = "0.1.0",
                                          .ensemble = "fits/sets.tsv",
                                          .ensemble_digest = "0123456789abcdef",
                                          .n_sets = 200,
                                          .n_failed_sets = PL_NONE,
                                          .treatment = "untreated",
                                          .rtol = 1e-6,
                                          .duration = 100,
                                          .time_unit = NAN},
                  "{\n"
                  "  \"version\": \"0.1.0\",\n"
                  "  \"command\": [],\n"
                  "  \"model_name\": null,\n"
                  "  \"model_file\": null,\n"
                  "  \"model_sha256\": null,\n"
                  "  \"cell\": null,\n"
                  "  \"variant\": null,\n"
                  "  \"ensemble\": \"fits/sets.tsv\",\n"
                  "  \"ensemble_digest\": \"0123456789abcdef\",\n"
                  "  \"sets\": 200,\n"
                  "  \"treatment\": \"untreated\",\n"
                  "  \"method\": null,\n"
                  "  \"rtol\": 1e-06,\n"
                  "  \"atol\": \"per species\",\n"
                  "  \"duration\": 100,\n"
                  "  \"time_unit_s\": null,\n"
                  "  \"status\": null\n"
                  "}\n");
}

static enum pl_status
write_once(void *context)
{
    struct pl_provenance provenance = {
        .version = "0.1.0", .command = command, .n_command = 5};
    struct pl_text text;
    enum pl_status status = PL_OK;

    pl_text_init(&text);
    status = pl_provenance_write(&provenance, context, &text);
    pl_text_finish(&text);
    return status;
}

static void
test_write_survives_no_memory(void **state)
{
    struct pl_diags *diags = pl_diags_create();

    (void)state;
    assert_true(assert_survives_no_memory(write_once, diags) >= 2);
    pl_diags_clear(diags);
    test_fail_allocation(1, true);
    assert_int_equal(write_once(diags), PL_ERR_NOMEM);
    test_allow_allocations();
    assert_messages(diags, "error: out of memory for the provenance\n");
    pl_diags_destroy(diags);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_write_names_all_that_made_the_run),
        cmocka_unit_test(test_write_says_null_for_what_is_not_there),
        cmocka_unit_test(test_write_names_the_parameter_sets),
        cmocka_unit_test(test_write_survives_no_memory),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
