/*
 * x86_encoder.c - x86-64 instructions as bytes: the few forms that tapes need.
 */
#include "compile/x86_encoder.h"

#include <assert.h>
#include <string.h>

#include "base/list.h"

/* No instruction is longer; the processor sees to that. */
#define LONGEST_INSTRUCTION ((size_t)15)

/* Prefixes and opcode maps by their numbers in VEX and EVEX. */
enum { PREFIX_66 = 1, PREFIX_F2 = 3 };
enum { MAP_0F = 1, MAP_0F38 = 2, MAP_0F3A = 3 };

#define NO_IMMEDIATE (-1)

/* How one instruction is written. */
struct form {
    unsigned char map;
    unsigned char opcode;
    unsigned char prefix;
    unsigned char scalar_opcode;
    unsigned char scalar_prefix; /* 0: for one lane the instruction works on 16 bytes */
    bool wide;                   /* W also with VEX; with EVEX every double has it */
};

static const struct form operations[PL_X86_N_OPERATIONS] = {
    [PL_X86_ADD] = {MAP_0F, 0x58, PREFIX_66, 0x58, PREFIX_F2, false},
    [PL_X86_SUBTRACT] = {MAP_0F, 0x5c, PREFIX_66, 0x5c, PREFIX_F2, false},
    [PL_X86_MULTIPLY] = {MAP_0F, 0x59, PREFIX_66, 0x59, PREFIX_F2, false},
    [PL_X86_DIVIDE] = {MAP_0F, 0x5e, PREFIX_66, 0x5e, PREFIX_F2, false},
    [PL_X86_MIN] = {MAP_0F, 0x5d, PREFIX_66, 0x5d, PREFIX_F2, false},
    [PL_X86_MAX] = {MAP_0F, 0x5f, PREFIX_66, 0x5f, PREFIX_F2, false},
    [PL_X86_AND] = {MAP_0F, 0x54, PREFIX_66, 0x54, 0, false},
    [PL_X86_OR] = {MAP_0F, 0x56, PREFIX_66, 0x56, 0, false},
    [PL_X86_XOR] = {MAP_0F, 0x57, PREFIX_66, 0x57, 0, false},
    [PL_X86_FUSED_ADD_132] = {MAP_0F38, 0x98, PREFIX_66, 0x99, PREFIX_66, true},
    [PL_X86_FUSED_ADD_213] = {MAP_0F38, 0xa8, PREFIX_66, 0xa9, PREFIX_66, true},
    [PL_X86_FUSED_ADD_231] = {MAP_0F38, 0xb8, PREFIX_66, 0xb9, PREFIX_66, true},
    [PL_X86_FUSED_SUBTRACT_132] = {MAP_0F38, 0x9a, PREFIX_66, 0x9b, PREFIX_66, true},
    [PL_X86_FUSED_SUBTRACT_213] = {MAP_0F38, 0xaa, PREFIX_66, 0xab, PREFIX_66, true},
    [PL_X86_FUSED_SUBTRACT_231] = {MAP_0F38, 0xba, PREFIX_66, 0xbb, PREFIX_66, true},
    [PL_X86_FUSED_FROM_132] = {MAP_0F38, 0x9c, PREFIX_66, 0x9d, PREFIX_66, true},
    [PL_X86_FUSED_FROM_213] = {MAP_0F38, 0xac, PREFIX_66, 0xad, PREFIX_66, true},
    [PL_X86_FUSED_FROM_231] = {MAP_0F38, 0xbc, PREFIX_66, 0xbd, PREFIX_66, true},
};

static const struct form square_root = {MAP_0F, 0x51,      PREFIX_66,
                                        0x51,   PREFIX_F2, false};
static const struct form rounding_form = {MAP_0F3A, 0x09,      PREFIX_66,
                                          0x0b,     PREFIX_66, false};
static const struct form comparison = {MAP_0F, 0xc2, PREFIX_66, 0xc2, PREFIX_F2, false};
/* vmovupd, vmovsd; between registers vmovapd, which costs nothing */
static const struct form load = {MAP_0F, 0x10, PREFIX_66, 0x10, PREFIX_F2, false};
static const struct form store = {MAP_0F, 0x11, PREFIX_66, 0x11, PREFIX_F2, false};
static const struct form load_whole = {MAP_0F, 0x10, PREFIX_66, 0x10, 0, false};
static const struct form copy = {MAP_0F, 0x28, PREFIX_66, 0x28, 0, false};
static const struct form blend_vex = {MAP_0F3A, 0x4b, PREFIX_66, 0x4b, 0, false};
static const struct form blend_evex = {MAP_0F38, 0x65, PREFIX_66, 0x65, 0, false};

