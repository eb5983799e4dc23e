/*
 * known_networks.c - small networks whose solutions are known, for tests of solve/.
 */
#include "known_networks.h"

const char known_decay[] = "J0: A -> B; k*A\n"
                           "A = 100; B = 0; k = 0.25\n";

const char known_lotka[] = "J0: => H; a*H\n"
                           "J1: H => P; b*H*P\n"
                           "J2: P => ; c*P\n"
                           "H = 1; P = 0.5; a = 1; b = 1; c = 1\n";

const char known_robertson[] = "J0: A -> B; 0.04*A\n"
                               "J1: B -> A; 1e4*B*C\n"
                               "J2: 2 B -> B + C; 3e7*B^2\n"
                               "A = 1; B = 0; C = 0\n";

const char known_michaelis[] = "bind: E + S -> ES; k1*E*S - k2*ES\n"
                               "turn: ES => E + P; k3*ES\n"
                               "E = 1; S = 10; ES = 0; P = 0\n"
                               "k1 = 2; k2 = 1; k3 = 1.5\n";

const char known_forced[] = "x' = cos(time) - x\n"
                            "x = 0\n";

const char *const known_methods[KNOWN_N_METHODS] = {
    "rodas", "msbdf", "bsimp", "msadams", "rk8pd",  "rkf45",
    "rkck",  "rk4",   "rk2",   "rk1imp",  "rk2imp", "rk4imp",
};
