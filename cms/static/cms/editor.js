// Wagtail starts date pickers, choosers and inline panels by scripts within the page, which the page's security policy
// does not run. Our templates leave a <template> in their place that says what to start; this file starts it.
(function () {
  "use strict";
  const START = {
    initDateChooser: (id, options) => window.initDateChooser(id, options),
    initDateTimeChooser: (id, options) => window.initDateTimeChooser(id, options),
    initTimeChooser: (id, options) => window.initTimeChooser(id, options),
    InlinePanel: (_id, options) => new window.InlinePanel(options),
    Chooser: (id, options) => new window.Chooser(id, options),
    PageChooser: (id, options) => new window.PageChooser(id, options),
    ImageChooser: (id, options) => new window.ImageChooser(id, options),
    DocumentChooser: (id, options) => new window.DocumentChooser(id, options),
    MultipleChooserPanel: (_id, options) => new window.MultipleChooserPanel(options),
  };

  function startIn(root) {
    const marks = root.querySelectorAll ? [...root.querySelectorAll("template[data-editor-start]")] : [];
    if (root.matches && root.matches("template[data-editor-start]")) marks.unshift(root);
    for (const mark of marks) {
      const { editorStart, editorId, editorOptions } = mark.dataset;
      mark.remove();
      START[editorStart](editorId, JSON.parse(editorOptions || "{}"));
    }
  }

  // Wagtail's box for formatted text says nowhere what is written in it.
  function nameIn(root) {
    const boxes = root.querySelectorAll ? [...root.querySelectorAll('[role="textbox"]:not([aria-label])')] : [];
    for (const box of boxes) {
      const field = box.closest(".w-field, [data-contentpath]");
      const panel = box.closest(".w-panel");
      const label = (field && field.querySelector("label")) || (panel && panel.querySelector(".w-panel__heading"));
      if (label) box.setAttribute("aria-label", label.textContent.trim().replace(/\s+/g, " "));
    }
  }

  function tend(root) {
    startIn(root);
    nameIn(root);
  }

  document.addEventListener("DOMContentLoaded", () => {
    tend(document);
    new MutationObserver((changes) => {
      for (const change of changes) change.addedNodes.forEach(tend);
    }).observe(document.body, { childList: true, subtree: true });
  });
})();
