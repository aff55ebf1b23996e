// Keeps a page up to date: what changes comes from the server as it was drawn there, element by element.
const source = new EventSource(document.body.dataset.events)
const connection = document.getElementById('connection')

/** Gives an element new contents; what was open stays open, and what had the keyboard's focus gets it back. */
function put(element, html) {
  const open = [...element.querySelectorAll('details[open]')].map(({ id }) => id)
  const scrolled = [...element.querySelectorAll('pre[id]')].map(({ id, scrollTop }) => ({ id, scrollTop }))
  const focused = element.contains(document.activeElement) ? document.activeElement.id : ''
  element.innerHTML = html
  for (const id of open) document.getElementById(id)?.setAttribute('open', '')
  for (const { id, scrollTop } of scrolled) {
    const again = document.getElementById(id)
    if (again !== null) again.scrollTop = scrollTop
  }
  if (focused !== '') document.getElementById(focused)?.focus({ preventScroll: true })
}

/** Adds text at the end of an element, and stays at the end where that was in view. */
function add(element, text) {
  const isAtEnd = element.scrollHeight - element.scrollTop - element.clientHeight < 24
  element.append(text)
  if (isAtEnd) element.scrollTop = element.scrollHeight
}

source.onmessage = ({ data }) => {
  for (const [what, id, text] of JSON.parse(data)) {
    if (what === 'end') {
      source.close()
      continue
    }
    const element = document.getElementById(id)
    if (element === null) continue
    if (what === 'put') put(element, text)
    else add(element, text)
  }
}
source.onopen = () => {
  connection.textContent = ''
}
source.onerror = () => {
  connection.textContent = 'No connection to magi serve. What is shown may be old; the page tries again.'
}
