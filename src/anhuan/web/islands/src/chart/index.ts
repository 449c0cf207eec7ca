/** A statistics chart: the page gives an ECharts option as JSON, we give it the house's look. */
import { readProps } from '../kernel/props'
import { onThemeChange } from '../map/theme'
import type { ChartProps } from './look'

export async function mount(host: HTMLElement): Promise<void> {
  const props = readProps<ChartProps>(host)
  const { drawChart } = await import('./draw')
  const { addTable } = await import('./table')
  host.classList.add('ah', 'chart')
  const box = document.createElement('div')
  box.className = 'chart-box'
  box.style.height = `${props.height ?? 280}px`
  host.replaceChildren(box)
  const chart = drawChart(box, props)
  if (props.option) addTable(host, props.option)
  new ResizeObserver(() => chart.resize()).observe(box)
  onThemeChange(() => chart.redraw())
  window.addEventListener('beforeprint', () => chart.resize())
}
