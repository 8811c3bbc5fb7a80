"""Energy loss in thin layers against the theory of L. Landau and P. V. Vavilov.

P. V. Vavilov, Sov. Phys. JETP 5 (1957) 749: the distribution of the loss along a straight path is the Fourier
transform of exp(i w D - n x integral dsigma (1 - exp(-i w W) - i w W)) with the mean loss D, here with the
cross section of C. Moller (Ann. Phys. 406 (1932) 531) for free electrons.
"""

import functools

import numpy as np
import pytest

from mcsim.geometry import VoxelPhantom
from mcsim.materials import material
from mcsim.physics.kinematics import ELECTRON_MASS
from mcsim.settings import Cutoff, Physics
from mcsim.simulation import Simulation
from mcsim.sources import Beam
from mcsim.tables.stopping import collision_stopping
from mcsim.tallies import EnergyBins, Escape
from mcsim.validation.case import case_files, read_case
from mcsim.validation.peaks import peak_shape

ENERGY = 10.0
LAYERS = {"water": 0.1, "aluminum": 0.05}  # cm
TWO_PI_R_SQUARED_MASS = 2.0 * np.pi * 2.8179403e-13**2 * ELECTRON_MASS  # MeV cm2


def collisions(losses):
    """Moller cross section, cm2 / MeV per electron."""
    total, part = ENERGY + ELECTRON_MASS, losses / ENERGY
    beta_squared = 1.0 - (ELECTRON_MASS / total) ** 2
    last = (2.0 * ENERGY + ELECTRON_MASS) * ELECTRON_MASS / total**2 / (part * (1.0 - part))
    brackets = 1.0 / part**2 + 1.0 / (1.0 - part) ** 2 + (ENERGY / total) ** 2 - last
    return TWO_PI_R_SQUARED_MASS / (beta_squared * ENERGY**2) * brackets


@functools.cache
def vavilov(name):
    """Most probable loss and full width at half maximum, MeV."""
    medium = material(name)
    thickness = LAYERS[name] * medium.density
    mean = thickness * collision_stopping(medium, np.array([ENERGY]))[0]
    logarithms = np.linspace(np.log(1e-8), np.log(0.5 * ENERGY), 8001)
    losses = np.exp(logarithms)
    rate = thickness * medium.electrons_per_gram * collisions(losses) * losses
    count, longest = 2**13, 1.2
    frequencies = 2.0 * np.pi * np.fft.rfftfreq(count, longest / count)
    exponent = np.full(frequencies.shape, -1e3 + 0j)
    for index, frequency in enumerate(frequencies):
        phase = frequency * losses
        terms = np.where(phase < 1e-3, -0.5 * phase**2, np.exp(-1j * phase) - 1.0 + 1j * phase)
        exponent[index] = np.trapezoid(rate * terms, logarithms)
        if exponent[index].real < -40.0:
            break
    density = np.fft.irfft(np.exp(exponent - 1j * frequencies * mean), count)
    return peak_shape(np.arange(count) * longest / count, density)


def measured(name, accuracy, threshold, histories):
    phantom = VoxelPhantom.rectilinear(
        x="-10, 10 cm", y="-10, 10 cm", z=f"0, {LAYERS[name]} cm", material=name
    )
    peak, width = vavilov(name)
    edges = np.arange(ENERGY - 4.0 * peak, ENERGY, width / 40.0)
    physics = Physics(cutoff=Cutoff(electron=threshold, photon="5 keV"), accuracy=accuracy)
    tally = Escape("out", EnergyBins(edges=tuple(edges)))
    result = Simulation(phantom, Beam("electron", energy=ENERGY), physics, (tally,)).run(histories, seed=2)
    spectrum = result["out"].project("energy", particle="electron", face="+z", origin="unscattered").value
    losses = ENERGY - 0.5 * (edges[1:] + edges[:-1])
    return peak_shape(losses[::-1], spectrum[::-1])


@pytest.mark.parametrize(
    ("name", "accuracy", "threshold"),
    [
        ("water", "detailed", "10 keV"),
        ("aluminum", "detailed", "1 MeV"),
        ("water", "standard", "1 keV"),
        ("water", "standard", "10 keV"),
        ("aluminum", "standard", "1 MeV"),
        ("water", "fast", "200 keV"),
    ],
)
def test_peak_and_width_in_thin_layers(name, accuracy, threshold):
    """Within 3 %, however long the steps are and whatever the threshold."""
    peak, width = measured(name, accuracy, threshold, 150_000)
    assert peak == pytest.approx(vavilov(name)[0], rel=0.015)
    assert width == pytest.approx(vavilov(name)[1], rel=0.03)


def test_the_validation_case_has_these_figures():
    case, _ = read_case(case_files()["vavilov"])
    for entry in case.checks[0].entries:
        peak, width = vavilov(entry.name.split(",")[0])
        assert (entry.peak, entry.width) == pytest.approx((1e3 * peak, 1e3 * width), rel=5e-4)


def mean_loss(threshold):
    """Energy that 100 keV electrons lose in the mean in 0.5 um of water, MeV."""
    phantom = VoxelPhantom.rectilinear(x="-1, 1 cm", y="-1, 1 cm", z="0, 0.5 um", material="water")
    physics = Physics(cutoff=Cutoff(electron="1 keV", photon="5 keV"), production={"electron": threshold})
    run = Simulation(phantom, Beam("electron", energy=0.1), physics, (Escape("out"),)).run(2_500_000, seed=4)
    out = [
        run[name].project("particle", particle="electron", origin="unscattered")
        for name in ("out", "out_energy")
    ]
    return 0.1 - float(out[1].value.sum() / out[0].value.sum())


def test_the_mean_loss_does_not_depend_on_the_threshold():
    """Large soft losses keep the mean, though the stopping power grows as electrons slow down."""
    assert mean_loss("50 keV") == pytest.approx(mean_loss("1 keV"), rel=0.012)
