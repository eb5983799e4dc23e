/*
 * dose_plan.c - what verbs that vary doses have in common.
 */
#include "cli/dose_plan.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/diag.h"
#include "base/list.h"
#include "base/number.h"
#include "base/text.h"
#include "base/units.h"
#include "cli/cli.h"
#include "model/model.h"
#include "model/roles.h"
#include "study/context.h"
#include "study/factor.h"
#include "study/treatment.h"
#include "study/words.h"

/* What says that a level is meant, and not a fold of it. */
static const char level_prefix[] = "level:";

enum pl_status
dose_plan_split(struct dose_plan *plan, struct cli *cli, const struct arms_opts *opts,
                const char *mark, const char **varied, size_t *n_varied)
{
    const struct opt_texts *drugs = &opts->network.drug;

    *plan = (struct dose_plan){.opts = *opts};
    *n_varied = 0;
    plan->opts.network.drug = (struct opt_texts){NULL, 0};
    plan->opts.network.drug.items =
        calloc(drugs->n + 1, sizeof *plan->opts.network.drug.items);
    if (plan->opts.network.drug.items == NULL) {
        return pl_diag_no_memory(cli->diags, "the drugs");
    }
    for (size_t i = 0; i < drugs->n; i++) {
        const char *value = strchr(drugs->items[i], '=');
        const char *time = strchr(drugs->items[i], '@');
        const char *found = value != NULL ? strstr(value, mark) : NULL;

        if (found != NULL && (time == NULL || found < time)) {
            varied[(*n_varied)++] = drugs->items[i];
        } else {
            plan->opts.network.drug.items[plan->opts.network.drug.n++] =
                drugs->items[i];
        }
    }
    return PL_OK;
}

enum pl_status
dose_plan_init(struct dose_plan *plan, struct cli *cli)
{
    const enum pl_status status = arms_plan_init(&plan->arms, cli, &plan->opts);

    plan->arms.run.n_symbols = 0;
    return status;
}

/* A drug varies once, and is not held too. */
static enum pl_status
check_once(const struct dose_plan *plan, const struct dose_range *range, size_t symbol)
{
    struct pl_diags *diags = plan->arms.cli->diags;
    const char *name = pl_role_strip(plan->arms.context->model->symbols[symbol].name);
    const struct pl_action *given =
        pl_treatment_setting(plan->arms.panels[0].base, symbol);

    for (size_t d = 0; d < plan->n_drugs; d++) {
        if (plan->drugs[d].symbol == symbol) {
            pl_diag_error(diags, PL_ERR_OPTION, NULL, "%s has two ranges: %s and %s %s",
                          name, plan->drugs[d].said, range->option, range->given);
            pl_diag_hint(diags, strcmp(range->option, "--with") == 0
                                    ? "with itself a drug has the same range twice"
                                    : "one range that holds both, or two commands");
            return PL_ERR_OPTION;
        }
    }
    if (given != NULL) {
        pl_diag_error(diags, PL_ERR_OPTION, NULL,
                      "%s varies (%s %s), and is given too (%s)", name, range->option,
                      range->given, given->text);
        pl_diag_hint(diags, "leave one of the two out");
        return PL_ERR_OPTION;
    }
    return PL_OK;
}

