#!/usr/bin/env python3
"""Write tests/golden/stiff-ends.tsv: where stiff problems end.

usage: stiff_ends.py        (about ten minutes)

PyPI: antimony 3.3.0, numpy 2.4.6, python-libsbml 5.21.2, scipy 1.17.1.

SciPy's Radau (order 5, implicit) at two tolerances a factor of 10 apart; how far these
two lie apart says how good the numbers are. Formulas are written out here, or made from
the SBML that libAntimony gives: nothing is shared with what is tested. Where an end was
published the script stops unless it is met.
"""

import pathlib

import antimony
import libsbml
import numpy
from scipy.integrate import solve_ivp

TESTS = pathlib.Path(__file__).resolve().parents[1]
TARGET = TESTS / "golden" / "stiff-ends.tsv"


def robertson(t, y):
    r1, r2, r3 = 0.04*y[0], 1e4*y[1]*y[2], 3e7*y[1]**2
    return [r2 - r1, r1 - r2 - r3, r3]


def hires(t, y):
    y1, y2, y3, y4, y5, y6, y7, y8 = y
    joined = 280*y6*y8
    return [-1.71*y1 + 0.43*y2 + 8.32*y3 + 0.0007, 1.71*y1 - 8.75*y2,
            -10.03*y3 + 0.43*y4 + 0.035*y5, 8.32*y2 + 1.71*y3 - 1.12*y4,
            -1.745*y5 + 0.43*y6 + 0.43*y7,
            -joined + 0.69*y4 + 1.71*y5 - 0.43*y6 + 0.69*y7, joined - 1.81*y7,
            1.81*y7 - joined]


def oregonator(t, y):
    y1, y2, y3 = y
    return [77.27*(y2 + y1*(1 - 8.375e-6*y1 - y2)), (y3 - (1 + y1)*y2)/77.27,
            0.161*(y1 - y3)]


def van_der_pol(t, y):
    return [y[1], 1e6*((1 - y[0]**2)*y[1] - y[0])]


def e5(t, y):
    """With the conserved sum y2 = y3 + y4 put in: y is y1, y2, y4."""
    y1, y2, y4 = y
    y3 = y2 - y4
    made, used, bound, freed = 7.89e-10*y1, 1.13e9*y2*y3, 1.1e7*y1*y3, 1.13e3*y4
    return [-made - bound, made - used, bound - freed]


# name: rates, start, times where it is looked at, atol, published end and its source
TEST_SET = "Mazzia & Magherini 2008, Test Set for IVP Solvers 2.4"
SMALL = {
    "robertson": (robertson, (1, 0, 0), (40.0, 1e11), 1e-30,
                  (0.2083340149701255e-7, 0.8333360770334713e-13, 0.9999999791665050)),
    "hires": (hires, (1, 0, 0, 0, 0, 0, 0, 0.0057), (321.8122,), 1e-20,
              (0.7371312573325668e-3, 0.1442485726316185e-3, 0.5888729740967575e-4,
               0.1175651343283149e-2, 0.2386356198831331e-2, 0.6238968252742796e-2,
               0.2849998395185769e-2, 0.2850001604814231e-2)),
    "oregonator": (oregonator, (1, 2, 3), (360.0,), 1e-14,
                   (0.1000814870318523e1, 0.1228178521549917e4, 0.1320554942846706e3)),
    "van der pol": (van_der_pol, (2, 0), (2.0,), 1e-16,
                    (0.1706167732170483e1, -0.8928097010247975)),
    "e5": (e5, (1.76e-3, 0, 0), (1e9, 1e13), 1e-60, None),
}


def complex_steps(rates, t, y):
    """The Jacobian, exact to rounding."""
    shifted = y[:, None] + 1e-200j*numpy.eye(len(y))
    return numpy.array([numpy.broadcast_to(row, len(y)).imag/1e-200
                        for row in rates(t, list(shifted))])


def follow(rates, start, times, atol, rtol):
    """States at the times; the method starts anew at each."""
    states, t, y = [], 0.0, numpy.array(start, dtype=float)
    for end in times:
        course = solve_ivp(lambda t, y: numpy.array(rates(t, y.tolist()), dtype=float),
                           (t, end), y, method="Radau", rtol=rtol, atol=atol,
                           jac=lambda t, y: complex_steps(rates, t, y), t_eval=[end],
                           first_step=min(1e-6, end - t))
        if not course.success:
            raise SystemExit(course.message)
        t, y = end, course.y[:, -1]
        states.append(y)
    return states


