/*
 * network.c - an Antimony text to a model and its program, for tests above format/.
 */
#include "network.h"

#include <dirent.h>

#include "base/diag.h"
#include "base/source.h"
#include "base/text.h"
#include "compile/kernels.h"
#include "compile/program.h"
#include "format/antimony.h"
#include "model/model.h"
#include "testlib.h"

void
network_expect_ok(const struct network *network, enum pl_status status)
{
    struct pl_text text;

    if (status == PL_OK) {
        return;
    }
    pl_text_init(&text);
    pl_diags_print(network->diags, false, &text);
    print_error("%s\n%s", pl_status_text(status), pl_text_string(&text));
    pl_text_finish(&text);
    fail();
}

static void
compile(struct network *network)
{
    const struct pl_program *program = NULL;

    network_expect_ok(
        network, pl_program_create(network->model, network->diags, &network->program));
    program = network->program;
    network_expect_ok(network,
                      pl_kernels_create(program, pl_isa_best(), 1, PL_KERNEL_AUTO,
                                        network->diags, &network->kernels));
    network->inputs = calloc(program->n_inputs + 1, sizeof *network->inputs);
    network->values = calloc(network->model->n_symbols + 1, sizeof *network->values);
    assert_true(network->inputs != NULL && network->values != NULL);
    pl_program_default_inputs(program, network->inputs);
}

/* The model of a source, which is then done with. */
static void
read_source(struct network *network, struct pl_source *source)
{
    network_expect_ok(network,
                      pl_antimony_read(source, network->diags, &network->model));
    pl_source_destroy(source);
}

void
network_read(struct network *network, const char *text)
{
    struct pl_source *source = NULL;

    *network = (struct network){.diags = pl_diags_create()};
    network_expect_ok(network, pl_source_create("m.ant", text, strlen(text),
                                                network->diags, &source));
    read_source(network, source);
}

void
network_compile(struct network *network, const char *text)
{
    network_read(network, text);
    compile(network);
}

void
network_compile_file(struct network *network, const char *path)
{
    struct pl_source *source = NULL;
    char *whole = test_source_path(path);

    *network = (struct network){.diags = pl_diags_create()};
    network_expect_ok(network, pl_source_read(whole, network->diags, &source));
    read_source(network, source);
    free(whole);
    compile(network);
}

void
network_close(struct network *network)
{
    if (network->sim != NULL) {
        network->destroy_sim(network->sim);
    }
    pl_kernels_destroy(network->kernels);
    pl_program_destroy(network->program);
    pl_model_destroy(network->model);
    pl_diags_destroy(network->diags);
    free(network->inputs);
    free(network->values);
}

size_t
network_symbol(const struct network *network, const char *name)
{
    const size_t symbol = pl_model_find(network->model, name);

    if (symbol == PL_NONE) {
        fail_msg("no symbol '%s'", name);
    }
    return symbol;
}

void
network_expect_messages(struct network *network, const char *want)
{
    static const char number[] = "0123456789.+-e";
    struct pl_text text;
    const char *got = NULL;
    const char *rest = want;

    pl_text_init(&text);
    pl_diags_print(network->diags, false, &text);
    got = pl_text_string(&text);
    while (*rest != '\0' && *got != '\0') {
        const size_t digits = *rest == '#' ? strspn(got, number) : 0;

        if (digits == 0 && *rest != *got) {
            break;
        }
        got += digits > 0 ? digits : 1;
        rest++;
    }
    if (*rest != '\0' || *got != '\0') {
        print_error("messages are\n%s\nnot\n%s\n", pl_text_string(&text), want);
        pl_text_finish(&text);
        fail();
    }
    pl_text_finish(&text);
    pl_diags_clear(network->diags);
}

static int
is_model(const struct dirent *file)
{
    const size_t length = strlen(file->d_name);

    return length > 4 && strcmp(file->d_name + length - 4, ".ant") == 0;
}

char **
network_model_paths(void)
{
    char *folder = test_source_path("models");
    struct dirent **files = NULL;
    const int n = scandir(folder, &files, is_model, alphasort);
    char **paths = NULL;

    assert_true(n > 0);
    paths = calloc((size_t)n + 1, sizeof *paths);
    assert_non_null(paths);
    for (int k = 0; k < n; k++) {
        struct pl_text path;

        pl_text_init(&path);
        pl_text_format(&path, "models/%s", files[k]->d_name);
        paths[k] = path.data; /* taken */
        free(files[k]);
    }
    free(files);
    free(folder);
    return paths;
}

void
network_free_paths(char **paths)
{
    for (size_t k = 0; paths[k] != NULL; k++) {
        free(paths[k]);
    }
    free(paths);
}
