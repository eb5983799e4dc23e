/*
 * test_c_writer.c - models as C: what each construct becomes, and that nothing of a
 * model breaks out of it. test_convert.sh compiles and runs what comes out.
 *
 *     convert/small.ant    gives the C file written down in convert/small.c
 *
 * `test_c_writer --redo` writes that file anew; look at the difference.
 */
#include "testlib.h"

#include <dirent.h>

#include "base/diag.h"
#include "base/source.h"
#include "base/text.h"
#include "expr/formula.h"
#include "format/antimony.h"
#include "format/c_writer.h"
#include "format/format.h"
#include "model/build.h"
#include "model/model.h"

static bool redo;

/* ---- converting ---- */

/* The C text of a model with its first n_shown symbols shown; the model is spent. */
static enum pl_status
write_model(struct pl_model *model, size_t n_shown, struct pl_text *text)
{
    static const size_t first[] = {0, 1, 2, 3};
    const struct pl_c_options options = {"pathloop 1.2.3", "folder/model.c", first,
                                         n_shown};
    enum pl_status status;

    pl_text_init(text);
    status = pl_c_write(model, &options, NULL, text);
    pl_model_destroy(model);
    return status;
}

static void
convert(const char *string, struct pl_text *text)
{
    struct pl_diags *diags = pl_diags_create();
    struct pl_source *source = NULL;
    struct pl_model *model = NULL;

    assert_int_equal(
        pl_source_create("some/m.ant", string, strlen(string), NULL, &source), PL_OK);
    if (pl_antimony_read(source, diags, &model) != PL_OK) {
        assert_messages(diags, "");
    }
    pl_source_destroy(source);
    pl_diags_destroy(diags);
    assert_int_equal(write_model(model, 0, text), PL_OK);
    assert_false(text->failed);
}

/* The C text has these lines, in one piece. */
static void
assert_has(const struct pl_text *text, const char *lines)
{
    if (strstr(pl_text_string(text), lines) == NULL) {
        fputs(pl_text_string(text), stderr);
        fail_msg("not there:\n%s", lines);
    }
}

static void
assert_converts(const char *string, const char *lines)
{
    struct pl_text text;

    convert(string, &text);
    assert_has(&text, lines);
    pl_text_finish(&text);
}

/* What a formula becomes. */
static void
assert_formula(const char *formula, const char *want)
{
    struct pl_text model, line;

    pl_text_init(&model);
    pl_text_init(&line);
    pl_text_format(&model,
                   "function f(u, w)\n u*w\nend\nfunction g()\n 3\nend\n"
                   "a = 1; b = 2; c = 3; d = 4\nx := %s\n",
                   formula);
    pl_text_format(&line, "    const double x = %s;\n", want);
    assert_converts(pl_text_string(&model), pl_text_string(&line));
    pl_text_finish(&model);
    pl_text_finish(&line);
}

/* ---- formulas ---- */

