"""Wrong run files: one line that names file, line and key, says what is wrong and what would be right."""

from __future__ import annotations

import os

import pytest

from mcsim import memory
from mcsim.config import parse_run_file
from mcsim.errors import InputError, McsimError, ResourceError

GOOD = """\
mcsim: 1
title: a test
geometry:
  voxels:
    size: 30, 30, 30 cm
    voxel: 5 mm
    material: water
    paint:
      - {slab: {axis: z, from: 2 cm, to: 3 cm}, material: aluminum, name: plate}
  world: vacuum
source:
  particle: photon
  energy: 6 MeV
  shape: {rectangle: "10, 10 cm"}
  position: 0, 0, 0 cm
  direction: 0, 0, 1
physics:
  cutoff: {electron: 200 keV, photon: 10 keV}
tallies:
  dose: {type: dose}
run: {histories: 1e4, batches: 20, seed: 1}
"""

CASES = {
    "unknown key": ("  voxels:\n", "  voxles:\n", "4: geometry.voxles: unknown key; did you mean 'voxels'?"),
    "unknown key at the top": ("tallies:", "talies:", "19: talies: unknown key; did you mean 'tallies'?"),
    "unknown key without neighbours": (
        "title: a test",
        "colour: red",
        "2: colour: unknown key; known keys: mcsim, title",
    ),
    "duplicate key": (
        "seed: 1",
        "seed: 1, seed: 2",
        "21: run.seed: stands here a second time (first on line 21)",
    ),
    "duplicate section": (
        "run: {",
        "source: x\nrun: {",
        "21: source: stands here a second time (first on line 11)",
    ),
    "missing section": ("mcsim: 1\n", "", "1: mcsim: is missing; needed: version of the run-file format: 1"),
    "missing key": (
        "    material: water\n",
        "",
        "4: geometry.voxels.material: is missing; needed: what fills the grid",
    ),
    "empty value": ("  energy: 6 MeV", "  energy:", "13: source.energy: is missing; needed: kinetic energy"),
    "format": ("mcsim: 1", "mcsim: 2", "1: mcsim: format '2' is not known; this mcsim reads format 1"),
    "missing unit": (
        "30, 30, 30 cm",
        "30, 30, 30",
        "5: geometry.voxels.size: '30, 30, 30' has no unit; write a length",
    ),
    "missing unit of an energy": (
        "200 keV",
        "200",
        "18: physics.cutoff.electron: '200' has no unit; write an energy",
    ),
    "voltage": ("6 MeV", "6 MV", "13: source.energy: '6 MV' is a voltage, not an energy"),
    "voltage hint": ("6 MeV", "6 MV", "{spectrum: mohan6}, which describes a 6 MV beam"),
    "wrong unit": (
        "5 mm",
        "5 MeV",
        "6: geometry.voxels.voxel: '5 MeV' is an energy, not a length; write it in cm, mm",
    ),
    "misspelt unit": ("6 MeV", "6 Mev", "13: source.energy: '6 Mev': unknown unit 'Mev'; did you mean 'MeV'"),
    "NaN": ("6 MeV", ".nan MeV", "13: source.energy: '.nan MeV' is not a finite number"),
    "infinite": (
        "30, 30, 30 cm",
        "30, inf, 30 cm",
        "5: geometry.voxels.size: '30, inf, 30 cm' is not a finite number",
    ),
    "negative size": (
        "30, 30, 30 cm",
        "30, -30, 30 cm",
        "5: geometry.voxels.size: '30, -30, 30 cm' must be above 0",
    ),
    "negative width": ("10, 10 cm", "-10, 10 cm", "14: source.shape.rectangle: '-10, 10 cm' must be above 0"),
    "negative energy": ("6 MeV", "-6 MeV", "13: source.energy: '-6 MeV' must be above 0"),
    "wrong count": (
        "30, 30, 30 cm",
        "30, 30 cm",
        "5: geometry.voxels.size: '30, 30 cm' holds 2 values; 3 are needed",
    ),
    "odd voxels": (
        "5 mm",
        "7 mm",
        "6: geometry.voxels.voxel: 30 cm along x are not a whole number of voxels of 0.7 cm",
    ),
    "voxel larger than the phantom": (
        "5 mm",
        "40 cm",
        "of voxels of 40 cm; write a size of 40 cm there, or another voxel",
    ),
    "default cutoff above the source": (
        "particle: photon\n  energy: 6 MeV",
        "particle: proton\n  energy: 500 keV",
        "18: physics.cutoff.hadron: the cutoff of 1 MeV, which is the default, is not below",
    ),
    "misspelt key that may not stand here": (
        "{type: dose}",
        "{type: dose, nmae: d}",
        "20: tallies.dose.nmae: unknown key; known keys: name, grid",
    ),
    "key in place of one that is there": (
        "seed: 1",
        "seed: 1, sed: 2",
        "21: run.sed: unknown key; known keys: histories",
    ),
    "unknown material": (
        "material: water",
        "material: watr",
        "7: geometry.voxels.material: unknown material 'watr'; did you mean 'water'",
    ),
    "unknown material in paint": (
        "aluminum",
        "alumium",
        "9: geometry.voxels.paint.0.material: unknown material 'alumium'; did you mean 'aluminum'",
    ),
    "unknown world": (
        "world: vacuum",
        "world: vacum",
        "10: geometry.world: unknown material 'vacum'; did you mean 'vacuum'",
    ),
    "fractions": (
        "material: water",
        "material: {mass_fractions: {H: 0.1, O: 0.8}, density: 1 g/cm3}",
        "7: geometry.voxels.material: the mass fractions add up to 0.9; they must add up to 1",
    ),
    "own material without density": (
        "material: water",
        "material: {formula: H2O}",
        "7: geometry.voxels.material.density: is missing",
    ),
    "zero direction": (
        "0, 0, 1\n",
        "0, 0, 0\n",
        "16: source.direction: '0, 0, 0' points nowhere; write a direction such as '0, 0, 1'",
    ),
    "misspelt direction": (
        "0, 0, 1\n",
        "isotropc\n",
        "16: source.direction: 'isotropc' is not known here; did you mean 'isotropic'",
    ),
    "backward beam": (
        "0, 0, 1\n",
        "0, 0, -1\n",
        "11: source: the beam misses the geometry, which reaches from -15, -15, 0 to 15, 15, 30 cm",
    ),
    "beam along the face": (
        "0, 0, 0 cm",
        "20, 0, -1 cm",
        "to 15, 15, 30 cm: it only touches the outer surface; change the source's position",
    ),
    "beam beside": ("0, 0, 0 cm", "25, 0, -1 cm", "15, 15, 30 cm; change the source's"),
    "unknown shape": (
        "{rectangle:",
        "{rectangel:",
        "14: source.shape.rectangel: 'rectangel' is not known here; did you mean 'rectangle'",
    ),
    "unknown particle": (
        "photon\n",
        "neutron\n",
        "12: source.particle: 'neutron' is not one of photon, electron, positron",
    ),
    "cutoff below the data": (
        "200 keV",
        "500 eV",
        "18: physics.cutoff.electron: '500 eV' must not be below 1000 eV: the data reach from 1 keV",
    ),
    "cutoff above the data": (
        "10 keV",
        "60 MeV",
        "18: physics.cutoff.photon: '60 MeV' must not be above 50 MeV",
    ),
    "cutoff above the source": (
        "10 keV",
        "6 MeV",
        "18: physics.cutoff.photon: the cutoff of 6 MeV is not below the energy of the source's photons",
    ),
    "energy above the data": (
        "6 MeV",
        "60 MeV",
        "13: source.energy: 60 MeV lies outside the data, which reach from 1 keV to 50 MeV",
    ),
    "energy below the data": ("6 MeV", "500 eV", "13: source.energy: 500 eV lies outside the data"),
    "accuracy": (
        "  cutoff:",
        "  accuracy: exact\n  cutoff:",
        "18: physics.accuracy: 'exact' is not one of fast, standard, detailed",
    ),
    "tally type": (
        "type: dose",
        "type: does",
        "20: tallies.dose.type: 'does' is not known here; did you mean 'dose'",
    ),
    "tally without type": (
        "{type: dose}",
        "{}",
        "20: tallies.dose.type: is missing; write one of: dose, kerma, let, region_energy, escape, plane,",
    ),
    "tally as text": (
        "{type: dose}",
        "dose",
        "20: tallies.dose: 'dose' stands where a mapping with a 'type' is needed",
    ),
    "tally with another name": (
        "{type: dose}",
        "{type: dose, name: d}",
        "20: tallies.dose.name: leave it out",
    ),
    "tally name": ("  dose: {", "  a/b: {", "20: tallies.a/b: 'a/b' is no name for a tally"),
    "no tallies": ("tallies:\n  dose: {type: dose}", "tallies: {}", "19: tallies: names nothing to score"),
    "plane off the faces": (
        "{type: dose}",
        "{type: plane, axis: z, position: 2.2 cm}",
        "20: tallies.dose.position: 2.2 cm is no voxel face along z; the nearest is 2 cm",
    ),
    "first bins of a plane outside": (
        "{type: dose}",
        "{type: plane, axis: z, position: 2 cm, first_bins: {from: 16 cm, to: 20 cm, number: 4}}",
        "20: tallies.dose.first_bins: lie beside the phantom, which reaches"
        " from -15, -15, 0 to 15, 15, 30 cm: they run from 16 to 20 cm along x",
    ),
    "second bins of a plane outside": (
        "{type: dose}",
        "{type: plane, axis: x, position: 2 cm, second_bins: {from: -4 cm, to: 0 cm, number: 4}}",
        "20: tallies.dose.second_bins: lie beside the phantom",
    ),
    "tally grid outside": (
        "{type: dose}",
        '{type: dose, grid: {size: "1, 1, 1 cm", voxel: 1 mm, center: "0, 0, 40 cm"}}',
        "20: tallies.dose.grid: lies outside the phantom, which reaches from",
    ),
    "until without dose": (
        "dose: {type: dose}\nrun: {",
        "out: {type: escape}\nrun: {until: 1 %, ",
        "21: run.until: judges a dose tally, and there is none",
    ),
    "until as length": ("seed: 1", "until: 1 cm", "21: run.until: '1 cm' is a length, not a percentage"),
    "histories": ("1e4", "many", "21: run.histories: 'many' is not a plain number, such as '1e6'"),
    "half a history": ("1e4", "10.5", "21: run.histories: '10.5' is not a whole number"),
    "more batches than histories": ("1e4", "10", "21: run.batches: 20 batches for 10 histories"),
    "one batch": ("batches: 20", "batches: 1", "21: run.batches: '1' must be at least 2"),
    "section as text": (
        "physics:\n  cutoff: {electron: 200 keV, photon: 10 keV}",
        "physics: fast",
        "17: physics: 'fast' stands where keys are needed; write some of: cutoff",
    ),
    "section as list": (
        "run: {histories: 1e4, batches: 20, seed: 1}",
        "run: [1, 2]",
        "21: run: a list stands where keys are needed",
    ),
    "paint as mapping": ("      - {slab", "      {slab", "8: geometry.voxels.paint: a list is needed here"),
    "two shapes": (
        "{slab: {axis: z, from: 2 cm, to: 3 cm}, material",
        '{slab: {axis: z, from: 2 cm, to: 3 cm}, sphere: {center: "0, 0, 0 cm", radius: 1 cm}, material',
        "9: geometry.voxels.paint.0: needs exactly one shape",
    ),
    "turned slab": (
        "to: 3 cm",
        "to: 1 cm",
        "9: geometry.voxels.paint.0.slab.to: 1 cm does not lie above 'from' (2 cm)",
    ),
    "too large": ("5 mm", "1 um", "6: geometry.voxels.voxel: a phantom of 2.7e+16 voxels needs about"),
    "far too large": (
        "30, 30, 30 cm",
        "30, 30, 600000 m",
        "6: geometry.voxels.voxel: 1.2e+08 voxels along z are too many",
    ),
    "voxels without a size": (
        "5 mm",
        "1e-320 cm",
        "6: geometry.voxels.voxel: '1e-320 cm' must not be below 1e-08 cm",
    ),
    "voxels smaller than atoms": (
        "5 mm",
        "1 nm, 1 nm, 0.01 nm",
        "6: geometry.voxels.voxel: '1 nm, 1 nm, 0.01 nm' must not be below 0.1 nm",
    ),
    "voxels larger than planets": (
        "5 mm",
        "1e300 cm",
        "6: geometry.voxels.voxel: '1e300 cm' must not be above 1e+08 cm",
    ),
    "shape larger than planets": (
        "slab: {axis: z, from: 2 cm, to: 3 cm}",
        'sphere: {center: "0, 0, 0 cm", radius: 1e300 cm}',
        "9: geometry.voxels.paint.0.sphere.radius: '1e300 cm' must not be above 1e+08 cm",
    ),
    "source beyond the moon": (
        "0, 0, 0 cm",
        "0, 0, -400000000 m",
        "15: source.position: '0, 0, -400000000 m' must not be below -1e+06 m",
    ),
    "energy of another world": (
        "type: dose",
        "type: escape, energy_bins: {to: 1e300 MeV, number: 3}",
        "20: tallies.dose.energy_bins.to: '1e300 MeV' must not be above 1e+06 MeV",
    ),
    "broken YAML": ("seed: 1}", "seed: 1", "this is not YAML"),
    "tab": ("  cutoff:", "\tcutoff:", "18: this is not YAML"),
}


