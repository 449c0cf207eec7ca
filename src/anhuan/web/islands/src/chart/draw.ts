import { BarChart, LineChart, PieChart } from 'echarts/charts'
import { AriaComponent, GridComponent, LegendComponent, MarkLineComponent, TooltipComponent } from 'echarts/components'
import { init, use } from 'echarts/core'
import { CanvasRenderer } from 'echarts/renderers'
import { t } from '../kernel/i18n'
import { readPalette } from '../map/theme'
import './chart.css'
import { type ChartProps, dress } from './look'

use([BarChart, LineChart, PieChart, GridComponent, LegendComponent, TooltipComponent, AriaComponent, MarkLineComponent, CanvasRenderer])

export function drawChart(box: HTMLElement, props: Partial<ChartProps>): { resize(): void; redraw(): void } {
  const chart = init(box, null, { renderer: 'canvas' })
  const redraw = (): void => { chart.setOption(dress(props.option ?? {}, readPalette()), { notMerge: true }) }
  redraw()
  box.setAttribute('role', 'img')
  box.setAttribute('aria-label', props.title ?? t('chart.label'))
  return { resize: () => chart.resize(), redraw }
}
