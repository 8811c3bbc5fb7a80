"""Ranges with and without a slab."""

import pytest

from mcsim.validation.case import TabulatedRange
from mcsim.validation.ranges import slab_shift, tabulated_depth

WATER = {"energy": "150 MeV", "material": "water"}


def with_slab(material):
    slab = {"material": material, "depth": "3 cm", "thickness": "2 cm"}
    return TabulatedRange(**WATER, slab=slab)


def test_the_range_in_water():
    assert tabulated_depth(TabulatedRange(**WATER)) == pytest.approx(15.858, abs=0.002)
    assert tabulated_depth(TabulatedRange(**WATER, times=0.5)) == pytest.approx(7.929, abs=0.001)


def test_a_slab_moves_it_by_what_its_water_equivalent_is_thicker():
    assert slab_shift(with_slab("water")) == pytest.approx(0.0, abs=1e-5)
    twice = {"name": "water", "density": "2 g/cm3"}
    assert slab_shift(with_slab(twice)) == pytest.approx(-2.0, abs=0.01)  # the density effect is another
    assert slab_shift(with_slab("cortical bone")) == pytest.approx(-1.40, abs=0.01)
