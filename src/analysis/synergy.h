/*
 * synergy.h - two drugs together: by how much their effect differs from what each alone
 * lets expect.
 *
 * An effect is a number that is 0, or some base line, without drug and grows with what
 * is wanted of the drugs: 1 - fold is the share of a readout that is gone. What is
 * expected of doses a and b, of which each alone has the effects A(a) and B(b):
 *
 *   HSA    max(A(a), B(b)), the highest single agent
 *   Bliss  A(a) + B(b) - A(a) B(b): each leaves its share of what the other leaves; of
 *          folds their product
 *   Loewe  the effect e with a / A^-1(e) + b / B^-1(e) = 1: one drug stands for the
 *          other. The same e is A(a / t) = B(b / (1 - t)) for a t between 0 and 1, which
 *          holds, too, where curves turn; of several t the one counts at which both drugs
 *          stand at the same multiple of their half-effect doses. So a drug combined
 *          with itself has excess 0 at every dose
 *   ZIP    as Bliss, but of fitted curves (below). Of curves without noise ZIP is Bliss
 *          up to how badly these fit
 *
 * Excess is the effect less what was expected: above 0 synergy, below 0 antagonism. The
 * combination index of Loewe's model is a / A^-1(e) + b / B^-1(e) for the effect e of
 * both together; A^-1(e) is the smallest dose that has it. Below 1 is synergy.
 *
 * Loewe's model and this index invert the simulated curves (effect_curve.h), from 1/1000
 * of the lowest dose to 10 000 times the highest. Where a drug alone never has an effect
 * that the other has, its term is 0, the limit of a dose without bound: the stronger
 * drug alone is what is expected. Where one drug lowers and the other raises a readout,
 * Loewe's model has no answer: the higher effect is expected. `ways` tell of both. The
 * index is NaN where neither drug alone has the effect, or there is none.
 *
 * Beside these stand the scores of measured checkerboards:
 *
 *   Loewe, fitted   by four-parameter log-logistic curves through the single doses, as
 *                   SynergyFinder has it: where the equation has no solution between their
 *                   ends, the larger of both curves at the dose a + b; at most 1
 *   ZIP             (ya + yb) / 2 - (A + B - A B): A and B of these curves; ya of a curve
 *                   through the doses of A at this dose of B, which begins at B and ends
 *                   at 1; yb likewise
 *   Chou & Talalay  the index by straight lines through ln(e / (1 - e)) over ln dose of
 *                   the single doses whose effects lie between 0 and 1
 *
 * Their weak place is effects below 0 (a readout that rises): fits do not allow for them.
 * SynergyFinder takes dose 0 as 1e-10; here it is 0.
 *
 * Units    doses nM; effects and excess as shares, where SynergyFinder writes per cent.
 * Source   Berenbaum 1989, Pharmacol Rev 41:93 (HSA, Loewe, index); Bliss 1939, Ann Appl
 *          Biol 26:585; Loewe 1953, Arzneimittelforschung 3:285; Yadav, Wennerberg,
 *          Aittokallio & Tang 2015, Comput Struct Biotechnol J 13:504 (ZIP, and Loewe by
 *          fits, eq. 8); Zheng et al. 2022, Genomics Proteomics Bioinformatics 20:587
 *          (SynergyFinder Plus); Chou & Talalay 1984, Adv Enzyme Regul 22:27.
 */
#ifndef PL_ANALYSIS_SYNERGY_H
#define PL_ANALYSIS_SYNERGY_H

#include <stdbool.h>
#include <stddef.h>

#include "analysis/effect_curve.h"
#include "analysis/hill.h"
#include "base/status.h"
#include "study/ensemble.h"

struct pl_asked;
struct pl_diags;
struct pl_frame;
struct pl_text;

/** What every combination has, each in every member: name in tables, words. */
#define PL_SYNERGY_TABLE(X)                                     \
    X(PL_SYNERGY_EFFECT, "effect", "effect")                    \
    X(PL_SYNERGY_HSA, "hsa", "excess over HSA")                 \
    X(PL_SYNERGY_BLISS, "bliss", "excess over Bliss")           \
    X(PL_SYNERGY_LOEWE, "loewe", "excess over Loewe")           \
    X(PL_SYNERGY_ZIP, "zip", "ZIP")                             \
    X(PL_SYNERGY_LOEWE_FITTED, "loewe_fitted", "Loewe, fitted") \
    X(PL_SYNERGY_INDEX, "ci", "combination index")              \
    X(PL_SYNERGY_INDEX_FITTED, "ci_median_effect", "median-effect CI")

