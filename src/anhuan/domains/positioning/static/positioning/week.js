// As many periods as one wants in a weekly schedule. Without it there is one empty row at a time.
for (const week of document.querySelectorAll('[data-week]')) {
  const add = week.querySelector('[data-week-add]'), blank = week.querySelector('template')
  const rows = () => [...week.querySelectorAll('.week-row')]
  let next = rows().length
  const show = () => { for (const drop of week.querySelectorAll('[data-week-drop]')) drop.hidden = rows().length < 2 }
  add.hidden = false
  add.addEventListener('click', () => {
    const row = blank.content.cloneNode(true)
    for (const input of row.querySelectorAll('input')) input.name = input.name.replace('__n__', next)
    next += 1
    add.before(row)
    rows().at(-1).querySelector('input[type=time]').focus()
    show()
  })
  week.addEventListener('click', (event) => {
    const drop = event.target.closest('[data-week-drop]')
    if (!drop) return
    drop.closest('.week-row').remove()
    show()
    week.dispatchEvent(new Event('change', { bubbles: true }))
  })
  show()
}
