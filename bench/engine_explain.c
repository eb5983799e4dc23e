/*
 * engine_explain.c - a fold taken apart into what each feedback loop makes of it.
 */
#include "engine.h"

#include <stdio.h>
#include <stdlib.h>

#include "analysis/explain.h"
#include "base/diag.h"
#include "base/index.h"
#include "study/context.h"
#include "study/treatment.h"

/* As a screen has them: at 1, 8, 24 and 48 of 48 hours. */
enum { N_TIMES = 4 };
static const double shares[N_TIMES] = {1.0 / 48.0, 1.0 / 6.0, 0.5, 1.0};

enum pl_status
engine_explain(struct engine *engine, bool exact)
{
    const struct pl_role_list *edges = &engine->context->roles.lists[PL_ROLE_EDGE];
    struct pl_treatment *treatment = NULL;
    struct pl_explain explain = {0};
    double times[N_TIMES];
    struct pl_explain_options options = {
        .sim = engine_options(engine),
        .duration = engine->duration,
        .equilibrate = engine->rest ? PL_EQUILIBRATE_YES : PL_EQUILIBRATE_NO,
        .times = times,
        .n_times = N_TIMES,
        .exact = exact,
        .n_threads = engine->threads,
        .focus = PL_NONE,
    };
    enum pl_status status = engine_need_drug(engine);

    if (status == PL_OK) {
        status = engine_make_treatment(engine, &treatment);
    }
    for (size_t k = 0; k < N_TIMES; k++) {
        times[k] = shares[k] * engine->duration;
    }
    if (status == PL_OK) {
        options.readout = engine->symbols[0];
        options.edges = edges->names;
        options.n_edges = exact && engine->n < edges->n ? (size_t)engine->n : 0;
    }
    for (size_t k = 0; k <= engine->repeat && status == PL_OK; k++) {
        const struct engine_moment start = engine_start();
        double seconds = 0.0;

        status = pl_explain_run(engine->context, treatment, &options, engine->diags,
                                &explain);
        seconds = engine_stop(engine, start);
        if (status == PL_OK && k > 0) { /* the first warms up */
            engine_print(exact ? "explain-exact" : "explain", 1e3 * seconds, "ms");
        }
    }
    pl_explain_finish(&explain);
    pl_treatment_destroy(treatment);
    return status;
}
