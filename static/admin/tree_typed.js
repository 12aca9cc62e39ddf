/* What is typed: told from what is stored, asked about before it is left, and kept while a save is on its way. */
const guarded = () => $("form[data-guard], .panel.stock form");
const typed = (form) => new URLSearchParams([...new FormData(form)].filter(([name]) => !["version", "unfolded"].includes(name))).toString();

/* What is stored is what the server wrote into the page: somebody may have typed before this script was there. */
let begun = "";
const begin = () => {
  const stored = guarded()?.cloneNode(true);
  stored?.reset();
  begun = stored && !stored.dataset.guard && !$(".errornote", stored) ? typed(stored) : "";
};
const isDirty = () => Boolean(guarded() && typed(guarded()) !== begun);
const mayLeave = () => !isDirty() || confirm(words("leave"));
let leaving = false;
addEventListener("beforeunload", (event) => { if (isDirty() && !leaving) event.preventDefault(); });
on("submit", (event) => { if (!event.target.closest("#panel.panel:not(.stock), .draft-tools, #find")) leaving = true; });

/* A save on its way: what is typed meanwhile goes into the panel that comes back; what is asked for meanwhile is done then. */
let saving = null;
const isSaving = () => saving !== null;
const afterSaving = (act) => { saving.next = act; };
const fieldsOf = (within) => $$("input:not([type=hidden]), textarea, select", within);
const listsOf = (form) => $$("[data-rows]", form);
const isOurs = ({ requestConfig }) => isSaving() && requestConfig.elt === saving.form;
on("htmx:beforeRequest", ({ detail: { elt } }) => {
  if (elt !== guarded()) return;
  saving = { form: elt, sent: new Map(fieldsOf(elt).map((field) => [field, field.value])), late: [], next: null };
});
on("submit", (event) => {
  if (!isSaving() || event.target !== saving.form) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  afterSaving(() => guarded()?.requestSubmit());
}, true);

/* Rows that were sent empty do not come back; those begun since go to the end. */
const placeOf = (field) => {
  const row = field.closest("[data-rows] > li");
  if (!row) return {};
  const wasSent = (each) => fieldsOf(each).some((one) => saving.sent.get(one)?.trim());
  const isNew = !wasSent(row);
  const alike = [...row.parentElement.children].filter((each) => wasSent(each) !== isNew && fieldsOf(each).some((one) => one.value.trim() || !isNew));
  return { list: listsOf(field.form).indexOf(row.parentElement), at: alike.indexOf(row), isNew };
};
const lateFields = () => fieldsOf(saving.form).filter((field) => field.value !== (saving.sent.get(field) ?? "")).map((field) => {
  const was = saving.sent.get(field) ?? "";
  const isTaken = field.name === "more_choices" && field.value.startsWith(was);
  return { name: field.name, value: isTaken ? field.value.slice(was.length).trimStart() : field.value, ...placeOf(field) };
});
on("htmx:beforeSwap", (event) => {
  if (!isOurs(event.detail) || !event.detail.shouldSwap) return;
  saving.late = lateFields();
  hold();
  if (saving.late.length && event.detail.xhr.status === 409) {
    event.detail.shouldSwap = false; // both versions side by side have no room for what came later
    say(words("meanwhile"), true);
  }
});
const keepLate = () => {
  const form = guarded();
  if (!isSaving() || !form) return;
  const ends = listsOf(form).map((list) => list.children.length - 1);
  for (const { name, value, list, at, isNew } of saving.late) {
    const row = list === undefined ? form : listsOf(form)[list].children[isNew ? ends[list] + at : at];
    const field = row && $(`[name="${name}"]`, row);
    if (!field) continue;
    field.value = value;
    field.dispatchEvent(new Event("input", { bubbles: true }));
  }
};
on("htmx:afterRequest", ({ detail }) => {
  if (!isOurs(detail)) return;
  const { next } = saving;
  saving = null;
  if (next && detail.successful) next();
});

addEventListener("DOMContentLoaded", begin);
