/*
 * c_locale.c - numbers written and read in the "C" locale, whatever the host has set.
 */
#include "base/c_locale.h"

void
pl_c_locale_enter(struct pl_c_locale *locale)
{
    locale->before = (locale_t)0;
    locale->c = newlocale(LC_ALL_MASK, "C", (locale_t)0);
    if (locale->c != (locale_t)0) {
        locale->before = uselocale(locale->c);
    }
}

void
pl_c_locale_leave(struct pl_c_locale *locale)
{
    if (locale->c == (locale_t)0) {
        return;
    }
    (void)uselocale(locale->before);
    freelocale(locale->c);
    locale->c = (locale_t)0;
}
