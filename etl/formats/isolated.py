"""Workbooks, SPSS and Parquet files, read in a process of their own.

Their readers are written in C and Rust and build the whole of a sheet in memory: a file made for it
could end the process, or the machine. In a child with limits it ends the child, and is refused. The
rows come over a pipe as lines of JSON; nothing is written to disk.
"""

import json
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import asdict

from etl.data_folder import PROJECT
from etl.formats.content import Content
from etl.formats.layout import Layout, Row, Table
from etl.refusal import Refusal

TOO_MUCH = {signal.SIGXCPU: "takes too long to read", signal.SIGKILL: "needs too much memory"}


def tables(content: Content, layout: Layout) -> list[Table]:
    """The tables of a file: of a workbook its sheets with data."""
    return [_table(told) for told in _told(content, layout, "tables") if "first_rows" in told]


def rows(content: Content, layout: Layout) -> Iterator[Row]:
    """All rows of one table."""
    for told in _told(content, layout, "rows"):
        yield from told["rows"]


def _table(told: dict) -> Table:
    layout = told["layout"]
    layout["value_labels"] = tuple(layout["value_labels"])
    first = [(line, cells) for line, cells in told["first_rows"]]
    told |= {"layout": Layout(**layout), "first_rows": first, "notes": tuple(told["notes"])}
    return Table(**told)


def _told(content: Content, layout: Layout, what: str) -> Iterator[dict]:
    """What the child says, message by message; a child that dies refuses the file."""
    with content.on_a_path() as (path, descriptors), tempfile.TemporaryFile() as trouble:
        order = [content.family, what, str(path), json.dumps(asdict(layout))]
        with subprocess.Popen(
            [sys.executable, "-m", "etl.formats.child", *order],
            cwd=PROJECT,
            stdout=subprocess.PIPE,
            stderr=trouble,
            pass_fds=descriptors,
            env=os.environ | {"OMP_NUM_THREADS": "1", "RAYON_NUM_THREADS": "1"},
        ) as child:
            try:
                for line in child.stdout:
                    told = json.loads(line)
                    if "end" in told:
                        return
                    if "refused" in told:
                        what, right, code = told["refused"]
                        raise Refusal(content.file, what, right, code=code)
                    yield told
            finally:
                child.kill()
        trouble.seek(0)
        raise _died(content, child.returncode, trouble.read().decode(errors="replace"))


def _died(content: Content, code: int, trouble: str) -> Exception:
    """Killed by a limit or by its own reader: the file's fault. Anything else is a bug of ours."""
    if code >= 0 and "PanicException" not in trouble and "MemoryError" not in trouble:
        return RuntimeError(f"reading {content.file} ended with {code}:\n{trouble}")
    what = TOO_MUCH.get(-code, "cannot be read: damaged, or made to need too much memory")
    return Refusal(
        content.file, what, "the file exported once more, or the same table as CSV", code="damaged"
    )
