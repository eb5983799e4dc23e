/*
 * test_factor.c - one --vary: its text, its messages, its values.
 */
#include "testlib.h"

#include <float.h>

#include "base/diag.h"
#include "base/frame.h"
#include "base/index.h"
#include "base/number.h"
#include "model/model.h"
#include "study/context.h"
#include "study/factor.h"
#include "trial.h"
#include "words.h"

#define N_OF(rows) (sizeof(rows) / sizeof((rows)[0]))

/* What a text means. */
struct meaning {
    const char *text;
    const char *name;
    bool before_rest;
    double low, high;
    bool logarithmic;
    size_t n_levels;
};

static struct pl_factor
parse(const struct pl_context *context, const char *text)
{
    struct pl_factor factor;
    struct pl_diags *diags = pl_diags_create();
    enum pl_status status = pl_factor_parse(context, text, diags, &factor);

    assert_messages(diags, "");
    assert_int_equal(status, PL_OK);
    assert_string_equal(factor.text, text);
    pl_diags_destroy(diags);
    return factor;
}

static void
check_meanings(const struct pl_context *context, const struct meaning *rows, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        struct pl_factor factor = parse(context, rows[i].text);

        assert_int_equal(factor.kind, PL_FACTOR_NUMBER);
        assert_string_equal(factor.name, rows[i].name);
        assert_true(factor.symbol == pl_model_find(context->model, rows[i].name));
        assert_int_equal(factor.before_rest, rows[i].before_rest);
        assert_true(factor.low == rows[i].low && factor.high == rows[i].high);
        assert_int_equal(factor.logarithmic, rows[i].logarithmic);
        assert_int_equal(factor.n_levels, rows[i].n_levels);
        assert_null(factor.cells);
        pl_factor_finish(&factor);
    }
}

static void
test_parse_reads_ranges(void **state)
{
    static const struct meaning rows[] = {
        {"IGF=0..30", "IGF", true, 0.0, 30.0, false, 0},
        {"IGF=0..30:25", "IGF", true, 0.0, 30.0, false, 25},
        {"IGF=0..30:lin", "IGF", true, 0.0, 30.0, false, 0},
        {"IGF=1e-3..30:log:25", "IGF", true, 1e-3, 30.0, true, 25},
        {"IGF=.5..30:25:log", "IGF", true, 0.5, 30.0, true, 25},
        {" IGF = 0.5 .. 30 : log : 1 ", "IGF", true, 0.5, 30.0, true, 1},
        {"IGF=-2..-1:1e3", "IGF", true, -2.0, -1.0, false, 1000},
        {"IGF=0..1:1e12", "IGF", true, 0.0, 1.0, false, 1000000000000},
        /* doses are in nM: a unit on the upper end serves both */
        {"everolimus=0.01..100nM", "drug_everolimus", false, 0.01, 100.0, false, 0},
        {"everolimus=0.01..100 nM:log:5", "drug_everolimus", false, 0.01, 100.0, true,
         5},
        {"drug_everolimus=0.01..0.1uM", "drug_everolimus", false, 10.0, 100.0, false,
         0},
        {"RAD001=10pM..1uM:log", "drug_everolimus", false, 0.01, 1000.0, true, 0},
        {"rad-001=0..1uM", "drug_everolimus", false, 0.0, 1000.0, false, 0},
        /* fractions */
        {"inhibit_mTORC1=0..1:11", "inhibit_mTORC1", false, 0.0, 1.0, false, 11},
        {"MEK=0.5..0.9", "inhibit_MEK", false, 0.5, 0.9, false, 0},
        {"mtorc1=0..1", "inhibit_mTORC1", false, 0.0, 1.0, false, 0},
    };
    static const struct meaning bare[] = {
        {"cell=1..2", "cell", true, 1.0, 2.0, false, 0}, /* a compartment: no table */
        {"A=0..5", "A", true, 0.0, 5.0, false, 0},
        {"drug_x=0..1nM", "drug_x", false, 0.0, 1.0, false, 0},
    };
    struct words_models *models = *state;

    check_meanings(models->her2, rows, N_OF(rows));
    check_meanings(models->bare, bare, N_OF(bare));
}

