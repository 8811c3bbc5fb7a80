"""The energy ledger of a result as lines with bars."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from mcsim.plots.style import BLUE, GREEN, ORANGE
from mcsim.results.ledger import LEDGER_SIGNS

if TYPE_CHECKING:
    from mcsim.results.result import Result


@dataclass(frozen=True)
class LedgerLine:
    """One line: its name, its energy (MeV per source particle), its part of what was emitted, its bar.

    Attributes:
        width: of the bar, per cent of the full width. color: of the bar; blue for what came in, green for
            what it became, orange for what was added on the way.
    """

    name: str
    energy: str
    percent: str
    width: str
    color: str


def ledger_lines(result: Result) -> list[LedgerLine]:
    """The lines that are not zero; empty without histories."""
    energies = result.energies
    emitted = energies.get("emitted", 0.0)
    if not emitted > 0.0:
        return []
    lines = []
    for name, energy in energies.items():
        if energy == 0.0:
            continue
        share = 100.0 * energy / emitted
        color = BLUE if name == "emitted" else GREEN if LEDGER_SIGNS[name] < 0 else ORANGE
        width = f"{min(abs(share), 100.0):.3f}"
        lines.append(LedgerLine(name.replace("_", " "), f"{energy:.6g}", f"{share:.3g}", width, color))
    return lines
