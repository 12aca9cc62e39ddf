/* A form with something typed in it is not left without a question. */
const form = document.querySelector("#content-main form:has([name=seen])");
if (form) {
  const values = (of) => new URLSearchParams([...new FormData(of)].filter(([, value]) => typeof value === "string")).toString();
  const stored = () => { const clone = form.cloneNode(true); clone.reset(); return values(clone); };
  let saving = false;
  form.addEventListener("submit", () => { saving = true; });
  addEventListener("beforeunload", (event) => {
    if (!saving && (document.querySelector(".errornote") || values(form) !== stored())) event.preventDefault();
  });
}