static void
test_write_gives_each_operation_its_meaning(void **state)
{
    static const struct {
        const char *formula;
        const char *want;
    } cases[] = {
        {"1", "1.0"},
        {"-2", "-2.0"},
        {"1e-300", "1e-300"},
        {"0.1 + 1e20", "0.1 + 1e+20"},
        {"inf", "HUGE_VAL"},
        {"-inf", "-HUGE_VAL"},
        {"nan", "NAN"},
        {"time", "time"},
        {"a + b + c", "a + b + c"},
        {"a - b - c", "a - b - c"},
        {"a - (b - c)", "a - (b - c)"},
        {"a - (b + c)", "a - (b + c)"},
        {"a + (b + c)", "a + (b + c)"},
        {"a*b*c", "a*b*c"},
        {"a/b/c", "a/b/c"},
        {"a/(b/c)", "a/(b/c)"},
        {"a/(b*c)", "a/(b*c)"},
        {"a*(b/c)", "a*(b/c)"},
        {"(a + b)*c", "(a + b)*c"},
        {"1/2", "1.0/2.0"},
        {"-a*b", "-a*b"},
        {"-(a*b)", "-(a*b)"},
        {"a - -b", "a - -b"},
        {"- -a", "-(-a)"},
        {"a*-b", "a*-b"},
        {"-a^2", "-pow(a, 2.0)"},
        {"a^b^c", "pow(a, pow(b, c))"},
        {"a % b", "remainder_of(a, b)"},
        {"quotient(a + b, c*d)", "trunc((a + b)/(c*d))"},
        {"sqrt(a)", "sqrt(a)"},
        {"root(a)", "sqrt(a)"},
        {"root(3, a)", "pow(a, 1.0/3.0)"},
        {"root(a*b, a + b)", "pow(a + b, 1.0/(a*b))"},
        {"sqr(a + b)", "square(a + b)"},
        {"abs(a)", "fabs(a)"},
        {"min(a, b, c)", "minimum(minimum(a, b), c)"},
        {"max(a, b)", "maximum(a, b)"},
        {"floor(a) + ceil(a)", "floor(a) + ceil(a)"},
        {"factorial(a)", "tgamma(a + 1.0)"},
        {"factorial(a - b)", "tgamma(a - b + 1.0)"},
        {"exp(a)", "exp(a)"},
        {"ln(a)", "log(a)"},
        {"log10(a)", "log10(a)"},
        {"log(a)", "log(a)"},
        {"log(10, a)", "log10(a)"},
        {"log(2, a)", "log(a)/log(2.0)"},
        {"a/log(b, c)", "a/(log(c)/log(b))"},
        {"sin(a) + cos(a) + tan(a)", "sin(a) + cos(a) + tan(a)"},
        {"sec(a) + csc(a) + cot(a)", "1.0/cos(a) + 1.0/sin(a) + 1.0/tan(a)"},
        {"b/sec(a)", "b/(1.0/cos(a))"},
        {"arcsin(a) + arccos(a) + arctan(a)", "asin(a) + acos(a) + atan(a)"},
        {"arcsec(a) + arccsc(a*b) + arccot(a^b)",
         "acos(1.0/a) + asin(1.0/(a*b)) + atan(1.0/pow(a, b))"},
        {"sinh(a) + cosh(a) + tanh(a)", "sinh(a) + cosh(a) + tanh(a)"},
        {"sech(a) + csch(a) + coth(a)", "1.0/cosh(a) + 1.0/sinh(a) + 1.0/tanh(a)"},
        {"arcsinh(a) + arccosh(a) + arctanh(a)", "asinh(a) + acosh(a) + atanh(a)"},
        {"arcsech(a) + arccsch(a) + arccoth(-a)",
         "acosh(1.0/a) + asinh(1.0/a) + atanh(1.0/-a)"},
        {"a < b", "a < b ? 1.0 : 0.0"},
        {"a <= b", "a <= b ? 1.0 : 0.0"},
        {"a > b", "a > b ? 1.0 : 0.0"},
        {"a >= b", "a >= b ? 1.0 : 0.0"},
        {"a == b", "a == b ? 1.0 : 0.0"},
        {"a != b", "a != b ? 1.0 : 0.0"},
        {"2*(a < b)", "2.0*(a < b ? 1.0 : 0.0)"},
        {"eq(a < b, c)", "(a < b ? 1.0 : 0.0) == c ? 1.0 : 0.0"},
        {"a && b", "a != 0.0 && b != 0.0 ? 1.0 : 0.0"},
        {"a < b || !(c < d)", "a < b || !(c < d) ? 1.0 : 0.0"},
        {"(a < b && c < d) || a", "(a < b && c < d) || a != 0.0 ? 1.0 : 0.0"},
        {"(a < b || c < d) && a", "(a < b || c < d) && a != 0.0 ? 1.0 : 0.0"},
        {"!a", "a == 0.0 ? 1.0 : 0.0"},
        {"and()", "1.0 != 0.0 ? 1.0 : 0.0"},
        {"or()", "0.0 != 0.0 ? 1.0 : 0.0"},
        {"xor()", "0.0 != 0.0 ? 1.0 : 0.0"},
        {"and(a)", "a != 0.0 ? 1.0 : 0.0"},
        {"xor(a, b, c < d)", "((a != 0.0) != (b != 0.0)) != (c < d) ? 1.0 : 0.0"},
        {"implies(a, b)", "a == 0.0 || b != 0.0 ? 1.0 : 0.0"},
        {"implies(a < b, c && d)", "!(a < b) || (c != 0.0 && d != 0.0) ? 1.0 : 0.0"},
        {"piecewise(a, b < c, d)", "b < c ? a : d"},
        {"piecewise(a, b < c)", "b < c ? a : NAN"},
        {"piecewise(a)", "a"},
        {"1 + piecewise(a, b, c, d, 0)", "1.0 + (b != 0.0 ? a : d != 0.0 ? c : 0.0)"},
        {"piecewise(piecewise(a, b, c), d, 0)", "d != 0.0 ? (b != 0.0 ? a : c) : 0.0"},
        {"plus() + times() + plus(a) + times(a)", "0.0 + 1.0 + a + a"},
        {"times(plus(a), b)", "a*b"},
        {"f(a + b, -c)", "fn_f(a + b, -c)"},
        {"g()", "fn_g()"},
    };

    (void)state;
    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) {
        assert_formula(cases[k].formula, cases[k].want);
    }
}

