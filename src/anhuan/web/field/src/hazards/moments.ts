/** Deadlines as days from now, and as the phone's date field writes them. */
const DAY_MS = 86_400_000
const two = (n: number): string => String(n).padStart(2, '0')

/** The end of the day so many days ahead, in the phone's own time, for `<input type="datetime-local">`. */
export function endOfDay(now: number, days: number): string {
  const day = new Date(now + days * DAY_MS)
  return `${day.getFullYear()}-${two(day.getMonth() + 1)}-${two(day.getDate())}T18:00`
}
/** What the field holds as the server takes it; nothing for an empty field. */
export function asMoment(local: string): string | null {
  const at = new Date(local)
  return local && !Number.isNaN(at.getTime()) ? at.toISOString() : null
}
