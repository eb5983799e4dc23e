/*
 * test_treatment.c - who is inhibited, by how much, and when: texts, inputs, jumps and
 * words.
 */
#include "testlib.h"

#include "base/diag.h"
#include "base/frame.h"
#include "base/text.h"
#include "compile/program.h"
#include "model/model.h"
#include "study/context.h"
#include "study/times.h"
#include "words.h"

#define N_OF(rows) (sizeof(rows) / sizeof((rows)[0]))

static void
test_add_reads_each_kind_of_text(void **state)
{
    static const struct {
        int what;
        const char *text;
        const char *symbol;
        double value;
        bool background;
        double from, to;
    } rows[] = {
        {INHIBIT, "mTORC1", "inhibit_mTORC1", 1.0, false, 0.0, INFINITY},
        {INHIBIT, "inhibit_mTORC1", "inhibit_mTORC1", 1.0, false, 0.0, INFINITY},
        {INHIBIT, "HER2 kinase", "inhibit_HER2", 1.0, false, 0.0, INFINITY},
        {INHIBIT, "mtorc1", "inhibit_mTORC1", 1.0, false, 0.0, INFINITY},
        {INHIBIT, "mTORC1=0.5", "inhibit_mTORC1", 0.5, false, 0.0, INFINITY},
        {INHIBIT, "mTORC1=0", "inhibit_mTORC1", 0.0, false, 0.0, INFINITY},
        {INHIBIT, "mTORC1=1e-1", "inhibit_mTORC1", 0.1, false, 0.0, INFINITY},
        {INHIBIT, "mTORC1=0.5@1h..24h", "inhibit_mTORC1", 0.5, false, 60.0, 1440.0},
        {INHIBIT, "mTORC1@6h", "inhibit_mTORC1", 1.0, false, 360.0, INFINITY},
        {INHIBIT, "mTORC1@6h..", "inhibit_mTORC1", 1.0, false, 360.0, INFINITY},
        {INHIBIT, "mTORC1@..6h", "inhibit_mTORC1", 1.0, false, 0.0, 360.0},
        {INHIBIT, "mTORC1@0..24h", "inhibit_mTORC1", 1.0, false, 0.0, 1440.0},
        {INHIBIT, "mTORC1@1..24h", "inhibit_mTORC1", 1.0, false, 60.0, 1440.0},
        {INHIBIT, "mTORC1@1.5..2.5h", "inhibit_mTORC1", 1.0, false, 90.0, 150.0},
        {INHIBIT, "mTORC1@0...5h", "inhibit_mTORC1", 1.0, false, 0.0, 30.0},
        {INHIBIT, "mTORC1@90s..2d", "inhibit_mTORC1", 1.0, false, 1.5, 2880.0},
        {INHIBIT, "  mTORC1 = 0.5 @ 1 h .. 24 h ", "inhibit_mTORC1", 0.5, false, 60.0,
         1440.0},
        {DRUG, "everolimus=20nM", "drug_everolimus", 20.0, false, 0.0, INFINITY},
        {DRUG, "everolimus=20nM@0..24h", "drug_everolimus", 20.0, false, 0.0, 1440.0},
        {DRUG, "RAD001=20 nM", "drug_everolimus", 20.0, false, 0.0, INFINITY},
        {DRUG, "rad-001=0.5uM", "drug_everolimus", 500.0, false, 0.0, INFINITY},
        {DRUG, "MK-2206=1uM", "drug_MK2206", 1000.0, false, 0.0, INFINITY},
        {DRUG, "MK-2206 dihydrochloride=1\xc2\xb5M@6h", "drug_MK2206", 1000.0, false,
         360.0, INFINITY},
        {DRUG, "dactolisib=50nM", "drug_BEZ235", 50.0, false, 0.0, INFINITY},
        {DRUG, "dactolisib (NVP-BEZ235)=50nM", "drug_BEZ235", 50.0, false, 0.0,
         INFINITY},
        {DRUG, "everolimus=20pM", "drug_everolimus", 0.02, false, 0.0, INFINITY},
        {DRUG, "everolimus=1mM", "drug_everolimus", 1e6, false, 0.0, INFINITY},
        {DRUG, "everolimus=0", "drug_everolimus", 0.0, false, 0.0, INFINITY},
        {SET, "IGF=0", "IGF", 0.0, true, 0.0, INFINITY},
        {SET, "IGF=-2.5e1", "IGF", -25.0, true, 0.0, INFINITY},
        {SET, "IGF=30@0h", "IGF", 30.0, false, 0.0, INFINITY},
        {SET, "IGF=30@0", "IGF", 30.0, false, 0.0, INFINITY},
        {SET, "IGF=30@1h..2h", "IGF", 30.0, false, 60.0, 120.0},
        {SET, "inhibit_mTORC1=1", "inhibit_mTORC1", 1.0, true, 0.0, INFINITY},
        {SET, "HER3=0.5", "HER3", 0.5, true, 0.0, INFINITY},
        {SET, "HER3=0.5@6h", "HER3", 0.5, false, 360.0, INFINITY},
        {SET, "cell=2", "cell", 2.0, true, 0.0, INFINITY},
        {CLAMP, "S6K_IRS1", "feedback_S6K_IRS1", 0.0, false, 0.0, INFINITY},
        {CLAMP, "feedback_S6K_IRS1", "feedback_S6K_IRS1", 0.0, false, 0.0, INFINITY},
        {CLAMP, "S6K -| IRS1", "feedback_S6K_IRS1", 0.0, false, 0.0, INFINITY},
        {CUT, "FOXO_HER3", "feedback_FOXO_HER3", 0.0, true, 0.0, INFINITY},
    };
    struct words_models *models = *state;

    for (size_t i = 0; i < N_OF(rows); i++) {
        const struct word words[] = {{rows[i].what, rows[i].text}, {0, NULL}};
        struct pl_treatment *treatment = words_make(models->her2, words);
        const struct pl_action *action = NULL;
        size_t n = 0;

        action = pl_treatment_actions(treatment, &n);
        assert_int_equal(n, 1);
        assert_int_equal((int)action->kind, rows[i].what);
        assert_string_equal(models->her2->model->symbols[action->symbol].name,
                            rows[i].symbol);
        assert_close(action->value, rows[i].value, 1e-15, 0.0);
        assert_int_equal(action->before_rest, rows[i].background);
        assert_false(action->background);
        assert_close(action->from, rows[i].from, 0.0, 0.0);
        assert_close(action->to, rows[i].to, 0.0, 0.0);
        assert_int_equal(pl_treatment_is_any(treatment), !rows[i].background);
        assert_false(pl_treatment_has_background(treatment));
        pl_treatment_destroy(treatment);
    }
}

