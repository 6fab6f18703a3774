// Keys for the review desk. The page works without this file: a key presses what carries its letter in `data-key`.

const card = document.getElementById("card-form");
const form = (name) => card?.elements.namedItem(name);
const FIELDS = "input:not([type=checkbox]):not([type=hidden]), textarea, select, [contenteditable]";
const SWITCH = "claimsdb-desk-keys";
const SPEAKING = ["claimant", "relayer"];  // whose word it is: the first of them
const TELLING = [...SPEAKING, "origin", "evidence"];

const isShown = (element) => element.checkVisibility();  // what a closed panel holds is not
const openPanels = () => [...document.querySelectorAll("details[data-panel][open]")];

// --- keys ---------------------------------------------------------------------------------------------------------------

const keysAreOn = () => localStorage.getItem(SWITCH) !== "off";

function carrierOf(key) {
  const carriers = [...document.querySelectorAll(`[data-key="${CSS.escape(key)}"]`)].filter(isShown);
  return carriers.find((each) => each.closest("details[data-panel][open]")) ?? carriers[0];
}

function press(element) {
  if (element.dataset.needsNote !== undefined && !form("note").value.trim()) {
    form("note").focus();
    form("note").dataset.then = element.value;
    return;
  }
  const label = element instanceof HTMLLabelElement ? element.control : null;
  if (element.dataset.palette !== undefined) {
    openPalette(label, element.firstChild.data.trim());
  } else if (label && label.type !== "checkbox") {
    label.focus();
    label.setSelectionRange?.(label.value.length, label.value.length);
  } else {
    if (element.matches("summary")) {
      element.focus();  // Tab goes on into the panel
    }
    element.click();
  }
}

// --- a palette: the next key picks a value of a list, and any other leaves it as it is -----------------------------------

const palette = document.getElementById("palette");
const PICKS = [..."123456789abcdefghijklmnopqrstuvwxyz"];

function openPalette(select, called) {
  if (!palette || !select || select.matches(":disabled")) { return; }
  const panel = palette.querySelector(".desk-panel");
  const options = [...select.options].filter((option) => option.value);
  const blank = [...select.options].filter((option) => !option.value).map((option) => ["0", option]);
  panel.setAttribute("aria-label", called);
  const title = document.createElement("strong");
  title.textContent = called;
  panel.replaceChildren(
    title, ...[...options.map((option, number) => [PICKS[number], option]), ...blank].map((pair) => choiceOf(...pair, select)));
  palette.open = true;
  say(`${called}: ${options.map((option, number) => `${PICKS[number]} ${option.text}`).join(", ")}`);
}

function choiceOf(key, option, select) {
  const button = document.createElement("button");
  Object.assign(button, { type: "button", className: "button" });
  button.dataset.key = key;
  button.setAttribute("aria-pressed", option.selected);
  const shown = document.createElement("kbd");
  shown.textContent = key.toUpperCase();
  button.append(shown, ` ${option.value ? option.text : "none"}`);
  button.addEventListener("click", () => pick(option, select));
  return button;
}

function pick(option, select) {
  palette.open = false;
  const kept = select.closest(".desk-actor")?.querySelector("[name$=-kept]");
  if (kept?.type === "checkbox") { kept.checked = true; }
  select.value = option.value;
  for (const happening of ["input", "change"]) { select.dispatchEvent(new Event(happening, { bubbles: true })); }
  say(option.text);
}

// --- what else is known beside the claim: a page of its own, of which the list is shown here -----------------------------

const beside = document.getElementById("beside");
let asked = null;
let isAsking = false;

for (const link of document.querySelectorAll("a[data-beside]")) {
  link.addEventListener("click", (event) => {
    if (beside && !(event.ctrlKey || event.metaKey || event.shiftKey)) {
      event.preventDefault();
      showBeside(link);
    }
  });
}

function showBeside(link) {
  if (beside.open && asked === link) {
    outOfIt();
  } else if (!isAsking || asked !== link) {  // once is enough
    asked = link;
    isAsking = true;
    showFound(link, fetch(link.href));
  }
}

