/*
 * provenance.c - where a result comes from, as JSON.
 */
#include "out/provenance.h"

#include "base/diag.h"
#include "base/index.h"
#include "base/source.h"
#include "base/text.h"
#include "out/digest.h"
#include "out/json.h"

static void
put_key(const char *key, struct pl_text *text)
{
    pl_text_format(text, ",\n  \"%s\": ", key);
}

static void
put_text(const char *key, const char *value, struct pl_text *text)
{
    put_key(key, text);
    pl_json_string(value, text);
}

static void
put_number(const char *key, double value, struct pl_text *text)
{
    put_key(key, text);
    pl_json_number(value, text);
}

static void
put_sha256(const char *key, const struct pl_source *source, struct pl_text *text)
{
    put_key(key, text);
    if (source == NULL) {
        pl_text_put(text, "null");
        return;
    }
    pl_text_put(text, "\"");
    pl_digest_put(source->text, source->size, PL_DIGEST_DIGITS, text);
    pl_text_put(text, "\"");
}

enum pl_status
pl_provenance_write(const struct pl_provenance *provenance, struct pl_diags *diags,
                    struct pl_text *text)
{
    pl_text_put(text, "{\n  \"version\": ");
    pl_json_string(provenance->version, text);
    put_key("command", text);
    pl_text_put(text, "[");
    for (size_t i = 0; i < provenance->n_command; i++) {
        pl_text_put(text, i > 0 ? ", " : "");
        pl_json_string(provenance->command[i], text);
    }
    pl_text_put(text, "]");
    put_text("model_name", provenance->model_name, text);
    put_text("model_file", provenance->model != NULL ? provenance->model->name : NULL,
             text);
    put_sha256("model_sha256", provenance->model, text);
    put_text("cell", provenance->cell, text);
    put_text("variant", provenance->variant, text);
    if (provenance->ensemble != NULL) {
        put_text("ensemble", provenance->ensemble, text);
        put_text("ensemble_digest", provenance->ensemble_digest, text);
        put_number("sets", (double)provenance->n_sets, text);
    }
    if (provenance->ensemble != NULL && provenance->n_failed_sets != PL_NONE) {
        put_number("sets_failed", (double)provenance->n_failed_sets, text);
    }
    put_text("treatment", provenance->treatment, text);
    put_text("method", provenance->method, text);
    put_number("rtol", provenance->rtol, text);
    if (provenance->atol > 0.0) {
        put_number("atol", provenance->atol, text);
    } else {
        put_text("atol", "per species", text);
    }
    put_number("duration", provenance->duration, text);
    put_number("time_unit_s", provenance->time_unit, text);
    put_text("status", provenance->status, text);
    pl_text_put(text, "\n}\n");
    if (text->failed) {
        return pl_diag_no_memory(diags, "the provenance");
    }
    return PL_OK;
}
