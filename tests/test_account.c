/*
 * test_account.c - captions and methods say what was done.
 */
#include "testlib.h"

#include <sys/stat.h>
#include <unistd.h>

#include "base/diag.h"
#include "base/text.h"
#include "cli/account.h"
#include "model/model.h"
#include "pathloop.h"
#include "solve/sim.h"
#include "study/context.h"
#include "study/ensemble.h"
#include "study/treatment.h"

static const char model[] = "model decay\n"
                            "  unit time_unit = 60 second\n"
                            "  compartment c = 1\n"
                            "  species A in c\n"
                            "  A = 1; k = 2; inhibit_kinase = 0\n"
                            "  J: A -> ; k*A*(1 - inhibit_kinase)\n"
                            "end\n";
#define DIGEST "7a79e829"
#define WHOLE DIGEST "06d07a6260f2c610628259ee09bce1d5dfb525488693f78fbf3fee0a"

static const char cells[] = "conditionId\tconditionName\tk\n"
                            "c1\tfirst cell\t2\n";
static const char variants[] = "conditionId\tconditionName\tk\n"
                               "slow\tslow one\t0.5\n";

/* A model with tables, and the account of a run of it. */
struct fixture {
    char *folder;
    struct pl_diags *diags;
    struct pl_context *context;
    struct pl_treatment *treatment;
    struct pl_ensemble *ensemble;
    struct pl_sim_options sim;
    struct account account;
};

static void
write_in(const char *folder, const char *name, const char *text)
{
    char *path = test_join(folder, name);

    test_write_file(path, text);
    free(path);
}

static int
set_up(void **state)
{
    struct fixture *f = calloc(1, sizeof *f);
    char *path = NULL;

    assert_non_null(f);
    f->folder = test_make_folder();
    f->diags = pl_diags_create();
    write_in(f->folder, "decay.ant", model);
    write_in(f->folder, "decay.cells.tsv", cells);
    write_in(f->folder, "decay.variants.tsv", variants);
    path = test_join(f->folder, "decay.ant");
    assert_int_equal(pl_context_load(path, f->diags, &f->context), PL_OK);
    free(path);
    assert_int_equal(pl_treatment_create(f->context, f->diags, &f->treatment), PL_OK);
    assert_messages(f->diags, "");
    f->sim = pl_sim_options_default();
    f->account = (struct account){
        .context = f->context,
        .treatment = f->treatment,
        .sim = &f->sim,
        .method = "rodas",
        .duration = 2880.0,
        .rests = true,
        .measured = account_measured(true, true),
    };
    *state = f;
    return 0;
}

static int
tear_down(void **state)
{
    struct fixture *f = *state;

    pl_ensemble_destroy(f->ensemble);
    pl_treatment_destroy(f->treatment);
    pl_context_destroy(f->context);
    pl_diags_destroy(f->diags);
    test_remove_folder(f->folder);
    free(f);
    return 0;
}

static void
add(struct fixture *f, enum pl_action_kind kind, const char *text)
{
    assert_int_equal(pl_treatment_add(f->treatment, kind, text, f->diags), PL_OK);
}

static void
read_ensemble(struct fixture *f, const char *table)
{
    char *path = test_join(f->folder, "sets.tsv");

    test_write_file(path, table);
    assert_int_equal(pl_ensemble_read(f->context, path, f->diags, &f->ensemble), PL_OK);
    assert_messages(f->diags, "");
    f->account.ensemble = f->ensemble;
    free(path);
}

/* `want` with the version of the library where it has "VERSION". */
static void
assert_words(const char *got, const char *want)
{
    const char *at = strstr(want, "VERSION");
    struct pl_text text;

    assert_non_null(at);
    pl_text_init(&text);
    pl_text_format(&text, "%.*s%s%s", (int)(at - want), want, pl_version(),
                   at + strlen("VERSION"));
    assert_string_equal(got, text.data);
    pl_text_finish(&text);
}

static void
assert_caption(const struct account *account, const char *want)
{
    struct pl_text text;

    pl_text_init(&text);
    account_caption(account, &text);
    assert_words(pl_text_string(&text), want);
    pl_text_finish(&text);
}

/* The paragraph with its lines joined: how it is broken has a test of its own. */
static void
assert_methods(const struct account *account, const char *want)
{
    struct pl_text text;

    pl_text_init(&text);
    account_methods(account, &text);
    for (size_t i = 0; i + 1 < text.size; i++) {
        text.data[i] = (char)(text.data[i] == '\n' ? ' ' : text.data[i]);
    }
    assert_words(pl_text_string(&text), want);
    pl_text_finish(&text);
}

