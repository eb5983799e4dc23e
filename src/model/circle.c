/*
 * circle.c - the report of things that use one another in a circle.
 */
#include "model/build_private.h"

#include "base/diag.h"
#include "base/text.h"

/* How many names of a circle a message shows. */
#define CIRCLE_SHOWN 12

void
pl_build_report_circle(struct pl_build *build, const struct use *circle, size_t n,
                       const char *what,
                       const char *(*name)(const struct pl_build *build, size_t index),
                       const char *verb)
{
    struct pl_text text;

    pl_text_init(&text);
    pl_text_format(&text, "%s: ", what);
    for (size_t k = 0; k < n && k < CIRCLE_SHOWN; k++) {
        pl_text_format(&text, "%s -> ", name(build, circle[k].user));
    }
    if (n > CIRCLE_SHOWN) {
        pl_text_format(&text, "… %zu more … -> ", n - CIRCLE_SHOWN);
    }
    pl_text_put(&text, name(build, circle[0].user));
    build->no_memory = build->no_memory || text.failed;
    pl_diag_error(build->diags, PL_ERR_MODEL, PL_BUILD_AT(build, circle[0].span), "%s",
                  pl_text_string(&text));
    pl_text_finish(&text);
    for (size_t k = 1; verb != NULL && k < n && k < CIRCLE_SHOWN; k++) {
        pl_diag_note(build->diags, PL_BUILD_AT(build, circle[k].span),
                     "'%s' %s '%s' here", name(build, circle[k].user), verb,
                     name(build, circle[k].used));
    }
}
