/** Every round of mine is taken along whole, before the network is gone. */
import { read } from '../kernel/app'
import { urls } from '../kernel/transport'
import type { Rounds } from './wire'

const kept = new Map<string, string>() // round → how it stood when it was taken along

export async function keepRounds(): Promise<void> {
  const found = await read<Rounds>(urls.rounds).catch(() => null)
  if (!found?.fresh) return
  for (const one of found.data.rounds) {
    const stand = `${one.state} ${one.due_at} ${one.abnormal}`
    if (kept.get(one.id) === stand) continue
    const whole = await read(urls.round(one.id)).catch(() => null)
    if (whole?.fresh) kept.set(one.id, stand)
  }
}
