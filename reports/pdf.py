"""How does a document become a PDF? By WeasyPrint, with our own fonts and nothing from outside.

WeasyPrint draws with the system's Pango (`reports.pango`).
"""

from pages.parts import words
from reports import html, pango
from reports.document import Document


class NothingToPrintWith(RuntimeError):
    """System libraries are missing; the message says which, and what installs them."""


def written(document: Document) -> bytes:
    """The document as PDF. Raises NothingToPrintWith."""
    if pango.missing():
        raise NothingToPrintWith(pango.what_is_missing())
    from reports import paper  # loads Pango, which the other formats do without

    with words.speaking(document.language):
        return paper.printed(html.page(document))
