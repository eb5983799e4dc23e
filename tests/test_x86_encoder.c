/*
 * test_x86_encoder.c - every instruction form, over registers and displacements, against
 * a disassembler (objdump of binutils).
 */
#include "compile/x86_encoder.h"

#include "base/text.h"
#include "testlib.h"

/* Instructions beside what a disassembler has to say of them. */
struct listing {
    struct pl_x86_code code;
    struct pl_text want; /* one line each: offset, colon, blank, instruction */
};

static const char *const general_names[] = {"rax", "rcx", "rdx", "rbx", "rsp", "rbp",
                                            "rsi", "rdi", "r8",  "r9",  "r10", "r11",
                                            "r12", "r13", "r14", "r15"};
static const char *const half_names[] = {"eax",  "ecx",  "edx",  "ebx", "esp",  "ebp",
                                         "esi",  "edi",  "r8d",  "r9d", "r10d", "r11d",
                                         "r12d", "r13d", "r14d", "r15d"};

static const struct {
    const char *packed;
    const char *scalar; /* NULL: for one lane it is the packed one on 16 bytes */
} operation_names[PL_X86_N_OPERATIONS] = {
    [PL_X86_ADD] = {"vaddpd", "vaddsd"},
    [PL_X86_SUBTRACT] = {"vsubpd", "vsubsd"},
    [PL_X86_MULTIPLY] = {"vmulpd", "vmulsd"},
    [PL_X86_DIVIDE] = {"vdivpd", "vdivsd"},
    [PL_X86_MIN] = {"vminpd", "vminsd"},
    [PL_X86_MAX] = {"vmaxpd", "vmaxsd"},
    [PL_X86_AND] = {"vandpd", NULL},
    [PL_X86_OR] = {"vorpd", NULL},
    [PL_X86_XOR] = {"vxorpd", NULL},
    [PL_X86_FUSED_ADD_132] = {"vfmadd132pd", "vfmadd132sd"},
    [PL_X86_FUSED_ADD_213] = {"vfmadd213pd", "vfmadd213sd"},
    [PL_X86_FUSED_ADD_231] = {"vfmadd231pd", "vfmadd231sd"},
    [PL_X86_FUSED_SUBTRACT_132] = {"vfmsub132pd", "vfmsub132sd"},
    [PL_X86_FUSED_SUBTRACT_213] = {"vfmsub213pd", "vfmsub213sd"},
    [PL_X86_FUSED_SUBTRACT_231] = {"vfmsub231pd", "vfmsub231sd"},
    [PL_X86_FUSED_FROM_132] = {"vfnmadd132pd", "vfnmadd132sd"},
    [PL_X86_FUSED_FROM_213] = {"vfnmadd213pd", "vfnmadd213sd"},
    [PL_X86_FUSED_FROM_231] = {"vfnmadd231pd", "vfnmadd231sd"},
};

static const struct {
    enum pl_x86_predicate predicate;
    const char *name;
} predicates[] = {
    {PL_X86_EQUAL, "vcmpeq"},      {PL_X86_NOT_EQUAL, "vcmpneq"},
    {PL_X86_LESS, "vcmplt_oq"},    {PL_X86_LESS_EQUAL, "vcmple_oq"},
    {PL_X86_GREATER, "vcmpgt_oq"}, {PL_X86_GREATER_EQUAL, "vcmpge_oq"},
};

/* ---------------------------------------------------------------- the text */

static char
size_letter(const struct pl_x86_code *code)
{
    return code->lanes == 1 ? 'x' : code->lanes == 4 ? 'y' : 'z';
}

static void
say_vector(struct listing *listing, unsigned number)
{
    pl_text_format(&listing->want, "%cmm%u", size_letter(&listing->code), number);
}

/* A displacement as objdump has it: base and index of 0 need one all the same. */
static void
say_address(struct listing *listing, unsigned base, int32_t offset)
{
    pl_text_format(&listing->want, "[%s", general_names[base]);
    if (offset != 0 || base % 8 == PL_X86_RBP) {
        pl_text_format(&listing->want, "%c0x%lx", offset < 0 ? '-' : '+',
                       (unsigned long)labs((long)offset));
    }
    pl_text_put(&listing->want, "]");
}

