"""A load takes no more memory than it may, whatever the size of the file, and counts the same.

How much that is for a large file is measured in benchmarks; here the limit is so low that a small
one does not fit.
"""

import signal
from functools import partial

import pytest

from etl import memory
from etl.candidate import Candidate
from etl.data_folder import DataFolder
from etl.extract import checking_room
from etl.load import Loading
from tests.etl import dying
from tests.etl.warehouses import bare, copy_of, in_order, log, marts, run

ROWS = 150_000
MANY = 150  # columns of answers
LITTLE, TOO_LITTLE = "88MB", "16MB"  # the least in which DuckDB works lies in between
pytestmark = pytest.mark.kills


@pytest.fixture(scope="module")
def waiting(tmp_path_factory) -> DataFolder:
    """A warehouse with a log in its inbox."""
    folder = bare(tmp_path_factory.mktemp("memory") / "data")
    log(folder, "service_log_1404-07.csv", range(ROWS))
    return folder


def spilled(folder) -> list:
    return [path for path in folder.spill.rglob("*") if path.is_file()]


def settings(con) -> tuple:
    names = ("memory_limit", "temp_directory", "threads")
    return con.execute(f"select {', '.join(f'current_setting({n!r})' for n in names)}").fetchone()


def test_what_does_not_fit_lies_in_the_warehouse(empty_folder):
    """Not beside whoever started the command, and each connection has a folder of its own."""
    with checking_room(empty_folder, empty_folder.spill / "checks") as con:
        assert settings(con)[:2] == ("488.2 MiB", str(empty_folder.spill / "checks"))
        assert settings(con)[2] <= memory.THREADS
    candidate = Candidate(empty_folder)
    assert settings(candidate.con)[:2] == ("488.2 MiB", str(empty_folder.spill / "marts"))
    candidate.discard()


def test_a_load_that_does_not_fit_counts_the_same(waiting, tmp_path, monkeypatch):
    """Killed in between it leaves what did not fit; the next writer takes that away."""
    with_plenty, with_little = (copy_of(waiting, tmp_path / name) for name in ("plenty", "little"))
    assert run(with_plenty, "load") == 0
    monkeypatch.setenv(memory.SETTING, LITTLE)
    killed = dying.ended(["load"], with_little.root, partial(set_and_die, LITTLE, "check"))
    assert killed == -signal.SIGKILL
    assert spilled(with_little), "the limit is so high that everything fits: nothing is shown here"
    assert run(with_little, "load") == 0
    assert marts(with_little, loads_too=False) == marts(with_plenty, loads_too=False)
    in_order(with_little)


def set_and_die(amount: str, step: str) -> None:
    """What a forked process begins with: its server was started before the setting was."""
    dying.os.environ[memory.SETTING] = amount
    dying.die_at(step)


@pytest.mark.parametrize(
    "amount, said",
    [
        (TOO_LITTLE, "more memory is needed than loads may take: nothing was changed"),
        ("much", "PAYESH_MEMORY=much: is no amount of memory; right: a number and its unit"),
    ],
)
def test_too_little_is_told(waiting, tmp_path, monkeypatch, capsys, amount, said):
    folder = copy_of(waiting, tmp_path / "data")
    monkeypatch.setenv(memory.SETTING, amount)
    assert run(folder, "load") == 1
    told = capsys.readouterr()
    assert said in told.out + told.err
    assert not marts(folder)
    in_order(folder)


def test_a_questionnaire_of_many_columns_in_words_fits(empty_folder):
    """A look-up in a table for each column would set aside more memory than a load may take."""
    items = "\n".join(f'[[items]]\nitem = "q{n}"\ntitle_fa = "پ{n}"\ntitle_en = "q{n}"'
                      for n in range(MANY))  # fmt: skip
    text = f"""instrument = "wide"\ntitle_fa = "پهن"\ntitle_en = "wide"
lowest = 1\nhighest = 5\nreference = 3\nlabels = "agreement_5"
[[batteries]]\nbattery = "status"\ntitle_fa = "وضع"\ntitle_en = "status"\n{items}"""
    (empty_folder.instruments / "wide.toml").write_text(text, encoding="utf-8")
    header = ["respondent", "province", "answered_on", *(f"q{n}" for n in range(MANY))]
    rows = [[f"s{n}", "IR-09", "1404-07-03", *["کاملاً موافقم"] * MANY] for n in range(20)]
    path = empty_folder.inbox / "survey_wide_1404-07.csv"
    path.write_text("\n".join(map(",".join, [header, *rows])), encoding="utf-8")
    (report,) = Loading(empty_folder).load([path])
    assert (report.outcome, report.rows_taken) == ("loaded", 20), list(report.lines())
