import type { RouterContext } from '@koa/router'
import rawBody from 'raw-body'
import { z } from 'zod'

const userid = z.string().regex(/^[A-Za-z0-9][\w.@-]{0,63}$/)

/** What a page may send, by route. */
export const requestSchemas = {
  say: z.strictObject({ userid, text: z.string().trim().min(1).max(2000) }),
  tap: z.strictObject({
    userid,
    taskId: z.string().max(128),
    key: z.string().max(1024),
    selected: z.record(z.string(), z.array(z.string()).max(20)),
  }),
  voice: z.strictObject({ userid }),
  enter: z.strictObject({ userid }),
  clock: z.strictObject({ to: z.iso.datetime() }),
} as const

/** A person named in the address. */
export const useridSchema = userid

const JSON_LIMIT = 65_536

/** The JSON of a request, checked; undefined when it is not as it should be. */
export async function bodyOf<T>(ctx: RouterContext, schema: z.ZodType<T>): Promise<T | undefined> {
  const text = await rawBody(ctx.req, { limit: JSON_LIMIT, encoding: 'utf8' })
  try {
    return schema.safeParse(JSON.parse(text)).data
  } catch {
    return undefined
  }
}
