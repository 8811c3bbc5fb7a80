"""The base of all descriptions: calls, keys, and messages."""

from __future__ import annotations

from typing import ClassVar

import pytest
from pydantic import Field, ValidationError

from mcsim.errors import InputError
from mcsim.schema.description import Description
from mcsim.schema.quantities import Length, PositiveLength


class Inner(Description):
    positional: ClassVar[tuple[str, ...]] = ("radius",)
    shorthand: ClassVar[str | None] = "radius"

    radius: PositiveLength = Field(description="the radius")


class Outer(Description):
    positional: ClassVar[tuple[str, ...]] = ("inner",)

    inner: Inner
    many: tuple[Inner, ...] = ()
    from_: Length = Field(0.0, alias="from")


def test_positional_values_and_shorthand():
    assert Outer("5 mm") == Outer(inner=Inner(radius=0.5)) == Outer(inner={"radius": "5 mm"})


def test_too_many_or_doubled_values():
    with pytest.raises(TypeError, match="at most 1"):
        Inner(1.0, 2.0)
    with pytest.raises(TypeError, match="twice"):
        Inner(1.0, radius=2.0)


def test_descriptions_do_not_change():
    with pytest.raises(ValidationError):
        Inner(1.0).radius = 2.0


def test_python_errors_name_class_and_key():
    with pytest.raises(InputError) as caught:
        Outer(inner={"radius": "-5 mm"})
    assert str(caught.value) == "Outer.inner.radius: '-5 mm' must be above 0"


def test_list_items_are_counted():
    with pytest.raises(InputError, match=r"Outer\.many\.1\.radius: '5' has no unit"):
        Outer(inner="1 cm", many=["1 cm", {"radius": "5"}])


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ({"inner": {"radus": "1 cm"}}, "Outer.inner.radus: unknown key; did you mean 'radius'?"),
        ({"inner": {"colour": "red"}}, "Outer.inner.colour: unknown key; known keys: radius"),
        ({"inner": {}}, "Outer.inner.radius: is missing; needed: the radius"),
        ({}, "Outer.inner: is missing"),
        ({"inner": "1 cm", "from": "x"}, "Outer.from: 'x' is not a length"),
        ({"inner": "1 cm", "many": "1 cm"}, "Outer.many: a list is needed here"),
    ],
)
def test_wrong_keys(data, message):
    with pytest.raises(InputError) as caught:
        Outer(**data)
    assert message in str(caught.value)


def test_a_value_where_keys_are_needed():
    with pytest.raises(ValidationError, match="'water' stands where keys are needed"):
        Outer.model_validate("water")


def test_aliases_are_written_and_read():
    made = Outer(inner="1 cm", from_="2 cm")
    assert made.to_mapping() == {"inner": {"radius": "1.0 cm"}, "many": [], "from": "2.0 cm"}
    assert Outer.model_validate(made.to_mapping()) == made


def test_canonical_text_is_independent_of_the_way_it_was_written():
    assert Outer("10 mm").canonical() == Outer(inner={"radius": 1.0}, from_=0.0).canonical()
    assert Outer("10 mm").canonical() != Outer("11 mm").canonical()


def test_changed_is_validated():
    made = Outer("1 cm")
    assert made.changed(inner="2 cm").inner.radius == 2.0
    with pytest.raises(InputError, match="must be above 0"):
        made.changed(inner="0 cm")