/* What stands around a form in one instruction. */
struct parts {
    unsigned z;
    unsigned a; /* 0 where the instruction has none: all its bits are inverted then */
    struct pl_x86_operand b;
    unsigned mask; /* EVEX: 0 for none */
    bool zero;     /* EVEX: 0 where the mask does not hold */
    int immediate; /* [byte] or NO_IMMEDIATE */
};

/* ---- bytes ---- */

static void
put_byte(struct pl_x86_code *code, unsigned byte)
{
    if (!code->failed) {
        assert(code->n_bytes < code->capacity);
        code->bytes[code->n_bytes++] = (unsigned char)byte;
    }
}

static void
put_bytes(struct pl_x86_code *code, uint64_t value, unsigned n)
{
    for (unsigned i = 0; i < n; i++) {
        put_byte(code, (unsigned)(value >> 8 * i) & 0xff);
    }
}

static void
reserve(struct pl_x86_code *code, size_t n)
{
    unsigned char *grown = NULL;

    if (code->failed || code->capacity - code->n_bytes >= n) {
        return;
    }
    grown = pl_list_reserve(code->bytes, code->n_bytes + n, &code->capacity, 1);
    if (grown == NULL) {
        code->failed = true;
    } else {
        code->bytes = grown;
    }
}

static bool
is_small(int32_t offset)
{
    return offset >= INT8_MIN && offset <= INT8_MAX;
}

/**
 * ModRM, SIB and displacement. `field` is the register or digit beside the operand.
 *
 * @param scale   [byte] a short displacement counts in these
 * @param behind  [byte] what of the instruction follows
 */
static void
put_operand(struct pl_x86_code *code, unsigned field, struct pl_x86_operand b,
            int32_t scale, unsigned behind)
{
    const unsigned middle = (field & 7) << 3;
    const unsigned low = b.number & 7;

    if (b.where == PL_X86_IN_REGISTER) {
        put_byte(code, 0xc0 | middle | low);
        return;
    }
    if (b.where == PL_X86_IN_CODE) {
        const size_t next = code->n_bytes + 5 + behind;

        put_byte(code, middle | 5);
        put_bytes(code, (uint32_t)b.offset - (uint32_t)next, 4);
        return;
    }
    if (b.offset == 0 && low != PL_X86_RBP) {
        put_byte(code, middle | low);
    } else if (b.offset % scale == 0 && is_small(b.offset / scale)) {
        put_byte(code, 0x40 | middle | low);
    } else {
        put_byte(code, 0x80 | middle | low);
    }
    if (low == PL_X86_RSP) {
        put_byte(code, 0x24); /* no index */
    }
    if (b.offset == 0 && low != PL_X86_RBP) {
        return;
    }
    if (b.offset % scale == 0 && is_small(b.offset / scale)) {
        put_bytes(code, (uint32_t)(b.offset / scale), 1);
    } else {
        put_bytes(code, (uint32_t)b.offset, 4);
    }
}

/* ---- vector instructions ---- */

/* Bit `bit` of a register's number as the prefixes want it: inverted. */
static unsigned
inverse(unsigned number, unsigned bit)
{
    return ~number >> bit & 1;
}

static void
put_vex(struct pl_x86_code *code, const struct form *form, unsigned prefix,
        unsigned length, const struct parts *parts)
{
    /* the base or the register of the operand; in code there is none */
    const unsigned b = parts->b.where == PL_X86_IN_CODE ? 0 : parts->b.number;
    const unsigned rest = (~parts->a & 15) << 3 | length << 2 | prefix;

    if (form->map == MAP_0F && inverse(b, 3) && !form->wide) {
        put_byte(code, 0xc5);
        put_byte(code, inverse(parts->z, 3) << 7 | rest);
        return;
    }
    put_byte(code, 0xc4);
    put_byte(code,
             inverse(parts->z, 3) << 7 | 1u << 6 | inverse(b, 3) << 5 | form->map);
    put_byte(code, (form->wide ? 0x80u : 0u) | rest);
}

static void
put_evex(struct pl_x86_code *code, const struct form *form, unsigned prefix,
         unsigned length, const struct parts *parts)
{
    const unsigned b = parts->b.where == PL_X86_IN_CODE ? 0 : parts->b.number;
    /* without an index X is the operand register's highest bit */
    const unsigned x = parts->b.where == PL_X86_IN_REGISTER ? inverse(b, 4) : 1;

    put_byte(code, 0x62);
    put_byte(code, inverse(parts->z, 3) << 7 | x << 6 | inverse(b, 3) << 5 |
                       inverse(parts->z, 4) << 4 | form->map);
    put_byte(code, 0x80 | (~parts->a & 15) << 3 | 1u << 2 | prefix);
    put_byte(code, (parts->zero ? 0x80u : 0u) | length << 5 |
                       inverse(parts->a, 4) << 3 | parts->mask);
}

