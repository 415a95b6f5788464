"""Hostile files are refused within 10 seconds and 500 MB, with a message that says what to do."""

import json
import os
import subprocess
import sys

import pytest

from tests.extracts.formats_hostile import HOSTILE

SECONDS, MEGABYTES = 10, 500
# All files by one process, as the desk would: what one leaves behind counts for the next.
CHECK_ALL = """
import json, resource, sys, time
from pathlib import Path
from etl.data_folder import DataFolder
from etl.load import Loading

loading = Loading(DataFolder.chosen(), limit=1.0)
for path in sys.argv[1:]:
    begun = time.monotonic()
    report = loading.check(Path(path))
    seconds = time.monotonic() - begun
    # Not what getrusage says of this process: that begins with the memory of whoever started it.
    status = dict(line.split(":", 1) for line in Path("/proc/self/status").read_text().splitlines())
    own = int(status["VmHWM"].split()[0])
    peak = max(own, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
    said = [report.outcome, seconds, peak // 1024, "\\n".join(report.lines())]
    print(json.dumps(said), flush=True)
"""


@pytest.fixture(scope="module")
def checked(tmp_path_factory, warehouse):
    """Name → outcome, seconds, peak megabytes so far, what was said."""
    folder = tmp_path_factory.mktemp("hostile")
    for name, (write, _) in HOSTILE.items():
        write(folder / name)
    paths = [str(folder / name) for name in HOSTILE]
    done = subprocess.run(
        [sys.executable, "-c", CHECK_ALL, *paths],
        env=os.environ | {"PAYESH_DATA": str(warehouse)},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    return dict(zip(HOSTILE, map(json.loads, done.stdout.splitlines()), strict=True))


@pytest.mark.parametrize("name", HOSTILE)
def test_it_is_refused_soon_and_says_why(checked, name):
    outcome, seconds, megabytes, said = checked[name]
    assert outcome == "refused", said
    assert HOSTILE[name][1] in said
    assert "; right: " in said
    assert "\x1b" not in said and len(said) < 1000
    assert seconds < SECONDS and megabytes < MEGABYTES
