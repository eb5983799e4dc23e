/*
 * run_results.c - where the results of a time course go: screen, table, plot, provenance.
 */
#include "cli/run.h"

#include <stdio.h>
#include <string.h>

#include "base/diag.h"
#include "base/frame.h"
#include "base/text.h"
#include "cli/run_figure.h"
#include "cli/run_report.h"
#include "model/model.h"
#include "out/frame_text.h"
#include "out/provenance.h"
#include "out/sink.h"
#include "pathloop.h"
#include "study/context.h"
#include "study/ensemble.h"
#include "study/treatment.h"

bool
run_prints_frame(const struct run *run)
{
    return cli_prints_frame(&run->opts.output,
                            run->opts.long_form || run->opts.members);
}

bool
run_wants_frame(const struct run *run)
{
    return run->opts.output.output != NULL || run_prints_frame(run);
}

/* The run, or the medians of the ensemble. */
static const struct pl_timecourse *
course_of(const struct run *run)
{
    return run->ensemble != NULL ? &run->bands.median : &run->course;
}

enum pl_status
run_open_files(struct run *run)
{
    enum pl_status status = PL_OK;

    if (run->opts.output.output != NULL && !run_prints_frame(run)) {
        status = pl_sink_open(run->opts.output.output, run->cli->diags, &run->output);
    }
    if (status == PL_OK && run->opts.provenance != NULL) {
        status = pl_sink_open(run->opts.provenance, run->cli->diags, &run->provenance);
    }
    if (status == PL_OK) {
        status = account_check_place(&run->opts.account, run->cli->diags);
    }
    return status;
}

/* The whole result, in the form of --format. */
static enum pl_status
put_frame(struct run *run, struct pl_text *text)
{
    const enum pl_frame_format format =
        (enum pl_frame_format)cli_frame_format(&run->opts.output);
    const struct pl_bands_form form = {.members = run->opts.members,
                                       .long_form = run->opts.long_form};
    struct pl_diags *diags = run->cli->diags;
    struct pl_frame *frame = NULL;
    enum pl_status status =
        run->ensemble != NULL
            ? pl_bands_frame(run->context, &run->bands, form, diags, &frame)
            : pl_timecourse_frame(run->context, &run->course, run->opts.long_form,
                                  diags, &frame);

    if (status == PL_OK) {
        status = pl_frame_write(frame, format, diags, text);
    }
    pl_frame_destroy(frame);
    return status;
}

static enum pl_status
write_output(struct run *run)
{
    struct pl_text text;
    enum pl_status status;

    pl_text_init(&text);
    status = put_frame(run, &text);
    if (status == PL_OK) {
        pl_sink_write(run->output, pl_text_string(&text), text.size);
        status = pl_sink_close(run->output, run->cli->diags);
        run->output = NULL;
    }
    pl_text_finish(&text);
    return status;
}

static enum pl_status
write_provenance(struct run *run)
{
    struct pl_text treatment;
    struct pl_text text;
    struct pl_provenance provenance = cli_provenance(run->cli, run->context);
    enum pl_status status;

    provenance.cell = pl_treatment_cell_id(run->treatment);
    provenance.variant = pl_treatment_variant_id(run->treatment);
    provenance.method = course_of(run)->method;
    provenance.rtol = run->options.sim.rtol;
    provenance.atol = run->options.sim.atol;
    provenance.duration = run->options.duration;
    if (run->ensemble != NULL) {
        provenance.ensemble = pl_ensemble_path(run->ensemble);
        provenance.ensemble_digest = pl_ensemble_digest(run->ensemble);
        provenance.n_sets = pl_ensemble_n(run->ensemble);
        provenance.n_failed_sets = provenance.n_sets - run->bands.n_ran;
    }
    pl_text_init(&treatment);
    pl_text_init(&text);
    pl_treatment_describe(run->treatment, &treatment);
    provenance.treatment = pl_text_string(&treatment);
    status = pl_provenance_write(&provenance, run->cli->diags, &text);
    if (status == PL_OK) {
        pl_sink_write(run->provenance, pl_text_string(&text), text.size);
        status = pl_sink_close(run->provenance, run->cli->diags);
        run->provenance = NULL;
    }
    pl_text_finish(&treatment);
    pl_text_finish(&text);
    return status;
}

