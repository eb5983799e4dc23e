/*
 * steps.c - trial steps of rodas, one lane, on a small network.
 */
#include "steps.h"

#include "compile/kernels.h"
#include "compile/program.h"
#include "solve/system.h"
#include "testlib.h"

const char steps_forced[] = "x' = y + cos(3*time)*(x*y - sin(time)*cos(time))\n"
                            "y' = -x + 2*(x*x - sin(time)*sin(time))\n"
                            "x = 0; y = 1\n";

void
steps_open(struct steps *steps, const char *text)
{
    *steps = (struct steps){.scale = {1.0, 1.0, 1.0}};
    network_compile(&steps->network, text);
    steps->n = steps->network.program->n_states;
    assert_true(steps->n <= STEPS_MOST);
    assert_int_equal(pl_system_create(steps->network.kernels, NULL, &steps->system),
                     PL_OK);
    pl_system_start(steps->system, steps->network.inputs, steps->y);
    assert_true(pl_rodas_init(&steps->rodas, steps->network.kernels,
                              pl_system_frame(steps->system)));
}

void
steps_close(struct steps *steps)
{
    pl_rodas_finish(&steps->rodas);
    pl_system_destroy(steps->system);
    network_close(&steps->network);
}

bool
steps_try(struct steps *steps, double t, double h, const double *y)
{
    steps->rodas.t[0] = t;
    steps->rodas.h[0] = h;
    memcpy(steps->rodas.y0, y, steps->n * sizeof *y);
    return pl_rodas_try_alone(&steps->rodas, steps->system, false, steps->scale,
                              &steps->record);
}
