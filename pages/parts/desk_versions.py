"""What was published when, and which of it is kept because it was reported?"""

import datetime as dt
from html import escape

import streamlit as st

from pages.parts import desk_said, entry, numbers, words

SHOWN = 30


def section(versions, who):
    """All versions, newest first, with a link to the pages as they were."""
    if not versions:
        st.html(f"<p class='foot'>{escape(words.say('desk.versions.none'))}</p>")
        return
    st.html(_table(versions[:SHOWN]))
    if len(versions) > SHOWN:
        more = numbers.number(len(versions) - SHOWN)
        st.html(f"<p class='foot'>{escape(words.say('desk.versions.more', count=more))}</p>")
    _keep([row for row in versions if row["file"]], who)


def _table(versions):
    keys = ("version", "published_at", "published_by", "changes", "title", "link")
    kinds = ("short", *["text"] * 5)
    head = "".join(
        f"<th scope='col' class='{kind}'>{_column(key)}</th>"
        for kind, key in zip(kinds, keys, strict=True)
    )
    body = "".join(f"<tr>{_cells(row)}</tr>" for row in versions)
    caption = escape(words.say("desk.versions.caption"))
    return (
        f"<div class='table-twin' tabindex='0' role='region' aria-label='{caption}'><table>"
        f"<caption>{caption}</caption><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
        "</div>"
    )


def _column(key):
    return escape(words.say(f"desk.versions.column.{key}"))


def _cells(row):
    told = [row["published_by"] or "", changes(row), row["title"] or ""]
    texts = [numbers.moment(_at(row)), *told]
    cells = "".join(f"<td class='text'><bdi>{escape(text)}</bdi></td>" for text in texts)
    number = escape(numbers.digits(int(row["version"])))
    return f"<th scope='row' class='short'><bdi>{number}</bdi></th>{cells}<td>{_link(row)}</td>"


def _link(row):
    """A way to the pages as they were published; the current version needs none."""
    if row["current"]:
        return escape(words.say("desk.versions.current"))
    if row["file"] is None:
        return escape(words.say("desk.versions.pruned"))
    said = escape(words.say("desk.versions.open"))
    return f"<a href='/?version={escape(row['version'])}' target='_self'>{said}</a>"


def changes(row):
    """What a version has anew, in a few words."""
    said = [
        words.say(f"desk.versions.what.{change['what']}",
                  load=numbers.digits(change["load"] or ""))
        for change in row["changes"]
        if words.has(f"desk.versions.what.{change['what']}")
    ]  # fmt: skip
    more = words.say("desk.versions.and_more", count=numbers.number(len(said) - 3))
    return words.say("list.comma").join(said[:3]) + (more if len(said) > 3 else "")


def _at(row):
    return dt.datetime.fromisoformat(row["published_at"]) if row["published_at"] else None


def _keep(versions, who):
    """Mark a version under the title it was reported with, or let it go again."""
    with st.expander(words.say("desk.keep.title"), key="desk_keep"):
        st.html(f"<p class='foot'>{escape(words.say('desk.keep.about'))}</p>")
        by_number = {row["version"]: row for row in versions}

        def label(number):
            at = numbers.moment(_at(by_number[number]))
            return words.say("desk.keep.one", version=numbers.digits(int(number)), at=at)

        chosen = st.selectbox(words.say("desk.keep.version"), list(by_number), format_func=label,
                              key="desk_keep_version")  # fmt: skip
        kept = by_number[chosen]["title"]
        title = st.text_input(words.say("desk.keep.name"), kept or "", max_chars=120,
                              key=f"desk_keep_title_{chosen}")  # fmt: skip
        with st.container(horizontal=True):
            mark = st.button(words.say("desk.keep.mark"), key="desk_keep_mark",
                             disabled=not (who and title.strip()))  # fmt: skip
            free = kept and st.button(words.say("desk.keep.free"), key="desk_keep_free",
                                      disabled=not who)  # fmt: skip
        if mark or free:
            _mark(chosen, title.strip() if mark else None, who)


def _mark(version, title, who):
    try:
        with entry.working_as(who):
            entry.keep_version(version, title)
    except entry.Refusal as refusal:
        desk_said.refusal(refusal)
        return
    st.rerun()
