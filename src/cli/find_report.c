/*
 * find_report.c - the least dose that does it, in words and as a table.
 */
#include "cli/find_report.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>

#include "analysis/dose.h"
#include "analysis/least_dose.h"
#include "analysis/limit.h"
#include "analysis/pairs.h"
#include "analysis/sheet.h"
#include "base/diag.h"
#include "base/frame.h"
#include "base/index.h"
#include "base/text.h"
#include "cli/account.h"
#include "cli/arms_plan.h"
#include "cli/cli.h"
#include "cli/dose_plan.h"
#include "cli/find_table.h"
#include "cli/phrases.h"
#include "model/model.h"
#include "model/roles.h"
#include "out/frame_text.h"
#include "out/table.h"
#include "study/context.h"
#include "study/ensemble.h"

/* [-] More of the weight is all of it, up to rounding. */
#define ALL 0.9995

static const char methods_study[] =
    "The dose acted from time 0 on. Doses were scanned by their logarithm and the "
    "least "
    "at which all limits hold was narrowed to 1e-6 on the simulated runs themselves.";

static const char *
kind_word(enum pl_least_kind kind)
{
    static const char *const words[] = {[PL_LEAST_FOUND] = "found",
                                        [PL_LEAST_AT_ZERO] = "at zero",
                                        [PL_LEAST_BELOW] = "below",
                                        [PL_LEAST_NONE] = "none",
                                        [PL_LEAST_MISSING] = "missing"};

    return words[kind];
}

static const char *
drug_name(const struct found *found)
{
    const struct pl_context *context = found->plan->arms.context;

    return pl_role_strip(context->model->symbols[found->plan->drugs[0].symbol].name);
}

static const struct pl_least_dose *
answer_of(const struct found *found, size_t panel, size_t member)
{
    return &found->answers[panel * found->n_members + member];
}

/* "fold:pAkt_S473@24h<=1 and …" */
static void
put_limits(const struct found *found, struct pl_text *text)
{
    for (size_t l = 0; l < found->n_limits; l++) {
        pl_text_format(text, "%s%s", l > 0 ? " and " : "", found->limits[l].text);
    }
}

static void
put_range(const struct found *found, struct pl_text *text)
{
    const struct dose_drug *drug = &found->plan->drugs[0];

    pl_dose_put_dose(drug->doses[1], text);
    pl_text_put(text, " to ");
    pl_dose_put_dose(drug->doses[drug->n - 1], text);
}

/* "fold of Akt pS473 at 24 h is 1.00" */
static void
put_values(const struct found *found, size_t panel, size_t member, struct pl_text *text)
{
    const double *values =
        found->values + (panel * found->n_members + member) * found->n_limits;

    for (size_t l = 0; l < found->n_limits; l++) {
        const struct pl_measure *measure = &found->limits[l].measure;

        pl_text_put(text, l > 0 ? ", " : "");
        pl_pairs_put_measure(found->plan->arms.context, measure, text);
        pl_text_put(text, " is ");
        find_put_number(measure, values[l], text);
    }
}

/* Where the stretch of doses ends, and whether another begins. */
static void
put_stretch(const struct pl_least_dose *answer, struct pl_text *text)
{
    if (isfinite(answer->until)) {
        pl_text_put(text, " It holds up to ");
        pl_dose_put_dose(answer->until, text);
        if (isfinite(answer->again)) {
            pl_text_put(text, ", not beyond, and again from ");
            pl_dose_put_dose(answer->again, text);
            pl_text_put(text, " on.");
        } else {
            pl_text_put(text, " and not beyond.");
        }
    } else if (isnan(answer->until)) {
        pl_text_put(text, " Where it ends could not be told: runs failed there.");
    }
}

static void
put_answer(const struct found *found, size_t panel, struct pl_text *text)
{
    const struct pl_least_dose *answer = answer_of(found, panel, 0);
    const char *drug = drug_name(found);

    switch (answer->kind) {
    case PL_LEAST_FOUND:
        pl_text_format(text, "%s: ", drug);
        pl_dose_put_dose(answer->dose, text);
        pl_text_put(text, " is the least dose with ");
        put_limits(found, text);
        pl_text_put(text, ": ");
        put_values(found, panel, 0, text);
        pl_text_put(text, " there.");
        put_stretch(answer, text);
        break;
    case PL_LEAST_AT_ZERO:
        put_limits(found, text);
        pl_text_format(text, " holds without %s: ", drug);
        put_values(found, panel, 0, text);
        pl_text_put(text, ".");
        put_stretch(answer, text);
        break;
    case PL_LEAST_BELOW:
        put_limits(found, text);
        pl_text_format(
            text, " does not hold without %s, but already at the lowest dose, ", drug);
        pl_dose_put_dose(answer->dose, text);
        pl_text_put(text, ": the least is below. --range takes a lower one.");
        put_stretch(answer, text);
        break;
    case PL_LEAST_NONE:
        pl_text_format(text, "No dose of %s from ", drug);
        put_range(found, text);
        pl_text_put(text, " gives ");
        put_limits(found, text);
        pl_text_put(text, answer->nearest > 0.0 ? ". The nearest is "
                                                : ". The nearest is none at all: ");
        if (answer->nearest > 0.0) {
            pl_dose_put_dose(answer->nearest, text);
            pl_text_put(text, ": ");
        }
        put_values(found, panel, 0, text);
        pl_text_put(text, answer->nearest > 0.0 ? " there." : ".");
        break;
    case PL_LEAST_MISSING:
        pl_text_put(text, "No run gave a value.");
        break;
    }
}

