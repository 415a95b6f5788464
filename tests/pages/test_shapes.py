"""The map's shapes come from the data folder, at an address that changes when they do.

That a browser draws them, and can click them, is seen in tests/browser/test_overview.py.
"""

import asyncio
import os

import pytest

from pages.parts import shapes
from tests.conftest import PROJECT


@pytest.fixture
def own(monkeypatch, tmp_path):
    """A data folder with shapes."""
    monkeypatch.setenv("PAYESH_DATA", str(tmp_path))
    (tmp_path / "reference").mkdir()
    path = tmp_path / "reference" / "provinces.geojson"
    path.write_bytes((PROJECT / "data" / "reference" / "provinces.geojson").read_bytes())
    return path


def answered():
    return asyncio.run(shapes.ROUTE.endpoint(None))


def test_the_file_of_the_data_folder_is_served_and_kept_by_browsers(own):
    assert answered().path == own
    assert "immutable" in answered().headers["cache-control"]


def test_other_shapes_have_another_address(own):
    before = shapes.address()
    os.utime(own, (1, 1))
    assert before.startswith(f"{shapes.PATH}?")
    assert shapes.address().startswith(f"{shapes.PATH}?")
    assert shapes.address() != before


def test_without_shapes_there_is_no_map(own):
    own.unlink()
    assert shapes.address() is None
    assert answered().status_code == 404
