/*
 * test_results_file.c - results on disk: what is kept, what is refused.
 */
#include "testlib.h"

#include <sys/stat.h>
#include <unistd.h>

#include <zlib.h>

#include "base/diag.h"
#include "base/text.h"
#include "results_trial.h"
#include "study/results_file.h"

#define N_OF(rows) (sizeof(rows) / sizeof((rows)[0]))

/* A user and group that own nothing. */
#define NOBODY 65534

/* ---- what is kept */

static void
test_get_gives_back_all_bits(void **state)
{
    static const struct {
        uint64_t first, n;
        size_t n_values;
    } rows[] = {
        {0, 100, 3},   {1000, 64, 1}, {0, 40, 0}, {7, 1, 2}, {UINT64_C(1) << 40, 30, 5},
        {0, 20, 9000}, /* wider than a block */
        {0, 5461, 2},  {0, 20000, 1},
    };
    struct results_trial *f = *state;

    for (size_t r = 0; r < N_OF(rows); r++) {
        const uint64_t first = rows[r].first;
        struct pl_results_file *file =
            results_create(f, first, rows[r].n, rows[r].n_values);

        assert_true(pl_results_n_done(file) == 0);
        for (uint64_t i = 0; i < rows[r].n; i++) {
            assert_false(pl_results_is_done(file, first + i));
            results_put(f, file, first + i);
        }
        assert_true(results_check_all(f, file) == rows[r].n); /* before it is written */
        assert_int_equal(pl_results_sync(file, f->diags), PL_OK);
        pl_results_close(file);

        file = results_open(f);
        assert_true(results_check_all(f, file) == rows[r].n);
        assert_true(pl_results_n_damaged(file) == 0);
        pl_results_close(file);

        file = results_resume(f, first, rows[r].n, rows[r].n_values);
        assert_true(results_check_all(f, file) == rows[r].n);
        assert_true(pl_results_n_damaged(file) == 0);
        pl_results_close(file);
        assert_int_equal(unlink(f->path), 0);
    }
}

static void
test_put_takes_any_order(void **state)
{
    const uint64_t n = 30000; /* 20 blocks, of which 8 are held */
    const uint64_t first = 123;
    struct results_trial *f = *state;
    struct pl_results_file *file = results_create(f, first, n, 3);
    uint64_t seed = 1;
    uint64_t n_done = 0;

    for (size_t round = 0; round < 3; round++) {
        for (size_t i = 0; i < 9000; i++) {
            results_put(f, file, first + results_draw(&seed, n));
        }
        if (round == 1) {
            assert_int_equal(pl_results_sync(file, f->diags), PL_OK);
        }
        n_done = pl_results_n_done(file);
        assert_true(results_check_all(f, file) == n_done);
        pl_results_close(file);
        file = results_resume(f, first, n, 3);
        assert_true(pl_results_n_done(file) == n_done);
        assert_true(pl_results_n_damaged(file) == 0);
    }
    assert_true(n_done > 10000 && n_done < n);
    for (uint64_t i = n; i > 0; i--) {
        results_put(f, file, first + i - 1);
    }
    assert_true(results_check_all(f, file) == n);
    pl_results_close(file);
}

static void
test_put_replaces_an_earlier_result(void **state)
{
    const double one = 1.0;
    const double two = 2.0;
    struct results_trial *f = *state;
    struct pl_results_file *file = results_create(f, 0, 3, 1);
    double value = 0.0;
    char *reason = NULL;

    assert_int_equal(pl_results_put(file, 1, &one, "it failed", f->diags), PL_OK);
    assert_int_equal(pl_results_put(file, 1, &two, NULL, f->diags), PL_OK);
    assert_true(pl_results_n_done(file) == 1);
    pl_results_close(file);
    file = results_open(f);
    assert_int_equal(pl_results_get(file, 1, &value, &reason, f->diags), PL_OK);
    assert_null(reason);
    assert_close(value, 2.0, 0.0, 0.0);
    pl_results_close(file);
}

