/** A typed reading held against its limits; the limits themselves are good. */
export type Judged = { state: 'empty' | 'not_a_number' | 'good' | 'low' | 'high'; value: number | null }

export function judge(text: string, low: number | null, high: number | null): Judged {
  const plain = text.trim().replace(/[，,。．]/g, '.')
  if (!plain) return { state: 'empty', value: null }
  const value = Number(plain)
  if (!Number.isFinite(value)) return { state: 'not_a_number', value: null }
  if (high !== null && value > high) return { state: 'high', value }
  return { state: low !== null && value < low ? 'low' : 'good', value }
}

/** The bar and its marks, in percent of a scale that shows a good way beyond the limits. */
export function scale(value: number | null, low: number | null, high: number | null): { fill: number; marks: number[] } {
  const limits = [low, high].filter((one): one is number => one !== null)
  if (!limits.length) return { fill: 0, marks: [] }
  const room = low !== null && high !== null ? high - low : Math.abs(limits[0]!) || 1
  const from = low === null ? Math.min(0, limits[0]!) : low - room / 2
  const to = Math.max(...limits) + room / 2
  const share = (x: number) => Math.min(100, Math.max(0, Math.round(((x - from) / (to - from)) * 1000) / 10))
  return { fill: value === null ? 0 : share(value), marks: limits.map(share) }
}
