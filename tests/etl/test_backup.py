"""A backup holds everything, and comes back whole or not at all."""

import hashlib
import io
import json
import shutil
import stat
import tarfile

import pytest

from analysis import channel_usage
from analysis.marts import open_marts
from analysis.selection import Selection
from etl.data_folder import DataFolder
from etl.history import undone
from etl.publish import only_writer
from tests.etl.test_rebuild import JUNE
from tests.etl.warehouses import copy_of, fresh, in_order, log, marts, run


@pytest.fixture(scope="module")
def used(tmp_path_factory):
    """Version 1 is kept; load 3 was undone."""
    folder = fresh(tmp_path_factory.mktemp("used") / "data")
    for name, numbers in (("a_1404-07.csv", range(40)), ("b_1404-07.csv", range(45))):
        assert run(folder, "load", log(folder, name, numbers, client="c-1")) == 0
    assert run(folder, "load", log(folder, "c_1404-07.csv", range(90, 99))) == 0
    assert run(folder, "undo", 3) == 0
    assert run(folder, "keep", 1, "--as", "گزارش مهر ۱۴۰۴") == 0
    return folder


@pytest.fixture(scope="module")
def archive(used, tmp_path_factory):
    path = tmp_path_factory.mktemp("backup") / "payesh.tar.gz"
    assert run(used, "backup", path) == 0
    return path


@pytest.fixture
def other(tmp_path, monkeypatch):
    """A data folder in which something else is loaded."""
    folder = fresh(tmp_path / "data")
    assert run(folder, "load", log(folder, "own_1404-06.csv", range(7), **JUNE)) == 0
    monkeypatch.setenv("PAYESH_DATA", str(folder.root))
    return folder


def test_a_backup_comes_back_on_an_empty_machine(used, archive, tmp_path, monkeypatch):
    (tmp_path / "data").mkdir()
    folder = DataFolder(tmp_path / "data")
    assert run(folder, "restore", archive) == 0
    assert marts(folder) == marts(used) and undone(folder) == undone(used)
    for part in ("reference/branches.csv", "instruments/remote_services_42.toml", "warehouse/salt"):
        assert (folder.root / part).read_bytes() == (used.root / part).read_bytes()
    monkeypatch.setenv("PAYESH_DATA", str(folder.root))
    assert open_marts().version == "000005"  # a number that neither ever had
    assert channel_usage.ask(open_marts(version="1"), Selection()).n == 40  # as it was published
    in_order(folder)


def test_only_its_owner_may_read_it_and_the_salt(archive, tmp_path):
    assert stat.S_IMODE(archive.stat().st_mode) == 0o600
    (tmp_path / "data").mkdir()
    run(DataFolder(tmp_path / "data"), "restore", archive)
    assert stat.S_IMODE((tmp_path / "data/warehouse/salt").stat().st_mode) == 0o600


def test_a_restore_overwrites_only_when_told_and_sets_aside(used, archive, other, capsys):
    before = marts(other)
    assert run(other, "restore", archive) == 1
    said = capsys.readouterr().err
    assert "holds 1 loads already; right: --replace" in said and marts(other) == before
    mine = other.reference / "services.csv"
    mine.write_text(mine.read_text() + "own,ما,Own,گروه,Group,sample\n")
    page = open_marts()
    assert run(other, "restore", archive, "--replace") == 0
    assert marts(other) == marts(used)
    assert "own," not in mine.read_text()
    aside = other.root / "before-restore-000005"
    assert "own," in (aside / "reference" / "services.csv").read_text()
    loads = other.warehouse / "before-restore-000005" / "loads"
    assert (loads / "1" / "accepted.parquet").exists()
    assert channel_usage.ask(page, Selection()).n == 7  # who was reading goes on
    assert channel_usage.ask(open_marts(), Selection()).n == 45
    in_order(other)


def test_a_load_goes_on_after_a_restore(used, archive, other):
    run(other, "restore", archive, "--replace")
    assert run(other, "load", log(other, "next_1404-06.csv", range(3), **JUNE)) == 0
    assert run(other, "undo", 4) == 0
    assert marts(other) == marts(used)


def test_a_backup_overwrites_nothing(used, archive, capsys):
    before = archive.read_bytes()
    assert run(used, "backup", archive) == 1
    assert "is there already; right: another name" in capsys.readouterr().err
    assert archive.read_bytes() == before


