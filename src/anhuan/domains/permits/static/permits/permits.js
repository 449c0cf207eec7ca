// Countdowns to what falls due, and rows added to tables of a form. Pages work without it.
(() => {
  const two = (n) => String(n).padStart(2, '0')
  const clock = document.querySelector('[data-clock]')
  const ahead = clock ? Number(clock.dataset.now) - Date.now() : 0
  const tick = () => {
    for (const box of document.querySelectorAll('[data-due]')) {
      const left = Math.round((new Date(box.dataset.due) - Date.now() - ahead) / 1000)
      const s = Math.abs(left)
      const days = Math.floor(s / 86400)
      const time = `${two(Math.floor((s % 86400) / 3600))}:${two(Math.floor((s % 3600) / 60))}:${two(s % 60)}`
      box.textContent = `${left < 0 ? '+' : ''}${days ? `${days} 天 ` : ''}${time}`
      box.closest('li')?.classList.toggle('over', left < 0)
    }
  }
  if (document.querySelector('[data-due]')) { tick(); setInterval(tick, 1000) }

  // On a phone the step that is now comes into view.
  const steps = document.querySelector('ol.steps')
  const here = steps?.querySelector('.now') ?? steps?.querySelector('li:last-child.done')
  if (steps && here) steps.scrollLeft = here.offsetLeft - steps.offsetLeft - (steps.clientWidth - here.offsetWidth) / 2

  // One more row: the hidden ones are already there, for who has no scripts they are all shown.
  for (const table of document.querySelectorAll('[data-rows]')) {
    const spare = [...table.querySelectorAll('tr[data-spare]')]
    const button = table.parentElement.querySelector('[data-more]')
    for (const row of spare.slice(1)) row.hidden = true
    if (!button || spare.length < 2) continue
    button.hidden = false
    button.addEventListener('click', () => {
      const next = spare.find((row) => row.hidden)
      if (next) { next.hidden = false; next.querySelector('input, select')?.focus() }
      button.hidden = !spare.some((row) => row.hidden)
    })
  }
  // A line of the library put into the first empty row.
  document.addEventListener('click', (event) => {
    const button = event.target instanceof Element ? event.target.closest('[data-take]') : null
    if (!button) return
    const row = [...document.querySelectorAll('[data-rows="risks"] tbody tr')]
      .find((one) => [...one.querySelectorAll('textarea, input')].every((box) => !box.value))
    if (!row) return
    row.hidden = false
    const words = JSON.parse(button.dataset.take)
    row.querySelectorAll('textarea, input').forEach((box, n) => { box.value = words[n] ?? '' })
    button.closest('li').remove()
  })
})()
