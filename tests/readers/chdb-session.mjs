// Runs the SQL statements of the arguments in one session of ClickHouse, which may write Iceberg tables, and prints one JSON object per row of the last.
import { Session } from 'chdb'

// ClickHouse opens local files below its working folder only.
process.chdir('/')
const session = new Session()
let rows = ''
try {
  for (const statement of ['set allow_insert_into_iceberg = 1', ...process.argv.slice(2)])
    rows = session.query(statement, 'JSONEachRow')
} finally {
  session.cleanup()
}
process.stdout.write(rows)
