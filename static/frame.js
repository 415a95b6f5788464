// Runs before Streamlit's own scripts. Its tag carries what it needs: data-views, the parameters of
// single pages, and data-words, {language: {English: ours}} for words without an option.
(() => {
  const { views, words } = document.currentScript.dataset;
  const told = JSON.parse(words);
  const locales = { fa: ["fa-IR", "fa", "en"], en: ["en-GB", "en"] };
  const page = document.documentElement;

  // React-aria reads its locale here before navigator.language: menus and arrow keys then go with
  // the language of the page, whatever language the visitor's browser speaks.
  const speak = (language) => {
    page.lang = language;
    page.dir = language === "fa" ? "rtl" : "ltr";
    window[Symbol.for("react-aria.i18n.locale")] = locales[language][0];
    dispatchEvent(new Event("languagechange"));
  };
  Object.defineProperty(navigator, "language", { get: () => locales[page.lang][0] });
  Object.defineProperty(navigator, "languages", { get: () => locales[page.lang] });
  speak(page.lang);

  // The server writes the language into the address; the document follows without a new one.
  const follow = () => {
    const asked = new URLSearchParams(location.search).get("lang");
    const language = asked in locales ? asked : "fa";
    if (language === page.lang) return;
    speak(language);
    if (document.links[0]) translate(document.links[0]);
    nameContents();
  };
  addEventListener("popstate", follow);

  // Streamlit drops the filters from the address when the reader opens another page, and the server
  // writes them again: two steps in the history for one click. Keep them, and it is one.
  const push = history.pushState.bind(history);
  history.pushState = (state, title, address) => {
    const next = new URL(address, location.href);
    if (next.pathname !== location.pathname && !next.search) {
      next.search = location.search;
      for (const view of views.split(" ")) next.searchParams.delete(view);
    }
    push(state, title, next.pathname + next.search + next.hash);
    follow();
  };

  // Streamlit's words remain in menus and dialogs, which are hung on the body, and in the first
  // link. `origins`: {word in any language: Streamlit's own}.
  const origins = new Map();
  for (const dictionary of Object.values(told)) {
    for (const [theirs, ours] of Object.entries(dictionary)) {
      origins.set(theirs, theirs).set(ours, theirs);
    }
  }
  const translate = (root) => {
    const texts = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
    while (texts.nextNode()) {
      const origin = origins.get(texts.currentNode.data.trim());
      if (origin) texts.currentNode.data = told[page.lang][origin];
    }
  };
  const watched = new MutationObserver((changes) => {
    for (const change of changes) for (const node of change.addedNodes) hung(node);
  });
  const hung = (node) => {
    if (node.nodeType !== Node.ELEMENT_NODE || node.id === "root") return;
    translate(node);
    watched.observe(node, { childList: true, subtree: true });
  };
  const nameContents = () => {
    const contents = document.querySelector('[data-testid="stSidebarNav"]');
    contents?.setAttribute("aria-label", told[page.lang]["App pages"]);
    return contents;
  };
  const first = new MutationObserver(() => {
    const link = [...document.links].find((each) => origins.has(each.textContent.trim()));
    if (link) translate(link);
    if (nameContents() && link) first.disconnect();
  });
  addEventListener("DOMContentLoaded", () => {
    watched.observe(document.body, { childList: true });
    first.observe(document.getElementById("root"), { childList: true, subtree: true });
  });
})();
