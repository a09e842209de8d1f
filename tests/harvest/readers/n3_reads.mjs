// What N3.js makes of a dump: `node n3_reads.mjs MODULES FILE FORMAT` prints its N-Quads.
//
// MODULES is the node_modules folder that holds n3. Whatever it has to say of the file goes to
// standard error; a file it cannot read ends the program with 1.
import { createReadStream, createWriteStream } from "node:fs";
import { pipeline } from "node:stream/promises";
import { pathToFileURL } from "node:url";

const [modules, file, format] = process.argv.slice(2);
const found = await import(pathToFileURL(`${modules}/n3/lib/index.js`).href);
const { StreamParser, StreamWriter } = found.StreamParser ? found : found.default;

const parser = new StreamParser({ format, baseIRI: "https://example.org/not/a/base/" });
await pipeline(createReadStream(file), parser, new StreamWriter({ format: "N-Quads" }), createWriteStream("", { fd: 1 }));
