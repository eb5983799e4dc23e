/*
 * test_context_symbol.c - any symbol by any of its names.
 */
#include "testlib.h"

#include "base/diag.h"
#include "model/model.h"
#include "study/context.h"
#include "trial.h"

static void
check_found(const struct pl_context *context, const char *name, const char *want)
{
    size_t symbol = PL_NONE;

    assert_int_equal(pl_context_find_symbol(context, name, NULL, &symbol), PL_OK);
    assert_string_equal(context->model->symbols[symbol].name, want);
}

static void
check_refused(const struct pl_context *context, const char *name, const char *messages)
{
    struct pl_diags *diags = pl_diags_create();
    size_t symbol = 17;

    assert_int_equal(pl_context_find_symbol(context, name, diags, &symbol),
                     PL_ERR_NAME);
    assert_int_equal(symbol, 17);
    assert_messages(diags, messages);
    pl_diags_destroy(diags);
}

static void
test_find_symbol_takes_the_closest_name(void **state)
{
    const struct pl_context *her2 = *state;

    check_found(her2, "mTORC1", "mTORC1"); /* not inhibit_mTORC1 */
    check_found(her2, "pS6K", "pS6K");     /* not readout_pS6K */
    check_found(her2, "readout_pS6K", "readout_pS6K");
    check_found(her2, "pAkt_S473", "readout_pAkt_S473");
    check_found(her2, "S6K_IRS1", "feedback_S6K_IRS1");
    check_found(her2, "MEK", "inhibit_MEK");
    check_found(her2, "everolimus", "drug_everolimus");
    check_found(her2, "Akt pS473", "readout_pAkt_S473");
    check_found(her2, "akt-ps473", "readout_pAkt_S473");
    check_found(her2, "rictor.pt1135", "pRictor");
    check_found(her2, "prictor", "pRictor");
    check_found(her2, "RAD001", "drug_everolimus");
    check_found(her2, "rad-001", "drug_everolimus");
    check_found(her2, "PIP3_lost", "PIP3_lost");
    check_found(her2, "cell", "cell");
}

static void
test_find_symbol_refuses_what_is_not_there(void **state)
{
    const struct pl_context *her2 = *state;

    check_refused(her2, "pirctor",
                  "error: unknown name 'pirctor'\n"
                  "hint: did you mean 'pRictor', 'Rictor' or 'd_Rictor'?\n");
    check_refused(her2, "xyzzy",
                  "error: unknown name 'xyzzy'\n"
                  "hint: simulate list species, list readouts, list edges and list "
                  "parameters have the names\n");
    check_refused(her2, "",
                  "error: unknown name ''\n"
                  "hint: simulate list species, list readouts, list edges and "
                  "list parameters have the names\n");
    check_refused(her2, "ps6k",
                  "error: 'ps6k' may be one of 'pS6K', 'readout_pS6K'\n"
                  "hint: write one of them to the letter\n");
}

static int
set_up(void **state)
{
    *state = trial_load_source("models/her2-mtor.ant");
    return 0;
}

static int
tear_down(void **state)
{
    pl_context_destroy(*state);
    return 0;
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_find_symbol_takes_the_closest_name),
        cmocka_unit_test(test_find_symbol_refuses_what_is_not_there),
    };

    return cmocka_run_group_tests(tests, set_up, tear_down);
}
