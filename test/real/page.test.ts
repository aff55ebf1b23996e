import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { parseHTML } from 'linkedom'
import { type Browser, chromium } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { reportHtml } from '../../src/report/html/page.ts'
import { exampleReport, hostileText } from '../report/example-report.ts'

/** The part of a page that these tests look at. */
interface Element {
  readonly textContent: string | null
  getAttribute(name: string): string | null
  querySelector(selector: string): Element | null
  querySelectorAll(selector: string): Iterable<Element>
}

const all = (page: string, selector: string): Element[] => [
  ...(parseHTML(page).document as unknown as Element).querySelectorAll(selector),
]

/** Rendered once: the tests only look at it. */
let example = ''
beforeAll(async () => {
  example = await reportHtml(exampleReport())
})

describe('an HTML report', () => {
  it('needs nothing from elsewhere and runs nothing', () => {
    const page = example
    expect(page).not.toMatch(/<script|<link|<img|<iframe|@import|url\(|\son\w+="/i)
    for (const attribute of ['src', 'srcset', 'data', 'xlink:href'])
      expect(all(page, `[${attribute.replace(':', '\\:')}]`)).toEqual([])
    expect(all(page, 'a').every((link) => link.getAttribute('href')?.startsWith('#'))).toBe(true)
    expect(all(page, 'meta[http-equiv]')[0]?.getAttribute('content')).toBe(
      "default-src 'none'; style-src 'unsafe-inline'",
    )
  })

  it('shows what a model wrote as text, and none of its control characters', async () => {
    const page = example
    expect(page).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/)
    expect(all(page, 'script, img')).toEqual([])
    const shown =
      '</pre><script>document.title = "owned"</script><img src=x onerror="alert(1)"> red  evil & "quotes" \'single\''
    expect(all(page, 'pre').filter((pre) => pre.textContent === shown)).toHaveLength(2)
    expect(page).not.toContain(hostileText)
    const everywhere = exampleReport()
    const [source] = everywhere.sources
    if (source === undefined) throw new Error('there is a source')
    const problems = source.problems.map((problem) => ({
      ...problem,
      id: hostileText,
      prompt: hostileText,
      gold: [hostileText],
      choices: [hostileText, hostileText],
    }))
    const hostile = {
      ...everywhere,
      title: hostileText,
      sources: [
        {
          ...source,
          source: hostileText,
          model: hostileText,
          notes: [hostileText],
          settings: [[hostileText, hostileText] as const],
          problems,
        },
      ],
    }
    expect(all(await reportHtml(hostile), 'script, img')).toEqual([])
  })

  it('shows the options of a choice by their letters', async () => {
    const report = exampleReport()
    const sources = report.sources.map((source) => ({
      ...source,
      problems: source.problems.map((problem) => ({ ...problem, choices: ['six', 'twelve'] })),
    }))
    const [details] = all(await reportHtml({ ...report, sources }), 'article dl')
    expect(details?.textContent).toMatch(/^AsixBtwelve/)
  })

  it('gives every plot a title and a description of its own', () => {
    const page = example
    const plots = all(page, 'svg.plot')
    expect(all(page, 'figcaption').map(({ textContent }) => textContent)).toEqual([
      'Accuracy by number of samples',
      'Vote share against accuracy',
      'Right samples by length',
      'Length of samples by ending',
      'What the slots did',
    ])
    expect(plots).toHaveLength(10)
    const ids = new Set<string>()
    for (const plot of plots) {
      expect(plot.getAttribute('role')).toBe('img')
      const labels = (plot.getAttribute('aria-labelledby') ?? '').split(' ')
      expect(
        labels
          .map((id) => plot.querySelector(`#${id}`)?.textContent?.length ?? 0)
          .every((length) => length > 10),
      ).toBe(true)
      for (const id of labels) ids.add(id)
    }
    expect(ids.size).toBe(20)
    expect(plots[0]?.querySelector('desc')?.textContent).toMatch(
      /^maj@k goes from 5\d\.\d % at k = 1 to \d\d\.\d % at k = 16\. pass@k goes from/,
    )
  })

  it('lists figures, published ones apart, problems, samples and settings', () => {
    const page = example
    const rows = all(page, '.top tr').map((row) =>
      [...row.querySelectorAll('th, td')].map(({ textContent }) => textContent),
    )
    expect(rows[0]).toEqual(['figure', 'measured', '± s.e.', '95 % interval', 'these problems', 'published'])
    expect(rows.find(([label]) => label?.startsWith('maj@16'))?.[5]).toBe('77.7 % (EXAMPLE24) ')
    const words = all(page, 'svg.wide text').map(({ textContent }) => textContent)
    expect(words.filter((text) => text === 'published').length).toBeGreaterThan(0)
    expect(all(page, 'article')).toHaveLength(24)
    expect(all(page, 'details')).toHaveLength(24 * 16)
    expect(all(page, 'svg.strip a')).toHaveLength(24 * 16)
    expect(all(page, 'dd').map(({ textContent }) => textContent)).toContain(
      'magi bench example24.jsonl -n 16 --title "<b>x</b>"',
    )
    const ids = all(page, '[id]').map((element) => element.getAttribute('id'))
    expect(new Set(ids).size).toBe(ids.length)
    const targets = all(page, 'a').map((link) => link.getAttribute('href')?.slice(1))
    expect(targets.filter((target) => !ids.includes(target ?? ''))).toEqual([])
  })

  it('of a file of answers without texts, times and endings has what can be known', async () => {
    const report = exampleReport(6, 8)
    const sources = report.sources.map((source) => ({
      ...source,
      simulated: true,
      settings: [],
      problems: source.problems.map((problem) => ({
        ...problem,
        samples: problem.samples.map(({ index, answer, votes, withWinner, correct }) => ({
          index,
          votes,
          ...(answer === undefined ? {} : { answer }),
          ...(withWinner === undefined ? {} : { withWinner }),
          ...(correct === undefined ? {} : { correct }),
        })),
      })),
    }))
    const page = await reportHtml({ ...report, sources })
    expect(all(page, 'figcaption').map(({ textContent }) => textContent)).toEqual([
      'Accuracy by number of samples',
      'Vote share against accuracy',
    ])
    expect(all(page, 'details, svg.strip a')).toEqual([])
    expect(all(page, '.banner')[0]?.textContent).toContain('SIMULATED')
  })

  it('of a long run shows how many slots were busy, not thousands of bars', async () => {
    const page = await reportHtml(exampleReport(40, 40))
    const slots = [...all(page, 'svg.plot')].filter(
      (plot) => plot.querySelector('title')?.textContent === 'What the slots did',
    )
    expect(slots.map((plot) => [...plot.querySelectorAll('rect')].length)).toEqual([0, 0])
    expect(slots[0]?.querySelector('desc')?.textContent).toMatch(
      /^1,600 samples on 4 slots in .*; the slots were busy (9\d|100) % of that time\.$/,
    )
  })

  it('of nothing is still a page', async () => {
    const empty = {
      problems: 0,
      samples: 0,
      passAtK: [],
      passAllK: [],
      majAtK: [],
      weightedMajAtK: [],
      absent: [],
    }
    const source = { source: 'none', estimates: empty, published: [], notes: [], settings: [], problems: [] }
    const page = await reportHtml({
      title: 'Nothing',
      createdAt: '2026-11-22T10:15:00.000Z',
      magiVersion: '0.1.0',
      sources: [source],
    })
    expect(all(page, 'h2')[0]?.textContent).toBe('none: 0 problems, 0 samples')
  })
})

const browserPath = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find(
  (path) => existsSync(path),
)
if (browserPath === undefined)
  process.stderr.write('skipped: no Chromium is installed, so no report was opened in one\n')

describe.skipIf(browserPath === undefined)('an HTML report in Chromium', { timeout: 180_000 }, () => {
  let browser: Browser
  let folder: string
  let url: string

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'magi-report-'))
    const file = join(folder, 'report.html')
    writeFileSync(file, example)
    url = pathToFileURL(file).href
    // A browser starts slowly on a busy machine, and small shared memory is no reason to fall: the test's own limit is the only one.
    browser = await chromium.launch({
      executablePath: browserPath ?? '',
      args: ['--no-sandbox', '--disable-dev-shm-usage', '--disable-gpu'],
      timeout: 0,
    })
  }, 180_000)
  const openPage = async (options: Parameters<Browser['newPage']>[0]) => {
    const page = await browser.newPage(options)
    page.setDefaultTimeout(0)
    return page
  }
  afterAll(async () => {
    await browser?.close()
    rmSync(folder, { recursive: true, force: true })
  })

  it.each([
    [400, 'light'],
    [400, 'dark'],
    [1400, 'light'],
    [1400, 'dark'],
  ] as const)(
    'renders %i pixels wide, %s, without an error, a request or a sideways scroll',
    async (width, colorScheme) => {
      const page = await openPage({ viewport: { width, height: 900 }, colorScheme })
      const trouble: string[] = []
      page.on('console', (message) => trouble.push(`console ${message.type()}: ${message.text()}`))
      page.on('pageerror', (error) => trouble.push(String(error)))
      page.on('request', (request) => request.url() !== url && trouble.push(`request: ${request.url()}`))
      await page.goto(url)
      expect(await page.title()).toBe('magistral:24b on example24')
      const seen = await page.evaluate<[number, number, number, string]>(`[
      document.documentElement.scrollWidth,
      [...document.querySelectorAll('svg.plot')].filter((plot) => plot.getBoundingClientRect().width > 0).length,
      Math.min(...[...document.querySelectorAll('svg.plot text')].filter((text) => text.getBoundingClientRect().width > 0)
        .map((text) => text.getBoundingClientRect().height)),
      getComputedStyle(document.body).backgroundColor,
    ]`)
      // Five plots are shown, in one of their two widths, and their letters are not shrunk.
      expect(seen).toEqual([
        width,
        5,
        expect.any(Number),
        colorScheme === 'dark' ? 'rgb(13, 17, 23)' : 'rgb(255, 255, 255)',
      ])
      expect(seen[2]).toBeGreaterThan(11)
      expect(trouble).toEqual([])
      await page.close()
    },
  )

  it('opens the sample that a mark of a strip links to', async () => {
    const page = await openPage({ viewport: { width: 1400, height: 900 } })
    await page.goto(url)
    await page.locator('tbody tr').nth(1).waitFor({ state: 'attached' })
    await page.locator('a[href="#source-1-1-2"]').click()
    await page.waitForFunction(`document.querySelector('details[open] #source-1-1-2') !== null`)
    expect(await page.locator('details[open] pre').first().innerText()).toContain(
      '<script>document.title = "owned"</script>',
    )
    await page.close()
  })
})
