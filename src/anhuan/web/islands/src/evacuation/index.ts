import { createApp } from 'vue'
import { readProps } from '../kernel/props'
import { isWall } from '../map/theme'
import Evacuation from './Evacuation.vue'
import type { EvacProps } from './wire'

export function mount(host: HTMLElement): void {
  // The wall is dark unless somebody chose otherwise.
  if (isWall()) document.documentElement.dataset.theme ??= 'dark'
  createApp(Evacuation, { options: readProps<EvacProps>(host) }).mount(host)
}
