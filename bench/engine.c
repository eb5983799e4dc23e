/*
 * engine.c - time the engine inside the process: what bench/run asks of pathloop.
 *
 * usage: engine MODEL.ant WORK key=value ...
 * README.md, "What the engine prints", says what they are.
 */
#include "engine.h"

#include <errno.h>
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <gsl/gsl_errno.h>

#include "base/diag.h"
#include "base/index.h"
#include "base/number.h"
#include "base/text.h"
#include "model/model.h"
#include "study/context.h"

struct work {
    const char *name;
    bool loads; /* needs the model and the outputs */
    enum pl_status (*run)(struct engine *engine);
};

enum pl_status
engine_load(struct engine *engine)
{
    enum pl_status status =
        pl_context_load(engine->path, engine->diags, &engine->context);

    if (status == PL_OK && engine->kernel != PL_KERNEL_AUTO) {
        status =
            pl_context_choose_kernel(engine->context, engine->kernel, engine->diags);
    }
    return status;
}

enum pl_status
engine_find(const struct engine *engine, const char *name, size_t *symbol)
{
    *symbol = pl_model_find(engine->context->model, name);
    return *symbol != PL_NONE ? PL_OK
                              : pl_diag_error(engine->diags, PL_ERR_NAME, NULL,
                                              "'%s' has no '%s'", engine->path, name);
}

enum pl_status
engine_need_drug(const struct engine *engine)
{
    return engine->drug_symbol != PL_NONE
               ? PL_OK
               : pl_diag_error(engine->diags, PL_ERR_OPTION, NULL,
                               "which drug? give drug=NAME");
}

struct pl_sim_options
engine_options(const struct engine *engine)
{
    struct pl_sim_options options = pl_sim_options_default();

    options.rtol = engine->rtol;
    return options;
}

void
engine_print(const char *name, double value, const char *unit)
{
    printf("%s %.6g %s\n", name, value, unit);
}

/* @param n_columns  of the outputs, the first ones */
static enum pl_status
write_rows(const struct engine *engine, const double *rows, size_t n_rows,
           size_t n_columns)
{
    const struct pl_symbol *symbols = engine->context->model->symbols;
    FILE *file = NULL;

    if (engine->values == NULL) {
        return PL_OK;
    }
    file = fopen(engine->values, "w");
    if (file == NULL) {
        return pl_diag_errno(engine->diags, PL_ERR_IO, errno, "cannot write '%s'",
                             engine->values);
    }
    for (size_t i = 0; i < n_columns; i++) {
        fprintf(file, "%s%s", i > 0 ? "\t" : "", symbols[engine->symbols[i]].name);
    }
    for (size_t k = 0; k < n_rows; k++) {
        for (size_t i = 0; i < n_columns; i++) {
            fprintf(file, "%c%.17g", i > 0 ? '\t' : '\n', rows[k * n_columns + i]);
        }
    }
    fputc('\n', file);
    return fclose(file) == 0 ? PL_OK
                             : pl_diag_errno(engine->diags, PL_ERR_IO, errno,
                                             "cannot write '%s'", engine->values);
}

enum pl_status
engine_write(const struct engine *engine, const double *rows, size_t n_rows)
{
    return write_rows(engine, rows, n_rows, engine->n_symbols);
}

enum pl_status
engine_write_numbers(const struct engine *engine, const double *numbers, size_t n_rows)
{
    return write_rows(engine, numbers, n_rows, 1);
}

enum pl_status
engine_make_folder(const struct engine *engine, char **folder)
{
    const char *root = getenv("TMPDIR");
    struct pl_text path;

    *folder = NULL;
    pl_text_init(&path);
    pl_text_format(&path, "%s/pathloop-bench-XXXXXX", root != NULL ? root : "/tmp");
    if (path.failed) {
        pl_text_finish(&path);
        return pl_diag_no_memory(engine->diags, "a path");
    }
    if (mkdtemp(path.data) == NULL) {
        pl_diag_errno(engine->diags, PL_ERR_IO, errno, "cannot make '%s'", path.data);
        pl_text_finish(&path);
        return PL_ERR_IO;
    }
    *folder = path.data; /* taken */
    return PL_OK;
}

