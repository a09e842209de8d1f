// The answer that the server wrote, made handier: its views as tabs, its columns sorted at a click.

export function dress(answer, words) {
  if (!answer) return;
  for (const table of answer.querySelectorAll("table.sortable")) sortable(table, words);
  const views = [...answer.querySelectorAll(":scope > .view")];
  if (views.length > 1) tabs(views, words);
}

/** Tabs as the ARIA practices describe them: arrows go from one to the next, Tab goes into the view. */
function tabs(views, words) {
  const list = document.createElement("div");
  list.className = "tabs";
  list.setAttribute("role", "tablist");
  list.setAttribute("aria-label", words.tables);
  views[0].before(list);
  const buttons = views.map((view) => {
    const heading = view.querySelector("h3");
    const button = document.createElement("button");
    button.type = "button";
    button.id = `tab-${view.id}`;
    button.textContent = heading.textContent;
    button.setAttribute("role", "tab");
    button.setAttribute("aria-controls", view.id);
    heading.hidden = true;
    view.setAttribute("role", "tabpanel");
    view.setAttribute("aria-labelledby", button.id);
    for (const folded of view.querySelectorAll("details")) folded.open = true;
    list.append(button);
    return button;
  });
  const choose = (chosen, focus) => {
    views.forEach((view, place) => {
      view.hidden = place !== chosen;
      buttons[place].setAttribute("aria-selected", String(place === chosen));
      buttons[place].tabIndex = place === chosen ? 0 : -1;
    });
    if (focus) buttons[chosen].focus();
  };
  buttons.forEach((button, place) => button.addEventListener("click", () => choose(place)));
  list.addEventListener("keydown", (event) => {
    const place = buttons.indexOf(event.target);
    const to = { ArrowRight: place + 1, ArrowLeft: place - 1, Home: 0, End: views.length - 1 }[event.key];
    if (place < 0 || to === undefined) return;
    event.preventDefault();
    choose((to + views.length) % views.length, true);
  });
  choose(0);
}

function sortable(table, words) {
  const order = new Intl.Collator(document.documentElement.lang, { numeric: true });
  table.tHead.querySelectorAll("th").forEach((heading, column) => {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "sort";
    button.textContent = heading.textContent;
    button.title = `${words.sort} ${heading.textContent}`;
    heading.replaceChildren(button);
    button.addEventListener("click", () => {
      const down = heading.getAttribute("aria-sort") === "ascending";
      for (const other of table.tHead.querySelectorAll("th")) other.removeAttribute("aria-sort");
      heading.setAttribute("aria-sort", down ? "descending" : "ascending");
      const key = (row) => row.cells[column].textContent.trim();
      const number = heading.classList.contains("number");
      const compare = number ? (a, b) => Number(key(a)) - Number(key(b)) : (a, b) => order.compare(key(a), key(b));
      const rows = [...table.tBodies[0].rows].sort((a, b) => (down ? -1 : 1) * compare(a, b));
      table.tBodies[0].append(...rows);
    });
  });
}
