"""Time pathloop beside its peers, all in one run on one machine.

usage: compare.py BUILD [--keep] [--out FILE] [--rounds N] [--only NAME,...]
                  [--processor] [CASE ...]

BUILD     folder with pathloop's release build (simulate, bench/engine)
CASE      chen2009 or an Antimony file; by default the three that the goals are about
--keep    append the figures to bench/results.tsv too
--out     where the figures go [BUILD/../results.tsv, written anew]
--rounds  how often each figure is taken; in each round every program has its turn [5]
--only    these programs: pathloop, libroadrunner, bngsim, copasi, amici
--processor  time runs and sweeps by the processor's clock, on a machine that is not
          quiet; such figures are not kept

README.md says what each work is. Every program runs in a process of its own, one
thread, and they take turns within a round, so that what the machine does meanwhile hits
them alike.
"""

import argparse
import datetime
import functools
import json
import os
import pathlib
import statistics
import subprocess
import sys
import time

import numpy

import cases
import goals
import peers
import reference
from pathloop import Failed, Pathloop

ONE_THREAD = {
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
}
REST_RTOL = 1e-10  # the shared rest is prepared with this, outside of the timing
SECONDS_A_SWEEP = 10  # a sweep takes fewer points where the model is slow
REPEATS = 15  # single runs in a round, while they are fast
SOBOL_RUNS = 200  # of a peer, in a round: a hundredth of those of Sobol's indices
SLOW = 5  # [s] a run; such a program has one round, of two ends and two points
BUSY = 0.95  # below this share of a processor a figure is not to be trusted


class PeerProcess:
    """A peer in its worker process: the same methods as Pathloop."""

    def __init__(self, name, case, folder, clock):
        self.case, self.folder, self.points = case, folder, case.points
        log = folder / "log"
        log.mkdir(parents=True, exist_ok=True)
        self.log = open(log / f"{name}-{case.name}.txt", "w")
        case_name = case.name if case.name == "chen2009" else str(case.antimony)
        self.process = subprocess.Popen(
            [
                sys.executable,
                "-B",
                str(cases.BENCH / "worker.py"),
                name,
                case_name,
                str(folder),
                clock,
            ],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self.log,
            text=True,
            env={**os.environ, **ONE_THREAD},
        )
        hello = self.ask("hello")
        self.version = hello["version"]
        self.compiles, self.loads_again = hello["compiles"], hello["loads_again"]
        self.busy = 1.0

    def ask(self, work, **request):
        try:
            self.process.stdin.write(json.dumps({"work": work, **request}) + "\n")
            self.process.stdin.flush()
        except BrokenPipeError:
            pass  # it said why before it ended
        line = self.process.stdout.readline()
        if not line:
            raise Failed(
                f"ended with status {self.process.wait()}, see {self.log.name}"
            )
        answer = json.loads(line)
        if "failed" in answer:
            raise Failed(answer["failed"])
        self.busy = answer.get("busy", 1.0)
        return answer

    def table(self, answer_of, name):
        """Ask for a work with its values: (column names, array)."""
        path = self.folder / f"values-{name}.tsv"
        answer_of(str(path))
        with open(path) as text:
            names = text.readline().split()
            values = numpy.loadtxt(text, ndmin=2)
        path.unlink()
        return names, values

    def load(self):
        """{figure: seconds}. What compiles is loaded once, cold, and then again."""
        answer = self.ask("load")
        figures = {
            "load": answer["convert"] + answer["seconds"][0],
            "load, of this to SBML": answer["convert"],
        }
        if self.loads_again:
            again = self.ask("load", again=True)
            figures["load, compiled before"] = again["convert"] + again["seconds"][0]
        return figures

    def rest(self):
        return self.ask(
            "rest", rtol=REST_RTOL, atol=1e-4 * self.case.atol_at(REST_RTOL)
        )

    def run(self, outputs, repeat, rtol, atol):
        return self.ask(
            "run", outputs=outputs, repeat=repeat, rtol=rtol, atol=atol, warm=repeat > 1
        )["seconds"]

    def sweep(self, n, rtol, atol):
        return self.ask("sweep", n=n, rtol=rtol, atol=atol)["seconds"]

    def sweep_rest(self, n, rtol, atol):
        return self.ask("sweep_rest", n=n, rtol=rtol, atol=atol)["seconds"]

    def checkerboard(self, rtol, atol):
        return self.ask("checkerboard", columns="readout", rtol=rtol, atol=atol)[
            "seconds"
        ]

    def sobol(self, n, rtol, atol):
        return self.ask("sobol", n=n, columns="readout", rtol=rtol, atol=atol)[
            "seconds"
        ]

    def values(self, work, rtol, atol, **how):
        return self.table(
            lambda path: self.ask(
                work, columns="all", values=path, rtol=rtol, atol=atol, **how
            ),
            work,
        )

    def tolerances(self, rtol):
        """For equal error both ways to set atol are tried; the faster one counts."""
        return (self.case.atol_at(rtol), rtol)

    def close(self):
        self.process.stdin.close()
        self.process.wait()
        self.log.close()


