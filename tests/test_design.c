/*
 * test_design.c - which points a sweep visits.
 */
#include "testlib.h"

#include "base/diag.h"
#include "base/text.h"
#include "designs.h"
#include "study/context.h"
#include "study/design.h"
#include "study/sobol.h"
#include "words.h"

#define N_OF(rows) (sizeof(rows) / sizeof((rows)[0]))

static void
expect_point(const struct pl_design *design, uint64_t k, const double *want)
{
    double values[DESIGNS_MOST];
    size_t n = 0;

    (void)pl_design_factors(design, &n);
    pl_design_point(design, k, values);
    for (size_t f = 0; f < n; f++) {
        if (values[f] != want[f]) {
            print_error("point %zu, factor %zu: %.17g, not %.17g\n", (size_t)k, f,
                        values[f], want[f]);
        }
        assert_true(values[f] == want[f]);
    }
}

static void
expect_line(const struct pl_design *design, const char *want)
{
    struct pl_text text;

    pl_text_init(&text);
    pl_design_describe(design, &text);
    assert_string_equal(pl_text_string(&text), want);
    pl_text_finish(&text);
}

static void
test_grid_moves_the_last_factor_fastest(void **state)
{
    struct designs *designs = *state;
    struct pl_design *design =
        designs_make(designs->models->her2, "grid",
                     VARY("everolimus=0.01..100nM:log:5",
                          "cell=her2_normal,her2_sensitive", "IGF=0..1:3"),
                     DESIGNS_SEED);
    size_t n = 0;
    const struct pl_factor *factors = pl_design_factors(design, &n);
    static const double doses[] = {0.01, 0.1, 1.0, 10.0, 100.0};
    static const double cells[] = {4.0, 1.0};

    assert_int_equal(n, 3);
    assert_string_equal(factors[0].name, "drug_everolimus");
    assert_string_equal(factors[1].name, "cell");
    assert_string_equal(factors[2].name, "IGF");
    assert_true(pl_design_n_points(design) == 30);
    for (size_t k = 0; k < 30; k++) {
        expect_point(design, k,
                     (double[]){doses[k / 6], cells[k / 3 % 2], (double)(k % 3) / 2.0});
    }
    expect_line(design, "grid drug_everolimus=0.01..100:log:5 cell=4,1 IGF=0..1:lin:3");
    pl_design_destroy(design);
}

static void
test_grid_has_levels_of_its_own(void **state)
{
    struct designs *designs = *state;
    struct pl_design *design = designs_make(
        designs->models->her2, "grid", VARY("IGF=0..1", "HRG=2..3:1"), DESIGNS_SEED);

    assert_true(pl_design_n_points(design) == PL_FACTOR_LEVELS);
    expect_point(design, 3, (double[]){0.3, 2.0});
    expect_line(design, "grid IGF=0..1:lin:11 HRG=2..3:lin:1");
    pl_design_destroy(design);
}

static void
test_grid_may_have_as_many_points_as_a_sweep(void **state)
{
    struct designs *designs = *state;
    struct pl_design *design = designs_make(
        designs->models->her2, "grid",
        VARY("IGF=0..1:1e4", "HRG=0..1:1e4", "HER2=0..1:1e4"), DESIGNS_SEED);

    assert_true(pl_design_n_points(design) == PL_DESIGN_MAX_POINTS);
    expect_point(design, UINT64_C(999999999999), (double[]){1.0, 1.0, 1.0});
    expect_point(design, UINT64_C(999999980000), (double[]){1.0, 9998.0 / 9999.0, 0.0});
    pl_design_destroy(design);
}

static void
test_single_is_one_point_where_nothing_varies(void **state)
{
    struct pl_design *design = NULL;
    size_t n = 9;

    (void)state;
    assert_int_equal(pl_design_create_single(NULL, &design), PL_OK);
    assert_true(pl_design_n_points(design) == 1);
    assert_int_equal(pl_design_kind_of(design), PL_DESIGN_GRID);
    (void)pl_design_factors(design, &n);
    assert_int_equal(n, 0);
    expect_point(design, 0, NULL);
    expect_line(design, "grid");
    pl_design_destroy(design);
}

