/*
 * words.c - parts of words, lists, fractions and doses.
 */
#include "study/words.h"

#include <math.h>
#include <string.h>

#include "base/diag.h"
#include "base/number.h"
#include "base/units.h"

char *
pl_words_trim(char *text)
{
    size_t length = 0;

    text += strspn(text, " ");
    length = strlen(text);
    while (length > 0 && text[length - 1] == ' ') {
        length--;
    }
    text[length] = '\0';
    return text;
}

char *
pl_words_cut(char *text, const char *mark)
{
    char *place = strstr(text, mark);

    if (place == NULL) {
        return NULL;
    }
    *place = '\0';
    return place + strlen(mark);
}

bool
pl_words_next(const char **list, char separator, const char **item, size_t *length)
{
    const char *start = *list;

    while (*start == separator || *start == ' ') {
        start++;
    }
    if (*start == '\0') {
        *list = start;
        return false;
    }
    *item = start;
    while (*start != '\0' && *start != separator) {
        start++;
    }
    *list = start;
    while (start[-1] == ' ') {
        start--;
    }
    *length = (size_t)(start - *item);
    return true;
}

const char *
pl_words_gap(const char *list)
{
    const char *gap = NULL;
    bool any = false;
    bool behind = true; /* a comma, or the start */

    for (; *list != '\0'; list++) {
        if (*list == ',' && behind && gap == NULL) {
            gap = any ? "between two commas" : "before the first comma";
        }
        any = any || (*list != ',' && *list != ' ');
        behind = *list == ',' || (behind && *list == ' ');
    }
    if (!any) {
        return NULL;
    }
    return behind && gap == NULL ? "behind the last comma" : gap;
}

enum pl_status
pl_words_fraction(const struct pl_words_place *place, const char *text,
                  struct pl_diags *diags, double *value)
{
    double percent = 0.0;
    size_t length = 0;

    if (pl_number_parse(text, value) && *value >= 0.0 && *value <= 1.0) {
        return PL_OK;
    }
    pl_diag_error(diags, PL_ERR_OPTION, NULL, "%s: a fraction lies between 0 and 1",
                  place->whole);
    length = pl_number_scan(text, false, &percent);
    length += length > 0 ? strspn(text + length, " ") : 0;
    if (length > 0 && strcmp(text + length, "%") == 0 && percent <= 100.0) {
        char number[PL_NUMBER_SIZE];

        pl_number_format(percent / 100.0, number);
        pl_diag_hint(diags, "%s is written %s", text, number);
    } else {
        pl_diag_hint(diags, "50 %% is written 0.5");
    }
    return PL_ERR_OPTION;
}

enum pl_status
pl_words_dose(const struct pl_words_place *place, const char *text, double *unit,
              struct pl_diags *diags, double *value)
{
    struct pl_quantity dose = {0.0, 0.0};
    const size_t length = pl_dose_scan(text, &dose);
    const char *units = pl_dose_units();
    const char *rest = text + length;

    if (length == 0 || (dose.unit > 0.0 && rest[0] != '\0')) {
        const char *comma = strchr(text, ',');

        pl_diag_error(diags, PL_ERR_OPTION, NULL, "%s: '%s' is no dose: %s=%s (%s)",
                      place->whole, text, place->name, place->example, units);
        if (comma != NULL && strchr(comma, '=') != NULL) {
            pl_diag_hint(diags, "several drugs are given by an option each");
        }
        return PL_ERR_OPTION;
    }
    rest += strspn(rest, " ");
    if (rest[0] != '\0') {
        return pl_diag_error(diags, PL_ERR_OPTION, NULL,
                             "%s: '%s' is no unit of a dose (%s)", place->whole, rest,
                             units);
    }
    if (dose.value < 0.0) {
        return pl_diag_error(diags, PL_ERR_OPTION, NULL, "%s: a dose is not negative",
                             place->whole);
    }
    *unit = dose.unit > 0.0 ? dose.unit : *unit;
    if (*unit == 0.0 && dose.value != 0.0) {
        return pl_diag_error(
            diags, PL_ERR_OPTION, NULL, "%s: a dose needs its unit: %s=%s%s%snM (%s)",
            place->whole, place->name, place->low != NULL ? place->low : "",
            place->low != NULL ? ".." : "", place->value, units);
    }
    *value = dose.value != 0.0 ? dose.value * *unit : 0.0;
    if (!isfinite(*value)) {
        return pl_diag_error(diags, PL_ERR_OPTION, NULL, "%s: the dose is too large",
                             place->whole);
    }
    return PL_OK;
}
