"""Where do papers contradict themselves? From what they print, place by place (`data/studies`).

    differs    places give different numbers for one thing; parts of it are added up first
    repeated   a list holds a line twice, by its text
    shared     two lists of a paper begin with the same numbers in the same order

Nothing here says which place is right.
"""

from itertools import combinations, groupby

from analysis.marts import Marts

TABLES = {"papers", "paper_subjects", "paper_statements"}
# Fewer equal numbers at the start of two lists may be chance
SHARED = 8


def contradictions(marts: Marts) -> list[dict]:
    """One entry per place and finding: paper, subject, finding, how, place, value, of, titles.

    how: said, sum (`of` parts), lines, repeated (`of` lines) or shared (with `other_fa`,
    `other_en`). A version published before papers were kept has none.
    """
    if not marts.tables >= TABLES:
        return []
    rows = marts.query(
        """select statements.*, papers.title_fa, papers.title_en, papers.citation,
               subjects.title_fa as subject_fa, subjects.title_en as subject_en
           from paper_statements as statements
               join paper_subjects as subjects using (paper, subject) join papers using (paper)
           order by paper, subject, kind desc, place_en, line"""
    ).to_dicts()
    found = []
    for _, members in groupby(rows, key=lambda row: (row["paper"], row["subject"])):
        members = list(members)
        found += _differs(members) + _repeated(members)
    for _, members in groupby(rows, key=lambda row: row["paper"]):
        found += _shared(list(members))
    return sorted(found, key=lambda each: (each["paper"], each["subject"], each["finding"]))


def _places(rows, kind):
    of_kind = [row for row in rows if row["kind"] == kind]
    order = list(dict.fromkeys((row["subject"], row["place_en"]) for row in of_kind))
    return [
        [row for row in of_kind if (row["subject"], row["place_en"]) == place] for place in order
    ]


def _differs(rows):
    said = [_entry(row, "differs", "said", row["value"]) for row in rows if row["kind"] == "said"]
    for parts in _places(rows, "part"):
        total = sum(row["value"] for row in parts)
        said.append(_entry(parts[0], "differs", "sum", total, of=len(parts)))
    for lines in _places(rows, "row") if said else ():
        said.append(_entry(lines[0], "differs", "lines", float(_different(lines))))
    return said if len({each["value"] for each in said}) > 1 else []


def _repeated(rows):
    return [
        _entry(lines[0], "repeated", "repeated", float(len(lines) - _different(lines)), len(lines))
        for lines in _places(rows, "row")
        if _different(lines) < len(lines)
    ]


def _shared(rows):
    found = []
    for first, second in combinations(_places(rows, "row"), 2):
        equal = 0
        for one, other in zip(first, second, strict=False):
            if one["value"] is None or one["value"] != other["value"]:
                break
            equal += 1
        if equal >= SHARED:
            other = {f"other_{code}": first[0][f"place_{code}"] for code in ("fa", "en")}
            found.append(_entry(second[0], "shared", "shared", float(equal)) | other)
    return found


def _different(lines):
    return len({row["text_fa"] for row in lines})


def _entry(row, finding, how, value, of=None):
    keys = ("title_fa", "title_en", "citation", "subject_fa", "subject_en")
    return {
        "paper": row["paper"],
        "subject": row["subject"],
        "finding": finding,
        "how": how,
        "place_fa": row["place_fa"],
        "place_en": row["place_en"],
        "value": value,
        "of": of,
        "other_fa": None,
        "other_en": None,
    } | {key: row[key] for key in keys}
