"""The NIST list of compounds and mixtures under names that people write.

Compositions, densities and mean excitation energies are those of the NIST data base that Geant4 carries
(water, air and graphite with the values of ICRU Report 90). Left out: its elements (they stand in
elements.json), its vacuum, second entries of PMMA and neoprene, and alloys of unusual composition.
"""

from __future__ import annotations

import re
from typing import Any

_LEFT_OUT = {"Galactic", "LUCITE", "BRASS", "BRONZE", "STAINLESS-STEEL", "NEOPRENE"}
_NOT_TABULATED = {"PbWO4", "CR39", "OCTADECANOL", "KEVLAR", "DACRON"}
"""Their mean excitation energies are sums over elements: left to the library's own rule."""

NAMES: dict[str, tuple[str, ...]] = {
    "WATER": ("water", "H2O", "liquid water"),
    "AIR": ("air", "dry air"),
    "PLEXIGLASS": (
        "PMMA", "plexiglass", "plexiglas", "lucite", "perspex", "acrylic", "polymethyl methacrylate",
    ),
    "A-150_TISSUE": ("A-150 tissue-equivalent plastic", "A-150"),
    "B-100_BONE": ("B-100 bone-equivalent plastic", "B-100"),
    "C-552": ("C-552 air-equivalent plastic", "C-552"),
    "MUSCLE_SKELETAL_ICRP": ("skeletal muscle (ICRP)", "muscle (ICRP)"),
    "MUSCLE_STRIATED_ICRU": ("striated muscle (ICRU)", "striated muscle"),
    "MUSCLE_WITH_SUCROSE": ("muscle-equivalent liquid with sucrose",),
    "MUSCLE_WITHOUT_SUCROSE": ("muscle-equivalent liquid without sucrose",),
    "BONE_COMPACT_ICRU": ("compact bone (ICRU)", "compact bone"),
    "BONE_CORTICAL_ICRP": ("cortical bone (ICRP)",),
    "LUNG_ICRP": ("lung tissue (ICRP)",),
    "TISSUE_SOFT_ICRP": ("soft tissue (ICRP)",),
    "TISSUE_SOFT_ICRU-4": ("soft tissue (ICRU four-component)", "ICRU tissue", "four-component tissue"),
    "TISSUE-METHANE": ("tissue-equivalent gas (methane based)", "TE gas methane"),
    "TISSUE-PROPANE": ("tissue-equivalent gas (propane based)", "TE gas propane"),
    "GRAPHITE": ("graphite",),
    "GRAPHITE_POROUS": ("porous graphite", "graphite (1.7)"),
    "PLASTIC_SC_VINYLTOLUENE": (
        "plastic scintillator", "polyvinyltoluene", "PVT", "vinyltoluene", "BC-400", "EJ-200",
    ),
    "SODIUM_IODIDE": ("sodium iodide", "NaI", "NaI(Tl)", "NaI:Tl"),
    "CESIUM_IODIDE": ("cesium iodide", "caesium iodide", "CsI", "CsI(Tl)", "CsI:Tl"),
    "CESIUM_FLUORIDE": ("cesium fluoride", "caesium fluoride", "CsF"),
    "BGO": ("BGO", "bismuth germanate", "Bi4Ge3O12"),
    "BARIUM_FLUORIDE": ("barium fluoride", "BaF2"),
    "CADMIUM_TELLURIDE": ("cadmium telluride", "CdTe"),
    "CADMIUM_TUNGSTATE": ("cadmium tungstate", "CdWO4", "CWO"),
    "CALCIUM_TUNGSTATE": ("calcium tungstate", "CaWO4"),
    "CALCIUM_FLUORIDE": ("calcium fluoride", "CaF2"),
    "GADOLINIUM_OXYSULFIDE": ("gadolinium oxysulfide", "Gd2O2S", "GOS"),
    "GALLIUM_ARSENIDE": ("gallium arsenide", "GaAs"),
    "LITHIUM_FLUORIDE": ("lithium fluoride", "LiF"),
    "LITHIUM_IODIDE": ("lithium iodide", "LiI"),
    "MERCURIC_IODIDE": ("mercuric iodide", "HgI2"),
    "PbWO4": ("lead tungstate", "PbWO4", "PWO"),
    "ALUMINUM_OXIDE": ("aluminum oxide", "aluminium oxide", "alumina", "Al2O3"),
    "SILICON_DIOXIDE": ("silicon dioxide", "silica", "quartz", "SiO2"),
    "BERYLLIUM_OXIDE": ("beryllium oxide", "BeO"),
    "BORON_CARBIDE": ("boron carbide", "B4C"),
    "LEAD_OXIDE": ("lead oxide", "PbO"),
    "TITANIUM_DIOXIDE": ("titanium dioxide", "TiO2"),
    "CONCRETE": ("concrete", "ordinary concrete", "Portland concrete"),
    "GLASS_LEAD": ("lead glass",),
    "GLASS_PLATE": ("plate glass", "window glass", "glass"),
    "Pyrex_Glass": ("Pyrex glass", "Pyrex", "borosilicate glass"),
    "POLYETHYLENE": ("polyethylene", "PE"),
    "POLYPROPYLENE": ("polypropylene", "PP"),
    "POLYSTYRENE": ("polystyrene", "PS"),
    "POLYCARBONATE": ("polycarbonate", "PC", "Lexan", "Makrolon"),
    "POLYVINYL_CHLORIDE": ("polyvinyl chloride", "PVC"),
    "POLYVINYLIDENE_FLUORIDE": ("polyvinylidene fluoride", "PVDF"),
    "POLYOXYMETHYLENE": ("polyoxymethylene", "POM", "acetal", "Delrin"),
    "MYLAR": ("Mylar", "polyethylene terephthalate", "PET"),
    "TEFLON": ("Teflon", "polytetrafluoroethylene", "PTFE"),
    "KAPTON": ("Kapton", "polyimide"),
    "KEVLAR": ("Kevlar",),
    "DACRON": ("Dacron",),
    "VITON": ("Viton",),
    "BAKELITE": ("Bakelite",),
    "CR39": ("CR-39",),
    "NYLON-8062": ("nylon 8062",),
    "NYLON-6-6": ("nylon 6-6", "nylon"),
    "NYLON-6-10": ("nylon 6-10",),
    "NYLON-11_RILSAN": ("nylon 11", "Rilsan"),
    "RUBBER_BUTYL": ("butyl rubber",),
    "RUBBER_NATURAL": ("natural rubber", "rubber"),
    "RUBBER_NEOPRENE": ("neoprene", "neoprene rubber"),
    "M3_WAX": ("M3 wax",),
    "MIX_D_WAX": ("Mix D wax",),
    "MS20_TISSUE": ("MS20 tissue substitute", "MS20"),
    "PARAFFIN": ("paraffin", "paraffin wax"),
    "PHOTO_EMULSION": ("photographic emulsion",),
    "GEL_PHOTO_EMULSION": ("photographic gelatin", "gelatin"),
    "FERROUS_SULFATE": ("ferrous sulfate solution", "Fricke solution"),
    "CERIC_SULFATE": ("ceric sulfate solution",),
    "ETHYL_ALCOHOL": ("ethyl alcohol", "ethanol"),
    "METHANOL": ("methanol", "methyl alcohol"),
    "CARBON_DIOXIDE": ("carbon dioxide", "CO2"),
    "METHANE": ("methane", "CH4"),
    "lH2": ("liquid hydrogen",),
    "lN2": ("liquid nitrogen",),
    "lO2": ("liquid oxygen",),
    "lAr": ("liquid argon", "LAr"),
    "lBr": ("liquid bromine",),
    "lKr": ("liquid krypton", "LKr"),
    "lXe": ("liquid xenon", "LXe"),
    "lPROPANE": ("liquid propane",),
    "CELLULOSE_CELLOPHANE": ("cellophane",),
    "1,2-DICHLOROBENZENE": ("1,2-dichlorobenzene",),
    "1,2-DICHLOROETHANE": ("1,2-dichloroethane",),
    "N,N-DIMETHYL_FORMAMIDE": ("N,N-dimethyl formamide",),
}  # fmt: skip
"""Name and further names of the entries that a plain lower-case reading would not serve."""


