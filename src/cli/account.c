/*
 * account.c - how a result came about, in words that a paper takes.
 */
#include "cli/account.h"

#include <stdio.h>
#include <string.h>

#include "base/diag.h"
#include "base/number.h"
#include "base/source.h"
#include "base/text.h"
#include "cli/files.h"
#include "cli/phrases.h"
#include "model/model.h"
#include "out/digest.h"
#include "out/picture.h"
#include "pathloop.h"
#include "solve/sim.h"
#include "study/context.h"
#include "study/ensemble.h"
#include "study/treatment.h"

/* [column] as texts in a terminal and in mails are */
#define METHODS_WIDTH 80

/* Digits of a model's digest that a caption shows: enough to tell files apart. */
#define CAPTION_DIGITS 8

/* Where the methods come from that a paper cites; the others are GSL's. */
static const struct {
    const char *name, *words;
} known_methods[] = {
    {"rodas", "the Rosenbrock method Rodas5P (order 5, L-stable; Steinebach 2023, "
              "BIT Numer Math 63:27) with an analytic Jacobian, "},
};

enum pl_status
account_check(const struct account_opts *opts, struct pl_diags *diags)
{
    if (opts->plot != NULL) {
        return pl_picture_check(opts->plot, diags);
    }
    if (opts->caption) {
        pl_diag_error(diags, PL_ERR_OPTION, NULL,
                      "--caption is a line below a picture, and none is drawn");
        pl_diag_hint(diags, "add --plot FILE.svg; --methods gives a paragraph without");
        return PL_ERR_OPTION;
    }
    return PL_OK;
}

enum pl_status
account_check_place(const struct account_opts *opts, struct pl_diags *diags)
{
    return files_check_places(&opts->plot, 1, diags);
}

const char *
account_measured(bool treated, bool rests)
{
    if (!treated) {
        return "levels are in the model's units";
    }
    return rests ? "folds are values over the untreated rest state"
                 : "folds are values over those at time 0";
}

/* A path without its folders, which are nobody else's. */
static const char *
name_of(const char *path)
{
    const char *slash = strrchr(path, '/');

    return strcmp(path, "-") == 0 ? "standard input" : slash != NULL ? slash + 1 : path;
}

static void
put_treatments(const struct account *account, struct pl_text *text)
{
    if (account->treatments != NULL) {
        pl_text_put(text, account->treatments);
    } else if (account->treatment != NULL) {
        pl_treatment_describe(account->treatment, text);
    }
}

/* "200 sets"; what they are called in the sentence. */
static void
put_count(size_t n, const char *what, struct pl_text *text)
{
    pl_text_format(text, "%zu %s%s", n, what, n == 1 ? "" : "s");
}

void
account_caption(const struct account *account, struct pl_text *text)
{
    const struct pl_context *context = account->context;
    const struct pl_source *source = context->model->source;
    const struct pl_ensemble *ensemble = account->ensemble;

    phrase_model(context, text);
    if (source != NULL) {
        pl_text_put(text, " ");
        pl_digest_put(source->text, source->size, CAPTION_DIGITS, text);
    }
    if (account->treatment != NULL) {
        const char *cell = pl_treatment_cell_name(account->treatment);
        const char *variant = pl_treatment_variant_id(account->treatment);

        pl_text_format(text, "%s%s", cell != NULL ? " · " : "",
                       cell != NULL ? cell : "");
        pl_text_format(text, "%s%s", variant != NULL ? " · variant " : "",
                       variant != NULL ? variant : "");
    }
    if (account->treatment != NULL || account->treatments != NULL) {
        pl_text_put(text, " · ");
        put_treatments(account, text);
    }
    if (ensemble != NULL) {
        pl_text_put(text, " · ");
        put_count(pl_ensemble_n(ensemble), "parameter set", text);
        pl_text_format(text, " (%s %s)", name_of(pl_ensemble_path(ensemble)),
                       pl_ensemble_digest(ensemble));
    }
    if (account->measured != NULL) {
        pl_text_format(text, " · %s", account->measured);
    }
    pl_text_format(text, " · pathloop %s", pl_version());
}

/* The model, its cell and its variant. */
static void
put_model(const struct account *account, struct pl_text *words)
{
    const struct pl_context *context = account->context;
    const struct pl_source *source = context->model->source;

    pl_text_format(words, "Simulations were run with pathloop %s on the model ",
                   pl_version());
    phrase_model(context, words);
    if (source != NULL) {
        pl_text_format(words, " (%s, SHA-256 ", name_of(context->path));
        pl_digest_put(source->text, source->size, PL_DIGEST_DIGITS, words);
        pl_text_put(words, ")");
    }
    if (account->treatment != NULL) {
        const char *cell = pl_treatment_cell_name(account->treatment);
        const char *variant = pl_treatment_variant_id(account->treatment);

        if (cell != NULL) {
            pl_text_format(words, ", cell \"%s\"", cell);
        }
        if (variant != NULL) {
            pl_text_format(words, ", variant %s", variant);
        }
    }
    pl_text_put(words, ". ");
}

