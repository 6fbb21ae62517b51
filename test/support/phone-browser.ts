/** A browser without a screen: it keeps its cookies, and follows no redirect. */
export interface PhoneBrowser {
  /** Every Set-Cookie it was given. */
  readonly cookies: readonly string[]
  /** Opens a path, or posts a form there. */
  go(path: string, form?: Record<string, string>): Promise<Response>
  /** All its cookies as one header, whichever paths they are for. */
  carried(): string
}

/** A browser at an origin, which sends these headers with everything. */
export function phoneBrowser(
  origin: () => string,
  given: Readonly<Record<string, string>>,
): PhoneBrowser {
  const cookies: string[] = []
  const jar = new Map<string, { pair: string; path: string }>()
  const joined = (kept: readonly { pair: string }[]) => kept.map(({ pair }) => pair).join('; ')
  return {
    cookies,
    carried: () => joined([...jar.values()]),
    async go(path, form) {
      const cookie = joined([...jar.values()].filter((kept) => path.startsWith(kept.path)))
      const response = await fetch(origin() + path, {
        headers: { ...given, cookie },
        redirect: 'manual',
        ...(form && { method: 'POST', body: new URLSearchParams(form) }),
      })
      for (const line of response.headers.getSetCookie()) {
        cookies.push(line)
        const [, name = '', value = '', where = ''] =
          /^(\w+)=([^;]*); Path=([^;]+)/.exec(line) ?? []
        jar.set(`${where} ${name}`, { pair: `${name}=${value}`, path: where })
      }
      return response
    },
  }
}
