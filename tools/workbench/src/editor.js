// CodeMirror over a text area, in a shadow root: its styles then need no leave from the page's policy.
import { autocompletion, closeBrackets, closeBracketsKeymap, completionKeymap } from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
import { bracketMatching, HighlightStyle, indentOnInput, StreamLanguage, syntaxHighlighting } from "@codemirror/language";
import { sparql } from "@codemirror/legacy-modes/mode/sparql";
import { EditorState, StateEffect, StateField } from "@codemirror/state";
import { Decoration, drawSelection, EditorView, highlightActiveLine, keymap, lineNumbers } from "@codemirror/view";
import { tags } from "@lezer/highlight";
import { completions } from "./completion.js";

// Colours are the page's own: custom properties reach into a shadow root, in light and dark alike.
const theme = EditorView.theme({
  "&": { backgroundColor: "var(--raised)", color: "var(--ink)", fontSize: ".9rem" },
  "&.cm-focused": { outline: "none" },
  ".cm-scroller": { fontFamily: "ui-monospace, 'SF Mono', Menlo, Consolas, 'DejaVu Sans Mono', monospace", lineHeight: "1.5", minHeight: "16rem", maxHeight: "32rem" },
  ".cm-content": { caretColor: "var(--ink)", padding: ".5rem 0" },
  ".cm-gutters": { backgroundColor: "var(--code)", color: "var(--soft)", border: "none" },
  ".cm-activeLine": { backgroundColor: "transparent", boxShadow: "inset 3px 0 0 var(--accent)" },
  ".cm-cursor": { borderLeftColor: "var(--ink)" },
  "&.cm-focused .cm-selectionBackground, .cm-selectionBackground": { backgroundColor: "var(--accent-soft) !important" },
  "&.cm-focused .cm-matchingBracket": { backgroundColor: "var(--accent-soft)", outline: "1px solid var(--accent)" },
  ".cm-tooltip": { backgroundColor: "var(--raised)", color: "var(--ink)", border: "1px solid var(--line)" },
  ".cm-tooltip.cm-tooltip-autocomplete > ul": { maxHeight: "16rem", maxWidth: "min(42rem, 92vw)" },
  ".cm-tooltip.cm-tooltip-autocomplete > ul > li": { padding: ".2rem .5rem", lineHeight: "1.5" },
  ".cm-tooltip.cm-tooltip-autocomplete > ul > li[aria-selected]": { backgroundColor: "var(--accent)", color: "var(--paper)" },
  ".cm-completionDetail": { fontStyle: "normal", opacity: ".85" },
  ".fault": { textDecoration: "underline wavy var(--mark) 2px", backgroundColor: "var(--accent-soft)" },
});
const colours = HighlightStyle.define([
  { tag: tags.keyword, color: "var(--accent)", fontWeight: "600" },
  { tag: [tags.variableName, tags.standard(tags.variableName)], color: "var(--ink)", fontStyle: "italic" },
  { tag: [tags.comment, tags.meta], color: "var(--soft)" },
  { tag: [tags.string, tags.number, tags.literal], color: "var(--ink)", textDecoration: "underline dotted var(--soft)" },
  { tag: tags.atom, color: "var(--ink)" },
]);

// A browser that types over a selection keeps the look of what was there in a style attribute, which the page's
// policy forbids (and the console reports). The text is replaced here instead, as CodeMirror would have in the end.
const typingOver = EditorView.domEventHandlers({
  beforeinput(event, view) {
    const { main } = view.state.selection;
    if (event.inputType !== "insertText" || event.data === null || main.empty || view.composing) return false;
    event.preventDefault();
    const text = event.data;
    const insert = () =>
      view.state.update(view.state.replaceSelection(text), { userEvent: "input.type", scrollIntoView: true });
    const asked = view.state.facet(EditorView.inputHandler);
    if (!asked.some((handler) => handler(view, main.from, main.to, text, insert))) view.dispatch(insert());
    return true;
  },
});

// Where the server says that something is wrong, until the text changes there.
const setFault = StateEffect.define();
const faults = StateField.define({
  create: () => Decoration.none,
  update(marks, change) {
    for (const effect of change.effects) {
      if (effect.is(setFault)) return effect.value ? Decoration.set([effect.value]) : Decoration.none;
    }
    return marks.map(change.changes);
  },
  provide: (field) => EditorView.decorations.from(field),
});

export function editorOver(area, words, run) {
  const host = document.createElement("div");
  host.className = "editor";
  const root = host.attachShadow({ mode: "open" });
  area.before(host);
  const label = document.querySelector(`label[for="${area.id}"]`);
  const typing = document.activeElement === area;
  const view = new EditorView({
    root,
    parent: root,
    state: EditorState.create({
      doc: area.value,
      selection: { anchor: area.selectionEnd ?? 0 },
      extensions: [
        lineNumbers(), history(), drawSelection(), indentOnInput(), bracketMatching(), closeBrackets(),
        highlightActiveLine(), faults, typingOver,
        StreamLanguage.define(sparql), syntaxHighlighting(colours), theme,
        autocompletion({ override: [completions(words)], icons: false, tooltipClass: () => "terms" }),
        // Tab is left alone: it leaves the editor, as everywhere on the page.
        keymap.of([
          { key: "Mod-Enter", preventDefault: true, run: () => (run(), true) },
          ...closeBracketsKeymap, ...completionKeymap, ...historyKeymap, ...defaultKeymap,
        ]),
        EditorView.lineWrapping,
        EditorView.contentAttributes.of({ "aria-label": `${label?.textContent ?? ""} ${words.keys}`.trim() }),
      ],
    }),
  });
  if (typing) view.focus();
  area.hidden = true;
  area.required = false; // a hidden field that is required could never be sent
  label?.addEventListener("click", (event) => {
    event.preventDefault();
    view.focus();
  });
  const keys = document.createElement("p");
  keys.className = "hint";
  keys.textContent = words.keys;
  host.after(keys);
  const text = () => view.state.doc.toString();
  return {
    text,
    save: () => (area.value = text()),
    mark(line, column) {
      let fault = null;
      if (line && line <= view.state.doc.lines) {
        const at = view.state.doc.line(line);
        const from = Math.max(Math.min(at.from + Math.max(column, 1) - 1, at.to - 1), at.from);
        if (from < at.to) fault = Decoration.mark({ class: "fault" }).range(from, from + 1);
      }
      view.dispatch({ effects: setFault.of(fault) });
    },
  };
}
