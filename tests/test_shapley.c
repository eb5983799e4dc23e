/*
 * test_shapley.c - what each player brings into a game.
 */
#include "testlib.h"

#include "analysis/shapley.h"
#include "base/index.h"
#include "study/mix.h"

enum { MOST_PLAYERS = 16, MOST_OUTPUTS = 3 };

/* A number from -1 to 1 that follows from its arguments alone. */
static double
noise(uint64_t game, uint64_t coalition, uint64_t output)
{
    const uint64_t bits = pl_mix_in(pl_mix_in(pl_mix_in(7, game), coalition), output);

    return (double)(bits >> 11) * 0x1p-52 - 1.0;
}

/* A game and the shares of its players. */
struct game {
    size_t n, n_outputs;
    double *values; /* shape (2^n, n_outputs) */
    double shares[MOST_PLAYERS * MOST_OUTPUTS];
    double errors[MOST_PLAYERS * MOST_OUTPUTS];
};

static void
game_init(struct game *game, size_t n, size_t n_outputs)
{
    *game = (struct game){.n = n, .n_outputs = n_outputs};
    game->values = calloc(((size_t)1 << n) * n_outputs, sizeof *game->values);
    assert_non_null(game->values);
}

static void
game_fill(struct game *game, uint64_t seed)
{
    for (size_t s = 0; s < (size_t)1 << game->n; s++) {
        for (size_t j = 0; j < game->n_outputs; j++) {
            game->values[s * game->n_outputs + j] = noise(seed, s, j);
        }
    }
}

static double
value(const struct game *game, uint64_t coalition, size_t output)
{
    return game->values[coalition * game->n_outputs + output];
}

static double
share(const struct game *game, size_t player, size_t output)
{
    return game->shares[player * game->n_outputs + output];
}

/* All coalitions. */
static void
game_solve(struct game *game)
{
    struct pl_shapley_plan plan;

    pl_shapley_plan_init(&plan, game->n, 0);
    assert_int_equal(pl_shapley_plan_all(&plan, NULL), PL_OK);
    assert_int_equal(plan.n, (size_t)1 << game->n);
    assert_int_equal(pl_shapley_plan_shares(&plan, game->values, game->n_outputs,
                                            game->n_outputs, NULL, game->shares,
                                            game->errors),
                     PL_OK);
    for (size_t k = 0; k < game->n * game->n_outputs; k++) {
        assert_true(game->errors[k] == 0.0 || isnan(game->shares[k]));
    }
    pl_shapley_plan_finish(&plan);
}

/* Some orders; values are looked up in the game's table. */
static void
game_sample(struct game *game, uint64_t seed, size_t n_pairs)
{
    struct pl_shapley_plan plan;
    double *values = NULL;

    pl_shapley_plan_init(&plan, game->n, seed);
    assert_int_equal(pl_shapley_plan_sample(&plan, n_pairs, NULL), PL_OK);
    assert_int_equal(plan.n_pairs, n_pairs);
    values = calloc(plan.n * game->n_outputs, sizeof *values);
    assert_non_null(values);
    for (size_t k = 0; k < plan.n; k++) {
        memcpy(values + k * game->n_outputs,
               game->values + plan.coalitions[k] * game->n_outputs,
               game->n_outputs * sizeof *values);
    }
    assert_int_equal(pl_shapley_plan_shares(&plan, values, game->n_outputs,
                                            game->n_outputs, NULL, game->shares,
                                            game->errors),
                     PL_OK);
    free(values);
    pl_shapley_plan_finish(&plan);
}

/* What all gain together. */
static double
gain_of_all(const struct game *game, size_t output)
{
    return value(game, ((uint64_t)1 << game->n) - 1, output) - value(game, 0, output);
}

static void
expect_efficient(const struct game *game)
{
    for (size_t j = 0; j < game->n_outputs; j++) {
        double sum = 0.0;

        for (size_t i = 0; i < game->n; i++) {
            sum += share(game, i, j);
        }
        assert_close(sum, gain_of_all(game, j), 0.0, 1e-13);
    }
}

/* One left glove and two right ones; a pair is worth 1. Source: Shapley & Shubik 1969, J
 * Econ Theory 1:9. */
static void
test_shares_of_the_glove_game(void **state)
{
    struct game game;

    (void)state;
    game_init(&game, 3, 1);
    for (size_t s = 0; s < 8; s++) {
        game.values[s] = (s & 1) != 0 && (s & 6) != 0 ? 1.0 : 0.0;
    }
    game_solve(&game);
    assert_close(share(&game, 0, 0), 2.0 / 3.0, 1e-15, 0.0);
    assert_close(share(&game, 1, 0), 1.0 / 6.0, 1e-15, 0.0);
    assert_close(share(&game, 2, 0), 1.0 / 6.0, 1e-15, 0.0);
    free(game.values);
}

