/*
 * interrupt.c - Ctrl-C, and SIGTERM, while a run goes on.
 *
 * The signal is blocked and asked for between steps, so that no handler and no writable
 * global is needed; outside a run it ends the program at once, as usual.
 */
#include "cli/cli.h"

#include <signal.h>
#include <time.h>

/* What ends a run; but what is ignored, as Ctrl-C by a job in the background, stays so. */
static void
fill(sigset_t *set)
{
    static const int signals[] = {SIGINT, SIGTERM};

    sigemptyset(set);
    for (size_t i = 0; i < sizeof signals / sizeof *signals; i++) {
        struct sigaction now;

        if (sigaction(signals[i], NULL, &now) == 0 && now.sa_handler != SIG_IGN) {
            sigaddset(set, signals[i]);
        }
    }
}

void
interrupt_hold(void)
{
    sigset_t set;

    fill(&set);
    sigprocmask(SIG_BLOCK, &set, NULL);
}

bool
interrupt_pending(void *context)
{
    sigset_t set;

    (void)context;
    return sigpending(&set) == 0 &&
           (sigismember(&set, SIGINT) == 1 || sigismember(&set, SIGTERM) == 1);
}

void
interrupt_release(void)
{
    const struct timespec none = {0, 0};
    sigset_t set;

    fill(&set);
    while (sigtimedwait(&set, NULL, &none) > 0) {
        /* what came was answered by ending the run */
    }
    sigprocmask(SIG_UNBLOCK, &set, NULL);
}
