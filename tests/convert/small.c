/*
 * small.c - the model small as C99: its equations, a solver for stiff equations, and a
 * program that prints a table.
 *
 *     cc -O2 small.c -o small -lm
 *     ./small [t_end] [n_outputs] [name=value ...] [all]
 *
 * It prints n_outputs rows of CSV from time 0 to t_end, 49 rows to 2880 by default.
 * name=value sets a parameter, or a state at time 0. A run starts from these values; it
 * is not brought to rest first. With "all" it prints 7 values, without it 1. Time is in
 * minutes.
 *
 * Written by pathloop 1.2.3 from small.ant. The licence of the model holds for this
 * file as well.
 */

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ----------------------------------------------------------------- the model */

enum state {
    STATE_R, STATE_pR, N_STATES
};

enum parameter {
    PAR_cell, PAR_ligand, PAR_k_on, PAR_k_off, PAR_K, PAR_emax, PAR_total, PAR_R,
    PAR_pR, N_PARAMETERS
};

enum value {
    VAL_readout_pR, VAL_R, VAL_pR, VAL_feedback_pR_kinase, VAL_kinase, VAL_on, VAL_off,
    N_VALUES
};

enum { N_SHOWN = 1 }; /* printed unless all are asked for */

enum kind { CONCENTRATION, AMOUNT, OTHER, N_KINDS };

static const struct {
    const char *name;
    enum kind kind; /* tolerances are relative to it */
} state_table[N_STATES + 1] = {
    [STATE_R] = {"R", CONCENTRATION}, /* receptor */
    [STATE_pR] = {"pR", CONCENTRATION}, /* receptor pY */
    [N_STATES] = {NULL, OTHER},
};

static const struct {
    const char *name;
    double value; /* NAN: worked out at time 0, unless given */
    const char *unit;
} parameter_table[N_PARAMETERS + 1] = {
    [PAR_cell] = {"cell", 2.0, ""},
    [PAR_ligand] = {"ligand", 1.0, ""}, /* ligand, relative to its half-effect */
    [PAR_k_on] = {"k_on", 0.1, ""},
    [PAR_k_off] = {"k_off", 0.05, ""},
    [PAR_K] = {"K", 4.0, ""},
    [PAR_emax] = {"emax", 0.9, ""},
    [PAR_total] = {"total", 10.0, ""},
    /* the state at time 0 */
    [PAR_R] = {"R", NAN, "nM"}, /* receptor = total - pR */
    [PAR_pR] = {"pR", 1.0, "nM"}, /* receptor pY */
    [N_PARAMETERS] = {NULL, 0.0, NULL},
};

static const char *const value_names[N_VALUES + 1] = {
    [VAL_readout_pR] = "readout_pR", /* phosphorylated, percent */
    [VAL_R] = "R", /* receptor */
    [VAL_pR] = "pR", /* receptor pY */
    [VAL_feedback_pR_kinase] = "feedback_pR_kinase",
    [VAL_kinase] = "kinase",
    [VAL_on] = "on",
    [VAL_off] = "off",
    [N_VALUES] = NULL,
};

static double
fn_hill(double x, double K)
{
    return pow(x, 2.0)/(pow(K, 2.0) + pow(x, 2.0));
}

/*
 * The equations: the change of the state, and every value that can be printed.
 */
static void
equations(double time, const double y[], const double p[], double dydt[],
          double v[])
{
    (void)time;

    /* the state, and what stands still */
    const double R = y[STATE_R], pR = y[STATE_pR];
    const double cell = p[PAR_cell], ligand = p[PAR_ligand], k_on = p[PAR_k_on],
                 k_off = p[PAR_k_off], K = p[PAR_K], emax = p[PAR_emax],
                 total = p[PAR_total];

    /* rules, and rates of reactions: substance per time */
    const double feedback_pR_kinase = fn_hill(pR, K);
    const double kinase = k_on*ligand*(1.0 - emax*feedback_pR_kinase);
    /* R -> pR; mass action; made up */
    const double on = kinase*R*cell;
    /* pR => R */
    const double off = k_off*pR*cell;
    /* phosphorylated, percent */
    const double readout_pR = 100.0*pR/total;

    /* the change of the state */
    dydt[STATE_R] = (-on + off)/cell;
    dydt[STATE_pR] = (on - off)/cell;

    /* what can be printed */
    v[VAL_readout_pR] = readout_pR;
    v[VAL_R] = R;
    v[VAL_pR] = pR;
    v[VAL_feedback_pR_kinase] = feedback_pR_kinase;
    v[VAL_kinase] = kinase;
    v[VAL_on] = on;
    v[VAL_off] = off;
}

