/*
 * sensitivity_sentence.c - sensitivities in a sentence.
 */
#include "analysis/sensitivity.h"

#include <math.h>

#include "base/index.h"
#include "base/number.h"
#include "base/text.h"
#include "model/model.h"
#include "study/context.h"
#include "study/factor.h"
#include "study/measure.h"
#include "study/times.h"

/* So many constants are named, and none that has less than this share of the first. */
#define NAMED ((size_t)3)
#define LEAST_NAMED 0.01

/* [-] An elasticity worth counting. */
#define LARGE_ELASTICITY 0.1

/* [-] A share of the largest mu_star worth counting. */
#define LARGE_EFFECT 0.1

/* [-] sigma over mu_star from which on an effect is anything but a straight line. Source:
 * Garcia Sanchez et al. 2014, Energy Build. 68:741. */
#define BENT 0.5

/* [-] A total index below it is none. */
#define SMALL_INDEX 0.01

/* [-] Total indices that sum to more are told: what is shared counts several times. */
#define MUCH_SHARED 1.2

/* [-] Shares above 1 by more than that are told as 101 % or more. */
#define ROUNDED 0.005

/* [-] A first index above its total by more than that is told as another number. */
#define DIFFERENCE 0.01

/* Times the samples when there are too few. */
#define MORE_SAMPLES ((size_t)4)

/* One readout of one panel. */
struct view {
    const struct pl_sensitivity *s;
    size_t panel, measure;
};

static size_t
factor_at(const struct view *view, size_t rank)
{
    const struct pl_sensitivity_options *options = &view->s->options;

    return view->s->order[(view->panel * options->n_measures + view->measure) *
                              options->n_factors +
                          rank];
}

static double
number_at(const struct view *view, size_t rank, enum pl_sensitivity_number number)
{
    return pl_sensitivity_band(view->s, view->panel, view->measure,
                               factor_at(view, rank), number)
        .median;
}

static double
weight_at(const struct view *view, size_t rank)
{
    return pl_sensitivity_weight(view->s, view->panel, view->measure,
                                 factor_at(view, rank));
}

static const char *
name_at(const struct view *view, size_t rank)
{
    return view->s->options.factors[factor_at(view, rank)].name;
}

void
pl_sensitivity_put_readout(const struct pl_sensitivity *s, size_t measure, bool begins,
                           struct pl_text *text)
{
    static const char *const words[][2] = {
        [PL_MEASURE_VALUE] = {"", ""},
        [PL_MEASURE_FOLD] = {"fold of ", "Fold of "},
        [PL_MEASURE_MAX] = {"largest ", "Largest "},
        [PL_MEASURE_MIN] = {"smallest ", "Smallest "},
        [PL_MEASURE_AUC] = {"area under ", "Area under "},
        [PL_MEASURE_TIME_TO_MAX] = {"time to the largest ", "Time to the largest "},
        [PL_MEASURE_UNTREATED] = {"untreated ", "Untreated "},
    };
    const struct pl_measure *asked = &s->options.measures[measure];
    char time[PL_NUMBER_SIZE];

    pl_time_format(s->context, asked->time, time);
    pl_text_format(text, "%s%s %s %s", words[asked->kind][begins ? 1 : 0],
                   s->context->model->symbols[asked->symbol].label,
                   pl_measure_follows(asked->kind) ? "up to" : "at", time);
}

/* How many have that weight or more. */
static size_t
count(const struct view *view, double least)
{
    size_t n = 0;

    for (size_t k = 0; k < view->s->options.n_factors; k++) {
        n += weight_at(view, k) >= least;
    }
    return n;
}

/* What stands between the first, second and last of n. */
static const char *
before(size_t k, size_t n)
{
    return k == 0 ? "" : k == 1 ? ", then " : k + 1 == n ? " and " : ", ";
}

/* "k473 (+0.42 %), then d473 (-0.40 %) and k308 (+0.21 %)" */
static void
put_names(const struct view *view, enum pl_sensitivity_number number,
          const char *format, double factor, struct pl_text *text)
{
    size_t n = 0;

    while (n < NAMED && n < view->s->options.n_factors &&
           weight_at(view, n) >= LEAST_NAMED * weight_at(view, 0)) {
        n++;
    }
    for (size_t k = 0; k < n; k++) {
        char value[PL_NUMBER_SIZE];

        pl_number_round(factor * number_at(view, k, number), 2, value);
        pl_text_format(text, "%s%s (", before(k, n), name_at(view, k));
        pl_text_format(text, format[0] == '+' && value[0] != '-' ? "+%s%s" : "%s%s",
                       value, format + (format[0] == '+'));
        pl_text_put(text, ")");
    }
}

