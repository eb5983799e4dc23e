/*
 * test_pathway.c - a network as a picture has it: nodes, arrows, loops, words.
 */
#include "testlib.h"

#include <gsl/gsl_errno.h>

#include "analysis/pathway.h"
#include "base/diag.h"
#include "base/text.h"
#include "model/model.h"
#include "network.h"
#include "study/context.h"
#include "study/snapshot.h"
#include "study/treatment.h"
#include "trial.h"

/*
 * Everything that a picture knows. R is a receptor that the boundary species L turns on,
 * P has three forms, K a rule by way of which two act on three, E + S make ES; Z neither
 * acts nor is acted on; W has a rate rule.
 */
static const char everything[] =
    "model m\n"
    "unit time_unit = 60 second; unit nM = 1e-9 mole/litre;\n"
    "// ======== the membrane: where it begins\n"
    "species R, $L, X;\n"
    "// ---------------- inside\n"
    "species Pr, Pr_a, Pr_b, Q, Q1, Q2, Q3, Q4, E, S, ES, Z;\n"
    "L = 1; R = 0.5; X = 0.5; Pr = 1; Pr_a = 0.2; Pr_b = 0.1; Q = 0.5; Q1 = 0.5;\n"
    "Q2 = 0.5; Q3 = 0.5; Q4 = 0.5; E = 1; S = 1; ES = 0.1; Z = 3; W = 1; W' = R - W;\n"
    "Pr_a is \"Pr, once\"; Pr_b is \"Pr twice\"; R is \"receptor\";\n"
    "inhibit_K = 0; drug_d = 0; drug_d has nM; drug_off = 0;\n"
    "K := Pr_b*W*(1 - inhibit_K);\n"
    "JR: -> R; L/(1 + feedback_Q1_R)/(1 + drug_d) - R;\n"
    "JX: -> X; 1 - X + 0*feedback_Q2_X;\n"
    "J1: Pr -> Pr_a; R*Pr - Pr_a;\n"
    "J2: Pr_a -> Pr_b; R*Pr_a - (1 + feedback_Q3_Pr)*Pr_b;\n"
    "J3: Pr_b => Pr; 0.1*Pr_b;\n"
    "JQ1: -> Q1; K - Q1; JQ2: -> Q2; K*(1 - drug_off) - Q2; JQ3: -> Q3; K - Q3;\n"
    "JQ4: -> Q4; 2*K - Q4;\n"
    "JQ: -> Q; 1/(1 + X) - Q; JX2: X => ; 0.1*X*Q;\n"
    "JE: E + S -> ES; E*S - ES; JF: ES => E; 0.1*ES*(1 + Q);\n"
    "JS: -> S; 0.1;\n"
    "feedback_Q1_R := Q1; feedback_Q2_X := Q2; feedback_Q3_Pr := Q3;\n"
    "feedback_Q1_R is \"Q1 -| R\";\n"
    "end\n";

struct fixture {
    char *folder;
    struct pl_context *context;
    struct pl_pathway pathway;
};

static int
set_up(void **state)
{
    struct fixture *f = calloc(1, sizeof *f);

    assert_non_null(f);
    gsl_set_error_handler_off();
    f->folder = test_make_folder();
    f->context = trial_load_text(f->folder, everything);
    *state = f;
    return 0;
}

static int
tear_down(void **state)
{
    struct fixture *f = *state;

    pl_pathway_finish(&f->pathway);
    pl_context_destroy(f->context);
    test_remove_folder(f->folder);
    free(f);
    return 0;
}

/* The picture of a model at a time of a run under some treatment ("" for none). */
static void
make(const struct pl_context *context, const char *words, double time, bool rests,
     struct pl_pathway *pathway)
{
    const struct pl_snapshot_options options = {
        .sim = pl_sim_options_default(),
        .duration = time > 0.0 ? time : 1.0,
        .time = time,
        .equilibrate = rests ? PL_EQUILIBRATE_AUTO : PL_EQUILIBRATE_NO};
    struct pl_pathway_options drawn;
    struct pl_snapshot snapshot = {0};
    struct pl_treatment *treatment = NULL;

