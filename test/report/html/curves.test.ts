import { parseHTML } from 'linkedom'
import { describe, expect, it } from 'vitest'
import { reportHtml } from '../../../src/report/html/page.ts'
import { exampleReport } from '../example-report.ts'

/** Where the names at the ends of the wide curves stand, in pixels from the top. */
async function namesAt(maj: number, pass: number): Promise<Record<string, number>> {
  const report = exampleReport()
  const [source] = report.sources
  if (source === undefined) throw new Error('the example has no source')
  const curve = (last: number) => [0.5, last].map((mean, at) => ({ k: at + 1, mean, problems: 4 }))
  const estimates = { ...source.estimates, majAtK: curve(maj), passAtK: curve(pass) }
  const page = await reportHtml({ ...report, sources: [{ ...source, published: [], estimates }] })
  const shift = (element: { getAttribute(name: string): string | null } | null) =>
    Number(/,(-?[\d.]+)\)/.exec(element?.getAttribute('transform') ?? '')?.[1] ?? 0)
  const texts = [...parseHTML(page).document.querySelectorAll('svg.wide text')]
  const names = texts.filter(({ textContent }) => /^(maj|pass)@k$/.test(textContent ?? ''))
  return Object.fromEntries(
    names.map((text) => [text.textContent ?? '', shift(text) + shift(text.parentElement)]),
  )
}

describe('the curves of a report', () => {
  it.each([
    ['at the same value', 1, 1],
    ['nearly so', 0.99, 1],
    ['far from each other', 0.6, 0.9],
  ])('have names that can be read apart where they end %s', async (_, maj, pass) => {
    const at = await namesAt(maj, pass)
    expect(Object.keys(at).sort()).toEqual(['maj@k', 'pass@k'])
    expect((at['maj@k'] ?? 0) - (at['pass@k'] ?? 0)).toBeGreaterThanOrEqual(12)
  })
})
