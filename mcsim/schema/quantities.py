"""Field types of the descriptions: floats in mcsim's units, also written as text with a unit.

Length                one length, `5 * mm` or "5 mm"
Position              three lengths, "0, 0, 15 cm"
BinCount, Numbers     plain numbers, also as text ("1e6"), since a run file is read as text
"""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated

from mcsim.schema.plain import Flag, Vector, Whole
from mcsim.schema.quantity import PLAIN as PLAIN
from mcsim.schema.quantity import Quantity as Quantity
from mcsim.units import DENSITY, ENERGY, FRACTION, LENGTH

SMALLEST_SIZE = 1e-8
"""cm: a tenth of a nanometre, as small as anything may be."""
FARTHEST = 1e8
"""cm: a thousand kilometres, as large or as far away as anything may be."""
HIGHEST = 1e6
"""MeV: no energy of any kind may be higher, whatever range it is for."""
COORDINATE = Quantity(LENGTH, at_least=-FARTHEST, at_most=FARTHEST)
SIZE = Quantity(LENGTH, above=0.0, at_least=SMALLEST_SIZE, at_most=FARTHEST)
_ENERGY = Quantity(ENERGY, at_least=0.0, at_most=HIGHEST)

Length = Annotated[float, COORDINATE]
PositiveLength = Annotated[float, SIZE]
Position = Annotated[tuple[float, float, float], replace(COORDINATE, count=3, example="0, 0, 15 cm")]
Size = Annotated[tuple[float, float, float], replace(SIZE, count=3, example="30, 30, 30 cm")]
CubicSize = Annotated[tuple[float, float, float], replace(SIZE, count=3, repeat=True, example="5, 5, 5 mm")]
PlaneSize = Annotated[tuple[float, float], replace(SIZE, count=2, repeat=True, example="10, 10 cm")]
SpotSize = Annotated[tuple[float, float], replace(SIZE, count=2, repeat=True, example="3, 3 mm")]
Energy = Annotated[float, _ENERGY]
PositiveEnergy = Annotated[float, Quantity(ENERGY, above=0.0, at_most=HIGHEST)]
Lengths = Annotated[tuple[float, ...], replace(COORDINATE, count=-1, example="0, 1, 2 cm")]
Energies = Annotated[tuple[float, ...], replace(_ENERGY, count=-1, example="0, 1, 2, 6 MeV")]
Density = Annotated[float, Quantity(DENSITY, above=0.0)]
Fraction = Annotated[float, Quantity(FRACTION, above=0.0)]
FractionTable = dict[str, Annotated[float, Quantity(FRACTION, at_least=0.0)]]
Numbers = Annotated[tuple[float, ...], Quantity(PLAIN, count=-1, example="1, 2, 3")]
UnitVector = Annotated[tuple[float, float, float], Vector()]
YesNo = Annotated[bool, Flag()]
BinCount = Annotated[int, Whole(at_least=1, at_most=1_000_000)]