/* dy/dt at (time, y), for a solver. */
static void
rates(double time, const double y[], const double p[], double dydt[])
{
    double v[N_VALUES];

    equations(time, y, p, dydt, v);
}

/* The values at (time, y), in the order of value_names. */
static void
observe(double time, const double y[], const double p[], double v[])
{
    double dydt[N_STATES + 1];

    equations(time, y, p, dydt, v);
}

/*
 * Time 0: the values that the model works out from others, unless they are given,
 * and the state.
 */
static void
start(double p[], double y[])
{
    const double total = p[PAR_total];
    const double pR = p[PAR_pR];
    if (isnan(p[PAR_R])) {
        p[PAR_R] = total - pR;
    }

    y[STATE_R] = p[PAR_R];
    y[STATE_pR] = p[PAR_pR];
}

static const double usual_t_end = 2880.0;
static const long usual_n_outputs = 49;

/* ---------------------------------------------------------------- the solver
 *
 * Rodas5P, a Rosenbrock method for stiff equations: order 5, L-stable. With
 * W = 1/(gamma h) - df/dy, stage s = 1 .. 8 solves
 *
 *     W k_s = f(t + c_s h, u_s) + sum_j C_sj k_j/h + d_s h df/dt,
 *     u_s = y + sum_j A_sj k_j,        where j < s,
 *
 * y(t + h) is u_8 + k_8, and k_8 is the estimate of its error.
 * Source: Steinebach 2023, BIT Numer. Math. 63:27.
 */
enum { N_STAGES = 8, N = N_STATES > 0 ? N_STATES : 1 };

static const double rtol = 1e-8; /* relative tolerance of a step */
static const long max_steps = 1000000;

static const double rodas_gamma = 0.21193756319429014;
static const double rodas_A[6][5] = {
    {0.0}, /* u_7 = u_6 + k_6 and u_8 = u_7 + k_7 */
    {3.0},
    {2.849394379747939, 0.45842242204463923},
    {-6.954028509809101, 2.489845061869568, -10.358996098473584},
    {2.8029986275628964, 0.5072464736228206, -0.3988312541770524,
     -0.04721187230404641},
    {-7.502846399306121, 2.561846144803919, -11.627539656261098,
     -0.18268767659942256, 0.030198172008377946},
};
static const double rodas_C[N_STAGES][N_STAGES] = {
    {0.0},
    {-14.155112264123755},
    {-17.97296035885952, -2.859693295451294},
    {147.12150275711716, -1.41221402718213, 71.68940251302358},
    {165.43517024871676, -0.4592823456491126, 42.90938336958603,
     -5.961986721573306},
    {24.854864614690072, -3.0009227002832186, 47.4931110020768,
     5.5814197821558125, -0.6610691825249471},
    {30.91273214028599, -3.1208243349937974, 77.79954646070892,
     34.28646028294783, -19.097331116725623, -28.087943162872662},
    {37.80277123390563, -3.2571969029072276, 112.26918849496327,
     66.9347231244047, -40.06618937091002, -54.66780262877968,
     -9.48861652309627},
};
static const double rodas_c[N_STAGES] = {
    0.0, 0.6358126895828704, 0.4095798393397535, 0.9769306725060716,
    0.4288403609558664, 1.0, 1.0, 1.0,
};
static const double rodas_d[N_STAGES] = {
    0.21193756319429014, -0.42387512638858027, -0.3384627126235924,
    1.8046452872882734, 2.325825639765069,
};

struct run {
    double t, h;               /* where it stands, and the step to try */
    double y[N], f[N];         /* the state, and dy/dt */
    double atol[N];            /* absolute tolerance of each state */
    double jac[N][N], dfdt[N]; /* df/dy and df/dt at (t, y) */
    double lu[N][N];           /* W in its two factors ... */
    int swap[N];               /* ... and which rows changed places */
    double u[N], k[N_STAGES][N];
    long steps;
};

/* The slope of f at 0 from its values at 0, x and 2 x; 0 beside a pole. */
static double
slope(double f0, double f1, double f2, double x)
{
    const double s = (4.0*f1 - f2 - 3.0*f0)/(2.0*x);

    return isfinite(s) ? s : 0.0;
}

/* f, df/dy and df/dt at (t, y), by differences that lead away from 0. */
static void
differentiate(struct run *r, const double p[])
{
    const double dt = fmax(1e-5*r->h, 1e-12*r->t);
    double near[N], far[N];

    rates(r->t, r->y, p, r->f);
    rates(r->t + dt, r->y, p, near);
    rates(r->t + 2.0*dt, r->y, p, far);
    for (int i = 0; i < N_STATES; i++) {
        r->dfdt[i] = slope(r->f[i], near[i], far[i], dt);
    }
    for (int j = 0; j < N_STATES; j++) {
        const double y = r->y[j];
        const double dy = copysign(1e-5*fmax(fabs(y), r->atol[j]/rtol), y);

        r->y[j] = y + dy;
        rates(r->t, r->y, p, near);
        r->y[j] = y + 2.0*dy;
        rates(r->t, r->y, p, far);
        r->y[j] = y;
        for (int i = 0; i < N_STATES; i++) {
            r->jac[i][j] = slope(r->f[i], near[i], far[i], dy);
        }
    }
}

