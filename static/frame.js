// Runs before Streamlit's own scripts. Its tag carries what it needs: data-views, the parameters of
// single pages, and data-words, {English: ours} for words that Streamlit has no option for.
(() => {
  const { views, words } = document.currentScript.dataset;

  // React-aria reads its locale here before navigator.language: menus and arrow keys are then
  // right-to-left whatever language the visitor's browser speaks.
  window[Symbol.for("react-aria.i18n.locale")] = "fa-IR";
  for (const [key, value] of [["language", "fa-IR"], ["languages", ["fa-IR", "fa", "en"]]]) {
    Object.defineProperty(navigator, key, { get: () => value, configurable: true });
  }

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
  };

  // English words remain in menus and dialogs, which are hung on the body, and in the first link.
  const ours = new Map(Object.entries(JSON.parse(words)));
  const translate = (root) => {
    const texts = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
    while (texts.nextNode()) {
      const word = ours.get(texts.currentNode.data.trim());
      if (word) texts.currentNode.data = word;
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
  const first = new MutationObserver(() => {
    const link = [...document.links].find((each) => ours.has(each.textContent.trim()));
    if (!link) return;
    translate(link);
    first.disconnect();
  });
  addEventListener("DOMContentLoaded", () => {
    watched.observe(document.body, { childList: true });
    first.observe(document.getElementById("root"), { childList: true, subtree: true });
  });
})();
