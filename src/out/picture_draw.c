/*
 * picture_draw.c - what all pictures share: texts and numbers as gnuplot reads them, and
 * the way from a template and data files to a file with a picture.
 */
#include "out/picture_draw.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/diag.h"
#include "base/number.h"
#include "base/source.h"
#include "out/gnuplot.h"
#include "out/picture.h"
#include "out/plot_labels.h"
#include "out/plot_layout.h"
#include "out/sink.h"

/* [s] A picture takes less than one; a template that waits for something takes for
 * ever. */
#define TIME_LIMIT 30.0

/* [column] What is longer is not read on a slide. */
#define MAX_TITLE_COLUMNS 160

/* Of a caption: at the size that style.gp gives it, so many columns are as wide as the
 * page. What is longer than these lines is not below a picture but over it. */
#define CAPTION_COLUMNS 160
#define CAPTION_LINES 6
#define CAPTION_LINE 21.0 /* [unit of the page] from one line to the next */
#define CAPTION_GAP 9.0   /* below the last one */

/* What gnuplot is told for a file's ending: its terminal, at the size of the page. */
struct picture_format {
    const char *ending;
    const char *terminal;
};

static const struct picture_format picture_formats[] = {
    {".svg", "svg name 'pathloop' size 1280,720 font 'Arial,20' dashlength 0.6 "
             "background rgb 'white' enhanced"},
    {".png", "pngcairo size 1920,1080 font 'Arial,20' fontscale 1.125 linewidth 1.5 "
             "pointscale 1.5 background rgb 'white' enhanced"},
    {".pdf", "pdfcairo size 13.333in,7.5in font 'Arial,20' fontscale 0.5625 "
             "linewidth 1.5 pointscale 0.75 background rgb 'white' enhanced"},
};

/* Names in gnuplot's folder. */
static const char script_name[] = "main.gp";
static const char style_name[] = "style.gp";
static const char page_name[] = "page.tsv";
static const char picture_name[] = "picture";

/* The format that a file's ending stands for, or NULL. */
static const struct picture_format *
find_format(const char *path)
{
    const char *slash = strrchr(path, '/');
    const char *dot = strrchr(slash != NULL ? slash + 1 : path, '.');

    for (size_t i = 0; i < sizeof picture_formats / sizeof picture_formats[0]; i++) {
        if (dot != NULL && strcasecmp(dot, picture_formats[i].ending) == 0) {
            return &picture_formats[i];
        }
    }
    return NULL;
}

/* Whole numbers have a point too, because gnuplot divides 1 by 2 to 0. */
void
pl_picture_put_number(double value, struct pl_text *text)
{
    char number[PL_NUMBER_SIZE];

    pl_number_format(isfinite(value) ? value : NAN, number);
    pl_text_put(text, number);
    if (isfinite(value) && strpbrk(number, ".e") == NULL) {
        pl_text_put(text, ".0");
    }
}

void
pl_picture_put_row(const double *numbers, size_t n, struct pl_text *text)
{
    for (size_t i = 0; i < n; i++) {
        pl_text_put(text, i > 0 ? "\t" : "");
        pl_picture_put_number(numbers[i], text);
    }
    pl_text_put(text, "\n");
}

void
pl_picture_put_text(const char *string, struct pl_text *text)
{
    size_t left = strlen(string);

    pl_text_put(text, left > 0 ? "\"" : "\" ");
    while (left > 0) {
        struct pl_glyph glyph = pl_text_glyph(string, left);

        if (*string == '"' || *string == '\\' || *string == '\n') {
            pl_text_format(text, "\\%03o", (unsigned)*string);
        } else if (*string == '\t' || *string == '\r') {
            pl_text_put(text, " ");
        } else {
            pl_text_add(text, glyph.shown, glyph.n_shown);
        }
        string += glyph.n_read;
        left -= glyph.n_read;
    }
    pl_text_put(text, "\"");
}

size_t
pl_picture_break_caption(const char *caption, struct pl_text *text)
{
    size_t width = 0;

    return caption != NULL ? pl_plot_put_lines(caption, CAPTION_COLUMNS, CAPTION_LINES,
                                               text, &width)
                           : 0;
}

double
pl_picture_foot(size_t n_lines)
{
    return n_lines > 0 ? (CAPTION_LINE * (double)n_lines + CAPTION_GAP) / PL_PAGE_HEIGHT
                       : 0.0;
}

/* One line of page.tsv. */
static void
put_page_line(const char *string, struct pl_text *text)
{
    struct pl_text line;

    pl_text_init(&line);
    pl_plot_put_line(string != NULL ? string : "", MAX_TITLE_COLUMNS, &line);
    pl_picture_put_text(pl_text_string(&line), text);
    pl_text_put(text, "\n");
    text->failed = text->failed || line.failed;
    pl_text_finish(&line);
}

/* @return how many lines the caption has */
static size_t
write_page(const struct pl_picture *picture, struct pl_text *text)
{
    struct pl_text caption;
    size_t n_lines = 0;

    pl_text_init(&caption);
    n_lines = pl_picture_break_caption(picture->caption, &caption);
    put_page_line(picture->title, text);
    put_page_line(picture->subtitle, text);
    pl_picture_put_text(pl_text_string(&caption), text);
    pl_text_put(text, "\n");
    for (size_t i = 0; i < picture->n_texts; i++) {
        put_page_line(picture->texts[i], text);
    }
    text->failed = text->failed || caption.failed;
    pl_text_finish(&caption);
    return n_lines;
}

