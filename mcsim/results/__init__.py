"""Results: exact sums, values with uncertainties, curves, files, merging, comparison, figures."""

from mcsim.results.curves import Curve
from mcsim.results.ledger import Ledger
from mcsim.results.raw import Axis, Provenance, RawTally, WindowSquares
from mcsim.results.result import Result
from mcsim.results.tally import TallyResult

__all__ = ["Axis", "Curve", "Ledger", "Provenance", "RawTally", "Result", "TallyResult", "WindowSquares"]
