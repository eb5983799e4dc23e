"""COPASI: LSODA over compiled expression trees.

Sweeps are its Scan task, which runs inside COPASI; values are collected by a data
handler that asks for the chosen columns alone. "Integrate Reduced Model" takes the
conserved sums out of the integration: her2-mtor runs faster with it, Chen 2009 many
times slower, so it is off there. "Start in Steady State" with an event that gives the
drug just after time 0 is its own way to a rest at each point. Setting a value in a
loaded model takes it some 5 ms here, so a single run is prepared beforehand, and the
timed part is the task alone. Its defaults: rtol 1e-6, atol 1e-12.
"""

import COPASI
import numpy

from peers import Peer

OUTPUT = COPASI.CCopasiTask.OUTPUT_UI


class Copasi(Peer):
    title = "COPASI"
    package = "python-copasi"

    def load(self, sbml):
        if getattr(self, "data", None) is not None:
            COPASI.CRootContainer.removeDatamodel(self.data)
        self.data = COPASI.CRootContainer.addDatamodel()
        if not self.data.importSBMLFromString(sbml):
            raise RuntimeError("COPASI refuses the model")
        self.model = self.data.getModel()
        self.model.compileIfNecessary()
        self.handler = None
        self.event = None
        self.course = self.data.getTask("Time-Course")
        self.course.setMethodType(COPASI.CTaskEnum.Method_deterministic)
        self.problem = self.course.getProblem()
        self.problem.setTimeSeriesRequested(False)
        self.set("Integrate Reduced Model", self.case.name != "chen2009")
        self.set("Max Internal Steps", 10_000_000)

    def set(self, name, value):
        parameter = self.course.getMethod().getParameter(name)
        if isinstance(value, bool):
            parameter.setBoolValue(value)
        elif isinstance(value, int):
            parameter.setUIntValue(value)
        else:
            parameter.setDblValue(value)

    def item(self, name):
        for get, n in (
            (self.model.getModelValue, self.model.getNumModelValues()),
            (self.model.getMetabolite, self.model.getNumMetabs()),
        ):
            for i in range(n):
                if get(i).getSBMLId() == name:
                    return get(i)
        raise KeyError(name)

    def initial(self, name):
        item = self.item(name)
        if isinstance(item, COPASI.CMetab):
            return item.getInitialConcentrationReference()
        return item.getInitialValueReference()

    def give(self, name, value):
        item = self.item(name)
        if isinstance(item, COPASI.CMetab):
            item.setInitialConcentration(value)
        else:
            item.setInitialValue(value)
        self.model.updateInitialValues(self.initial(name))
        self.model.compileIfNecessary()

    def tolerance(self, rtol, atol):
        self.set("Relative Tolerance", rtol)
        self.set("Absolute Tolerance", atol)

    def select(self, columns):
        self.columns = list(columns)
        if self.handler is not None:
            self.data.removeInterface(self.handler)
        self.handler = COPASI.CDataHandler()
        for name in columns:
            item = self.item(name)
            value = (
                item.getConcentrationReference()
                if isinstance(item, COPASI.CMetab)
                else item.getValueReference()
            )
            self.handler.addDuringName(COPASI.CRegisteredCommonName(value.getCN()))
        self.data.addInterface(self.handler)

    def ask(self, duration, outputs):
        self.problem.setDuration(duration)
        self.problem.setStepNumber(outputs - 1)

    def rows(self):
        handler = self.handler
        return numpy.array(
            [list(handler.getNthRow(i)) for i in range(handler.getNumRowsDuring())]
        )

    def rest(self):
        if self.case.rest > 0:
            self.give(self.case.drug, 0.0)
            self.ask(self.case.rest, 2)
            self.course.setUpdateModel(True)  # the end becomes the start
            self.course.initializeRaw(OUTPUT)
            self.process(self.course)
            self.course.restore()
            self.course.setUpdateModel(False)

    def process(self, task):
        if not task.processRaw(True):
            raise RuntimeError(COPASI.CCopasiMessage.getAllMessageText())

    def prepare(self, dose, outputs):
        self.give(self.case.drug, dose)
        self.ask(self.case.duration, outputs)
        self.select(self.columns)  # an empty handler: it keeps the rows of every run
        if not self.course.initializeRaw(OUTPUT):
            raise RuntimeError(COPASI.CCopasiMessage.getAllMessageText())
        self.outputs = outputs

    def run(self, dose, outputs):
        self.process(self.course)
        n = self.handler.getNumRowsDuring()
        return [self.handler.getNthRow(i) for i in range(n - outputs, n)]

    def scan(self, name, lo, hi, n):
        """The Scan task over the time course; the last row of each run."""
        task = self.data.getTask("Scan")
        problem = task.getProblem()
        problem.clearScanItems()
        problem.setSubtask(COPASI.CTaskEnum.Task_timeCourse)
        item = problem.addScanItem(
            COPASI.CScanProblem.SCAN_LINEAR, n - 1, self.initial(name)
        )
        item.getParameter("Minimum").setDblValue(lo)
        item.getParameter("Maximum").setDblValue(hi)
        item.getParameter("log").setBoolValue(True)
        self.ask(self.case.duration, 2)
        self.select(self.columns)
        if not task.initializeRaw(OUTPUT):
            raise RuntimeError(COPASI.CCopasiMessage.getAllMessageText())
        self.process(task)
        return self.rows()[1::2]

    def sweep(self, lo, hi, n):
        return self.scan(self.case.drug, lo, hi, n)

    def sweep_rest(self, lo, hi, n):
        case = self.case
        self.give(case.drug, 0.0)
        usual = self.item(case.constant).getInitialValue()
        event = self.model.createEvent("treatment")  # what it creates is in it at once
        time = (
            self.model.getObject(COPASI.CCommonName("Reference=Time"))
            .getCN()
            .getString()
        )
        event.setTriggerExpression(f"<{time}> > 0")
        event.setFireAtInitialTime(False)
        give = event.createAssignment()
        give.setTargetCN(COPASI.CRegisteredCommonName(self.item(case.drug).getCN()))
        give.setExpression(repr(case.dose))
        self.model.compileIfNecessary()
        self.problem.setStartInSteadyState(True)
        try:
            return self.scan(case.constant, usual * lo, usual * hi, n)
        finally:
            self.problem.setStartInSteadyState(False)
            self.model.removeEvent(event.getKey())
            self.model.compileIfNecessary()


PEER = Copasi