static void
test_put_keeps_reasons_on_one_line(void **state)
{
    enum { CUT = 16384 };
    static char longest[CUT + 100];
    struct results_trial *f = *state;
    const struct {
        const char *reason, *want;
    } rows[] = {
        {"", ""},
        {"one\ntwo\r\nthree", "one two  three"},
        {"µM at t = 30.7 min, 100 %", "µM at t = 30.7 min, 100 %"},
        {longest, NULL},
    };
    struct pl_results_file *file = results_create(f, 0, N_OF(rows), 1);
    char *reason = NULL;

    memset(longest, 'x', sizeof longest - 1);
    memcpy(longest + CUT - 1, "µ", 2); /* must not be cut in two */
    for (size_t i = 0; i < N_OF(rows); i++) {
        const double value = (double)i;

        assert_int_equal(pl_results_put(file, i, &value, rows[i].reason, f->diags),
                         PL_OK);
    }
    pl_results_close(file);
    file = results_open(f);
    assert_true(pl_results_n_done(file) == N_OF(rows));
    for (size_t i = N_OF(rows); i-- > 0;) {
        double value = -1.0;

        assert_int_equal(pl_results_get(file, i, &value, &reason, f->diags), PL_OK);
        assert_close(value, (double)i, 0.0, 0.0);
        if (rows[i].want != NULL) {
            assert_string_equal(reason, rows[i].want);
        } else {
            assert_int_equal(strlen(reason), CUT - 1);
            assert_int_equal(strspn(reason, "x"), CUT - 1);
        }
        free(reason);
    }
    pl_results_close(file);
}

/* Appended by several threads, so not in the order of points; far more than is read at
 * once. */
static void
test_get_finds_reasons_in_any_order(void **state)
{
    const uint64_t n = 6000;
    struct results_trial *f = *state;
    struct pl_results_file *file = results_create(f, 4, n, 0);
    uint64_t seed = 5;

    for (uint64_t i = 0; i < n; i++) {
        results_put(f, file, 4 + i * 3571 % n); /* a prime: each once */
    }
    for (size_t i = 0; i < 1000; i++) {
        results_check(f, file, 4 + results_draw(&seed, n));
    }
    assert_true(results_check_all(f, file) == n);
    pl_results_close(file);
    file = results_resume(f, 4, n, 0);
    assert_true(results_check_all(f, file) == n);
    pl_results_close(file);
}

static void
test_manifest_is_what_it_was_made_with(void **state)
{
    static const struct pl_manifest_entry odd[] = {
        {"a", "x = y = \"z\" µ\t\x01", "a hint is not stored"},
        {"empty", "", NULL},
        {"lines", "one\ntwo\rthree", NULL},
    };
    struct results_trial *f = *state;
    const struct pl_manifest manifest = {odd, N_OF(odd), UINT64_C(1) << 50, 17, 4,
                                         2,   true};
    const struct pl_manifest none = {NULL, 0, 9, 9, 0, 0, false};
    struct pl_results_file *file = NULL;
    const struct pl_manifest *found = NULL;

    assert_int_equal(pl_results_create(f->path, &manifest, f->diags, &file), PL_OK);
    pl_results_close(file);
    file = results_open(f);
    found = pl_results_manifest(file);
    assert_true(found->n_points == UINT64_C(1) << 50);
    assert_true(found->first == 17 && found->n == 4 && found->n_values == 2);
    assert_true(found->of_runs);
    assert_int_equal(found->n_entries, 3);
    for (size_t i = 0; i < 3; i++) {
        assert_string_equal(found->entries[i].name, odd[i].name);
        assert_null(found->entries[i].hint);
    }
    assert_string_equal(found->entries[0].value, odd[0].value);
    assert_string_equal(found->entries[1].value, "");
    assert_string_equal(found->entries[2].value, "one two three");
    pl_results_close(file);
    assert_int_equal(pl_results_resume(f->path, &manifest, f->diags, &file), PL_OK);
    pl_results_close(file);

    /* a shard without points */
    assert_int_equal(unlink(f->path), 0);
    assert_int_equal(pl_results_create(f->path, &none, f->diags, &file), PL_OK);
    pl_results_close(file);
    assert_int_equal(pl_results_resume(f->path, &none, f->diags, &file), PL_OK);
    assert_true(pl_results_n_done(file) == 0);
    assert_int_equal(pl_results_manifest(file)->n_entries, 0);
    assert_false(pl_results_manifest(file)->of_runs);
    pl_results_close(file);
    pl_results_close(NULL);
}

