/*
 * sensitivity_report.c - sensitivities as tables with bars, and in a sentence.
 */
#include "cli/sensitivity_report.h"

#include <math.h>
#include <stdlib.h>

#include "analysis/sensitivity.h"
#include "analysis/sheet.h"
#include "base/diag.h"
#include "base/frame.h"
#include "base/number.h"
#include "base/text.h"
#include "cli/narrow.h"
#include "cli/phrases.h"
#include "cli/sensitivity_plan.h"
#include "out/frame_text.h"
#include "out/table.h"
#include "study/context.h"
#include "study/factor.h"
#include "study/parameters.h"

/* [column] of the longest bar, and where a table is narrow. */
#define BAR_COLUMNS ((size_t)24)
#define SHORT_BAR_COLUMNS ((size_t)12)

/* [-] Parts of a column that a bar may end at. */
#define BAR_PARTS 8

static void
put_heading(const struct sensitivity_plan *plan, const struct pl_sensitivity *s,
            struct pl_text *text)
{
    static const char *const explained[] = {
        [PL_SENSITIVITY_LOCAL] =
            "(elasticity: by how many per cent the readout changes "
            "for 1 % more of the constant)",
        [PL_SENSITIVITY_MORRIS] = "(mu*: how much the readout changes over the whole "
                                  "range, in the mean; mu: the same with its sign; "
                                  "sigma: how far that depends on the other constants, "
                                  "or on where in the range one is)",
        [PL_SENSITIVITY_SOBOL] = "(share of the variance that a constant makes: alone, "
                                 "and in total, with all that it takes part in)",
    };
    struct pl_text words;

    pl_text_init(&words);
    arms_plan_put_network(&plan->arms, &words);
    pl_text_put(&words, " · ");
    arms_plan_put_common(&plan->arms, &words);
    pl_text_put(&words, words.size > 4 && pl_text_string(&words)[words.size - 1] != ' '
                            ? " · "
                            : "");
    sensitivity_put_what(s, &words);
    phrase_paragraph(plan->arms.cli, &words, text);
    pl_text_finish(&words);
    pl_text_init(&words);
    pl_text_put(&words, explained[s->options.method]);
    if (s->options.ensemble != NULL) {
        pl_text_put(&words, " (medians, and 5 to 95 % of the sets)");
    }
    phrase_paragraph(plan->arms.cli, &words, text);
    pl_text_finish(&words);
}

/* A bar whose length is a share of the longest. */
static void
put_bar(double share, size_t columns, bool utf8, struct pl_text *text)
{
    static const char *const parts[BAR_PARTS] = {"", "▏", "▎", "▍", "▌", "▋", "▊", "▉"};
    const double length = share * (double)columns;
    const size_t n = isfinite(length) ? (size_t)(length * BAR_PARTS + 0.5) : 0;

    if (utf8) {
        pl_text_repeat(text, "█", n / BAR_PARTS);
        pl_text_put(text, parts[n % BAR_PARTS]);
    } else {
        pl_text_repeat(text, "#", (n + BAR_PARTS / 2) / BAR_PARTS);
    }
}

/* "0.65 .. 3.9 log" */
static void
put_range(const struct pl_factor *factor, struct pl_text *text)
{
    char low[PL_NUMBER_SIZE];
    char high[PL_NUMBER_SIZE];

    if (factor->kind == PL_FACTOR_CELL) {
        pl_text_format(text, "%zu cells", factor->n_levels);
        return;
    }
    pl_number_round(factor->low, 4, low);
    pl_number_round(factor->high, 4, high);
    pl_text_format(text, "%s..%s%s", low, high, factor->logarithmic ? ":log" : "");
}

/* A table's column of numbers: one, or low and high of an interval. */
struct shown {
    const char *name;
    enum pl_sensitivity_number number;
    enum pl_sensitivity_number low, high; /* PL_SENSITIVITY_N_NUMBERS: none */
    bool is_signed;
};

/* "0.31", "31 %", with its sign where that tells. */
static void
put_shown(const struct pl_sensitivity *s, const struct shown *shown, double value,
          struct pl_text *text)
{
    const enum pl_sensitivity_method method = s->options.method;
    char number[PL_NUMBER_SIZE];

    if (isnan(value)) {
        pl_text_put(text, "–");
    } else if (method == PL_SENSITIVITY_SOBOL) {
        pl_text_format(text, "%.1f %%", 100.0 * value + 0.0);
    } else if (method == PL_SENSITIVITY_LOCAL &&
               shown->number == PL_SENSITIVITY_ELASTICITY) {
        pl_text_format(text, "%+.4f", fabs(value) < 5e-5 ? 0.0 : value);
    } else {
        pl_number_round(value, 3, number);
        pl_text_format(text, "%s%s", shown->is_signed && value > 0.0 ? "+" : "",
                       number);
    }
}

