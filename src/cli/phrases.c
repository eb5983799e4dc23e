/*
 * phrases.c - words that the output of every verb has in common.
 */
#include "cli/phrases.h"

#include <math.h>
#include <string.h>

#include "base/number.h"
#include "base/text.h"
#include "base/units.h"
#include "cli/cli.h"
#include "model/model.h"
#include "study/context.h"
#include "study/ensemble.h"
#include "study/treatment.h"

void
phrase_model(const struct pl_context *context, struct pl_text *text)
{
    const char *path = context->path;
    const char *slash = strrchr(path, '/');
    const char *name = slash != NULL ? slash + 1 : path;
    const char *dot = strrchr(name, '.');

    if (strcmp(path, "-") == 0) {
        pl_text_put(text, "standard input");
        return;
    }
    pl_text_add(text, name, dot != NULL ? (size_t)(dot - name) : strlen(name));
}

void
phrase_subject(const struct pl_context *context, const struct pl_treatment *treatment,
               bool rested, struct pl_text *text)
{
    const char *cell = pl_treatment_cell_name(treatment);
    const char *variant = pl_treatment_variant_id(treatment);

    phrase_model(context, text);
    if (cell != NULL) {
        pl_text_format(text, " · cell %s", cell);
    }
    if (variant != NULL) {
        pl_text_format(text, " · variant %s", variant);
    }
    pl_text_put(text, " · ");
    pl_treatment_describe(treatment, text);
    phrase_begin(rested, text);
}

void
phrase_sets(const struct pl_ensemble *ensemble, struct pl_text *text)
{
    const size_t n = pl_ensemble_n(ensemble);

    if (ensemble != NULL) {
        pl_text_format(text, " · %zu set%s of '%s'", n, n == 1 ? "" : "s",
                       pl_ensemble_path(ensemble));
    }
}

void
phrase_begin(bool rested, struct pl_text *text)
{
    pl_text_put(text, rested ? " · from rest" : " · from the file's values");
}

void
phrase_duration(const struct pl_context *context, double duration, struct pl_text *text)
{
    double time_unit = context->model->time_unit;
    char number[PL_NUMBER_SIZE];

    if (isfinite(time_unit)) {
        pl_duration_format(duration * time_unit, number);
    } else {
        pl_number_round(duration, 4, number);
    }
    pl_text_put(text, number);
}

void
phrase_paragraph(const struct cli *cli, const struct pl_text *words,
                 struct pl_text *text)
{
    pl_text_wrap(text, pl_text_string(words), 0, 0, cli->style.width);
    pl_text_put(text, "\n");
    text->failed = text->failed || words->failed;
}

double
phrase_time_unit(const struct pl_context *context, double duration, const char **name)
{
    double time_unit = context->model->time_unit;

    *name = NULL;
    if (!isfinite(time_unit)) {
        return 1.0;
    }
    return pl_duration_best_unit(duration * time_unit, name) / time_unit;
}
