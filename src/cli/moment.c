/*
 * moment.c - the options of verbs that look at one moment of a run.
 */
#include "cli/moment.h"

#include <math.h>

#include "base/diag.h"
#include "model/model.h"
#include "study/context.h"

/* [s] --at when nobody says. */
#define DEFAULT_AT 86400.0

struct moment_opts
moment_default(void)
{
    const struct pl_sim_options sim = pl_sim_options_default();

    return (struct moment_opts){.method = sim.method,
                                .rtol = sim.rtol,
                                .atol = sim.atol,
                                .max_steps = sim.max_steps};
}

enum pl_status
moment_check(const struct moment_opts *opts, struct pl_diags *diags)
{
    if (opts->equilibrate && opts->no_equilibrate) {
        return pl_diag_error(diags, PL_ERR_OPTION, NULL,
                             "--equilibrate and --no-equilibrate exclude each other");
    }
    return PL_OK;
}

/* 24 h, or the end where that is earlier. */
static enum pl_status
read_at(const struct pl_context *context, const char *word, double duration,
        struct pl_diags *diags, double *time)
{
    const double unit = context->model->time_unit;

    if (word == NULL) {
        *time = isfinite(unit) ? fmin(DEFAULT_AT / unit, duration) : duration;
        return PL_OK;
    }
    return duration_read_at(context, "--at=", word, duration, diags, time);
}

enum pl_status
moment_read(const struct moment_opts *opts, const struct pl_context *context,
            struct pl_diags *diags, struct pl_snapshot_options *out)
{
    enum pl_status status =
        duration_read_for(context, opts->duration, diags, &out->duration);

    out->sim = pl_sim_options_default();
    out->sim.method = opts->method;
    out->sim.rtol = opts->rtol;
    out->sim.atol = opts->atol;
    out->sim.max_steps = opts->max_steps;
    out->sim.stop = interrupt_pending;
    out->equilibrate = opts->equilibrate      ? PL_EQUILIBRATE_YES
                       : opts->no_equilibrate ? PL_EQUILIBRATE_NO
                                              : PL_EQUILIBRATE_AUTO;
    return status == PL_OK
               ? read_at(context, opts->at, out->duration, diags, &out->time)
               : status;
}
