/** The words on the screens: Chinese is the key, English is looked up; the choice is kept in a cookie as on the desk. */
import { ref } from 'vue'
import { english } from './words.en'

export type Language = 'zh-hans' | 'en'
const COOKIE = 'django_language'
const chosen = (): Language => (typeof document !== 'undefined' && document.cookie.includes(`${COOKIE}=en`) ? 'en' : 'zh-hans')
export const language = ref<Language>(chosen())

export function setLanguage(to: Language): void {
  document.cookie = `${COOKIE}=${to}; path=/; max-age=31536000; SameSite=Lax`
  document.documentElement.lang = to === 'en' ? 'en' : 'zh-CN'
  language.value = to
}

/** `t('待传 {n}', { n: 2 })` */
export function t(text: string, values: Record<string, string | number> = {}): string {
  const found = language.value === 'en' ? (english[text] ?? text) : text
  return found.replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole))
}

/** More English from a slice's own screens. */
export const addEnglish = (words: Record<string, string>): void => void Object.assign(english, words)