enum pl_status
dose_plan_add(struct dose_plan *plan, const struct dose_range *range, size_t symbol,
              double low, double high, size_t n_points)
{
    struct pl_diags *diags = plan->arms.cli->diags;
    const double wanted = ceil(DOSE_PER_DECADE * log10(high / low) - 1e-9) + 1.0;
    const struct pl_factor factor = {
        .symbol = symbol, .low = low, .high = high, .logarithmic = true};
    struct dose_drug *grown = NULL;
    struct dose_drug drug = {.symbol = symbol};
    struct pl_text said;
    size_t capacity = plan->n_drugs;
    enum pl_status status = check_once(plan, range, symbol);

    if (status != PL_OK) {
        return status;
    }
    if (n_points == 0) {
        n_points = wanted > (double)DOSE_USUAL_POINTS
                       ? (size_t)fmin(wanted, DOSE_MOST_POINTS)
                       : DOSE_USUAL_POINTS;
    }
    pl_text_init(&said);
    pl_text_format(&said, "%s %s", range->option, range->given);
    drug.text = pl_text_copy(range->text);
    drug.said = said.failed ? NULL : pl_text_copy(pl_text_string(&said));
    drug.doses = calloc(n_points + 1, sizeof *drug.doses);
    pl_text_finish(&said);
    grown =
        drug.text != NULL && drug.said != NULL && drug.doses != NULL
            ? pl_list_reserve(plan->drugs, plan->n_drugs + 1, &capacity, sizeof *grown)
            : NULL;
    if (grown == NULL) {
        free(drug.text);
        free(drug.said);
        free(drug.doses);
        return pl_diag_no_memory(diags, "the doses");
    }
    drug.n = n_points + 1;
    for (size_t i = 0; i < n_points; i++) {
        drug.doses[i + 1] = pl_factor_level(&factor, i, n_points);
    }
    plan->drugs = grown;
    plan->drugs[plan->n_drugs++] = drug;
    return PL_OK;
}

/* What can be said of the words of a range before it is read: pl_factor_parse() reads
 * those of any quantity, and its hints would lead away from a curve. */
static enum pl_status
check_words(const struct dose_range *range, struct pl_diags *diags)
{
    const char *value = strchr(range->text, '=');
    const char *time = strchr(range->text, '@');
    const char *dots = value != NULL ? strstr(value, "..") : NULL;
    const char *colon = dots != NULL ? strchr(dots, ':') : NULL;
    double n = NAN;
    struct pl_quantity low = {NAN, 0.0};
    struct pl_quantity high = {NAN, 0.0};

    if (dots == NULL) {
        pl_diag_error(diags, PL_ERR_OPTION, NULL, "%s %s: that is no range of doses",
                      range->option, range->given);
        pl_diag_hint(diags, "a range is LOW..HIGH, as in 0.1nM..100nM");
        return PL_ERR_OPTION;
    }
    if (time != NULL) {
        pl_diag_error(
            diags, PL_ERR_OPTION, NULL,
            "%s %s: a dose that varies lasts from time 0 to the end of the run",
            range->option, range->given);
        pl_diag_hint(diags, "leave '%s' out; --for says how long a run is", time);
        return PL_ERR_OPTION;
    }
    if (strstr(dots, ":lin") != NULL) {
        pl_diag_error(diags, PL_ERR_OPTION, NULL,
                      "%s %s: doses go by their logarithm, not by :lin", range->option,
                      range->given);
        pl_diag_hint(diags, "leave ':lin' out; simulate sweep takes any grid");
        return PL_ERR_OPTION;
    }
    if (colon != NULL && pl_number_parse(colon + 1, &n) &&
        (n < (double)(PL_HILL_LEAST_DOSES - 1) || n > DOSE_MOST_POINTS)) {
        return pl_diag_error(diags, PL_ERR_OPTION, NULL,
                             "%s %s: a curve has %zu to %.0f doses", range->option,
                             range->given, PL_HILL_LEAST_DOSES - 1, DOSE_MOST_POINTS);
    }
    (void)pl_dose_scan(value + 1, &low);
    (void)pl_dose_scan(dots + 2, &high);
    if (high.unit > 0.0 &&
        low.value * (low.unit > 0.0 ? low.unit : high.unit) == high.value * high.unit) {
        pl_diag_error(diags, PL_ERR_OPTION, NULL,
                      "%s %s: both ends are one dose, and a curve needs several",
                      range->option, range->given);
        pl_diag_hint(diags, "a range from well below to well above it, as in "
                            "0.1nM..100nM; of one dose simulate without a verb tells");
        return PL_ERR_OPTION;
    }
    if (high.unit > 0.0 && low.unit > 0.0 &&
        low.value * low.unit > high.value * high.unit) {
        const char *end = dots + 2 + strcspn(dots + 2, ":");

        pl_diag_error(diags, PL_ERR_OPTION, NULL,
                      "%s %s: the range ends below its beginning", range->option,
                      range->given);
        pl_diag_hint(diags, "the other way round: %.*s..%.*s", (int)(end - dots - 2),
                     dots + 2, (int)(dots - value - 1), value + 1);
        return PL_ERR_OPTION;
    }
    return PL_OK;
}