async function showFound(link, answering) {
  const answer = await answering.catch(() => null);
  if (asked !== link) { return; }  // another key was faster
  isAsking = false;
  const page = answer && new DOMParser().parseFromString(await answer.text(), "text/html");
  const found = page && page.querySelector("[data-found]");
  if (!found) {
    location.assign(link.href);  // it says itself what is the matter: a session may have ended
    return;
  }
  found.prepend(...page.querySelectorAll(".messagelist"));
  found.querySelector("form[data-stays]")?.addEventListener("submit", (event) => {
    event.preventDefault();
    isSending = false;  // the card is not sent
    const body = new FormData(event.target, event.submitter);
    event.submitter.disabled = true;  // once is enough
    showFound(link, fetch(event.target.action, { method: "POST", body }));
  });
  [...found.querySelectorAll("[data-pick]")].slice(0, 9).forEach((target, index) => giveKey(target, index + 1));
  beside.querySelector(".desk-panel").replaceChildren(found);
  beside.open = true;
  const own = found.querySelector("form");
  if (own && document.getElementById("said")?.dataset.user) { keepUnsent(own, link, answer); }
  (found.querySelector(FIELDS) ?? found.querySelector("h2")).focus();
}

function giveKey(target, digit) {
  const shown = document.createElement("kbd");
  shown.textContent = digit;
  target.dataset.key = digit;
  target.setAttribute("aria-keyshortcuts", digit);
  target.before(shown, " ");
}

const rowOf = (digit) => document.querySelector(`.desk-toggle[data-key="${digit}"]`)?.closest(".desk-actor");

function openRoles(row) {
  openPalette(row.querySelector("[name$=-role]"), `The part of ${row.querySelector(".desk-name").textContent}`);
}

function outOfIt() {
  openPanels().forEach((panel) => { panel.open = false; });
  document.activeElement.blur();
}

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") {
    isSending = false;  // it stops what is under way
    outOfIt();
  } else if (palette?.open && (isSaveKey(event) || ARROWS.includes(event.key))) {
    event.preventDefault();
    outOfIt();
  } else if (isSaveKey(event)) {
    event.preventDefault();
    senderOf(event.target)?.click();
  } else if (event.target.matches?.("select") && isLetter(event) && event.key !== " ") {
    event.preventDefault();  // it would choose an option; a blank opens the list
  } else if (isAKey(event)) {
    act(event);
  } else if (ARROWS.includes(event.key) && mayMoveQuote(event)) {
    event.preventDefault();
    moveQuote(event.key === "ArrowRight" ? 1 : -1, event.shiftKey ? "start" : "end");
  }
});

function act(event) {
  const digit = event.code.match(/^Digit([0-9])$/)?.[1];  // of the key: some layouts write it with Shift alone
  const row = digit && event.shiftKey && !openPanels().length && rowOf(digit);
  const carrier = carrierOf(event.key.toLowerCase()) ?? (digit && carrierOf(digit));
  if (palette?.open) {
    event.preventDefault();
    if (palette.contains(carrier)) { press(carrier); } else { outOfIt(); }
  } else if (row) {
    event.preventDefault();
    openRoles(row);
  } else if (carrier) {
    event.preventDefault();
    press(carrier);
  }
}

// Of what is typed beside the claim its own form, and never the card, which would leave that behind.
function senderOf(field) {
  const own = beside?.contains(field) && field.form;
  return own ? own.querySelector("[type=submit]") : document.querySelector(".desk-verdict > .default");
}

const isSaveKey = (event) => event.key === "Enter" && (event.ctrlKey || event.metaKey);
const isLetter = (event) => !(event.ctrlKey || event.metaKey || event.altKey) && event.key.length === 1;

function isAKey(event) {
  return isLetter(event) && !event.repeat && !isSending && keysAreOn() && !document.activeElement.matches(FIELDS);
}

// --- a field that the mouse has changed, or a list has filled in, is left: the next letter is meant for the desk -----------

