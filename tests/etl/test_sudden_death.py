"""Killing a writer at any moment leaves what was before or what comes after, and nothing half.

Each command is killed after each of its steps and at random moments. Then the figures are those of
before or after; any next writer puts the warehouse in order; and the command, given again, ends as
if nobody had killed it.
"""

import random
import signal
import time
from dataclasses import dataclass
from functools import partial

import pytest

from etl.data_folder import DataFolder
from tests.etl import dying
from tests.etl.warehouses import bare, copy_of, in_order, log, marts, run

pytestmark = pytest.mark.kills
LOAD = ("read", "check", "keep", "build", "finish", "swap", "record", "prune")
PUBLISH = ("build", "finish", "swap", "record", "prune")
RESTORE = ("unpack", "count", "decide", "complete")
COUNTS_FROM = {"load": "swap", "undo": "swap", "rebuild": "swap", "restore": "decide"}


@dataclass
class Story:
    """A command and the warehouse it is given in."""

    words: tuple
    folder: DataFolder
    before: dict | None = None  # the marts
    after: dict | None = None  # and once it is done
    takes: float = 0.0  # seconds, when nobody kills it

    @property
    def command(self) -> str:
        return self.words[0]


@pytest.fixture(scope="module")
def stories(tmp_path_factory) -> dict[str, Story]:
    """The warehouses before each command, and what an unkilled run makes of them."""
    root = tmp_path_factory.mktemp("stories")
    empty = bare(root / "empty")
    log(empty, "service_log_1404-07.csv", range(60))
    used = copy_of(empty, root / "used")
    run(used, "load")
    run(used, "load", log(used, "service_log_1404-07.csv", range(62)))  # replaces load 1
    run(used, "keep", 1, "--as", "first")
    run(used, "backup", root / "backup.tar")
    other = bare(root / "other")
    run(other, "load", log(other, "own_1404-07.csv", range(90, 99)))
    told = {
        "load": Story(("load",), empty),
        "undo": Story(("undo", "2"), used),
        "rebuild": Story(("rebuild",), used),
        "prune": Story(("prune", "--keep", "0"), used),
        "restore": Story(("restore", str(root / "backup.tar"), "--replace"), other),
    }
    dying.ended(["status"], empty.root)  # the server that forks is up from here on
    for name, story in told.items():
        done = copy_of(story.folder, root / f"done-{name}")
        began = time.monotonic()
        assert dying.ended(story.words, done.root) == 0
        story.takes = time.monotonic() - began
        story.before = marts(story.folder, loads_too=False)
        story.after = marts(done, loads_too=False)
    return told


@pytest.fixture
def killed(stories, tmp_path):
    """Kill a command by `prepare` or after some seconds; the story and what it left."""

    def kill(name, prepare=None, after=None):
        story = stories[name]
        folder = copy_of(story.folder, tmp_path / "data")
        process = dying.start(story.words, folder.root, prepare)
        if after is not None:
            time.sleep(after)
            process.kill()
        process.join(120)
        assert process.exitcode in (-signal.SIGKILL, 0 if after is not None else None)
        return story, folder

    return kill


def assert_nothing_half(story: Story, folder: DataFolder) -> bool:
    """What is read at once, and after the next writer, whoever that is; whether it has happened."""
    found = marts(folder, loads_too=False)
    assert found in (story.before, story.after)
    assert run(folder, "prune", "--keep", "99") == 0
    then = marts(folder, loads_too=False)
    assert then in (found, story.after)
    in_order(folder)
    return then == story.after


def assert_ends_as_if_unkilled(story: Story, folder: DataFolder, happened: bool) -> None:
    """The same command again; what was undone is undone, and says so."""
    assert run(folder, *story.words) == int(happened and story.command == "undo")
    assert marts(folder, loads_too=False) == story.after
    in_order(folder)


@pytest.mark.parametrize(
    "name, step",
    [("load", step) for step in LOAD]
    + [("undo", step) for step in PUBLISH]
    + [("rebuild", step) for step in ("build", "swap")]
    + [("restore", step) for step in RESTORE],
)
def test_death_after_each_step(killed, name, step):
    story, folder = killed(name, partial(dying.die_at, step))
    happened = assert_nothing_half(story, folder)
    assert_ends_as_if_unkilled(story, folder, happened)
    if name != "rebuild":  # whose figures are the same before and after
        steps = {"load": LOAD, "restore": RESTORE}.get(name, PUBLISH)
        assert happened == (steps.index(step) >= steps.index(COUNTS_FROM[name]))


@pytest.mark.parametrize("moves", range(1, 12, 2))
def test_death_while_a_restore_takes_its_place(killed, moves):
    """It was decided: whatever dies now, the next writer completes it."""
    story, folder = killed("restore", partial(dying.die_after_moves, moves))
    assert assert_nothing_half(story, folder)


@pytest.mark.parametrize(
    "name, moment",
    [(name, n) for name in ("load", "undo", "restore") for n in range(8)]
    + [("prune", n) for n in range(6)],
)
def test_death_at_a_random_moment(killed, stories, name, moment):
    chance = random.Random(f"{name} {moment}")
    story, folder = killed(name, after=chance.uniform(0.05, 1.0) * stories[name].takes)
    assert_nothing_half(story, folder)
    assert (folder.warehouse / "marts_000001.duckdb").exists() or name == "load"  # it is kept
