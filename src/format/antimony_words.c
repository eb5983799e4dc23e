/*
 * antimony_words.c - the words of Antimony: keywords, functions, constants, qualifiers.
 *
 * All are case-sensitive. The tables follow libAntimony 3.3, see
 * tests/antimony/README.md.
 */
#include "format/antimony_parser.h"

#include <math.h>
#include <string.h>

#include "base/diag.h"

#define RANDOM "random numbers"

/* Sorted by name, for a binary search. */
static const struct pl_builtin builtins[] = {
    {"abs", PL_OP_ABS, 1, 1, NULL},
    {"acos", PL_OP_ACOS, 1, 1, NULL},
    {"acosh", PL_OP_ACOSH, 1, 1, NULL},
    {"acot", PL_OP_ACOT, 1, 1, NULL},
    {"acoth", PL_OP_ACOTH, 1, 1, NULL},
    {"acsc", PL_OP_ACSC, 1, 1, NULL},
    {"acsch", PL_OP_ACSCH, 1, 1, NULL},
    {"and", PL_OP_AND, 0, PL_OP_MANY, NULL},
    {"arccos", PL_OP_ACOS, 1, 1, NULL},
    {"arccosh", PL_OP_ACOSH, 1, 1, NULL},
    {"arccot", PL_OP_ACOT, 1, 1, NULL},
    {"arccoth", PL_OP_ACOTH, 1, 1, NULL},
    {"arccsc", PL_OP_ACSC, 1, 1, NULL},
    {"arccsch", PL_OP_ACSCH, 1, 1, NULL},
    {"arcsec", PL_OP_ASEC, 1, 1, NULL},
    {"arcsech", PL_OP_ASECH, 1, 1, NULL},
    {"arcsin", PL_OP_ASIN, 1, 1, NULL},
    {"arcsinh", PL_OP_ASINH, 1, 1, NULL},
    {"arctan", PL_OP_ATAN, 1, 1, NULL},
    {"arctanh", PL_OP_ATANH, 1, 1, NULL},
    {"asec", PL_OP_ASEC, 1, 1, NULL},
    {"asech", PL_OP_ASECH, 1, 1, NULL},
    {"asin", PL_OP_ASIN, 1, 1, NULL},
    {"atan", PL_OP_ATAN, 1, 1, NULL},
    {"atanh", PL_OP_ATANH, 1, 1, NULL},
    {"bernoulli", PL_OP_CALL, 0, PL_OP_MANY, RANDOM},
    {"binomial", PL_OP_CALL, 0, PL_OP_MANY, RANDOM},
    {"cauchy", PL_OP_CALL, 0, PL_OP_MANY, RANDOM},
    {"ceil", PL_OP_CEIL, 1, 1, NULL},
    {"ceiling", PL_OP_CEIL, 1, 1, NULL},
    {"chisquare", PL_OP_CALL, 0, PL_OP_MANY, RANDOM},
    {"cos", PL_OP_COS, 1, 1, NULL},
    {"cosh", PL_OP_COSH, 1, 1, NULL},
    {"cot", PL_OP_COT, 1, 1, NULL},
    {"coth", PL_OP_COTH, 1, 1, NULL},
    {"csc", PL_OP_CSC, 1, 1, NULL},
    {"csch", PL_OP_CSCH, 1, 1, NULL},
    {"delay", PL_OP_CALL, 0, PL_OP_MANY, "delays"},
    {"divide", PL_OP_DIVIDE, 2, 2, NULL},
    {"eq", PL_OP_EQUAL, 2, PL_OP_MANY, NULL},
    {"equals", PL_OP_EQUAL, 2, PL_OP_MANY, NULL},
    {"exp", PL_OP_EXP, 1, 1, NULL},
    {"exponential", PL_OP_CALL, 0, PL_OP_MANY, RANDOM},
    {"factorial", PL_OP_FACTORIAL, 1, 1, NULL},
    {"floor", PL_OP_FLOOR, 1, 1, NULL},
    {"gamma", PL_OP_CALL, 0, PL_OP_MANY, RANDOM},
    {"geq", PL_OP_GREATER_EQ, 2, PL_OP_MANY, NULL},
    {"gt", PL_OP_GREATER, 2, PL_OP_MANY, NULL},
    {"implies", PL_OP_IMPLIES, 2, 2, NULL},
    {"laplace", PL_OP_CALL, 0, PL_OP_MANY, RANDOM},
    {"leq", PL_OP_LESS_EQ, 2, PL_OP_MANY, NULL},
    {"ln", PL_OP_LN, 1, 1, NULL},
    {"log", PL_OP_LOG, 1, 2, NULL}, /* log(x) is ln(x) */
    {"log10", PL_OP_LOG10, 1, 1, NULL},
    {"lognormal", PL_OP_CALL, 0, PL_OP_MANY, RANDOM},
    {"lt", PL_OP_LESS, 2, PL_OP_MANY, NULL},
    {"max", PL_OP_MAX, 1, PL_OP_MANY, NULL},
    {"min", PL_OP_MIN, 1, PL_OP_MANY, NULL},
    {"minus", PL_OP_SUBTRACT, 1, 2, NULL},
    {"neq", PL_OP_NOT_EQUAL, 2, 2, NULL},
    {"normal", PL_OP_CALL, 0, PL_OP_MANY, RANDOM},
    {"not", PL_OP_NOT, 1, 1, NULL},
    {"or", PL_OP_OR, 0, PL_OP_MANY, NULL},
    {"piecewise", PL_OP_PIECEWISE, 1, PL_OP_MANY, NULL},
    {"plus", PL_OP_ADD, 0, PL_OP_MANY, NULL},
    {"poisson", PL_OP_CALL, 0, PL_OP_MANY, RANDOM},
    {"pow", PL_OP_POWER, 2, 2, NULL},
    {"power", PL_OP_POWER, 2, 2, NULL},
    {"quotient", PL_OP_QUOTIENT, 2, 2, NULL},
    {"rateOf", PL_OP_CALL, 0, PL_OP_MANY, "rates of change in formulas"},
    {"rayleigh", PL_OP_CALL, 0, PL_OP_MANY, RANDOM},
    {"rem", PL_OP_REMAINDER, 2, 2, NULL},
    {"root", PL_OP_ROOT, 1, 2, NULL},
    {"sec", PL_OP_SEC, 1, 1, NULL},
    {"sech", PL_OP_SECH, 1, 1, NULL},
    {"sin", PL_OP_SIN, 1, 1, NULL},
    {"sinh", PL_OP_SINH, 1, 1, NULL},
    {"sqr", PL_OP_SQUARE, 1, 1, NULL},
    {"sqrt", PL_OP_SQRT, 1, 1, NULL},
    {"tan", PL_OP_TAN, 1, 1, NULL},
    {"tanh", PL_OP_TANH, 1, 1, NULL},
    {"times", PL_OP_MULTIPLY, 0, PL_OP_MANY, NULL},
    {"truncatedExponential", PL_OP_CALL, 0, PL_OP_MANY, RANDOM},
    {"truncatedGamma", PL_OP_CALL, 0, PL_OP_MANY, RANDOM},
    {"truncatedNormal", PL_OP_CALL, 0, PL_OP_MANY, RANDOM},
    {"truncatedPoisson", PL_OP_CALL, 0, PL_OP_MANY, RANDOM},
    {"uniform", PL_OP_CALL, 0, PL_OP_MANY, RANDOM},
    {"xor", PL_OP_XOR, 0, PL_OP_MANY, NULL},
};