let pointed = null;
document.addEventListener("pointerdown", ({ target }) => { pointed = target.closest(FIELDS); }, true);
document.addEventListener("keydown", ({ key }) => { pointed = key === "Enter" ? pointed : null; }, true);
document.addEventListener("change", ({ target }) => {
  if (target === pointed && target.matches("select, input")) {
    target.blur();
  }
});
document.addEventListener("input", ({ target, inputType }) => {
  if (target.list && inputType === "insertReplacementText") {
    target.blur();
  }
});

document.addEventListener("toggle", (event) => {
  if (event.target.matches("details[data-panel]") && event.target.open) {
    openPanels().filter((panel) => panel !== event.target).forEach((panel) => { panel.open = false; });
    if (!event.target.querySelector(".desk-panel [data-key]")) {
      event.target.querySelector(FIELDS)?.focus();
    }
  }
}, true);

form("original")?.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && !event.ctrlKey) {
    event.preventDefault();
    document.querySelector("[name=mark_duplicate][value='']").click();
  }
});

form("value")?.addEventListener("input", ({ target }) => {
  form("figure").value = target.value ? "" : form("figure").value;  // an answer is a figure or a word
});

// --- the notes: Enter in the editors' rejects where "other" needs it, and else leads back to the keys -----------------------

["note", "public_note"].forEach((name) => form(name)?.addEventListener("keydown", (event) => {
  const note = event.target;
  if (event.key === "Enter" && !event.ctrlKey && (note.dataset.then || note.matches("input"))) {
    event.preventDefault();
    if (!note.dataset.then) {
      note.blur();
    } else if (note.value.trim()) {
      document.querySelector(`[name=reject][value="${note.dataset.then}"]`)?.click();
    }
  }
}));

// --- the selected words as the quote: places are code points from the text's beginning ---------------------------------------

const article = document.querySelector("[data-article]");

function lengthTo(container, offset) {
  const range = document.createRange();
  range.selectNodeContents(article);
  range.setEnd(container, offset);
  return range.toString().length;
}

// A place within a word or a number, as `claimsdb.reading.printed_words` has it.
const LETTER = "(?![\\u0e00-\\u0eff\\u3040-\\u30ff\\u3400-\\u9fff])\\p{L}";
const INSIDE_WORD = new RegExp(
  `(?<=${LETTER}\\p{M}*)(?=${LETTER})|(?<=\\d)(?=\\d|[.,]\\d)|(?<=\\d[.,])(?=\\d)|(?=\\p{M})`, "uy");

function isInsideWord(text, place) {
  INSIDE_WORD.lastIndex = place;
  return INSIDE_WORD.test(text);
}

// The first code point of the selected words, made whole, and the one after the last; undefined, which is said, where
// none are.
function selectedPlace() {
  const selection = document.getSelection();
  const range = selection.rangeCount ? selection.getRangeAt(0) : null;
  if (!range?.toString().trim() || !article.contains(range.startContainer) || !article.contains(range.endContainer)) {
    say("Select words of the article first.");
    return undefined;
  }
  const words = range.toString();
  const text = article.textContent;
  const before = lengthTo(range.startContainer, range.startOffset);
  let [from, to] = [before + words.length - words.trimStart().length, before + words.trimEnd().length];
  while (isInsideWord(text, from)) { from -= 1; }
  while (isInsideWord(text, to)) { to += 1; }
  return [from, to].map((place) => [...text.slice(0, place)].length);
}

function takeSelection() {
  const place = selectedPlace();
  if (place) {
    placeQuote(...place);
    document.getSelection().removeAllRanges();
  }
}

document.querySelector("[data-take-selection]")?.addEventListener("click", takeSelection);

function placeQuote(start, end) {
  form("start").value = start;
  form("end").value = end;
  form("end").dispatchEvent(new Event("input", { bubbles: true }));  // as if it were typed
  say(`The quote is now: ${showQuote(start, end)}`);
}

function showQuote(start, end) {
  const quote = document.querySelector("[data-quote]");
  quote.textContent = [...article.textContent].slice(start, end).join("");
  quote.classList.add("moved");
  showPlace(start, end);
  return quote.textContent;
}

