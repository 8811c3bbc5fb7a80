"""The energy ledger: where every quantum of the emitted energy went.

Each line is tallied by itself during transport and none is the remainder, so that

    emitted = deposited + escaped (one line for each kind of particle)
              + rest mass made - rest mass annihilated - nuclear Q + neutrons + nuclear gammas
              + lost - weight games

is a check of the transport. It holds exactly, in integers.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

LEDGER_SIGNS: Mapping[str, int] = {
    "emitted": 1,
    "deposited": -1,
    "escaped_photon": -1,
    "escaped_electron": -1,
    "escaped_positron": -1,
    "escaped_proton": -1,
    "escaped_deuteron": -1,
    "escaped_triton": -1,
    "escaped_helion": -1,
    "escaped_alpha": -1,
    "rest_mass_made": -1,
    "rest_mass_annihilated": 1,
    "nuclear_q": 1,
    "neutrons": -1,
    "nuclear_gammas": -1,
    "lost": -1,
    "weight_games": 1,
}
"""The lines, with the sign that makes their sum vanish."""


@dataclass(frozen=True)
class Ledger(Mapping[str, int]):
    """Ledger lines in quanta of 2^-`quantum_exponent` MeV, summed over all histories.

    A mapping from line name (see `LEDGER_SIGNS`) to an exact Python integer.

    Raises:
        ValueError: a line is missing or unknown.
    """

    quanta: Mapping[str, int]
    quantum_exponent: int

    def __post_init__(self) -> None:
        if set(self.quanta) != set(LEDGER_SIGNS):
            odd = ", ".join(sorted(set(self.quanta) ^ set(LEDGER_SIGNS)))
            raise ValueError(f"an energy ledger has the lines {', '.join(LEDGER_SIGNS)}; not right: {odd}")
        ordered = {name: int(self.quanta[name]) for name in LEDGER_SIGNS}
        object.__setattr__(self, "quanta", ordered)

    def __getitem__(self, name: str) -> int:
        return self.quanta[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self.quanta)

    def __len__(self) -> int:
        return len(self.quanta)

    @property
    def difference(self) -> int:
        """Emitted minus everything it became, in quanta; zero unless the transport lost or made energy."""
        return sum(sign * self.quanta[name] for name, sign in LEDGER_SIGNS.items())

    @property
    def closes(self) -> bool:
        """Whether no quantum is missing or too many."""
        return self.difference == 0

    def energies(self, histories: int) -> dict[str, float]:
        """MeV per source particle, line by line."""
        divisor = histories << self.quantum_exponent
        return {name: quanta / divisor for name, quanta in self.quanta.items()}

    def __add__(self, other: Ledger) -> Ledger:
        if self.quantum_exponent != other.quantum_exponent:
            raise ValueError("ledgers with different quanta cannot be added")
        return Ledger({name: self[name] + other[name] for name in self}, self.quantum_exponent)
