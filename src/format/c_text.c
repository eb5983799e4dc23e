/*
 * c_text.c - identifiers, comments, strings, numbers and lines of a C program: whatever
 * the model says, it stays inside them.
 */
#include "format/c_parts.h"

#include <math.h>
#include <string.h>

#include "base/number.h"

/*
 * What a local variable must not be called, in the order of strcmp: keywords up to C23;
 * macros of the four headers, found by compiling each of their names with gcc and clang
 * against glibc 2.36, and some of other systems; functions and variables that the
 * program itself uses.
 */
/* clang-format off */
static const char *const reserved[] = {
    "AMOUNT", "BIG_ENDIAN", "BUFSIZ", "BYTE_ORDER", "CONCENTRATION", "DOMAIN", "EOF",
    "EXIT_FAILURE", "EXIT_SUCCESS", "FD_SETSIZE", "FILENAME_MAX", "FOPEN_MAX",
    "FP_ILOGB0", "FP_ILOGBNAN", "FP_INFINITE", "FP_NAN", "FP_NORMAL", "FP_SUBNORMAL",
    "FP_ZERO", "HUGE", "HUGE_VAL", "HUGE_VALF", "HUGE_VALL", "INFINITY",
    "LITTLE_ENDIAN", "L_ctermid", "L_cuserid", "L_tmpnam", "MATH_ERREXCEPT",
    "MATH_ERRNO", "MAXFLOAT", "MB_CUR_MAX", "M_1_PI", "M_2_PI", "M_2_SQRTPI", "M_E",
    "M_LN10", "M_LN2", "M_LOG10E", "M_LOG2E", "M_PI", "M_PI_2", "M_PI_4", "M_SQRT1_2",
    "M_SQRT2", "NAN", "NFDBITS", "NULL", "N_KINDS", "N_PARAMETERS", "N_SHOWN",
    "N_STATES", "N_VALUES", "OTHER", "OVERFLOW", "PDP_ENDIAN", "PLOSS", "P_tmpdir",
    "RAND_MAX", "SEEK_CUR", "SEEK_END", "SEEK_SET", "SING", "TLOSS", "TMP_MAX",
    "UNDERFLOW", "WCONTINUED", "WEXITED", "WNOHANG", "WNOWAIT", "WSTOPPED", "WUNTRACED",
    "X_TLOSS", "acos", "acosh", "alignas", "alignof", "asin", "asinh", "asm", "atan",
    "atanh", "auto", "bool", "break", "case", "ceil", "char", "const", "constexpr",
    "continue", "cos", "cosh", "default", "do", "double", "dydt", "else", "enum",
    "environ", "errno", "exp", "extern", "fabs", "false", "float", "floor", "fma",
    "for", "goto", "i386", "if", "inline", "int", "isnan", "linux", "log", "log10",
    "long", "main", "math_errhandling", "maximum", "minimum", "nullptr", "p",
    "parameter_table", "pow", "register", "remainder_of", "restrict", "return", "short",
    "sign", "signed", "signgam", "sin", "sinh", "sizeof", "sqrt", "square",
    "state_table", "static", "static_assert", "stderr", "stdin", "stdout", "struct",
    "switch", "tan", "tanh", "tgamma", "thread_local", "time", "true", "trunc",
    "typedef", "typeof", "typeof_unqual", "union", "unix", "unsigned", "v",
    "value_names", "void", "volatile", "while", "y",
};
/* clang-format on */

/* Beginnings of the program's own names. */
static const char *const own[] = {"STATE_", "PAR_", "VAL_", "fn_"};

static bool
is_identifier_byte(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           c == '_';
}

void
pl_c_put_tail(const char *name, struct pl_text *text)
{
    for (; *name != '\0'; name++) {
        if (is_identifier_byte(*name)) {
            pl_text_add(text, name, 1);
        } else {
            pl_text_format(text, "_x%02x_", (unsigned)(unsigned char)*name);
        }
    }
}

/* "part12": what pl_c_put_expression calls a part of a formula. */
static bool
is_part(const char *name, size_t length)
{
    size_t k = 4;

    if (length <= k || strncmp(name, "part", k) != 0) {
        return false;
    }
    while (k < length && name[k] >= '0' && name[k] <= '9') {
        k++;
    }
    return k == length;
}

/* Names with more underscores behind them are reserved too, so that adding one never
 * gives the name of another variable. */
static bool
is_reserved(const char *name)
{
    size_t length = strlen(name);
    size_t low = 0;
    size_t high = sizeof reserved / sizeof *reserved;

    for (size_t k = 0; k < sizeof own / sizeof *own; k++) {
        if (strncmp(name, own[k], strlen(own[k])) == 0) {
            return true;
        }
    }
    while (length > 0 && name[length - 1] == '_') {
        length--;
    }
    if (is_part(name, length)) {
        return true;
    }
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int side = strncmp(name, reserved[middle], length);

        if (side == 0 && reserved[middle][length] == '\0') {
            return true;
        }
        if (side <= 0) {
            high = middle;
        } else {
            low = middle + 1;
        }
    }
    return false;
}

void
pl_c_put_local(const char *name, struct pl_text *text)
{
    const char *behind = name + strspn(name, "u");
    bool is_letter = is_identifier_byte(name[0]) && !(name[0] >= '0' && name[0] <= '9');

    if (*behind == '_' || !is_letter) {
        pl_text_put(text, "u"); /* "_x" becomes "u_x", and so "u_x" "uu_x" */
    }
    pl_c_put_tail(name, text);
    if (is_reserved(name)) {
        pl_text_put(text, "_");
    }
}

/* Marks that C reads as one are kept apart by a blank: those that begin or end a
 * comment, and the question marks of trigraphs. */
