import numpy as np
import pytest


@pytest.fixture(autouse=True)
def wrapping_words():
    """Without JIT the generator's 64-bit words wrap around with a warning of numpy."""
    with np.errstate(over="ignore"):
        yield
