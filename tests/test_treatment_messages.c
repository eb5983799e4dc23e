/*
 * test_treatment_messages.c - treatments that are refused, each with its message.
 */
#include "testlib.h"

#include "base/diag.h"
#include "model/model.h"
#include "study/context.h"
#include "trial.h"
#include "words.h"

#define N_OF(rows) (sizeof(rows) / sizeof((rows)[0]))

/* A text that is refused, alone on a fresh treatment. */
struct refusal {
    int what;
    const char *text;
    enum pl_status status;
    const char *messages;
};

static void
check_refusals(const struct pl_context *context, const struct refusal *rows, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        struct pl_diags *diags = pl_diags_create();
        struct pl_treatment *treatment = NULL;
        size_t n_actions = 0;

        assert_int_equal(pl_treatment_create(context, diags, &treatment), PL_OK);
        assert_int_equal(words_add(treatment, rows[i].what, rows[i].text, diags),
                         rows[i].status);
        assert_messages(diags, rows[i].messages);
        (void)pl_treatment_actions(treatment, &n_actions);
        assert_int_equal(n_actions, 0);
        /* It says nothing, and answers the same, without diags. */
        assert_int_equal(words_add(treatment, rows[i].what, rows[i].text, NULL),
                         rows[i].status);
        pl_treatment_destroy(treatment);
        pl_diags_destroy(diags);
    }
}

static void
test_add_refuses_unknown_names(void **state)
{
    static const struct refusal rows[] = {
        {INHIBIT, "mTRC1", PL_ERR_NAME,
         "error: unknown target 'mTRC1'\n"
         "hint: did you mean 'mTORC1'?\n"},
        {INHIBIT, "Wnt=0.5", PL_ERR_NAME,
         "error: unknown target 'Wnt'\n"
         "hint: targets of this model: HER2, IGF1R, PI3K, Akt, mTORC1, mTORC1_S6K, "
         "mTORC1_4EBP1, mTORC2, MEK\n"},
        {DRUG, "everolimis=20nM", PL_ERR_NAME,
         "error: unknown drug 'everolimis'\n"
         "hint: did you mean 'everolimus'?\n"},
        {DRUG, "RAD01=20nM", PL_ERR_NAME,
         "error: unknown drug 'RAD01'\n"
         "hint: did you mean 'everolimus'?\n"},
        {DRUG, "aspirin=1mM", PL_ERR_NAME,
         "error: unknown drug 'aspirin'\n"
         "hint: `simulate list drugs` shows all 14\n"},
        {CLAMP, "S6K_IRS", PL_ERR_NAME,
         "error: unknown feedback edge 'S6K_IRS'\n"
         "hint: did you mean 'S6K_IRS1' or 'S6K_IRS1_loss'?\n"},
        {CUT, "p53_MDM2", PL_ERR_NAME,
         "error: unknown feedback edge 'p53_MDM2'\n"
         "hint: `simulate list edges` shows all 17\n"},
        {SET, "IGFF=1", PL_ERR_NAME,
         "error: unknown parameter 'IGFF'\n"
         "hint: did you mean 'IGF'?\n"},
        {SET, "zzzzzzzz=1", PL_ERR_NAME,
         "error: unknown parameter 'zzzzzzzz'\n"
         "hint: the text of the model has them all\n"},
        {CELL, "her2_resistant", PL_ERR_NAME,
         "error: unknown cell 'her2_resistant'\n"
         "hint: did you mean 'her2_resistant_p95', 'her2_resistant_pten' or "
         "'her2_resistant_pik3ca'?\n"},
        {CELL, "HeLa", PL_ERR_NAME,
         "error: unknown cell 'HeLa'\n"
         "hint: cells of this model: her2_resistant_pten, her2_sensitive, "
         "her2_resistant_pik3ca, her2_resistant_p95, her2_normal, her2_normal_pik3ca, "
         "her2_normal_drained\n"},
        {VARIANT, "receptorside2", PL_ERR_NAME,
         "error: unknown variant 'receptorside2'\n"
         "hint: did you mean 'receptor_side'?\n"},
        {VARIANT, "x", PL_ERR_NAME,
         "error: unknown variant 'x'\n"
         "hint: variants of this model: mtorc2_side, receptor_side\n"},
    };
    static const struct refusal relays[] = {
        {DRUG, "everolimus=20nM", PL_ERR_NAME,
         "error: unknown drug 'everolimus'\n"
         "hint: this model has none: a drug is a parameter drug_<name>\n"},
        {INHIBIT, "mTORC1", PL_ERR_NAME,
         "error: unknown target 'mTORC1'\n"
         "hint: targets of this model: source, step4\n"},
        {CELL, "HeLa", PL_ERR_NAME,
         "error: unknown cell 'HeLa'\n"
         "hint: this model has no table of cells (<model>.cells.tsv beside it)\n"},
        {VARIANT, "x", PL_ERR_NAME,
         "error: unknown variant 'x'\n"
         "hint: this model has no table of variants (<model>.variants.tsv beside "
         "it)\n"},
    };
    static const struct refusal bare[] = {
        {INHIBIT, "A", PL_ERR_NAME,
         "error: unknown target 'A'\n"
         "hint: this model has none: a target is a parameter inhibit_<Name>\n"},
        {CLAMP, "A_B", PL_ERR_NAME,
         "error: unknown feedback edge 'A_B'\n"
         "hint: this model has none: a feedback edge is a rule feedback_<From>_<To>\n"},
        {SET, "Q=1", PL_ERR_NAME,
         "error: unknown parameter 'Q'\n"
         "hint: parameters of this model: cell, A, B, k, drug_x, x, z, y\n"},
    };
    struct words_models *models = *state;

    check_refusals(models->her2, rows, N_OF(rows));
    check_refusals(models->relay, relays, N_OF(relays));
    check_refusals(models->bare, bare, N_OF(bare));
}