/* W = L U with rows swapped; 0 when W is singular. */
static int
factor(struct run *r)
{
    for (int i = 0; i < N_STATES; i++) {
        for (int j = 0; j < N_STATES; j++) {
            r->lu[i][j] = (i == j ? 1.0/(rodas_gamma*r->h) : 0.0) - r->jac[i][j];
        }
    }
    for (int c = 0; c < N_STATES; c++) {
        int nonzero[N], n_nonzero = 0;
        int best = c;

        for (int i = c + 1; i < N_STATES; i++) {
            if (fabs(r->lu[i][c]) > fabs(r->lu[best][c])) {
                best = i;
            }
        }
        if (!(fabs(r->lu[best][c]) > 0.0)) {
            return 0;
        }
        r->swap[c] = best;
        for (int j = 0; j < N_STATES; j++) {
            const double x = r->lu[c][j];

            r->lu[c][j] = r->lu[best][j];
            r->lu[best][j] = x;
        }
        for (int j = c + 1; j < N_STATES; j++) {
            if (fabs(r->lu[c][j]) > 0.0) {
                nonzero[n_nonzero++] = j;
            }
        }
        for (int i = c + 1; i < N_STATES; i++) {
            const double m = r->lu[i][c] /= r->lu[c][c];

            for (int k = 0; k < n_nonzero && fabs(m) > 0.0; k++) {
                r->lu[i][nonzero[k]] -= m*r->lu[c][nonzero[k]];
            }
        }
    }
    return 1;
}

/* x becomes the solution of W x = b, where it was b. */
static void
solve(const struct run *r, double x[])
{
    for (int c = 0; c < N_STATES; c++) {
        const double b = x[c];

        x[c] = x[r->swap[c]];
        x[r->swap[c]] = b;
    }
    for (int i = 0; i < N_STATES; i++) {
        for (int j = 0; j < i; j++) {
            x[i] -= r->lu[i][j]*x[j];
        }
    }
    for (int i = N_STATES - 1; i >= 0; i--) {
        for (int j = i + 1; j < N_STATES; j++) {
            x[i] -= r->lu[i][j]*x[j];
        }
        x[i] /= r->lu[i][i];
    }
}

/* A step of h from (t, y) to u; its error, 1 for what the tolerance allows. */
static double
attempt(struct run *r, const double p[])
{
    double error = 0.0;

    if (!factor(r)) {
        return HUGE_VAL;
    }
    for (int s = 0; s < N_STAGES; s++) {
        for (int i = 0; i < N_STATES; i++) {
            r->u[i] = s < 6 ? r->y[i] : r->u[i] + r->k[s - 1][i];
            for (int j = 0; s < 6 && j < s; j++) {
                r->u[i] += rodas_A[s][j]*r->k[j][i];
            }
        }
        rates(r->t + rodas_c[s]*r->h, r->u, p, r->k[s]);
        for (int i = 0; i < N_STATES; i++) {
            r->k[s][i] += rodas_d[s]*r->h*r->dfdt[i];
            for (int j = 0; j < s; j++) {
                r->k[s][i] += rodas_C[s][j]/r->h*r->k[j][i];
            }
        }
        solve(r, r->k[s]);
    }
    for (int i = 0; i < N_STATES; i++) {
        double size = fabs(r->y[i]);

        r->u[i] += r->k[N_STAGES - 1][i];
        size = fmax(size, fabs(r->u[i]));
        size = fabs(r->k[N_STAGES - 1][i])/(r->atol[i] + rtol*size);
        if (!isfinite(size)) {
            return HUGE_VAL;
        }
        error = fmax(error, size);
    }
    return error;
}

/* Step until t_end; 0 when that does not get there. */
static int
advance(struct run *r, const double p[], double t_end)
{
    int is_known = 0; /* f and its derivatives, here */

    for (; r->t < t_end && r->steps < max_steps; r->steps++) {
        const double wish = r->h;
        const int is_last = r->t + 1.01*wish >= t_end;
        double error, change;

        if (!is_known) {
            differentiate(r, p);
            is_known = 1;
        }
        r->h = is_last ? t_end - r->t : wish;
        error = attempt(r, p);
        change = fmin(fmax(0.9*pow(error, -0.2), 0.2), 5.0);
        if (error <= 1.0) {
            r->t = is_last ? t_end : r->t + r->h;
            memcpy(r->y, r->u, sizeof r->y);
            r->h = fmax(change*r->h, is_last ? wish : 0.0);
            is_known = 0;
        } else if (r->t + 0.01*r->h > r->t) {
            r->h *= change;
        } else {
            return 0;
        }
    }
    return r->t >= t_end;
}

