/*
 * test_sweep_members.c - the table of a sweep in many parameter sets: bands, or a row for
 * each run.
 */
#include "testlib.h"

#include "base/diag.h"
#include "base/text.h"
#include "cli/sweep_members.h"
#include "cli/sweep_table.h"
#include "study/context.h"
#include "study/ensemble.h"
#include "study/results_file.h"
#include "trial.h"

#define N_OF(rows) (sizeof(rows) / sizeof((rows)[0]))

enum { N_MEMBERS = 3, N_POINTS = 3, N_RECORDS = N_MEMBERS * N_POINTS };

static const struct pl_manifest_entry entries[] = {
    {SWEEP_FACTORS, "drug_x [nM]", NULL},
    {SWEEP_READOUTS, "A@24h, auc:B [uM h]", NULL},
    {SWEEP_ENSEMBLE, "members=3 digest=0123456789abcdef", NULL},
    {SWEEP_MEMBERS, "low\tmy set\thigh", NULL},
    {SWEEP_WEIGHTS, "0.5 0.25 0.25", NULL},
};

/* Names and weights, or one of them, or neither. */
static struct pl_manifest
make_manifest(size_t n_entries)
{
    return (struct pl_manifest){.entries = entries,
                                .n_entries = n_entries,
                                .n_points = N_RECORDS,
                                .n = N_RECORDS,
                                .n_values = 3,
                                .of_runs = true};
}

/* Point by point, in each of them set by set. */
static const double values[N_RECORDS][3] = {
    {1.0, 10.0, 0.5}, {1.0, 30.0, 0.25}, {1.0, 20.0, 0.75},
    {2.0, NAN, NAN},  {2.0, 7.0, NAN},   {2.0, NAN, NAN},
    {4.0, NAN, NAN},  {4.0, NAN, NAN},   {4.0, NAN, NAN},
};
static const char *const reasons[N_RECORDS] = {
    NULL, NULL, NULL, "it stopped", NULL, "it, too", "no rest", "no step", "no rest"};

/* All records, with a piece of text after those whose bit is set. */
static enum pl_status
write_pieces(const struct pl_manifest *manifest, bool by_member, unsigned cuts,
             struct pl_diags *diags, struct pl_text *text, uint64_t *n_lost)
{
    struct sweep_table *table = NULL;
    enum pl_status status =
        sweep_table_create(manifest, by_member, PL_FRAME_CSV, diags, &table);

    for (size_t k = 0; k < N_RECORDS && status == PL_OK; k++) {
        status = sweep_table_add(table, values[k], reasons[k], diags);
        if (status == PL_OK && (cuts >> k & 1U) != 0) {
            status = sweep_table_take(table, false, diags, text);
        }
    }
    if (status == PL_OK) {
        status = sweep_table_take(table, true, diags, text);
        *n_lost = sweep_table_n_lost(table);
    }
    sweep_table_destroy(table);
    return status;
}

static void
check_table(size_t n_entries, bool by_member, uint64_t want_lost, const char *want)
{
    const struct pl_manifest manifest = make_manifest(n_entries);

    for (unsigned cuts = 0; cuts < 1U << N_RECORDS; cuts++) {
        uint64_t n_lost = 99;
        struct pl_text text;

        pl_text_init(&text);
        assert_int_equal(write_pieces(&manifest, by_member, cuts, NULL, &text, &n_lost),
                         PL_OK);
        assert_string_equal(pl_text_string(&text), want);
        assert_int_equal(n_lost, want_lost);
        pl_text_finish(&text);
    }
}

/* Weights 0.5, 0.25, 0.25: in order 10, 20, 30 stand at 0.25, 0.625, 0.875, so the median
 * is 10 + 10 * 0.25/0.375; of 0.25, 0.5, 0.75, at 0.125, 0.5 and 0.875, it is 0.5. */
