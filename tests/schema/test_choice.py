"""Fields that hold one of several descriptions."""

from __future__ import annotations

from typing import Annotated, ClassVar

import pytest

from mcsim.errors import InputError
from mcsim.schema.choice import Choice
from mcsim.schema.description import Description
from mcsim.schema.quantities import PositiveLength
from mcsim.schema.typed import ByType


class Dot(Description):
    pass


class Disc(Description):
    shorthand: ClassVar[str | None] = "radius"
    radius: PositiveLength


class Ring(Description):
    inner: PositiveLength
    outer: PositiveLength


class Holder(Description):
    shape: Annotated[Dot | Disc | Ring, Choice(dot=Dot, disc=Disc, ring=Ring)]


class Sized(Description):
    shape: Annotated[Dot | Disc, Choice(other="disc", dot=Dot, disc=Disc)]


class Typed(Description):
    item: Annotated[Disc | Ring, ByType(disc=Disc, ring=Ring)]


@pytest.mark.parametrize(
    ("given", "made"),
    [
        ("dot", Dot()),
        ({"dot": None}, Dot()),
        ({"dot": {}}, Dot()),
        ({"disc": "5 mm"}, Disc(radius=0.5)),
        ({"disc": {"radius": "5 mm"}}, Disc(radius=0.5)),
        (Disc(radius=0.5), Disc(radius=0.5)),
        ({"disc": Disc(radius=0.5)}, Disc(radius=0.5)),
        ({"ring": {"inner": "1 cm", "outer": "2 cm"}}, Ring(inner=1.0, outer=2.0)),
    ],
)
def test_ways_to_write_a_choice(given, made):
    holder = Holder(shape=given)
    assert holder.shape == made
    assert Holder.model_validate(holder.to_mapping()) == holder


def test_anything_else_is_the_other_choice():
    assert Sized(shape="5 mm").shape == Disc(radius=0.5)
    assert Sized(shape=0.5).shape == Disc(radius=0.5)
    assert Sized(shape="dot").shape == Dot()


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ("disk", "Holder.shape: 'disk' is not known here; did you mean 'disc'?"),
        ("square", "Holder.shape: 'square' is not known here; write one of: dot, disc, ring"),
        ({"rign": {}}, "Holder.shape.rign: 'rign' is not known here; did you mean 'ring'?"),
        ({"dot": None, "disc": "1 cm"}, "exactly one key may stand here, one of: dot, disc, ring"),
        ({"disc": "1"}, "Holder.shape.disc: '1' has no unit"),
        ({"ring": {"inner": "1 cm"}}, "Holder.shape.ring.outer: is missing"),
        (None, "Holder.shape: is missing"),
        ([1, 2], "a list is not known here"),
        ({}, "a mapping is not known here"),
    ],
)
def test_wrong_choices(given, message):
    with pytest.raises(InputError) as caught:
        Holder(shape=given)
    assert message in str(caught.value)


def test_a_misspelt_name_is_not_taken_for_the_other_choice():
    with pytest.raises(InputError, match="did you mean 'dot'"):
        Sized(shape="dott")


def test_items_by_type():
    made = Typed(item={"type": "disc", "radius": "5 mm"})
    assert made.item == Disc(radius=0.5)
    assert made.to_mapping() == {"item": {"type": "disc", "radius": "0.5 cm"}}
    assert Typed.model_validate(made.to_mapping()) == made
    assert Typed(item=Disc(radius=0.5)) == made


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"type": "disk"}, "Typed.item.type: 'disk' is not known here; did you mean 'disc'?"),
        ({"radius": "1 cm"}, "Typed.item.type: is missing; write one of: disc, ring"),
        ("disc", "'disc' stands where a mapping with a 'type' is needed"),
        ({"type": "disc", "radius": "1 cm", "hue": "red"}, "Typed.item.hue: unknown key"),
    ],
)
def test_wrong_items_by_type(given, message):
    with pytest.raises(InputError) as caught:
        Typed(item=given)
    assert message in str(caught.value)
