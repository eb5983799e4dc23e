"""What a user's script does with a peer: load, rest, run, print the last row.

usage: once.py PEER CASE FOLDER
"""

import pathlib
import sys

import cases
import peers

name, case_name, folder = sys.argv[1:]
case = cases.case_of(case_name, folder)
peer = peers.peer_class(name)(case, pathlib.Path(folder))
sbml = cases.antimony_to_sbml(case.antimony)
peer.load(sbml)
peer.tolerance(cases.RTOL, case.atol)
peer.select(cases.outputs_of(case, sbml))
peer.rest()
peer.prepare(case.dose, 481)
print(*peer.run(case.dose, 481)[-1])