static void
test_a_point_is_one_row_of_weighted_bands(void **state)
{
    (void)state;
    check_table(5, false, 1,
                "drug_x,A@24h_median,A@24h_p05,A@24h_p95,auc:B_median,auc:B_p05,"
                "auc:B_p95,failed_members,error\n"
                "1,16.666666666666664,10,30,0.5,0.25,0.75,0,\n"
                "2,7,7,7,,,,2,\n"
                "4,,,,,,,3,set low: no rest\n");
}

static void
test_sets_without_weights_count_alike(void **state)
{
    (void)state;
    check_table(4, false, 1,
                "drug_x,A@24h_median,A@24h_p05,A@24h_p95,auc:B_median,auc:B_p05,"
                "auc:B_p95,failed_members,error\n"
                "1,20,10,30,0.5,0.25,0.75,0,\n"
                "2,7,7,7,,,,2,\n"
                "4,,,,,,,3,set low: no rest\n");
}

static void
test_by_member_each_run_is_a_row(void **state)
{
    (void)state;
    check_table(5, true, 0,
                "drug_x,member,weight,A@24h,auc:B,error\n"
                "1,low,0.5,10,0.5,\n"
                "1,my set,0.25,30,0.25,\n"
                "1,high,0.25,20,0.75,\n"
                "2,low,0.5,,,it stopped\n"
                "2,my set,0.25,7,,\n"
                "2,high,0.25,,,\"it, too\"\n"
                "4,low,0.5,,,no rest\n"
                "4,my set,0.25,,,no step\n"
                "4,high,0.25,,,no rest\n");
    check_table(3, true, 0,
                "drug_x,member,A@24h,auc:B,error\n"
                "1,1,10,0.5,\n"
                "1,2,30,0.25,\n"
                "1,3,20,0.75,\n"
                "2,1,,,it stopped\n"
                "2,2,7,,\n"
                "2,3,,,\"it, too\"\n"
                "4,1,,,no rest\n"
                "4,2,,,no step\n"
                "4,3,,,no rest\n");
}

/* A set of weight 0 gives a point neither numbers nor a reason. */
static void
test_a_set_without_weight_counts_for_nothing(void **state)
{
    static const struct pl_manifest_entry weighted[] = {
        {SWEEP_FACTORS, "", NULL},
        {SWEEP_READOUTS, "A", NULL},
        {SWEEP_ENSEMBLE, "members=2 digest=0", NULL},
        {SWEEP_WEIGHTS, "0 1", NULL},
    };
    static const struct pl_manifest manifest = {.entries = weighted,
                                                .n_entries = 4,
                                                .n_points = 6,
                                                .n = 6,
                                                .n_values = 1,
                                                .of_runs = true};
    static const double numbers[6] = {5.0, 1.0, NAN, 2.0, 7.0, NAN};
    static const char *const whys[6] = {NULL, NULL, "first", NULL, NULL, "second"};
    struct sweep_table *table = NULL;
    struct pl_text text;

    (void)state;
    pl_text_init(&text);
    assert_int_equal(sweep_table_create(&manifest, false, PL_FRAME_CSV, NULL, &table),
                     PL_OK);
    for (size_t k = 0; k < 6; k++) {
        assert_int_equal(sweep_table_add(table, &numbers[k], whys[k], NULL), PL_OK);
        assert_int_equal(sweep_table_n_rows(table), (k + 1) / 2);
    }
    assert_int_equal(sweep_table_take(table, true, NULL, &text), PL_OK);
    assert_string_equal(pl_text_string(&text),
                        "A_median,A_p05,A_p95,failed_members,error\n"
                        "1,1,1,0,\n"
                        "2,2,2,1,\n"
                        ",,,1,set 2: second\n");
    assert_int_equal(sweep_table_n_lost(table), 1);
    pl_text_finish(&text);
    sweep_table_destroy(table);
}

