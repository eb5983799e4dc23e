/*
 * synergy.c - two drugs together: by how much their effect differs from what each alone
 * lets expect.
 */
#include "analysis/synergy.h"

#include <math.h>
#include <stdint.h>
#include <stdlib.h>

#include "analysis/synergy_private.h"
#include "base/diag.h"
#include "base/units.h"

/* [-] The curves of one drug alone go so far beyond the doses of the board. If less, a
 * weak dose of one drug has no counterpart of the other. */
#define BELOW 1e-3
#define ABOVE 1e4

const char *
pl_synergy_name(enum pl_synergy_kind kind)
{
    static const char *const names[] = {
#define X(name, word, text) word,
        PL_SYNERGY_TABLE(X)
#undef X
    };

    return names[kind];
}

const char *
pl_synergy_words(enum pl_synergy_kind kind)
{
    static const char *const words[] = {
#define X(name, word, text) text,
        PL_SYNERGY_TABLE(X)
#undef X
    };

    return words[kind];
}

bool
pl_synergy_is_excess(enum pl_synergy_kind kind)
{
    return kind >= PL_SYNERGY_HSA && kind <= PL_SYNERGY_LOEWE_FITTED;
}

const char *
pl_loewe_way_word(enum pl_loewe_way way)
{
    static const char *const words[PL_N_LOEWE_WAYS] = {
        [PL_LOEWE_NONE] = "",
        [PL_LOEWE_BOTH] = "both",
        [PL_LOEWE_FIRST] = "first alone",
        [PL_LOEWE_SECOND] = "second alone",
        [PL_LOEWE_OPPOSITE] = "opposite",
    };

    return words[way];
}

struct pl_synergy_options
pl_synergy_options_default(void)
{
    return (struct pl_synergy_options){.tolerance = 1e-7, .max_points = 4000};
}

size_t
pl_synergy_place(const struct pl_checkerboard *board, enum pl_synergy_kind kind,
                 size_t first, size_t second, size_t member)
{
    return (((size_t)kind * board->n[0] + first) * board->n[1] + second) *
               board->n_members +
           member;
}

double
pl_board_effect(const struct pl_checkerboard *board, size_t first, size_t second,
                size_t member)
{
    return board->effects[(first * board->n[1] + second) * board->n_members + member];
}

const double *
pl_synergy_at(const struct pl_synergy *synergy, enum pl_synergy_kind kind, size_t first,
              size_t second)
{
    return synergy->values + pl_synergy_place(synergy->board, kind, first, second, 0);
}

enum pl_loewe_way
pl_synergy_way(const struct pl_synergy *synergy, size_t first, size_t second)
{
    const struct pl_checkerboard *board = synergy->board;
    const unsigned char *ways =
        synergy->ways + (first * board->n[1] + second) * board->n_members;
    double weights[PL_N_LOEWE_WAYS] = {0.0};
    enum pl_loewe_way best = PL_LOEWE_NONE;

    for (size_t m = 0; m < board->n_members; m++) {
        weights[ways[m]] += board->weights != NULL ? board->weights[m] : 1.0;
    }
    for (int way = 0; way < PL_N_LOEWE_WAYS; way++) {
        best = weights[way] > weights[best] ? (enum pl_loewe_way)way : best;
    }
    return best;
}

static enum pl_status
check_doses(const struct pl_checkerboard *board, size_t drug, struct pl_diags *diags)
{
    const double *doses = board->doses[drug];
    bool ascend = board->n[drug] < 2 || doses[0] == 0.0;

    for (size_t i = 1; i < board->n[drug]; i++) {
        ascend = ascend && doses[i] > doses[i - 1] && isfinite(doses[i]);
    }
    if (!ascend) {
        return pl_diag_error(diags, PL_ERR_OPTION, NULL,
                             "the doses of %s do not begin at 0 and ascend",
                             board->names[drug]);
    }
    if (board->n[drug] < 2) {
        return pl_diag_error(diags, PL_ERR_OPTION, NULL,
                             "%s has no dose above 0: there is nothing to combine",
                             board->names[drug]);
    }
    return PL_OK;
}

static enum pl_status
check_effects(const struct pl_checkerboard *board, struct pl_diags *diags)
{
    const size_t n = board->n[0] * board->n[1] * board->n_members;

    for (size_t i = 0; i < n; i++) {
        if (isfinite(board->effects[i])) {
            return PL_OK;
        }
    }
    return pl_diag_error(diags, PL_ERR_OPTION, NULL,
                         "no combination of %s and %s has an effect", board->names[0],
                         board->names[1]);
}

