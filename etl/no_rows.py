"""Which lines of a file are no rows: the header once more, a note alone in its line, a total?"""

from collections.abc import Iterable, Sequence

from etl.persian_text import normalised_sql
from etl.sql import literal, name

# Words with which a line begins that sums up others. «جمع آوری» is collecting, «جمع آذر» a total.
TOTAL = (
    r"(?i)^(?:(?:جمع|مجموع|سرجمع)(?:\x{200c}کل)?(?:[:(-].*|\s+(?:[^آ]|آ[^و]).*)?"
    r"|(?:(?:grand[ -]|sub-?)?total|sum)(?:[\s:(-].*)?)$"
)
ALONE, SUMS_UP = "alone in its line", "sums up"  # what is no row, if the row is not right
AGAIN = "header again"  # the line says what the header says: two files put together
MARKS = (AGAIN, ALONE, SUMS_UP)


def marks_sql(headers: Sequence[str], at: Iterable[int]) -> str:
    """The MARKS of a line as columns, from its cells c0, c1, …; at: the cells that are read."""
    same = [f"{normalised_sql(f'c{n}')} = {literal(headers[n])}" for n in sorted(at)]
    cells = [f"nullif(c{n}, '')" for n in range(len(headers))]
    alone = f"coalesce({', '.join([*cells[1:], 'null'])}) is null"
    first = normalised_sql(f"coalesce({', '.join([*cells[:3], 'null'])})")
    return (
        f"coalesce({' and '.join(same) or 'false'}, false) as {name(AGAIN)}, "
        f"{alone} as {name(ALONE)}, "
        f"coalesce(regexp_matches({first}, {literal(TOTAL)}), false) as {name(SUMS_UP)}"
    )
