"""Tracks against what the run itself scores of the same histories."""

import numpy as np
import pytest

import mcsim as mc
from mcsim.tallies import Dose, Tracks
from mcsim.transport.tracks import make_track_record, record_point, record_start

HISTORIES = 200


@pytest.fixture(scope="module")
def simulation():
    phantom = mc.VoxelPhantom.box(size="6, 8, 10 cm", voxel="1 cm", material="water")
    beam = mc.Beam(particle="photon", energy="3 MeV", shape=mc.Rectangle(size="2, 2 cm"))
    return mc.Simulation(phantom, beam, tallies=(Dose("dose"), Tracks("tracks", histories=HISTORIES)))


@pytest.fixture(scope="module")
def result(simulation):
    return simulation.run(HISTORIES, batches=2, threads=1, device="cpu", seed=4)


@pytest.fixture(scope="module")
def tracks(result):
    return result.tracks


def test_tracks_change_nothing_else(simulation, result):
    plain = mc.Simulation(simulation.geometry, simulation.source).run(
        HISTORIES, batches=2, threads=1, device="cpu", seed=4
    )
    assert plain.tracks is None
    assert np.array_equal(plain["dose"].value, result["dose"].value)
    assert plain.provenance.identity == result.provenance.identity


def test_a_second_tracks_tally_is_refused(simulation):
    twice = mc.Simulation(simulation.geometry, simulation.source, tallies=(Tracks("a"), Tracks("b")))
    with pytest.raises(mc.InputError, match="one tracks tally"):
        twice.run(2, batches=2, threads=1, device="cpu")


def test_energy_that_leaves_is_that_of_the_ledger(result, tracks):
    """Every particle that ends on the outer surface, by kind."""
    last = tracks.first[1:] - 1
    low, high = np.array([-3.0, -4.0, 0.0]), np.array([3.0, 4.0, 10.0])
    ends = tracks.points[last]
    assert (tracks.points >= low - 1e-5).all()
    assert (tracks.points <= high + 1e-5).all()
    outside = (np.abs(ends - low) < 1e-5).any(axis=1) | (np.abs(ends - high) < 1e-5).any(axis=1)
    for number, kind in enumerate(("photon", "electron")):
        left = outside & (tracks.kind == number)
        assert left.sum() > 3
        energy = tracks.energy[last][left].sum() / HISTORIES
        assert energy == pytest.approx(result.energies[f"escaped_{kind}"], rel=1e-5)


def test_tracks_go_on_with_falling_energy(tracks):
    for number in range(len(tracks)):
        points, energy = tracks.track(number)
        assert len(points) > 1
        assert (np.diff(energy) <= 0.0).all()


def test_secondaries_begin_on_the_track_of_their_source_particle(tracks):
    for number in np.flatnonzero(tracks.kind == 1)[:50]:
        start = tracks.track(number)[0][0]
        others = np.flatnonzero(
            (tracks.history == tracks.history[number]) & (np.arange(len(tracks)) != number)
        )
        points = np.concatenate([tracks.track(other)[0] for other in others])
        assert np.abs(points - start).max(axis=1).min() < 1e-5


def test_tracks_of_one_kind(tracks):
    electrons = tracks.of("electron")
    assert len(electrons) == np.count_nonzero(tracks.kind == 1) > 50
    number = np.flatnonzero(tracks.kind == 1)[7]
    assert np.array_equal(electrons.track(7)[0], tracks.track(number)[0])
    assert len(tracks.of("alpha")) == 0
    with pytest.raises(IndexError, match="count from 0"):
        tracks.track(len(tracks))


def test_a_simulation_gives_the_same_tracks_without_a_run(simulation, tracks):
    again = simulation.tracks(HISTORIES, seed=4)
    assert np.array_equal(again.points, tracks.points)
    assert "200 histories" in repr(again)


def test_what_does_not_fit_is_left_out_and_said():
    record = make_track_record(tracks=2, points=3)
    record_start(record, 0, 0, np.zeros(3), 1.0)
    record_point(record, 0.0, 0.0, 1.0, 1.0)
    record_point(record, 0.0, 0.0, 2.0, 1.0)
    record_point(record, 0.0, 0.0, 3.0, 1.0)
    record_start(record, 1, 0, np.zeros(3), 0.5)
    assert record.size.tolist() == [3, 1, 1]


@pytest.mark.parametrize("histories", [0, -3, 10_001])
def test_numbers_of_histories_that_make_no_sense(simulation, histories):
    with pytest.raises(mc.InputError, match="histories"):
        simulation.tracks(histories)


def test_tracks_are_kept_with_the_result_and_through_a_merge(simulation, tracks, tmp_path):
    shards = [
        simulation.run(HISTORIES, batches=2, threads=1, device="cpu", seed=4, shard=(part, 2))
        for part in (1, 2)
    ]
    merged = mc.merge(shards)
    stored = mc.load(merged.save(tmp_path / "merged.h5")).tracks
    for name in ("points", "energy", "first", "kind", "history"):
        assert np.array_equal(getattr(stored, name), getattr(tracks, name))
    assert stored.kinds == tracks.kinds
    assert stored.complete


def test_tracks_are_followed_once_however_often_somebody_looks(simulation, monkeypatch):
    calls, seen = [], []
    monkeypatch.setattr("mcsim.engine.job.follow_tracks", lambda *given: calls.append(given))
    monkeypatch.setattr("mcsim.engine.snapshots.INTERVAL", 0.0)
    simulation.run(HISTORIES, batches=4, threads=1, device="cpu", watch=seen.append)
    assert len(seen) > 1
    assert len(calls) == 1
