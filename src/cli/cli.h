/*
 * cli.h - what every verb of `simulate` shares.
 *
 * A verb is one file, cmd_<verb>.c, that gives one `struct verb`; main.c lists them.
 */
#ifndef PL_CLI_CLI_H
#define PL_CLI_CLI_H

#include <stdbool.h>
#include <stddef.h>

#include "base/pool.h"
#include "base/status.h"
#include "cli/options.h"
#include "compile/kernels.h"
#include "out/frame_text.h"
#include "out/provenance.h"
#include "out/table.h"

struct pl_context;
struct pl_diags;
struct pl_ensemble;
struct pl_frame;
struct pl_text;
struct pl_treatment;

/** What `simulate` answers to the shell. */
enum exit_code {
    EXIT_DONE = 0,
    EXIT_FAILED = 1, /* integration stopped, output not written, out of memory */
    EXIT_USAGE = 2,  /* unknown name, bad value, a file that cannot be read */
    EXIT_MODEL = 3,  /* the model has errors */
    EXIT_INTERRUPTED = 130
};

/** The facts of one call of the program. */
struct cli {
    int argc;
    char **argv;                     /* the whole command line, as it was given */
    const struct verb *const *verbs; /* NULL-terminated, the nameless one first */
    struct pl_diags *diags;          /* printed on stderr at the end */
    struct pl_style style;           /* of standard output */
    size_t colour;                   /* index into cli_colours: what --color said */
};

/** One verb. */
struct verb {
    const char *name;        /* "" for the time course */
    const char *summary;     /* one line, without a full stop */
    const char *arguments;   /* what stands behind the verb in its usage: "FILE ..." */
    const char *description; /* a paragraph; may be NULL */
    const char *const *examples; /* NULL-terminated: command, explanation, … */
    const char *const *words; /* completion of the arguments; NULL-terminated or NULL */
    const struct opt *rows;
    /** Run with the words behind the verb. @return the exit code */
    enum exit_code (*run)(struct cli *cli, const struct verb *verb, int argc,
                          char **argv);
};

/** "auto", "always", "never". */
extern const char *const cli_colours[];

/** The model that runs when nobody names one. */
#define CLI_DEFAULT_MODEL "her2-mtor"

/** No --format was given. */
#define CLI_FORMAT_NONE ((size_t)-1)

/** The options that say which network is run, and what is done to it. */
struct network_opts {
    const char *model; /* a file, or the name of a model that comes with pathloop */
    const char *cell, *variant;
    const char *ensemble; /* a table of parameter sets */
    struct opt_texts inhibit, drug, set, clamp, cut, background;
};

#define NETWORK_MODEL_ROW(owner, field)                                             \
    OPT_TEXT(owner, field.model, "model", "FILE", CLI_DEFAULT_MODEL, "list models", \
             "Antimony file, or the name of a model that comes with pathloop")

/** Which network; a verb that runs many sets has NETWORK_ENSEMBLE_ROW behind them. */
#define NETWORK_CELL_ROWS(owner, field)                                            \
    NETWORK_MODEL_ROW(owner, field),                                               \
        OPT_SINGLE(owner, field.cell, "cell", "NAME", "the model's first",         \
                   "list cells", "the cell: a row of the model's table of cells"), \
        OPT_SINGLE(owner, field.variant, "variant", "NAME", NULL, "list variants", \
                   "a rival parameter set: a row of the model's table of variants")

#define NETWORK_TREATMENT_ROWS(owner, field)                  \
    OPT_GROUP("Treatment (each may be given several times)"), \
        NETWORK_ACTION_ROWS(owner, field)

/** What is done to the network. */
#define NETWORK_ACTION_ROWS(owner, field)                                           \
    OPT_TEXTS(owner, field.inhibit, "inhibit", "TARGET[=F][@FROM..TO]",             \
              "list targets",                                                       \
              "inhibit a target by the fraction F, 0 to 1; all of "                 \
              "it when F is not given"),                                            \
        OPT_TEXTS(                                                                  \
            owner, field.drug, "drug", "NAME=DOSE[@FROM..TO]", "list drugs",        \
            "give a drug, by any of its names; a dose has its unit: pM, nM, uM, "   \
            "mM"),                                                                  \
        OPT_TEXTS(                                                                  \
            owner, field.set, "set", "NAME=VALUE[@FROM..TO]", NULL,                 \
            "set a parameter or a starting value; without a time it holds before "  \
            "the rest too, with one it is a step"),                                 \
        OPT_TEXTS(owner, field.cut, "cut", "FROM_TO", "list edges",                 \
                  "set a feedback signal to 0, before the rest too"),               \
        OPT_TEXTS(owner, field.background, "background", "\"drug NAME=DOSE, ...\"", \
                  NULL, "what is there before time 0, treated or not")

