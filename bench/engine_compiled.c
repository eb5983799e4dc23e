/*
 * engine_compiled.c - the machine code of the engine against that of a compiler.
 *
 * The tapes of a trial step are written as straight-line C over vectors of as many
 * doubles as the processor has lanes, with the tape's fused operations and no others,
 * and compiled by `gcc -O3 -march=native`. Both work on the same frame and give the
 * same bits, which is checked first. Then they take turns.
 */
#include "engine.h"

#include <assert.h>
#include <dlfcn.h>
#include <errno.h>
#include <math.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "engine_trial.h"

#include "base/diag.h"
#include "base/text.h"
#include "compile/kernels.h"
#include "compile/program.h"
#include "compile/tape.h"
#include "expr/elementary.h"
#include "study/context.h"

enum { N_TAPES = 4, N_STAGES = 8, N_ROUNDS = 201, N_CHECKS = 20 };

/* [s] of a batch: longer than the clock needs. */
static const double BATCH = 1e-3;

static const char *const names[N_TAPES] = {"rates", "jacobian", "factor", "solve"};

/* One step's worth of work, by either code. */
struct code {
    void (*run[N_TAPES])(double *frame, double *out);
};

/* What both codes work on. */
struct bench {
    struct engine *engine;
    struct engine_trial trial;
    const struct pl_tape *tapes[N_TAPES];
    double *outputs[N_TAPES]; /* where a step puts what a tape computes */
    double *other;            /* room for the most outputs that a tape has */
    void *other_block;
    char *folder, *source, *library;
    void *handle; /* of the library */
    struct code native, compiled;
};

/* Comparisons as each instruction set has them: m is what they give. */
static const char prelude[] =
    "#include <immintrin.h>\n"
    "typedef double v __attribute__((vector_size(8 * LANES)));\n"
    "typedef long long bits __attribute__((vector_size(8 * LANES)));\n"
    "static inline v all(double x) { return x - (v){0}; }\n"
    "static inline v absolute(v a) { return (v)((bits)a & ~(bits)all(-0.0)); }\n"
    "#if LANES == 8\n"
    "#define I(name) _mm512_##name\n"
    "typedef __mmask8 m;\n"
    "#define compare(a, b, how) _mm512_cmp_pd_mask(a, b, how)\n"
    "static inline v pick(m c, v a, v b) { return _mm512_mask_blend_pd(c, b, a); }\n"
    "static inline v truth(m c) { return _mm512_maskz_mov_pd(c, all(1.0)); }\n"
    "#else\n"
    "#define I(name) _mm256_##name\n"
    "typedef bits m;\n"
    "#define compare(a, b, how) (m)_mm256_cmp_pd(a, b, how)\n"
    "static inline v pick(m c, v a, v b) { return _mm256_blendv_pd(b, a, (v)c); }\n"
    "static inline v truth(m c) { return (v)(c & (bits)all(1.0)); }\n"
    "#endif\n"
    "static inline m holds(v a) { return compare(a, all(0.0), _CMP_NEQ_UQ); }\n"
    "typedef v one(v);\n"
    "typedef v two(v, v);\n"
    "void (*calls[N_CALLS])(void);\n";

/* What stands for an operation: a, b and c for its arguments. */
static const char *
pattern_of(enum pl_op op)
{
    switch (op) {
    case PL_OP_ADD:
        return "a + b";
    case PL_OP_SUBTRACT:
        return "a - b";
    case PL_OP_MULTIPLY:
        return "a * b";
    case PL_OP_DIVIDE:
        return "a / b";
    case PL_OP_NEGATE:
        return "-a";
    case PL_OP_SQRT:
        return "I(sqrt_pd)(a)";
    case PL_OP_ABS:
        return "absolute(a)";
    case PL_OP_MIN:
        return "I(min_pd)(a, b)";
    case PL_OP_MAX:
        return "I(max_pd)(a, b)";
    case PL_OP_FLOOR:
        return "I(floor_pd)(a)";
    case PL_OP_CEIL:
        return "I(ceil_pd)(a)";
    case PL_OP_FUSED_ADD:
        return "I(fmadd_pd)(a, b, c)";
    case PL_OP_FUSED_SUBTRACT:
        return "I(fmsub_pd)(a, b, c)";
    case PL_OP_FUSED_FROM:
        return "I(fnmadd_pd)(a, b, c)";
    case PL_OP_LESS:
        return "truth(compare(a, b, _CMP_LT_OQ))";
    case PL_OP_LESS_EQ:
        return "truth(compare(a, b, _CMP_LE_OQ))";
    case PL_OP_EQUAL:
        return "truth(compare(a, b, _CMP_EQ_OQ))";
    case PL_OP_AND:
        return "truth(holds(a) & holds(b))";
    case PL_OP_OR:
        return "truth(holds(a) | holds(b))";
    case PL_OP_NOT:
        return "truth(compare(a, all(0.0), _CMP_EQ_OQ))";
    case PL_OP_SELECT:
        return "pick(holds(a), b, c)";
    case PL_OP_TRANSCENDENTALS:
        return op == PL_OP_POWER ? "((two *)calls[#])(a, b)" : "((one *)calls[#])(a)";
    case PL_OP_NOT_RUN:
        break;
    }
    assert(false && "an operation of tapes");
    return NULL;
}

