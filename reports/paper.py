"""What prints HTML on paper, and what may it read? WeasyPrint; of files, only our own fonts.

No address is opened: neither data nor a mistake can make a report fetch or show anything else.
"""

import functools
import gc
from contextlib import contextmanager
from pathlib import Path
from threading import Lock
from urllib.parse import unquote, urlparse

from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher, URLFetcherResponse

PROJECT = Path(__file__).resolve().parent.parent
FONTS = PROJECT / "static" / "fonts"
STYLE = Path(__file__).with_name("paper.css")
BASE = PROJECT.as_uri() + "/"
# Pages are drawn by several threads, which share the fonts.
ONE_AT_A_TIME = Lock()


class Refused(ValueError):
    """The document asked for a file or address that is none of ours."""


class OurFonts(URLFetcher):
    """The only way for WeasyPrint to read anything: a font of ours, or data inside the document.

    Anything else stops the printing (`fail_on_errors`), so that a mistake is seen.
    """

    def __init__(self):
        super().__init__(allowed_protocols=["data"], fail_on_errors=True)

    def fetch(self, url, headers=None):
        if url.startswith("data:"):
            return super().fetch(url, headers)
        asked = urlparse(url)
        path = Path(unquote(asked.path)).resolve()
        if asked.scheme != "file" or path.parent != FONTS:
            raise Refused(f"a report may not read {url}")
        return URLFetcherResponse(url, path.read_bytes(), {"Content-Type": "font/woff2"})


def printed(source: str) -> bytes:
    """The PDF of one HTML document, in the style of `paper.css`."""
    with ONE_AT_A_TIME, _nothing_collected():
        style, fonts = _style()
        paper = HTML(string=source, base_url=BASE, url_fetcher=OurFonts())
        return paper.write_pdf(stylesheets=[style], font_config=fonts)


@contextmanager
def _nothing_collected():
    """A fifth of the time of printing goes into looking for garbage, of which there is none yet."""
    usual = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if usual:
            gc.enable()


@functools.cache
def _style() -> tuple[CSS, FontConfiguration]:
    """Fonts are unpacked once, which takes as long as half a report."""
    fonts, text = FontConfiguration(), STYLE.read_text("utf-8")
    return CSS(string=text, base_url=BASE, url_fetcher=OurFonts(), font_config=fonts), fonts
