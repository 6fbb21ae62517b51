/** Money is integer 分 (1 yuan = 100 fen). */
export type Fen = bigint

/** Fen of a decimal yuan text such as `1286000` or `0.25`; undefined when it is not one or has more than two decimals. */
export function fenOfYuan(text: string): Fen | undefined {
  const [, sign, whole, cents] = /^(-?)(\d+)(?:\.(\d{1,2}))?$/.exec(text) ?? []
  if (whole === undefined) return undefined
  const fen = BigInt(whole) * 100n + BigInt((cents ?? '').padEnd(2, '0'))
  return sign ? -fen : fen
}

/** Yuan as a number, for JSON output only (amounts stay far below 2^53 fen). */
export function yuanOf(fen: Fen): number {
  return Number(fen) / 100
}
