"""bngsim: CVODE with a right-hand side and an analytic Jacobian compiled from C.

It writes C and calls the system's compiler with -O3 (`codegen=True`); the compiled
model is kept on disk, so the cold load is timed with an empty cache. Above 50 species
it takes the sparse solver KLU by itself. Its two batch calls are slower than the loop
below: `parameter_scan` builds a new simulator at each point, `run_batch` copies the
model. Its defaults: rtol 1e-8, atol 1e-8.
"""

import atexit
import logging
import os
import shutil
import tempfile

CACHE = tempfile.mkdtemp(prefix="bngsim-")
os.environ["BNGSIM_CODEGEN_CACHE_DIR"] = CACHE
atexit.register(shutil.rmtree, CACHE, ignore_errors=True)

import bngsim  # noqa: E402 - reads the environment when imported
import numpy  # noqa: E402

from peers import Peer  # noqa: E402

logging.getLogger("bngsim").setLevel(logging.ERROR)


class Bngsim(Peer):
    title = "bngsim"
    package = "bngsim"
    compiles = True

    def load(self, sbml):
        bngsim.clear_codegen_cache()
        self.load_again(sbml)

    def load_again(self, sbml):
        self.model = bngsim.Model.from_sbml_string(sbml)
        self.simulator = bngsim.Simulator(self.model, method="ode", codegen=True)
        self.start = self.model.get_state()

    def tolerance(self, rtol, atol):
        self.options = {"rtol": rtol, "atol": atol, "max_steps": 1_000_000}

    def select(self, columns):
        self.columns = list(columns)
        self.species = None

    def values(self, result):
        """The chosen columns; it returns all species and all rules, chosen or not."""
        if self.species is None:
            species = list(result.species_names)
            rules = list(result.expression_names)
            self.species = [
                species.index(c) if c in species else -1 for c in self.columns
            ]
            self.rules = [rules.index(c) if c in rules else -1 for c in self.columns]
            self.only_rules = max(self.species) < 0
        rules = numpy.asarray(result.expressions)[:, self.rules]
        if self.only_rules:
            return rules
        return numpy.where(
            numpy.array(self.species) >= 0,
            numpy.asarray(result.species)[:, self.species],
            rules,
        )

    def give(self, dose):
        if self.case.drug_is_species:
            self.model.set_concentration(self.case.drug, dose)
        else:
            self.model.set_param(self.case.drug, dose)

    def course(self, duration, outputs):
        return self.simulator.run((0.0, duration), outputs, **self.options)

    def rest(self):
        if self.case.rest > 0:
            self.model.set_state(self.start)
            self.give(0.0)
            self.course(self.case.rest, 2)
            self.start = self.model.get_state()

    def run(self, dose, outputs):
        self.model.set_state(self.start)
        self.give(dose)
        return self.values(self.course(self.case.duration, outputs))

    def sweep(self, lo, hi, n):
        return numpy.array(
            [self.run(dose, 2)[-1] for dose in numpy.geomspace(lo, hi, n)]
        )

    def sweep_rest(self, lo, hi, n):
        case, model = self.case, self.model
        usual = model.get_param(case.constant)
        table = []
        for factor in numpy.geomspace(lo, hi, n):
            model.set_state(self.start)
            model.set_param(case.constant, usual * factor)
            self.give(0.0)
            self.course(case.rest, 2)
            self.give(case.dose)
            table.append(self.values(self.course(case.duration, 2))[-1])
        model.set_param(case.constant, usual)
        return numpy.array(table)

    def checkerboard(self, doses):
        table = []
        for dose, other in doses:
            self.model.set_param(self.case.other, other)
            table.append(self.run(dose, 2)[-1])
        self.model.set_param(self.case.other, 0.0)
        return numpy.array(table)

    def with_rest(self, names, points):
        case, model = self.case, self.model
        usual = [model.get_param(name) for name in names]
        table = []
        for point in points:
            model.set_state(self.start)
            for name, value in zip(names, point):
                model.set_param(name, value)
            self.give(0.0)
            self.course(case.rest, 2)
            self.give(case.dose)
            table.append(self.values(self.course(case.duration, 2))[-1])
        for name, value in zip(names, usual):
            model.set_param(name, value)
        return numpy.array(table)


PEER = Bngsim
