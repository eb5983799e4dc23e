"""Sensitivity indices by SALib, for values that pathloop's own mathematics then reads.

usage: sensitivity.py [--redo]

tests/golden/salib-values.tsv holds SALib's samples of the unit cube and the Ishigami function there;
tests/golden/salib-indices.tsv what SALib makes of them. Without an option both are computed again and
compared; --redo writes them.

    sobol   first-order and total indices (saltelli samples, no second order)
    morris  mu, mu_star and sigma (trajectories on 6 levels)
"""

import pathlib
import sys

import numpy as np
from SALib.analyze import morris as morris_analyze
from SALib.analyze import sobol as sobol_analyze
from SALib.sample import morris as morris_sample
from SALib.sample import sobol as sobol_sample

GOLDEN = pathlib.Path(__file__).resolve().parents[1] / "golden"
NAMES = ["x1", "x2", "x3"]
PROBLEM = {"num_vars": 3, "names": NAMES, "bounds": [[0.0, 1.0]] * 3}
LEVELS = 6


def ishigami(u):
    x = np.pi * (2.0 * u - 1.0)
    return np.sin(x[:, 0]) + 7.0 * np.sin(x[:, 1]) ** 2 + 0.1 * x[:, 2] ** 4 * np.sin(x[:, 0])


def compute():
    values = [["case"] + NAMES + ["y"]]
    indices = [["case", "parameter", "number", "value"]]
    points = sobol_sample.sample(PROBLEM, 64, calc_second_order=False, seed=1)
    y = ishigami(points)
    found = sobol_analyze.analyze(PROBLEM, y, calc_second_order=False, seed=1)
    values += [["sobol", *map(float, u), float(f)] for u, f in zip(points, y)]
    for i, name in enumerate(NAMES):
        indices.append(["sobol", name, "S1", float(found["S1"][i])])
        indices.append(["sobol", name, "ST", float(found["ST"][i])])
    points = morris_sample.sample(PROBLEM, 20, num_levels=LEVELS, seed=1)
    y = ishigami(points)
    found = morris_analyze.analyze(PROBLEM, points, y, num_levels=LEVELS, seed=1)
    values += [["morris", *map(float, u), float(f)] for u, f in zip(points, y)]
    for i, name in enumerate(NAMES):
        for number in ("mu", "mu_star", "sigma"):
            indices.append(["morris", name, number, float(found[number][i])])
    return {"salib-values.tsv": values, "salib-indices.tsv": indices}


def differs(stored, fresh):
    if len(stored) != len(fresh):
        return True
    for old, new in zip(stored, fresh):
        for a, b in zip(old, new):
            if isinstance(b, float):
                if not abs(float(a) - b) <= 1e-9 + 1e-9 * abs(b):
                    return True
            elif a != b:
                return True
    return False


def main():
    redo = sys.argv[1:] == ["--redo"]
    if sys.argv[1:] and not redo:
        sys.exit(__doc__)
    failed = 0
    for file, rows in compute().items():
        path = GOLDEN / file
        if redo:
            text = ["# by SALib: tests/oracle/sensitivity.py"]
            text += ["\t".join(c if isinstance(c, str) else repr(c) for c in row) for row in rows]
            path.write_text("\n".join(text) + "\n")
            continue
        stored = [line.split("\t") for line in path.read_text().splitlines() if line[0] != "#"]
        bad = differs(stored, rows)
        failed += bad
        print(f"{'FAIL' if bad else 'ok  '} {file}: {len(rows) - 1} rows")
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
