"""Pictures of phantoms."""

import numpy as np

from mcsim.plots.phantoms import draw_phantom

EDGES = (np.arange(5.0), np.arange(4.0), np.arange(3.0))  # x, y, z


def labels(figure):
    return [(axes.get_xlabel(), axes.get_ylabel()) for axes in figure.axes[:3]]


def test_few_materials_have_a_colour_each():
    material = np.zeros((2, 3, 4), np.uint8)
    material[:, :, 2:] = 1
    figure = draw_phantom(EDGES, material, ["water", "vacuum"], np.array([1.0, 0.0]))
    assert labels(figure) == [("x (cm)", "y (cm)"), ("x (cm)", "z (cm)"), ("y (cm)", "z (cm)")]
    (legend,) = figure.legends
    assert [text.get_text() for text in legend.get_texts()] == ["water (1 g/cm³)", "vacuum (0 g/cm³)"]
    np.testing.assert_array_equal(figure.axes[0].collections[0].get_array(), material[1])
    assert figure.axes[1].yaxis_inverted()


def test_varying_densities_are_grey():
    density = np.linspace(0.2, 1.8, 24).reshape(2, 3, 4)
    figure = draw_phantom(EDGES, np.zeros((2, 3, 4), int), ["tissue"], density)
    assert figure.axes[3].get_ylabel() == "Density (g/cm³)"
    np.testing.assert_allclose(figure.axes[0].collections[0].get_array(), density[1])


def test_many_materials_are_grey_too():
    material = np.arange(24).reshape(2, 3, 4)
    figure = draw_phantom(EDGES, material, [f"m{n}" for n in range(24)], np.linspace(1, 2, 24))
    assert len(figure.axes) == 4
