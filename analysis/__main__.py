"""Answers on the command line: `python -m analysis factor_status --province IR-09 …`."""

import argparse
import importlib
import inspect
import pkgutil
import re
import sys
from types import ModuleType

import analysis
from analysis import cities, documents, options, printing, versions
from analysis.marts import NoWarehouse, open_marts
from analysis.selection import GROUPS, Selection, SelectionError

WRONG_QUESTION, NO_ANSWER = 2, 1

# Option → field of Selection, what to write after it, help.
MANY = {
    "--province": ("provinces", "IR-09", "provinces, by ISO 3166-2 code"),
    "--branch": ("branches", "BRANCH", "branches, by code"),
    "--city": ("cities", "mashhad", "all branches of a city"),
    "--channel": ("channels", "CHANNEL", "channels, by code"),
    "--service": ("services", "SERVICE", "services, by code"),
    "--customer-group": ("customer_groups", "GROUP", "customer groups, by code"),
}
ONE = {
    "--region": ("region", "NAME", "a named group of provinces"),
    "--from": ("first_month", "1404-01", "first Jalali month"),
    "--to": ("last_month", "1404-07", "last Jalali month, included"),
    "--instrument": ("instrument", "NAME", "questionnaire (default: the most answered)"),
    "--battery": ("battery", "NAME", "battery of the questionnaire (default: its status battery)"),
}


def questions() -> dict[str, ModuleType]:
    """Question → module: every module of this folder that has `ask`."""
    found = {}
    for module in pkgutil.iter_modules(analysis.__path__):
        if module.name != "__main__" and not module.ispkg:
            imported = importlib.import_module(f"analysis.{module.name}")
            if hasattr(imported, "ask"):
                found[module.name] = imported
    return found


def parser(found: dict[str, ModuleType]) -> argparse.ArgumentParser:
    top = argparse.ArgumentParser(
        prog="python -m analysis",
        description="Answers from the published marts, each with its n, period and loads.",
        epilog="Each question has --help of its own. PAYESH_DATA names another data folder.",
    )
    asked = top.add_subparsers(dest="question", metavar="QUESTION", required=True)
    for name, module in found.items():
        text = inspect.getdoc(module)
        command = asked.add_parser(
            name,
            help=text.splitlines()[0].partition(": ")[2] or text.splitlines()[0],
            description=text,
            formatter_class=argparse.RawDescriptionHelpFormatter,
        )
        _add_options(command, options.taken(module)["by"], name in documents.DOCUMENTED)
        options.add(command, name, found)
    return top


def _add_options(
    command: argparse.ArgumentParser, default_by: tuple[str, ...], documented: bool
) -> None:
    for option, (field, example, text) in MANY.items():
        command.add_argument(
            option, dest=field, metavar=example, nargs="+", action="extend", default=[], help=text
        )
    for option, (field, example, text) in ONE.items():
        settings = documents.SETTINGS.get(option, {}) if documented else {}
        usual = {"dest": field, "metavar": example, "help": text}
        command.add_argument(option, **(usual | settings))
    command.add_argument(
        "--by",
        nargs="+",
        action="extend",
        choices=GROUPS,
        help=f"one row per … (default: {' '.join(default_by) or 'no grouping'})",
    )
    earlier = command.add_mutually_exclusive_group()
    earlier.add_argument("--version", metavar="000012", help="as it was published then")
    earlier.add_argument("--on", type=_day, metavar="1404-08-30", help="as published by that day")
    formats = [*printing.FORMATS, *(documents.FORMATS if documented else ())]
    command.add_argument("--format", choices=formats, default="table")
    if documented:
        documents.add(command)


def _day(text: str) -> str:
    if not re.fullmatch(r"\d{4}-\d{1,2}-\d{1,2}", text):
        raise argparse.ArgumentTypeError(f"{text} is no day such as 2025-11-21 or 1404-08-30")
    return text


def main(arguments: list[str] | None = None) -> int:
    """Print the answer; the exit status is 2 for a wrong code or month, 1 without a warehouse."""
    found = questions()
    given = parser(found).parse_args(arguments)
    fields = [field for field, *_ in (*MANY.values(), *ONE.values()) if field != "cities"]
    selection = Selection(**{field: getattr(given, field) for field in fields})
    module = found[given.question]
    try:
        number = versions.current_on(given.on) if given.on else given.version
        marts, chosen = open_marts(version=number), options.chosen(given, module)
        selection = cities.within(marts, selection, given.cities)
        if given.question in documents.DOCUMENTED:
            documents.check(given)
        if given.format in documents.FORMATS:
            documents.write(module, marts, selection, given, chosen)
        else:
            sys.stdout.write(printing.FORMATS[given.format](module.ask(marts, selection, **chosen)))
    except (SelectionError, NoWarehouse, versions.NoSuchDay, documents.NoDocument) as error:
        print(f"python -m analysis {given.question}: {error}", file=sys.stderr)
        return NO_ANSWER if isinstance(error, NoWarehouse) else WRONG_QUESTION
    return 0


if __name__ == "__main__":
    sys.exit(main())
