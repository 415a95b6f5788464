"""Load what was looked at, and nothing else.

Between the look and the decision a file can change and another load can land. What would then
happen is not what was shown, so it is refused, under the lock, before anything is kept.
"""

from dataclasses import dataclass, field
from pathlib import Path

from etl.load import Loading
from etl.refusal import Refusal

AGAIN = "look at it again, then decide"


@dataclass(frozen=True)
class Seen:
    """What somebody saw of a file and agreed to."""

    sha256: str
    replaces: int | None
    rows_taken: int
    rows_refused: int


@dataclass
class Agreed(Loading):
    """A load of files that were looked at; `seen` by path."""

    seen: dict[Path, Seen] = field(default_factory=dict)
    path: Path | None = None

    def _load(self, con, path: Path):
        self.path = path
        return super()._load(con, path)

    def _keep(self, room: Path, entry: dict) -> Path:
        now = Seen(*(entry[key] for key in ("sha256", "replaces", "rows_taken", "rows_refused")))
        before = self.seen[self.path]
        if now.sha256 != before.sha256:
            raise Refusal(entry["file"], "the file changed since it was looked at", AGAIN)
        if now != before:
            what = "another load landed since it was looked at, and it would now do something else"
            raise Refusal(entry["file"], what, AGAIN)
        return super()._keep(room, entry)
