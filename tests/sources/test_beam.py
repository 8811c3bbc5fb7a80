"""Beams: shapes, directions, and what does not go together."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from mcsim.errors import InputError
from mcsim.geometry import Box, Sphere
from mcsim.sources import Along, Beam, Circle, Cone, Fan, GaussianSpot, Isotropic, Point, Rectangle, Volume
from mcsim.sources.direction import plane_axes


def _beam(**fields):
    return Beam("photon", energy="6 MeV", **fields)


def test_defaults():
    beam = _beam()
    assert (beam.shape, beam.position, beam.direction) == (Point(), (0.0, 0.0, 0.0), Along((0.0, 0.0, 1.0)))
    assert beam.source_distance is None


@pytest.mark.parametrize(
    ("given", "made"),
    [
        ("point", Point()),
        ({"rectangle": "10, 5 cm"}, Rectangle((10.0, 5.0))),
        ({"rectangle": "10 cm"}, Rectangle((10.0, 10.0))),
        ({"circle": "2 cm"}, Circle(2.0)),
        ({"gaussian": "3 mm"}, GaussianSpot((0.3, 0.3))),
        ({"gaussian": {"sigma": "3, 4 mm"}}, GaussianSpot((0.3, 0.4))),
        (
            {"volume": {"box": {"center": "0, 0, 1 cm", "size": "1, 1, 1 cm"}, "by": "mass"}},
            Volume(Box((0, 0, 1), (1, 1, 1)), by="mass"),
        ),
        (
            {"volume": {"sphere": {"center": "0, 0, 1 cm", "radius": "1 cm"}}},
            Volume(sphere=Sphere((0, 0, 1), 1)),
        ),
    ],
)
def test_shapes(given, made):
    beam = _beam(shape=given)
    assert beam.shape == made
    assert Beam.model_validate(beam.to_mapping()) == beam


@pytest.mark.parametrize(
    ("given", "made"),
    [
        ("0, 0, -2", Along((0, 0, -1))),
        ((1, 0, 0), Along((1, 0, 0))),
        ("isotropic", Isotropic()),
        ({"cone": {"half_angle": "10 deg"}}, Cone(math.radians(10))),
        (
            {"fan": {"angles": "50, 2 deg", "axis": "1, 0, 0"}},
            Fan((math.radians(50), math.radians(2)), (1, 0, 0)),
        ),
    ],
)
def test_directions(given, made):
    assert _beam(direction=given).direction == made


@example((0.0, 2.3e-157, -1.0))
@example((2.2e-313, 2.2e-313, -1.0))
@given(st.tuples(*[st.floats(-1.0, 1.0)] * 3).filter(lambda v: math.hypot(*v) > 1e-3))
def test_axes_of_the_source_plane_are_a_rotation(direction):
    axes = _beam(direction=direction).axes()
    np.testing.assert_allclose(axes @ axes.T, np.eye(3), atol=1e-12)
    assert np.linalg.det(axes) == pytest.approx(1.0)
    np.testing.assert_allclose(axes[2], np.array(direction) / math.hypot(*direction), atol=1e-12)


@pytest.mark.parametrize(
    ("direction", "u", "v"),
    [
        ((0, 0, 1), (1, 0, 0), (0, 1, 0)),
        ((0, 0, -1), (1, 0, 0), (0, -1, 0)),
        ((1, 0, 0), (0, 0, -1), (0, 1, 0)),
    ],
)
def test_axes_of_plain_directions(direction, u, v):
    axes = plane_axes(direction)
    np.testing.assert_allclose(axes[:2], [u, v], atol=1e-15)


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"direction": "0, 0, 0"}, "Beam.direction: '0, 0, 0' points nowhere"),
        ({"direction": "isotropc"}, "did you mean 'isotropic'"),
        (
            {"direction": "isotropic", "source_distance": "1 m"},
            "Beam.source_distance: goes with a plain direction only",
        ),
        ({"source_distance": "0 cm"}, "must be above 0"),
        ({"shape": "square"}, "write one of: point, rectangle, circle, gaussian, volume"),
        ({"shape": {"rectangle": "10"}}, "Beam.shape.rectangle: '10' has no unit"),
        ({"shape": {"rectangle": "10, -1 cm"}}, "must be above 0"),
        (
            {"shape": {"volume": {"by": "mass"}}},
            "needs exactly one shape of box, sphere, cylinder; found none",
        ),
        (
            {"shape": {"volume": {"box": {"center": "0,0,0 cm", "size": "1,1,1 cm"}, "by": "weight"}}},
            "not one of volume, mass",
        ),
        (
            {"shape": Volume(sphere=Sphere((0, 0, 1), 1)), "position": "0, 0, 1 cm"},
            "Beam.position: a volume source stands at its own centre",
        ),
        (
            {"shape": Volume(sphere=Sphere((0, 0, 1), 1)), "source_distance": "1 cm"},
            "does not go with a volume source",
        ),
        ({"direction": {"cone": {"half_angle": "0 deg"}}}, "must be above 0"),
        ({"direction": {"cone": {"half_angle": "270 deg"}}}, "'270 deg' must not be above 180 deg"),
        ({"direction": {"fan": {"angles": "180, 2 deg"}}}, "must not be above 170 deg"),
        ({"particle": "neutron"}, "'neutron' is not one of photon, electron, positron, proton"),
        (
            {"energy": "60 MeV"},
            "60 MeV lies outside the data, which reach from 1 keV to 50 MeV, and to 300 MeV",
        ),
        ({"particle": "proton", "energy": "301 MeV"}, "301 MeV lies outside the data"),
        ({"spectrum": "mohan6"}, "Beam.spectrum: unknown key"),
    ],
)
def test_wrong_beams(fields, message):
    with pytest.raises(InputError) as caught:
        Beam(**{"particle": "photon", "energy": "6 MeV", **fields})
    assert message in str(caught.value)
    assert "\n" not in str(caught.value)
