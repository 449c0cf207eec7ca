import { createApp } from 'vue'
import { readProps } from '../kernel/props'
import ControlRoom from './ControlRoom.vue'
import type { ControlRoomProps } from './store'

export function mount(host: HTMLElement): void {
  createApp(ControlRoom, { options: readProps<ControlRoomProps>(host) }).mount(host)
}
