"""libRoadRunner: CVODE over code that LLVM makes when the model is loaded.

Its LLJIT backend loads this model about seven times faster than the default, MCJIT, and
runs it as fast; so LLJIT is used. A model that was loaded before comes from a cache in
memory: `recompile` keeps that out of the load time. There is no batch call for
parameters: a sweep is a loop in Python, with `oneStep` to the end, which costs less
than `simulate` (and gives the same bits). Its defaults: rtol 1e-6, atol 1e-12.
"""

import numpy
import roadrunner

from peers import Peer

roadrunner.Config.setValue(roadrunner.Config.LLVM_BACKEND, roadrunner.Config.LLJIT)
roadrunner.Logger.setLevel(roadrunner.Logger.LOG_ERROR)


class LibRoadRunner(Peer):
    title = "libRoadRunner"
    package = "libroadrunner"

    def load(self, sbml):
        options = roadrunner.LoadSBMLOptions()
        options.recompile = True
        self.runner = roadrunner.RoadRunner(sbml, options)
        self.model = self.runner.model
        self.runner.integrator.maximum_num_steps = 1_000_000
        self.start = self.model.getFloatingSpeciesConcentrations()

    def tolerance(self, rtol, atol):
        self.runner.integrator.relative_tolerance = rtol
        self.runner.integrator.absolute_tolerance = atol

    def select(self, columns):
        # A bare name is an amount, in brackets a concentration; all volumes are 1.
        self.runner.timeCourseSelections = list(columns)

    def rest(self):
        if self.case.rest > 0:
            self.model[self.case.drug] = 0.0
            self.model.setFloatingSpeciesConcentrations(self.start)
            self.runner.simulate(0, self.case.rest, 2)
            self.start = self.model.getFloatingSpeciesConcentrations()

    def run(self, dose, outputs):
        # `simulate` restarts the integrator at the time that it is given.
        self.model.setFloatingSpeciesConcentrations(self.start)
        self.model[self.case.drug] = dose
        return self.runner.simulate(0, self.case.duration, outputs)

    def advance(self, duration):
        self.model.setTime(0.0)
        self.runner.integrator.restart(0.0)
        self.runner.oneStep(0.0, duration)

    def end(self, dose):
        """The values at the end of a course from where the model stands."""
        self.model[self.case.drug] = dose
        self.advance(self.case.duration)
        return self.runner.getSelectedValues()

    def sweep(self, lo, hi, n):
        table = []
        for dose in numpy.geomspace(lo, hi, n):
            self.model.setFloatingSpeciesConcentrations(self.start)
            table.append(self.end(dose))
        return numpy.array(table)

    def sweep_rest(self, lo, hi, n):
        case, model = self.case, self.model
        usual = model[case.constant]
        table = []
        for factor in numpy.geomspace(lo, hi, n):
            model.setFloatingSpeciesConcentrations(self.start)
            model[case.constant] = usual * factor
            model[case.drug] = 0.0
            self.advance(case.rest)
            table.append(self.end(case.dose))
        model[case.constant] = usual
        return numpy.array(table)

    def checkerboard(self, doses):
        case, model = self.case, self.model
        table = []
        for dose, other in doses:
            model.setFloatingSpeciesConcentrations(self.start)
            model[case.other] = other
            table.append(self.end(dose))
        model[case.other] = 0.0
        return numpy.array(table)

    def with_rest(self, names, points):
        case, model = self.case, self.model
        usual = [model[name] for name in names]
        table = []
        for point in points:
            model.setFloatingSpeciesConcentrations(self.start)
            for name, value in zip(names, point):
                model[name] = value
            model[case.drug] = 0.0
            self.advance(case.rest)
            table.append(self.end(case.dose))
        for name, value in zip(names, usual):
            model[name] = value
        return numpy.array(table)


PEER = LibRoadRunner