/* Each of N parts of each factor holds one point. */
static void
test_lhs_uses_each_part_once(void **state)
{
    struct designs *designs = *state;
    static const size_t sizes[] = {1, 2, 3, 7, 64, 100, 1000, 5000};

    for (size_t i = 0; i < N_OF(sizes); i++) {
        const size_t n = sizes[i];
        char text[32];
        struct pl_design *design = NULL;
        uint8_t *seen[2] = {calloc(n, 1), calloc(n, 1)};

        assert_true(seen[0] != NULL && seen[1] != NULL);
        snprintf(text, sizeof text, "lhs:%zu", n);
        design = designs_make(designs->models->her2, text, VARY("IGF=0..1", "HRG=2..4"),
                              DESIGNS_SEED);
        assert_true(pl_design_n_points(design) == n);
        for (size_t k = 0; k < n; k++) {
            double values[2];

            pl_design_point(design, k, values);
            for (size_t f = 0; f < 2; f++) {
                double share = f == 0 ? values[0] : (values[1] - 2.0) / 2.0;

                assert_true(share >= 0.0 && share < 1.0);
                seen[f][(size_t)(share * (double)n)]++;
            }
        }
        for (size_t part = 0; part < n; part++) {
            assert_int_equal(seen[0][part], 1);
            assert_int_equal(seen[1][part], 1);
        }
        free(seen[0]);
        free(seen[1]);
        pl_design_destroy(design);
    }
}

static void
test_lhs_stays_inside_with_very_many_points(void **state)
{
    struct designs *designs = *state;
    struct pl_design *design =
        designs_make(designs->models->her2, "lhs:1e12", VARY("IGF=0..1"), DESIGNS_SEED);
    double largest = 0.0;

    for (uint64_t k = 0; k < 200000; k++) {
        double share = NAN;

        pl_design_point(design, k * 4999999, &share);
        assert_true(share >= 0.0 && share < 1.0);
        largest = fmax(largest, share);
    }
    assert_true(largest > 0.9999);
    pl_design_destroy(design);
}

/* (chi^2 - degrees of freedom) in standard deviations. */
static double
chi_square(const size_t *counts, size_t n, double expected)
{
    double sum = 0.0;

    for (size_t i = 0; i < n; i++) {
        double off = (double)counts[i] - expected;

        sum += off * off / expected;
    }
    return (sum - (double)(n - 1)) / sqrt(2.0 * (double)(n - 1));
}

/* Two factors know nothing of each other, nor does a point's place in its part of the
 * part, nor one point's of the next one's. */
static void
test_lhs_is_random_otherwise(void **state)
{
    enum { N = 20000, PARTS = 16, CELLS = PARTS * PARTS };
    struct designs *designs = *state;
    struct pl_design *design =
        designs_make(designs->models->her2, "lhs:20000",
                     VARY("IGF=0..1", "HRG=0..1", "HER2=0..1"), DESIGNS_SEED);
    size_t pairs[3][CELLS] = {{0}};
    size_t next[CELLS] = {0};
    size_t places[PARTS] = {0};
    size_t part_and_place[CELLS] = {0};
    double before = 0.0;

    for (uint64_t k = 0; k < N; k++) {
        double x[3];
        double place = 0.0;

        pl_design_point(design, k, x);
        place = x[0] * N - floor(x[0] * N);
        for (size_t f = 0; f < 3; f++) {
            pairs[f]
                 [(size_t)(x[f] * PARTS) * PARTS + (size_t)(x[(f + 1) % 3] * PARTS)]++;
        }
        next[(size_t)(before * PARTS) * PARTS + (size_t)(x[0] * PARTS)]++;
        places[(size_t)(place * PARTS)]++;
        part_and_place[(size_t)(x[0] * PARTS) * PARTS + (size_t)(place * PARTS)]++;
        before = x[0];
    }
    for (size_t f = 0; f < 3; f++) {
        /* both margins are fixed: (PARTS - 1)^2 of PARTS^2 - 1 degrees are left */
        assert_close(chi_square(pairs[f], CELLS, (double)N / CELLS), -1.3, 0.0, 4.0);
    }
    assert_close(chi_square(next, CELLS, (double)N / CELLS), -1.3, 0.0, 4.0);
    assert_close(chi_square(places, PARTS, (double)N / PARTS), 0.0, 0.0, 4.0);
    assert_close(chi_square(part_and_place, CELLS, (double)N / CELLS), 0.0, 0.0, 4.0);
    pl_design_destroy(design);
}

