/* The tree of a guide: links open their panel beside the outline, the focus stays, nothing typed is lost.
   Without this script every link is a page and every form a post. Rows of a form: tree_rows.js; names: tree_names.js. */
const $ = (selector, within = document) => within.querySelector(selector);
const $$ = (selector, within = document) => [...within.querySelectorAll(selector)];
const on = (type, act, early) => document.addEventListener(type, act, early);
const say = (text, failed = false) => {
  const status = $("#draft-status");
  status.classList.toggle("failed", failed);
  status.textContent = text;
};
const words = (name) => $("#draft-status").dataset[name];

/* What is typed */
const typed = (form) => new URLSearchParams([...new FormData(form)].filter(([name]) => !["version", "unfolded"].includes(name))).toString();
let begun = "";
const guarded = () => $("form[data-guard]");
const begin = () => { const form = guarded(); begun = form && !form.dataset.guard ? typed(form) : ""; };
const isDirty = () => { const form = guarded(); return Boolean(form && typed(form) !== begun); };
const mayLeave = () => !isDirty() || confirm(words("leave"));
let leaving = false;
addEventListener("beforeunload", (event) => { if (isDirty() && !leaving) event.preventDefault(); });

/* The outline: a tree of links (ARIA navigation tree) with one stop for the Tab key */
const items = () => $$("#outline [role=treeitem]").filter((item) => !item.parentElement.hidden);
const level = (item) => Number(item.ariaLevel || item.getAttribute("aria-level"));
const folded = new Set();
const unfolded = new Set();
const hang = (item) => {
  const found = [];
  for (let row = item.parentElement.nextElementSibling; row && level(row.firstElementChild) > level(item); row = row.nextElementSibling) found.push(row);
  return found;
};
const redraw = () => {
  let closed = Infinity;
  for (const item of $$("#outline [role=treeitem]")) {
    const own = level(item);
    if (own <= closed) closed = Infinity;
    item.parentElement.hidden = own > closed;
    if (closed === Infinity && item.getAttribute("aria-expanded") === "false") closed = own;
  }
  const seen = items();
  const stop = seen.find((item) => item.tabIndex === 0) || $("#outline [role=treeitem][aria-current]") || seen[0];
  if (stop) moveStop(stop.parentElement.hidden ? seen[0] : stop);
};
const moveStop = (item) => {
  for (const each of $$("#outline [role=treeitem][tabindex='0']")) each.tabIndex = -1;
  item.tabIndex = 0;
};
const fold = async (item, close) => {
  const slug = item.dataset.step;
  item.setAttribute("aria-expanded", String(!close));
  folded[close ? "add" : "delete"](slug);
  if (!close && !hang(item).length) {
    unfolded.add(slug);
    const url = `${$("#outline").dataset.rowsUrl}?${new URLSearchParams({ under: slug })}`;
    const answer = await fetch(url, { headers: { "HX-Request": "true" } });
    if (answer.ok) {
      const part = document.createRange().createContextualFragment(await answer.text());
      for (const each of $$("[role=treeitem]", part)) each.setAttribute("aria-level", String(level(item) + 1));
      item.parentElement.after(part);
    }
  }
  redraw();
};
const restoreFolds = () => {
  for (const item of $$("#outline [aria-expanded][data-step]")) {
    if (folded.has(item.dataset.step)) item.setAttribute("aria-expanded", "false");
  }
  redraw();
};
on("keydown", (event) => {
  const item = event.target.closest?.("#outline [role=treeitem]");
  if (!item || event.ctrlKey || event.metaKey || event.altKey) return;
  const all = items();
  const at = all.indexOf(item);
  const open = item.getAttribute("aria-expanded");
  const parent = () => all.slice(0, at).reverse().find((each) => level(each) < level(item));
  let next;
  if (event.key === "ArrowDown") next = all[at + 1];
  else if (event.key === "ArrowUp") next = all[at - 1];
  else if (event.key === "Home") next = all[0];
  else if (event.key === "End") next = all.at(-1);
  else if (event.key === "ArrowRight") open === "false" ? fold(item, false) : (next = open && all[at + 1]);
  else if (event.key === "ArrowLeft") open === "true" ? fold(item, true) : (next = parent());
  else return;
  event.preventDefault();
  if (next) { moveStop(next); next.focus(); }
});
on("click", (event) => {
  const twisty = event.target.closest(".twisty");
  const item = twisty?.parentElement;
  if (item?.hasAttribute("aria-expanded")) {
    event.preventDefault();
    event.stopPropagation();
    fold(item, item.getAttribute("aria-expanded") === "true");
  }
  const all = event.target.closest("[data-fold]")?.dataset.fold;
  if (all) {
    for (const each of $$("#outline [aria-expanded]")) {
      if (all === "all" || hang(each).length) {
        each.setAttribute("aria-expanded", String(all !== "all"));
        folded[all === "all" ? "add" : "delete"](each.dataset.step);
      }
    }
    redraw();
  }
}, true);

