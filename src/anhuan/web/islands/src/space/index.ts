/** Buildings and floors in three dimensions: three.js comes with this chunk alone. */
import { createApp } from 'vue'
import type { ControlRoomProps } from '../control_room/store'
import { readProps } from '../kernel/props'
import { isWall } from '../map/theme'
import SpaceRoom from './SpaceRoom.vue'

export function mount(host: HTMLElement): void {
  if (isWall()) document.documentElement.dataset.theme ??= 'dark'
  createApp(SpaceRoom, { options: readProps<ControlRoomProps>(host) }).mount(host)
}