static void
test_lhs_and_sobol_share_cells_out(void **state)
{
    static const char *const texts[] = {"lhs:700", "sobol:4096"};
    struct designs *designs = *state;

    for (size_t i = 0; i < N_OF(texts); i++) {
        struct pl_design *design =
            designs_make(designs->models->her2, texts[i], VARY("IGF=0..1", "cell=all"),
                         DESIGNS_SEED);
        const uint64_t n = pl_design_n_points(design);
        size_t counts[7] = {0};

        for (uint64_t k = 0; k < n; k++) {
            double values[2];

            pl_design_point(design, k, values);
            assert_true(values[1] >= 0.0 && values[1] < 7.0 &&
                        values[1] == floor(values[1]));
            counts[(size_t)values[1]]++;
        }
        for (size_t cell = 0; cell < 7; cell++) {
            assert_close((double)counts[cell], (double)n / 7.0, 0.0, 1.0);
        }
        pl_design_destroy(design);
    }
}

static void
test_sobol_is_the_scrambled_sequence(void **state)
{
    struct designs *designs = *state;
    struct pl_design *design = designs_make(
        designs->models->her2, "sobol:4096",
        VARY("IGF=0..1", "everolimus=1e-3..1e3nM:log", "HRG=-2..2"), DESIGNS_SEED);
    struct pl_sobol *sobol = NULL;
    size_t n = 0;
    const struct pl_factor *factors = pl_design_factors(design, &n);

    assert_int_equal(pl_sobol_create(3, true, DESIGNS_SEED, NULL, &sobol), PL_OK);
    assert_true(pl_design_n_points(design) == 4096);
    for (uint64_t k = 0; k < 4096; k++) {
        double x[3];

        pl_sobol_point(sobol, k, x);
        expect_point(design, k,
                     (double[]){x[0], pl_factor_at(&factors[1], x[1]),
                                pl_factor_at(&factors[2], x[2])});
        assert_true(k > 0 || x[0] > 0.0); /* the origin, moved by the scrambling */
    }
    expect_line(design, "sobol:4096 seed=12 IGF=0..1:lin "
                        "drug_everolimus=0.001..1000:log HRG=-2..2:lin");
    pl_sobol_destroy(sobol);
    pl_design_destroy(design);
}

static void
test_points_follow_from_seed_and_number(void **state)
{
    static const char *const texts[] = {"lhs:1000", "sobol:1000"};
    struct designs *designs = *state;

    for (size_t i = 0; i < N_OF(texts); i++) {
        const char *const *vary = VARY("IGF=0..1", "HRG=0..1");
        struct pl_design *a = designs_make(designs->models->her2, texts[i], vary, 1);
        struct pl_design *again =
            designs_make(designs->models->her2, texts[i], vary, 1);
        struct pl_design *other =
            designs_make(designs->models->her2, texts[i], vary, 2);
        size_t n_same = 0;

        for (uint64_t k = 1000; k-- > 0;) { /* in any order */
            double x[2], y[2];

            pl_design_point(a, k, x);
            pl_design_point(other, k, y);
            expect_point(again, k, x);
            n_same += x[0] == y[0] || x[1] == y[1];
        }
        assert_int_equal(n_same, 0);
        pl_design_destroy(other);
        pl_design_destroy(again);
        pl_design_destroy(a);
    }
}

/*
 * Points that stay what they are: a sweep that is resumed with another build, or on
 * another machine, meets the same ones.
 *
 * Source: the recipes of bijection.h, sobol.h and design.c written in Python, with
 * whole numbers and fractions.
 */
static void
test_points_stay_the_same(void **state)
{
    static const struct {
        const char *text;
        uint64_t k;
        double want[2];
    } rows[] = {
        {"lhs:100", 0, {0.8665130404248736, 0.4250400072699921}},
        {"lhs:100", 99, {0.5732529274402981, 0.8468584326106022}},
        {"lhs:1000", 0, {0.21765130404248725, 0.04550400072699904}},
        {"lhs:1000", 999, {0.38839780362926263, 0.5707595269337585}},
        {"lhs:5000", 0, {0.1323302608084974, 0.5115008001453997}},
        {"lhs:5000", 999, {0.2128795607258522, 0.2561519053867516}},
        {"lhs:1e12", UINT64_C(123456789012), {0.9614859487432608, 0.12589068390946412}},
        {"sobol:1000", 0, {0.651475462601699, 0.42700329599888454}},
        {"sobol:1000", 999, {0.620249413173697, 0.7945006202081936}},
    };
    struct designs *designs = *state;

    for (size_t i = 0; i < N_OF(rows); i++) {
        struct pl_design *design = designs_make(designs->models->her2, rows[i].text,
                                                VARY("IGF=0..1", "HRG=0..1"), 1);

        expect_point(design, rows[i].k, rows[i].want);
        pl_design_destroy(design);
    }
}

