"""Which columns do the tables of the published study have?"""

from pages.parts import numbers, status, words
from pages.parts.tables import Column

WRITTEN = {
    "variance_explained": numbers.share,
    "rmsea": lambda value: numbers.number(value, 3),
    "cfi": lambda value: numbers.number(value, 2),
    "bartlett_chi2": numbers.number,
    "least_loading": numbers.mean,
}
VERDICTS = {True: "agrees", False: "disagrees", None: "not_printed"}


def rows_of_the_study():
    """What was printed of each factor, and what follows from it."""
    return [
        _name(),
        _code(),
        _column("published_mean", numbers.mean),
        _column("published_sd", numbers.mean),
        _column("published_t", numbers.mean),
        _column("implied_n", _rounded),
        _column("implied_low", _rounded),
        _column("implied_high", _rounded),
        _column("published_p", numbers.probability),
        _column("p_one_sided", numbers.probability),
        _column("p_two_sided", numbers.probability),
        _text("reading", lambda row: _say(f"readings.{row['reading'] or 'none'}")),
        _column("recomputed_t", numbers.mean),
        _column("recomputed_p", numbers.probability),
        _status("published_status"),
        _status("recomputed_status"),
        _text("differs", lambda row: _say("differs") if row["differs"] else ""),
        _column("published_loading", numbers.mean),
    ]


def live():
    """The answers of the selection beside what was printed."""
    return [
        _name(),
        _code(),
        _column("n", numbers.number),
        _column("mean", numbers.mean),
        _column("published_mean", numbers.mean),
        _column("sd", numbers.mean),
        _column("published_sd", numbers.mean),
        _column("t", numbers.mean),
        _column("p", numbers.probability),
        _status("status_study"),
        _status("published_status"),
        _status("recomputed_status"),
    ]


def checks():
    """Printed figures of the model against what follows from the others."""
    return [
        _text("check", lambda row: _say(f"checks.{row['check']}")),
        _figure("printed"),
        _figure("implied"),
        _text("agrees", lambda row: _say(f"verdicts.{VERDICTS[row['agrees']]}")),
        _text("because", lambda row: _say(f"because.{row['check']}")),
    ]


def _figure(key):
    def written(row):
        if row[key] is None:
            return _say("verdicts.not_printed")
        return WRITTEN.get(row["check"], numbers.number)(row[key])

    return Column(key, _title(key), written)


def _rounded(value):
    return words.say("no_data") if value is None else numbers.number(round(value))


def _name():
    return Column("title", _title("title"), words.title, kind="text", plain=words.title)


def _code():
    return Column("item", _title("item"), lambda row: row["item"], kind="code")


def _column(key, write):
    return Column(key, _title(key), lambda row: write(row[key]))


def _text(key, written):
    return Column(key, _title(key), written, kind="text", plain=written)


def _status(key):
    return _text(key, lambda row: status.of(row, key).sign)


def _title(key):
    return _say(f"column.{key}")


def _say(key):
    return words.say(f"published_study.{key}")
