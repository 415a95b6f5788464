"""`python -m etl`: sample, template, check, load, status, and what `history_commands` and
`action_commands` add.

Exit status: 0 all is well; 1 an extract was refused; 2 the command was not understood.
"""

import argparse
import json
import sys
from pathlib import Path

import duckdb
import jdatetime

from etl import action_commands, disk, history_commands, sample, stopping
from etl.checks import catalogue
from etl.data_folder import DataFolder
from etl.desk import templates
from etl.extract import today_in_iran
from etl.history import history, undone
from etl.load import LIMIT, Loading
from etl.publish import reading
from etl.refusal import Refusal
from etl.report import Report
from etl.sources import all_sources
from etl.watch import inbox_files
from etl.weighting_tables import told

STATUS = ("load", "file", "sha256", "kind", "period", "rows_taken", "rows_refused", "loaded_at",
          "loaded_by", "replaces")  # fmt: skip

QUERY_STOPPED = "Query interrupted"  # what DuckDB makes of Ctrl+C inside a query


def main(argv: list[str] | None = None) -> int:
    arguments = _parser().parse_args(argv)
    try:
        with stopping.stopping_in_time():
            return arguments.command(arguments)
    except Refusal as refusal:
        print(refusal, file=sys.stderr)
        return 1
    except (KeyboardInterrupt, duckdb.InterruptException):
        return _stopped()
    except (OSError, duckdb.Error) as error:
        if not (said := disk.told(error)):
            raise
        print(said, file=sys.stderr)
        return 1
    except RuntimeError as error:
        if str(error) != QUERY_STOPPED:
            raise
        return _stopped()


def _stopped() -> int:
    print(stopping.STOPPED, file=sys.stderr)
    return stopping.EXIT_STATUS


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m etl",
        description="Take monthly extracts into the warehouse. PAYESH_DATA names another data "
        "folder than data/.",
    )
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    _sample_parser(commands)
    check = commands.add_parser("check", help="say what a load would say; write nothing")
    check.add_argument("files", nargs="+", type=Path, metavar="FILE")
    _limit(check)
    _format(check)
    check.set_defaults(command=_check)
    load = commands.add_parser("load", help="take files, or everything new in the inbox")
    load.add_argument("files", nargs="*", type=Path, metavar="FILE", help="default: the inbox")
    _limit(load)
    _format(load)
    load.set_defaults(command=_load)
    _template_parser(commands)
    checks = commands.add_parser("checks", help="every check: what it means, what to do")
    checks.add_argument("--markdown", action="store_true", help="as docs/checks.md has it")
    checks.set_defaults(command=_checks)
    status = commands.add_parser("status", help="all loads, oldest first")
    status.add_argument("--json", action="store_true", help="for programs")
    status.set_defaults(command=_status)
    history_commands.add(commands)
    action_commands.add(commands)
    return parser


def _sample_parser(commands) -> None:
    parser = commands.add_parser("sample", help="write invented extracts, to try things out")
    months = ", ".join(f"{size.months} of {name}" for name, size in sorted(sample.SIZES.items()))
    parser.add_argument("--months", type=int, help=f"how many months ({months})")
    parser.add_argument("--seed", type=int, default=7, help="another seed, other numbers (7)")
    parser.add_argument("--size", choices=sorted(sample.SIZES), default="small")
    until = _sample_until()
    parser.add_argument("--until", default=until, help=f"the last Jalali month ({until})")
    parser.add_argument("--to", type=Path, required=True, metavar="FOLDER", help="where to write")
    parser.set_defaults(command=_sample)


def _sample_until() -> str:
    """1405-07, or the month before this one: what lies in the future is not loaded."""
    today = jdatetime.date.fromgregorian(date=today_in_iran())
    year, month = divmod(today.year * 12 + today.month - 2, 12)
    return min("1405-07", f"{year}-{month + 1:02d}")


def _template_parser(commands) -> None:
    parser = commands.add_parser(
        "template", help="write what an extract must look like, to fill in"
    )
    parser.add_argument("kind", metavar="KIND", help=", ".join(all_sources()))
    parser.add_argument("--instrument", metavar="NAME", help="questionnaire (default: each)")
    parser.add_argument("--to", type=Path, required=True, metavar="FOLDER", help="where to write")
    parser.set_defaults(command=_template)


