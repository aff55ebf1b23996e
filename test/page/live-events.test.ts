import { describe, expect, it } from 'vitest'
import { type Change, homeEvents, runEvents } from '../../src/page/live-events.ts'
import { FakeClock } from '../support/fake-clock.ts'
import { liveVote, NotingDesk, texts } from './page-visit.ts'

const runId = '20261122T101500Z-k3f9'

function watched() {
  const desk = new NotingDesk('/nowhere')
  const clock = new FakeClock()
  const left = new AbortController()
  return { desk, clock, left, watch: { desk, clock, signal: left.signal } }
}

/** The changes of the next message, once the clock has come to it. */
async function next(
  events: AsyncGenerator<string, void, undefined>,
  clock: FakeClock,
): Promise<Change[] | undefined> {
  const coming = events.next()
  let message: IteratorResult<string, void> | undefined
  void coming.then((result) => {
    message = result
  })
  while (message === undefined) await clock.advance(500)
  if (message.done === true) return undefined
  const [, data = ''] = /^data: (.*)\n\n$/.exec(message.value) ?? []
  return JSON.parse(data) as Change[]
}

const ids = (changes: Change[] | undefined) => changes?.map(([what, id]) => [what, id])

describe('the events of the first page', () => {
  it('bring what changed and nothing else, and the list anew only when a vote came or went', async () => {
    const { desk, clock, left, watch } = watched()
    const events = homeEvents(watch, 'form')
    expect(await next(events, clock)).toEqual([['put', 'votes', '<p class="soft">No vote runs.</p>']])
    desk.running = [liveVote()]
    expect(ids(await next(events, clock))).toEqual([
      ['put', 'votes'],
      ...['standing', 'ballots', 'progress', 'lanes'].map((piece) => ['put', `${runId}-${piece}`]),
    ])
    const { board } = liveVote()
    desk.running = [liveVote({ board: { ...board, tally: { ...board.tally, drawn: 2 } } })]
    const changed = await next(events, clock)
    expect(ids(changed)).toEqual([['put', `${runId}-progress`]])
    left.abort()
    expect(await next(events, clock)).toBeUndefined()
    expect(clock.pendingTimers).toBe(0)
  })

  it('say something every fifteen seconds, so that a browser that is gone is noticed', async () => {
    const { clock, left, watch } = watched()
    const events = homeEvents(watch, 'form')
    await next(events, clock)
    const before = clock.nowMs()
    expect(await next(events, clock)).toEqual([])
    expect(clock.nowMs() - before).toBeLessThanOrEqual(15_500)
    left.abort()
  })
})

it('where the server takes nothing new, events end with the last vote', async () => {
  const { desk, clock, watch } = watched()
  const closing = new AbortController()
  desk.running = [liveVote()]
  const events = homeEvents({ ...watch, closing: closing.signal }, 'form')
  await next(events, clock)
  closing.abort()
  desk.running = [liveVote({ queuePlace: 1 })]
  expect(ids(await next(events, clock))?.[0]).toEqual(['put', `${runId}-standing`])
  desk.running = []
  expect(ids(await next(events, clock))).toEqual([['put', 'votes']])
  expect(await next(events, clock)).toBeUndefined()
})

describe('the events of a run', () => {
  it('add what a sample writes, and make it anew where thinking and answer change places', async () => {
    const { desk, clock, left, watch } = watched()
    desk.running = [liveVote()]
    const events = runEvents(watch, { runId, formToken: 'form' }, async () => undefined)
    const first = await next(events, clock)
    const made = first?.find(([, id]) => id === `${runId}-texts`)
    expect(texts(made?.[2] ?? '', 'pre')).toEqual(['Six times seven', ''])
    const written = async (thinking: string, answer: string) => {
      desk.running = [liveVote({ texts: [{ index: 1, thinking, answer }] })]
      return (await next(events, clock))?.filter(([, id]) => /-(?:thinking|answer)-/.test(id ?? ''))
    }
    expect(await written('Six times seven is <b>\u202e42', '')).toEqual([
      ['add', `${runId}-thinking-1`, ' is <b>42'],
    ])
    expect(await written('', '42')).toEqual([
      ['put', `${runId}-thinking-1`, ''],
      ['add', `${runId}-answer-1`, '42'],
    ])
    left.abort()
  })

  it('end with what the vote came to', async () => {
    const { desk, clock, watch } = watched()
    desk.running = [liveVote()]
    const events = runEvents(watch, { runId, formToken: 'form' }, async () => ({
      ...{
        runId,
        folder: `/runs/${runId}`,
        command: 'vote',
        createdAt: '2026-11-22T10:15:00.000Z',
        model: 'm',
      },
      ...{ n: 16, state: 'ended', drawn: 5, answer: '<i>42' },
      votes: { won: 1, tied: 0, short: 0, 'no-answers': 0 },
    }))
    await next(events, clock)
    desk.running = []
    const last = await next(events, clock)
    expect(ids(last)).toEqual([
      ['put', `${runId}-end`],
      ['put', `${runId}-controls`],
      ['put', `${runId}-texts`],
      ['end', undefined],
    ])
    expect(last?.[0]?.[2]).toBe(
      `<p><strong>The vote has ended: &lt;i&gt;42.</strong> <a href="/magi/runs/${runId}">Report with every sample</a></p>`,
    )
    expect(await next(events, clock)).toBeUndefined()
  })

  it('offer to go on with a vote that was stopped', async () => {
    const { desk, clock, watch } = watched()
    const events = runEvents(watch, { runId, formToken: 'form' }, async () => ({
      ...{
        runId,
        folder: `/runs/${runId}`,
        command: 'vote',
        createdAt: '2026-11-22T10:15:00.000Z',
        model: 'm',
      },
      ...{ n: 16, state: 'unfinished', recorded: 5 },
    }))
    const [end, controls] = (await next(events, clock)) ?? []
    expect(texts(end?.[2] ?? '', 'strong')).toEqual(['The vote was stopped. What was drawn is kept.'])
    expect(texts(controls?.[2] ?? '', 'button')).toEqual(['Resume'])
    expect(desk.told).toEqual([])
  })
})