/** For a run that has a time before treatment. */
#define NETWORK_CLAMP_ROW(owner, field)                             \
    OPT_TEXTS(owner, field.clamp, "clamp", "FROM_TO", "list edges", \
              "hold a feedback signal at its level before treatment")

/** For a verb that runs every parameter set of a table. */
#define NETWORK_ENSEMBLE_ROW(owner, field)                                           \
    OPT_TEXT(owner, field.ensemble, "ensemble", "FILE", NULL, "file",                \
             "run every parameter set of a table (columns: parameters, and perhaps " \
             "weight); show medians and 5 to 95 % bands")

/** --members, of a verb whose table has them. */
#define MEMBERS_ROW(owner, field)                                              \
    OPT_FLAG(owner, field, "members",                                          \
             "with --ensemble: the table has each parameter set, in place of " \
             "medians and bands")

/** --threads; 0 when it was not given. */
#define THREADS_ROW(owner, field)                                  \
    OPT_COUNT(owner, field, "threads", "N", "all processors", 1.0, \
              (double)PL_POOL_MAX_THREADS, "threads that work at once")

/** Where a table goes, and in which form. */
struct output_opts {
    const char *output;
    size_t format; /* CLI_FORMAT_NONE when not given */
};

#define OUTPUT_ROWS(owner, field)                                     \
    OPT_TEXT(owner, field.output, "output", "FILE", NULL, "file",     \
             "write the table to FILE, '-' for standard output"),     \
        OPT_CHOICE(owner, field.format, "format", "FORMAT",           \
                   "by FILE's ending, or csv", pl_frame_format_words, \
                   "csv, tsv, md or json")

/** --provenance: what the result is of, beside it. */
#define PROVENANCE_ROW(owner, field)                                 \
    OPT_TEXT(owner, field, "provenance", "FILE", NULL, "file",       \
             "write version, command, model hash and tolerances as " \
             "JSON")

/** --time-limit. @param help  what is left when it is reached */
#define TIME_LIMIT_ROW(owner, field, help) \
    OPT_TEXT(owner, field, "time-limit", "DURATION", NULL, NULL, help)

/** --seed, of random numbers. */
#define SEED_DEFAULT 1
#define SEED_ROW(owner, field, help) \
    OPT_COUNT(owner, field, "seed", "N", "1", 0.0, 9007199254740991.0, help)

#define COLOUR_ROW(owner, field)                                   \
    OPT_CHOICE(owner, field, "color", "WHEN", "auto", cli_colours, \
               "colours: auto, always or never; NO_COLOR is honoured")

/** --kernel, in the order of enum pl_kernel_choice. */
#define KERNEL_ROW(owner, field)                                       \
    OPT_CHOICE(owner, field, "kernel", "HOW", "auto", pl_kernel_words, \
               "how formulas run: native (machine code), tape (the "   \
               "interpreter), or auto: native where it can be had")

/**
 * Read the words behind a verb. Help goes to stdout.
 * @param code  set when the program has to end: after --help, or after an error
 * @return false when it has to end
 */
bool cli_parse(struct cli *cli, const struct verb *verb, int argc, char **argv,
               void *values, struct opt_texts *arguments, enum exit_code *code);

/** An error for words that a verb does not take; true when there were none. */
bool cli_refuse_arguments(struct cli *cli, const struct opt_texts *arguments);

/** One line on stderr for --verbose: machine code or interpreter, and why. */
void cli_print_kernel(const struct pl_kernels *kernels);

/** Settle colours after the options were read. */
void cli_set_colour(struct cli *cli, size_t colour);

/** Load the model that the user named, with its tables. */
PL_MUST_USE enum pl_status cli_load(struct cli *cli, const char *model,
                                    struct pl_context **out);

/**
 * What the user said about cell, variant and treatment.
 * @param all_background  everything holds from before the rest: times are refused
 */