static void
test_add_refuses_what_is_no_fraction(void **state)
{
    static const struct refusal rows[] = {
        {INHIBIT, "mTORC1=1.5", PL_ERR_OPTION,
         "error: mTORC1=1.5: a fraction lies between 0 and 1\n"
         "hint: 50 % is written 0.5\n"},
        {INHIBIT, "mTORC1=-0.1", PL_ERR_OPTION,
         "error: mTORC1=-0.1: a fraction lies between 0 and 1\n"
         "hint: 50 % is written 0.5\n"},
        {INHIBIT, "mTORC1=NaN", PL_ERR_OPTION,
         "error: mTORC1=NaN: a fraction lies between 0 and 1\n"
         "hint: 50 % is written 0.5\n"},
        {INHIBIT, "mTORC1=inf", PL_ERR_OPTION,
         "error: mTORC1=inf: a fraction lies between 0 and 1\n"
         "hint: 50 % is written 0.5\n"},
        {INHIBIT, "mTORC1=abc", PL_ERR_OPTION,
         "error: mTORC1=abc: a fraction lies between 0 and 1\n"
         "hint: 50 % is written 0.5\n"},
        {INHIBIT, "mTORC1=0,5", PL_ERR_OPTION,
         "error: mTORC1=0,5: a fraction lies between 0 and 1\n"
         "hint: 50 % is written 0.5\n"},
        {INHIBIT, "mTORC1=", PL_ERR_OPTION,
         "error: mTORC1=: a fraction lies between 0 and 1\n"
         "hint: 50 % is written 0.5\n"},
        {INHIBIT, "mTORC1=50%", PL_ERR_OPTION,
         "error: mTORC1=50%: a fraction lies between 0 and 1\n"
         "hint: 50% is written 0.5\n"},
        {INHIBIT, "mTORC1=12.5 %@1h", PL_ERR_OPTION,
         "error: mTORC1=12.5 %@1h: a fraction lies between 0 and 1\n"
         "hint: 12.5 % is written 0.125\n"},
        {INHIBIT, "mTORC1=150%", PL_ERR_OPTION,
         "error: mTORC1=150%: a fraction lies between 0 and 1\n"
         "hint: 50 % is written 0.5\n"},
    };
    struct words_models *models = *state;

    check_refusals(models->her2, rows, N_OF(rows));
}