static void
test_caption_of_an_untreated_run(void **state)
{
    struct fixture *f = *state;

    f->account.measured = account_measured(false, false);
    assert_caption(&f->account,
                   "decay " DIGEST " · first cell · untreated · levels are "
                   "in the model's units · pathloop VERSION");
    f->account.treatment = NULL;
    f->account.measured = NULL;
    assert_caption(&f->account, "decay " DIGEST " · pathloop VERSION");
}

static void
test_caption_of_a_treated_run(void **state)
{
    struct fixture *f = *state;

    assert_int_equal(pl_treatment_choose_variant(f->treatment, "slow", f->diags),
                     PL_OK);
    add(f, PL_ACTION_INHIBIT, "kinase=0.5@1h");
    assert_caption(
        &f->account,
        "decay " DIGEST " · first cell · variant slow · kinase inhibited 50 % "
        "from 1 h · folds are values over the untreated rest state · pathloop VERSION");
    f->account.treatments = "two treatments";
    f->account.measured = account_measured(true, false);
    assert_caption(&f->account, "decay " DIGEST
                                " · first cell · variant slow · two treatments · folds "
                                "are values over those at time 0 · pathloop VERSION");
}

/* The digest of the sets is the ensemble's own; folders are nobody's business. */
static void
test_caption_names_the_sets(void **state)
{
    struct fixture *f = *state;
    struct pl_text want;

    read_ensemble(f, "k\n1\n2\n3\n");
    pl_text_init(&want);
    pl_text_format(
        &want,
        "decay " DIGEST " · first cell · untreated · 3 parameter sets (sets.tsv "
        "%s) · folds are values over the untreated rest state · pathloop VERSION",
        pl_ensemble_digest(f->ensemble));
    assert_caption(&f->account, want.data);
    pl_text_finish(&want);
}

#define BITS                                                                          \
    "Numbers do not depend on the number of threads, nor on whether formulas ran as " \
    "machine code or were interpreted.\n"
#define START                                                                    \
    "Simulations were run with pathloop VERSION on the model decay (decay.ant, " \
    "SHA-256 " WHOLE "), cell \"first cell\""

static void
test_methods_of_a_treated_run(void **state)
{
    struct fixture *f = *state;

    add(f, PL_ACTION_INHIBIT, "kinase@6h..24h");
    assert_methods(
        &f->account, START
        ". The network was brought to rest before time 0. Treatment: kinase "
        "inhibited 100 %, 6 h to 24 h. Runs lasted 48 h. Folds are values over the "
        "untreated rest state. The differential equations were integrated by the "
        "Rosenbrock method Rodas5P (order 5, L-stable; Steinebach 2023, BIT Numer Math "
        "63:27) with an analytic Jacobian, a relative tolerance of 1e-06 and an "
        "absolute "
        "tolerance of 1e-09 times the level of each species at the start (or a "
        "millionth "
        "of the largest level, if that is more). " BITS);
}

static void
test_methods_of_other_runs(void **state)
{
    struct fixture *f = *state;

    assert_int_equal(pl_treatment_choose_variant(f->treatment, "slow", f->diags),
                     PL_OK);
    f->account.rests = false;
    f->account.duration = 0.0;
    f->account.measured = NULL;
    f->account.method = "msbdf";
    f->account.study = "Two sentences. Of the verb.";
    f->sim.atol = 1e-8;
    f->sim.rtol = 1e-4;
    assert_methods(
        &f->account, START
        ", variant slow. Runs began at the values of the model's file. Nothing was "
        "done to it. The differential equations were integrated by the method msbdf of "
        "the GNU Scientific Library (backward differentiation, orders 1 to 5) with a "
        "relative tolerance of 0.0001 and an absolute one of 1e-08 (model units). Two "
        "sentences. Of the verb. " BITS);
    f->account.method = NULL;
    f->account.treatments = "kinase inhibited 50 %; kinase inhibited 100 %";
    f->account.study = NULL;
    assert_methods(&f->account, START
                   ", variant slow. Runs began at the values of the model's file. "
                   "Treatments: kinase inhibited 50 %; kinase inhibited 100 %. " BITS);
}

