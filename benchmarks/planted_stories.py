"""Are the stories planted in the sample found, and is nothing special where none are planted?

Two samples of the same country, one with its stories and one without, are written, loaded and
asked, the way everybody does it: process charts of the country, of every province and of every
channel, what changed in every month. Without stories nothing may be called special and nothing may
have changed.

    python -m benchmarks.planted_stories [FOLDER]         about 10 minutes; FOLDER keeps the samples
"""

import os
import shutil
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from analysis import process_charts, what_changed
from analysis.marts import open_marts
from analysis.selection import Selection
from etl import sample
from etl.data_folder import DataFolder
from etl.load import Loading

DATA = Path(__file__).resolve().parents[1] / "data"
GROUPINGS = ((), ("province",), ("channel",))


def loaded(root: Path, stories: bool) -> Path:
    """A data folder with 24 months of the sample; one that is there already is taken as it is."""
    if root.exists():
        return root
    for part in ("reference", "instruments", "studies", "frameworks", "mappings"):
        shutil.copytree(DATA / part, root / part)
    shutil.copy(DATA / "actions.toml", root)  # the evidence model names actions
    (root / "inbox").mkdir()
    written = sample.write(
        root / "inbox", stories=stories, reference=root / "reference",
        instruments=root / "instruments", studies=root / "studies",
    )  # fmt: skip
    for report in Loading(DataFolder(root)).load(sorted(written)):
        assert report.outcome == "loaded", list(report.lines())
    return root


def special(root: Path) -> tuple[set, int, int]:
    """(group, measure, month) of every special month; and of all charts, how many break a rule."""
    os.environ["PAYESH_DATA"] = str(root)
    marts, found, charts, broken = open_marts(), set(), 0, 0
    for by in GROUPINGS:
        answer = process_charts.ask(marts, Selection(), by=by)
        charts += len(answer.totals["charts"])
        broken += sum(chart["signals"] > 0 for chart in answer.totals["charts"])
        for row in answer.rows:
            if (row["variation"] or "common_cause") != "common_cause":
                group = row[by[0]] if by else "country"
                found.add((group, row["measure"], row["month"]))
    return found, charts, broken


def changes(root: Path) -> tuple[int, int]:
    """Families of `what_changed` with any change, and families asked."""
    os.environ["PAYESH_DATA"] = str(root)
    marts = open_marts()
    months = marts.months()[1:]
    listed = [len(what_changed.ask(marts, Selection(last_month=month)).rows) for month in months]
    return sum(count > 0 for count in listed), len(listed)


def main(folder: Path) -> bool:
    told, calm = loaded(folder / "told", True), loaded(folder / "calm", False)
    found, _, _ = special(told)
    silent = process_charts.ask(open_marts(), Selection(), measures=("completion_rate",))
    planted = {
        "the outage of the portal": ("web_portal", "requests_per_working_day", "1404-08") in found,
        "the rise in South Khorasan": ("IR-29", "satisfaction", "1404-12") in found,
        "the branch gone silent": any(
            (mark["code"], mark["month"], mark["what"]) == ("B0918", "1404-10", "vanishes")
            for mark in silent.totals["breaks"]
        ),
        "the growth of the app": ("mobile_app", "requests_per_working_day", "1405-07") in found,
    }
    for story, seen in planted.items():
        print(f"{story}: {'found' if seen else 'NOT found'}")
    wrong, charts, broken = special(calm)
    families, asked = changes(calm)
    print(f"no stories: {broken} of {charts} charts break a rule, {len(wrong)} months are special")
    print(f"no stories: something is said to have changed in {families} of {asked} months")
    # By chance 5 % of the months of a calm country may have a change.
    return all(planted.values()) and not wrong and families <= 2


if __name__ == "__main__":
    if len(sys.argv) > 1:
        sys.exit(not main(Path(sys.argv[1])))
    with TemporaryDirectory() as room:
        sys.exit(not main(Path(room)))
