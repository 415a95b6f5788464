"""How does a report stand on paper? One HTML file per document, for `reports.pdf` to print."""

from dataclasses import replace
from html import escape

from pages.parts import numbers, variation, words
from reports import figures
from reports.document import Card, Document, Section, Table
from reports.inline import inline

# Where what a meeting talks about ends, and what is looked up begins
NEW_SHEET = ("all_factors",)
# Columns of a factor that fit on paper; all of them are in the workbook
FACTOR_COLUMNS = ("item", "title", "subscale", "n", "mean", "low", "high", "status", "p_adjusted")
# Figures whose table is in the workbook only
DRAWN_ALONE = ("dots", "process", "funnel")
MONTHS = {"coverage": 12}  # latest ones on paper: more begin a sheet for a few lines
WIDE = 8  # columns; beyond this the letters are smaller
LONG = 20  # rows; a longer table may go on on the next sheet
ABREAST = 4  # cards beside each other
FACTS_ABREAST = 3


def page(document: Document) -> str:
    """The whole document; every text from data is escaped."""
    direction = words.DIRECTIONS[document.language]
    middle = "".join(_section(section) for section in document.sections)
    sample = f"<p class='sample'>{escape(document.sample)}</p>" if document.sample else ""
    return (
        f"<!doctype html><html lang='{document.language}' dir='{direction}'><head>"
        f"<meta charset='utf-8'><title>{escape(document.title)}</title>"
        f"<style>{_page_numbers(document)}</style></head><body>"
        f"<h1>{escape(document.title)}</h1>{sample}{_facts(document)}"
        f"<p class='answer'>{inline(document.answer)}</p>"
        f"{_cards(document.cards)}"
        f"{middle}{_method(document)}</body></html>"
    )


def _page_numbers(document) -> str:
    """Below every page: number of pages, title, sample and date of print."""
    style = {"fa": "persian"}.get(document.language, "decimal")
    page, pages = f'" counter(page, {style}) "', f'" counter(pages, {style}) "'
    said = words.say("profile.page_of", page=page, pages=pages)
    kept = [document.title, words.say("sample.badge") if document.sample else ""]
    line = " · ".join(part for part in kept if part)
    return (
        f'@page {{ @bottom-right {{ content: "{_in_css(line)}"; font: 8pt Vazirmatn; }} '
        f'@bottom-left {{ content: "{said}"; font: 8pt Vazirmatn; }} }}'
    )


def _in_css(said: str) -> str:
    return said.replace("\\", "\\\\").replace('"', '\\"').replace("<", "\\3C ").replace("\n", " ")


def _facts(document) -> str:
    """Three beside each other, so that the first sheet has room for the factors."""
    cells = [
        f"<td class='label'>{escape(label)}</td><td>{inline(value)}</td>"
        for label, value in document.facts
    ]
    lines = "".join(
        f"<tr>{''.join(cells[i : i + FACTS_ABREAST])}</tr>"
        for i in range(0, len(cells), FACTS_ABREAST)
    )
    return f"<table class='facts'>{lines}</table>"


def _cards(cards) -> str:
    cells = [_card(card) for card in cards]
    cells += ["<td class='empty'></td>"] * (-len(cells) % ABREAST)
    rows = (cells[i : i + ABREAST] for i in range(0, len(cells), ABREAST))
    return (
        f"<table class='cards'>{''.join(f'<tr>{chr(10).join(row)}</tr>' for row in rows)}</table>"
    )


def _card(card: Card) -> str:
    sign = ""
    if card.variation:
        symbol = inline(variation.icon(card.variation).symbol)
        sign = f"<small class='{card.variation}'>{symbol} {escape(card.latest)}</small>"
    change = f"<small>{inline(card.change)}</small>" if card.change else ""
    return (
        f"<td><div class='label'>{escape(card.label)}</div>"
        f"<div class='value'>{inline(card.written)}</div>"
        f"<small>{inline(card.note)}</small>{change}{sign}</td>"
    )


def _section(section: Section) -> str:
    section = _latest_months(section)
    drawn = figures.drawn(section.figure) if section.figure else ""
    listed = "".join(f"<li>{inline(said)}</li>" for said in section.sentences)
    said = (*section.notes, *((section.caution,) if section.caution else ()))
    notes = "".join(f"<p class='note'>{inline(note)}</p>" for note in said)
    alone = section.figure is not None and section.figure.kind in DRAWN_ALONE
    told = _table(section.table) if section.table and not alone else ""
    classes = ["new-sheet"] if section.name in NEW_SHEET else []
    if not told or len(section.table.rows) <= LONG:
        classes.append("whole")
    return (
        f"<section class='{' '.join(classes)}'><h2>{escape(section.heading)}</h2>"
        f"<h3>{inline(section.finding)}</h3>"
        f"{f'<ul>{listed}</ul>' if listed else ''}"
        f"{drawn}{told}{notes}{_foot(section)}</section>"
    )


def _latest_months(section: Section) -> Section:
    """With the last rows of a table by month, and a note that says so; all are in the workbook."""
    most = MONTHS.get(section.name)
    if not most or section.table is None or len(section.table.rows) <= most:
        return section
    said = words.say("profile.note.latest_months", count=numbers.number(most))
    table = replace(section.table, rows=section.table.rows[-most:])
    return replace(section, table=table, notes=(said, *section.notes))


def _foot(section) -> str:
    """n, period and last load, as under every figure of a page."""
    answer = section.answer
    loaded = max((load["loaded_at"] for load in answer.loads), default=None)
    period = numbers.period(answer.period["from"], answer.period["to"])
    said = [
        words.say(f"foot.{section.counted}", n=numbers.number(answer.n)),
        words.say("foot.period", period=period),
        words.say("foot.loaded", at=numbers.moment(loaded)),
    ]
    return f"<p class='foot'>{inline(' · '.join(said))}</p>"


def _table(table: Table) -> str:
    columns = table.columns
    if any(column.key == "p_adjusted" for column in columns):
        by_key = {column.key: column for column in columns}
        columns = [by_key[key] for key in FACTOR_COLUMNS]
    head = "".join(f"<th class='{c.kind}'>{escape(c.title)}</th>" for c in columns)
    body = "".join(_row(columns, row) for row in table.rows)
    wide = "wide" if len(columns) > WIDE else "long" if len(table.rows) > LONG else ""
    return f"<table class='{wide}'><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


def _row(columns, row) -> str:
    cells = "".join(
        f"<td class='{column.kind}'>{inline(column.written(row))}</td>" for column in columns
    )
    return f"<tr class='{escape(str(row.get('kind', '')))}'>{cells}</tr>"


def _method(document) -> str:
    said = "".join(f"<li>{inline(text)}</li>" for text in document.method)
    title = escape(words.say("profile.section.method"))
    return f"<section class='whole'><h2>{title}</h2><ul class='note'>{said}</ul></section>"