static void
put_number(double value, struct pl_text *text)
{
    if (isfinite(value)) {
        pl_text_format(text, "all(%a)", value);
    } else {
        pl_text_format(text, "all(%s)",
                       isnan(value) ? "__builtin_nan(\"\")"
                       : value > 0  ? "__builtin_inf()"
                                    : "-__builtin_inf()");
    }
}

/* What lies in a slot. */
static void
put_slot(const struct pl_tape *tape, size_t slot, struct pl_text *text)
{
    if (slot >= tape->code_at && slot < tape->code_at + tape->n_code) {
        pl_text_format(text, "r%zu", slot - tape->code_at);
    } else if (slot >= tape->constants_at &&
               slot < tape->constants_at + tape->n_constants) {
        put_number(tape->constants[slot - tape->constants_at], text);
    } else {
        pl_text_format(text, "f[%zu]", slot);
    }
}

/* An operation: its pattern, with # and what stands alone of a, b and c filled in. */
static void
put_instruction(const struct pl_tape *tape, const struct pl_instruction *instruction,
                struct pl_text *text)
{
    static const char letters[] = "abcdefghijklmnopqrstuvwxyz_CELMPOQT";
    const char *p = pattern_of(instruction->op);

    while (*p != '\0') {
        const size_t length = strspn(p, letters);

        if (length == 1 && *p >= 'a' && *p <= 'c') {
            put_slot(tape, instruction->arguments[*p - 'a'], text);
            p++;
        } else if (*p == '#') {
            pl_text_format(text, "%d", (int)instruction->op);
            p++;
        } else {
            pl_text_add(text, p, length > 0 ? length : 1);
            p += length > 0 ? length : 1;
        }
    }
}

static void
put_tape(const struct pl_tape *tape, const char *name, struct pl_text *text)
{
    pl_text_format(text,
                   "void %s(const v *restrict f, v *restrict out);\n"
                   "void\n%s(const v *restrict f, v *restrict out)\n{\n",
                   name, name);
    for (size_t k = 0; k < tape->n_code; k++) {
        pl_text_format(text, "    const v r%zu = ", k);
        put_instruction(tape, &tape->code[k], text);
        pl_text_put(text, ";\n");
    }
    for (size_t k = 0; k < tape->n_outputs; k++) {
        pl_text_format(text, "    out[%zu] = ", k);
        put_slot(tape, tape->outputs[k], text);
        pl_text_put(text, ";\n");
    }
    pl_text_put(text, "}\n");
}

static enum pl_status
write_source(const struct bench *bench)
{
    struct pl_diags *diags = bench->engine->diags;
    struct pl_text text;
    FILE *file = NULL;
    bool written = false;

    pl_text_init(&text);
    pl_text_format(&text, "#define LANES %zu\n#define N_CALLS %d\n",
                   bench->trial.kernels->lanes, (int)PL_N_OPS);
    pl_text_put(&text, prelude);
    for (size_t k = 0; k < N_TAPES; k++) {
        put_tape(bench->tapes[k], names[k], &text);
    }
    if (text.failed) {
        pl_text_finish(&text);
        return pl_diag_no_memory(diags, "a source");
    }
    file = fopen(bench->source, "w");
    written = file != NULL && fwrite(text.data, 1, text.size, file) == text.size;
    written = file != NULL && fclose(file) == 0 && written;
    pl_text_finish(&text);
    return written ? PL_OK
                   : pl_diag_errno(diags, PL_ERR_IO, errno, "cannot write '%s'",
                                   bench->source);
}

