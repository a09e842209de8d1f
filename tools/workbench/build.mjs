// Puts the editor into one file beside the style sheets of the package, with the licences of what is in it.
import { build } from "esbuild";
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const folder = process.env.WORKBENCH_FOLDER
  || join(here, "../../src/esslod/representation/assets/workbench");

const shared = {
  absWorkingDir: here,
  bundle: true,
  minify: true,
  format: "esm",
  target: ["es2021", "firefox102", "safari15.4"],
  legalComments: "none",
  metafile: true,
  write: false,
};
// Two files: the page is made handier at once, the editor comes when there is time for it.
const page = await build({ ...shared, entryPoints: ["src/main.js"], external: ["./editor.js"] });
const editor = await build({
  ...shared,
  entryPoints: ["src/editor.js"],
  banner: { js: "/*! Holds CodeMirror and Lezer (MIT): licences.txt beside this file. */" },
});

/** The folders of the packages whose files are in the bundle. */
function packages(metafile) {
  const inputs = Object.keys(metafile.inputs).filter((file) => file.includes("node_modules/"));
  const names = inputs.map((file) => file.split("node_modules/").pop().split("/"));
  return [...new Set(names.map(([first, second]) => (first[0] === "@" ? `${first}/${second}` : first)))].sort();
}

function licence(name) {
  const place = join(here, "node_modules", name);
  const { version, license } = JSON.parse(readFileSync(join(place, "package.json"), "utf8"));
  const file = readdirSync(place).find((one) => /^licen[cs]e/i.test(one));
  const text = file && existsSync(join(place, file)) ? readFileSync(join(place, file), "utf8").trim() : license;
  return `${name} ${version}\n\n${text}\n`;
}

mkdirSync(folder, { recursive: true });
for (const [name, made] of [["workbench.js", page], ["editor.js", editor]]) {
  writeFileSync(join(folder, name), made.outputFiles[0].contents);
  console.log(`${name}: ${made.outputFiles[0].contents.length} bytes`);
}
writeFileSync(join(folder, "licences.txt"), packages(editor.metafile).map(licence).join("\n---\n\n"));
