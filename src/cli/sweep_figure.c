/*
 * sweep_figure.c - a sweep as a picture: curves over one quantity, a map of two.
 */
#include "cli/sweep_figure.h"

#include <string.h>

#include "base/diag.h"
#include "base/frame.h"
#include "base/number.h"
#include "base/text.h"
#include "cli/phrases.h"
#include "cli/picture_page.h"
#include "cli/sweep_run.h"
#include "model/model.h"
#include "out/plot_labels.h"
#include "study/context.h"
#include "study/design.h"
#include "study/measure.h"
#include "study/times.h"
#include "study/treatment.h"

/* More are not read on one page. */
#define MOST_MAPS ((size_t)4)
#define MOST_PLOTS ((size_t)16)
#define MOST_CURVES ((size_t)14)

/* Readouts of one kind stand in one plot, as long as their curves can be told apart. */
#define MOST_TOGETHER ((size_t)7)

/* [column] of the name of a curve, and of a plot. */
#define NAME_COLUMNS ((size_t)30)
#define TITLE_COLUMNS ((size_t)60)

/* ---- what stands where ---- */

bool
sweep_figure_is_text(const struct sweep_figure *figure)
{
    return pl_design_factor(figure->plan->design, figure->shape->across)->kind ==
           PL_FACTOR_CELL;
}

static const char *
unit_of(const struct sweep_plan *plan, const struct pl_measure *measure)
{
    return plan->context->model->symbols[measure->symbol].unit;
}

static bool
is_alike(const struct sweep_plan *plan, const struct pl_measure *a,
         const struct pl_measure *b)
{
    const char *unit_a = unit_of(plan, a);
    const char *unit_b = unit_of(plan, b);

    return a->kind == b->kind &&
           (a->kind == PL_MEASURE_FOLD || a->kind == PL_MEASURE_TIME_TO_MAX ||
            (unit_a == NULL && unit_b == NULL) ||
            (unit_a != NULL && unit_b != NULL && strcmp(unit_a, unit_b) == 0));
}

static bool
are_together(const struct sweep_plan *plan, const struct sweep_shape *shape)
{
    bool alike = shape->up == PL_NONE && plan->n_measures <= MOST_TOGETHER;

    for (size_t m = 1; m < plan->n_measures && alike; m++) {
        alike = is_alike(plan, &plan->measures[0], &plan->measures[m]);
    }
    return alike;
}

static bool
times_differ(const struct sweep_plan *plan)
{
    for (size_t m = 1; m < plan->n_measures; m++) {
        if (plan->measures[m].time != plan->measures[0].time) {
            return true;
        }
    }
    return false;
}

static bool
kinds_differ(const struct sweep_plan *plan)
{
    for (size_t m = 1; m < plan->n_measures; m++) {
        if (!is_alike(plan, &plan->measures[0], &plan->measures[m])) {
            return true;
        }
    }
    return false;
}

enum pl_status
sweep_figure_check(const struct sweep_plan *plan, const struct sweep_shape *shape,
                   struct pl_diags *diags)
{
    const size_t most = shape->is_map ? MOST_MAPS : MOST_PLOTS;
    const size_t n_plots = are_together(plan, shape) ? 1 : plan->n_measures;

    if (n_plots > most) {
        pl_diag_error(diags, PL_ERR_OPTION, NULL,
                      "%zu %s, one for each readout, are more than the %zu that a page "
                      "holds",
                      n_plots, shape->is_map ? "maps" : "plots", most);
        pl_diag_hint(diags, "name fewer with --readout, or leave --plot out");
        return PL_ERR_OPTION;
    }
    if (!shape->is_map && shape->n_up > MOST_CURVES) {
        pl_diag_error(
            diags, PL_ERR_OPTION, NULL,
            "%zu curves in a plot are more than the %zu that can be told apart",
            shape->n_up, MOST_CURVES);
        pl_diag_hint(diags, "name fewer, or leave --plot out");
        return PL_ERR_OPTION;
    }
    return PL_OK;
}

/* ---- words ---- */

