/*
 * test_results_damage.c - results on disk after damage, a full disk, a kill.
 */
#include "testlib.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/diag.h"
#include "results_trial.h"
#include "study/results_file.h"

#define N_OF(rows) (sizeof(rows) / sizeof((rows)[0]))

/* ---- damage */

/* A file of 12 points, of which 2 are not done and 2 failed; some 800 bytes. */
static char *
make_sample(const struct results_trial *f, size_t *size, size_t *head_size)
{
    struct pl_results_file *file = results_create(f, 3, 12, 2);
    char *bytes = NULL;

    for (uint64_t k = 3; k < 15; k++) {
        if (k != 6 && k != 11) {
            results_put(f, file, k);
        }
    }
    pl_results_close(file);
    bytes = test_read_file(f->path, size);
    assert_non_null(bytes);
    *head_size = (size_t)(unsigned char)bytes[12];
    assert_in_range(*head_size, 60, 255);
    assert_int_equal(bytes[13], 0);
    return bytes;
}

/* Every byte of a file is damaged in turn: no wrong value is ever given. */
static void
test_open_sees_damage_to_any_byte(void **state)
{
    struct results_trial *f = *state;
    size_t size = 0;
    size_t head_size = 0;
    char *bytes = make_sample(f, &size, &head_size);
    const size_t records_end = head_size + (size_t)12 * 28;
    uint64_t seed = 42;

    for (size_t i = 0; i < 3 * size; i++) {
        const size_t at = i / 3;
        const uint64_t bit = results_draw(&seed, 8);
        const unsigned char masks[] = {(unsigned char)(1U << bit), 0xff,
                                       (unsigned char)(1 + results_draw(&seed, 255))};
        struct pl_results_file *file = NULL;
        enum pl_status status = PL_OK;

        bytes[at] = (char)(bytes[at] ^ masks[i % 3]);
        test_write_bytes(f->path, bytes, size);
        bytes[at] = (char)(bytes[at] ^ masks[i % 3]);
        status = pl_results_open(f->path, NULL, &file);
        if (at < head_size) {
            assert_int_equal(status, PL_ERR_IO);
            continue;
        }
        assert_int_equal(status, PL_OK);
        if (at < records_end) {
            const uint64_t k = 3 + (at - head_size) / 28;

            assert_true(pl_results_n_damaged(file) == 1);
            assert_false(pl_results_is_done(file, k));
            assert_true(results_check_all(f, file) == (k == 6 || k == 11 ? 10 : 9));
        } else { /* a reason */
            assert_true(pl_results_n_damaged(file) == 1);
            assert_true(results_check_all(f, file) == 9);
        }
        pl_results_close(file);
    }
    free(bytes);
}

/* Cut anywhere: what is left is right, and a run can go on from there. */
static void
test_resume_goes_on_from_a_file_that_was_cut(void **state)
{
    struct results_trial *f = *state;
    size_t size = 0;
    size_t head_size = 0;
    char *bytes = make_sample(f, &size, &head_size);
    const struct pl_manifest manifest = results_manifest(3, 12, 2);

    for (size_t cut = 1; cut < size; cut++) {
        struct pl_results_file *file = NULL;
        enum pl_status status = PL_OK;
        uint64_t n_done = 0;

        test_write_bytes(f->path, bytes, cut);
        status = pl_results_open(f->path, NULL, &file);
        assert_int_equal(status, cut < head_size ? PL_ERR_IO : PL_OK);
        if (status == PL_OK) {
            n_done = results_check_all(f, file);
            assert_true(n_done < 10);
            assert_true(n_done <= (cut - head_size) / 28);
        }
        pl_results_close(file);
        status = pl_results_resume(f->path, &manifest, NULL, &file);
        assert_int_equal(status, cut < head_size ? PL_ERR_IO : PL_OK);
        if (status == PL_OK) {
            assert_true(results_check_all(f, file) == n_done);
            for (uint64_t k = 3; k < 15; k++) {
                if (!pl_results_is_done(file, k)) {
                    results_put(f, file, k);
                }
            }
            assert_true(results_check_all(f, file) == 12);
            pl_results_close(file);
            file = results_open(f);
            assert_true(results_check_all(f, file) == 12);
            assert_true(pl_results_n_damaged(file) == 0);
            pl_results_close(file);
        }
    }
    free(bytes);
}

