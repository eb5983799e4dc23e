#!/usr/bin/env python3
"""Write tests/data/chen2009.ant from the published SBML (PyPI: antimony 3.3.0).

usage: chen2009.py BIOMD0000000255.xml

libAntimony translates; what has no effect on a run (notes, names, identifiers, units of
single values) is left out.
"""

import pathlib
import sys

import antimony

TARGET = pathlib.Path(__file__).resolve().parents[1] / "data" / "chen2009.ant"
HEAD = """\
// ErbB signalling in A431 cells, model IERMv1.0: 504 species, of which 500 change, 827 reactions, in molecules per cell and seconds.
// Chen, Schoeberl, Jasper, Niepel, Nielsen, Lauffenburger & Sorger 2009, Mol. Syst. Biol. 5:239.
// BioModels BIOMD0000000255, public domain (CC0, www.ebi.ac.uk/biomodels/termsofuse), encoded by L. Endler,
// translated with libAntimony {version} by tests/oracle/chen2009.py.
// It comes to rest without ligand first; EGF (c1) acts from 1800 s on.
"""
LEFT_OUT = ("Display Names", "SBO terms", "CV terms", "Notes")


def main():
    antimony.clearPreviousLoads()
    if antimony.loadSBMLFile(sys.argv[1]) < 0:
        raise SystemExit(antimony.getLastError())
    lines = antimony.getAntimonyString(antimony.getMainModuleName()).splitlines()
    kept, section = [], ""
    for line in lines[1:]:
        if line.startswith("  // "):
            section = line[5:].rstrip(":")
        if line == "end":
            break
        if section not in LEFT_OUT and " has " not in line:
            kept.append(line)
    version = lines[0].split()[-1]
    TARGET.write_text(HEAD.format(version=version) + "\n".join(kept).rstrip() + "\nend\n")


if __name__ == "__main__":
    main()
