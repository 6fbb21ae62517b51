/** The migrated database that test files clone. */
export const TEMPLATE = 'office_template'

/** The URL of another database on the same server. */
export function databaseUrl(server: string, name: string): string {
  return server.replace(/\/[^/?]*(\?|$)/, `/${name}$1`)
}

declare module 'vitest' {
  interface ProvidedContext {
    /** URL of the run's PostgreSQL. */
    server: string
  }
}
