"""The tight reference that every program's error is measured against.

It shares no code with pathloop or a peer beyond reading SBML: the model becomes one
Python function of numpy arrays, its Jacobian comes from complex steps (exact to
rounding), and SciPy integrates. Networks without stiff parts are integrated for all
doses at once by DOP853, order 8, at rtol 1e-12; the end of Chen 2009 by Radau at 1e-9,
restarted at the times where a rate law jumps. Rest is reached by Radau. Made once, kept
in a folder.

Errors are relative to max(|value|, 1e-3 of the largest value of that column anywhere in
the reference), the worst over all columns (every species and readout) and rows. A
species of Chen 2009 with less than one molecule a cell at the end is not counted.
"""

import hashlib
import warnings

import numpy
from scipy.integrate import solve_ivp

import cases

CHECK_DOSES = 41
CHECK_CONSTANTS = 11
OUTPUTS = 481
FLOOR = 1e-3
VERSION = 1  # raise it when the numbers would change: kept tables are then made anew


class Network:
    """dy/dt and rules of an SBML text whose compartments all have size 1."""

    def __init__(self, sbml):
        import libsbml

        self.lib = libsbml
        document = libsbml.readSBMLFromString(sbml)
        for option in ("expandFunctionDefinitions", "promoteLocalParameters"):
            wanted = libsbml.ConversionProperties()
            wanted.addOption(option, True)
            document.convert(wanted)
        model = self.model = document.getModel()
        if model.getNumEvents() or any(
            model.getCompartment(i).getSize() != 1.0
            for i in range(model.getNumCompartments())
        ):
            raise ValueError("the reference knows neither events nor volumes")
        self.values = {}
        for i in range(model.getNumParameters()):
            item = model.getParameter(i)
            self.values[item.getId()] = item.getValue()
        for i in range(model.getNumCompartments()):
            self.values[model.getCompartment(i).getId()] = 1.0
        for i in range(model.getNumSpecies()):
            item = model.getSpecies(i)
            self.values[item.getId()] = (
                item.getInitialAmount()
                if item.isSetInitialAmount()
                else item.getInitialConcentration()
            )
        if model.getNumInitialAssignments():
            raise ValueError("the reference knows no initial assignments")
        self.species, _ = cases.names(sbml)
        self.start = numpy.array([self.values[name] for name in self.species])
        self.compile()

    def text(self, node):
        """An SBML formula as Python over numpy."""
        lib, kind = self.lib, node.getType()
        parts = [self.text(node.getChild(i)) for i in range(node.getNumChildren())]
        joined = {lib.AST_PLUS: "+", lib.AST_TIMES: "*", lib.AST_DIVIDE: "/"}
        compared = {
            lib.AST_RELATIONAL_LT: "<",
            lib.AST_RELATIONAL_GT: ">",
            lib.AST_RELATIONAL_LEQ: "<=",
            lib.AST_RELATIONAL_GEQ: ">=",
        }
        if node.isNumber():
            return repr(node.getValue())
        if kind == lib.AST_NAME_TIME:
            return "t"
        if kind == lib.AST_NAME:
            return f"v_{node.getName()}"
        if kind == lib.AST_MINUS:
            return f"(-{parts[0]})" if len(parts) == 1 else f"({parts[0]}-{parts[1]})"
        if kind in joined:
            empty = "0.0" if kind == lib.AST_PLUS else "1.0"
            return "(" + (joined[kind].join(parts) or empty) + ")"
        if kind in (lib.AST_POWER, lib.AST_FUNCTION_POWER):
            return f"({parts[0]}**{parts[1]})"
        if kind == lib.AST_FUNCTION_SIN:
            return f"sin({parts[0]})"
        if kind in compared:
            return f"({parts[0]}{compared[kind]}{parts[1]})"
        if kind == lib.AST_FUNCTION_PIECEWISE:
            text = parts[-1] if len(parts) % 2 else "nan"
            for i in range(len(parts) - len(parts) % 2 - 2, -1, -2):
                text = f"({parts[i]} if {parts[i + 1]} else {text})"
            return text
        raise ValueError(
            f"the reference does not know {self.lib.formulaToL3String(node)}"
        )

    def compile(self):
        model, lines = self.model, []
        rules = [model.getRule(i) for i in range(model.getNumRules())]
        assigned = {
            r.getVariable(): self.text(r.getMath()) for r in rules if r.isAssignment()
        }
        change = {name: [] for name in self.species}
        done = set()

        def define(name):
            if name in done:
                return
            done.add(name)
            for other in assigned:
                if f"v_{other}" in words(assigned[name]):
                    define(other)
            lines.append(f"    v_{name} = {assigned[name]}")

        for name in assigned:
            define(name)
        for i in range(model.getNumReactions()):
            reaction = model.getReaction(i)
            lines.append(f"    r{i} = {self.text(reaction.getKineticLaw().getMath())}")
            for side, sign in (("Reactant", "-"), ("Product", "+")):
                for k in range(getattr(reaction, f"getNum{side}s")()):
                    item = getattr(reaction, f"get{side}")(k)
                    if item.getSpecies() in change:
                        change[item.getSpecies()].append(
                            f"{sign}{item.getStoichiometry()!r}*r{i}"
                        )
        for rule in rules:
            if rule.isRate():
                change[rule.getVariable()].append("+" + self.text(rule.getMath()))
        self.assigned = sorted(assigned)
        self.inputs = sorted(set(self.values) - set(assigned) - set(self.species))
        head = [f"    v_{name} = p[{i}]" for i, name in enumerate(self.inputs)]
        head += [f"    v_{name} = y[{i}]" for i, name in enumerate(self.species)]
        tail = [
            "    return ["
            + ", ".join("".join(change[name]) or "0.0*y[0]" for name in self.species)
            + "]"
        ]
        shown = ["    return [" + ", ".join(f"v_{n}" for n in self.assigned) + "]"]
        space = {"sin": numpy.sin, "nan": numpy.nan}
        exec("\n".join(["def rates(t, y, p):", *head, *lines, *tail]), space)
        exec("\n".join(["def rules(t, y, p):", *head, *lines, *shown]), space)
        self.rates, self.rules = space["rates"], space["rules"]

    def vector(self, **changes):
        return [changes.get(name, self.values[name]) for name in self.inputs]

    def columns(self, names, t, y, p):
        """Named species and rules; y is (species, points)."""
        rules = dict(zip(self.assigned, self.rules(t, list(y), p)))
        rows = [
            y[self.species.index(n)] if n in self.species else rules[n] for n in names
        ]
        return numpy.array([numpy.broadcast_to(row, y.shape[1:]) for row in rows])

    def jacobian(self, t, y, p):
        step = 1e-30
        shifted = y[:, None] + 1j * step * numpy.eye(len(y))
        return numpy.array(
            [
                numpy.broadcast_to(row, len(y)).imag / step
                for row in self.rates(t, list(shifted), p)
            ]
        )


