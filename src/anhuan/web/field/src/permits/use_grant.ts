/** Doing what grants something: a proof where the plant asks for one, then at once or not at all. */
import { ref, type Ref } from 'vue'
import { actNow, serverNow } from '../kernel/app'
import type { Operation } from '../kernel/operation'
import { StillWaiting, Unanswered } from '../kernel/queue'
import { post, Refusal, urls } from '../kernel/transport'
import type { Blocker } from '../kernel/wire'
import { t } from '../kernel/words'
import { presence } from './here'
import { streamOf, type OnePermit } from './use_permit'

export interface Grant {
  sent: Ref<Operation | null>
  reasons: Ref<Blocker[]>
  trouble: Ref<string>
  isBusy: Ref<boolean>
  grant: (deed: string, title: string, payload: Record<string, unknown>, files?: string[], password?: string, face?: string) => Promise<void>
}

export function useGrant(one: OnePermit): Grant {
  const sent = ref<Operation | null>(null) as Ref<Operation | null>
  const reasons = ref<Blocker[]>([])
  const trouble = ref('')
  const isBusy = ref(false)
  let open: Operation | null = null // sent, and no answer came: the same one again

  async function grant(deed: string, title: string, payload: Record<string, unknown>, files: string[] = [], password = '', face = ''): Promise<void> {
    isBusy.value = true
    reasons.value = []
    trouble.value = ''
    try {
      const proof = password ? (await post<{ proof: string }>(urls.permitProofs, { password })).proof : face
      const given = { permit: one.id, round: one.permit.value?.round ?? null, ...presence(one.id, serverNow.value), ...payload, ...(proof ? { proof } : {}) }
      const wanted = { kind: `permit.${deed}`, title: `${title} ${one.permit.value?.number ?? ''}`.trim(), stream: streamOf(one.id), payload: given, files }
      const done = await actNow(wanted, open?.kind === wanted.kind ? open : null)
      open = null
      if (done.state === 'accepted') sent.value = done
      else reasons.value = done.blockers
    } catch (error) {
      if (error instanceof Unanswered) open = error.op
      if (error instanceof Refusal) reasons.value = error.blockers
      else trouble.value = told(error as Error)
    } finally {
      isBusy.value = false
      void one.load()
    }
  }
  return { sent, reasons, trouble, isBusy, grant }
}

function told(error: Error): string {
  if (error instanceof StillWaiting) return t('这张票还有记录没有传上去，请等它们传完再办')
  if (error instanceof Unanswered) return t('没有收到答复，不知道是否办成。请再按一次核对，不会办两次。')
  return error.message
}