/* A name that is both a symbol's and a target's or a drug's means the symbol. */
static void
test_parse_prefers_a_symbol_of_that_name(void **state)
{
    static const struct meaning rows[] = {
        {"inhibit_Akt=0..1", "inhibit_Akt", false, 0.0, 1.0, false, 0},
        {"x=0..5", "x", true, 0.0, 5.0, false, 0},
        {"drug_x=0..5uM", "drug_x", false, 0.0, 5000.0, false, 0},
    };
    struct words_models *models = *state;
    struct pl_context *context = trial_load_text(
        models->folder, "species Akt; Akt = 1; inhibit_Akt = 0; drug_x = 0; x = 2;\n"
                        "J: Akt -> ; Akt*x*(1 - inhibit_Akt)/(1 + drug_x);\n");

    check_meanings(context, rows, N_OF(rows));
    pl_context_destroy(context);
}

/* A species that is a target too: the rest undoes its start value. */
static void
test_parse_warns_of_a_species_for_its_inhibition(void **state)
{
    struct words_models *models = *state;
    struct pl_diags *diags = pl_diags_create();
    struct pl_factor factor;

    assert_int_equal(pl_factor_parse(models->her2, "mTORC1=0..1", diags, &factor),
                     PL_OK);
    assert_string_equal(factor.name, "mTORC1");
    assert_true(factor.before_rest);
    assert_messages(diags, "warning: mTORC1=0..1 varies the start value of the species "
                           "'mTORC1'\n"
                           "hint: its inhibition is inhibit_mTORC1\n");
    pl_factor_finish(&factor);
    pl_diags_destroy(diags);
}

static void
test_parse_reads_cells(void **state)
{
    static const struct {
        const char *text;
        size_t n;
        size_t cells[7];
    } rows[] = {
        {"cell=her2_sensitive", 1, {1}},
        {"cell=her2_normal,her2_resistant_pten", 2, {4, 0}},
        {"cell = her2_normal , HER2-sensitive", 2, {4, 1}},
        {"cell=all", 7, {0, 1, 2, 3, 4, 5, 6}},
    };
    struct words_models *models = *state;

    assert_int_equal(models->her2->cells->n_rows, 7);
    for (size_t i = 0; i < N_OF(rows); i++) {
        struct pl_factor factor = parse(models->her2, rows[i].text);

        assert_int_equal(factor.kind, PL_FACTOR_CELL);
        assert_string_equal(factor.name, "cell");
        assert_true(factor.symbol == PL_NONE);
        assert_true(factor.before_rest);
        assert_true(isnan(factor.low) && isnan(factor.high));
        assert_int_equal(factor.n_levels, rows[i].n);
        for (size_t k = 0; k < rows[i].n; k++) {
            assert_int_equal(factor.cells[k], rows[i].cells[k]);
            assert_true(pl_factor_level(&factor, k, rows[i].n) ==
                        (double)rows[i].cells[k]);
        }
        pl_factor_finish(&factor);
    }
}

/* A name alone is a column of the design's file. */
static void
test_parse_reads_names_alone(void **state)
{
    struct words_models *models = *state;
    struct pl_factor factor = parse(models->her2, "RAD001");

    assert_string_equal(factor.name, "drug_everolimus");
    assert_false(factor.before_rest);
    assert_true(isnan(factor.low) && isnan(factor.high));
    pl_factor_finish(&factor);
    factor = parse(models->her2, "cell");
    assert_int_equal(factor.kind, PL_FACTOR_CELL);
    assert_null(factor.cells);
    assert_int_equal(factor.n_levels, 0);
    pl_factor_finish(&factor);
    pl_factor_finish(&factor); /* all zero by now */
}

struct refusal {
    const char *text;
    enum pl_status status;
    const char *messages;
};

static void
check_refusals(const struct pl_context *context, const struct refusal *rows, size_t n)
{
    static const struct pl_factor zero;

    for (size_t i = 0; i < n; i++) {
        struct pl_diags *diags = pl_diags_create();
        struct pl_factor factor;

        assert_int_equal(pl_factor_parse(context, rows[i].text, diags, &factor),
                         rows[i].status);
        assert_messages(diags, rows[i].messages);
        assert_memory_equal(&factor, &zero, sizeof zero);
        /* It says nothing, and answers the same, without diags. */
        assert_int_equal(pl_factor_parse(context, rows[i].text, NULL, &factor),
                         rows[i].status);
        pl_diags_destroy(diags);
    }
}

