"""The programs that pathloop is timed beside, one file each with one class.

A class says how its program is used by people who know it well. What `run`, `sweep`,
`sweep_rest`, `checkerboard` and `with_rest` do is timed, including putting the model
back to its start; the rest is not.
"""

import importlib
import importlib.metadata

NAMES = ("libroadrunner", "bngsim", "copasi", "amici")


class Peer:
    """One program with one model. `worker.py` calls the methods in the order below."""

    title = ""
    package = ""
    compiles = False  # loading calls a compiler: timed once, not once a round

    def __init__(self, case, folder):
        self.case = case
        self.folder = folder  # for compiled models

    @classmethod
    def version(cls):
        return f"{cls.title} {importlib.metadata.version(cls.package)}"

    def load(self, sbml):
        """From SBML text to a model that can run, nothing remembered from before."""
        raise NotImplementedError

    load_again = None  # (sbml): the same with what is kept on disk from the first time

    def tolerance(self, rtol, atol):
        raise NotImplementedError

    def select(self, columns):
        """Return these from now on, in this order."""
        raise NotImplementedError

    def rest(self):
        """Go to rest without the drug and keep that as the start of runs."""
        raise NotImplementedError

    def prepare(self, dose, outputs):
        """Before a run: what need not be done again when the same run is repeated."""

    def run(self, dose, outputs):
        """From the start, with the drug, to the end. Array (outputs, columns)."""
        raise NotImplementedError

    def sweep(self, lo, hi, n):
        """Values at the end for n doses from lo to hi. Array (n, columns)."""
        raise NotImplementedError

    def sweep_rest(self, lo, hi, n):
        """The constant times lo to hi; rest; then the drug. Array (n, columns)."""
        raise NotImplementedError

    def checkerboard(self, doses):
        """Values at the end for pairs of doses, of the drug and the other one."""
        raise NotImplementedError

    def with_rest(self, names, points):
        """These constants at each point's values; rest; then the drug."""
        raise NotImplementedError


def peer_class(name):
    """Raises ImportError, with the reason, for a program that is not installed."""
    return importlib.import_module(f"peers.{name}").PEER