static void
test_write_defines_only_what_formulas_use(void **state)
{
    static const struct {
        const char *formula;
        const char *definition;
    } cases[] = {
        {"sqr(a)", "square(double x)"},
        {"a % 2", "remainder_of(double a, double b)"},
        {"min(a, 2)", "minimum(double a, double b)"},
        {"max(a, 2)", "maximum(double a, double b)"},
        {"f(a)", "fn_f(double u)"},
    };

    (void)state;
    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) {
        struct pl_text model, text;

        pl_text_init(&model);
        pl_text_format(&model, "function f(u)\n 2*u\nend\na = 1\nx := %s\n",
                       cases[k].formula);
        convert(pl_text_string(&model), &text);
        for (size_t j = 0; j < sizeof cases / sizeof *cases; j++) {
            bool is_there = strstr(text.data, cases[j].definition) != NULL;

            assert_int_equal(is_there, j == k);
        }
        pl_text_finish(&model);
        pl_text_finish(&text);
    }
}

static void
test_write_puts_functions_behind_those_they_call(void **state)
{
    (void)state;
    assert_converts("function inner(x, unused)\n x/(1 + x)\nend\n"
                    "function outer(double, a)\n inner(double, 0)^a\nend\n"
                    "function idle(x)\n x\nend\n"
                    "A -> ; outer(A, 2); A = 1\n",
                    "\nstatic double\n"
                    "fn_inner(double x, double unused)\n"
                    "{\n"
                    "    (void)unused;\n"
                    "    return x/(1.0 + x);\n"
                    "}\n"
                    "\n"
                    "static double\n"
                    "fn_outer(double double_, double a)\n"
                    "{\n"
                    "    return pow(fn_inner(double_, 0.0), a);\n"
                    "}\n"
                    "\n"
                    "/*\n"
                    " * The equations");
}

/* No statement has more than 63 parentheses in one another, which is as much as C99
 * promises, and none has more commas and operators than a compiler can bear. */
static void
assert_shallow(const char *c)
{
    size_t depth = 0;
    size_t n_blanks = 0;

    for (; *c != '\0'; c++) {
        depth += *c == '(' ? 1 : 0;
        depth -= *c == ')' ? 1 : 0;
        n_blanks = *c == ';' ? 0 : n_blanks + (*c == '+' ? 1 : 0);
        assert_true(depth <= 63);
        assert_true(n_blanks <= 400);
    }
    assert_int_equal(depth, 0);
}

static void
repeat_text(const char *before, const char *middle, const char *after, size_t n,
            struct pl_text *text)
{
    pl_text_repeat(text, before, n);
    pl_text_put(text, middle);
    pl_text_repeat(text, after, n);
}

static void
test_write_splits_formulas_that_are_deep_or_long(void **state)
{
    static const struct {
        const char *before, *middle, *after;
        size_t n;
    } cases[] = {
        {"sin(", "a", ")", 900},
        {"(1 - ", "a", "*a)", 400},
        {"not(", "a", ")", 900},
        {"xor(a, b, ", "a", ")", 900},
        {"min(", "a", ", 1, 2, 3, 4, 5, 6)", 900},
        {"piecewise(", "a", ", a < 1, 2)", 900},
        {"a + ", "a", "", 5000},
        {"min(a, ", "a", ")", 100},
        {"", "min(a", ", a", 0},
    };

    (void)state;
    for (size_t k = 0; k + 1 < sizeof cases / sizeof *cases; k++) {
        struct pl_text model, text;

        pl_text_init(&model);
        pl_text_put(&model, "a = 1; b = 0\nx := ");
        repeat_text(cases[k].before, cases[k].middle, cases[k].after, cases[k].n,
                    &model);
        convert(pl_text_string(&model), &text);
        assert_shallow(strstr(text.data, "equations(double time"));
        assert_has(&text, k == 7 ? "minimum(a, part" : "part1");
        pl_text_finish(&model);
        pl_text_finish(&text);
    }
}