void
pl_c_put_comment(const char *string, struct pl_text *text)
{
    size_t length = strlen(string);
    char last = ' ';

    while (length > 0) {
        struct pl_glyph glyph = pl_text_glyph(string, length);
        const char *shown = glyph.shown;

        if (strchr("\n\r\t", *string) != NULL) {
            shown = " ";
        } else if ((last == '*' && *shown == '/') || (last == '/' && *shown == '*') ||
                   (last == '?' && *shown == '?')) {
            pl_text_put(text, " ");
        }
        pl_text_add(text, shown, shown == glyph.shown ? glyph.n_shown : 1);
        last = *shown;
        string += glyph.n_read;
        length -= glyph.n_read;
    }
}

void
pl_c_put_string(const char *string, struct pl_text *text)
{
    size_t length = strlen(string);

    pl_text_put(text, "\"");
    while (length > 0) {
        struct pl_glyph glyph = pl_text_glyph(string, length);

        if (glyph.n_shown == 1 && strchr("\"\\?", *glyph.shown) != NULL) {
            pl_text_put(text, "\\");
        }
        pl_text_add(text, glyph.shown, glyph.n_shown);
        string += glyph.n_read;
        length -= glyph.n_read;
    }
    pl_text_put(text, "\"");
}

void
pl_c_put_number(double number, struct pl_text *text)
{
    char digits[PL_NUMBER_SIZE];

    if (isnan(number)) {
        pl_text_put(text, "NAN");
    } else if (isinf(number)) {
        pl_text_put(text, number > 0.0 ? "HUGE_VAL" : "-HUGE_VAL");
    } else {
        pl_number_format(number, digits);
        pl_text_put(text, digits);
        pl_text_put(text, strpbrk(digits, ".e") == NULL ? ".0" : "");
    }
}

void
pl_c_put_remark(const char *words, size_t indent, struct pl_text *text)
{
    struct pl_text safe;

    if (words[strspn(words, " ")] == '\0') {
        return;
    }
    pl_text_init(&safe);
    pl_c_put_comment(words, &safe);
    pl_text_repeat(text, " ", indent);
    pl_text_put(text, "/* ");
    pl_text_wrap(text, pl_text_string(&safe), indent + 3, indent + 3, PL_C_WIDTH - 3);
    pl_text_put(text, " */\n");
    text->failed = text->failed || safe.failed;
    pl_text_finish(&safe);
}

/*
 * Where to break a line of an expression that has room for `room` bytes: behind an
 * operator or a comma, in as few parentheses as can be, rather in a sum than in a
 * product, as late as can be, but not in the first third of the line. Without such a
 * place, at the first one that there is.
 * @return the bytes that stay on the line; 0 for no place
 */
static size_t
find_break(const char *expression, size_t room)
{
    size_t best = 0;
    long best_rank = 0;
    long depth = 0;

    for (size_t k = 1; expression[k] != '\0' && (k <= room || best == 0); k++) {
        char before = expression[k - 1];
        bool is_product = before == '*' || before == '/';
        long rank = 0;

        depth += (before == '(' ? 1 : 0) - (before == ')' ? 1 : 0);
        rank = 2 * depth + (is_product ? 1 : 0);
        if ((is_product ||
             (expression[k] == ' ' && strchr("+-<>=&|?:,", before) != NULL)) &&
            (best < room / 3 || rank <= best_rank)) {
            best = k;
            best_rank = rank;
        }
    }
    return best;
}

void
pl_c_put_statement(const char *left, const struct pl_text *right, struct pl_text *text)
{
    const char *rest = pl_text_string(right);
    size_t column = 4 + strlen(left) + 1;

    pl_text_format(text, "    %s", left);
    if (column + strlen(rest) + 1 > PL_C_WIDTH && 8 + strlen(rest) + 1 <= PL_C_WIDTH) {
        pl_text_put(text, "\n        ");
        column = 8;
    } else {
        pl_text_put(text, " ");
    }
    while (column + strlen(rest) + 1 > PL_C_WIDTH) {
        size_t length = find_break(rest, column < PL_C_WIDTH ? PL_C_WIDTH - column : 0);

        if (length == 0) {
            break;
        }
        pl_text_add(text, rest, length);
        pl_text_put(text, "\n        ");
        rest += length + (rest[length] == ' ' ? 1 : 0);
        column = 8;
    }
    pl_text_format(text, "%s;\n", rest);
    text->failed = text->failed || right->failed;
}

void
pl_c_put_declaration(const char *name, const struct pl_text *value,
                     struct pl_text *text)
{
    struct pl_text left;

    pl_text_init(&left);
    pl_text_format(&left, "const double %s =", name);
    pl_c_put_statement(pl_text_string(&left), value, text);
    text->failed = text->failed || left.failed;
    pl_text_finish(&left);
}

void
pl_c_list_add(struct pl_c_list *list, const struct pl_text *item, struct pl_text *text)
{
    size_t width = pl_text_width(pl_text_string(item));

    if (list->n == 0) {
        pl_text_put(text, list->begin);
        list->column = list->indent;
    } else if (list->column + width + 3 > PL_C_WIDTH) {
        pl_text_put(text, ",\n");
        pl_text_repeat(text, " ", list->indent);
        list->column = list->indent;
    } else {
        pl_text_put(text, ", ");
        list->column += 2;
    }
    pl_text_put(text, pl_text_string(item));
    text->failed = text->failed || item->failed;
    list->column += width;
    list->n++;
}

void
pl_c_list_end(struct pl_c_list *list, struct pl_text *text)
{
    pl_text_put(text, list->n > 0 ? list->end : "");
}