static void
test_parse_refuses_names(void **state)
{
    static const struct refusal rows[] = {
        {"mTRC1=0..1", PL_ERR_NAME,
         "error: unknown parameter 'mTRC1'\n"
         "hint: did you mean 'mTORC1'?\n"},
        {"everolimis=0..1nM", PL_ERR_NAME,
         "error: unknown parameter 'everolimis'\n"
         "hint: did you mean 'everolimus' or 'K_everolimus'?\n"},
        {"zzzzzzzz=0..1", PL_ERR_NAME,
         "error: unknown parameter 'zzzzzzzz'\n"
         "hint: the text of the model has them all\n"},
        {"zzzzzzzz", PL_ERR_NAME,
         "error: unknown parameter 'zzzzzzzz'\n"
         "hint: the text of the model has them all\n"},
        {"readout_pAkt_S473=0..1", PL_ERR_OPTION,
         "error: 'readout_pAkt_S473' follows its rule and cannot be set\n"},
        {"feedback_S6K_IRS1=0..1", PL_ERR_OPTION,
         "error: 'feedback_S6K_IRS1' follows its rule and cannot be set\n"
         "hint: --clamp S6K_IRS1 or --cut S6K_IRS1 stop the signal\n"},
        {"=0..1", PL_ERR_OPTION,
         "error: '=0..1': the name is missing: <name>=0.1..10:log:25\n"},
        {"", PL_ERR_OPTION, "error: '': the name is missing: <name>=0.1..10:log:25\n"},
    };
    static const struct refusal bare[] = {
        {"Q=0..1", PL_ERR_NAME,
         "error: unknown parameter 'Q'\n"
         "hint: parameters of this model: cell, A, B, k, drug_x, x, z, y\n"},
        {"J=0..1", PL_ERR_OPTION,
         "error: 'J' is a reaction: it follows its rate law and cannot be set\n"},
    };
    struct words_models *models = *state;

    check_refusals(models->her2, rows, N_OF(rows));
    check_refusals(models->bare, bare, N_OF(bare));
}

static void
test_parse_refuses_cells(void **state)
{
    static const struct refusal rows[] = {
        {"cell=her2_sensitve", PL_ERR_NAME,
         "error: unknown cell 'her2_sensitve'\n"
         "hint: did you mean 'her2_sensitive'?\n"},
        {"cell=her2_sensitive,HeLa", PL_ERR_NAME,
         "error: unknown cell 'HeLa'\n"
         "hint: cells of this model: her2_resistant_pten, her2_sensitive, "
         "her2_resistant_pik3ca, her2_resistant_p95, her2_normal, her2_normal_pik3ca, "
         "her2_normal_drained\n"},
        {"cell=her2_sensitive,her2_normal,HER2-sensitive", PL_ERR_OPTION,
         "error: cell=her2_sensitive,her2_normal,HER2-sensitive: the cell "
         "'her2_sensitive' stands twice\n"},
        {"cell=", PL_ERR_OPTION,
         "error: cell=: no cell is named: cell=a,b,c, or cell=all\n"},
        {"cell=,", PL_ERR_OPTION,
         "error: cell=,: no cell is named: cell=a,b,c, or cell=all\n"},
    };
    static const struct refusal without[] = {
        {"cell=all", PL_ERR_NAME,
         "error: cell=all: this model has no table of cells (<model>.cells.tsv beside "
         "it)\n"},
        {"cell", PL_ERR_NAME,
         "error: cell: this model has no table of cells (<model>.cells.tsv beside "
         "it)\n"},
    };
    struct words_models *models = *state;
    struct pl_context *alone = trial_load_text(models->folder, "A = 1; A' = -A;\n");

    check_refusals(models->her2, rows, N_OF(rows));
    check_refusals(alone, without, N_OF(without));
    pl_context_destroy(alone);
}

