/*
 * json.h - the pieces that JSON is made of, for the writers of this folder.
 */
#ifndef PL_OUT_JSON_H
#define PL_OUT_JSON_H

struct pl_text;

/**
 * Append a string with its quotes. Bytes that are not UTF-8 become '?', and with them
 * the string's control characters.
 * @param string  NULL gives null
 */
void pl_json_string(const char *string, struct pl_text *text);

/** Append a number that reads back to the same bits; null for one that is not finite.
 */
void pl_json_number(double value, struct pl_text *text);

#endif
