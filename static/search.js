/* Suggestions: an ARIA combobox. */
const suggest = (event) => {
  const { target, type, key } = event, [, input, list] = target.closest(".search")?.children || [];
  if (!list) return;
  const first = list.firstElementChild, at = list.querySelector("[aria-selected]"), enter = key === "Enter" && at;
  const next = { ArrowDown: at ? at.nextElementSibling : first, ArrowUp: at?.previousElementSibling }[key];
  const close = /Escape|focusout/.test(key + type);
  if (next || enter || (close ? first : type === "mousedown" && target !== input)) event.preventDefault();
  if (enter) at.click();
  if (close) htmx.trigger(input, "htmx:abort");
  if (close || !first || !input.matches(":focus")) list.textContent = "";
  if (at) at.ariaSelected = null;
  if (next) next.ariaSelected = true;
  next?.scrollIntoView({ block: "nearest" });
  input.setAttribute("aria-activedescendant", next?.id || "");
  input.ariaExpanded = !!list.firstChild;
};
on("keydown mousedown focusout htmx:afterSwap", suggest);
on("input", (event) => event.isComposing && event.stopImmediatePropagation());
on("compositionend", ({ target }) => htmx.trigger(target, "input"));
