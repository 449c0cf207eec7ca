/** The to-do a screen is about, as the list was read last; it works without a network too. */
import { computed, type ComputedRef } from 'vue'
import { urls } from '../kernel/transport'
import { useRead } from '../kernel/use_read'
import type { Todo } from '../kernel/wire'

export function useTodo(id: string): { todo: ComputedRef<Todo | null>; loaded: ComputedRef<boolean> } {
  const { answer } = useRead<{ todos: Todo[] }>(urls.todos)
  return {
    todo: computed(() => answer.value?.data.todos.find((one) => one.id === id) ?? null),
    loaded: computed(() => answer.value !== null),
  }
}
