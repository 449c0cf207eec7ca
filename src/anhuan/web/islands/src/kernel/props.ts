/** Props come from a json_script element named by `data-props-id`. */
export function readProps<T extends object>(host: HTMLElement): Partial<T> {
  const id = host.dataset.propsId
  const text = id ? document.getElementById(id)?.textContent : null
  if (!text) return {}
  const value: unknown = JSON.parse(text)
  return typeof value === 'object' && value !== null ? (value as Partial<T>) : {}
}
