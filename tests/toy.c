/*
 * toy.c - a small model with tables beside it and a solution in closed form.
 */
#include "toy.h"

#include "testlib.h"

#include <gsl/gsl_errno.h>

#include "base/diag.h"
#include "study/context.h"
#include "study/ensemble.h"
#include "study/treatment.h"
#include "trial.h"

static const char model[] =
    "model toy\n"
    "  unit time_unit = 3600 second;\n"
    "  species x, w;\n"
    "  x = 1; w = 1; inhibit_T = 0; drug_A = 0; drug_B = 0; g = 2; h = 1;\n"
    "  J1: -> x; 2*(1 - inhibit_T - x);\n"
    "  J2: -> w; 0.1*(1 + g*feedback_T_w - w);\n"
    "  feedback_T_w := inhibit_T;\n"
    "  readout_r := 3*x*w; readout_r is \"R level\";\n"
    "  readout_a := 1/(1 + drug_A/10)/(1 + drug_B/20); readout_a is \"A activity\";\n"
    "  readout_b := 1 + drug_A/10 + drug_B/10; readout_b is \"B side\";\n"
    "  readout_zero := drug_A; readout_zero is \"nothing\";\n"
    "  readout_h := (1 + drug_A/10)^h; readout_h is \"H rise\";\n"
    "end\n";

static const struct {
    const char *name, *text;
} tables[] = {
    {"model.cells.tsv", "conditionId\tconditionName\tg\n"
                        "plain\tPlain, as it is\t2\n"
                        "strong\tStrong return\t4\n"},
    {"model.variants.tsv", "conditionId\tconditionName\th\n"
                           "low\tflat\t1\n"
                           "high\tsteep\t2\n"
                           "mid\tbetween\t1.5\n"},
    {"model.drugs.tsv", "drugId\tdrugName\taliases\tclass\tdose\n"
                        "A\tagentine\tAG-1\tblocker\t30nM\n"
                        "B\tbetanol\tBT-2\topener\t20nM\n"},
    {"model.treatments.tsv", "treatmentId\ttreatmentName\tclass\ttreatment\n"
                             "half\thalf of T\tinhibitor\tinhibit T=0.5\n"
                             "whole\tall of T\tinhibitor\tinhibit T\n"
                             "both\t\tblocker + opener\tdrug A=30nM, B=20nM\n"},
};

int
toy_set_up(void **state)
{
    struct toy *toy = calloc(1, sizeof *toy);

    assert_non_null(toy);
    gsl_set_error_handler_off();
    toy->folder = test_make_folder();
    for (size_t i = 0; i < sizeof tables / sizeof tables[0]; i++) {
        char *path = test_join(toy->folder, tables[i].name);

        test_write_file(path, tables[i].text);
        free(path);
    }
    toy->context = trial_load_text(toy->folder, model);
    toy->diags = pl_diags_create();
    *state = toy;
    return 0;
}

int
toy_tear_down(void **state)
{
    struct toy *toy = *state;

    toy_forget(toy);
    pl_diags_destroy(toy->diags);
    pl_context_destroy(toy->context);
    test_remove_folder(toy->folder);
    free(toy);
    return 0;
}

void
toy_forget(struct toy *toy)
{
    pl_therapies_finish(&toy->therapies);
    while (toy->n_bases > 0) {
        toy->n_bases--;
        pl_treatment_destroy(toy->bases[toy->n_bases]);
    }
    pl_ensemble_destroy(toy->ensemble);
    toy->ensemble = NULL;
    free(toy->readouts);
    toy->readouts = NULL;
    toy->n_readouts = 0;
    pl_diags_clear(toy->diags);
}

void
toy_treat(struct toy *toy, const char *text)
{
    const enum pl_status status = pl_therapies_add_text(&toy->therapies, toy->context,
                                                        "--treat", text, toy->diags);

    assert_messages(toy->diags, "");
    assert_int_equal(status, PL_OK);
}

void
toy_base(struct toy *toy, const char *cell, const char *variant)
{
    struct pl_treatment **base = &toy->bases[toy->n_bases];

    assert_true(toy->n_bases < TOY_MOST_BASES);
    assert_int_equal(pl_treatment_create(toy->context, toy->diags, base), PL_OK);
    if (cell != NULL) {
        assert_int_equal(pl_treatment_choose_cell(*base, cell, toy->diags), PL_OK);
    }
    if (variant != NULL) {
        assert_int_equal(pl_treatment_choose_variant(*base, variant, toy->diags),
                         PL_OK);
    }
    toy->n_bases++;
}

const struct pl_treatment *const *
toy_bases(const struct toy *toy)
{
    return (const struct pl_treatment *const *)toy->bases;
}

void
toy_read(struct toy *toy, const char *name)
{
    free(toy->readouts);
    assert_int_equal(pl_context_readouts(toy->context, &name, 1, toy->diags,
                                         &toy->readouts, &toy->n_readouts),
                     PL_OK);
}

void
toy_sets(struct toy *toy, const char *table)
{
    char *path = test_join(toy->folder, "sets.tsv");

    test_write_file(path, table);
    pl_ensemble_destroy(toy->ensemble);
    assert_int_equal(pl_ensemble_read(toy->context, path, toy->diags, &toy->ensemble),
                     PL_OK);
    assert_messages(toy->diags, "");
    free(path);
}

struct pl_arms_options
toy_run(const struct toy *toy)
{
    struct pl_arms_options options = {
        .sim = pl_sim_options_default(),
        .duration = 48.0,
        .equilibrate = PL_EQUILIBRATE_AUTO,
        .ensemble = toy->ensemble,
        .symbols = toy->readouts,
        .n_symbols = toy->n_readouts,
        .n_threads = 1,
    };

    options.sim.rtol = 1e-10;
    return options;
}

double
toy_fold(double f, double g, double t)
{
    return (1.0 - f + f * exp(-2.0 * t)) * (1.0 + g * f * (1.0 - exp(-0.1 * t)));
}

double
toy_crossing(double f, double g, double level, double from, double to)
{
    const bool rises = toy_fold(f, g, to) > toy_fold(f, g, from);

    for (int i = 0; i < 200; i++) {
        const double middle = 0.5 * (from + to);

        if ((toy_fold(f, g, middle) > level) == rises) {
            to = middle;
        } else {
            from = middle;
        }
    }
    return from;
}