static void
test_add_allows_what_fits_together(void **state)
{
    static const struct word words[] = {
        {SET, "IGF=0"},
        {SET, "IGF=30@0h..6h"},
        {SET, "IGF=3@6h"},
        {DRUG, "everolimus=20nM@0..6h"},
        {DRUG, "RAD001=5nM@6h..12h"},
        {BACKGROUND, "drug sirolimus=5nM, cut Akt_Raf"},
        {DRUG, "rapamycin=50nM@6h..24h"},
        {SET, "HER3=0.5@6h"},
        {SET, "HER3=0.1@12h"},
        {SET, "HER3=1"},
        {CLAMP, "S6K_IRS1"},
        {CLAMP, "FOXO_HER3"},
        {CUT, "ERK_SOS"},
        {0, NULL},
    };
    struct words_models *models = *state;
    struct pl_treatment *treatment = words_make(models->her2, words);
    size_t n = 0;

    (void)pl_treatment_actions(treatment, &n);
    assert_int_equal(n, 14);
    assert_true(pl_treatment_has_background(treatment));
    pl_treatment_destroy(treatment);
}

static double
input_of(const struct pl_context *context, const double *inputs, const char *name)
{
    return inputs[pl_model_find(context->model, name)];
}

static void
test_inputs_put_later_layers_over_earlier_ones(void **state)
{
    static const struct {
        struct word words[5];
        const char *name;
        double value;
    } rows[] = {
        {{{0, NULL}}, "K_lapatinib", 40.0},        /* the model's own */
        {{{0, NULL}}, "PTEN", 0.1},                /* first cell */
        {{{CELL, "her2_sensitive"}}, "PTEN", 1.0}, /* cell */
        {{{CELL, "HER2-sensitive"}}, "PTEN", 1.0}, /* punctuation aside */
        {{{CELL, "HER2-normal (primary cell type)"}}, "HER2", 0.05},
        {{{VARIANT, "receptor_side"}}, "b_PHLPP", 0.1 * 10.0}, /* variant */
        {{{CELL, "her2_sensitive"}, {SET, "PTEN=0.5"}}, "PTEN", 0.5},
        {{{SET, "PTEN=0.5"}, {CELL, "her2_sensitive"}}, "PTEN", 0.5},
        {{{SET, "b_PHLPP=0.7"}, {VARIANT, "receptor_side"}}, "b_PHLPP", 0.7},
        {{{BACKGROUND, "drug trastuzumab=68nM"}}, "drug_trastuzumab", 68.0},
        {{{BACKGROUND, "inhibit IGF1R=0.5"}}, "inhibit_IGF1R", 0.5},
        {{{BACKGROUND, "set PTEN=0.3"}, {CELL, "her2_sensitive"}}, "PTEN", 0.3},
        /* What begins at 0 or later is no input. */
        {{{INHIBIT, "mTORC1"}}, "inhibit_mTORC1", 0.0},
        {{{DRUG, "everolimus=20nM"}}, "drug_everolimus", 0.0},
        {{{SET, "IGF=0"}, {SET, "IGF=30@0h"}}, "IGF", 0.0},
    };
    struct words_models *models = *state;
    const struct pl_context *context = models->her2;
    double *inputs = calloc(context->program->n_inputs, sizeof *inputs);

    assert_non_null(inputs);
    for (size_t i = 0; i < N_OF(rows); i++) {
        struct pl_treatment *treatment = words_make(context, rows[i].words);

        pl_treatment_inputs(treatment, inputs);
        assert_close(input_of(context, inputs, rows[i].name), rows[i].value, 1e-15,
                     0.0);
        pl_treatment_destroy(treatment);
    }
    free(inputs);
}