class Figures:
    """What was measured: figure[(case, program, work)] = samples."""

    def __init__(self, wall):
        self.wall = wall
        self.samples, self.units, self.points, self.busy = {}, {}, {}, {}
        self.versions, self.reasons = {}, {}

    def add(self, case, program, work, values, unit, n=1, busy=1.0):
        key = case.name, program, work
        self.samples.setdefault(key, []).extend(values)
        self.units[key], self.points[key] = unit, n
        self.busy[key] = min(busy, self.busy.get(key, 1.0))

    def fail(self, case, program, work, reason):
        self.reasons[case.name, program, work] = reason
        print(f"  {program}, {work}: {reason}", file=sys.stderr)

    def median(self, case, program, work):
        samples = self.samples.get((case, program, work))
        return statistics.median(samples) if samples else None

    def write(self, path, append):
        new = not append or not path.exists()
        date = datetime.datetime.now(datetime.timezone.utc).strftime("%Y-%m-%dT%H:%MZ")
        with open(path, "w" if new else "a") as out:
            if new:
                out.write(
                    "date\tmachine\tprogram\tmodel\twork\tvalue\tunit\tn\tspread\n"
                )
            for (case, program, work), samples in self.samples.items():
                spread = "/".join(
                    f"{x:.4g}"
                    for x in (min(samples), statistics.median(samples), max(samples))
                )
                out.write(
                    "\t".join(
                        [
                            date,
                            machine(),
                            self.versions.get(program, program),
                            case,
                            work,
                            f"{statistics.median(samples):.6g}",
                            self.units[case, program, work],
                            str(self.points[case, program, work]),
                            spread,
                        ]
                    )
                    + "\n"
                )
            for (case, program, work), reason in self.reasons.items():
                reason = " ".join(reason.split())
                out.write(
                    "\t".join(
                        [
                            date,
                            machine(),
                            self.versions.get(program, program),
                            case,
                            work,
                            "",
                            f"failed: {reason}",
                            "",
                            "",
                        ]
                    )
                    + "\n"
                )


def machine():
    model = "unknown processor"
    for line in open("/proc/cpuinfo"):
        if line.startswith("model name"):
            model = " ".join(line.split(":")[1].split())
            break
    return f"{model}, {os.cpu_count()} cores"


def attempt(figures, case, program, work, action):
    try:
        return action()
    except (Failed, subprocess.CalledProcessError, subprocess.TimeoutExpired) as reason:
        figures.fail(case, program, work, str(reason))
        return None


