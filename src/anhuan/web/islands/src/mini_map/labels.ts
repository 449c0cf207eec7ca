/** Names on a small picture: one that would lie over another is left out, its shape stays. Pure. */
export interface Label { text: string; x: number; y: number }
interface Box { left: number; right: number; top: number; bottom: number }

const WIDE = 0x2e80 // Chinese and full-width characters are square
const ems = (text: string): number => [...text].reduce((sum, one) => sum + ((one.codePointAt(0) ?? 0) >= WIDE ? 1 : 0.58), 0)
/** `y` is the line the text stands on; down is positive, as in SVG. */
const boxOf = ({ text, x, y }: Label, size: number): Box => ({ left: x, right: x + ems(text) * size, top: y - size, bottom: y + size * 0.25 })
const meet = (a: Box, b: Box): boolean => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom

/** Those of `labels` that lie over none before them, nor over `taken`; the first are the weightiest. */
export function apart<T extends Label>(labels: readonly T[], size: number, taken: readonly Label[] = []): T[] {
  const full = taken.map((one) => boxOf(one, size))
  return labels.filter((one) => {
    const box = boxOf(one, size)
    if (full.some((other) => meet(box, other))) return false
    full.push(box)
    return true
  })
}

/** Whole labels where there is room; of the others the first word, where there is room for that. */
export function inWords<T extends Label>(labels: readonly T[], size: number): T[] {
  const whole = apart(labels, size)
  const short = labels.filter((one) => !whole.includes(one)).map((one) => ({ ...one, text: one.text.split(' ')[0] ?? '' }))
  return [...whole, ...apart(short, size, whole)]
}