/* Links open beside the outline */
const OPENS = "#outline [role=treeitem], #found a, .found-problems a, .told-here a, #drawing a, .panel a.to-step, #new-step, .draft-tools a[href$='changes/']";
let wish = null;
const openPanel = (href, aim) => {
  wish = aim;
  htmx.ajax("GET", href, { target: "#panel", swap: "outerHTML" });
};
on("click", (event) => {
  const link = event.target.closest(OPENS);
  if (!link || event.defaultPrevented || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
  const href = link.getAttribute("href");
  const base = location.pathname.split("/wizard/flow/")[0];
  if (!href.startsWith(`${base}/wizard/flow/`) || href.endsWith("/edit/") || href.endsWith("/change/")) return;
  if (!href.startsWith($("#find").getAttribute("action").replace(/steps\/$/, ""))) return;
  event.preventDefault();
  if (mayLeave()) openPanel(href, { choice: link.dataset.choice });
});
on("submit", (event) => {
  if (event.target.id !== "find") return;
  const first = $("#found a");
  if (first) { event.preventDefault(); event.stopImmediatePropagation(); first.click(); }
}, true);

/* Requests: what is kept along, and what must not be lost */
on("htmx:configRequest", ({ detail }) => {
  if ("unfolded" in detail.parameters) detail.parameters.unfolded = [...unfolded].join(" ");
});
let held = null;
const nth = (element) => $$(`[name="${element.name}"]`, element.form).indexOf(element);
const hold = () => {
  const now = document.activeElement;
  if (now?.form && now.form.closest("#panel") && now.name) held = { name: now.name, value: now.type ? "" : now.value, at: nth(now), from: now.selectionStart, to: now.selectionEnd };
  else if (now?.dataset.step && now.closest("#outline")) held = { step: now.dataset.step };
  else held = now?.id ? { id: now.id } : null;
};
on("htmx:confirm", (event) => {
  const { elt, target } = event.detail;
  if (target?.id === "panel" && elt.matches?.(".draft-tools form, .panel form:not([data-guard])") && !mayLeave()) event.preventDefault();
});
on("htmx:beforeRequest", ({ detail }) => { if (detail.target?.id === "panel") hold(); });
on("htmx:beforeSwap", (event) => {
  const { xhr, target } = event.detail;
  if (target?.id === "panel" && !xhr.getResponseHeader("Vary")?.includes("HX-Request")) event.detail.shouldSwap = false;
  if (xhr.responseURL.includes("/login/")) { event.detail.shouldSwap = false; say(words("signedOut"), true); }
});
const failed = ({ detail }) => { if (!detail.xhr || detail.xhr.status === 0 || detail.xhr.status >= 400) say(words("failed"), true); };
on("htmx:responseError", failed);
on("htmx:sendError", failed);

/* Afterwards the focus is where it was, or where it is needed */
const focusPanel = () => {
  const wanted = wish?.choice && $$("#panel [name=choice_slug]").find((input) => input.value === wish.choice);
  const field = wanted?.closest("li") || $("#panel .pick") || $("#panel .all:not([disabled])");
  const target = (field && $("input:not([type=hidden]), textarea", field)) || $("#panel-title");
  target?.focus({ preventScroll: true });
  $("#panel").scrollIntoView({ block: "nearest" });
};
const restoreFocus = () => {
  if (held?.id) return $(`#${CSS.escape(held.id)}`)?.focus({ preventScroll: true });
  if (held?.step) return $(`#outline [data-step="${held.step}"]`)?.focus({ preventScroll: true });
  const same = held?.name && $$(`#panel [name="${held.name}"]`)[held.at];
  if (!same) return focusPanel();
  if (same.closest("details")) same.closest("details").open = true;
  same.focus({ preventScroll: true });
  if (typeof held.from === "number") try { same.setSelectionRange(held.from, held.to); } catch { /* no text field */ }
};
const mark = () => {
  const step = $("#panel")?.dataset.step;
  for (const each of $$("#outline [aria-current], #drawing [aria-current]")) { each.removeAttribute("aria-current"); each.classList.remove("selected"); }
  for (const each of $$(`#outline [data-step="${step}"], #drawing [data-step="${step}"]`)) { each.setAttribute("aria-current", "true"); each.classList.toggle("selected", Boolean(each.closest("svg"))); }
  $("#outline [role=treeitem][aria-current]")?.scrollIntoView({ block: "nearest" });
};
on("htmx:afterSettle", ({ detail }) => {
  if (detail.target?.id !== "panel" && detail.elt?.id !== "panel") return;
  restoreFolds();
  mark();
  begin();
  if (detail.requestConfig?.verb === "get" || $("#panel .refused, #panel .pick")) {
    if ($("#panel .refused")) $("#panel").scrollIntoView({ block: "start" });
    wish || !held ? focusPanel() : $("#panel .pick") ? focusPanel() : restoreFocus();
  } else restoreFocus();
  wish = null;
  refreshPicture();
});
on("htmx:oobAfterSwap", restoreFolds);

/* Keys */
on("keydown", (event) => {
  if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "s") {
    event.preventDefault();
    const form = guarded() || $("#panel form");
    const save = form && ($("button[value=save]:not([hidden]), button[value=merge]", form) || $("[name=_continue]", form));
    if (save) save.click();
    else form?.requestSubmit();
  }
  if (event.key === "Escape" && !event.defaultPrevented && event.target.closest?.("#panel")) $("#outline [role=treeitem][tabindex='0']")?.focus();
});
on("submit", (event) => { if (!event.target.closest("#panel.panel:not(.stock), .draft-tools, #find")) leaving = true; });
on("click", (event) => { const fill = event.target.closest("[data-fill]"); if (fill) $(`#${fill.dataset.fill}`).value = fill.value; });

