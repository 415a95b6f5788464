"""The kinds of extract, one module each, found by being in this folder.

A source has: KIND; KEY (the columns that name a row); MONTH_OF (the column its month comes from);
PLACE (columns of which one must be there); MARTS (the tables it fills); COUNTED (what must equal
the rows taken, for the parameter load: no row may get lost); `columns(instrument)`; `row_checks()`
(column, code and condition of what only several cells together can show); `prepare(con,
instrument)` (what its marts read besides the view `accepted`). For the checks against earlier
months it may have `volumes(column)` (SQL of the rows of earlier loads), SHARES (the columns whose
values are compared) and `each(columns)` (SQL: how much a row counts, else 1). It may also have
`derived()` (column → SQL of what it is where it is empty); TIME (columns of which one must be
there); FIRST_MONTH_OF (the column in which a period longer than a month begins); UNPIVOTED and
UNPIVOTED_BY (the column that a mapping may share out among several, and by what).
"""

import importlib
import pkgutil
from types import ModuleType


def all_sources() -> dict[str, ModuleType]:
    """The sources by kind."""
    names = sorted(module.name for module in pkgutil.iter_modules(__path__))
    modules = [importlib.import_module(f"{__name__}.{name}") for name in names]
    return {module.KIND: module for module in modules}