/* "fold of untreated", "area under the level [h]": what an axis or a colour is of. */
static void
put_kind(const struct sweep_figure *figure, size_t m, bool with_time,
         struct pl_text *text)
{
    const struct pl_measure *measure = &figure->plan->measures[m];
    const char *unit = unit_of(figure->plan, measure);
    const bool is_hours = sweep_plan_in_hours(figure->plan);
    char time[PL_NUMBER_SIZE];

    pl_time_format(figure->plan->context, measure->time, time);
    switch (measure->kind) {
    case PL_MEASURE_VALUE:
    case PL_MEASURE_UNTREATED:
        pl_text_put(text, "level");
        break;
    case PL_MEASURE_FOLD:
        pl_text_put(text, "fold of untreated");
        break;
    case PL_MEASURE_MAX:
        pl_text_put(text, "largest level");
        break;
    case PL_MEASURE_MIN:
        pl_text_put(text, "smallest level");
        break;
    case PL_MEASURE_AUC:
        pl_text_put(text, "area under the level");
        break;
    case PL_MEASURE_TIME_TO_MAX:
        pl_text_put(text, "time to the largest level");
        break;
    }
    if (with_time && !pl_measure_follows(measure->kind)) {
        pl_text_format(text, " at %s", time);
    } else if (with_time) {
        pl_text_format(text, ", to %s", time);
    }
    if (measure->kind == PL_MEASURE_TIME_TO_MAX) {
        pl_text_put(text, is_hours ? " (h)" : "");
    } else if (measure->kind == PL_MEASURE_AUC) {
        if (unit != NULL || is_hours) {
            pl_text_format(text, " (%s%s%s)", unit != NULL ? unit : "",
                           unit != NULL && is_hours ? " " : "", is_hours ? "h" : "");
        }
    } else if (measure->kind != PL_MEASURE_FOLD && unit != NULL) {
        pl_text_format(text, " (%s)", unit);
    }
}

static const char *
label_of(const struct sweep_figure *figure, size_t m)
{
    return figure->plan->context->model->symbols[figure->plan->measures[m].symbol]
        .label;
}

/* What a plot is called where there are several. */
void
sweep_figure_put_plot(const struct sweep_figure *figure, size_t plot,
                      struct pl_text *text)
{
    struct pl_text name;

    if (figure->n_plots == 1) {
        return;
    }
    pl_text_init(&name);
    pl_text_format(&name, "%s, ", label_of(figure, plot));
    put_kind(figure, plot, true, &name);
    pl_plot_put_line(pl_text_string(&name), TITLE_COLUMNS, text);
    text->failed = text->failed || name.failed;
    pl_text_finish(&name);
}

void
sweep_figure_put_curve(const struct sweep_figure *figure, size_t curve,
                       struct pl_text *text)
{
    const struct sweep_shape *shape = figure->shape;
    struct pl_text name;

    pl_text_init(&name);
    if (shape->up != PL_NONE) {
        sweep_put_place(figure->plan, shape->up, shape->levels[1][curve], &name);
    } else {
        pl_text_put(&name, label_of(figure, curve));
        if (times_differ(figure->plan)) {
            char time[PL_NUMBER_SIZE];

            pl_time_format(figure->plan->context, figure->plan->measures[curve].time,
                           time);
            pl_text_format(&name, ", %s", time);
        }
    }
    pl_plot_put_line(pl_text_string(&name), NAME_COLUMNS, text);
    text->failed = text->failed || name.failed;
    pl_text_finish(&name);
}

/* "everolimus (nM), log scale" */
static void
put_axis(const struct sweep_figure *figure, bool upwards, struct pl_text *text)
{
    const size_t factor = upwards ? figure->shape->up : figure->shape->across;
    const struct pl_factor *known = pl_design_factor(figure->plan->design, factor);
    const char *unit = known->symbol != PL_NONE
                           ? figure->plan->context->model->symbols[known->symbol].unit
                           : NULL;

    sweep_put_factor(figure->plan, factor, text);
    if (unit != NULL) {
        pl_text_format(text, " (%s)", unit);
    }
    if (sweep_shape_is_log(figure->plan, figure->shape, upwards)) {
        pl_text_put(text, ", log scale");
    }
}

