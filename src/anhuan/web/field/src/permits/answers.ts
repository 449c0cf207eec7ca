/** What is typed into the boxes of a measure or a form, held against their limits; pure. */
import { judge } from '../components/reading'
import type { Box } from './wire'

export type Typed = Record<string, string | string[]>

/** As the server takes it: numbers as numbers, empty ones left out. */
export function valuesOf(boxes: Box[], typed: Typed): Record<string, unknown> {
  const found: Record<string, unknown> = {}
  for (const box of boxes) {
    const value = typed[box.key]
    if (value === undefined || value.length === 0) continue
    if (Array.isArray(value)) found[box.key] = value
    else if (box.type === 'number') found[box.key] = judge(value, null, null).value
    else found[box.key] = value.trim()
  }
  return found
}

/** Labels of what is still wrong or missing: the button waits for them. */
export function openBoxes(boxes: Box[], typed: Typed): string[] {
  return boxes.filter((box) => !isGood(box, typed[box.key])).map((box) => box.label)
}
function isGood(box: Box, value: string | string[] | undefined): boolean {
  if (value === undefined || (Array.isArray(value) ? !value.length : !value.trim())) return !box.required
  if (box.type !== 'number' || Array.isArray(value)) return true
  const judged = judge(value, box.least, box.most)
  return judged.state === 'good' && !(box.is_open && judged.value === box.least)
}
/** The sentence with what was typed where its boxes stand. */
export function sentence(text: string, boxes: Box[], typed: Record<string, unknown>): string {
  return text.replace(/\{(\w+)\}/g, (_, key: string) => {
    const value = typed[key]
    if (value === undefined || value === null || value === '') return '____'
    const labels = new Map(boxes.find((box) => box.key === key)?.options.map((one) => [one.key, one.label]))
    return (Array.isArray(value) ? value : [value]).map((one) => labels.get(String(one)) ?? String(one)).join('、')
  })
}
