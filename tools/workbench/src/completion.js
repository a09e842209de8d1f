// Terms to complete with, from the release's own statistics (terms.json): what is used most comes first.

const KEYWORDS = (
  "SELECT CONSTRUCT ASK DESCRIBE WHERE FROM NAMED PREFIX BASE DISTINCT REDUCED OPTIONAL UNION MINUS GRAPH SERVICE " +
  "FILTER EXISTS NOT BIND AS VALUES ORDER BY GROUP HAVING LIMIT OFFSET ASC DESC COUNT SUM AVG MIN MAX SAMPLE " +
  "GROUP_CONCAT STR LANG LANGMATCHES DATATYPE BOUND IRI IF COALESCE CONCAT CONTAINS STRSTARTS STRENDS STRLEN SUBSTR " +
  "UCASE LCASE REPLACE REGEX YEAR MONTH DAY NOW ABS ROUND CEIL FLOOR IN isIRI isLITERAL isNUMERIC"
).split(" ");

export function completions(words) {
  let asked;
  return async (context) => {
    asked ??= fetch(words.terms).then((answer) => (answer.ok ? answer.json() : Promise.reject(answer.status)));
    const word = context.matchBefore(/[?$]?[\w\p{L}.:/-]*/u);
    if (!word || (word.from === word.to && !context.explicit)) return null;
    let known;
    try {
      known = await asked;
    } catch {
      asked = undefined;
      known = { prefixes: {}, classes: [], properties: [], codes: [] };
    }
    const text = context.state.doc.toString();
    if (inStringOrIri(text.slice(0, word.from))) return null;
    const options = propose(text, word, known, words);
    return { from: word.from, options, validFor: /^[?$]?[\w\p{L}.:/-]*$/u };
  };
}

/** Whether a string, an IRI or a comment is open at the end of *before*. */
function inStringOrIri(before) {
  const line = before.slice(before.lastIndexOf("\n") + 1).replace(/"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|<[^<>\s]*>/g, "");
  return /["'#]|<[^\s<>]*$/.test(line);
}

function propose(text, word, known, words) {
  const before = text.slice(0, word.from);
  if (/\bPREFIX\s+$/i.test(before)) {
    return Object.entries(known.prefixes).map(([name, iri]) => ({ label: `${name}:`, apply: `${name}: <${iri}>`, detail: iri }));
  }
  if (/^[?$]/.test(word.text)) return variables(text, word.text);
  const wanted = place(before);
  const used = instancesOf(text, before, known);
  const terms = [];
  if (wanted !== "property") terms.push(...known.classes.map((one) => option(one, words.class, wanted === "class" ? 3 : -1, known, words)));
  if (wanted !== "class") terms.push(...known.properties.map((one) => option(one, words.property, used.has(one.iri) ? 4 : wanted === "property" ? 2 : 0, known, words)));
  if (wanted === "object" || wanted === "") terms.push(...known.codes.map((one) => option(one, words.code, wanted === "object" ? 1 : -2, known, words)));
  return [...terms.filter(Boolean), ...KEYWORDS.map((label) => ({ label, type: "keyword", boost: -5 })), ...variables(text, "")];
}

/** What a term here would be, by what stands before it: ``class``, ``property``, ``object``, or empty. */
function place(before) {
  const bare = before.replace(/#.*$/gm, "").trimEnd();
  if (/(?:\ba|rdf:type)$/.test(bare)) return "class";
  if (/(?:[.{]|\bWHERE)$/i.test(bare)) return "";
  if (/;$/.test(bare)) return "property";
  const clause = bare.slice(Math.max(bare.lastIndexOf("{"), bare.lastIndexOf(";"), bare.search(/\.\s[^.]*$/)) + 1).trim();
  const parts = clause ? clause.split(/\s+/).length : 0;
  return bare.slice(-clause.length - 1).trimStart().startsWith(";") ? (parts ? "object" : "property") : parts === 1 ? "property" : parts >= 2 ? "object" : "";
}

/** The properties that things of the classes of the subject before the cursor have. */
function instancesOf(text, before, known) {
  const subject = [...before.matchAll(/(?:^|[.{}])\s*([?$]\w+)\s/gm)].pop()?.[1];
  const found = new Set();
  if (!subject) return found;
  const typed = new RegExp(`\\${subject[0]}${subject.slice(1)}\\s+(?:a|rdf:type)\\s+([\\w-]*:[\\w-]+)`, "g");
  for (const [, name] of text.matchAll(typed)) {
    const [prefix, local] = name.split(":");
    const kind = known.classes.find((one) => one.iri === `${known.prefixes[prefix]}${local}`);
    kind?.properties.forEach((iri) => found.add(iri));
  }
  return found;
}

function option(term, kind, boost, known, words) {
  const name = short(term.iri, known.prefixes);
  const label = term.label[words.language] ?? Object.values(term.label)[0];
  const shown = name ?? `<${term.iri}>`;
  const count = term.count === undefined ? "" : ` · ${term.count.toLocaleString(words.language)}`;
  // The name by which people know it comes first: it is what they type.
  return { label: label ? `${shown} ${label}` : shown, displayLabel: shown, detail: `${label ? `${label} · ` : ""}${kind}${count}`, boost, apply: (view, _done, from, to) => insert(view, shown, name, from, to, known) };
}

/** Writes the term, and declares its prefix at the top when the query does not. */
function insert(view, shown, name, from, to, known) {
  const changes = [{ from, to, insert: shown }];
  const prefix = name?.split(":")[0];
  let shift = 0;
  if (prefix !== undefined && !new RegExp(`\\bPREFIX\\s+${prefix}:`, "i").test(view.state.doc.toString())) {
    const line = `PREFIX ${prefix}: <${known.prefixes[prefix]}>\n`;
    shift = line.length;
    changes.unshift({ from: 0, insert: line });
  }
  view.dispatch({ changes, selection: { anchor: from + shown.length + shift }, userEvent: "input.complete" });
}

function short(iri, prefixes) {
  for (const [prefix, namespace] of Object.entries(prefixes)) {
    const local = iri.startsWith(namespace) ? iri.slice(namespace.length) : "";
    if (/^[A-Za-z][\w-]*$/.test(local)) return `${prefix}:${local}`;
  }
  return null;
}

function variables(text, typed) {
  const names = new Set(text.match(/[?$]\w+/g) ?? []);
  names.delete(typed);
  return [...names].map((label) => ({ label, type: "variable", boost: -3 }));
}