enum pl_synergy_kind {
#define X(name, word, text) name,
    PL_SYNERGY_TABLE(X)
#undef X
        PL_N_SYNERGY
};

const char *pl_synergy_name(enum pl_synergy_kind kind);
const char *pl_synergy_words(enum pl_synergy_kind kind);

/** True for what is an excess over a model: of these there are summary scores. */
bool pl_synergy_is_excess(enum pl_synergy_kind kind);

/** Where what Loewe's model lets expect comes from. */
enum pl_loewe_way {
    PL_LOEWE_NONE,     /* a single dose, or a run that failed */
    PL_LOEWE_BOTH,     /* the equation holds */
    PL_LOEWE_FIRST,    /* the second never has the effect that the first has alone */
    PL_LOEWE_SECOND,   /* the other way round */
    PL_LOEWE_OPPOSITE, /* one lowers, the other raises the readout */
    PL_N_LOEWE_WAYS
};

/** "", "both", "first alone", "second alone", "opposite". */
const char *pl_loewe_way_word(enum pl_loewe_way way);

/** Doses of two drugs, each with each, and the effects. Borrows its arrays. */
struct pl_checkerboard {
    const char *names[2];   /* of the drugs, as people read them */
    size_t n[2];            /* doses of each, 0 among them: 2 or more */
    const double *doses[2]; /* [nM] shape (n[i]): 0, then ascending */
    const double *effects;  /* shape (n[0], n[1], n_members), row-major; NaN: none */
    size_t n_members;       /* 1 without an ensemble */
    const double *weights;  /* shape (n_members); NULL: all alike */
};

struct pl_synergy_options {
    /* effects of any two doses: points (a, b), outputs are members */
    const struct pl_asked *asked;
    double tolerance;  /* [effect] of the curves of one drug alone; > 0 */
    size_t max_points; /* of these curves, together */
};

/** 1e-7, at most 4000 points; asked is NULL. */
struct pl_synergy_options pl_synergy_options_default(void);

/** A line through ln(e / (1 - e)) over ln dose. All NaN where there are not two points. */
struct pl_median_effect {
    double dose;  /* [nM] of effect 1/2 */
    double slope; /* [-] */
    double r;     /* [-] of the correlation */
};

/** One number for a whole checkerboard. */
struct pl_synergy_score {
    struct pl_band mean; /* over all combinations of doses above 0 */
    struct pl_band
        area;       /* the largest mean of 3 x 3 neighbours, or of fewer where there
                            are not so many doses: the most synergistic area */
    size_t from[2]; /* its first doses, of the median member; PL_NONE for none */
    size_t size[2]; /* doses in it */
};

/** Zero it before the first use; pl_synergy_finish frees what is in it. */
struct pl_synergy {
    const struct pl_checkerboard *board; /* borrowed */
    double *values; /* shape (PL_N_SYNERGY, n[0], n[1], n_members). Of single doses an
                       excess is 0 and an index NaN */
    unsigned char *ways; /* enum pl_loewe_way, shape (n[0], n[1], n_members) */
    struct pl_effect_curve curves[2];  /* of each drug alone; outputs are members */
    struct pl_hill *fits[2];           /* shape (n_members) */
    struct pl_median_effect *lines[2]; /* shape (n_members) */
    struct pl_synergy_score scores[PL_N_SYNERGY]; /* of what is an excess */
};

/**
 * Score a checkerboard.
 * @return PL_OK; PL_ERR_OPTION where a drug has no dose above 0, doses do not ascend from
 *         0, or no combination has an effect; as asked->values; PL_ERR_NOMEM. `out` is
 *         empty after an error
 */
PL_MUST_USE enum pl_status pl_synergy_run(const struct pl_checkerboard *board,
                                          const struct pl_synergy_options *options,
                                          struct pl_diags *diags,
                                          struct pl_synergy *out);

void pl_synergy_finish(struct pl_synergy *synergy);

/** The values of a combination: shape (n_members). */
const double *pl_synergy_at(const struct pl_synergy *synergy, enum pl_synergy_kind kind,
                            size_t first, size_t second);

/** The commonest way over the members, by weight. */
enum pl_loewe_way pl_synergy_way(const struct pl_synergy *synergy, size_t first,
                                 size_t second);

#endif
