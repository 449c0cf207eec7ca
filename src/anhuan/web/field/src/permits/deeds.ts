/** Which screen a deed has, and which deeds wait for a network. The server alone says who may. */
import type { FieldPermit } from './wire'

/** Granted by the server on the spot: never offline (`web/fieldwork/permits/granting.py`). */
export const GRANTING = ['approve_reservation', 'submit', 'approve', 'verify', 'start', 'resume', 'accept', 'take_over', 'hand_over_guard', 'hand_over_shift', 'change_crew', 'ask_cancel', 'cancel', 'extend', 'reissue'] as const
const SCREENS: Record<string, string> = {
  test_gas: 'gas', record_gas: 'gas', confirm_measure: 'measures', brief: 'brief', sign_briefing: 'briefing', fill: 'boxes',
  finish: 'finish', hand_over_guard: 'handover/guard', hand_over_shift: 'handover/shift', enter: 'entries', leave: 'entries',
  remark: 'remark', add_photo: 'photo', revoke: 'revoke', change_crew: 'crew', ask_cancel: 'change/ask_cancel', cancel: 'change/cancel',
  extend: 'change/extend', reissue: 'change/reissue',
}
const SIGNED = ['approve_reservation', 'submit', 'approve', 'verify', 'start', 'resume', 'accept', 'take_over']

/** The path of a deed's screen below its permit; null: it is done at the desk, or by the stop button. */
export function screenOf(deed: string): string | null {
  return SIGNED.includes(deed) ? `sign/${deed}` : (SCREENS[deed] ?? null)
}
export const isGranting = (deed: string): boolean => (GRANTING as readonly string[]).includes(deed)

const LAST = ['remark', 'add_photo', 'fill', 'leave', 'ask_cancel', 'cancel', 'reissue', 'extend', 'revoke', 'change_crew', 'hand_over_guard', 'hand_over_shift', 'enter', 'record_gas', 'brief']
/** What I am to do now: the step the permit waits for, when it is mine; a measure or a briefing of mine too. */
export function mainDeed(permit: FieldPermit, me: string): string | null {
  const mine = permit.deeds.map((one) => one.deed).filter((deed) => deed !== 'sign_briefing' || permit.briefing?.missing.includes(me))
  if (mine.includes('take_over')) return 'take_over'
  const next = permit.next?.deed
  if (next === 'finish') return null // work goes on: ending it is no to-do
  if (next && mine.includes(next) && screenOf(next)) return next
  return null
}
/** Everything else of mine that has a screen; one entry a screen. */
export function otherDeeds(permit: FieldPermit, me: string): { deed: string; label: string; path: string }[] {
  const main = mainDeed(permit, me)
  const heard = !permit.briefing?.missing.includes(me)
  const taken = new Set([main ? screenOf(main) : '', heard ? 'briefing' : ''])
  const order = (deed: string) => LAST.indexOf(deed)
  return [...permit.deeds]
    .sort((a, b) => order(b.deed) - order(a.deed))
    .flatMap(({ deed, label }) => {
      const path = screenOf(deed)
      if (!path || taken.has(path)) return []
      taken.add(path)
      return [{ deed, label, path }]
    })
}
/** What is mine but done at the desk: said, so that nobody looks for it here. */
export const deskDeeds = (permit: FieldPermit): string[] =>
  permit.deeds.filter(({ deed }) => !screenOf(deed) && deed !== 'suspend' && deed !== 'reject').map(({ label }) => label)

export const mayStop = (permit: FieldPermit): boolean => permit.state === 'working'
