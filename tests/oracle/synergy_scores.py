#!/usr/bin/env python3
"""Write tests/golden/synergy.tsv: scores of three checkerboards (PyPI: synergy 1.0.0).

usage: synergy_scores.py > tests/golden/synergy.tsv

Single doses are fitted by the package's four-parameter Hill curve, lines of the board for
ZIP by its two-parameter one, from the other drug's fitted effect to 1 (Yadav 2015). HSA,
Bliss, Loewe's reference and the combination index are the package's own; where its
Loewe model has none, the larger curve at the sum of both doses stands, as in
SynergyFinder. The package writes what is left, 1 - effect. Its Loewe model stops 1e-5
from where it should; the equation is solved again by its own inverse curves, and held to
what it says.
"""

import sys

import numpy as np
from scipy.optimize import brentq
from synergy.combination import HSA, Bliss, CombinationIndex, Loewe
from synergy.single import Hill
from synergy.single.hill import Hill_2P, Hill_CI

TIGHT = {"ftol": 1e-15, "xtol": 1e-15, "gtol": 1e-15, "maxfev": 100000}


def hill(dose, emax, ec50, h):
    return emax * dose**h / (ec50**h + dose**h)


def fit(model, doses, left, start):
    model.fit(doses, left, p0=start, **TIGHT)
    return model


def isobole(alone, x, y):
    """What is left where x of the first and y of the second stand for each other."""
    ends = [sorted((model.E0, model.Emax)) for model in alone]
    low, high = max(e[0] for e in ends), min(e[1] for e in ends)
    inside = 1e-12 * (high - low)
    return brentq(
        lambda left: x / alone[0].E_inv(left) + y / alone[1].E_inv(left) - 1, low + inside, high - inside, xtol=1e-15
    )


# Each board: doses of both drugs, and what is gone. None of them is made of Hill curves
# alone, so that fits matter.
def synergistic(a, b):
    first, second = hill(a, 0.9, 10.0, 1.3), hill(b, 0.8, 50.0, 0.9)
    return first + second - first * second + 0.3 * hill(a, 1, 5.0, 2.0) * hill(b, 1, 100.0, 1.0) * (1 - first) * (1 - second)


def antagonistic(a, b):
    return hill(a / (1 + b / 40.0), 0.95, 3.0, 1.0) * 0.98 + 0.5 * hill(b, 0.9, 200.0, 1.4) * (1 - hill(a, 1, 3.0, 1.0))


def uneven(a, b):
    return 0.5 * hill(a, 0.7, 1.0, 0.8) + 0.5 * hill(a, 0.8, 60.0, 2.0) + 0.4 * hill(b + 0.3 * a, 1.0, 30.0, 1.1) * (1 - hill(a, 0.9, 20.0, 1.0))


BOARDS = {
    "synergistic": (synergistic, [1, 3, 10, 30, 100], [5, 20, 50, 200, 1000, 3000]),
    "antagonistic": (antagonistic, [0.3, 1, 3, 10, 30, 100], [10, 30, 100, 300, 1000]),
    "uneven": (uneven, [0.1, 0.4, 1, 4, 10, 40, 100, 400], [3, 10, 30, 100, 300]),
}


def score(effect, first, second):
    a = np.array([0.0] + first, dtype=float)
    b = np.array([0.0] + second, dtype=float)
    grid_a, grid_b = (x.ravel() for x in np.meshgrid(a, b, indexing="ij"))
    left = 1 - effect(grid_a, grid_b)
    alone = []
    for doses, mask, other in ((a, grid_b == 0, grid_a), (b, grid_a == 0, grid_b)):
        order = np.argsort(other[mask])
        values = left[mask][order]
        # dose 0 as the package's fits take it: a dose too small to matter
        tiny = np.where(doses == 0, 1e-12, doses)
        alone.append(fit(Hill(), tiny, values, [values[0], values[-1], 1.0, np.median(doses[1:])]))
    hsa = HSA().fit(grid_a, grid_b, left)
    bliss = Bliss().fit(grid_a, grid_b, left)
    loewe = Loewe(mode="delta_nan", drug1_model=alone[0], drug2_model=alone[1])
    reference = loewe.E_reference(grid_a, grid_b)
    lines = [Hill_CI(), Hill_CI()]
    lines[0].fit(a[1:], left[(grid_b == 0) & (grid_a > 0)])
    lines[1].fit(b[1:], left[(grid_a == 0) & (grid_b > 0)])
    index = CombinationIndex(drug1_model=lines[0], drug2_model=lines[1]).fit(grid_a, grid_b, left)
    fitted = np.zeros((len(a), len(b)))
    board = left.reshape(len(a), len(b))
    for j in range(1, len(b)):
        base = alone[1].E(b[j])
        line = fit(Hill_2P(E0=base, Emax=0.0), a[1:], board[1:, j], [1.0, alone[0].C])
        fitted[1:, j] += 0.5 * line.E(a[1:])
    for i in range(1, len(a)):
        base = alone[0].E(a[i])
        line = fit(Hill_2P(E0=base, Emax=0.0), b[1:], board[i, 1:], [1.0, alone[1].C])
        fitted[i, 1:] += 0.5 * line.E(b[1:])
    for k, (x, y) in enumerate(zip(grid_a, grid_b)):
        if x == 0 or y == 0:
            yield [x, y, 1 - left[k]]
            continue
        exact = not np.isnan(reference[k])
        expected = isobole(alone, x, y) if exact else max(0.0, min(alone[0].E(x + y), alone[1].E(x + y)))
        assert not exact or abs(expected - reference[k]) < 2e-5, (x, y, expected, reference[k])
        zip_score = alone[0].E(x) * alone[1].E(y) - fitted.reshape(-1)[k]
        yield [x, y, 1 - left[k], hsa[k], bliss[k], expected - left[k], zip_score, index[k]]


def main():
    print("# scores of checkerboards by the package synergy: tests/oracle/synergy_scores.py")
    print("board\ta\tb\teffect\thsa\tbliss\tloewe_fitted\tzip\tci_median_effect")
    for name, (effect, first, second) in BOARDS.items():
        for row in score(effect, first, second):
            cells = [f"{value:.12g}" for value in row]
            print(name, *cells, *[""] * (8 - len(cells)), sep="\t")
    return 0


if __name__ == "__main__":
    sys.exit(main())