static enum pl_status
compile(const struct bench *bench)
{
    extern char **environ;
    char words[][20] = {
        "gcc",     "-std=c17", "-O3", "-march=native", "-ffp-contract=off",
        "-shared", "-fPIC",    "-o"};
    enum { N_WORDS = sizeof words / sizeof words[0] };
    char *arguments[N_WORDS + 3] = {NULL};
    pid_t child = 0;
    int end = 0;
    int error = 0;

    for (size_t i = 0; i < N_WORDS; i++) {
        arguments[i] = words[i];
    }
    arguments[N_WORDS] = bench->library;
    arguments[N_WORDS + 1] = bench->source;
    error = posix_spawnp(&child, "gcc", NULL, NULL, arguments, environ);
    if (error != 0) {
        return pl_diag_errno(bench->engine->diags, PL_ERR_TOOL, error,
                             "gcc cannot be started");
    }
    if (waitpid(child, &end, 0) != child || !WIFEXITED(end) || WEXITSTATUS(end) != 0) {
        return pl_diag_error(bench->engine->diags, PL_ERR_TOOL, NULL,
                             "gcc failed with the tapes in C");
    }
    return PL_OK;
}

/* The functions of the library; calls go to those that the engine's own code calls. */
static enum pl_status
open_library(struct bench *bench)
{
    const struct pl_kernels *kernels = bench->trial.kernels;
    void (**calls)(void) = NULL;

    bench->handle = dlopen(bench->library, RTLD_NOW | RTLD_LOCAL);
    if (bench->handle == NULL) {
        return pl_diag_error(bench->engine->diags, PL_ERR_TOOL, NULL, "%s", dlerror());
    }
    calls = dlsym(bench->handle, "calls");
    for (int op = 0; calls != NULL && op < (int)PL_N_OPS; op++) {
        calls[op] = pl_elementary_address((enum pl_op)op, kernels->isa, kernels->lanes);
    }
    for (size_t k = 0; k < N_TAPES; k++) {
        void *symbol = dlsym(bench->handle, names[k]);

        assert(symbol != NULL && sizeof symbol == sizeof bench->compiled.run[k]);
        memcpy(&bench->compiled.run[k], &symbol, sizeof symbol);
    }
    return PL_OK;
}

/* Other states: each number of the lanes times a factor between 1/2 and 3/2. */
static void
stir(struct bench *bench, uint64_t *seed)
{
    const struct pl_kernels *kernels = bench->trial.kernels;
    double *state =
        engine_trial_rows(&bench->trial, pl_program_state_slot(kernels->program));

    for (size_t i = 0; i < kernels->program->n_states * kernels->lanes; i++) {
        *seed = *seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
        state[i] = bench->trial.rodas.y0[i] * (0.5 + (double)(*seed >> 11) * 0x1p-53);
    }
}

/* Do both codes give the same bits? */
static enum pl_status
check_bits(struct bench *bench)
{
    uint64_t seed = 1;

    for (size_t round = 0; round < N_CHECKS; round++) {
        stir(bench, &seed);
        for (size_t k = 0; k < N_TAPES; k++) {
            const size_t size =
                bench->tapes[k]->n_outputs * bench->trial.kernels->lanes;

            bench->compiled.run[k](bench->trial.frame, bench->other);
            bench->native.run[k](bench->trial.frame, bench->outputs[k]);
            if (memcmp(bench->other, bench->outputs[k], size * sizeof(double)) != 0) {
                return pl_diag_error(bench->engine->diags, PL_ERR_TOOL, NULL,
                                     "gcc's %s has other bits than the engine's",
                                     names[k]);
            }
        }
    }
    return PL_OK;
}

/* The tapes of a trial, in its order. */
static void
run_step(const struct bench *bench, const struct code *code)
{
    double *frame = bench->trial.frame;

    code->run[0](frame, bench->outputs[0]);
    code->run[1](frame, bench->outputs[1]);
    code->run[2](frame, bench->outputs[2]);
    code->run[3](frame, bench->outputs[3]);
    for (int stage = 1; stage < N_STAGES; stage++) {
        code->run[0](frame, bench->outputs[0]);
        code->run[3](frame, bench->outputs[3]);
    }
}

/* [s] for each of n steps, or for n runs of tape k < N_TAPES. */
static double
time_code(const struct bench *bench, const struct code *code, size_t k, size_t n)
{
    double start = 0.0;

    if (k == N_TAPES) {
        run_step(bench, code); /* into the caches */
        start = engine_thread_time();
        for (size_t i = 0; i < n; i++) {
            run_step(bench, code);
        }
    } else {
        code->run[k](bench->trial.frame, bench->outputs[k]);
        start = engine_thread_time();
        for (size_t i = 0; i < n; i++) {
            code->run[k](bench->trial.frame, bench->outputs[k]);
        }
    }
    return (engine_thread_time() - start) / (double)n;
}

