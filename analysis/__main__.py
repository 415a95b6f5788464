"""Answers on the command line: `python -m analysis factor_status --province IR-09 …`."""

import argparse
import importlib
import inspect
import pkgutil
import sys
from types import ModuleType

import analysis
from analysis import printing
from analysis.marts import NoWarehouse, open_marts
from analysis.selection import GROUPS, Selection, SelectionError

WRONG_QUESTION, NO_ANSWER = 2, 1

# Option → field of Selection, what to write after it, help.
MANY = {
    "--province": ("provinces", "IR-09", "provinces, by ISO 3166-2 code"),
    "--branch": ("branches", "BRANCH", "branches, by code"),
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
        _add_options(
            asked.add_parser(
                name,
                help=text.splitlines()[0].partition(": ")[2] or text.splitlines()[0],
                description=text,
                formatter_class=argparse.RawDescriptionHelpFormatter,
            ),
            inspect.signature(module.ask).parameters["by"].default,
        )
    return top


def _add_options(command: argparse.ArgumentParser, default_by: tuple[str, ...]) -> None:
    for option, (field, example, text) in MANY.items():
        command.add_argument(
            option, dest=field, metavar=example, nargs="+", action="extend", default=[], help=text
        )
    for option, (field, example, text) in ONE.items():
        command.add_argument(option, dest=field, metavar=example, help=text)
    command.add_argument(
        "--by",
        nargs="+",
        action="extend",
        choices=GROUPS,
        help=f"one row per … (default: {' '.join(default_by) or 'no grouping'})",
    )
    command.add_argument("--format", choices=printing.FORMATS, default="table")


def main(arguments: list[str] | None = None) -> int:
    """Print the answer; the exit status is 2 for a wrong code or month, 1 without a warehouse."""
    found = questions()
    options = parser(found).parse_args(arguments)
    fields = [field for field, *_ in (*MANY.values(), *ONE.values())]
    selection = Selection(**{field: getattr(options, field) for field in fields})
    grouping = {} if options.by is None else {"by": tuple(options.by)}
    try:
        answer = found[options.question].ask(open_marts(), selection, **grouping)
    except (SelectionError, NoWarehouse) as error:
        print(f"python -m analysis {options.question}: {error}", file=sys.stderr)
        return WRONG_QUESTION if isinstance(error, SelectionError) else NO_ANSWER
    sys.stdout.write(printing.FORMATS[options.format](answer))
    return 0


if __name__ == "__main__":
    sys.exit(main())