/* ---- the bytes, so that files of one machine are read by another */

static void
add_number(struct pl_text *bytes, size_t n, uint64_t number)
{
    for (size_t i = 0; i < n; i++) {
        const char byte = (char)(unsigned char)(number >> (8 * i));

        pl_text_add(bytes, &byte, 1);
    }
}

static uint64_t
crc_of(uint64_t before, uint64_t point, const char *bytes, size_t size)
{
    unsigned char number[8];
    uLong crc = (uLong)before;

    for (size_t i = 0; i < 8; i++) {
        number[i] = (unsigned char)(point >> (8 * i));
    }
    crc = crc32_z(crc, number, sizeof number);
    return crc32_z(crc, (const unsigned char *)bytes, size);
}

/* A file of points 7 and 8 with one value each: 1.0, and 2.0 with reason "no". */
static void
add_small_file(struct pl_text *bytes, uint64_t version)
{
    static const char text[] = "a=b\nc=d=e\n";
    const size_t head_size = 52 + sizeof text - 1 + 4;
    uint64_t crc = 0;
    size_t at = 0;

    pl_text_put(bytes, "PLRESULT");
    add_number(bytes, 4, version);
    add_number(bytes, 8, head_size);
    add_number(bytes, 8, 20);
    add_number(bytes, 8, 7);
    add_number(bytes, 8, 2);
    add_number(bytes, 8, 1);
    pl_text_put(bytes, text);
    crc = crc32_z(0, (const unsigned char *)bytes->data, bytes->size);
    add_number(bytes, 4, crc);
    at = bytes->size;
    add_number(bytes, 8, 1);
    add_number(bytes, 8, UINT64_C(0x3ff0000000000000));
    add_number(bytes, 4, crc_of(crc, 7, bytes->data + at, 16));
    at = bytes->size;
    add_number(bytes, 8, 2 + ((uint64_t)(head_size + 40) << 8));
    add_number(bytes, 8, UINT64_C(0x4000000000000000));
    add_number(bytes, 4, crc_of(crc, 8, bytes->data + at, 16));
    add_number(bytes, 8, 8);
    add_number(bytes, 4, 2);
    at = bytes->size;
    add_number(bytes, 4, crc_of(crc, 8, "\2\0\0\0no", 6));
    pl_text_put(bytes, "no");
}

static const struct pl_manifest_entry small_entries[] = {{"a", "b", NULL},
                                                         {"c", "d=e", NULL}};
static const struct pl_manifest small = {small_entries, 2, 20, 7, 2, 1, false};

static void
make_small_file(const struct results_trial *f)
{
    const double values[] = {1.0, 2.0};
    struct pl_results_file *file = NULL;

    assert_int_equal(pl_results_create(f->path, &small, f->diags, &file), PL_OK);
    assert_int_equal(pl_results_put(file, 7, &values[0], NULL, f->diags), PL_OK);
    assert_int_equal(pl_results_put(file, 8, &values[1], "no", f->diags), PL_OK);
    pl_results_close(file);
}

static void
test_create_writes_the_same_bytes_everywhere(void **state)
{
    struct results_trial *f = *state;
    struct pl_text want;
    char *bytes = NULL;
    size_t size = 0;

    make_small_file(f);
    pl_text_init(&want);
    add_small_file(&want, 1);
    bytes = test_read_file(f->path, &size);
    assert_int_equal(size, want.size);
    assert_memory_equal(bytes, want.data, size);
    free(bytes);
    pl_text_finish(&want);
}

