"""A file of 2 GB must not need 2 GB of memory: text is read as a stream, packed or not."""

import gzip
import subprocess
import sys

import pytest

from tests.etl.extracts import LOG, request

# What a read takes beside what Python and its libraries take before it.
MEASURE = """
import sys, tempfile
from pathlib import Path
from etl.formats.layout import Layout
from etl.reading import Reading

def peak():
    status = dict(line.split(":", 1) for line in Path("/proc/self/status").read_text().splitlines())
    return int(status["VmHWM"].split()[0]) * 1024

with tempfile.TemporaryDirectory() as room:
    small, large = map(Path, sys.argv[1:])
    Reading(small, Layout()).into(Path(room) / "small.parquet")
    before = peak()
    Reading(large, Layout()).into(Path(room) / "large.parquet")
    print(peak() - before)
"""
BLOCK = 80_000  # rows: several of the chunks in which a file is read


@pytest.mark.parametrize("pack", [False, True])
def test_a_text_of_any_size_needs_the_same_memory(tmp_path, pack):
    line = ",".join(request(1).values()) + "\n"
    head = (",".join(LOG) + "\n").encode()
    # Lines that differ, so that packing does not shrink them out of all proportion.
    lines = "".join(f"{n * 7919 % 10_007}{line}" for n in range(BLOCK)).encode()
    small, large = tmp_path / "small.csv", tmp_path / "large.csv"
    small.write_bytes(head + lines)
    with gzip.open(large, "wb", 1) if pack else large.open("wb") as stream:
        stream.write(head)
        for _ in range(5):
            stream.write(lines)
    done = subprocess.run(
        [sys.executable, "-c", MEASURE, str(small), str(large)],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    grown = int(done.stdout)
    # Measured: 0 to 9 MB, whatever the size: what the allocator keeps.
    assert grown < 0.5 * 4 * len(lines), f"{grown:,} bytes more for {4 * len(lines):,} more"