static void
test_parse_refuses_ranges(void **state)
{
    static const struct refusal rows[] = {
        {"IGF=5", PL_ERR_OPTION,
         "error: IGF=5: a range is written IGF=0.1..10:log:25\n"
         "hint: one value for all points is --set IGF=5\n"},
        {"everolimus=20nM", PL_ERR_OPTION,
         "error: everolimus=20nM: a range is written everolimus=0.01..100nM:log:25\n"
         "hint: one value for all points is --drug everolimus=20nM\n"},
        {"inhibit_mTORC1=0.5:11", PL_ERR_OPTION,
         "error: inhibit_mTORC1=0.5:11: a range is written inhibit_mTORC1=0..1:11\n"
         "hint: one value for all points is --inhibit inhibit_mTORC1=0.5\n"},
        {"IGF=1,2,5", PL_ERR_OPTION,
         "error: IGF=1,2,5: a range is written IGF=0.1..10:log:25\n"
         "hint: a file takes any values: --design points.csv with a column 'IGF'\n"},
        {"IGF=", PL_ERR_OPTION, "error: IGF=: a range is written IGF=0.1..10:log:25\n"},
        {"IGF=5..5", PL_ERR_OPTION,
         "error: IGF=5..5: the range is empty: both ends are 5\n"
         "hint: one value for all points is --set IGF=5\n"},
        {"everolimus=1..1uM", PL_ERR_OPTION,
         "error: everolimus=1..1uM: the range is empty: both ends are 1000\n"
         "hint: one value for all points is --drug everolimus=1000nM\n"},
        {"IGF=30..0", PL_ERR_OPTION,
         "error: IGF=30..0: the range ends (0) below its beginning (30)\n"
         "hint: write IGF=0..30\n"},
        {"everolimus=100..0.01nM:log:25", PL_ERR_OPTION,
         "error: everolimus=100..0.01nM:log:25: the range ends (0.01) below its "
         "beginning (100)\n"
         "hint: write everolimus=0.01..100nM\n"},
        {"IGF=..30", PL_ERR_OPTION,
         "error: IGF=..30: the lower end of the range is missing: "
         "IGF=0.1..10:log:25\n"},
        {"IGF=0..:5", PL_ERR_OPTION,
         "error: IGF=0..:5: the upper end of the range is missing: "
         "IGF=0.1..10:log:25\n"},
        {"IGF=0..30:log", PL_ERR_OPTION,
         "error: IGF=0..30:log: a logarithmic range begins above 0, not at 0\n"
         "hint: begin at the smallest value that matters, or write :lin\n"},
        {"IGF=-1..30:log:4", PL_ERR_OPTION,
         "error: IGF=-1..30:log:4: a logarithmic range begins above 0, not at -1\n"
         "hint: begin at the smallest value that matters, or write :lin\n"},
        {"IGF=-1e308..1e308", PL_ERR_OPTION,
         "error: IGF=-1e308..1e308: the range is too wide for a number\n"},
        {"IGF=0..30@6h", PL_ERR_OPTION,
         "error: IGF=0..30@6h: a range takes no time: drugs and inhibitions act from "
         "time 0 on, all else holds before\n"},
        {"IGF=0..x", PL_ERR_OPTION, "error: IGF=0..x: 'x' is no number\n"},
        {"IGF=0..inf", PL_ERR_OPTION, "error: IGF=0..inf: 'inf' is no number\n"},
        {"IGF=nan..1", PL_ERR_OPTION, "error: IGF=nan..1: 'nan' is no number\n"},
        {"IGF=0..5nM", PL_ERR_OPTION,
         "error: IGF=0..5nM: '5nM' is no number\n"
         "hint: a number alone: 'IGF' is in the model's own unit\n"},
    };
    static const struct refusal bare[] = {
        {"x=0..5uM", PL_ERR_OPTION,
         "error: x=0..5uM: '5uM' is no number\n"
         "hint: a number alone: 'x' is in the model's own unit (nM)\n"},
    };
    struct words_models *models = *state;

    check_refusals(models->her2, rows, N_OF(rows));
    check_refusals(models->bare, bare, N_OF(bare));
}

