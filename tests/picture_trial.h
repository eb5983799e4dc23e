/*
 * picture_trial.h - what the tests of pictures share: folders that last for one test,
 * and stand-ins for gnuplot.
 */
#ifndef PL_TESTS_PICTURE_TRIAL_H
#define PL_TESTS_PICTURE_TRIAL_H

#include <stddef.h>

#include "base/status.h"

struct pl_diags;

/** The files of gnuplot's go to a folder of their own, so that what it leaves is seen. */
struct picture_trial {
    char *folder;    /* for pictures */
    char *temporary; /* TMPDIR */
    char *templates; /* of the project; a test may put another path here */
    char *path;      /* the variable, as it was */
    struct pl_diags *diags;
};

/** Set-up and tear-down; the state is a struct picture_trial. */
int picture_trial_set_up(void **state);
int picture_trial_tear_down(void **state);

/** Ends the test as skipped where gnuplot is not installed. */
void need_gnuplot(void);

/** Make a file in a folder. */
void write_in(const char *folder, const char *name, const char *text);

/** Copy a template of the project into a folder. */
void copy_template_to(const char *folder, const char *name);

/** Put a shell script in gnuplot's place. */
void stand_in(const struct picture_trial *trial, const char *script);

/** Put a script in gnuplot's place that runs it and adds its words to the file `log`. */
void listen_to_gnuplot(const struct picture_trial *trial, const char *log);

/** Fails when one of these texts, as XML has them, is not in the picture. */
void assert_shows(const char *svg, const char *const *texts, size_t n);

#endif
