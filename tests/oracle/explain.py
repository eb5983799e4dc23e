"""The factors of `explain`, computed a second time: by libRoadRunner and the formula itself.

usage: explain.py [--redo | --all]

Feedback signals of a model are held by rewriting its text: each rule feedback_X := signal becomes
(1 - clamp_X)*(signal) + clamp_X*held_X, with held_X the signal at the untreated rest. The fold of a
readout is run for every set of loops that stay free, and Shapley's formula makes factors of the logs.
What comes out is in tests/golden/explain-*.tsv, which the C tests hold pathloop to:

    factor   of the loop, or of the loops that a group puts together; their product and that of
             everything_else is the fold of the whole
    alone    by how much the fold grows when this loop alone is set free, all others being held
    without  the fold with this loop held and all others free

Without an option the table is computed again and compared, and the statements at the end are checked.
The rows of all 17 loops of her2-mtor one by one take a quarter of an hour; only --all and --redo
compute them. --redo writes the tables.
"""

import csv
import itertools
import math
import pathlib
import re
import sys

import antimony
import numpy as np
import roadrunner

TESTS = pathlib.Path(__file__).resolve().parents[1]
DRAFT = TESTS / "data" / "her2-mtor-draft.ant"
MODEL = TESTS.parent / "models" / "her2-mtor.ant"
HOURS = [1, 8, 24, 48]
REST = 4e5  # [min] given to come to rest
TOLERANCE = 2e-7  # relative, between two computations of a fold

# The loops of her2-mtor, those of one story put together.
STORIES = {
    "IRS1": ["S6K_IRS1", "S6K_IRS1_loss"],
    "SIN1": ["Akt_SIN1", "S6K_SIN1"],
    "FOXO": ["FOXO_HER3", "FOXO_IGF1R", "FOXO_Rictor"],
    "ERK": ["ERK_HER2", "ERK_SOS", "ERK_DUSP", "ERK_TSC2"],
}
# Those that were reported first, FOXO and HER3 multiplied. The loops from ERK and Akt -| Raf were no
# loops of that product: they stay intact in every run and are part of everything else.
REPORTED_STORIES = {
    "PHLPP": ["mTORC1_PHLPP"],
    "Rictor": ["S6K_Rictor"],
    "IRS1": ["S6K_IRS1"],
    "Grb10": ["mTORC1_Grb10"],
    "SIN1": ["Akt_SIN1", "S6K_SIN1"],
    "FOXO": ["Akt_FOXO"],
    "HER3": ["Akt_HER3"],
}

# file: cases, each (name, model, variant, treatment, readout, groups, only): with `only` the
# groups are all there is, and the other edges stay intact; else they are loops one by one
CASES = {
    "explain-draft.tsv": [
        ("draft", DRAFT, "", "drug everolimus=20nM", "pAkt_S473", {}, False),
        ("reported", DRAFT, "", "drug everolimus=20nM", "pAkt_S473", REPORTED_STORIES, True),
        ("draft_her3", DRAFT, "", "drug MK2206=1000nM", "HER3", {}, False),
        ("draft_t308", DRAFT, "", "drug AZD8055=500nM", "pAkt_T308", {}, False),
    ],
    "explain-her2-mtor.tsv": [
        ("rapalog", MODEL, "", "drug everolimus=20nM", "pAkt_S473", STORIES, False),
        ("rapalog_receptor", MODEL, "receptor_side", "drug everolimus=20nM", "pAkt_S473", STORIES, False),
        ("blocker", MODEL, "", "inhibit mTORC1=1", "pAkt_S473", STORIES, False),
        ("atp_site", MODEL, "", "drug capivasertib=1000nM", "pAkt_S473", STORIES, False),
        ("allosteric", MODEL, "", "drug MK2206=1000nM", "HER3", STORIES, False),
        ("mtor_kinase", MODEL, "", "drug AZD8055=500nM", "pAkt_T308", STORIES, False),
    ],
    "explain-her2-mtor-all.tsv": [
        ("rapalog_all", MODEL, "", "drug everolimus=20nM", "pAkt_S473", {}, False),
    ],
}
COLUMNS = ["case", "model", "variant", "treatment", "readout", "groups", "others", "time_h", "player",
           "factor", "alone", "without"]

# What was reported of the model before it had an edge for each target, at each hour.
REPORTED = {
    "PHLPP": ["1.02", "1.17", "1.28", "1.32"],
    "Rictor": ["1.12", "1.26", "1.26", "1.28"],
    "IRS1": ["1.01", "1.03", "1.06", "1.09"],
    "Grb10": ["1.00", "1.01", "1.04", "1.09"],
    "SIN1": ["1.01", "1.03", "1.03", "1.02"],
    "FOXO and HER3": ["1.00", "0.98", "0.97", "0.98"],
    "everything_else": ["0.99", "0.96", "0.87", "0.76"],
    "whole": ["1.16", "1.48", "1.56", "1.51"],
}


