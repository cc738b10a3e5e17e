// Comfort only: keeps what is typed, on this device at once and on the server every two seconds.
(() => {
  const form = document.querySelector("form.composer");
  if (form) {
    const place = "composer:" + form.elements.event.value;
    const told = form.querySelector("[data-saved]");
    const boxes = ["facts", "unknown", "coming", "title", "contacts"].map((name) => form.elements[name]);
    const here = () => Object.fromEntries(boxes.map((box) => [box.name, box.value]));
    let waiting = null, sent = false;
    try {
      const before = JSON.parse(localStorage.getItem(place) || "null");
      if (before && !boxes[0].value) boxes.forEach((box) => { if (before[box.name]) box.value = before[box.name]; });
    } catch { /* A browser that keeps nothing: the server does. */ }
    const keep = async () => {
      try {
        const answer = await fetch(form.dataset.keep, { method: "POST", body: new FormData(form), credentials: "same-origin" });
        if (!answer.ok) throw new Error();
        told.textContent = form.dataset.kept + " " + new Date().toLocaleTimeString(document.documentElement.lang, { hour: "2-digit", minute: "2-digit" });
      } catch { told.textContent = form.dataset.here; }
    };
    form.addEventListener("input", () => {
      try { localStorage.setItem(place, JSON.stringify(here())); } catch { /* See above. */ }
      clearTimeout(waiting);
      waiting = setTimeout(() => { if (!sent) keep(); }, 2000);
    });
    form.addEventListener("submit", () => { sent = true; clearTimeout(waiting); });
  }
  document.querySelectorAll("textarea[data-copy]").forEach((area) => {
    try { localStorage.removeItem("composer:"); } catch { /* Nothing was kept. */ }
    const button = document.createElement("button");
    button.type = "button";
    button.className = "button button-secondary";
    button.textContent = area.dataset.copy;
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(area.value);
      button.textContent = area.dataset.copied;
    });
    area.after(button);
  });
})();
