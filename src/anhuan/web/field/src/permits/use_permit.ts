/** One permit on a screen: read again and again, and after everything of mine that was sent. */
import { computed, watch, type ComputedRef, type Ref } from 'vue'
import { act, app, serverNow, type Read } from '../kernel/app'
import type { Operation } from '../kernel/operation'
import { urls } from '../kernel/transport'
import { useRead } from '../kernel/use_read'
import { presence } from './here'
import type { FieldPermit } from './wire'

const EVERY_MS = 8_000

export interface OnePermit {
  id: string
  answer: Ref<Read<FieldPermit> | null>
  permit: ComputedRef<FieldPermit | null>
  trouble: Ref<string>
  unsent: ComputedRef<Operation[]>
  load: () => Promise<void>
  evidence: (kind: string, title: string, payload: Record<string, unknown>, files?: string[]) => Promise<Operation>
}

export const streamOf = (id: string): string => `permit:${id}`

export function usePermit(id: string): OnePermit {
  const { answer, trouble, load } = useRead<FieldPermit>(urls.permit(id), EVERY_MS)
  const permit = computed(() => answer.value?.data ?? null)
  const unsent = computed(() => app.operations.filter((op) => op.payload.permit === id && op.state === 'waiting'))
  watch(() => unsent.value.length, (left, before) => left < before && void load())
  /** What was seen, typed or taken on the spot: on the disk at once, sent when it can be. */
  function evidence(kind: string, title: string, payload: Record<string, unknown>, files: string[] = []): Promise<Operation> {
    const given = { permit: id, round: permit.value?.round ?? null, ...presence(id, serverNow.value), ...payload }
    return act({ kind: `permit.${kind}`, title: `${title} ${permit.value?.number ?? ''}`.trim(), stream: streamOf(id), payload: given, files })
  }
  return { id, answer, permit, trouble, unsent, load, evidence }
}