/* A runway costs what its longest plane needs; each stretch is shared by those who need
 * it. Source: Littlechild & Owen 1973, Manage Sci 20:370. */
static void
test_shares_of_the_airport_game(void **state)
{
    static const double costs[] = {1.0, 4.0, 4.5, 11.0};
    const double wants[] = {0.25, 0.25 + 1.0, 0.25 + 1.0 + 0.25,
                            0.25 + 1.0 + 0.25 + 6.5};
    struct game game;

    (void)state;
    game_init(&game, 4, 1);
    for (size_t s = 0; s < 16; s++) {
        for (size_t i = 0; i < 4; i++) {
            game.values[s] = (s >> i & 1) != 0 ? costs[i] : game.values[s];
        }
    }
    game_solve(&game);
    for (size_t i = 0; i < 4; i++) {
        assert_close(share(&game, i, 0), wants[i], 1e-15, 0.0);
    }
    free(game.values);
}

/* The mean over every order, by the definition; orders are made by Heap's method. */
static void
shares_by_orders(const struct game *game, double *shares)
{
    size_t order[8];
    size_t turns[8] = {0};
    size_t n_orders = 0;
    size_t k = 0;

    memset(shares, 0, game->n * game->n_outputs * sizeof *shares);
    for (size_t i = 0; i < game->n; i++) {
        order[i] = i;
    }
    for (;;) {
        uint64_t coalition = 0;

        n_orders++;
        for (size_t i = 0; i < game->n; i++) {
            const uint64_t with = coalition | UINT64_C(1) << order[i];

            for (size_t j = 0; j < game->n_outputs; j++) {
                shares[order[i] * game->n_outputs + j] +=
                    value(game, with, j) - value(game, coalition, j);
            }
            coalition = with;
        }
        for (k = 0; k < game->n && turns[k] >= k; k++) {
            turns[k] = 0;
        }
        if (k >= game->n) {
            break;
        }
        {
            const size_t other = k % 2 == 0 ? 0 : turns[k];
            const size_t kept = order[other];

            order[other] = order[k];
            order[k] = kept;
            turns[k]++;
        }
    }
    for (size_t i = 0; i < game->n * game->n_outputs; i++) {
        shares[i] /= (double)n_orders;
    }
}

static void
test_exact_shares_are_the_mean_over_all_orders(void **state)
{
    (void)state;
    for (size_t n = 1; n <= 7; n++) {
        struct game game;
        double want[MOST_PLAYERS * MOST_OUTPUTS];

        game_init(&game, n, 3);
        game_fill(&game, n);
        game_solve(&game);
        shares_by_orders(&game, want);
        for (size_t k = 0; k < n * 3; k++) {
            assert_close(game.shares[k], want[k], 0.0, 1e-14);
        }
        free(game.values);
    }
}

static void
test_exact_shares_add_up(void **state)
{
    (void)state;
    for (size_t n = 1; n <= 16; n++) {
        struct game game;

        game_init(&game, n, 3);
        game_fill(&game, 100 + n);
        game_solve(&game);
        expect_efficient(&game);
        free(game.values);
    }
}

/* Values may be of any size: 1e-12 of the largest. */
static void
test_exact_shares_of_large_values_add_up(void **state)
{
    struct game game;
    double sum = 0.0;

    (void)state;
    game_init(&game, 12, 1);
    game_fill(&game, 5);
    for (size_t s = 0; s < 4096; s++) {
        game.values[s] *= 1e9;
    }
    game_solve(&game);
    for (size_t i = 0; i < 12; i++) {
        sum += share(&game, i, 0);
    }
    assert_close(sum, gain_of_all(&game, 0), 0.0, 1e-12 * 1e9);
    free(game.values);
}

/* Who never changes anything gets 0, wherever he stands. */
static void
test_exact_share_of_a_dummy_is_0(void **state)
{
    (void)state;
    for (size_t i = 0; i < 6; i++) {
        struct game game;

        game_init(&game, 6, 2);
        game_fill(&game, 11);
        for (size_t s = 0; s < 64; s++) {
            for (size_t j = 0; j < 2; j++) {
                game.values[s * 2 + j] = noise(11, s & ~((size_t)1 << i), j);
            }
        }
        game_solve(&game);
        assert_true(share(&game, i, 0) == 0.0);
        assert_true(share(&game, i, 1) == 0.0);
        game_sample(&game, 3, 9);
        assert_true(share(&game, i, 0) == 0.0);
        assert_true(game.errors[i * 2] == 0.0);
        free(game.values);
    }
}

