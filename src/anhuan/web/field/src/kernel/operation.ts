/** What somebody did with the device: kept until the server has answered, never changed by hand. */
import type { Stamp } from './stamp'
import type { Blocker, Result, SentOperation } from './wire'

export type State = 'waiting' | 'accepted' | 'refused'
export interface Operation extends SentOperation {
  account: string
  title: string
  urgent: boolean
  state: State
  attempts: number
  next_try: number // wall ms of the device
  trouble: string
  blockers: Blocker[]
  result: Record<string, unknown>
  duplicate: boolean
  settled_at: number | null
}

/** What a screen hands in. Same `stream`: strictly one after the other; others pass each other. */
export interface Deed {
  kind: string
  title: string
  payload?: Record<string, unknown>
  stream?: string
  files?: string[]
  urgent?: boolean
}

const FIRST_WAIT_MS = 2_000
const LONGEST_WAIT_MS = 300_000
export const BATCH = 20

export function newOperation(deed: Deed, id: string, seq: number, account: string, stamp: Stamp): Operation {
  return {
    id, seq, account, stamp, kind: deed.kind, title: deed.title, stream: deed.stream ?? deed.kind,
    payload: deed.payload ?? {}, files: deed.files ?? [], urgent: deed.urgent ?? false,
    state: 'waiting', attempts: 0, next_try: 0, trouble: '', blockers: [], result: {}, duplicate: false, settled_at: null,
  }
}

/** 2, 4, 8 … 300 s. Nobody waits that long for a call for help: those are tried every 5 s at most. */
export function waitMs(attempts: number, urgent: boolean): number {
  const wait = Math.min(FIRST_WAIT_MS * 2 ** Math.max(attempts - 1, 0), LONGEST_WAIT_MS)
  return urgent ? Math.min(wait, 5_000) : wait
}

/** What may go now: of one account, urgent first, else as done; who waits holds its own stream back only. */
export function nextBatch(all: Operation[], account: string, now: number, isUploaded: (file: string) => boolean): Operation[] {
  const order = (a: Operation, b: Operation) => Number(b.urgent) - Number(a.urgent) || a.seq - b.seq
  const held = new Set<string>()
  const ready: Operation[] = []
  for (const one of all.filter((op) => op.account === account && op.state === 'waiting').sort(order)) {
    const isReady = !held.has(one.stream) && isDue(one, now) && one.files.every(isUploaded)
    if (isReady && ready.length < BATCH) ready.push(one)
    else held.add(one.stream)
  }
  return ready
}
/** Due; or the clock was put back so far that the waiting time would never end. */
const isDue = (op: Operation, now: number): boolean => op.next_try <= now || op.next_try - now > LONGEST_WAIT_MS

export function settle(op: Operation, answer: Result, now: number): Operation {
  if (answer.state === 'failed') return postpone(op, '服务器处理出错，稍后重试', now)
  return {
    ...op, state: answer.state, blockers: answer.blockers, result: answer.result, duplicate: answer.duplicate,
    trouble: '', settled_at: now,
  }
}

export function postpone(op: Operation, trouble: string, now: number): Operation {
  const attempts = op.attempts + 1
  return { ...op, attempts, trouble, next_try: now + waitMs(attempts, op.urgent) }
}

export const forServer = ({ id, kind, stream, seq, payload, files, stamp }: Operation): SentOperation => ({
  id, kind, stream, seq, payload, files, stamp,
})
