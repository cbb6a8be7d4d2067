"""What the allocator keeps of freed memory is limited by variables of the unit and the image."""

import os
import re
import subprocess
import sys

import pytest

from harness.dockerfile import RuntimeStage
from harness.launcher import REPOSITORY

NAMES = {"MALLOC_TRIM_THRESHOLD_", "MALLOC_MMAP_THRESHOLD_"}
# Left alone, glibc takes the first block for a reason to keep the second.
FREE_LARGE_BLOCKS = """
import ctypes

class Info(ctypes.Structure):
    _fields_ = [(name, ctypes.c_size_t) for name in (
        "arena", "ordblks", "smblks", "hblks", "hblkhd", "usmblks", "fsmblks", "uordblks",
        "fordblks", "keepcost")]

library = ctypes.CDLL(None)
library.malloc.restype, library.malloc.argtypes = ctypes.c_void_p, [ctypes.c_size_t]
library.free.argtypes = [ctypes.c_void_p]
library.mallinfo2.restype = Info
for _ in range(2):
    library.free(library.malloc(16 << 20))
print(library.mallinfo2().fordblks)
"""


def of_the_unit():
    """The variables in the systemd unit."""
    unit = (REPOSITORY / "deploy/systemd/rollcall.service").read_text()
    return dict(re.findall(r"^Environment=(\w+)=(\S+)$", unit, re.MULTILINE))


def free_bytes(environment):
    """How much stays free in the allocator after two blocks of 16 MiB were freed."""
    own = {name: value for name, value in os.environ.items() if name not in NAMES}
    done = subprocess.run([sys.executable, "-c", FREE_LARGE_BLOCKS], env={**own, **environment},
                          capture_output=True, text=True, check=True, timeout=30)
    return int(done.stdout)


def test_the_unit_and_the_image_set_the_same_limits():
    assert of_the_unit().keys() == NAMES
    assert RuntimeStage().environment == of_the_unit()


@pytest.mark.parametrize("variables, kept", [(of_the_unit(), False), ({}, True)], ids=["set", "not-set"])
def test_large_blocks_that_were_freed_stay_only_without_the_variables(variables, kept):
    free = free_bytes(variables)
    assert free > 16 << 20 if kept else free < 6 << 20


def test_the_benchmark_starts_rollcall_with_the_same_limits():
    sys.path.append(str(REPOSITORY / "Benchmarks"))
    from bench.servers import SHIPPED_ENVIRONMENT
    assert SHIPPED_ENVIRONMENT == of_the_unit()