static void
test_methods_name_the_sets(void **state)
{
    struct fixture *f = *state;
    struct pl_text want;

    read_ensemble(f, "k\tweight\n1\t3\n");
    f->account.method = NULL;
    pl_text_init(&want);
    pl_text_format(
        &want,
        START
        ". 1 parameter set (sets.tsv, digest %s) was run from a rest of its own; "
        "given are the median and, as a band, 5 to 95 %% of the weight (quantiles as "
        "in "
        "Hyndman & Fan 1996, Am Stat 50:361, definition 5). The network was brought to "
        "rest before time 0. Nothing was done to it. Runs lasted 48 h. Folds are "
        "values "
        "over the untreated rest state. " BITS,
        pl_ensemble_digest(f->ensemble));
    assert_methods(&f->account, want.data);
    pl_text_finish(&want);
}

static void
test_methods_are_broken_at_80_columns(void **state)
{
    struct fixture *f = *state;
    struct pl_text text;
    size_t longest = 0;

    pl_text_init(&text);
    account_methods(&f->account, &text);
    for (const char *p = text.data; *p != '\0';) {
        size_t n = strcspn(p, "\n");

        longest = n > longest ? n : longest;
        assert_true(n > 0);
        p += n + 1;
    }
    assert_true(longest > 70 && longest <= 80);
    assert_int_equal(text.data[text.size - 1], '\n');
    pl_text_finish(&text);
}

static void
test_put_methods_keeps_data_apart(void **state)
{
    struct fixture *f = *state;
    struct pl_text screen;

    pl_text_init(&screen);
    pl_text_put(&screen, "table\n");
    account_put_methods(&f->account, true, &screen);
    assert_string_equal(screen.data, "table\n");
    account_put_methods(&f->account, false, &screen);
    assert_int_equal(strncmp(screen.data, "table\n\nSimulations were run", 26), 0);
    pl_text_finish(&screen);
}

static void
test_check_wants_a_plot_for_a_caption(void **state)
{
    struct fixture *f = *state;
    struct account_opts opts = {.methods = true};

    assert_int_equal(account_check(&opts, f->diags), PL_OK);
    assert_int_equal(account_check_place(&opts, f->diags), PL_OK);
    opts.caption = true;
    assert_int_equal(account_check(&opts, f->diags), PL_ERR_OPTION);
    assert_messages(f->diags,
                    "error: --caption is a line below a picture, and none is drawn\n"
                    "hint: add --plot FILE.svg; --methods gives a paragraph without\n");
    pl_diags_clear(f->diags);
    opts.plot = "x.gif";
    assert_int_equal(account_check(&opts, f->diags), PL_ERR_OPTION);
    assert_messages(f->diags,
                    "error: cannot plot to 'x.gif': the ending says which format\n"
                    "hint: use .svg, .png or .pdf\n");
}

static void
test_check_place_leaves_what_is_there(void **state)
{
    struct fixture *f = *state;
    char *path = test_join(f->folder, "x.svg");
    char *missing = test_join(f->folder, "no/x.svg");
    char *fifo = test_join(f->folder, "fifo.svg");
    struct account_opts opts = {.plot = path};

    assert_int_equal(account_check_place(&opts, f->diags), PL_OK);
    assert_int_not_equal(access(path, F_OK), 0);
    test_write_file(path, "old");
    assert_int_equal(account_check_place(&opts, f->diags), PL_OK);
    test_assert_file(path, "old");
    assert_int_equal(mkfifo(fifo, 0666), 0);
    opts.plot = fifo; /* does not wait for a reader */
    assert_int_equal(account_check_place(&opts, f->diags), PL_OK);
    assert_messages(f->diags, "");
    opts.plot = missing;
    assert_int_equal(account_check_place(&opts, f->diags), PL_ERR_IO);
    free(fifo);
    free(missing);
    free(path);
}

int
main(void)
{
#define WITH_MODEL(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        WITH_MODEL(test_caption_of_an_untreated_run),
        WITH_MODEL(test_caption_of_a_treated_run),
        WITH_MODEL(test_caption_names_the_sets),
        WITH_MODEL(test_methods_of_a_treated_run),
        WITH_MODEL(test_methods_of_other_runs),
        WITH_MODEL(test_methods_name_the_sets),
        WITH_MODEL(test_methods_are_broken_at_80_columns),
        WITH_MODEL(test_put_methods_keeps_data_apart),
        WITH_MODEL(test_check_wants_a_plot_for_a_caption),
        WITH_MODEL(test_check_place_leaves_what_is_there),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
