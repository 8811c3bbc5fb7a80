"""Spectra and bars of projections."""

import numpy as np
import pytest

from mcsim.errors import InputError
from mcsim.plots.spectra import plot_projections, total_spectrum
from mcsim.results import Axis
from tests.plots.conftest import tally_of

KINDS = Axis("particle", labels=("photon", "electron"))
ENERGIES = Axis("energy", "MeV", np.array([0.0, 1.0, 3.0]))
COSINES = Axis("cosine", "", np.array([0.0, 0.5, 1.0]))
SPECTRUM = tally_of([[4, 2], [0, 6]], (KINDS, ENERGIES))


def heights(axes):
    return [patch.get_data().values.tolist() for patch in axes.patches]


def test_a_line_for_each_label():
    axes = SPECTRUM.project("energy", "particle").plot()
    assert heights(axes) == [[4.0, 1.0], [0.0, 3.0]]  # per MeV
    assert [text.get_text() for text in axes.get_legend().get_texts()] == ["photon", "electron"]
    assert axes.get_xlabel() == "Energy (MeV)"
    assert axes.get_ylabel() == "Energy deposited\n(MeV per MeV)"


def test_spectra_beside_each_other():
    photons, electrons = (SPECTRUM.project("energy", particle=name) for name in KINDS.labels)
    axes = photons.plot(label="photons")
    electrons.plot(axes=axes, label="electrons")
    assert heights(axes) == [[4.0, 1.0], [0.0, 3.0]]
    assert [text.get_text() for text in axes.get_legend().get_texts()] == ["photons", "electrons"]
    assert heights(photons.plot(electrons)) == heights(axes)


def test_limits_follow_what_is_added():
    low, high = (tally_of(scores, (ENERGIES,)).project("energy") for scores in ([1, 2], [70, 20]))
    axes = low.plot()
    high.plot(axes=axes)
    assert axes.get_ylim()[0] == 0.0
    assert axes.get_ylim()[1] > 70.0


def test_logarithmic_on_request():
    axes = SPECTRUM.project("energy", particle="photon").plot(logarithmic=True)
    assert axes.get_yscale() == "log"
    assert axes.get_ylim()[0] == pytest.approx(0.5)


def test_wide_bins_stand_on_a_logarithmic_axis():
    edges = Axis("energy", "MeV", np.array([1e-3, 1e-2, 1e-1, 1.0]))
    assert tally_of([1, 2, 3], (edges,)).project("energy").plot().get_xscale() == "log"


def test_without_bins_there_are_bars():
    axes = SPECTRUM.project("particle").plot()
    assert [bar.get_height() for bar in axes.patches] == [6.0, 6.0]
    assert [text.get_text() for text in axes.get_xticklabels()] == ["photon", "electron"]


def test_the_total_adds_all_labels():
    assert heights(plot_projections([total_spectrum(SPECTRUM)], names=["all"])) == [[4.0, 4.0]]


def test_two_binned_axes_are_no_spectrum():
    both = tally_of(np.ones((2, 2), int), (ENERGIES, COSINES))
    with pytest.raises(InputError, match="one binned axis, not energy and cosine"):
        both.project("energy", "cosine").plot()


def test_other_quantities_do_not_stand_beside():
    other = tally_of([1, 2], (ENERGIES,), unit="1").project("energy")
    with pytest.raises(InputError, match="cannot stand beside"):
        SPECTRUM.project("energy").plot(other)