    assert_int_equal(pl_treatment_create(context, NULL, &treatment), PL_OK);
    if (words[0] != '\0') {
        assert_int_equal(pl_treatment_add_list(treatment, words, NULL), PL_OK);
    }
    assert_int_equal(pl_snapshot_take(context, treatment, &options, NULL, &snapshot),
                     PL_OK);
    drawn = (struct pl_pathway_options){
        .treatment = treatment,
        .time = time,
        .untreated =
            snapshot.treated ? pl_snapshot_untreated(&snapshot, 0, NULL) : NULL,
        .treated = pl_snapshot_now(&snapshot, 0),
    };
    assert_int_equal(pl_pathway_make(context, &drawn, NULL, pathway), PL_OK);
    pl_snapshot_finish(&snapshot);
    pl_treatment_destroy(treatment);
}

static const char *
name_of(const struct pl_pathway *pathway, size_t node)
{
    return pathway->context->model->symbols[pathway->nodes[node].symbol].name;
}

/* Each node on a line: kind, its forms, label, section, whether on a loop, what became of
 * a feedback edge. */
static void
print_nodes(const struct pl_pathway *pathway, struct pl_text *text)
{
    static const char *const kinds[] = {"species", "hub",  "feedback",
                                        "meets",   "drug", "target"};
    static const char *const loops[] = {"", " open", " clamped", " cut"};

    for (size_t k = 0; k < pathway->n_nodes; k++) {
        const struct pl_pathway_node *node = &pathway->nodes[k];

        pl_text_format(text, "%s %s", kinds[node->kind], name_of(pathway, k));
        for (size_t f = 1; f < node->n_forms; f++) {
            pl_text_format(
                text, "+%s",
                pathway->context->model->symbols[node->forms[f].symbol].name);
        }
        pl_text_format(text, " '%s'%s%s%s%s\n", node->label,
                       node->section != PL_NONE ? " in " : "",
                       node->section != PL_NONE ? pathway->sections[node->section] : "",
                       node->on_loop ? " loop" : "", loops[node->loop]);
    }
}

/* Each edge on a line: "A -> B", "A -| B[1]", "A => B", "A <=> B", "~" when silent. */
static void
print_edges(const struct pl_pathway *pathway, struct pl_text *text)
{
    for (size_t k = 0; k < pathway->n_edges; k++) {
        const struct pl_pathway_edge *edge = &pathway->edges[k];
        const bool flow = edge->relation == PL_PATHWAY_FLOW;

        pl_text_format(text, "%s %s%s %s", name_of(pathway, edge->from),
                       edge->two_ways ? (flow ? "<" : "|") : "",
                       flow                                  ? "=>"
                       : edge->relation == PL_PATHWAY_RAISES ? "->"
                                                             : "-|",
                       name_of(pathway, edge->to));
        if (edge->form != PL_NONE && pathway->nodes[edge->to].n_forms > 1) {
            pl_text_format(text, "[%zu]", edge->form);
        }
        pl_text_put(text, edge->is_silent ? " ~\n" : "\n");
    }
}

static void
check_nodes(const struct pl_pathway *pathway, const char *want)
{
    struct pl_text text;

    pl_text_init(&text);
    print_nodes(pathway, &text);
    assert_string_equal(pl_text_string(&text), want);
    pl_text_finish(&text);
}

static void
check_edges(const struct pl_pathway *pathway, const char *want)
{
    struct pl_text text;

    pl_text_init(&text);
    print_edges(pathway, &text);
    assert_string_equal(pl_text_string(&text), want);
    pl_text_finish(&text);
}