static void
test_inputs_of_a_cut_clamp_the_signal_at_zero(void **state)
{
    static const struct word words[] = {{CUT, "S6K_IRS1"}, {0, NULL}};
    struct words_models *models = *state;
    const struct pl_program *program = models->her2->program;
    const struct pl_model *model = models->her2->model;
    size_t cut = pl_model_find(model, "feedback_S6K_IRS1");
    size_t other = pl_model_find(model, "feedback_FOXO_HER3");
    double *inputs = calloc(program->n_inputs, sizeof *inputs);
    struct pl_treatment *treatment = words_make(models->her2, words);

    assert_non_null(inputs);
    pl_treatment_inputs(treatment, inputs);
    assert_close(inputs[program->clamp_of[cut]], 1.0, 0.0, 0.0);
    assert_close(inputs[program->clamp_of[cut] + 1], 0.0, 0.0, 0.0);
    assert_close(inputs[program->clamp_of[other]], 0.0, 0.0, 0.0);
    pl_treatment_destroy(treatment);
    free(inputs);
}

/* Jumps as text: "360 back IGF". */
static void
assert_jumps(const struct pl_treatment *treatment, const struct pl_context *context,
             double duration, const char *want)
{
    static const char *const kinds[] = {"set", "back", "clamp"};
    struct pl_jump *jumps = NULL;
    struct pl_text text;
    size_t n = 0;

    assert_int_equal(pl_treatment_jumps(treatment, duration, NULL, &jumps, &n), PL_OK);
    pl_text_init(&text);
    for (size_t i = 0; i < n; i++) {
        pl_text_format(&text, "%g %s %s", jumps[i].time, kinds[jumps[i].kind],
                       context->model->symbols[jumps[i].symbol].name);
        if (jumps[i].kind == PL_JUMP_SET) {
            pl_text_format(&text, " %g", jumps[i].value);
        } else {
            assert_true(isnan(jumps[i].value));
        }
        pl_text_put(&text, "\n");
    }
    assert_string_equal(pl_text_string(&text), want);
    pl_text_finish(&text);
    free(jumps);
}

static void
test_jumps_come_in_order(void **state)
{
    static const struct word words[] = {
        {SET, "IGF=0"},
        {SET, "IGF=3@6h..12h"},
        {SET, "IGF=30@0h..6h"},
        {DRUG, "everolimus=20nM@6h..48h"},
        {INHIBIT, "mTORC1=0.5"},
        {BACKGROUND, "drug trastuzumab=68nM"},
        {CLAMP, "S6K_IRS1"},
        {CLAMP, "FOXO_HER3"},
        {0, NULL},
    };
    struct words_models *models = *state;
    struct pl_treatment *treatment = words_make(models->her2, words);

    assert_jumps(treatment, models->her2, 2880.0,
                 "0 clamp feedback_S6K_IRS1\n"
                 "0 clamp feedback_FOXO_HER3\n"
                 "0 set IGF 30\n"
                 "0 set inhibit_mTORC1 0.5\n"
                 "360 back IGF\n"
                 "360 set IGF 3\n"
                 "360 set drug_everolimus 20\n"
                 "720 back IGF\n");
    /* A window that ends before the run does has an end in it. */
    assert_jumps(treatment, models->her2, 2880.5,
                 "0 clamp feedback_S6K_IRS1\n"
                 "0 clamp feedback_FOXO_HER3\n"
                 "0 set IGF 30\n"
                 "0 set inhibit_mTORC1 0.5\n"
                 "360 back IGF\n"
                 "360 set IGF 3\n"
                 "360 set drug_everolimus 20\n"
                 "720 back IGF\n"
                 "2880 back drug_everolimus\n");
    pl_treatment_destroy(treatment);
}