/* The least doses of all sets: those that have one, and what the others say. */
static void
put_sets(const struct found *found, size_t panel, const struct find_room *room,
         struct pl_text *text)
{
    const struct find_sets least = find_sets_of(found, panel, room);
    const double *shares = least.shares;
    const struct pl_band band = least.band;
    bool is_first = true;

    pl_text_format(text, "%s: ", drug_name(found));
    if (shares[PL_LEAST_FOUND] > 0.0) {
        pl_text_put(text, "the least dose with ");
        put_limits(found, text);
        pl_text_put(text, " is ");
        pl_dose_put_dose(band.median, text);
        pl_text_put(text, " (");
        pl_dose_put_dose(band.low, text);
        pl_text_put(text, " – ");
        pl_dose_put_dose(band.high, text);
        pl_text_put(text, ")");
    } else {
        pl_text_put(text, "no set has a least dose with ");
        put_limits(found, text);
        pl_text_put(text, " from ");
        put_range(found, text);
    }
    if (shares[PL_LEAST_FOUND] > ALL) {
        pl_text_put(text, ", in all sets.");
        return;
    }
    for (int kind = 0; kind <= PL_LEAST_MISSING; kind++) {
        static const char *const tells[] = {
            [PL_LEAST_FOUND] = "have one",
            [PL_LEAST_AT_ZERO] = "keep to it without the drug",
            [PL_LEAST_BELOW] = "at the lowest dose already",
            [PL_LEAST_NONE] = "at no dose",
            [PL_LEAST_MISSING] = "gave no value"};

        if (shares[kind] > 0.0) {
            pl_text_format(text, "%s %.0f %% of the sets %s", is_first ? ";" : ",",
                           100.0 * shares[kind], tells[kind]);
            is_first = false;
        }
    }
    pl_text_put(text, ".");
}

static void
put_heading(const struct found *found, struct pl_text *text)
{
    const struct arms_plan *arms = &found->plan->arms;
    struct pl_text heading;

    pl_text_init(&heading);
    arms_plan_put_network(arms, &heading);
    pl_text_format(&heading, " · %s from ", drug_name(found));
    put_range(found, &heading);
    arms_plan_put_each(arms, &heading);
    phrase_paragraph(arms->cli, &heading, text);
    pl_text_finish(&heading);
}

/* Answers are a table from here on; below each has a sentence. */
#define LEAST_TABLE ((size_t)2)

/* Panels that have sentences below the table; of more there is the table alone. */
#define MOST_SENTENCES ((size_t)6)

/* Which measures the terminal has no room for; nothing where it has all. */
static void
put_left_out(const struct found *found, const struct pl_frame *table,
             struct pl_text *text)
{
    struct pl_text left;

    pl_text_init(&left);
    for (size_t l = 0; l < found->n_limits; l++) {
        const char *name = found->limits[l].measure.name;

        if (pl_frame_find(table, name) == PL_NONE) {
            pl_text_format(&left, "%s%s", left.size > 0 ? ", " : "(no room for ", name);
        }
    }
    if (left.size > 0) {
        pl_text_put(&left, ": a wider terminal shows more, --output FILE all)");
        phrase_paragraph(found->plan->arms.cli, &left, text);
    }
    text->failed = text->failed || left.failed;
    pl_text_finish(&left);
}

/* @param wraps  at the width of the terminal; else it is Markdown */
static enum pl_status
put_table(const struct found *found, const struct find_room *room, bool wraps,
          struct pl_text *text)
{
    struct cli *cli = found->plan->arms.cli;
    struct pl_frame *table = NULL;
    struct pl_text title;
    const size_t width = wraps ? cli->style.width : 0;
    const bool has_values = found->plan->arms.ensemble == NULL;
    enum pl_status status = find_table(found, room, width, &table);

    pl_text_init(&title);
    put_limits(found, &title);
    pl_text_format(&title, ": least dose of %s%s", drug_name(found),
                   has_values ? ", and what is read there" : "");
    if (wraps) {
        pl_text_put(text, "\n");
        phrase_paragraph(cli, &title, text);
        if (status == PL_OK) {
            pl_table_print(table, NULL, &cli->style, text);
            if (has_values) {
                put_left_out(found, table, text);
            }
        }
    } else {
        pl_text_format(text, "**%s**\n\n", pl_text_string(&title));
        if (status == PL_OK) {
            status = pl_frame_write(table, PL_FRAME_MD, cli->diags, text);
        }
    }
    text->failed = text->failed || title.failed;
    pl_text_finish(&title);
    pl_frame_destroy(table);
    return status;
}

