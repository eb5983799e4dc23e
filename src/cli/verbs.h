/*
 * verbs.h - the verbs that main.c lists, one from each cmd_<verb>.c.
 */
#ifndef PL_CLI_VERBS_H
#define PL_CLI_VERBS_H

#include "cli/cli.h"

extern const struct verb cmd_run;
extern const struct verb cmd_compare;
extern const struct verb cmd_explain;
extern const struct verb cmd_loops;
extern const struct verb cmd_show;
extern const struct verb cmd_draw;
extern const struct verb cmd_discriminate;
extern const struct verb cmd_dose;
extern const struct verb cmd_find;
extern const struct verb cmd_sensitivity;
extern const struct verb cmd_sweep;
extern const struct verb cmd_merge;
extern const struct verb cmd_steady;
extern const struct verb cmd_check;
extern const struct verb cmd_convert;
extern const struct verb cmd_list;
extern const struct verb cmd_help;
extern const struct verb cmd_completion;

#endif
