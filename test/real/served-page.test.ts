import { existsSync } from 'node:fs'
import { type Browser, chromium, type Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { DrawingDesk, servePage } from '../page/drawing-desk.ts'
import { hostileText } from '../report/example-report.ts'
import { recordBench, recordVote, stateFolder } from '../support/recorded-run.ts'
import { ScriptedOllama } from '../support/scripted-ollama.ts'
import { end, hold, type Reply, send, stream } from '../support/scripted-reply.ts'
import { bySeed } from '../support/vote-script.ts'
import { sampleLines } from '../support/wire-lines.ts'

const browserPath = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find(
  (path) => existsSync(path),
)
if (browserPath === undefined)
  process.stderr.write('skipped: no Chromium is installed, so the page was opened in none\n')

/** Where screenshots go, for a person to look at; none are made where it is not named. */
const shots = process.env['MAGI_SCREENSHOTS']

/** A sample that thinks, waits until it is let go on, and answers. */
function waiting(thinking: string, answer: string) {
  const gate = hold()
  const lines = sampleLines({ thinking, text: [`It is so.\n\nFinal answer: ${answer}`] })
  const steps = lines.map((line) => send(line))
  const reply: Reply = stream(...steps.slice(0, -2), gate, ...steps.slice(-2), end)
  return { reply, gate }
}

describe.skipIf(browserPath === undefined)('the page in Chromium', { timeout: 180_000 }, () => {
  let browser: Browser
  beforeAll(async () => {
    browser = await chromium.launch({
      executablePath: browserPath ?? '',
      args: ['--no-sandbox', '--disable-dev-shm-usage', '--disable-gpu'],
      timeout: 0,
    })
  }, 180_000)
  afterAll(() => browser?.close())

  /** A window whose complaints are gathered: errors, what the policy refused, and every request to elsewhere. */
  async function open(origin: string, options: Parameters<Browser['newPage']>[0] = {}) {
    const page = await browser.newPage({ viewport: { width: 1280, height: 900 }, ...options })
    onTestFinished(() => page.close())
    page.setDefaultTimeout(60_000)
    const trouble: string[] = []
    page.on('console', (message) => trouble.push(`console ${message.type()}: ${message.text()}`))
    page.on('pageerror', (error) => trouble.push(String(error)))
    page.on('dialog', (dialog) => trouble.push(`dialog: ${dialog.message()}`))
    page.on('request', (request) => {
      if (!request.url().startsWith(`${origin}/magi`)) trouble.push(`request: ${request.url()}`)
    })
    return { page, trouble }
  }
  const shoot = async (page: Page, name: string) => {
    if (shots !== undefined) await page.screenshot({ path: `${shots}/${name}.png`, fullPage: true })
  }
  const runtime = async (...replies: Reply[]) => {
    const ollama = await ScriptedOllama.start(...bySeed(100, replies))
    onTestFinished(() => ollama.close())
    return ollama
  }
  const text = (page: Page, selector: string) => page.locator(selector).first().innerText()
  /** The page's policy forbids a text to be run as a program, those of this test too: elements are looked for, not asked. */
  const shows = (page: Page, selector: string, pattern: RegExp) =>
    page.locator(selector).filter({ hasText: pattern }).first().waitFor({ state: 'attached' })

  it('asks by keyboard, shows the ballots come in, stops and resumes, and ends with the report', async () => {
    const { runs } = await stateFolder()
    const samples = ['42', '41', '42', '42'].map((answer, index) =>
      waiting(index === 0 ? `${hostileText} Six times seven.` : `Sample ${index} thinks.`, answer),
    )
    const ollama = await runtime(...samples.map(({ reply }) => reply))
    const desk = new DrawingDesk(runs, ollama.host, { seed: 100, slots: 2, rule: 'all' })
    const { origin } = await servePage(desk)
    const { page, trouble } = await open(origin)
    await page.goto(`${origin}/magi`)

    // Label, fields and button are reached and named by the keyboard alone.
    const label = () =>
      page.evaluate<string>(
        `(document.activeElement.labels?.[0]?.innerText ?? document.activeElement.innerText).split('\\n')[0].trim()`,
      )
    const reached: string[] = []
    for (let press = 0; press < 9; press++) {
      await page.keyboard.press('Tab')
      const name = await label()
      reached.push(name)
      if (name === 'Question') await page.keyboard.type('What is 6 × 7?')
      if (name === 'Samples') await page.keyboard.type('4')
      if (name === 'Kind of answer') await page.keyboard.type('number')
      if (name === 'Ask') break
    }
    expect(reached).toEqual([
      'Skip to the content',
      'Magi',
      'Votes',
      'Runs',
      'Question',
      'Samples',
      'Kind of answer',
      'Preset',
      'Ask',
    ])
    await page.keyboard.press('Enter')
    await page.waitForURL(/\/magi\/runs\/\d{8}T/)
    const runId = page.url().split('/').at(-1) ?? ''

    // What is thought is there while it is thought, as text.
    await shows(page, 'ol.lanes li', /#0 thinking|#0 answering/)
    await page.locator('details summary').first().click()
    await shows(page, 'details[open] pre', /Six times seven/)
    expect(await text(page, 'details[open] pre')).toContain('<script>document.title = "owned"</script>')
    await shoot(page, 'live-desktop')

    samples[0]?.gate.release()
    await shows(page, '.standing', /^42 leads with 1 of 1 ballot/)
    samples[1]?.gate.release()
    await shows(page, '.standing', /^42, 41 have 1 of 2 ballots each/)
    expect(await page.locator('table.ballots').first().locator('th').allInnerTexts()).toEqual(['42', '41'])

    // Another window shows the same vote.
    const other = await open(origin, { viewport: { width: 390, height: 844 } })
    await other.page.goto(`${origin}/magi`)
    await shows(other.page, '.standing', /^42, 41 have 1 of 2 ballots each/)
    await shoot(other.page, 'home-live-phone')

    // And a third one looks on.
    const third = await open(origin)
    await third.page.goto(page.url())
    await page.getByRole('button', { name: 'Stop' }).click()
    await page.getByRole('button', { name: 'Resume' }).waitFor()
    await shows(other.page, '#votes', /No vote runs/)
    await shows(third.page, '[role=status]', /The vote was stopped/)
    await third.page.getByRole('link', { name: 'Report with every sample' }).click()
    await shows(third.page, 'h2', /^Samples$/)
    expect(await text(page, 'main > p:not(#connection)')).toBe(
      'Stopped before its end, with 2 samples drawn of 4.',
    )

    const again = ['42', '42'].map((answer) => waiting('Once more.', answer))
    ollama.draws(...again.map(({ reply }) => reply))
    await page.getByRole('button', { name: 'Resume' }).click()
    await shows(page, '.standing', /^42, 41 have 1 of 2 ballots each/)
    samples[2]?.gate.release()
    samples[3]?.gate.release()
    for (const { gate } of again) gate.release()
    await shows(page, '[role=status]', /The vote has ended: 42/)
    expect(await page.getByRole('button', { name: 'Stop' }).count()).toBe(0)
    await page.getByRole('link', { name: 'Report with every sample' }).click()
    await page.waitForLoadState()
    expect(await text(page, 'main > p:not(#connection)')).toMatch(/^42 wins with 3 of 4 ballots/)
    expect(await page.locator('article details').count()).toBe(4)
    await page.locator('article details summary').first().click()
    await page.getByRole('link', { name: 'Sample 0, whole' }).click()
    await page.waitForURL(/\/samples\/p1\/0$/)
    expect(await text(page, 'h2 + pre')).toContain('<img src=x onerror="alert(1)">')
    expect(await page.title()).toBe(`Magi: Sample p1/0 of ${runId}`)
    expect([...trouble, ...other.trouble, ...third.trouble]).toEqual([])
  })

  it.each([
    [390, 'light'],
    [390, 'dark'],
    [1280, 'light'],
    [1280, 'dark'],
  ] as const)(
    'fits %i pixels, %s, on every page, without an error or a sideways scroll',
    async (width, colorScheme) => {
      const { runs } = await stateFolder()
      const long = `What is the remainder of ${'123456789'.repeat(20)} divided by 7? ${hostileText}`
      await recordVote(
        runs,
        Array.from({ length: 12 }, (_, index) => (index % 4 === 3 ? null : index % 5 === 4 ? '41' : '42')),
        { n: 16, request: { messages: [{ role: 'user', content: long }], options: {} } },
      )
      const problems = Array.from({ length: 12 }, (_, place) => ({
        ...{ id: `problem-${place}`, prompt: `What is ${place} + 40?`, kind: 'number' as const },
        answer: String(place + 40),
      }))
      const drawn = problems.map(({ id, answer }, place) => [
        id,
        Array.from({ length: 8 }, (_, index) =>
          index < 8 - place / 2 ? answer : index % 2 === 0 ? '7' : null,
        ),
      ])
      await recordBench(runs, problems, Object.fromEntries(drawn), { runId: '20261121T101500Z-bbbb' })
      const vote = waiting('Let me think about it for a while.', '42')
      const ollama = await runtime(vote.reply)
      const desk = new DrawingDesk(runs, ollama.host, { seed: 100 })
      const { origin } = await servePage(desk)
      const live = await desk.begin({ prompt: long, n: '8' })
      const { page, trouble } = await open(origin, { viewport: { width, height: 844 }, colorScheme })
      const runId = '20261122T101500Z-k3f9'
      for (const [name, path] of [
        ['home', '/magi'],
        ['runs', '/magi/runs?q=remainder'],
        ['run', `/magi/runs/${runId}`],
        ['experiment', '/magi/runs/20261121T101500Z-bbbb'],
        ['live', `/magi/runs/${live}`],
        ['sample', `/magi/runs/${runId}/samples/p1/1`],
        ['missing', '/magi/runs/nothing'],
      ] as const) {
        await page.goto(`${origin}${path}`)
        if (name === 'live' || name === 'home') await shows(page, 'ol.lanes li', /#0 thinking|#0 answering/)
        const seen = await page.evaluate<[number, string, number]>(`[
        document.documentElement.scrollWidth,
        getComputedStyle(document.body).backgroundColor,
        [...document.querySelectorAll('button')].filter((each) => each.getBoundingClientRect().height < 44).length,
      ]`)
        expect([name, ...seen]).toEqual([
          name,
          width,
          colorScheme === 'dark' ? 'rgb(13, 17, 23)' : 'rgb(255, 255, 255)',
          0,
        ])
        await shoot(page, `${name}-${width}-${colorScheme}`)
      }
      expect(trouble.filter((each) => !/404/.test(each))).toEqual([])
      await desk.stop(live)
    },
  )

  it('asks for its token once, and remembers that it was given', async () => {
    const { runs } = await stateFolder()
    const ollama = await runtime()
    const desk = new DrawingDesk(runs, ollama.host)
    const { origin } = await servePage(desk, { token: 'open sesame' })
    const { page } = await open(origin)
    await page.goto(`${origin}/magi/runs`)
    await shoot(page, 'login')
    await page.getByLabel('Token').fill('open barley')
    await page.keyboard.press('Enter')
    await shows(page, '[role=alert]', /That is not the token/)
    await page.getByLabel('Token').fill('open sesame')
    await page.keyboard.press('Enter')
    await page.waitForURL(`${origin}/magi/runs`)
    expect(await text(page, 'h1')).toBe('Runs')
    const [cookie] = await page.context().cookies()
    expect([cookie?.httpOnly, cookie?.sameSite, cookie?.path]).toEqual([true, 'Strict', '/magi'])
    await page.goto(`${origin}/magi`)
    expect(await text(page, 'h1')).toBe('Ask')
  })

  it('says that the server is gone, and goes on by itself when it is back', async () => {
    const { runs } = await stateFolder()
    const ollama = await runtime()
    const desk = new DrawingDesk(runs, ollama.host)
    const { origin, close } = await servePage(desk)
    const { page } = await open(origin)
    await page.goto(`${origin}/magi`)
    await shows(page, '#votes', /No vote runs/)
    await close()
    await shows(page, '#connection', /No connection to magi serve/)
    await servePage(desk, { port: Number(new URL(origin).port) })
    await page.locator('#connection:empty').waitFor({ state: 'attached' })
  })
})
