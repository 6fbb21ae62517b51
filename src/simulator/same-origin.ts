import type { IncomingHttpHeaders } from 'node:http'

/**
 * Whether a POST comes from a page of ours. Koa's `ctx.origin` is what the client claims, so the header is
 * compared with PUBLIC_ORIGIN; browsers that send Sec-Fetch-Site settle it by themselves.
 */
export function isSameOrigin(headers: IncomingHttpHeaders, publicOrigin: string): boolean {
  const site = headers['sec-fetch-site']
  return site === undefined ? headers.origin === publicOrigin : site === 'same-origin'
}
