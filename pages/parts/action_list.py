"""What can be done about a factor? Its actions, each with who, how much work, and from where."""

from html import escape

import streamlit as st

from pages.parts import numbers, status, words

MOST_FOLDS = 6


def show(factors, actions, rows):
    """A fold for each of the first factors, the first one open, and one for all that follow.

    rows: those that name the factors of measures.
    """
    for position, row in enumerate(factors[:MOST_FOLDS]):
        own = of_factor(row["item"], actions)
        with st.expander(
            words.unmarked(_label(row, own)), expanded=position == 0, key=f"actions_{row['item']}"
        ):
            st.html(html(own, rows))
    rest = factors[MOST_FOLDS:]
    if rest:
        label = words.say("actions.rest", count=numbers.number(len(rest)))
        with st.expander(label, key="actions_rest"):
            for row in rest:
                own = of_factor(row["item"], actions)
                st.html(f"<h4>{escape(_label(row, own))}</h4>{html(own, rows)}")


def _label(row, own):
    return words.say(
        "actions.fold_one" if len(own) == 1 else "actions.fold",
        sign=status.of(row).symbol,
        name=words.title(row),
        count=numbers.number(len(own)),
    )


def html(actions, rows):
    """The actions as a list; every text is escaped."""
    return f"<ol class='actions'>{''.join(_item(action, rows) for action in actions)}</ol>"


def of_factor(item, actions):
    return [action for action in actions if item in action["factors"]]


def pairs(rows, actions):
    """The factors, each once for every action on it."""
    return [row | {"of": action} for row in rows for action in of_factor(row["item"], actions)]


def measure(code, rows):
    """The name of a measure; a factor's own mean is one too."""
    if words.has(f"actions.measure.{code}"):
        return words.say(f"actions.measure.{code}")
    named = next((words.title(row) for row in rows if row["item"] == code), "")
    return words.say("actions.measure_factor", name=named or code)


def source(action):
    """The paper, and where in it."""
    return words.say(
        "actions.source", title=_told(action, "source_title"), place=_told(action, "place")
    )


def _item(action, rows):
    about = words.say(
        "actions.about",
        level=words.say(f"actions.level.{action['level']}"),
        effort=words.say(f"actions.effort.{action['effort']}"),
        measure=measure(action["measure"], rows),
    )
    from_where = escape(words.say("actions.from", source=source(action)))
    return (
        f"<li data-key='{escape(action['action'])}'><b>{escape(words.title(action))}</b>"
        f"<p>{escape(_told(action, 'text'))}</p>"
        f"<p class='foot'>{escape(about)}<br>{from_where}</p></li>"
    )


def _told(action, key):
    """A text of the action in the reader's language, looked up as titles are."""
    return words.title({f"title_{code}": action[f"{key}_{code}"] for code in ("fa", "en")})
