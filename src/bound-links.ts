import type { AppSettings, AppWorld } from './app-shape.ts'
import {
  createLinkBinding,
  createLinkPass,
  type LinkBinding,
  type loadPageWording,
} from './pages/index.ts'
import { type VisitorClient, visitorPage } from './wecom/index.ts'

/** Opening by the addressee alone, as the pages take it; nothing where it is off. */
export function boundLinks(
  { bindLinks, wecom, publicOrigin }: AppSettings,
  { clock, entropy }: Pick<AppWorld, 'clock' | 'entropy'>,
  visitors: VisitorClient,
  say: ReturnType<typeof loadPageWording>['say'],
): { readonly binding?: LinkBinding } {
  if (!bindLinks) return {}
  const { openBase, secrets, anyBrowser } = bindLinks
  const { corpId, agentId } = wecom
  const binding = createLinkBinding({
    pass: createLinkPass({ secrets, clock, entropy, secure: publicOrigin.startsWith('https:') }),
    ...{ say, publicOrigin, anyBrowser },
    signInPage: (to) => visitorPage({ openBase, corpId, agentId }, to),
    whoCame: visitors.whoCame,
  })
  return { binding }
}