def _message(text: str) -> str:
    with pytest.raises(McsimError) as caught:
        parse_run_file(text, "run.yaml")
    assert caught.value.exit_code == 2
    assert "\n" not in str(caught.value)
    return str(caught.value)


def test_the_file_is_right_before_it_is_spoilt():
    assert parse_run_file(GOOD).run.histories == 10_000


@pytest.mark.parametrize("case", list(CASES))
def test_one_line_says_where_and_what(case):
    old, new, wanted = CASES[case]
    assert GOOD.count(old) >= 1
    message = _message(GOOD.replace(old, new, 1))
    assert message.startswith("run.yaml:")
    assert wanted in message


@pytest.mark.parametrize(
    ("old", "where"),
    [
        ("photon\n", "12: source.particle"),
        ("6 MeV", "13: source.energy"),
        ("5 mm", "6: geometry.voxels.voxel"),
        ("water\n", "7: geometry.voxels.material"),
        ("1e4", "21: run.histories"),
        ("0, 0, 1\n", "16: source.direction"),
        ("type: dose", "20: tallies.dose"),
        ("mcsim: 1", "1: "),
    ],
)
def test_what_is_long_or_speaks_to_the_terminal_is_tamed(old, where):
    length = 900 if ":" in old else 100_000  # YAML itself has a limit for keys
    for hostile in ("p" * length, "a\x1b[2Jb\nc\u202e"):
        escaped = hostile.replace("\x1b", "\\e").replace("\n", "\\n").replace("\u202e", "\\u202e")
        message = _message(GOOD.replace(old, f'"{escaped}": 1' if ":" in old else f'"{escaped}"\n', 1))
        assert message.startswith(f"run.yaml:{where}")
        assert len(message) < 500
        assert message.isprintable()


