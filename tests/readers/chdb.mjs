// Runs the SQL of the first argument in ClickHouse and prints one JSON object per row.
import { query } from 'chdb'

// ClickHouse opens local files below its working folder only.
process.chdir('/')
process.stdout.write(query(process.argv[2], 'JSONEachRow'))