/* Z neither acts nor is acted on; nothing answers to Q2_X. */
static void
test_make_finds_nodes_and_arrows(void **state)
{
    struct fixture *f = *state;
    const struct pl_model *model = f->context->model;

    make(f->context, "", 0.0, false, &f->pathway);
    assert_false(f->pathway.treated);
    assert_close(f->pathway.time, 0.0, 0.0, 0.0);
    check_nodes(&f->pathway, "species R 'receptor' in the membrane loop\n"
                             "species L 'L' in the membrane\n"
                             "species X 'X' in the membrane loop\n"
                             "species Pr+Pr_a+Pr_b 'Pr' in inside loop\n"
                             "species Q 'Q' in inside loop\n"
                             "species Q1 'Q1' in inside loop\n"
                             "species Q2 'Q2' in inside\n"
                             "species Q3 'Q3' in inside loop\n"
                             "species Q4 'Q4' in inside\n"
                             "species E 'E' in inside loop\n"
                             "species S 'S' in inside\n"
                             "species ES 'ES' in inside loop\n"
                             "species W 'W' in inside loop\n"
                             "feedback feedback_Q1_R 'Q1 -| R' loop\n"
                             "feedback feedback_Q3_Pr 'feedback_Q3_Pr' loop\n"
                             "hub K 'K' loop\n"
                             "meets JE 'JE' loop\n");
    check_edges(&f->pathway, "L -> R\n"
                             "feedback_Q1_R -| R\n"
                             "R -> Pr\n"
                             "feedback_Q3_Pr -| Pr[2]\n"
                             "K -> Q1\n"
                             "K -> Q2\n"
                             "K -> Q3\n"
                             "K -> Q4\n"
                             "X |-| Q\n"
                             "E <=> JE\n"
                             "S <=> JE\n"
                             "JE <=> ES\n"
                             "ES => E\n"
                             "Q -> E\n"
                             "R -> W\n"
                             "Pr -> K\n"
                             "W -> K\n"
                             "Q1 -> feedback_Q1_R\n"
                             "Q3 -> feedback_Q3_Pr\n");
    assert_int_equal(f->pathway.n_idle, 1);
    assert_string_equal(model->symbols[f->pathway.idle[0]].name, "feedback_Q2_X");
    assert_close(f->pathway.nodes[3].forms[1].level, 0.2, 0.0, 0.0);
    assert_true(isnan(f->pathway.nodes[3].forms[1].fold));
}

/* With K blocked, K and what it drives fall silent; a drug that is off is no node. */
static void
test_make_shows_what_a_treatment_did(void **state)
{
    struct fixture *f = *state;

    make(f->context, "drug d=9nM, inhibit K, clamp Q3_Pr", 1440.0, true, &f->pathway);
    assert_true(f->pathway.treated);
    check_edges(&f->pathway, "L -> R\n"
                             "drug_d -| R\n"
                             "feedback_Q1_R -| R ~\n"
                             "R -> Pr\n"
                             "feedback_Q3_Pr -| Pr[2] ~\n"
                             "K -> Q1 ~\n"
                             "K -> Q2 ~\n"
                             "K -> Q3 ~\n"
                             "K -> Q4 ~\n"
                             "X |-| Q\n"
                             "E <=> JE\n"
                             "S <=> JE\n"
                             "JE <=> ES\n"
                             "ES => E\n"
                             "Q -> E\n"
                             "R -> W\n"
                             "Pr -> K ~\n"
                             "W -> K ~\n"
                             "inhibit_K -| K\n"
                             "Q1 -> feedback_Q1_R ~\n"
                             "Q3 -> feedback_Q3_Pr ~\n");
    for (size_t k = 0; k < f->pathway.n_nodes; k++) {
        const struct pl_pathway_node *node = &f->pathway.nodes[k];
        const char *name = name_of(&f->pathway, k);

        assert_int_equal(node->loop, strcmp(name, "feedback_Q1_R") == 0 ? PL_LOOP_OPENED
                                     : strcmp(name, "feedback_Q3_Pr") == 0
                                         ? PL_LOOP_CLAMPED
                                         : PL_LOOP_CLOSED);
        if (strcmp(name, "R") == 0) { /* 1/(1 + 9) over 1/(1 + Q1), Q1 then */
            assert_close(node->forms[0].level, 0.1, 1e-6, 0.0);
        } else if (strcmp(name, "drug_d") == 0) {
            assert_int_equal(node->kind, PL_PATHWAY_DRUG);
            assert_close(node->forms[0].level, 9.0, 0.0, 0.0);
        } else if (strcmp(name, "inhibit_K") == 0) {
            assert_int_equal(node->kind, PL_PATHWAY_TARGET);
        } else {
            assert_string_not_equal(name, "drug_off");
        }
    }
}