static void
test_parse_refuses_doses_and_fractions(void **state)
{
    static const struct refusal rows[] = {
        {"everolimus=0.01..100", PL_ERR_OPTION,
         "error: everolimus=0.01..100: a dose needs its unit: "
         "everolimus=0.01..100nM (pM, nM, uM, mM)\n"},
        {"everolimus=0.01nM..100", PL_ERR_OPTION,
         "error: everolimus=0.01nM..100: a dose needs its unit: "
         "everolimus=0.01nM..100nM (pM, nM, uM, mM)\n"},
        {"everolimus=0..100mg", PL_ERR_OPTION,
         "error: everolimus=0..100mg: 'mg' is no unit of a dose (pM, nM, uM, mM)\n"},
        {"everolimus=0..high", PL_ERR_OPTION,
         "error: everolimus=0..high: 'high' is no dose: "
         "everolimus=0.01..100nM:log:25 (pM, nM, uM, mM)\n"},
        {"everolimus=0..1nM x", PL_ERR_OPTION,
         "error: everolimus=0..1nM x: '1nM x' is no dose: "
         "everolimus=0.01..100nM:log:25 (pM, nM, uM, mM)\n"},
        {"everolimus=-1..1nM", PL_ERR_OPTION,
         "error: everolimus=-1..1nM: a dose is not negative\n"},
        {"everolimus=0..1e300M", PL_ERR_OPTION,
         "error: everolimus=0..1e300M: the dose is too large\n"},
        {"everolimus=0..100nM:log", PL_ERR_OPTION,
         "error: everolimus=0..100nM:log: a logarithmic range begins above 0, not at "
         "0\n"
         "hint: begin at the smallest value that matters, or write :lin\n"},
        {"inhibit_mTORC1=0..1.5", PL_ERR_OPTION,
         "error: inhibit_mTORC1=0..1.5: a fraction lies between 0 and 1\n"
         "hint: 50 % is written 0.5\n"},
        {"inhibit_mTORC1=-0.5..1", PL_ERR_OPTION,
         "error: inhibit_mTORC1=-0.5..1: a fraction lies between 0 and 1\n"
         "hint: 50 % is written 0.5\n"},
        {"inhibit_mTORC1=0..50%", PL_ERR_OPTION,
         "error: inhibit_mTORC1=0..50%: a fraction lies between 0 and 1\n"
         "hint: 50% is written 0.5\n"},
    };
    struct words_models *models = *state;

    check_refusals(models->her2, rows, N_OF(rows));
}

static void
test_parse_refuses_levels(void **state)
{
    static const struct refusal rows[] = {
        {"IGF=0..1:0", PL_ERR_OPTION,
         "error: IGF=0..1:0: the number of levels is a whole number from 1 on, not "
         "0\n"},
        {"IGF=0..1:-3", PL_ERR_OPTION,
         "error: IGF=0..1:-3: the number of levels is a whole number from 1 on, not "
         "-3\n"},
        {"IGF=0..1:2.5", PL_ERR_OPTION,
         "error: IGF=0..1:2.5: the number of levels is a whole number from 1 on, not "
         "2.5\n"},
        {"IGF=0..1:1e18", PL_ERR_OPTION,
         "error: IGF=0..1:1e18: n = 1e18 levels: a sweep has at most 1e12 points\n"},
        {"IGF=0..1:lgo", PL_ERR_OPTION,
         "error: IGF=0..1:lgo: 'lgo' is neither lin, log nor a number of levels\n"},
        {"IGF=0..1:", PL_ERR_OPTION,
         "error: IGF=0..1:: '' is neither lin, log nor a number of levels\n"},
        {"IGF=1..2:log:5:5", PL_ERR_OPTION,
         "error: IGF=1..2:log:5:5: ':5' is one word too many behind the range\n"},
        {"IGF=1..2:log:lin", PL_ERR_OPTION,
         "error: IGF=1..2:log:lin: ':lin' is one word too many behind the range\n"},
    };
    struct words_models *models = *state;

    check_refusals(models->her2, rows, N_OF(rows));
}

/* A range without a model. */
static struct pl_factor
range(double low, double high, bool logarithmic)
{
    return (struct pl_factor){.low = low, .high = high, .logarithmic = logarithmic};
}