/* What a range of doses has to be, besides what any range has. */
static enum pl_status
check_range(const struct dose_range *range, const struct pl_factor *factor,
            struct pl_diags *diags)
{
    if (!(factor->low > 0.0)) {
        pl_diag_error(diags, PL_ERR_OPTION, NULL,
                      "%s %s: doses go by their logarithm, which begins above 0",
                      range->option, range->given);
        pl_diag_hint(diags, "dose 0 is run anyway: begin at the smallest that matters, "
                            "as in 0.01nM..100nM");
        return PL_ERR_OPTION;
    }
    return PL_OK;
}

enum pl_status
dose_plan_add_range(struct dose_plan *plan, const struct dose_range *range,
                    size_t n_points)
{
    struct pl_diags *diags = plan->arms.cli->diags;
    const struct pl_context *context = plan->arms.context;
    char *copy = pl_text_copy(range->text);
    struct pl_factor factor = {0};
    struct pl_text whole;
    size_t symbol = 0;
    enum pl_status status = PL_OK;

    if (copy == NULL) {
        return pl_diag_no_memory(diags, "a range of doses");
    }
    (void)pl_words_cut(copy, "=");
    pl_text_init(&whole);
    status =
        pl_context_find(context, PL_ROLE_DRUG, pl_words_trim(copy), diags, &symbol);
    if (status == PL_OK) {
        status = check_words(range, diags);
    }
    if (status ==
        PL_OK) { /* a symbol that has the drug's name comes first in a factor */
        pl_text_format(&whole, "%s%s",
                       pl_model_find(context->model, pl_words_trim(copy)) == PL_NONE
                           ? pl_words_trim(copy)
                           : context->model->symbols[symbol].name,
                       strchr(range->text, '='));
        status = whole.failed
                     ? pl_diag_no_memory(diags, "a range of doses")
                     : pl_factor_parse(context, pl_text_string(&whole), diags, &factor);
    }
    if (status == PL_OK) {
        status = check_range(range, &factor, diags);
    }
    if (status == PL_OK) {
        status = dose_plan_add(plan, range, symbol, factor.low, factor.high,
                               factor.n_levels > 0 ? factor.n_levels : n_points);
    }
    pl_factor_finish(&factor);
    pl_text_finish(&whole);
    free(copy);
    return status;
}

/* A name alone is a fold. */
static enum pl_status
read_measure(const struct pl_context *context, const char *word, double duration,
             struct pl_diags *diags, struct pl_measure *measure)
{
    const size_t length = strlen(level_prefix);
    struct pl_text fold;
    enum pl_status status = PL_OK;

    if (strncmp(word, level_prefix, length) == 0) {
        return pl_measure_parse(context, word, duration, diags, measure);
    }
    status = pl_measure_parse(context, word, duration, diags, measure);
    if (status != PL_OK || measure->kind != PL_MEASURE_VALUE) {
        return status;
    }
    pl_measure_finish(measure);
    *measure = (struct pl_measure){0};
    pl_text_init(&fold);
    pl_text_format(&fold, "fold:%s", word);
    status = fold.failed ? pl_diag_no_memory(diags, "a measure")
                         : pl_measure_parse(context, pl_text_string(&fold), duration,
                                            diags, measure);
    pl_text_finish(&fold);
    return status;
}