static void
test_make_tells_what_is_cut(void **state)
{
    struct fixture *f = *state;
    struct pl_text text;

    make(f->context, "cut Q1_R, drug d=1nM", 1440.0, true, &f->pathway);
    pl_text_init(&text);
    pl_pathway_describe(&f->pathway, &text);
    assert_non_null(strstr(pl_text_string(&text), " Cut: Q1_R. Left out, for nothing "
                                                  "answers to them here: Q2_X."));
    pl_text_finish(&text);
}

static void
test_keep_loops_leaves_the_rest_out(void **state)
{
    struct fixture *f = *state;

    make(f->context, "drug d=9nM", 0.0, true, &f->pathway);
    assert_int_equal(pl_pathway_keep_loops(&f->pathway, NULL), PL_OK);
    check_nodes(&f->pathway, "species R 'receptor' in the membrane loop\n"
                             "species X 'X' in the membrane loop\n"
                             "species Pr+Pr_a+Pr_b 'Pr' in inside loop\n"
                             "species Q 'Q' in inside loop\n"
                             "species Q1 'Q1' in inside loop\n"
                             "species Q3 'Q3' in inside loop\n"
                             "species E 'E' in inside loop\n"
                             "species ES 'ES' in inside loop\n"
                             "species W 'W' in inside loop\n"
                             "feedback feedback_Q1_R 'Q1 -| R' loop\n"
                             "feedback feedback_Q3_Pr 'feedback_Q3_Pr' loop\n"
                             "drug drug_d 'drug_d'\n"
                             "hub K 'K' loop\n"
                             "meets JE 'JE' loop\n");
    check_edges(&f->pathway, "drug_d -| R\n"
                             "feedback_Q1_R -| R\n"
                             "R -> Pr\n"
                             "feedback_Q3_Pr -| Pr[2]\n"
                             "K -> Q1\n"
                             "K -> Q3\n"
                             "X |-| Q\n"
                             "E <=> JE\n"
                             "JE <=> ES\n"
                             "ES => E\n"
                             "Q -> E\n"
                             "R -> W\n"
                             "Pr -> K\n"
                             "W -> K\n"
                             "Q1 -> feedback_Q1_R\n"
                             "Q3 -> feedback_Q3_Pr\n");
}

/* Forms of one thing have a name in common, turn into one another there and back, and are
 * not too many; else each is a node. */
