const byId = (id) => document.getElementById(id);
const on = (type, act, early) => document.addEventListener(type, act, early);

const say = (text) => {
  const status = byId("status");
  status.textContent = "";
  setTimeout(() => { status.textContent = text; });
};

const focusHeading = () => document.querySelector("#main h1[tabindex]")?.focus({ preventScroll: true });

on("htmx:afterSettle", ({ detail }) => {
  if (detail.target?.id !== "main") return;
  byId("alert").hidden = true;
  scrollTo(0, 0);
  focusHeading();
});
on("htmx:historyRestore", focusHeading);
on("htmx:historyCacheMissLoadError", () => location.reload());
on("htmx:beforeRequest", ({ detail }) => { detail.target.ariaBusy = true; });
on("htmx:afterRequest", ({ detail }) => { detail.target.ariaBusy = null; });

/* A page that is gone is shown as itself. */
on("htmx:responseError", ({ detail: { pathInfo, target, xhr } }) => {
  if (target.id === "main" && xhr.status < 500) location.assign(pathInfo.requestPath);
  else showError();
});
const showError = () => {
  const alert = byId("alert");
  alert.textContent = alert.dataset.error;
  alert.hidden = false;
};
on("htmx:sendError", showError);
on("htmx:timeout", showError);

/* These keys open a link elsewhere. */
on("click", (event) => {
  if (event.ctrlKey || event.metaKey || event.shiftKey) event.stopPropagation();
}, true);

on("click", async (event) => {
  if (event.target.matches("[data-print]")) print();
  const link = event.target.closest("a[data-copy]");
  if (!link || !navigator.clipboard) return;
  event.preventDefault();
  try {
    const block = link.hash.startsWith("#pack") && byId(link.hash.slice(1));
    await navigator.clipboard.writeText(block ? block.textContent : link.href);
    link.classList.add("copied");
    say(link.dataset.copy);
  } catch {
    location.assign(link.href);
  }
});
