/*
 * json.c - the pieces that JSON is made of, for the writers of this folder.
 */
#include "out/json.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include <jansson.h>

#include "base/number.h"
#include "base/text.h"

void
pl_json_string(const char *string, struct pl_text *text)
{
    struct pl_text visible;
    json_t *value = NULL;
    char *quoted = NULL;

    if (string == NULL) {
        pl_text_put(text, "null");
        return;
    }
    pl_text_init(&visible);
    value = json_string(string);
    if (value == NULL) { /* not UTF-8, or no memory: then this fails once more */
        pl_text_add_visible(&visible, string, strlen(string));
        value = json_string(pl_text_string(&visible));
    }
    quoted = value != NULL ? json_dumps(value, JSON_ENCODE_ANY) : NULL;
    if (quoted == NULL || visible.failed) {
        text->failed = true;
    } else {
        pl_text_put(text, quoted);
    }
    free(quoted);
    json_decref(value);
    pl_text_finish(&visible);
}

void
pl_json_number(double value, struct pl_text *text)
{
    char number[PL_NUMBER_SIZE];

    if (!isfinite(value)) {
        pl_text_put(text, "null");
        return;
    }
    /* Jansson would write 0.1 as 0.10000000000000001. */
    pl_number_format(value, number);
    pl_text_put(text, number);
}
