"""The map: the shapes of the provinces as the organisation's data folder has them."""

from pathlib import Path

from analysis.published import data_folder


def provinces() -> Path | None:
    """GeoJSON whose features have a province's code as `id`; None where there is no such file."""
    path = data_folder() / "reference" / "provinces.geojson"
    return path if path.is_file() else None
