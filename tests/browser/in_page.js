// What tests ask of a page from inside. Each function answers plain values; `shorten`, `unfold` and keys change what is seen.
(() => {
  const named = (element) => {
    const text = (element.getAttribute("aria-label") || element.textContent || element.name || "").trim();
    const kind = element.getAttribute("class");
    const place = element.id ? `#${element.id}` : kind ? `.${kind.split(" ")[0]}` : "";
    return `${element.tagName.toLowerCase()}${place} “${text.replace(/\s+/g, " ").slice(0, 40)}”`;
  };

  // Elements wider than the window that no scrolling region holds.
  const overflow = () => {
    const root = document.documentElement;
    if (root.scrollWidth <= window.innerWidth) return [];
    const scrolls = (element) => {
      for (let outer = element.parentElement; outer && outer !== document.body; outer = outer.parentElement)
        if (getComputedStyle(outer).overflowX !== "visible") return true;
      return false;
    };
    const wide = [...document.body.querySelectorAll("*")].filter(
      (element) => element.getBoundingClientRect().right > window.innerWidth + 1 && !scrolls(element));
    return [`the page is ${root.scrollWidth} px wide`, ...wide.slice(-4).map(named)];
  };

  const USED = "a[href], area[href], button, input:not([type=hidden]), select, textarea, summary";
  const OPEN = `${USED}, [tabindex], [contenteditable=true]`;
  const visible = (element) => element.checkVisibility({ visibilityProperty: true }) && !element.closest("[inert]");

  // Where Tab must stop, in order. Of a group of radio buttons, one is a stop.
  const stops = () => {
    const groups = new Set();
    return [...document.querySelectorAll(OPEN)].filter((element) => {
      if (element.disabled || element.tabIndex < 0 || !visible(element)) return false;
      if (element.type !== "radio" || !element.name) return true;
      const group = [...document.getElementsByName(element.name)];
      const stop = group.find((one) => one.checked) || group[0];
      return !groups.has(element.name) && element === stop && groups.add(element.name);
    });
  };

  // In a picture, the shape inside the link may be what changes.
  const drawn = (element) => [...element.querySelectorAll("path, rect, circle")].map((shape) => {
    const style = getComputedStyle(shape);
    return `${style.stroke} ${style.strokeWidth} ${style.fill}`;
  }).join();

  const shown = (element) => {
    const style = getComputedStyle(element);
    const outlined = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 1;
    return outlined || style.boxShadow !== "none" || (ours.drawn.has(element) && ours.drawn.get(element) !== drawn(element));
  };

  // `ways`: element → those from which a Tab has reached it, at any width. `told`: what happened since keys were planned.
  const ours = { stops: [], told: [], drawn: new Map(), ways: new Map(), unseen: new Set(), openers: new Set() };
  const OUT = "out of the page";
  document.addEventListener("focusin", ({ target }) => {
    ours.told.push(target);
    if (!shown(target)) ours.unseen.add(target);
  });
  document.addEventListener("beforetoggle", ({ target, newState }) => target.popover && ours.told.push(newState), true);

  const begin = (element) => {
    element.focus();
    ours.told = [];
    ours.unseen.clear();
  };

  const folded = () => [...document.querySelectorAll("details:not([open])")];
  const unfold = () => { for (const fold of folded()) fold.open = true; };
  const unfolded = (ask) => {
    const folds = folded();
    unfold();
    const answer = ask();
    for (const fold of folds) fold.open = false;
    return answer;
  };

  // The keys that go from the top through every step that was not seen yet: Tab, and Enter on what is folded.
  const plan = () => {
    const folds = folded();
    ours.stops = unfolded(stops);
    ours.drawn = new Map(ours.stops.filter((one) => one instanceof SVGElement).map((one) => [one, drawn(one)]));
    const steps = [...ours.stops, OUT];
    const last = steps.findLastIndex((to, index) => !ours.ways.get(to)?.has(steps[index - 1]));
    ours.ahead = steps.slice(0, last + 1);
    const top = document.body.insertBefore(document.createElement("span"), document.body.firstChild);
    top.tabIndex = -1;
    begin(top);
    top.remove();
    const opens = (stop) => stop !== OUT && stop.matches("details > summary:first-of-type") && folds.includes(stop.parentElement);
    return ours.ahead.flatMap((stop) => opens(stop) ? ["Tab", "Enter"] : ["Tab"]);
  };

  // What is wrong with the way the focus went: it must have been at each of the stops ahead, and then have left.
  const went = () => {
    const found = [];
    const seen = ours.told.filter((element) => ours.stops.includes(element));
    ours.ahead.forEach((stop, index) => {
      if (stop === OUT) {
        if (!left()) found.push("Tab never leaves the page");
      } else if (seen[index] !== stop)
        found.push(`Tab ${index + 1} must reach ${named(stop)}, and reached ${seen[index] ? named(seen[index]) : "nothing"}`);
      if (!ours.ways.has(stop)) ours.ways.set(stop, new Set());
      ours.ways.get(stop).add(ours.ahead[index - 1]);
    });
    return [...found.slice(0, 8), ...unseen()];
  };

  const unseen = () => {
    const found = [...ours.unseen].map((element) => `the focus is not visible on ${named(element)}`);
    ours.unseen.clear();
    return found.slice(0, 8);
  };

  // After the last stop the focus leaves the page. Then it is nowhere: a link shown to the keyboard only hides nothing.
  const left = () => {
    const last = document.activeElement;
    last.blur();
    return last === document.body || last === ours.stops[0];
  };

  // What is used, but not at its place or not at all by Tab; a picture may withhold links that are told in words too.
  const withheld = () => unfolded(() => {
    const led = new Set(stops().map((stop) => stop.getAttribute("href")));
    return [...document.querySelectorAll(OPEN)].filter((element) => visible(element) && !element.disabled)
      .filter((element) => element.tabIndex > 0 || (element.tabIndex < 0 && element.matches(USED)))
      .filter((element) => !element.matches("svg a") || !led.has(element.getAttribute("href")))
      .map((element) => `tabindex ${element.tabIndex} on ${named(element)}`).slice(0, 8);
  });

  // The keys that open the next menu, by Enter and by Space, walk it and close it; nothing when all were served.
  const menu = () => {
    const opener = [...document.querySelectorAll("[popovertarget]")].find(
      (button) => visible(button) && !button.closest("[popover]") && !ours.openers.has(button));
    if (!opener) return [];
    ours.openers.add(opener);
    const held = opener.popoverTargetElement;
    held.showPopover();
    const inside = stops().filter((stop) => held.contains(stop));
    held.hidePopover();
    const closing = inside.findIndex((stop) => stop.popoverTargetAction === "hide") + 1;
    begin(opener);
    ours.ahead = ["open", ...inside, "closed", opener, "open", ...inside.slice(0, closing), "closed", opener];
    const tabs = (count) => Array(count).fill("Tab");
    return ["Enter", ...tabs(inside.length), "Escape", "Space", ...tabs(closing), closing ? "Enter" : "Escape"];
  };

  // What is wrong with the way a menu went.
  const served = () => {
    const say = (told) => told instanceof Element ? named(told) : told ?? "nothing";
    const index = ours.ahead.findIndex((wanted, at) => ours.told[at] !== wanted);
    const wrong = `the menu: after ${say(ours.ahead[index - 1])} comes ${say(ours.ahead[index])}, and came ${say(ours.told[index])}`;
    return index < 0 ? unseen() : [wrong, ...unseen()];
  };

  // Of many alike side by side, the first are enough to judge: the rest goes.
  const shorten = (most) => {
    for (const parent of document.body.querySelectorAll("*")) {
      const alike = new Map();
      for (const child of [...parent.children]) {
        const kind = `${child.tagName} ${child.className}`;
        alike.set(kind, (alike.get(kind) || 0) + 1);
        if (alike.get(kind) > most) child.remove();
      }
    }
  };

  const scripts = () => document.querySelectorAll("script:not([type='application/ld+json']), noscript").length;

  const judged = (rules) => axe.run(document, {
    runOnly: { type: rules[0].startsWith("wcag") ? "tag" : "rule", values: rules }, resultTypes: ["violations"], preload: false, iframes: false,
  }).then(({ violations }) => violations.map(({ id, nodes }) =>
    `axe ${id}: ${nodes.length} × ${nodes[0].html.slice(0, 160)} ${nodes[0].failureSummary.replace(/\s+/g, " ").slice(0, 300)}`));

  window.esslodTest = { overflow, unfold, plan, went, withheld, menu, served, scripts, shorten, judged };
})();
