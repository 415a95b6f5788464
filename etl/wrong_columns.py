"""Are these the columns of what a file was taken for? If not, it is refused with proposals."""

from pathlib import Path

from etl.column_names import listed, proposed, shown
from etl.instruments import Instrument
from etl.refusal import Refusal
from etl.returned import OURS

SHOWN = 20  # unexpected columns that are named, each with a proposal


def refuse_wrong_columns(path: Path, found) -> None:
    """A file with wrong columns is refused whole; the message proposes the closest names."""
    ours = [column.name for column in found.columns]
    given = {*found.positions, *found.mapping.constants, found.mapping.line_number}
    unknown = sorted(given - set(ours) - {""})
    missing = [c.name for c in found.columns if c.name not in given and c.required]
    for some in (found.source.PLACE, getattr(found.source, "TIME", ())):
        if some and not given & set(some):
            missing.append(" or ".join(some))
    if "answers" in found.source.MARTS:
        sheet = {column for column, _, _ in found.instrument.answer_columns()}
        missing.extend(sorted(sheet - given - set(missing)))
        if found.mapping.long:  # its answers are told by their lines
            missing = [column for column in missing if column not in sheet]
    taken = {found.headers[position] for position in found.positions.values()}
    taken |= {found.headers[position] for position in found.long.values()}
    others = [h for h in found.headers if h not in taken and h not in OURS]
    extra = others if not found.mapping.ignore_others else []
    twice = sorted({h for h in taken if found.headers.count(h) > 1})
    twice += shared_positions(found)
    if unknown or missing or extra or twice:
        raise Refusal(
            path.name,
            _wrong_columns(found, unknown, missing, extra, twice),
            f"the columns of {found.source.KIND}, or a mapping in data/mappings",
            code="columns",
        )


def shared_positions(found) -> list[str]:
    """Headers that two names of a mapping mean: once by the code, say, and once by the question."""
    positions = list(found.positions.values())
    return sorted({found.headers[p] for p in positions if positions.count(p) > 1})


def _wrong_columns(found, unknown, missing, extra, twice) -> str:
    said = [f"taken for {found.source_name}"]
    if missing:
        said.append(f"missing columns {', '.join(missing)}")
    called = wordings(missing, found.instrument)
    nameless = [n for n, header in enumerate(found.headers, start=1) if not header]
    if nameless and "" in extra:
        said.append(f"columns without a header: number {', '.join(map(str, nameless[:SHOWN]))}")
    extra = [header for header in extra if header]
    for header in extra[:SHOWN]:
        like = proposed(header, called)
        perhaps = f" (perhaps {like}?)" if like else ""
        said.append(f"unexpected column {shown(header)!r}{perhaps}")
    if len(extra) > SHOWN:
        said.append(f"and {len(extra) - SHOWN:,} more unexpected columns")
    if unknown:
        said.append(f"the mapping names unknown columns {', '.join(unknown)}")
    if twice:
        said.append(f"columns that stand twice: {listed(twice)}")
    return "; ".join(said)


def wordings(columns: list[str], instrument: Instrument | None) -> dict[str, list[str]]:
    """Our columns and how people may call them: an answer's column by its question too."""
    called = {column: [column] for column in columns}
    answers = instrument.told_columns() if instrument else []
    single = instrument and len(instrument.batteries) == 1
    for column, item, battery in answers:
        if column in called and (single or battery in ("overall", "open")):
            called[column] += [item["title_fa"], item["title_en"]]
    return called