static void
test_describe_says_it_in_words(void **state)
{
    static const struct {
        struct word words[5];
        const char *want;
    } rows[] = {
        {{{0, NULL}}, "untreated"},
        {{{INHIBIT, "mTORC1"}}, "mTORC1 inhibited 100 % from 0 h"},
        {{{INHIBIT, "IGF1R=0.95@90min"}},
         "IGF1R/INSR kinase inhibited 95 % from 90 min"},
        {{{DRUG, "everolimus=20nM"}}, "everolimus 20 nM from 0 h"},
        {{{DRUG, "MK2206=1uM@1h..24h"}}, "MK-2206 1 \xc2\xb5M, 1 h to 24 h"},
        {{{INHIBIT, "mTORC1=0.5@0..3d"}, {DRUG, "dactolisib=50nM@6h"}},
         "mTORC1 inhibited 50 %, 0 h to 72 h + dactolisib (NVP-BEZ235) 50 nM from 6 h"},
        {{{SET, "IGF=0"}}, "IGF = 0"},
        {{{SET, "IGF=0"}, {SET, "IGF=30@0h"}}, "IGF = 0 + IGF = 30 from 0 h"},
        {{{SET, "K_lapatinib=4"}, {SET, "HER3=0.1@6h"}},
         "K_lapatinib = 4 nM + HER3 = 0.1 at 6 h"},
        {{{CLAMP, "S6K_IRS1"}, {CUT, "FOXO_HER3"}}, "S6K_IRS1 clamped + FOXO_HER3 cut"},
        {{{BACKGROUND, "drug trastuzumab=68nM"}}, "on trastuzumab 68 nM"},
        {{{BACKGROUND, "drug trastuzumab=68nM"}, {SET, "IGF=0"}},
         "IGF = 0 on trastuzumab 68 nM"},
        {{{BACKGROUND, "drug trastuzumab=68nM, set IGF=0,inhibit PI3K=0.5, cut "
                       "Akt_Raf"},
          {DRUG, "BEZ235=50nM"},
          {SET, "HRG=1"}},
         "dactolisib (NVP-BEZ235) 50 nM from 0 h + HRG = 1 on trastuzumab 68 nM and "
         "IGF "
         "= 0 and PI3K inhibited 50 % and Akt_Raf cut"},
    };
    static const struct word bare[] = {{DRUG, "x=1nM@10..20"}, {SET, "x=5"}, {0, NULL}};
    struct words_models *models = *state;
    struct pl_treatment *treatment = NULL;
    struct pl_text text;

    pl_text_init(&text);
    for (size_t i = 0; i < N_OF(rows); i++) {
        treatment = words_make(models->her2, rows[i].words);
        pl_treatment_describe(treatment, &text);
        assert_string_equal(pl_text_string(&text), rows[i].want);
        pl_text_finish(&text);
        pl_treatment_destroy(treatment);
    }
    treatment = words_make(models->bare, bare);
    pl_treatment_describe(treatment, &text);
    assert_string_equal(pl_text_string(&text), "x 1 nM, 10 to 20 + x = 5 nM");
    pl_text_finish(&text);
    pl_treatment_destroy(treatment);
}

static void
test_cell_and_variant_names(void **state)
{
    static const struct word none[] = {{0, NULL}};
    static const struct word words[] = {
        {CELL, "her2_sensitive"}, {VARIANT, "receptor_side"}, {0, NULL}};
    struct words_models *models = *state;
    struct pl_treatment *treatment = words_make(models->her2, none);

    assert_string_equal(pl_treatment_cell_name(treatment),
                        "HER2+, trastuzumab-resistant by PTEN loss");
    assert_string_equal(pl_treatment_cell_id(treatment), "her2_resistant_pten");
    assert_null(pl_treatment_variant_id(treatment));
    pl_treatment_destroy(treatment);

    treatment = words_make(models->her2, words);
    assert_string_equal(pl_treatment_cell_name(treatment),
                        "HER2+, trastuzumab-sensitive (BT-474, SKBR3 type)");
    assert_string_equal(pl_treatment_cell_id(treatment), "her2_sensitive");
    assert_string_equal(pl_treatment_variant_id(treatment), "receptor_side");
    pl_treatment_destroy(treatment);

    treatment = words_make(models->relay, none);
    assert_null(pl_treatment_cell_name(treatment));
    assert_null(pl_treatment_cell_id(treatment));
    assert_null(pl_treatment_variant_id(treatment));
    pl_treatment_destroy(treatment);
}