static void
put_vector(struct pl_x86_code *code, const struct form *form, struct parts parts)
{
    const bool scalar = code->lanes == 1 && form->scalar_prefix != 0;
    const unsigned prefix = scalar ? form->scalar_prefix : form->prefix;
    /* 0 for 16 bytes, 1 for 32, 2 for 64 */
    const unsigned length = code->lanes == 1 ? 0 : code->lanes == 4 ? 1 : 2;
    const int32_t size = scalar ? 8 : 16 << length;

    assert(code->evex || (length < 2 && parts.z < 16 && parts.a < 16 && !parts.mask));
    reserve(code, LONGEST_INSTRUCTION);
    if (code->evex) {
        put_evex(code, form, prefix, length, &parts);
    } else {
        put_vex(code, form, prefix, length, &parts);
    }
    put_byte(code, scalar ? form->scalar_opcode : form->opcode);
    put_operand(code, parts.z, parts.b, code->evex ? size : 1,
                parts.immediate != NO_IMMEDIATE);
    if (parts.immediate != NO_IMMEDIATE) {
        put_byte(code, (unsigned)parts.immediate);
    }
}

struct pl_x86_operand
pl_x86_register(unsigned number)
{
    return (struct pl_x86_operand){.where = PL_X86_IN_REGISTER, .number = number};
}

unsigned
pl_x86_n_registers(const struct pl_x86_code *code)
{
    return code->evex ? 32 : 16;
}

void
pl_x86_operate(struct pl_x86_code *code, enum pl_x86_operation operation, unsigned z,
               unsigned a, struct pl_x86_operand b)
{
    put_vector(code, &operations[operation],
               (struct parts){z, a, b, .immediate = NO_IMMEDIATE});
}

void
pl_x86_square_root(struct pl_x86_code *code, unsigned z, unsigned a)
{
    /* for one lane the second operand gives the upper half of z: the same, so that
       there is nothing more to wait for */
    put_vector(code, &square_root,
               (struct parts){z, code->lanes == 1 ? a : 0, pl_x86_register(a),
                              .immediate = NO_IMMEDIATE});
}

void
pl_x86_round(struct pl_x86_code *code, unsigned z, unsigned a,
             enum pl_x86_rounding rounding)
{
    put_vector(code, &rounding_form,
               (struct parts){z, code->lanes == 1 ? a : 0, pl_x86_register(a),
                              .immediate = (int)rounding});
}

void
pl_x86_load(struct pl_x86_code *code, unsigned z, struct pl_x86_operand memory)
{
    assert(memory.where != PL_X86_IN_REGISTER);
    put_vector(code, &load, (struct parts){z, 0, memory, .immediate = NO_IMMEDIATE});
}

void
pl_x86_store(struct pl_x86_code *code, struct pl_x86_operand memory, unsigned a)
{
    assert(memory.where != PL_X86_IN_REGISTER);
    put_vector(code, &store, (struct parts){a, 0, memory, .immediate = NO_IMMEDIATE});
}

void
pl_x86_copy(struct pl_x86_code *code, unsigned z, unsigned a)
{
    put_vector(code, &copy,
               (struct parts){z, 0, pl_x86_register(a), .immediate = NO_IMMEDIATE});
}

void
pl_x86_compare(struct pl_x86_code *code, unsigned z, unsigned a,
               struct pl_x86_operand b, enum pl_x86_predicate predicate)
{
    put_vector(code, &comparison, (struct parts){z, a, b, .immediate = (int)predicate});
}

void
pl_x86_blend(struct pl_x86_code *code, unsigned z, unsigned a, struct pl_x86_operand b,
             unsigned mask)
{
    assert(code->lanes > 1 || b.where == PL_X86_IN_REGISTER);
    if (code->evex) {
        put_vector(code, &blend_evex,
                   (struct parts){z, a, b, mask, .immediate = NO_IMMEDIATE});
    } else {
        put_vector(code, &blend_vex,
                   (struct parts){z, a, b, .immediate = (int)(mask << 4)});
    }
}

