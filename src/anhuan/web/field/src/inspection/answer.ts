/** What was entered for one item: what is missing, and whether it is normal. As `rules/readings.py` has it. */
import { judge as held } from '../components/reading'
import type { Item, Value } from './wire'

const ROUNDING = 1e-9 // 0.55 − 0.5 is a little more than 0.05

export interface Draft {
  text: string // as typed, of a number or a text
  choice: string
  isAbnormal: boolean | null // of a check: null until said
  reason: string // why it was not looked at
  note: string
  handling: '' | 'on_spot' | 'hazard' | 'fault'
  handled: string
  photos: string[]
  sounds: string[]
  clips: string[]
}
export const emptyDraft = (): Draft => ({
  text: '', choice: '', isAbnormal: null, reason: '', note: '', handling: '', handled: '', photos: [], sounds: [], clips: [],
})

export function valueOf(item: Item, draft: Draft): Value {
  if (draft.reason) return null
  if (item.kind === 'number') return held(draft.text, item.low, item.high).value
  if (item.kind === 'choice') return draft.choice || null
  return item.kind === 'text' ? draft.text.trim() || null : draft.isAbnormal === null ? null : !draft.isAbnormal
}

/** Outside the limits, or a choice that is not normal, is abnormal by itself. */
export function isAbnormal(item: Item, draft: Draft): boolean {
  if (draft.reason) return false
  if (draft.isAbnormal) return true
  if (item.kind === 'choice') return !!draft.choice && item.normal.length > 0 && !item.normal.includes(draft.choice)
  return item.kind === 'number' && ['low', 'high'].includes(held(draft.text, item.low, item.high).state)
}

/** The gauge and the control room cannot both be right. */
export function differs(item: Item, draft: Draft): boolean {
  const value = valueOf(item, draft)
  if (item.may_differ === null || item.process_value === null || typeof value !== 'number') return false
  return Math.abs(value - item.process_value) - item.may_differ > ROUNDING * Math.max(Math.abs(value), 1)
}

export type Lack = 'value' | 'photo' | 'handling' | 'handled'
export function lacks(item: Item, draft: Draft): Lack[] {
  if (draft.reason) return []
  const found: Lack[] = []
  if (valueOf(item, draft) === null) found.push('value')
  if (item.needs_photo && !draft.photos.length) found.push('photo')
  return isAbnormal(item, draft) ? [...found, ...handlingLacks(draft)] : found
}
export function handlingLacks(draft: Pick<Draft, 'handling' | 'handled'>): Lack[] {
  if (!draft.handling) return ['handling']
  return draft.handling === 'on_spot' && !draft.handled.trim() ? ['handled'] : []
}
