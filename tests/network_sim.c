/*
 * network_sim.c - a network that runs, for tests of solve/ and above.
 */
#include "network_sim.h"

#include <gsl/gsl_errno.h>

#include "testlib.h"

void
network_open(struct network *network, const char *text,
             const struct pl_sim_options *options)
{
    network_compile(network, text);
    network_again(network, options);
}

void
network_open_file(struct network *network, const char *path,
                  const struct pl_sim_options *options)
{
    network_compile_file(network, path);
    network_again(network, options);
}

void
network_again(struct network *network, const struct pl_sim_options *options)
{
    const struct pl_sim_options defaults = pl_sim_options_default();

    pl_sim_destroy(network->sim);
    network->destroy_sim = pl_sim_destroy;
    network_expect_ok(network, pl_sim_create(network->kernels,
                                             options != NULL ? options : &defaults,
                                             network->diags, &network->sim));
}

struct pl_sim_options
network_options(const char *method, double rtol)
{
    struct pl_sim_options options = pl_sim_options_default();

    options.method = method;
    options.rtol = rtol;
    return options;
}

void
network_start(struct network *network)
{
    network_expect_ok(network,
                      pl_sim_start(network->sim, network->inputs, network->diags));
}

void
network_advance(struct network *network, double t_end)
{
    network_expect_ok(network,
                      pl_sim_advance(network->sim, t_end, NULL, network->diags));
}

void
network_rest(struct network *network, struct pl_rest *rest)
{
    assert_int_equal(pl_sim_rest(network->sim, network->diags, rest), PL_OK);
    assert_messages(network->diags, "");
    assert_true(pl_sim_time(network->sim) == 0.0);
    assert_true(rest->stable);
    assert_true(rest->residual < 1e-11);
}

void
network_assign(struct network *network, const char *name, double value)
{
    network_expect_ok(network,
                      pl_sim_assign(network->sim, network_symbol(network, name), value,
                                    network->diags));
}

double
network_value(struct network *network, const char *name)
{
    pl_sim_observe(network->sim, network->values);
    return network->values[network_symbol(network, name)];
}

int
network_gsl_answers(void **state)
{
    (void)state;
    gsl_set_error_handler_off();
    return 0;
}

void
network_even_times(double *times, size_t n, double t_end)
{
    for (size_t k = 0; k < n; k++) {
        times[k] = t_end * (double)k / (double)(n - 1);
    }
}

void
network_keep(void *context, size_t k, double time, const double *values)
{
    struct network_record *record = context;

    assert_int_equal(k, record->n);
    assert_true(record->n < NETWORK_MOST_OUTPUTS);
    record->times[record->n] = time;
    record->values[record->n] = values[record->symbol];
    record->n++;
}

void
network_advance_with_outputs(struct network *network, double t_end, const double *times,
                             size_t n_times, struct network_record *record)
{
    struct pl_output output = {
        .times = times, .n_times = n_times, .emit = network_keep, .context = record};

    network_expect_ok(network,
                      pl_sim_advance(network->sim, t_end, &output, network->diags));
    assert_int_equal(output.next, record->n);
}
