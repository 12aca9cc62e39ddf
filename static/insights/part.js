/* A part of a large guide opens where the one before it stood; without this script each link is a page of its own. */
const LINKS = "#part a[href^='?']:not([download]), [aria-labelledby='table-leaks'] a[href^='?']:not([download])";
let shown = location.search;
let latest = null;

/* The picture begins with the step it hangs on, which stands beside the middle of what it leads to. */
const showRoot = () => {
  const box = document.querySelector("#part .picture");
  const root = box.querySelector(".start")?.getBoundingClientRect();
  if (root) box.scrollTop += root.top + root.height / 2 - box.getBoundingClientRect().top - box.clientHeight / 2;
};
const put = (page) => {
  for (const part of ["part", "periods", "opened"]) document.getElementById(part).replaceWith(page.getElementById(part));
  document.title = page.title;
  const title = document.getElementById("part-title");
  title.scrollIntoView({ block: "start" });
  title.focus({ preventScroll: true });
  showRoot();
};
const open = async (address, isNew = true) => {
  const own = (latest = {});
  document.getElementById("part").ariaBusy = "true";
  try {
    const answer = await fetch(address, { headers: { "HX-Request": "true" } });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    if (own !== latest) return;
    if (!answer.ok || answer.redirected || !page.getElementById("part")) throw new Error(address);
    put(page);
    if (isNew) history.pushState(null, "", address);
    shown = location.search;
  } catch {
    if (own === latest) location.assign(address); // the browser says what is wrong
  }
};
document.addEventListener("click", (event) => {
  const link = event.target.closest(LINKS);
  if (!link || event.defaultPrevented || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
  event.preventDefault();
  open(link.getAttribute("href"));
});
// Back and forward: the part of that address. A jump within the page is neither.
addEventListener("popstate", () => { if (location.search !== shown) open(location.pathname + location.search, false); });
showRoot();
