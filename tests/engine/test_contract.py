"""The same run gives the same integers, whatever the threads, chunks, shards, restarts, and with JIT off."""

import os
import subprocess
import sys

import pytest

from mcsim.engine import cpu
from mcsim.engine.checkpoint import save_checkpoint
from mcsim.engine.plan import make_plan, start_state
from mcsim.errors import IncompleteRun, InputError, ResourceError
from mcsim.results.files import load
from mcsim.results.merge import merge
from mcsim.results.sealed import sealed
from tests.engine.runs import ALL_GAMES, BATCHES, HISTORIES, integers, run, simulation


@pytest.fixture(scope="module")
def whole():
    return run(threads=1)


def test_the_run_reaches_every_process_and_closes(whole):
    assert whole.ledger.closes
    for line in ("emitted", "deposited", "escaped_photon", "escaped_electron", "rest_mass_made"):
        assert whole.ledger[line] > 0, line
    assert whole.ledger["lost"] == 0
    assert whole.lost_particles == 0
    assert whole.counts["majorant_violations"] == 0


def test_every_process_with_all_weight_games_closes():
    weighted = run(games=ALL_GAMES, threads=1)
    assert weighted.ledger.closes
    assert weighted.ledger["weight_games"] != 0
    assert weighted.ledger["lost"] == 0
    assert weighted.lost_particles == 0
    assert integers(run(games=ALL_GAMES, threads=3)) == integers(weighted)


def test_tallies_agree_with_each_other(whole):
    dose, regions = whole["dose"], whole["regions"]
    assert dose.value.shape == (24, 10, 10)
    assert regions.value[list(regions.axes[0].labels).index("plate")] > 0.0
    escaped = whole["escape_energy"].value.sum()
    line = sum(whole.energies[f"escaped_{kind}"] for kind in ("photon", "electron", "positron"))
    assert escaped == pytest.approx(line, rel=1e-9)


@pytest.mark.parametrize("threads", [2, 3])
def test_threads(whole, threads):
    assert integers(run(threads=threads)) == integers(whole)


@pytest.mark.parametrize("chunk", [1, 7, 1000])
def test_chunks(whole, chunk, monkeypatch):
    monkeypatch.setattr(cpu, "CHUNK", chunk)
    assert integers(run(threads=2)) == integers(whole)


def test_shards_merged_in_any_order(whole):
    shards = [run(threads=1, shard=(number, 4)) for number in (1, 2, 3, 4)]
    assert integers(merge([shards[2], shards[0], shards[3], shards[1]])) == integers(whole)


def test_interrupted_and_resumed(whole, tmp_path, monkeypatch):
    output = tmp_path / "run.h5"
    stopped_at = []

    class StopSoon:
        """Asks for a stop in the middle of a batch, as Ctrl-C does."""

        requested = False

        def __enter__(self):
            return self

        def __exit__(self, *error):
            return None

    monkeypatch.setattr("mcsim.engine.job.StopRequest", StopSoon)
    monkeypatch.setattr(cpu, "CHUNK", 3)
    take = cpu._Feed.take

    def take_and_stop(feed):
        if feed.next_history > HISTORIES // 2 + 10:
            StopSoon.requested = True
            feed.close()
            stopped_at.append(feed.next_history)
        return take(feed)

    monkeypatch.setattr(cpu._Feed, "take", take_and_stop)
    with pytest.raises(IncompleteRun, match="--resume"):
        run(threads=2, output=output)
    assert HISTORIES // 2 < stopped_at[0] < HISTORIES
    assert stopped_at[0] % (HISTORIES // BATCHES) != 0
    assert not output.exists()
    monkeypatch.undo()
    resumed = run(threads=1, output=output, resume=True)
    assert integers(resumed) == integers(whole)
    assert [path.name for path in tmp_path.iterdir()] == ["run.h5"]


def test_a_checkpoint_of_another_run_is_refused(tmp_path):
    state = start_state(make_plan(HISTORIES, BATCHES, 11), 4, {}, {})
    checkpoint = tmp_path / "run.h5.checkpoint"
    output = tmp_path / "run.h5"
    with pytest.raises(InputError, match="no checkpoint"):
        run(output=output, resume=True)
    save_checkpoint(checkpoint, state, "another identity", (0, BATCHES))
    with pytest.raises(InputError, match="different run"):
        run(output=output, resume=True)
    whole = checkpoint.read_bytes()
    flipped = bytearray(whole)
    flipped[len(whole) // 2] ^= 1
    for damaged in (whole[:500], flipped):
        checkpoint.write_bytes(damaged)
        with pytest.raises(InputError, match="damaged"):
            run(output=output, resume=True)
    save_checkpoint(checkpoint, state, run(threads=1).provenance.identity, (0, BATCHES))
    with pytest.raises(InputError, match="damaged"):  # four scores of many
        run(output=output, resume=True)
    assert not output.exists()


def test_a_result_that_cannot_be_written_is_kept_elsewhere(whole, tmp_path, monkeypatch):
    output, rescue = tmp_path / "run.h5", tmp_path / "rescue"
    rescue.mkdir()

    def full_disk(path, **options):
        if path == output:
            raise ResourceError("cannot be written: No space left on device", file=path)
        return sealed(path, **options)

    monkeypatch.setattr("mcsim.results.files.sealed", full_disk)
    monkeypatch.setattr("mcsim.engine.job.tempfile.mkdtemp", lambda prefix: str(rescue))
    with pytest.raises(ResourceError, match=r"No space left on device; the result is in .*rescue"):
        run(threads=1, output=output)
    assert integers(load(rescue / "run.h5")) == integers(whole)


def test_a_longer_run_extends_a_shorter_one(whole):
    longer = run(histories=2 * HISTORIES, batches=2 * BATCHES, threads=2)
    assert longer.provenance.identity == whole.provenance.identity
    assert longer.provenance.histories == 2 * whole.provenance.histories


@pytest.mark.parametrize(("games", "histories"), [("None", 16), ("ALL_GAMES", 4)])
def test_jit_off_gives_the_same_integers(games, histories):
    code = (
        "from tests.engine.runs import ALL_GAMES, run, integers\n"
        f"print(integers(run(histories={histories}, batches=2, threads=1, games={games})))"
    )
    env = {**os.environ, "NUMBA_DISABLE_JIT": "1"}
    done = subprocess.run([sys.executable, "-c", code], env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    weighted = ALL_GAMES if games == "ALL_GAMES" else None
    assert done.stdout.strip() == integers(run(histories=histories, batches=2, games=weighted))


def test_a_region_elsewhere_is_another_run(whole):
    moved = simulation(plate_at="0, 0, 5 cm").run(histories=HISTORIES, batches=BATCHES, seed=11, threads=1)
    assert moved.provenance.identity_parts["tallies"] != whole.provenance.identity_parts["tallies"]


def test_a_left_checkpoint_is_not_run_over(tmp_path):
    output = tmp_path / "run.h5"
    state = start_state(make_plan(HISTORIES, BATCHES, 11), 4, {}, {})
    save_checkpoint(tmp_path / "run.h5.checkpoint", state, "identity", (0, BATCHES))
    with pytest.raises(InputError, match="--resume"):
        run(output=output)
