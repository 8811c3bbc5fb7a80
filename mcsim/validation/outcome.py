"""What a validation case says in the end: rows with a verdict each, and a report on the case."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

from mcsim.validation.panels import Panel

Verdict = Literal["passed", "failed", "undecided", "not run"]

NOISE_SHARE = 3.0
"""Noise of mcsim must be smaller than the tolerance by this factor for a case to pass."""
REFERENCE_SIGMAS = 2.0
"""Standard deviations of the reference that widen a tolerance where its noise is large."""
SURE_SIGMAS = 3.0
"""Standard deviations of mcsim's noise that make a deviation sure, however few histories were run."""


def allowed_deviation(tolerance: float, reference_sigma: float) -> float:
    """The tolerance, widened by 2 sigma of the reference where a third of it is less than that sigma."""
    if NOISE_SHARE * reference_sigma > tolerance:
        return tolerance + REFERENCE_SIGMAS * reference_sigma
    return tolerance


def judge(
    deviation: float, sigma: float, tolerance: float, allowed: float, reference_sigma: float = 0.0
) -> Verdict:
    """Verdict on one deviation; all in one unit.

    A case passes when it is within what is allowed and its own noise is at most a third of the tolerance.
    With more noise, its own or the reference's (where `allowed` does not hold that already), it fails when
    the deviation is sure, and is undecided otherwise.
    """
    if not (math.isfinite(deviation) and math.isfinite(sigma)):
        return "failed"
    quiet = NOISE_SHARE * sigma <= tolerance
    if quiet and abs(deviation) <= allowed:
        return "passed"
    if quiet and NOISE_SHARE * reference_sigma <= tolerance:
        return "failed"
    sure = allowed + SURE_SIGMAS * math.hypot(sigma, reference_sigma)
    return "failed" if abs(deviation) > sure else "undecided"


@dataclass(frozen=True)
class Row:
    """One comparison.

    Attributes:
        quantity: what was compared.
        reference, measured: in words, with uncertainty and unit.
        deviation: measured minus reference, in `unit` (of the point that is worst, for curves).
        sigma: noise of mcsim in it. reference_sigma: noise of the reference in it.
        tolerance: the largest deviation that passes. target: a smaller one to aim at, or None.
        unit: of these figures, such as "%", "% of max" or "mm".
        verdict: what follows. target_verdict: the same for the target; None without one.
    """

    quantity: str
    reference: str
    measured: str
    deviation: float
    sigma: float
    reference_sigma: float
    tolerance: float
    target: float | None
    unit: str
    verdict: Verdict
    target_verdict: Verdict | None = None


@dataclass(frozen=True)
class CaseReport:
    """What came of one case.

    Attributes:
        name: name of the case. title, description, citation: as the case file says.
        rows: the comparisons.
        panels: what the pictures of the case show.
        histories, cpu_time: what it took; source particles, seconds.
        settings: cutoffs and accuracy of its runs, in words.
        reason: why it was not run; empty when it was.
    """

    name: str
    title: str
    description: str = ""
    citation: str = ""
    rows: Sequence[Row] = ()
    panels: Sequence[Panel] = field(default_factory=tuple)
    histories: int = 0
    cpu_time: float = 0.0
    settings: str = ""
    reason: str = ""

    @property
    def verdict(self) -> Verdict:
        """The worst verdict of its rows: passed only when every row passed."""
        if self.reason:
            return "not run"
        verdicts = {row.verdict for row in self.rows}
        for verdict in ("failed", "undecided", "not run"):
            if verdict in verdicts:
                return verdict
        return "passed" if verdicts else "not run"

    @property
    def failed(self) -> bool:
        """Whether a row failed."""
        return self.verdict == "failed"

    def __str__(self) -> str:
        return f"{self.name}: {self.verdict}{f' ({self.reason})' if self.reason else ''}"
