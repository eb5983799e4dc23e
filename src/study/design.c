/*
 * design.c - which points a sweep visits: a grid, a sequence that fills space, a file.
 */
#include "study/design.h"

#include <assert.h>
#include <inttypes.h>
#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/diag.h"
#include "base/index.h"
#include "base/number.h"
#include "base/text.h"
#include "study/bijection.h"
#include "study/design_private.h"
#include "study/mix.h"
#include "study/sobol.h"

/* The designs that are words; a file is anything else. */
static const struct {
    const char *word;
    bool has_number; /* ":N" behind it */
} kinds[] = {
    [PL_DESIGN_GRID] = {"grid", false},
    [PL_DESIGN_LHS] = {"lhs", true},
    [PL_DESIGN_SOBOL] = {"sobol", true},
};

/* What random bits of a Latin hypercube are for; another number is another design. */
enum { CELL = 3, JITTER = 4 };

/* [bit] Cell and place in it together; 53 would let a division end at the next cell. */
#define LHS_BITS 52

struct pl_design {
    enum pl_design_kind kind;
    uint64_t n_points;
    uint64_t seed;
    struct pl_factor
        *factors; /* shape (n_factors): a table's columns, then the others */
    size_t n_factors;
    size_t n_columns;           /* of a table, else 0 */
    const double *values;       /* shape (n_rows, n_columns), row-major */
    double *own;                /* where these are not the caller's */
    size_t n_rows;              /* of a table, else 1 */
    struct pl_sobol *sobol;     /* Sobol, else NULL */
    struct pl_bijection *cells; /* LHS: shape (n_factors), else NULL */
    uint64_t *jitter;           /* LHS: shape (n_factors): states of pl_mix_in */
    unsigned jitter_bits;
};

static size_t
n_levels_of(const struct pl_factor *factor)
{
    return factor->n_levels > 0 ? factor->n_levels : PL_FACTOR_LEVELS;
}

static bool
has_range(const struct pl_factor *factor)
{
    return factor->kind == PL_FACTOR_CELL ? factor->cells != NULL : !isnan(factor->low);
}

static bool
is_same(const struct pl_factor *a, const struct pl_factor *b)
{
    return a->kind == b->kind && a->symbol == b->symbol;
}

/* ":4096" of "sobol:4096". */
static enum pl_status
read_n_points(struct pl_design *design, const char *text, const char *word,
              const char *number, struct pl_diags *diags)
{
    double n = 0.0;

    if (!pl_number_parse(number, &n)) {
        return pl_diag_error(diags, PL_ERR_OPTION, NULL,
                             "%s: %s needs its number of points: %s:1000", text, word,
                             word);
    }
    if (n < 1.0 || n != floor(n)) {
        return pl_diag_error(diags, PL_ERR_OPTION, NULL,
                             "%s: the number of points is a whole number from 1 on",
                             text);
    }
    if (n > (double)PL_DESIGN_MAX_POINTS) {
        return pl_diag_error(diags, PL_ERR_OPTION, NULL,
                             "%s: n = %s points: a sweep has at most 1e12", text,
                             number);
    }
    design->n_points = (uint64_t)n;
    return PL_OK;
}

static enum pl_status
report_unknown(const char *text, struct pl_diags *diags)
{
    static const char *const words[] = {"grid", "lhs", "sobol"};

    pl_diag_error(diags, PL_ERR_OPTION, NULL, "unknown design '%s'", text);
    (void)pl_diag_hint_near(diags, text, words, sizeof words / sizeof words[0], 1);
    pl_diag_hint(diags,
                 "a design is grid, lhs:1000, sobol:4096 or a file with one row a "
                 "point (points.tsv, points.csv)");
    return PL_ERR_OPTION;
}

/* Which kind of design the text means, and how many points it says. */
static enum pl_status
read_kind(struct pl_design *design, const char *text, struct pl_diags *diags)
{
    const size_t length = strcspn(text, ":");

    for (int kind = 0; kind < PL_DESIGN_ROWS; kind++) {
        const char *word = kinds[kind].word;

        if (strlen(word) != length || strncmp(text, word, length) != 0) {
            continue;
        }
        design->kind = (enum pl_design_kind)kind;
        if (kinds[kind].has_number) {
            return read_n_points(design, text, word,
                                 text + length + (text[length] == ':'), diags);
        }
        return text[length] == '\0'
                   ? PL_OK
                   : pl_diag_error(diags, PL_ERR_OPTION, NULL,
                                   "%s: a grid takes no number of points: each --vary "
                                   "has its levels: name=lo..hi:11",
                                   text);
    }
    design->kind = PL_DESIGN_ROWS;
    /* a slip of a word is no file that is missing */
    if (strcmp(text, "-") != 0 && strpbrk(text, "./") == NULL &&
        access(text, F_OK) != 0) {
        return report_unknown(text, diags);
    }
    return PL_OK;
}

