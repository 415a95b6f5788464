"""Which columns do the tables of factors have? Computed and published stand side by side."""

from pages.parts import numbers, status, words
from pages.parts.tables import Column


def item_columns(compared):
    """Every number of a factor; `compared`: a published study stands beside it."""
    columns = [
        _text("title", words.title),
        Column("item", _title("item"), lambda row: row["item"], kind="code"),
        _text("component", lambda row: row["component_title"]),
        _text("subscale", lambda row: row["subscale_title"]),
        _column("n", numbers.number),
        _column("mean", numbers.mean),
        _status("status_study"),
    ]
    if compared:
        columns += [
            _status("published_status"),
            _text("differs", _mark),
            _column("published_mean", numbers.mean),
            _column("gap", numbers.change),
        ]
    columns += [
        _column("sd", numbers.mean),
        _column("ci_low", numbers.mean),
        _column("ci_high", numbers.mean),
        _column("t", numbers.mean),
        _column("p", numbers.probability),
        _column("effect_size", numbers.mean),
    ]
    if compared:
        columns += [_column("published_sd", numbers.mean), _column("published_t", numbers.mean)]
        columns.append(_column("published_p", numbers.probability))
    return columns


def scale_columns(compared):
    """Counts of statuses in a component or subscale."""
    keys = ["items", "favourable", "unfavourable"]
    if compared:
        keys += ["published_favourable", "published_unfavourable"]
    name = Column("title", _title("scale"), lambda row: row["title"], kind="text")
    return [name, *(_column(key, numbers.number) for key in keys)]


def _title(key):
    return words.say(f"factor_status.column.{key}")


def _column(key, write):
    return Column(key, _title(key), lambda row: write(row[key]))


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


def _mark(row):
    if row["published_status"] is None or row["status_study"] is None:
        return ""
    return words.say("factor_status.differs" if row["differs"] else "factor_status.same")
