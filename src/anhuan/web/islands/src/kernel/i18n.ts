/** Words in two languages; `<html lang>` decides, Chinese unless it says English. */
import { en } from './words.en'
import { zh, type WordKey } from './words.zh'

export type { WordKey }
export const lang = (): 'zh' | 'en' =>
  typeof document !== 'undefined' && document.documentElement.lang.toLowerCase().startsWith('en') ? 'en' : 'zh'

export function t(key: WordKey, values: Record<string, string | number> = {}): string {
  const words: Record<WordKey, string> = lang() === 'en' ? en : zh
  return words[key].replace(/\{(\w+)\}/g, (_, name: string) => String(values[name] ?? ''))
}