/* Lists of arguments of one operation. */
static void
test_write_splits_long_lists(void **state)
{
    static const struct {
        const char *name, *item, *end;
    } cases[] = {
        {"min(", "a, ", "b)"},          {"and(", "a, ", "b)"},
        {"or(", "a < b, ", "b)"},       {"xor(", "a, ", "b)"},
        {"piecewise(", "a, b, ", "1)"}, {"times(", "a, ", "b)"},
        {"plus(", "a, ", "b)"},
    };

    (void)state;
    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) {
        struct pl_text model, text;

        pl_text_init(&model);
        pl_text_format(&model, "a = 1; b = 0\nx := %s", cases[k].name);
        pl_text_repeat(&model, cases[k].item, 1000);
        pl_text_put(&model, cases[k].end);
        convert(pl_text_string(&model), &text);
        assert_shallow(strstr(text.data, "equations(double time"));
        assert_has(&text, "const double part4 = ");
        pl_text_finish(&model);
        pl_text_finish(&text);
    }
}

static void
test_write_splits_the_sum_of_many_reactions(void **state)
{
    struct pl_text model, text;

    (void)state;
    pl_text_init(&model);
    pl_text_put(&model, "S = 1\n");
    pl_text_repeat(&model, "S -> ; S\n", 1000);
    convert(pl_text_string(&model), &text);
    assert_shallow(strstr(text.data, "equations(double time"));
    assert_has(&text, "const double part1 = -u_J0 - u_J1 - u_J2");
    assert_has(&text, "    dydt[STATE_S] = part");
    pl_text_finish(&model);
    pl_text_finish(&text);
}

/* ---- names and texts ---- */

static void
test_write_gives_names_that_mean_something_in_c_another_one(void **state)
{
    static const struct {
        const char *name;
        const char *want;
    } cases[] = {
        {"Akt", "Akt"},
        {"int", "int_"},
        {"int_", "int__"},
        {"exp_", "exp__"},
        {"y", "y_"},
        {"p", "p_"},
        {"v", "v_"},
        {"dydt", "dydt_"},
        {"linux", "linux_"},
        {"M_PI", "M_PI_"},
        {"EOF", "EOF_"},
        {"NULL", "NULL_"},
        {"AMOUNT", "AMOUNT_"},
        {"while", "while_"},
        {"nullptr", "nullptr_"},
        {"typeof", "typeof_"},
        {"whil", "whil"},
        {"whiles", "whiles"},
        {"_", "u_"},
        {"_a", "u_a"},
        {"__a", "u__a"},
        {"u_a", "uu_a"},
        {"uu_a", "uuu_a"},
        {"u", "u"},
        {"ua", "ua"},
        {"part1", "part1_"},
        {"part", "part"},
        {"part1a", "part1a"},
        {"part12_", "part12__"},
        {"STATE_a", "STATE_a_"},
        {"PAR_a_", "PAR_a__"},
        {"VAL_", "VAL__"},
        {"fn_f", "fn_f_"},
        {"STATE", "STATE"},
        {"square", "square_"},
        {"rates", "rates"},
        {"start", "start"},
        {"k", "k"},
        {"t", "t"},
        {"h", "h"},
        {"N", "N"},
        {"main", "main_"},
        {"time_", "time__"},
        {"value_names", "value_names_"},
    };

    (void)state;
    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) {
        struct pl_text model, line;

        pl_text_init(&model);
        pl_text_init(&line);
        pl_text_format(&model, "%s = 1\nx := 2*%s\n", cases[k].name, cases[k].name);
        pl_text_format(&line, "    const double x = 2.0*%s;\n", cases[k].want);
        assert_converts(model.data, line.data);
        pl_text_finish(&line);
        pl_text_format(&line, "    const double %s = p[PAR_%s];\n", cases[k].want,
                       cases[k].name);
        assert_converts(model.data, line.data);
        pl_text_finish(&model);
        pl_text_finish(&line);
    }
}

static void
test_write_keeps_texts_inside_comments_and_strings(void **state)
{
    static const char *const model =
        "model m\n"
        "  k is \"a*/ system(\\\"x\\\"); /*\"; k = 1\n"
        "  x := k; x is \"trigraph ?\?/ ?\?\?\"; x notes \"*/*/ one\\\\ //\"\n"
        "  y := k; y is \"αβ\"; y notes ```line one\nline two\x01```\n"
        "end\n"
        "m notes \"*/ int main; /* \"\n";
    struct pl_text text;

    (void)state;
    convert(model, &text);
    assert_has(&text, "/* a* / system(\"x\"); / * */\n");
    assert_has(&text, "    /* trigraph ? ?/ ? ? ?; * / * / one\\ // */\n");
    assert_has(&text, "    /* αβ; line one line two? */\n");
    assert_has(&text, " *\n * * / int main; / *\n *\n");
    pl_text_finish(&text);
}

