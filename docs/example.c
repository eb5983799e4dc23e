/*
 * example.c - load a model, give a drug, print the last row.
 *
 * cc example.c $(pkg-config --cflags --libs pathloop) && ./a.out her2-mtor.ant
 */
#include <stdio.h>
#include <stdlib.h>

#include <pathloop.h>

int
main(int argc, char **argv)
{
    const char *const treatments[] = {"drug everolimus=20nM"};
    const char *const readouts[] = {"pAkt_S473", "pS6K"};
    struct pl_run_options options = pl_run_options_default();
    struct pl_network *network = NULL;
    struct pl_run *run = NULL;
    char *message = NULL;
    int answer;

    options.treatments = treatments;
    options.n_treatments = 1;
    options.readouts = readouts;
    options.n_readouts = 2;
    answer = pl_network_load(argc > 1 ? argv[1] : "her2-mtor.ant", &network, &message);
    if (answer == 0) {
        free(message); /* warnings, if any */
        answer = pl_network_run(network, &options, &run, &message);
    }
    if (answer != 0) {
        fprintf(stderr, "%s", message != NULL ? message : pl_error_text(answer));
    } else {
        for (size_t i = 0; i < pl_run_n_columns(run); i++) {
            printf("%s = %g\n", pl_run_column(run, i),
                   pl_run_value(run, pl_run_n_rows(run) - 1, i));
        }
    }
    pl_run_destroy(run);
    pl_network_destroy(network);
    free(message);
    return answer == 0 ? 0 : 1;
}
