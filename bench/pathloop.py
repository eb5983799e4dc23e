"""pathloop's side: bench/engine for each work.

The interface is in README.md, "What the engine prints".
"""

import os
import subprocess
import tempfile

import numpy

import cases

ALSO = (
    ("sweep-tape", "sweep", {"kernel": "tape"}),
    ("sweep-threads2", "sweep", {"threads": 2}),
    ("ensemble", "ensemble", {"n": 200, "threads": 2, "repeat": 7}),
    ("explain", "explain", {"threads": 2, "repeat": 7}),
    ("explain-exact", "explain-exact", {"n": 12, "threads": 2, "repeat": 7}),
    ("checkerboard", "checkerboard", {"n": cases.BOARD, "threads": 2, "repeat": 7}),
    (
        "sobol",
        "sobol",
        {
            "n": cases.SAMPLES,
            "constants": cases.CONSTANTS,
            "threads": 2,
            "repeat": 3,
        },
    ),
    ("native-over-compiled", "native-over-compiled", {}),
    ("memory", "memory", {}),
    ("shares", "shares", {}),
)


class Failed(Exception):
    """A program could not do a work; says why."""


class Pathloop:
    compiles = False
    title = "pathloop"
    busy = 1.0

    def __init__(self, case, build, clock):
        self.case, self.build, self.clock = case, build, clock
        # In lanes a point takes microseconds: more, for a sweep of some seconds.
        self.points = 100_000 if case.rest > 0 else case.points
        self.engine = build / "bench" / "engine"
        self.simulate = build / "simulate"
        said = subprocess.run(
            [self.simulate, "--version"], check=True, text=True, capture_output=True
        ).stdout
        self.version = "pathloop " + said.split("\n")[0].split()[-1]

    def ask(self, work, **how):
        """{name: [(value, unit)]} that the engine prints; unknown works raise
        Failed.
        """
        case = self.case
        told = {
            "drug": case.drug,
            "dose": case.dose,
            "lo": case.lo,
            "hi": case.hi,
            "constant": case.constant,
            "rest": int(case.rest > 0),
            "duration": case.duration,
            "n": self.points,
            "threads": 1,
            **how,
        }
        if case.outputs != "readouts":
            told.setdefault("outputs", ",".join(case.outputs))
        command = [
            self.engine,
            case.antimony,
            work,
            *(f"{key}={value}" for key, value in told.items() if value != ""),
        ]
        if not self.engine.exists():
            raise Failed("bench/engine is not built")
        done = subprocess.run(
            command, text=True, capture_output=True, env={**os.environ, "LC_ALL": "C"}
        )
        if done.returncode:
            raise Failed(done.stderr.strip()[-500:] or f"status {done.returncode}")
        lines = {}
        for line in done.stdout.splitlines():
            parts = line.split()
            if len(parts) != 3:
                raise Failed(f"the engine printed '{line}'")
            lines.setdefault(parts[0], []).append((float(parts[1]), parts[2]))
        if work not in lines and work != "shares":
            raise Failed(f"the engine printed no '{work}'")
        self.busy = lines.pop("busy", [(1.0, "")])[-1][0]
        if self.clock == "processor":
            lines = {
                name: [self.of_processor(*sample) for sample in samples]
                for name, samples in lines.items()
            }
        return lines

    def of_processor(self, value, unit):
        """The engine times by the wall clock and says its share of a processor."""
        if unit == "runs/s":
            return value / self.busy, unit
        return (value * self.busy if unit in ("s", "ms", "us") else value), unit

    def seconds(self, work, **how):
        """The samples of one name, whatever unit they came in."""
        scale = {
            "s": lambda x: x,
            "ms": lambda x: 1e-3 * x,
            "us": lambda x: 1e-6 * x,
            "runs/s": lambda x: 1 / x,
        }
        return [scale[unit](value) for value, unit in self.ask(work, **how)[work]]

    def load(self):
        return {"load": min(self.seconds("load", repeat=1))}

    def rest(self):
        return {}  # the engine brings its model to rest before it times anything

    def run(self, outputs, repeat, rtol, atol):
        return self.seconds(f"run{outputs}", rtol=rtol, repeat=repeat)

    def sweep(self, n, rtol, atol):
        return self.seconds("sweep", n=n, rtol=rtol)

    def sweep_rest(self, n, rtol, atol):
        return self.seconds("sweep-rest", n=n, rtol=rtol)

    def values(self, work, rtol, atol, **how):
        with tempfile.TemporaryDirectory() as folder:
            path = os.path.join(folder, "values.tsv")
            outputs = how.pop("outputs", None)
            named = () if self.case.outputs == "readouts" else self.case.outputs
            self.ask(
                {"run": f"run{outputs}", "sweep_rest": "sweep-rest"}.get(work, work),
                rtol=rtol,
                values=path,
                outputs=",".join(("all", *named)),
                repeat=1,
                **how,
            )
            with open(path) as text:
                names = text.readline().split()
                return names, numpy.loadtxt(text, ndmin=2)

    def tolerances(self, rtol):
        return (0.0,)  # its own, per species

    def own(self):
        """Figures that only pathloop has: (name, how to get [(work, values, unit)])."""

        def ask(name, work, how):
            lines = self.ask(work, rtol=cases.RTOL, **how)
            return [
                (
                    name if line == work else line,
                    [value for value, _ in samples],
                    samples[0][1],
                )
                for line, samples in lines.items()
            ]

        case = self.case
        for name, work, how in ALSO:
            if name in ("checkerboard", "sobol"):
                if not case.readout:
                    continue
                how = {**how, "outputs": case.readout}
            if name == "checkerboard":
                how |= {"other": case.other}
                how |= {"other-lo": case.other_lo, "other-hi": case.other_hi}
            yield name, lambda: ask(name, work, how)

    def whole_process(self):
        if self.case.drug != "drug_everolimus":
            return None
        return [
            self.simulate,
            "--model",
            self.case.antimony,
            "--drug",
            f"everolimus={self.case.dose:g}nM",
            "--format",
            "csv",
        ]

    def close(self):
        pass
