// Validates every YAML file of a folder against an official schema; prints each violation and ends with 1 if there is one.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import Ajv2019 from "ajv/dist/2019.js";
import addFormats from "ajv-formats";
import { parseDocument } from "yaml";

const schemas = { odcs: "odcs-json-schema-v3.1.0.json", odps: "odps-json-schema-v1.0.0.json" };
const [standard, folder] = process.argv.slice(2);
const ajv = new Ajv2019.default({ allErrors: true, strict: false });
addFormats.default(ajv);
const validate = ajv.compile(JSON.parse(readFileSync(new URL(schemas[standard], import.meta.url), "utf8")));

let violations = 0;
for (const name of readdirSync(folder).sort()) {
  const document = parseDocument(readFileSync(join(folder, name), "utf8"), { version: "1.2", uniqueKeys: true });
  const problems = [...document.errors, ...document.warnings].map((e) => e.message);
  if (problems.length === 0 && !validate(document.toJS()))
    problems.push(...validate.errors.map((e) => `${e.instancePath} ${e.message} ${JSON.stringify(e.params)}`));
  for (const problem of problems) console.log(`${name}: ${problem}`);
  violations += problems.length;
}
process.exit(violations === 0 ? 0 : 1);
