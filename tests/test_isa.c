/*
 * test_isa.c - which instruction sets this processor has.
 */
#include "testlib.h"

#include "base/isa.h"

/* True when the kernel lists a processor feature; false where it lists none. */
static bool
kernel_lists(const char *features, const char *name)
{
    size_t length = strlen(name);

    for (const char *at = strstr(features, name); at != NULL;
         at = strstr(at + 1, name)) {
        if (at[-1] == ' ' && (at[length] == ' ' || at[length] == '\n')) {
            return true;
        }
    }
    return false;
}

/* Valgrind's processor has less than the kernel's. */
static bool
under_valgrind(void)
{
    const char *preload = getenv("LD_PRELOAD");

    return preload != NULL && strstr(preload, "vgpreload") != NULL;
}

static void
test_name_and_lanes_are_those_of_the_set(void **state)
{
    (void)state;
    assert_string_equal(pl_isa_name(PL_ISA_PLAIN), "plain C");
    assert_string_equal(pl_isa_name(PL_ISA_AVX2), "AVX2");
    assert_string_equal(pl_isa_name(PL_ISA_AVX512), "AVX-512");
    assert_int_equal(pl_isa_lanes(PL_ISA_PLAIN), 4);
    assert_int_equal(pl_isa_lanes(PL_ISA_AVX2), 4);
    assert_int_equal(pl_isa_lanes(PL_ISA_AVX512), PL_MAX_LANES);
}

static void
test_best_agrees_with_the_kernel(void **state)
{
    enum pl_isa want = PL_ISA_PLAIN;
    FILE *file = fopen("/proc/cpuinfo", "r");
    char features[8192] = "";

    (void)state;
    if (!PL_HAS_X86) {
        assert_int_equal(pl_isa_best(), PL_ISA_PLAIN);
    }
    while (file != NULL && fgets(features, sizeof features, file) != NULL &&
           strncmp(features, "flags", 5) != 0) {
        /* the next line */
    }
    if (file != NULL) {
        fclose(file);
    }
    if (!PL_HAS_X86 || strncmp(features, "flags", 5) != 0) {
        skip();
    }
    if (kernel_lists(features, "avx2") && kernel_lists(features, "fma")) {
        want = PL_ISA_AVX2;
        if (kernel_lists(features, "avx512f") && kernel_lists(features, "avx512dq") &&
            kernel_lists(features, "avx512vl")) {
            want = PL_ISA_AVX512;
        }
    }
    if (under_valgrind()) {
        assert_true(pl_isa_best() <= want);
    } else {
        assert_int_equal(pl_isa_best(), want);
    }
}

static void
test_fused_multiply_add_comes_with_avx2(void **state)
{
    (void)state;
    if (PL_HAS_X86) {
        assert_int_equal(pl_isa_has_fma(), pl_isa_best() >= PL_ISA_AVX2);
    } else {
        assert_int_equal(pl_isa_has_fma(), PL_ISA_PLAIN_HAS_FMA);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_name_and_lanes_are_those_of_the_set),
        cmocka_unit_test(test_best_agrees_with_the_kernel),
        cmocka_unit_test(test_fused_multiply_add_comes_with_avx2),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
