"""Which checks had something to say of a file? Gravest first: how often, where, what is right.

Names, meanings and what to do come from the catalogue of checks, in the reader's language.
"""

from pages.parts import desk_said, numbers, tables, words

SHOWN = 3  # places that are named; all rows are in the download


def checks(report):
    """One row per check and column, of those that turned rows away and those that only warn."""
    return [_row(check) for check in report.checks() if check["code"] != report.code]


def refusal(report, told):
    """Why a file was not taken: title, lines."""
    check = next((one for one in report.checks() if one["code"] == report.code), None)
    lines = [desk_said.line(told.what)]
    if told.right:
        lines.append(words.say("desk.refused.right", right=desk_said.line(told.right)))
    if check is None or report.code == "refused":
        return words.say("desk.refused.title"), lines
    return _ours(check["title"]), [_ours(check["means"]), _ours(check["do"]), *lines]


def columns():
    return [
        _text("title"),
        _text("severity"),
        _text("column"),
        tables.Column(
            "count", words.say("desk.checks.count"), lambda r: numbers.number(r["count"])
        ),
        _text("first"),
        _text("do"),
    ]


def _row(check):
    said = _of_file(check["said"]) if check["of"] == "file" else _places(check)
    return {
        "title": _ours(check["title"]),
        "severity": words.say(f"desk.severity.{check['severity']}"),
        "column": check["column"],
        "count": check["count"],
        "first": said,
        "do": _ours(check["do"]),
    }


def _of_file(said):
    """The sentence of the catalogue; a note of etl has no Persian of its own there."""
    if said["fa"] == said["en"]:
        return desk_said.line(said["en"])
    return numbers.in_sentence(_ours(said))


def _places(check):
    """The first rows that failed, with what would be right in them."""
    first = check["first"]
    places = words.say("list.comma").join(_place(one) for one in first[:SHOWN])
    right = first and _ours(first[0]["right"])
    return words.say("desk.checks.right", places=places, right=right) if right else places


def _place(found):
    line = numbers.digits(found["line"])
    if not found["value"]:
        return words.say("desk.checks.empty", line=line)
    return words.say("desk.checks.value", line=line, value=f"\u2068{found['value'][:40]}\u2069")


def _ours(texts):
    return texts[words.language()]


def _text(key):
    title = words.say(f"desk.checks.{key}")
    return tables.Column(key, title, lambda row: row[key], "text", plain=lambda row: row[key])
