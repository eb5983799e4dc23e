/*
 * progress.c - one line on stderr that says how far a long piece of work is.
 */
#include "cli/progress.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <time.h>
#include <unistd.h>

#include "base/number.h"
#include "base/text.h"
#include "cli/cli.h"

/* [s] Work that is done by then shows no line. */
#define FIRST_AFTER 0.5

/* [s] Between two drawings. */
#define DRAW_EVERY 0.1

/* [s] Between the moments that the rate is worked out from. Shorter: a rate, and so a time
 * left, that jumps with every hard point; longer: one that follows late. */
#define MARK_EVERY 1.0

/* [column] */
#define MOST_WIDTH ((size_t)100)
#define MOST_BAR ((size_t)40)
#define LEAST_BAR ((size_t)5)

/* [s] */
#define MINUTE 60
#define HOUR 3600
#define DAY 86400

/* [s] No work is waited for so long. */
#define MOST_TIME 1e9

double
progress_clock(void)
{
    struct timespec now = {0, 0};

    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

/* A terminal that takes a carriage return for what it is. */
static bool
can_be_drawn_over(void)
{
    const char *terminal = getenv("TERM");

    return isatty(STDERR_FILENO) && terminal != NULL && terminal[0] != '\0' &&
           strcmp(terminal, "dumb") != 0;
}

static size_t
find_width(void)
{
    struct winsize size;

    if (ioctl(STDERR_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0) {
        return size.ws_col < MOST_WIDTH ? size.ws_col : MOST_WIDTH;
    }
    return 80;
}

void
progress_begin(struct progress *progress, const struct cli *cli, const char *unit,
               uint64_t n, uint64_t n_all)
{
    *progress = (struct progress){.unit = unit,
                                  .is_shown = can_be_drawn_over(),
                                  .utf8 = cli->style.utf8,
                                  .n = n,
                                  .n_all = n_all,
                                  .begun = progress_clock()};
    progress->width = progress->is_shown ? find_width() : 0;
    progress_mark(progress, n, progress->begun);
}

void
progress_mark(struct progress *progress, uint64_t n, double now)
{
    size_t last = progress->n_marks;

    progress->n = n;
    if (last > 0 && now - progress->marks[last - 1] < MARK_EVERY) {
        return;
    }
    if (last == PROGRESS_MARKS) {
        last--;
        memmove(progress->marks, progress->marks + 1, last * sizeof *progress->marks);
        memmove(progress->marked, progress->marked + 1,
                last * sizeof *progress->marked);
    }
    progress->marks[last] = now;
    progress->marked[last] = n;
    progress->n_marks = last + 1;
}

/* [1/s] lately; 0 when it cannot be said yet */
static double
find_rate(const struct progress *progress, double now)
{
    const double seconds = now - progress->marks[0];

    return seconds > 0.0 ? (double)(progress->n - progress->marked[0]) / seconds : 0.0;
}

/* "1234 of 5000 points, 812/s, 4 s left", the last parts only where they are known */
static void
put_numbers(const struct progress *progress, double now, struct pl_text *text)
{
    const double rate = find_rate(progress, now);

    pl_text_format(text, "%" PRIu64 " of %" PRIu64 " %s", progress->n, progress->n_all,
                   progress->unit);
    if (rate <= 0.0) {
        return;
    }
    pl_text_put(text, ", ");
    progress_put_rate(rate, text);
    if (progress->n < progress->n_all) {
        pl_text_put(text, ", ");
        progress_put_time((double)(progress->n_all - progress->n) / rate, text);
        pl_text_put(text, " left");
    }
}

/* A bar of `width` columns, its brackets included where it has any. */
static void
put_bar(double share, size_t width, bool utf8, struct pl_text *text)
{
    /* eighths of a block, from left to right */
    static const char *const parts[] = {"▏", "▎", "▍", "▌", "▋", "▊", "▉"};
    size_t whole;
    size_t eighths;

    if (!utf8) {
        whole = (size_t)(share * (double)(width - 2));
        pl_text_put(text, "[");
        pl_text_repeat(text, "#", whole);
        pl_text_repeat(text, ".", width - 2 - whole);
        pl_text_put(text, "]");
        return;
    }
    eighths = (size_t)(share * 8.0 * (double)width);
    whole = eighths / 8;
    eighths %= 8;
    pl_text_repeat(text, "█", whole);
    if (eighths > 0) {
        pl_text_put(text, parts[eighths - 1]);
        whole++;
    }
    pl_text_repeat(text, "░", width - whole);
}

void
progress_line(const struct progress *progress, double now, struct pl_text *text)
{
    const double share =
        progress->n_all > 0 ? (double)progress->n / (double)progress->n_all : 1.0;
    struct pl_text numbers;
    size_t taken;

    pl_text_init(&numbers);
    pl_text_format(&numbers, "%3d %%  ", (int)(100.0 * share));
    put_numbers(progress, now, &numbers);
    taken = numbers.size + 1; /* a blank behind the bar; the text is ASCII */
    if (taken + LEAST_BAR <= progress->width) {
        const size_t room = progress->width - taken;

        put_bar(share, room < MOST_BAR ? room : MOST_BAR, progress->utf8, text);
        pl_text_put(text, " ");
        pl_text_put(text, pl_text_string(&numbers));
    } else {
        pl_text_add(text, pl_text_string(&numbers),
                    numbers.size < progress->width ? numbers.size : progress->width);
    }
    text->failed = text->failed || numbers.failed;
    pl_text_finish(&numbers);
}

void
progress_tell(struct progress *progress, uint64_t n)
{
    const double now = progress_clock();
    struct pl_text text;

    progress_mark(progress, n, now);
    if (!progress->is_shown || now - progress->begun < FIRST_AFTER ||
        now - progress->drawn < DRAW_EVERY) {
        return;
    }
    progress->drawn = now;
    progress->width = find_width();
    progress->width -= progress->width > 1; /* the last column may break the line */
    pl_text_init(&text);
    pl_text_put(&text, "\r");
    progress_line(progress, now, &text);
    pl_text_put(&text, "\033[K");
    if (!text.failed) {
        fputs(pl_text_string(&text), stderr);
        fflush(stderr);
    }
    pl_text_finish(&text);
}

void
progress_tell_of(void *progress, size_t n_done, size_t n_all)
{
    struct progress *shown = progress;

    shown->n_all = n_all;
    progress_tell(shown, n_done);
}

void
progress_end(struct progress *progress)
{
    if (progress->drawn > 0.0) {
        fputs("\r\033[K", stderr);
        fflush(stderr);
    }
    progress->is_shown = false;
}

void
progress_put_rate(double rate, struct pl_text *text)
{
    const char *unit = rate >= 1.0 ? "s" : rate * MINUTE >= 1.0 ? "min" : "h";
    char number[PL_NUMBER_SIZE];

    rate *= rate >= 1.0 ? 1.0 : rate * MINUTE >= 1.0 ? MINUTE : HOUR;
    if (rate >= 100.0) {
        pl_text_format(text, "%.0f/%s", rate, unit);
    } else {
        pl_number_round(rate, 3, number);
        pl_text_format(text, "%s/%s", number, unit);
    }
}

void
progress_put_time(double seconds, struct pl_text *text)
{
    const long whole = seconds < MOST_TIME ? (long)seconds : (long)MOST_TIME;

    if (whole < 10) {
        pl_text_format(text, "%.1f s", seconds < 0.1 ? 0.1 : seconds);
    } else if (whole < MINUTE) {
        pl_text_format(text, "%ld s", whole);
    } else if (whole < HOUR) {
        pl_text_format(text, "%ld min %ld s", whole / MINUTE, whole % MINUTE);
    } else if (whole < DAY) {
        pl_text_format(text, "%ld h %ld min", whole / HOUR, whole % HOUR / MINUTE);
    } else {
        pl_text_format(text, "%ld d %ld h", whole / DAY, whole % DAY / HOUR);
    }
}