/* SBML Level 3 Version 2 Core, section 3.4.6, gives avogadro's value. */
static const struct constant {
    const char *name;
    double value;
} constants[] = {
    {"true", 1.0},
    {"True", 1.0},
    {"TRUE", 1.0},
    {"false", 0.0},
    {"False", 0.0},
    {"FALSE", 0.0},
    {"pi", 3.14159265358979323846},
    {"exponentiale", 2.71828182845904523536},
    {"avogadro", 6.02214179e23},
    {"inf", (double)INFINITY},
    {"infinity", (double)INFINITY},
    {"nan", (double)NAN},
    {"NAN", (double)NAN},
    {"notanumber", (double)NAN},
};

static const char *const keywords[] = {
    "DNA",      "after",         "at",    "compartment", "const",    "constraint",
    "delete",   "end",           "event", "ext",         "formula",  "function",
    "gene",     "geneProduct",   "has",   "import",      "in",       "is",
    "maximize", "minimize",      "model", "module",      "operator", "reaction",
    "species",  "substanceOnly", "unit",  "var",
};

/* What SBML predefines as units of a model, in Antimony's spelling. */
static const char *const unit_words[] = {"area",      "extent",    "length",
                                         "substance", "time_unit", "volume"};

/* A word and what it is about, in the plural: "'at' events are not supported yet". */
struct topic {
    const char *word;
    const char *about;
};

