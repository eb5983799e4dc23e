/*
 * antimony_parser.h - one text of Antimony while it is read (format/ only).
 *
 * Recursive descent, one statement at a time. In Antimony a name may be declared after
 * its use, so what a name turns out to be is not known while reading: values, reactions
 * and annotations are kept in lists and handed to the model's builder at the end
 * (antimony_collect.c, antimony_deliver.c).
 *
 * A fault is reported once per statement. Text that is passed over after it may hold
 * declarations, so a text with such a fault is not checked any further (`lost`).
 */
#ifndef PL_FORMAT_ANTIMONY_PARSER_H
#define PL_FORMAT_ANTIMONY_PARSER_H

#include <stdbool.h>
#include <stddef.h>

#include "base/source.h"
#include "base/status.h"
#include "expr/op.h"
#include "format/antimony_lexer.h"
#include "model/model.h"

struct pl_arena;
struct pl_build;
struct pl_diags;
struct pl_formula;

/** A name in the text; its length is that of the span. */
struct pl_mention {
    struct pl_mention *next;
    const char *name; /* NUL-terminated */
    struct pl_span span;
};

struct pl_mention_list {
    struct pl_mention *first, **end;
    size_t n;
};

/** `x = …` or `x := …` or `x' = …` */
struct pl_value_statement {
    struct pl_value_statement *next;
    size_t symbol;
    enum pl_rule_kind kind;     /* PL_RULE_NONE for an initial value */
    struct pl_formula *formula; /* NULL when it could not be read, or is empty */
    bool empty;                 /* `x = ;` */
    struct pl_span span;
};

struct pl_reaction_statement {
    struct pl_reaction_statement *next;
    size_t symbol;
    bool reversible;
    struct pl_participant *participants; /* reactants, then products */
    size_t n_reactants, n_products;
    struct pl_formula *rate; /* NULL while none is given */
    bool rate_given;         /* perhaps one that could not be read */
    struct pl_span span;
    struct pl_span rate_span;
};

/** `x is "…"`, `x notes "…"`, `x.sboTerm = …` */
struct pl_annotation_statement {
    struct pl_annotation_statement *next;
    struct pl_mention about; /* its name is NULL for the model itself */
    bool after_model;        /* behind `end`, where only functions can be meant */
    const char *qualifier;   /* "is" for a display name */
    const char *text;
    struct pl_span span; /* of the text */
};

/** `unit x = …`, and units such as mole/litre that a statement uses unnamed. */
struct pl_unit_statement {
    struct pl_unit_statement *next;
    struct pl_mention name;
    struct pl_unit_factor *factors;
    size_t n_factors;
    bool implied; /* not a definition: made up for mole/litre */
    struct pl_span span;
};

/** `x has nM` */
struct pl_unit_of_statement {
    struct pl_unit_of_statement *next;
    size_t symbol;
    const char *unit;
    struct pl_span span;
};

enum pl_constancy { PL_CONSTANCY_OPEN, PL_CONSTANCY_CONST, PL_CONSTANCY_VAR };

/** What the text says of a symbol and the builder is told at the end. */
struct pl_symbol_note {
    const char *name; /* `length` bytes, not NUL-terminated */
    size_t length;
    struct pl_span span; /* where it is first named */
    bool is_species;
    bool is_compartment;
    bool has_value; /* or a rule */
    struct pl_reaction_statement *reaction;
    enum pl_constancy constancy;
    struct pl_span constancy_span; /* of the word or '$' that says it */
    size_t compartment;            /* a symbol, or PL_NONE */
    struct pl_span compartment_span;
};

struct pl_parser {
    const struct pl_source *source;
    struct pl_diags *diags;
    struct pl_build *build;
    struct pl_arena *arena; /* the build's */
    bool no_memory;

    struct pl_lexer lexer;
    struct pl_token token; /* the next one, not taken yet */
    size_t end;            /* [byte] where the last token that was taken ends */
    bool failed;           /* this statement has its message */
    bool harmless;         /* … and all that it declares is known all the same */
    bool broken_line;      /* … for the line ends too early: the next may go on */
    bool lost;             /* text was passed over: names may be missing */
    bool stopped;          /* nothing of the rest makes sense */

    /* formulas */
    unsigned depth;               /* of open parentheses, calls and signs */
    size_t n_chains;              /* comparisons such as a < b < c so far */
    struct pl_formula **operands; /* shape (capacity): a stack */
    struct pl_span *minus_signs; /* shape (capacity): of each operand; empty for none */
    size_t n_operands, operands_capacity;
    bool in_function;
    size_t n_units;      /* numbers with a unit in this formula */
    struct pl_span unit; /* the first of them */

