"""How does a document become a PDF? By WeasyPrint, with our own fonts and nothing from outside.

WeasyPrint draws with the system's Pango (`reports.pango`).
"""

from collections.abc import Iterable, Iterator

from pages.parts import words
from reports import html, pango, press
from reports.document import Document


class NothingToPrintWith(RuntimeError):
    """System libraries are missing; the message says which, and what installs them."""


def written(document: Document) -> bytes:
    """The document as PDF. Raises NothingToPrintWith."""
    return _paper().printed(_html(document))


def written_together(documents: Iterable[tuple]) -> Iterator[tuple]:
    """(name, document) → (name, its PDF), several at once. Raises NothingToPrintWith."""
    sources = ((name, _html(document)) for name, document in documents)
    yield from press.printed(sources, _paper().printed)


def _paper():
    if pango.missing():
        raise NothingToPrintWith(pango.what_is_missing())
    from reports import paper  # loads Pango, which the other formats do without

    return paper


def _html(document: Document) -> str:
    with words.speaking(document.language):
        return html.page(document)
