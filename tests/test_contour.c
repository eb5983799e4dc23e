/*
 * test_contour.c - level lines over grids against closed forms.
 */
#include "testlib.h"

#include <stdlib.h>

#include "analysis/contour.h"

enum { N = 41 };

/* A plane: all pieces lie on the straight line, and reach from side to side. */
static void
test_plane_is_a_straight_line(void **state)
{
    static const double x[] = {0.0, 1.0, 3.0};
    static const double y[] = {0.0, 2.0};
    double values[6];
    const struct pl_contour_grid grid = {x, y, 3, 2, values};
    struct pl_contour_piece *pieces = NULL;
    size_t n = 0;

    (void)state;
    for (size_t row = 0; row < 2; row++) {
        for (size_t column = 0; column < 3; column++) {
            values[row * 3 + column] = 2.0 * x[column] + 3.0 * y[row];
        }
    }
    assert_int_equal(pl_contour_find(&grid, 4.0, NULL, &pieces, &n), PL_OK);
    assert_int_equal(n, 2); /* from (0, 4/3) through (1, 2/3) to (2, 0) */
    for (size_t k = 0; k < n; k++) {
        for (size_t end = 0; end < 2; end++) {
            assert_close(2.0 * pieces[k].x[end] + 3.0 * pieces[k].y[end], 4.0, 1e-14,
                         0.0);
        }
    }
    assert_close(fmin(pieces[0].x[0], pieces[0].x[1]), 0.0, 0.0, 1e-15);
    assert_close(fmax(pieces[1].x[0], pieces[1].x[1]), 2.0, 1e-15, 0.0);
    free(pieces);
}

/* A circle: its length, to the square of the grid's step, and every end shared by two. */
static void
test_circle_is_closed(void **state)
{
    double x[N];
    double values[N * N];
    const struct pl_contour_grid grid = {x, x, N, N, values};
    struct pl_contour_piece *pieces = NULL;
    size_t n = 0;
    double length = 0.0;

    (void)state;
    for (size_t k = 0; k < N; k++) {
        x[k] = -1.0 + 2.0 * (double)k / (N - 1) + 0.003;
    }
    for (size_t k = 0; k < (size_t)N * N; k++) {
        values[k] = x[k % N] * x[k % N] + x[k / N] * x[k / N];
    }
    assert_int_equal(pl_contour_find(&grid, 0.36, NULL, &pieces, &n), PL_OK);
    for (size_t k = 0; k < n; k++) {
        length +=
            hypot(pieces[k].x[1] - pieces[k].x[0], pieces[k].y[1] - pieces[k].y[0]);
        for (size_t end = 0; end < 2; end++) {
            size_t n_here = 0;

            for (size_t other = 0; other < 2 * n; other++) {
                n_here += pieces[other / 2].x[other % 2] == pieces[k].x[end] &&
                          pieces[other / 2].y[other % 2] == pieces[k].y[end];
            }
            assert_int_equal(n_here, 2);
        }
    }
    assert_close(length, 2.0 * 3.14159265358979 * 0.6, 2e-3, 0.0);
    free(pieces);
}

/* One cell: corners round it. @return the number of pieces */
static size_t
count(double a, double b, double c, double d, struct pl_contour_piece *first)
{
    static const double x[] = {0.0, 1.0};
    const double values[] = {a, b, d, c};
    const struct pl_contour_grid grid = {x, x, 2, 2, values};
    struct pl_contour_piece *pieces = NULL;
    size_t n = 0;

    assert_int_equal(pl_contour_find(&grid, 1.0, NULL, &pieces, &n), PL_OK);
    if (n > 0) {
        *first = pieces[0];
    }
    free(pieces);
    return n;
}

/* Two high corners across from each other are joined where the middle is high. */
static void
test_saddles_follow_the_middle(void **state)
{
    struct pl_contour_piece piece = {{0.0, 0.0}, {0.0, 0.0}};

    (void)state;
    assert_int_equal(count(3.0, 0.0, 3.0, 0.0, &piece), 2); /* middle 1.5 */
    assert_close(piece.x[0], 2.0 / 3.0, 1e-15, 0.0); /* cuts the low corner off */
    assert_close(piece.y[0], 0.0, 0.0, 0.0);
    assert_close(piece.x[1], 1.0, 0.0, 0.0);
    assert_close(piece.y[1], 1.0 / 3.0, 1e-15, 0.0);
    assert_int_equal(count(1.5, 0.0, 1.5, 0.0, &piece), 2); /* middle 0.75 */
    assert_close(piece.x[0], 0.0, 0.0, 0.0);                /* … the high corner */
    assert_close(piece.y[1], 0.0, 0.0, 0.0);
}

static void
test_cells_without_a_line(void **state)
{
    const double nan = (double)NAN;
    struct pl_contour_piece piece;
    struct pl_contour_piece *pieces = &piece;
    const double one[] = {1.0, 2.0};
    const struct pl_contour_grid thin = {one, one, 2, 1, one};
    const struct pl_contour_grid empty = {NULL, NULL, 0, 0, NULL};
    size_t n = 7;

    (void)state;
    assert_int_equal(count(0.0, 0.5, 0.7, 0.9, &piece), 0);
    assert_int_equal(count(1.0, 1.0, 1.0, 1.0, &piece), 0); /* the level is above */
    assert_int_equal(count(1.0, 1.0, 2.0, 2.0, &piece), 0);
    assert_int_equal(count(1.0, 1.0, 0.0, 0.0, &piece),
                     1); /* … and its edge the line */
    assert_close(piece.y[0], 0.0, 0.0, 0.0);
    assert_close(piece.y[1], 0.0, 0.0, 0.0);
    assert_int_equal(count(nan, 0.0, 2.0, 2.0, &piece), 0);
    assert_int_equal(count(0.0, 2.0, nan, 2.0, &piece), 0);
    assert_int_equal(count(0.0, 2.0, 2.0, nan, &piece), 0);
    assert_int_equal(pl_contour_find(&thin, 1.5, NULL, &pieces, &n), PL_OK);
    assert_null(pieces);
    assert_int_equal(n, 0);
    assert_int_equal(pl_contour_find(&empty, 1.5, NULL, &pieces, &n), PL_OK);
    assert_null(pieces);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_plane_is_a_straight_line),
        cmocka_unit_test(test_circle_is_closed),
        cmocka_unit_test(test_saddles_follow_the_middle),
        cmocka_unit_test(test_cells_without_a_line),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
