/*
 * sobol.c - a Sobol sequence: points that fill the unit cube evenly.
 */
#include "study/sobol.h"

#include <assert.h>
#include <stdlib.h>

#include "base/diag.h"
#include "study/mix.h"

/* joe-kuo-6.txt as meson.build brings it here: s, a, m_1 ... m_s for each dimension but
 * the first. */
static const uint16_t numbers[] = {
#include "study/joe_kuo_numbers.inc"
};

/* What random bits are for; another number is another sequence. */
enum { MATRIX = 1, SHIFT = 2 };

struct pl_sobol {
    size_t n_dimensions;
    uint64_t *columns; /* shape (n_dimensions, PL_SOBOL_BITS): what each bit of the Gray
                          code adds; bit 52 is the first digit behind the point */
    uint64_t *shifts;  /* shape (n_dimensions) */
};

/*
 * Direction numbers V_1 ... V_53 of one dimension, as digits behind the point:
 *
 *     V_i = a_1 V_(i-1) ^ ... ^ a_(s-1) V_(i-s+1) ^ V_(i-s) ^ (V_(i-s) >> s)
 *
 * Bratley & Fox 1988, page 90. Without a polynomial (row NULL) all m_i are 1.
 * @return the next row
 */
static const uint16_t *
fill_columns(const uint16_t *row, uint64_t columns[PL_SOBOL_BITS])
{
    const unsigned degree = row != NULL ? row[0] : PL_SOBOL_BITS;
    const unsigned inner = row != NULL ? row[1] : 0;

    for (unsigned i = 0; i < degree; i++) {
        const uint64_t first = row != NULL ? row[2 + i] : 1;

        columns[i] = first << (PL_SOBOL_BITS - 1 - i);
    }
    for (unsigned i = degree; i < PL_SOBOL_BITS; i++) {
        columns[i] = columns[i - degree] ^ (columns[i - degree] >> degree);
        for (unsigned k = 1; k < degree; k++) {
            if ((inner >> (degree - 1 - k) & 1) != 0) {
                columns[i] ^= columns[i - k];
            }
        }
    }
    return row != NULL ? row + 2 + degree : numbers;
}

/*
 * Multiply the digits of each column by a random lower triangular matrix with ones on
 * its diagonal. Matousek 1998.
 */
static void
scramble_columns(uint64_t key, uint64_t columns[PL_SOBOL_BITS])
{
    uint64_t matrix[PL_SOBOL_BITS]; /* what a digit becomes: itself and lower ones */

    for (unsigned b = 0; b < PL_SOBOL_BITS; b++) {
        const uint64_t digit = UINT64_C(1) << b;

        matrix[b] = digit | (pl_mix_in(key, b) & (digit - 1));
    }
    for (unsigned i = 0; i < PL_SOBOL_BITS; i++) {
        uint64_t digits = 0;

        for (unsigned b = 0; b < PL_SOBOL_BITS; b++) {
            if ((columns[i] >> b & 1) != 0) {
                digits ^= matrix[b];
            }
        }
        columns[i] = digits;
    }
}

enum pl_status
pl_sobol_create(size_t n_dimensions, bool scrambled, uint64_t seed,
                struct pl_diags *diags, struct pl_sobol **out)
{
    struct pl_sobol *sobol = NULL;
    const uint16_t *row = NULL;

    assert(n_dimensions > 0);
    *out = NULL;
    if (n_dimensions > PL_SOBOL_MAX_DIMENSIONS) {
        pl_diag_error(diags, PL_ERR_OPTION, NULL,
                      "a Sobol sequence has at most %d dimensions, not %zu",
                      PL_SOBOL_MAX_DIMENSIONS, n_dimensions);
        pl_diag_hint(diags, "a Latin hypercube (lhs:N) has no limit");
        return PL_ERR_OPTION;
    }
    sobol = calloc(1, sizeof *sobol);
    if (sobol != NULL) {
        sobol->n_dimensions = n_dimensions;
        sobol->columns = calloc(n_dimensions * PL_SOBOL_BITS, sizeof *sobol->columns);
        sobol->shifts = calloc(n_dimensions, sizeof *sobol->shifts);
    }
    if (sobol == NULL || sobol->columns == NULL || sobol->shifts == NULL) {
        pl_sobol_destroy(sobol);
        return pl_diag_no_memory(diags, "a Sobol sequence");
    }
    for (size_t d = 0; d < n_dimensions; d++) {
        uint64_t *columns = sobol->columns + d * PL_SOBOL_BITS;

        row = fill_columns(row, columns);
        if (scrambled) {
            scramble_columns(pl_mix_in(pl_mix_in(seed, MATRIX), d), columns);
            sobol->shifts[d] = pl_mix_in(pl_mix_in(seed, SHIFT), d) >> 11;
        }
    }
    *out = sobol;
    return PL_OK;
}

void
pl_sobol_destroy(struct pl_sobol *sobol)
{
    if (sobol == NULL) {
        return;
    }
    free(sobol->shifts);
    free(sobol->columns);
    free(sobol);
}

void
pl_sobol_point(const struct pl_sobol *sobol, uint64_t k, double *point)
{
    const uint64_t gray = k ^ k >> 1;

    assert(k < UINT64_C(1) << PL_SOBOL_BITS);
    for (size_t d = 0; d < sobol->n_dimensions; d++) {
        const uint64_t *columns = sobol->columns + d * PL_SOBOL_BITS;
        uint64_t digits = sobol->shifts[d];

        for (uint64_t bits = gray; bits != 0; bits >>= 1, columns++) {
            digits ^= *columns & (UINT64_C(0) - (bits & 1));
        }
        point[d] = (double)digits * 0x1p-53;
    }
}