static void
put_interval(const struct pl_sensitivity *s, const struct shown *shown, double low,
             double high, struct pl_text *text)
{
    if (isnan(low)) {
        put_shown(s, shown, low, text);
    } else if (s->options.method == PL_SENSITIVITY_SOBOL) {
        pl_text_format(text, "%.1f to %.1f %%", 100.0 * low + 0.0, 100.0 * high + 0.0);
    } else {
        put_shown(s, shown, low, text);
        pl_text_put(text, " to ");
        put_shown(s, shown, high, text);
    }
}

static const struct shown local_shown[] = {
    {"elasticity", PL_SENSITIVITY_ELASTICITY, PL_SENSITIVITY_N_NUMBERS,
     PL_SENSITIVITY_N_NUMBERS, true},
    /* where something has no elasticity */
    {"derivative", PL_SENSITIVITY_DERIVATIVE, PL_SENSITIVITY_N_NUMBERS,
     PL_SENSITIVITY_N_NUMBERS, true},
};

static const struct shown morris_shown[] = {
    {"mu*", PL_SENSITIVITY_MU_STAR, PL_SENSITIVITY_MU_STAR_LOW,
     PL_SENSITIVITY_MU_STAR_HIGH, false},
    {"mu", PL_SENSITIVITY_MU, PL_SENSITIVITY_N_NUMBERS, PL_SENSITIVITY_N_NUMBERS, true},
    {"sigma", PL_SENSITIVITY_SIGMA, PL_SENSITIVITY_N_NUMBERS, PL_SENSITIVITY_N_NUMBERS,
     false},
};

static const struct shown sobol_shown[] = {
    {"alone", PL_SENSITIVITY_FIRST, PL_SENSITIVITY_FIRST_LOW, PL_SENSITIVITY_FIRST_HIGH,
     false},
    {"total", PL_SENSITIVITY_TOTAL, PL_SENSITIVITY_TOTAL_LOW, PL_SENSITIVITY_TOTAL_HIGH,
     false},
};

/* How much a table says; the first that fits is taken. Bars go before intervals, which say
 * how far numbers can be trusted. */
enum detail { WHOLE, NO_BASIS, SHORT_BAR, NO_BAR, NO_INTERVALS, BARE, N_DETAILS };

/* One readout of one panel as it is shown. */
struct view {
    const struct pl_sensitivity *s;
    size_t panel, measure, n_rows;
    enum detail detail;
    bool utf8;
};

/* Something stands at 0: its derivative is told. */
static bool
lacks_elasticity(const struct view *view)
{
    const struct pl_sensitivity *s = view->s;

    for (size_t f = 0; f < s->options.n_factors; f++) {
        if (isnan(pl_sensitivity_weight(s, view->panel, view->measure, f))) {
            return true;
        }
    }
    return false;
}

static const struct shown *
shown_of(const struct view *view, size_t *n)
{
    switch (view->s->options.method) {
    case PL_SENSITIVITY_LOCAL:
        *n = lacks_elasticity(view) ? 2 : 1;
        return local_shown;
    case PL_SENSITIVITY_MORRIS:
        *n = sizeof morris_shown / sizeof *morris_shown;
        return morris_shown;
    default:
        *n = sizeof sobol_shown / sizeof *sobol_shown;
        return sobol_shown;
    }
}

static bool
has_interval(const struct view *view, const struct shown *shown)
{
    return view->detail < NO_INTERVALS && (view->s->options.ensemble != NULL ||
                                           (shown->low != PL_SENSITIVITY_N_NUMBERS &&
                                            view->s->options.n_resamples > 0));
}

static bool
has_bar(const struct view *view)
{
    return view->detail != NO_BAR && view->detail != BARE;
}

static bool
has_basis(const struct view *view)
{
    return view->detail < NO_BASIS && pl_parameters_n(view->s->context) > 0;
}

static void
add_columns(const struct view *view, struct pl_sheet *sheet)
{
    size_t n = 0;
    const struct shown *shown = shown_of(view, &n);

    pl_sheet_add_text(sheet, "constant", NULL);
    pl_sheet_add_text(sheet, "where",
                      view->s->options.method == PL_SENSITIVITY_LOCAL ? "value"
                                                                      : "range");
    for (size_t k = 0; k < n; k++) {
        pl_sheet_add_text(sheet, shown[k].name, NULL);
        if (has_interval(view, &shown[k])) {
            /* no two columns of one name */
            const char *const names[] = {"interval_1", "interval_2", "interval_3"};

            pl_sheet_add_text(sheet, names[k],
                              view->s->options.ensemble != NULL ? "5 to 95 %" : "95 %");
        }
    }
    if (has_bar(view)) {
        pl_sheet_add_text(sheet, "bar", "");
    }
    if (has_basis(view)) {
        pl_sheet_add_text(sheet, "basis", NULL);
    }
}

