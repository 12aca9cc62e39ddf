/* Suggestions: the ARIA combobox pattern. */
const suggest = (event) => {
  const { target, type, key } = event, list = target.closest(".search")?.children[2];
  if (!list) return;
  const input = list.previousElementSibling, at = list.querySelector("[aria-selected]");
  const go = key === "Enter" ? at : type === "mousedown" && target.closest("[data-href]");
  if (go) location.assign(go.dataset.href);
  if (key === "Escape" || type === "focusout") list.textContent = "";
  const next = key === "ArrowDown" ? (at ? at.nextSibling : list.firstChild) : key === "ArrowUp" && at?.previousSibling;
  if (go || next) event.preventDefault();
  if (at) at.ariaSelected = null;
  if (next) next.ariaSelected = true;
  input.setAttribute("aria-activedescendant", next?.id || "");
  input.ariaExpanded = !!list.firstChild;
};
["keydown", "mousedown", "focusout", "htmx:afterSwap"].map((name) => on(name, suggest));
on("input", (event) => event.isComposing && event.stopImmediatePropagation(), true);
on("compositionend", ({ target }) => htmx.trigger(target, "input"));
