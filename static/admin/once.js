/* A form that loads a page is sent once: its second click, or Enter held down, would do again what was just done. The lock opens by
   itself, so that nothing stays shut after going back or after a page that did not come. Forms that htmx sends see to it themselves. */
const AGAIN = 1000; // milliseconds
let sent = -Infinity;
document.addEventListener("submit", (event) => {
  if (event.defaultPrevented || event.target.method !== "post") return;
  if (event.timeStamp - sent < AGAIN) event.preventDefault();
  else sent = event.timeStamp;
});
/* Nor is the second click meant for a button of the page that came meanwhile. */
document.addEventListener("click", (event) => {
  if (event.detail > 1 && event.target.closest?.("[type=submit]")) event.preventDefault();
}, true);