void
pl_x86_load_where(struct pl_x86_code *code, unsigned z, unsigned mask,
                  struct pl_x86_operand memory)
{
    assert(code->evex && memory.where != PL_X86_IN_REGISTER);
    put_vector(
        code, &load_whole,
        (struct parts){z, 0, memory, mask, .zero = true, .immediate = NO_IMMEDIATE});
}

/* ---- mask registers ---- */

/* Masks are 8 bits wide; their instructions have VEX's short form. */
static void
put_mask(struct pl_x86_code *code, unsigned opcode, unsigned length, unsigned z,
         unsigned a, unsigned b)
{
    reserve(code, LONGEST_INSTRUCTION);
    put_byte(code, 0xc5);
    put_byte(code, 0x80 | (~a & 15) << 3 | length << 2 | PREFIX_66);
    put_byte(code, opcode);
    put_byte(code, 0xc0 | z << 3 | b);
}

void
pl_x86_mask_operate(struct pl_x86_code *code, enum pl_x86_mask_operation operation,
                    unsigned z, unsigned a, unsigned b)
{
    put_mask(code, operation == PL_X86_MASK_AND ? 0x41 : 0x45, 1, z, a, b);
}

void
pl_x86_mask_not(struct pl_x86_code *code, unsigned z, unsigned a)
{
    put_mask(code, 0x44, 0, z, 0, a);
}

/* ---- general registers ---- */

/* REX with W: 64 bits, and the fourth bits of two registers. */
static unsigned
rex(unsigned field, unsigned low)
{
    return 0x48 | (field >> 3) << 2 | low >> 3;
}

void
pl_x86_move(struct pl_x86_code *code, enum pl_x86_general to, enum pl_x86_general from)
{
    reserve(code, LONGEST_INSTRUCTION);
    put_byte(code, rex(from, to));
    put_byte(code, 0x89);
    put_byte(code, 0xc0 | ((unsigned)from & 7) << 3 | ((unsigned)to & 7));
}

void
pl_x86_move_number(struct pl_x86_code *code, enum pl_x86_general to, uint64_t number)
{
    const bool is_long = number > UINT32_MAX; /* a short one clears the upper half */

    reserve(code, LONGEST_INSTRUCTION);
    if (is_long || to >= PL_X86_R8) {
        put_byte(code, (is_long ? 0x48u : 0x40u) | (unsigned)to >> 3);
    }
    put_byte(code, 0xb8 | ((unsigned)to & 7));
    put_bytes(code, number, is_long ? 8 : 4);
}

void
pl_x86_move_address(struct pl_x86_code *code, enum pl_x86_general to,
                    enum pl_x86_general base, int32_t offset)
{
    reserve(code, LONGEST_INSTRUCTION);
    put_byte(code, rex(to, base));
    put_byte(code, 0x8d);
    put_operand(code, to, (struct pl_x86_operand){PL_X86_IN_MEMORY, base, offset}, 1,
                0);
}

/* An opcode with the register in its low bits. */
static void
put_short(struct pl_x86_code *code, unsigned opcode, enum pl_x86_general number)
{
    reserve(code, LONGEST_INSTRUCTION);
    if (number >= PL_X86_R8) {
        put_byte(code, 0x41);
    }
    put_byte(code, opcode | ((unsigned)number & 7));
}

void
pl_x86_push(struct pl_x86_code *code, enum pl_x86_general from)
{
    put_short(code, 0x50, from);
}

void
pl_x86_pop(struct pl_x86_code *code, enum pl_x86_general to)
{
    put_short(code, 0x58, to);
}

void
pl_x86_call(struct pl_x86_code *code, enum pl_x86_general to)
{
    reserve(code, LONGEST_INSTRUCTION);
    if (to >= PL_X86_R8) {
        put_byte(code, 0x41);
    }
    put_byte(code, 0xff);
    put_byte(code, 0xd0 | ((unsigned)to & 7));
}

void
pl_x86_return(struct pl_x86_code *code)
{
    reserve(code, LONGEST_INSTRUCTION);
    put_byte(code, 0xc3);
}

void
pl_x86_zero_upper(struct pl_x86_code *code)
{
    reserve(code, LONGEST_INSTRUCTION);
    put_bytes(code, 0x77f8c5, 3);
}

void
pl_x86_align(struct pl_x86_code *code, size_t alignment)
{
    reserve(code, alignment);
    while (!code->failed && code->n_bytes % alignment != 0) {
        put_byte(code, 0xcc);
    }
}

void
pl_x86_put(struct pl_x86_code *code, const void *bytes, size_t n)
{
    reserve(code, n);
    if (!code->failed) {
        memcpy(code->bytes + code->n_bytes, bytes, n);
        code->n_bytes += n;
    }
}