static void
test_add_refuses_what_is_no_dose(void **state)
{
    static const struct refusal rows[] = {
        {DRUG, "everolimus", PL_ERR_OPTION,
         "error: everolimus: a drug needs its dose: everolimus=20nM (pM, nM, uM, "
         "mM)\n"},
        {DRUG, "everolimus@6h", PL_ERR_OPTION,
         "error: everolimus@6h: a drug needs its dose: everolimus=20nM (pM, nM, uM, "
         "mM)\n"},
        {DRUG, "everolimus=20", PL_ERR_OPTION,
         "error: everolimus=20: a dose needs its unit: everolimus=20nM (pM, nM, uM, "
         "mM)\n"},
        {DRUG, "everolimus=20ng", PL_ERR_OPTION,
         "error: everolimus=20ng: 'ng' is no unit of a dose (pM, nM, uM, mM)\n"},
        {DRUG, "everolimus=20 nm", PL_ERR_OPTION,
         "error: everolimus=20 nm: 'nm' is no unit of a dose (pM, nM, uM, mM)\n"},
        {DRUG, "everolimus=20nM,MK2206=1uM", PL_ERR_OPTION,
         "error: everolimus=20nM,MK2206=1uM: '20nM,MK2206=1uM' is no dose: "
         "everolimus=20nM (pM, nM, uM, mM)\n"
         "hint: several drugs are given by an option each\n"},
        {DRUG, "everolimus=abc", PL_ERR_OPTION,
         "error: everolimus=abc: 'abc' is no dose: everolimus=20nM (pM, nM, uM, mM)\n"},
        {DRUG, "everolimus=nan", PL_ERR_OPTION,
         "error: everolimus=nan: 'nan' is no dose: everolimus=20nM (pM, nM, uM, mM)\n"},
        {DRUG, "everolimus=", PL_ERR_OPTION,
         "error: everolimus=: '' is no dose: everolimus=20nM (pM, nM, uM, mM)\n"},
        {DRUG, "everolimus=20nM/L", PL_ERR_OPTION,
         "error: everolimus=20nM/L: '20nM/L' is no dose: everolimus=20nM (pM, nM, uM, "
         "mM)\n"},
        {DRUG, "everolimus=-5nM", PL_ERR_OPTION,
         "error: everolimus=-5nM: a dose is not negative\n"},
        {DRUG, "everolimus=1e999nM", PL_ERR_OPTION,
         "error: everolimus=1e999nM: the dose is too large\n"},
    };
    struct words_models *models = *state;

    check_refusals(models->her2, rows, N_OF(rows));
}

static void
test_add_refuses_what_cannot_be_set(void **state)
{
    static const struct refusal rows[] = {
        {SET, "IGF", PL_ERR_OPTION, "error: IGF: a set needs its value: IGF=1\n"},
        {SET, "IGF@1h", PL_ERR_OPTION, "error: IGF@1h: a set needs its value: IGF=1\n"},
        {SET, "IGF=abc", PL_ERR_OPTION, "error: IGF=abc: 'abc' is no number\n"},
        {SET, "IGF=nan", PL_ERR_OPTION, "error: IGF=nan: 'nan' is no number\n"},
        {SET, "IGF=1e999", PL_ERR_OPTION, "error: IGF=1e999: '1e999' is no number\n"},
        {SET, "IGF=1=2", PL_ERR_OPTION, "error: IGF=1=2: '1=2' is no number\n"},
        {SET, "readout_pS6K=1", PL_ERR_OPTION,
         "error: 'readout_pS6K' follows its rule and cannot be set\n"},
        {SET, "feedback_S6K_IRS1=1", PL_ERR_OPTION,
         "error: 'feedback_S6K_IRS1' follows its rule and cannot be set\n"
         "hint: --clamp S6K_IRS1 or --cut S6K_IRS1 stop the signal\n"},
        {SET, "IRS1_on=1", PL_ERR_OPTION,
         "error: 'IRS1_on' is a reaction: it follows its rate law and cannot be "
         "set\n"},
        {SET, "HER3=0.5@6h..12h", PL_ERR_OPTION,
         "error: HER3=0.5@6h..12h: 'HER3' moves by itself: it can be set at a time, "
         "not "
         "held over a window\n"
         "hint: write the time of the step alone, as in HER3=0.5@1h\n"},
        {SET, "cell=2@6h", PL_ERR_OPTION,
         "error: cell=2@6h: 'cell' is a compartment: its size cannot be changed at a "
         "time\n"
         "hint: without a time it holds from the start: cell=2\n"},
    };
    struct words_models *models = *state;

    check_refusals(models->her2, rows, N_OF(rows));
}

