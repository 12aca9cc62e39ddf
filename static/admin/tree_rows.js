/* Rows of a form (choices, names): an empty one at the end makes another; moved by buttons and by dragging. */
{
  const fields = (row) => $$("input:not([type=hidden]), textarea", row);
  const isEmpty = (row) => fields(row).every((field) => !field.value.trim());
  const blank = (row) => {
    const copy = row.cloneNode(true);
    for (const field of $$("input, textarea", copy)) { field.value = ""; field.removeAttribute("aria-invalid"); }
    for (const part of $$("small, .goes", copy)) part.textContent = "";
    for (const list of $$("[role=listbox]", copy)) list.remove();
    copy.className = "";
    return copy;
  };
  on("input", ({ target }) => {
    const row = target.closest("[data-rows] > li");
    if (row && !row.nextElementSibling && !isEmpty(row)) row.after(blank(row));
  });
  const move = (row, before) => {
    const last = row.parentElement.lastElementChild;
    if (row !== last && before !== row) row.parentElement.insertBefore(row, before || last);
  };
  on("click", (event) => {
    const button = event.target.closest("[data-row]");
    if (!button) return;
    event.preventDefault();
    if (isSaving()) return; // what comes back must find each row where it was
    const row = button.closest("li");
    const list = row.parentElement;
    const act = button.dataset.row;
    if (act === "remove") {
      const next = row.nextElementSibling;
      row.remove();
      fields(next)[0]?.focus();
    } else {
      if (act === "up" && row.previousElementSibling) move(row, row.previousElementSibling);
      if (act === "down" && row.nextElementSibling !== list.lastElementChild) move(row, row.nextElementSibling.nextElementSibling);
      button.focus();
      say(`${[...list.children].indexOf(row) + 1} / ${list.children.length - 1}`);
    }
  });
  let dragged = null;
  const clear = () => $$(".over, .dragged").forEach((each) => each.classList.remove("over", "dragged"));
  on("dragstart", (event) => {
    if (!event.target.closest?.(".handle") || isSaving()) return;
    dragged = event.target.closest("li");
    dragged.classList.add("dragged");
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", "row");
  });
  const under = (event) => {
    const row = event.target.closest?.("[data-rows] > li");
    return dragged && row && row.parentElement === dragged.parentElement ? row : null;
  };
  on("dragover", (event) => {
    const row = under(event);
    if (!row) return;
    event.preventDefault();
    $$(".over").forEach((each) => each.classList.remove("over"));
    row.classList.add("over");
  });
  on("drop", (event) => {
    const row = under(event);
    if (!row) return;
    event.preventDefault();
    move(dragged, row);
  });
  on("dragend", () => { dragged = null; clear(); });
}