def words(text):
    for mark in "()+-*/<>=,":
        text = text.replace(mark, " ")
    return text.split()


def radau(network, start, span, p, rtol, atol):
    """The end of one stiff course."""
    solution = solve_ivp(
        lambda t, y: numpy.array(network.rates(t, y.tolist(), p)),
        span,
        start,
        method="Radau",
        jac=lambda t, y: network.jacobian(t, y, p),
        rtol=rtol,
        atol=atol,
        t_eval=[span[1]],
    )
    if not solution.success:
        raise RuntimeError(solution.message)
    return solution.y[:, -1]


def together(network, starts, duration, p, outputs):
    """All points in one system: (outputs, species, points). p holds arrays."""
    shape = starts.shape
    times = numpy.linspace(0.0, duration, outputs)

    def rates(t, flat):
        y = flat.reshape(shape)
        return numpy.array(
            [numpy.broadcast_to(row, shape[1]) for row in network.rates(t, list(y), p)]
        ).ravel()

    solution = solve_ivp(
        rates,
        (0.0, duration),
        starts.ravel(),
        method="DOP853",
        rtol=1e-12,
        atol=1e-15,
        t_eval=times,
    )
    if not solution.success:
        raise RuntimeError(solution.message)
    return solution.y.T.reshape(outputs, *shape)