/* A file's columns come first; a factor without a range must be one of them. */
static enum pl_status
match_columns(const struct pl_design_rows *rows, const char *path,
              const struct pl_factor *factor, struct pl_diags *diags)
{
    for (size_t c = 0; c < rows->n_factors; c++) {
        if (is_same(&rows->factors[c], factor)) {
            return has_range(factor)
                       ? pl_diag_error(diags, PL_ERR_OPTION, NULL,
                                       "%s: '%s' has a column in %s: it cannot have a "
                                       "range too",
                                       factor->text, factor->name, path)
                       : PL_OK;
        }
    }
    if (has_range(factor)) {
        return PL_OK;
    }
    pl_diag_error(diags, PL_ERR_SYNTAX, NULL, "%s: there is no column '%s'", path,
                  factor->name);
    pl_diag_hint(diags, "add the column, or give its range: --vary %s=%s", factor->name,
                 factor->kind == PL_FACTOR_CELL ? "all" : "lo..hi");
    return PL_ERR_SYNTAX;
}

static enum pl_status
check_factors(const struct pl_design *design, const char *text,
              const struct pl_design_rows *rows, const struct pl_factor *factors,
              size_t n_factors, struct pl_diags *diags)
{
    if (n_factors == 0 && design->kind != PL_DESIGN_ROWS) {
        pl_diag_error(diags, PL_ERR_OPTION, NULL, "%s: nothing varies", text);
        pl_diag_hint(diags, "add --vary name=lo..hi");
        return PL_ERR_OPTION;
    }
    for (size_t f = 0; f < n_factors; f++) {
        const struct pl_factor *factor = &factors[f];
        enum pl_status status = PL_OK;

        for (size_t k = 0; k < f; k++) {
            if (is_same(&factors[k], factor)) {
                return pl_diag_error(diags, PL_ERR_OPTION, NULL,
                                     "'%s' varies twice: %s and %s", factor->name,
                                     factors[k].text, factor->text);
            }
        }
        if (design->kind == PL_DESIGN_ROWS) {
            status = match_columns(rows, text, factor, diags);
        } else if (!has_range(factor)) {
            status = pl_diag_error(
                diags, PL_ERR_OPTION, NULL, "%s: %s needs a range: %s=%s", factor->text,
                design->kind == PL_DESIGN_GRID ? "a grid" : kinds[design->kind].word,
                factor->name, factor->kind == PL_FACTOR_CELL ? "all" : "lo..hi");
        } else if (design->kind != PL_DESIGN_GRID && factor->kind == PL_FACTOR_NUMBER &&
                   factor->n_levels > 0) {
            status = pl_diag_error(
                diags, PL_ERR_OPTION, NULL, "%s: %s has no levels: leave out ':%zu'",
                factor->text, kinds[design->kind].word, factor->n_levels);
        }
        if (status != PL_OK) {
            return status;
        }
    }
    return PL_OK;
}

/* Columns, then those of the given factors that have a range; all are moved.
 * @param factors  NULL for none */
static enum pl_status
take_factors(struct pl_design *design, struct pl_design_rows *rows,
             struct pl_factor *factors, size_t n_factors, struct pl_diags *diags)
{
    if (n_factors > SIZE_MAX / 2 - rows->n_factors) {
        return pl_diag_no_memory(diags, "a design");
    }
    design->factors = calloc(rows->n_factors + n_factors, sizeof *design->factors);
    if (design->factors == NULL) {
        return pl_diag_no_memory(diags, "a design");
    }
    design->n_columns = rows->n_factors;
    design->n_rows = rows->n_factors > 0 ? rows->n_rows : 1;
    design->values = rows->values;
    design->own = rows->own;
    rows->own = NULL;
    for (size_t c = 0; c < rows->n_factors; c++) {
        design->factors[design->n_factors++] = rows->factors[c];
        rows->factors[c] = (struct pl_factor){0};
    }
    for (size_t f = 0; f < n_factors; f++) {
        if (has_range(&factors[f])) {
            design->factors[design->n_factors++] = factors[f];
            factors[f] = (struct pl_factor){0};
        }
    }
    return PL_OK;
}

/* The points of a grid at each row: a product that may be too large. */
static enum pl_status
count_points(struct pl_design *design, struct pl_diags *diags)
{
    const double most = (double)PL_DESIGN_MAX_POINTS;
    double n = (double)design->n_rows;
    char number[PL_NUMBER_SIZE];

    for (size_t f = design->n_columns; f < design->n_factors; f++) {
        n *= (double)n_levels_of(&design->factors[f]);
    }
    if (n <= most) {
        design->n_points = (uint64_t)n; /* exact: every factor of it was smaller */
        return PL_OK;
    }
    pl_number_round(n, 3, number);
    pl_diag_error(diags, PL_ERR_OPTION, NULL, "n = %s points: a sweep has at most 1e12",
                  number);
    pl_diag_hint(diags, "fewer levels (--vary name=lo..hi:5), or a design of so many "
                        "points as you like: --design sobol:4096");
    return PL_ERR_OPTION;
}