void
run_print_cost(const struct run *run)
{
    const struct pl_timecourse *course = course_of(run);
    const struct pl_sim_statistics *cost = &course->statistics;

    if (course->method == NULL) {
        return; /* nothing ran */
    }
    if (run->ensemble != NULL) {
        fprintf(stderr, "%s, rtol %g: %zu parameter sets\n", course->method,
                run->options.sim.rtol, pl_ensemble_n(run->ensemble));
    } else {
        fprintf(stderr,
                "%s, rtol %g: %zu steps, %zu rejected, %zu rate evaluations, %zu "
                "Jacobians, %zu restarts\n",
                course->method, run->options.sim.rtol, cost->steps, cost->rejected,
                cost->rates, cost->jacobians, cost->restarts);
    }
    if (course->why_method != NULL) {
        fprintf(stderr, "method auto is %s: %s\n", course->method, course->why_method);
    }
    if (cost->flawed + cost->dense > 0) {
        fprintf(stderr,
                "sparse factors were flawed: %zu times a shorter step, %zu times dense "
                "ones\n",
                cost->flawed, cost->dense);
    }
    cli_print_kernel(run->context->kernels);
}

static struct account
make_account(const struct run *run)
{
    const struct pl_timecourse *course = course_of(run);

    return (struct account){
        .context = run->context,
        .treatment = run->treatment,
        .ensemble = run->ensemble,
        .sim = &run->options.sim,
        .method = course->method,
        .duration = run->options.duration,
        .rests = course->rested,
        .measured = account_measured(course->treated, course->rested),
    };
}

static enum pl_status
draw(const struct run *run)
{
    const struct account account = make_account(run);
    struct run_figure figure = {
        .context = run->context,
        .treatment = run->treatment,
        .course = course_of(run),
        .bands = run->ensemble != NULL ? &run->bands : NULL,
        .all = run->opts.readouts.n > 0,
        .data = &run->data,
    };
    struct pl_text caption;
    enum pl_status status;

    pl_text_init(&caption);
    if (run->opts.account.caption) {
        account_caption(&account, &caption);
    }
    figure.caption = pl_text_string(&caption);
    status = caption.failed
                 ? pl_diag_no_memory(run->cli->diags, "the plot")
                 : run_figure_draw(&figure, run->opts.account.plot, run->cli->diags);
    pl_text_finish(&caption);
    return status;
}

/* A word to someone who typed `simulate` alone. */
static void
put_first_step(const struct run *run, struct pl_text *text)
{
    const struct pl_role_list *targets = &run->context->roles.lists[PL_ROLE_TARGET];

    pl_text_format(text,
                   "\nTry simulate --inhibit %s; simulate list targets has all, "
                   "simulate --help the rest.\n",
                   targets->n > 0 ? targets->names[0] : "TARGET");
}

/* Misfit and methods are for a person too: beside a table they go to stderr. */
enum pl_status
run_fill_screen(struct run *run, struct pl_text *screen)
{
    const bool is_frame = run_prints_frame(run);
    const struct run_report report = {
        .cli = run->cli,
        .context = run->context,
        .treatment = run->treatment,
        .course = course_of(run),
        .bands = run->ensemble != NULL ? &run->bands : NULL,
        .n_readouts = run->n_readouts,
        .all = run->opts.readouts.n > 0,
    };
    struct pl_text misfit;
    enum pl_status status =
        is_frame ? put_frame(run, screen) : run_report_print(&report, screen);

    pl_text_init(&misfit);
    run_report_misfit(&report, &run->data, run->opts.data, &misfit);
    if (is_frame) {
        fputs(pl_text_string(&misfit), stderr);
    } else {
        pl_text_put(screen, pl_text_string(&misfit));
    }
    if (run->opts.account.methods) {
        const struct account account = make_account(run);

        account_put_methods(
            &account, is_frame && cli_frame_format(&run->opts.output) != PL_FRAME_MD,
            screen);
    }
    if (run->cli->argc == 1) {
        put_first_step(run, screen);
    }
    screen->failed = screen->failed || misfit.failed;
    pl_text_finish(&misfit);
    return status;
}

enum pl_status
run_write_files(struct run *run)
{
    enum pl_status status = PL_OK;

    if (run->opts.account.plot != NULL) {
        status = draw(run);
    }
    if (status == PL_OK && run->output != NULL) {
        status = write_output(run);
    }
    if (status == PL_OK && run->provenance != NULL) {
        status = write_provenance(run);
    }
    return status;
}
