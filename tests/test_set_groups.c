/*
 * test_set_groups.c - members of an ensemble in groups.
 */
#include "testlib.h"

#include "analysis/set_groups.h"
#include "base/diag.h"
#include "study/context.h"
#include "study/ensemble.h"
#include "toy.h"

static void
test_by_label_takes_groups_in_order(void **state)
{
    static const char *const labels[] = {"b", "a", NULL, "b", "", "c", "a"};
    static const size_t want[] = {0, 1, PL_NONE, 0, PL_NONE, 2, 1};
    struct toy *toy = *state;
    struct pl_groups groups = {0};

    assert_int_equal(pl_groups_by_label("labels", labels, 7, toy->diags, &groups),
                     PL_OK);
    assert_int_equal(groups.n, 3);
    assert_int_equal(groups.n_members, 7);
    assert_string_equal(groups.names[0], "b");
    assert_string_equal(groups.names[1], "a");
    assert_string_equal(groups.names[2], "c");
    for (size_t m = 0; m < 7; m++) {
        assert_true(groups.of[m] == want[m]);
    }
    pl_groups_finish(&groups);
    assert_null(groups.names);
}

static void
test_by_label_refuses_too_few_and_too_many(void **state)
{
    static const char *const one[] = {"a", "a", ""};
    static const char *const none[] = {"", NULL};
    static const char *const many[] = {"1", "2", "3", "4", "5", "6", "7", "8", "9"};
    struct toy *toy = *state;
    struct pl_groups groups = {0};

    assert_int_equal(pl_groups_by_label("labels", one, 3, toy->diags, &groups),
                     PL_ERR_OPTION);
    assert_messages(toy->diags,
                    "error: labels: all parameter sets are in one group, 'a'\n"
                    "hint: two groups or more can be told apart\n");
    pl_diags_clear(toy->diags);
    assert_int_equal(pl_groups_by_label("labels", none, 2, toy->diags, &groups),
                     PL_ERR_OPTION);
    assert_messages(toy->diags, "error: labels: no parameter set is in a group\n"
                                "hint: two groups or more can be told apart\n");
    pl_diags_clear(toy->diags);
    assert_int_equal(pl_groups_by_label("labels", many, 9, toy->diags, &groups),
                     PL_ERR_OPTION);
    assert_messages(toy->diags,
                    "error: labels: more than 8 groups: '9' is another one\n"
                    "hint: group by something that takes few values\n");
    pl_diags_clear(toy->diags);
    assert_null(groups.of);
}

static void
test_by_column_takes_labels_and_values(void **state)
{
    struct toy *toy = *state;
    struct pl_groups groups = {0};

    toy_forget(toy);
    toy_sets(toy, "group\tg\th\nleft\t1\t2\nright\t1.5\t2\nleft\t1\t3\n");
    assert_string_equal(pl_ensemble_group(toy->ensemble, 1), "right");
    assert_int_equal(
        pl_groups_by_column(toy->context, toy->ensemble, "group", toy->diags, &groups),
        PL_OK);
    assert_int_equal(groups.n, 2);
    assert_string_equal(groups.names[1], "right");
    assert_int_equal(groups.of[2], 0);
    assert_int_equal(
        pl_groups_by_column(toy->context, toy->ensemble, "g", toy->diags, &groups),
        PL_OK);
    assert_int_equal(groups.n, 2);
    assert_string_equal(groups.names[0], "g = 1");
    assert_string_equal(groups.names[1], "g = 1.5");
    assert_int_equal(
        pl_groups_by_column(toy->context, toy->ensemble, "h", toy->diags, &groups),
        PL_OK);
    assert_int_equal(groups.of[0], 0);
    assert_int_equal(groups.of[1], 0);
    assert_int_equal(groups.of[2], 1);
    pl_groups_finish(&groups);
}

