/** A screen's data: read at once, again every so often and when the network comes back. */
import { onBeforeUnmount, onMounted, ref, watch, type Ref } from 'vue'
import { app, read, type Read } from './app'

export function useRead<T>(url: string, everyMs = 15_000): { answer: Ref<Read<T> | null>; trouble: Ref<string>; load: () => Promise<void> } {
  const answer = ref(null) as Ref<Read<T> | null>
  const trouble = ref('')
  async function load(): Promise<void> {
    try {
      answer.value = await read<T>(url)
      trouble.value = ''
    } catch (error) {
      trouble.value = (error as Error).message
    }
  }
  let timer = 0
  onMounted(() => { void load(); timer = window.setInterval(() => !document.hidden && void load(), everyMs) })
  onBeforeUnmount(() => clearInterval(timer))
  watch(() => app.online, (online) => online && void load())
  return { answer, trouble, load }
}
