"""Trajectories of every model against libRoadRunner, both run tight.

usage: trajectories.py SIMULATE

Each cell of her2-mtor, untreated rest then a treatment, and each teaching model:
|ours - theirs| <= 1e-6 max(|theirs|, 1e-3 of the readout's largest value in the run).
"""

import csv
import io
import math
import pathlib
import subprocess
import sys

import antimony
import roadrunner

MODELS = pathlib.Path(__file__).resolve().parents[2] / "models"
POINTS = 97
TOLERANCE = 1e-6
SHARE_OF_LARGEST = 1e-3
REST = 4e5  # model time that libRoadRunner is given to come to rest, in minutes

# model: its run on the command line and in model time, and each treatment as words and as
# changes to parameters; without changes the run starts from the file's values
RUNS = {
    "her2-mtor": (("48h", 2880.0), [
        (["--drug", "everolimus=20nM"], {"drug_everolimus": 20}),
        (["--drug", "AZD8055=500nM"], {"drug_AZD8055": 500}),
        (["--drug", "MK-2206=1uM", "--inhibit", "mTORC1=0.5"],
         {"drug_MK2206": 1000, "inhibit_mTORC1": 0.5}),
    ]),
    "negative-feedback": (("10h", 600.0), [
        ([], {}),
        (["--inhibit", "kinaseB"], {"inhibit_kinaseB": 1}),
        (["--drug", "Binib=100nM", "--inhibit", "kinaseA=0.2"],
         {"drug_Binib": 100, "inhibit_kinaseA": 0.2}),
    ]),
    "relay": (("5h", 300.0), [
        ([], {}),
        (["--inhibit", "source"], {"inhibit_source": 1}),
        (["--inhibit", "step4=0.5"], {"inhibit_step4": 0.5}),
    ]),
    "huang-ferrell": (("10min", 600.0), [
        ([], {}),
        (["--inhibit", "MEK"], {"inhibit_MEK": 1}),
        (["--inhibit", "Raf=0.5"], {"inhibit_Raf": 0.5}),
    ]),
}


def to_sbml(path):
    antimony.clearPreviousLoads()
    if antimony.loadAntimonyFile(str(path)) < 0:
        raise SystemExit(f"libAntimony refuses {path.name}: {antimony.getLastError()}")
    warnings = antimony.getWarnings()
    if warnings:
        raise SystemExit(f"libAntimony warns of {path.name}: {warnings}")
    return antimony.getSBMLString(antimony.getMainModuleName())


def table(path):
    with open(path, newline="") as file:
        return list(csv.DictReader(file, delimiter="\t"))


def tight(runner):
    runner.integrator.relative_tolerance = 1e-12
    runner.integrator.absolute_tolerance = 1e-16
    runner.integrator.maximum_num_steps = 1_000_000


def theirs(sbml, values, changes, readouts, duration):
    runner = roadrunner.RoadRunner(sbml)
    tight(runner)
    for name, value in values.items():
        runner[name] = value
    if changes:
        runner.timeCourseSelections = ["time"]
        runner.simulate(0, REST, 2)
        for name, value in changes.items():
            runner[name] = value
    runner.timeCourseSelections = readouts
    return runner.simulate(0, duration, POINTS)


def ours(simulate, words):
    command = [simulate, *words, "--points", str(POINTS), "--rtol", "1e-10",
               "--readout", "all", "--format", "csv"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise SystemExit(f"{' '.join(command)} ended with {done.returncode}:\n{done.stderr}")
    return list(csv.DictReader(io.StringIO(done.stdout)))


def worst_difference(simulate, path, words, values, changes, duration):
    sbml = to_sbml(path)
    rows = ours(simulate, ["--model", str(path), "--for", duration[0], *words])
    names = [name for name in rows[0]
             if not name.startswith("time") and not name.endswith("_fold")]
    readouts = ["readout_" + name for name in names]
    reference = theirs(sbml, values, changes, readouts, duration[1])
    worst = (0.0, "")
    for column, name in enumerate(names):
        largest = max(abs(x) for x in reference[:, column])
        for row, line in zip(reference, rows, strict=True):
            allowed = max(abs(row[column]), SHARE_OF_LARGEST * largest)
            difference = abs(float(line[name]) - row[column])
            share = difference / allowed if allowed > 0 else math.inf * difference
            if not share <= worst[0]:
                worst = (share, f"{name} at {line.get('time_h', line.get('time'))}")
    return worst


def main():
    simulate = sys.argv[1]
    failed = 0
    for path in sorted(MODELS.glob("*.ant")):
        duration, treatments = RUNS[path.stem]
        cells_path = path.with_suffix(".cells.tsv")
        cells = table(cells_path) if cells_path.exists() else [{}]
        for cell in cells:
            name = cell.get("conditionId")
            values = {k: float(v) for k, v in cell.items()
                      if k not in ("conditionId", "conditionName")}
            for words, changes in treatments:
                if name:
                    words = ["--cell", name, *words]
                worst, where = worst_difference(simulate, path, words, values, changes, duration)
                good = worst <= TOLERANCE
                failed += not good
                print(f"{'ok  ' if good else 'FAIL'} {worst:8.1e}  {path.stem} "
                      f"{' '.join(words)}{'' if good else '  worst: ' + where}")
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