static const struct topic refused_statements[] = {
    {"DNA", "DNA strands"},
    {"at", "'at' events"},
    {"constraint", "constraints"},
    {"delete", "submodels, and with them 'delete',"},
    {"event", "'at' events"},
    {"gene", "genes on DNA strands"},
    {"geneProduct", "gene products of flux balance"},
    {"import", "imports of other files"},
    {"maximize", "objectives of flux balance"},
    {"minimize", "objectives of flux balance"},
    {"operator", "operators on DNA strands"},
};

#define UNCERTAINTY "uncertainties of values"
#define LAYOUT "layouts and drawing styles"
#define FLUX "properties for flux balance"

static const struct topic refused_properties[] = {
    {"autolayout", LAYOUT},
    {"charge", FLUX},
    {"chemicalFormula", FLUX},
    {"coefficientOfVariation", UNCERTAINTY},
    {"color", LAYOUT},
    {"confidenceInterval", UNCERTAINTY},
    {"conversionFactor", "conversion factors"},
    {"credibleInterval", UNCERTAINTY},
    {"distribution", UNCERTAINTY},
    {"externalParameter", UNCERTAINTY},
    {"fillcolor", LAYOUT},
    {"font", LAYOUT},
    {"fontcolor", LAYOUT},
    {"fontsize", LAYOUT},
    {"fontstyle", LAYOUT},
    {"fontweight", LAYOUT},
    {"formula", FLUX},
    {"geneProductAssociation", FLUX},
    {"gpa", FLUX},
    {"height", LAYOUT},
    {"interquartileRange", UNCERTAINTY},
    {"kurtosis", UNCERTAINTY},
    {"layout", LAYOUT},
    {"linecolor", LAYOUT},
    {"linewidth", LAYOUT},
    {"mean", UNCERTAINTY},
    {"median", UNCERTAINTY},
    {"mode", UNCERTAINTY},
    {"pos", LAYOUT},
    {"position", LAYOUT},
    {"range", UNCERTAINTY},
    {"sampleSize", UNCERTAINTY},
    {"shape", LAYOUT},
    {"size", LAYOUT},
    {"skewness", UNCERTAINTY},
    {"standardDeviation", UNCERTAINTY},
    {"standardError", UNCERTAINTY},
    {"stdev", UNCERTAINTY},
    {"strokecolor", LAYOUT},
    {"strokewidth", LAYOUT},
    {"variance", UNCERTAINTY},
    {"width", LAYOUT},
    {"x", LAYOUT},
    {"y", LAYOUT},
};

static const char *const qualifiers[] = {
    "biological_entity_is",
    "class",
    "container",
    "created",
    "description",
    "encodement",
    "encoder",
    "encodes",
    "hasInstance",
    "hasPart",
    "hasProperty",
    "hasTaxon",
    "hasVersion",
    "homolog",
    "hypernym",
    "identity",
    "instance",
    "isDerivedFrom",
    "isDescribedBy",
    "isEncodedBy",
    "isHomologTo",
    "isInstanceOf",
    "isPartOf",
    "isPropertyOf",
    "isVersionOf",
    "model_entity_is",
    "model_source",
    "modified",
    "notes",
    "occursIn",
    "origin",
    "part",
    "parthood",
    "property",
    "propertyBearer",
    "publication",
    "taxon",
    "version",
};

