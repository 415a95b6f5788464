"""Which columns do the tables of factors have? Computed and published stand side by side."""

from pages.parts import numbers, status, words
from pages.parts.tables import Column


def item_columns(compared, comparable, rule):
    """Every number of a factor; `compared`: a published study stands beside it, `comparable`: and
    was judged against the same reference."""
    by_evidence = rule == "evidence"
    columns = [
        _text("title", words.title),
        Column("item", _title("item"), lambda row: row["item"], kind="code"),
        _text("component", lambda row: row["component_title"]),
        _text("subscale", lambda row: row["subscale_title"]),
        _column("n", numbers.number),
        _column("mean", numbers.mean),
        _status("status"),
    ]
    columns += [_further()] if by_evidence else []
    columns += _published(comparable) if compared else []
    columns += _tested(rule)
    if compared:
        columns += [_column("published_sd", numbers.mean), _column("published_t", numbers.mean)]
        columns.append(_column("published_p", numbers.probability))
    return columns


def _tested(rule):
    """How a mean was judged, and how sure that is."""
    return [
        _column("sd", numbers.mean),
        _column("low", numbers.mean, f"low_{rule}"),
        _column("high", numbers.mean, f"high_{rule}"),
        _text("effect_word", _effect),
        _column("effect_size", numbers.mean),
        _column("deff", numbers.mean),
        _column("n_effective", numbers.number),
        _column("p_adjusted", numbers.probability),
        _column("t", numbers.mean),
        _column("p", numbers.probability),
    ]


def score_columns(rule):
    """Every number of the score of a subscale, a component or all items."""
    columns = [
        Column("title", _title("scale"), words.title, kind="text", plain=words.title),
        _column("n", numbers.number),
        _column("mean", numbers.mean),
        _status("status"),
    ]
    return [*columns, *([_further()] if rule == "evidence" else []), *_tested(rule)]


def scale_columns(compared, rule):
    """Counts of statuses in a component or subscale."""
    keys = ["items", "favourable", "undetermined", "unfavourable"]
    if rule == "study":
        keys.remove("undetermined")
    if compared:
        keys += ["published_favourable", "published_unfavourable"]
    name = Column("title", _title("scale"), lambda row: row["title"], kind="text")
    return [name, *(_column(key, numbers.number) for key in keys)]


def _published(comparable):
    columns = [_status("published_status")]
    columns += [_text("differs", _mark)] if comparable else []
    return [*columns, _column("published_mean", numbers.mean), _column("gap", numbers.change)]


def _title(key):
    return words.say(f"factor_status.column.{key}")


def _column(key, write, title=None):
    return Column(key, _title(title or key), lambda row: write(row[key]))


def _text(key, written):
    return Column(key, _title(key), written, kind="text", plain=written)


def _status(key):
    return Column(
        key,
        _title(key),
        lambda row: status.of(row, key).sign,
        kind="text",
        plain=lambda row: status.of(row, key).word,
    )


def _effect(row):
    word = row["effect_word"]
    return words.say(f"effect.{word}" if word else "no_data")


def _further():
    """How many more answers would decide an undetermined factor; for the others nothing."""
    key = "further_answers"

    def said(row):
        if row["status"] != "undetermined":
            return ""
        if row["further_more"]:
            return words.say("further.more", most=numbers.number(10_000))
        if row[key] is None:
            return words.say("further.none")
        return words.say("further.about", count=numbers.about(row[key]))

    def plain(row):
        known = row["status"] == "undetermined" and row[key] is not None
        return row[key] if known else said(row)

    return Column(key, _title(key), said, kind="text", plain=plain)


def _mark(row):
    if row["published_status"] is None or row["status"] is None:
        return ""
    if row["status"] == "undetermined":
        return words.say("factor_status.open")
    return words.say("factor_status.differs" if row["differs"] else "factor_status.same")