static enum pl_status
prepare_lhs(struct pl_design *design, struct pl_diags *diags)
{
    const uint64_t n = design->n_points;
    const uint64_t cell_key = pl_mix_in(design->seed, CELL);
    const uint64_t jitter_key = pl_mix_in(design->seed, JITTER);

    design->cells = calloc(design->n_factors, sizeof *design->cells);
    design->jitter = calloc(design->n_factors, sizeof *design->jitter);
    if (design->cells == NULL || design->jitter == NULL) {
        return pl_diag_no_memory(diags, "a design");
    }
    for (size_t f = 0; f < design->n_factors; f++) {
        pl_bijection_init(&design->cells[f], n, pl_mix_in(cell_key, f));
        design->jitter[f] = pl_mix_in(jitter_key, f);
    }
    design->jitter_bits = LHS_BITS;
    while (n > UINT64_C(1) << (LHS_BITS - design->jitter_bits)) {
        design->jitter_bits--;
    }
    return PL_OK;
}

static enum pl_status
build(const struct pl_context *context, struct pl_design *design, const char *text,
      struct pl_factor *factors, size_t n_factors, struct pl_diags *diags)
{
    struct pl_design_rows rows = {0};
    enum pl_status status = read_kind(design, text, diags);

    if (status == PL_OK && design->kind == PL_DESIGN_ROWS) {
        status = pl_design_rows_read(context, text, diags, &rows);
    }
    if (status == PL_OK) {
        status = check_factors(design, text, &rows, factors, n_factors, diags);
    }
    if (status == PL_OK) {
        status = take_factors(design, &rows, factors, n_factors, diags);
    }
    pl_design_rows_finish(&rows);
    if (status != PL_OK) {
        return status;
    }
    switch (design->kind) {
    case PL_DESIGN_LHS:
        return prepare_lhs(design, diags);
    case PL_DESIGN_SOBOL:
        return pl_sobol_create(design->n_factors, true, design->seed, diags,
                               &design->sobol);
    default:
        return count_points(design, diags);
    }
}

enum pl_status
pl_design_create(const struct pl_context *context, struct pl_factor *factors,
                 size_t n_factors, const char *text, uint64_t seed,
                 struct pl_diags *diags, struct pl_design **out)
{
    struct pl_design *design = calloc(1, sizeof *design);
    enum pl_status status = PL_OK;

    *out = NULL;
    if (design == NULL) {
        status = pl_diag_no_memory(diags, "a design");
        goto done;
    }
    design->seed = seed;
    status = build(context, design, text, factors, n_factors, diags);
    if (status != PL_OK) {
        goto done;
    }
    *out = design;
    design = NULL; /* handed over */

done:
    for (size_t f = 0; f < n_factors; f++) {
        pl_factor_finish(&factors[f]);
    }
    pl_design_destroy(design);
    return status;
}

enum pl_status
pl_design_create_table(const struct pl_context *context, const char *const *names,
                       size_t n_columns, const double *values, size_t n_points,
                       struct pl_diags *diags, struct pl_design **out)
{
    struct pl_design *design = calloc(1, sizeof *design);
    struct pl_design_rows rows = {0};
    enum pl_status status = PL_OK;

    *out = NULL;
    if (design == NULL) {
        return pl_diag_no_memory(diags, "a design");
    }
    design->kind = PL_DESIGN_ROWS;
    status = pl_design_rows_borrow(context, names, n_columns, values, n_points, diags,
                                   &rows);
    if (status == PL_OK) {
        status = take_factors(design, &rows, NULL, 0, diags);
    }
    pl_design_rows_finish(&rows);
    if (status != PL_OK) {
        pl_design_destroy(design);
        return status;
    }
    design->n_points = n_points;
    *out = design;
    return PL_OK;
}

enum pl_status
pl_design_create_single(struct pl_diags *diags, struct pl_design **out)
{
    *out = calloc(1, sizeof **out);
    if (*out == NULL) {
        return pl_diag_no_memory(diags, "a design");
    }
    (*out)->kind = PL_DESIGN_GRID;
    (*out)->n_rows = 1;
    (*out)->n_points = 1;
    return PL_OK;
}

void
pl_design_destroy(struct pl_design *design)
{
    if (design == NULL) {
        return;
    }
    for (size_t f = 0; f < design->n_factors; f++) {
        pl_factor_finish(&design->factors[f]);
    }
    pl_sobol_destroy(design->sobol);
    free(design->jitter);
    free(design->cells);
    free(design->own);
    free(design->factors);
    free(design);
}

