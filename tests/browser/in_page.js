// What tests ask of a page from inside. Each function answers plain values; only `shorten` changes what is seen.
(() => {
  const named = (element) => {
    const text = (element.getAttribute("aria-label") || element.textContent || element.name || "").trim();
    const place = element.id ? `#${element.id}` : element.className ? `.${String(element.className).split(" ")[0]}` : "";
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

  const OPEN = "a[href], area[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex], [contenteditable=true]";

  // Where Tab must stop, in order. Of a group of radio buttons, one is a stop.
  const stops = () => {
    const groups = new Set();
    return [...document.querySelectorAll(OPEN)].filter((element) => {
      if (element.disabled || element.tabIndex < 0 || !element.checkVisibility({ visibilityProperty: true })) return false;
      if (element.closest("[inert]")) return false;
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

  const ours = { stops: [], seen: [], drawn: new Map() };

  // Watch where the focus goes; answers how many stops there are.
  const watch = () => {
    ours.stops = stops();
    ours.seen = [];
    document.activeElement?.blur?.();
    ours.drawn = new Map(ours.stops.filter((one) => one instanceof SVGElement).map((one) => [one, drawn(one)]));
    document.addEventListener("focusin", ({ target }) => ours.seen.push([target, shown(target)]));
    return ours.stops.length;
  };

  const jump = (index) => { ours.stops[index].focus(); ours.seen.pop(); };

  // What is wrong with the way the focus went: it must have been at stops[from], stops[from + 1], …
  const went = (from, count) => {
    const found = [];
    const seen = ours.seen.splice(0).filter(([element]) => ours.stops.includes(element));
    ours.stops.slice(from, from + count).forEach((element, index) => {
      const reached = seen[index] ? named(seen[index][0]) : "nothing";
      if (seen[index]?.[0] !== element) found.push(`Tab ${from + index + 1} must reach ${named(element)}, and reached ${reached}`);
    });
    for (const [element, visible] of seen)
      if (!visible) found.push(`the focus is not visible on ${named(element)}`);
    for (const element of ours.stops)
      if (element.tabIndex > 0) found.push(`tabindex ${element.tabIndex} on ${named(element)}`);
    return found.slice(0, 8);
  };

  // After the last stop the focus leaves the page. Then it is nowhere: a link shown to the keyboard only hides nothing.
  const left = () => {
    const last = document.activeElement;
    last.blur();
    return last === document.body || last === ours.stops[0];
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

  const judged = (rules) => axe.run(document, {
    runOnly: rules, resultTypes: ["violations"], preload: false, iframes: false,
  }).then(({ violations }) => violations.map(({ id, nodes }) =>
    `axe ${id}: ${nodes.length} × ${nodes[0].html.slice(0, 160)} ${nodes[0].failureSummary.replace(/\s+/g, " ").slice(0, 300)}`));

  window.esslodTest = { overflow, watch, jump, went, left, shorten, judged };
})();