    /* participants of the reaction that is being read */
    struct pl_participant *participants;
    size_t n_participants, participants_capacity;

    struct pl_symbol_note *notes; /* shape (n_notes): by symbol */
    size_t n_notes, notes_capacity;
    size_t n_unnamed;   /* numbers tried for reactions without a name */
    bool *kept_numbers; /* shape (n_kept): _J… in a formula */
    size_t n_kept, kept_capacity;

    struct pl_value_statement *values, **values_end;
    struct pl_reaction_statement *reactions, **reactions_end;
    struct pl_annotation_statement *annotations, **annotations_end;
    struct pl_unit_statement *units, **units_end;
    struct pl_unit_of_statement *units_of, **units_of_end;
    struct pl_mention_list functions; /* where each is defined */
    struct pl_mention_list arguments; /* of all functions */
    struct pl_mention_list interface; /* names in parentheses behind the model's */
    struct pl_mention_list calls;     /* of functions that are not built in */
    struct pl_mention_list unit_uses; /* names that have to be units */
    struct pl_mention_list stoichiometries; /* names that have to be parameters */

    /* the shape of the file */
    bool has_model;
    bool in_model;
    struct pl_span model_name;
    struct pl_span model_end;
    size_t n_statements;            /* outside a model */
    struct pl_span first_statement; /* the first of them */
};

/* ---- antimony_message.c: tokens, memory, messages ---- */

/** Take the token; a bad one is reported. */
void pl_parser_take(struct pl_parser *parser);

/** The token behind the present one, or the one behind that; nothing is taken. */
struct pl_token pl_parser_peek(const struct pl_parser *parser, size_t n);

/** Take the token if it is of that kind. */
bool pl_parser_accept(struct pl_parser *parser, enum pl_token_kind kind);

/** Take the token if it is that very name. */
bool pl_parser_accept_word(struct pl_parser *parser, const char *word);

/** True when the token is that very name. */
bool pl_parser_is_word(const struct pl_parser *parser, const struct pl_token *token,
                       const char *word);

/** True at a newline, a ';' or the end of the text. */
bool pl_parser_at_end(const struct pl_parser *parser);

/** From the start of a token to the end of the last one taken. */
struct pl_span pl_parser_since(const struct pl_parser *parser, size_t start);

const char *pl_parser_text_at(const struct pl_parser *parser, struct pl_span span);

/** A NUL-terminated copy in the arena; NULL, and remembered, when memory is out. */
const char *pl_parser_copy(struct pl_parser *parser, struct pl_span span);

/** `count` zeroed objects in the arena; NULL, and remembered, when memory is out. */
void *pl_parser_alloc(struct pl_parser *parser, size_t count, size_t size);

/** A list with room for one more item; NULL, and remembered, when memory is out. */
void *pl_parser_grow(struct pl_parser *parser, void *items, size_t n, size_t *capacity,
                     size_t size);

/**
 * Report a fault, unless this statement has its message already.
 * @return true when the message was made: a hint to it may follow
 */
bool pl_parser_fail(struct pl_parser *parser, struct pl_span span, const char *format,
                    ...) PL_PRINTF(3, 4);

/** "unexpected X", or "expected `what`, found X". @return as pl_parser_fail */
bool pl_parser_unexpected(struct pl_parser *parser, const char *what);

/** Add a note, with a place, to the message that was just made. */
void pl_parser_note_at(struct pl_parser *parser, struct pl_span span, const char *text);

/** [byte] Room for a token in words, and for any other short text. */
#define PL_PARSER_WORDS_SIZE 96

/** "<what> are not supported yet": a fault without harm for what else is declared. */
bool pl_parser_refuse(struct pl_parser *parser, struct pl_span span, const char *what);

/** Take a token of that kind, or fail with "expected `what`, found …". */
bool pl_parser_expect(struct pl_parser *parser, enum pl_token_kind kind,
                      const char *what);

/**
 * Take a name that a symbol may have: no keyword, no constant, no function.
 * @param what  "a name for the model", for the message
 */
bool pl_parser_name(struct pl_parser *parser, const char *what, struct pl_span *span);

/** True when that is the name of the model. */
bool pl_parser_names_the_model(const struct pl_parser *parser, const char *name,
                               size_t length);

/** True when the token is a name and no keyword. */
bool pl_parser_is_name(const struct pl_parser *parser, const struct pl_token *token);

/** True when it is no constant and no built-in function either. */
bool pl_parser_is_free_name(const struct pl_parser *parser,
                            const struct pl_token *token);

/** Pass over the rest of the statement, without its end. */
void pl_parser_skip_statement(struct pl_parser *parser);