enum pl_design_kind
pl_design_kind_of(const struct pl_design *design)
{
    return design->kind;
}

uint64_t
pl_design_n_points(const struct pl_design *design)
{
    return design->n_points;
}

const struct pl_factor *
pl_design_factors(const struct pl_design *design, size_t *n)
{
    *n = design->n_factors;
    return design->factors;
}

const struct pl_factor *
pl_design_factor(const struct pl_design *design, size_t factor)
{
    return &design->factors[factor];
}

/*
 * Where point k lies in a factor's range: in a part of its own, at random in it. Cell
 * and place are one whole number, so that rounding cannot carry a point into the next
 * cell.
 */
static double
lhs_share(const struct pl_design *design, size_t f, uint64_t k)
{
    const unsigned bits = design->jitter_bits;
    const uint64_t cell = pl_bijection_at(&design->cells[f], k);
    const uint64_t place = pl_mix_in(design->jitter[f], k) >> (64 - bits);

    return (double)(cell << bits | place) / (double)(design->n_points << bits);
}

static void
find_grid_point(const struct pl_design *design, uint64_t k, double *values)
{
    const size_t n_columns = design->n_columns;

    for (size_t f = design->n_factors; f-- > n_columns;) {
        const struct pl_factor *factor = &design->factors[f];
        const size_t n_levels = n_levels_of(factor);

        values[f] = pl_factor_level(factor, (size_t)(k % n_levels), n_levels);
        k /= n_levels;
    }
    for (size_t c = 0; c < n_columns; c++) {
        values[c] = design->values[k * n_columns + c];
    }
}

void
pl_design_point(const struct pl_design *design, uint64_t k, double *values)
{
    assert(k < design->n_points);
    switch (design->kind) {
    case PL_DESIGN_LHS:
        for (size_t f = 0; f < design->n_factors; f++) {
            values[f] = pl_factor_at(&design->factors[f], lhs_share(design, f, k));
        }
        break;
    case PL_DESIGN_SOBOL:
        pl_sobol_point(design->sobol, k, values);
        for (size_t f = 0; f < design->n_factors; f++) {
            values[f] = pl_factor_at(&design->factors[f], values[f]);
        }
        break;
    default:
        find_grid_point(design, k, values);
        break;
    }
}

/* A digest of a file's numbers, 128 bits in two runs of pl_mix_in. */
static void
put_digest(const struct pl_design *design, struct pl_text *text)
{
    uint64_t first = 1;
    uint64_t second = 2;

    for (size_t i = 0; i < design->n_rows * design->n_columns; i++) {
        uint64_t bits = 0;

        memcpy(&bits, &design->values[i], sizeof bits);
        first = pl_mix_in(first, bits);
        second = pl_mix_in(second, bits);
    }
    pl_text_format(text, " digest=%016" PRIx64 "%016" PRIx64, first, second);
}

static void
put_factor(const struct pl_design *design, const struct pl_factor *factor,
           struct pl_text *text)
{
    char low[PL_NUMBER_SIZE];
    char high[PL_NUMBER_SIZE];

    pl_text_format(text, " %s=", factor->name);
    if (factor->kind == PL_FACTOR_CELL) {
        for (size_t i = 0; i < factor->n_levels; i++) {
            pl_text_format(text, "%s%zu", i > 0 ? "," : "", factor->cells[i]);
        }
        return;
    }
    pl_number_format(factor->low, low);
    pl_number_format(factor->high, high);
    pl_text_format(text, "%s..%s:%s", low, high, factor->logarithmic ? "log" : "lin");
    if (design->kind == PL_DESIGN_GRID || design->kind == PL_DESIGN_ROWS) {
        pl_text_format(text, ":%zu", n_levels_of(factor));
    }
}

void
pl_design_describe(const struct pl_design *design, struct pl_text *text)
{
    if (design->kind == PL_DESIGN_ROWS) {
        pl_text_format(text, "file rows=%zu columns=", design->n_rows);
        for (size_t c = 0; c < design->n_columns; c++) {
            pl_text_format(text, "%s%s", c > 0 ? "," : "", design->factors[c].name);
        }
        put_digest(design, text);
    } else if (design->kind == PL_DESIGN_GRID) {
        pl_text_put(text, kinds[PL_DESIGN_GRID].word);
    } else {
        pl_text_format(text, "%s:%" PRIu64 " seed=%" PRIu64, kinds[design->kind].word,
                       design->n_points, design->seed);
    }
    for (size_t f = design->n_columns; f < design->n_factors; f++) {
        put_factor(design, &design->factors[f], text);
    }
}

size_t
pl_design_n_levels(const struct pl_design *design, size_t factor)
{
    return design->kind == PL_DESIGN_GRID ? n_levels_of(&design->factors[factor]) : 0;
}
