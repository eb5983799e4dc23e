/*
 * known_networks.h - small networks whose solutions are known, for tests of solve/.
 */
#ifndef PL_TESTS_KNOWN_NETWORKS_H
#define PL_TESTS_KNOWN_NETWORKS_H

/** A -> B at k = 0.25: A(t) = 100 exp(-k t), and A + B stays. */
extern const char known_decay[];

/** Lotka and Volterra's: H - ln H + P - ln P stays. */
extern const char known_lotka[];

/** Robertson's, the standard stiff problem. */
extern const char known_robertson[];

/** An enzyme, its substrate, their complex and the product. */
extern const char known_michaelis[];

/** x' = cos(t) - x: x = (cos t + sin t - exp(-t))/2 */
extern const char known_forced[];

/** Every method by name but auto, the one it prefers first. */
enum { KNOWN_N_METHODS = 12 };
extern const char *const known_methods[KNOWN_N_METHODS];

#endif
