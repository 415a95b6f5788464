"""The checks of whole files, one module each, found by being in this folder.

A check has: a docstring that asks its question; CODES, which it may say; and `look(evidence)`,
which yields a `Remark` for each finding. None of them stops a load.
"""

import importlib
import pkgutil
from types import ModuleType

from etl.checks.evidence import Evidence
from etl.checks.remark import Remark


def all_checks() -> list[ModuleType]:
    names = sorted(module.name for module in pkgutil.iter_modules(__path__))
    return [importlib.import_module(f"{__name__}.{name}") for name in names]


def remarks(evidence: Evidence) -> list[Remark]:
    """What all checks have to say of a file, warnings before hints."""
    found = [remark for check in all_checks() for remark in check.look(evidence)]
    return sorted(found, key=lambda remark: remark.entry.severity, reverse=True)
