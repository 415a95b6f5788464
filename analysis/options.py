"""The options of the command line that some questions take and others do not.

A question takes an option when its `ask` has the parameter that the option sets.
"""

import argparse
import inspect
from collections.abc import Mapping
from types import ModuleType

from analysis.breaks import PANELS
from analysis.drivers import LEVELS
from analysis.evidence import RULES
from analysis.invariance import BETWEEN, OTHERS
from analysis.measures import CHARTED, COMPARED
from analysis.priorities import IMPORTANCES
from analysis.self_assessment import UNITS
from analysis.statistics.exploratory import EXTRACTIONS, ROTATIONS
from analysis.statistics.multiple import METHODS
from analysis.structure import STRUCTURES
from analysis.survey_estimates import DESIGNS
from analysis.what_changed import COMPARISONS

# Option → parameter of `ask` → how it is written; the first that a question has is set.
OPTIONS = {
    "--rule": {"rule": {"choices": RULES, "help": "what gives the status: as in the study, or by "
                        "the survey's design with adjusted tests"}},
    "--adjust": {"adjust": {"choices": METHODS, "help": "of the tests of the evidence rule; bh is "
                            "Benjamini-Hochberg"}},
    "--target": {"target": {"type": float, "metavar": "3.5", "help": "in place of the "
                            "questionnaire's reference, or of the average of all units"}},
    "--design": {"design": {"choices": DESIGNS, "help": "branches as clusters in provinces, or "
                            "answers drawn one by one"}},
    "--compare": {"compare": {"choices": COMPARISONS, "help": "what the last month is compared "
                              "with"}},
    "--measure": {
        "measure": {"choices": COMPARED, "help": "what is compared"},
        "measures": {"choices": CHARTED, "nargs": "+", "action": "extend",
                     "help": "what is charted (default: all of them)"},
    },
    "--factor": {"factor": {"metavar": "R12", "help": "one factor of the questionnaire, by code"}},
    "--importance": {"importance": {"choices": IMPORTANCES, "help": "the published loading of a "
                                    "factor, what customers said, or its share in overall "
                                    "satisfaction (default: the first that "
                                    "the questionnaire has)"}},
    "--level": {"level": {"choices": LEVELS, "help": "whose share in the overall answer is told "
                          "(default: the first that the questionnaire has several of)"}},
    "--factors": {"factors": {"choices": STRUCTURES, "help": "what the items are taken to "
                              "measure"}},
    "--between": {"between": {"choices": BETWEEN, "help": "what the two groups are"}},
    "--pair": {"pair": {"metavar": "GROUP", "nargs": 2, "help": "two provinces or two months, or "
                        f"one and {OTHERS}"}},
    "--extraction": {"extraction": {"choices": tuple(EXTRACTIONS), "help": "of the factors"}},
    "--rotation": {"rotation": {"choices": ROTATIONS, "help": "of the factors"}},
    "--number": {"number": {"type": int, "metavar": "4", "help": "of factors (default: as many as "
                            "parallel analysis finds)"}},
    "--framework": {"framework": {"metavar": "NAME", "help": "what units judge themselves by "
                                  "(default: the first of data/frameworks)"}},
    "--round": {"month": {"metavar": "1404-07", "help": "the Jalali month of the self-assessment "
                          "(default: the last one)"}},
    "--units": {"units": {"choices": UNITS, "help": "who judges itself"}},
    "--theme": {"theme": {"metavar": "outages", "help": "one theme of data/themes.toml, by code"}},
    "--open-question": {"open_question": {"metavar": "comment", "help": "which open question, by "
                        "code (default: the first of the questionnaire)"}},
    "--panel": {"panel": {"choices": PANELS, "help": "all branches, or only those with data in "
                          "every month"}},
}  # fmt: skip


def taken(module: ModuleType) -> dict:
    """What the `ask` of a question takes beside the marts and the selection → its default."""
    parameters = list(inspect.signature(module.ask).parameters.values())
    return {parameter.name: parameter.default for parameter in parameters[2:]}


def add(command: argparse.ArgumentParser, name: str, found: Mapping[str, ModuleType]) -> None:
    """The options that question `name` takes; the others are refused, saying who takes them."""
    for option, written in OPTIONS.items():
        parameter = _parameter(option, found[name])
        if parameter is None:
            takers = [other for other, module in found.items() if _parameter(option, module)]
            refusal = f"{name} does not take it; {', '.join(takers)} would"
            command.add_argument(option, action=_Refused, help=argparse.SUPPRESS, const=refusal)
            continue
        default = taken(found[name])[parameter]
        usual = f" (default: {default})" if isinstance(default, str) else ""
        settings = written[parameter] | {"help": written[parameter]["help"] + usual}
        if option == "--measure" and hasattr(found[name], "MEASURES"):  # measures of its own
            settings["choices"] = found[name].MEASURES
        command.add_argument(option, dest=parameter, **settings)


def chosen(options: argparse.Namespace, module: ModuleType) -> dict:
    """The parameters of `ask` that were set on the command line."""
    names = ["by", *filter(None, (_parameter(option, module) for option in OPTIONS))]
    values = {name: getattr(options, name) for name in names}
    return {
        name: tuple(value) if isinstance(value, list) else value
        for name, value in values.items()
        if value is not None
    }


def _parameter(option: str, module: ModuleType) -> str | None:
    """The parameter of a question that the option sets, if it takes it."""
    return next((name for name in OPTIONS[option] if name in taken(module)), None)


class _Refused(argparse.Action):
    """An option of other questions."""

    def __call__(self, parser, namespace, values, option_string=None):
        raise argparse.ArgumentError(self, self.const)