static void
put_title(const struct sweep_figure *figure, struct pl_text *text)
{
    const struct sweep_plan *plan = figure->plan;
    const struct sweep_shape *shape = figure->shape;
    const struct pl_measure *first = &plan->measures[0];
    char time[PL_NUMBER_SIZE];

    pl_time_format(plan->context, first->time, time);
    if (plan->n_measures > 1) {
        pl_text_format(text, "%zu readouts", plan->n_measures);
    } else {
        pl_text_put(text, label_of(figure, 0));
    }
    if (!times_differ(plan) && !kinds_differ(plan)) {
        pl_text_format(text, pl_measure_follows(first->kind) ? " to %s" : " at %s",
                       time);
    }
    pl_text_put(text, " over ");
    sweep_put_factor(plan, shape->across, text);
    if (shape->up != PL_NONE) {
        pl_text_put(text, shape->is_map ? " and " : ", by ");
        sweep_put_factor(plan, shape->up, text);
    }
}

static void
put_subtitle(const struct sweep_figure *figure, struct pl_text *text)
{
    const struct sweep_plan *plan = figure->plan;
    const char *variant = pl_treatment_variant_id(plan->treatment);
    const char *cell = pl_treatment_cell_name(plan->treatment);
    struct pl_text treatment;

    phrase_model(plan->context, text);
    if (cell != NULL && !sweep_plan_varies_cells(plan)) {
        pl_text_format(text, " · cell %s", cell);
    }
    if (variant != NULL) {
        pl_text_format(text, " · variant %s", variant);
    }
    pl_text_init(&treatment);
    pl_treatment_describe(plan->treatment, &treatment);
    if (strcmp(pl_text_string(&treatment), "untreated") != 0) {
        pl_text_format(text, " · %s", pl_text_string(&treatment));
    }
    text->failed = text->failed || treatment.failed;
    pl_text_finish(&treatment);
    phrase_begin(plan->rests, text);
    if (plan->ensemble != NULL) {
        pl_text_format(text, " · %zu sets: medians%s", plan->n_members,
                       figure->shape->is_map ? "" : " and 5 to 95 %");
    }
    if (figure->has_line) {
        pl_text_put(text, " · black line: fold 1");
    }
}

/* ---- the page ---- */

static void
write_page(const struct sweep_figure *figure, struct picture_page *page)
{
    const bool one_kind = figure->together || figure->plan->n_measures == 1;
    struct pl_text *text = NULL;

    put_title(figure, &page->title);
    put_subtitle(figure, &page->subtitle);
    put_axis(figure, false, picture_page_add(page));
    text = picture_page_add(page);
    if (figure->shape->is_map) {
        put_axis(figure, true, text);
        text = picture_page_add(page);
    }
    if (one_kind) {
        put_kind(figure, 0, false, text);
    } else if (!figure->shape->is_map) {
        pl_text_put(text, "readout");
    }
    if (figure->run->opts->account.caption) {
        sweep_put_caption(figure->run, &page->caption);
    }
}

enum pl_status
sweep_figure_draw(const struct sweep_run *run, const struct sweep_view *view)
{
    const struct sweep_plan *plan = view->plan;
    const struct sweep_shape *shape = view->shape;
    const bool together = are_together(plan, shape);
    struct sweep_figure figure = {
        .run = run,
        .plan = plan,
        .view = view,
        .shape = shape,
        .together = together,
        .n_plots = together ? 1 : plan->n_measures,
        .n_curves = together ? plan->n_measures : shape->n_up,
    };
    struct picture_page page = {0};
    enum pl_status status = shape->is_map ? sweep_map_fill(&figure, run->cli->diags)
                                          : sweep_curves_fill(&figure, run->cli->diags);

    if (status == PL_OK) {
        write_page(&figure, &page);
        status = shape->is_map ? sweep_map_draw(&figure, &page, run->cli->diags)
                               : sweep_curves_draw(&figure, &page, run->cli->diags);
    }
    for (size_t t = 0; t < SWEEP_FIGURE_TABLES; t++) {
        pl_frame_destroy(figure.tables[t]);
    }
    picture_page_finish(&page);
    return status;
}
