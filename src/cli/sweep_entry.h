/*
 * sweep_entry.h - entries of the manifest of a sweep, read back: lists with a separator.
 */
#ifndef PL_CLI_SWEEP_ENTRY_H
#define PL_CLI_SWEEP_ENTRY_H

#include <stddef.h>

struct pl_manifest;

/** An entry's value; NULL when there is none of that name. Borrowed. */
const char *sweep_entry_find(const struct pl_manifest *manifest, const char *name);

/** How many parts a list has; none when it is empty. */
size_t sweep_entry_count(const char *list, const char *separator);

/** Copy the next part of a list, and go on behind it. @return NULL when memory is out */
char *sweep_entry_take(const char **list, const char *separator);

#endif