/* One paragraph for each panel. @param is_first  nothing stands above them */
static void
put_sentences(const struct found *found, const struct find_room *room, bool wraps,
              bool is_first, struct pl_text *text)
{
    const struct arms_plan *arms = &found->plan->arms;

    for (size_t p = 0; p < arms->n_panels; p++) {
        struct pl_text words;

        pl_text_init(&words);
        arms_plan_put_panel(arms, p, true, &words);
        pl_text_put(&words, words.size > 0 ? ": " : "");
        if (arms->ensemble != NULL) {
            put_sets(found, p, room, &words);
        } else {
            put_answer(found, p, &words);
        }
        pl_text_put(text, wraps || p > 0 || !is_first ? "\n" : "");
        if (wraps) {
            phrase_paragraph(arms->cli, &words, text);
        } else {
            pl_text_format(text, "%s\n", pl_text_string(&words));
        }
        text->failed = text->failed || words.failed;
        pl_text_finish(&words);
    }
}

/* Where several panels are asked a row for each, then sentences. */
static enum pl_status
put_answers(const struct found *found, bool wraps, struct pl_text *text)
{
    const struct arms_plan *arms = &found->plan->arms;
    const bool has_table = arms->n_panels >= LEAST_TABLE;
    const struct find_room room = {calloc(found->n_members + 1, sizeof *room.doses),
                                   calloc(found->n_members + 1, sizeof *room.sorted)};
    enum pl_status status = PL_OK;

    if (room.doses == NULL || room.sorted == NULL) {
        status = pl_diag_no_memory(arms->cli->diags, "the answer");
    }
    if (status == PL_OK && has_table) {
        status = put_table(found, &room, wraps, text);
    }
    if (status == PL_OK && arms->n_panels <= MOST_SENTENCES) {
        put_sentences(found, &room, wraps, !has_table, text);
    }
    free(room.doses);
    free(room.sorted);
    return status;
}

enum pl_status
find_report(const struct found *found, struct pl_text *text)
{
    put_heading(found, text);
    return put_answers(found, true, text);
}

enum pl_status
find_markdown(const struct found *found, struct pl_text *text)
{
    return put_answers(found, false, text);
}

void
find_put_methods(const struct found *found, bool is_data, struct pl_text *screen)
{
    struct pl_text what;
    struct account account;

    pl_text_init(&what);
    dose_plan_describe(found->plan, &what);
    account =
        arms_plan_account(&found->plan->arms, pl_text_string(&what), found->method,
                          "folds are values over the untreated ones of the same "
                          "cell and parameter set",
                          methods_study);
    account_put_methods(&account, is_data, screen);
    screen->failed = screen->failed || what.failed;
    pl_text_finish(&what);
}

enum pl_status
find_frame(const struct found *found, struct pl_frame **out)
{
    const struct arms_plan *arms = &found->plan->arms;
    const bool has_sets = arms->ensemble != NULL;
    struct pl_sheet sheet = pl_sheet_begin(false, arms->cli->diags);
    static const char *const doses[] = {"dose", "until", "again", "nearest"};

    pl_sheet_add_text(&sheet, "cell", NULL);
    pl_sheet_add_text(&sheet, "variant", NULL);
    if (has_sets) {
        pl_sheet_add_text(&sheet, "set", NULL);
    }
    pl_sheet_add_text(&sheet, "drug", NULL);
    pl_sheet_add_text(&sheet, "found", NULL);
    for (size_t i = 0; i < sizeof doses / sizeof *doses; i++) {
        pl_sheet_add(&sheet, PL_COLUMN_NUMBER, "nM", "%s_nM", doses[i]);
    }
    for (size_t l = 0; l < found->n_limits; l++) {
        pl_sheet_add(&sheet, PL_COLUMN_NUMBER, NULL, "%s",
                     found->limits[l].measure.name);
    }
    for (size_t i = 0; i < arms->n_panels * found->n_members; i++) {
        const struct arms_panel *panel = &arms->panels[i / found->n_members];
        const struct pl_least_dose *answer = &found->answers[i];

        pl_sheet_row(&sheet);
        pl_sheet_text(&sheet, panel->cell != NULL ? panel->cell : "");
        pl_sheet_text(&sheet, panel->variant != NULL ? panel->variant : "");
        if (has_sets) {
            pl_sheet_text(&sheet,
                          pl_ensemble_name(arms->ensemble, i % found->n_members));
        }
        pl_sheet_text(&sheet, drug_name(found));
        pl_sheet_text(&sheet, kind_word(answer->kind));
        pl_sheet_number(&sheet, answer->dose);
        pl_sheet_number(&sheet, isfinite(answer->until) ? answer->until : (double)NAN);
        pl_sheet_number(&sheet, answer->again);
        pl_sheet_number(&sheet, answer->nearest);
        for (size_t l = 0; l < found->n_limits; l++) {
            pl_sheet_number(&sheet, found->values[i * found->n_limits + l]);
        }
    }
    return pl_sheet_end(&sheet, out);
}
