// Writes one table with Arrow for JavaScript into the folder of the first argument: rows.arrow (a file) and rows.arrows (a stream).
import { writeFile } from 'node:fs/promises'
import { Bool, Dictionary, Field, Float64, Int32, Int64, List, Table, Utf8, tableToIPC, vectorFromArray } from 'apache-arrow'

const rows = [...Array(1000).keys()]
const table = new Table({
  id: vectorFromArray(rows.map(i => BigInt(i)), new Int64()),
  half: vectorFromArray(rows.map(i => i % 7 ? i / 2 : null), new Float64()),
  even: vectorFromArray(rows.map(i => i % 2 === 0), new Bool()),
  text: vectorFromArray(rows.map(i => i % 5 ? `text ${i} 😀` : null), new Utf8()),
  kind: vectorFromArray(rows.map(i => `kind ${i % 3}`), new Dictionary(new Utf8(), new Int32())),
  parts: vectorFromArray(rows.map(i => [...Array(i % 4).keys()]), new List(new Field('item', new Int32(), true)))
})
await writeFile(`${process.argv[2]}/rows.arrow`, tableToIPC(table, 'file'))
await writeFile(`${process.argv[2]}/rows.arrows`, tableToIPC(table, 'stream'))
