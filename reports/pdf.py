"""How does a document become a PDF? By WeasyPrint, with our own fonts and nothing from outside.

WeasyPrint draws with the system's Pango, which Python's packages do not bring: `missing` says what
to install.
"""

import ctypes.util
import functools

from pages.parts import words
from reports import html
from reports.document import Document

# What WeasyPrint looks for → the Debian package that has it
LIBRARIES = {
    "pango-1.0": "libpango-1.0-0",
    "pangoft2-1.0": "libpangoft2-1.0-0",
    "harfbuzz-subset": "libharfbuzz-subset0",
}


class NothingToPrintWith(RuntimeError):
    """System libraries are missing; the message says which, and what installs them."""


@functools.cache
def missing() -> list[str]:
    """The Debian packages that a PDF needs and that are not there."""
    return [package for name, package in LIBRARIES.items() if not ctypes.util.find_library(name)]


def what_is_missing() -> str:
    """What a person must know to get a PDF."""
    packages = " ".join(missing())
    return f"a PDF needs system libraries; on Debian and Ubuntu: apt-get install {packages}"


def written(document: Document) -> bytes:
    """The document as PDF. Raises NothingToPrintWith."""
    if missing():
        raise NothingToPrintWith(what_is_missing())
    from reports import paper  # loads Pango, which the other formats do without

    with words.speaking(document.language):
        return paper.printed(html.page(document))