/* The picture: drawn by the server when it is open, anew after each change */
const zoomBy = (factor) => {
  const svg = $("#drawing svg");
  if (!svg) return;
  const whole = Math.min(1, $("#drawing").clientWidth / svg.viewBox.baseVal.width);
  const now = svg.width.baseVal.value / svg.viewBox.baseVal.width;
  const next = factor ? Math.min(3, Math.max(0.1, now * factor)) : whole;
  svg.setAttribute("width", svg.viewBox.baseVal.width * next);
  svg.setAttribute("height", svg.viewBox.baseVal.height * next);
};
let shownScale = null;
let drawn = "";
const refreshPicture = async () => {
  if (!$("#picture").open) return;
  const box = $("#drawing");
  const query = new URLSearchParams({ step: $("#panel").dataset.step || "" });
  const answer = await fetch(`${box.dataset.url}?${query}`, { headers: { "HX-Request": "true" } });
  if (!answer.ok) return say(words("failed"), true);
  const drawing = await answer.text();
  if (drawing === drawn && $("svg", box)) return;
  drawn = drawing;
  const before = $("svg", box);
  shownScale = before ? before.width.baseVal.value / before.viewBox.baseVal.width : null;
  box.innerHTML = drawing;
  if (shownScale) zoomBy(shownScale); else if ($("svg", box)) box.scrollTop = 0;
  $("[aria-current]", box)?.scrollIntoView({ block: "nearest", inline: "nearest" });
};
$("#picture").addEventListener("toggle", refreshPicture);
on("click", (event) => { const zoom = event.target.closest("[data-zoom]"); if (zoom) zoomBy(Number(zoom.dataset.zoom)); });
$("#drawing").addEventListener("wheel", (event) => { if (event.ctrlKey) { event.preventDefault(); zoomBy(event.deltaY < 0 ? 1.1 : 0.9); } }, { passive: false });
let pan = null;
$("#drawing").addEventListener("pointerdown", (event) => { if (!event.button && !event.target.closest("a")) pan = [event.clientX, event.clientY]; });
addEventListener("pointermove", (event) => {
  if (!pan) return;
  const box = $("#drawing");
  box.classList.add("dragging");
  box.scrollBy(pan[0] - event.clientX, pan[1] - event.clientY);
  pan = [event.clientX, event.clientY];
});
addEventListener("pointerup", () => { pan = null; $("#drawing").classList.remove("dragging"); });

redraw();
addEventListener("DOMContentLoaded", begin);
if (document.readyState !== "loading") begin();