static void
put_local(const struct view *view, struct pl_text *text)
{
    const size_t n = view->s->options.n_factors;
    size_t n_without = 0;
    size_t n_rough = 0;

    for (size_t k = 0; k < n; k++) {
        n_without += isnan(weight_at(view, k)) ? 1 : 0;
        n_rough += number_at(view, k, PL_SENSITIVITY_ERROR) > 1e-6 ? 1 : 0;
    }
    if (n_without < n && weight_at(view, 0) > 0.0) {
        pl_text_put(text, " follows ");
        put_names(view, PL_SENSITIVITY_ELASTICITY, "+ %", 1.0, text);
        pl_text_format(text,
                       " for 1 %% more of each; %zu of %zu have an elasticity of %g or "
                       "more in size.",
                       count(view, LARGE_ELASTICITY), n, LARGE_ELASTICITY);
    } else if (n_without < n) {
        pl_text_put(text, " depends on none of them.");
    } else {
        pl_text_put(text, " has no elasticity: it is 0 where the model stands, or what "
                          "varies is; the derivative is told.");
    }
    if (n_without > 0 && n_without < n) {
        pl_text_format(text,
                       " %zu without an elasticity: at 0, or in runs that failed; the "
                       "derivative is told.",
                       n_without);
    }
    if (n_rough > 0) {
        pl_text_format(text, " %zu with an estimated error above 1e-06.", n_rough);
    }
}

static void
put_morris(const struct view *view, struct pl_text *text)
{
    const size_t n = view->s->options.n_factors;
    const double least = LARGE_EFFECT * weight_at(view, 0);
    size_t n_bent = 0;

    if (!(weight_at(view, 0) > 0.0)) {
        pl_text_put(text, " does not change over these ranges.");
        return;
    }
    for (size_t k = 0; k < n; k++) {
        n_bent += weight_at(view, k) >= least &&
                  number_at(view, k, PL_SENSITIVITY_SIGMA) > BENT * weight_at(view, k);
    }
    pl_text_put(text, " changes most with ");
    put_names(view, PL_SENSITIVITY_MU_STAR, "", 1.0, text);
    pl_text_format(
        text,
        ", as mu*: so much over the whole range, in the mean. %zu of %zu have "
        "a tenth of the largest mu* or more; of these %zu act%s otherwise at "
        "other places (sigma above half of mu*).",
        count(view, least), n, n_bent, n_bent == 1 ? "s" : "");
}

/* "31 %" */
static void
put_percent(double share, struct pl_text *text)
{
    pl_text_format(text, "%.0f", 100.0 * share + 0.0);
}

/* The sums of the first indices, one for each set. */
static const double *
sums_of(const struct view *view)
{
    const struct pl_sensitivity *s = view->s;

    return s->sums + view->panel * s->n_members * s->options.n_measures + view->measure;
}

static double
middle_sum(const struct view *view)
{
    const struct pl_sensitivity *s = view->s;

    return s->options.ensemble == NULL
               ? sums_of(view)[0]
               : pl_band_of(sums_of(view), s->options.n_measures,
                            pl_ensemble_weights(s->options.ensemble), s->n_members,
                            s->room)
                     .median;
}

/* Of the total indices, in an ensemble of their medians. */
static double
total_sum(const struct view *view)
{
    double sum = 0.0;

    for (size_t k = 0; k < view->s->options.n_factors; k++) {
        sum += number_at(view, k, PL_SENSITIVITY_TOTAL);
    }
    return sum;
}

/* The factor that in one set makes most more alone than in total; PL_NONE for none. */
static size_t
find_above_total(const struct view *view, size_t member)
{
    const struct pl_sensitivity *s = view->s;
    double most = DIFFERENCE;
    size_t found = PL_NONE;

    for (size_t f = 0; f < s->options.n_factors; f++) {
        const double above =
            pl_sensitivity_number(s, view->panel, member, view->measure, f,
                                  PL_SENSITIVITY_FIRST) -
            pl_sensitivity_number(s, view->panel, member, view->measure, f,
                                  PL_SENSITIVITY_TOTAL);

        if (above > most) {
            most = above;
            found = f;
        }
    }
    return found;
}

