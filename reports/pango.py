"""Has the system what draws a PDF? WeasyPrint needs Pango, which Python's packages do not bring.

`python -m reports.pango` says what is missing, and fails if anything is.
"""

import ctypes.util
import functools
import sys

# What WeasyPrint looks for → the Debian package that has it
LIBRARIES = {
    "pango-1.0": "libpango-1.0-0",
    "pangoft2-1.0": "libpangoft2-1.0-0",
    "harfbuzz-subset": "libharfbuzz-subset0",
}


@functools.cache
def missing() -> list[str]:
    """The Debian packages that a PDF needs and that are not there."""
    return [package for name, package in LIBRARIES.items() if not ctypes.util.find_library(name)]


def what_is_missing() -> str:
    """What a person must know to get a PDF."""
    packages = " ".join(missing())
    return f"a PDF needs system libraries; on Debian and Ubuntu: apt-get install {packages}"


if __name__ == "__main__":
    if missing():
        sys.exit(what_is_missing())
