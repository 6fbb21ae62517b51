import type { EventEmitter } from 'node:events'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { PrismaPg } from '@prisma/adapter-pg'
import { bindMigrationAwareSqlAdapterFactory, ColumnTypeEnum } from '@prisma/driver-adapter-utils'
import * as glue from '@prisma/schema-engine-wasm/schema_engine_bg'
import pg from 'pg'
import { projectRoot } from '../../src/base/index.ts'

const INTERNAL_CHAR = 18
const UUID = 2950

let loaded = false

/** Once a process: its glue code keeps views of the first instance's memory. */
function loadEngine(): void {
  if (loaded) return
  loaded = true
  const door = createRequire(import.meta.url).resolve('@prisma/schema-engine-wasm')
  const code = readFileSync(join(door, '..', 'schema_engine_bg.wasm'))
  const module = new WebAssembly.Module(code)
  const instance = new WebAssembly.Instance(module, { './schema_engine_bg.js': { ...glue } })
  glue.__wbg_set_wasm(instance.exports)
  const start = instance.exports.__wbindgen_start
  if (typeof start === 'function') start()
}

/**
 * adapter-pg refuses PostgreSQL's internal type "char", which describing a schema returns and the engine
 * wants as a character. It travels as a uuid, a type that descriptions never contain, and is renamed after.
 */
function describingPool(url: string): pg.Pool {
  const pool = new pg.Pool({ connectionString: url, max: 1 })
  pool.on('connect', (client) => {
    // pg's types leave out the wire connection, the only place where a column's type can be renamed.
    const wire = (client as unknown as { connection: EventEmitter }).connection
    wire.prependListener('rowDescription', (row: { fields: { dataTypeID: number }[] }) => {
      for (const field of row.fields) {
        if (field.dataTypeID === INTERNAL_CHAR) field.dataTypeID = UUID
      }
    })
  })
  return pool
}

class DescribingAdapter extends PrismaPg {
  override async connect(): ReturnType<PrismaPg['connect']> {
    const adapter = await super.connect()
    const queryRaw = adapter.queryRaw.bind(adapter)
    adapter.queryRaw = async (query) => {
      const result = await queryRaw(query)
      const columnTypes = result.columnTypes.map((type) =>
        type === ColumnTypeEnum.Uuid ? ColumnTypeEnum.Character : type,
      )
      return { ...result, columnTypes }
    }
    return adapter
  }
}

/**
 * The SQL that would take the database at `url` to the state of `prisma/schema.prisma`: empty when
 * they agree, the body of the next migration when they do not. This is Prisma's own schema engine
 * compiled to WebAssembly; its API is undocumented, so it is used here and nowhere else.
 */
export async function missingSql(url: string): Promise<string> {
  loadEngine()
  const path = join(projectRoot, 'prisma', 'schema.prisma')
  const content = readFileSync(path, 'utf8')
  const schema = { files: [{ path, content }] }
  const pool = describingPool(url)
  try {
    const adapter = bindMigrationAwareSqlAdapterFactory(new DescribingAdapter(pool))
    const engine = await glue.SchemaEngine.new(
      { datamodels: [[path, content]] },
      () => undefined,
      adapter,
    )
    const result = await engine.diff({
      from: { tag: 'schemaDatasource', ...schema, configDir: projectRoot },
      to: { tag: 'schemaDatamodel', ...schema },
      script: true,
      exitCode: null,
      filters: { externalTables: ['public._prisma_migrations'], externalEnums: [] },
    })
    const sql = result.stdout ?? ''
    return sql.replaceAll(/^--.*\n/gm, '').trim()
  } finally {
    await pool.end()
  }
}
