// The field of a released number or chart: what is chosen, in words, and a dialog to choose in. The list is a form that
// the server writes anew whenever its filters change.
(function () {
  "use strict";

  function element(name, attributes, text) {
    const made = document.createElement(name);
    for (const [key, value] of Object.entries(attributes || {})) made.setAttribute(key, value);
    if (text) made.textContent = text;
    return made;
  }

  class Dialog {
    constructor(address, words, choose) {
      this.address = address;
      this.words = words;
      this.box = element("dialog", { class: "released-dialog", "aria-label": words.choose });
      const close = element("button", { type: "button", class: "button button-secondary released-close" }, words.close);
      this.inside = element("div");
      this.box.append(close, element("h2", { class: "released-title" }, words.choose), this.inside);
      close.addEventListener("click", () => this.box.close());
      this.box.addEventListener("close", () => this.box.remove());
      this.inside.addEventListener("change", (event) => event.target.matches("select") && this.show(event.target.name));
      this.inside.addEventListener("submit", (event) => {
        event.preventDefault();
        this.show("words");
      });
      this.inside.addEventListener("click", (event) => {
        const button = event.target.closest("[data-reference]");
        if (!button) return;
        choose(button.dataset.reference, button.dataset.words);
        this.box.close();
      });
      document.body.append(this.box);
      this.box.showModal();
      this.show();
    }

    // focus: the name of the filter that was just changed, where the reader goes on.
    async show(focus) {
      const form = this.inside.querySelector("form");
      const query = form ? "&" + new URLSearchParams(new FormData(form)) : "";
      try {
        const answer = await fetch(this.address + query, { headers: { "X-Requested-With": "XMLHttpRequest" } });
        if (!answer.ok) throw new Error(answer.status);
        this.inside.innerHTML = await answer.text();
      } catch {
        this.inside.replaceChildren(element("p", { role: "alert" }, this.words.failed));
      }
      const next = focus && this.inside.querySelector(`[name="${focus}"]`);
      if (next) next.focus();
    }
  }

  class Bound {
    constructor(widget, name, id, state) {
      this.words = widget.words;
      this.idForLabel = id;
      this.input = element("input", { type: "hidden", name });
      this.told = element("p", { class: "released-chosen", id: `${id}-chosen` });
      // The button is called by its own words; the field's label leads to it.
      this.button = element("button", { type: "button", id, class: "button button-secondary" });
      this.button.setAttribute("aria-labelledby", id);
      this.button.setAttribute("aria-describedby", this.told.id);
      this.node = element("div", { class: "released-chooser" });
      this.node.append(this.input, this.told, this.button);
      this.button.addEventListener("click", () => {
        new Dialog(widget.address, widget.words, (reference, words) => {
          this.setState({ reference, words });
          this.input.dispatchEvent(new Event("change", { bubbles: true }));
          this.button.focus();
        });
      });
      this.setState(state);
    }

    setState(state) {
      this.state = state || { reference: "", words: "" };
      this.input.value = this.state.reference;
      this.told.textContent = this.state.words || this.words.nothing;
      this.button.textContent = this.state.reference ? this.words.change : this.words.choose;
    }

    getState() {
      return this.state;
    }

    getValue() {
      return this.state.reference;
    }

    getTextLabel(options) {
      const most = (options && options.maxLength) || 80;
      return this.state.words.length > most ? `${this.state.words.slice(0, most - 1)}…` : this.state.words;
    }

    setInvalid(invalid) {
      this.button.toggleAttribute("aria-invalid", invalid);
    }

    focus() {
      this.button.focus();
    }
  }

  class ReleasedChooser {
    constructor(address, words) {
      this.address = address;
      this.words = words;
    }

    render(placeholder, name, id, state) {
      const bound = new Bound(this, name, id, state);
      placeholder.replaceWith(bound.node);
      return bound;
    }
  }

  window.telepath.register("cms.ReleasedChooser", ReleasedChooser);
})();
