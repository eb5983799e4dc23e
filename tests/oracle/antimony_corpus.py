#!/usr/bin/env python3
"""Load every .ant file of a folder in libAntimony (PyPI: antimony).

    antimony_corpus.py FOLDER

Exit 0 when libAntimony takes them all, 1 naming those that it refuses, 2 for bad usage.
What this reader accepts must be legal Antimony, so that the folder is
tests/antimony/good, or models.
"""

import os
import sys
from pathlib import Path


def load(path):
    """What libAntimony says against a file, or ""; in a child, for it may crash."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        import antimony

        fault = ""
        if antimony.loadAntimonyString(path.read_bytes().decode()) < 0:
            fault = antimony.getLastError()
        elif not antimony.getSBMLString(antimony.getMainModuleName()):
            fault = antimony.getLastError() or "no SBML"
        os.write(writing, fault.encode())
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading, "rb") as stream:
        fault = stream.read().decode(errors="replace")
    _, status = os.waitpid(child, 0)
    if status != 0:
        return f"libAntimony ended with status {status}"
    return fault


def main(arguments):
    if len(arguments) != 1 or not Path(arguments[0]).is_dir():
        print(__doc__, file=sys.stderr)
        return 2
    files = sorted(Path(arguments[0]).glob("*.ant"))
    refused = 0
    for path in files:
        fault = load(path)
        if fault:
            refused += 1
            print(f"{path}: {fault.strip()}", file=sys.stderr)
    print(f"libAntimony takes {len(files) - refused} of {len(files)} files")
    return 1 if refused or not files else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
