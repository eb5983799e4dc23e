"""The models that are timed, and what is done with each.

A case is all that a program is told. Every program gets the same text, the same input,
the same tolerances and the same outputs.
"""

import csv
import dataclasses
import pathlib
import typing

import numpy

BENCH = pathlib.Path(__file__).resolve().parent
TREE = BENCH.parent
PUBLISHED = TREE.parent / "shared" / "data" / "published-models"

RTOL = 1e-6
# The loosest tolerances that are tried for "equal achieved error", loosest first.
LADDER = (1e-3, 3e-4, 1e-4, 3e-5, 1e-5, 3e-6, 1e-6, 3e-7, 1e-7, 3e-8, 1e-8)
ERROR_LIMIT = 1e-5

BOARD = 12  # doses of each drug on the checkerboard, besides 0
CONSTANTS = 20  # of Sobol's indices: the first that the model's table has to estimate
SAMPLES = 1024  # base samples: SAMPLES * (CONSTANTS + 2) runs


@dataclasses.dataclass(frozen=True)
class Case:
    name: str
    antimony: pathlib.Path
    sbml: pathlib.Path | None  # the peers' input where the model was published as SBML
    drug: str  # what is given at time 0: a parameter, or a species that stays
    drug_is_species: bool
    dose: float  # of the single run
    lo: float  # the sweep: from here
    hi: float  # to here, evenly spaced in the logarithm
    points: int  # of the sweep
    constant: str  # of the sweep with a rest for each point: varied from half to double
    rest: float  # [model time] brings it to rest from any start; 0: no rest
    duration: float  # [model time]
    jumps: tuple  # [model time] where a rate law jumps or bends
    atol: float  # at rtol 1e-6, in proportion to rtol at others
    outputs: tuple | typing.Literal["readouts"]
    readout: str = ""  # of the checkerboard and Sobol's indices; "": neither
    other: str = ""  # the second drug of the checkerboard
    other_lo: float = 0.0
    other_hi: float = 0.0

    def atol_at(self, rtol):
        return self.atol * rtol / RTOL


def her2_mtor(path):
    """The 45-state model: everolimus for 48 h after rest.

    The slowest process takes 22 h, so after 4e4 min what is left of the start is e^-30.
    Levels are 0.001 to 1: atol 1e-9 is rtol 1e-6 of the smallest. The programs' own
    atol: libRoadRunner and COPASI 1e-12, AMICI 1e-16, bngsim 1e-8.
    """
    return Case(
        name=path.stem,
        antimony=path,
        sbml=None,
        drug="drug_everolimus",
        drug_is_species=False,
        dose=20.0,
        lo=0.01,
        hi=100.0,
        points=1000,
        constant="k473",
        rest=4e4,
        duration=2880.0,
        jumps=(),
        atol=1e-9,
        outputs="readouts",
        readout="readout_pAkt_S473",
        other="drug_MK2206",
        other_lo=1.0,
        other_hi=1e4,
    )


def prototype(path):
    """The 28-state prototype has no drugs: its dose is the share of mTORC1 blocked.

    0.0196 to 0.995 is what 0.01 to 100 nM do at a half-effect of 0.5 nM, and 0.9756 is
    what 20 nM do.
    """
    return dataclasses.replace(
        her2_mtor(path),
        drug="inhibit_mTORC1",
        dose=0.9756,
        lo=0.0196,
        hi=0.995,
        readout="",
        other="",
    )


def chen2009(folder):
    """Chen 2009 (BIOMD0000000255): 9000 s, of which the first 1800 without ligand.

    The dose is EGF, a species held constant (mol/l). Amounts are molecules per cell, up
    to 1e9; atol is a millionth of a molecule.
    """
    return Case(
        name="chen2009",
        antimony=folder / "chen2009.ant",
        sbml=folder / "chen2009.xml",
        drug="c1",
        drug_is_species=True,
        dose=1e-11,
        lo=1e-12,
        hi=1e-8,
        points=32,
        constant="",
        rest=0.0,
        duration=9000.0,
        jumps=(1799.99, 1800.0, 2659.99, 2660.0),
        atol=1e-6,
        outputs=("ERK_PP", "AKT_PP", "ERB_B1_P_tot"),
    )


def board(case):
    """The doses of both drugs, 0 first: the rows and columns of the checkerboard."""
    return (
        numpy.append(0.0, numpy.geomspace(case.lo, case.hi, BOARD)),
        numpy.append(0.0, numpy.geomspace(case.other_lo, case.other_hi, BOARD)),
    )


def samples(case, n):
    """(names, n rows of values): constants anywhere in the ranges of the model's table.

    Saltelli's points are even in these ranges, and what a run costs depends on where it
    is alone, so any such points will do.
    """
    path = case.antimony.with_suffix(".parameters.tsv")
    with open(path, newline="", encoding="utf-8") as table:
        rows = [
            row
            for row in csv.DictReader(table, delimiter="\t")
            if row["estimate"] == "1"
        ][:CONSTANTS]
    low = numpy.array([float(row["lowerBound"]) for row in rows])
    high = numpy.array([float(row["upperBound"]) for row in rows])
    is_linear = numpy.array([row["parameterScale"] == "lin" for row in rows])
    share = numpy.random.default_rng(1).random((n, len(rows)))
    values = numpy.where(
        is_linear, low + (high - low) * share, low * (high / low) ** share
    )
    return [row["parameterId"] for row in rows], values


def case_of(name, folder):
    """The case called NAME, or a model like her2-mtor at that path."""
    if name == "chen2009":
        return chen2009(pathlib.Path(folder))
    path = pathlib.Path(name).resolve()
    return prototype(path) if "prototype" in path.stem else her2_mtor(path)


def make_chen(folder):
    """Translate the published SBML to Antimony, once; None when it is not there."""
    import antimony

    source = PUBLISHED / "BIOMD0000000255_Chen2009.xml"
    case = chen2009(folder)
    if not source.exists():
        return None
    if not case.antimony.exists():
        folder.mkdir(parents=True, exist_ok=True)
        case.sbml.write_text(source.read_text(encoding="utf-8"), encoding="utf-8")
        antimony.clearPreviousLoads()
        if antimony.loadSBMLFile(str(source)) < 0:
            raise RuntimeError(antimony.getLastError())
        text = antimony.getAntimonyString(antimony.getMainModuleName())
        case.antimony.write_text(text, encoding="utf-8")
    return case


def antimony_to_sbml(path):
    """What every peer but pathloop starts with."""
    import antimony

    antimony.clearPreviousLoads()
    if antimony.loadAntimonyFile(str(path)) < 0:
        raise RuntimeError(antimony.getLastError())
    return antimony.getSBMLString(antimony.getMainModuleName())


def names(sbml):
    """(species that change, readouts) of an SBML text, in its order."""
    import libsbml

    document = libsbml.readSBMLFromString(sbml)
    model = document.getModel()
    rules = {
        model.getRule(i).getVariable(): model.getRule(i)
        for i in range(model.getNumRules())
    }
    species = []
    for i in range(model.getNumSpecies()):
        item = model.getSpecies(i)
        rule = rules.get(item.getId())
        if rule is not None and rule.isAssignment():
            continue
        if rule is None and (item.getBoundaryCondition() or item.getConstant()):
            continue
        species.append(item.getId())
    readouts = [name for name in rules if name.startswith("readout_")]
    return species, readouts


def outputs_of(case, sbml):
    return list(case.outputs) if case.outputs != "readouts" else names(sbml)[1]