static double
read_clock(clockid_t clock)
{
    struct timespec now;

    (void)clock_gettime(clock, &now);
    return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

struct engine_moment
engine_start(void)
{
    struct engine_moment moment;

    moment.processor = read_clock(CLOCK_PROCESS_CPUTIME_ID);
    moment.wall = read_clock(CLOCK_MONOTONIC);
    return moment;
}

double
engine_stop(struct engine *engine, struct engine_moment start)
{
    const double wall = read_clock(CLOCK_MONOTONIC) - start.wall;

    engine->wall += wall;
    engine->processor += read_clock(CLOCK_PROCESS_CPUTIME_ID) - start.processor;
    return wall;
}

double
engine_thread_time(void)
{
    return read_clock(CLOCK_THREAD_CPUTIME_ID);
}

static int
compare(const void *a, const void *b)
{
    const double x = *(const double *)a;
    const double y = *(const double *)b;

    return (x > y) - (x < y);
}

double
engine_median(double *numbers, size_t n)
{
    qsort(numbers, n, sizeof *numbers, compare);
    return n % 2 == 1 ? numbers[n / 2] : 0.5 * (numbers[n / 2 - 1] + numbers[n / 2]);
}

/* Text to machine code, each time anew. The first, with what the process does once, is
 * not counted, as it is not for the peers. */
static enum pl_status
time_load(struct engine *engine)
{
    enum pl_status status = PL_OK;

    for (size_t k = 0; k <= engine->repeat && status == PL_OK; k++) {
        const struct engine_moment start = engine_start();
        double seconds = 0.0;

        status = engine_load(engine);
        seconds = engine_stop(engine, start);
        if (status == PL_OK) {
            engine_print(k > 0 ? "load" : "load-first", 1e3 * seconds, "ms");
        }
        pl_context_destroy(engine->context);
        engine->context = NULL;
    }
    return status;
}

static enum pl_status
time_run481(struct engine *engine)
{
    return engine_run(engine, "run481", 481);
}

static enum pl_status
time_run2(struct engine *engine)
{
    return engine_run(engine, "run2", 2);
}

static enum pl_status
time_sweep(struct engine *engine)
{
    return engine_sweep(engine, "sweep", false);
}

static enum pl_status
time_sweep_rest(struct engine *engine)
{
    return engine_sweep(engine, "sweep-rest", true);
}

static enum pl_status
time_explain(struct engine *engine)
{
    return engine_explain(engine, false);
}

static enum pl_status
time_explain_exact(struct engine *engine)
{
    return engine_explain(engine, true);
}

static const struct work works[] = {
    {"load", false, time_load},
    {"run481", true, time_run481},
    {"run2", true, time_run2},
    {"sweep", true, time_sweep},
    {"sweep-rest", true, time_sweep_rest},
    {"ensemble", true, engine_ensemble},
    {"explain", true, time_explain},
    {"explain-exact", true, time_explain_exact},
    {"checkerboard", true, engine_checkerboard},
    {"sobol", true, engine_sobol},
    {"native-over-compiled", true, engine_compare_compiled},
    {"memory", true, engine_memory},
    {"shares", true, engine_shares},
};
#define N_WORKS (sizeof works / sizeof works[0])

/* Add a symbol to the outputs, once. */
static void
add_output(struct engine *engine, size_t symbol)
{
    for (size_t i = 0; i < engine->n_symbols; i++) {
        if (engine->symbols[i] == symbol) {
            return;
        }
    }
    engine->symbols[engine->n_symbols++] = symbol;
}

/* Every species that moves by itself, and every readout. */
static void
add_all(struct engine *engine)
{
    const struct pl_model *model = engine->context->model;
    const struct pl_role_list *readouts =
        &engine->context->roles.lists[PL_ROLE_READOUT];

    for (size_t i = 0; i < model->n_symbols; i++) {
        if (model->symbols[i].kind == PL_SYMBOL_SPECIES &&
            pl_model_is_state(model, i)) {
            add_output(engine, i);
        }
    }
    for (size_t k = 0; k < readouts->n; k++) {
        add_output(engine, readouts->symbols[k]);
    }
}

/* The outputs by their names, separated by commas; `all` may be one of these. */
static enum pl_status
find_outputs(struct engine *engine)
{
    const size_t most = engine->context->model->n_symbols;
    char *names = NULL;
    char *rest = NULL;
    enum pl_status status = PL_OK;

    if (engine->outputs == NULL) {
        return pl_context_readouts(engine->context, NULL, 0, engine->diags,
                                   &engine->symbols, &engine->n_symbols);
    }
    engine->symbols = calloc(most + 1, sizeof *engine->symbols);
    names = pl_text_copy(engine->outputs);
    if (engine->symbols == NULL || names == NULL) {
        free(names);
        return pl_diag_no_memory(engine->diags, "the outputs");
    }
    for (char *name = strtok_r(names, ",", &rest); name != NULL && status == PL_OK;
         name = strtok_r(NULL, ",", &rest)) {
        size_t symbol = PL_NONE;

        if (strcmp(name, "all") == 0) {
            add_all(engine);
            continue;
        }
        status = engine_find(engine, name, &symbol);
        if (status == PL_OK) {
            add_output(engine, symbol);
        }
    }
    free(names);
    return status;
}

static bool
read_kernel(const char *word, enum pl_kernel_choice *kernel)
{
    static const struct {
        const char *word;
        enum pl_kernel_choice choice;
    } words[] = {{"auto", PL_KERNEL_AUTO},
                 {"native", PL_KERNEL_NATIVE},
                 {"tape", PL_KERNEL_TAPE}};

    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        if (strcmp(words[i].word, word) == 0) {
            *kernel = words[i].choice;
            return true;
        }
    }
    return false;
}