static void
write_script(const struct pl_picture *picture, const struct pl_picture_file *files,
             size_t n_files, size_t n_lines, const struct picture_format *format,
             struct pl_text *text)
{
    pl_text_put(text, "set encoding utf8\n");
    pl_text_format(text, "set terminal %s\n", format->terminal);
    pl_text_format(text, "set output '%s'\n", picture_name);
    pl_text_format(text, "n_texts = %zu\n", picture->n_texts);
    pl_text_format(text, "has_caption = %d\n", n_lines > 0);
    pl_text_put(text, "foot = ");
    pl_picture_put_number(pl_picture_foot(n_lines), text);
    pl_text_put(text, "\n");
    for (size_t i = 0; i < n_files; i++) {
        pl_text_format(text, "n_%s = %zu\n", files[i].name, files[i].n);
    }
    for (size_t i = 0; i < picture->n_numbers; i++) {
        double value = picture->numbers[i].value;

        pl_text_format(text, "%s = ", picture->numbers[i].name);
        if (isfinite(value)) {
            pl_picture_put_number(value, text);
        } else {
            pl_text_put(text, "NaN"); /* a name of gnuplot's */
        }
        pl_text_put(text, "\n");
    }
    pl_text_format(text, "load '%s'\n", picture->template_name);
    pl_text_put(text, "set output\n");
}

/* Write a text to a file of gnuplot's folder: its name, and an ending or "". */
static enum pl_status
save(const struct pl_text *text, const char *folder, const char *name,
     const char *ending, struct pl_diags *diags)
{
    enum pl_status status = PL_OK;
    struct pl_text file;

    pl_text_init(&file);
    pl_text_format(&file, "%s%s", name, ending);
    status = file.failed
                 ? pl_diag_no_memory(diags, "the data of a plot")
                 : pl_tool_save(&pl_gnuplot_tool, folder, file.data, text, diags);
    pl_text_finish(&file);
    return status;
}

/* Everything that the template reads. */
static enum pl_status
save_data(const struct pl_picture *picture, const struct pl_picture_file *files,
          size_t n_files, const struct picture_format *format, const char *folder,
          struct pl_diags *diags)
{
    enum pl_status status = PL_OK;
    struct pl_text page;
    struct pl_text script;
    size_t n_lines = 0;

    pl_text_init(&page);
    pl_text_init(&script);
    n_lines = write_page(picture, &page);
    write_script(picture, files, n_files, n_lines, format, &script);
    status = save(&page, folder, page_name, "", diags);
    if (status == PL_OK) {
        status = save(&script, folder, script_name, "", diags);
    }
    for (size_t i = 0; i < n_files && status == PL_OK; i++) {
        status = save(&files[i].text, folder, files[i].name, ".tsv", diags);
    }
    pl_text_finish(&page);
    pl_text_finish(&script);
    return status;
}

/* Copy a template, so that gnuplot loads it under a name that needs no quoting. */
static enum pl_status
copy_template(const char *templates, const char *name, const char *folder,
              struct pl_diags *diags)
{
    enum pl_status status = PL_OK;
    struct pl_source *source = NULL;
    struct pl_text path;

    pl_text_init(&path);
    pl_text_format(&path, "%s/%s", templates, name);
    status = path.failed ? pl_diag_no_memory(diags, "a plot template")
                         : pl_source_read(path.data, diags, &source);
    pl_text_finish(&path);
    if (status == PL_OK) {
        status = save(&(struct pl_text){source->text, source->size, 0, false}, folder,
                      name, "", diags);
    }
    pl_source_destroy(source);
    return status;
}

enum pl_status
pl_picture_check(const char *path, struct pl_diags *diags)
{
    enum pl_status status = PL_OK;
    char *program = NULL;

    if (find_format(path) == NULL) {
        pl_diag_error(diags, PL_ERR_OPTION, NULL,
                      "cannot plot to '%s': the ending says which format", path);
        pl_diag_hint(diags, "use .svg, .png or .pdf");
        return PL_ERR_OPTION;
    }
    status = pl_gnuplot_find(diags, &program);
    free(program);
    return status;
}

enum pl_status
pl_picture_draw(const struct pl_picture *picture, const struct pl_picture_file *files,
                size_t n_files, const char *templates, const char *path,
                struct pl_diags *diags)
{
    enum pl_status status = pl_picture_check(path, diags);
    struct pl_sink *sink = NULL;
    char *program = NULL;
    char *folder = NULL;

    if (status == PL_OK) {
        status = pl_gnuplot_find(diags, &program);
    }
    if (status == PL_OK) {
        status = pl_sink_open(path, diags, &sink);
    }
    if (status == PL_OK) {
        status = pl_gnuplot_make_folder(diags, &folder);
    }
    if (status == PL_OK) {
        status = copy_template(templates, picture->template_name, folder, diags);
    }
    if (status == PL_OK) {
        status = copy_template(templates, style_name, folder, diags);
    }
    if (status == PL_OK) {
        status = save_data(picture, files, n_files, find_format(path), folder, diags);
    }
    if (status == PL_OK) {
        status = pl_gnuplot_run(program, folder, script_name, TIME_LIMIT, diags);
    }
    if (status == PL_OK) {
        status = pl_tool_copy(&pl_gnuplot_tool, folder, picture_name, sink, diags);
        if (status == PL_ERR_TOOL) {
            pl_diag_hint(diags,
                         "a template plots without 'set terminal' and 'set output'");
        }
    }
    if (status == PL_OK) {
        status = pl_sink_close(sink, diags);
        sink = NULL;
    }
    pl_sink_discard(sink);
    pl_gnuplot_remove_folder(folder);
    free(program);
    return status;
}
