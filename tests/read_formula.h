/*
 * read_formula.h - a small reader of Antimony's expressions, for tests below format/.
 *
 * The real reader lies above expr/ and model/. This one is a second, independent telling
 * of the grammar (as libAntimony 3.3 parses each pair of operators), without any
 * messages: a text that is wrong ends the test.
 */
#ifndef PL_TESTS_READ_FORMULA_H
#define PL_TESTS_READ_FORMULA_H

#include <stddef.h>
#include <stdint.h>

struct pl_arena;
struct pl_formula;
struct pl_graph;

/** The formula of a whole text; NULL when memory is out. */
struct pl_formula *read_formula(struct pl_arena *arena, const char *text);

/**
 * The formula that begins at text[*at]; its spans count from `text`.
 * @param at  moved behind the formula
 */
struct pl_formula *read_formula_at(struct pl_arena *arena, const char *text,
                                   size_t *at);

/** For cmocka: *state is a graph of each test's own. */
int graph_set_up(void **state);
int graph_tear_down(void **state);

/** A text as a node; its inputs are x, y, z, n and K in slots 0 to 4. */
uint32_t read_node(struct pl_graph *graph, const char *text);

#endif
