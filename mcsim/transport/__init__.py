"""Transport of particles through voxels: emission, navigation, step loops, scoring; all jitted."""
