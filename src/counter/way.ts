import { type KfClient, withSceneParam } from '../wecom/index.ts'

/** What comes back with who enters by a contract's QR. */
const SCENE = 'contract'

/**
 * The way to the account for who holds a standing link: its token comes back with whoever enters, and makes her known.
 * Asked of WeCom once a process; undefined while WeCom is away.
 */
export function openWay(
  kf: KfClient,
  openKfId: string,
): (token: string) => Promise<string | undefined> {
  let way: Promise<string | undefined> | undefined
  return async (token) => {
    way ??= kf
      .contactWay({ openKfId, scene: SCENE })
      .then((found) => (found.kind === 'way' ? found.url : undefined))
    const url = await way
    if (url === undefined) way = undefined
    return url === undefined ? undefined : withSceneParam(url, token)
  }
}
