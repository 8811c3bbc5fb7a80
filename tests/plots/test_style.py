"""The style that all pictures share."""

import matplotlib as mpl
import numpy as np
import pytest
from matplotlib import colormaps
from matplotlib.colors import to_rgb

from mcsim.errors import InputError
from mcsim.plots import style


def lightness(rgb):
    """CIE lightness L* of sRGB colours."""
    linear = np.where(rgb <= 0.04045, rgb / 12.92, ((rgb + 0.055) / 1.055) ** 2.4)
    luminance = linear @ np.array([0.2126, 0.7152, 0.0722])
    return np.where(luminance > 0.008856, 116 * np.cbrt(luminance) - 16, 903.3 * luminance)


@pytest.mark.parametrize("name", [style.WASH, style.UNCERTAINTY])
def test_maps_rise_evenly_in_lightness(name):
    row = lightness(colormaps[name](np.linspace(0, 1, 33))[:, :3])
    steps = np.diff(row)
    assert (steps > 0).all()
    assert steps.max() < 4 * steps.min()


def test_differences_are_white_at_zero_and_alike_on_both_sides():
    row = lightness(colormaps[style.DIFFERENCE](np.linspace(0, 1, 33))[:, :3])
    assert row.argmax() == 16
    np.testing.assert_allclose(row, row[::-1], atol=12)


def test_the_first_colours_differ_without_red_and_green_vision():
    """Deuteranopes see roughly the blue-yellow axis and the lightness of a colour."""
    seen = [
        (lightness(np.array(to_rgb(c))), to_rgb(c)[2] - 0.5 * sum(to_rgb(c)[:2])) for c in style.CYCLE[:3]
    ]
    for number, one in enumerate(seen):
        for other in seen[:number]:
            assert abs(one[0] - other[0]) > 5 or abs(one[1] - other[1]) > 0.2


def test_settings_are_put_back():
    before = mpl.rcParams["font.size"], mpl.rcParams["axes.prop_cycle"]
    with style.house_style():
        assert mpl.rcParams["font.size"] == style.SETTINGS["font.size"]
    assert (mpl.rcParams["font.size"], mpl.rcParams["axes.prop_cycle"]) == before


def test_the_style_can_be_taken_for_good():
    with mpl.rc_context():
        style.use_house_style()
        assert mpl.rcParams["axes.prop_cycle"].by_key()["color"] == list(style.CYCLE)


def test_pdf_files_hold_their_fonts(tmp_path):
    figure = style.new_figure((2.0, 2.0), shown=False)
    figure.text(0.1, 0.5, "dose")
    style.save_figure(figure, tmp_path / "a.pdf")
    written = (tmp_path / "a.pdf").read_bytes()
    assert b"/FontFile2" in written
    assert b"/Type3" not in written


def test_names_of_pictures_are_checked(tmp_path):
    style.check_picture(tmp_path / "a.PNG", "-o")
    with pytest.raises(InputError, match=r"-o: .*is no picture"):
        style.check_picture(tmp_path / "a.txt", "-o")