static void
test_add_refuses_bad_times(void **state)
{
    static const struct refusal rows[] = {
        {DRUG, "everolimus=20nM@48h..24h", PL_ERR_OPTION,
         "error: everolimus=20nM@48h..24h: the window ends (24 h) before it begins "
         "(48 h)\n"},
        {DRUG, "everolimus=20nM@6h..6h", PL_ERR_OPTION,
         "error: everolimus=20nM@6h..6h: the window ends when it begins (6 h)\n"},
        {INHIBIT, "mTORC1@0..0", PL_ERR_OPTION,
         "error: mTORC1@0..0: the window ends when it begins (0 h)\n"},
        {INHIBIT, "mTORC1@24", PL_ERR_OPTION,
         "error: mTORC1@24: a time needs its unit: 24h (s, min, h, d)\n"},
        {INHIBIT, "mTORC1@1h..24", PL_ERR_OPTION,
         "error: mTORC1@1h..24: a time needs its unit: 24h (s, min, h, d)\n"},
        {INHIBIT, "mTORC1@24hours", PL_ERR_OPTION,
         "error: mTORC1@24hours: 'hours' is no unit of time (s, min, h, d)\n"},
        {INHIBIT, "mTORC1@1..24y", PL_ERR_OPTION,
         "error: mTORC1@1..24y: 'y' is no unit of time (s, min, h, d)\n"},
        {INHIBIT, "mTORC1@soon", PL_ERR_OPTION,
         "error: mTORC1@soon: a time is a number with its unit: 48h (s, min, h, d)\n"},
        {INHIBIT, "mTORC1@-1h", PL_ERR_OPTION,
         "error: mTORC1@-1h: a time is not negative\n"},
        {INHIBIT, "mTORC1@1e999h", PL_ERR_OPTION,
         "error: mTORC1@1e999h: the time is too large\n"},
        {INHIBIT, "mTORC1@", PL_ERR_OPTION,
         "error: mTORC1@: there is no time behind the '@'\n"},
        {INHIBIT, "mTORC1@..", PL_ERR_OPTION,
         "error: mTORC1@..: there is no time behind the '@'\n"},
        {INHIBIT, "mTORC1@1h-24h", PL_ERR_OPTION,
         "error: mTORC1@1h-24h: '-24h' behind the time is not understood\n"
         "hint: a window is written @from..to\n"},
        {INHIBIT, "mTORC1@1h..2h..3h", PL_ERR_OPTION,
         "error: mTORC1@1h..2h..3h: '..3h' behind the time is not understood\n"
         "hint: a window is written @from..to\n"},
        {INHIBIT, "mTORC1@1h=0.5", PL_ERR_OPTION,
         "error: mTORC1@1h=0.5: the time stands last: mTORC1=0.5@1h..24h\n"},
        {INHIBIT, "", PL_ERR_OPTION,
         "error: '': the name is missing: <name>=0.5@1h..24h\n"},
        {DRUG, "=20nM", PL_ERR_OPTION,
         "error: '=20nM': the name is missing: <name>=20nM@1h..24h\n"},
        {CLAMP, "S6K_IRS1=0.5", PL_ERR_OPTION,
         "error: S6K_IRS1=0.5: a clamp takes no value\n"},
        {CLAMP, "S6K_IRS1@6h", PL_ERR_OPTION,
         "error: S6K_IRS1@6h: a clamp takes no time: it holds from time 0 to the "
         "end\n"},
        {CUT, "S6K_IRS1=0", PL_ERR_OPTION, "error: S6K_IRS1=0: a cut takes no value\n"},
        {CUT, "S6K_IRS1@6h", PL_ERR_OPTION,
         "error: S6K_IRS1@6h: a cut takes no time: it holds before time 0 and ever "
         "after\n"},
    };
    struct words_models *models = *state;

    check_refusals(models->her2, rows, N_OF(rows));
}

