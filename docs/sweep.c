/*
 * sweep.c - how far a rapalog raises Akt, dose by dose in two cells, on all processors.
 *
 * cc sweep.c $(pkg-config --cflags --libs pathloop) && ./a.out her2-mtor.ant
 */
#include <stdio.h>
#include <stdlib.h>

#include <pathloop.h>

int
main(int argc, char **argv)
{
    const char *const columns[] = {"drug_everolimus", "cell"};
    const char *const measures[] = {"fold:pAkt_S473@24h", "max:pAkt_S473"};
    const double points[][2] = {/* [nM], row of the table of cells */
                                {0.1, 0}, {1, 0}, {10, 0}, {100, 0},
                                {0.1, 1}, {1, 1}, {10, 1}, {100, 1}};
    struct pl_batch_options options = pl_batch_options_default();
    struct pl_network *network = NULL;
    struct pl_batch *batch = NULL;
    char *message = NULL;
    int answer;

    options.columns = columns, options.n_columns = 2;
    options.values = points[0], options.n_points = 8;
    options.measures = measures, options.n_measures = 2;
    answer = pl_network_load(argc > 1 ? argv[1] : "her2-mtor.ant", &network, &message);
    if (answer == 0) {
        free(message); /* warnings, if any */
        answer = pl_network_batch(network, &options, &batch, &message);
    }
    if (answer != 0) {
        fprintf(stderr, "%s", message != NULL ? message : pl_error_text(answer));
    }
    for (size_t k = 0; answer == 0 && k < options.n_points; k++) {
        printf("%-20s %5g nM %8.3f-fold, at most %.3f\n",
               pl_network_cell(network, (size_t)points[k][1]), points[k][0],
               pl_batch_value(batch, k, 0), pl_batch_value(batch, k, 1));
        if (pl_batch_reason(batch, k) != NULL) { /* the numbers are NaN then */
            printf("    %s\n", pl_batch_reason(batch, k));
        }
    }
    pl_batch_destroy(batch);
    pl_network_destroy(network);
    free(message);
    return answer == 0 ? 0 : 1;
}
