"""Which devices there are, and what a machine without a usable one says."""

import ctypes
import sys
import types

import pytest

from mcsim.engine import devices
from mcsim.engine.devices import Gpu, check_device_name, choose_gpus, find_gpus
from mcsim.errors import InputError, ResourceError

CARDS = (Gpu(0, "NVIDIA A", (8, 0), 108, 40 * 2**30), Gpu(1, "NVIDIA B", (9, 0), 132, 80 * 2**30))


class Driver:
    """A driver's library that answers as told."""

    def __init__(self, status=0, version=12040):
        self._status, self._version = status, version

    def cuInit(self, flags):  # noqa: N802, the name in the library
        return self._status

    def cuDriverGetVersion(self, pointer):  # noqa: N802
        ctypes.cast(pointer, ctypes.POINTER(ctypes.c_int))[0] = self._version
        return 0


@pytest.fixture
def cards(monkeypatch):
    monkeypatch.setattr(devices, "find_gpus", lambda: CARDS)


@pytest.mark.parametrize("name", ["gpu", "cuda:", "cuda:-1", "cuda:x", "CPU", "cuda:1,2", ""])
def test_names_that_are_no_device(name):
    with pytest.raises(InputError, match="is no device; write auto, cpu, cuda, cuda:N"):
        check_device_name(name)


@pytest.mark.parametrize(
    ("name", "numbers"), [("cpu", []), ("cuda", [0]), ("auto", [0]), ("cuda:1", [1]), ("cuda:all", [0])]
)
def test_what_a_name_means(cards, name, numbers):
    assert [gpu.number for gpu in choose_gpus(name)] == numbers


def test_a_card_that_is_not_there(cards):
    with pytest.raises(
        ResourceError, match=r"no GPU 7; there are cuda:0 \(NVIDIA A, 40 GiB, sm_80\), cuda:1"
    ):
        choose_gpus("cuda:7")


@pytest.mark.parametrize(
    ("library", "message"),
    [
        (None, "there is no NVIDIA driver (no libcuda) on this machine"),
        (Driver(status=100), "the NVIDIA driver finds no GPU"),
        (Driver(status=999), "does not start (error 999 of cuInit)"),
        (Driver(version=11080), "supports CUDA 11.8, and 12.1 or later is needed; update the driver"),
    ],
)
def test_what_is_missing_is_said(monkeypatch, library, message):
    monkeypatch.setattr(devices, "_driver_library", lambda: library)
    with pytest.raises(ResourceError) as caught:
        choose_gpus("cuda")
    assert message in caught.value.message
    assert "\n" not in str(caught.value)
    assert choose_gpus("auto") == ()


def test_the_package_is_missing(monkeypatch):
    monkeypatch.setattr(devices, "_driver_library", Driver)
    monkeypatch.setattr(devices.importlib.util, "find_spec", lambda name: None)
    with pytest.raises(ResourceError, match=r'needs the package numba-cuda; pip install "mcsim\[cuda\]"'):
        find_gpus()


class Card:
    """A device as `numba.cuda.list_devices` gives it."""

    def __init__(self, number, capability):
        self.id, self.name, self.compute_capability = number, b"Card", capability
        self.MULTIPROCESSOR_COUNT = 10

    def __enter__(self):
        return self

    def __exit__(self, *error):
        return None


def cuda_with(monkeypatch, list_devices):
    context = types.SimpleNamespace(get_memory_info=lambda: types.SimpleNamespace(total=2**33, free=2**33))
    module = types.SimpleNamespace(list_devices=list_devices, current_context=lambda: context)
    monkeypatch.setattr(devices, "_driver_library", Driver)
    monkeypatch.setattr(devices.importlib.util, "find_spec", lambda name: object())
    monkeypatch.setitem(sys.modules, "numba.cuda", module)
    monkeypatch.setattr("numba.cuda", module, raising=False)


def test_a_card_that_is_too_old(monkeypatch):
    cuda_with(monkeypatch, lambda: [Card(0, (6, 1))])
    with pytest.raises(ResourceError, match=r"capability 7\.0 or later is needed, and Card has 6\.1"):
        find_gpus()
    cuda_with(monkeypatch, lambda: [Card(0, (6, 1)), Card(1, (8, 6))])
    assert [str(gpu) for gpu in find_gpus()] == ["cuda:1 (Card, 8 GiB, sm_86)"]


def test_a_toolkit_and_a_driver_that_do_not_agree(monkeypatch):
    def fail():
        raise RuntimeError("CUDA_ERROR_SYSTEM_DRIVER_MISMATCH:\n driver and toolkit")

    cuda_with(monkeypatch, fail)
    with pytest.raises(ResourceError, match="cannot be used: CUDA_ERROR_SYSTEM_DRIVER_MISMATCH: driver and"):
        find_gpus()
