import { createApp } from 'vue'
import { readProps } from '../kernel/props'
import MiniMap from './MiniMap.vue'
import type { MiniProps } from './props'

export function mount(host: HTMLElement): void {
  createApp(MiniMap, { options: readProps<MiniProps>(host) }).mount(host)
}
