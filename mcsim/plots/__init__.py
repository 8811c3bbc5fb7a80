"""Pictures of results and phantoms with matplotlib, which is imported only when one is made.

One file for each kind of picture; `style` holds what they share, `labels` the words on their axes. They are
reached through the `plot` methods of results, curves, slices, projections and histograms.
"""
