import type { RouterContext } from '@koa/router'
import rawBody from 'raw-body'
import type { FormField } from '../dialogue/index.ts'
import { formPage } from './form-page.ts'
import type { FormWording } from './form-wording.ts'
import { notice } from './layout.ts'
import { answer, guardedByLink, type PageRoute, tokenOf } from './link-guard.ts'
import { type IsComplaint, reportLink } from './report-link.ts'
import type { PageWording } from './wording.ts'

type Closed = 'used' | 'expired' | 'unknown'

/** What the form needs from the conversation. */
export interface DraftForms {
  open(
    token: string,
  ): Promise<
    | { readonly kind: 'open'; readonly title: string; readonly fields: readonly FormField[] }
    | { readonly kind: Closed }
  >
  /** Takes the form once; `wrong` names the fields, and nothing was kept. */
  take(
    token: string,
    values: Readonly<Record<string, string>>,
  ): Promise<
    | { readonly kind: 'taken' | Closed }
    | { readonly kind: 'wrong'; readonly problems: Readonly<Record<string, string>> }
  >
}

/** What the form's routes are made of. */
export interface FormParts {
  readonly forms: DraftForms
  readonly say: FormWording['say']
  /** Sentences that all pages behind a link share. */
  readonly sayShared: PageWording['say']
  readonly isComplaint: IsComplaint
}

/** Bytes of a filled-in form. */
const FORM_LIMIT = 65_536
const STATUS = { used: 200, expired: 410, unknown: 404 } as const

/**
 * `GET/POST /f/:token`. GET never consumes. No cookie stands behind it: whoever has not got the link cannot make a
 * browser send one, so a page of a stranger can forge nothing.
 */
export function formRoutes(parts: FormParts): PageRoute[] {
  const guarded = guardedByLink(parts.sayShared)
  const path = '/f/:token'
  return [
    { method: 'get', path, gate: 'one-time-link', handle: guarded((ctx) => show(parts, ctx)) },
    { method: 'post', path, gate: 'one-time-link', handle: guarded((ctx) => submit(parts, ctx)) },
  ]
}

async function show({ forms, say }: FormParts, ctx: RouterContext): Promise<void> {
  const form = await forms.open(tokenOf(ctx))
  if (form.kind !== 'open') return refuse(say, ctx, form.kind)
  answer(ctx, 200, formPage(say, form.title, form.fields))
}

async function submit(
  { forms, say, sayShared, isComplaint }: FormParts,
  ctx: RouterContext,
): Promise<void> {
  const form = await forms.open(tokenOf(ctx))
  if (form.kind !== 'open') return refuse(say, ctx, form.kind)
  const body = new URLSearchParams(await rawBody(ctx.req, { limit: FORM_LIMIT, encoding: 'utf8' }))
  const values = Object.fromEntries(
    form.fields.map(({ name }) => [name, readable(body.get(name) ?? '')]),
  )
  const complaints = Object.entries(values).filter(([, text]) => isComplaint(text))
  const taken =
    complaints.length > 0
      ? {
          kind: 'wrong' as const,
          problems: Object.fromEntries(complaints.map(([name]) => [name, sayShared('not-here')])),
        }
      : await forms.take(tokenOf(ctx), values)
  if (taken.kind === 'wrong') {
    const fields = form.fields.map((field) => ({ ...field, value: values[field.name] ?? '' }))
    return answer(
      ctx,
      422,
      formPage(say, form.title, fields, taken.problems, reportLink(sayShared)),
    )
  }
  if (taken.kind !== 'taken') return refuse(say, ctx, taken.kind)
  answer(ctx, 200, notice(say('done-title'), [say('done-text')]))
}

/** None of the control characters that a database refuses. */
const readable = (text: string): string => text.replace(/\p{Cc}/gu, '').trim()

function refuse(say: FormWording['say'], ctx: RouterContext, kind: Closed): void {
  answer(ctx, STATUS[kind], notice(say(`${kind}-title`), [say(`${kind}-text`)]))
}