static void
test_open_refuses_another_version(void **state)
{
    static const char message[] =
        "error: '@' was written by another version of pathloop (format 3, this one has "
        "1 and 2)\n"
        "hint: use that version, or remove the file and begin anew\n";
    struct results_trial *f = *state;
    struct pl_results_file *file = NULL;
    struct pl_text bytes;

    pl_text_init(&bytes);
    add_small_file(&bytes, 3);
    test_write_bytes(f->path, bytes.data, bytes.size);
    pl_text_finish(&bytes);
    assert_int_equal(pl_results_open(f->path, f->diags, &file), PL_ERR_IO);
    assert_null(file);
    results_check_messages(f, message, f->path);
    assert_int_equal(pl_results_resume(f->path, &small, f->diags, &file), PL_ERR_IO);
    results_check_messages(f, message, f->path);
}

/* A program that knows points alone refuses a file of runs for its format. */
static void
test_files_of_runs_have_a_format_of_their_own(void **state)
{
    struct results_trial *f = *state;
    const struct pl_manifest runs = {small_entries, 2, 24, 6, 6, 1, true};
    const struct pl_manifest others = {small_entries, 2, 24, 12, 6, 1, true};
    const struct pl_manifest fewer = {small_entries, 2, 30, 6, 6, 1, true};
    struct pl_results_file *file = NULL;
    char *bytes = NULL;

    assert_int_equal(pl_results_create(f->path, &runs, f->diags, &file), PL_OK);
    assert_string_equal(pl_results_word(pl_results_manifest(file)), "runs");
    pl_results_close(file);
    bytes = test_read_file(f->path, NULL);
    assert_memory_equal(bytes, "PLRESULT\2\0\0\0", 12);
    free(bytes);
    file = results_open(f);
    assert_string_equal(pl_results_word(pl_results_manifest(file)), "runs");
    pl_results_close(file);
    assert_string_equal(pl_results_word(&small), "points");
    assert_int_equal(pl_results_resume(f->path, &others, f->diags, &file),
                     PL_ERR_OPTION);
    results_check_messages(
        f,
        "error: '@' holds the runs 6 to 11 of 24, not the runs 12 to 17\n"
        "hint: give the same --shard, or begin anew without --resume\n",
        f->path);
    assert_int_equal(pl_results_resume(f->path, &fewer, f->diags, &file),
                     PL_ERR_OPTION);
    results_check_messages(
        f,
        "error: '@' belongs to a sweep of 24 runs, not 30\n"
        "hint: give the same --vary and --design, or begin anew without --resume\n",
        f->path);
}

/* ---- another sweep */