static void
test_add_takes_bare_times_without_a_time_unit(void **state)
{
    static const struct refusal rows[] = {
        {DRUG, "x=1nM@24h", PL_ERR_OPTION,
         "error: x=1nM@24h: the model does not say what a unit of its time is\n"
         "hint: write the bare number, or add a line to the model: unit time_unit = 60 "
         "second\n"},
        {DRUG, "x=1nM@24hours", PL_ERR_OPTION,
         "error: x=1nM@24hours: the model does not say what a unit of its time is\n"
         "hint: write the bare number, or add a line to the model: unit time_unit = 60 "
         "second\n"},
        {DRUG, "x=1nM@soon", PL_ERR_OPTION,
         "error: x=1nM@soon: a time is a number: 100\n"},
        {DRUG, "x=1nM@20..10", PL_ERR_OPTION,
         "error: x=1nM@20..10: the window ends (10) before it begins (20)\n"},
    };
    static const struct word words[] = {{DRUG, "x=1nM@10..20.5"}, {0, NULL}};
    struct words_models *models = *state;
    struct pl_treatment *treatment = words_make(models->bare, words);
    size_t n = 0;
    const struct pl_action *action = pl_treatment_actions(treatment, &n);

    assert_close(action->from, 10.0, 0.0, 0.0);
    assert_close(action->to, 20.5, 0.0, 0.0);
    pl_treatment_destroy(treatment);
    check_refusals(models->bare, rows, N_OF(rows));
}

static void
test_add_refuses_contradictions_and_shows_both(void **state)
{
    static const struct {
        struct word words[3]; /* the last one is refused */
        const char *messages;
    } rows[] = {
        {{{INHIBIT, "mTORC1"}, {INHIBIT, "mTORC1=0.5"}},
         "error: 'mTORC1' and 'mTORC1=0.5' overlap: both set 'inhibit_mTORC1'\n"
         "hint: let one end before the other begins: @0..6h and @6h..24h\n"},
        {{{INHIBIT, "mTORC1"}, {SET, "inhibit_mTORC1=1@0h"}},
         "error: 'mTORC1' and 'inhibit_mTORC1=1@0h' overlap: both set "
         "'inhibit_mTORC1'\n"
         "hint: let one end before the other begins: @0..6h and @6h..24h\n"},
        {{{DRUG, "everolimus=20nM@0..24h"}, {DRUG, "RAD001=5nM@12h"}},
         "error: 'everolimus=20nM@0..24h' and 'RAD001=5nM@12h' overlap: both set "
         "'drug_everolimus'\n"
         "hint: let one end before the other begins: @0..6h and @6h..24h\n"},
        {{{SET, "IGF=0"}, {SET, "IGF=1"}},
         "error: 'IGF=0' and 'IGF=1' both give 'IGF' its value before time 0\n"},
        {{{SET, "drug_trastuzumab=1"}, {BACKGROUND, "drug trastuzumab=68nM"}},
         "error: 'drug_trastuzumab=1' and 'trastuzumab=68nM' both give "
         "'drug_trastuzumab' its value before time 0\n"},
        {{{BACKGROUND, "drug trastuzumab=68nM"}, {BACKGROUND, "drug Herceptin=1nM"}},
         "error: 'trastuzumab=68nM' and 'Herceptin=1nM' both give 'drug_trastuzumab' "
         "its value before time 0\n"},
        {{{SET, "HER3=0.5@6h"}, {SET, "HER3=0.1@6h"}},
         "error: 'HER3=0.5@6h' and 'HER3=0.1@6h' both step 'HER3' at one time\n"},
        {{{CLAMP, "S6K_IRS1"}, {CLAMP, "feedback_S6K_IRS1"}},
         "error: 'feedback_S6K_IRS1' is clamped twice\n"},
        {{{CUT, "S6K_IRS1"}, {CUT, "S6K_IRS1"}}, "error: 'S6K_IRS1' is cut twice\n"},
        {{{CUT, "S6K_IRS1"}, {CLAMP, "S6K_IRS1"}},
         "error: 'S6K_IRS1' is both cut and clamped: a signal that is cut is 0 all "
         "along\n"},
        {{{CELL, "her2_sensitive"}, {CELL, "her2_normal"}},
         "error: a second cell 'her2_normal': the first is 'her2_sensitive'\n"},
        {{{VARIANT, "mtorc2_side"}, {VARIANT, "mtorc2_side"}},
         "error: a second variant 'mtorc2_side': the first is 'mtorc2_side'\n"},
    };
    struct words_models *models = *state;

    for (size_t i = 0; i < N_OF(rows); i++) {
        const struct word first[] = {rows[i].words[0], {0, NULL}};
        const struct word *second = &rows[i].words[1];
        struct pl_treatment *treatment = words_make(models->her2, first);
        struct pl_diags *diags = pl_diags_create();
        size_t n_before = 0;
        size_t n = 0;

        (void)pl_treatment_actions(treatment, &n_before);
        assert_int_equal(words_add(treatment, second->what, second->text, diags),
                         PL_ERR_OPTION);
        assert_messages(diags, rows[i].messages);
        (void)pl_treatment_actions(treatment, &n);
        assert_int_equal(n, n_before);
        pl_diags_destroy(diags);
        pl_treatment_destroy(treatment);
    }
}