/* Without an ensemble --members changes nothing. */
static void
test_by_member_says_nothing_of_points(void **state)
{
    static const struct pl_manifest manifest = {
        .entries = entries, .n_entries = 2, .n_points = 1, .n = 1, .n_values = 3};
    struct sweep_table *table = NULL;
    struct pl_text text;

    (void)state;
    pl_text_init(&text);
    assert_int_equal(sweep_table_create(&manifest, true, PL_FRAME_CSV, NULL, &table),
                     PL_OK);
    assert_int_equal(sweep_table_add(table, values[0], NULL, NULL), PL_OK);
    assert_int_equal(sweep_table_take(table, true, NULL, &text), PL_OK);
    assert_string_equal(pl_text_string(&text), "drug_x,A@24h,auc:B,error\n1,10,0.5,\n");
    pl_text_finish(&text);
    sweep_table_destroy(table);
}

static void
test_read_refuses_a_manifest_of_something_else(void **state)
{
    const struct {
        const char *ensemble, *names, *weights;
        uint64_t n_points, first, n;
        bool of_runs;
    } rows[] = {
        {"members=3 digest=0", "", "", 9, 0, 9, false},
        {NULL, "", "", 9, 0, 9, true},
        {"members=0 digest=0", "", "", 9, 0, 9, true},
        {"members=3", "", "", 9, 0, 9, true},
        {"sets=3 digest=0", "", "", 9, 0, 9, true},
        {"members=1000001 digest=0", "", "", 1000001, 0, 1000001, true},
        {"members=99999999999999999999 digest=0", "", "", 0, 0, 0, true},
        {"members=3 digest=0", "", "", 10, 0, 9, true},
        {"members=3 digest=0", "", "", 9, 1, 6, true},
        {"members=3 digest=0", "", "", 9, 0, 5, true},
        {"members=3 digest=0", "a\tb", "", 9, 0, 9, true},
        {"members=3 digest=0", "a\tb\tc\td", "", 9, 0, 9, true},
        {"members=3 digest=0", "", "0.5 0.5", 9, 0, 9, true},
        {"members=3 digest=0", "", "0.5 0.25 x", 9, 0, 9, true},
        {"members=3 digest=0", "", "0.5 0.5 -1", 9, 0, 9, true},
        {"members=3 digest=0", "", "0 0 0", 9, 0, 9, true},
    };

    (void)state;
    for (size_t i = 0; i < N_OF(rows); i++) {
        const bool has_ensemble = rows[i].ensemble != NULL;
        const bool has_names = rows[i].names[0] != '\0';
        const struct pl_manifest_entry some[] = {
            {has_ensemble ? SWEEP_ENSEMBLE : "x", has_ensemble ? rows[i].ensemble : "x",
             NULL},
            {has_names ? SWEEP_MEMBERS : SWEEP_WEIGHTS,
             has_names ? rows[i].names : rows[i].weights, NULL}};
        const struct pl_manifest manifest = {
            .entries = some,
            .n_entries = has_names || rows[i].weights[0] != '\0' ? 2 : 1,
            .n_points = rows[i].n_points,
            .first = rows[i].first,
            .n = rows[i].n,
            .of_runs = rows[i].of_runs,
        };
        struct sweep_members members = {0};

        assert_int_equal(sweep_members_read(&manifest, NULL, &members), PL_ERR_SYNTAX);
        sweep_members_finish(&members);
    }
}

/* ---- from an ensemble to the manifest, and back */

struct fixture {
    struct pl_context *relay;
    char *folder, *path;
};

static int
set_up(void **state)
{
    struct fixture *f = calloc(1, sizeof *f);

    assert_non_null(f);
    f->relay = trial_load_source("models/relay.ant");
    f->folder = test_make_folder();
    f->path = test_join(f->folder, "sets.tsv");
    *state = f;
    return 0;
}

static int
tear_down(void **state)
{
    struct fixture *f = *state;

    pl_context_destroy(f->relay);
    free(f->path);
    test_remove_folder(f->folder);
    free(f);
    return 0;
}