/* No reader gives such names, but whoever calls pl_build_symbol may. */
static void
test_write_keeps_names_inside_identifiers_and_strings(void **state)
{
    static const char *const names[] = {"a b", "x\";exit(1);\"", "9", "",
                                        "é",   "?\?/\n"};
    struct pl_source *source = NULL;
    struct pl_build *build = NULL;
    struct pl_model *model = NULL;
    struct pl_text text;

    (void)state;
    assert_int_equal(pl_source_create("m", "", 0, NULL, &source), PL_OK);
    assert_int_equal(pl_build_create(source, NULL, &build), PL_OK);
    for (size_t k = 0; k < sizeof names / sizeof *names; k++) {
        struct pl_span span = {0, 0};
        size_t symbol = pl_build_symbol(build, names[k], strlen(names[k]), span);
        struct pl_formula *one = pl_formula_number(pl_build_arena(build), span, 1.0);

        pl_build_rule(build, symbol, PL_RULE_ASSIGNMENT, one, span);
    }
    pl_build_name(build, "*/\nm", 4);
    assert_int_equal(pl_build_finish(build, &model), PL_OK);
    pl_build_destroy(build);
    pl_source_destroy(source);
    assert_int_equal(write_model(model, 2, &text), PL_OK);
    assert_has(&text, "    [VAL_a_x20_b] = \"a b\",\n");
    assert_has(&text, "    [VAL_x_x22__x3b_exit_x28_1_x29__x3b__x22_] = "
                      "\"x\\\";exit(1);\\\"\",\n");
    assert_has(&text, "    [VAL_9] = \"9\",\n");
    assert_has(&text, "    const double u9 = 1.0;\n");
    assert_has(&text, "    const double u = 1.0;\n");
    assert_has(&text, "    [VAL__xc3__xa9_] = \"é\",\n");
    assert_has(&text, "    const double u_xc3__xa9_ = 1.0;\n");
    assert_has(&text, "] = \"\\?\\?/\\?\",\n");
    assert_has(&text, "/*\n * model.c - the model * / m as C99");
    pl_text_finish(&text);
}

/* ---- equations ---- */

