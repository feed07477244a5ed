// Reads the Iceberg table in the folder of the first argument with icebird and prints one JSON object per row.
import { open, stat } from 'node:fs/promises'
import { icebergRead } from 'icebird'

// icebird knows URLs only: local files are answered here, with ranges.
globalThis.fetch = async (url, init = {}) => {
  const path = String(url).replace(/^file:\/\//, '')
  const size = await stat(path).then(s => s.size, () => undefined)
  if (size === undefined) return new Response(null, { status: 404 })
  const headers = { 'content-length': String(size) }
  if (init.method === 'HEAD') return new Response(null, { status: 200, headers })
  const range = /bytes=(\d*)-(\d*)/.exec(new Headers(init.headers).get('range') ?? '')
  const start = !range ? 0 : range[1] ? Number(range[1]) : size - Number(range[2])
  const end = !range || !range[1] || !range[2] ? size : Math.min(size, Number(range[2]) + 1)
  const content = Buffer.alloc(end - start)
  const file = await open(path)
  try {
    await file.read(content, 0, content.length, start)
  } finally {
    await file.close()
  }
  return new Response(content, { status: range ? 206 : 200 })
}

const plain = (_, value) => typeof value === 'bigint' ? (Number.isSafeInteger(Number(value)) ? Number(value) : String(value))
  : value instanceof Uint8Array ? Buffer.from(value).toString('hex') : value

for (const row of await icebergRead({ tableUrl: `file://${process.argv[2]}` }))
  console.log(JSON.stringify(row, plain))
