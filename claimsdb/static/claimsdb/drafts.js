// What was typed at the desk is kept in this browser until it is saved: a session may end in between, or an editor go on.
// It comes after desk.js, of whose page it is.

const DRAFTS = "claimsdb-draft";
const MONTH = 30 * 24 * 3600 * 1000;
const draftOf = (key) => `${DRAFTS}-${document.getElementById("said")?.dataset.user}-${key}`;
const readDraft = (name) => JSON.parse(localStorage.getItem(name));
const keepDraft = (name, draft) => localStorage.setItem(name, JSON.stringify({ at: Date.now(), ...draft }));

const isTyped = (field) => field.name && field.matches(`${FIELDS}, [type=checkbox]`);
const typedFields = (own) => [...own.elements].filter(isTyped);
const holder = (field) => (field.type === "checkbox" ? "checked" : "value");
const valueOf = (field) => field[holder(field)];
const valuesOf = (fields) => Object.fromEntries(fields.map((field) => [field.name, valueOf(field)]));

// --- the card: what was typed is offered, and put back by who wants it --------------------------------------------------------

const ofARow = /^(actors|figures)-/;

function keepCard() {
  const fields = valuesOf([...typedFields(card), form("start"), form("end")]);
  keepDraft(draftOf(card.dataset.draft), { version: form("seen_version").value, fields });
}

function differing({ version, fields }) {
  const isOfNow = version === form("seen_version").value;  // rows may be others at another version
  return typedFields(card).filter((field) =>
    field.name in fields && fields[field.name] !== valueOf(field) && (isOfNow || !ofARow.test(field.name)));
}

function putBack(draft) {
  const fields = differing(draft);
  for (const field of fields) {
    field[holder(field)] = draft.fields[field.name];
    const folded = field.closest("details:not([data-panel])");
    if (folded) { folded.open = true; }
  }
  if (fields.some(({ name }) => ["start", "end"].includes(name))) {
    showQuote(Number(form("start").value), Number(form("end").value));
  }
  isTouched = true;
}

function forgetSaved() {
  for (const { classList } of document.querySelectorAll(".messagelist li")) {
    [...classList].filter((name) => name.startsWith("saved-"))
      .forEach((name) => localStorage.removeItem(draftOf(name.slice("saved-".length))));
  }
}

function forgetOld() {
  Object.keys(localStorage).filter((name) => name.startsWith(`${DRAFTS}-`))
    .filter((name) => Date.now() - readDraft(name).at > MONTH)
    .forEach((name) => localStorage.removeItem(name));
}

function offerDraft() {
  const name = draftOf(card.dataset.draft);
  const draft = readDraft(name);
  const offer = document.querySelector("[data-draft-offer]");
  offer.hidden = !draft || form("text").disabled || differing(draft).length === 0;
  offer.querySelector("[data-draft-take]").addEventListener("click", () => {
    putBack(draft);
    offer.hidden = true;
    say("What you typed is back.");
  });
  offer.querySelector("[data-draft-drop]").addEventListener("click", () => {
    localStorage.removeItem(name);
    offer.hidden = true;
  });
}

// --- beside the claim: what was not sent before the editor went on stands there when they come back --------------------------

function unsentOf(link) {
  const [key, page] = new URL(link.href).pathname.split("/").slice(-3, -1);
  return draftOf(`${key}-${page}`);
}

// Of what somebody has corrected since, as `seen` tells, nothing is put back: old values would go over theirs.
function keepUnsent(own, link, answer) {
  const name = unsentOf(link);
  if (answer.redirected) { localStorage.removeItem(name); }  // it was sent
  const seen = own.elements.namedItem("seen")?.value;
  const fields = typedFields(own).filter((field) => !field.matches(":disabled"));
  const given = valuesOf(fields);
  if (answer.ok) { putUnsentBack(name, fields, seen); }
  markUnsent(link);
  own.addEventListener("input", () => {
    const typed = fields.filter((field) => !answer.ok || valueOf(field) !== given[field.name]);  // of a refusal all is
    if (typed.length) { keepDraft(name, { seen, fields: valuesOf(typed) }); } else { localStorage.removeItem(name); }
    markUnsent(link);
  });
}

function putUnsentBack(name, fields, seen) {
  const kept = readDraft(name);
  const isOfNow = kept?.seen === seen;
  const isOther = (field) => (kept.fields[field.name] ?? valueOf(field)) !== valueOf(field);
  const typed = kept && isOfNow ? fields.filter(isOther) : [];
  for (const field of typed) { field[holder(field)] = kept.fields[field.name]; }
  if (typed.length) {
    say("What you typed here before is back; it was not sent.");
    return;
  }
  localStorage.removeItem(name);
  if (kept && !isOfNow) { say("It has been corrected since: what you typed here before is not put back."); }
}

function markUnsent(link) {
  link.toggleAttribute("data-unsent", localStorage.getItem(unsentOf(link)) !== null);
}

forgetSaved();
if (card?.dataset.draft) {
  forgetOld();
  offerDraft();
  for (const happening of ["input", "change"]) { card.addEventListener(happening, keepCard); }
}
document.querySelectorAll("a[data-beside]").forEach(markUnsent);