def test_region_tally_without_regions():
    text = GOOD.replace(", name: plate", "").replace("{type: dose}", "{type: region_energy}")
    assert "run.yaml:20: tallies.dose: needs a region; give a 'name' to something painted" in _message(text)


PULSES = {
    "region: plat, energy_bins: {to: 1 MeV, number: 9}": "region: no region is called 'plat'; did you mean",
    "region: sun, energy_bins: {to: 1 MeV, number: 9}": "region: no region is called 'sun'; there are: plate",
    "region: plate": "energy_bins: is missing",
    "region: plate, energy_bins: {to: 1 MeV}": "energy_bins.number: is missing, or 'edges'",
    "cell: 1, energy_bins: {to: 1 MeV, number: 9}": "cell: unknown key; known keys:",
}


@pytest.mark.parametrize("tally", list(PULSES))
def test_pulse_height_tallies(tally):
    text = GOOD.replace("{type: dose}", f"{{type: pulse_height, {tally}}}")
    assert f"run.yaml:20: tallies.dose.{PULSES[tally]}" in _message(text)


def test_pulse_height_tally_of_a_region_where_there_is_none():
    tally = "{type: pulse_height, region: plate, energy_bins: {to: 1 MeV, number: 9}}"
    text = GOOD.replace(", name: plate", "").replace("{type: dose}", tally)
    assert "no region is called 'plate'; give a 'name' to something painted in the phantom" in _message(text)