static void
add_numbers(const struct view *view, size_t factor, struct pl_sheet *sheet)
{
    const struct pl_sensitivity *s = view->s;
    size_t n = 0;
    const struct shown *shown = shown_of(view, &n);

    for (size_t k = 0; k < n; k++) {
        const struct pl_band band =
            pl_sensitivity_band(s, view->panel, view->measure, factor, shown[k].number);
        struct pl_text text;

        pl_text_init(&text);
        put_shown(s, &shown[k], band.median, &text);
        pl_sheet_take(sheet, &text);
        if (!has_interval(view, &shown[k])) {
            continue;
        }
        pl_text_init(&text);
        if (s->options.ensemble != NULL) {
            put_interval(s, &shown[k], band.low, band.high, &text);
        } else {
            put_interval(s, &shown[k],
                         pl_sensitivity_number(s, view->panel, 0, view->measure, factor,
                                               shown[k].low),
                         pl_sensitivity_number(s, view->panel, 0, view->measure, factor,
                                               shown[k].high),
                         &text);
        }
        pl_sheet_take(sheet, &text);
    }
}

static void
add_row(const struct view *view, size_t rank, double longest, struct pl_sheet *sheet)
{
    const struct pl_sensitivity *s = view->s;
    const struct pl_sensitivity_options *options = &s->options;
    const size_t f = s->order[(view->panel * options->n_measures + view->measure) *
                                  options->n_factors +
                              rank];
    const struct pl_factor *factor = &options->factors[f];
    struct pl_parameter parameter = {.basis = ""};
    struct pl_text text;

    pl_sheet_row(sheet);
    pl_sheet_text(sheet, factor->name);
    pl_text_init(&text);
    if (options->method == PL_SENSITIVITY_LOCAL) {
        char number[PL_NUMBER_SIZE];

        pl_number_round(
            pl_sensitivity_band(s, view->panel, view->measure, f, PL_SENSITIVITY_VALUE)
                .median,
            4, number);
        pl_text_put(&text, number);
    } else {
        put_range(factor, &text);
    }
    pl_sheet_take(sheet, &text);
    add_numbers(view, f, sheet);
    if (has_bar(view)) {
        pl_text_init(&text);
        put_bar(pl_sensitivity_weight(s, view->panel, view->measure, f) / longest,
                view->detail == SHORT_BAR ? SHORT_BAR_COLUMNS : BAR_COLUMNS, view->utf8,
                &text);
        pl_sheet_take(sheet, &text);
    }
    if (has_basis(view)) {
        if (factor->kind == PL_FACTOR_NUMBER) {
            (void)pl_parameters_find(s->context, factor->symbol, &parameter);
        }
        pl_sheet_text(sheet, parameter.basis);
    }
}

static enum pl_status
make_table(const struct view *view, struct pl_diags *diags, struct pl_frame **out)
{
    const struct pl_sensitivity *s = view->s;
    struct pl_sheet sheet = pl_sheet_begin(false, diags);
    const size_t first =
        s->order[(view->panel * s->options.n_measures + view->measure) *
                 s->options.n_factors];

    add_columns(view, &sheet);
    for (size_t k = 0; k < view->n_rows; k++) {
        add_row(view, k, pl_sensitivity_weight(s, view->panel, view->measure, first),
                &sheet);
    }
    return pl_sheet_end(&sheet, out);
}

/* Constants, bars and what they rest on to the left, numbers to the right. */
static enum pl_status
print_table(const struct sensitivity_plan *plan, const struct pl_frame *table,
            struct pl_text *text)
{
    enum pl_align *align = calloc(table->n_columns, sizeof *align);

    if (align == NULL) {
        return pl_diag_no_memory(plan->arms.cli->diags, "the table");
    }
    for (size_t c = 0; c < table->n_columns; c++) {
        const char first = table->columns[c].name[0];

        align[c] = c == 0 || first == 'b' ? PL_ALIGN_LEFT : PL_ALIGN_RIGHT;
    }
    pl_table_print(table, align, &plan->arms.cli->style, text);
    free(align);
    return PL_OK;
}