static void
test_level_gives_the_numbers_that_people_write(void **state)
{
    static const struct {
        double low, high;
        bool logarithmic;
        size_t n;
        const char *levels;
    } rows[] = {
        {0.01, 100.0, true, 5, "0.01 0.1 1 10 100"},
        {1e-12, 1e-6, true, 7, "1e-12 1e-11 1e-10 1e-09 1e-08 1e-07 1e-06"},
        {1e-15, 1e-12, true, 4, "1e-15 1e-14 1e-13 1e-12"},
        {1e3, 1e9, true, 7, "1000 10000 100000 1000000 10000000 100000000 1000000000"},
        {1e20, 1e26, true, 4, "1e+20 1e+22 1e+24 1e+26"},
        {0.3, 300.0, true, 4, "0.3 3 30 300"},
        {7e-3, 0.7, true, 3, "0.007 0.07 0.7"},
        {1.0, 1024.0, true, 11, "1 2 4 8 16 32 64 128 256 512 1024"},
        {0.0, 1.0, false, 11, "0 0.1 0.2 0.3 0.4 0.5 0.6 0.7 0.8 0.9 1"},
        {0.1, 0.9, false, 9, "0.1 0.2 0.3 0.4 0.5 0.6 0.7 0.8 0.9"},
        {-1.0, 1.0, false, 21,
         "-1 -0.9 -0.8 -0.7 -0.6 -0.5 -0.4 -0.3 -0.2 -0.1 0 "
         "0.1 0.2 0.3 0.4 0.5 0.6 0.7 0.8 0.9 1"},
        {-0.3, 0.6, false, 10, "-0.3 -0.2 -0.1 0 0.1 0.2 0.3 0.4 0.5 0.6"},
        {1e-9, 9e-9, false, 9, "1e-09 2e-09 3e-09 4e-09 5e-09 6e-09 7e-09 8e-09 9e-09"},
        {0.0, 3e15, false, 4, "0 1e+15 2e+15 3e+15"},
        {0.0, 1.0, false, 4, "0 0.3333333333333333 0.6666666666666666 1"},
        {5.0, 9.0, false, 1, "5"},
        {5.0, 9.0, true, 2, "5 9"},
        {5.0, 5.000000000000001, false, 2, "5 5.000000000000001"},
    };

    (void)state;
    for (size_t i = 0; i < N_OF(rows); i++) {
        const struct pl_factor factor =
            range(rows[i].low, rows[i].high, rows[i].logarithmic);
        char levels[512] = "";
        size_t size = 0;

        for (size_t k = 0; k < rows[i].n; k++) {
            char number[PL_NUMBER_SIZE];

            pl_number_format(pl_factor_level(&factor, k, rows[i].n), number);
            size += (size_t)snprintf(levels + size, sizeof levels - size, "%s%s",
                                     k > 0 ? " " : "", number);
        }
        assert_string_equal(levels, rows[i].levels);
    }
}

/* Both ends to the bit, rising, and equally spaced within rounding. */
static void
test_level_rises_from_end_to_end(void **state)
{
    static const struct {
        double low, high;
        bool logarithmic;
        size_t n;
    } rows[] = {
        {0.1, 0.7, false, 1000},       {-3.3, 1e-3, false, 7777},
        {1e-3, 1e3, true, 100001},     {DBL_MIN, DBL_MAX, true, 50000},
        {1e-310, 1e-300, true, 300},   {0.9, 1.1, true, 1000000},
        {-1e15, 1.0, false, 10001},    {1.0, 1.0 + 1e-12, false, 1000},
        {-1e307, 1e307, false, 10000}, {1.0, 1.0 + 1e-9, true, 10000},
        {1e30, 1e40, true, 12345},     {0.0, 1e-300, false, 1000},
    };

    (void)state;
    for (size_t i = 0; i < N_OF(rows); i++) {
        const struct pl_factor factor =
            range(rows[i].low, rows[i].high, rows[i].logarithmic);
        const size_t n = rows[i].n;
        double before = -INFINITY;

        assert_true(pl_factor_level(&factor, 0, n) == rows[i].low);
        assert_true(pl_factor_level(&factor, n - 1, n) == rows[i].high);
        for (size_t k = 0; k < n; k++) {
            double level = pl_factor_level(&factor, k, n);
            double share = (double)k / (double)(n - 1);

            assert_true(level > before);
            if (factor.logarithmic && rows[i].low > DBL_MIN) {
                assert_close(log(level),
                             (1.0 - share) * log(rows[i].low) +
                                 share * log(rows[i].high),
                             2e-14, 1e-14);
            } else if (!factor.logarithmic) {
                double scale = fmax(fabs(rows[i].low), fabs(rows[i].high));

                assert_close(level, (1.0 - share) * rows[i].low + share * rows[i].high,
                             0.0, 2e-15 * scale);
            }
            before = level;
        }
    }
}

