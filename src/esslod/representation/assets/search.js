// Names suggested while one types in a search form: the combobox of WAI-ARIA's practices (a list, chosen by hand).
// The server makes the list (search/suggest, OpenSearch's format); without this script the form does all it did.
(() => {
  const WAIT = 150; // milliseconds without a key before the server is asked
  const LEAST = 2; // letters

  const element = (name, role, properties) => {
    const made = Object.assign(document.createElement(name), properties);
    made.setAttribute("role", role);
    return made;
  };

  const suggesting = (input) => {
    const known = new Map();
    const list = element("ul", "listbox", { id: `${input.id}-suggestions`, className: "suggestions", hidden: true });
    const status = element("p", "status", { className: "visually-hidden" });
    let options = [], chosen = -1, asked = null, timer = 0;

    list.setAttribute("aria-label", input.dataset.suggestions);
    for (const [name, value] of Object.entries({
      role: "combobox", "aria-autocomplete": "list", "aria-controls": list.id, "aria-expanded": "false",
    })) input.setAttribute(name, value);
    input.after(list, status);

    const choose = (index) => {
      options[chosen]?.setAttribute("aria-selected", "false");
      chosen = index;
      const option = options[chosen];
      option?.setAttribute("aria-selected", "true");
      option?.scrollIntoView({ block: "nearest" });
      if (option) input.setAttribute("aria-activedescendant", option.id);
      else input.removeAttribute("aria-activedescendant");
    };

    const close = () => {
      clearTimeout(timer);
      asked?.abort();
      choose(-1);
      list.hidden = true;
      status.textContent = "";
      input.setAttribute("aria-expanded", "false");
    };

    const go = (option) => {
      const page = new URL(option.dataset.page);
      const language = input.form.elements.lang;
      if (language) page.searchParams.set("lang", language.value);
      location.assign(page);
    };

    const show = ([, names, , pages]) => {
      choose(-1);
      options = names.map((name, index) => {
        const option = element("li", "option", { id: `${list.id}-${index}`, textContent: name });
        option.dataset.page = pages[index];
        option.setAttribute("aria-selected", "false");
        return option;
      });
      list.replaceChildren(...options);
      list.hidden = !options.length;
      input.setAttribute("aria-expanded", String(!list.hidden));
      status.textContent = options.length ? `${options.length} ${input.dataset.suggested}` : "";
    };

    const ask = async () => {
      const text = input.value.trim();
      if (text.length < LEAST) return close();
      const address = `${input.form.action}/suggest?${new URLSearchParams({ q: text, lang: document.documentElement.lang })}`;
      asked?.abort();
      asked = new AbortController();
      try {
        if (!known.has(address)) {
          const answer = await fetch(address, { signal: asked.signal });
          if (!answer.ok) return close();
          known.set(address, await answer.json());
        }
        if (text === input.value.trim() && document.activeElement === input) show(known.get(address));
      } catch (error) {
        if (error.name !== "AbortError") close(); // no suggestions: the form still searches
      }
    };

    const step = (by) => {
      if (list.hidden) return void ask();
      const places = options.length + 1; // one of them is the text itself
      choose(((chosen + 1 + by + places) % places) - 1);
    };

    const keys = {
      ArrowDown: () => step(1),
      ArrowUp: () => step(-1),
      Escape: () => !list.hidden && close(),
      Enter: () => chosen >= 0 && go(options[chosen]),
    };

    input.addEventListener("keydown", (event) => {
      if (event.isComposing || event.ctrlKey || event.metaKey || !(event.key in keys)) return;
      const open = !list.hidden;
      const meant = event.key.startsWith("Arrow") || (open && (event.key === "Escape" || chosen >= 0));
      if (!meant) return;
      event.preventDefault();
      keys[event.key]();
    });
    input.addEventListener("input", () => {
      clearTimeout(timer);
      timer = setTimeout(ask, WAIT);
    });
    input.addEventListener("blur", close);
    list.addEventListener("pointerdown", (event) => event.preventDefault()); // the text keeps the focus
    list.addEventListener("click", ({ target }) => target.dataset.page && go(target));
  };

  document.querySelectorAll("input[data-suggestions]").forEach(suggesting);
})();
