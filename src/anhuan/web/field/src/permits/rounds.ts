/** The guardian's rounds; pure. */
import type { FieldPermit, Item } from './wire'

export function checked(items: Item[], answers: Record<string, boolean>): { good: string[]; bad: string[] } {
  const of = (good: boolean) => items.filter((item) => answers[item.key] === good).map((item) => item.text)
  return { good: of(true), bad: of(false) }
}
const HEAD = '监护检查：'
/** Newest first. */
export const roundsOf = (remarks: FieldPermit['remarks']): FieldPermit['remarks'] =>
  remarks.filter((one) => one.text.startsWith(HEAD)).sort((a, b) => b.at.localeCompare(a.at))
