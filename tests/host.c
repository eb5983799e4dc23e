/*
 * host.c - a host program's side of pathloop.h, for the tests of the library.
 */
#include "host.h"

#include <unistd.h>

#include "pathloop.h"
#include "testlib.h"

/* A' = S (1 - inhibit_T)/(1 + drug_D/10 nM) - g A - d A, with g A fed back; in hours. At
 * rest A = S/(g + d) = 1, and what is done to S is followed at the rate g + d = 1/h. */
static const char *const files[][2] = {
    {"small.ant",
     "unit time_unit = 3600 second\n"
     "unit nM = 1e-9 mole/litre\n"
     "S = 1; g = 0.5; d = 0.5; inhibit_T = 0; drug_D = 0; K_D = 10; drug_D has nM\n"
     "make: => A; S*(1 - inhibit_T)/(1 + drug_D/K_D)\n"
     "feedback_A_S := A\n"
     "brake: A => ; g*feedback_A_S\n"
     "lose: A => ; d*A\n"
     "A = 5\n"
     "readout_A := A\n"
     "readout_nothing := 0*A\n"},
    {"small.cells.tsv", "conditionId\tconditionName\tS\n"
                        "plain\tPlain\t1\n"
                        "rich\tRich\t3\n"},
    {"small.variants.tsv", "conditionId\tconditionName\td\n"
                           "fast\tFast\t1.5\n"},
    {"small.drugs.tsv", "drugId\tdrugName\taliases\tpotencyParameter\n"
                        "D\tInhibitor\tMK-1;D-one\tK_D\n"},
    {"timeless.ant",
     "J0: A -> B; 0.1*A\nA = 1; B = 0; inhibit_x = 0; z := inhibit_x\n"},
    {"warns.ant", "J0: A -> ; A\nA = 1\nspecies B\n"},
    {"faulty.ant", "J0: A -> ; k*A\nA = 1\n"},
    {"broken.ant", "J0: A -> ; A\nA = 1\ninhibit_x = 0; z := inhibit_x\n"},
    {"broken.cells.tsv", "conditionId\tzzz\na\t1\n"},
    {"blast.ant", "x' = x^2\nx = 1; inhibit_x = 0; z := inhibit_x\n"},
    {"burst.ant", "x' = x^2\nx = 1\n"},
    {"root.ant", "J1: A -> ; 2*A^0.5\nA = 1\n"},
    {"swing.ant", "x' = y\ny' = -x\nx = 1; y = 0; inhibit_x = 0; z := inhibit_x\n"},
    {"divide.ant", "J: A -> ; A/K\nA = 1; K = 0\n"},
    /* x + y is conserved, which no reaction tells: the matrix of Newton is singular */
    {"singular.ant", "x' = y - x\ny' = x - y\nx = 1; y = 0\n"
                     "inhibit_x = 0; z := inhibit_x\n"},
    /* at rest from the start; the eigenvalues are those that GSL gives up on */
    {"spiral.ant", "a' = d - b\nb' = a + d\nc' = d\nd' = -a - b - c\n"
                   "a = 0; b = 0; c = 0; d = 0; inhibit_x = 0; z := inhibit_x\n"},
    /* what is left of a pivot is rounding, so that the sparse factors are flawed */
    {"exchange.ant", "J1: A -> B; 1e15*A\nJ2: B -> A; 1e15*B\nJ3: B -> ; B\n"
                     "A = 1; B = 0\n"},
};

int
host_set_up(void **state)
{
    struct host *host = calloc(1, sizeof *host);

    assert_non_null(host);
    host->before = getcwd(NULL, 0);
    host->folder = test_make_folder();
    assert_int_equal(chdir(host->folder), 0);
    for (size_t k = 0; k < N_OF(files); k++) {
        test_write_file(files[k][0], files[k][1]);
    }
    assert_int_equal(pl_network_load("small.ant", &host->network, NULL), 0);
    *state = host;
    return 0;
}

int
host_tear_down(void **state)
{
    struct host *host = *state;

    pl_network_destroy(host->network);
    assert_int_equal(chdir(host->before), 0);
    free(host->before);
    test_remove_folder(host->folder);
    free(host);
    return 0;
}

void
host_expect_message(char *message, const char *want)
{
    if (want == NULL) {
        if (message != NULL) {
            fail_msg("there is a message:\n%s", message);
        }
    } else {
        assert_non_null(message);
        assert_string_equal(message, want);
    }
    free(message);
}

struct pl_network *
host_load(const char *path)
{
    struct pl_network *network = NULL;
    char *message = NULL;

    if (pl_network_load(path, &network, &message) != 0) {
        fail_msg("%s", message);
    }
    host_expect_message(message, NULL);
    return network;
}

struct pl_run *
host_run(const struct pl_network *network, const struct pl_run_options *options)
{
    struct pl_run *run = NULL;
    char *message = NULL;

    if (pl_network_run(network, options, &run, &message) != 0) {
        fail_msg("%s", message);
    }
    host_expect_message(message, NULL);
    return run;
}

struct pl_run_options
host_options(const char *const *treatments, size_t n_treatments)
{
    struct pl_run_options options = pl_run_options_default();

    options.treatments = treatments;
    options.n_treatments = n_treatments;
    options.duration = "3h";
    options.n_points = 7;
    options.rtol = 1e-10;
    return options;
}
