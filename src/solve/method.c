/*
 * method.c - which method a simulation steps with, by name or by rule.
 */
#include "solve/method.h"

#include <string.h>

#include "base/diag.h"
#include "base/text.h"
#include "compile/elimination.h"
#include "compile/program.h"
#include "solve/sim.h"
#include "solve/stepper.h"

bool
pl_method_is_of_lanes(const char *name)
{
    return strcmp(name, PL_METHOD_OF_LANES) == 0;
}

static enum pl_status
unknown_method(const char *name, struct pl_diags *diags)
{
    size_t n = 0;
    const struct pl_sim_method *methods = pl_stepper_methods(&n);
    const char *names[PL_STEPPER_MOST_METHODS] = {NULL};
    struct pl_text all;

    pl_text_init(&all);
    for (size_t k = 0; k < n; k++) {
        names[k] = methods[k].name;
        pl_text_format(&all, "%s%s", k > 0 ? ", " : "", methods[k].name);
    }
    pl_diag_error(diags, PL_ERR_OPTION, NULL, "unknown method '%s'", name);
    if (!pl_diag_hint_near(diags, name, names, n, 1)) {
        pl_diag_hint(diags, "methods are %s", pl_text_string(&all));
    }
    pl_text_finish(&all);
    return PL_ERR_OPTION;
}

/* [operations] A factorisation longer than this takes longer than all else: msbdf, which
 * keeps its factors for many steps, overtakes rodas at some 400 states that all act on
 * each other. */
#define MOST_OPERATIONS ((size_t)20000000)

/*
 * Measured on models/her2-mtor.ant and models/huang-ferrell.ant: at rtol 1e-9 … 1e-13
 * rodas took a third to a half of the time of rk8pd and a twentieth of that of bsimp, for
 * errors no larger, and at 1e-6 less time than msbdf for a thirtieth of its error. So no
 * tolerance is a reason to leave it.
 */
static const char *
choose(const struct pl_program *program, const char **why)
{
    const struct pl_elimination *elimination = program->elimination;

    if (elimination != NULL && elimination->n_operations > MOST_OPERATIONS) {
        *why = "so many states act on each other that factors have to last";
        return "msbdf";
    }
    *why = "its Jacobian is sparse enough to be factored at each step";
    return PL_METHOD_OF_LANES;
}

enum pl_status
pl_method_find(const char *name, const struct pl_program *program,
               struct pl_diags *diags, size_t *method, const char **why)
{
    size_t n = 0;
    const struct pl_sim_method *methods = pl_stepper_methods(&n);

    *why = NULL;
    if (strcmp(name, methods[0].name) == 0) {
        name = choose(program, why);
    }
    for (*method = 1; *method < n; *method += 1) {
        if (strcmp(name, methods[*method].name) == 0) {
            return PL_OK;
        }
    }
    return unknown_method(name, diags);
}