// Where the quote will be, in the article too, as far as the browser can paint it.
function showPlace(start, end) {
  if (!globalThis.Highlight) { return; }
  const range = document.createRange();
  range.setStart(...pointAt(start));
  range.setEnd(...pointAt(end));
  CSS.highlights.set("quote", new Highlight(range));
}

function pointAt(place) {
  const walker = document.createTreeWalker(article, NodeFilter.SHOW_TEXT);
  let left = place;
  while (walker.nextNode()) {
    const points = [...walker.currentNode.data];
    if (left <= points.length) { return [walker.currentNode, points.slice(0, left).join("").length]; }
    left -= points.length;
  }
  return [article, article.childNodes.length];
}

for (const button of document.querySelectorAll("[data-of-selection]")) {
  button.addEventListener("click", (event) => {
    const place = selectedPlace();
    if (!place) {
      event.preventDefault();
      return;
    }
    [form("selected_start").value, form("selected_end").value] = place;
  });
}

// --- the quote by a word longer or shorter, at either end ---------------------------------------------------------------------

const ARROWS = ["ArrowLeft", "ArrowRight"];

function mayMoveQuote(event) {
  const isBare = !(event.ctrlKey || event.metaKey || event.altKey);
  const isFree = keysAreOn() && !isSending && !document.activeElement.matches(FIELDS);
  return isBare && isFree && article && form("start")?.value && !form("start").matches(":disabled") &&
    document.getSelection().isCollapsed;
}

// A word begins and ends with a letter or digit: neither its quotation marks nor its comma go with it.
const WORD = /[\p{L}\p{N}\p{Sc}](?:\S*[\p{L}\p{N}%])?/gu;

function moveQuote(by, edge) {
  const text = article.textContent;
  const points = [...text];
  const place = { start: Number(form("start").value), end: Number(form("end").value) };
  const from = points.slice(0, place[edge]).join("").length;
  const edges = [...text.matchAll(WORD)].map((word) => (edge === "start" ? word.index : word.index + word[0].length));
  const to = by > 0 ? edges.find((each) => each > from) : edges.findLast((each) => each < from);
  if (to !== undefined) {
    const { start, end } = { ...place, [edge]: [...text.slice(0, to)].length };
    if (start < end) { placeQuote(start, end); }
  }
}

// --- what is said aloud, and where the focus goes -----------------------------------------------------------------------------

function say(words) {
  const live = document.getElementById("said");
  live.textContent = "";
  setTimeout(() => { live.textContent = words; }, 50);
}

// The browser takes the focus away once, when it scrolls to the place that the address names.
function keepFocus(element, options) {
  element?.setAttribute("tabindex", "-1");
  element?.focus(options);
  element?.addEventListener("blur", ({ relatedTarget }) => relatedTarget ?? element.focus(options), { once: true });
}

function begin() {
  document.querySelectorAll("[data-with-script]").forEach((element) => { element.hidden = false; });
  const said = document.querySelector(".messagelist")?.innerText ?? "";
  const heading = document.getElementById("card");
  const trouble = document.querySelector("[role=alert], .errorlist");
  say([said, form("text")?.value].filter(Boolean).join(" "));
  keepFocus(trouble ?? heading, { preventScroll: !trouble });
  const mark = document.getElementById("claim");
  const pane = article?.closest("section");
  if (mark && pane) {
    pane.scrollTop += mark.getBoundingClientRect().top - pane.getBoundingClientRect().top - pane.clientHeight / 3;
  }
}

const box = document.getElementById("keys-on");
if (box) {
  box.checked = keysAreOn();
  box.addEventListener("change", () => localStorage.setItem(SWITCH, box.checked ? "on" : "off"));
}

// --- who speaks: whoever is ticked; where nobody does any more, it is the article's own word ---------------------------------

function speakers() {
  const rows = [...document.querySelectorAll(".desk-actor")].map((row) => ({
    role: row.querySelector("[name$=-role]").value,
    isKept: row.querySelector("[name$=-kept]").matches(":checked, [type=hidden]"),
    who: row.querySelector("[name$=-who]").value || row.querySelector("[name$=-as_written]").value,
  }));
  return rows.filter(({ role, isKept, who }) => isKept && who && TELLING.includes(role));
}

