import { escapeHtml } from '../base/index.ts'

/** Text that is already safe to stand in a page. Only `html` and `raw` below make one. */
export interface Html {
  readonly html: string
}

type Part = string | number | Html | readonly Html[] | undefined

function render(part: Part): string {
  if (part === undefined) return ''
  if (typeof part === 'string') return escapeHtml(part)
  if (typeof part === 'number') return String(part)
  return 'html' in part ? part.html : part.map((one) => one.html).join('')
}

/** A template whose every inserted text is escaped unless it is Html itself. */
export function html(strings: TemplateStringsArray, ...parts: readonly Part[]): Html {
  return {
    html: strings.reduce((done, text, index) => done + render(parts[index - 1]) + text),
  }
}
