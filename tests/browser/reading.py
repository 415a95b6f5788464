"""What does a reader see? Waits until a page stands still, then reads it as it is written.

Numbers are read from the Persian digits on the screen, never from what the page says to machines.
"""

import re

from pages.parts import words

LATIN = str.maketrans("۰۱۲۳۴۵۶۷۸۹٫", "0123456789.", "٬")
NUMBER = re.compile(r"\u2066?([−+]?)([۰-۹٬]+(?:٫[۰-۹]+)?)(٪?)")

# Streamlit says when its script has run; what was drawn may still be on its way to the screen.
STANDS_STILL = """() => {
  const app = document.querySelector('[data-testid="stApp"]');
  const all = (selector) => document.querySelectorAll(selector).length;
  return app?.dataset.testScriptState === "notRunning"
    && app.dataset.testConnectionState === "CONNECTED"
    && all('[data-stale="true"], [data-testid="stSkeleton"]') === 0
    && all("h1") === 1 && all("p.filtered") === 1 && all("dl.headline, .notice") > 0
    && all('[data-testid="stPlotlyChart"]') === all(".js-plotly-plot .plot-container")
    && document.fonts.status === "loaded";
}"""

# A page that broke will never show what is waited for
BROKE = """(title) => document.querySelector('[data-testid="stException"]') !== null
  || [...document.querySelectorAll('[role="alert"]')].some((e) => e.innerText.includes(title))"""

SAYS = """([selector, text, without]) => {
  const said = document.querySelector(selector)?.innerText;
  return said?.includes(text) && !(without && said.includes(without));
}"""

SEEN = """() => {
  const seen = [], root = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const ours = (element) => !element.closest("script, style, noscript, template")
    && element.checkVisibility({ opacityProperty: true, visibilityProperty: true });
  while (root.nextNode()) {
    const element = root.currentNode.parentElement;
    // The name of an icon is drawn as the icon; an announcer is heard, not seen; files are named
    // by who sent them
    const others = '[data-testid="stIconMaterial"], [data-live-announcer], .lineage bdi';
    if (ours(element) && !element.closest(others)) seen.push(root.currentNode.data.trim());
  }
  // A link is to be copied, not read
  for (const field of document.querySelectorAll("input:not(#view-link)"))
    if (ours(field)) seen.push(field.value || field.placeholder);
  for (const element of document.querySelectorAll("[title]"))
    if (ours(element)) seen.push(element.title);
  return seen.filter(Boolean);
}"""


def open_page(page, server, path):
    page.goto(server.address + path)
    settle(page)
    return page


def settle(page, title="", filtered="", without=None):
    """Until the page stands still and, after a click, until it shows what was clicked."""
    for selector, text, not_this in (("h1", title, None), ("p.filtered", filtered, without)):
        _wait(page, SAYS, [selector, text, not_this])
    _wait(page, STANDS_STILL)


def _wait(page, condition, arg=None):
    either = f"([arg, title]) => ({BROKE})(title) ? 'broke' : ({condition})(arg)"
    outcome = page.wait_for_function(either, arg=[arg, words.say("notice.failure.title")])
    assert outcome.json_value() != "broke", page.locator("body").inner_text()


def choose(page, key, name):
    """Choose a value in a filter, as a reader does: open, type, click."""
    search(page, key, name)
    page.get_by_role("option", name=name, exact=True).click()
    settle(page, filtered=name)
    menu = page.get_by_role("listbox")
    if menu.is_visible():  # where several can be chosen it stays, and covers the page
        page.keyboard.press("Escape")
        menu.wait_for(state="hidden")


def search(page, key, text):
    """Type into a filter."""
    field = page.locator(f".st-key-{key} input")
    field.click()  # brings it into view first: a menu closes when the page moves under it
    field.fill(text)


def unfold(page, text):
    """Open the fold that is called so."""
    _unfold(page, page.locator("details", has=page.locator("summary", has_text=text)))


def unfold_filters(page):
    """The less used filters, and on a phone all of them."""
    unfold(page, words.say("filters.button", active=""))


def unfold_everything(page):
    for fold in page.locator("details").all():
        _unfold(page, fold)


def _unfold(page, fold):
    if fold.get_attribute("open") is None:
        fold.locator("summary").first.click()  # its own: a fold may hold folds
    if fold.evaluate("""fold => fold.parentElement.matches('[data-testid="stExpander"]')"""):
        # What it holds may be drawn only now
        fold.locator("[data-testid='stElementContainer']").first.wait_for(state="attached")
    # While a fold grows the page moves, and a menu that was opened meanwhile closes again
    page.wait_for_function(
        "fold => fold.open && fold.getAnimations({ subtree: true }).length === 0",
        arg=fold.element_handle(),
    )


def go_to(page, title):
    """Open another page through the table of contents."""
    page.get_by_role("link", name=title, exact=True).click()
    settle(page, title=title)


def headline(page):
    """{measure: text} of the cards, and {measure: the small print below it}."""
    cards = page.locator(".headline .card")
    measures = cards.locator("dd[data-measure]").evaluate_all("d => d.map(x => x.dataset.measure)")
    values = cards.locator("dd[data-measure]").all_inner_texts()
    notes = cards.locator("dd.behind").all_inner_texts()
    return dict(zip(measures, values, strict=True)), dict(zip(measures, notes, strict=True))


def table(page, caption):
    """The rows of a table on the screen as {measure: text}."""
    found = page.locator(".table-twin", has=page.locator("caption", has_text=caption))
    found.wait_for(state="visible")
    read = "rows => rows.map(r => [...r.cells].map(c => [c.dataset.measure, c.innerText]))"
    return [dict(row) for row in found.locator("tbody tr").evaluate_all(read)]


def footer_counts(page, question):
    """The n under each figure of a question."""
    feet = page.locator(f"p.foot[data-question={question}]").all_inner_texts()
    return [whole(text) for text in feet]


def seen(page):
    """Every piece of text that is visible now."""
    return page.evaluate(SEEN)


def whole(text):
    """The first number in a text that counts something."""
    value, unit = _read(text)
    assert unit == 1, f"{text!r} is no count"
    return int(value)


def shows(text, expected):
    """Whether the first number in a text is `expected`, as exactly as it is written."""
    value, unit = _read(text)
    return abs(value - expected) <= unit / 2 + 1e-9


def _read(text):
    """The first number in a text and the worth of its last digit."""
    sign, digits, percent = NUMBER.search(text).groups()
    digits = digits.translate(LATIN)
    unit = 10.0 ** -len(digits.partition(".")[2])
    value = float(digits) * (-1 if sign == "−" else 1)
    return (value / 100, unit / 100) if percent else (value, unit)