/* Panel and readout above a table. */
static void
put_title(const struct sensitivity_plan *plan, const struct pl_sensitivity *s,
          const struct view *view, struct pl_text *text)
{
    const size_t member_outputs = s->options.n_measures;
    struct pl_text words;
    char number[PL_NUMBER_SIZE];

    pl_text_init(&words);
    pl_text_put(text, "\n");
    if (plan->arms.n_panels > 1) {
        arms_plan_put_panel(&plan->arms, view->panel, false, &words);
        pl_text_put(&words, " · ");
    }
    pl_sensitivity_put_readout(s, view->measure, true, &words);
    if (s->options.ensemble == NULL && s->options.method != PL_SENSITIVITY_MORRIS) {
        const size_t place = view->panel * member_outputs + view->measure;

        pl_number_round(s->outputs[place], 4, number);
        pl_text_format(&words,
                       s->options.method == PL_SENSITIVITY_SOBOL ? ": mean %s" : ": %s",
                       number);
        if (s->options.method == PL_SENSITIVITY_SOBOL) {
            pl_number_round(s->deviations[place], 3, number);
            pl_text_format(&words, ", standard deviation %s", number);
        }
    }
    phrase_paragraph(plan->arms.cli, &words, text);
    pl_text_finish(&words);
}

static enum pl_status
put_view(const struct sensitivity_plan *plan, struct view *view, struct pl_text *text)
{
    const struct pl_sensitivity *s = view->s;
    const size_t width = plan->arms.cli->style.width;
    struct pl_diags *diags = plan->arms.cli->diags;
    struct pl_frame *table = NULL;
    struct pl_text words;
    enum pl_status status = PL_OK;
    bool is_done = false;

    for (int detail = WHOLE; detail < N_DETAILS && status == PL_OK && !is_done;
         detail++) {
        pl_frame_destroy(table);
        table = NULL;
        view->detail = (enum detail)detail;
        status = make_table(view, diags, &table);
        is_done = status == PL_OK && (width == 0 || narrow_width(table) <= width);
    }
    if (status == PL_OK) {
        put_title(plan, s, view, text);
        status = print_table(plan, table, text);
    }
    pl_frame_destroy(table);
    if (status != PL_OK) {
        return status;
    }
    if (view->n_rows < s->options.n_factors) {
        pl_text_format(text, "(%zu more with --top; --output has all)\n",
                       s->options.n_factors - view->n_rows);
    }
    pl_text_init(&words);
    pl_sensitivity_sentence(s, view->panel, view->measure, &words);
    pl_text_put(text, "\n");
    phrase_paragraph(plan->arms.cli, &words, text);
    pl_text_finish(&words);
    return PL_OK;
}

static size_t
n_shown(const struct sensitivity_plan *plan, const struct pl_sensitivity *s)
{
    return plan->opts->top < s->options.n_factors ? plan->opts->top
                                                  : s->options.n_factors;
}

enum pl_status
sensitivity_report(const struct sensitivity_plan *plan, const struct pl_sensitivity *s,
                   struct pl_text *text)
{
    enum pl_status status = PL_OK;

    put_heading(plan, s, text);
    for (size_t p = 0; p < s->options.n_panels; p++) {
        for (size_t m = 0; m < s->options.n_measures && status == PL_OK; m++) {
            struct view view = {.s = s,
                                .panel = p,
                                .measure = m,
                                .n_rows = n_shown(plan, s),
                                .utf8 = plan->arms.cli->style.utf8};

            status = put_view(plan, &view, text);
        }
    }
    return status;
}

enum pl_status
sensitivity_markdown(const struct sensitivity_plan *plan,
                     const struct pl_sensitivity *s, struct pl_text *text)
{
    enum pl_status status = PL_OK;

    for (size_t p = 0; p < s->options.n_panels; p++) {
        for (size_t m = 0; m < s->options.n_measures && status == PL_OK; m++) {
            const struct view view = {.s = s,
                                      .panel = p,
                                      .measure = m,
                                      .n_rows = n_shown(plan, s),
                                      .detail = WHOLE,
                                      .utf8 = true};
            struct pl_frame *table = NULL;

            status = make_table(&view, plan->arms.cli->diags, &table);
            if (status == PL_OK) {
                pl_text_put(text, p + m > 0 ? "\n" : "");
                status =
                    pl_frame_write(table, PL_FRAME_MD, plan->arms.cli->diags, text);
            }
            pl_frame_destroy(table);
            if (status == PL_OK) {
                pl_text_put(text, "\n");
                if (plan->arms.n_panels > 1) {
                    arms_plan_put_panel(&plan->arms, p, false, text);
                    pl_text_put(text, ": ");
                }
                pl_sensitivity_sentence(s, p, m, text);
                pl_text_put(text, "\n");
            }
        }
    }
    return status;
}
