"""`mcsim materials` and `schema`: what can be written into a run file."""

from __future__ import annotations

import json
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from mcsim.errors import EXIT_WHOLE

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table

    from mcsim.materials import Entry, Material

ENERGIES = (0.001, 0.01, 0.03, 0.06, 0.1, 0.3, 0.6, 1.0, 3.0, 6.0, 10.0, 20.0, 50.0)
"""MeV: where `mcsim materials NAME` shows attenuation and stopping power."""


class SchemaFormat(StrEnum):
    """What `mcsim schema` prints."""

    JSON = "json"
    MARKDOWN = "markdown"


def materials(
    name: Annotated[
        str | None, typer.Argument(metavar="[NAME]", help="Show this material; without it, list all.")
    ] = None,
) -> int:
    """List the materials, or show one: composition, density, I, attenuation and stopping power."""
    from rich.console import Console

    from mcsim.materials import entry

    console = Console(highlight=False)
    if name is None:
        _list(console)
    else:
        _show(console, entry(name))
    return EXIT_WHOLE


def schema(
    form: Annotated[
        SchemaFormat, typer.Option("--format", help="JSON Schema for editors, or the reference as text.")
    ] = SchemaFormat.JSON,
) -> int:
    """Print what a run file may hold."""
    from mcsim.config.schema import json_schema, reference

    if form is SchemaFormat.MARKDOWN:
        typer.echo(reference(), nl=False)
    else:
        typer.echo(json.dumps(json_schema(), indent=2))
    return EXIT_WHOLE


def _list(console: Console) -> None:
    from rich.table import Table

    from mcsim.materials import entry, material_names

    table = Table(box=None, pad_edge=False)
    table.add_column("name", overflow="fold")
    table.add_column("group", width=13)  # leaves enough for the others in 80 columns
    table.add_column("also", overflow="fold")
    for column in ("density\n(g/cm3)", "I\n(eV)"):
        table.add_column(column, justify="right", no_wrap=True)
    for name in material_names():
        found = entry(name)
        made = found.material
        excitation = f"{made.mean_excitation_energy * 1e6:.1f}" if made.density else ""
        table.add_row(name, found.group, ", ".join(found.aliases), f"{made.density:.5g}", excitation)
    console.print(table)


def _show(console: Console, found: Entry) -> None:
    made = found.material
    others = f" (also {', '.join(found.aliases)})" if found.aliases else ""
    console.print(f"{made.name}{others}: {found.group}, {found.source}", markup=False)
    excitation = f"{made.mean_excitation_energy * 1e6:.4g} eV"
    console.print(f"density {made.density:.6g} g/cm3, mean excitation energy I = {excitation}", markup=False)
    if made.density == 0.0:
        return
    _composition(console, made)
    _photons(console, made)
    _electrons(console, made)


def _composition(console: Console, made: Material) -> None:
    from rich.table import Table

    table = Table("element", box=None, pad_edge=False)
    for heading in ("Z", "mass fraction", "atoms per gram"):
        table.add_column(heading, justify="right")
    rows = zip(made.elements, made.mass_fractions, made.atoms_per_gram, strict=True)
    for item, fraction, atoms in rows:
        table.add_row(f"{item.symbol} {item.name}", str(item.z), f"{fraction:.6f}", f"{atoms:.4e}")
    _print(console, "composition", table)


def _photons(console: Console, made: Material) -> None:
    import numpy as np
    from rich.table import Table

    from mcsim.tables.photon import mass_attenuation

    values = mass_attenuation(made, np.array(ENERGIES))
    table = Table("MeV", box=None, pad_edge=False)
    for heading in values:
        table.add_column(heading, justify="right", no_wrap=True)
    for number, energy in enumerate(ENERGIES):
        table.add_row(f"{energy:g}", *(_short(float(row[number])) for row in values.values()))
    _print(console, "photons: mass attenuation coefficients (cm2/g)", table)


def _electrons(console: Console, made: Material) -> None:
    import numpy as np
    from rich.table import Table

    from mcsim.tables.stopping import collision_stopping, radiative_stopping

    energies = np.array([energy for energy in ENERGIES if energy >= 0.01])
    collision, radiative = collision_stopping(made, energies), radiative_stopping(made, energies)
    table = Table("MeV", box=None, pad_edge=False)
    for heading in ("collision", "radiative", "total"):
        table.add_column(heading, justify="right")
    for energy, one, other in zip(energies, collision, radiative, strict=True):
        table.add_row(f"{energy:g}", *(_short(float(value)) for value in (one, other, one + other)))
    _print(console, "electrons: mass stopping powers (MeV cm2/g)", table)


def _print(console: Console, title: str, table: Table) -> None:
    """A table below its title, which a title of its own would break at the table's width."""
    console.print(title, style="italic", markup=False)
    console.print(table)


def _short(value: float) -> str:
    return f"{value:.3e}" if value else "0"
