"""Pages are tested as a visit: Streamlit's AppTest runs app.py on the loaded sample."""

import html
import re
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from pages.parts.address import TABLES_KEPT

APP = Path(__file__).resolve().parents[2] / "app.py"


class Visit:
    """One visit: what a reader can do, and what the page then says."""

    def __init__(self, **address):
        self.app = AppTest.from_file(str(APP), default_timeout=60)
        for name, value in address.items():
            self.app.query_params[name.rstrip("_")] = value
        # All that a page can say is read: also what lies under a fold
        self.app.session_state[TABLES_KEPT] = "open"
        self.app.run()

    def open(self, page):
        self.app.switch_page(f"pages/{page}.py").run()
        return self

    def choose(self, key, value):
        """Choose a value in the filter or view `key`."""
        for kind in ("selectbox", "multiselect", "segmented_control"):
            widgets = self.app.get(kind)
            found = [widget for widget in widgets if (widget.key or "").split(".")[-1] == key]
            if found:
                found[0].set_value(value).run()
                return self
        raise AssertionError(f"no widget {key}")

    @property
    def source(self):
        """All HTML of the page."""
        return "\n".join(element.proto.body for element in self.app.get("html"))

    @property
    def text(self):
        """All words of the page, as a reader sees them."""
        titles = [e.value for e in (*self.app.title, *self.app.subheader, *self.app.markdown)]
        tags_gone = re.sub(r"<[^>]*>", "", self.source)
        return html.unescape("\n".join([*titles, tags_gone]))

    @property
    def finding(self):
        return self.app.subheader[0].value

    @property
    def address(self):
        """Without what makes a visit of these tests open all folds."""
        return {name: value for name, value in self.app.query_params.items() if name != "tables"}

    def value(self, measure):
        """The plain value behind a headline number."""
        return re.search(rf"<dd data-measure='{measure}' data-value='([^']*)'", self.source)[1]

    def rows(self, measure):
        """{row's key: plain value} of the main dots figure."""
        pattern = rf"data-key='([^']*)'.*?data-measure='{measure}' data-value='([^']*)'"
        return dict(re.findall(pattern, self.source))


@pytest.fixture
def visit(sample_data):
    """Begin a visit, optionally at an address."""

    def begin(page=None, **address):
        started = Visit(**address)
        assert not started.app.exception
        return started.open(page) if page else started

    return begin
