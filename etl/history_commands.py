"""The commands for what was loaded before: undo, versions, keep, prune, rebuild, backup, restore,
watch.
"""

import argparse
import json
import sys
from pathlib import Path

from etl import versions
from etl.backup import backup
from etl.data_folder import DataFolder
from etl.load import LIMIT
from etl.rebuild import rebuild
from etl.restore import restore
from etl.undo import undo
from etl.watch import Watch
from etl.writer import writing

WHAT = {
    "load": "load {load}",
    "undo": "load {load} undone",
    "reference": "names, holidays or questionnaires",
    "rebuild": "counted anew from the loads",
    "restore": "from a backup",
    "action": "an action entered or withdrawn",
}


def add(commands) -> None:
    """Add the parsers of these commands."""
    parser = commands.add_parser("undo", help="bring back the figures from before a load")
    parser.add_argument("load", type=int, metavar="LOAD", help="its number, as in `status`")
    parser.set_defaults(command=_undo)
    parser = commands.add_parser("versions", help="what was published when, oldest first")
    parser.add_argument("--json", action="store_true", help="for programs")
    parser.set_defaults(command=_versions)
    parser = commands.add_parser("keep", help="mark a version as reported: it is never pruned")
    parser.add_argument("version", metavar="VERSION", help="its number, as in `versions`")
    how = parser.add_mutually_exclusive_group(required=True)
    how.add_argument("--as", dest="title", metavar="TITLE", help='such as "گزارش مهر ۱۴۰۵"')
    how.add_argument("--no-longer", action="store_true", help="let it be pruned again")
    parser.set_defaults(command=_keep)
    parser = commands.add_parser("prune", help="remove versions that nobody marked")
    stay = f"how many earlier versions stay all the same ({versions.KEEP})"
    parser.add_argument("--keep", type=_number, default=versions.KEEP, metavar="N", help=stay)
    parser.set_defaults(command=_prune)
    parser = commands.add_parser("rebuild", help="count the marts anew from the loads")
    parser.set_defaults(command=_rebuild)
    _add_backup(commands)
    _add_watch(commands)


def _add_backup(commands) -> None:
    parser = commands.add_parser("backup", help="write everything into one archive")
    parser.add_argument("file", type=Path, metavar="FILE.tar.gz", help="also .tar; must be new")
    parser.set_defaults(command=_backup)
    parser = commands.add_parser("restore", help="bring a backup back")
    parser.add_argument("file", type=Path, metavar="FILE")
    parser.add_argument("--replace", action="store_true", help="set aside what is there now")
    parser.set_defaults(command=_restore)


def _add_watch(commands) -> None:
    parser = commands.add_parser("watch", help="take what lands in the inbox, until Ctrl+C")
    often = "how often to look (5)"
    parser.add_argument("--every", type=_seconds, default=5.0, metavar="SECONDS", help=often)
    parser.add_argument("--once", action="store_true", help="take what is there, then end")
    above = f"share of wrong rows above which a file is refused ({LIMIT})"
    parser.add_argument("--limit", type=float, default=LIMIT, metavar="SHARE", help=above)
    parser.set_defaults(command=_watch)


def _undo(arguments) -> int:
    undone = undo(DataFolder.chosen(), arguments.load)
    print(undone)
    for remark in undone.remarks:
        print(remark, file=sys.stderr)
    return 0


def _versions(arguments) -> int:
    rows = versions.records(DataFolder.chosen())
    if arguments.json:
        print(json.dumps({"versions": rows}, default=str, ensure_ascii=False, indent=1))
        return 0
    if not rows:
        print("nothing was published yet")
    for row in rows:
        size = f"{row['file'].stat().st_size / 1e6:.0f} MB" if row["file"] else "no longer here"
        when = (row["published_at"] or "").replace("T", " ")[:16]
        state = ", current" * row["current"] + f", kept as {row['title']}" * bool(row["title"])
        by = f" by {row['published_by']}" if row["published_by"] else ""
        print(f"{row['version']}  {when} UTC{by}  {changes(row)}  {size}{state}")
    return 0


def changes(row: dict) -> str:
    """What a version has anew, in a few words."""
    said = [WHAT[change["what"]].format(**change) for change in row["changes"]]
    return ", ".join(said[:4]) + (f" and {len(said) - 4} more" if len(said) > 4 else "")


def _keep(arguments) -> int:
    folder = DataFolder.chosen()
    with writing(folder):
        row = versions.keep(folder, arguments.version, arguments.title)
    kept = f"is kept as {row['title']}" if row["title"] else "may be pruned again"
    print(f"version {row['version']} {kept}")
    return 0


def _prune(arguments) -> int:
    folder = DataFolder.chosen()
    with writing(folder):
        removed = versions.prune(folder, arguments.keep)
    print(f"removed {len(removed)} versions" + (f": {', '.join(removed)}" if removed else ""))
    return 0


def _rebuild(arguments) -> int:
    print(f"version {rebuild(DataFolder.chosen(), _progress)} was counted anew from all loads")
    return 0


def _backup(arguments) -> int:
    files, size = backup(DataFolder.chosen(), arguments.file)
    print(f"{arguments.file}: {files} files, {size / 1e6:.1f} MB")
    print("It holds the salt of the clients' pseudonyms: keep it where only you can read it.")
    return 0


def _restore(arguments) -> int:
    folder = DataFolder.chosen()
    number = restore(folder, arguments.file, arguments.replace, _progress)
    print(f"restored as version {number}")
    aside = [str(path) for path in folder.root.glob(f"**/before-restore-{number}")]
    if aside:
        print(f"What was there lies in {' and '.join(aside)}; remove it when you are sure.")
    return 0


def _watch(arguments) -> int:
    folder = DataFolder.chosen()
    folder.inbox.mkdir(parents=True, exist_ok=True)
    watch = Watch(folder, arguments.limit, lambda said: print(said, flush=True))
    if arguments.once:
        return int(watch.once() > 0)
    print(f"watching {folder.inbox}; Ctrl+C ends it", flush=True)
    return watch.forever(arguments.every)


def _number(text: str) -> int:
    if not text.isdecimal():
        raise argparse.ArgumentTypeError(f"{text} is not a number of versions, 0 or more")
    return int(text)


def _seconds(text: str) -> float:
    seconds = float(text)
    if not 0 < seconds <= 3600:
        raise argparse.ArgumentTypeError(f"{text} is not a number of seconds up to 3600")
    return seconds


def _progress(said: str) -> None:
    print(said, file=sys.stderr, flush=True)