/* Records and reasons hold in their own place alone. */
static void
test_open_does_not_trust_a_record_in_another_place(void **state)
{
    struct results_trial *f = *state;
    size_t size = 0;
    size_t head_size = 0;
    char *bytes = make_sample(f, &size, &head_size);
    struct pl_results_file *file = NULL;

    memcpy(bytes + head_size + 28, bytes + head_size, 28); /* point 3 as point 4 */
    test_write_bytes(f->path, bytes, size);
    file = results_open(f);
    assert_true(pl_results_n_damaged(file) == 1);
    assert_false(pl_results_is_done(file, 4));
    assert_true(results_check_all(f, file) == 9);
    pl_results_close(file);
    free(bytes);
}

/* A disk that fails after the file was opened. */
static void
test_get_sees_damage_that_comes_later(void **state)
{
    static const char rubbish[8] = "rubbish";
    struct results_trial *f = *state;
    struct pl_results_file *file =
        results_create(f, 0, 12, 9000); /* a block holds one record */
    double *values = calloc(9000, sizeof *values);
    char *reason = NULL;
    int fd = -1;

    assert_non_null(values);
    values[0] = 17.0;
    for (uint64_t k = 0; k < 12; k++) {
        results_put(f, file, k);
    }
    pl_results_close(file);
    file = results_open(f);
    fd = open(f->path, O_WRONLY);
    assert_int_equal(pwrite(fd, rubbish, 8, 200000), 8);
    close(fd);
    assert_int_equal(pl_results_get(file, 2, values, &reason, f->diags), PL_ERR_IO);
    results_check_messages(f,
                           "error: '@' has no result of point 2\n"
                           "hint: run it again with --resume: what is there is kept\n",
                           f->path);
    assert_close(values[0], 17.0, 0.0, 0.0); /* untouched */
    results_check(f, file, 1);
    results_check(f, file, 3);
    pl_results_close(file);
    free(values);
}

static void
test_get_refuses_a_point_that_is_not_done(void **state)
{
    struct results_trial *f = *state;
    struct pl_results_file *file = results_create(f, 100, 10, 1);
    double value = 17.0;
    char *reason = f->path;

    results_put(f, file, 101);
    assert_int_equal(pl_results_get(file, 100, &value, &reason, f->diags), PL_ERR_IO);
    assert_null(reason);
    assert_close(value, 17.0, 0.0, 0.0);
    results_check_messages(f,
                           "error: '@' has no result of point 100\n"
                           "hint: run it again with --resume: what is there is kept\n",
                           f->path);
    pl_results_close(file);
}

/* ---- a full disk: a limit on the size of files strikes in the same places */

static void
limit_files(rlim_t size)
{
    struct rlimit limit;

    assert_int_equal(getrlimit(RLIMIT_FSIZE, &limit), 0);
    limit.rlim_cur = size == 0 ? limit.rlim_max : size;
    signal(SIGXFSZ, size == 0 ? SIG_DFL : SIG_IGN);
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &limit), 0);
}

static void
test_create_leaves_nothing_on_a_full_disk(void **state)
{
    const struct pl_manifest manifest = results_manifest(0, 10000, 4);
    struct results_trial *f = *state;
    struct pl_results_file *file = NULL;

    limit_files(100000);
    assert_int_equal(pl_results_create(f->path, &manifest, f->diags, &file), PL_ERR_IO);
    limit_files(0);
    assert_null(file);
    results_check_messages(
        f,
        "error: cannot make '@': File too large\n"
        "note: the results of 10000 points take 440132 bytes\n"
        "hint: no file may be that large there: raise `ulimit -f`, or split the sweep "
        "with --shard\n",
        f->path);
    assert_int_equal(test_count_entries(f->folder), 0);

    limit_files(30); /* not even the head */
    assert_int_equal(pl_results_create(f->path, &manifest, NULL, &file), PL_ERR_IO);
    limit_files(0);
    assert_int_equal(test_count_entries(f->folder), 0);
}

static void
test_create_refuses_more_than_any_file_holds(void **state)
{
    static const struct pl_manifest rows[] = {
        {NULL, 0, UINT64_C(1) << 60, 0, UINT64_C(1) << 60, 4, false},
        {NULL, 0, UINT64_MAX, 0, UINT64_MAX, 0, false},
        {NULL, 0, 1, 0, 1, SIZE_MAX / 8, false},
        {NULL, 0, 1, 0, 1, SIZE_MAX, false},
    };
    struct results_trial *f = *state;

    for (size_t i = 0; i < N_OF(rows); i++) {
        struct pl_results_file *file = NULL;

        assert_int_equal(pl_results_create(f->path, &rows[i], f->diags, &file),
                         PL_ERR_IO);
        results_check_messages(
            f,
            "error: cannot make '@': File too large\n"
            "hint: no file may be that large there: raise `ulimit -f`, or split the "
            "sweep with --shard\n",
            f->path);
        assert_int_equal(test_count_entries(f->folder), 0);
    }
}

