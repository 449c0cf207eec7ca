/** Pure parts of the look-up screens. */
import type { Firm, Law, MapArea } from './wire'

/** Where words stand in any of the texts; blanks part words, all of which must be found. */
export const holds = (words: string, ...texts: string[]): boolean => {
  const all = texts.join('\n').toLowerCase()
  return words.toLowerCase().split(/\s+/).every((word) => all.includes(word))
}

/** Firms that fit, whole; else with those of their people who fit. */
export function firmsLike(firms: Firm[], words: string): Firm[] {
  return firms.flatMap((firm) => {
    if (holds(words, firm.name, firm.scope)) return [firm]
    const people = firm.people.filter((one) => holds(words, one.name, one.number, one.trade, one.team))
    return people.length ? [{ ...firm, people }] : []
  })
}

export const lawsLike = (laws: Law[], kind: string, words: string): Law[] =>
  laws.filter((one) => (!kind || one.kind === kind) && holds(words, one.title, one.number, one.scope))

/** An SVG's view box around all outlines, with a rim; plant metres, north up (y is turned). */
export function boxOf(areas: MapArea[], rim = 6): string {
  const xs = areas.flatMap((one) => one.ring.map((at) => at[0]!))
  const ys = areas.flatMap((one) => one.ring.map((at) => -at[1]!))
  if (!xs.length) return '0 0 1 1'
  const [left, top] = [Math.min(...xs) - rim, Math.min(...ys) - rim]
  return [left, top, Math.max(...xs) + rim - left, Math.max(...ys) + rim - top].join(' ')
}

export const pathOf = (ring: number[][]): string => ring.map((at) => `${at[0]},${-at[1]!}`).join(' ')

const spread = (ring: number[][]): number => {
  const [xs, ys] = [ring.map((at) => at[0]!), ring.map((at) => at[1]!)]
  return (Math.max(...xs) - Math.min(...xs)) * (Math.max(...ys) - Math.min(...ys))
}
/** Small areas lie upon large ones, so that each can be pressed. */
export const largeFirst = (areas: MapArea[]): MapArea[] => [...areas].sort((a, b) => spread(b.ring) - spread(a.ring))
