"""Results are kept while they are small and asked for: a page asks the same more than once."""

import polars as pl

from analysis.kept import Kept


class Asked:
    """A query that counts how often it was asked."""

    def __init__(self, rows):
        self.rows, self.times = rows, 0

    def __call__(self):
        self.times += 1
        return pl.DataFrame({"value": range(self.rows)}, schema={"value": pl.Int64})


def test_the_same_is_asked_once():
    kept, query = Kept(), Asked(3)
    results = [kept.get("key", query) for _ in range(3)]
    assert query.times == 1
    assert all(result["value"].to_list() == [0, 1, 2] for result in results)


def test_who_changes_a_result_changes_his_own():
    kept, query = Kept(), Asked(3)
    kept.get("key", query).insert_column(0, pl.Series("extra", [1, 1, 1]))
    assert kept.get("key", query).columns == ["value"]


def test_what_is_too_large_is_asked_again():
    kept, query = Kept(largest=15), Asked(3)  # 24 bytes
    kept.get("key", query)
    kept.get("key", query)
    assert query.times == 2


def test_what_was_not_asked_for_the_longest_goes_first():
    kept = Kept(altogether=50)  # two results of 24 bytes
    queries = {key: Asked(3) for key in "abc"}
    for key in "abac":  # b is the one that nobody asked for
        kept.get(key, queries[key])
    for key in "cab":
        kept.get(key, queries[key])
    assert {key: query.times for key, query in queries.items()} == {"a": 1, "b": 2, "c": 1}
