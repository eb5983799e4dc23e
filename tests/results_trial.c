/*
 * results_trial.c - files of results for tests, each point with bits of its own.
 */
#include "results_trial.h"

#include "testlib.h"

#include <inttypes.h>

#include "base/diag.h"
#include "base/text.h"

int
results_set_up(void **state)
{
    struct results_trial *f = calloc(1, sizeof *f);

    assert_non_null(f);
    f->folder = test_make_folder();
    f->path = test_join(f->folder, "sweep.part");
    f->diags = pl_diags_create();
    *state = f;
    return 0;
}

int
results_tear_down(void **state)
{
    struct results_trial *f = *state;

    pl_diags_destroy(f->diags);
    free(f->path);
    test_remove_folder(f->folder);
    free(f);
    return 0;
}

void
results_check_messages(const struct results_trial *f, const char *format,
                       const char *path)
{
    struct pl_text want;

    pl_text_init(&want);
    for (const char *p = format; *p != '\0'; p++) {
        if (*p == '@') {
            pl_text_put(&want, path);
        } else {
            pl_text_add(&want, p, 1);
        }
    }
    assert_messages(f->diags, pl_text_string(&want));
    pl_text_finish(&want);
    pl_diags_clear(f->diags);
}

const struct pl_manifest_entry results_entries[RESULTS_N_ENTRIES] = {
    {"model", "models/a.ant sha256:12ab", "give the same --model"},
    {"design", "grid k=0..1:lin:11", "give the same --vary and --design"},
    {"readouts", "A=1,B@24h", NULL},
};

struct pl_manifest
results_manifest(uint64_t first, uint64_t n, size_t n_values)
{
    return (struct pl_manifest){
        results_entries, RESULTS_N_ENTRIES, first + n + 5, first, n, n_values, false};
}

struct pl_results_file *
results_create(const struct results_trial *f, uint64_t first, uint64_t n,
               size_t n_values)
{
    const struct pl_manifest manifest = results_manifest(first, n, n_values);
    struct pl_results_file *file = NULL;

    assert_int_equal(pl_results_create(f->path, &manifest, f->diags, &file), PL_OK);
    assert_messages(f->diags, "");
    return file;
}

struct pl_results_file *
results_resume(const struct results_trial *f, uint64_t first, uint64_t n,
               size_t n_values)
{
    const struct pl_manifest manifest = results_manifest(first, n, n_values);
    struct pl_results_file *file = NULL;
    enum pl_status status = pl_results_resume(f->path, &manifest, f->diags, &file);

    assert_messages(f->diags, "");
    assert_int_equal(status, PL_OK);
    return file;
}

struct pl_results_file *
results_open(const struct results_trial *f)
{
    struct pl_results_file *file = NULL;
    enum pl_status status = pl_results_open(f->path, f->diags, &file);

    assert_messages(f->diags, "");
    assert_int_equal(status, PL_OK);
    return file;
}

uint64_t
results_bits(uint64_t k, size_t v)
{
    static const uint64_t special[] = {
        /* 0 and -0, the infinities, NaNs (a signalling one too), the smallest, 1 */
        UINT64_C(0x0000000000000000), UINT64_C(0x8000000000000000),
        UINT64_C(0x7ff0000000000000), UINT64_C(0xfff0000000000000),
        UINT64_C(0x7ff8000000000000), UINT64_C(0xfff8000000000abc),
        UINT64_C(0x7ff0000000000001), UINT64_C(0xffffffffffffffff),
        UINT64_C(0x0000000000000001), UINT64_C(0x3ff0000000000000),
    };
    uint64_t bits = k * UINT64_C(0x9e3779b97f4a7c15) + v;

    if ((k + v) % 3 == 0) {
        return special[(k + v) / 3 % (sizeof special / sizeof special[0])];
    }
    bits = (bits ^ bits >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
    return (bits ^ bits >> 27) * UINT64_C(0x94d049bb133111eb);
}

/* Every fifth point fails. */
static bool
fails(uint64_t k)
{
    return k % 5 == 4;
}

void
results_put(const struct results_trial *f, struct pl_results_file *file, uint64_t k)
{
    const size_t n = pl_results_manifest(file)->n_values;
    double *values = calloc(n + 1, sizeof *values);
    char reason[64];

    assert_non_null(values);
    for (size_t v = 0; v < n; v++) {
        const uint64_t bits = results_bits(k, v);

        memcpy(&values[v], &bits, sizeof bits);
    }
    snprintf(reason, sizeof reason, "step limit at point %" PRIu64, k);
    assert_int_equal(
        pl_results_put(file, k, values, fails(k) ? reason : NULL, f->diags), PL_OK);
    assert_true(pl_results_is_done(file, k));
    free(values);
}

void
results_check(const struct results_trial *f, struct pl_results_file *file, uint64_t k)
{
    const size_t n = pl_results_manifest(file)->n_values;
    double *values = calloc(n + 1, sizeof *values);
    char want[64];
    char *reason = NULL;

    assert_non_null(values);
    assert_true(pl_results_is_done(file, k));
    assert_int_equal(pl_results_get(file, k, values, &reason, f->diags), PL_OK);
    for (size_t v = 0; v < n; v++) {
        uint64_t bits = 0;

        memcpy(&bits, &values[v], sizeof bits);
        assert_true(bits == results_bits(k, v));
    }
    snprintf(want, sizeof want, "step limit at point %" PRIu64, k);
    if (fails(k)) {
        assert_string_equal(reason, want);
    } else {
        assert_null(reason);
    }
    free(reason);
    free(values);
}

uint64_t
results_check_all(const struct results_trial *f, struct pl_results_file *file)
{
    const struct pl_manifest *manifest = pl_results_manifest(file);
    uint64_t n = 0;

    for (uint64_t i = 0; i < manifest->n; i++) {
        if (pl_results_is_done(file, manifest->first + i)) {
            results_check(f, file, manifest->first + i);
            n++;
        }
    }
    assert_true(n == pl_results_n_done(file));
    return n;
}

uint64_t
results_draw(uint64_t *seed, uint64_t n)
{
    *seed = *seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (*seed >> 33) % n;
}
