/** What an error code may carry for the operator. Never secrets, phone numbers or complaint contents. */
export type ErrorFields = Readonly<Record<string, string | number | boolean | undefined>>

/**
 * A failure that was foreseen but cannot be answered where it happens. `code` is `folder.reason`;
 * the sentence for a person is looked up by code in `conversations/operator/errors.yaml`.
 */
export class OfficeError extends Error {
  readonly code: string
  readonly fields: ErrorFields

  constructor(code: string, fields: ErrorFields = {}, cause?: unknown) {
    super(`${code} ${JSON.stringify(fields)}`, cause === undefined ? undefined : { cause })
    this.name = 'OfficeError'
    this.code = code
    this.fields = fields
  }
}