class Network:
    """A model at rest in libRoadRunner, with a switch beside each feedback signal."""

    def __init__(self, path, variant):
        text = path.read_text(encoding="utf-8")
        rule = re.compile(r"^(\s*)feedback_(\w+)\s*:=\s*([^;]+);", re.MULTILINE)
        self.edges = [match[2] for match in rule.finditer(text)]
        text = rule.sub(r"\1feedback_\2 := (1 - clamp_\2)*(\3) + clamp_\2*held_\2; "
                        r"clamp_\2 = 0; held_\2 = 0;", text)
        antimony.clearPreviousLoads()
        if antimony.loadAntimonyString(text) < 0:
            raise SystemExit(f"libAntimony refuses {path.name}: {antimony.getLastError()}")
        self.runner = roadrunner.RoadRunner(antimony.getSBMLString(antimony.getMainModuleName()))
        self.runner.integrator.relative_tolerance = 1e-10
        self.runner.integrator.absolute_tolerance = 1e-14
        self.runner.integrator.maximum_num_steps = 1_000_000
        if variant:
            self.choose(path.with_suffix(".variants.tsv"), variant)
        self.runner.timeCourseSelections = ["time"]
        self.runner.simulate(0, REST, 2)
        species = self.runner.model.getFloatingSpeciesIds()
        self.rest = {name: self.runner[name] for name in species}
        for edge in self.edges:
            self.runner["held_" + edge] = self.runner["feedback_" + edge]

    def choose(self, path, variant):
        with open(path, newline="", encoding="utf-8") as file:
            rows = [row for row in csv.DictReader(file, delimiter="\t")
                    if row["conditionId"] == variant]
        for name, value in rows[0].items():
            if name not in ("conditionId", "conditionName"):
                self.runner[name] = float(value)

    def logs(self, change, free, readout):
        """log fold of the readout at each hour, with all but the free edges held."""
        name, value = change
        for species, amount in self.rest.items():
            self.runner[species] = amount
        for edge in self.edges:
            self.runner["clamp_" + edge] = 0.0 if edge in free else 1.0
        untreated = self.runner["readout_" + readout]
        self.runner[name] = value
        self.runner.timeCourseSelections = ["readout_" + readout]
        values = np.array(self.runner.simulate(times=[0.0] + [60.0 * hour for hour in HOURS]))
        self.runner[name] = 0.0
        return np.log(values[1:, 0] / untreated)


def change_of(treatment):
    """A treatment in words as a parameter and its value."""
    kind, what = treatment.split()
    name, value = what.split("=")
    return f"{kind}_{name}", float(value.removesuffix("nM"))


def players_of(edges, groups, only):
    """Groups in the place of their first edge, the other edges one by one or not at all."""
    group_of = {edge: name for name, members in groups.items() for edge in members}
    players = {}
    for edge in edges:
        if edge in group_of or not only:
            players.setdefault(group_of.get(edge, edge), []).append(edge)
    return players


def explain(network, treatment, readout, players, seen):
    """Rows (hour, player, factor, alone, without); `seen` keeps runs by their free edges."""
    names = list(players)
    n = len(names)
    intact = set(network.edges) - {edge for edges in players.values() for edge in edges}

    def worth(free):
        edges = frozenset(edge for k in free for edge in players[names[k]]) | intact
        if edges not in seen:
            seen[edges] = network.logs(change_of(treatment), edges, readout)
        return seen[edges]

    weights = [math.factorial(s) * math.factorial(n - 1 - s) / math.factorial(n)
               for s in range(n)]
    factors = np.zeros((n, len(HOURS)))
    for size in range(n + 1):
        for free in itertools.combinations(range(n), size):
            value = worth(free)
            for k in range(n):
                if k in free:
                    factors[k] += weights[size - 1] * value
                else:
                    factors[k] -= weights[size] * value
    whole = worth(tuple(range(n)))
    rows = []
    for t, hour in enumerate(HOURS):
        for k, name in enumerate(names):
            others = tuple(j for j in range(n) if j != k)
            rows.append((hour, name, math.exp(factors[k][t]), math.exp(worth((k,))[t] - worth(())[t]),
                         math.exp(worth(others)[t])))
        rows.append((hour, "everything_else", math.exp(worth(())[t]), math.nan, math.nan))
        rows.append((hour, "whole", math.exp(whole[t]), math.nan, math.nan))
    return rows


