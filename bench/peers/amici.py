"""AMICI: CVODES with KLU over C++ that it writes and compiles for each model.

Code for sensitivities is left out, and the list of parameters to differentiate by is
emptied: otherwise it copies a sensitivity array at every output, and 481 outputs take
ten times as long. Only observables are reported. A sweep is one call with one ExpData a
point, in one thread. A rest for each point is its own pre-equilibration, which by
default stops at 100 times the tolerances, here 3 % from rest; a hundredth of them makes
the rest as good as the run after it, and costs next to nothing. Its defaults: rtol
1e-8, atol 1e-16.
"""

import hashlib
import shutil

import amici
import amici.sim.sundials as sundials
import numpy
from amici.importers.sbml import SbmlImporter
from amici.importers.utils import MeasurementChannel

from peers import Peer
from cases import outputs_of


class Amici(Peer):
    title = "AMICI"
    package = "amici"
    compiles = True

    def load(self, sbml):
        case = self.case
        key = hashlib.sha256(sbml.encode()).hexdigest()[:12]
        self.name = f"model_{key}"
        self.place = self.folder / "amici" / self.name
        shutil.rmtree(self.place, ignore_errors=True)
        outputs = outputs_of(case, sbml)
        SbmlImporter(sbml, from_file=False).sbml2amici(
            self.name,
            self.place,
            fixed_parameters=[] if case.drug_is_species else [case.drug],
            observation_model=[
                MeasurementChannel(id_=f"y_{name}", formula=name) for name in outputs
            ],
            generate_sensitivity_code=False,
        )
        self.load_again(sbml)

    def load_again(self, sbml):
        module = amici.import_model_module(self.name, self.place)
        self.model = module.get_model()
        self.solver = self.model.create_solver()
        self.solver.set_max_steps(1_000_000)
        self.solver.set_steady_state_tolerance_factor(0.01)
        self.solver.set_stability_limit_flag(False)  # on by default, 5 % slower
        self.model.set_parameter_list([])
        self.species = list(self.model.get_state_ids())
        self.observables = [name[2:] for name in self.model.get_observable_ids()]
        self.start = numpy.array(self.model.get_initial_state())

    def tolerance(self, rtol, atol):
        self.solver.set_relative_tolerance(rtol)
        self.solver.set_absolute_tolerance(atol)

    def select(self, columns):
        only_observables = set(columns) <= set(self.observables)
        self.solver.set_return_data_reporting_mode(
            sundials.RDataReporting.observables_likelihood
            if only_observables
            else sundials.RDataReporting.full
        )
        self.picks = [
            ("y", self.observables.index(name))
            if name in self.observables
            else ("x", self.species.index(name))
            for name in columns
        ]
        self.order = [i for _, i in self.picks] if only_observables else None

    def values(self, data):
        if data.status != sundials.AMICI_SUCCESS:
            raise RuntimeError(f"AMICI ended with status {data.status}")
        if self.order is None:
            return numpy.column_stack([data[kind][:, i] for kind, i in self.picks])
        # A view of the C++ array: `data.y` converts number by number, which takes as
        # long as the simulation.
        vector = data.ptr.y
        n = len(self.observables)
        return sundials.stdVec2ndarray(vector, len(vector) // n, n)[
            :, self.order
        ].copy()

    def rest(self):
        if self.case.rest > 0:
            self.model.set_fixed_parameter_by_id(self.case.drug, 0.0)
            self.model.set_timepoints([self.case.rest])
            self.model.set_initial_state(self.start)
            mode = self.solver.get_return_data_reporting_mode()
            self.solver.set_return_data_reporting_mode(sundials.RDataReporting.full)
            self.start = sundials.run_simulation(self.model, self.solver).x[-1].copy()
            self.solver.set_return_data_reporting_mode(mode)
        self.model.set_initial_state(self.start)

    def state_with(self, dose):
        state = self.start.copy()
        state[self.species.index(self.case.drug)] = dose
        return state

    def prepare(self, dose, outputs):
        self.model.set_timepoints(
            numpy.linspace(0.0, self.case.duration, outputs)
            if outputs > 2
            else [self.case.duration]
        )

    def run(self, dose, outputs):
        if self.case.drug_is_species:
            self.model.set_initial_state(self.state_with(dose))
        else:
            self.model.set_fixed_parameter_by_id(self.case.drug, dose)
        return self.values(sundials.run_simulation(self.model, self.solver))

    def batch(self, points):
        results = sundials.run_simulations(
            self.model, self.solver, points, num_threads=1
        )
        return numpy.array([self.values(data)[-1] for data in results])

    def sweep(self, lo, hi, n):
        self.model.set_timepoints([self.case.duration])
        points = []
        for dose in numpy.geomspace(lo, hi, n):
            point = sundials.ExpData(self.model)
            if self.case.drug_is_species:
                point.x0 = self.state_with(dose)
            else:
                point.fixed_parameters = [dose]
            points.append(point)
        return self.batch(points)

    def sweep_rest(self, lo, hi, n):
        self.model.set_timepoints([self.case.duration])
        usual = numpy.array(self.model.get_free_parameters())
        which = list(self.model.get_free_parameter_ids()).index(self.case.constant)
        points = []
        for factor in numpy.geomspace(lo, hi, n):
            point = sundials.ExpData(self.model)
            constants = usual.copy()
            constants[which] *= factor
            point.free_parameters = constants
            point.fixed_parameters = [self.case.dose]
            point.fixed_parameters_pre_equilibration = [0.0]
            point.x0 = self.start
            points.append(point)
        return self.batch(points)

    def constants(self, names):
        """(usual values, the places of these among them)."""
        ids = list(self.model.get_free_parameter_ids())
        usual = numpy.array(self.model.get_free_parameters())
        return usual, [ids.index(name) for name in names]

    def checkerboard(self, doses):
        self.model.set_timepoints([self.case.duration])
        usual, which = self.constants([self.case.other])
        points = []
        for dose, other in doses:
            point = sundials.ExpData(self.model)
            constants = usual.copy()
            constants[which] = other
            point.free_parameters = constants
            point.fixed_parameters = [dose]
            points.append(point)
        return self.batch(points)

    def with_rest(self, names, points):
        self.model.set_timepoints([self.case.duration])
        usual, which = self.constants(names)
        asked = []
        for values in points:
            point = sundials.ExpData(self.model)
            constants = usual.copy()
            constants[which] = values
            point.free_parameters = constants
            point.fixed_parameters = [self.case.dose]
            point.fixed_parameters_pre_equilibration = [0.0]
            point.x0 = self.start
            asked.append(point)
        return self.batch(asked)


PEER = Amici
