#!/usr/bin/env python3
"""Folds and Hopf points of Varusai 2018's network, by a continuation of its own.

usage: branches.py MODEL.ant > tests/golden/branches-varusai2018.tsv

Reads the reactions of the model as Python, takes derivatives by complex steps, eliminates
the conserved sums by hand, follows the rest states in fixed small steps of arclength and
locates folds (the tangent turns) and Hopf points (the largest real part of a pair is 0) by
bisection. Needs numpy alone; nothing of pathloop takes part.
"""
import re
import sys

import numpy as np

# What varies, over which range, and how rest states begin: at its low end, from the file.
RUNS = [("DEPTOR", 1.0, 1000.0), ("V1", 0.1, 10.0), ("k9c", 3.0, 0.03), ("V12", 0.4, 40.0)]

SUMS = {  # the first follows from the others
    "IR": ["IR", "pIR"],
    "IRS": ["IRS", "pIRS", "iIRS"],
    "Akt": ["Akt", "pAkt"],
    "mTORC1": ["mTORC1", "pmTORC1", "mTORC1_DEPTOR"],
    "mTORC2": ["mTORC2", "pmTORC2", "mTORC2_DEPTOR"],
    "DEPTOR": ["DEPTOR", "pDEPTOR", "mTORC1_DEPTOR", "mTORC2_DEPTOR"],
}


class Network:
    def __init__(self, text):
        self.values, self.rates, self.changes = {}, [], []
        for line in text.splitlines():
            line = line.split("//")[0].strip()
            reaction = re.match(r"(\w+): (.*?)(?:=>|->)(.*?);(.*)", line)
            if reaction:
                change = {}
                for side, sign in ((reaction[2], -1), (reaction[3], 1)):
                    for name in side.split("+"):
                        if name.strip():
                            change[name.strip()] = change.get(name.strip(), 0) + sign
                self.rates.append(compile(reaction[4].strip(), reaction[1], "eval"))
                self.changes.append(change)
            else:
                for name, value in re.findall(r"(\w+) = ([-\d.e]+)", line):
                    self.values[name] = float(value)
        species = sorted({name for change in self.changes for name in change})
        self.free = [name for name in species if name not in SUMS]

    def totals(self, values):
        return {first: sum(values[name] for name in all_of) for first, all_of in SUMS.items()}

    def f(self, y, name, q):
        """Rates of the free species; y, q may be complex. q is ln of what varies."""
        values = dict(self.values)
        values[name] = np.exp(q)
        totals = self.totals(values)
        values.update(zip(self.free, y))
        for first, all_of in SUMS.items():
            values[first] = totals[first] - sum(values[other] for other in all_of[1:])
        out = np.zeros(len(self.free), dtype=complex)
        for rate, change in zip(self.rates, self.changes):
            v = eval(rate, {}, values)
            for species, n in change.items():
                if species in self.free:
                    out[self.free.index(species)] += n * v
        return out

    def jacobian(self, y, name, q):
        """Shape (n, n + 1): the last column is over q."""
        n, h = len(self.free), 1e-30
        out = np.zeros((n, n + 1))
        for j in range(n + 1):
            z = np.append(y, q).astype(complex)
            z[j] += 1j * h
            out[:, j] = self.f(z[:n], name, z[n]).imag / h
        return out


def correct(network, name, z, normal):
    plane = normal @ z
    for _ in range(30):
        y, q = z[:-1], z[-1]
        matrix = np.vstack([network.jacobian(y, name, q), normal])
        right = np.append(network.f(y, name, q).real, normal @ z - plane)
        step = np.linalg.solve(matrix, -right)
        z = z + step
        if np.max(np.abs(step) / (np.abs(z) + 1e-6)) < 1e-13:
            break
    return z


def tangent(network, name, z, along):
    matrix = np.vstack([network.jacobian(z[:-1], name, z[-1]), along])
    t = np.linalg.solve(matrix, np.append(np.zeros(len(z) - 1), 1.0))
    return t / np.linalg.norm(t)


def eigenvalues(network, name, z):
    return np.linalg.eigvals(network.jacobian(z[:-1], name, z[-1])[:, :-1])


def n_unstable(network, name, z):
    return int(np.sum(eigenvalues(network, name, z).real > 0))


def begin(network, name, q):
    """Implicit Euler with growing steps, then Newton."""
    n = len(network.free)
    y = np.array([network.values[s] for s in network.free])
    h = 1e-3
    for _ in range(400):
        old = y
        for _ in range(4):
            jacobian = network.jacobian(y, name, q)[:, :n]
            y = y - np.linalg.solve(np.eye(n) - h * jacobian, y - old - h * network.f(y, name, q).real)
        h = min(h * 1.1, 1e9)
    return correct(network, name, np.append(y, q), np.append(np.zeros(n), 1.0))


def locate(network, name, low, high, test):
    a, b = 0.0, 1.0
    sign = test(low) > 0
    normal = high - low
    for _ in range(60):
        middle = 0.5 * (a + b)
        z = correct(network, name, low + middle * (high - low), normal)
        a, b = (middle, b) if (test(z) > 0) == sign else (a, middle)
    return z


def follow(network, name, start, end):
    z = begin(network, name, np.log(start))
    along = np.append(np.zeros(len(z) - 1), np.sign(end - start))
    t = tangent(network, name, z, along)
    unstable = n_unstable(network, name, z)
    scale = np.append(np.full(len(z) - 1, 100.0), 1.0)
    low, high = sorted((np.log(start), np.log(end)))
    while True:
        step = 0.004 / np.linalg.norm(t / scale)
        new = correct(network, name, z + step * t, t)
        if not low <= new[-1] <= high:
            return
        new_t = tangent(network, name, new, t)
        count = n_unstable(network, name, new)
        if t[-1] * new_t[-1] < 0:
            found = locate(network, name, z, new, lambda x: tangent(network, name, x, t)[-1])
            yield "fold", np.exp(found[-1]), 0.0
        elif abs(count - unstable) == 2:
            def largest(x):
                pairs = eigenvalues(network, name, x)
                return max(pairs[pairs.imag > 0].real)
            found = locate(network, name, z, new, largest)
            pairs = eigenvalues(network, name, found)
            pair = max(pairs[pairs.imag > 0], key=lambda value: value.real)
            yield "Hopf", np.exp(found[-1]), 2 * np.pi / pair.imag
        z, t, unstable = new, new_t, count


def main():
    network = Network(open(sys.argv[1]).read())
    print("# folds and Hopf points of tests/data/varusai2018.ant, by tests/oracle/branches.py")
    print("input\tlow\thigh\tkind\tat\tperiod")
    for name, start, end in RUNS:
        for kind, at, period in follow(network, name, start, end):
            print(f"{name}\t{min(start, end):g}\t{max(start, end):g}\t{kind}\t{at:.12g}\t{period:.12g}", flush=True)


main()
