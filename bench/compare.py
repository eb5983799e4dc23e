"""Time pathloop beside libRoadRunner and COPASI, in one run on one machine.

usage: compare.py BUILD MODEL.ant

Stages, all at rtol 1e-6: load (text to something that can run), equilibrate (untreated
rest), run (everolimus 20 nM, 48 h, 481 outputs), and the whole process from its start to
the result on a pipe. Medians, in milliseconds, and the ratio to pathloop.
"""

import importlib.util
import os
import pathlib
import statistics
import subprocess
import sys
import tempfile
import time

REPEATS = 15
DURATION = 2880.0  # min
OUTPUTS = 481
REST = 4e5  # min
DRUG, DOSE = "drug_everolimus", 20.0
RTOL, ATOL = 1e-6, 1e-9


def milliseconds(work, repeats=REPEATS):
    """Median time of a call, after one call to warm up."""
    times = []
    for _ in range(repeats + 1):
        start = time.perf_counter()
        work()
        times.append(1e3 * (time.perf_counter() - start))
    return statistics.median(times[1:])


def process(command):
    return milliseconds(lambda: subprocess.run(command, check=True, capture_output=True))


def pathloop(build, model):
    lines = subprocess.run([build / "bench" / "stages", model, "50"], check=True,
                           capture_output=True, text=True).stdout.split("\n")
    figures = {line.split()[0]: float(line.split()[1]) for line in lines if line}
    simulate = [build / "simulate", "--model", model]
    figures["process"] = process([*simulate, "--inhibit", "mTORC1"])
    figures["process, 481 rows of CSV"] = process(
        [*simulate, "--drug", "everolimus=20nM", "--format", "csv"])
    return figures


def to_sbml(model):
    import antimony
    antimony.clearPreviousLoads()
    antimony.loadAntimonyFile(model)
    return antimony.getSBMLString(antimony.getMainModuleName())


def roadrunner_start(text_or_sbml):
    import roadrunner
    runner = roadrunner.RoadRunner(text_or_sbml)
    runner.integrator.relative_tolerance = RTOL
    runner.integrator.absolute_tolerance = ATOL
    return runner


def roadrunner_rest(runner):
    runner.reset()
    runner.simulate(0, REST, 2)


def roadrunner_run(runner):
    runner[DRUG] = DOSE
    return runner.simulate(0, DURATION, OUTPUTS)


def libroadrunner(model):
    runner = roadrunner_start(to_sbml(model))
    figures = {
        "load": milliseconds(lambda: roadrunner_start(to_sbml(model)), 5),
        "equilibrate": milliseconds(lambda: roadrunner_rest(runner)),
    }
    times = []
    for _ in range(REPEATS):
        roadrunner_rest(runner)
        start = time.perf_counter()
        roadrunner_run(runner)
        times.append(1e3 * (time.perf_counter() - start))
    figures["run"] = statistics.median(times)
    figures["process"] = process([sys.executable, __file__, "--libroadrunner", model])
    return figures


def copasi_start(sbml_path):
    import COPASI
    data = COPASI.CRootContainer.addDatamodel()
    if not data.importSBML(sbml_path):
        raise RuntimeError("COPASI refuses the model")
    data.getModel().compileIfNecessary()
    return data


def copasi_course(data, duration, outputs):
    import COPASI
    task = data.getTask("Time-Course")
    task.setMethodType(COPASI.CTaskEnum.Method_deterministic)
    problem = task.getProblem()
    problem.setDuration(duration)
    problem.setStepNumber(outputs - 1)
    problem.setTimeSeriesRequested(outputs > 2)
    method = task.getMethod()
    method.getParameter("Relative Tolerance").setDblValue(RTOL)
    method.getParameter("Absolute Tolerance").setDblValue(ATOL)
    method.getParameter("Max Internal Steps").setUIntValue(1_000_000)
    if not task.initialize(COPASI.CCopasiTask.OUTPUT_UI) or not task.process(True):
        raise RuntimeError("COPASI's time course failed")
    return task


def copasi(model):
    import COPASI
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "model.xml")
        pathlib.Path(path).write_text(to_sbml(model))

        def load():
            COPASI.CRootContainer.removeDatamodel(copasi_start(path))

        figures = {"load": milliseconds(load, 5)}
        data = copasi_start(path)
        figures["equilibrate"] = milliseconds(lambda: copasi_course(data, REST, 2), 5)
        data.getTask("Time-Course").setUpdateModel(True)  # the run starts at that rest
        copasi_course(data, REST, 2)
        data.getTask("Time-Course").setUpdateModel(False)
        values = data.getModel().getModelValues()
        drug = next(value for value in (values.get(i) for i in range(values.size()))
                    if value.getSBMLId() == DRUG)
        drug.setInitialValue(DOSE)
        data.getModel().updateInitialValues(drug.getInitialValueReference())
        figures["run"] = milliseconds(lambda: copasi_course(data, DURATION, OUTPUTS), 5)
    figures["process"] = process([sys.executable, __file__, "--copasi", model])
    return figures


def whole_process(peer, model):
    """What a user's script does: load, rest, run, print the last row."""
    if peer == "--libroadrunner":
        runner = roadrunner_start(to_sbml(model))
        roadrunner_rest(runner)
        print(roadrunner_run(runner)[-1])
        return
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "model.xml")
        pathlib.Path(path).write_text(to_sbml(model))
        data = copasi_start(path)
        copasi_course(data, REST, 2)
        task = copasi_course(data, DURATION, OUTPUTS)
        print(task.getTimeSeries().getConcentrationData(OUTPUTS - 1, 1))


def main():
    if sys.argv[1].startswith("--"):
        whole_process(sys.argv[1], sys.argv[2])
        return
    build, model = pathlib.Path(sys.argv[1]).resolve(), sys.argv[2]
    columns = {"pathloop": pathloop(build, model)}
    for name, module, work in (("libRoadRunner", "roadrunner", libroadrunner),
                               ("COPASI", "COPASI", copasi)):
        if importlib.util.find_spec(module):
            columns[name] = work(model)
        else:
            print(f"{name} is not installed", file=sys.stderr)
    print(f"{model}, median milliseconds (in brackets: times pathloop's)")
    print(f"{'stage':28}" + "".join(f"{name:>24}" for name in columns))
    for stage, own in columns["pathloop"].items():
        cells = [f"{own:.2f}"]
        for name in list(columns)[1:]:
            theirs = columns[name].get(stage)
            cells.append(f"{theirs:.2f} ({theirs / own:.0f})" if theirs else "-")
        print(f"{stage:28}" + "".join(f"{cell:>24}" for cell in cells))


if __name__ == "__main__":
    main()
