/** The way of a permit as steps, for the list of steps; pure. */
import type { Step } from '../components/StepList.vue'
import { t } from '../kernel/words'
import { screenOf } from './deeds'
import type { FieldPermit } from './wire'

const PASSED = ['reserved', 'reserve_approved', 'drafted', 'analysed', 'tested', 'measures_confirmed', 'briefed', 'approving', 'issued', 'verified', 'working', 'finished', 'accepted', 'archived']
const rank = (state: string): number => PASSED.indexOf(state === 'suspended' || state === 'expired' ? 'working' : state)

export function stepsOf(permit: FieldPermit): Step[] {
  const at = rank(permit.state)
  const step = (title: string, deeds: string[], doneFrom: string, who = ''): Step => {
    const mine = deeds.find((deed) => permit.deeds.some((one) => one.deed === deed))
    const isNow = deeds.includes(permit.next?.deed ?? '')
    const path = mine ? screenOf(mine) : null
    return {
      title, who, state: isNow ? 'now' : at >= rank(doneFrom) ? 'done' : 'todo',
      ...(path ? { to: `/permits/${permit.id}/${path}` } : {}),
    }
  }
  const last = permit.gas.tests[0]
  return [
    ...(permit.gas.needed ? [step(t('气体分析'), ['test_gas'], 'tested', last ? (last.is_good ? t('合格') : t('不合格')) : '')] : []),
    step(t('安全措施'), ['confirm_measure'], 'measures_confirmed', counted(permit.measures.map((one) => one.confirmed_at))),
    step(t('安全交底'), ['sign_briefing', 'brief'], 'briefed', permit.briefing?.missing.length ? t('未签 {n} 人', { n: permit.briefing.missing.length }) : ''),
    step(t('签批'), ['approve', 'submit'], 'issued', counted(permit.approvals.map((one) => one.is_approved))),
    step(t('验票、开工'), ['verify', 'start', 'resume'], 'working'),
    step(t('作业、完工'), ['finish'], 'finished'),
    step(t('验收'), ['accept'], 'accepted', counted(permit.acceptance.map((one) => one.is_approved))),
  ]
}
const counted = (rows: unknown[]): string => (rows.length ? `${rows.filter(Boolean).length} / ${rows.length}` : '')
