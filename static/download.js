// A file belongs to the figures beside it. After a filter has changed, the buttons of the figures
// before it stay on the screen until the new ones have come; what they hand out is of before.
(() => {
  const OF_BEFORE = '[data-stale="true"] :is([data-testid="stDownloadButton"], button.picture)';
  addEventListener("click", (event) => {
    if (!event.target.closest?.(OF_BEFORE)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
  }, true);
})();
