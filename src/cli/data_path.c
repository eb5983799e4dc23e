/*
 * data_path.c - where the program's own models and plot templates are.
 */
#include "cli/cli.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/diag.h"
#include "base/text.h"

#define MODEL_ENDING ".ant"

static bool
is_folder(const char *path)
{
    struct stat info;

    return stat(path, &info) == 0 && S_ISDIR(info.st_mode);
}

static bool
is_there(const char *path)
{
    struct stat info;

    return stat(path, &info) == 0;
}

/* The folder of the running program, without a slash at its end; "" when unknown. */
static void
program_folder(char *folder, size_t size)
{
    ssize_t n = readlink("/proc/self/exe", folder, size - 1);
    char *slash;

    folder[n > 0 ? (size_t)n : 0] = '\0';
    slash = strrchr(folder, '/');
    if (slash != NULL) {
        *slash = '\0';
    }
}

enum pl_status
data_folder(const char *name, struct pl_diags *diags, char **out)
{
    const char *chosen = getenv("PATHLOOP_DATA");
    char program[4096];
    struct pl_text path[4];
    size_t n = 0;
    size_t i;
    enum pl_status status = PL_OK;

    *out = NULL;
    program_folder(program, sizeof program);
    for (i = 0; i < 4; i++) {
        pl_text_init(&path[i]);
    }
    if (chosen != NULL && *chosen != '\0') {
        pl_text_format(&path[n++], "%s/%s", chosen, name);
    } else {
        pl_text_format(&path[n++], "%s/../share/pathloop/%s", program, name);
        if (strcmp(program, PL_BUILD_ROOT) == 0) {
            pl_text_format(&path[n++], PL_SOURCE_ROOT "/%s", name);
        }
        pl_text_format(&path[n++], PL_DATA_DIR "/%s", name);
    }
    for (i = 0; i < n && *out == NULL && status == PL_OK; i++) {
        if (path[i].failed) {
            status = pl_diag_no_memory(diags, "a path");
        } else if (is_folder(path[i].data)) {
            *out = path[i].data;
            pl_text_init(&path[i]); /* handed over */
        }
    }
    if (status == PL_OK && *out == NULL) {
        status = pl_diag_error(diags, PL_ERR_IO, NULL,
                               "no folder '%s' of pathloop found", name);
        for (i = 0; i < n; i++) {
            pl_diag_note(diags, NULL, "looked for '%s'", pl_text_string(&path[i]));
        }
        pl_diag_hint(diags, "set PATHLOOP_DATA to the folder that holds models/ and "
                            "plots/");
    }
    for (i = 0; i < 4; i++) {
        pl_text_finish(&path[i]);
    }
    return status;
}

static int
compare_names(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

/* Add the stem of a file name to the list when it is a model's. */
static bool
add_model(const char *file, char ***names, size_t *n)
{
    size_t length = strlen(file);
    size_t ending = strlen(MODEL_ENDING);
    char **grown;
    char *name;

    if (length <= ending || strcmp(file + length - ending, MODEL_ENDING) != 0) {
        return true;
    }
    grown = realloc(*names, (*n + 1) * sizeof *grown);
    if (grown == NULL) {
        return false;
    }
    *names = grown;
    name = pl_text_copy(file);
    if (name == NULL) {
        return false;
    }
    name[length - ending] = '\0';
    grown[(*n)++] = name;
    return true;
}

enum pl_status
data_models(struct pl_diags *diags, char ***names, size_t *n)
{
    enum pl_status status;
    char *folder = NULL;
    DIR *dir = NULL;
    const struct dirent *entry;

    *names = NULL;
    *n = 0;
    status = data_folder("models", diags, &folder);
    if (status != PL_OK) {
        return status;
    }
    dir = opendir(folder);
    if (dir == NULL) {
        status = pl_diag_errno(diags, PL_ERR_IO, errno, "cannot read the folder '%s'",
                               folder);
        goto done;
    }
    while ((entry = readdir(dir)) != NULL) {
        if (!add_model(entry->d_name, names, n)) {
            status = pl_diag_no_memory(diags, "the list of models");
            goto done;
        }
    }
    if (*n > 1) {
        qsort(*names, *n, sizeof **names, compare_names);
    }

done:
    if (dir != NULL) {
        closedir(dir);
    }
    free(folder);
    if (status != PL_OK) {
        data_models_free(*names, *n);
        *names = NULL;
        *n = 0;
    }
    return status;
}

void
data_models_free(char **names, size_t n)
{
    size_t i;

    for (i = 0; i < n; i++) {
        free(names[i]);
    }
    free(names);
}

/* "no file and no model is named 'her2'", hint "did you mean 'her2-mtor'?" */
static enum pl_status
complain_model(const char *model, struct pl_diags *diags)
{
    char **names = NULL;
    size_t n = 0;
    struct pl_text text;
    size_t i;
    enum pl_status status = data_models(diags, &names, &n);

    if (status != PL_OK) {
        return status;
    }
    pl_diag_error(diags, PL_ERR_NAME, NULL, "no file and no model is named '%s'",
                  model);
    if (!pl_diag_hint_near(diags, model, (const char *const *)names, n,
                           PL_DIAG_MAX_NEAR)) {
        pl_text_init(&text);
        for (i = 0; i < n; i++) {
            pl_text_format(&text, "%s%s", i > 0 ? ", " : "", names[i]);
        }
        pl_diag_hint(diags, "models that come with pathloop: %s",
                     pl_text_string(&text));
        pl_text_finish(&text);
    }
    data_models_free(names, n);
    return PL_ERR_NAME;
}

/* A model that comes with pathloop is named without folder and ending. */
static enum pl_status
find_shipped(const char *model, struct pl_diags *diags, char **out)
{
    char *folder = NULL;
    struct pl_text path;
    enum pl_status status = data_folder("models", diags, &folder);

    *out = NULL;
    if (status != PL_OK) {
        return status;
    }
    pl_text_init(&path);
    pl_text_format(&path, "%s/%s" MODEL_ENDING, folder, model);
    free(folder);
    if (path.failed) {
        pl_text_finish(&path);
        return pl_diag_no_memory(diags, "a path");
    }
    if (is_there(path.data)) {
        *out = path.data; /* handed over */
    } else {
        pl_text_finish(&path);
    }
    return PL_OK;
}

enum pl_status
data_model_path(const char *model, struct pl_diags *diags, char **out)
{
    enum pl_status status = PL_OK;

    *out = NULL;
    if (strpbrk(model, "/.") == NULL && strcmp(model, "-") != 0) {
        status = find_shipped(model, diags, out);
    }
    if (status != PL_OK || *out != NULL) {
        return status;
    }
    if (strcmp(model, "-") == 0 || strchr(model, '/') != NULL || is_there(model)) {
        *out = pl_text_copy(model);
        return *out != NULL ? PL_OK : pl_diag_no_memory(diags, "a path");
    }
    return complain_model(model, diags);
}
