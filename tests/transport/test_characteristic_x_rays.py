"""Characteristic X rays in transport: lines and yields of small targets, K lines of thick targets."""

import numpy as np
import pytest

from mcsim.data import element, relaxation, subshells
from mcsim.geometry import VoxelPhantom
from mcsim.materials import material
from mcsim.settings import Cutoff, Physics
from mcsim.simulation import Simulation
from mcsim.sources import Beam
from mcsim.tables.photon import mass_attenuation
from mcsim.tallies import CosineBins, EnergyBins, Escape

HALF_BIN = 1e-6  # MeV


def k_lines(z):
    """Energies of the K lines, MeV, ascending, and photons per vacancy in each."""
    shares = {}
    for each in relaxation(z):
        if each.vacancy == "K" and each.radiative:
            energy = round(each.energy, 9)
            shares[energy] = shares.get(energy, 0.0) + each.probability
    energies = np.array(sorted(shares))
    return energies, np.array([shares[energy] for energy in energies])


def binding(z):
    return next(shell.binding_energy for shell in subshells(z) if shell.name == "K")


def escaping(symbol, thickness, width, beam, cutoff, edges, cosines, histories):
    """Photons per source particle that leave through the face where the beam enters, and through all."""
    phantom = VoxelPhantom.rectilinear(x=f"-{width}", y=f"-{width}", z=f"0, {thickness}", material=symbol)
    tally = Escape("x", EnergyBins(edges=tuple(edges)), CosineBins(edges=cosines))
    physics = Physics(cutoff=Cutoff(electron=cutoff[0], photon=cutoff[1]))
    result = Simulation(phantom, beam, physics, (tally,)).run(histories, seed=7)
    assert result.ledger.closes
    photons = result["x"].value[0].sum(axis=1)
    return photons[4], photons.sum(axis=0)


@pytest.mark.parametrize(
    ("symbol", "thickness", "energy"),
    [("Cu", "0.2 um", 0.0095), ("Ag", "0.5 um", 0.027), ("W", "0.5 um", 0.072)],
)
def test_fluorescence_of_a_small_target_has_the_tabulated_lines_and_yields(symbol, thickness, energy):
    histories = 400_000
    z = element(symbol).z
    lines, yields = k_lines(z)
    edges = np.sort(np.concatenate([lines - HALF_BIN, lines + HALF_BIN]))
    beam = Beam("photon", energy=f"{energy} MeV")
    _, photons = escaping(
        symbol, thickness, "1, 1 um", beam, (1.0, 0.9 * lines[0]), edges, (0.0, 1.0), histories
    )
    counts = photons[::2, 0] * histories
    assert photons[1::2].sum() < 0.02 * photons[::2].sum()  # Compton scattering
    medium = material(symbol)
    depth = float(thickness.split()[0]) * 1e-4 * medium.density
    absorbed = histories * depth * mass_attenuation(medium, np.array([energy]))["photoelectric"][0]
    vacancies = absorbed * share_of_k(z, energy)
    assert counts.sum() == pytest.approx(vacancies * yields.sum(), rel=0.02, abs=4.0 * np.sqrt(counts.sum()))
    expected = counts.sum() * yields / yields.sum()
    assert np.all(np.abs(counts - expected) < 4.5 * np.sqrt(expected) + 0.01 * expected + 1.0)


def share_of_k(z, energy):
    parts = {
        shell.name: np.exp(np.interp(np.log(energy), np.log(shell.energy), np.log(shell.cross_section)))
        for shell in subshells(z)
        if shell.binding_energy < energy
    }
    return parts["K"] / sum(parts.values())


# SpekPy 2.5.4: A. Omar, P. Andreo and G. Poludniowski, Nucl. Instrum. Meth. B 437 (2018) 36; G. Poludniowski
# et al., Med. Phys. 48 (2021) 3630. K alpha photons per electron, cosine to the surface normal from 0.2 to 1
@pytest.mark.parametrize(
    ("symbol", "kilovolts", "expected", "histories"),
    [("Cu", 40, 2.09196e-3, 500_000), ("W", 150, 5.93075e-4, 1_000_000)],
)
def test_k_alpha_lines_of_thick_targets(symbol, kilovolts, expected, histories):
    """Within 10 % of another code, and 2.5 sigma."""
    z = element(symbol).z
    lines = sorted(
        t.energy for t in relaxation(z) if t.vacancy == "K" and t.radiative and t.fills in ("L2", "L3")
    )
    edges = np.concatenate([[line - 5 * HALF_BIN, line + 5 * HALF_BIN] for line in lines])
    beam = Beam("electron", energy=f"{kilovolts} keV")
    cutoff = (0.95 * binding(z), 0.9 * lines[0])
    front, _ = escaping(symbol, "0.5 mm", "1, 1 cm", beam, cutoff, edges, (0.2, 1.0), histories)
    alpha = front[::2].sum()
    assert alpha == pytest.approx(expected, rel=0.1 + 2.5 / np.sqrt(alpha * histories))
