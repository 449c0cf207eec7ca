/** Counting down to what falls due, by the server's clock; pure. */
import { t } from '../kernel/words'
import type { FieldPermit } from './wire'

export interface Timer { what: string; text: string; left_s: number; isOver: boolean; isNear: boolean }
const NEAR_S = 600
/** What is still to come, in words for a countdown; reminders of the same thing are left to the bell. */
const COMING: Record<string, string> = {
  test_stale: '距气体分析失效', step_overdue: '距签批超时', retest: '距须重新气体分析', suspended_long: '距暂停超时', daily_test: '距须当日气体分析',
  record: '距下次气体记录', expires: '距作业票到期', acceptance: '距验收超时',
}
const REMINDERS = ['record_soon', 'expires_soon']

/** The soonest first; what is over stays on top until it is dealt with. */
export function timersOf(permit: Pick<FieldPermit, 'timers'>, now: number): Timer[] {
  return permit.timers
    .filter(({ what }) => !REMINDERS.includes(what))
    .map(({ what, text, at, is_alarm }) => {
      const left_s = Math.round((Date.parse(at) - now) / 1000)
      return { what, text: left_s < 0 ? text : t(COMING[what] ?? text), left_s, isOver: is_alarm && left_s < 0, isNear: left_s >= 0 && left_s <= NEAR_S }
    })
    .filter((one) => one.isOver || one.left_s >= 0)
    .sort((a, b) => a.left_s - b.left_s)
}

/** 1:02:03, 12:03; with a minus when it is over. */
export function clock(left_s: number): string {
  const s = Math.abs(left_s)
  const two = (n: number) => String(n).padStart(2, '0')
  const hours = Math.floor(s / 3600)
  const rest = `${two(Math.floor(s / 60) % 60)}:${two(s % 60)}`
  return (left_s < 0 ? '−' : '') + (hours ? `${hours}:${rest}` : rest)
}