static void
test_at_reaches_both_ends(void **state)
{
    static const struct {
        double low, high;
        bool logarithmic;
    } rows[] = {
        {0.1, 0.7, false}, {-3.3, 1e-3, false},      {1e-3, 1e3, true},
        {0.3, 0.7, true},  {DBL_MIN, DBL_MAX, true}, {5e-324, 1.0, true},
    };

    (void)state;
    for (size_t i = 0; i < N_OF(rows); i++) {
        const struct pl_factor factor =
            range(rows[i].low, rows[i].high, rows[i].logarithmic);
        double before = rows[i].low;

        assert_true(pl_factor_at(&factor, 0.0) == rows[i].low);
        assert_true(pl_factor_at(&factor, 1.0) == rows[i].high);
        for (size_t k = 1; k < 1000; k++) {
            double value = pl_factor_at(&factor, (double)k / 1000.0);

            assert_true(value >= before && value <= rows[i].high);
            before = value;
        }
    }
}

static void
test_at_divides_the_range(void **state)
{
    const struct pl_factor line = range(2.0, 6.0, false);
    const struct pl_factor decades = range(1e-2, 1e6, true);
    size_t rows[3] = {5, 0, 2};
    const struct pl_factor cells = {
        .kind = PL_FACTOR_CELL, .cells = rows, .n_levels = N_OF(rows)};

    (void)state;
    assert_close(pl_factor_at(&line, 0.25), 3.0, 0.0, 0.0);
    assert_close(pl_factor_at(&decades, 0.5), 100.0, 1e-15, 0.0);
    assert_close(pl_factor_at(&decades, 0.8125), 31622.776601683795, 1e-14, 0.0);
    /* equal parts for each cell */
    assert_true(pl_factor_at(&cells, 0.0) == 5.0);
    assert_true(pl_factor_at(&cells, 0.33) == 5.0);
    assert_true(pl_factor_at(&cells, 0.34) == 0.0);
    assert_true(pl_factor_at(&cells, 0.66) == 0.0);
    assert_true(pl_factor_at(&cells, 0.67) == 2.0);
    assert_true(pl_factor_at(&cells, 1.0) == 2.0);
}

struct text_of {
    const struct pl_context *context;
    const char *text;
    enum pl_status status; /* when memory suffices */
};

static enum pl_status
parse_once(void *context)
{
    const struct text_of *text = context;
    struct pl_diags *diags = pl_diags_create();
    struct pl_factor factor = {0};
    enum pl_status status = PL_ERR_NOMEM;

    if (diags != NULL) {
        status = pl_factor_parse(text->context, text->text, diags, &factor);
    }
    pl_factor_finish(&factor);
    pl_diags_destroy(diags);
    return status == text->status ? PL_OK : status;
}

static void
test_parse_survives_no_memory(void **state)
{
    struct words_models *models = *state;
    struct text_of range_of = {models->bare, "drug_x=0.1..10nM:log:5", PL_OK};
    struct text_of cells = {models->her2, "cell=all", PL_OK};
    struct text_of listed = {models->her2, "cell=her2_normal,her2_sensitive", PL_OK};

    assert_true(assert_survives_no_memory(parse_once, &range_of) >= 3);
    assert_true(assert_survives_no_memory(parse_once, &cells) >= 4);
    assert_true(assert_survives_no_memory(parse_once, &listed) >= 5);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_parse_reads_ranges),
        cmocka_unit_test(test_parse_prefers_a_symbol_of_that_name),
        cmocka_unit_test(test_parse_warns_of_a_species_for_its_inhibition),
        cmocka_unit_test(test_parse_reads_cells),
        cmocka_unit_test(test_parse_reads_names_alone),
        cmocka_unit_test(test_parse_refuses_names),
        cmocka_unit_test(test_parse_refuses_cells),
        cmocka_unit_test(test_parse_refuses_ranges),
        cmocka_unit_test(test_parse_refuses_doses_and_fractions),
        cmocka_unit_test(test_parse_refuses_levels),
        cmocka_unit_test(test_level_gives_the_numbers_that_people_write),
        cmocka_unit_test(test_level_rises_from_end_to_end),
        cmocka_unit_test(test_at_reaches_both_ends),
        cmocka_unit_test(test_at_divides_the_range),
        cmocka_unit_test(test_parse_survives_no_memory),
    };

    return cmocka_run_group_tests(tests, words_set_up, words_tear_down);
}