/** As pl_parser_skip_statement; behind the ';' of a reaction, its rate too. */
void pl_parser_skip_reaction(struct pl_parser *parser);

/** At the end of a line: hint at how a statement goes on in the next one. */
void pl_parser_hint_line(struct pl_parser *parser);

/* ---- antimony_expression.c ---- */

/**
 * Read a formula up to the first token that cannot belong to it.
 * @param unit  receives the unit of a lone number such as `3 nM`; NULL when a unit has
 *              no place here. Its length is 0 when there is none.
 * @return NULL after a fault
 */
struct pl_formula *pl_parser_formula(struct pl_parser *parser, struct pl_span *unit);

/** From loose to tight. */
enum pl_priority {
    PL_PRIORITY_LOGIC = 1,
    PL_PRIORITY_COMPARISON,
    PL_PRIORITY_SUM,
    PL_PRIORITY_PRODUCT
};

/** Operands joined by operators of at least that priority; NULL after a fault. */
struct pl_formula *pl_parser_infix(struct pl_parser *parser, enum pl_priority least);

/** Nodes with a check of their depth; NULL after a fault. */
struct pl_formula *pl_parser_check_node(struct pl_parser *parser,
                                        struct pl_formula *node);
struct pl_formula *pl_parser_number_node(struct pl_parser *parser, struct pl_span span,
                                         double number);
struct pl_formula *pl_parser_apply(struct pl_parser *parser, struct pl_span span,
                                   enum pl_op op, const char *name,
                                   struct pl_formula *const *arguments,
                                   size_t n_arguments);
struct pl_formula *pl_parser_apply_two(struct pl_parser *parser, struct pl_span span,
                                       enum pl_op op, struct pl_formula *left,
                                       struct pl_formula *right);

/** One level deeper (parentheses, a call, a sign, an exponent), and back. */
bool pl_parser_enter(struct pl_parser *parser);
void pl_parser_leave(struct pl_parser *parser);

/**
 * Put an operand on the stack.
 * @param minus  the '-' in front of it in a sum; empty for none
 * @return false after a fault, or when `operand` is NULL
 */
bool pl_parser_push(struct pl_parser *parser, struct pl_formula *operand,
                    struct pl_span minus);

/** From the start of one span to the end of another one. */
struct pl_span pl_parser_join(struct pl_span first, struct pl_span last);

/** Fail for a < (b < c < d) < e. @return false */
bool pl_parser_fail_for_chain(struct pl_parser *parser, struct pl_span span);

/** What pl_parser_after_formula expects behind a whole formula. */
#define PL_PARSER_FORMULA_END "an operator or the end of the formula"

/** Fail for what stands behind a formula, with a hint where the slip is a usual one. */
void pl_parser_after_formula(struct pl_parser *parser, const char *expected);

/* ---- antimony_term.c ---- */

/** A number, a name, a call or parentheses; NULL after a fault. */
struct pl_formula *pl_parser_term(struct pl_parser *parser);

/* ---- antimony_words.c: what words mean ---- */

/** What a name before parentheses is; see antimony_words.c. */
struct pl_builtin {
    const char *name;
    enum pl_op op;       /* PL_OP_CALL when refused */
    size_t least, most;  /* arguments */
    const char *refusal; /* "random numbers", for pl_parser_refuse, or NULL */
};

/** The built-in function of that name, or NULL. */
const struct pl_builtin *pl_word_builtin(const char *text, size_t length);

/** The constant of that name. `time` is none. @return false when there is none */
bool pl_word_constant(const char *text, size_t length, double *value);

/** True for a word that can begin or join statements and so cannot be a name. */
bool pl_word_is_keyword(const char *text, size_t length);

/** True for what SBML keeps for units: "volume", "time_unit", … */
bool pl_word_is_unit(const char *text, size_t length);

/** What a statement that begins with that word is about: "'at' events", or NULL. */
const char *pl_word_refused_statement(const char *text, size_t length);

/** What `x.word` is about: "layouts", …; NULL when it is unknown. */
const char *pl_word_refused_property(const char *text, size_t length);

/** True for a qualifier of annotations: "identity", "notes", … */
bool pl_word_is_qualifier(const char *text, size_t length);

/** True for the parts of "creator1.email", "created.year". */
bool pl_word_is_dotted_qualifier(const char *head, size_t head_length, const char *tail,
                                 size_t tail_length);

/** Hint at a keyword or qualifier that a word could be a slip of. */
void pl_word_hint_keyword(struct pl_parser *parser, struct pl_span span);
void pl_word_hint_qualifier(struct pl_parser *parser, struct pl_span span);

/* ---- antimony_unit.c ---- */

/** Read the definition behind `unit`, which is taken. */
void pl_parser_unit_definition(struct pl_parser *parser, size_t start);

