/*
 * test_spelling.c - near names, and names that are the same to a person.
 */
#include "base/spelling.h"

#include "testlib.h"

#define MAX_CANDIDATES 8

/* What is near: the expected names in their order, ended by NULL. */
struct near_case {
    const char *wanted;
    const char *candidates[MAX_CANDIDATES];
    const char *expected[MAX_CANDIDATES];
};

static void
test_near_finds_slips_nearest_first(void **state)
{
    static const struct near_case rows[] = {
        /* one slip of each kind */
        {"mTRC1", {"mTORC2", "mTORC1", "Akt"}, {"mTORC1"}},
        {"mTOORC1", {"Akt", "mTORC1"}, {"mTORC1"}},
        {"mTARC1", {"Akt", "mTORC1"}, {"mTORC1"}},
        {"mTROC1", {"Akt", "mTORC1"}, {"mTORC1"}},
        /* case and separators cost nothing */
        {"MTORC1", {"mTORC1"}, {"mTORC1"}},
        {"pakt s473", {"pAkt_S473"}, {"pAkt_S473"}},
        {"mk2206", {"MK-2206"}, {"MK-2206"}},
        {"TGFΒ", {"TGFβ"}, {"TGFβ"}}, /* Greek letters too */
        /* the fewest slips first, the same beginning next, the order last */
        {"PPIP3", {"PI3K", "PIP2", "PIP3"}, {"PIP3"}},
        {"PIP4", {"PIP2", "QIP4", "PIP3"}, {"PIP2", "PIP3", "QIP4"}},
        {"lapatnib", {"afatinib", "lapatinib", "lapatini"}, {"lapatinib", "lapatini"}},
        {"abcdef", {"abcxyf", "abcdeg", "abcdef"}, {"abcdef", "abcdeg", "abcxyf"}},
        /* one slip in three characters, no more */
        {"ab", {"ac", "b", "abc"}, {NULL}},
        {"AB", {"ab"}, {"ab"}},
        {"abc", {"abd", "ab", "axx", "xbc"}, {"abd", "ab", "xbc"}},
        {"abc", {"acb", "cba"}, {"acb"}}, /* a swap is one slip */
        {"abcde", {"abxye"}, {NULL}},
        {"abcdef", {"abxyef"}, {"abxyef"}},
        {"abcdefghi", {"xbcxefgxi", "xxcxefgxi"}, {"xbcxefgxi"}},
        /* a name inside a longer one, from three characters */
        {"Akt", {"readout_pAkt_S473", "pAkt", "ERK"}, {"pAkt", "readout_pAkt_S473"}},
        {"s473", {"pAkt_S473", "pAkt_T308"}, {"pAkt_S473"}},
        {"kt", {"pAkt_S473"}, {NULL}},
        /* nothing at all */
        {"xyzzy", {"Akt", "ERK", ""}, {NULL}},
        {"", {"Akt", "ERK"}, {NULL}},
        {"anything", {NULL}, {NULL}},
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        size_t best[MAX_CANDIDATES];
        size_t n = 0;
        size_t n_expected = 0;
        size_t n_found = 0;

        while (n < MAX_CANDIDATES && rows[i].candidates[n] != NULL) {
            n++;
        }
        while (rows[i].expected[n_expected] != NULL) {
            n_expected++;
        }
        n_found = pl_spelling_near(rows[i].wanted, rows[i].candidates, n,
                                   MAX_CANDIDATES, best);
        if (n_found != n_expected) {
            print_error("'%s': %zu names, not %zu\n", rows[i].wanted, n_found,
                        n_expected);
        }
        assert_int_equal(n_found, n_expected);
        for (size_t k = 0; k < n_found; k++) {
            assert_string_equal(rows[i].candidates[best[k]], rows[i].expected[k]);
        }
    }
}

static void
test_near_finds_at_most_what_is_asked_for(void **state)
{
    const char *many[100];
    size_t best[PL_SPELLING_MAX_NEAR] = {0};

    (void)state;
    for (size_t i = 0; i < 100; i++) {
        many[i] = i == 70 ? "mTORC1" : "mTORC2";
    }
    assert_int_equal(pl_spelling_near("mTORC1", many, 100, 2, best), 2);
    assert_int_equal(best[0], 70);
    assert_int_equal(best[1], 0);
    assert_int_equal(pl_spelling_near("mTORC1", many, 100, 0, best), 0);
    assert_int_equal(pl_spelling_near("mTORC1", many, 100, 1000, best),
                     PL_SPELLING_MAX_NEAR);
    assert_int_equal(best[PL_SPELLING_MAX_NEAR - 1], PL_SPELLING_MAX_NEAR - 2);
}

static void
test_near_passes_over_very_long_names(void **state)
{
    char name[PL_SPELLING_MAX_LENGTH + 2];
    const char *candidates[] = {name};
    size_t best[1] = {0};

    (void)state;
    memset(name, 'a', sizeof name);
    name[PL_SPELLING_MAX_LENGTH + 1] = '\0'; /* one too long */
    assert_int_equal(pl_spelling_near(name, candidates, 1, 1, best), 0);
    assert_int_equal(pl_spelling_near("aaaa", candidates, 1, 1, best), 0);
    name[PL_SPELLING_MAX_LENGTH] = '\0';
    assert_int_equal(pl_spelling_near(name, candidates, 1, 1, best), 1);
    assert_int_equal(pl_spelling_near("aaaa", candidates, 1, 1, best), 1);
}

static void
test_is_same_sees_names_as_people_do(void **state)
{
    static const struct {
        const char *a;
        const char *b;
        bool same;
    } rows[] = {
        {"MK-2206", "mk2206", true}, {"MK 2206", "mk_2206", true},
        {"p.Akt", "pakt", true},     {"RAD001", "RAD-001", true},
        {"TGF-β", "tgfΒ", true},     {"", "", true},
        {"Akt", "Akt1", false},      {"Akt1", "Akt", false},
        {"Akt", "Erk", false},       {"", "a", false},
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        assert_int_equal(pl_spelling_is_same(rows[i].a, rows[i].b), rows[i].same);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_near_finds_slips_nearest_first),
        cmocka_unit_test(test_near_finds_at_most_what_is_asked_for),
        cmocka_unit_test(test_near_passes_over_very_long_names),
        cmocka_unit_test(test_is_same_sees_names_as_people_do),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