/* Estimates that cannot all be true. */
static void
put_doubt(const struct view *view, struct pl_text *text)
{
    const struct pl_sensitivity *s = view->s;
    size_t n_doubtful = 0;
    size_t n_samples = 1;

    for (size_t i = 0; i < s->n_members; i++) {
        n_doubtful += sums_of(view)[i * s->options.n_measures] > 1.0 + ROUNDED ||
                      find_above_total(view, i) != PL_NONE;
    }
    if (n_doubtful == 0) {
        return;
    }
    while (n_samples < MORE_SAMPLES * s->options.n_samples) {
        n_samples *= 2;
    }
    pl_text_put(text, " Too few samples: ");
    if (s->options.ensemble != NULL) {
        pl_text_format(text,
                       "in %zu of %zu sets the constants alone make more than 100 %%, "
                       "or one more alone than in total",
                       n_doubtful, s->n_members);
    } else {
        const bool is_above = sums_of(view)[0] > 1.0 + ROUNDED;
        const size_t f = find_above_total(view, 0);

        pl_text_put(text, is_above ? "shares alone cannot make more than 100 %" : "");
        if (f != PL_NONE) {
            pl_text_format(text, "%s%s makes more alone (", is_above ? ", and " : "",
                           s->options.factors[f].name);
            put_percent(pl_sensitivity_number(s, view->panel, 0, view->measure, f,
                                              PL_SENSITIVITY_FIRST),
                        text);
            pl_text_put(text, " %) than in total (");
            put_percent(pl_sensitivity_number(s, view->panel, 0, view->measure, f,
                                              PL_SENSITIVITY_TOTAL),
                        text);
            pl_text_put(text, " %)");
        }
    }
    pl_text_format(text, "; --samples %zu asks for more.", n_samples);
}

static void
put_sobol(const struct view *view, struct pl_text *text)
{
    const struct pl_sensitivity *s = view->s;
    const size_t n = s->options.n_factors;
    const struct pl_band low = pl_sensitivity_band(
        s, view->panel, view->measure, factor_at(view, 0), PL_SENSITIVITY_FIRST_LOW);
    const struct pl_band high = pl_sensitivity_band(
        s, view->panel, view->measure, factor_at(view, 0), PL_SENSITIVITY_FIRST_HIGH);

    if (!(weight_at(view, 0) > 0.0)) {
        pl_text_put(text, " does not vary over these ranges: there is no variance to "
                          "share out.");
        return;
    }
    pl_text_format(text, ": %s takes part in ", name_at(view, 0));
    put_percent(number_at(view, 0, PL_SENSITIVITY_TOTAL), text);
    pl_text_format(text, " %% of the variance%s, and makes ",
                   n == 1 ? "" : ", the most of all");
    put_percent(number_at(view, 0, PL_SENSITIVITY_FIRST), text);
    pl_text_put(text, " % alone");
    if (s->options.ensemble == NULL && !isnan(low.median)) {
        pl_text_put(text, " (");
        put_percent(low.median, text);
        pl_text_put(text, " to ");
        put_percent(high.median, text);
        pl_text_put(text, " %)");
    }
    if (n == 1) {
        pl_text_put(text, ".");
        put_doubt(view, text);
        return;
    }
    pl_text_put(text, ". Each alone, all of them make ");
    put_percent(middle_sum(view), text);
    pl_text_put(text, " %");
    if (total_sum(view) > MUCH_SHARED) {
        pl_text_put(text, ", in total ");
        put_percent(total_sum(view), text);
        pl_text_put(text, " %: what several do together counts for each of them");
    }
    pl_text_format(text, "; %zu of %zu have a total index of %g or more.",
                   count(view, SMALL_INDEX), n, SMALL_INDEX);
    put_doubt(view, text);
}

void
pl_sensitivity_sentence(const struct pl_sensitivity *s, size_t panel, size_t measure,
                        struct pl_text *text)
{
    const struct view view = {s, panel, measure};

    pl_sensitivity_put_readout(s, measure, true, text);
    switch (s->options.method) {
    case PL_SENSITIVITY_LOCAL:
        put_local(&view, text);
        break;
    case PL_SENSITIVITY_MORRIS:
        put_morris(&view, text);
        break;
    default:
        put_sobol(&view, text);
        break;
    }
}
