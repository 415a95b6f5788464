"""Which columns do the tables of a questionnaire's quality have?"""

from pages.parts import numbers, words
from pages.parts.tables import Column


def items(study):
    """Every number of an item; the printed loading where there is a study."""
    columns = [
        _text("title", words.title),
        Column("item", _title("item"), lambda row: row["item"], kind="code"),
        _column("n", numbers.number),
        _column("missing", numbers.number),
        _column("mean", numbers.mean),
        _column("sd", numbers.mean),
        _column("floor", numbers.share),
        _column("ceiling", numbers.share),
        _column("item_rest", numbers.mean),
        _column("item_total", numbers.mean),
        _column("kmo", numbers.mean),
        _column("loading", numbers.mean),
    ]
    columns += [_column("published_loading", numbers.mean)] if study else []
    return [*columns, _column("icc", third)]


def reliability():
    """α and ω of every scale, or why there is none."""
    return [
        _text("scale", _scale),
        _column("items", numbers.number),
        _column("n", numbers.number),
        _column("alpha", numbers.mean),
        _between("alpha"),
        _column("omega", numbers.mean),
        _between("omega"),
        _text("verdict", _verdict),
    ]


def fit(rows):
    """Indices of the model beside what was printed and what is usually asked."""
    published = [_text("published", lambda row: row["published_written"])]
    return [
        _text("index", lambda row: _say(f"index.{row['index']}")),
        Column("value", _title("value"), lambda row: row["written"]),
        *(published if any(row["published"] is not None for row in rows) else []),
        _text("usual", lambda row: _say(f"usual.{row['index']}")),
    ]


def model_factors(rows):
    """What the model says of each factor."""
    printed = any(row["published_ave"] is not None for row in rows)
    keys = ("ave", "published_ave") if printed else ("ave",)
    more = ("composite_reliability", "published_reliability")
    return [
        _text("scale", _scale),
        _column("items", numbers.number),
        *(_column(key, numbers.mean) for key in (*keys, *(more if printed else more[:1]))),
    ]


def pairs(titles):
    """Correlations and HTMT of two factors; titles: factor → its name."""
    return [
        _text("factor", lambda row: titles[row["factor"]]),
        _text("other", lambda row: titles[row["other"]]),
        _column("correlation", numbers.mean),
        _column("htmt", numbers.mean),
    ]


def explored(count):
    """The loadings on the factors found."""
    return [
        _text("title", words.title),
        Column("item", _title("item"), lambda row: row["item"], kind="code"),
        *(_loading(place) for place in range(count)),
        _column("uniqueness", numbers.mean),
    ]


def third(value):
    """A small number with three decimals."""
    return numbers.number(value, 3)


def _loading(place):
    def value(row):
        return row["loadings"][place] if row["loadings"] else None

    title = _say("factor_number", number=numbers.number(place + 1))
    return Column(f"factor_{place + 1}", title, lambda row: numbers.mean(value(row)), plain=value)


def _scale(row):
    if row.get("kind", row.get("factor")) == "total":
        return _say("all_items")
    return words.title(row)


def _verdict(row):
    if row["problem"]:
        return _say(f"problems.{row['problem']}")
    level = "good" if row["alpha"] >= 0.8 else "enough" if row["alpha"] >= 0.7 else "low"
    return _say(f"verdicts.{level}")


def _between(name):
    def written(row):
        return numbers.interval(row[f"{name}_low"], row[f"{name}_high"])

    return Column(f"{name}_between", _title(f"{name}_between"), written, "text", written)


def _column(key, write):
    return Column(key, _title(key), lambda row: write(row[key]))


def _text(key, written):
    return Column(key, _title(key), written, kind="text", plain=written)


def _title(key):
    return _say(f"column.{key}")


def _say(key, **values):
    return words.say(f"questionnaire_quality.{key}", **values)
