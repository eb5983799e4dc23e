/*
 * test_pathway_dot.c - the picture of a network as dot reads it: to the letter, and with
 * any text in it.
 */
#include "testlib.h"

#include <gsl/gsl_errno.h>
#include <unistd.h>

#include "analysis/pathway.h"
#include "base/diag.h"
#include "base/text.h"
#include "model/model.h"
#include "out/graphviz.h"
#include "out/pathway_dot.h"
#include "out/pathway_layout.h"
#include "study/context.h"
#include "study/snapshot.h"
#include "study/treatment.h"
#include "trial.h"

struct fixture {
    char *folder;
    struct pl_pathway pathway;
};

static int
set_up(void **state)
{
    struct fixture *f = calloc(1, sizeof *f);

    assert_non_null(f);
    gsl_set_error_handler_off();
    f->folder = test_make_folder();
    *state = f;
    return 0;
}

static int
tear_down(void **state)
{
    struct fixture *f = *state;

    pl_pathway_finish(&f->pathway);
    test_remove_folder(f->folder);
    free(f);
    return 0;
}

static void
make(const struct pl_context *context, const char *words, double time,
     struct pl_pathway *pathway)
{
    const struct pl_snapshot_options options = {
        .sim = pl_sim_options_default(), .duration = time, .time = time};
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

/* A -> B, B holds A down, a drug on B; the page without its legend, which comes first. */
static void
test_dot_of_a_small_network(void **state)
{
    static const char model[] =
        "model m\n"
        "unit time_unit = 60 second; unit nM = 1e-9 mole/litre;\n"
        "// ========= top\n"
        "species Raf, Raf_p; Raf = 0.5; Raf_p = 0.5; Raf_p is \"Raf with phosphate\";\n"
        "species B; B = 0.25; B is \"kinase B\";\n"
        "drug_d = 0; drug_d has nM; drug_d is \"stopper\";\n"
        "J1: Raf -> Raf_p; Raf/(1 + feedback_B_A) - Raf_p;\n"
        "J2: -> B; Raf_p*(1 - B)/(1 + drug_d) - B;\n"
        "feedback_B_A := B; feedback_B_A is \"B -| A\";\n"
        "end\n";
    static const char want[] =
        "    node [fontname=\"Arial\", fontsize=22, fontcolor=\"#222222\"];\n"
        "    edge [fontname=\"Arial\", arrowsize=0.7];\n"
        "    subgraph cluster_page {\n"
        "    graph [peripheries=0, margin=0, labelloc=t, labeljust=l, "
        "label=<<FONT POINT-SIZE=\"24\"><B>A &amp; B</B></FONT>"
        "<BR ALIGN=\"LEFT\"/><FONT POINT-SIZE=\"18\" COLOR=\"#555555\">&lt;small&gt;"
        "</FONT><BR ALIGN=\"LEFT\"/>>];\n"
        "    subgraph cluster_0 {\n"
        "    graph [peripheries=1, style=\"rounded,filled\", color=\"#DDDDDD\", "
        "fillcolor=\"#F2F2F2\", margin=4, fontcolor=\"#555555\", label=<<I>top</I>>];\n"
        "    n0 [shape=plain, label=<<TABLE BORDER=\"1\" CELLBORDER=\"0\" "
        "CELLSPACING=\"0\" CELLPADDING=\"3\" STYLE=\"ROUNDED\" COLOR=\"#222222\">"
        "<TR><TD COLSPAN=\"2\"><B>Raf</B></TD></TR>"
        "<TR><TD PORT=\"f0\" BGCOLOR=\"#FFFFFF\">Raf</TD><VR/>"
        "<TD PORT=\"f1\" BGCOLOR=\"#FFFFFF\">with phosphate</TD></TR>"
        "</TABLE>>, tooltip=\"Raf = 0.5, Raf_p = 0.5\"];\n"
        "    n1 [shape=plain, label=<<TABLE BORDER=\"1\" CELLBORDER=\"0\" "
        "CELLSPACING=\"0\" CELLPADDING=\"3\" STYLE=\"ROUNDED\" COLOR=\"#222222\" "
        "BGCOLOR=\"#FFFFFF\"><TR><TD>kinase B</TD></TR></TABLE>>, "
        "tooltip=\"B = 0.25\"];\n"
        "    }\n"
        "    n2 [shape=plain, label=<<TABLE BORDER=\"1\" CELLBORDER=\"0\" "
        "CELLSPACING=\"0\" CELLPADDING=\"3\" STYLE=\"ROUNDED\" COLOR=\"#7B3294\" "
        "BGCOLOR=\"#FFFFFF\"><TR><TD><FONT COLOR=\"#7B3294\">&#160;B ⊣ "
        "A&#160;</FONT></TD></TR>"
        "</TABLE>>, tooltip=\"feedback_B_A = 0.25\"];\n"
        "    n0:f1 -> n2 [dir=back, arrowhead=tee, arrowtail=tee, color=\"#7B3294\", "
        "penwidth=2.6, minlen=0];\n"
        "    n0 -> n1 [dir=forward, arrowhead=normal, arrowtail=normal, "
        "color=\"#555555\", penwidth=1.2];\n"
        "    n2 -> n1 [dir=back, arrowhead=normal, arrowtail=normal, "
        "color=\"#7B3294\", penwidth=2.6, minlen=0];\n"
        "    }\n"
        "}\n";
    struct fixture *f = *state;
    struct pl_context *context = trial_load_text(f->folder, model);
    const struct pl_pathway_page page = {
        .title = "A & B", .subtitle = "<small>", .sections = true};
    struct pl_text dot;
    const char *body = NULL;

    make(context, "", 0.0 + 1e-9, &f->pathway);
    f->pathway.nodes[0].forms[0].level = 0.5;
    pl_text_init(&dot);
    assert_int_equal(pl_pathway_dot(&f->pathway, &page, NULL, &dot), PL_OK);
    body = strstr(pl_text_string(&dot), "    node [");
    assert_non_null(body);
    assert_string_equal(body, want);
    pl_text_finish(&dot);
    pl_context_destroy(context);
}

static const char *
find(const struct pl_text *dot, const char *words)
{
    const char *found = strstr(pl_text_string(dot), words);

    if (found == NULL) {
        fail_msg("no %s in\n%s", words, pl_text_string(dot));
    }
    return found;
}

/* What a treatment did: colours, folds, dashes, the drug with its dose, the legend. */
static void
test_dot_shows_what_a_treatment_did(void **state)
{
    static const char *const want[] = {
        "<TD>× untreated, at 24 h</TD>",
        "<TD><FONT COLOR=\"#7B3294\">feedback loop</FONT></TD>",
        "<TD><FONT COLOR=\"#222222\">silent or held</FONT></TD>",
        "BGCOLOR=\"#F2CC78\"><TR><TD>receptor, active&#160;&#160;<B>3.00×</B></TD>",
        "BGCOLOR=\"#0B3C68\"><TR><TD><FONT COLOR=\"#FFFFFF\">substrate, phosph",
        "phosphorylated&#160;&#160;<B>&lt;0.01×</B></FONT></TD>",
        "STYLE=\"ROUNDED,DASHED\" COLOR=\"#7B3294\"",
        "kinase B ⊣ receptor&#160;&#160; <I>open</I></FONT>",
        "[shape=octagon, style=\"filled\", fillcolor=\"#FFF2B3\"",
        "label=<<B>Binib (invented)</B><BR/>100 µM>",
        "color=\"#7B3294\", penwidth=2.6, style=dashed, minlen=0];",
        "color=\"#222222\", penwidth=2.2",
    };
    struct fixture *f = *state;
    struct pl_context *context = trial_load_source("models/negative-feedback.ant");
    const struct pl_pathway_page page = {.title = "t"};
    struct pl_text dot;

    make(context, "drug Binib=100uM", 1440.0, &f->pathway);
    pl_text_init(&dot);
    assert_int_equal(pl_pathway_dot(&f->pathway, &page, NULL, &dot), PL_OK);
    for (size_t i = 0; i < sizeof want / sizeof *want; i++) {
        (void)find(&dot, want[i]);
    }
    pl_text_finish(&dot);
    pl_context_destroy(context);
}

/* Names are text whatever is in them, for dot itself too where it is installed. */
static void
test_dot_takes_any_text_as_text(void **state)
{
    static const char *const nasty[] = {
        "</TD></TR></TABLE>>]; n9 [label=owned",
        "a & b &amp; <B>c</B>",
        "quote \\\" and \\\\N \\\\G",
        "}; { | } -- ->",
        "<!-- -->",
        "\xce\xb2-catenin \xe2\x88\x80",
        "\xe2\x80\xae right to left",
        "\x1b[31m red \x07",
        " ",
        "#include",
        "a very long name that goes on and on until nobody can read it any more at all",
    };
    struct fixture *f = *state;
    char *svg = test_join(f->folder, "x.svg");

    for (size_t i = 0; i < sizeof nasty / sizeof *nasty; i++) {
        const struct pl_pathway_page page = {.title = nasty[i],
                                             .subtitle = nasty[i],
                                             .caption = nasty[i],
                                             .sections = true};
        struct pl_context *context = NULL;
        struct pl_text text;
        struct pl_text dot;

        pl_text_init(&text);
        pl_text_init(&dot);
        pl_text_put(&text, "unit time_unit = 60 second;\n// ======== ");
        pl_text_format(
            &text,
            "x\nspecies A, B, C; A = 1; B = 1; C = 1; inhibit_x = 0;\n"
            "J: A -> B; A*(1 - inhibit_x)*C - B; K: -> C; feedback_B_C - C;\n"
            "feedback_B_C := B;\n"
            "A is \"%s\"; C is \"%s\"; feedback_B_C is \"%s\";\n"
            "inhibit_x is \"%s\";\n",
            nasty[i], nasty[i], nasty[i], nasty[i]);
        context = trial_load_text(f->folder, pl_text_string(&text));
        make(context, "inhibit x=0.5", 10.0, &f->pathway);
        assert_int_equal(pl_pathway_dot(&f->pathway, &page, NULL, &dot), PL_OK);
        assert_null(strstr(pl_text_string(&dot), "n9 [label=owned,"));
        assert_null(strchr(pl_text_string(&dot), '\x1b'));
        if (pl_graphviz_check(svg, NULL) == PL_OK) {
            struct pl_diags *diags = pl_diags_create();
            char *picture = NULL;

            assert_int_equal(pl_graphviz_write(&dot, svg, diags), PL_OK);
            assert_messages(diags, "");
            picture = test_read_file(svg, NULL);
            assert_null(strstr(picture, "<title>n9</title>"));
            free(picture);
            pl_diags_destroy(diags);
        }
        pl_text_finish(&text);
        pl_text_finish(&dot);
        pl_pathway_finish(&f->pathway);
        pl_context_destroy(context);
    }
    free(svg);
}

/* ---------------------------------------------------------------- layout */

/* What feeds back goes up, what leads on goes down; who stand beside one another do not
 * move one another. */
static void
test_lay_out_lets_feedback_go_up(void **state)
{
    static const char model[] =
        "species A, B, C, D, E; A = 1; B = 1; C = 1; D = 1; E = 1;\n"
        "JA: -> A; 1/(1 + feedback_C_A) - A; JB: -> B; A - B; JC: -> C; B - C;\n"
        "JD: -> D; feedback_A_D + 1/(1 + E) - D; JE: -> E; 1/(1 + D) + C - E;\n"
        "feedback_C_A := C; feedback_A_D := A;\n";
    struct fixture *f = *state;
    struct pl_context *context = trial_load_text(f->folder, model);
    struct pl_pathway_way ways[16];

    make(context, "", 1.0, &f->pathway);
    assert_true(f->pathway.n_edges <= 16);
    assert_int_equal(pl_pathway_lay_out(&f->pathway, NULL, ways), PL_OK);
    for (size_t k = 0; k < f->pathway.n_edges; k++) {
        const struct pl_pathway_edge *edge = &f->pathway.edges[k];
        const char *from =
            context->model->symbols[f->pathway.nodes[edge->from].symbol].name;
        const char *to =
            context->model->symbols[f->pathway.nodes[edge->to].symbol].name;

        assert_int_equal(ways[k].up, strcmp(from, "feedback_C_A") == 0 ||
                                         strcmp(to, "feedback_C_A") == 0);
        assert_int_equal(ways[k].free, edge->two_ways);
        if (edge->two_ways) {
            assert_true((*from == 'D' && *to == 'E') || (*from == 'E' && *to == 'D'));
        }
    }
    pl_context_destroy(context);
}

static enum pl_status
write_once(void *context)
{
    const struct fixture *f = context;
    const struct pl_pathway_page page = {
        .title = "title", .subtitle = "subtitle", .sections = true};
    struct pl_text dot;
    enum pl_status status = PL_OK;

    pl_text_init(&dot);
    status = pl_pathway_dot(&f->pathway, &page, NULL, &dot);
    pl_text_finish(&dot);
    return status;
}

static void
test_dot_survives_no_memory(void **state)
{
    struct fixture *f = *state;
    struct pl_context *context = trial_load_source("models/negative-feedback.ant");

    make(context, "inhibit kinaseB", 60.0, &f->pathway);
    assert_true(assert_survives_no_memory(write_once, f) > 10);
    pl_context_destroy(context);
}

int
main(void)
{
#define WITH_FOLDER(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        WITH_FOLDER(test_dot_of_a_small_network),
        WITH_FOLDER(test_dot_shows_what_a_treatment_did),
        WITH_FOLDER(test_dot_takes_any_text_as_text),
        WITH_FOLDER(test_lay_out_lets_feedback_go_up),
        WITH_FOLDER(test_dot_survives_no_memory),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