static void
test_file_gives_points(void **state)
{
    static const double want[4][3] = {
        {0.5, 1.0, 0.0}, {1000.0, 4.0, 0.25}, {0.0, 0.0, 1.0}, {1e-3, 4.0, 0.5}};
    struct designs *designs = *state;
    struct pl_design *design = NULL;
    struct pl_design *other = NULL;
    size_t n = 0;
    const struct pl_factor *factors = NULL;
    struct pl_text first, second;

    test_write_file("points.tsv", "# chosen by hand\n"
                                  "RAD001\tcell\tmtorc1\n"
                                  "0.5\ther2_sensitive\t0\n\n"
                                  "1e3\tHER2-normal\t.25\n"
                                  "0\ther2_resistant_pten\t1\n"
                                  "0.001\ther2_normal\t0.5\n");
    test_write_file("points.csv", "inhibit_mTORC1,drug_everolimus,\"cell\"\r\n"
                                  "0,5e-1,her2_sensitive\r\n");
    design = designs_make(designs->models->her2, "points.tsv", NULL, DESIGNS_SEED);
    factors = pl_design_factors(design, &n);
    assert_int_equal(n, 3);
    assert_string_equal(factors[0].name, "drug_everolimus");
    assert_string_equal(factors[0].text, "RAD001");
    assert_false(factors[0].before_rest);
    assert_true(isnan(factors[0].low) && isnan(factors[0].high));
    assert_int_equal(factors[1].kind, PL_FACTOR_CELL);
    assert_null(factors[1].cells);
    assert_string_equal(factors[2].name, "inhibit_mTORC1");
    assert_true(pl_design_n_points(design) == 4);
    for (size_t k = 0; k < 4; k++) {
        expect_point(design, k, want[k]);
    }

    /* The same line when the numbers are the same, another one for the last bit. */
    pl_text_init(&first);
    pl_text_init(&second);
    pl_design_describe(design, &first);
    assert_non_null(strstr(first.data, "file rows=4 "
                                       "columns=drug_everolimus,cell,inhibit_mTORC1 "
                                       "digest="));
    assert_null(strchr(first.data, '\n'));
    test_write_file("same.tsv", "everolimus\tcell\tmTORC1-\n"
                                "5e-1\ther2_sensitive\t0.0\n"
                                "1000\ther2_normal\t0.25\n"
                                "0\ther2_resistant_pten\t1\n"
                                "0.001\ther2_normal\t0.5\n");
    other = designs_make(designs->models->her2, "same.tsv", NULL, DESIGNS_SEED + 1);
    pl_design_describe(other, &second);
    assert_string_equal(first.data, second.data);
    pl_design_destroy(other);
    pl_text_finish(&second);
    test_write_file("near.tsv", "everolimus\tcell\tmTORC1-\n"
                                "5e-1\ther2_sensitive\t0.0\n"
                                "1000\ther2_normal\t0.25\n"
                                "0\ther2_resistant_pten\t1\n"
                                "0.0010000000000000002\ther2_normal\t0.5\n");
    other = designs_make(designs->models->her2, "near.tsv", NULL, DESIGNS_SEED);
    pl_design_describe(other, &second);
    assert_string_not_equal(first.data, second.data);
    pl_design_destroy(other);
    pl_text_finish(&second);
    pl_text_finish(&first);
    pl_design_destroy(design);

    design =
        designs_make(designs->models->her2, "points.csv", VARY("cell"), DESIGNS_SEED);
    assert_true(pl_design_n_points(design) == 1);
    expect_point(design, 0, (double[]){0.0, 0.5, 1.0});
    pl_design_destroy(design);
}

static void
test_file_warns_of_a_species_for_its_inhibition(void **state)
{
    struct designs *designs = *state;
    struct pl_diags *diags = pl_diags_create();
    struct pl_design *design = NULL;

    test_write_file("points.tsv", "mTORC1\n0.5\n");
    assert_int_equal(designs_create(designs->models->her2, "points.tsv", NULL,
                                    DESIGNS_SEED, diags, &design),
                     PL_OK);
    assert_messages(diags,
                    "warning: points.tsv: column 'mTORC1' varies the start value "
                    "of the species 'mTORC1'\n"
                    "hint: its inhibition is inhibit_mTORC1\n");
    pl_design_destroy(design);
    pl_diags_destroy(diags);
}

