/** An answer of the API: errcode 0 or a refusal, as WeCom words it. */
export interface Answer {
  readonly errcode: number
  readonly errmsg: string
  readonly [field: string]: unknown
}

/** A good answer. */
export const done = (fields: Readonly<Record<string, unknown>> = {}): Answer => ({
  errcode: 0,
  errmsg: 'ok',
  ...fields,
})

/** A refusal. */
export const refuse = (errcode: number, errmsg: string): Answer => ({ errcode, errmsg })

/** The answer as HTTP. */
export const asResponse = (answer: Answer): Response => Response.json(answer)

/** What is read of a request; the platform's Request is one. */
export type Asked = Pick<Request, 'url' | 'method' | 'signal' | 'text' | 'formData'>