static void
say_operand(struct listing *listing, struct pl_x86_operand operand, bool scalar)
{
    if (operand.where == PL_X86_IN_REGISTER) {
        say_vector(listing, operand.number);
        return;
    }
    if (scalar) {
        pl_text_put(&listing->want, "QWORD PTR ");
    } else {
        pl_text_format(&listing->want, "%cMMWORD PTR ",
                       size_letter(&listing->code) - 'a' + 'A');
    }
    if (operand.where == PL_X86_IN_CODE) {
        pl_text_format(&listing->want, "{code 0x%lx}", (unsigned long)operand.offset);
    } else {
        say_address(listing, operand.number, operand.offset);
    }
}

static void
begin_line(struct listing *listing, const char *name)
{
    pl_text_format(&listing->want, "%lx: %s", (unsigned long)listing->code.n_bytes,
                   name);
}

/* "vaddpd zmm1,zmm2," with "sd" in place of "pd" for one lane */
static void
begin_vectors(struct listing *listing, const char *name, const char *suffix, unsigned z,
              unsigned a)
{
    begin_line(listing, name);
    pl_text_format(&listing->want, "%s ", suffix);
    say_vector(listing, z);
    pl_text_put(&listing->want, ",");
    say_vector(listing, a);
    pl_text_put(&listing->want, ",");
}

/* ---------------------------------------------------------------- the cases */

static void
list_operation(struct listing *listing, enum pl_x86_operation operation, unsigned z,
               unsigned a, struct pl_x86_operand b)
{
    const bool scalar =
        listing->code.lanes == 1 && operation_names[operation].scalar != NULL;

    begin_vectors(listing,
                  scalar ? operation_names[operation].scalar
                         : operation_names[operation].packed,
                  "", z, a);
    say_operand(listing, b, scalar);
    pl_text_put(&listing->want, "\n");
    pl_x86_operate(&listing->code, operation, z, a, b);
}

static void
list_comparison(struct listing *listing, size_t k, unsigned z, unsigned a,
                struct pl_x86_operand b)
{
    const bool scalar = listing->code.lanes == 1;

    begin_line(listing, predicates[k].name);
    pl_text_put(&listing->want, scalar ? "sd " : "pd ");
    if (listing->code.evex) {
        pl_text_format(&listing->want, "k%u", z);
    } else {
        say_vector(listing, z);
    }
    pl_text_put(&listing->want, ",");
    say_vector(listing, a);
    pl_text_put(&listing->want, ",");
    say_operand(listing, b, scalar);
    pl_text_put(&listing->want, "\n");
    pl_x86_compare(&listing->code, z, a, b, predicates[k].predicate);
}

static void
list_blend(struct listing *listing, unsigned z, unsigned a, struct pl_x86_operand b,
           unsigned mask)
{
    if (listing->code.evex) {
        begin_line(listing, "vblendmpd ");
        say_vector(listing, z);
        pl_text_format(&listing->want, "{k%u},", mask);
        say_vector(listing, a);
        pl_text_put(&listing->want, ",");
        say_operand(listing, b, false);
    } else {
        begin_vectors(listing, "vblendvpd", "", z, a);
        say_operand(listing, b, false);
        pl_text_put(&listing->want, ",");
        say_vector(listing, mask);
    }
    pl_text_put(&listing->want, "\n");
    pl_x86_blend(&listing->code, z, a, b, mask);
}

static void
list_load_where(struct listing *listing, unsigned z, unsigned mask,
                struct pl_x86_operand memory)
{
    begin_line(listing, "vmovupd ");
    say_vector(listing, z);
    pl_text_format(&listing->want, "{k%u}{z},", mask);
    say_operand(listing, memory, false);
    pl_text_put(&listing->want, "\n");
    pl_x86_load_where(&listing->code, z, mask, memory);
}

