"""What is shown: grids in the world, layers, slices, curves, regions, bodies, beams. Plain numpy, no drawing."""
