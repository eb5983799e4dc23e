/*
 * units.h - durations and doses as people write them.
 *
 * A missing unit is never guessed: it is reported to the caller, who decides.
 */
#ifndef PL_BASE_UNITS_H
#define PL_BASE_UNITS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/number.h"
#include "base/status.h"

/** A quantity as it was written. */
struct pl_quantity {
    double value; /* in `unit` */
    double unit;  /* [s] for a duration, [nM] for a dose; 0 when none was written */
};

/**
 * Read a duration at the start of `text`: "90s", "30min", "48h", "2d", "1w", "250ms".
 * A sign may stand before the number and one blank behind it.
 *
 * @return bytes read; 0 when no number stands there. A unit that is not known is left
 *         unread (the caller sees text behind the number). Overflow gives infinity.
 */
size_t pl_duration_scan(const char *text, struct pl_quantity *out);

/**
 * Read a dose at the start of `text`: "20nM", "0.5uM" (also "µM", both code points).
 * Units: fM, pM, nM, uM, mM, M.
 * @return as pl_duration_scan
 */
size_t pl_dose_scan(const char *text, struct pl_quantity *out);

/** What to write where a unit is missing or unknown: "s, min, h, d". */
const char *pl_duration_units(void);
const char *pl_dose_units(void);

/**
 * Seconds in the unit that reads best for times up to `seconds`, and its name: "h" from
 * two hours to four days, below that "min", "s" or "ms", above it "d".
 */
double pl_duration_best_unit(double seconds, const char **name);

/**
 * "48 h", "30 min", "14 d": a whole number of the largest unit that has one (days only
 * beyond four of them), else the largest unit in which three digits are exact, else
 * rounded to three digits. Zero is "0 h".
 */
void pl_duration_format(double seconds, char out[PL_NUMBER_SIZE]);

/** "20 nM", "1 µM", from nM, with six digits at most. */
void pl_dose_format(double nanomolar, char out[PL_NUMBER_SIZE]);

#endif