static void
test_make_joins_forms_alone(void **state)
{
    static const struct {
        const char *reactions, *want;
    } rows[] = {
        {"J: Raf -> pRaf; Raf - pRaf;", "species Raf+pRaf 'Raf'\n"},
        {"J: Raf -> pRaf; Raf; K: pRaf -> Raf; pRaf;", "species Raf+pRaf 'Raf'\n"},
        {"back := 2*pRaf; J: Raf -> pRaf; Raf - back;", "species Raf+pRaf 'Raf'\n"},
        {"J: Raf -> pRaf; Raf;", "species Raf 'Raf'\nspecies pRaf 'pRaf'\n"},
        {"J: Raf => pRaf; Raf; K: pRaf + MEK -> ; pRaf*MEK;",
         "species Raf 'Raf'\nspecies pRaf 'pRaf'\nspecies MEK 'MEK'\n"
         "meets K 'K'\n"},
        {"J: Raf -> MEK; Raf - MEK;", "species Raf 'Raf'\nspecies MEK 'MEK'\n"},
        {"J1: Q_1 -> Q_2; Q_1 - Q_2; J2: Q_2 -> Q_3; Q_2 - Q_3;",
         "species Q_1 'Q_1'\nspecies Q_2 'Q_2'\nspecies Q_3 'Q_3'\n"},
    };
    struct fixture *f = *state;

    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct pl_context *context = NULL;
        struct pl_text text;

        pl_text_init(&text);
        pl_text_format(&text,
                       "species Raf, pRaf, MEK, Q_1, Q_2, Q_3; Raf = 1; pRaf = 1; "
                       "MEK = 1; Q_1 = 1; Q_2 = 1; Q_3 = 1;\n%s\n",
                       rows[i].reactions);
        context = trial_load_text(f->folder, pl_text_string(&text));
        make(context, "", 0.0, false, &f->pathway);
        for (size_t k = 0; k < f->pathway.n_nodes; k++) {
            f->pathway.nodes[k].on_loop = false;
        }
        if (f->pathway.n_edges > 0) {
            check_nodes(&f->pathway, rows[i].want);
        } else { /* nothing is left out: the first node tells */
            f->pathway.n_nodes = 1;
            check_nodes(&f->pathway, rows[i].want);
        }
        pl_pathway_finish(&f->pathway);
        pl_context_destroy(context);
        pl_text_finish(&text);
    }
}

/* In each model of the project: nodes and edges fit together, every feedback edge is drawn
 * or named as left out, and what is drawn as raising does raise. */
static void
test_make_draws_every_model(void **state)
{
    struct fixture *f = *state;
    char **paths = network_model_paths();

    for (size_t i = 0; paths[i] != NULL; i++) {
        struct pl_context *context = trial_load_source(paths[i]);
        size_t n_signals = 0;

        make(context, "", 0.0, false, &f->pathway);
        assert_true(f->pathway.n_nodes > 3);
        assert_true(f->pathway.n_edges > 3);
        for (size_t k = 0; k < f->pathway.n_edges; k++) {
            assert_true(f->pathway.edges[k].from < f->pathway.n_nodes);
            assert_true(f->pathway.edges[k].to < f->pathway.n_nodes);
            assert_int_not_equal(f->pathway.edges[k].from, f->pathway.edges[k].to);
        }
        for (size_t k = 0; k < f->pathway.n_nodes; k++) {
            n_signals += f->pathway.nodes[k].kind == PL_PATHWAY_FEEDBACK ? 1 : 0;
        }
        assert_int_equal(n_signals + f->pathway.n_idle,
                         context->roles.lists[PL_ROLE_EDGE].n);
        pl_pathway_finish(&f->pathway);
        pl_context_destroy(context);
    }
    network_free_paths(paths);
}

static void
test_make_knows_her2_mtor(void **state)
{
    static const char *const wanted[] = {
        "PIP3 -> Akt\n",
        "PHLPP -| Akt\n",
        "TSC2 -| Rheb\n",
        "mTORC1_kinase -> pS6K ~\n",
        "Akt -| TSC2\n",
        "Rictor -> mTOR[2] ~\n",
        "FOXO -> feedback_FOXO_HER3\n",
        "feedback_S6K_Rictor -> pRictor\n",
        "drug_everolimus -| pS6K\n",
        "HER3_mRNA -> HER3\n",
        "PIP3 -> mTORC2_open\n",
    };
    struct pl_context *context = trial_load_source("models/her2-mtor.ant");
    struct fixture *f = *state;
    struct pl_text text;

    make(context, "drug everolimus=20nM", 1440.0, true, &f->pathway);
    pl_text_init(&text);
    print_edges(&f->pathway, &text);
    for (size_t i = 0; i < sizeof wanted / sizeof *wanted; i++) {
        if (strstr(pl_text_string(&text), wanted[i]) == NULL) {
            fail_msg("no %s in\n%s", wanted[i], pl_text_string(&text));
        }
    }
    assert_null(strstr(pl_text_string(&text), "SIN1_mode"));
    assert_int_equal(f->pathway.n_idle, 1); /* S6K_SIN1, with SIN1_mode = +1 */
    pl_text_finish(&text);
    pl_pathway_finish(&f->pathway);
    pl_context_destroy(context);
}

