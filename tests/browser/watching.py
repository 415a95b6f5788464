"""What did the browser ask for, and what did it complain about? Every visit is watched."""

import re
from dataclasses import dataclass, field
from urllib.parse import urlsplit

OURS = {"127.0.0.1", "localhost"}
WITHOUT_HOST = {"data", "blob", "about"}

# Streamlit's own way to find its server: on a deep link it first asks below the page's address.
# Both answers are 404 by design, and the browser writes that into its console.
SEARCH_FOR_SERVER = re.compile(r"http://127\.0\.0\.1:\d+/\w+/_stcore/(health|host-config)")


@dataclass
class Watched:
    """Everything that left the pages of one browser context, and everything they complained of."""

    addresses: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def watch(self, context):
        context.on("request", lambda request: self.addresses.append(request.url))
        context.on("console", self._console)
        context.on("weberror", lambda error: self.complaints.append(str(error.error)))
        # A socket is no request to Playwright
        context.on("page", lambda page: page.on("websocket", self._socket))
        return self

    @property
    def strangers(self) -> list[str]:
        """Addresses that are not on this machine."""
        return [address for address in self.addresses if not _is_ours(address)]

    def check(self) -> None:
        assert not self.strangers, f"asked another machine: {self.strangers}"
        assert not self.complaints, f"the browser complained: {self.complaints}"

    def _socket(self, socket):
        self.addresses.append(socket.url)

    def _console(self, message):
        if message.type == "error" and not SEARCH_FOR_SERVER.fullmatch(message.location["url"]):
            self.complaints.append(f"{message.text} ({message.location['url']})")


def _is_ours(address: str) -> bool:
    parts = urlsplit(address)
    return parts.scheme in WITHOUT_HOST or parts.hostname in OURS
