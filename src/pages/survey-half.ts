import type { RouterContext } from '@koa/router'
import { tokenOf } from './link-guard.ts'
import { COMMENT_LIMIT, EMPTY, type Filled, readFilled } from './survey-answer.ts'

/**
 * A half-filled survey, put aside until later. It lies on the supplier's own phone, as a cookie that only this link's
 * page is sent: the office must not hold an answer beside the link that it came by, not even for a day.
 */
export interface HalfKept {
  /** What was put aside here; nothing filled in where there is none. */
  of(ctx: RouterContext): Filled
  keep(ctx: RouterContext, filled: Filled): void
  forget(ctx: RouterContext): void
}

const COOKIE = 'half'
const A_DAY_S = 86_400
/** Browsers keep no larger cookie. */
const MOST_BYTES = 3_800

/** `secure`: the pages are reached by https, so that the cookie may insist on it. */
export function keepHalves(secure: boolean): HalfKept {
  const set = (ctx: RouterContext, value: string, seconds: number): void =>
    ctx.append(
      'Set-Cookie',
      `${COOKIE}=${value}; Path=/s/${tokenOf(ctx)}; Max-Age=${seconds}; HttpOnly; SameSite=Lax${secure ? '; Secure' : ''}`,
    )
  return {
    of(ctx) {
      const value = ctx.cookies.get(COOKIE)
      return value ? readFilled(Buffer.from(value, 'base64url').toString()) : EMPTY
    },
    keep: (ctx, filled) => set(ctx, written(filled), A_DAY_S),
    forget: (ctx) => {
      if (ctx.cookies.get(COOKIE)) set(ctx, '', 0)
    },
  }
}

/** As readFilled reads it; without the comment where that is too long to keep. */
function written({ scores, paid, help, comment, laidOpen }: Filled): string {
  const fields = new URLSearchParams()
  for (const [index, score] of scores.entries())
    if (score !== undefined) fields.set(`score${index + 1}`, String(score))
  if (paid) fields.set('paid', paid)
  if (laidOpen) fields.set('open', 'yes')
  if (help !== undefined) fields.set('help', help ? 'yes' : 'no')
  // Encoded whole, 500 Chinese characters would be too long for a cookie.
  const value = (text: string): string =>
    Buffer.from(`${fields}&comment=${text.replace(/[%&+#]/g, encodeURIComponent)}`).toString(
      'base64url',
    )
  const whole = value([...comment].slice(0, COMMENT_LIMIT).join(''))
  return whole.length <= MOST_BYTES ? whole : value('')
}
