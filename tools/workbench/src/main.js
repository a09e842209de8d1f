// The query page, better: an editor over its text area, answers without a new page, their views as tabs.
// Everything shown is made by the server; without this script the form does the same job.
import { dress } from "./answer.js";

const form = document.querySelector("form.question[data-terms]");
if (form) start(form);

function start(form) {
  const words = form.dataset;
  const area = form.querySelector("textarea");
  let editor = plain(area);
  whenIdle(async () => {
    const { editorOver } = await import("./editor.js");
    editor = editorOver(area, words, () => run());
    mark();
  });
  const state = form.querySelector(".actions").appendChild(document.createElement("span"));
  state.setAttribute("role", "status");
  state.className = "note";
  dress(document.querySelector("section.answer"), words);
  sharing(form, words, () => link(form, editor));
  mark();

  form.addEventListener("submit", (event) => {
    editor.save();
    if (event.submitter?.name !== "format") return; // adding prefixes brings a new page
    event.preventDefault();
    run();
  });
  window.addEventListener("popstate", () => window.location.reload());

  async function run() {
    editor.save();
    state.textContent = words.running;
    const fields = new URLSearchParams(new FormData(form));
    fields.delete("lang");
    fields.set("format", "html");
    try {
      const place = form.getAttribute("action").split(/[?#]/)[0];
      const answer = await fetch(`${place}?lang=${words.language}`, {
        method: "POST",
        body: fields,
        headers: { Accept: "text/html" },
      });
      show(new DOMParser().parseFromString(await answer.text(), "text/html"));
      state.textContent = "";
      history.pushState(null, "", link(form, editor));
    } catch {
      state.textContent = words.failed;
    }
  }

  /** Takes the answer, or what is wrong with the query, out of the page that the server made. */
  function show(page) {
    document.querySelector("section.answer")?.remove();
    form.querySelector(".refusal")?.remove();
    const [answer, refusal] = [page.querySelector("section.answer"), page.querySelector(".refusal")];
    if (refusal) form.prepend(document.adoptNode(refusal));
    if (answer) {
      form.closest(".asking").after(document.adoptNode(answer));
      dress(answer, words);
    }
    for (const folded of document.querySelectorAll(".beside details")) folded.open = false;
    mark();
    const heading = document.getElementById("answer");
    heading?.setAttribute("tabindex", "-1");
    heading?.focus();
    heading?.scrollIntoView({ block: "nearest" });
  }

  /** Marks in the editor the place that the server complains of. */
  function mark() {
    const refusal = form.querySelector(".refusal");
    editor.mark(Number(refusal?.dataset.line ?? 0), Number(refusal?.dataset.column ?? 0));
  }
}

/** The text area itself, until the editor is there, and when it cannot be loaded. */
function plain(area) {
  return { text: () => area.value, save: () => {}, mark: () => {} };
}

function whenIdle(work) {
  const soon = window.requestIdleCallback ?? ((call) => setTimeout(call, 200));
  soon(() => work().catch(() => {}));
}

function link(form, editor) {
  const fields = new URLSearchParams({ query: editor.text() });
  for (const field of form.querySelectorAll("input[type=hidden]")) fields.append(field.name, field.value);
  return `${form.getAttribute("action").split(/[?#]/)[0]}?${fields}`;
}

/** A button that copies the address of the query as it stands; where that is not allowed, the address to copy. */
function sharing(form, words, addressNow) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "quiet";
  button.textContent = words.copy;
  form.querySelector(".actions").append(button);
  button.addEventListener("click", async () => {
    const address = new URL(addressNow(), window.location.href).href;
    try {
      await navigator.clipboard.writeText(address);
      button.textContent = words.copied;
    } catch {
      const shown = document.createElement("input");
      shown.readOnly = true;
      shown.value = address;
      shown.setAttribute("aria-label", words.copy);
      button.replaceWith(shown);
      shown.focus();
      shown.select();
    }
  });
}
