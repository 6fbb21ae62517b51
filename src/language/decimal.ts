/** An exact decimal: units × 10^-scale. Money must not pass through binary fractions. */
export interface Decimal {
  readonly units: bigint
  readonly scale: number
}

/** A whole number as a Decimal. */
export function whole(value: bigint | number): Decimal {
  return { units: BigInt(value), scale: 0 }
}

/** The decimal written in Arabic digits (`1286000.5`), which must match `^\d*\.?\d*$`. */
export function decimalOf(text: string): Decimal {
  const [integer = '', fraction = ''] = text.split('.')
  return { units: BigInt(`${integer}${fraction}` || '0'), scale: fraction.length }
}

/** The sum of two decimals. */
export function add(a: Decimal, b: Decimal): Decimal {
  const scale = Math.max(a.scale, b.scale)
  return {
    units: a.units * 10n ** BigInt(scale - a.scale) + b.units * 10n ** BigInt(scale - b.scale),
    scale,
  }
}

/** The decimal times 10^power (power may be negative). */
export function shift(of: Decimal, power: number): Decimal {
  const scale = of.scale - power
  return scale >= 0
    ? { units: of.units, scale }
    : { units: of.units * 10n ** BigInt(-scale), scale: 0 }
}

/** The opposite number. */
export function negative(of: Decimal): Decimal {
  return { units: -of.units, scale: of.scale }
}

/** Whether the decimal is smaller than 10^power. */
export function isBelow(of: Decimal, power: number): boolean {
  return of.units < 10n ** BigInt(of.scale + power)
}

/** The nearest number, for values that are not money. */
export function numberOf(of: Decimal): number {
  return Number(`${of.units}e-${of.scale}`)
}

/** The decimal as an integer, or undefined where it has a fraction. */
export function integerOf(of: Decimal): bigint | undefined {
  const divisor = 10n ** BigInt(of.scale)
  return of.units % divisor === 0n ? of.units / divisor : undefined
}
