// Keys for the review desk. The page works without this file: a key presses what carries its letter in `data-key`.

const card = document.getElementById("card-form");
const form = (name) => card?.elements.namedItem(name);
const FIELDS = "input:not([type=checkbox]):not([type=hidden]), textarea, select, [contenteditable]";
const SWITCH = "claimsdb-desk-keys";

const isShown = (element) => element.getClientRects().length > 0;
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
  if (label && label.type !== "checkbox") {
    label.focus();
    label.setSelectionRange?.(label.value.length, label.value.length);
  } else {
    if (element.matches("summary")) {
      element.focus();  // Tab goes on into the panel
    }
    element.click();
  }
}

function outOfIt() {
  openPanels().forEach((panel) => { panel.open = false; });
  document.activeElement.blur();
}

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") {
    outOfIt();
  } else if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
    event.preventDefault();
    document.querySelector(".desk-verdict > .default")?.click();
  } else if (isAKey(event)) {
    const carrier = carrierOf(event.key.toLowerCase());
    if (carrier) {
      event.preventDefault();
      press(carrier);
    }
  }
});

function isAKey(event) {
  const isChord = event.ctrlKey || event.metaKey || event.altKey || event.repeat;
  return !isChord && event.key.length === 1 && keysAreOn() && !document.activeElement.matches(FIELDS);
}

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

function codePointsTo(container, offset) {
  const range = document.createRange();
  range.selectNodeContents(article);
  range.setEnd(container, offset);
  return [...range.toString()].length;
}

function takeSelection() {
  const selection = document.getSelection();
  const range = selection.rangeCount ? selection.getRangeAt(0) : null;
  if (!range || range.collapsed || !article.contains(range.startContainer) || !article.contains(range.endContainer)) {
    say("Select words of the article first.");
    return;
  }
  const words = range.toString();
  const lead = words.length - words.trimStart().length;
  const start = codePointsTo(range.startContainer, range.startOffset) + lead;
  form("start").value = start;
  form("end").value = start + [...words.trim()].length;
  const quote = document.querySelector("[data-quote]");
  quote.textContent = words.trim();
  quote.classList.add("moved");
  isTouched = true;
  selection.removeAllRanges();
  say(`The quote is now: ${words.trim()}`);
}

document.querySelector("[data-take-selection]")?.addEventListener("click", takeSelection);

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

// --- the lease: taken when somebody has the page before them, given back when it goes, and its end announced ------------------

const lease = document.querySelector("[data-lease-seconds]");
const leaving = document.getElementById("leave-form");
let opened = Date.now();

async function take() {
  const answer = await fetch(leaving.dataset.take, { method: "POST", body: new FormData(leaving) });
  if (answer.status === 409) {
    location.reload();  // somebody else was first, and the page says who
  } else if (answer.ok && lease) {
    opened = Date.now();
    lease.hidden = false;
  }
}

if (leaving?.dataset.take) {
  if (document.prerendering) {
    document.addEventListener("prerenderingchange", take, { once: true });
  } else {
    take();
  }
}

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
card?.addEventListener("submit", (event) => {
  isSent = !event.submitter?.formAction.includes("/skip/") || !isTouched;  // what is skipped is not sent
});
card?.addEventListener("input", () => { isTouched = true; });

addEventListener("beforeunload", (event) => {
  if (isTouched && !isSent) {
    event.preventDefault();
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

begin();