static void
put_ensemble(const struct account *account, struct pl_text *words)
{
    const struct pl_ensemble *ensemble = account->ensemble;
    const char *was = account->rests ? "was run from a rest of its own" : "was run";
    const char *were =
        account->rests ? "were run, each from a rest of its own" : "were run";

    if (ensemble == NULL) {
        return;
    }
    put_count(pl_ensemble_n(ensemble), "parameter set", words);
    pl_text_format(words,
                   " (%s, digest %s) %s; given are the median and, as a band, 5 to "
                   "95 %% of the weight (quantiles as in Hyndman & Fan 1996, Am Stat "
                   "50:361, definition 5). ",
                   name_of(pl_ensemble_path(ensemble)), pl_ensemble_digest(ensemble),
                   pl_ensemble_n(ensemble) == 1 ? was : were);
}

/* Where runs begin, what is done in them, how long they last. */
static void
put_course(const struct account *account, struct pl_text *words)
{
    struct pl_text treatments;
    const char *what = NULL;

    pl_text_init(&treatments);
    put_treatments(account, &treatments);
    what = pl_text_string(&treatments);
    pl_text_put(words, account->rests
                           ? "The network was brought to rest before time 0. "
                           : "Runs began at the values of the model's file. ");
    if (*what == '\0' || strcmp(what, "untreated") == 0) {
        pl_text_put(words, *what == '\0' ? "" : "Nothing was done to it. ");
    } else {
        pl_text_format(words, "Treatment%s: %s. ",
                       account->treatments != NULL ? "s" : "", what);
    }
    if (account->duration > 0.0) {
        pl_text_put(words, "Runs lasted ");
        phrase_duration(account->context, account->duration, words);
        pl_text_put(words, ". ");
    }
    words->failed = words->failed || treatments.failed;
    pl_text_finish(&treatments);
}

/* A clause as a sentence. */
static void
put_measured(const char *clause, struct pl_text *words)
{
    if (clause == NULL || *clause == '\0') {
        return;
    }
    pl_text_format(words, "%c%s. ",
                   *clause >= 'a' && *clause <= 'z' ? *clause - 'a' + 'A' : *clause,
                   clause + 1);
}

/* "the method msbdf of the GNU Scientific Library (backward differentiation, orders 1 to
 * 5) with ". */
static void
put_method_name(const char *name, struct pl_text *words)
{
    size_t n = 0;
    const struct pl_sim_method *methods = pl_sim_methods(&n);

    for (size_t i = 0; i < sizeof known_methods / sizeof *known_methods; i++) {
        if (strcmp(name, known_methods[i].name) == 0) {
            pl_text_put(words, known_methods[i].words);
            return;
        }
    }
    pl_text_format(words, "the method %s of the GNU Scientific Library", name);
    for (size_t i = 0; i < n; i++) {
        if (strcmp(name, methods[i].name) == 0) {
            pl_text_format(words, " (%.*s)", (int)strcspn(methods[i].summary, ";"),
                           methods[i].summary);
        }
    }
    pl_text_put(words, " with ");
}

static void
put_numerics(const struct account *account, struct pl_text *words)
{
    char rtol[PL_NUMBER_SIZE];
    char atol[PL_NUMBER_SIZE];

    if (account->method == NULL || account->sim == NULL) {
        return;
    }
    pl_text_put(words, "The differential equations were integrated by ");
    put_method_name(account->method, words);
    pl_number_round(account->sim->rtol, 6, rtol);
    pl_text_format(words, "a relative tolerance of %s and ", rtol);
    if (account->sim->atol > 0.0) {
        pl_number_round(account->sim->atol, 6, atol);
        pl_text_format(words, "an absolute one of %s (model units). ", atol);
    } else {
        pl_number_round(1e-3 * account->sim->rtol, 6, atol);
        pl_text_format(words,
                       "an absolute tolerance of %s times the level of each species at "
                       "the start (or a millionth of the largest level, if that is "
                       "more). ",
                       atol);
    }
}

void
account_methods(const struct account *account, struct pl_text *text)
{
    struct pl_text words;

    pl_text_init(&words);
    put_model(account, &words);
    put_ensemble(account, &words);
    put_course(account, &words);
    put_measured(account->measured, &words);
    put_numerics(account, &words);
    pl_text_put(&words, account->study != NULL ? account->study : "");
    pl_text_put(&words, account->study != NULL ? " " : "");
    pl_text_put(&words,
                "Numbers do not depend on the number of threads, nor on whether "
                "formulas ran as machine code or were interpreted.");
    pl_text_wrap(text, pl_text_string(&words), 0, 0, METHODS_WIDTH);
    pl_text_put(text, "\n");
    text->failed = text->failed || words.failed;
    pl_text_finish(&words);
}

void
account_put_methods(const struct account *account, bool is_data, struct pl_text *screen)
{
    struct pl_text paragraph;

    pl_text_init(&paragraph);
    pl_text_put(&paragraph, "\n");
    account_methods(account, &paragraph);
    if (is_data) {
        fputs(pl_text_string(&paragraph), stderr);
    } else {
        pl_text_put(screen, pl_text_string(&paragraph));
    }
    screen->failed = screen->failed || paragraph.failed;
    pl_text_finish(&paragraph);
}
