const NUMBER = /求助\s*(?:第|编号|号)?\s*(\d{1,9})/
const AFTER = /[:：，,。\s]\s*(.+)$/su

/** What 「答复求助12：下周二去验收」 says, by slot. */
export function issueSaid(text: string): Record<string, string> {
  const number = NUMBER.exec(text)
  const rest = number ? text.slice(number.index + number[0].length) : ''
  const [, reply] = AFTER.exec(rest) ?? []
  return {
    ...(number?.[1] && { issue: number[1] }),
    ...(reply && { reply: reply.trim() }),
  }
}
