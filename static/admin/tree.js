/* The tree of a guide: links open their panel beside the outline, the focus stays, nothing typed is lost.
   Without this script every link is a page and every form a post. What is typed: tree_typed.js; rows of a form: tree_rows.js; names: tree_names.js. */
const $ = (selector, within = document) => within.querySelector(selector);
const $$ = (selector, within = document) => [...within.querySelectorAll(selector)];
const on = (type, act, early) => document.addEventListener(type, act, early);
const say = (text, failed = false) => {
  const status = $("#draft-status");
  status.classList.toggle("failed", failed);
  status.textContent = text;
};
const words = (name) => $("#draft-status").dataset[name];

const isLogin = (url) => new URL(url, location.href).pathname === words("login");

/* A part of the page; null, after saying why, where there is none: no login any more, no server. */
const ask = async (url, options) => {
  try {
    const answer = await fetch(url, { ...options, headers: { "HX-Request": "true" } });
    if (answer.ok && !isLogin(answer.url)) return await answer.text();
    say(words(isLogin(answer.url) ? "signedOut" : "broken"), true);
  } catch (error) {
    if (error.name !== "AbortError") say(words("failed"), true);
  }
  return null;
};

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
/* Without this script the outline is a list of links. */
const makeTree = () => {
  $("#outline > ul")?.setAttribute("role", "tree");
  for (const link of $$("#outline li > a:not([role])")) {
    link.setAttribute("role", "treeitem");
    link.tabIndex = -1;
    link.parentElement.setAttribute("role", "none");
  }
};
const redraw = () => {
  makeTree();
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
const fetching = new Set();
const fold = async (item, close) => {
  const slug = item.dataset.step;
  item.setAttribute("aria-expanded", String(!close));
  folded[close ? "add" : "delete"](slug);
  if (!close && !hang(item).length && !fetching.has(slug)) {
    fetching.add(slug);
    const url = `${$("#outline").dataset.rowsUrl}?${new URLSearchParams({ under: slug })}`;
    const rows = await ask(url);
    fetching.delete(slug);
    if (rows === null) item.setAttribute("aria-expanded", "false");
    else {
      unfolded.add(slug);
      const part = document.createRange().createContextualFragment(rows);
      for (const each of $$("li > a", part)) each.setAttribute("aria-level", String(level(item) + 1));
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
  htmx.ajax("GET", href, { target: "#panel", swap: "outerHTML" }).catch(() => {}); // said by `failed`
};
on("click", (event) => {
  const link = event.target.closest(OPENS);
  if (!link || event.defaultPrevented || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
  const href = link.getAttribute("href");
  const base = location.pathname.split("/wizard/flow/")[0];
  if (!href.startsWith(`${base}/wizard/flow/`) || href.endsWith("/edit/") || href.endsWith("/change/")) return;
  if (!href.startsWith($("#find").getAttribute("action").replace(/steps\/$/, ""))) return;
  event.preventDefault();
  const open = () => mayLeave() && openPanel(href, { choice: link.dataset.choice });
  if (isSaving()) afterSaving(open); else open();
});
let answered = null; // the text whose matches are shown
on("htmx:afterSwap", ({ detail }) => { if (detail.target.id === "found") answered = detail.requestConfig.parameters.q; });
on("submit", (event) => {
  if (event.target.id !== "find") return;
  const first = $("#find-q").value === answered && $("#found a");
  if (first) { event.preventDefault(); event.stopImmediatePropagation(); first.click(); }
}, true);

/* Requests: what is kept along, and what must not be lost */
// Who signed in again in another tab has another token than the one in the page.
const tokenOfToday = () => document.cookie.match(/(?:^|; )csrftoken=([^;]+)/)?.[1];
on("submit", ({ target }) => { const token = target.elements.csrfmiddlewaretoken; if (token) token.value = tokenOfToday() || token.value; }, true);
on("htmx:configRequest", ({ detail }) => {
  if ("unfolded" in detail.parameters) detail.parameters.unfolded = [...unfolded].join(" ");
  if ("csrfmiddlewaretoken" in detail.parameters) detail.parameters.csrfmiddlewaretoken = tokenOfToday() || detail.parameters.csrfmiddlewaretoken;
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
  const { elt, target, triggeringEvent } = event.detail;
  const button = triggeringEvent?.submitter?.id;
  if (isSaving() && button && elt !== saving.form && target?.id === "panel") {
    event.preventDefault();
    afterSaving(() => $(`#${button}`)?.click());
  } else if (target?.id === "panel" && elt.matches?.(".draft-tools form, .panel form:not([data-guard])") && !mayLeave()) event.preventDefault();
});
on("htmx:beforeRequest", ({ detail }) => { if (detail.target?.id === "panel") hold(); });
on("htmx:beforeSwap", (event) => {
  const { xhr, target } = event.detail;
  const isPart = target?.id !== "panel" || xhr.getResponseHeader("Vary")?.includes("HX-Request");
  if (isPart && !isLogin(xhr.responseURL)) return;
  event.detail.shouldSwap = false;
  if (xhr.status < 400) say(words(isLogin(xhr.responseURL) ? "signedOut" : "broken"), true);
});
/* A refusal is a sentence of the server's; without one it was never reached, or it broke. */
const failed = ({ detail: { xhr } }) => {
  const said = xhr?.getResponseHeader("Content-Type")?.startsWith("text/plain") && xhr.responseText;
  say(said || words(xhr?.status ? "broken" : "failed"), true);
};
on("htmx:responseError", failed);
on("htmx:sendError", failed);

/* Afterwards the focus is where it was, or where it is needed */
const focusPanel = () => {
  const wanted = wish?.choice && $$("#panel [name=choice_slug]").find((input) => input.value === wish.choice);
  const field = wanted?.closest("li") || $("#panel .pick") || $("#panel .all:not([disabled])");
  const target = (field && ($("input:checked", field) || $("input:not([type=hidden]), textarea", field))) || $("#panel-title");
  target?.focus({ preventScroll: true });
  $("#panel").scrollIntoView({ block: "nearest" });
};
const restoreFocus = () => {
  if (held?.id) {
    const same = $(`#${CSS.escape(held.id)}`);
    return (same?.disabled ? $(".draft-tools button:not([disabled])") || $("#panel-title") : same)?.focus({ preventScroll: true });
  }
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
  if (detail.elt?.id !== "panel") return;
  restoreFolds();
  mark();
  begin();
  keepLate();
  if (detail.requestConfig?.verb === "get" || $("#panel .refused, #panel .pick")) {
    $("#panel .refused")?.scrollIntoView({ block: "start" });
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
    const form = guarded();
    const save = form && ($("button[value=save]:not([hidden]), button[value=merge]", form) || $("[name=_continue]", form));
    if (isSaving()) afterSaving(() => guarded()?.requestSubmit());
    else if (save) save.click();
    else form?.requestSubmit();
  }
  if (event.key === "Escape" && !event.defaultPrevented && event.target.closest?.("#panel")) $("#outline [role=treeitem][tabindex='0']")?.focus();
});
on("click", (event) => { const fill = event.target.closest("[data-fill]"); if (fill) $(`#${fill.dataset.fill}`).value = fill.value; });

/* The picture: drawn by the server when it is open, anew after each change */
const zoomBy = (factor) => {
  const svg = $("#drawing svg");
  if (!svg) return;
  const { width, height } = svg.viewBox.baseVal;
  const whole = Math.min(1, $("#drawing").clientWidth / width, (0.6 * innerHeight) / height);
  const now = svg.width.baseVal.value / width;
  const next = factor ? Math.min(3, Math.max(0.1, now * factor)) : whole;
  svg.setAttribute("width", width * next);
  svg.setAttribute("height", height * next);
};
let shownScale = null;
let drawn = "";
const refreshPicture = async () => {
  if (!$("#picture").open) return;
  const box = $("#drawing");
  const query = new URLSearchParams({ step: $("#panel").dataset.step || "" });
  const drawing = await ask(`${box.dataset.url}?${query}`);
  if (drawing === null || (drawing === drawn && $("svg", box))) return;
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

/* Back and forward, while the page was still on its way, were heard by nobody. */
addEventListener("DOMContentLoaded", () => {
  const made = new URL(performance.getEntriesByType("navigation")[0].name).pathname;
  const at = location.pathname.match(/\/steps\/([^/]+)\/$/)?.[1];
  if (made !== location.pathname && at !== $("#panel").dataset.step) location.reload();
});
