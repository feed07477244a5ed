// Reads the Arrow file or stream of the first argument with Arrow for JavaScript and prints one JSON object per row.
import { readFile } from 'node:fs/promises'
import { tableFromIPC } from 'apache-arrow'

const plain = (_, value) => typeof value === 'bigint' ? (Number.isSafeInteger(Number(value)) ? Number(value) : String(value))
  : value instanceof Uint8Array ? Buffer.from(value).toString('hex') : value

for (const row of tableFromIPC(await readFile(process.argv[2])))
  console.log(JSON.stringify(row.toJSON(), plain))
