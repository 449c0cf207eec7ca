/** Daylight (the strongest contrast), dark, or as the phone says. */
import { ref } from 'vue'

export type Theme = 'day' | 'dark' | 'auto'
export const theme = ref<Theme>((localStorage.getItem('field-theme') as Theme | null) ?? 'day')

export function setTheme(to: Theme): void {
  theme.value = to
  localStorage.setItem('field-theme', to)
  const dark = to === 'dark' || (to === 'auto' && matchMedia('(prefers-color-scheme: dark)').matches)
  document.documentElement.dataset.theme = dark ? 'dark' : 'day'
  document.documentElement.classList.toggle('van-theme-dark', dark)
}
