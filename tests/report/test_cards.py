"""What objects show of themselves in notebooks, and in words."""

from __future__ import annotations

import subprocess
import sys

import numpy as np
import pytest

import mcsim as mc
from mcsim.notebook import card
from tests.report.conftest import HOSTILE, phantom
from tests.report.test_page import Page

SCANNED = mc.ScannedBeam(mc.spread_out_peak(10, 3).spots(), spot_sigma="4 mm")
CT = mc.VoxelPhantom.from_arrays(np.zeros((2, 3, 4), int), ["water"], voxel="1 cm")


@pytest.mark.parametrize(
    ("shown", "words"),
    [
        (mc.material("water"), ["Material: water", "1 g/cm³", "78 eV", "O 88.8 %"]),
        (mc.material("vacuum"), ["0, a vacuum"]),
        (mc.Beam("electron", energy="6 MeV"), ["electron", "6 MeV", "point", "parallel, along +z"]),
        (SCANNED, ["proton, scanned", "energy layers", "4 mm"]),
        (mc.Physics(), ["200 keV (electrons", "standard"]),
        (mc.Cutoff(), ["electron", "0.2 MeV"]),
        (phantom(), ["8 x 8 x 6 (x, y, z)", "5 mm x 5 mm x 5 mm", "<b>insert</b>"]),
        (mc.Simulation(CT, SCANNED, title=HOSTILE), [HOSTILE, "4 x 3 x 2 (x, y, z)", "dose (Dose)"]),
    ],
    ids=lambda value: type(value).__name__,
)
def test_descriptions(shown, words):
    page = Page(shown._repr_html_())
    assert page.open == []
    assert page.named("script") == []
    for each in words:
        assert each in page.words


def test_results(result):
    for shown, title in (
        (result, "Result"),
        (result["dose"], "TallyResult: dose"),
        (result["out"], "TallyResult: out"),
        (result["dose"].depth_curve(), "Curve"),
    ):
        page = Page(shown._repr_html_())
        assert page.words.startswith(title)
        (picture,) = page.named("img")
        assert picture["src"].startswith("data:image/png;base64,")
        assert len(picture["alt"]) > 10


def test_pictures_of_cards_do_not_pile_up(result):
    from matplotlib import pyplot

    before = pyplot.get_fignums()
    result["dose"]._repr_html_()
    phantom()._repr_html_()
    assert pyplot.get_fignums() == before


def test_large_phantoms_are_not_filled_for_a_card():
    large = mc.VoxelPhantom.box(size="100, 100, 100 cm", voxel="1 mm", material="water")
    page = Page(large._repr_html_())
    assert page.named("img") == []
    assert "1000 x 1000 x 1000 (x, y, z)" in page.words


def test_other_objects_have_no_card():
    with pytest.raises(TypeError, match="a int has no card"):
        card(7)


@pytest.mark.parametrize(
    ("beam", "words"),
    [
        ({"energy": mc.GaussianEnergy("150 MeV", "1 MeV")}, "150 MeV, Gaussian with σ = 1 MeV"),
        ({"energy": mc.LineSpectrum(["30 keV", "50 keV"], [1, 1])}, "2 lines, 30 keV to 50 keV, mean 40 keV"),
        ({"energy": mc.HistogramSpectrum("0, 1, 3 MeV", [1, 1])}, "2 bins, 0 to 3 MeV, mean 1.25 MeV"),
        ({"shape": mc.Rectangle("10, 5 cm")}, "rectangle, 10 cm x 5 cm"),
        ({"shape": mc.Circle("3 mm")}, "disc of radius 3 mm"),
        ({"shape": mc.GaussianSpot("4 mm")}, "Gaussian spot, σ = 4 mm"),
        ({"shape": mc.Volume(box=mc.Box("0, 0, 0 cm", "1, 1, 1 cm"))}, "box, evenly per volume"),
        ({"direction": mc.Isotropic()}, "isotropic"),
        ({"direction": mc.Cone("30 deg")}, "cone of 30° half angle, along +z"),
        ({"direction": mc.Fan("50, 2 deg")}, "fan of 50° x 2°, along +z"),
        ({"direction": (0, 0, -1)}, "parallel, along -z"),
        ({"direction": (0, 3, 4)}, "parallel, along (0, 0.6, 0.8)"),
        ({"source_distance": "100 cm"}, "diverging from a point 100 cm behind, along +z"),
    ],
)
def test_beams_in_words(beam, words):
    particle = "proton" if "150 MeV" in words else "photon"
    assert words in Page(mc.Beam(particle, **{"energy": "1 MeV", **beam})._repr_html_()).words


def test_plain_representations_are_short():
    assert repr(mc.Physics()) == "Physics()"
    assert repr(mc.Beam("photon", energy="6 MeV")) == "Beam(particle='photon', energy=MonoEnergy(energy=6.0))"
    assert "<25 values, 0.0 to 6.0>" in repr(mc.Beam("photon", energy=mc.Spectrum("mohan6")))
    assert repr(mc.material("water")) == "<Material 'water': 1 g/cm3, I = 78 eV, H 0.1119, O 0.8881>"
    assert repr(CT) == "VoxelPhantom(voxels=<ArrayVoxels: 4 x 3 x 2 voxels (x, y, z) of water>)"


def test_representations_of_curves(result):
    text = repr(result["dose"].depth_curve())
    assert text.startswith("<Curve of dose along z, y = 0 cm, x = 0 cm: 6 bins, 0 to 3 cm, maximum ")


def test_describing_a_run_needs_no_matplotlib():
    code = (
        "import sys, mcsim as mc; repr(mc.Beam('photon', energy='1 MeV'));"
        " mc.Physics()._repr_html_(); mc.material('water')._repr_html_();"
        " print([name for name in ('matplotlib', 'numba') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