static void
list_load_and_store(struct listing *listing, unsigned z, struct pl_x86_operand memory)
{
    const bool scalar = listing->code.lanes == 1;

    begin_line(listing, scalar ? "vmovsd " : "vmovupd ");
    say_vector(listing, z);
    pl_text_put(&listing->want, ",");
    say_operand(listing, memory, scalar);
    pl_text_put(&listing->want, "\n");
    pl_x86_load(&listing->code, z, memory);
    begin_line(listing, scalar ? "vmovsd " : "vmovupd ");
    say_operand(listing, memory, scalar);
    pl_text_put(&listing->want, ",");
    say_vector(listing, z);
    pl_text_put(&listing->want, "\n");
    pl_x86_store(&listing->code, memory, z);
}

/* Square root, floor, ceiling and copy. */
static void
list_unary(struct listing *listing, unsigned z, unsigned a)
{
    const bool scalar = listing->code.lanes == 1;
    const char *round = listing->code.evex ? "vrndscale" : "vround";

    for (int which = 0; which < 4; which++) {
        begin_line(listing, which == 0 ? "vsqrt" : which == 3 ? "vmovap" : round);
        pl_text_put(&listing->want, which == 3 ? "d " : scalar ? "sd " : "pd ");
        say_vector(listing, z);
        pl_text_put(&listing->want, ",");
        say_vector(listing, a);
        if (scalar && which != 3) {
            pl_text_put(&listing->want, ",");
            say_vector(listing, a);
        }
        pl_text_put(&listing->want, which == 1   ? ",0x9\n"
                                    : which == 2 ? ",0xa\n"
                                                 : "\n");
        switch (which) {
        case 0:
            pl_x86_square_root(&listing->code, z, a);
            break;
        case 1:
            pl_x86_round(&listing->code, z, a, PL_X86_FLOOR);
            break;
        case 2:
            pl_x86_round(&listing->code, z, a, PL_X86_CEIL);
            break;
        default:
            pl_x86_copy(&listing->code, z, a);
            break;
        }
    }
}

static void
list_registers(struct listing *listing)
{
    const unsigned n = pl_x86_n_registers(&listing->code);
    const unsigned n_masks = listing->code.evex ? 8 : n;

    for (unsigned i = 0; i < n; i++) {
        /* each number stands in each place */
        const unsigned a = (i * 7 + 3) % n;
        const struct pl_x86_operand b = pl_x86_register((i * 11 + 5) % n);
        const unsigned mask = listing->code.evex ? 1 + i % 7 : (i * 5 + 2) % n;

        for (unsigned k = 0; k < PL_X86_N_OPERATIONS; k++) {
            list_operation(listing, (enum pl_x86_operation)k, i, a, b);
        }
        for (size_t k = 0; k < sizeof predicates / sizeof *predicates; k++) {
            list_comparison(listing, k, i % n_masks, a, b);
        }
        list_unary(listing, i, a);
        list_blend(listing, i, a, b, mask);
    }
}

/* All that takes an operand in memory, with registers that change from call to call. */
static void
list_memory(struct listing *listing, struct pl_x86_operand memory, unsigned i)
{
    const struct pl_x86_code *code = &listing->code;
    const unsigned n = pl_x86_n_registers(code);
    const unsigned z = i * 7 % n;
    const unsigned a = (i * 5 + 1) % n;

    for (unsigned k = 0; k < PL_X86_N_OPERATIONS; k++) {
        list_operation(listing, (enum pl_x86_operation)k, (z + k) % n, a, memory);
    }
    list_comparison(listing, i % 6, z % (code->evex ? 8 : n), a, memory);
    list_load_and_store(listing, z, memory);
    if (code->lanes > 1) {
        list_blend(listing, z, a, memory, code->evex ? 1 + i % 7 : (a + 3) % n);
    }
    if (code->evex) {
        list_load_where(listing, a, 1 + i % 7, memory);
    }
}

