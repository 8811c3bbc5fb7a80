import os
import subprocess
import sys

import numpy as np
import pytest

from mcsim.data.elements import LAST_ELEMENT
from mcsim.jit import JIT_DISABLED
from mcsim.physics.nuclear_residual import MAXIMUM_PRODUCTS
from mcsim.physics.nuclear_table import (
    CLOSED,
    KIND_BINDING,
    KIND_CHARGE,
    KIND_MASS,
    KIND_NEUTRONS,
    NUCLEON_MASS,
)
from mcsim.tables.nuclear_reactions import build_nuclear_reactions
from tests.physics.nuclear_events import ALPHA, DEUTERON, HELION, PROTON, TRITON, events
from tests.physics.sampling import words_per_draw

NUMBER = 500 if JIT_DISABLED else 50_000
ELEMENTS = [2, 3, 4, 5, 6, 7, 8, 11, 13, 20, 29, 30, 53, 82, 92]
ENERGIES = [0.6, 5.0, 20.0, 70.0, 150.0, 320.0]


@pytest.mark.parametrize("z", ELEMENTS)
@pytest.mark.parametrize("energy", ENERGIES)
def test_every_event_conserves_energy(z, energy):
    found = events(z, energy, NUMBER // 10)
    out = found.kinetic() + found.recoil + found.neutron + found.gamma
    np.testing.assert_allclose(out, energy + found.q_value, rtol=0.0, atol=1e-9)


@pytest.mark.parametrize("z", ELEMENTS)
def test_products_are_sane(z):
    for energy in ENERGIES:
        found = events(z, energy, NUMBER // 10)
        rows = np.arange(MAXIMUM_PRODUCTS) < found.count[:, None]
        code, kinetic, one_minus_cos, turns = np.moveaxis(found.products, 2, 0)
        assert np.all(found.count <= MAXIMUM_PRODUCTS)
        assert np.all((code[rows] >= PROTON) & (code[rows] <= ALPHA) & (code[rows] == np.floor(code[rows])))
        assert np.all(kinetic[rows] >= 0.0)
        assert np.all(kinetic[rows] < energy + 25.0)
        assert np.all((one_minus_cos >= 0.0) & (one_minus_cos <= 2.0))
        assert np.all((turns >= 0.0) & (turns <= 1.0))
        assert min(found.recoil.min(), found.neutron.min(), found.gamma.min()) >= 0.0
        assert not found.products[~rows].any(), "rows beyond the count stay as they were"


@pytest.mark.parametrize("z", [6, 8, 20])
def test_charge_never_exceeds_that_of_target_and_proton(z):
    found = events(z, 250.0, NUMBER)
    charge = np.where(found.products[:, :, 0] >= HELION, 2.0, 1.0)
    charge[found.products[:, :, 0] == 0.0] = 0.0
    assert charge.sum(axis=1).max() <= z + 1


def test_q_values_are_those_of_the_masses():
    """Oxygen: gamma only +0.60 (fluorine 17), (p, 2p) -12.13, (p, pn) -15.66, (p, p alpha) -7.16 MeV."""
    table = build_nuclear_reactions([8])

    def q_value(*kinds):
        gone = sum(KIND_CHARGE[k] for k in kinds), sum(KIND_NEUTRONS[k] for k in kinds)
        return sum(KIND_BINDING[k] for k in kinds) - table.removal[0][gone]

    assert q_value() == pytest.approx(0.60, abs=0.02)
    assert q_value(1) == pytest.approx(0.0, abs=0.02)
    assert q_value(1, 1) == pytest.approx(-12.13, abs=0.02)
    assert q_value(0, 1) == pytest.approx(-15.66, abs=0.02)
    assert q_value(1, 5) == pytest.approx(-7.16, abs=0.02)
    assert q_value(1, 2) == pytest.approx(-20.74, abs=0.02)


def test_q_values_of_events_are_among_those_of_the_table():
    found = events(8, 100.0, NUMBER // 10)
    table = build_nuclear_reactions([8])
    assert found.q_value.max() < 0.7
    assert np.all(found.q_value > -table.removal[0][table.removal[0] < CLOSED].max() - 1e-9)
    assert len(np.unique(np.round(found.q_value, 6))) < 200


@pytest.mark.skipif(JIT_DISABLED, reason="needs many events")
def test_oxygen_at_150_mev():
    """Shares of T of evaluated data: protons 48, deuterons 10.2, alphas 5.7, recoils 2.4 %, each +- 1."""
    found = events(8, 150.0, 200_000)
    assert found.share(PROTON) == pytest.approx(48.0, abs=1.0)
    assert found.share(DEUTERON) == pytest.approx(10.2, abs=1.0)
    assert found.share(ALPHA) == pytest.approx(5.7, abs=1.0)
    assert 100.0 * found.recoil.mean() / 150.0 == pytest.approx(2.4, abs=1.0)
    assert found.share(TRITON) + found.share(HELION) < 2.0
    assert found.multiplicity(PROTON) == pytest.approx(2.0, abs=0.3)
    assert found.multiplicity(DEUTERON) == pytest.approx(0.35, abs=0.1)
    assert found.multiplicity(ALPHA) == pytest.approx(0.65, abs=0.2)


@pytest.mark.skipif(JIT_DISABLED, reason="needs many events")
@pytest.mark.parametrize("z", [6, 7, 8, 13, 20, 29, 82])
def test_shares_of_other_elements_and_energies(z):
    """What any nucleus gives: most energy to protons, less the heavier it is; neutrons more in heavy ones."""
    for energy, least, most in (
        (20.0, 10.0, 52.0),
        (70.0, 22.0, 50.0),
        (150.0, 30.0, 55.0),
        (250.0, 32.0, 56.0),
    ):
        found = events(z, energy, 20_000)
        assert least < found.share(PROTON) < most
        assert found.share(DEUTERON) < 14.0
        assert found.neutron.mean() < (0.27 if z < 30 else 0.36) * energy
        assert found.recoil.mean() < 0.11 * energy
        assert -found.q_value.mean() < 0.6 * energy


@pytest.mark.skipif(JIT_DISABLED, reason="needs many events")
@pytest.mark.parametrize(("z", "evaluated"), [(6, 48.0), (13, 45.3), (20, 50.1)])
def test_protons_of_other_elements_at_150_mev(z, evaluated):
    """Share of T of evaluated data, on which nothing was set, within 2.5 points."""
    assert events(z, 150.0, 50_000).share(PROTON) == pytest.approx(evaluated, abs=2.5)


@pytest.mark.skipif(JIT_DISABLED, reason="needs many events")
def test_protons_knocked_out_go_sideways():
    """Quasi-free knock-out: protons of 80 to 120 MeV out of oxygen at 150 MeV at 30 to 60 degrees.

    Evaluated data without the peak of knock-out have 0.086 of them per event, and give a halo in water that
    lies a fifth below that of a binary cascade.
    """
    found = events(8, 150.0, 100_000)
    code, kinetic, one_minus_cos, _ = np.moveaxis(found.products, 2, 0)
    angle = np.degrees(np.arccos(1.0 - one_minus_cos))
    chosen = (code == PROTON) & (kinetic > 80.0) & (kinetic < 120.0) & (angle > 30.0) & (angle < 60.0)
    assert 0.095 < chosen.sum() / 100_000 < 0.13


@pytest.mark.skipif(JIT_DISABLED, reason="needs many events")
def test_protons_have_a_hard_and_a_soft_part():
    found = events(8, 150.0, 100_000)
    protons = found.products[:, :, 1][found.products[:, :, 0] == PROTON]
    assert protons.max() > 140.0
    assert np.count_nonzero(protons > 100.0) / 100_000 == pytest.approx(0.28, abs=0.08)
    assert np.count_nonzero(protons < 15.0) / 100_000 == pytest.approx(1.0, abs=0.3)


@pytest.mark.skipif(JIT_DISABLED, reason="needs many events")
def test_fast_particles_go_forward_and_slow_ones_everywhere():
    found = events(8, 150.0, 50_000)
    code, kinetic, one_minus_cos, _ = np.moveaxis(found.products, 2, 0)
    cosine = 1.0 - one_minus_cos
    assert cosine[(code == PROTON) & (kinetic > 100.0)].mean() > 0.85
    assert 0.0 < cosine[(code == PROTON) & (kinetic < 8.0) & (kinetic > 0.0)].mean() < 0.5


def test_recoil_takes_the_missing_momentum():
    """Events of oxygen without neutrons; the scaling of energies changes momenta by half as much."""
    found = events(8, 150.0, NUMBER)
    code, kinetic, one_minus_cos, turns = np.moveaxis(found.products, 2, 0)
    kind = np.where(code > 0, code - 2, 0).astype(int)
    nucleons = np.array([0, 1, 2, 3, 3, 4])[kind]
    momentum = np.sqrt(kinetic * (kinetic + 2.0 * np.array(KIND_MASS)[kind]))
    across = momentum * np.sqrt(one_minus_cos * (2.0 - one_minus_cos))
    missing = np.sqrt(150.0 * (150.0 + 2.0 * KIND_MASS[1])) - (momentum * (1.0 - one_minus_cos)).sum(axis=1)
    angle = 2.0 * np.pi * turns
    square = (
        missing**2 + (across * np.sin(angle)).sum(axis=1) ** 2 + (across * np.cos(angle)).sum(axis=1) ** 2
    )
    residual = 17 - nucleons.sum(axis=1)
    chosen = (found.neutron == 0.0) & (residual > 4) & (found.recoil > 0.5)
    assert chosen.sum() > NUMBER / 50
    expected = square[chosen] / (2.0 * NUCLEON_MASS * residual[chosen])
    assert np.median(found.recoil[chosen] / expected) == pytest.approx(1.0, abs=0.05)
    assert np.quantile(np.abs(found.recoil[chosen] / expected - 1.0), 0.9) < 0.2


def test_random_numbers():
    found = events(8, 150.0, NUMBER)
    assert words_per_draw(1, found.state, NUMBER) == pytest.approx(73.0, abs=4.0)


def test_all_elements_have_constants():
    table = build_nuclear_reactions(range(1, LAST_ELEMENT + 1))
    assert table.removal.shape[0] == LAST_ELEMENT
    for field in table:
        assert np.all(np.isfinite(field))
    assert np.all(table.removal[1:, 1, 0] == 0.0)
    assert np.all((table.pick_up > 0.0) & (table.pick_up < 0.5))
    assert np.all(table.direct[:, :2].sum(axis=1) < 0.5)


SCRIPT = """
import numpy as np
from tests.physics.nuclear_events import events
for z, energy in ((6, 30.0), (8, 150.0), (82, 250.0)):
    found = events(z, energy, 300)
    print(found.products.tobytes().hex(), found.q_value.tobytes().hex(), found.gamma.tobytes().hex())
"""


def test_same_numbers_without_jit():
    with_jit, without = (
        subprocess.run(
            [sys.executable, "-c", SCRIPT],
            env=os.environ | {"NUMBA_DISABLE_JIT": disabled},
            capture_output=True,
            check=True,
        ).stdout
        for disabled in ("0", "1")
    )
    assert with_jit == without


SINGLE = """
import numpy as np
from mcsim.tables.nuclear_reactions import build_nuclear_reactions
from mcsim.world.single import single
from tests.physics.nuclear_events import ROWS, follow
from tests.physics.sampling import started
for z in (8, 82):
    table = single(build_nuclear_reactions([z]))
    products, outcomes = np.zeros((20000, ROWS, 4), np.float32), np.zeros((20000, 5), np.float32)
    follow(table, 0, np.float32(150.0), started(1), products, outcomes)
    kinetic = products[:, :, 1].astype(float)
    out = kinetic.sum(axis=1) + outcomes[:, 1:4].astype(float).sum(axis=1)
    print(np.abs(out - 150.0 - outcomes[:, 4]).max())
    for code in range(3, 8):
        print(kinetic[products[:, :, 0] == code].sum() / 20000)
"""


@pytest.mark.skipif(JIT_DISABLED, reason="single precision needs the compiler")
def test_single_precision():
    """Energy closes to 1e-6 of T, and the mean energies of the kinds are those of double precision."""
    printed = subprocess.run(
        [sys.executable, "-c", SINGLE],
        env=os.environ | {"MCSIM_PRECISION": "single"},
        capture_output=True,
        check=True,
        text=True,
    ).stdout
    values = np.array(printed.split(), dtype=float).reshape(2, 6)
    for row, z in zip(values, (8, 82), strict=True):
        double = events(z, 150.0, 20_000)
        assert row[0] < 2e-4
        shares = [double.share(code) * 1.5 for code in range(PROTON, ALPHA + 1)]
        np.testing.assert_allclose(row[1:], shares, rtol=0.02, atol=0.3)