/* Two who may stand for each other get the same. */
static void
test_exact_shares_are_symmetric(void **state)
{
    struct game game;

    (void)state;
    game_init(&game, 7, 1);
    for (size_t s = 0; s < 128; s++) {
        const size_t others = s & ~(size_t)0x14;
        const size_t twins = (s >> 2 & 1) + (s >> 4 & 1);

        game.values[s] = noise(13, others, twins);
    }
    game_solve(&game);
    assert_close(share(&game, 2, 0), share(&game, 4, 0), 0.0, 1e-15);
    assert_true(fabs(share(&game, 2, 0) - share(&game, 3, 0)) > 1e-3);
    free(game.values);
}

/* The shares of a sum of games are the sums of the shares. */
static void
test_exact_shares_are_additive(void **state)
{
    struct game game;

    (void)state;
    game_init(&game, 9, 3);
    game_fill(&game, 17);
    for (size_t s = 0; s < 512; s++) {
        game.values[s * 3 + 2] =
            2.0 * game.values[s * 3] - 0.25 * game.values[s * 3 + 1];
    }
    game_solve(&game);
    for (size_t i = 0; i < 9; i++) {
        assert_close(share(&game, i, 2),
                     2.0 * share(&game, i, 0) - 0.25 * share(&game, i, 1), 0.0, 1e-14);
    }
    free(game.values);
}

static void
test_shares_lack_an_output_that_lacks_a_value(void **state)
{
    (void)state;
    for (int sampled = 0; sampled <= 1; sampled++) {
        struct game game;

        game_init(&game, 4, 3);
        game_fill(&game, 19);
        game.values[15 * 3 + 1] = sampled != 0 ? INFINITY : NAN;
        if (sampled != 0) {
            game_sample(&game, 1, 2);
        } else {
            game_solve(&game);
        }
        for (size_t i = 0; i < 4; i++) {
            assert_true(isfinite(share(&game, i, 0)));
            assert_true(isnan(share(&game, i, 1)));
            assert_true(isnan(game.errors[i * 3 + 1]));
            assert_true(isfinite(share(&game, i, 2)));
        }
        free(game.values);
    }
}

/* Values may stand in a table with other things between them. */
static void
test_shares_take_values_with_a_stride(void **state)
{
    struct pl_shapley_plan plan;
    double values[8 * 5];
    double shares[3];

    (void)state;
    for (size_t k = 0; k < 8 * 5; k++) {
        values[k] = NAN;
    }
    for (size_t s = 0; s < 8; s++) {
        values[s * 5 + 2] = (double)(s * s);
    }
    pl_shapley_plan_init(&plan, 3, 0);
    assert_int_equal(pl_shapley_plan_all(&plan, NULL), PL_OK);
    assert_int_equal(
        pl_shapley_plan_shares(&plan, values + 2, 5, 1, NULL, shares, NULL), PL_OK);
    /* of (a + 2 b + 4 c)^2: own squares, and half of each product 2 x y */
    assert_close(shares[0], 1.0 + 2.0 + 4.0, 1e-15, 0.0);
    assert_close(shares[1], 4.0 + 2.0 + 8.0, 1e-15, 0.0);
    assert_close(shares[2], 16.0 + 4.0 + 8.0, 1e-15, 0.0);
    pl_shapley_plan_finish(&plan);
}

static void
test_a_game_without_players_has_one_coalition(void **state)
{
    struct pl_shapley_plan plan;
    const double values[] = {3.0, 3.0};

    (void)state;
    pl_shapley_plan_init(&plan, 0, 0);
    assert_int_equal(pl_shapley_plan_all(&plan, NULL), PL_OK);
    assert_int_equal(plan.n, 1);
    assert_int_equal(pl_shapley_plan_shares(&plan, values, 1, 1, NULL, NULL, NULL),
                     PL_OK);
    pl_shapley_plan_finish(&plan);
}

/* ---- sampled */

static void
test_sampled_coalitions_are_each_different(void **state)
{
    struct pl_shapley_plan plan;

    (void)state;
    pl_shapley_plan_init(&plan, 6, 42);
    assert_int_equal(pl_shapley_plan_sample(&plan, 200, NULL), PL_OK);
    assert_int_equal(plan.n, 64); /* as many as there are */
    assert_true(plan.coalitions[0] == 0);
    assert_true(plan.coalitions[1] == 63);
    for (uint64_t s = 0; s < 64; s++) {
        const size_t at = pl_shapley_plan_find(&plan, s);

        assert_true(at < plan.n);
        assert_true(plan.coalitions[at] == s);
    }
    pl_shapley_plan_finish(&plan);
}

