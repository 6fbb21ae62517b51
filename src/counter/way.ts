import { type KfClient, withSceneParam } from '../wecom/index.ts'

/** What comes back with who enters by a contract's QR, and by the office's own. */
const CONTRACT = 'contract'
const OFFICE = 'office'

/** The ways to the account. Each scene is asked of WeCom once a process; undefined while WeCom is away. */
export interface Ways {
  /** For who holds a standing link: its token comes back with whoever enters, and makes her known. */
  contract(token: string): Promise<string | undefined>
  /** For everybody. */
  office(): Promise<string | undefined>
}

/** The ways to one account. */
export function openWays(kf: KfClient, openKfId: string): Ways {
  const asked = new Map<string, Promise<string | undefined>>()
  async function wayTo(scene: string): Promise<string | undefined> {
    const way =
      asked.get(scene) ??
      kf
        .contactWay({ openKfId, scene })
        .then((found) => (found.kind === 'way' ? found.url : undefined))
    asked.set(scene, way)
    const url = await way
    if (url === undefined) asked.delete(scene)
    return url
  }
  return {
    async contract(token) {
      const url = await wayTo(CONTRACT)
      return url === undefined ? undefined : withSceneParam(url, token)
    },
    office: () => wayTo(OFFICE),
  }
}