static enum pl_status
make_room(struct pl_synergy *synergy, struct pl_diags *diags)
{
    const struct pl_checkerboard *board = synergy->board;
    const size_t most = SIZE_MAX / sizeof(double) / PL_N_SYNERGY;

    if (board->n[0] <= most / board->n[1] &&
        board->n[0] * board->n[1] <= most / board->n_members) {
        const size_t n = board->n[0] * board->n[1] * board->n_members;

        synergy->values = calloc(n * PL_N_SYNERGY, sizeof *synergy->values);
        synergy->ways = calloc(n, sizeof *synergy->ways);
    }
    for (size_t d = 0; d < 2; d++) {
        synergy->fits[d] = calloc(board->n_members, sizeof *synergy->fits[d]);
        synergy->lines[d] = calloc(board->n_members, sizeof *synergy->lines[d]);
    }
    return synergy->values == NULL || synergy->ways == NULL ||
                   synergy->fits[0] == NULL || synergy->fits[1] == NULL ||
                   synergy->lines[0] == NULL || synergy->lines[1] == NULL
               ? pl_diag_no_memory(diags, "the scores of a checkerboard")
               : PL_OK;
}

/* The effect of both, and its excess over HSA and Bliss. */
static void
fill_combination(struct pl_synergy *synergy, size_t i, size_t j, size_t m)
{
    const struct pl_checkerboard *board = synergy->board;
    const double effect = pl_board_effect(board, i, j, m);
    const double a = pl_board_effect(board, i, 0, m);
    const double b = pl_board_effect(board, 0, j, m);
    const bool is_single = i == 0 || j == 0;
    const bool is_known = isfinite(effect) && isfinite(a) && isfinite(b);
    const double none = is_known ? effect : (double)NAN;
    double *values = synergy->values;

    values[pl_synergy_place(board, PL_SYNERGY_EFFECT, i, j, m)] = effect;
    values[pl_synergy_place(board, PL_SYNERGY_HSA, i, j, m)] =
        is_single ? none - none : none - fmax(a, b);
    values[pl_synergy_place(board, PL_SYNERGY_BLISS, i, j, m)] =
        is_single ? none - none : none - (a + b - a * b);
}

static enum pl_status
follow_curves(struct pl_synergy *synergy, const struct pl_synergy_options *options,
              struct pl_diags *diags)
{
    const struct pl_checkerboard *board = synergy->board;
    const struct pl_effect_options curve_options = {
        .n_dimensions = 2,
        .n_outputs = board->n_members,
        .tolerance = options->tolerance,
        .max_points = options->max_points,
    };
    struct pl_effect_axis axes[2];

    for (size_t d = 0; d < 2; d++) {
        axes[d] = (struct pl_effect_axis){
            .dimension = d,
            .low = BELOW * board->doses[d][1],
            .high = ABOVE * board->doses[d][board->n[d] - 1],
        };
    }
    return pl_effect_curves_follow(options->asked, &curve_options, axes, 2, diags,
                                   synergy->curves);
}

enum pl_status
pl_synergy_run(const struct pl_checkerboard *board,
               const struct pl_synergy_options *options, struct pl_diags *diags,
               struct pl_synergy *out)
{
    struct pl_synergy synergy = {.board = board};
    enum pl_status status = check_doses(board, 0, diags);

    *out = (struct pl_synergy){0};
    if (status == PL_OK) {
        status = check_doses(board, 1, diags);
    }
    if (status == PL_OK) {
        status = check_effects(board, diags);
    }
    if (status == PL_OK) {
        status = make_room(&synergy, diags);
    }
    for (size_t i = 0; i < board->n[0] && status == PL_OK; i++) {
        for (size_t j = 0; j < board->n[1]; j++) {
            for (size_t m = 0; m < board->n_members; m++) {
                fill_combination(&synergy, i, j, m);
            }
        }
    }
    if (status == PL_OK) {
        status = follow_curves(&synergy, options, diags);
    }
    if (status == PL_OK) {
        pl_synergy_fill_loewe(&synergy);
        status = pl_synergy_fill_fitted(&synergy, diags);
    }
    if (status == PL_OK) {
        status = pl_synergy_fill_scores(&synergy, diags);
    }
    if (status == PL_OK) {
        *out = synergy;
    } else {
        pl_synergy_finish(&synergy);
    }
    return status;
}

void
pl_synergy_finish(struct pl_synergy *synergy)
{
    free(synergy->values);
    free(synergy->ways);
    for (size_t d = 0; d < 2; d++) {
        pl_effect_curve_finish(&synergy->curves[d]);
        free(synergy->fits[d]);
        free(synergy->lines[d]);
    }
    *synergy = (struct pl_synergy){0};
}
