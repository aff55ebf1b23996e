import { describe, expect, it } from 'vitest'
import type { LoadedModel } from '../../src/runtime/driver.ts'
import type { Draw } from '../../src/sample/draw.ts'
import { ModelWatch } from '../../src/sample/model-watch.ts'
import { FakeClock } from '../support/fake-clock.ts'

const model = { name: 'magistral:latest', digest: 'a'.repeat(64) }
const request = { model: model.name, messages: [], options: { num_ctx: 8_192, num_predict: 4_096 } }

const finished: Draw = {
  ...{ thinking: 'hm', text: '42', counted: { thinking: 1, answer: 1 }, elapsedMs: 10 },
  end: { type: 'finished', reason: 'stop' },
  usage: { promptTokens: 20, outputTokens: 2, loadMs: 500 },
}
const late: Draw = {
  ...{ thinking: '', text: '', usage: {}, counted: { thinking: 0, answer: 0 }, elapsedMs: 900_000 },
  end: { type: 'tripped', guard: 'first-part-timeout', detail: 'nothing came within 15m' },
}

/** A watch over a runtime that has this in memory; `undefined`: it does not answer. */
function watching(loaded: readonly LoadedModel[] | undefined) {
  const notices: string[] = []
  const clock = new FakeClock()
  let asked = 0
  const driver = {
    async loaded() {
      asked += 1
      if (loaded === undefined) throw new Error('no answer')
      return loaded
    },
  }
  const watch = new ModelWatch(driver, { model, clock, onNotice: (text) => notices.push(text) })
  return { watch, notices, clock, asked: () => asked }
}

const same = { name: 'Magistral', digest: model.digest, context: 8_192 }

describe('the watch over the model in memory', () => {
  it('does not ask the runtime where a sample gives no hint', async () => {
    const { watch, asked, notices } = watching([])
    expect(await watch.look(finished, request)).toBe(finished)
    const cut: Draw = { ...finished, end: { type: 'finished', reason: 'length' } }
    const full = { ...cut, usage: { promptTokens: 20, outputTokens: 4_096 } }
    const window = { ...cut, usage: { promptTokens: 5_000, outputTokens: 3_192 } }
    const uncounted = { ...cut, usage: {} }
    const cancelled: Draw = {
      ...finished,
      end: { type: 'cancelled', why: 'decided' },
      usage: { loadMs: 9_000 },
    }
    for (const draw of [full, window, uncounted, cancelled])
      expect(await watch.look(draw, { ...request, messages: [] })).toBe(draw)
    expect([asked(), notices]).toEqual([0, []])
  })

  it('does not take another name of the same weights for another model', async () => {
    const { watch, notices } = watching([{ name: 'base:latest', digest: 'b'.repeat(64), context: 4_096 }])
    const seen = await watch.look({ ...finished, usage: { loadMs: 5_000 } }, request)
    expect(seen.end).toEqual(finished.end)
    expect(notices).toEqual([expect.stringContaining('runs with a window of 4096 tokens, 8192 were asked')])
  })

  it('ends the sample, and every later one, when another model was loaded under the name', async () => {
    const { watch } = watching([{ ...same, digest: 'b'.repeat(64) }])
    const seen = await watch.look({ ...finished, usage: { loadMs: 5_000 } }, request)
    expect(seen).toMatchObject({
      thinking: 'hm',
      text: '42',
      end: {
        type: 'failed',
        code: 'model-changed',
        message:
          'model-changed: magistral:latest is another model now: its digest is bbbbbbbbbbbb, the run began with aaaaaaaaaaaa',
      },
    })
    expect(watch.changed).toEqual(seen.end)
  })

  it('says so, once, when the window is smaller than asked', async () => {
    const { watch, notices } = watching([{ ...same, context: 2_048 }])
    const cut: Draw = {
      ...finished,
      end: { type: 'finished', reason: 'length' },
      usage: { promptTokens: 48, outputTokens: 2_000 },
    }
    expect(await watch.look(cut, request)).toBe(cut)
    await watch.look(cut, request)
    expect(notices).toEqual([
      'magistral:latest runs with a window of 2048 tokens, 8192 were asked for: long samples are cut off there. Ask for no more (-o num_ctx=2048), or look at the log of the runtime.',
    ])
  })

  it('says so, once, when the same model was loaded anew', async () => {
    const { watch, notices } = watching([same])
    const draw = { ...finished, usage: { loadMs: 1_000 } }
    expect(await watch.look(draw, request)).toBe(draw)
    await watch.look(draw, request)
    expect(notices).toEqual([expect.stringMatching(/^magistral:latest was loaded anew during the run/)])
  })

  it('says nothing of a model where the runtime says nothing', async () => {
    for (const loaded of [undefined, [], [{ name: 'gemma:2b', digest: 'c' }], [{ ...same, digest: '' }]]) {
      const { watch } = watching(loaded)
      const draw = { ...finished, usage: { loadMs: 1_000 } }
      expect(await watch.look(draw, request)).toBe(draw)
      expect(watch.changed).toBeUndefined()
    }
  })

  it('tells the likely reason where nothing came, by what came of other samples until then', async () => {
    const { watch, clock } = watching([same])
    const detail = async (draw: Draw) => {
      const { end, forcedEnd } = await watch.look(draw, request)
      const told = forcedEnd ?? end
      return told.type === 'tripped' ? told.detail : undefined
    }
    expect(await detail(late)).toMatch(/^nothing came within 15m\. Most likely a stall: /)
    watch.part()
    await clock.advance(29_999)
    expect(await detail(late)).toMatch(/Most likely a queue in front of it: .*other samples of this run/)
    await clock.advance(1)
    expect(await detail(late)).toMatch(/Most likely a stall: /)
    const forced: Draw = {
      ...finished,
      end: { type: 'tripped', guard: 'thinking-loop', detail: 'round' },
      forcedEnd: late.end,
    }
    expect(await detail(forced)).toMatch(/^nothing came within 15m\. Most likely /)
  })

  it('says once that a prompt was counted in two sizes, or oddly; never for what was forced or failed', async () => {
    const { watch, notices } = watching([])
    const counted = (promptTokens: number): Draw => ({ ...finished, usage: { promptTokens } })
    await watch.look(counted(203), request)
    await watch.look({ ...counted(900), forcedEnd: { type: 'finished', reason: 'stop' } }, request)
    await watch.look(
      { ...counted(131), end: { type: 'failed', code: 'reset', message: 'reset: x' } },
      request,
    )
    await watch.look(counted(203), request)
    await watch.look(counted(99), { ...request, messages: [] })
    expect(notices).toEqual([])
    await watch.look(counted(131), request)
    await watch.look(counted(131), request)
    await watch.look(counted(8_192), { ...request, messages: [] })
    expect(notices).toEqual([
      'The runtime counted 203 tokens of the prompt for one sample and 131 for another: a part of it may have been cut off.',
      expect.stringMatching(
        /^The runtime counted 8192 tokens of the prompt, as many as the window holds\. A part/,
      ),
    ])
  })
})
