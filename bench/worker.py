"""One program with one model in a process of its own, driven by compare.py.

usage: worker.py PEER CASE FOLDER CLOCK

Reads one request a line on stdin and answers each with one line on stdout, both JSON.
What a program prints itself goes to stderr. Times are seconds on the wall clock, or of
the processor where CLOCK is "processor"; `busy` is the processor's share of the wall
clock: below 1 the machine had other work, and wall times are too long. A load is always
timed by the wall clock, because compilers are processes of their own.
"""

import json
import os
import pathlib
import sys
import time

import numpy

import cases
import peers


def timed(work):
    """(result, seconds by the wall clock, seconds of the processor)."""
    clock, processor = time.perf_counter(), time.process_time()
    result = work()
    return result, time.perf_counter() - clock, time.process_time() - processor


class Worker:
    def __init__(self, name, case, folder, clock):
        start = time.perf_counter()
        self.peer = peers.peer_class(name)(case, folder)
        self.import_seconds = time.perf_counter() - start
        self.case = case
        self.clock = clock
        self.sbml = None

    def hello(self, _):
        return {
            "version": self.peer.version(),
            "import": self.import_seconds,
            "compiles": self.peer.compiles,
            "loads_again": self.peer.load_again is not None,
        }

    def make_sbml(self):
        if self.case.sbml is not None:
            return self.case.sbml.read_text(encoding="utf-8")
        return cases.antimony_to_sbml(self.case.antimony)

    def load(self, request):
        """Antimony to SBML, and SBML to ready, apart."""
        self.sbml, convert, _ = timed(self.make_sbml)
        again = request.get("again", False)
        load = self.peer.load_again if again else self.peer.load
        _, seconds, _ = timed(lambda: load(self.sbml))
        species, _ = cases.names(self.sbml)
        self.outputs = cases.outputs_of(self.case, self.sbml)
        self.columns = {
            "outputs": self.outputs,
            "all": self.outputs + species,
            "readout": [self.case.readout],
        }
        return {"convert": convert, "seconds": [seconds]}

    def rest(self, request):
        """Outside of all timing, so with a tight tolerance."""
        self.peer.select(self.outputs)
        self.peer.tolerance(request["rtol"], request["atol"])
        _, seconds, _ = timed(self.peer.rest)
        return {"seconds": [seconds]}

    def configure(self, request):
        self.columns_now = self.columns[request.get("columns", "outputs")]
        self.peer.select(self.columns_now)
        self.peer.tolerance(request["rtol"], request["atol"])

    def answer(self, request, values, wall, processor):
        """Seconds of each sample, by both clocks."""
        answer = {
            "seconds": processor if self.clock == "processor" else wall,
            "busy": sum(processor) / sum(wall),
        }
        if "values" in request:
            with open(request["values"], "w") as out:
                out.write("\t".join(self.columns_now) + "\n")
                numpy.savetxt(out, numpy.array(values), fmt="%.17g", delimiter="\t")
        return answer

    def run(self, request):
        self.configure(request)
        dose, outputs = self.case.dose, request["outputs"]
        self.peer.prepare(dose, outputs)
        if request.get("warm", True):
            self.peer.run(dose, outputs)
        wall, processor = [], []
        for _ in range(request.get("repeat", 1)):
            values, clock, used = timed(lambda: self.peer.run(dose, outputs))
            wall.append(clock)
            processor.append(used)
        return self.answer(request, values, wall, processor)

    def sweep(self, request):
        self.configure(request)
        n = request["n"]
        values, clock, used = timed(
            lambda: self.peer.sweep(self.case.lo, self.case.hi, n)
        )
        assert len(values) == n
        return self.answer(request, values, [clock / n], [used / n])

    def sweep_rest(self, request):
        self.configure(request)
        n = request["n"]
        values, clock, used = timed(lambda: self.peer.sweep_rest(0.5, 2.0, n))
        assert len(values) == n
        return self.answer(request, values, [clock / n], [used / n])

    def checkerboard(self, request):
        self.configure(request)
        rows, columns = cases.board(self.case)
        doses = [(row, column) for row in rows for column in columns]
        values, clock, used = timed(lambda: self.peer.checkerboard(doses))
        assert len(values) == len(doses)
        return self.answer(request, values, [clock], [used])

    def sobol(self, request):
        """So many of the runs, as if each of them took as long as these in the mean."""
        self.configure(request)
        n = request["n"]
        names, points = cases.samples(self.case, n)
        values, clock, used = timed(lambda: self.peer.with_rest(names, points))
        assert len(values) == n
        return self.answer(request, values, [clock / n], [used / n])


def main():
    name, case_name, folder, clock = sys.argv[1:]
    folder = pathlib.Path(folder)
    answers = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)
    try:
        worker = Worker(
            name, cases.case_of(case_name, folder / "models"), folder, clock
        )
    except ImportError as reason:
        print(
            json.dumps({"failed": f"not installed: {reason}"}), file=answers, flush=True
        )
        return
    for line in sys.stdin:
        request = json.loads(line)
        try:
            answer = getattr(worker, request["work"])(request)
        except Exception as reason:  # a peer that fails is a figure that is missing
            answer = {"failed": f"{type(reason).__name__}: {reason}"}
        print(json.dumps(answer), file=answers, flush=True)


if __name__ == "__main__":
    main()