static const char *const creator_parts[] = {
    "name", "givenName", "familyName", "organization", "organisation", "email"};

static const char *const date_parts[] = {"year", "month",  "day",
                                         "hour", "minute", "second"};

#define N_ITEMS(array) (sizeof(array) / sizeof *(array))

static bool
is_word(const char *word, const char *text, size_t length)
{
    return word[0] == text[0] && strncmp(word, text, length) == 0 &&
           word[length] == '\0';
}

static bool
is_among(const char *const *words, size_t n, const char *text, size_t length)
{
    for (size_t k = 0; k < n; k++) {
        if (is_word(words[k], text, length)) {
            return true;
        }
    }
    return false;
}

static const char *
find_topic(const struct topic *topics, size_t n, const char *text, size_t length)
{
    for (size_t k = 0; k < n; k++) {
        if (is_word(topics[k].word, text, length)) {
            return topics[k].about;
        }
    }
    return NULL;
}

const struct pl_builtin *
pl_word_builtin(const char *text, size_t length)
{
    size_t from = 0;
    size_t to = N_ITEMS(builtins);

    while (from < to) {
        size_t middle = from + (to - from) / 2;
        const char *name = builtins[middle].name;
        int order = strncmp(name, text, length);

        if (order == 0 && name[length] == '\0') {
            return &builtins[middle];
        }
        if (order < 0) {
            from = middle + 1;
        } else {
            to = middle;
        }
    }
    return NULL;
}

bool
pl_word_constant(const char *text, size_t length, double *value)
{
    for (size_t k = 0; k < N_ITEMS(constants); k++) {
        if (is_word(constants[k].name, text, length)) {
            *value = constants[k].value;
            return true;
        }
    }
    return false;
}

bool
pl_word_is_keyword(const char *text, size_t length)
{
    return is_among(keywords, N_ITEMS(keywords), text, length);
}

bool
pl_word_is_unit(const char *text, size_t length)
{
    return is_among(unit_words, N_ITEMS(unit_words), text, length);
}

const char *
pl_word_refused_statement(const char *text, size_t length)
{
    return find_topic(refused_statements, N_ITEMS(refused_statements), text, length);
}

const char *
pl_word_refused_property(const char *text, size_t length)
{
    return find_topic(refused_properties, N_ITEMS(refused_properties), text, length);
}

bool
pl_word_is_qualifier(const char *text, size_t length)
{
    return is_among(qualifiers, N_ITEMS(qualifiers), text, length);
}

bool
pl_word_is_dotted_qualifier(const char *head, size_t head_length, const char *tail,
                            size_t tail_length)
{
    static const char creator[] = "creator";
    size_t at = sizeof creator - 1;

    if (is_word("created", head, head_length) ||
        is_word("modified", head, head_length)) {
        return is_among(date_parts, N_ITEMS(date_parts), tail, tail_length);
    }
    if (head_length < at || strncmp(head, creator, at) != 0) {
        return false;
    }
    for (; at < head_length; at++) {
        if (head[at] < '0' || head[at] > '9') {
            return false;
        }
    }
    return is_among(creator_parts, N_ITEMS(creator_parts), tail, tail_length);
}

static void
hint_near(struct pl_parser *parser, struct pl_span span, const char *const *words,
          size_t n)
{
    const char *word = pl_parser_copy(parser, span);

    if (word != NULL) {
        (void)pl_diag_hint_near(parser->diags, word, words, n, 1);
    }
}

void
pl_word_hint_keyword(struct pl_parser *parser, struct pl_span span)
{
    hint_near(parser, span, keywords, N_ITEMS(keywords));
}

void
pl_word_hint_qualifier(struct pl_parser *parser, struct pl_span span)
{
    hint_near(parser, span, qualifiers, N_ITEMS(qualifiers));
}