def load_all(figures, case, programs, rounds):
    """Load in every round; what needs a compiler only in the first."""
    for k in range(rounds):
        for name, program in list(programs.items()):
            if k > 0 and program.compiles:
                continue
            loads = attempt(figures, case, name, "load", program.load)
            if loads is None:
                programs.pop(name).close()
                continue
            for work, seconds in loads.items():
                figures.add(case, name, work, [1e3 * seconds], "ms")
    for name, program in list(programs.items()):
        if attempt(figures, case, name, "rest", program.rest) is None:
            programs.pop(name).close()


def time_all(figures, case, programs, rounds):
    """Runs and sweeps, all programs in each round. Returns seconds a run, about."""
    rtol, atol = cases.RTOL, case.atol_at(cases.RTOL)
    pace = {}
    for name, program in list(
        programs.items()
    ):  # a first run says how many are affordable
        first = attempt(
            figures, case, name, "run2", lambda: program.run(2, 1, rtol, atol)
        )
        if first is None:
            programs.pop(name).close()
            continue
        pace[name] = min(first)
        if pace[name] > SLOW:
            figures.add(
                case, name, "run2", [1e3 * s for s in first], "ms", 1, program.busy
            )
    for k in range(rounds if programs else 0):
        order = list(programs.items())
        for name, program in order[k % len(order) :] + order[: k % len(order)]:
            n = affordable(program, pace[name])
            repeat = min(REPEATS, n)
            works = [("sweep", lambda: program.sweep(n, rtol, atol), n)]
            if case.constant:
                few = max(2, n // 4)
                works.append(
                    ("sweep-rest", lambda: program.sweep_rest(few, rtol, atol), few)
                )
            if pace[name] > SLOW:
                works = works if k == 0 else []
            else:
                works += [
                    ("run481", lambda: program.run(481, repeat, rtol, atol), repeat),
                    ("run2", lambda: program.run(2, repeat, rtol, atol), repeat),
                ]
            for work, action, count in works:
                seconds = attempt(figures, case, name, work, action)
                if seconds is None:
                    continue
                samples, unit = (
                    ([1 / s for s in seconds], "runs/s")
                    if work.startswith("sweep")
                    else ([1e3 * s for s in seconds], "ms")
                )
                figures.add(case, name, work, samples, unit, count, program.busy)
    return pace


def affordable(program, pace):
    """Points of a sweep."""
    return max(2, min(program.points, int(SECONDS_A_SWEEP / pace)))


CHECKS = (  # figure, work, how, rows of the table that count
    ("error, 481 outputs", "run", {"outputs": reference.OUTPUTS}, slice(None)),
    ("error, end", "run", {"outputs": reference.OUTPUTS}, slice(-1, None)),
    ("error, sweep", "sweep", {"n": reference.CHECK_DOSES}, slice(None)),
    ("error, sweep-rest", "sweep_rest", {"n": reference.CHECK_CONSTANTS}, slice(None)),
)
CHEN_CHECKS = (
    ("error, end", "run", {"outputs": 2}, slice(-1, None)),
    ("error, end, readouts", "run", {"outputs": 2}, slice(-1, None)),
)


def errors_all(figures, case, programs, truth):
    """At rtol 1e-6, every species and readout."""
    rtol, atol = cases.RTOL, case.atol_at(cases.RTOL)
    for name, program in programs.items():
        tables = {}
        for figure, work, how, rows in CHECKS if case.constant else CHEN_CHECKS:
            if work not in tables:
                tables[work] = attempt(
                    figures,
                    case,
                    name,
                    figure,
                    lambda: program.values(work, rtol, atol, **how),
                )
            if tables[work] is None:
                continue
            names, values = tables[work]
            if figure.endswith("readouts"):
                keep = [names.index(name) for name in case.outputs]
                names, values = list(case.outputs), values[:, keep]
            worst, column = truth.error(work, names, values[rows], rows)
            figures.add(
                case, name, figure, [worst], f"relative, at {column}", len(values[rows])
            )


def equal_error(figures, case, programs, truth, pace, rounds):
    """The rate at the loosest rtol whose worst error is within the limit."""
    for name, program in programs.items():
        candidates = []
        for kind in range(len(program.tolerances(cases.RTOL))):
            for rtol in cases.LADDER:
                atol = program.tolerances(rtol)[kind]
                try:
                    names, values = program.values(
                        "sweep", rtol, atol, n=reference.CHECK_DOSES
                    )
                except Failed:
                    continue
                worst, _ = truth.error("sweep", names, values)
                if worst <= cases.ERROR_LIMIT:
                    candidates.append((rtol, atol, worst))
                    break
        if not candidates:
            figures.fail(case, name, "sweep-equal", "no tolerance is accurate enough")
            continue
        n = affordable(program, pace[name])
        rates = {}
        for _ in range(rounds):
            for candidate in candidates:
                seconds = program.sweep(n, *candidate[:2])
                rates.setdefault(candidate, []).extend(1 / s for s in seconds)
        best = max(rates, key=lambda c: statistics.median(rates[c]))
        figures.add(case, name, "sweep-equal", rates[best], "runs/s", n, program.busy)
        figures.add(
            case,
            name,
            "sweep-equal, rtol",
            [best[0]],
            f"atol {best[1]:.0e}" if best[1] else "own atol",
        )
        figures.add(case, name, "sweep-equal, error", [best[2]], "relative")


def questions(figures, case, programs, rounds):
    """The runs of a checkerboard, and as many as time allows of those of Sobol's
    indices, scaled to all of them. COPASI is not asked: it sets a value in 5 ms.
    """
    if not case.readout:
        return
    rtol, atol = cases.RTOL, case.atol_at(cases.RTOL)
    everything = cases.SAMPLES * (cases.CONSTANTS + 2)
    for _ in range(rounds):
        for name, program in programs.items():
            if name in ("pathloop", "copasi"):  # pathloop's own come with `own`
                continue
            board = attempt(
                figures,
                case,
                name,
                "checkerboard",
                lambda: program.checkerboard(rtol, atol),
            )
            if board is not None:
                figures.add(
                    case,
                    name,
                    "checkerboard",
                    [1e3 * s for s in board],
                    "ms",
                    (cases.BOARD + 1) ** 2,
                    program.busy,
                )
            each = attempt(
                figures,
                case,
                name,
                "sobol",
                lambda: program.sobol(SOBOL_RUNS, rtol, atol),
            )
            if each is not None:
                figures.add(
                    case,
                    name,
                    "sobol",
                    [1e3 * everything * s for s in each],
                    "ms",
                    SOBOL_RUNS,
                    program.busy,
                )


def processes(figures, case, programs, rounds):
    """The whole process, from its start to the last row of 481 on a pipe."""
    if case.rest <= 0:
        return
    for _ in range(rounds):
        for name, program in programs.items():
            command = (
                program.whole_process()
                if name == "pathloop"
                else [
                    sys.executable,
                    str(cases.BENCH / "once.py"),
                    name,
                    str(case.antimony),
                    str(program.folder),
                ]
            )
            if program.compiles or command is None:
                continue
            start = time.perf_counter()
            done = subprocess.run(
                command, capture_output=True, env={**os.environ, **ONE_THREAD}
            )
            if done.returncode:
                figures.fail(case, name, "process", done.stderr.decode()[-300:])
                continue
            figures.add(
                case, name, "process", [1e3 * (time.perf_counter() - start)], "ms"
            )


def start(figures, case, build, folder, options):
    """The programs that start, by name; the others' reasons are noted."""
    clock = "processor" if options.processor else "wall"
    programs = {}
    for name in ("pathloop", *peers.NAMES):
        if options.only and name not in options.only:
            continue
        if name == "pathloop":
            begin = functools.partial(Pathloop, case, build, clock)
        else:
            begin = functools.partial(PeerProcess, name, case, folder, clock)
        program = attempt(figures, case, name, "start", begin)
        if program is not None:
            programs[name] = program
            figures.versions[name] = program.version
    return programs


def show(figures, case, programs):
    works = list(dict.fromkeys(w for c, _, w in figures.samples if c == case.name))
    print(f"\n{case.name}: medians (in brackets: how many times pathloop does better)")
    print(f"{'':24}" + "".join(f"{figures.versions[name]:>24}" for name in programs))
    for work in works:
        cells = []
        for name in programs:
            value = figures.median(case.name, name, work)
            own = figures.median(case.name, "pathloop", work)
            cell = "-" if value is None else f"{value:.3g}"
            unit = figures.units.get((case.name, name, work))
            if own and name != "pathloop" and unit in ("ms", "runs/s"):
                cell += f" ({own / value if unit == 'runs/s' else value / own:.3g})"
            if figures.wall and figures.busy.get((case.name, name, work), 1.0) < BUSY:
                cell += "*"
            cells.append(cell)
        units = {
            figures.units[k].split(",")[0]
            for k in figures.units
            if k[0] == case.name and k[2] == work
        }
        unit = units.pop() if len(units) == 1 else ""
        print(
            f"{work + ', ' + unit if unit else work:24}"
            + "".join(f"{cell:>24}" for cell in cells)
        )
    for (c, name, work), reason in figures.reasons.items():
        if c == case.name:
            print(f"MISSING: {name}, {work}: {reason}")


def arguments():
    parser = argparse.ArgumentParser(
        usage=__doc__.split("\n\n")[1].removeprefix("usage: ")
    )
    parser.add_argument("build", type=pathlib.Path)
    parser.add_argument("cases", nargs="*")
    parser.add_argument("--keep", action="store_true")
    parser.add_argument("--processor", action="store_true")
    parser.add_argument("--out", type=pathlib.Path)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--only", type=lambda text: text.split(","))
    return parser.parse_intermixed_args()


def main():
    options = arguments()
    build = options.build.resolve()
    folder = build.parent
    out = options.out or folder / "results.tsv"
    chen = cases.make_chen(folder / "models")
    wanted = options.cases or [
        str(cases.TREE / "models" / "her2-mtor.ant"),
        str(cases.BENCH / "models" / "her2-mtor-prototype.ant"),
        "chen2009",
    ]
    figures, shown = Figures(wall=not options.processor), []
    for name in wanted:
        if name == "chen2009" and chen is None:
            print(
                f"chen2009 is left out: its SBML is not in {cases.PUBLISHED}",
                file=sys.stderr,
            )
            continue
        case = cases.case_of(name, folder / "models")
        print(f"{case.name}: the reference", file=sys.stderr)
        truth = reference.reference(case, folder)
        programs = start(figures, case, build, folder, options)
        if not programs:
            continue
        print(f"{case.name}: load", file=sys.stderr)
        load_all(figures, case, programs, options.rounds)
        print(f"{case.name}: run, sweep", file=sys.stderr)
        pace = time_all(figures, case, programs, options.rounds)
        print(f"{case.name}: errors", file=sys.stderr)
        errors_all(figures, case, programs, truth)
        if case.constant:
            equal_error(figures, case, programs, truth, pace, options.rounds)
            questions(figures, case, programs, options.rounds)
            processes(figures, case, programs, options.rounds)
        if "pathloop" in programs:
            for name, action in programs["pathloop"].own():
                for work, values, unit in (
                    attempt(figures, case, "pathloop", name, action) or ()
                ):
                    figures.add(case, "pathloop", work, values, unit)
        for program in programs.values():
            program.close()
        show(figures, case, programs)
        shown.append(case.name)
    goals.show(figures, shown)
    if figures.wall and any(busy < BUSY for busy in figures.busy.values()):
        print("\n* the machine had other work: these times are too long")
    figures.write(out, append=False)
    print(f"\nfigures: {out}")
    if options.keep and not options.processor:
        figures.write(cases.BENCH / "results.tsv", append=True)
        print(f"kept in {cases.BENCH / 'results.tsv'}")


if __name__ == "__main__":
    main()