/** Read what stands behind `has`: a unit's name, which is NULL after a fault. */
const char *pl_parser_unit_use(struct pl_parser *parser, struct pl_span *span);

/** The name of a unit without the plural, in SBML's spelling. */
const char *pl_parser_unit_name(struct pl_parser *parser, struct pl_span span);

/* ---- antimony_declaration.c ---- */

/** `$A in c` at the start of a statement or in a declaration. */
struct pl_variable {
    size_t start;
    struct pl_span name;
    struct pl_span dollar;      /* empty for none */
    struct pl_span compartment; /* empty for none */
};

/** Read `$A`. @param what  as for pl_parser_name */
bool pl_parser_variable(struct pl_parser *parser, const char *what,
                        struct pl_variable *variable);

/** Read `in c`, if it stands here. @return false after a fault */
bool pl_parser_in(struct pl_parser *parser, struct pl_span *compartment);

/** The symbol of a variable, told of its '$' and its `in`. */
size_t pl_parser_variable_symbol(struct pl_parser *parser,
                                 const struct pl_variable *variable);

/** Read `= 3`, `:= f`, `' = f` or `has u`. @return false when none of them stands here */
bool pl_parser_ending(struct pl_parser *parser, const struct pl_variable *variable);

/** Read a declaration from its first word on. */
void pl_parser_declaration(struct pl_parser *parser);

/* ---- antimony_statement.c ---- */

/** Read one statement up to its end, which is left. */
void pl_parser_statement(struct pl_parser *parser);

/* ---- antimony_reaction.c ---- */

/**
 * Read a reaction from its first reactant or arrow.
 * @param start   where its statement begins
 * @param name    of the reaction; empty for one without
 * @param symbol  of that name
 */
void pl_parser_reaction(struct pl_parser *parser, size_t start, struct pl_span name,
                        size_t symbol);

/** True when the names from here on are joined by -o, -| or -( to something. */
bool pl_parser_at_interaction(const struct pl_parser *parser);

/** Refuse it, and pass over it. */
void pl_parser_refuse_interaction(struct pl_parser *parser);

/* ---- antimony_annotation.c ---- */

/**
 * Read `notes "…"`: the qualifier is the token.
 * @param about   its name is NULL for the model
 * @param prefix  of the qualifier: "" or "kineticLaw."
 */
void pl_parser_annotation(struct pl_parser *parser, const struct pl_mention *about,
                          const char *prefix);

/** Read `.sboTerm = 3`, and refuse other properties: the dot is the token. */
void pl_parser_property(struct pl_parser *parser, const struct pl_mention *about);

/** At the end: creators of a thing are numbered in the order of the text. */
void pl_parser_check_creators(struct pl_parser *parser);

/** Read the text behind `is`, a display name. */
void pl_parser_display_name(struct pl_parser *parser, const struct pl_mention *about);

/* ---- antimony_collect.c ---- */

/** The symbol of that name; counts as named by the text. */
size_t pl_parser_symbol(struct pl_parser *parser, struct pl_span span);

/** Remember a name in a formula, if it could be that of a reaction without a name. */
void pl_parser_keep_name(struct pl_parser *parser, struct pl_span span);

/** A new symbol for a reaction without a name, as libAntimony: _J0, _J1, … */
size_t pl_parser_unnamed_symbol(struct pl_parser *parser, struct pl_span span);

/** The note of a symbol; NULL when memory is out. */
struct pl_symbol_note *pl_parser_note(struct pl_parser *parser, size_t symbol);

void pl_parser_set_constancy(struct pl_parser *parser, size_t symbol,
                             enum pl_constancy constancy, struct pl_span span);
void pl_parser_set_compartment(struct pl_parser *parser, size_t symbol,
                               struct pl_span compartment);

void pl_parser_mention(struct pl_parser *parser, struct pl_mention_list *list,
                       const char *name, struct pl_span span);

/** Append to the lists; what is passed is copied. */
void pl_parser_add_value(struct pl_parser *parser,
                         const struct pl_value_statement *value);
void pl_parser_add_reaction(struct pl_parser *parser,
                            const struct pl_reaction_statement *reaction);
void pl_parser_add_annotation(struct pl_parser *parser,
                              const struct pl_annotation_statement *annotation);
void pl_parser_add_unit_of(struct pl_parser *parser,
                           const struct pl_unit_of_statement *use);
void pl_parser_add_unit(struct pl_parser *parser, const struct pl_unit_statement *unit);

/* ---- antimony_deliver.c ---- */

/** Hand all that was read to the builder. */
void pl_parser_deliver(struct pl_parser *parser);

#endif
