/*
 * format.c - model files: which reader a file goes to.
 */
#include "format/format.h"

#include <stdbool.h>
#include <string.h>
#include <strings.h>

#include "base/diag.h"
#include "base/source.h"
#include "format/antimony.h"

static enum pl_status
refuse_sbml(const struct pl_source *source, struct pl_diags *diags,
            struct pl_model **out)
{
    struct pl_place where = {source, {0, 0}};
    enum pl_status status =
        pl_diag_error(diags, PL_ERR_MODEL, &where, "SBML is not read yet");

    pl_diag_hint(diags, "convert it to Antimony: the Python package 'antimony' has "
                        "loadSBMLFile() and getAntimonyString(), Tellurium has both");
    *out = NULL;
    return status;
}

/* One row per format. The first one whose ending or beginning fits is taken. */
static const struct format {
    const char *endings[2];    /* of the file's name, in any case */
    const char *beginnings[2]; /* of the text, behind blanks */
    enum pl_status (*read)(const struct pl_source *source, struct pl_diags *diags,
                           struct pl_model **out);
} formats[] = {
    {{".xml", ".sbml"}, {"<?xml", "<sbml"}, refuse_sbml},
    {{"", NULL}, {NULL, NULL}, pl_antimony_read},
};

static bool
ends_with(const char *name, const char *ending)
{
    size_t length = strlen(name);
    size_t n = strlen(ending);

    return length >= n && strcasecmp(name + length - n, ending) == 0;
}

static bool
begins_with(const struct pl_source *source, const char *beginning)
{
    size_t at = 0;
    size_t n = strlen(beginning);

    while (at < source->size && strchr(" \t\r\n", source->text[at]) != NULL &&
           source->text[at] != '\0') {
        at++;
    }
    return source->size - at >= n && memcmp(source->text + at, beginning, n) == 0;
}

static bool
fits(const struct format *format, const struct pl_source *source)
{
    for (size_t k = 0; k < 2; k++) {
        if (format->endings[k] != NULL && ends_with(source->name, format->endings[k])) {
            return true;
        }
        if (format->beginnings[k] != NULL &&
            begins_with(source, format->beginnings[k])) {
            return true;
        }
    }
    return false;
}

enum pl_status
pl_format_read_model(const char *path, struct pl_diags *diags, struct pl_model **out)
{
    struct pl_source *source = NULL;
    enum pl_status status = PL_OK;
    size_t k = 0;

    *out = NULL;
    status = pl_source_read(path, diags, &source);
    if (status != PL_OK) {
        return status;
    }
    while (!fits(&formats[k], source)) {
        k++; /* Antimony, the last row, fits everything */
    }
    status = formats[k].read(source, diags, out);
    pl_source_destroy(source);
    return status;
}
