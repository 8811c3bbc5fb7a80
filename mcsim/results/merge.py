"""Joining results of one run: shards, or a run and its extension.

Sums of integers do not depend on order, so the merged result equals the undivided run to the bit.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from mcsim.errors import InputError
from mcsim.results import integers
from mcsim.results.raw import Provenance, Ratio, RawTally, join_ranges
from mcsim.results.result import Result


def merge(results: Sequence[Result], names: Sequence[str] = ()) -> Result:
    """Join results that hold different batches of the same run.

    What is missing of the whole run is in `provenance.gaps` of the merged result, which is `complete` when
    nothing is.

    Args:
        results: at least one.
        names: what to call them in messages (file names); numbered by default.

    Raises:
        InputError: they are no results, or of different runs (says what differs), or a batch is in two.
    """
    if not all(isinstance(each, Result) for each in results):
        raise InputError("a list of results is needed, such as mcsim.load gives, to merge them")
    if not results:
        raise InputError("nothing to merge: name at least one result")
    names = names or [f"result {number}" for number in range(1, len(results) + 1)]
    for result, name in zip(results[1:], names[1:], strict=True):
        _check_same_run(results[0], result, names[0], name)
    _check_disjoint(results, names)
    ordered = sorted(results, key=lambda result: result.provenance.completed)
    ledger, counts = ordered[0].ledger, dict(ordered[0].counts)
    for other in ordered[1:]:
        ledger = ledger + other.ledger
        for what, count in other.counts.items():
            counts[what] = counts.get(what, 0) + count
    tallies = [_add_tallies([result[name].raw for result in ordered]) for name in ordered[0]]
    provenance = _join_provenance([result.provenance for result in ordered])
    setup = next((result.setup for result in ordered if result.setup is not None), None)
    tracks = next((result.tracks for result in ordered if result.tracks is not None), None)
    return Result(provenance, ledger, tallies, counts, setup, tracks)


def _check_same_run(first: Result, other: Result, first_name: str, other_name: str) -> None:
    """Refuse results of different runs, naming what differs."""
    a, b = first.provenance, other.provenance
    if a.identity == b.identity and list(first) == list(other):
        return
    parts = [
        f"{part} ({a.identity_parts.get(part, 'none')} and {b.identity_parts.get(part, 'none')})"
        for part in sorted({*a.identity_parts, *b.identity_parts})
        if a.identity_parts.get(part) != b.identity_parts.get(part)
    ]
    different = ", ".join(parts) or "their identity"
    raise InputError(
        f"{first_name} and {other_name} are of different runs: they differ in {different};"
        " merge only shards made from one run file with one version of mcsim"
    )


def _check_disjoint(results: Sequence[Result], names: Sequence[str]) -> None:
    """Refuse results that hold the same batch."""
    held = sorted(
        (first, last, name)
        for result, name in zip(results, names, strict=True)
        for first, last in result.provenance.completed
    )
    for (_, last, name), (first, next_last, next_name) in pairwise(held):
        if first < last:
            shared = min(last, next_last) - first
            which = f"batch {first + 1}" if shared == 1 else f"batches {first + 1} to {first + shared}"
            raise InputError(f"{name} and {next_name} both hold {which}; merge each batch only once")


def _add_tallies(parts: Sequence[RawTally]) -> RawTally:
    """Sum of the integers of one tally."""
    merged = parts[0]
    for part in parts[1:]:
        windows = tuple(
            replace(one, squares=integers.add(one.squares, other.squares))
            for one, other in zip(merged.windows, part.windows, strict=True)
        )
        merged = replace(
            merged,
            total=integers.add(merged.total, part.total),
            squares=integers.add(merged.squares, part.squares),
            windows=windows,
        )
    if merged.ratio is not None:
        ratios = [part.ratio for part in parts if part.ratio is not None]
        denominator = _add_tallies([ratio.denominator for ratio in ratios])
        merged = replace(merged, ratio=Ratio(denominator, _add_tallies([ratio.both for ratio in ratios])))
    return merged


def _join_provenance(parts: Sequence[Provenance]) -> Provenance:
    """Record of the merged run, from records in the order of their batches."""
    batches = max(part.batches for part in parts)
    return replace(
        parts[0],
        batches=batches,
        assigned=(0, batches),
        completed=join_ranges(tuple(held for part in parts for held in part.completed)),
        target_reached=any(part.target_reached for part in parts),
        device=", ".join(sorted({part.device for part in parts})),
        threads=sum(part.threads for part in parts),
        date=min(part.date for part in parts),
        wall_time=sum(part.wall_time for part in parts),
        cpu_time=sum(part.cpu_time for part in parts),
    )