static void
test_scan_time_reads_one_time(void **state)
{
    static const struct {
        const char *text;
        size_t length;
        double time;
    } rows[] = {
        {"48h", 3, 2880.0}, {"2d", 2, 2880.0},    {"90s", 3, 1.5},  {"0", 1, 0.0},
        {"0..24h", 1, 0.0}, {"10min,5", 5, 10.0}, {"6min", 4, 6.0},
    };
    struct words_models *models = *state;
    struct pl_diags *diags = pl_diags_create();
    double time = -1.0;

    for (size_t i = 0; i < N_OF(rows); i++) {
        assert_int_equal(pl_time_scan(models->her2, rows[i].text, diags, &time),
                         rows[i].length);
        assert_close(time, rows[i].time, 0.0, 0.0);
    }
    assert_int_equal(pl_time_scan(models->bare, "100", diags, &time), 3);
    assert_close(time, 100.0, 0.0, 0.0);
    assert_messages(diags, "");

    assert_int_equal(pl_time_scan(models->her2, "48", diags, &time), 0);
    assert_messages(diags, "error: 48: a time needs its unit: 48h (s, min, h, d)\n");
    pl_diags_clear(diags);
    assert_int_equal(pl_time_scan(models->her2, "-1h", diags, &time), 0);
    assert_messages(diags, "error: -1h: a time is not negative\n");
    pl_diags_clear(diags);
    assert_int_equal(pl_time_scan(models->bare, "48h", diags, &time), 0);
    assert_messages(diags,
                    "error: 48h: the model does not say what a unit of its time is\n"
                    "hint: write the bare number, or add a line to the model: unit "
                    "time_unit = 60 second\n");
    assert_close(time, 100.0, 0.0, 0.0); /* as before */
    pl_diags_destroy(diags);
}

/* Everything that a command line asks of a treatment. */
static enum pl_status
use_all(void *context)
{
    static const struct word words[] = {
        {CELL, "her2_sensitive"},
        {VARIANT, "receptor_side"},
        {INHIBIT, "mTORC1=0.5@1h..24h"},
        {DRUG, "RAD001=20nM@0..24h"},
        {SET, "IGF=0"},
        {SET, "IGF=30@0h"},
        {CLAMP, "S6K_IRS1"},
        {CUT, "FOXO_HER3"},
        {BACKGROUND, "drug trastuzumab=68nM, inhibit PI3K=0.1, set HRG=1"},
    };
    struct pl_treatment *treatment = NULL;
    struct pl_jump *jumps = NULL;
    size_t n = 0;
    enum pl_status status = pl_treatment_create(context, NULL, &treatment);

    for (size_t i = 0; i < N_OF(words) && status == PL_OK; i++) {
        size_t n_before = 0;

        (void)pl_treatment_actions(treatment, &n_before);
        status = words_add(treatment, words[i].what, words[i].text, NULL);
        (void)pl_treatment_actions(treatment, &n);
        assert_true(status == PL_OK || n == n_before);
    }
    if (status == PL_OK) {
        status = pl_treatment_jumps(treatment, 2880.0, NULL, &jumps, &n);
    }
    free(jumps);
    pl_treatment_destroy(treatment);
    return status;
}

static void
test_treatment_survives_no_memory(void **state)
{
    struct words_models *models = *state;

    assert_true(assert_survives_no_memory(use_all, models->her2) > 20);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_add_reads_each_kind_of_text),
        cmocka_unit_test(test_add_allows_what_fits_together),
        cmocka_unit_test(test_inputs_put_later_layers_over_earlier_ones),
        cmocka_unit_test(test_inputs_of_a_cut_clamp_the_signal_at_zero),
        cmocka_unit_test(test_jumps_come_in_order),
        cmocka_unit_test(test_describe_says_it_in_words),
        cmocka_unit_test(test_cell_and_variant_names),
        cmocka_unit_test(test_scan_time_reads_one_time),
        cmocka_unit_test(test_treatment_survives_no_memory),
    };

    return cmocka_run_group_tests(tests, words_set_up, words_tear_down);
}
