// Names for what Django's own scripts draw on a change form: boxes of select2, and the links of rows that are added.

function nameRow(row) {
  const place = row.id.match(/-(\d+)$/)?.[1];
  if (place === undefined) { return; }  // of the row from which others are made
  const number = Number(place) + 1;
  for (const field of row.querySelectorAll("[aria-label*=__prefix__]")) {
    field.setAttribute("aria-label", field.getAttribute("aria-label").replace("__prefix__", number));
  }
  const named = row.querySelector("[aria-label]")?.getAttribute("aria-label").replace(/^.*,/, "") ?? "";
  row.querySelectorAll("a.inline-deletelink").forEach((link) => { link.setAttribute("aria-label", `Remove${named}`); });
}

function nameBoxes(within) {
  for (const box of within.querySelectorAll(".select2-selection")) {
    const select = box.closest(".select2").previousElementSibling;
    box.id = `${select.id}-box`;
    box.setAttribute("aria-label", select.ariaLabel ?? select.labels[0]?.innerText.replace(/:$/, "") ?? "");
    box.setAttribute("aria-labelledby", `${box.id} ${box.querySelector(".select2-selection__rendered").id}`);
  }
  for (const link of within.querySelectorAll("a.related-lookup")) {
    link.setAttribute("aria-label", `Look up: ${link.previousElementSibling.ariaLabel ?? link.id}`);
  }
}

globalThis.django?.jQuery(() => {  // after Django's, which wait for the same, where a page has them
  document.querySelectorAll(".inline-related[id], tr.form-row[id]").forEach(nameRow);
  nameBoxes(document);
});
document.addEventListener("formset:added", ({ target }) => {
  nameRow(target);
  nameBoxes(target);
});
