"""A mapping made on the desk becomes a file of `data/mappings/`, never over another unasked."""

import os
import re
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from etl import publish
from etl.data_folder import DataFolder
from etl.desk.toml_text import toml_text
from etl.mapping_files import read_mappings
from etl.refusal import Refusal, visible
from etl.versions import write_whole

NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,59}")


def save(folder: DataFolder, name: str, toml: dict, replace: bool = False) -> Path:
    """Write the mapping; with `replace` over one of that name, which is kept beside it."""
    if not NAME.fullmatch(name):
        right = "small Latin letters, digits, - and _, at most 60"
        raise Refusal("mapping", f"{name!r} is no name for a file", right)
    path = folder.mappings / f"{name}.toml"
    if path.exists() and not replace:
        right = "another name, or to say that it is to be replaced"
        raise Refusal("mapping", f"there is a mapping {name} already", right)
    text = document(toml)
    folder.mappings.mkdir(parents=True, exist_ok=True)
    if path.exists():
        _keep_old(path)
    write_whole(path, text)
    return path


def document(toml: dict) -> str:
    """The text of a mapping, refused where it would not be one."""
    who, day = visible(publish.user()).replace("\n", " "), f"{datetime.now(UTC):%Y-%m-%d}"
    text = f"# Made on the data desk by {who}, {day}.\n{toml_text(toml)}"
    with tempfile.TemporaryDirectory() as room:
        trial = DataFolder(Path(room))
        trial.mappings.mkdir()
        (trial.mappings / "mapping.toml").write_text(text, encoding="utf-8")
        read_mappings(trial)
    return text


def _keep_old(path: Path) -> None:
    """Beside it, under a name that no reader of mappings takes."""
    number = 1
    while (old := path.with_name(f"{path.name}.{number}")).exists():
        number += 1
    os.link(path, old)