/* Factors with a range make a grid at each row. */
static void
test_file_goes_with_a_grid(void **state)
{
    struct designs *designs = *state;
    struct pl_design *design = NULL;
    size_t n = 0;
    struct pl_text text;

    test_write_file("points", "IGF\n1\n5\n");
    design = designs_make(designs->models->her2, "points",
                          VARY("HRG=0..1:3", "IGF", "cell=her2_normal,her2_sensitive"),
                          DESIGNS_SEED);
    (void)pl_design_factors(design, &n);
    assert_int_equal(n, 3);
    assert_true(pl_design_n_points(design) == 12);
    for (size_t k = 0; k < 12; k++) {
        expect_point(design, k,
                     (double[]){k < 6 ? 1.0 : 5.0, (double)(k / 2 % 3) / 2.0,
                                k % 2 == 0 ? 4.0 : 1.0});
    }
    pl_text_init(&text);
    pl_design_describe(design, &text);
    assert_non_null(strstr(text.data, " HRG=0..1:lin:3 cell=4,1"));
    pl_text_finish(&text);
    pl_design_destroy(design);
}

/* The same points from memory are the same design as from a file, and the caller's. */
static void
test_table_gives_the_points_of_a_file(void **state)
{
    static const char *const names[] = {"IGF", "cell", "everolimus"};
    double values[][3] = {{0.25, 4.0, 10.0}, {1.0, 1.0, 0.0}};
    struct designs *designs = *state;
    const struct pl_context *context = designs->models->her2;
    struct pl_diags *diags = pl_diags_create();
    struct pl_design *from_file = NULL;
    struct pl_design *design = NULL;
    struct pl_text text;
    size_t n = 0;
    const struct pl_factor *factors = NULL;

    test_write_file("same.tsv", "IGF\tcell\teverolimus\n"
                                "0.25\ther2_normal\t10\n"
                                "1\ther2_sensitive\t0\n");
    from_file = designs_make(context, "same.tsv", NULL, DESIGNS_SEED);
    assert_int_equal(
        pl_design_create_table(context, names, 3, values[0], 2, diags, &design), PL_OK);
    assert_messages(diags, "");
    assert_int_equal(pl_design_n_points(design), 2);
    factors = pl_design_factors(design, &n);
    assert_int_equal(n, 3);
    assert_string_equal(factors[0].name, "IGF");
    assert_true(factors[0].before_rest && !factors[2].before_rest);
    assert_true(factors[1].kind == PL_FACTOR_CELL);
    assert_string_equal(factors[2].name, "drug_everolimus");
    expect_point(design, 0, values[0]);
    expect_point(design, 1, values[1]);
    pl_text_init(&text);
    pl_design_describe(from_file, &text);
    expect_line(design, pl_text_string(&text));
    pl_text_finish(&text);
    values[1][0] = 0.5; /* it is no copy */
    expect_point(design, 1, values[1]);
    pl_design_destroy(design);
    pl_design_destroy(from_file);
    pl_diags_destroy(diags);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_grid_moves_the_last_factor_fastest),
        cmocka_unit_test(test_grid_has_levels_of_its_own),
        cmocka_unit_test(test_grid_may_have_as_many_points_as_a_sweep),
        cmocka_unit_test(test_single_is_one_point_where_nothing_varies),
        cmocka_unit_test(test_lhs_uses_each_part_once),
        cmocka_unit_test(test_lhs_stays_inside_with_very_many_points),
        cmocka_unit_test(test_lhs_is_random_otherwise),
        cmocka_unit_test(test_lhs_and_sobol_share_cells_out),
        cmocka_unit_test(test_sobol_is_the_scrambled_sequence),
        cmocka_unit_test(test_points_follow_from_seed_and_number),
        cmocka_unit_test(test_points_stay_the_same),
        cmocka_unit_test(test_file_gives_points),
        cmocka_unit_test(test_file_warns_of_a_species_for_its_inhibition),
        cmocka_unit_test(test_file_goes_with_a_grid),
        cmocka_unit_test(test_table_gives_the_points_of_a_file),
    };

    return cmocka_run_group_tests(tests, designs_set_up, designs_tear_down);
}
