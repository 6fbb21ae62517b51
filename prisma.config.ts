import { defineConfig } from 'prisma/config'

// The CLI would download a schema engine that `generate` and `validate` never run; an existing file stops it.
process.env.PRISMA_SCHEMA_ENGINE_BINARY ??= process.execPath

export default defineConfig({
  schema: 'prisma/schema.prisma',
  migrations: { path: 'prisma/migrations' },
})
