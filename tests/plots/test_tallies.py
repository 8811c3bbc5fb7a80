"""Pictures: what they show, that they are written whole, and that they need no display."""

import os
import subprocess
import sys

import numpy as np
import pytest

from mcsim.errors import InputError, ResourceError
from mcsim.plots.tallies import plot_tally
from mcsim.results import Axis, RawTally, Result, integers
from mcsim.results.tally import TallyResult
from tests.plots.conftest import grid_of, tally_of
from tests.results.conftest import ENERGIES, ledger, provenance


def test_dose_picture(result, tmp_path):
    figure = result.plot(tmp_path / "dose.png")
    assert (tmp_path / "dose.png").read_bytes().startswith(b"\x89PNG")
    assert os.listdir(tmp_path) == ["dose.png"]
    curve, section, colours = figure.axes
    assert curve.get_xlabel() == "Depth z (cm)"
    assert curve.get_ylabel() == "Dose (pGy per source particle)"
    assert curve.get_title().startswith("mean over 4 x 4 cm², 1σ band")
    assert (section.get_xlabel(), section.get_ylabel()) == ("x (cm)", "z (cm)")
    assert section.yaxis_inverted()
    assert colours.get_ylabel() == "Dose (pGy per source particle)"
    (line,) = curve.get_lines()
    np.testing.assert_allclose(line.get_ydata(), result["dose"].depth_curve(width=4.0).value)
    texts = [text.get_text() for text in figure.texts]
    assert "6\u2009000 histories; mcsim 0.0" in texts
    assert figure.get_suptitle() == "a test"


@pytest.mark.parametrize("ending", ["pdf", "svg"])
def test_other_formats(result, tmp_path, ending):
    result["dose"].plot(str(tmp_path / f"dose.{ending}"))
    assert (tmp_path / f"dose.{ending}").stat().st_size > 1000


def test_spectrum_picture(result, tmp_path):
    figure = result.plot(tmp_path / "out.png", tally="out")
    (axes,) = figure.axes
    assert axes.get_xlabel() == "Energy (MeV)"
    assert axes.get_ylabel() == "Escaped particles\n(1 per source particle per MeV)"
    assert [text.get_text() for text in axes.get_legend().get_texts()] == ["photon", "electron"]
    steps = axes.patches[0].get_data()
    np.testing.assert_allclose(steps.values, result["out"].value[0] / [0.5, 0.5, 1.0, 4.0])


def test_pulses_are_drawn_on_a_logarithmic_scale(tmp_path):
    counts = np.array([3, 0, 2, 900])
    tally = TallyResult(
        RawTally(
            "crystal", "pulses", "1 per source particle", (ENERGIES,),
            integers.from_int64(counts), integers.from_int64(counts * counts), 1.0,
        ),
        batches=1, histories=1000,
    )  # fmt: skip
    (axes,) = plot_tally(tally, tmp_path / "pulses.png").axes
    assert axes.get_yscale() == "log"
    assert axes.get_ylim()[0] == pytest.approx(0.5 * 0.002 / 1.0)
    assert axes.get_ylabel() == "Pulses\n(1 per source particle per MeV)"


def test_bars_for_labelled_tallies(tmp_path):
    figure = plot_tally(tally_of([5, 7], (Axis("region", labels=("lung", "bone")),)), tmp_path / "r.png")
    (axes,) = figure.axes
    assert [label.get_text() for label in axes.get_xticklabels()] == ["lung", "bone"]
    assert [bar.get_height() for bar in axes.patches] == [5.0, 7.0]
    single = plot_tally(tally_of(3, ()), tmp_path / "s.png")
    assert [bar.get_height() for bar in single.axes[0].patches] == [3.0]


def test_axes_that_are_not_drawn_are_added_up(tmp_path):
    axes = (
        Axis("cosine", edges=np.array([-1.0, 0.0, 1.0])),
        Axis("energy", "MeV", np.array([0.0, 1.0, 3.0])),
    )
    figure = plot_tally(tally_of([[1, 2], [3, 4]], axes), tmp_path / "e.png")
    np.testing.assert_allclose(figure.axes[0].patches[0].get_data().values, [4.0, 3.0])


@pytest.mark.parametrize("scores", [np.zeros((2, 1, 1)), np.ones((2, 1, 1)), np.ones((4, 4, 4))])
def test_small_empty_and_uncertain_grids(tmp_path, scores):
    axes = tuple(
        Axis(name, "cm", np.arange(count + 1.0)) for name, count in zip("zyx", scores.shape, strict=True)
    )
    wide = integers.from_int64(scores.astype(np.int64))
    tally = TallyResult(RawTally("d", "dose", "Gy", axes, wide, wide, 1.0), 1, 1)
    assert np.isnan(tally.uncertainty).all()
    plot_tally(tally, tmp_path / "d.png")
    assert (tmp_path / "d.png").exists()


def test_without_a_path_it_is_a_pyplot_figure(result):
    from matplotlib import pyplot

    assert result.plot() is pyplot.gcf()
    axes = result["dose"].profile("x", at="1 cm").plot()
    assert axes.get_ylabel() == "Dose (pGy per source particle)"


def test_refusals_leave_nothing_behind(result, tmp_path):
    with pytest.raises(InputError, match="a picture ends in one of"):
        result.plot(tmp_path / "dose.doc")
    with pytest.raises(ResourceError, match="does not exist"):
        result.plot(tmp_path / "none" / "dose.png")
    empty = provenance([0])
    object.__setattr__(empty, "completed", ())
    with pytest.raises(InputError, match="no histories"):
        Result(empty, ledger([]), [result["dose"].raw]).plot(tmp_path / "dose.png")
    assert not list(tmp_path.iterdir())


def test_matplotlib_is_imported_when_a_picture_is_drawn():
    script = (
        "import sys, mcsim.results, mcsim.results.tally, mcsim.plots.tallies;"
        "print(sorted({'matplotlib', 'numba', 'scipy', 'xarray', 'jinja2'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_pictures_stay_readable_with_many_labels(tmp_path):
    kinds = Axis("particle", labels=("photon", "electron", "positron"))
    faces = Axis("face", labels=("-x", "+x", "-y", "+y", "-z", "+z"))
    energies = Axis("energy", "MeV", np.array([0.0, 1.0, 2.0]))
    scores = np.ones((3, 6, 2), dtype=np.int64)
    scores[2] = 0
    lines = plot_tally(tally_of(scores, (kinds, faces, energies)), tmp_path / "lines.png").axes[0]
    assert [text.get_text() for text in lines.get_legend().get_texts()] == ["photon", "electron"]
    np.testing.assert_allclose(lines.patches[0].get_data().values, [6.0, 6.0])
    bars = plot_tally(tally_of(scores[:, :, 0], (kinds, faces)), tmp_path / "bars.png").axes[0]
    assert len(bars.patches) == 12


def test_a_grid_of_one_voxel_across_has_a_curve_only(tmp_path):
    figure = plot_tally(grid_of(np.arange(1, 7).reshape(6, 1, 1)), tmp_path / "d.png")
    (axes,) = figure.axes
    np.testing.assert_allclose(axes.get_lines()[0].get_ydata(), np.arange(1.0, 7.0))


def test_a_title_with_dollars_is_no_mathematics(tmp_path):
    figure = plot_tally(tally_of(3, ()), tmp_path / "s.png", title="$x_1$ and $")
    assert figure.get_suptitle() == r"\$x_1\$ and \$"
