"""Planted themes are found, in their number and with their words; in noise there are none."""

import numpy as np
import pytest
from sklearn.metrics import adjusted_rand_score

from analysis.statistics.topics import WORDS, tf_idf, topics

PLANTED, OWN, COMMON = 6, 8, 20


def texts(count, seed, planted=True):
    """Short texts, each of words of one theme and a few that all share; and its theme."""
    chance = np.random.default_rng(seed)
    theme = chance.integers(PLANTED, size=count)
    made = []
    for each in theme:
        own = f"t{each}w" if planted else f"t{chance.integers(PLANTED)}w"
        words = [f"{own}{i}" for i in chance.choice(OWN, 4, replace=False)]
        if not planted:
            words = [f"t{chance.integers(PLANTED)}w{chance.integers(OWN)}" for _ in words]
        made.append(" ".join([*words, *(f"c{i}" for i in chance.integers(COMMON, size=2))]))
    return made, theme


@pytest.fixture(scope="module")
def found():
    made, theme = texts(600, seed=1)
    weights, words = tf_idf(made, fewest=5)
    return topics(weights, words, (3, 4, 6, 8, 10)), theme


def test_planted_themes_are_found_in_their_number(found):
    topics_, theme = found
    assert len(topics_.words) == PLANTED
    assert adjusted_rand_score(theme, topics_.theme) > 0.95


def test_the_words_of_a_theme_are_those_planted(found):
    for words in found[0].words:
        assert len(words) == WORDS
        assert len({word.split("w")[0] for word in words}) == 1


def test_where_words_are_thrown_together_there_are_no_themes():
    made, _ = texts(600, seed=2, planted=False)
    weights, words = tf_idf(made, fewest=5)
    told = topics(weights, words, (4, 6, 8, 10))
    assert told.words == [] and (told.theme == -1).all()
    assert max(told.agreement.values()) < 0.6


def test_the_same_texts_give_the_same_themes():
    made, _ = texts(200, seed=3)
    once, again = (topics(*tf_idf(made, fewest=5), (4, 6)) for _ in range(2))
    assert once.words == again.words and once.agreement == again.agreement


def test_the_weights_are_those_of_the_formula():
    made = ["a b", "a c c", "a b b", "d"]
    weights, words = tf_idf(made, fewest=1)
    counts = np.array([[text.split().count(word) for word in words] for text in made])
    wanted = counts * (1 + np.log((1 + 4) / (1 + (counts > 0).sum(axis=0))))
    wanted = wanted / np.linalg.norm(wanted, axis=1, keepdims=True)
    np.testing.assert_allclose(weights.toarray(), wanted, atol=1e-12)


def test_rare_words_and_words_of_everybody_are_left_out():
    made = ["all x y", "all x z", "all x", "all y", "all"]
    assert tf_idf(made, fewest=2, most=0.7)[1].tolist() == ["x", "y"]
    assert tf_idf(made, fewest=2, most=0.7, stop=frozenset("x"))[1].tolist() == ["y"]
    assert tf_idf(["x"], fewest=5)[0] is None