/* Go to time 0. @return a state that is not finite there or its rate is not; -1
 * when there is none */
static int
begin(struct run *r, double p[], double t_end)
{
    double largest[N_KINDS] = {0.0};

    start(p, r->y);
    rates(0.0, r->y, p, r->f);
    for (int i = 0; i < N_STATES; i++) {
        if (!isfinite(r->y[i]) || !isfinite(r->f[i])) {
            return i;
        }
        largest[state_table[i].kind] =
            fmax(largest[state_table[i].kind], fabs(r->y[i]));
    }
    r->h = 1e-3*t_end;
    for (int i = 0; i < N_STATES; i++) {
        const double top = largest[state_table[i].kind];
        const double size = fmax(fabs(r->y[i]), 1e-6*(top > 0.0 ? top : 1.0));

        r->atol[i] = 1e-3*rtol*size;
        if (fabs(r->f[i]) > 0.0) {
            r->h = fmin(r->h, 1e-3*size/fabs(r->f[i]));
        }
    }
    return -1;
}

/* --------------------------------------------------------------- the program */

/* Say what is wrong with what. @return the exit code */
static int
complain(int code, const char *about, const char *what)
{
    FILE *messages = stderr;

    fprintf(messages, "%s: %s\n", about, what);
    return code;
}

static int
read_number(const char *word, double *number)
{
    char *end = NULL;

    *number = strtod(word, &end);
    return end != word && *end == '\0' && isfinite(*number);
}

/* The parameter that a word name=value is about, or N_PARAMETERS. */
static int
find_parameter(const char *word, size_t length)
{
    for (int i = 0; i < N_PARAMETERS; i++) {
        const char *name = parameter_table[i].name;

        if (strncmp(name, word, length) == 0 && name[length] == '\0') {
            return i;
        }
    }
    return N_PARAMETERS;
}

int
main(int argc, char **argv)
{
    static struct run run;
    double p[N_PARAMETERS + 1], v[N_VALUES + 1];
    double number[2] = {usual_t_end, (double)usual_n_outputs};
    int n_numbers = 0;
    int n_columns = N_SHOWN;
    int bad;

    for (int i = 0; i < N_PARAMETERS; i++) {
        p[i] = parameter_table[i].value;
    }
    for (int i = 1; i < argc; i++) {
        const char *equals = strchr(argv[i], '=');

        if (equals != NULL) {
            const int k = find_parameter(argv[i], (size_t)(equals - argv[i]));

            if (k == N_PARAMETERS) {
                return complain(2, argv[i], "there is no such parameter");
            }
            if (!read_number(equals + 1, &p[k])) {
                return complain(2, argv[i], "the value is not a number");
            }
        } else if (strcmp(argv[i], "all") == 0) {
            n_columns = N_VALUES;
        } else if (n_numbers == 2 ||
                   !read_number(argv[i], &number[n_numbers++])) {
            return complain(2, argv[i],
                            "not [t_end] [n_outputs] [name=value ...] [all]");
        }
    }
    if (number[0] <= 0.0) {
        return complain(2, "t_end", "has to be above 0");
    }
    if (number[1] < 2.0 || number[1] > 1e9 || number[1] > floor(number[1])) {
        return complain(2, "n_outputs", "has to be a whole number above 1");
    }
    bad = begin(&run, p, number[0]);
    if (bad >= 0) {
        return complain(1, state_table[bad].name,
                        "it or its rate is not finite at time 0");
    }
    printf("time");
    for (int i = 0; i < n_columns; i++) {
        printf(",%s", value_names[i]);
    }
    printf("\n");
    for (long n = (long)number[1], i = 0; i < n; i++) {
        if (!advance(&run, p, number[0]*(double)i/(double)(n - 1))) {
            char at[100];

            snprintf(at, sizeof at, "stopped at time %.10g after %ld steps",
                     run.t, run.steps);
            return complain(1, argv[0], at);
        }
        observe(run.t, run.y, p, v);
        printf("%.12g", run.t);
        for (int j = 0; j < n_columns; j++) {
            printf(",%.12g", v[j] + 0.0); /* + 0: never -0 */
        }
        printf("\n");
    }
    if (fflush(stdout) != 0 || ferror(stdout)) {
        return complain(1, argv[0], "not everything was written");
    }
    return 0;
}
