import numpy as np
import pytest

from mcsim.materials import material
from mcsim.physics import bhabha, moller
from mcsim.physics.kinematics import ELECTRON_MASS
from mcsim.physics.slowing import (
    collision_fractions,
    range_at_clock,
    residual_range,
    state_at,
)
from mcsim.tables.charged_grid import ENERGIES
from mcsim.tables.electron import CHARGES, build_slowing, csda_range, slowing_down
from mcsim.tables.stopping import collision_stopping, radiative_stopping

NAMES = ("water", "air", "lead")


def step_lengths():
    stopping = np.array(
        [[slowing_down(material(name), q, 0.2, 0.01, 0.01).stopping for name in NAMES] for q in CHARGES]
    )
    return 0.1 * ENERGIES / stopping


@pytest.fixture(scope="module")
def table():
    return build_slowing([material(name) for name in NAMES], 0.2, 0.01, step_lengths(), 0.01)


@pytest.mark.parametrize(
    ("name", "excitation", "energy", "expected"),
    [
        ("water", 75e-6, 0.1, 1.431e-2),
        ("water", 75e-6, 1.0, 0.4367),
        ("water", 75e-6, 10.0, 4.975),
        ("water", 75e-6, 50.0, 19.83),
        ("aluminum", None, 0.1, 1.872e-2),
        ("aluminum", None, 1.0, 0.5546),
        ("aluminum", None, 20.0, 10.57),
    ],
)
def test_csda_ranges_agree_with_estar(name, excitation, energy, expected):
    """NIST ESTAR (NISTIR 4999), g/cm2."""
    medium = material(name, mean_excitation_energy=excitation)
    stopping = collision_stopping(medium, ENERGIES) + radiative_stopping(medium, ENERGIES)
    assert np.interp(energy, ENERGIES, csda_range(stopping)) == pytest.approx(expected, rel=0.0015)


@pytest.mark.parametrize("charge", CHARGES)
@pytest.mark.parametrize("number", range(len(NAMES)))
def test_energy_and_range_lead_back_to_each_other(table, charge, number):
    energies = np.exp(np.random.default_rng(5).uniform(np.log(ENERGIES[0]), np.log(ENERGIES[-1]), 2000))
    back = [state_at(table, charge, number, residual_range(table, charge, number, e))[0] for e in energies]
    assert np.max(np.abs(np.array(back) / energies - 1.0)) < 1e-4


def test_tables_are_monotone(table):
    assert (np.diff(table.by_energy[..., 0], axis=-1) > 0.0).all()
    assert (np.diff(table.by_range[..., 0], axis=-1) > 0.0).all()
    assert (np.diff(table.by_range[..., 1], axis=-1) > 0.0).all()
    assert (np.diff(table.by_range[..., 4], axis=-1) >= 0.0).all()


def test_majorant_is_never_violated(table):
    assert (table.by_range[..., 3] <= table.by_range[..., 4]).all()
    assert (table.by_range[..., 3] >= 0.0).all()


@pytest.mark.parametrize("charge", CHARGES)
def test_clock_counts_the_condensed_steps(table, charge):
    """With s = E / (10 L) one unit of the clock is a loss of 10 % of the energy: C = 10 ln(E / E0)."""
    for number in range(len(NAMES)):
        for energy in (0.01, 0.3, 5.0, 60.0):
            _, clock, rate, *_ = state_at(
                table, charge, number, residual_range(table, charge, number, energy)
            )
            step = np.interp(energy, ENERGIES, step_lengths()[charge, number])
            assert clock == pytest.approx(10.0 * np.log(energy / ENERGIES[0]), abs=2e-3)
            assert rate == pytest.approx(1.0 / step, rel=2e-4)


@pytest.mark.parametrize("charge", CHARGES)
def test_shares_are_those_of_the_cross_sections(table, charge):
    part = slowing_down(material("lead"), charge, 0.2, 0.01, 0.01)
    for energy in (0.05, 0.7, 6.0, 50.0):
        hard = np.interp(energy, ENERGIES, part.hard)
        ionisation, annihilation, inner = collision_fractions(table, charge, 2, energy)
        assert ionisation * hard == pytest.approx(np.interp(energy, ENERGIES, part.events[0]), rel=1e-3)
        assert annihilation * hard == pytest.approx(np.interp(energy, ENERGIES, part.events[1]), rel=1e-3)
        assert inner * hard == pytest.approx(np.interp(energy, ENERGIES, part.events[2]), rel=1e-3)
        at = state_at(table, charge, 2, residual_range(table, charge, 2, energy))
        assert at[3] == pytest.approx(hard, rel=1e-3)


def test_electrons_do_not_annihilate_and_slow_ones_do_nothing_hard(table):
    assert (table.by_energy[0, ..., 2] == 0.0).all()
    assert collision_fractions(table, 0, 0, 0.005) == (0.0, 0.0, 0.0)
    assert state_at(table, 0, 0, residual_range(table, 0, 0, 0.005))[3] == 0.0


def test_high_thresholds_leave_everything_to_the_stopping_power():
    medium = material("water")
    part = slowing_down(medium, 0, 64.0, 64.0)
    whole = collision_stopping(medium, ENERGIES) + radiative_stopping(medium, ENERGIES)
    assert part.stopping == pytest.approx(whole, rel=1e-13)
    assert part.hard == pytest.approx(0.0, abs=1e-30)


@pytest.mark.parametrize("charge", CHARGES)
def test_soft_losses_and_hard_losses_share_the_spread_of_all_losses(charge):
    """Omega^2 below a threshold plus W^2 above it is the W^2 of all collisions, whatever the threshold."""
    formula = (moller, bhabha)[charge].differential_cross_section
    part = slowing_down(material("water"), charge, 0.05, 0.01)
    for index in (500, 700, 900):
        energy = ENERGIES[index]
        highest = energy * (1.0 if charge else 0.5)
        losses = np.linspace(1e-6 * highest, highest, 200_001)
        squares = losses**2 * formula(energy, losses)
        hard = np.trapezoid(np.where(losses >= 0.05, squares, 0.0), losses)
        total = np.trapezoid(squares, losses)
        soft = part.straggling[index] / material("water").electrons_per_gram
        assert soft + hard == pytest.approx(total, rel=3e-4, abs=0.0)


def test_straggling_shares_are_those_of_rutherford_losses():
    """Omega^2 / (L W_c) is xi / L where the threshold is small; xi = 0.1535 Z / A / beta^2 MeV cm2/g."""
    medium = material("water")
    table = build_slowing([medium], 0.01, 0.01, np.full((2, 1, len(ENERGIES)), 0.1))
    stopping = slowing_down(medium, 0, 0.01, 0.01).stopping
    for index in (800, 1000):
        beta_squared = 1.0 - (ELECTRON_MASS / (ENERGIES[index] + ELECTRON_MASS)) ** 2
        xi = 0.153537 * 0.55509 / beta_squared
        share = state_at(table, 0, 0, residual_range(table, 0, 0, ENERGIES[index]))[6]
        assert share == pytest.approx(xi / stopping[index], rel=0.01)


@pytest.mark.parametrize("charge", CHARGES)
def test_ranges_by_clock_undo_clocks_by_range(table, charge):
    for number in range(len(NAMES)):
        for residual in np.geomspace(table.by_range[charge, number, 200, 0], 5.0, 50):
            clock = state_at(table, charge, number, residual)[1]
            assert range_at_clock(table, charge, number, clock) == pytest.approx(residual, rel=1e-4)