static void
check_round_trip(struct fixture *f, const char *table, const char *names,
                 const char *weights)
{
    struct pl_ensemble *ensemble = NULL;
    struct sweep_members members = {0};
    struct pl_text texts[3];
    struct pl_manifest_entry some[3] = {{SWEEP_ENSEMBLE, NULL, NULL}};
    struct pl_manifest manifest = {.entries = some, .n_entries = 1, .of_runs = true};

    test_write_file(f->path, table);
    assert_int_equal(pl_ensemble_read(f->relay, f->path, NULL, &ensemble), PL_OK);
    for (size_t i = 0; i < 3; i++) {
        pl_text_init(&texts[i]);
    }
    sweep_members_put(ensemble, &texts[0]);
    sweep_members_put_names(ensemble, &texts[1]);
    sweep_members_put_weights(ensemble, &texts[2]);
    assert_string_equal(pl_text_string(&texts[1]), names);
    assert_string_equal(pl_text_string(&texts[2]), weights);
    some[0].value = pl_text_string(&texts[0]);
    if (texts[1].size > 0) {
        some[manifest.n_entries++] =
            (struct pl_manifest_entry){SWEEP_MEMBERS, pl_text_string(&texts[1]), NULL};
    }
    if (texts[2].size > 0) {
        some[manifest.n_entries++] =
            (struct pl_manifest_entry){SWEEP_WEIGHTS, pl_text_string(&texts[2]), NULL};
    }
    assert_int_equal(sweep_members_read(&manifest, NULL, &members), PL_OK);
    assert_int_equal(members.n, pl_ensemble_n(ensemble));
    assert_true(members.differ == (texts[2].size > 0));
    for (size_t m = 0; m < members.n; m++) {
        assert_true(members.weights[m] == pl_ensemble_weights(ensemble)[m]);
    }
    sweep_members_finish(&members);
    for (size_t i = 0; i < 3; i++) {
        pl_text_finish(&texts[i]);
    }
    pl_ensemble_destroy(ensemble);
}

static void
test_sets_come_back_from_the_manifest(void **state)
{
    struct fixture *f = *state;

    check_round_trip(f, "k\n0.1\n0.2\n0.3\n", "", "");
    check_round_trip(f, "k\tweight\n0.1\t2\n0.2\t2\n0.3\t2\n", "", "");
    check_round_trip(f, "k\tweight\n0.1\t1\n0.2\t2\n", "",
                     "0.3333333333333333 0.6666666666666666");
    check_round_trip(f, "conditionId\tk\n1\t0.1\n2\t0.2\n", "", "");
    check_round_trip(f, "conditionId\tk\n2\t0.1\n1\t0.2\n", "2\t1", "");
    check_round_trip(f, "conditionId\tk\tweight\na\t0.1\t0\n\"b c\"\t0.2\t1\n",
                     "a\tb c", "0 1");
}

static enum pl_status
write_bands(void *context)
{
    const struct pl_manifest manifest = make_manifest(5);
    uint64_t n_lost = 0;
    struct pl_text text;
    enum pl_status status;

    (void)context;
    pl_text_init(&text);
    status = write_pieces(&manifest, false, 4, NULL, &text, &n_lost);
    pl_text_finish(&text);
    return status;
}

static enum pl_status
write_members(void *context)
{
    const struct pl_manifest manifest = make_manifest(5);
    uint64_t n_lost = 0;
    struct pl_text text;
    enum pl_status status;

    (void)context;
    pl_text_init(&text);
    status = write_pieces(&manifest, true, 4, NULL, &text, &n_lost);
    pl_text_finish(&text);
    return status;
}

static void
test_table_survives_no_memory(void **state)
{
    (void)state;
    assert_true(assert_survives_no_memory(write_bands, NULL) > 30);
    assert_true(assert_survives_no_memory(write_members, NULL) > 30);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_point_is_one_row_of_weighted_bands),
        cmocka_unit_test(test_sets_without_weights_count_alike),
        cmocka_unit_test(test_by_member_each_run_is_a_row),
        cmocka_unit_test(test_a_set_without_weight_counts_for_nothing),
        cmocka_unit_test(test_by_member_says_nothing_of_points),
        cmocka_unit_test(test_read_refuses_a_manifest_of_something_else),
        cmocka_unit_test(test_sets_come_back_from_the_manifest),
        cmocka_unit_test(test_table_survives_no_memory),
    };

    return cmocka_run_group_tests(tests, set_up, tear_down);
}
