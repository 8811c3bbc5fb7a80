"""Compton lines at 90 degrees against the impulse approximation integrated from the profiles."""

import numpy as np
import pytest

from mcsim.data import compton_profiles, subshells
from mcsim.jit import kernel
from mcsim.materials import material
from mcsim.physics import compton, doppler
from mcsim.physics.kinematics import ELECTRON_MASS, FINE_STRUCTURE
from mcsim.tables.compton import build_compton
from mcsim.tables.doppler import HIGHEST_LIGHT, build_doppler
from tests.physics.sampling import DRAWS, assert_follows, started, words_between

BLUR = max(1.0, np.sqrt(2e5 / DRAWS))  # the noise is larger with fewer draws
METALS = [("aluminum", 13), ("copper", 29), ("lead", 82)]
ENERGIES = [0.06, 0.14]


@kernel
def draw(table, material, energy, one_minus_cos, state, energies, rows):
    at_rest = energy / (1.0 + energy / ELECTRON_MASS * one_minus_cos)
    for i in range(energies.size):
        energies[i], rows[i] = doppler.sample(table, material, energy, at_rest, one_minus_cos, state)


@kernel
def draw_at_all_angles(table, compton_table, energy, state, at_rest, moving):
    for i in range(at_rest.size):
        at_rest[i], turn = compton.sample(compton_table, 0, energy, state)
        moving[i], _ = doppler.sample(table, 0, energy, at_rest[i], turn, state)


def drawn(table, energy, seed, one_minus_cos=1.0, draws=DRAWS):
    energies, rows = np.empty(draws), np.empty(draws, dtype=np.int64)
    draw(table, 0, energy, one_minus_cos, started(seed), energies, rows)
    return energies, rows


def impulse_approximation(z, energy, cosine, scattered):
    """d2sigma / dOmega dE' of an atom in arbitrary units: R. Ribberfors, Phys. Rev. B 12 (1975) 2067.

    All factors are kept, where the sampler has Klein-Nishina at E_C and a linear factor F(p).
    """
    turn = 1.0 - cosine
    transfer = np.sqrt(energy**2 + scattered**2 - 2.0 * energy * scattered * cosine)
    p = (energy * scattered * turn / ELECTRON_MASS - (energy - scattered)) / transfer
    r = energy / ELECTRON_MASS * (np.sqrt(1.0 + p**2) + (energy - scattered * cosine) / transfer * p)
    s = r - energy * scattered / ELECTRON_MASS**2 * turn
    shape = r / s + s / r + 2.0 * (1.0 / r - 1.0 / s) + (1.0 / r - 1.0 / s) ** 2
    momentum, profiles = compton_profiles(z)
    total = np.zeros_like(scattered)
    for shell, profile in zip(subshells(z), profiles, strict=True):
        j = np.exp(np.interp(np.abs(p) / FINE_STRUCTURE, momentum, np.log(profile)))
        j[np.abs(p) > momentum[-1] * FINE_STRUCTURE] = 0.0
        total += shell.occupancy * j * (energy - scattered >= shell.binding_energy)
    return total * shape * scattered / energy / transfer / np.sqrt(1.0 + p**2)


def quantiles(z, energy, places):
    grid = np.linspace(0.02 * energy, energy, 40_000)
    density = impulse_approximation(z, energy, 0.0, grid)
    below = np.append(0.0, np.cumsum(0.5 * (density[1:] + density[:-1])))
    return np.interp(places, below / below[-1], grid)


def full_width(centers, heights):
    """Full width at half maximum of a line."""
    top = int(np.argmax(heights))
    half = 0.5 * heights[top]
    left = np.interp(half, heights[: top + 1], centers[: top + 1])
    right = np.interp(-half, -heights[top:], centers[top:])
    return right - left


@pytest.mark.parametrize("energy", ENERGIES)
@pytest.mark.parametrize(("name", "z"), METALS)
def test_widths_at_90_degrees(name, z, energy):
    """Within 3 %: distances between quantiles, and the full width at half maximum."""
    energies, _ = drawn(build_doppler([material(name)], [z]), energy, seed=z)
    for low, high in ((0.25, 0.75), (0.1, 0.9)):
        expected = np.subtract(*quantiles(z, energy, [high, low]))
        assert np.subtract(*np.quantile(energies, [high, low])) == pytest.approx(expected, rel=0.03 * BLUR)
    line = energy / (1.0 + energy / ELECTRON_MASS)
    edges = np.linspace(0.9 * line, 1.1 * line, 161)
    centers = 0.5 * (edges[1:] + edges[:-1])
    box = np.full(9, 1.0 / 9.0)
    counts = np.convolve(np.histogram(energies, edges)[0], box, "same")
    curve = np.convolve(impulse_approximation(z, energy, 0.0, centers), box, "same")
    assert full_width(centers, counts) == pytest.approx(full_width(centers, curve), rel=0.03 * BLUR)


@pytest.mark.parametrize("energy", ENERGIES)
@pytest.mark.parametrize(("name", "z"), METALS)
def test_mean_energies_at_90_degrees(name, z, energy):
    energies, _ = drawn(build_doppler([material(name)], [z]), energy, seed=z + 1)
    grid = np.linspace(0.02 * energy, energy, 40_000)
    expected = np.average(grid, weights=impulse_approximation(z, energy, 0.0, grid))
    assert energy - energies.mean() == pytest.approx(energy - expected, rel=0.005 * BLUR)