static void
test_resume_needs_room_for_the_rest(void **state)
{
    const struct pl_manifest manifest = results_manifest(0, 10000, 4);
    struct results_trial *f = *state;
    struct pl_results_file *file = results_create(f, 0, 10000, 4);

    results_put(f, file, 0);
    pl_results_close(file);
    assert_int_equal(truncate(f->path, 50000), 0);
    limit_files(100000);
    assert_int_equal(pl_results_resume(f->path, &manifest, f->diags, &file), PL_ERR_IO);
    limit_files(0);
    results_check_messages(
        f,
        "error: cannot write '@': File too large\n"
        "note: the results of 10000 points take 440132 bytes\n"
        "hint: no file may be that large there: raise `ulimit -f`, or split the sweep "
        "with --shard\n",
        f->path);
    file = results_resume(f, 0, 10000, 4);
    assert_true(results_check_all(f, file) == 1);
    pl_results_close(file);
}

/* Reasons need room that nobody could foresee. */
static void
test_put_tells_of_a_full_disk_and_keeps_the_file_good(void **state)
{
    const double values[2] = {1.0, 2.0};
    struct results_trial *f = *state;
    struct pl_results_file *file = results_create(f, 0, 100, 2);
    char reason[600];
    struct stat info;
    uint64_t k = 0;
    enum pl_status status = PL_OK;

    memset(reason, 'r', sizeof reason - 1);
    reason[sizeof reason - 1] = '\0';
    assert_int_equal(stat(f->path, &info), 0);
    results_put(f, file, 99);
    limit_files((rlim_t)info.st_size + 2000); /* room for three reasons and a part */
    while (status == PL_OK && k < 10) {
        status = pl_results_put(file, k, values, reason, f->diags);
        k++;
    }
    assert_int_equal(status, PL_ERR_IO);
    assert_true(k == 4);
    assert_false(pl_results_is_done(file, 3));
    results_check_messages(
        f,
        "error: cannot write '@': File too large\n"
        "hint: make room and go on with --resume: what is there is kept\n",
        f->path);
    results_put(f, file, 10); /* there is room for records */
    assert_int_equal(pl_results_sync(file, f->diags), PL_OK);
    pl_results_close(file);
    limit_files(0);
    file = results_resume(f, 0, 100, 2);
    assert_true(pl_results_n_done(file) == 5);
    assert_true(pl_results_n_damaged(file) == 0);
    results_check(f, file, 10);
    results_check(f, file, 99);
    results_put(f, file, 14);
    pl_results_close(file);
    file = results_open(f);
    results_check(f, file, 14);
    pl_results_close(file);
}

/* Some file systems promise room and have none. */
static void
test_sync_tells_of_a_full_disk_and_can_be_tried_again(void **state)
{
    struct results_trial *f = *state;
    struct pl_results_file *file = results_create(f, 0, 100, 2);

    results_put(f, file, 50);
    limit_files(200);
    assert_int_equal(pl_results_sync(file, f->diags), PL_ERR_IO);
    results_check_messages(
        f,
        "error: cannot write '@': File too large\n"
        "hint: make room and go on with --resume: what is there is kept\n",
        f->path);
    limit_files(0);
    assert_int_equal(pl_results_sync(file, f->diags), PL_OK);
    pl_results_close(file);
    file = results_open(f);
    results_check(f, file, 50);
    pl_results_close(file);
}

/* ---- a run that is killed */

#define KILL_POINTS ((uint64_t)20000)

/* Put points in an odd order, telling after each sync how many there are; never ends. */
static void
run_until_killed(const struct results_trial *f, int pipe)
{
    const struct pl_manifest manifest = results_manifest(0, KILL_POINTS, 3);
    struct pl_results_file *file = NULL;

    if (pl_results_create(f->path, &manifest, NULL, &file) != PL_OK) {
        _exit(1);
    }
    for (uint64_t i = 0; i < KILL_POINTS; i++) {
        results_put(f, file, i * 7919 % KILL_POINTS);
        if (i % 500 == 499) {
            const uint64_t n_synced = i + 1;

            if (pl_results_sync(file, NULL) != PL_OK ||
                write(pipe, &n_synced, sizeof n_synced) != sizeof n_synced) {
                _exit(1);
            }
        }
    }
    pause();
    _exit(0);
}