static void
test_write_gives_the_equations_of_each_kind_of_symbol(void **state)
{
    static const struct {
        const char *model;
        const char *lines;
    } cases[] = {
        /* amounts over the size of the compartment, unless the symbol is the amount */
        {"compartment c = 2; species A in c, B; substanceOnly species Q in c\n"
         "A = 1; B = 1; Q = 1\nJ: A + B -> Q; A",
         "    dydt[STATE_A] = -J/c;\n    dydt[STATE_B] = -J;\n    dydt[STATE_Q] = "
         "J;\n"},
        /* net stoichiometries; formulas apart; nothing at all */
        {"n = 2; J: 2 A + B + n C -> A + B + 3 C + n A; 1; A = 0; B = 0; C = 0",
         "    dydt[STATE_A] = n*J - J;\n    dydt[STATE_B] = 0.0;\n"
         "    dydt[STATE_C] = -n*J + 3.0*J;\n"},
        {"n = 2; J: -> 0.5 A; 1; K: A -> n A; 1; A = 0",
         "    dydt[STATE_A] = 0.5*J + n*K - K;\n"},
        {"compartment c = 2; species A in c; J: -> A; 1; K: A -> ; A; A = 0",
         "    dydt[STATE_A] = (J - K)/c;\n"},
        /* boundary, constant and ruled species are not changed */
        {"J: $A + B -> C; 1; const species D; K: D -> ; 1; A = 1; B = 1; C = 1; D = 1",
         "    dydt[STATE_B] = -J;\n    dydt[STATE_C] = J;\n\n"},
        {"$T -> A; T; T' = 0.1*T; T = 1; A = 0", "    dydt[STATE_T] = 0.1*T;\n"},
        /* rate rules hold for what the symbol means */
        {"compartment c = 2; species S in c; S' = -S; S = 1",
         "    dydt[STATE_S] = -S;\n"},
        /* a compartment that moves: its species are kept as amounts */
        {"compartment c = 2; c' = 0.1; species A in c, $B in c; J: A -> ; A*B; A = 1; "
         "B = 3",
         "    const double c = y[STATE_c];\n"
         "    const double A = y[STATE_A]/c; /* the state is the amount */\n"
         "    const double B = y[STATE_B]/c; /* the state is the amount */\n"},
        {"compartment c = 2; c' = 0.1; species A in c, $B in c; J: A -> ; A*B; A = 1; "
         "B = 3",
         "    dydt[STATE_c] = 0.1;\n    dydt[STATE_A] = -J;\n    dydt[STATE_B] = "
         "0.0;\n"},
        {"compartment c = 2; c' = 0.1; species A in c, $B in c; J: A -> ; A*B; A = 1; "
         "B = 3",
         "    y[STATE_c] = p[PAR_c];\n    y[STATE_A] = p[PAR_A]*p[PAR_c];\n"
         "    y[STATE_B] = p[PAR_B]*p[PAR_c];\n"},
        {"compartment c = 2; c' = 0.1; species A in c; substanceOnly species Q in c\n"
         "A -> Q; A; A = 1; Q = 0; z' = 1; z = 0",
         "    [STATE_c] = {\"c\", OTHER},\n    [STATE_A] = {\"A\", AMOUNT},\n"
         "    [STATE_Q] = {\"Q\", AMOUNT},\n    [STATE_z] = {\"z\", OTHER},\n"},
        /* rules after what they use */
        {"a := 2*b; b := 3*J; A -> ; k*A; J: A -> ; a1*time; a1 = 1; k = 2; A = 1",
         "    const double J = a1*time;\n    const double b = 3.0*J;\n"
         "    const double a = 2.0*b;\n"},
        /* values from formulas, in order, unless they are given */
        {"A -> ; a*A; A = 2*B; B = C^2; C = 3; a := A + time",
         "    [PAR_B] = {\"B\", NAN, \"\"}, /* = C^2 */\n"},
        {"A -> ; a*A; A = 2*B; B = C^2; C = 3; a := A + time",
         "{\n"
         "    const double C = p[PAR_C];\n"
         "    if (isnan(p[PAR_B])) {\n"
         "        p[PAR_B] = pow(C, 2.0);\n"
         "    }\n"
         "    const double B = p[PAR_B];\n"
         "    if (isnan(p[PAR_A])) {\n"
         "        p[PAR_A] = 2.0*B;\n"
         "    }\n"
         "\n"
         "    y[STATE_A] = p[PAR_A];\n"
         "}\n"},
        /* … through rules and rates, at time 0 */
        {"J: A -> ; r*time; r := 2*A; A = 1; b = J + r; c := b",
         "    const double time = 0.0;\n"
         "    const double A = p[PAR_A];\n"
         "    const double r = 2.0*A;\n"
         "    const double J = r*time;\n"
         "    if (isnan(p[PAR_b])) {\n"
         "        p[PAR_b] = J + r;\n"
         "    }\n"},
        {"until = inf; x := time < until",
         "    [PAR_until] = {\"until\", HUGE_VAL, \"\"},\n"},
        {"species A; x := time", "    [PAR_A] = {\"A\", NAN, \"\"}, /* no value */\n"},
        /* nothing that moves, nothing that is read */
        {"x := 2*time; k = 1", "enum state {\n    N_STATES\n};\n"},
        {"x := 2",
         "{\n    (void)time;\n    (void)y;\n    (void)p;\n    (void)dydt;\n\n"},
        {"x := 2", "start(double p[], double y[])\n{\n    (void)p;\n    (void)y;\n}\n"},
        /* what a person wants to know beside the formula */
        {"J: 2 A -> B; A; J is \"the step\"; J notes \"made up\"; K: => A; 1; A = 1; "
         "B = 0",
         "    /* 2 A -> B; the step; made up */\n    const double J = A;\n"
         "    /* => A */\n    const double K = 1.0;\n"},
    };

    (void)state;
    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) {
        assert_converts(cases[k].model, cases[k].lines);
    }
}

static void
test_write_says_what_the_unit_of_time_is(void **state)
{
    static const struct {
        const char *model;
        const char *words;
        const char *end;
    } cases[] = {
        {"x := time", "The model does not say what its unit of time is.", "100.0"},
        {"unit time_unit = second; x := time", "Time is in seconds.", "172800.0"},
        {"unit time_unit = 60 second; x := time", "Time is in minutes.", "2880.0"},
        {"unit time_unit = 3600 second; x := time", "Time is in hours.", "48.0"},
        {"unit time_unit = 86400 second; x := time", "Time is in days.", "2.0"},
        {"unit time_unit = 1e-3 second; x := time", "Time is in milliseconds.",
         "172800000.0"},
        {"unit time_unit = 10 second; x := time", "Time is in units of 10 s.",
         "17280.0"},
    };

    (void)state;
    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) {
        struct pl_text text, end, one_line;

        convert(cases[k].model, &text);
        pl_text_init(&end);
        pl_text_format(&end, "usual_t_end = %s;\n", cases[k].end);
        assert_has(&text, end.data);
        pl_text_init(&one_line); /* the words may stand on two lines */
        for (const char *c = text.data; *c != '\0'; c++) {
            if (strncmp(c, "\n * ", 4) == 0) {
                pl_text_put(&one_line, " ");
                c += 3;
            } else {
                pl_text_add(&one_line, c, 1);
            }
        }
        assert_has(&one_line, cases[k].words);
        pl_text_finish(&text);
        pl_text_finish(&end);
        pl_text_finish(&one_line);
    }
}