/* Numbers that count something. */
static bool
read_count(const char *text, uint64_t most, uint64_t *count)
{
    double value = 0.0;

    if (!pl_number_parse(text, &value) || !(value >= 1.0 && value <= (double)most) ||
        value != floor(value)) {
        return false;
    }
    *count = (uint64_t)value;
    return true;
}

static bool
read_size(const char *text, size_t *size)
{
    uint64_t count = 0;

    if (!read_count(text, 1000000, &count)) {
        return false;
    }
    *size = (size_t)count;
    return true;
}

static bool
read_switch(const char *text, bool *is_on)
{
    *is_on = strcmp(text, "1") == 0;
    return *is_on || strcmp(text, "0") == 0;
}

static bool
read_text(const char *text, const char **value)
{
    *value = text;
    return true;
}

/* @return false for a key that there is not, and for a value that it does not take */
static bool
read_key(struct engine *engine, const char *key, const char *value)
{
#define KEY(name, read)           \
    if (strcmp(key, name) == 0) { \
        return (read);            \
    }
    KEY("drug", read_text(value, &engine->drug))
    KEY("dose", pl_number_parse(value, &engine->dose))
    KEY("lo", pl_number_parse(value, &engine->lo))
    KEY("hi", pl_number_parse(value, &engine->hi))
    KEY("other", read_text(value, &engine->other))
    KEY("other-lo", pl_number_parse(value, &engine->other_lo))
    KEY("other-hi", pl_number_parse(value, &engine->other_hi))
    KEY("n", read_count(value, UINT64_C(1000000000), &engine->n))
    KEY("constant", read_text(value, &engine->constant))
    KEY("constants", read_size(value, &engine->constants))
    KEY("rest", read_switch(value, &engine->rest))
    KEY("duration", pl_number_parse(value, &engine->duration))
    KEY("rtol", pl_number_parse(value, &engine->rtol))
    KEY("threads", read_size(value, &engine->threads))
    KEY("repeat", read_size(value, &engine->repeat))
    KEY("outputs", read_text(value, &engine->outputs))
    KEY("kernel", read_kernel(value, &engine->kernel))
    KEY("values", read_text(value, &engine->values))
    KEY("full", read_switch(value, &engine->full))
#undef KEY
    return false;
}

/* @return the work asked for; NULL with a message */
static const struct work *
read_arguments(int argc, char **argv, struct engine *engine)
{
    const struct work *work = NULL;

    if (argc < 3) {
        fputs("usage: engine MODEL.ant WORK key=value ...\n", stderr);
        return NULL;
    }
    engine->path = argv[1];
    for (size_t i = 0; i < N_WORKS; i++) {
        if (strcmp(works[i].name, argv[2]) == 0) {
            work = &works[i];
        }
    }
    if (work == NULL) {
        fprintf(stderr, "engine: no work '%s'\n", argv[2]);
        return NULL;
    }
    for (int i = 3; i < argc; i++) {
        char *equals = strchr(argv[i], '=');

        if (equals != NULL) {
            *equals = '\0';
        }
        if (equals == NULL || !read_key(engine, argv[i], equals + 1)) {
            fprintf(stderr, "engine: no key '%s', or not with '%s'\n", argv[i],
                    equals != NULL ? equals + 1 : "");
            return NULL;
        }
    }
    return work;
}

static void
print_messages(const struct pl_diags *diags, enum pl_status status)
{
    struct pl_text text;

    pl_text_init(&text);
    pl_diags_print(diags, false, &text);
    if (text.size == 0) {
        pl_text_format(&text, "engine: %s\n", pl_status_text(status));
    }
    fputs(pl_text_string(&text), stderr);
    pl_text_finish(&text);
}

int
main(int argc, char **argv)
{
    struct engine engine = {.duration = 1.0,
                            .rtol = 1e-6,
                            .lo = 0.01,
                            .hi = 100.0,
                            .other_lo = 1.0,
                            .other_hi = 10000.0,
                            .n = 1000,
                            .constants = 20,
                            .threads = 1,
                            .repeat = 1,
                            .kernel = PL_KERNEL_AUTO,
                            .drug_symbol = PL_NONE};
    const struct work *work = read_arguments(argc, argv, &engine);
    enum pl_status status = PL_OK;

    if (work == NULL) {
        return 1;
    }
    gsl_set_error_handler_off();
    engine.diags = pl_diags_create();
    if (work->loads) {
        status = engine_load(&engine);
        if (status == PL_OK && engine.drug != NULL) {
            status = engine_find(&engine, engine.drug, &engine.drug_symbol);
        }
        if (status == PL_OK) {
            status = find_outputs(&engine);
        }
    }
    if (status == PL_OK) {
        status = work->run(&engine);
    }
    if (status != PL_OK) {
        print_messages(engine.diags, status);
    } else if (engine.wall > 0.0) {
        engine_print("busy", engine.processor / (engine.wall * (double)engine.threads),
                     "ratio");
    }
    free(engine.symbols);
    pl_context_destroy(engine.context);
    pl_diags_destroy(engine.diags);
    return status == PL_OK && fflush(stdout) == 0 ? 0 : 1;
}