static void
test_resume_keeps_what_was_synced_before_a_kill(void **state)
{
    struct results_trial *f = *state;

    for (uint64_t after = 0; after < 3; after++) {
        struct pl_results_file *file = NULL;
        uint64_t n_synced = 0;
        int ends[2];
        int how = 0;
        pid_t child = -1;

        assert_int_equal(pipe(ends), 0);
        child = fork();
        if (child == 0) {
            run_until_killed(f, ends[1]);
        }
        assert_true(child > 0);
        close(ends[1]);
        while (n_synced < 500 + 4000 * after) {
            assert_int_equal(read(ends[0], &n_synced, sizeof n_synced),
                             sizeof n_synced);
        }
        assert_int_equal(kill(child, SIGKILL), 0); /* in the middle of puts */
        assert_int_equal(waitpid(child, &how, 0), child);
        assert_true(WIFSIGNALED(how));
        close(ends[0]);

        file = results_resume(f, 0, KILL_POINTS, 3);
        for (uint64_t i = 0; i < n_synced; i++) {
            results_check(f, file, i * 7919 % KILL_POINTS);
        }
        assert_true(results_check_all(f, file) >= n_synced);
        for (uint64_t k = 0; k < KILL_POINTS; k++) {
            if (!pl_results_is_done(file, k)) {
                results_put(f, file, k);
            }
        }
        pl_results_close(file);
        file = results_open(f);
        assert_true(results_check_all(f, file) == KILL_POINTS);
        assert_true(pl_results_n_damaged(file) == 0);
        pl_results_close(file);
        assert_int_equal(unlink(f->path), 0);
    }
}

/* ---- no memory */

static enum pl_status
work_once(void *context)
{
    const struct results_trial *f = context;
    const struct pl_manifest manifest = results_manifest(0, 10, 2);
    const double values[2] = {1.0, 2.0};
    double back[2] = {0.0, 0.0};
    struct pl_results_file *file = NULL;
    char *reason = NULL;
    enum pl_status status = pl_results_create(f->path, &manifest, NULL, &file);

    if (status == PL_OK) {
        status = pl_results_put(file, 4, values, "why", NULL);
    }
    pl_results_close(file);
    file = NULL;
    if (status == PL_OK) {
        status = pl_results_resume(f->path, &manifest, NULL, &file);
    }
    pl_results_close(file);
    file = NULL;
    if (status == PL_OK) {
        status = pl_results_open(f->path, NULL, &file);
    }
    if (status == PL_OK) {
        status = pl_results_get(file, 4, back, &reason, NULL);
    }
    if (status != PL_OK) {
        assert_close(back[0], 0.0, 0.0, 0.0);
    }
    free(reason);
    pl_results_close(file);
    unlink(f->path);
    return status;
}

static void
test_results_survive_no_memory(void **state)
{
    struct results_trial *f = *state;

    assert_true(assert_survives_no_memory(work_once, f) >= 20);
    assert_int_equal(test_count_entries(f->folder), 0);
}

/* A failed create leaves no file behind. */
static void
test_create_leaves_nothing_without_memory(void **state)
{
    const struct pl_manifest manifest = results_manifest(0, 10, 2);
    struct results_trial *f = *state;
    struct pl_results_file *file = NULL;

    for (size_t n = 1; n < 100; n++) {
        enum pl_status status = PL_OK;

        test_fail_allocation(n, true);
        status = pl_results_create(f->path, &manifest, NULL, &file);
        if (!test_allow_allocations()) {
            assert_int_equal(status, PL_OK);
            break;
        }
        assert_int_equal(status, PL_ERR_NOMEM);
        assert_null(file);
        assert_int_equal(test_count_entries(f->folder), 0);
    }
    pl_results_close(file);
}

int
main(void)
{
#define WITH_FOLDER(test) \
    cmocka_unit_test_setup_teardown(test, results_set_up, results_tear_down)
    const struct CMUnitTest tests[] = {
        WITH_FOLDER(test_open_sees_damage_to_any_byte),
        WITH_FOLDER(test_resume_goes_on_from_a_file_that_was_cut),
        WITH_FOLDER(test_open_does_not_trust_a_record_in_another_place),
        WITH_FOLDER(test_get_sees_damage_that_comes_later),
        WITH_FOLDER(test_get_refuses_a_point_that_is_not_done),
        WITH_FOLDER(test_create_leaves_nothing_on_a_full_disk),
        WITH_FOLDER(test_create_refuses_more_than_any_file_holds),
        WITH_FOLDER(test_resume_needs_room_for_the_rest),
        WITH_FOLDER(test_put_tells_of_a_full_disk_and_keeps_the_file_good),
        WITH_FOLDER(test_sync_tells_of_a_full_disk_and_can_be_tried_again),
        WITH_FOLDER(test_resume_keeps_what_was_synced_before_a_kill),
        WITH_FOLDER(test_results_survive_no_memory),
        WITH_FOLDER(test_create_leaves_nothing_without_memory),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