static void
test_background_refuses_what_is_none(void **state)
{
    static const struct refusal rows[] = {
        {BACKGROUND, "", PL_ERR_OPTION,
         "error: the background is empty\n"
         "hint: as in \"drug trastuzumab=68nM, set IGF=0\"\n"},
        {BACKGROUND, " , ,", PL_ERR_OPTION,
         "error: the background is empty\n"
         "hint: as in \"drug trastuzumab=68nM, set IGF=0\"\n"},
        {BACKGROUND, "trastuzumab=68nM", PL_ERR_OPTION,
         "error: trastuzumab=68nM: an item of a background begins with drug, inhibit, "
         "set or cut\n"
         "hint: as in \"drug trastuzumab=68nM, set IGF=0\"\n"},
        {BACKGROUND, "set IGF=0, clamp S6K_IRS1", PL_ERR_OPTION,
         "error: clamp S6K_IRS1: a clamp is no background: it holds a signal at its "
         "level before treatment\n"},
        {BACKGROUND, "drug trastuzumab=68nM@0..24h", PL_ERR_OPTION,
         "error: trastuzumab=68nM@0..24h: a background takes no time: it holds before "
         "time 0 and ever after\n"},
        {BACKGROUND, "set IGF=0, drug trastuzumab=68", PL_ERR_OPTION,
         "error: trastuzumab=68: a dose needs its unit: trastuzumab=68nM (pM, nM, uM, "
         "mM)\n"},
        {BACKGROUND, "drug", PL_ERR_OPTION,
         "error: drug: the name is missing: drug <name>=20nM@1h..24h\n"},
        {BACKGROUND, "set IGF=0,,drug trastuzumab=68nM", PL_ERR_OPTION,
         "error: set IGF=0,,drug trastuzumab=68nM: nothing stands between two "
         "commas\n"},
    };
    struct words_models *models = *state;

    /* check_refusals: nothing of a background stays when an item is wrong. */
    check_refusals(models->her2, rows, N_OF(rows));
}