def test_a_list_without_quotes_inside_braces():
    text = "mcsim: 1\ngeometry:\n  voxels: {size: 30, 30, 30 cm, voxel: 5 mm, material: water}"
    assert _message(text) == (
        "run.yaml:3: geometry.voxels.size: a comma ends the value inside braces; put a list in quotes, as in "
        'size: "30, 30, 30 cm"'
    )


GAMES = {
    "photon_spliting: 4": "unknown key; did you mean 'photon_splitting'?",
    "photon_splitting: 0": "variance_reduction.photon_splitting: ",
    "photon_splitting: 1000": "variance_reduction.photon_splitting: ",
    "photon_splitting: 2.5": "variance_reduction.photon_splitting: ",
    "interaction_forcing: 3": "variance_reduction.interaction_forcing: ",
    "russian_roulette: {electron: 2}": "variance_reduction.russian_roulette.electron: ",
    "russian_roulette: {photon: -1}": "variance_reduction.russian_roulette.photon: ",
    "range_rejection: 0.5": "has no unit",
    "bremsstrahlung_splitting: many": "variance_reduction.bremsstrahlung_splitting: ",
}


@pytest.mark.parametrize("game", list(GAMES))
def test_variance_reduction(game):
    text = GOOD.replace("  cutoff: {", f"  variance_reduction: {{{game}}}\n  cutoff: {{")
    message = _message(text)
    assert message.startswith("run.yaml:18: physics.variance_reduction")
    assert GAMES[game] in message


