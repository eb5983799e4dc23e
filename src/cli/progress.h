/*
 * progress.h - one line on stderr that says how far a long piece of work is.
 *
 * Only on a terminal, and only for work that takes longer than a blink; drawn over itself
 * at most ten times a second, and gone at the end.
 */
#ifndef PL_CLI_PROGRESS_H
#define PL_CLI_PROGRESS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct cli;
struct pl_text;

/** Moments that the rate is worked out from, a second or more apart. */
#define PROGRESS_MARKS 16

struct progress {
    const char *unit; /* "points" */
    bool is_shown;    /* stderr is a terminal that can be drawn over */
    bool utf8;
    size_t width;                    /* [column] of the terminal */
    uint64_t n, n_all;               /* done, and all */
    double begun, drawn;             /* [s]; drawn 0: not yet */
    double marks[PROGRESS_MARKS];    /* [s] */
    uint64_t marked[PROGRESS_MARKS]; /* done at that moment */
    size_t n_marks;                  /* the oldest first */
};

/** [s] on a clock that nobody sets. */
double progress_clock(void);

/**
 * Begin; nothing is drawn yet.
 * @param unit   what is counted, in the plural; borrowed
 * @param n      done already: it does not count for the rate
 * @param n_all  when all is done
 */
void progress_begin(struct progress *progress, const struct cli *cli, const char *unit,
                    uint64_t n, uint64_t n_all);

/** So many are done, at that moment; nothing is drawn. @param now  [s] */
void progress_mark(struct progress *progress, uint64_t n, double now);

/** Append the line, at that moment: not wider than progress->width. */
void progress_line(const struct progress *progress, double now, struct pl_text *text);

/** So many are done now. Draws when it is time to. */
void progress_tell(struct progress *progress, uint64_t n);

/** The same for a `tell` of the library's: so many are done, of so many that are planned
 * by now. @param progress  a struct progress */
void progress_tell_of(void *progress, size_t n_done, size_t n_all);

/** Take the line away. */
void progress_end(struct progress *progress);

/** Append a rate: "812/s", "30.5/min". @param rate  [1/s] */
void progress_put_rate(double rate, struct pl_text *text);

/** Append a time to wait: "4.2 s", "42 s", "3 min 7 s", "2 h 13 min", "3 d 4 h". */
void progress_put_time(double seconds, struct pl_text *text);

#endif
