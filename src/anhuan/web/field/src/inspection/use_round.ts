/** One round on a screen: the server's picture, and over it what this phone has done. */
import { computed, watch, type ComputedRef, type Ref } from 'vue'
import { act, app, serverNow, type Read } from '../kernel/app'
import type { Operation } from '../kernel/operation'
import { urls } from '../kernel/transport'
import { useRead } from '../kernel/use_read'
import { progressOf, stateAt, type Progress } from './progress'
import type { Round, TaskState } from './wire'

const EVERY_MS = 20_000

export interface OneRound {
  id: string
  answer: Ref<Read<Round> | null>
  round: ComputedRef<Round | null>
  done: ComputedRef<Progress | null>
  state: ComputedRef<TaskState | null>
  trouble: Ref<string>
  mine: ComputedRef<Operation[]>
  refused: ComputedRef<Operation[]>
  deed: (kind: string, title: string, payload?: Record<string, unknown>, files?: string[]) => Promise<Operation>
}

export function useRound(id: string): OneRound {
  const { answer, trouble, load } = useRead<Round>(urls.round(id), EVERY_MS)
  const round = computed(() => answer.value?.data ?? null)
  const mine = computed(() => app.operations.filter((op) => op.payload.task === id))
  const done = computed(() => (round.value ? progressOf(round.value, mine.value) : null))
  const state = computed(() => (round.value ? stateAt(round.value, serverNow.value) : null))
  const refused = computed(() => mine.value.filter((op) => op.state === 'refused'))
  const waiting = computed(() => mine.value.filter((op) => op.state === 'waiting').length)
  watch(waiting, (left, before) => left < before && !left && void load())
  const deed: OneRound['deed'] = (kind, title, payload = {}, files = []) => {
    const todo = kind === 'finish' ? { todo: `round:${id}` } : {}
    return act({ kind: `round.${kind}`, title, stream: `round:${id}`, payload: { task: id, ...payload, ...todo }, files })
  }
  return { id, answer, round, done, state, trouble, mine, refused, deed }
}
