"""Answers on the command line: `python -m analysis factor_status --province IR-09 …`."""

import argparse
import importlib
import inspect
import pkgutil
import re
import sys
from types import ModuleType

import analysis
from analysis import printing, versions
from analysis.evidence import RULES
from analysis.marts import NoWarehouse, open_marts
from analysis.selection import GROUPS, Selection, SelectionError
from analysis.statistics.multiple import METHODS
from analysis.survey_estimates import DESIGNS

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

# Options of the questions whose `ask` takes them.
OWN = {
    "rule": {"choices": RULES, "help": "what gives the status: as in the study, or by "
             "the survey's design with adjusted tests (default: %(default)s)"},
    "adjust": {"choices": METHODS, "help": "of the tests of the evidence rule (default: "
               "%(default)s, Benjamini-Hochberg)"},
    "target": {"type": float, "metavar": "3.5", "help": "in place of the questionnaire's "
               "reference"},
    "design": {"choices": DESIGNS, "help": "branches as clusters in provinces, or answers drawn "
               "one by one (default: %(default)s)"},
}  # fmt: skip


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
        _add_options(command, _taken(module)["by"])
        _add_own_options(command, name, found)
    return top


def _taken(module: ModuleType) -> dict:
    """What the `ask` of a question takes beside the marts and the selection → its default."""
    parameters = list(inspect.signature(module.ask).parameters.values())
    return {parameter.name: parameter.default for parameter in parameters[2:]}


def _add_own_options(command: argparse.ArgumentParser, name: str, found: dict) -> None:
    """The options of `OWN` that the question takes; the others are refused, saying who does."""
    taken = _taken(found[name])
    for option, settings in OWN.items():
        if option in taken:
            command.add_argument(f"--{option}", default=taken[option], **settings)
        else:
            takers = [other for other, module in found.items() if option in _taken(module)]
            refusal = f"{name} does not take it; {', '.join(takers)} would"
            command.add_argument(
                f"--{option}", action=_Refused, help=argparse.SUPPRESS, const=refusal
            )


class _Refused(argparse.Action):
    """An option of other questions."""

    def __call__(self, parser, namespace, values, option_string=None):
        raise argparse.ArgumentError(self, self.const)


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
    earlier = command.add_mutually_exclusive_group()
    earlier.add_argument("--version", metavar="000012", help="as it was published then")
    earlier.add_argument("--on", type=_day, metavar="1404-08-30", help="as published by that day")
    command.add_argument("--format", choices=printing.FORMATS, default="table")


def _day(text: str) -> str:
    if not re.fullmatch(r"\d{4}-\d{1,2}-\d{1,2}", text):
        raise argparse.ArgumentTypeError(f"{text} is no day such as 2025-11-21 or 1404-08-30")
    return text


def main(arguments: list[str] | None = None) -> int:
    """Print the answer; the exit status is 2 for a wrong code or month, 1 without a warehouse."""
    found = questions()
    options = parser(found).parse_args(arguments)
    fields = [field for field, *_ in (*MANY.values(), *ONE.values())]
    selection = Selection(**{field: getattr(options, field) for field in fields})
    module = found[options.question]
    chosen = {name: getattr(options, name) for name in OWN if name in _taken(module)}
    chosen |= {} if options.by is None else {"by": tuple(options.by)}
    try:
        number = versions.current_on(options.on) if options.on else options.version
        answer = module.ask(open_marts(version=number), selection, **chosen)
    except (SelectionError, NoWarehouse, versions.NoSuchDay) as error:
        print(f"python -m analysis {options.question}: {error}", file=sys.stderr)
        return NO_ANSWER if isinstance(error, NoWarehouse) else WRONG_QUESTION
    sys.stdout.write(printing.FORMATS[options.format](answer))
    return 0


if __name__ == "__main__":
    sys.exit(main())