static void
test_by_column_refuses_columns_that_are_not_there(void **state)
{
    static const char *const columns[] = {"group", "h", "nothing", "x"};
    struct toy *toy = *state;
    struct pl_groups groups = {0};

    toy_forget(toy);
    toy_sets(toy, "g\n1\n2\n");
    assert_null(pl_ensemble_group(toy->ensemble, 0));
    for (size_t i = 0; i < sizeof columns / sizeof columns[0]; i++) {
        assert_int_equal(pl_groups_by_column(toy->context, toy->ensemble, columns[i],
                                             toy->diags, &groups),
                         PL_ERR_OPTION);
        assert_non_null(
            strstr(pl_diags_first_error(toy->diags), "sets.tsv: there is no column '"));
        assert_non_null(strstr(pl_diags_first_error(toy->diags), columns[i]));
        pl_diags_clear(toy->diags);
    }
}

static void
test_keep_takes_some_in_their_order(void **state)
{
    static const char *const labels[] = {"b", "a", NULL, "b", "c", "a"};
    static const char *const names[] = {"c", "b"};
    static const size_t want[] = {1, PL_NONE, PL_NONE, 1, 0, PL_NONE};
    struct toy *toy = *state;
    struct pl_groups groups = {0};

    toy_forget(toy);
    assert_int_equal(pl_groups_by_label("labels", labels, 6, toy->diags, &groups),
                     PL_OK);
    assert_string_equal(groups.what, "labels");
    assert_null(groups.how);
    assert_int_equal(pl_groups_keep(&groups, names, 2, toy->diags), PL_OK);
    assert_int_equal(groups.n, 2);
    assert_string_equal(groups.names[0], "c");
    assert_string_equal(groups.names[1], "b");
    for (size_t m = 0; m < 6; m++) {
        assert_true(groups.of[m] == want[m]);
    }
    pl_groups_finish(&groups);
}

static void
test_keep_refuses_what_is_not_two_groups(void **state)
{
    static const char *const labels[] = {"left", "right", "middle"};
    static const struct {
        const char *names[2];
        size_t n;
        enum pl_status status;
        const char *messages;
    } rows[] = {
        {{"left", "rigth"},
         2,
         PL_ERR_NAME,
         "error: labels: there is no group 'rigth'\nhint: did you mean 'right'?\n"},
        {{"q", "left"},
         2,
         PL_ERR_NAME,
         "error: labels: there is no group 'q'\nhint: groups are left, right, "
         "middle\n"},
        {{"left", "left"},
         2,
         PL_ERR_OPTION,
         "error: the group 'left' is named twice\n"},
        {{"left", NULL},
         1,
         PL_ERR_OPTION,
         "error: two groups or more can be told apart, not 1\n"},
    };
    struct toy *toy = *state;
    struct pl_groups groups = {0};

    toy_forget(toy);
    assert_int_equal(pl_groups_by_label("labels", labels, 3, toy->diags, &groups),
                     PL_OK);
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        assert_int_equal(pl_groups_keep(&groups, rows[i].names, rows[i].n, toy->diags),
                         rows[i].status);
        assert_messages(toy->diags, rows[i].messages);
        pl_diags_clear(toy->diags);
        assert_int_equal(groups.n, 3);
        assert_int_equal(groups.of[2], 2);
    }
    pl_groups_finish(&groups);
}

static enum pl_status
group_once(void *context)
{
    struct toy *toy = context;
    struct pl_groups groups = {0};
    enum pl_status status =
        pl_groups_by_column(toy->context, toy->ensemble, "group", NULL, &groups);

    if (status == PL_OK) {
        status = pl_groups_by_column(toy->context, toy->ensemble, "g", NULL, &groups);
    }
    pl_groups_finish(&groups);
    return status;
}

static void
test_groups_survive_no_memory(void **state)
{
    struct toy *toy = *state;

    toy_forget(toy);
    toy_sets(toy, "group\tg\nleft\t1\nright\t2\n");
    assert_true(assert_survives_no_memory(group_once, toy) >= 10);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_by_label_takes_groups_in_order),
        cmocka_unit_test(test_by_label_refuses_too_few_and_too_many),
        cmocka_unit_test(test_by_column_takes_labels_and_values),
        cmocka_unit_test(test_by_column_refuses_columns_that_are_not_there),
        cmocka_unit_test(test_keep_takes_some_in_their_order),
        cmocka_unit_test(test_keep_refuses_what_is_not_two_groups),
        cmocka_unit_test(test_groups_survive_no_memory),
    };

    return cmocka_run_group_tests(tests, toy_set_up, toy_tear_down);
}
