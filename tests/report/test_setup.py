"""Set-ups read back with caution."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from mcsim.report.setup import described_physics, described_source, materials_of, region_masks
from tests.results.conftest import make_result

BAD = ["", "{", "[]", "null", "7", '{"particle": "muon"}', '[{"name": "unheard of"}]', "[[]]", '{"spots": 1}']


def test_a_setup_reads_back(result):
    setup = result.setup
    assert ("energy", "6 MeV") in described_source(setup)
    assert ("steps of charged particles", "standard") in described_physics(setup)
    assert [each.name for each in materials_of(setup)] == list(setup.materials)


@pytest.mark.parametrize("text", BAD)
def test_what_cannot_be_read_is_left_out(result, text):
    setup = replace(result.setup, source=text, physics=text, compositions=text)
    assert described_source(setup) == []
    assert described_physics(setup) == []
    assert materials_of(setup) == []


def test_hostile_numbers_are_left_out(result):
    plain = json.loads(result.setup.source)
    for energy in ("1e999 MeV", "nan MeV", "-1 MeV", None, [[]]):
        setup = replace(result.setup, source=json.dumps({**plain, "energy": energy}))
        assert described_source(setup) == []


def test_regions_of_tallies_on_the_voxels_of_the_phantom(result):
    (mask,) = region_masks(result, result["dose"]).values()
    assert mask.sum() == 8
    assert region_masks(result, result["out"]) == {}
    assert region_masks(make_result([0]), result["dose"]) == {}