static void
list_all_memory(struct listing *listing)
{
    static const int32_t offsets[] = {
        0,     8,     -8,   120,  127,   128,   -128,  -129,       1016,       1024,
        -1024, -1032, 2032, 2048, -2048, -2064, 4064,  4096,       8128,       8192,
        -8192, -8256, 8136, 64,   -64,   -4096, -4128, 0x12345678, -0x7fffffc0};
    unsigned i = 0;

    for (size_t k = 0; k < sizeof offsets / sizeof *offsets; k++) {
        for (unsigned base = 0; base < 16; base++) {
            /* rbp, rsp and what shares their low bits with them at every offset */
            if (base % 8 == 4 || base % 8 == 5 || (base + k) % 3 == 0) {
                list_memory(listing,
                            (struct pl_x86_operand){PL_X86_IN_MEMORY, base, offsets[k]},
                            i++);
            }
        }
    }
    for (int32_t offset = 0; offset < 500; offset += 64) {
        list_memory(listing,
                    (struct pl_x86_operand){.where = PL_X86_IN_CODE, .offset = offset},
                    i++);
    }
}

static void
list_masks(struct listing *listing)
{
    for (unsigned i = 0; i < 8; i++) {
        const unsigned a = (i * 3 + 1) % 8;
        const unsigned b = (i * 5 + 2) % 8;

        begin_line(listing, "kandb ");
        pl_text_format(&listing->want, "k%u,k%u,k%u\n", i, a, b);
        pl_x86_mask_operate(&listing->code, PL_X86_MASK_AND, i, a, b);
        begin_line(listing, "korb ");
        pl_text_format(&listing->want, "k%u,k%u,k%u\n", i, a, b);
        pl_x86_mask_operate(&listing->code, PL_X86_MASK_OR, i, a, b);
        begin_line(listing, "knotb ");
        pl_text_format(&listing->want, "k%u,k%u\n", i, a);
        pl_x86_mask_not(&listing->code, i, a);
    }
}

static void
list_general_register(struct listing *listing, unsigned to)
{
    static const int32_t offsets[] = {0, 8, -128, 128, 0x7fffffff};
    static const uint64_t numbers[] = {0, 1, 0xffffffff, 0x100000000,
                                       0xfedcba9876543210};
    struct pl_x86_code *code = &listing->code;
    struct pl_text *want = &listing->want;
    const char *name = general_names[to];

    for (unsigned from = 0; from < 16; from++) {
        begin_line(listing, "mov ");
        pl_text_format(want, "%s,%s\n", name, general_names[from]);
        pl_x86_move(code, (enum pl_x86_general)to, (enum pl_x86_general)from);
        for (size_t k = 0; k < sizeof offsets / sizeof *offsets; k++) {
            begin_line(listing, "lea ");
            pl_text_format(want, "%s,", name);
            say_address(listing, from, offsets[k]);
            pl_text_put(want, "\n");
            pl_x86_move_address(code, (enum pl_x86_general)to,
                                (enum pl_x86_general)from, offsets[k]);
        }
    }
    for (size_t k = 0; k < sizeof numbers / sizeof *numbers; k++) {
        const bool is_long = numbers[k] > UINT32_MAX;

        begin_line(listing, is_long ? "movabs " : "mov ");
        pl_text_format(want, "%s,0x%llx\n", is_long ? name : half_names[to],
                       (unsigned long long)numbers[k]);
        pl_x86_move_number(code, (enum pl_x86_general)to, numbers[k]);
    }
    begin_line(listing, "push ");
    pl_text_format(want, "%s\n", name);
    pl_x86_push(code, (enum pl_x86_general)to);
    begin_line(listing, "pop ");
    pl_text_format(want, "%s\n", name);
    pl_x86_pop(code, (enum pl_x86_general)to);
    begin_line(listing, "call ");
    pl_text_format(want, "%s\n", name);
    pl_x86_call(code, (enum pl_x86_general)to);
}

static void
list_general(struct listing *listing)
{
    for (unsigned to = 0; to < 16; to++) {
        list_general_register(listing, to);
    }
    begin_line(listing, "vzeroupper\n");
    pl_x86_zero_upper(&listing->code);
    begin_line(listing, "ret\n");
    pl_x86_return(&listing->code);
    for (size_t at = listing->code.n_bytes; at % 64 != 0; at++) {
        pl_text_format(&listing->want, "%lx: int3\n", (unsigned long)at);
    }
    pl_x86_align(&listing->code, 64);
}

