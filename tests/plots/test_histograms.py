"""Dose-volume histograms as pictures."""

from dataclasses import replace

import numpy as np
import pytest

from mcsim.errors import InputError
from tests.plots.conftest import grid_of


def test_histograms_beside_each_other():
    dose = grid_of(np.arange(8).reshape(2, 2, 2))
    half = np.zeros(dose.shape, bool)
    half[0] = True
    axes = dose.dvh(half, "front").plot(dose.dvh(~half, "back"))
    assert [text.get_text() for text in axes.get_legend().get_texts()] == ["front", "back"]
    assert axes.get_lines()[0].get_ydata()[0] == 100.0
    assert axes.get_xlabel() == "Dose (Gy per source particle)"
    assert axes.get_ylabel() == "Volume with at least this dose (%)"
    with pytest.raises(InputError, match="different units"):
        dose.dvh().plot(replace(dose.dvh(), unit="mGy"))
