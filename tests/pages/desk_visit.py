"""A visit to the desk, and the files that are dropped there."""

import csv
import html
import io
import re

from streamlit.testing.v1 import AppTest

from tests.etl.extracts import LOG, request
from tests.pages.conftest import APP


class Desk:
    """One visit to the desk."""

    def __init__(self):
        self.app = AppTest.from_file(str(APP), default_timeout=60).run()
        self.app.switch_page("pages/data_desk.py").run()
        assert not self.app.exception

    @property
    def source(self):
        return "\n".join(element.proto.body for element in self.app.get("html"))

    @property
    def text(self):
        titles = [element.value for element in self.app.subheader]
        return html.unescape("\n".join([*titles, re.sub(r"<[^>]*>", " ", self.source)]))

    def drop(self, **files):
        given = [(name, content, "text/csv") for name, content in files.items()]
        self.app.file_uploader[0].set_value(given).run()
        return self._fine()

    def click(self, key):
        self.app.button(key=key).click().run()
        return self._fine()

    def write(self, key, text):
        self.app.text_input(key=key).set_value(text).run()
        return self._fine()

    def choose(self, key, value):
        self.app.selectbox(key=key).set_value(value).run()
        return self._fine()

    def _fine(self):
        assert not self.app.exception
        return self


def as_csv(rows, columns=LOG):
    text = io.StringIO()
    writer = csv.DictWriter(text, columns, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode()


def requests(numbers_, **changes):
    return [request(number, **changes) for number in numbers_]