static enum pl_status
add_measure(struct dose_plan *plan, const char *word)
{
    const struct arms_plan *arms = &plan->arms;
    struct pl_measure measure = {0};
    size_t capacity = plan->n_measures;
    struct pl_measure *grown = NULL;
    enum pl_status status = read_measure(arms->context, word, arms->run.duration,
                                         arms->cli->diags, &measure);

    for (size_t m = 0; m < plan->n_measures && status == PL_OK; m++) {
        if (strcmp(plan->measures[m].name, measure.name) == 0) {
            pl_measure_finish(&measure);
            return PL_OK; /* the same one twice counts once, as in other verbs */
        }
    }
    if (status == PL_OK) {
        grown = pl_list_reserve(plan->measures, plan->n_measures + 1, &capacity,
                                sizeof *grown);
        status =
            grown != NULL ? PL_OK : pl_diag_no_memory(arms->cli->diags, "measures");
    }
    if (status != PL_OK) {
        pl_measure_finish(&measure);
        return status;
    }
    plan->measures = grown;
    plan->measures[plan->n_measures++] = measure;
    return PL_OK;
}

static enum pl_status
add_list(struct dose_plan *plan, const char *list)
{
    char *rest = NULL;
    char *copy = pl_text_copy(list);
    enum pl_status status = PL_OK;

    if (copy == NULL) {
        return pl_diag_no_memory(plan->arms.cli->diags, "measures");
    }
    for (char *word = strtok_r(copy, ",", &rest); word != NULL && status == PL_OK;
         word = strtok_r(NULL, ",", &rest)) {
        status = add_measure(plan, pl_words_trim(word));
    }
    free(copy);
    return status;
}

enum pl_status
dose_plan_measures(struct dose_plan *plan, const struct opt_texts *texts)
{
    const struct arms_plan *arms = &plan->arms;
    enum pl_status status = PL_OK;

    for (size_t i = 0; i < texts->n && status == PL_OK; i++) {
        status = add_list(plan, texts->items[i]);
    }
    if (status != PL_OK || plan->n_measures > 0) {
        return status;
    }
    if (texts->n > 0) {
        return pl_diag_error(arms->cli->diags, PL_ERR_OPTION, NULL,
                             "--readout has no name");
    }
    if (arms->n_readouts == 0) {
        return pl_diag_error(
            arms->cli->diags, PL_ERR_OPTION, NULL,
            "the model has no readout: say with --readout what is read");
    }
    return add_measure(
        plan, pl_readout_name(&arms->context->model->symbols[arms->readouts[0]]));
}

enum pl_status
dose_plan_arrange(struct dose_plan *plan)
{
    plan->symbols = calloc(plan->n_drugs + 1, sizeof *plan->symbols);
    plan->doses = calloc(plan->n_drugs + 1, sizeof *plan->doses);
    if (plan->symbols == NULL || plan->doses == NULL) {
        return pl_diag_no_memory(plan->arms.cli->diags, "the doses");
    }
    for (size_t d = 0; d < plan->n_drugs; d++) {
        plan->symbols[d] = plan->drugs[d].symbol;
        plan->doses[d] =
            (struct pl_dose_series){plan->drugs[d].doses, plan->drugs[d].n};
    }
    return PL_OK;
}

struct pl_dose_runs_options
dose_plan_runs(const struct dose_plan *plan)
{
    return (struct pl_dose_runs_options){
        .run = plan->arms.run,
        .panels = plan->arms.bases,
        .n_panels = plan->arms.n_panels,
        .drugs = plan->symbols,
        .n_drugs = plan->n_drugs,
        .measures = plan->measures,
        .n_measures = plan->n_measures,
    };
}

void
dose_plan_describe(const struct dose_plan *plan, struct pl_text *text)
{
    for (size_t d = 0; d < plan->n_drugs; d++) {
        pl_text_format(text, "%s%s", d > 0 ? ", " : "", plan->drugs[d].text);
    }
    arms_plan_put_each(&plan->arms, text);
}

void
dose_plan_finish(struct dose_plan *plan)
{
    arms_plan_finish(&plan->arms);
    free(plan->opts.network.drug.items);
    for (size_t d = 0; d < plan->n_drugs; d++) {
        free(plan->drugs[d].text);
        free(plan->drugs[d].said);
        free(plan->drugs[d].doses);
    }
    free(plan->drugs);
    free(plan->symbols);
    free(plan->doses);
    for (size_t m = 0; m < plan->n_measures; m++) {
        pl_measure_finish(&plan->measures[m]);
    }
    free(plan->measures);
    *plan = (struct dose_plan){0};
}
