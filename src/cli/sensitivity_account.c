/*
 * sensitivity_account.c - how sensitivities came about, in words.
 */
#include "cli/sensitivity_report.h"

#include "analysis/sensitivity.h"
#include "base/text.h"
#include "cli/account.h"
#include "cli/sensitivity_plan.h"

static const char *const methods_studies[] = {
    [PL_SENSITIVITY_LOCAL] =
        "Elasticities are d ln(readout) / d ln(constant), from differences between "
        "runs "
        "extrapolated to steps of 0 (Richardson 1911; Ridders 1982, Adv Eng Softw "
        "4:75).",
    [PL_SENSITIVITY_MORRIS] =
        "Elementary effects are those of Morris 1991 (Technometrics 33:161) with mu* "
        "of "
        "Campolongo et al. 2007 (Environ Model Softw 22:1509); intervals are 95 % of "
        "resampled trajectories.",
    [PL_SENSITIVITY_SOBOL] =
        "Sobol indices are estimated as by Saltelli et al. 2010 (Comput Phys Commun "
        "181:259) and Jansen 1999 (Comput Phys Commun 117:35) on a scrambled Sobol "
        "sequence; intervals are 95 % of resampled base points.",
};

void
sensitivity_put_what(const struct pl_sensitivity *s, struct pl_text *text)
{
    const struct pl_sensitivity_options *options = &s->options;
    const char *plural = options->n_factors == 1 ? "" : "s";
    const char *ranges = options->n_factors == 1 ? "its range" : "their ranges";

    switch (options->method) {
    case PL_SENSITIVITY_LOCAL:
        pl_text_format(text, "elasticities to %zu constant%s", options->n_factors,
                       plural);
        break;
    case PL_SENSITIVITY_MORRIS:
        pl_text_format(text,
                       "elementary effects of %zu constant%s over %s: %zu "
                       "trajectories on %zu levels, seed %llu",
                       options->n_factors, plural, ranges, options->n_samples,
                       options->n_levels, (unsigned long long)options->seed);
        break;
    default:
        pl_text_format(text,
                       "Sobol indices of %zu constant%s over %s: %zu base "
                       "samples, seed %llu",
                       options->n_factors, plural, ranges, options->n_samples,
                       (unsigned long long)options->seed);
        break;
    }
    pl_text_format(text, ", %zu runs", s->n_runs);
}

/* Words that an account borrows. */
struct account_words {
    struct pl_text what, measured;
};

void
sensitivity_describe(const struct sensitivity_plan *plan,
                     const struct pl_sensitivity *s, struct pl_text *text)
{
    const size_t before = text->size;

    arms_plan_put_common(&plan->arms, text);
    pl_text_put(text, text->size > before ? "; " : "");
    sensitivity_put_what(s, text);
}

static struct account
make_account(const struct sensitivity_plan *plan, const struct pl_sensitivity *s,
             struct account_words *words)
{
    pl_text_init(&words->what);
    pl_text_init(&words->measured);
    sensitivity_describe(plan, s, &words->what);
    for (size_t m = 0; m < s->options.n_measures; m++) {
        pl_text_put(&words->measured, m > 0 ? ", " : "readout: ");
        pl_sensitivity_put_readout(s, m, false, &words->measured);
    }
    return arms_plan_account(&plan->arms, pl_text_string(&words->what), s->method,
                             pl_text_string(&words->measured),
                             methods_studies[s->options.method]);
}

static void
finish_words(struct account_words *words, struct pl_text *text)
{
    text->failed = text->failed || words->what.failed || words->measured.failed;
    pl_text_finish(&words->what);
    pl_text_finish(&words->measured);
}

void
sensitivity_put_methods(const struct sensitivity_plan *plan,
                        const struct pl_sensitivity *s, bool is_data,
                        struct pl_text *screen)
{
    struct account_words words;
    const struct account account = make_account(plan, s, &words);

    account_put_methods(&account, is_data, screen);
    finish_words(&words, screen);
}

void
sensitivity_put_caption(const struct sensitivity_plan *plan,
                        const struct pl_sensitivity *s, struct pl_text *text)
{
    struct account_words words;
    const struct account account = make_account(plan, s, &words);

    account_caption(&account, text);
    finish_words(&words, text);
}
