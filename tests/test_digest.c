/*
 * test_digest.c - the digests of FIPS 180-4's examples.
 */
#include "testlib.h"

#include "base/text.h"
#include "out/digest.h"

static void
test_put_gives_sha256(void **state)
{
    static const struct {
        const char *bytes;
        size_t n_digits;
        const char *want;
    } rows[] = {
        {"", 64, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"},
        {"abc", 64, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"},
        {"abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq", 64,
         "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"},
        {"abc", 8, "ba7816bf"},
        {"abc", 7, "ba7816b"},
        {"abc", 0, ""},
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct pl_text text;

        pl_text_init(&text);
        pl_digest_put(rows[i].bytes, strlen(rows[i].bytes), rows[i].n_digits, &text);
        assert_string_equal(pl_text_string(&text), rows[i].want);
        pl_text_finish(&text);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_put_gives_sha256),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