static void
test_resume_refuses_another_sweep(void **state)
{
    struct pl_manifest_entry model[] = {results_entries[0], results_entries[1],
                                        results_entries[2]};
    struct pl_manifest_entry design[] = {results_entries[0], results_entries[1],
                                         results_entries[2]};
    struct pl_manifest_entry two[] = {results_entries[0], results_entries[1],
                                      results_entries[2]};
    struct pl_manifest_entry more[] = {
        results_entries[0], results_entries[1], results_entries[2], {0}};
    struct pl_manifest_entry turned[] = {results_entries[2], results_entries[0],
                                         results_entries[1]};
    const struct {
        struct pl_manifest manifest;
        enum pl_status status;
        const char *messages;
    } rows[] = {
        {{model, 3, 25, 10, 10, 2, false},
         PL_ERR_OPTION,
         "error: '@' belongs to another sweep: 'model' differs\n"
         "note: in the file: models/a.ant sha256:12ab\n"
         "note: asked for: models/a.ant sha256:12abc\n"
         "hint: give the same --model\n"},
        {{design, 3, 30, 10, 10, 2, false}, /* that there are other points follows */
         PL_ERR_OPTION,
         "error: '@' belongs to another sweep: 'design' differs\n"
         "note: in the file: grid k=0..1:lin:11\n"
         "note: asked for: sobol:30\n"
         "hint: give the same --vary and --design\n"},
        {{two, 3, 25, 10, 10, 3, false},
         PL_ERR_OPTION,
         "error: '@' belongs to another sweep: 'model' differs\n"
         "note: in the file: models/a.ant sha256:12ab\n"
         "note: asked for: models/b.ant\n"
         "hint: give the same --model\n"
         "error: '@' belongs to another sweep: 'readouts' differs\n"
         "note: in the file: A=1,B@24h\n"
         "note: asked for: A=1\n"},
        {{more, 4, 25, 10, 10, 2, false},
         PL_ERR_OPTION,
         "error: '@' belongs to another sweep: 'seed' differs\n"
         "note: in the file: nothing\n"
         "note: asked for: 5\n"
         "hint: give no --seed\n"},
        {{results_entries, 2, 25, 10, 10, 2, false},
         PL_ERR_OPTION,
         "error: '@' belongs to another sweep: 'readouts' differs\n"
         "note: in the file: A=1,B@24h\n"
         "note: asked for: nothing\n"},
        {{results_entries, 3, 26, 10, 10, 2, false},
         PL_ERR_OPTION,
         "error: '@' belongs to a sweep of 25 points, not 26\n"
         "hint: give the same --vary and --design, or begin anew without --resume\n"},
        {{results_entries, 3, 25, 0, 10, 2, false},
         PL_ERR_OPTION,
         "error: '@' holds the points 10 to 19 of 25, not the points 0 to 9\n"
         "hint: give the same --shard, or begin anew without --resume\n"},
        {{results_entries, 3, 25, 10, 0, 2, false},
         PL_ERR_OPTION,
         "error: '@' holds the points 10 to 19 of 25, not no points\n"
         "hint: give the same --shard, or begin anew without --resume\n"},
        {{results_entries, 3, 25, 10, 10, 3, false},
         PL_ERR_OPTION,
         "error: '@' holds 2 numbers of each point, not 3\n"
         "hint: give the same --readout, or begin anew without --resume\n"},
        {{turned, 3, 25, 10, 10, 2, false}, PL_OK, ""},
    };
    struct results_trial *f = *state;
    struct pl_results_file *file = results_create(f, 10, 10, 2);

    model[0].value = "models/a.ant sha256:12abc";
    design[1].value = "sobol:30";
    two[0].value = "models/b.ant";
    two[2].value = "A=1";
    more[3] = (struct pl_manifest_entry){"seed", "5", "give no --seed"};
    results_put(f, file, 12);
    pl_results_close(file);
    for (size_t i = 0; i < N_OF(rows); i++) {
        struct pl_text want;

        assert_int_equal(pl_results_resume(f->path, &rows[i].manifest, f->diags, &file),
                         rows[i].status);
        pl_text_init(&want);
        for (const char *p = rows[i].messages; *p != '\0'; p++) {
            const bool is_path = *p == '@' && p[1] == '\'';

            pl_text_add(&want, is_path ? f->path : p, is_path ? strlen(f->path) : 1);
        }
        assert_messages(f->diags, pl_text_string(&want));
        pl_text_finish(&want);
        pl_diags_clear(f->diags);
        assert_true((file != NULL) == (rows[i].status == PL_OK));
        pl_results_close(file);
    }
    file = results_resume(f, 10, 10, 2); /* nothing has changed */
    assert_true(results_check_all(f, file) == 1);
    pl_results_close(file);
}

/* ---- what cannot be opened */

static void
check_open(const struct results_trial *f, const char *path, const char *messages)
{
    struct pl_results_file *file = (struct pl_results_file *)(void *)f->diags;

    assert_int_equal(pl_results_open(path, f->diags, &file), PL_ERR_IO);
    assert_null(file);
    results_check_messages(f, messages, path);
    assert_int_equal(pl_results_open(path, NULL, &file), PL_ERR_IO);
}

