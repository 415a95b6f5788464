"""What does a browser get before the first page: a document in the language of its address?

Streamlit serves one English, left-to-right HTML file for every address. `RightToLeftShell` rewrites
it on the way out and answers addresses that are no page of ours. A switch of language without a new
document is followed by static/frame.js.
"""

import hashlib
import json
from html import escape
from pathlib import Path
from urllib.parse import parse_qs

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import HTMLResponse, RedirectResponse

from pages.parts import address, words

STATIC = Path(__file__).parents[2] / "static"
SCRIPTS = ("download.js", "picture.js", "link.js")  # beside frame.js, which runs before Streamlit
STYLE_SHEETS = ("rtl.css", "frame.css", "print.css")

# The network has no internet; a library that tries to reach it (Plotly's map shapes, an icon from
# a CDN) is refused by the browser instead of waiting for a time-out.
SAME_ORIGIN_ONLY = (
    "default-src 'self' data: blob:; script-src 'self' 'unsafe-inline' 'unsafe-eval' blob:; "
    "style-src 'self' 'unsafe-inline'; connect-src 'self' ws: wss: data: blob:; "
    "frame-ancestors 'self'"
)

# The request headers that would bring the document back compressed, or not at all.
NOT_FORWARDED = {b"accept-encoding", b"if-none-match", b"if-modified-since"}


class RightToLeftShell:
    """ASGI middleware. `pages` are the names a browser may ask for; the first is the start page."""

    def __init__(self, app, pages):
        self.app = app
        self.pages = pages

    async def __call__(self, scope, receive, send):
        if scope["type"] != "http" or not _wants_document(scope):
            return await self.app(scope, receive, send)
        with words.speaking(_language(scope)):
            await self._answer(scope, receive, send)

    async def _answer(self, scope, receive, send):
        instead = self._instead_of_document(scope)
        if instead is not None:
            return await instead(scope, receive, send)
        kept = [h for h in scope["headers"] if h[0].lower() not in NOT_FORWARDED]
        rewriter = _DocumentRewriter(send)
        await self.app({**scope, "headers": kept}, receive, rewriter)

    def _instead_of_document(self, scope):
        """A redirect for the start page's own name, a 404 for a page we do not have."""
        name = scope["path"].strip("/")
        if name == self.pages[0]:
            query = scope["query_string"].decode("ascii", "replace")
            return RedirectResponse("/" + (f"?{query}" if query else ""))
        # Anything deeper is a file: a download, a font, a script
        if name and "/" not in name and name not in self.pages:
            return HTMLResponse(_not_found(), status_code=404)
        return None


class _DocumentRewriter:
    """Collects an HTML response, rewrites it, sends it; lets every other response through."""

    def __init__(self, send):
        self.send = send
        self.start = None
        self.body = b""

    async def __call__(self, message):
        if message["type"] == "http.response.start":
            if Headers(raw=message["headers"]).get("content-type", "").startswith("text/html"):
                self.start = message
                return
        elif self.start is not None and message["type"] == "http.response.body":
            self.body += message.get("body", b"")
            if not message.get("more_body"):
                await self._send_document()
            return
        await self.send(message)

    async def _send_document(self):
        document = in_our_words(self.body.decode("utf-8")).encode("utf-8")
        headers = MutableHeaders(raw=list(self.start["headers"]))
        for stale in ("etag", "last-modified"):
            del headers[stale]
        headers["content-length"] = str(len(document))
        headers["content-security-policy"] = SAME_ORIGIN_ONLY
        await self.send({**self.start, "headers": headers.raw})
        await self.send({"type": "http.response.body", "body": document})


def in_our_words(document):
    """Streamlit's HTML document in the language spoken, with our title, icon and style sheets."""
    title = escape(words.say("product.name"))
    return (
        document.replace('<html lang="en">', _html_tag(), 1)
        .replace("<head>", "<head>" + _script() + _style_links(), 1)
        .replace("<title>Streamlit</title>", f"<title>{title}</title>", 1)
        .replace('href="./favicon.png"', 'href="./app/static/icon.svg"', 1)
    )


def _html_tag():
    return f'<html lang="{words.language()}" dir="{words.DIRECTIONS[words.language()]}">'


def _language(scope):
    """What the address asks for; the app says what is wrong with a language that is not there."""
    asked = parse_qs(scope["query_string"].decode("ascii", "replace")).get(address.LANGUAGE, [""])
    return asked[0] if asked[0] in words.DIRECTIONS else words.USUAL


def _style_links():
    return "".join(
        f'<link rel="stylesheet" href="./app/static/{name}?{_digest(STATIC / name)}">'
        for name in STYLE_SHEETS
    )


def _script():
    views = " ".join(address.VIEWS)
    ours = escape(json.dumps(_words_by_language(), ensure_ascii=False))
    return (
        f'<script src="./app/static/frame.js?{_digest(STATIC / "frame.js")}" '
        f'data-views="{views}" data-words="{ours}"></script>'
    ) + "".join(
        f'<script defer src="./app/static/{name}?{_digest(STATIC / name)}"></script>'
        for name in SCRIPTS
    )


def _words_by_language():
    found = {}
    for code in words.DIRECTIONS:
        with words.speaking(code):
            found[code] = words.table("streamlit")
    return found


def _digest(path):
    """In the address of a file it makes a browser fetch a changed one instead of its old copy."""
    return hashlib.sha256(path.read_bytes()).hexdigest()[:8]


def _wants_document(scope):
    headers = Headers(scope=scope)
    return scope["method"] in ("GET", "HEAD") and "text/html" in headers.get("accept", "")


def _not_found():
    spoken = words.language()
    home = "/" if spoken == words.USUAL else f"/?{address.LANGUAGE}={spoken}"
    return (
        f'<!DOCTYPE html>{_html_tag()}<head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{escape(words.say('not_found.title'))}</title>{_style_links()}</head>"
        f'<body class="not-found"><h1>{escape(words.say("not_found.title"))}</h1>'
        f"<p>{escape(words.say('not_found.text'))}</p>"
        f'<p><a href="{home}">{escape(words.say("not_found.link"))}</a></p></body></html>'
    )