class Network:
    """dy/dt of an Antimony file whose compartments all have size 1."""

    def __init__(self, path):
        antimony.clearPreviousLoads()
        if antimony.loadAntimonyFile(str(path)) < 0:
            raise SystemExit(antimony.getLastError())
        sbml = antimony.getSBMLString(antimony.getMainModuleName())
        document = libsbml.readSBMLFromString(sbml)
        for option in ("expandFunctionDefinitions", "promoteLocalParameters"):
            wanted = libsbml.ConversionProperties()
            wanted.addOption(option, True)
            document.convert(wanted)
        self.model = model = document.getModel()
        if model.getNumEvents() or model.getNumInitialAssignments() or any(
                item.getSize() != 1.0 for item in model.getListOfCompartments()):
            raise SystemExit(f"{path}: events, initial assignments or volumes")
        rules = {item.getVariable(): item.getMath() for item in model.getListOfRules()}
        items = list(model.getListOfSpecies())
        self.names = [item.getId() for item in items
                      if not item.getBoundaryCondition() and item.getId() not in rules]
        values = {item.getId(): item.getInitialAmount() if item.isSetInitialAmount()
                  else item.getInitialConcentration() for item in items}
        values |= {item.getId(): item.getValue() for item in model.getListOfParameters()}
        values |= {item.getId(): 1.0 for item in model.getListOfCompartments()}
        self.start = [values[name] for name in self.names]
        self.rates = self.compile(rules, values)

    def compile(self, rules, values):
        lines = [f"    ({', '.join(self.names)},) = y"]
        for name in self.ordered(rules):
            lines.append(f"    {name} = {python(rules[name])}")
        changes = {name: [] for name in self.names}
        for item in self.model.getListOfReactions():
            lines.append(f"    rate_{item.getId()} = {python(item.getKineticLaw().getMath())}")
            for side, sign in ((item.getListOfReactants(), -1), (item.getListOfProducts(), 1)):
                for part in side:
                    if part.getSpecies() in changes:
                        changes[part.getSpecies()].append(
                            f"{sign*part.getStoichiometry()!r}*rate_{item.getId()}")
        lines.append("    return [" + ", ".join("+".join(changes[name]) or "0*y[0]"
                                                for name in self.names) + "]")
        space = {name: value for name, value in values.items() if name not in changes}
        space |= {"sin": numpy.sin, "piecewise": piecewise}
        exec("\n".join(["def rates(time, y):", *lines]), space)
        return space["rates"]

    def ordered(self, rules):
        """Rules behind those that they use."""
        done = []

        def visit(name):
            if name not in done:
                for other in names_in(rules[name]):
                    if other in rules:
                        visit(other)
                done.append(name)

        for name in rules:
            visit(name)
        return done


def names_in(node):
    found = {node.getName()} if node.isName() else set()
    for i in range(node.getNumChildren()):
        found |= names_in(node.getChild(i))
    return found


def python(node):
    return libsbml.formulaToL3String(node).replace("^", "**")


def piecewise(*parts):
    """Conditions are about time alone here, so that they are plain truths."""
    for value, condition in zip(parts[0::2], parts[1::2]):
        if condition:
            return value
    return parts[-1]


def rows_of(problem, rates, start, times, atol, names, rtol, published=None):
    loose = follow(rates, start, times, atol, 10*rtol)
    tight = follow(rates, start, times, atol, rtol)
    if published:
        numpy.testing.assert_allclose(tight[-1], published, rtol=1e-10)
    for time, one, other in zip(times, tight, loose):
        apart = numpy.max(numpy.abs(one - other)/numpy.maximum(numpy.abs(one), 1e-3*atol/rtol))
        print(f"{problem} at {time:g}: two tolerances are {apart:.1e} apart", flush=True)
        for name, value in zip(names, one):
            yield f"{problem}\t{time:g}\t{name}\t{float(value)!r}"


def main():
    lines = ["# ends of stiff problems, by tests/oracle/stiff_ends.py; those of robertson, "
             "hires, oregonator and van der pol agree within 1e-10 with " + TEST_SET,
             "problem\ttime\tstate\tvalue"]
    for problem, (rates, start, times, atol, published) in SMALL.items():
        names = ("y1", "y2", "y4") if problem == "e5" else [f"y{i + 1}" for i in range(len(start))]
        lines += rows_of(problem, rates, start, times, atol, names, 1e-13, published)
    network = Network(TESTS.parent / "models" / "huang-ferrell.ant")
    lines += rows_of("huang-ferrell", network.rates, network.start, (100.0,), 1e-18,
                     network.names, 1e-13)
    network = Network(TESTS / "data" / "chen2009.ant")
    times = (1799.99, 1800.0, 2659.99, 2660.0, 9000.0)  # the model's own switches
    lines += [line for line in rows_of("chen 2009", network.rates, network.start, times, 1e-6,
                                       network.names, 1e-10) if "\t9000\t" in line]
    TARGET.write_text("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