/* Each order passes n + 1 of them, the first and the last are common to all; so a pair
 * brings at most 2 (n - 1). */
static void
test_sampled_coalitions_are_those_that_orders_pass(void **state)
{
    struct pl_shapley_plan plan;

    (void)state;
    pl_shapley_plan_init(&plan, 63, 1);
    assert_true(pl_shapley_plan_find(&plan, 0) == PL_NONE);
    assert_int_equal(pl_shapley_plan_sample(&plan, 1, NULL), PL_OK);
    assert_int_equal(plan.n, 2 + 2 * 62);
    assert_true(plan.coalitions[1] == UINT64_C(0x7fffffffffffffff));
    for (size_t k = 2; k < 64; k++) {
        const uint64_t before = k == 2 ? 0 : plan.coalitions[k - 1];
        const uint64_t added = plan.coalitions[k] ^ before;

        assert_true((plan.coalitions[k] & before) == before);
        assert_true(added != 0 && (added & (added - 1)) == 0);
        /* the reverse passes what is left out */
        assert_true(pl_shapley_plan_find(&plan, plan.coalitions[1] ^
                                                    plan.coalitions[k]) != PL_NONE);
    }
    pl_shapley_plan_finish(&plan);
}

static void
test_more_pairs_keep_the_places(void **state)
{
    struct pl_shapley_plan some;
    struct pl_shapley_plan more;

    (void)state;
    pl_shapley_plan_init(&some, 15, 9);
    pl_shapley_plan_init(&more, 15, 9);
    assert_int_equal(pl_shapley_plan_sample(&some, 20, NULL), PL_OK);
    assert_int_equal(pl_shapley_plan_sample(&more, 5, NULL), PL_OK);
    assert_int_equal(pl_shapley_plan_sample(&more, 15, NULL), PL_OK);
    assert_int_equal(some.n_pairs, 20);
    assert_int_equal(more.n_pairs, 20);
    assert_int_equal(some.n, more.n);
    assert_memory_equal(some.coalitions, more.coalitions,
                        some.n * sizeof *some.coalitions);
    pl_shapley_plan_finish(&some);
    pl_shapley_plan_finish(&more);
}

static void
test_other_seeds_are_other_orders(void **state)
{
    struct pl_shapley_plan plans[2];

    (void)state;
    for (size_t k = 0; k < 2; k++) {
        pl_shapley_plan_init(&plans[k], 15, k);
        assert_int_equal(pl_shapley_plan_sample(&plans[k], 1, NULL), PL_OK);
    }
    assert_memory_not_equal(plans[0].coalitions, plans[1].coalitions,
                            plans[0].n * sizeof *plans[0].coalitions);
    pl_shapley_plan_finish(&plans[0]);
    pl_shapley_plan_finish(&plans[1]);
}

static void
test_wanted_coalitions_change_no_share(void **state)
{
    struct pl_shapley_plan plan;
    struct game game;
    double values[MOST_PLAYERS * 8];
    double shares[8];

    (void)state;
    game_init(&game, 8, 1);
    game_fill(&game, 23);
    game_sample(&game, 4, 3);
    pl_shapley_plan_init(&plan, 8, 4);
    for (uint64_t i = 0; i < 8; i++) {
        assert_int_equal(pl_shapley_plan_want(&plan, UINT64_C(1) << i, NULL), PL_OK);
        assert_int_equal(pl_shapley_plan_want(&plan, UINT64_C(1) << i, NULL), PL_OK);
    }
    assert_int_equal(plan.n, 8);
    assert_int_equal(pl_shapley_plan_sample(&plan, 3, NULL), PL_OK);
    assert_true(plan.n <= sizeof values / sizeof *values);
    for (size_t k = 0; k < plan.n; k++) {
        values[k] = value(&game, plan.coalitions[k], 0);
    }
    assert_int_equal(pl_shapley_plan_shares(&plan, values, 1, 1, NULL, shares, NULL),
                     PL_OK);
    for (size_t i = 0; i < 8; i++) {
        assert_true(shares[i] == share(&game, i, 0));
    }
    pl_shapley_plan_finish(&plan);
    free(game.values);
}

/* Where players interact by twos and no more, any order with its reverse has the exact
 * shares. */