static void
check_resume(const struct results_trial *f, const char *path, const char *messages)
{
    const struct pl_manifest manifest = results_manifest(0, 10, 2);
    struct pl_results_file *file = (struct pl_results_file *)(void *)f->diags;

    assert_int_equal(pl_results_resume(path, &manifest, f->diags, &file), PL_ERR_IO);
    assert_null(file);
    results_check_messages(f, messages, path);
}

static void
check_create(const struct results_trial *f, const char *path, const char *messages)
{
    const struct pl_manifest manifest = results_manifest(0, 10, 2);
    struct pl_results_file *file = (struct pl_results_file *)(void *)f->diags;

    assert_int_equal(pl_results_create(path, &manifest, f->diags, &file), PL_ERR_IO);
    assert_null(file);
    results_check_messages(f, messages, path);
}

static void
test_open_refuses_what_is_no_such_file(void **state)
{
    static const char foreign[] = "error: '@' is no file of results of a sweep\n"
                                  "hint: give the name of another file\n";
    static const char damaged[] =
        "error: the head of '@' is damaged: which sweep it belongs to cannot be told\n"
        "hint: remove it and begin anew\n";
    static const char zeros[4096];
    struct results_trial *f = *state;
    char *fifo = test_join(f->folder, "fifo");
    char *text = NULL;

    test_write_file(f->path, "point,A,B\n0,1,2\n");
    check_open(f, f->path, foreign);
    check_resume(f, f->path, foreign);
    text = test_read_file(f->path, NULL);
    assert_string_equal(text, "point,A,B\n0,1,2\n"); /* untouched */
    free(text);
    test_write_file(f->path, "x");
    check_open(f, f->path, foreign);
    test_write_bytes(f->path, zeros, sizeof zeros);
    check_open(f, f->path, foreign);
    check_resume(f, f->path, foreign);
    test_write_file(f->path,
                    "PLRESULT and then something else, long enough for a head");
    check_open(f, f->path, damaged);
    check_resume(f, f->path, damaged);

    assert_int_equal(mkfifo(fifo, 0666), 0);
    check_open(f, fifo, foreign); /* does not wait for a writer */
    check_resume(f, fifo, foreign);
    check_open(f, f->folder,
               "error: cannot read '@': Is a directory\n"
               "hint: give the name of a file in it\n");
    check_resume(f, f->folder,
                 "error: cannot write '@': Is a directory\n"
                 "hint: give the name of a file in it\n");
    free(fifo);
}

static void
test_open_tells_of_a_file_that_is_not_there(void **state)
{
    struct results_trial *f = *state;
    char *missing = test_join(f->folder, "no/such/x.part");
    char *below = test_join(f->folder, "sweep.part/x");

    check_open(f, f->path, "error: cannot read '@': No such file or directory\n");
    check_resume(f, f->path,
                 "error: cannot write '@': No such file or directory\n"
                 "hint: begin anew without --resume\n");
    check_create(f, missing,
                 "error: cannot make '@': No such file or directory\n"
                 "hint: make its folder first\n");
    test_write_file(f->path, "a file");
    check_create(f, below, "error: cannot make '@': Not a directory\n");
    check_create(f, f->path,
                 "error: '@' is there already\n"
                 "hint: go on with it by --resume, or remove it to begin anew\n");
    check_create(f, f->folder,
                 "error: '@' is there already\n"
                 "hint: go on with it by --resume, or remove it to begin anew\n");
    assert_int_equal(test_count_entries(f->folder), 1);
    free(missing);
    free(below);
}