def _limit(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--limit",
        type=_share,
        default=LIMIT,
        metavar="SHARE",
        help=f"share of wrong rows above which a file is refused ({LIMIT}); set it higher only "
        "when you know why those rows are wrong",
    )


def _format(parser: argparse.ArgumentParser) -> None:
    forms = ("text", "json")
    parser.add_argument("--format", choices=forms, default="text", help="json for programs")


def _share(text: str) -> float:
    share = float(text)
    if not 0 <= share <= 1:
        raise argparse.ArgumentTypeError(f"{text} is not a share from 0 to 1")
    return share


def _sample(arguments) -> int:
    folder = DataFolder.chosen()
    arguments.to.mkdir(parents=True, exist_ok=True)
    written = sample.write(
        arguments.to,
        months=arguments.months,
        seed=arguments.seed,
        size=arguments.size,
        until=arguments.until,
        reference=folder.reference,
        instruments=folder.instruments,
        studies=folder.studies,
        frameworks=folder.frameworks,
        progress=_progress,
    )
    print(f"{len(written)} invented extracts in {arguments.to}")
    return 0


def _template(arguments) -> int:
    folder = DataFolder.chosen()
    for path in templates.write(folder, arguments.kind, arguments.instrument, arguments.to):
        print(path)
    return 0


def _check(arguments) -> int:
    loading = Loading(DataFolder.chosen(), arguments.limit, progress=_progress)
    return _tell((loading.check(path) for path in arguments.files), arguments.format)


def _load(arguments) -> int:
    folder = DataFolder.chosen()
    folder.inbox.mkdir(parents=True, exist_ok=True)
    files = arguments.files or inbox_files(folder)
    if not files:
        print(f"nothing in {folder.inbox}")
    # What was undone comes back when it is named, not because it still lies in the inbox.
    loading = Loading(
        folder, arguments.limit, progress=_progress, take_undone=bool(arguments.files)
    )
    return _tell(loading.load(files), arguments.format)


def _checks(arguments) -> int:
    if arguments.markdown:
        print(catalogue.markdown(), end="")
        return 0
    for check in catalogue.catalogue().values():
        print(f"{check.severity:<8} {check.code:<28} {check.title_en}. {check.do_en}")
    return 0


def _tell(reports, form: str) -> int:
    """Print each report as it comes, as JSON all in one; 1 if any file was refused."""
    if form == "json":
        told = list(reports)
        every = {"reports": [report.as_dict() for report in told]}
        print(json.dumps(every, ensure_ascii=False, indent=1))
        return int(any(report.failed for report in told))
    failed = False
    for report in reports:
        failed |= _print(report)
    return int(failed)


def _print(report: Report) -> bool:
    stream = sys.stderr if report.failed else sys.stdout
    for line in report.lines():
        print(line, file=stream, flush=True)
    return report.failed


def _status(arguments) -> int:
    folder = DataFolder.chosen()
    loads = [{key: entry[key] for key in STATUS} for entry in history(folder)]
    keys = (*STATUS, "undone_at", "undone_by")
    taken_back = [{key: entry[key] for key in keys} for entry in undone(folder)]
    with reading(folder) as con:
        weights = list(told(con).values())
    if arguments.json:
        every = {"loads": loads} | ({"undone": taken_back} if taken_back else {})
        every |= {"weights": weights} if weights else {}
        print(json.dumps(every, default=str, ensure_ascii=False, indent=1))
        return 0
    if not loads:
        print("nothing is loaded yet" if not taken_back else "nothing is loaded now")
    for entry in sorted(loads + taken_back, key=lambda entry: entry["load"]):
        replaced = f", replaces load {entry['replaces']}" if entry["replaces"] else ""
        if "undone_at" in entry:
            replaced += f", undone {entry['undone_at']:%Y-%m-%d %H:%M} UTC by {entry['undone_by']}"
        print(
            f"{entry['load']:>4}  {entry['kind']:<12} {entry['period']:<15} {entry['file']}  "
            f"{entry['rows_taken']:,} taken, {entry['rows_refused']:,} refused  "
            f"{entry['loaded_at']:%Y-%m-%d %H:%M} UTC by {entry['loaded_by']}{replaced}"
        )
    for line in weights:
        print(line)
    return 0


def _progress(said: str) -> None:
    """Progress goes to standard error: results can be piped without it."""
    print(said, file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