def build_materials(nist: dict[str, Any], elements: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """One mapping a material; `nist` is what `nist.read_nist` returned."""
    pure = {element["symbol"] for element in elements}
    symbols = [element["symbol"] for element in elements]
    rows = []
    for material in nist["materials"]:
        key = material["name"].removeprefix("G4_")
        if key in pure or key in _LEFT_OUT:
            continue
        name, *aliases = NAMES.get(key) or (_plain_name(key),)
        row = {"name": name, "aliases": aliases, "group": "NIST", "density": material["density"]}
        if key not in _NOT_TABULATED:
            row["mean_excitation_energy_eV"] = material["mean_excitation_energy_eV"]
        fractions = zip(material["z"], material["mass_fractions"], strict=True)
        row["mass_fractions"] = {symbols[z - 1]: fraction for z, fraction in fractions}
        if key.startswith("GRAPHITE"):
            row["conducting"] = True
        rows.append({**row, "source": f"NIST ({material['name']} of Geant4)"})
    return rows


def _plain_name(key: str) -> str:
    """`ADIPOSE_TISSUE_ICRP` -> `adipose tissue (ICRP)`."""
    words = [word if word == "DNA" else word.lower() for word in key.split("_")]
    if words[-1] in ("icrp", "icru"):
        words[-1] = f"({words[-1].upper()})"
    return re.sub(r"^freon(-.*)", lambda found: "Freon" + found[1].upper(), " ".join(words))
