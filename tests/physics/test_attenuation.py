import numpy as np
import pytest

from mcsim.data.photons import xcom_interpolate
from mcsim.jit import kernel
from mcsim.materials import material
from mcsim.physics import attenuation
from mcsim.tables.attenuation import build_attenuation, edges

MATERIALS = ("water", "lead", "cortical bone")


@kernel
def coefficients(table, material, energies, indices, fractions, totals):
    for i in range(energies.size):
        indices[i], fractions[i] = attenuation.locate(table, energies[i])
        totals[i] = attenuation.total(table, material, indices[i], fractions[i])


@kernel
def count_choices(table, process, material, energy, processes, elements, draws):
    """Choices for u = (i + 1/2) / draws: exact to one count."""
    index, fraction = attenuation.locate(table, energy)
    for i in range(draws):
        u = (i + 0.5) / draws
        processes[attenuation.choose_process(table, material, index, fraction, u)] += 1
        elements[attenuation.choose_element(table, process, material, index, fraction, u)] += 1


@pytest.fixture(scope="module")
def run():
    """Materials, atomic numbers of the run and the table."""
    materials = [material(name) for name in MATERIALS]
    numbers = sorted({z for item in materials for z in item.z})
    return materials, numbers, build_attenuation(materials, numbers)


def looked_up(table, number, energies):
    indices, fractions = np.empty(len(energies), np.int64), np.empty(len(energies))
    totals = np.empty(len(energies))
    coefficients(table, number, np.asarray(energies, dtype=float), indices, fractions, totals)
    return indices, fractions, totals


def test_energy_lies_in_the_interval_found(run):
    _, _, table = run
    energies = np.exp(np.random.default_rng(1).uniform(np.log(0.001), np.log(63.9), 5000))
    energies = np.concatenate([energies, table.energy[:-1]])
    indices, fractions, _ = looked_up(table, 0, energies)
    low, high = table.energy[indices], table.energy[indices + 1]
    assert np.all((low <= energies) & (energies < high))
    assert low + fractions * (high - low) == pytest.approx(energies, rel=1e-12)


def test_outside_the_grid_the_ends_are_taken(run):
    _, _, table = run
    indices, fractions, totals = looked_up(table, 0, [1e-6, 64.0, 1e3])
    assert list(indices) == [0, table.energy.size - 2, table.energy.size - 2]
    assert list(fractions) == [0.0, 1.0, 1.0]
    assert totals == pytest.approx(table.cumulative[0, [0, -1, -1], -1])


def test_an_energy_at_an_edge_counts_as_above(run):
    _, _, table = run
    for edge in edges(82):
        below, at = looked_up(table, 1, [np.nextafter(edge, 0.0), edge])[2]
        left, right = (xcom_interpolate(82, np.array([edge]), side) for side in ("left", "right"))
        assert below == pytest.approx(sum(v[0] for v in left.values()), rel=1e-9)
        assert at == pytest.approx(sum(v[0] for v in right.values()), rel=1e-9)


@pytest.mark.parametrize("energy", [0.0033, 0.0471, 0.3, 5.3])
@pytest.mark.parametrize("number", [0, 1, 2])
def test_processes_are_chosen_by_their_coefficients(run, number, energy):
    _, numbers, table = run
    processes, elements = np.zeros(5, np.int64), np.zeros(len(numbers), np.int64)
    count_choices(table, attenuation.PHOTOELECTRIC, number, energy, processes, elements, 4000)
    (index,), (fraction,), (total,) = looked_up(table, number, [energy])
    parts = np.diff(table.cumulative[number, index : index + 2], prepend=0.0, axis=1)
    expected = (parts[0] + fraction * (parts[1] - parts[0])) / total
    assert processes / 4000 == pytest.approx(expected, abs=1.1 / 4000)


@pytest.mark.parametrize(
    ("process", "name", "energy"),
    [
        (attenuation.PHOTOELECTRIC, "photoelectric", 0.0471),
        (attenuation.PHOTOELECTRIC, "photoelectric", 0.0045),
        (attenuation.PAIR, "pair", 6.1),
        (attenuation.TRIPLET, "triplet", 6.1),
    ],
)
def test_elements_are_chosen_by_their_share(run, process, name, energy):
    materials, numbers, table = run
    processes, elements = np.zeros(5, np.int64), np.zeros(len(numbers), np.int64)
    count_choices(table, process, 2, energy, processes, elements, 4000)
    shares = np.zeros(len(numbers))
    for z, weight in zip(materials[2].z, materials[2].mass_fractions, strict=True):
        shares[numbers.index(z)] = weight * xcom_interpolate(z, np.array([energy]))[name][0]
    assert elements / 4000 == pytest.approx(shares / shares.sum(), abs=1.1 / 4000)


def test_pair_production_begins_at_its_threshold(run):
    _, _, table = run
    pair = table.absorption[1].sum(axis=1)
    triplet = table.absorption[2].sum(axis=1)
    assert np.all(pair[table.energy < 1.0219] == 0.0)
    assert np.all(pair[table.energy > 1.0221] > 0.0)
    assert np.all(triplet[table.energy < 2.0439] == 0.0)
    assert np.all(triplet[table.energy > 2.0441] > 0.0)
