import type * as PlotLibrary from '@observablehq/plot'
import { html, Markup } from './markup.ts'

/** The plotting library, for those who put marks into a plot. */
export type Plot = typeof PlotLibrary

/** One plot with its words. */
export interface PlotFigure {
  readonly title: string
  /** What the plot shows, for a reader who does not see it. */
  readonly description: string
  /** What everybody must know to read it; printed below. */
  readonly note?: string
  /** What its colours mean; where absent, the plot says it itself. */
  readonly legend?: readonly { readonly label: string; readonly colour: string }[]
  /** Height in pixels; 300 where absent. */
  readonly height?: number
  /** Options of the plot at a width: marks, scales, labels. */
  readonly options: (plot: Plot, width: number) => PlotLibrary.PlotOptions
}

/** Draws plots as SVG. */
export type DrawPlot = (figure: PlotFigure) => Markup

/**
 * A wide drawing and one for a narrow window, of which the page shows one: a wide drawing shrunk to a phone has letters that nobody can read.
 */
const widths = { wide: 660, narrow: 350 } as const

/**
 * Loads the plotting library and a light document for it to draw in. Both are loaded here and now, and only where a page is wanted.
 *
 * @returns Draws one plot after another; each gets a title, a description and ids of its own.
 */
export async function openPlots(): Promise<DrawPlot> {
  const [plot, { parseHTML }] = await Promise.all([import('@observablehq/plot'), import('linkedom')])
  const { document } = parseHTML('<!doctype html><html><body></body></html>')
  let drawn = 0
  return (figure) => {
    drawn++
    const svgs = Object.entries(widths).map(([name, width]) => {
      const svg = plot.plot({
        document: document as never,
        width,
        height: figure.height ?? 300,
        className: 'plot',
        marginTop: 28,
        marginLeft: 46,
        marginBottom: 42,
        ...figure.options(plot, width),
      })
      const id = `plot-${drawn}-${name}`
      svg.setAttribute('role', 'img')
      svg.setAttribute('aria-labelledby', `${id}-title ${id}-description`)
      svg.setAttribute('class', `plot ${name}`)
      // A page may forbid style attributes; the style sheet says the size of the letters.
      svg.removeAttribute('style')
      svg.querySelector('style')?.remove()
      for (const [tag, text] of [
        ['desc', figure.description],
        ['title', figure.title],
      ] as const) {
        const element = document.createElementNS('http://www.w3.org/2000/svg', tag)
        element.setAttribute('id', `${id}-${tag === 'title' ? tag : 'description'}`)
        element.textContent = text
        svg.insertBefore(element as never, svg.firstChild)
      }
      return new Markup(svg.outerHTML)
    })
    const keys = (figure.legend ?? []).map(
      ({ label, colour }) =>
        html`<span><svg class="key" viewBox="0 0 11 11" aria-hidden="true"><rect width="11" height="11" rx="2" fill="${colour}"/></svg> ${label}</span> `,
    )
    return html`<figure class="plot-figure"><figcaption>${figure.title}</figcaption>${
      keys.length > 0 && html`<p class="legend">${keys}</p>`
    }${svgs}${figure.note !== undefined && html`<p class="soft">${figure.note}</p>`}</figure>`
  }
}
