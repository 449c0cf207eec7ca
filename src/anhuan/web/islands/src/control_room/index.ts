import { createApp } from 'vue'
import { readProps } from '../kernel/props'
import { isWall } from '../map/theme'
import ControlRoom from './ControlRoom.vue'
import type { ControlRoomProps } from './store'

export function mount(host: HTMLElement): void {
  // The wall is dark unless somebody chose otherwise.
  if (isWall()) document.documentElement.dataset.theme ??= 'dark'
  createApp(ControlRoom, { options: readProps<ControlRoomProps>(host) }).mount(host)
}
