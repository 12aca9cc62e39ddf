/* Fields that name a step, an entry or a channel: suggestions after the ARIA combobox pattern; typing alone works too. */
{
  let input = null;
  let timer = 0;
  let wanted = null;
  const list = Object.assign(document.createElement("ul"), { id: "names-found", role: "listbox", hidden: true });
  list.setAttribute("role", "listbox");
  const options = () => $$("[role=option]", list);
  const active = () => $("[aria-selected=true]", list);
  const close = () => {
    list.hidden = true;
    input?.setAttribute("aria-expanded", "false");
    input?.removeAttribute("aria-activedescendant");
  };
  const choose = (option) => {
    input.value = option.dataset.value;
    const title = input.closest("li")?.querySelector("small, .goes");
    if (title) title.textContent = option.firstElementChild.textContent;
    close();
    input.dispatchEvent(new Event("input", { bubbles: true }));
    clearTimeout(timer);
  };
  const select = (option) => {
    active()?.setAttribute("aria-selected", "false");
    option.setAttribute("aria-selected", "true");
    option.scrollIntoView({ block: "nearest" });
    input.setAttribute("aria-activedescendant", option.id);
  };
  const look = async () => {
    const asked = input;
    wanted?.abort();
    wanted = new AbortController();
    const base = $("#outline").dataset.rowsUrl.replace(/outline\/$/, "names/");
    const query = new URLSearchParams({ kind: asked.dataset.names, q: asked.value });
    const found = await ask(`${base}?${query}`, { signal: wanted.signal });
    if (found === null || asked !== document.activeElement) return;
    list.innerHTML = found;
    for (const option of options()) option.setAttribute("aria-selected", "false");
    list.hidden = !options().length;
    asked.setAttribute("aria-expanded", String(!list.hidden));
  };
  const later = () => { clearTimeout(timer); timer = setTimeout(look, 150); };
  on("focusin", ({ target }) => {
    if (!target.matches?.("input[data-names]")) return;
    input = target;
    for (const [name, value] of [["role", "combobox"], ["aria-autocomplete", "list"], ["aria-expanded", "false"], ["aria-controls", list.id]]) input.setAttribute(name, value);
    list.setAttribute("aria-label", input.closest("label")?.firstChild.textContent.trim() || input.closest("[role=group]")?.firstElementChild.textContent.trim() || input.name);
    list.replaceChildren();
    list.hidden = true;
    input.parentElement.append(list);
  });
  on("focusout", ({ target }) => { if (target === input) { clearTimeout(timer); close(); } });
  on("input", (event) => { if (event.target === input && event.isTrusted && !event.isComposing) later(); });
  on("compositionend", ({ target }) => { if (target === input) later(); });
  on("mousedown", (event) => {
    const option = event.target.closest?.("#names-found [role=option]");
    if (option) { event.preventDefault(); choose(option); }
  });
  on("keydown", (event) => {
    if (event.target !== input || event.isComposing) return;
    const all = options();
    const at = all.indexOf(active());
    if (event.key === "ArrowDown" && list.hidden) { event.preventDefault(); look(); }
    else if (list.hidden) return;
    else if (event.key === "ArrowDown") { event.preventDefault(); if (all[at + 1]) select(all[at + 1]); }
    else if (event.key === "ArrowUp") { event.preventDefault(); if (all[at - 1]) select(all[at - 1]); }
    else if (event.key === "Enter" && at >= 0) { event.preventDefault(); choose(all[at]); }
    else if (event.key === "Escape") { event.preventDefault(); close(); }
  }, true);
}