def test_pulses_do_not_go_with_weights():
    tally = "{type: pulse_height, energy_bins: {to: 6 MeV, number: 9}}"
    text = GOOD.replace("{type: dose}", tally)
    text = text.replace("  cutoff: {", "  variance_reduction: {photon_splitting: 8}\n  cutoff: {")
    assert "run.yaml:21: tallies.dose: a pulse is the energy of one whole history" in _message(text)


def test_unknown_geometry_name():
    text = "mcsim: 1\ngeometry: {name: wter_tank}\nsource: {particle: photon, energy: 1 MeV}"
    assert _message(text).startswith(
        "run.yaml:2: geometry.name: no geometry is called 'wter_tank'; did you mean"
    )


def test_keys_beside_a_named_geometry():
    text = "mcsim: 1\ngeometry: {name: water_tank, voxel: 1 mm}\nsource: {particle: photon, energy: 1 MeV}"
    assert _message(text) == "run.yaml:2: geometry.voxel: beside 'name' or 'file' only 'world' may stand"


FILES = {
    "spectrum": ("energy: 6 MeV", "energy: {file: PATH}"),
    "spots": (GOOD[GOOD.index("  particle:") : GOOD.index("  position:")], "  spots: PATH\n"),
    "geometry": (GOOD[GOOD.index("  voxels:") : GOOD.index("  world:")], "  file: PATH\n"),
}


