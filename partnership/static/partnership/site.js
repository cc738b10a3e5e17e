// Comfort only: every page works without this file.
"use strict";

// A form that came back with errors: take the reader to the summary.
document.querySelector("[data-take-focus]")?.focus();

// Open menus close on Escape, and when the reader turns elsewhere.
const openMenus = () => document.querySelectorAll("details[data-popover][open]");
document.addEventListener("click", (event) => {
  for (const menu of openMenus()) if (!menu.contains(event.target)) menu.open = false;
});
document.addEventListener("focusin", (event) => {
  for (const menu of openMenus()) if (!menu.contains(event.target)) menu.open = false;
});
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const menu of openMenus()) {
    menu.open = false;
    menu.querySelector("summary").focus();
  }
});

// A file dragged over its box shows where it will land.
for (const box of document.querySelectorAll('input[type="file"]')) {
  box.addEventListener("dragenter", () => box.classList.add("is-over"));
  for (const end of ["dragleave", "drop"]) box.addEventListener(end, () => box.classList.remove("is-over"));
}

// Printing opens what is folded away, so that the paper is complete.
addEventListener("beforeprint", () => {
  for (const part of document.querySelectorAll("details.disclosure:not([open])")) {
    part.open = true;
    part.dataset.opened = "for-print";
  }
});
addEventListener("afterprint", () => {
  for (const part of document.querySelectorAll('details[data-opened="for-print"]')) part.open = false;
});

// What could not be saved at once is told until something is saved again.
const notSaved = document.querySelector("[data-not-saved]");
if (notSaved) {
  for (const failed of ["htmx:sendError", "htmx:responseError", "htmx:timeout"])
    document.addEventListener(failed, () => { notSaved.hidden = false; });
}