/* Both codes in turn. */
static void
compare_codes(const struct bench *bench, size_t k)
{
    const double one = time_code(bench, &bench->native, k, 20);
    const size_t n = one < BATCH ? (size_t)(BATCH / one) : 1;
    double native[N_ROUNDS];
    double ratios[N_ROUNDS];
    struct pl_text name;

    for (size_t round = 0; round < N_ROUNDS; round++) {
        native[round] = time_code(bench, &bench->native, k, n);
        ratios[round] = time_code(bench, &bench->compiled, k, n) / native[round];
    }
    pl_text_init(&name);
    pl_text_format(&name, "native-over-compiled%s%s", k < N_TAPES ? "-" : "",
                   k < N_TAPES ? names[k] : "");
    engine_print(pl_text_string(&name), engine_median(ratios, N_ROUNDS), "ratio");
    pl_text_format(&name, "-time");
    engine_print(pl_text_string(&name), 1e9 * engine_median(native, N_ROUNDS), "ns");
    pl_text_finish(&name);
}

static enum pl_status
prepare(struct bench *bench)
{
    const struct pl_kernels *kernels = bench->trial.kernels;
    const struct pl_program *program = kernels->program;
    const struct pl_kernel *list[N_TAPES] = {&kernels->rates, &kernels->jacobian,
                                             &kernels->factor, &kernels->solve};
    size_t most = 0;

    if (kernels->native == NULL || program->factor == NULL) {
        return pl_diag_error(
            bench->engine->diags, PL_ERR_OPTION, NULL, "nothing to compare: %s",
            kernels->native == NULL ? kernels->why_not_native
                                    : "the elimination of this network is no tape");
    }
    for (size_t k = 0; k < N_TAPES; k++) {
        bench->tapes[k] = list[k]->tape;
        bench->native.run[k] = list[k]->native;
        most = list[k]->tape->n_outputs > most ? list[k]->tape->n_outputs : most;
    }
    bench->outputs[0] =
        engine_trial_rows(&bench->trial, pl_program_slopes_slot(program));
    bench->outputs[1] =
        engine_trial_rows(&bench->trial, pl_program_jacobian_slot(program));
    bench->outputs[2] =
        engine_trial_rows(&bench->trial, pl_program_factors_slot(program));
    bench->outputs[3] = bench->trial.rodas.stages;
    bench->other = pl_kernels_alloc(kernels, most, &bench->other_block);
    return bench->other != NULL ? PL_OK
                                : pl_diag_no_memory(bench->engine->diags, "outputs");
}

/* @return NULL when memory is out */
static char *
path_in(const char *folder, const char *file)
{
    struct pl_text path;

    pl_text_init(&path);
    pl_text_format(&path, "%s/%s", folder, file);
    if (path.failed) {
        pl_text_finish(&path);
        return NULL;
    }
    return path.data; /* taken */
}

static enum pl_status
make_library(struct bench *bench)
{
    enum pl_status status = engine_make_folder(bench->engine, &bench->folder);

    if (status != PL_OK) {
        return status;
    }
    bench->source = path_in(bench->folder, "tapes.c");
    bench->library = path_in(bench->folder, "tapes.so");
    if (bench->source == NULL || bench->library == NULL) {
        return pl_diag_no_memory(bench->engine->diags, "a path");
    }
    status = write_source(bench);
    if (status == PL_OK) {
        status = compile(bench);
    }
    return status == PL_OK ? open_library(bench) : status;
}

static void
finish(struct bench *bench)
{
    if (bench->handle != NULL) {
        (void)dlclose(bench->handle);
    }
    if (bench->source != NULL) {
        (void)unlink(bench->source);
    }
    if (bench->library != NULL) {
        (void)unlink(bench->library);
    }
    if (bench->folder != NULL) {
        (void)rmdir(bench->folder);
    }
    free(bench->source);
    free(bench->library);
    free(bench->folder);
    free(bench->other_block);
    engine_trial_finish(&bench->trial);
}

enum pl_status
engine_compare_compiled(struct engine *engine)
{
    struct bench bench = {.engine = engine};
    enum pl_status status = engine_trial_init(&bench.trial, engine);

    if (status == PL_OK) {
        status = prepare(&bench);
    }
    if (status == PL_OK) {
        status = make_library(&bench);
    }
    if (status == PL_OK) {
        status = check_bits(&bench);
    }
    if (status == PL_OK) {
        const struct engine_moment start = engine_start();

        for (size_t k = 0; k <= N_TAPES; k++) {
            compare_codes(&bench, k);
        }
        (void)engine_stop(engine, start);
    }
    finish(&bench);
    return status;
}
