import { t } from '../kernel/i18n'
import { asTable, type ChartOption } from './look'

/** The figures under the picture, folded away until asked for. */
export function addTable(host: HTMLElement, option: ChartOption): void {
  const table = asTable(option)
  if (!table?.rows.length) return
  const details = document.createElement('details')
  const summary = details.appendChild(document.createElement('summary'))
  summary.textContent = t('chart.table')
  const grid = details.appendChild(document.createElement('table'))
  const row = (cells: string[], tag: 'th' | 'td', to: HTMLElement): void => {
    const tr = to.appendChild(document.createElement('tr'))
    cells.forEach((text, i) => {
      const cell = tr.appendChild(document.createElement(i ? tag : 'th'))
      cell.textContent = text
    })
  }
  row(table.heads, 'th', grid.appendChild(document.createElement('thead')))
  const body = grid.appendChild(document.createElement('tbody'))
  for (const cells of table.rows) row(cells, 'td', body)
  host.append(details)
}
