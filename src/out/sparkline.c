/*
 * sparkline.c - a curve as a row of blocks.
 */
#include "out/table.h"

#include <math.h>

#include "base/text.h"

#define N_LEVELS 8

static const char *const blocks[N_LEVELS] = {"▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"};
static const char *const ascii_blocks[N_LEVELS] = {"_", ".", "-", "=",
                                                   "+", "*", "#", "@"};

/* Mean of the finite points in the share of a cell; NaN when there are none. Where
 * cells outnumber points each shows its nearest point. */
static double
cell_mean(const double *values, size_t n, size_t cell, size_t n_cells)
{
    /* In floating point, because cell * n may not fit an index. */
    size_t first = (size_t)((double)cell * (double)n / (double)n_cells);
    size_t end = (size_t)((double)(cell + 1) * (double)n / (double)n_cells);
    double mean = 0.0;
    size_t count = 0;

    end = end > first ? end : first + 1;
    for (size_t i = first; i < end && i < n; i++) {
        if (isfinite(values[i])) {
            count++;
            /* Halves, so that the difference of two huge values is finite. */
            mean += (values[i] / 2.0 - mean / 2.0) / (double)count * 2.0;
        }
    }
    return count > 0 ? mean : NAN;
}

/* Which block stands for a value: the one whose height in eighths lies nearest. */
static size_t
find_level(double value, double low, double high)
{
    double range = high / 2.0 - low / 2.0;
    double share = range > 0.0 ? (value / 2.0 - low / 2.0) / range : 0.0;
    double eighths = round(share * N_LEVELS);

    return eighths > 1.0 ? (size_t)eighths - 1 : 0;
}

void
pl_sparkline(const double *values, size_t n, size_t n_cells,
             const struct pl_style *style, struct pl_text *text)
{
    double low = 0.0;
    double high = 0.0;
    bool any = false;

    for (size_t cell = 0; cell < n_cells; cell++) {
        double mean = cell_mean(values, n, cell, n_cells);

        if (!isnan(mean)) {
            high = !any || mean > high ? mean : high;
            low = mean < low ? mean : low;
            any = true;
        }
    }
    for (size_t cell = 0; cell < n_cells; cell++) {
        double mean = cell_mean(values, n, cell, n_cells);
        size_t level = 0;

        if (isnan(mean)) {
            pl_text_put(text, " ");
            continue;
        }
        level = find_level(mean, low, high);
        pl_text_put(text, style->utf8 ? blocks[level] : ascii_blocks[level]);
    }
}