/* ---------------------------------------------------------------- the disassembler */

/* "  1a:\t{evex} vaddpd ymm1,…   # 0x40" to "1a: vaddpd ymm1,…"; what lies in the code
 * is written as the place that objdump worked out: "{code 0x40}". */
static void
tidy_line(const char *line, struct pl_text *tidy)
{
    const char *rip = strstr(line, "[rip");
    const char *place = strstr(line, "# ");
    bool blank = false;

    while (*line == ' ' || *line == '\t') {
        line++;
    }
    for (; *line != '\0' && *line != '\n' && *line != '#'; line++) {
        if (*line == ' ' || *line == '\t') {
            blank = true;
        } else {
            pl_text_put(tidy, blank ? " " : "");
            blank = false;
            if (strncmp(line, "{evex} ", 7) == 0) {
                line += 7; /* newer ones say so where VEX would do */
            }
            if (line == rip && place != NULL) {
                pl_text_format(tidy, "{code 0x%lx}", strtoul(place + 2, NULL, 16));
                line = strchr(line, ']');
            } else {
                pl_text_add(tidy, line, 1);
            }
        }
    }
    pl_text_put(tidy, "\n");
}

/* What objdump makes of the code; skips the test loudly where there is no objdump. */
static void
disassemble(const struct pl_x86_code *code, struct pl_text *got)
{
    char *folder = test_make_folder();
    char *path = test_join(folder, "code");
    struct pl_text command;
    FILE *pipe = NULL;
    char line[300];

    test_write_bytes(path, (const char *)code->bytes, code->n_bytes);
    pl_text_init(&command);
    pl_text_format(&command,
                   "LC_ALL=C objdump -D -z -b binary -m i386:x86-64 -M intel "
                   "--no-show-raw-insn '%s' 2>/dev/null",
                   path);
    pipe = popen(pl_text_string(&command), "r");
    assert_non_null(pipe);
    while (fgets(line, sizeof line, pipe) != NULL) {
        if (line[0] == ' ') {
            tidy_line(line, got);
        }
    }
    if (pclose(pipe) != 0) {
        print_message("NO DISASSEMBLER: objdump (binutils) is missing or failed\n");
        skip();
    }
    pl_text_finish(&command);
    free(path);
    test_remove_folder(folder);
}

/* The first line that differs says more than two long texts. */
static void
assert_same_lines(const char *got, const char *want)
{
    size_t n = 0;

    while (*want != '\0') {
        const size_t length = strcspn(want, "\n") + 1;

        if (strncmp(got, want, length) != 0) {
            fail_msg("line %zu is '%.*s', not '%.*s'", n, (int)strcspn(got, "\n"), got,
                     (int)length - 1, want);
        }
        got += length;
        want += length;
        n++;
    }
    assert_string_equal(got, "");
}

static void
check_listing(size_t lanes, bool evex, void (*list)(struct listing *))
{
    struct listing listing = {.code = {.lanes = lanes, .evex = evex}};
    struct pl_text got;

    pl_text_init(&listing.want);
    pl_text_init(&got);
    list(&listing);
    assert_false(listing.code.failed);
    assert_false(listing.want.failed);
    disassemble(&listing.code, &got);
    assert_same_lines(pl_text_string(&got), pl_text_string(&listing.want));
    pl_text_finish(&got);
    pl_text_finish(&listing.want);
    free(listing.code.bytes);
}

static const struct {
    size_t lanes;
    bool evex;
} shapes[] = {{1, false}, {4, false}, {1, true}, {4, true}, {8, true}};

#define N_SHAPES (sizeof shapes / sizeof *shapes)

static void
test_vector_instructions_take_every_register(void **state)
{
    (void)state;
    for (size_t k = 0; k < N_SHAPES; k++) {
        check_listing(shapes[k].lanes, shapes[k].evex, list_registers);
    }
}

static void
test_vector_instructions_reach_all_memory(void **state)
{
    (void)state;
    for (size_t k = 0; k < N_SHAPES; k++) {
        check_listing(shapes[k].lanes, shapes[k].evex, list_all_memory);
    }
}

