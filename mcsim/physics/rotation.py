"""Directions: azimuth without libm, and the rotation of a direction by a polar and an azimuthal angle."""

from __future__ import annotations

import math

from mcsim.jit import device

_TWO_PI = 2.0 * math.pi
_S3, _S5, _S7 = -1.0 / 6.0, 1.0 / 120.0, -1.0 / 5040.0
_S9, _S11, _S13, _S15 = 1.0 / 362880.0, -1.0 / 39916800.0, 1.0 / 6227020800.0, -1.0 / 1307674368000.0
_C2, _C4, _C6 = -1.0 / 2.0, 1.0 / 24.0, -1.0 / 720.0
_C8, _C10, _C12, _C14 = 1.0 / 40320.0, -1.0 / 3628800.0, 1.0 / 479001600.0, -1.0 / 87178291200.0
_POLE = 1.0e-30


@device
def sincos_turns(turns):
    """Sine and cosine of 2 pi `turns` for `turns` in [0, 1]: Taylor series on an eighth of a turn.

    Truncation error below 1e-15.
    """
    quarter = int(turns * 4.0 + 0.5)
    x = _TWO_PI * (turns - 0.25 * float(quarter))
    y = x * x
    s = x * (1.0 + y * (_S3 + y * (_S5 + y * (_S7 + y * (_S9 + y * (_S11 + y * (_S13 + y * _S15)))))))
    c = 1.0 + y * (_C2 + y * (_C4 + y * (_C6 + y * (_C8 + y * (_C10 + y * (_C12 + y * _C14))))))
    quarter &= 3
    if quarter == 0:
        return s, c
    if quarter == 1:
        return c, -s
    if quarter == 2:
        return -s, -c
    return -c, s


@device
def rotate(u, v, w, one_minus_cos, turns):
    """Turn the unit vector (u, v, w) by the polar angle with 1 - cos = `one_minus_cos` in [0, 2].

    `turns` in [0, 1] is the azimuth in turns. The result is normalised to first order, so that
    lengths do not drift over many rotations.
    """
    cos_polar = 1.0 - one_minus_cos
    sin_polar = math.sqrt(max(one_minus_cos * (2.0 - one_minus_cos), 0.0))
    sin_azimuth, cos_azimuth = sincos_turns(turns)
    a = sin_polar * cos_azimuth
    b = sin_polar * sin_azimuth
    transverse2 = u * u + v * v
    if transverse2 < _POLE:
        new_u, new_v, new_w = a, b, cos_polar
        if w < 0.0:
            new_v, new_w = -b, -cos_polar
    else:
        transverse = math.sqrt(transverse2)
        new_u = u * cos_polar + (a * u * w - b * v) / transverse
        new_v = v * cos_polar + (a * v * w + b * u) / transverse
        new_w = w * cos_polar - a * transverse
    scale = 1.5 - 0.5 * (new_u * new_u + new_v * new_v + new_w * new_w)
    return new_u * scale, new_v * scale, new_w * scale
