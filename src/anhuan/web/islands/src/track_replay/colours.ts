/** Tracks: one quiet colour per person, pale early and dark late, so that direction in time can be read. */
import type { Palette } from '../map/theme'

const LIGHT = ['#23506f', '#7a4f8f', '#1f776c', '#7a6233', '#4a5560', '#8a4a4a']
const DARK = ['#8fb3cf', '#c9a0da', '#6cc9bd', '#d3c3a4', '#b9c2cb', '#d9a3a3']
export const colourOf = (index: number, p: Palette): string => (p.dark ? DARK : LIGHT)[index % LIGHT.length] ?? p.accent

const hex = (c: string): [number, number, number] => {
  const n = parseInt(c.slice(1), 16)
  return [n >> 16, (n >> 8) & 255, n & 255]
}
/** `part` 0 early … 1 late. */
export function shade(colour: string, part: number, dark: boolean): string {
  const [r, g, b] = hex(colour), base = dark ? 44 : 214
  const k = 0.42 + 0.58 * part
  const mix = (v: number): number => Math.round(base + (v - base) * k)
  return `rgb(${mix(r)},${mix(g)},${mix(b)})`
}