static void
test_mask_instructions_take_every_register(void **state)
{
    (void)state;
    check_listing(8, true, list_masks);
}

static void
test_general_instructions_take_every_register(void **state)
{
    (void)state;
    check_listing(8, true, list_general);
}

/* Displacements are short where they can be, and prefixes too: bytes as GNU as has them. */
static void
test_operate_writes_the_shortest_form(void **state)
{
    static const struct {
        size_t lanes;
        bool evex;
        unsigned z, a;
        struct pl_x86_operand b;
        unsigned char bytes[12];
        size_t n_bytes;
    } cases[] = {
        {4, false, 1, 2, {PL_X86_IN_REGISTER, 3, 0}, {0xc5, 0xed, 0x58, 0xcb}, 4},
        {4, false, 1, 2, {PL_X86_IN_REGISTER, 8, 0}, {0xc4, 0xc1, 0x6d, 0x58, 0xc8}, 5},
        {1, false, 1, 2, {PL_X86_IN_MEMORY, 7, 0}, {0xc5, 0xeb, 0x58, 0x0f}, 4},
        {1, false, 1, 2, {PL_X86_IN_MEMORY, 7, 127}, {0xc5, 0xeb, 0x58, 0x4f, 0x7f}, 5},
        {8,
         true,
         1,
         2,
         {PL_X86_IN_MEMORY, 7, 0},
         {0x62, 0xf1, 0xed, 0x48, 0x58, 0x0f},
         6},
        {8,
         true,
         17,
         30,
         {PL_X86_IN_MEMORY, 7, 127 * 64},
         {0x62, 0xe1, 0x8d, 0x40, 0x58, 0x4f, 0x7f},
         7},
        {8,
         true,
         1,
         2,
         {PL_X86_IN_MEMORY, 7, -128 * 64},
         {0x62, 0xf1, 0xed, 0x48, 0x58, 0x4f, 0x80},
         7},
        {8,
         true,
         1,
         2,
         {PL_X86_IN_MEMORY, 7, 128 * 64},
         {0x62, 0xf1, 0xed, 0x48, 0x58, 0x8f, 0x00, 0x20, 0x00, 0x00},
         10},
        {1,
         true,
         1,
         2,
         {PL_X86_IN_MEMORY, 7, 1016},
         {0x62, 0xf1, 0xef, 0x08, 0x58, 0x4f, 0x7f},
         7},
    };

    (void)state;
    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) {
        struct pl_x86_code code = {.lanes = cases[k].lanes, .evex = cases[k].evex};

        pl_x86_operate(&code, PL_X86_ADD, cases[k].z, cases[k].a, cases[k].b);
        assert_false(code.failed);
        assert_int_equal(code.n_bytes, cases[k].n_bytes);
        assert_memory_equal(code.bytes, cases[k].bytes, code.n_bytes);
        free(code.bytes);
    }
}

static enum pl_status
write_code(void *context)
{
    struct pl_x86_code code = {.lanes = 8, .evex = true};
    enum pl_status status = PL_OK;

    (void)context;
    for (size_t k = 0; k < 200; k++) {
        pl_x86_put(&code, "1234567", 7);
        pl_x86_align(&code, 64);
        pl_x86_operate(&code, PL_X86_ADD, 1, 2, pl_x86_register(3));
    }
    status = code.failed ? PL_ERR_NOMEM : PL_OK;
    assert_true(code.failed || code.n_bytes == 200 * 64 + 6);
    free(code.bytes);
    return status;
}

static void
test_code_survives_without_memory(void **state)
{
    (void)state;
    assert_true(assert_survives_no_memory(write_code, NULL) >= 5);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_vector_instructions_take_every_register),
        cmocka_unit_test(test_vector_instructions_reach_all_memory),
        cmocka_unit_test(test_mask_instructions_take_every_register),
        cmocka_unit_test(test_general_instructions_take_every_register),
        cmocka_unit_test(test_operate_writes_the_shortest_form),
        cmocka_unit_test(test_code_survives_without_memory),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
