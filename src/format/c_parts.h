/*
 * c_parts.h - the parts that a C program is written from (format/ only).
 *
 * c_text.c makes identifiers, comments, strings and lines; c_expression.c writes
 * formulas, c_equations.c and c_start.c the functions that hold the model, c_program.c
 * what is the same in every program; c_writer.c puts them together.
 */
#ifndef PL_FORMAT_C_PARTS_H
#define PL_FORMAT_C_PARTS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/status.h"
#include "base/text.h"

struct pl_c_options;
struct pl_formula;
struct pl_model;

/** [column] Lines of the C file are broken there, at blanks. */
#define PL_C_WIDTH 88

/** No sum, product or chain of conditions has more operands in one expression. */
#define PL_C_MAX_OPERANDS 200

/*
 * Identifiers. Enumerators are STATE_x, PAR_x and VAL_x, functions fn_x, and local
 * variables x itself, unless x is no identifier or means something else in C: then
 * "x_", or "u_x" for "_x". Names that are identifiers stay different.
 */

/** Append a model's name as the end of an identifier: letters, digits and '_' alone. */
void pl_c_put_tail(const char *name, struct pl_text *text);

/** Append a model's name as a local variable. */
void pl_c_put_local(const char *name, struct pl_text *text);

/** Append text from outside so that it stays inside a comment, on one line. */
void pl_c_put_comment(const char *string, struct pl_text *text);

/** Append a string literal with its quotes. */
void pl_c_put_string(const char *string, struct pl_text *text);

/** Append a number that reads back to the same bits, as a double. */
void pl_c_put_number(double number, struct pl_text *text);

/** Append `words` as a comment of its own, indented; nothing when they are empty. */
void pl_c_put_remark(const char *words, size_t indent, struct pl_text *text);

/** Append "    LEFT RIGHT;" as a line of a function, broken where it is long. */
void pl_c_put_statement(const char *left, const struct pl_text *right,
                        struct pl_text *text);

/** Append "    const double NAME = VALUE;" as pl_c_put_statement. */
void pl_c_put_declaration(const char *name, const struct pl_text *value,
                          struct pl_text *text);

/** Items with commas between them, several to a line; nothing at all without items. */
struct pl_c_list {
    const char *begin, *end;
    size_t indent; /* of the lines that follow */
    size_t n, column;
};
void pl_c_list_add(struct pl_c_list *list, const struct pl_text *item,
                   struct pl_text *text);
void pl_c_list_end(struct pl_c_list *list, struct pl_text *text);

/** Small functions that a program has when its formulas need them. */
enum pl_c_helper {
    PL_C_SQUARE,
    PL_C_REMAINDER,
    PL_C_SIGN,
    PL_C_MINIMUM,
    PL_C_MAXIMUM,
    PL_C_N_HELPERS
};

/** How formulas become expressions. */
struct pl_c_expressions {
    const char *const *locals;    /* shape (n_symbols) */
    const char *const *functions; /* shape (model's functions) */
    const char *const *arguments; /* of the function whose body is written, or NULL */

    struct pl_text parts;         /* declarations that have to stand before */
    size_t n_parts;               /* so far, in the whole program */
    unsigned depth;               /* of the formula that is being written */
    bool helpers[PL_C_N_HELPERS]; /* in use */
};

/**
 * Append a formula as a C expression. What is too deep or too long for one expression
 * is declared in `parts`, one line each, indented by four.
 */
void pl_c_put_expression(struct pl_c_expressions *expressions,
                         const struct pl_formula *formula, struct pl_text *text);

/** As pl_c_put_expression, in parentheses unless it can stand in a sum or product. */
void pl_c_put_factor(struct pl_c_expressions *expressions,
                     const struct pl_formula *formula, struct pl_text *text);

/** Declare what the text says as a part; the text becomes the part's name. */
void pl_c_declare_part(struct pl_c_expressions *expressions, struct pl_text *text);

/** Writing one program. */
struct pl_c_writer {
    const struct pl_model *model;
    const struct pl_c_options *options;
    struct pl_arena arena; /* the arrays below and their texts */

    /* shape (n_symbols) */
    const char **tails; /* behind STATE_, PAR_, VAL_ */
    const char **locals;
    bool *is_state;
    const char **functions; /* shape (n_functions) */

    size_t *values; /* shape (n_values): symbols that may be printed, the shown first */
    size_t n_values;

    struct pl_c_expressions expressions;
    struct pl_text text; /* the model's part of the program */
};

/** The name of a local variable, in the arena; NULL when memory is out. */
const char *pl_c_local_name(struct pl_c_writer *writer, const char *name);

/** What a symbol follows at all times: its rule, or its reaction's rate. */
const struct pl_formula *pl_c_followed(const struct pl_model *model, size_t symbol);

/** What gives a symbol its value at time 0; NULL for a number or nothing. */
const struct pl_formula *pl_c_start_formula(const struct pl_model *model,
                                            size_t symbol);

/** Mark the symbols that a formula names; say whether it uses the time. A formula may
 * be NULL. */
void pl_c_mark(const struct pl_formula *formula, bool *used);
bool pl_c_uses_time(const struct pl_formula *formula);

/** Append the parts that an expression needs before it, and forget them. */
void pl_c_put_parts(struct pl_c_writer *writer);

/** Declare the local variable of a symbol, with the value of a formula. */
void pl_c_put_local_value(struct pl_c_writer *writer, size_t symbol,
                          const struct pl_formula *formula);

/** Say that an argument is not used on purpose, where it is not. */
void pl_c_put_unused(const char *argument, bool is_used, struct pl_text *text);

/** Append the C functions that hold the model: those that it defines, its equations,
 * and its values at time 0. @return false when memory is out */
PL_MUST_USE bool pl_c_put_functions(struct pl_c_writer *writer);
PL_MUST_USE bool pl_c_put_equations(struct pl_c_writer *writer);
PL_MUST_USE bool pl_c_put_start(struct pl_c_writer *writer);

/** Append the fixed parts. */
void pl_c_put_includes(const bool helpers[PL_C_N_HELPERS], struct pl_text *text);
void pl_c_put_program(struct pl_text *text);

#endif
