// Runs the SQL of each line of the input in ClickHouse and prints one JSON object per row, then an empty line. Ends at the first that fails.
import { createInterface } from 'node:readline'
import { query } from 'chdb'

// ClickHouse opens local files below its working folder only.
process.chdir('/')
for await (const sql of createInterface({ input: process.stdin }))
  process.stdout.write(query(sql, 'JSONEachRow') + '\n')
