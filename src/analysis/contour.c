/*
 * contour.c - where values over a grid have one level, cell by cell.
 */
#include "analysis/contour.h"

#include <math.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>

#include "base/diag.h"

/* Of a cell: corners and sides go round it, side k from corner k to the next. */
#define N_CORNERS 4

/* No cell has more. */
#define MOST_PIECES 2

struct corner {
    double x, y, value;
};

struct point {
    double x, y;
};

/* Where a side passes the level. One of its ends is above, the other below: it goes up, so
 * that both cells beside it have the same bits. */
static struct point
pass(const struct corner *one, const struct corner *other, double level)
{
    const struct corner *from = one->value < other->value ? one : other;
    const struct corner *to = one->value < other->value ? other : one;
    const double share = (level - from->value) / (to->value - from->value);

    return (struct point){from->x + share * (to->x - from->x),
                          from->y + share * (to->y - from->y)};
}

static void
put_piece(struct point from, struct point to, struct pl_contour_piece *piece)
{
    *piece = (struct pl_contour_piece){{from.x, to.x}, {from.y, to.y}};
}

/* The pieces of one cell. @return their number */
static size_t
find_in_cell(const struct corner *corners, double level,
             struct pl_contour_piece *pieces)
{
    struct point points[N_CORNERS];
    double mean = 0.0;
    size_t n = 0;
    bool first_is_above = corners[0].value >= level;

    for (size_t k = 0; k < N_CORNERS; k++) {
        const struct corner *from = &corners[k];
        const struct corner *to = &corners[(k + 1) % N_CORNERS];

        if (isnan(from->value)) {
            return 0;
        }
        mean += from->value / N_CORNERS;
        if ((from->value >= level) != (to->value >= level) && !isnan(to->value)) {
            points[n++] = pass(from, to, level);
        }
    }
    if (n == 2) {
        put_piece(points[0], points[1], &pieces[0]);
        return 1;
    }
    if (n < N_CORNERS) {
        return 0;
    }
    /* All sides pass: the line goes round the corners that the middle is not like. */
    if ((mean >= level) == first_is_above) {
        put_piece(points[0], points[1], &pieces[0]);
        put_piece(points[2], points[3], &pieces[1]);
    } else {
        put_piece(points[3], points[0], &pieces[0]);
        put_piece(points[1], points[2], &pieces[1]);
    }
    return 2;
}

static struct corner
corner_at(const struct pl_contour_grid *grid, size_t row, size_t column)
{
    return (struct corner){grid->x[column], grid->y[row],
                           grid->values[row * grid->n_x + column]};
}

enum pl_status
pl_contour_find(const struct pl_contour_grid *grid, double level,
                struct pl_diags *diags, struct pl_contour_piece **pieces, size_t *n)
{
    const size_t across = grid->n_x > 0 ? grid->n_x - 1 : 0;
    const size_t up = grid->n_y > 0 ? grid->n_y - 1 : 0;
    struct pl_contour_piece *found = NULL;

    *pieces = NULL;
    *n = 0;
    if (across == 0 || up == 0) {
        return PL_OK;
    }
    if (across <= SIZE_MAX / MOST_PIECES / up) {
        found = calloc(MOST_PIECES * across * up, sizeof *found);
    }
    if (found == NULL) {
        return pl_diag_no_memory(diags, "a contour");
    }
    for (size_t row = 0; row < up; row++) {
        for (size_t column = 0; column < across; column++) {
            const struct corner corners[N_CORNERS] = {
                corner_at(grid, row, column), corner_at(grid, row, column + 1),
                corner_at(grid, row + 1, column + 1), corner_at(grid, row + 1, column)};

            *n += find_in_cell(corners, level, found + *n);
        }
    }
    *pieces = found;
    return PL_OK;
}