const saidBy = document.querySelector("[data-said-by]");
const voice = saidBy && form("voice");
const before = saidBy && { speakers: speakers().length, voice: voice.value, saidBy: saidBy.textContent };

function followSpeakers() {
  const now = speakers();
  const first = SPEAKING.find((role) => now.some((each) => each.role === role));
  const named = now.filter(({ role }) => role === first).map(({ who }) => who).join(", ");
  saidBy.textContent = named || (before.speakers ? "the article" : before.saidBy);
  if (before.speakers && (now.length > 0) === (voice.value === "article")) {
    voice.value = now.length ? before.voice : "article";
  }
}

if (voice) {
  voice.addEventListener("change", () => { form("voice_is_meant").value = "on"; });
  card.addEventListener("change", (event) => { if (event.target.closest(".desk-actor")) { followSpeakers(); } });
}

// --- the lease: taken when somebody has the page before them, given back when it goes, and its end announced ------------------

const lease = document.querySelector("[data-lease-seconds]");
const leaving = document.getElementById("leave-form");
let opened = Date.now();
let taking = null;

async function take() {
  const answer = await fetch(leaving.dataset.take, { method: "POST", body: new FormData(leaving) });
  if (answer.status === 409) {
    location.reload();  // somebody else was first, and the page says who
  } else if (answer.status === 204 && lease) {  // where nobody else reviews, nothing is kept
    opened = Date.now();
    lease.hidden = false;
  }
}

function beginToTake() {
  taking = take().finally(() => { taking = null; });
}

if (leaving?.dataset.take) {
  if (document.prerendering) {
    document.addEventListener("prerenderingchange", beginToTake, { once: true });
  } else {
    beginToTake();
  }
}

leaving?.addEventListener("submit", (event) => {
  if (taking) {  // a lease that arrives after its end would stay
    event.preventDefault();
    taking.finally(() => leaving.submit());
  }
});

function countDown() {
  const left = Math.ceil(Number(lease.dataset.leaseSeconds) / 60 - (Date.now() - opened) / 60000);
  lease.querySelector("strong").textContent = left > 0 ? `${left} min` : "no longer";
  lease.classList.toggle("ends", left <= 2);
}

if (lease) {
  setInterval(countDown, 15000);
}

let isSent = false;
let isTouched = false;
let isSending = false;
document.addEventListener("submit", (event) => {
  if (isSending) {
    event.preventDefault();
    event.stopPropagation();
  }
  isSending = true;
}, true);
card?.addEventListener("submit", (event) => {
  isSent = !event.submitter?.formAction.includes("/skip/") || !isTouched;  // what is skipped is not sent
});
card?.addEventListener("input", () => { isTouched = true; });

addEventListener("beforeunload", (event) => {
  if (isTouched && !isSent) {
    event.preventDefault();
    setTimeout(() => { isSending = false; });  // who is asked may stay
  }
});

addEventListener("pagehide", () => {
  if (!isSent && leaving) {
    navigator.sendBeacon(leaving.action, new FormData(leaving));
  }
});

addEventListener("pageshow", (event) => {
  if (event.persisted) {
    location.reload();
  }
});

// --- a wording that a check proposes: taken as if it were typed, and kept or accepted as that is ---------------------------

const proposed = Array.from(document.querySelectorAll("[data-wording]"), (button) => button.dataset.wording);

for (const button of document.querySelectorAll("[data-wording]")) {
  button.addEventListener("click", () => {
    const wording = form("text");
    const isTyped = wording.value !== wording.defaultValue && !proposed.includes(wording.value);
    if (isTyped && !confirm("Put this in place of the wording that you have typed?")) {
      return;
    }
    wording.value = button.dataset.wording;
    wording.dispatchEvent(new Event("input", { bubbles: true }));
    say(`The wording is now: ${button.dataset.wording}`);
  });
}

begin();
