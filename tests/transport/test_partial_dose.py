"""Doses by particle and to water: parts add up, and dose to water has the ratio of stopping powers."""

import numpy as np
import pytest

from mcsim.errors import InputError
from mcsim.geometry import Box, Grid, VoxelPhantom
from mcsim.materials import material
from mcsim.physics.hadrons import ALPHA
from mcsim.settings import Cutoff, Physics, Production
from mcsim.simulation import Simulation
from mcsim.sources import Beam, Rectangle
from mcsim.tables.hadron_stopping import electronic_stopping
from mcsim.tables.stopping import collision_stopping
from mcsim.tallies import Dose
from mcsim.tallies.dose import KINDS

WHOLE = Dose("whole")
OF_PHOTONS = (Dose("photons", particles="photons"), Dose("electrons", particles="electrons"),
              Dose("positrons", particles=["positrons"]))  # fmt: skip
DELTAS = Physics(
    delta_electrons=True, production=Production(electron="20 keV"), cutoff=Cutoff(electron="20 keV")
)
"""All proton runs here are of these, so that one kernel serves them."""
OF_PROTONS = (
    Dose("light", particles="photons, electrons, positrons"),
    Dose("primary", particles="primary protons"),
    Dose("secondary", particles="secondary protons"),
    Dose("ions", particles="deuterons, tritons, helions, alphas"),
    Dose("recoils", particles="recoils"),
)


def layers(*names, size="4, 4, 12 cm"):
    """A water phantom with thick layers across the beam."""
    phantom = VoxelPhantom.box(size=size, voxel="4, 4, 0.5 cm", material="water")
    for number, name in enumerate(names):
        box = Box(center=f"0, 0, {2 + 2 * number} cm", size="4, 4, 1 cm")
        phantom = phantom.painted(box, name, name=name)
    return phantom


def run(particle, energy, phantom, tallies, histories):
    beam = Beam(particle, energy=energy, shape=Rectangle("2, 2 cm"))
    return Simulation(phantom, beam, DELTAS if particle == "proton" else Physics(), tallies).run(
        histories, batches=10, seed=3, threads=1, device="cpu"
    )


def ratio_of(result, name, other):
    """Ratio of two doses in a single voxel."""
    return result[name].value.item() / result[other].value.item()


def total(result, name):
    return result[name].raw.total


@pytest.mark.parametrize(
    ("particle", "energy", "parts"), [("photon", "8 MeV", OF_PHOTONS), ("proton", "100 MeV", OF_PROTONS)]
)
def test_parts_are_the_whole_to_the_quantum(particle, energy, parts):
    phantom = layers("cortical bone", "lung")
    grid = Grid(size="4, 4, 12 cm", voxel="4, 4, 0.75 cm", center="0, 0, 6 cm")
    on_grid = tuple(each.changed(name=f"{each.name} on grid", grid=grid) for each in (WHOLE, *parts))
    result = run(particle, energy, phantom, (WHOLE, *parts, *on_grid), 2000)
    for suffix in ("", " on grid"):
        integers = [total(result, each.name + suffix)[..., 0] for each in (WHOLE, *parts)]
        assert all(np.any(each) for each in integers)
        np.testing.assert_array_equal(sum(integers[1:]), integers[0])


def test_generations_of_a_kind_are_the_kind():
    both = Dose("both", particles="electrons"), Dose("first", particles="primary electrons")
    result = run("electron", "6 MeV", layers(), (*both, Dose("second", particles="secondary electrons")), 300)
    first, second = total(result, "first"), total(result, "second")
    assert np.any(first)
    assert np.any(second)
    np.testing.assert_array_equal(first[..., 0] + second[..., 0], total(result, "both")[..., 0])
    assert result["both"].quantity == "dose of electrons"


def test_dose_to_water_in_water_is_the_dose():
    result = run("electron", "6 MeV", layers(), (WHOLE, Dose("water", medium="water")), 300)
    np.testing.assert_array_equal(total(result, "water"), total(result, "whole"))
    assert result["water"].quantity == "dose to water"


@pytest.mark.parametrize("name", ["cortical bone", "lung", "titanium"])
def test_dose_to_water_of_protons_has_the_ratio_of_stopping_powers(name):
    phantom = VoxelPhantom.rectilinear(x="-2, 2 cm", y="-2, 2 cm", z="0, 0.2 mm", material=name)
    doses = (
        Dose("whole", particles="primary protons"),
        Dose("water", particles="primary protons", medium="water"),
    )
    result = run("proton", "100 MeV", phantom, doses, 200)
    energy = np.array([100.0])
    expected = electronic_stopping(material("water"), energy) / electronic_stopping(material(name), energy)
    assert ratio_of(result, "water", "whole") == pytest.approx(expected.item(), rel=5e-4)


def test_dose_to_water_of_stopping_electrons_has_the_mean_ratio():
    """All energy stays in one voxel: the mean of the ratio from the source's energy to rest, per electron."""
    phantom = VoxelPhantom.box(size="4, 4, 4 cm", voxel="4 cm", material="cortical bone")
    physics = Physics(production={"electron": "2 MeV", "photon": "2 MeV"})
    beam = Beam("electron", energy="1 MeV", position="0, 0, 2 cm")
    doses = (WHOLE, Dose("water", medium="water"))
    result = Simulation(phantom, beam, physics, doses).run(100, batches=10, seed=3, threads=1, device="cpu")
    energies = np.linspace(0.001, 1.0, 2000)
    ratio = collision_stopping(material("water"), energies) / collision_stopping(
        material("cortical bone"), energies
    )
    expected = np.trapezoid(ratio, energies) / (energies[-1] - energies[0])
    assert ratio_of(result, "water", "whole") == pytest.approx(expected, rel=1e-3)


def test_recoils_count_as_alphas():
    phantom = VoxelPhantom.box(size="4, 4, 4 cm", voxel="4 cm", material="cortical bone")
    doses = (Dose("own", particles="recoils"), Dose("water", particles="recoils", medium="water"))
    result = run("proton", "150 MeV", phantom, doses, 2000)
    energies = np.array([0.1, 2.0])
    ratio = electronic_stopping(material("water"), energies, ALPHA) / electronic_stopping(
        material("cortical bone"), energies, ALPHA
    )
    seen = ratio_of(result, "water", "own")
    assert ratio.min() - 0.02 < seen < ratio.max() + 0.02


def test_kinds_have_the_order_of_their_codes():
    from mcsim.transport.particles import PARTICLE_NAMES

    assert tuple(f"{name}s" for name in PARTICLE_NAMES) == KINDS


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ("neutrons", "'neutrons' is not known here; did you mean"),
        ("proton", "did you mean 'protons'"),
        ("", "'' is not known here"),
        ([], "is empty"),
        (3, "is not text"),
    ],
)
def test_unknown_particles_are_refused(given, message):
    with pytest.raises(InputError, match=message):
        Dose("dose", particles=given)