@pytest.mark.parametrize("kind", list(FILES))
@pytest.mark.parametrize("path", ["/dev/zero", "PIPE"])
def test_files_without_an_end_are_refused(kind, path, tmp_path):
    os.mkfifo(tmp_path / "pipe")
    path = path.replace("PIPE", f"{tmp_path}/pipe")
    old, new = FILES[kind]
    assert GOOD.count(old) == 1
    text = GOOD.replace(old, new.replace("PATH", path))
    assert _message(text) == f"{path}: is a device, pipe or socket; name an ordinary file"


@pytest.mark.parametrize("key", ["name", "file"])
def test_a_list_is_no_name_of_a_geometry(key):
    text = f"mcsim: 1\ngeometry: {{{key}: [1]}}\nsource: {{particle: photon, energy: 1 MeV}}"
    assert _message(text) == f"run.yaml:2: geometry.{key}: text is needed here"


def test_errors_in_a_geometry_file_name_that_file(tmp_path):
    (tmp_path / "tank.yaml").write_text("voxels:\n  size: 4, 4, 4 cm\n  voxel: 1\n  material: water\n")
    text = f"mcsim: 1\ngeometry: {{file: {tmp_path}/tank.yaml}}\nsource: {{particle: photon, energy: 1 MeV}}"
    assert _message(text).startswith(f"{tmp_path}/tank.yaml:3: voxels.voxel: '1' has no unit")


def test_volume_source_outside_the_phantom():
    text = GOOD.replace(
        'shape: {rectangle: "10, 10 cm"}',
        'shape: {volume: {sphere: {center: "0, 0, -9 cm", radius: 1 cm}, by: mass}}',
    )
    assert "run.yaml:14: source.shape: lies outside the geometry" in _message(text)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("", "run.yaml:1: the file is empty"),
        ("- a\n- b\n", "run.yaml:1: the file holds a list where keys are needed"),
        ("water", "run.yaml:1: the file holds plain text"),
    ],
)
def test_no_run_file_at_all(text, wanted):
    assert wanted in _message(text)


def test_tally_grids_count_towards_memory(monkeypatch):
    monkeypatch.setattr(memory, "available_memory", lambda: 2**30)
    fine = GOOD.replace("{type: dose}", '{type: dose, grid: {size: "10, 10, 10 cm", voxel: 0.1 mm}}')
    with pytest.raises(
        ResourceError, match=r"run\.yaml:20: tallies\.dose\.grid: a tally grid of 1e\+09 voxels"
    ):
        parse_run_file(fine, "run.yaml")


def test_bins_of_a_plane_in_what_surrounds_the_phantom():
    tally = "{type: plane, axis: z, position: 2 cm, first_bins: {from: 16 cm, to: 20 cm, number: 4}}"
    text = GOOD.replace("{type: dose}", tally)
    assert parse_run_file(text.replace("world: vacuum", "world: air")).tallies
    near = "world: {material: air, margin: 5 mm}"
    assert "first_bins: lie beside the phantom" in _message(text.replace("world: vacuum", near))


def test_a_region_that_is_painted_over_is_found_by_its_line():
    plate = "      - {slab: {axis: z, from: 2 cm, to: 3 cm}, material: aluminum, name: plate}\n"
    over = "      - {slab: {axis: z, from: 1 cm, to: 4 cm}, material: lead}\n"
    assert parse_run_file(GOOD.replace(plate, over + plate)).geometry.arrays().region.max() == 0
    run = parse_run_file(GOOD.replace(plate, plate + over), "run.yaml")
    with pytest.raises(InputError) as caught:
        run.geometry.arrays()
    assert str(run.locate(caught.value)).startswith(
        "run.yaml:9: geometry.voxels.paint.0: nothing is left of region 'plate': what is painted later covers"
    )


def test_paint_that_reaches_no_voxel_is_found_by_its_line():
    run = parse_run_file(GOOD.replace("from: 2 cm, to: 3 cm", "from: -3 cm, to: -2 cm"), "run.yaml")
    with pytest.raises(InputError) as caught:
        run.geometry.arrays()
    message = str(run.locate(caught.value))
    assert message.startswith("run.yaml:9: geometry.voxels.paint.0: holds no voxel centre")