static void
test_jumps_refuse_what_begins_after_the_run(void **state)
{
    static const struct {
        struct word words[4];
        double duration;
        const char *messages;
    } rows[] = {
        {{{DRUG, "everolimus=20nM@60h"}},
         2880.0,
         "error: everolimus=20nM@60h: begins at 60 h, when the run is over (48 h)\n"
         "hint: let the run last longer: --for 72h\n"},
        {{{INHIBIT, "Akt@48h"}},
         2880.0,
         "error: Akt@48h: begins at 48 h, when the run is over (48 h)\n"
         "hint: let the run last longer: --for 72h\n"},
        /* One duration for all that is late. */
        {{{CUT, "FOXO_HER3"}, {INHIBIT, "Akt@72h"}, {INHIBIT, "MEK@100h"}},
         2880.0,
         "error: Akt@72h: begins at 72 h, when the run is over (48 h)\n"
         "hint: let the run last longer: --for 5d\n"},
        {{{INHIBIT, "Akt@0.3s"}},
         0.001,
         "error: Akt@0.3s: begins at 300 ms, when the run is over (60 ms)\n"
         "hint: let the run last longer: --for 500ms\n"},
        {{{INHIBIT, "Akt@300d"}},
         2880.0,
         "error: Akt@300d: begins at 300 d, when the run is over (48 h)\n"
         "hint: let the run last longer: --for 500d\n"},
    };
    static const struct {
        const char *text, *messages;
    } bare[] = {
        {"x=1@100", "error: x=1@100: begins at 100, when the run is over (100)\n"
                    "hint: let the run last longer: --for 200\n"},
        {"x=1@270", "error: x=1@270: begins at 270, when the run is over (100)\n"
                    "hint: let the run last longer: --for 300\n"},
        {"x=1@950", "error: x=1@950: begins at 950, when the run is over (100)\n"
                    "hint: let the run last longer: --for 2000\n"},
    };
    struct words_models *models = *state;
    struct pl_diags *diags = pl_diags_create();
    struct pl_jump *jumps = NULL;
    size_t n = 0;

    for (size_t i = 0; i < N_OF(rows); i++) {
        struct pl_treatment *treatment = words_make(models->her2, rows[i].words);

        assert_int_equal(
            pl_treatment_jumps(treatment, rows[i].duration, diags, &jumps, &n),
            PL_ERR_OPTION);
        assert_null(jumps);
        assert_messages(diags, rows[i].messages);
        pl_treatment_destroy(treatment);
        pl_diags_clear(diags);
    }
    for (size_t i = 0; i < N_OF(bare); i++) {
        const struct word words[] = {{SET, bare[i].text}, {0, NULL}};
        struct pl_treatment *treatment = words_make(models->bare, words);

        assert_int_equal(pl_treatment_jumps(treatment, 100.0, diags, &jumps, &n),
                         PL_ERR_OPTION);
        assert_messages(diags, bare[i].messages);
        pl_treatment_destroy(treatment);
        pl_diags_clear(diags);
    }
    pl_diags_destroy(diags);
}

