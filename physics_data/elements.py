"""Elements: symbol, name, atomic weight, density and mean excitation energy, Z = 1..100.

Weights, densities and mean excitation energies are those of the NIST data base that Geant4 carries
(densities at 20 degrees C and 1 atm; some rare metals are nominal). Es and Fm, which it lacks, continue
the mean excitation energies of Cm, Bk and Cf (939, 952, 966 eV) and have the density of their neighbours.
"""

from __future__ import annotations

from typing import Any

SYMBOLS_AND_NAMES = """
H hydrogen, He helium, Li lithium, Be beryllium, B boron, C carbon, N nitrogen, O oxygen, F fluorine, Ne
neon, Na sodium, Mg magnesium, Al aluminum, Si silicon, P phosphorus, S sulfur, Cl chlorine, Ar argon, K
potassium, Ca calcium, Sc scandium, Ti titanium, V vanadium, Cr chromium, Mn manganese, Fe iron, Co
cobalt, Ni nickel, Cu copper, Zn zinc, Ga gallium, Ge germanium, As arsenic, Se selenium, Br bromine, Kr
krypton, Rb rubidium, Sr strontium, Y yttrium, Zr zirconium, Nb niobium, Mo molybdenum, Tc technetium, Ru
ruthenium, Rh rhodium, Pd palladium, Ag silver, Cd cadmium, In indium, Sn tin, Sb antimony, Te tellurium,
I iodine, Xe xenon, Cs cesium, Ba barium, La lanthanum, Ce cerium, Pr praseodymium, Nd neodymium, Pm
promethium, Sm samarium, Eu europium, Gd gadolinium, Tb terbium, Dy dysprosium, Ho holmium, Er erbium, Tm
thulium, Yb ytterbium, Lu lutetium, Hf hafnium, Ta tantalum, W tungsten, Re rhenium, Os osmium, Ir
iridium, Pt platinum, Au gold, Hg mercury, Tl thallium, Pb lead, Bi bismuth, Po polonium, At astatine, Rn
radon, Fr francium, Ra radium, Ac actinium, Th thorium, Pa protactinium, U uranium, Np neptunium, Pu
plutonium, Am americium, Cm curium, Bk berkelium, Cf californium, Es einsteinium, Fm fermium
"""
NEIGHBOUR_DENSITY = 10.0  # g/cm3, nominal, as Geant4 gives for Cf
CONTINUED_EXCITATION_ENERGY = {"Es": 980.0, "Fm": 994.0}  # eV


def build_elements(nist: dict[str, Any]) -> list[dict[str, Any]]:
    """One mapping an element; `nist` is what `nist.read_nist` returned."""
    pure = {material["name"]: material for material in nist["materials"][:120]}
    elements = []
    for z, entry in enumerate(SYMBOLS_AND_NAMES.split(","), start=1):
        symbol, name = entry.split()
        known = pure.get(f"G4_{symbol}")
        elements.append(
            {
                "z": z,
                "symbol": symbol,
                "name": name,
                "atomic_weight": round(nist["atomic_weights"][z - 1], 6),
                "density": known["density"] if known else NEIGHBOUR_DENSITY,
                "mean_excitation_energy_eV": (
                    known["mean_excitation_energy_eV"] if known else CONTINUED_EXCITATION_ENERGY[symbol]
                ),
            }
        )
    return elements