@pytest.mark.parametrize("energy", [0.01, 0.06])
def test_water_follows_the_brusa_form(energy):
    """The distribution itself, in bins of p, with the factor F that is sampled."""
    table = build_doppler([material("water")], [1, 8])
    energies, _ = drawn(table, energy, seed=5)
    at_rest = energy / (1.0 + energy / ELECTRON_MASS)
    grid = np.linspace(0.5 * energy, energy, 200_001)
    transfer = np.hypot(energy, grid)
    p = (energy * grid / ELECTRON_MASS - (energy - grid)) / transfer
    free = np.hypot(energy, at_rest)
    factor = 1.0 + free / energy * (1.0 + (at_rest / free) ** 2) * np.clip(p, -0.2, 0.2)
    density = np.zeros_like(grid)
    for z, atoms in ((1, 2.0), (8, 1.0)):
        momentum, profiles = compton_profiles(z)
        for shell, profile in zip(subshells(z), profiles, strict=True):
            j = np.exp(np.interp(np.abs(p) / FINE_STRUCTURE, momentum, np.log(profile)))
            density += atoms * shell.occupancy * j * (energy - grid >= shell.binding_energy)
    density *= factor * np.gradient(p, grid)
    below = np.append(0.0, np.cumsum(0.5 * (density[1:] + density[:-1])))
    edges = np.interp(np.linspace(0.002, 1.0, 50), below / below[-1], grid)
    assert_follows(energies[energies >= edges[0]], edges, np.diff(np.interp(edges, grid, below)))


@pytest.mark.parametrize("energy", [0.005, 0.06, 0.5])
@pytest.mark.parametrize("one_minus_cos", [1e-4, 0.3, 2.0])
def test_the_transfer_exceeds_the_binding_energy(energy, one_minus_cos):
    table = build_doppler([material("lead")], [82])
    energies, rows = drawn(table, energy, 6, one_minus_cos, draws=2000)
    hit = rows >= 0
    assert np.all(energies > 0.0)
    assert np.all(energy - energies[hit] >= table.pieces[rows[hit], doppler.BINDING])
    assert np.all(energies[~hit] == energy / (1.0 + energy / ELECTRON_MASS * one_minus_cos))


def test_shells_are_hit_by_their_number_of_electrons():
    """At high energy every electron can be ionised."""
    table = build_doppler([material("copper")], [29])
    _, rows = drawn(table, 2.0, seed=7)
    shares = [np.mean(table.shell[rows] == shell) for shell in (0, 1, -1)]
    assert shares == pytest.approx([2 / 29, 2 / 29, 25 / 29], abs=5.0 * 0.4 / np.sqrt(DRAWS))


def test_elements_are_hit_by_their_number_of_electrons():
    cesium_iodide = material("CsI")
    table = build_doppler([cesium_iodide], sorted(cesium_iodide.z))
    _, rows = drawn(table, 2.0, seed=8)
    assert np.mean(table.element[rows] == 0) == pytest.approx(53 / 108, abs=2.5 / np.sqrt(DRAWS))


@pytest.mark.parametrize(("energy", "change"), [(0.14, -0.002), (1.0, 0.0), (6.0, 0.0)])
def test_mean_transfer_hardly_changes_in_water(energy, change):
    table, angles = build_doppler([material("water")], [1, 8]), build_compton([material("water")])
    at_rest, moving = np.empty(DRAWS), np.empty(DRAWS)
    draw_at_all_angles(table, angles, energy, started(9), at_rest, moving)
    relative = (at_rest - moving).mean() / (energy - at_rest).mean()
    assert relative == pytest.approx(change, abs=1e-3 * BLUR)


def test_where_the_broadening_ends():
    materials = [material("water"), material("cortical bone"), material("lead")]
    elements = sorted({z for each in materials for z in each.z})
    assert list(build_doppler(materials, elements).highest) == [HIGHEST_LIGHT, 64.0, 64.0]
    assert list(build_doppler(materials, elements, 0.01).highest) == [HIGHEST_LIGHT, HIGHEST_LIGHT, 64.0]


@pytest.mark.parametrize(
    ("name", "energy", "words"), [("water", 0.06, 3.0), ("aluminum", 0.06, 3.06), ("lead", 0.06, 3.76)]
)
def test_random_numbers_used(name, energy, words):
    elements = sorted(material(name).z)
    state, out = started(10), np.empty(DRAWS)
    draw(build_doppler([material(name)], elements), 0, energy, 1.0, state, out, np.empty(DRAWS, np.int64))
    used = words_between(started(10), state, 100 * DRAWS) / DRAWS
    assert used == pytest.approx(words, rel=0.02 * BLUR)


def test_materials_have_tables_of_their_own():
    water, lead = material("water"), material("lead")
    alone = build_doppler([lead], [82])
    both = build_doppler([water, lead], [1, 8, 82])
    rows = slice(int(both.first[1]), int(both.first[1] + both.rows[1]))
    assert np.array_equal(both.pieces[rows], alone.pieces)
    assert np.array_equal(both.alias[rows] - both.first[1], alone.alias)
    assert np.all(both.element[rows] == 2)
    assert both.shell[both.first[0] : both.first[0] + both.rows[0]].max() == -1
