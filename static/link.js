// The link of a view: what the server wrote into the field, and the choices of the page that came
// after it. Copied without asking for the clipboard, which a browser refuses without https.
(() => {
  const FIELD = ".view-link input";

  const complete = (field) => {
    const link = new URL(field.value, location.origin + location.pathname);
    for (const [name, value] of new URLSearchParams(location.search)) {
      if (!link.searchParams.getAll(name).includes(value)) link.searchParams.append(name, value);
    }
    field.value = link.href;
    field.select();
  };

  addEventListener("focusin", (event) => {
    if (event.target.matches?.(FIELD)) complete(event.target);
  });
  addEventListener("click", (event) => {
    const button = event.target.closest?.(".view-link button");
    if (!button) return;
    const field = button.parentElement.querySelector("input");
    complete(field);
    field.focus();
    field.select();
    if (document.execCommand("copy"))
      button.parentElement.querySelector("output").textContent = button.dataset.done;
  });
})();