/* ---------------------------------------------------------------- words */

static void
check_words(const char *path, const char *treatment, const char *want)
{
    struct pl_context *context = trial_load_source(path);
    struct pl_pathway pathway = {0};
    struct pl_text text;

    make(context, treatment, 1440.0, true, &pathway);
    pl_text_init(&text);
    pl_pathway_describe(&pathway, &text);
    assert_string_equal(pl_text_string(&text), want);
    pl_text_finish(&text);
    pl_pathway_finish(&pathway);
    pl_context_destroy(context);
}

static void
test_describe_says_what_is_there(void **state)
{
    (void)state;
    check_words("models/negative-feedback.ant", "",
                "4 species, 5 arrows, 1 feedback edge.");
    check_words(
        "models/negative-feedback.ant", "inhibit kinaseB",
        "4 species, 7 arrows, 1 feedback edge. At 24 h 3 of them have risen and "
        "1 fallen by a tenth or more, furthest receptor, active 3.00-fold and "
        "substrate, phosphorylated <0.01-fold. Open, with 5 % or less of the gain "
        "left: kinaseB_receptor (-0.25 to 0).");
    check_words("models/negative-feedback.ant",
                "inhibit kinaseB=0.1, clamp kinaseB_receptor",
                "4 species, 7 arrows, 1 feedback edge. At 24 h none of them is a tenth "
                "from untreated. Clamped: kinaseB_receptor.");
    check_words(
        "models/relay.ant", "",
        "6 species, 5 arrows, 0 feedback edges. Left out, for nothing answers to "
        "them here: step6_source.");
}

/* ---------------------------------------------------------------- faults */

static enum pl_status
make_once(void *context)
{
    struct fixture *f = context;
    struct pl_treatment *treatment = NULL;
    double values[64];
    struct pl_pathway_options options = {
        .time = 1.0, .untreated = values, .treated = values};
    enum pl_status status = pl_treatment_create(f->context, NULL, &treatment);

    assert_true(f->context->model->n_symbols <= 64);
    for (size_t i = 0; i < 64; i++) {
        values[i] = 0.5;
    }
    options.treatment = treatment;
    if (status == PL_OK) {
        status = pl_pathway_make(f->context, &options, NULL, &f->pathway);
    }
    if (status == PL_OK) {
        status = pl_pathway_keep_loops(&f->pathway, NULL);
    }
    pl_pathway_finish(&f->pathway);
    pl_treatment_destroy(treatment);
    return status;
}

static void
test_pathway_survives_no_memory(void **state)
{
    assert_true(assert_survives_no_memory(make_once, *state) > 20);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_make_finds_nodes_and_arrows),
        cmocka_unit_test(test_make_shows_what_a_treatment_did),
        cmocka_unit_test(test_make_tells_what_is_cut),
        cmocka_unit_test(test_keep_loops_leaves_the_rest_out),
        cmocka_unit_test(test_make_joins_forms_alone),
        cmocka_unit_test(test_make_draws_every_model),
        cmocka_unit_test(test_make_knows_her2_mtor),
        cmocka_unit_test(test_describe_says_what_is_there),
        cmocka_unit_test(test_pathway_survives_no_memory),
    };

    return cmocka_run_group_tests(tests, set_up, tear_down);
}