/* A is made anew, B and C turn into each other, z has a rate rule, p is a parameter. */
static void
test_warn_moved_names_starting_values_that_do_not_hold(void **state)
{
    static const char text[] = "species A, B, C; A = 1; B = 1; C = 1; p = 1;\n"
                               "JA: -> A; p - A; JB: B -> C; B - C;\n"
                               "z = 1; z' = p - z;\n";
    static const struct {
        struct word words[3];
        const char *symbol;
        double rest;
        const char *messages;
    } rows[] = {
        {{{SET, "A=0"}},
         "A",
         0.25,
         "warning: 'A' was set to 0 and is 0.25 at rest: a starting value does not "
         "hold\n"
         "hint: set what makes it, or, in a run, set it after the rest: --set A=0@0\n"},
        {{{SET, "z=-2.5"}},
         "z",
         1.0 / 3.0,
         "warning: 'z' was set to -2.5 and is 0.333 at rest: a starting value does not "
         "hold\n"
         "hint: set what makes it, or, in a run, set it after the rest: --set "
         "z=-2.5@0\n"},
        {{{BACKGROUND, "set A=3"}},
         "A",
         1.0,
         "warning: 'A' was set to 3 and is 1 at rest: a starting value does not hold\n"
         "hint: set what makes it, or, in a run, set it after the rest: --set A=3@0\n"},
        /* One per cent of the larger is where it begins. */
        {{{SET, "A=2"}}, "A", 1.981, ""},
        {{{SET, "A=2"}},
         "A",
         1.979,
         "warning: 'A' was set to 2 and is 1.98 at rest: a starting value does not "
         "hold\n"
         "hint: set what makes it, or, in a run, set it after the rest: --set A=2@0\n"},
        {{{SET, "A=1.979"}},
         "A",
         2.0,
         "warning: 'A' was set to 1.979 and is 2 at rest: a starting value does not "
         "hold\n"
         "hint: set what makes it, or, in a run, set it after the rest: --set "
         "A=1.979@0\n"},
        /* A zero that stays one but for rounding. */
        {{{SET, "A=0"}}, "A", 1e-15, ""},
        /* It sets the sum of B and C. */
        {{{SET, "B=5"}}, "B", 3.0, ""},
        /* What is no starting value. */
        {{{SET, "p=5"}}, "A", 5.0, ""},
        {{{SET, "A=5@0"}}, "A", 1.0, ""},
    };
    struct words_models *models = *state;
    struct pl_context *context = trial_load_text(models->folder, text);
    double *values = calloc(context->model->n_symbols, sizeof *values);
    struct pl_diags *diags = pl_diags_create();

    assert_non_null(values);
    for (size_t i = 0; i < N_OF(rows); i++) {
        struct pl_treatment *treatment = words_make(context, rows[i].words);

        for (size_t k = 0; k < context->model->n_symbols; k++) {
            values[k] = 1.0;
        }
        values[pl_model_find(context->model, rows[i].symbol)] = rows[i].rest;
        pl_treatment_warn_moved(treatment, values, diags);
        pl_treatment_warn_moved(treatment, values, NULL);
        assert_messages(diags, rows[i].messages);
        pl_treatment_destroy(treatment);
        pl_diags_clear(diags);
    }
    free(values);
    pl_diags_destroy(diags);
    pl_context_destroy(context);
}

/* A wrong name is reported as such even when there is no memory for hints. */
static void
test_add_reports_a_wrong_name_without_memory_for_hints(void **state)
{
    struct words_models *models = *state;
    struct pl_treatment *treatment = NULL;
    bool has_failed = true;

    assert_int_equal(pl_treatment_create(models->her2, NULL, &treatment), PL_OK);
    /* The first two allocations are the texts of the action itself. */
    for (size_t n = 3; has_failed; n++) {
        struct pl_diags *diags = pl_diags_create();
        enum pl_status status = PL_OK;

        test_fail_allocation(n, true);
        status = pl_treatment_add(treatment, PL_ACTION_DRUG, "RAD01=1nM", diags);
        has_failed = test_allow_allocations();
        assert_int_equal(status, PL_ERR_NAME);
        assert_int_equal(pl_diags_n_errors(diags), 1);
        pl_diags_destroy(diags);
    }
    pl_treatment_destroy(treatment);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_add_refuses_unknown_names),
        cmocka_unit_test(test_add_refuses_what_is_no_fraction),
        cmocka_unit_test(test_add_refuses_what_is_no_dose),
        cmocka_unit_test(test_add_refuses_what_cannot_be_set),
        cmocka_unit_test(test_add_refuses_bad_times),
        cmocka_unit_test(test_add_takes_bare_times_without_a_time_unit),
        cmocka_unit_test(test_add_refuses_contradictions_and_shows_both),
        cmocka_unit_test(test_background_refuses_what_is_none),
        cmocka_unit_test(test_jumps_refuse_what_begins_after_the_run),
        cmocka_unit_test(test_warn_moved_names_starting_values_that_do_not_hold),
        cmocka_unit_test(test_add_reports_a_wrong_name_without_memory_for_hints),
    };

    return cmocka_run_group_tests(tests, words_set_up, words_tear_down);
}
