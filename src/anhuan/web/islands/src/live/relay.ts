/** What one topic has told so far, so that a page that joins late gets a snapshot of its own. Pure. */
import type { AlarmCard, AlarmChange, AlarmsSnapshot, Cell, CountFrame, PositionFrame, PositionsChange, PositionsSnapshot, SystemChange } from '../kernel/wire'
import { applyAlarmChange, fromSnapshot } from '../alarms/list'

export interface Memory {
  snapshot(data: unknown): void
  change(data: unknown): void
  /** Null until the first snapshot came. */
  recall(): unknown
}

export class PositionsMemory implements Memory {
  private frame: Omit<PositionFrame, 'rows'> | null = null
  private readonly rows = new Map<Cell, Cell[]>()
  private counts: CountFrame | null = null
  private heard = false
  private take(frame: PositionFrame): void {
    const tag = frame.cols.indexOf('tag')
    for (const row of frame.rows) this.rows.set(row[tag] ?? null, row)
    this.frame = { epoch: frame.epoch, n: frame.n, t: frame.t, cols: frame.cols }
  }
  snapshot(data: unknown): void {
    const { frame, counts } = data as PositionsSnapshot
    this.heard = true
    this.rows.clear()
    this.frame = null
    if (frame) this.take(frame)
    this.counts = counts
  }
  change(data: unknown): void {
    const { frame, counts } = data as PositionsChange
    if (frame && !(this.frame && frame.epoch === this.frame.epoch && frame.n <= this.frame.n)) this.take(frame)
    if (counts) this.counts = counts
  }
  recall(): PositionsSnapshot | null {
    return this.heard ? { frame: this.frame && { ...this.frame, rows: [...this.rows.values()] }, counts: this.counts } : null
  }
}
export class AlarmsMemory implements Memory {
  private alarms: Map<string, AlarmCard> | null = null
  snapshot(data: unknown): void { this.alarms = fromSnapshot((data as AlarmsSnapshot).alarms) }
  change(data: unknown): void { if (this.alarms) this.alarms = applyAlarmChange(this.alarms, data as AlarmChange) }
  recall(): AlarmsSnapshot | null { return this.alarms && { alarms: [...this.alarms.values()] } }
}
export class SystemMemory implements Memory {
  private last: SystemChange | null = null
  snapshot(data: unknown): void { this.last = { ...(data as SystemChange) } }
  change(data: unknown): void {
    // Passing news (a notice, a changed roster) is told once, never again to a page that joins later.
    const { health } = data as SystemChange
    if (health) this.last = { ...this.last, health }
  }
  recall(): SystemChange | null { return this.last }
}
export const memoryOf = (topic: string): Memory => (topic === 'positions' ? new PositionsMemory() : topic === 'alarms' ? new AlarmsMemory() : new SystemMemory())
