"""The result of a run: its tallies, its record, its energy ledger."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from mcsim.errors import InputError, did_you_mean
from mcsim.notebook import card
from mcsim.results.ledger import Ledger
from mcsim.results.raw import Provenance, RawTally
from mcsim.results.tally import TallyResult

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from mcsim.results.setup import Setup


class Result(Mapping[str, TallyResult]):
    """Tallies by name, with where they came from.

    Attributes:
        provenance: the record of the run.
        ledger: where the emitted energy went, in exact integers.
        counts: how often what should be rare happened: "lost_particles", "full_bank" (secondaries without
            room), "missed_geometry" (source particles), ...; absent names count as zero.
        setup: the phantom and the source, for pictures; None in files of an earlier mcsim.
    """

    def __init__(
        self,
        provenance: Provenance,
        ledger: Ledger,
        tallies: Iterable[RawTally],
        counts: Mapping[str, int] | None = None,
        setup: Setup | None = None,
    ) -> None:
        self.provenance = provenance
        self.ledger = ledger
        self.setup = setup
        self.counts = {name: int(count) for name, count in (counts or {}).items()}
        self._tallies = {
            raw.name: TallyResult(raw, provenance.completed_batches, provenance.histories) for raw in tallies
        }

    def __getitem__(self, name: str) -> TallyResult:
        return self._tallies[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._tallies)

    def __len__(self) -> int:
        return len(self._tallies)

    def tally(self, name: str | None = None) -> TallyResult:
        """Tally by name; without a name the first dose, else the first tally.

        Raises:
            InputError: there is no such tally; says which there are.
        """
        if name is None:
            doses = [tally for tally in self.values() if tally.quantity == "dose"]
            candidates = doses or list(self.values())
            if not candidates:
                raise InputError("the result holds no tallies")
            return candidates[0]
        if name not in self:
            known = ", ".join(f"'{one}'" for one in self) or "none"
            raise InputError(f"no tally '{name}'{did_you_mean(name, self)}; the result holds {known}")
        return self[name]

    @property
    def histories(self) -> int:
        """Source particles behind the values."""
        return self.provenance.histories

    @property
    def complete(self) -> bool:
        """Whether the run (or shard) did all the batches it was asked to do."""
        return self.provenance.complete

    @property
    def lost_particles(self) -> int:
        """Particles given up during transport."""
        return self.counts.get("lost_particles", 0) + self.counts.get("full_bank", 0)

    @property
    def energies(self) -> dict[str, float]:
        """The energy ledger in MeV per source particle; empty without histories."""
        return self.ledger.energies(self.histories) if self.histories else {}

    def save(self, path: str | Path, force: bool = True) -> Path:
        """Write the result file (HDF5); an interrupted write leaves no file and no damaged one.

        Args:
            path: where to; the folder must exist.
            force: replace an existing file.

        Raises:
            InputError: the file exists and `force` is false.
            ResourceError: the file cannot be written.
        """
        from mcsim.results.files import save

        return save(self, path, force)

    def merge(self, *others: Result) -> Result:
        """Join this result and others of the same run; see `mcsim.results.merge.merge`."""
        from mcsim.results.merge import merge

        return merge([self, *others])

    def plot(self, path: str | Path | None = None, tally: str | None = None) -> Figure:
        """Picture of a tally; a dose as depth curve and central slice. Also written to `path` when given."""
        from mcsim.plots.tallies import plot_result

        return plot_result(self, path, tally)

    def summary(self) -> list[tuple[str, str]]:
        """Pairs of heading and text that describe the result."""
        run = self.provenance
        done = "complete" if self.complete else "incomplete"
        rows = [
            ("run", f"{run.title or 'untitled'} (seed {run.seed}, mcsim {run.version or '?'})"),
            ("histories", f"{self.histories:_} in {run.completed_batches} of {run.batches} batches, {done}"),
            ("time", f"{run.wall_time:.1f} s, {run.cpu_time:.1f} s of processor time, on {run.device}"),
            ("energy", self._energy_text()),
            ("lost particles", f"{self.lost_particles:_}{_counts_text(self.counts)}"),
        ]
        return rows + [(f"tally {name}", repr(tally).strip("<>")) for name, tally in self.items()]

    def _energy_text(self) -> str:
        present = {name: energy for name, energy in self.energies.items() if energy or name == "emitted"}
        lines = ", ".join(f"{name.replace('_', ' ')} {energy:.5g}" for name, energy in present.items())
        verdict = "closes exactly" if self.ledger.closes else f"OPEN BY {self.ledger.difference} QUANTA"
        return f"{lines} MeV per source particle; {verdict}"

    def __repr__(self) -> str:
        rows = self.summary()
        width = max(len(heading) for heading, _ in rows)
        return "\n".join(["mcsim Result", *(f"  {heading:<{width}}  {text}" for heading, text in rows)])

    def _repr_html_(self) -> str:
        return card(self)


def _counts_text(counts: Mapping[str, int]) -> str:
    parts = ", ".join(f"{name.replace('_', ' ')} {count:_}" for name, count in counts.items() if count)
    return f" ({parts})" if parts else ""
