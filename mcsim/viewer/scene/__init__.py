"""What is shown: grids, layers, slices, curves, regions, bodies, beams. Plain numpy, no drawing."""
