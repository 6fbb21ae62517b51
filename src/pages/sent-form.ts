import type { RouterContext } from '@koa/router'
import rawBody from 'raw-body'

/** A form as it arrived: texts by name, and the files that are not empty. Names of files are not kept: they name people. */
export interface SentForm {
  readonly texts: Readonly<Record<string, string>>
  readonly files: readonly Buffer[]
}

/**
 * Reads a form, with or without files; undefined for a body that is none. Throws raw-body's 413 beyond `limit` bytes.
 * Everything stays in memory: nothing of it may lie in a file even for a moment.
 */
export async function readSentForm(
  ctx: RouterContext,
  limit: number,
): Promise<SentForm | undefined> {
  const type = ctx.get('Content-Type')
  if (!/^(multipart\/form-data|application\/x-www-form-urlencoded)\b/i.test(type)) return undefined
  const body = await rawBody(ctx.req, { limit, length: ctx.request.length ?? null })
  const headers = { 'Content-Type': type }
  const form = await new Response(new Uint8Array(body), { headers })
    .formData()
    .catch(() => undefined)
  if (!form) return undefined
  const texts: Record<string, string> = {}
  const files: Buffer[] = []
  for (const [name, value] of form) {
    if (typeof value === 'string') texts[name] = value
    else if (value.size > 0) files.push(Buffer.from(await value.arrayBuffer()))
  }
  return { texts, files }
}
