/*
 * root.c - a root of a function between two places where its signs differ.
 */
#include "analysis/root.h"

#include <float.h>
#include <math.h>
#include <stdbool.h>

/* [step] Halving alone ends long before. */
#define MAX_STEPS 200

double
pl_root_between(const struct pl_root_function *function, double low, double high,
                double at_low, double at_high, double tolerance)
{
    double a = high, b = low, c = low;
    double fa = at_high, fb = at_low, fc = at_low;
    double share = 0.5;

    for (int step = 0; step < MAX_STEPS; step++) {
        double x = 0.0;
        double fx = 0.0;
        double best = 0.0;
        double room = 0.0;
        double xi = 0.0;
        double phi = 0.0;

        if (fabs(fa) < fabs(fb) ? fa == 0.0 : fb == 0.0) {
            break;
        }
        best = fabs(fa) < fabs(fb) ? a : b;
        room = (2.0 * DBL_EPSILON * fabs(best) + 0.5 * tolerance) / fabs(b - a);
        if (room >= 0.5) {
            break;
        }
        x = a + fmin(fmax(share, room), 1.0 - room) * (b - a);
        fx = function->value(function->context, x);
        if (signbit(fx) == signbit(fa)) {
            c = a;
            fc = fa;
        } else {
            c = b;
            fc = fb;
            b = a;
            fb = fa;
        }
        a = x;
        fa = fx;
        xi = (a - b) / (c - b);
        phi = (fa - fb) / (fc - fb);
        share = 0.5;
        if (phi * phi < xi && (1.0 - phi) * (1.0 - phi) < 1.0 - xi) {
            share = fa / (fb - fa) * fc / (fb - fc) +
                    (c - a) / (b - a) * fa / (fc - fa) * fb / (fc - fb);
        }
    }
    return fabs(fa) < fabs(fb) ? a : b;
}