static void
test_create_refuses_where_the_user_may_not_write(void **state)
{
    struct results_trial *f = *state;
    char *inner = test_join(f->folder, "inner");
    char *file = test_join(f->folder, "inner/x.part");
    const bool is_root = geteuid() == 0;

    pl_results_close(results_create(f, 0, 10, 2));
    assert_int_equal(chmod(f->path, 0444), 0);
    assert_int_equal(mkdir(inner, 0555), 0);
    assert_int_equal(chmod(f->folder, 0755), 0);
    if (is_root) {
        assert_int_equal(seteuid(NOBODY), 0);
    }
    check_create(f, file,
                 "error: cannot make '@': Permission denied\n"
                 "hint: choose another place, or ask for the right to write there\n");
    check_resume(f, f->path,
                 "error: cannot write '@': Permission denied\n"
                 "hint: choose another place, or ask for the right to write there\n");
    pl_results_close(results_open(f)); /* reading is enough to merge */
    if (is_root) {
        assert_int_equal(seteuid(0), 0);
    }
    assert_int_equal(chmod(f->path, 0000), 0);
    if (is_root) {
        assert_int_equal(seteuid(NOBODY), 0);
    }
    check_open(f, f->path,
               "error: cannot read '@': Permission denied\n"
               "hint: ask for the right to read it\n");
    if (is_root) {
        assert_int_equal(seteuid(0), 0);
    }
    free(inner);
    free(file);
}

/* A run that is killed before its head is whole has nothing to lose. */
static void
test_resume_begins_what_was_left_at_once(void **state)
{
    static const char *const texts[] = {"", "PL-BEGUN", "PL-BEGUN\1\0\0and whatever"};
    struct results_trial *f = *state;

    for (size_t i = 0; i < N_OF(texts); i++) {
        struct pl_results_file *file = NULL;

        test_write_file(f->path, texts[i]);
        check_open(f, f->path,
                   "error: '@' is empty: its run ended before the first point\n"
                   "hint: run it again with --resume\n");
        file = results_resume(f, 0, 10, 2);
        assert_true(pl_results_n_done(file) == 0);
        results_put(f, file, 4);
        pl_results_close(file);
        file = results_resume(f, 0, 10, 2);
        assert_true(results_check_all(f, file) == 1);
        pl_results_close(file);
        assert_int_equal(unlink(f->path), 0);
    }
}

static void
test_resume_refuses_a_file_in_use(void **state)
{
    static const char messages[] = "error: another run is at work on '@'\n"
                                   "hint: wait for its end, or stop it first\n";
    struct results_trial *f = *state;
    struct pl_results_file *file = results_create(f, 0, 10, 2);
    struct pl_results_file *other = NULL;

    check_resume(f, f->path, messages);
    check_open(f, f->path, messages);
    pl_results_close(file);
    file = results_resume(f, 0, 10, 2);
    check_resume(f, f->path, messages);
    results_put(f, file, 3);
    pl_results_close(file);

    file = results_open(f); /* readers may be many */
    other = results_open(f);
    assert_true(results_check_all(f, other) == 1);
    check_resume(f, f->path, messages);
    pl_results_close(other);
    check_resume(f, f->path, messages);
    pl_results_close(file);
    pl_results_close(results_resume(f, 0, 10, 2));
}

int
main(void)
{
#define WITH_FOLDER(test) \
    cmocka_unit_test_setup_teardown(test, results_set_up, results_tear_down)
    const struct CMUnitTest tests[] = {
        WITH_FOLDER(test_get_gives_back_all_bits),
        WITH_FOLDER(test_put_takes_any_order),
        WITH_FOLDER(test_put_replaces_an_earlier_result),
        WITH_FOLDER(test_put_keeps_reasons_on_one_line),
        WITH_FOLDER(test_get_finds_reasons_in_any_order),
        WITH_FOLDER(test_manifest_is_what_it_was_made_with),
        WITH_FOLDER(test_create_writes_the_same_bytes_everywhere),
        WITH_FOLDER(test_open_refuses_another_version),
        WITH_FOLDER(test_files_of_runs_have_a_format_of_their_own),
        WITH_FOLDER(test_resume_refuses_another_sweep),
        WITH_FOLDER(test_open_refuses_what_is_no_such_file),
        WITH_FOLDER(test_open_tells_of_a_file_that_is_not_there),
        WITH_FOLDER(test_create_refuses_where_the_user_may_not_write),
        WITH_FOLDER(test_resume_begins_what_was_left_at_once),
        WITH_FOLDER(test_resume_refuses_a_file_in_use),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
