/*
 * sweep_entry.c - entries of the manifest of a sweep, read back: lists with a separator.
 */
#include "cli/sweep_entry.h"

#include <string.h>

#include "base/text.h"
#include "study/results_file.h"

const char *
sweep_entry_find(const struct pl_manifest *manifest, const char *name)
{
    for (size_t i = 0; i < manifest->n_entries; i++) {
        if (strcmp(manifest->entries[i].name, name) == 0) {
            return manifest->entries[i].value;
        }
    }
    return NULL;
}

size_t
sweep_entry_count(const char *list, const char *separator)
{
    size_t n = list[0] != '\0';

    for (const char *p = strstr(list, separator); p != NULL; p = strstr(p, separator)) {
        n++;
        p += strlen(separator);
    }
    return n;
}

char *
sweep_entry_take(const char **list, const char *separator)
{
    const char *end = strstr(*list, separator);
    const size_t length = end != NULL ? (size_t)(end - *list) : strlen(*list);
    struct pl_text part;

    pl_text_init(&part);
    pl_text_add(&part, *list, length);
    *list += length + (end != NULL ? strlen(separator) : 0);
    if (part.failed) {
        pl_text_finish(&part);
        return NULL;
    }
    return part.data != NULL ? part.data /* taken */ : pl_text_copy("");
}
