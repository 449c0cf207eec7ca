/** A film in pieces: fetched a little ahead of the moment shown, forgotten a little behind. */
import type { Film, FilmActor } from '../kernel/wire'

export interface Shown { tag: string; subject: string; x: number; y: number; floor: number; ageMs: number }
export type FetchFilm = (from: number, to: number, stepMs: number, signal: AbortSignal) => Promise<Film>
export const FRAMES = 60
const KEPT = 8
const JUMP_M = 60

interface Piece { from: number; film: Film | null; failed: string; abort: AbortController }

/** Seconds between frames so that playing at `speed` shows about two frames a second. */
export const stepOf = (speed: number): number => Math.max(1, Math.min(600, Math.round(speed / 2)))

export class Reel {
  private readonly pieces = new Map<number, Piece>()
  constructor(private readonly get: FetchFilm, readonly stepMs: number, private readonly loaded: () => void) {}

  private get span(): number { return this.stepMs * FRAMES }
  private start(t: number): number { return Math.floor(t / this.span) * this.span }

  /** See to it that the piece at `t` and the next are there or on their way. */
  want(t: number, end: number): void {
    for (const from of [this.start(t), this.start(t) + this.span]) if (from < end && !this.pieces.has(from)) this.fetch(from)
    const far = [...this.pieces.keys()].sort((a, b) => Math.abs(b - t) - Math.abs(a - t))
    for (const key of far.slice(0, Math.max(0, this.pieces.size - KEPT))) this.drop(key)
  }
  private fetch(from: number): void {
    const piece: Piece = { from, film: null, failed: '', abort: new AbortController() }
    this.pieces.set(from, piece)
    this.get(from, from + this.span + this.stepMs, this.stepMs, piece.abort.signal).then(
      (film) => { piece.film = film },
      (error: unknown) => { if (!piece.abort.signal.aborted) piece.failed = error instanceof Error ? error.message : String(error) },
    ).finally(() => this.loaded())
  }
  private drop(key: number): void {
    this.pieces.get(key)?.abort.abort()
    this.pieces.delete(key)
  }
  failure(t: number): string { return this.pieces.get(this.start(t))?.failed ?? '' }
  isReady(t: number): boolean { return !!this.pieces.get(this.start(t))?.film }

  /** Everybody at `t`, between frames in straight line; null while the piece is on its way. */
  at(t: number): Shown[] | null {
    const film = this.pieces.get(this.start(t))?.film
    if (!film?.t_ms.length) return film ? [] : null
    const place = (t - (film.t_ms[0] ?? 0)) / this.stepMs
    const i = Math.max(0, Math.min(film.t_ms.length - 1, Math.floor(place)))
    return film.actors.flatMap((actor) => shown(actor, i, place - i))
  }
  close(): void {
    for (const key of [...this.pieces.keys()]) this.drop(key)
  }
}

function shown(actor: FilmActor, i: number, part: number): Shown[] {
  const x = actor.x_dm[i], y = actor.y_dm[i], floor = actor.floor[i]
  if (x == null || y == null || floor == null) return []
  const here = { tag: actor.tag, subject: actor.subject, x: x / 10, y: y / 10, floor, ageMs: 1000 * (actor.age_s[i] ?? 0) }
  const nx = actor.x_dm[i + 1], ny = actor.y_dm[i + 1]
  if (nx == null || ny == null || actor.floor[i + 1] !== floor || Math.hypot(nx - x, ny - y) > 10 * JUMP_M) return [here]
  return [{ ...here, x: (x + (nx - x) * part) / 10, y: (y + (ny - y) * part) / 10 }]
}
