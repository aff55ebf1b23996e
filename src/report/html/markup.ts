import { cleanForTerminal } from '../../stream/terminal-text.ts'

/** Text that is HTML already. Only {@link html} and the plots make it, so nothing a model wrote gets into a page unescaped. */
export class Markup {
  readonly text: string

  constructor(text: string) {
    this.text = text
  }
}

/** What may stand in a template: text is escaped, markup is not, lists are joined, nothing is left out. */
export type Content = string | number | Markup | readonly Content[] | undefined | false

/**
 * HTML from a template: everything filled in is escaped unless it is markup already.
 *
 * Values are meant for text and for attributes in double quotes, and never for `<script>`, `<style>` or URLs.
 */
export function html(parts: TemplateStringsArray, ...contents: readonly Content[]): Markup {
  return new Markup(parts.map((part, i) => (i === 0 ? part : render(contents[i - 1]) + part)).join(''))
}

function render(content: Content): string {
  if (content === undefined || content === false) return ''
  if (content instanceof Markup) return content.text
  if (typeof content === 'string') return escapeHtml(content)
  if (typeof content === 'number') return String(content)
  return content.map(render).join('')
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

/** Text for HTML: signs that mean something there are written as entities, control characters and marks that reorder text are taken out. */
export function escapeHtml(text: string): string {
  return cleanForTerminal(text).replace(/[&<>"']/g, (sign) => entities[sign] ?? '')
}
