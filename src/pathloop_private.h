/*
 * pathloop_private.h - what the files of the library's interface share.
 */
#ifndef PL_PATHLOOP_PRIVATE_H
#define PL_PATHLOOP_PRIVATE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/status.h"

struct pl_context;
struct pl_diags;
struct pl_treatment;

struct pl_network {
    struct pl_context *context;
};

/** What is done to a network, in a run or at every point of a batch. */
struct pl_setting {
    const char *cell;
    const char *variant;
    const char *const *treatments;
    size_t n_treatments;
};

/** @param out  receives a treatment, to be destroyed also after an error */
PL_MUST_USE enum pl_status pl_setting_treatment(const struct pl_setting *setting,
                                                const struct pl_context *context,
                                                struct pl_diags *diags,
                                                struct pl_treatment **out);

/**
 * Refuse a method that may raise inside GSL, where the host has not said that it may;
 * "auto" then means the one that never does.
 *
 * @param handler_is_off  the host's word
 * @param method          receives `name`, or that method's; as long-lived as `name`
 * @return PL_OK; PL_ERR_OPTION
 */
PL_MUST_USE enum pl_status pl_setting_method(const struct pl_context *context,
                                             const char *name, bool handler_is_off,
                                             struct pl_diags *diags,
                                             const char **method);

/** "48h". @param duration  receives it [model time], > 0 */
PL_MUST_USE enum pl_status pl_setting_duration(const struct pl_context *context,
                                               const char *text, struct pl_diags *diags,
                                               double *duration);

/**
 * Hand the messages over: NULL when there are none, or no memory for all of them.
 * @param diags  destroyed; may be NULL, as may `message`
 */
void pl_give_message(struct pl_diags *diags, char **message);

#endif
