import encodeQR from 'qr'
import { escapeHtml } from '../base/index.ts'
import type { Html } from './html.ts'

/**
 * A text as a QR picture inside the page: one path, a stroke for each run of dark cells, which is a third of what a
 * square for each would weigh. `name` is what a screen reader says.
 */
export function qrPicture(text: string, name: string): Html {
  const cells = encodeQR(text, 'raw', { ecc: 'low', border: 2 })
  const runs = cells.flatMap((row, y) => runsOf(row).map(([x, length]) => `M${x} ${y}h${length}`))
  const side = cells.length
  // Half a cell down: a stroke lies on both sides of its line. Numbers and letters of ours only.
  return {
    html: `<svg class="qr" role="img" aria-label="${escapeHtml(name)}" viewBox="0 -.5 ${side} ${side}" shape-rendering="crispEdges"><path stroke="#000" d="${runs.join('')}"/></svg>`,
  }
}

/** Where dark cells begin, and how many follow each other. */
function runsOf(row: readonly boolean[]): [number, number][] {
  const runs: [number, number][] = []
  for (const [x, dark] of row.entries()) {
    const last = runs.at(-1)
    if (!dark) continue
    if (last && last[0] + last[1] === x) last[1] += 1
    else runs.push([x, 1])
  }
  return runs
}
