/*
 * sensitivity_trial.c - functions of several quantities whose sensitivities are known.
 */
#include "sensitivity_trial.h"

#include "testlib.h"

#include "base/frame.h"
#include "base/source.h"
#include "format/tsv.h"

#define PI 3.14159265358979323846

static enum pl_status
answer(void *context, const double *points, size_t n_points, double *out,
       struct pl_diags *diags)
{
    struct known_function *function = context;

    (void)diags;
    if (function->answer != PL_OK && function->n_rounds >= function->good) {
        return function->answer;
    }
    function->n_rounds++;
    for (size_t k = 0; k < n_points; k++) {
        function->at(points + k * function->n_dimensions,
                     out + k * function->n_outputs);
        function->n_asked++;
        if (function->fails > 0 && function->n_asked % function->fails == 0) {
            for (size_t i = 0; i < function->n_outputs; i++) {
                out[k * function->n_outputs + i] = NAN;
            }
        }
    }
    return PL_OK;
}

struct known_function
known_make(size_t n_dimensions, size_t n_outputs,
           void (*at)(const double *point, double *out))
{
    return (struct known_function){
        .n_dimensions = n_dimensions, .n_outputs = n_outputs, .at = at};
}

struct pl_asked
known_asked(struct known_function *function)
{
    return (struct pl_asked){.values = answer, .context = function};
}

void
known_ishigami(const double *u, double *out)
{
    const double x1 = PI * (2.0 * u[0] - 1.0);
    const double x2 = PI * (2.0 * u[1] - 1.0);
    const double x3 = PI * (2.0 * u[2] - 1.0);

    out[0] = sin(x1) + 7.0 * sin(x2) * sin(x2) + 0.1 * x3 * x3 * x3 * x3 * sin(x1);
}

void
known_g(const double *u, double *out)
{
    static const double a[8] = {0.0, 1.0, 4.5, 9.0, 99.0, 99.0, 99.0, 99.0};

    out[0] = 1.0;
    for (int i = 0; i < 8; i++) {
        out[0] *= (fabs(4.0 * u[i] - 2.0) + a[i]) / (1.0 + a[i]);
    }
}

/* A table of tests/golden, its columns from `first` on as numbers. */
static struct pl_frame *
read_golden(const char *name, size_t first)
{
    char *path = test_path(name);
    struct pl_source *source = NULL;
    struct pl_frame *table = NULL;

    assert_int_equal(pl_source_read(path, NULL, &source), PL_OK);
    assert_int_equal(pl_tsv_read(source, NULL, &table), PL_OK);
    for (size_t c = first; c < table->n_columns; c++) {
        assert_int_equal(pl_tsv_numbers(table, c, path, NULL), PL_OK);
    }
    pl_source_destroy(source);
    free(path);
    return table;
}

void
salib_read(const char *name, struct salib *salib)
{
    struct pl_frame *values = read_golden("golden/salib-values.tsv", 1);
    struct pl_frame *indices = read_golden("golden/salib-indices.tsv", 3);
    size_t n_indices = 0;

    *salib = (struct salib){0};
    salib->points = calloc(values->n_rows * 3, sizeof *salib->points);
    salib->values = calloc(values->n_rows, sizeof *salib->values);
    assert_non_null(salib->points);
    assert_non_null(salib->values);
    for (size_t row = 0; row < values->n_rows; row++) {
        if (strcmp(values->columns[0].texts[row], name) == 0) {
            for (size_t c = 0; c < 3; c++) {
                salib->points[salib->n_points * 3 + c] =
                    values->columns[c + 1].numbers[row];
            }
            salib->values[salib->n_points++] = values->columns[4].numbers[row];
        }
    }
    for (size_t row = 0; row < indices->n_rows; row++) {
        if (strcmp(indices->columns[0].texts[row], name) == 0) {
            const size_t parameter = (size_t)(indices->columns[1].texts[row][1] - '1');

            salib->indices[parameter]
                          [n_indices++ % (strcmp(name, "sobol") == 0 ? 2 : 3)] =
                indices->columns[3].numbers[row];
        }
    }
    assert_true(n_indices == 6 || n_indices == 9);
    pl_frame_destroy(values);
    pl_frame_destroy(indices);
}

void
salib_finish(struct salib *salib)
{
    free(salib->points);
    free(salib->values);
}
