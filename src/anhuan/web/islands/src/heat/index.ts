import { createApp } from 'vue'
import { readProps } from '../kernel/props'
import HeatMap, { type HeatProps } from './HeatMap.vue'

export function mount(host: HTMLElement): void {
  createApp(HeatMap, { options: readProps<HeatProps>(host) }).mount(host)
}
