"""A few bytes wrong anywhere: the file is read or refused, and never ends in a traceback."""

import random
import zipfile

import pytest

from etl.formats import content_of, rows_of, tables_of
from etl.formats.layout import Layout
from etl.refusal import Refusal
from tests.etl.extracts import LOG, request
from tests.extracts import formats_writers as writers

ROWS = [LOG, *([*request(n).values()] for n in range(20))]
SEEDS = range(4)


def damaged(content: bytes, seed: int, start: int = 8) -> bytes:
    """The first bytes, which tell what it is, stay."""
    chance, wrong = random.Random(seed), bytearray(content)
    for _ in range(chance.choice([1, 3, 20])):
        wrong[chance.randrange(start, len(wrong))] = chance.choice([0, 255, ord("<"), ord('"')])
    return bytes(wrong)


def read_or_refused(path) -> bool:
    try:
        for table in tables_of(content_of(path), Layout()):
            list(rows_of(path, table.layout))
    except Refusal as refusal:
        assert refusal.file.startswith(path.name) and refusal.what and refusal.right
    return True


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("kind", ["xls", "sav", "parquet"])
def test_a_damaged_file(tmp_path, kind, seed):
    path = getattr(writers, kind)(tmp_path / f"x.{kind}", ROWS)
    path.write_bytes(damaged(path.read_bytes(), seed))
    assert read_or_refused(path)


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("part", ["xl/worksheets/sheet1.xml", "xl/workbook.xml", "xl/styles.xml"])
def test_a_workbook_with_a_damaged_part(tmp_path, part, seed):
    """Packed again, so that its check sums are right."""
    path = writers.xlsx(tmp_path / "x.xlsx", ROWS)
    with zipfile.ZipFile(path) as book:
        parts = {name: book.read(name) for name in book.namelist()}
    parts[part] = damaged(parts[part], seed, start=60)
    with zipfile.ZipFile(path, "w") as book:
        for name, content in parts.items():
            book.writestr(name, content)
    assert read_or_refused(path)
