"""Where the organisation's data lies: one folder, `data/` or the one that PAYESH_DATA names."""

import os
from dataclasses import dataclass
from pathlib import Path

from etl.refusal import Refusal

PROJECT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True)
class DataFolder:
    root: Path

    @classmethod
    def chosen(cls) -> "DataFolder":
        """The folder named by PAYESH_DATA, else `data/` of the project."""
        named = os.environ.get("PAYESH_DATA")
        if named and not Path(named).is_dir():
            raise Refusal(f"PAYESH_DATA={named}", "no such folder", "an existing data folder")
        return cls(Path(named or PROJECT / "data").resolve())

    @property
    def reference(self) -> Path:
        return self.root / "reference"

    @property
    def events(self) -> Path:
        return self.root / "events.csv"

    @property
    def targets(self) -> Path:
        return self.root / "targets.csv"

    @property
    def actions(self) -> Path:
        return self.root / "actions.toml"

    @property
    def themes(self) -> Path:
        """The dictionary by which open answers are counted."""
        return self.root / "themes.toml"

    @property
    def actions_taken(self) -> Path:
        """Which actions were taken where and when, as managers entered it; only ever added to."""
        return self.root / "actions_taken.csv"

    @property
    def instruments(self) -> Path:
        return self.root / "instruments"

    @property
    def studies(self) -> Path:
        return self.root / "studies"

    @property
    def evidence_model(self) -> Path:
        return self.studies / "evidence_model.toml"

    @property
    def frameworks(self) -> Path:
        return self.root / "frameworks"

    @property
    def mappings(self) -> Path:
        return self.root / "mappings"

    @property
    def inbox(self) -> Path:
        return self.root / "inbox"

    @property
    def warehouse(self) -> Path:
        return self.root / "warehouse"

    @property
    def loads(self) -> Path:
        return self.warehouse / "loads"

    @property
    def versions(self) -> Path:
        """A small record of every version that was ever published, also of those pruned since."""
        return self.warehouse / "versions"

    @property
    def staging(self) -> Path:
        """Where a load is prepared; what lies here is worthless once its writer is gone."""
        return self.warehouse / "staging"

    @property
    def spill(self) -> Path:
        """What queries of a writer have no memory for; as worthless once it is gone."""
        return self.warehouse / "spill"