static void
test_one_pair_is_exact_for_twos(void **state)
{
    (void)state;
    for (uint64_t seed = 0; seed < 20; seed++) {
        struct game game;
        double want[MOST_PLAYERS];

        game_init(&game, 10, 1);
        for (size_t s = 0; s < 1024; s++) {
            game.values[s] = 3.0;
            for (size_t i = 0; i < 10; i++) {
                for (size_t k = i; k < 10; k++) {
                    const bool both = (s >> i & 1) != 0 && (s >> k & 1) != 0;

                    game.values[s] += both ? noise(29, i, k) : 0.0;
                }
            }
        }
        game_solve(&game);
        memcpy(want, game.shares, sizeof want);
        game_sample(&game, seed, 1);
        for (size_t i = 0; i < 10; i++) {
            assert_close(game.shares[i], want[i], 0.0, 1e-13);
            assert_true(isnan(game.errors[i])); /* one pair does not know its error */
        }
        free(game.values);
    }
}

static void
test_sampled_shares_add_up(void **state)
{
    (void)state;
    for (size_t n = 1; n <= 16; n += 5) {
        struct game game;

        game_init(&game, n, 3);
        game_fill(&game, 31 + n);
        game_sample(&game, n, 300);
        expect_efficient(&game);
        free(game.values);
    }
}

/* (sampled - exact) / standard error has mean 0 and variance 1. Of 60 games of 10 shares
 * each the mean square lies in 0.8 … 1.25 (within a game shares add up to the same, so
 * that they are not independent), the mean in -0.1 … 0.1. */
static void
test_sampled_errors_are_what_they_say(void **state)
{
    double square = 0.0;
    double mean = 0.0;
    const double n_all = 60.0 * 10.0;

    (void)state;
    for (uint64_t k = 0; k < 60; k++) {
        struct game game;
        double want[MOST_PLAYERS];

        game_init(&game, 10, 1);
        game_fill(&game, 1000 + k);
        game_solve(&game);
        memcpy(want, game.shares, sizeof want);
        game_sample(&game, k, 40);
        for (size_t i = 0; i < 10; i++) {
            const double z = (game.shares[i] - want[i]) / game.errors[i];

            square += z * z / n_all;
            mean += z / n_all;
        }
        free(game.values);
    }
    assert_true(square > 0.8 && square < 1.25);
    assert_true(fabs(mean) < 0.1);
}

static enum pl_status
plan_and_share(void *context)
{
    const bool sampled = *(const bool *)context;
    double values[256] = {0.0};
    double shares[8];
    double errors[8];
    struct pl_shapley_plan plan;
    enum pl_status status = PL_OK;

    pl_shapley_plan_init(&plan, 8, 0);
    status = sampled ? pl_shapley_plan_sample(&plan, 20, NULL)
                     : pl_shapley_plan_all(&plan, NULL);
    if (status == PL_OK) {
        status = pl_shapley_plan_shares(&plan, values, 1, 1, NULL, shares, errors);
    }
    pl_shapley_plan_finish(&plan);
    return status;
}

static void
test_plans_survive_no_memory(void **state)
{
    bool sampled = false;

    (void)state;
    assert_survives_no_memory(plan_and_share, &sampled);
    sampled = true;
    assert_survives_no_memory(plan_and_share, &sampled);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_shares_of_the_glove_game),
        cmocka_unit_test(test_shares_of_the_airport_game),
        cmocka_unit_test(test_exact_shares_are_the_mean_over_all_orders),
        cmocka_unit_test(test_exact_shares_add_up),
        cmocka_unit_test(test_exact_shares_of_large_values_add_up),
        cmocka_unit_test(test_exact_share_of_a_dummy_is_0),
        cmocka_unit_test(test_exact_shares_are_symmetric),
        cmocka_unit_test(test_exact_shares_are_additive),
        cmocka_unit_test(test_shares_lack_an_output_that_lacks_a_value),
        cmocka_unit_test(test_shares_take_values_with_a_stride),
        cmocka_unit_test(test_a_game_without_players_has_one_coalition),
        cmocka_unit_test(test_sampled_coalitions_are_each_different),
        cmocka_unit_test(test_sampled_coalitions_are_those_that_orders_pass),
        cmocka_unit_test(test_more_pairs_keep_the_places),
        cmocka_unit_test(test_other_seeds_are_other_orders),
        cmocka_unit_test(test_wanted_coalitions_change_no_share),
        cmocka_unit_test(test_one_pair_is_exact_for_twos),
        cmocka_unit_test(test_sampled_shares_add_up),
        cmocka_unit_test(test_sampled_errors_are_what_they_say),
        cmocka_unit_test(test_plans_survive_no_memory),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
