/*
 * sink_trial.h - where sinks write, for tests of them.
 */
#ifndef PL_TESTS_SINK_TRIAL_H
#define PL_TESTS_SINK_TRIAL_H

struct pl_diags;

/** A folder that lasts for one test, its paths and the messages. */
struct fixture {
    char *folder;
    char *path; /* "<folder>/result.csv" */
    struct pl_diags *diags;
};

/** For cmocka: *state is a fixture between them. */
int sink_trial_set_up(void **state);
int sink_trial_tear_down(void **state);

/** A sink for this path writes the text, without a message. */
void sink_trial_check_writes(const struct fixture *f, const char *path,
                             const char *text);

#endif
