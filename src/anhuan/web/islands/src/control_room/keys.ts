/** The operator's keyboard: J/K move, A acknowledge, Enter locate, / and Ctrl K search. */
import { onBeforeUnmount, onMounted } from 'vue'
import { neighbour } from '../alarms/list'
import type { Store } from './store'

export const commands = new EventTarget()
export const command = (name: 'ack' | 'locate' | 'search', id = ''): void => { commands.dispatchEvent(new CustomEvent(name, { detail: id })) }
export function onCommand(name: 'ack' | 'locate' | 'search', call: (id: string) => void): void {
  const listen = (event: Event): void => call((event as CustomEvent<string>).detail)
  onMounted(() => commands.addEventListener(name, listen))
  onBeforeUnmount(() => commands.removeEventListener(name, listen))
}

const typing = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName) || !!target.closest('dialog'))

export function useKeys(store: Store): void {
  const move = (step: number): void => {
    store.view.chosenAlarm = neighbour(store.sorted.value.map((a) => a.id), store.view.chosenAlarm, step)
    store.view.tab = 'alarms'
  }
  const press = (event: KeyboardEvent): void => {
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'k') {
      event.preventDefault()
      event.stopPropagation()
      command('search')
      return
    }
    if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return
    const chosen = store.view.chosenAlarm
    switch (event.key) {
      case 'j': case 'J': move(1); break
      case 'k': case 'K': move(-1); break
      case 'a': case 'A': if (chosen) command('ack', chosen); break
      case '/': command('search'); break
      case 'Enter':
        // Enter on a button is that button's own press.
        if (!chosen || (event.target instanceof HTMLElement && event.target.closest('button, a, [role=slider]'))) return
        command('locate', chosen)
        break
      case 'Escape': store.view.selection = null; store.view.follow = false; break
      default: return
    }
    // The shell listens to some of the same keys; here they are the control room's.
    event.preventDefault()
    event.stopPropagation()
  }
  onMounted(() => window.addEventListener('keydown', press, true))
  onBeforeUnmount(() => window.removeEventListener('keydown', press, true))
}