static void
test_write_shows_the_chosen_values_first(void **state)
{
    struct pl_source *source = NULL;
    struct pl_model *model = NULL;
    static const char string[] = "a := b; b := time; A -> ; A; A = 1; x := a; k = 1";
    static const size_t shown[] = {3, 0, 6};
    const struct pl_c_options options = {"pathloop", "m.c", shown, 2};
    struct pl_text text;

    (void)state;
    assert_int_equal(pl_source_create("m.ant", string, strlen(string), NULL, &source),
                     PL_OK);
    assert_int_equal(pl_antimony_read(source, NULL, &model), PL_OK);
    pl_source_destroy(source);
    pl_text_init(&text);
    assert_int_equal(pl_c_write(model, &options, NULL, &text), PL_OK);
    assert_string_equal(model->symbols[3].name, "_J0");
    assert_has(&text,
               "enum value {\n    VAL__J0, VAL_a, VAL_b, VAL_A, VAL_x, N_VALUES\n");
    assert_has(&text, "enum { N_SHOWN = 2 };");
    pl_text_finish(&text);
    pl_model_destroy(model);
}

/* ---- whole files ---- */

/* The text is fit for a compiler: brackets in order, quotes and comments closed, and
 * nothing but ASCII outside of comments and strings. */
static void
assert_well_formed(const char *c)
{
    char brackets[200];
    size_t depth = 0;

    while (*c != '\0') {
        const char *pair = strchr("()[]{}", *c);

        assert_false(strncmp(c, "\?\?", 2) == 0);
        if (strncmp(c, "/*", 2) == 0) {
            const char *end = strstr(c + 2, "*/");

            assert_non_null(end);
            assert_true(strstr(c + 2, "/*") == NULL || strstr(c + 2, "/*") > end);
            c = end + 2;
            continue;
        }
        assert_false(strncmp(c, "*/", 2) == 0);
        if (*c == '"' || *c == '\'') {
            char quote = *c++;

            while (*c != quote) {
                assert_true(*c != '\n' && *c != '\0');
                c += *c == '\\' ? 2 : 1;
            }
            c++;
            continue;
        }
        assert_true(*c == '\n' || (*c >= ' ' && *c <= '~'));
        if (pair != NULL && (pair - "()[]{}") % 2 == 0) {
            assert_true(depth < sizeof brackets);
            brackets[depth++] = pair[1];
        } else if (pair != NULL) {
            assert_true(depth > 0 && brackets[--depth] == *c);
        }
        c++;
    }
    assert_int_equal(depth, 0);
}

/* Every model of a folder; @return how many there are. */
static size_t
convert_folder(char *folder)
{
    DIR *dir = opendir(folder);
    struct dirent *entry = NULL;
    size_t n = 0;

    assert_non_null(dir);
    while ((entry = readdir(dir)) != NULL) {
        const char *dot = strrchr(entry->d_name, '.');
        char *path = test_join(folder, entry->d_name);
        struct pl_model *model = NULL;
        struct pl_text text;

        if (dot != NULL && strcmp(dot, ".ant") == 0) {
            assert_int_equal(pl_format_read_model(path, NULL, &model), PL_OK);
            assert_int_equal(write_model(model, 1, &text), PL_OK);
            assert_well_formed(pl_text_string(&text));
            pl_text_finish(&text);
            n++;
        }
        free(path);
    }
    closedir(dir);
    free(folder);
    return n;
}

static void
test_write_makes_c_of_every_model(void **state)
{
    (void)state;
    assert_true(convert_folder(test_path("antimony/good")) > 70);
    assert_true(convert_folder(test_source_path("models")) >= 4);
    assert_int_equal(convert_folder(test_path("convert")), 2);
}

/* A file of tests/ with one value shown. */
static void
convert_file(const char *relative, const char *value, struct pl_text *text)
{
    char *path = test_path(relative);
    struct pl_model *model = NULL;
    size_t shown = PL_NONE;
    struct pl_c_options options = {"pathloop 1.2.3", "small.c", &shown, 1};

    assert_int_equal(pl_format_read_model(path, NULL, &model), PL_OK);
    shown = pl_model_find(model, value);
    assert_true(shown != PL_NONE);
    pl_text_init(text);
    assert_int_equal(pl_c_write(model, &options, NULL, text), PL_OK);
    pl_model_destroy(model);
    free(path);
}