def rest_and_drug(case, network, names):
    """Tables of the single run, the sweep and the sweep with a rest for each point."""

    def rest(constant):
        p = network.vector(**{case.constant: constant})
        return radau(network, network.start, (0.0, case.rest), p, 1e-10, 1e-13)

    def courses(starts, doses, constants, outputs):
        p = network.vector(**{case.drug: doses, case.constant: constants})
        y = together(network, starts, case.duration, p, outputs)
        return numpy.array(
            [network.columns(names, 0.0, y[k], p) for k in range(outputs)]
        )

    usual = network.values[case.constant]
    start = rest(usual)
    doses = numpy.append(numpy.geomspace(case.lo, case.hi, CHECK_DOSES), case.dose)
    all_times = courses(
        numpy.repeat(start[:, None], len(doses), axis=1), doses, usual, OUTPUTS
    )
    constants = usual * numpy.geomspace(0.5, 2.0, CHECK_CONSTANTS)
    rests = numpy.array([rest(constant) for constant in constants]).T
    ends = courses(rests, case.dose, constants, 2)[-1].T
    return {
        "run": all_times[:, :, -1],
        "sweep": all_times[-1, :, :-1].T,
        "sweep_rest": ends,
    }


def from_the_file(case, network, names):
    """Chen 2009: no rest, stiff, and rate laws that jump at known times."""

    def course(dose):
        y, t = network.start, 0.0
        p = network.vector(**{case.drug: dose})
        for end in (*[j for j in case.jumps if j < case.duration], case.duration):
            # Inside the piece: what asks "t < jump" must not change its answer.
            y = radau(network, y, (t + 1e-9 if t else 0.0, end - 1e-9), p, 1e-9, 1e-9)
            t = end
        return network.columns(names, case.duration, y[:, None], p)[:, 0]

    return {"run": course(case.dose)[None, :]}


class Reference:
    def __init__(self, names, tables, least):
        self.names, self.tables = list(names), tables
        self.largest = numpy.max(
            [numpy.abs(table).max(axis=0) for table in tables.values()], axis=0
        )
        self.counted = self.largest > least

    def error(self, work, names, values, rows=slice(None)):
        """The worst relative error of a program's rows, and the column where it is."""
        pick = [self.names.index(name) for name in names]
        true = self.tables[work][rows][:, pick]
        scale = numpy.maximum(numpy.abs(true), FLOOR * self.largest[pick])
        counted = self.counted[pick]
        relative = numpy.abs(values - true)[:, counted] / scale[:, counted]
        relative[~numpy.isfinite(relative)] = numpy.inf
        worst = numpy.unravel_index(numpy.argmax(relative), relative.shape)
        return relative[worst], numpy.array(names)[counted][worst[1]]


def reference(case, folder):
    """Read it from the folder, or make it: a minute to a few."""
    sbml = (
        case.sbml.read_text(encoding="utf-8")
        if case.sbml is not None
        else cases.antimony_to_sbml(case.antimony)
    )
    key = hashlib.sha256(
        (sbml + repr(dataclass_values(case)) + str(VERSION)).encode()
    ).hexdigest()[:16]
    place = folder / "reference" / f"{case.name}-{key}.npz"
    species, _ = cases.names(sbml)
    names = cases.outputs_of(case, sbml) + species
    if not place.exists():
        network = Network(sbml)
        make = rest_and_drug if case.rest > 0 else from_the_file
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            tables = make(case, network, names)
        place.parent.mkdir(parents=True, exist_ok=True)
        numpy.savez(place, **tables)
    tables = dict(numpy.load(place))
    return Reference(names, tables, least=1.0 if case.name == "chen2009" else 0.0)


def dataclass_values(case):
    return [
        case.drug,
        case.dose,
        case.lo,
        case.hi,
        case.constant,
        case.rest,
        case.duration,
    ]
