/*
 * status.h - what a function that can fail answers.
 *
 * The status is for the program, the diagnostics (diag.h) are for the human: whoever
 * finds a fault writes its message once, callers pass the status up and add nothing.
 */
#ifndef PL_BASE_STATUS_H
#define PL_BASE_STATUS_H

#if defined(__GNUC__)
#define PL_MUST_USE __attribute__((warn_unused_result))
#define PL_PRINTF(text, first) __attribute__((format(printf, text, first)))
#else
#define PL_MUST_USE
#define PL_PRINTF(text, first)
#endif

/* Values are written out, so that they never move. */
#define PL_STATUS_TABLE(X)                                           \
    X(PL_OK, 0, "ok")                                                \
    X(PL_ERR_NOMEM, -1, "out of memory")                             \
    X(PL_ERR_OPTION, -2, "an option is unknown or out of range")     \
    X(PL_ERR_NAME, -3, "a name is not in the model or its tables")   \
    X(PL_ERR_IO, -4, "a file could not be read or written")          \
    X(PL_ERR_SYNTAX, -5, "a text does not follow its language")      \
    X(PL_ERR_MODEL, -6, "the model has errors")                      \
    X(PL_ERR_RATE, -7, "a rate law gave a value that is not finite") \
    X(PL_ERR_STEP, -8, "the integration did not reach its end")      \
    X(PL_ERR_REST, -9, "the network does not come to rest")          \
    X(PL_ERR_STOPPED, -10, "stopped from outside")                   \
    X(PL_ERR_TOOL, -11, "a helper program is missing or failed")

enum pl_status {
#define X(name, value, text) name = value,
    PL_STATUS_TABLE(X)
#undef X
};

/** The text of a status, without a full stop; never NULL. */
const char *pl_status_text(enum pl_status status);

#endif
