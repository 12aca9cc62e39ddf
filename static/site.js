const find = (css) => document.querySelector(css);
const on = (types, act) => types.split(" ").map((type) => document.addEventListener(type, act, true));
let shown = location.href, sent;

on("htmx:beforeRequest", ({ detail }) => { find("#alert").hidden = detail.target.ariaBusy = true; });
on("htmx:afterRequest", ({ detail }) => { detail.target.ariaBusy = null; });
on("htmx:afterSwap", () => { shown = location.href; });
on("htmx:afterSettle", ({ detail }) => {
  if (detail.target.id === "main") find("h1[tabindex]")?.focus({ preventScroll: true });
});

/* #alert (base.html) asks, as for a choice: the last one counts. */
on("htmx:historyCacheMiss", (event) => event.preventDefault());

/* Gone: shown as itself. */
on("htmx:responseError htmx:sendError", ({ detail: { target, xhr } }) => {
  if (target.id === "main" && /^4/.test(xhr.status)) return location.assign(xhr.responseURL);
  find("#alert").hidden = false;
  if (shown !== location.href) history.pushState({ htmx: true }, "", shown);
});

on("submit", (event) => {
  if (event.timeStamp - sent < 1000) event.preventDefault();
  else sent = event.timeStamp;
});

/* No second click on what the first brought; keys open links elsewhere. */
on("click", async (event) => {
  const { detail, target } = event, link = target.closest("a[data-copy]");
  if (detail > 1) event.preventDefault();
  if (detail > 1 || event.ctrlKey || event.metaKey || event.shiftKey) return event.stopPropagation();
  if (target.closest("[data-print]")) print();
  if (!link) return;
  event.preventDefault();
  try {
    await navigator.clipboard.writeText(link.hash ? find(link.hash).textContent : link.href);
    link.classList.add("copied");
    find("#status").textContent = "";
    setTimeout(() => { find("#status").textContent = link.dataset.copy; });
  } catch {
    location.assign(link.href);
  }
});
