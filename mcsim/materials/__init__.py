"""Materials: compositions, the named library, materials by formula or mass fractions."""

from mcsim.materials.library import Entry, entry, material, material_names
from mcsim.materials.material import VACUUM, Material
from mcsim.materials.mixtures import from_formula, from_mass_fractions

__all__ = [
    "VACUUM",
    "Entry",
    "Material",
    "entry",
    "from_formula",
    "from_mass_fractions",
    "material",
    "material_names",
]
