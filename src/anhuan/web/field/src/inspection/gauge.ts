/** A picture of a gauge, read by the server: a proposal, never an entry. */
import { theStore } from '../kernel/app'
import { ask, urls } from '../kernel/transport'
import type { Item, Proposal } from './wire'

/** The best reading of the last picture taken; none where nothing could be read. */
export async function readGauge(item: Item, photo: string): Promise<Proposal | null> {
  const file = await theStore().get('files', photo)
  if (!file?.content) return null
  const body = new FormData()
  body.append('file', new Blob([file.content as BlobPart], { type: file.media_type }), 'gauge.jpg')
  body.append('item', item.id)
  const { proposals } = await ask<{ proposals: Proposal[] }>(urls.gauge, { method: 'POST', body })
  return proposals[0] ?? null
}