def compute(file):
    """The table of one file, as texts."""
    table = []
    networks = {}
    runs = {}
    for case, path, variant, treatment, readout, groups, only in CASES[file]:
        if (path, variant) not in networks:
            networks[path, variant] = Network(path, variant)
        network = networks[path, variant]
        seen = runs.setdefault((path, variant, treatment, readout), {})
        words = " ".join(f"{name}={','.join(edges)}" for name, edges in groups.items())
        players = players_of(network.edges, groups, only)
        for hour, player, *numbers in explain(network, treatment, readout, players, seen):
            table.append([case, str(path.relative_to(TESTS.parent)), variant, treatment, readout,
                          words, "intact" if only else "loops", str(hour), player]
                         + ["" if math.isnan(x) else f"{x:.8f}" for x in numbers])
        print(f"computed {case}: {len(seen)} runs", flush=True)
    return table


def read(file):
    with open(TESTS / "golden" / file, newline="", encoding="utf-8") as lines:
        rows = list(csv.reader((line for line in lines if not line.startswith("#")),
                               delimiter="\t"))
    if rows[0] != COLUMNS:
        raise SystemExit(f"{file}: the columns are {rows[0]}")
    return rows[1:]


def write(file, table):
    with open(TESTS / "golden" / file, "w", newline="", encoding="utf-8") as lines:
        lines.write("# factors by libRoadRunner and Shapley's formula: tests/oracle/explain.py\n")
        writer = csv.writer(lines, delimiter="\t", lineterminator="\n")
        writer.writerow(COLUMNS)
        writer.writerows(table)


def compare(file, table):
    """The number of rows that differ from the file."""
    golden = read(file)
    if [row[:9] for row in golden] != [row[:9] for row in table]:
        print(f"FAIL {file}: other rows than in the table; --redo writes it")
        return 1
    failed = 0
    for want, got in zip(golden, table, strict=True):
        for a, b in zip(want[9:], got[9:], strict=True):
            if (a == "") != (b == "") or (a and not math.isclose(float(a), float(b),
                                                                 rel_tol=TOLERANCE)):
                print(f"FAIL {file}: {want} is now {got[9:]}")
                failed += 1
                break
    print(f"{'FAIL' if failed else 'ok  '} {file}: {len(golden)} rows")
    return failed


class Table:
    """Factors by case, player and hour."""

    def __init__(self, rows):
        self.factors = {(row[0], row[8], int(row[7])): float(row[9]) for row in rows}

    def others(self, case, player, hour):
        """The largest |log| of a factor but for this player's."""
        return max(abs(math.log(x)) for (c, other, h), x in self.factors.items()
                   if c == case and h == hour and other not in (player, "whole"))


def check(words, holds):
    print(f"{'ok  ' if holds else 'FAIL'} {words}")
    return 0 if holds else 1


def rounds_to(x, reported):
    return abs(x - float(reported)) <= 0.5 * 10.0 ** -len(reported.split(".")[1]) + 1e-9


def check_statements(table):
    """What was said of these factors before pathloop had them."""
    failed = 0
    for player, reported in REPORTED.items():
        for hour, figure in zip(HOURS, reported, strict=True):
            x = math.prod(table.factors["reported", one, hour] for one in player.split(" and "))
            failed += check(f"everolimus, pS473 at {hour} h: {player} {figure}: {x:.5f}",
                            rounds_to(x, figure))
    for case, foxo in (("draft_her3", "Akt_FOXO"), ("allosteric", "FOXO")):
        x = table.factors[case, foxo, 24]
        failed += check(f"{case}: MK-2206 raises HER3 2.50-fold by 24 h, all of it FOXO: {x:.4f}",
                        rounds_to(x, "2.50") and table.others(case, foxo, 24) < 0.002)
    for case, foxo in (("draft_t308", "Akt_FOXO"), ("mtor_kinase", "FOXO")):
        first, last = (table.factors[case, "whole", hour] for hour in (1, 24))
        x, rest = (table.factors[case, player, 24] for player in (foxo, "everything_else"))
        failed += check(f"{case}: AZD8055 pT308 0.37 at 1 h, 0.56 at 24 h, FOXO about 1.27 on 0.35: "
                        f"{first:.4f}, {last:.4f}, {x:.4f}, {rest:.4f}",
                        rounds_to(first, "0.37") and rounds_to(last, "0.56")
                        and abs(x - 1.27) < 0.01 and rounds_to(rest, "0.35"))
    return failed


def main():
    options = sys.argv[1:]
    if not set(options) <= {"--redo", "--all"} or len(options) > 1:
        raise SystemExit(__doc__)
    failed = 0
    rows = []
    for file in CASES:
        if file == "explain-her2-mtor-all.tsv" and not options:
            continue
        table = compute(file)
        if options == ["--redo"]:
            write(file, table)
        else:
            failed += compare(file, table)
        rows += table
    failed += check_statements(Table(rows))
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
