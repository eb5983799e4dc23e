"""Loops of random networks against networkx and numpy.

usage: loops.py SIMULATE

Each network is x' = A x - feedback signals, with a random sparse A. networkx finds the
elementary circuits of its graph, numpy multiplies once round: which loops there are, up to
which length, their signs, gains, time scales and edges have to agree, and at a later time
the scores, from accelerations worked out here.
"""

import csv
import io
import pathlib
import random
import subprocess
import sys
import tempfile

import networkx
import numpy

TRIALS = 40
RTOL = 1e-9


class Network:
    def __init__(self, seed):
        rng = random.Random(seed)
        self.n = rng.randint(2, 9)
        self.matrix = numpy.zeros((self.n, self.n))
        self.signals = []  # source, target, weight
        for i in range(self.n):
            self.matrix[i, i] = -rng.uniform(1.0, 3.0)
            for k in range(self.n):
                if i != k and rng.random() < 0.45:
                    self.matrix[i, k] = rng.choice((-1, 1)) * rng.uniform(0.05, 0.5)
        pairs = [(i, k) for i in range(self.n) for k in range(self.n) if i != k]
        for source, target in rng.sample(pairs, min(len(pairs), rng.randint(0, 3))):
            self.signals.append((source, target, rng.uniform(-0.5, 0.5)))
        self.start = [rng.uniform(0.5, 2.0) for _ in range(self.n)]

    def antimony(self):
        lines = ["compartment cell = 1;"]
        for i in range(self.n):
            lines.append(f"species s{i} in cell; s{i} = {self.start[i]!r};")
        for i in range(self.n):
            terms = [f"({float(self.matrix[i, k])!r})*s{k}" for k in range(self.n)
                     if self.matrix[i, k] != 0]
            terms += [f"({w!r})*feedback_s{a}_s{b}" for a, b, w in self.signals if b == i]
            lines.append(f"=> s{i}; {' + '.join(terms)};")
        lines += [f"feedback_s{a}_s{b} := 2*s{a};" for a, b, _ in self.signals]
        return "\n".join(lines) + "\n"

    def graph(self):
        graph = networkx.DiGraph()
        for i in range(self.n):
            for k in range(self.n):
                if i != k and self.matrix[i, k] != 0:
                    graph.add_edge(f"s{k}", f"s{i}", weight=self.matrix[i, k])
        for a, b, w in self.signals:
            graph.add_edge(f"s{a}", f"feedback_s{a}_s{b}", weight=2.0)
            graph.add_edge(f"feedback_s{a}_s{b}", f"s{b}", weight=w)
        return graph

    def whole(self):
        """The Jacobian, with the signals put in."""
        whole = self.matrix.copy()
        for a, b, w in self.signals:
            whole[b, a] += 2.0 * w
        return whole

    def replies(self, time):
        """Of each state at that time: |velocity| over what moves it."""
        whole = self.whole()
        values, vectors = numpy.linalg.eig(whole)
        weights = numpy.linalg.solve(vectors, numpy.array(self.start, complex))
        state = (vectors @ (weights * numpy.exp(values * time))).real
        velocity = whole @ state
        acceleration = whole @ velocity
        own = numpy.diag(self.matrix) * velocity
        return numpy.abs(velocity) / numpy.maximum(numpy.abs(acceleration - own),
                                                   numpy.abs(own))


def loops_of(network, bound):
    """By their nodes, smallest first: weight once round, and states."""
    graph = network.graph()
    found = {}
    for nodes in networkx.simple_cycles(graph, length_bound=bound):
        turn = nodes.index(min(nodes))
        nodes = tuple(nodes[turn:] + nodes[:turn])
        weight = 1.0
        for source, target in zip(nodes, nodes[1:] + nodes[:1], strict=True):
            weight *= graph[source][target]["weight"]
        found[nodes] = weight
    return found


def run(simulate, words):
    command = [simulate, "loops", *words]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise SystemExit(f"{' '.join(command)} ended with {done.returncode}:\n{done.stderr}")
    return list(csv.DictReader(io.StringIO(done.stdout)))


def key_of(row):
    nodes = row["members"].replace(" -| ", " -> ").split(" -> ")[:-1]
    turn = nodes.index(min(nodes))
    return tuple(nodes[turn:] + nodes[:turn])


def close(got, want):
    return abs(got - want) <= RTOL * abs(want)


def states(nodes):
    return [int(node[1:]) for node in nodes if not node.startswith("feedback_")]


def check(simulate, path, network, bound):
    want = loops_of(network, bound)
    words = ["--model", path, "--no-equilibrate", "--for", "1", "--every", "1",
             "--max-length", str(bound), "--format", "csv"]
    rows = run(simulate, words)
    got = {key_of(row): row for row in rows}
    if len(got) != len(rows) or set(got) != set(want):
        return f"{len(rows)} loops, networkx has {len(want)}"
    replies = network.replies(1.0)
    scores = {}
    for nodes, weight in want.items():
        row = got[nodes]
        gain, delay, score = weight, 0.0, weight
        for i in states(nodes):
            gain /= -network.matrix[i, i]
            delay -= 1.0 / network.matrix[i, i]
            score *= replies[i]
        scores[nodes] = score
        edges = ";".join(sorted(n.removeprefix("feedback_") for n in nodes
                                if n.startswith("feedback_")))
        if row["sign"] != ("reinforcing" if weight > 0 else "balancing"):
            return f"{nodes} is {row['sign']}"
        if int(row["nodes"]) != len(nodes):
            return f"{nodes} has {row['nodes']} nodes"
        if ";".join(sorted(filter(None, row["edges"].split(";")))) != edges:
            return f"{nodes} passes {row['edges']}"
        if not close(float(row["gain"]), gain):
            return f"{nodes} has a gain of {row['gain']}, not {gain}"
        if not close(float(row["time_scale"]), delay):
            return f"{nodes} takes {row['time_scale']}, not {delay}"
    total = sum(abs(score) for score in scores.values())
    for nodes, score in scores.items():
        share = float(got[nodes]["share_1"])
        if not abs(share - abs(score) / total) <= 1e-6:
            return f"{nodes} has a share of {share}, not {abs(score) / total}"
    return None


def main():
    simulate = sys.argv[1]
    failed = 0
    n_loops = 0
    with tempfile.TemporaryDirectory() as folder:
        for seed in range(TRIALS):
            network = Network(seed)
            path = pathlib.Path(folder) / "m.ant"
            path.write_text(network.antimony())
            for bound in (2, 3, 5, 100):
                fault = check(simulate, str(path), network, bound)
                n_loops += len(loops_of(network, bound))
                if fault:
                    failed += 1
                    print(f"FAIL network {seed}, up to {bound} nodes: {fault}")
    print(f"{TRIALS} networks, {n_loops} loops, {failed} faults")
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