PL_MUST_USE enum pl_status cli_treatment(struct cli *cli,
                                         const struct network_opts *network,
                                         const struct pl_context *context,
                                         bool all_background,
                                         struct pl_treatment **out);

/**
 * The table that --ensemble names; no column of it is set for all its sets alike.
 * @param treatment  what the options give
 * @param out        NULL without a table
 * @return as pl_ensemble_read, but PL_ERR_OPTION for PL_ERR_SYNTAX, which is the model's;
 *         PL_ERR_OPTION for a column that --set or --background sets too
 */
PL_MUST_USE enum pl_status cli_ensemble(struct cli *cli,
                                        const struct network_opts *network,
                                        const struct pl_context *context,
                                        const struct pl_treatment *treatment,
                                        struct pl_ensemble **out);

/**
 * The readouts that --readout names, several to an option with ',' between them, or
 * without one the model's own (pl_context_readouts).
 * @param symbols  receives an array, to be freed with free()
 * @return as pl_context_readouts; PL_ERR_OPTION for an option without a name
 */
PL_MUST_USE enum pl_status cli_readouts(struct cli *cli, const struct opt_texts *texts,
                                        const struct pl_context *context,
                                        size_t **symbols, size_t *n);

/** --members has a meaning with --ensemble alone. @return PL_OK; PL_ERR_OPTION */
PL_MUST_USE enum pl_status
cli_check_members(struct cli *cli, const struct network_opts *network, bool members);

/** Print every message on stderr and forget it. */
void cli_print_messages(struct cli *cli);

/** The exit code of a status while a model is loaded, and of one while it runs. */
enum exit_code cli_load_code(enum pl_status status);
enum exit_code cli_run_code(enum pl_status status);

/** Write text to stdout, or to a file. @param path  NULL for stdout */
PL_MUST_USE enum pl_status cli_write(struct cli *cli, const char *path,
                                     const struct pl_text *text);

/** Write text that a person reads: in ASCII where the terminal has no more. */
PL_MUST_USE enum pl_status cli_show(struct cli *cli, const char *path,
                                    struct pl_text *text);

/**
 * True when the table of results, rather than what a person reads, goes to standard
 * output.
 * @param is_asked  another option than --output and --format asks for it: --members
 */
bool cli_prints_frame(const struct output_opts *output, bool is_asked);

/** A provenance of what the program knows: version, command, model; all complete. */
struct pl_provenance cli_provenance(const struct cli *cli,
                                    const struct pl_context *context);

/** What --format says, or else the ending of --output: an enum pl_frame_format. */
size_t cli_frame_format(const struct output_opts *output);

/** Write a frame as --output and --format say. */
PL_MUST_USE enum pl_status cli_write_frame(struct cli *cli,
                                           const struct output_opts *output,
                                           const struct pl_frame *frame);

/** Pages made from the tables of verbs and options (page.c). */
void page_help(const struct verb *const *verbs, const struct verb *verb,
               struct pl_text *text);
void page_man(const struct verb *const *verbs, struct pl_text *text);

/** Shell completions from the same tables (completion.c). "bash", "zsh" or "fish". */
extern const char *const completion_shells[];
void completion_print(const struct verb *const *verbs, size_t shell,
                      struct pl_text *text);

/** Ctrl-C while a run goes on: held back, and asked for between steps (interrupt.c). */
void interrupt_hold(void);
bool interrupt_pending(void *context);
void interrupt_release(void);

/**
 * The folder "models" or "plots" of the program's data: below PATHLOOP_DATA, beside the
 * installed program, in the sources when run from the build folder, or where it was
 * configured to be installed (data_path.c).
 * @param out  to be freed with free()
 */
PL_MUST_USE enum pl_status data_folder(const char *name, struct pl_diags *diags,
                                       char **out);

/**
 * The file that --model means: the name of a model in the models folder, or else a path.
 * @return PL_OK; PL_ERR_NAME with the nearest names; PL_ERR_NOMEM
 */
PL_MUST_USE enum pl_status data_model_path(const char *model, struct pl_diags *diags,
                                           char **out);

/** The names of the models that come with pathloop, sorted; freed by the caller. */
PL_MUST_USE enum pl_status data_models(struct pl_diags *diags, char ***names,
                                       size_t *n);
void data_models_free(char **names, size_t n);

#endif
