/** The times a change takes, as the server takes them; null while one is missing or they run backwards. */
export function spanOf(deed: string, from: string, until: string): Record<string, string> | null {
  if (deed === 'extend') return until ? { until: moment(until) } : null
  if (deed !== 'reissue') return {}
  if (!from || !until || moment(from) >= moment(until)) return null
  return { starts_at: moment(from), ends_at: moment(until) }
}
/** A `datetime-local` box speaks of the phone's zone. */
const moment = (text: string): string => new Date(text).toISOString()
