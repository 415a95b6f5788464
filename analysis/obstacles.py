"""What keeps a question from its mart: an earlier program, or a filter that it does not know?"""

from collections.abc import Iterable

from analysis.answer import Note
from analysis.marts import Marts
from analysis.selection import FILTERS, Selection


def obstacle(
    marts: Marts, table: str, selection: Selection, by: Iterable[str], unknown: Iterable[str]
) -> Note | None:
    """A note that says why `table` cannot answer; `unknown`: the columns that it does not have.

    A filter that the mart does not know would be passed over in silence, and the figure be of
    something else than what stands above it.
    """
    if table not in marts.tables:
        text = "not counted in this version; python -m etl rebuild counts it from the loads"
        return Note(text, "needs_rebuild")
    asked = [d for d in unknown if d in by or getattr(selection, FILTERS.get(d, d), ())]
    if asked:
        return Note(f"not counted by {', '.join(asked)}", "not_counted_by", by=asked)
    return None
