import type { Finding } from './finding.ts'
import { say } from './words.ts'
import type { World } from './world.ts'

/** Whether links that are bound to one 微信 have what they need; undefined where none are. What the console was told only WeCom knows. */
export function linkFinding(
  world: Pick<World, 'boundLinks' | 'publicOrigin'>,
): Finding | undefined {
  const state = world.boundLinks()
  if (state === 'off') return undefined
  const { host } = new URL(world.publicOrigin())
  const said = {
    simulated: say('said-links-simulated'),
    https: say('said-links-trust', { host }),
    'no-https': say('said-links-no-https'),
  }
  return { check: 'links', ok: state !== 'no-https', what: say('doctor-links'), said: said[state] }
}