@pytest.mark.parametrize("name", ["data/backup.tar.gz", "b.zip", "b"])
def test_where_and_how_a_backup_is_written(used, tmp_path, name, capsys):
    folder = copy_of(used, tmp_path / "data")
    assert run(folder, "backup", tmp_path / name) == 1
    assert "right: " in capsys.readouterr().err and not (tmp_path / name).exists()


def test_a_backup_waits_for_no_load_but_says_so(used, tmp_path, capsys):
    with only_writer(used):
        assert run(used, "backup", tmp_path / "b.tar") == 1
    assert "another load is running" in capsys.readouterr().err
    assert not list(tmp_path.iterdir())


def rewritten(archive, to, change):
    """The archive with its members (name, content) changed."""
    with tarfile.open(archive) as old:
        members = [(m.name, old.extractfile(m).read()) for m in old.getmembers()]
    with tarfile.open(to, "w") as new:
        for name, content in change(members):
            member = tarfile.TarInfo(name)
            if content is None:
                member.type, member.linkname = tarfile.SYMTYPE, "/etc/passwd"
            else:
                member.size = len(content)
            new.addfile(member, io.BytesIO(content or b""))


def with_member(name, content=b"x"):
    """A member more, listed in the manifest as it ought to be."""

    def change(members):
        (first, manifest), *rest = members
        manifest = json.loads(manifest)
        digest = hashlib.sha256(content or b"").hexdigest()
        manifest["files"][name] = {"bytes": len(content or b""), "sha256": digest}
        return [(first, json.dumps(manifest).encode()), *rest, (name, content)]

    return change


FOREIGN = {
    "no manifest": lambda members: members[1:],
    "another format": lambda m: [(m[0][0], m[0][1].replace(b'backup": 1', b'backup": 9')), *m[1:]],
    "damaged manifest": lambda members: [(members[0][0], b"{"), *members[1:]],
    "a file less": lambda members: members[:-1],
    "a file more": lambda members: [*members, ("reference/more.csv", b"x")],
    "a file changed": lambda members: [*members[:-1], (members[-1][0], members[-1][1][:-1] + b"!")],
    "a way out": with_member("../outside.csv"),
    "a way out below": with_member("reference/../../outside.csv"),
    "from the root": with_member("/tmp/outside.csv"),
    "a link": with_member("reference/link.csv", None),
    "another part of the warehouse": with_member("warehouse/current"),
    "hidden": with_member("reference/.bashrc"),
}


@pytest.mark.parametrize("change", FOREIGN.values(), ids=FOREIGN.keys())
def test_a_foreign_archive_changes_nothing(archive, other, tmp_path, change, capsys):
    before = marts(other)
    rewritten(archive, tmp_path / "bad.tar", change)
    assert run(other, "restore", tmp_path / "bad.tar", "--replace") == 1
    assert "right: " in capsys.readouterr().err
    assert marts(other) == before
    assert {path.name for path in tmp_path.iterdir()} == {"data", "bad.tar"}


@pytest.mark.parametrize("kept", [0, 0.01, 0.5, 0.999])
def test_an_archive_that_was_cut_changes_nothing(archive, other, tmp_path, kept, capsys):
    before, content = marts(other), archive.read_bytes()
    (tmp_path / "cut.tar.gz").write_bytes(content[: int(len(content) * kept)])
    assert run(other, "restore", tmp_path / "cut.tar.gz", "--replace") == 1
    assert "cut.tar.gz: " in capsys.readouterr().err and marts(other) == before
    run(other, "load")
    in_order(other)


def test_an_archive_larger_than_the_disk_is_not_unpacked(archive, other, tmp_path, capsys):
    with tarfile.open(archive) as old:
        manifest = json.loads(old.extractfile(old.next()).read())
    manifest["files"]["events.csv"] = {"bytes": 10**18, "sha256": "0" * 64}
    rewritten(archive, tmp_path / "b.tar", lambda m: [(m[0][0], json.dumps(manifest).encode())])
    assert run(other, "restore", tmp_path / "b.tar", "--replace") == 1
    assert "GB are free" in capsys.readouterr().err


def test_a_file_that_is_no_archive(other, tmp_path, capsys):
    shutil.copy(other.reference / "branches.csv", tmp_path / "b.tar.gz")
    assert run(other, "restore", tmp_path / "b.tar.gz", "--replace") == 1
    assert "is cut off or no archive; right: a file that" in capsys.readouterr().err
