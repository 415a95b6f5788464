"""The map: the shapes of the provinces as the organisation's data folder has them."""

import functools
import json
from pathlib import Path

from analysis.published import data_folder


def provinces() -> dict | None:
    """GeoJSON whose features have a province's code as `id`; None where there is no such file."""
    path = data_folder() / "reference" / "provinces.geojson"
    try:
        return _read(path, path.stat().st_mtime_ns)
    except FileNotFoundError:
        return None


@functools.lru_cache(maxsize=4)
def _read(path: Path, _changed: int) -> dict:
    return json.loads(path.read_text(encoding="utf-8"))