static void
test_write_gives_this_file(void **state)
{
    char *path = test_path("convert/small.c");
    char *want = NULL;
    struct pl_text text;

    (void)state;
    convert_file("convert/small.ant", "readout_pR", &text);
    if (redo) {
        test_write_file(path, pl_text_string(&text));
    }
    want = test_read_file(path, NULL);
    assert_non_null(want);
    assert_string_equal(pl_text_string(&text), want);
    free(want);
    free(path);
    pl_text_finish(&text);
}

static void
test_write_does_not_follow_the_locale(void **state)
{
    struct pl_text before, after;

    (void)state;
    convert_file("convert/everything.ant", "drive", &before);
    test_enter_comma_locale();
    convert_file("convert/everything.ant", "drive", &after);
    test_leave_locale();
    assert_string_equal(before.data, after.data);
    pl_text_finish(&before);
    pl_text_finish(&after);
}

static enum pl_status
write_everything(void *context)
{
    const struct pl_model *model = context;
    static const size_t shown[] = {1};
    const struct pl_c_options options = {"pathloop", "m.c", shown, 1};
    struct pl_text text;
    enum pl_status status;

    pl_text_init(&text);
    status = pl_c_write(model, &options, NULL, &text);
    pl_text_finish(&text);
    return status;
}

static void
test_write_survives_no_memory(void **state)
{
    static const char string[] =
        "function f(x)\n x^2\nend\n"
        "compartment c = 2; c' = 0.1; species A in c; J: 2 A -> n B; f(A)*min(A, B)\n"
        "A = 2*n; B = 0; n = 1; r := piecewise(1, time < 2, A); r is \"rule\"\n";
    struct pl_source *source = NULL;
    struct pl_model *model = NULL;

    (void)state;
    assert_int_equal(pl_source_create("m.ant", string, strlen(string), NULL, &source),
                     PL_OK);
    assert_int_equal(pl_antimony_read(source, NULL, &model), PL_OK);
    pl_source_destroy(source);
    assert_true(assert_survives_no_memory(write_everything, model) > 100);
    pl_model_destroy(model);
}

static void
test_write_says_when_memory_is_out(void **state)
{
    static const size_t shown[] = {0};
    const struct pl_c_options options = {"pathloop", "m.c", shown, 1};
    struct pl_diags *diags = pl_diags_create();
    struct pl_source *source = NULL;
    struct pl_model *model = NULL;
    struct pl_text text;

    (void)state;
    assert_int_equal(pl_source_create("m.ant", "x := time", 9, NULL, &source), PL_OK);
    assert_int_equal(pl_antimony_read(source, NULL, &model), PL_OK);
    pl_source_destroy(source);
    pl_text_init(&text);
    test_fail_allocation(3, true);
    assert_int_equal(pl_c_write(model, &options, diags, &text), PL_ERR_NOMEM);
    assert_true(test_allow_allocations());
    assert_messages(diags, "error: out of memory for the C program\n");
    pl_text_finish(&text);
    pl_model_destroy(model);
    pl_diags_destroy(diags);
}

int
main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_write_gives_each_operation_its_meaning),
        cmocka_unit_test(test_write_defines_only_what_formulas_use),
        cmocka_unit_test(test_write_puts_functions_behind_those_they_call),
        cmocka_unit_test(test_write_splits_formulas_that_are_deep_or_long),
        cmocka_unit_test(test_write_splits_long_lists),
        cmocka_unit_test(test_write_splits_the_sum_of_many_reactions),
        cmocka_unit_test(test_write_gives_names_that_mean_something_in_c_another_one),
        cmocka_unit_test(test_write_keeps_texts_inside_comments_and_strings),
        cmocka_unit_test(test_write_keeps_names_inside_identifiers_and_strings),
        cmocka_unit_test(test_write_gives_the_equations_of_each_kind_of_symbol),
        cmocka_unit_test(test_write_says_what_the_unit_of_time_is),
        cmocka_unit_test(test_write_shows_the_chosen_values_first),
        cmocka_unit_test(test_write_makes_c_of_every_model),
        cmocka_unit_test(test_write_gives_this_file),
        cmocka_unit_test(test_write_does_not_follow_the_locale),
        cmocka_unit_test(test_write_survives_no_memory),
        cmocka_unit_test(test_write_says_when_memory_is_out),
    };

    redo = argc > 1 && strcmp(argv[1], "--redo") == 0;
    return cmocka_run_group_tests(tests, NULL, NULL);
}
