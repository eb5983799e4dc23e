/*
 * c_locale.h - numbers written and read in the "C" locale, whatever the host has set.
 *
 * Threads  the locale changes for the calling thread alone.
 */
#ifndef PL_BASE_C_LOCALE_H
#define PL_BASE_C_LOCALE_H

#include <locale.h>

struct pl_c_locale {
    locale_t c;      /* 0 when it could not be had: the host's stays in force */
    locale_t before; /* what the thread used */
};

/** Use the "C" locale until pl_c_locale_leave. */
void pl_c_locale_enter(struct pl_c_locale *locale);

/** Give the thread its own locale back. */
void pl_c_locale_leave(struct pl_c_locale *locale);

#endif
