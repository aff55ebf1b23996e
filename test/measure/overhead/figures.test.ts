import { describe, expect, it } from 'vitest'
import type { Run } from '../../../measure/overhead/clients.ts'
import {
  figureRow,
  fullFigures,
  memoryFigures,
  pacedFigures,
  startFigures,
} from '../../../measure/overhead/figures.ts'

function run(change: Partial<Run>): Run {
  return { startedAtMs: 0, wallMs: 1, cpuMs: 1, peakMb: 1, stdout: '', idle: 0, sampleMs: [], ...change }
}

describe('the figures of overhead', () => {
  it('compares within each round, so that a round under load does not decide', () => {
    const rounds = [
      { peer: run({ cpuMs: 1_000 }), magi: run({ cpuMs: 1_100 }) },
      { peer: run({ cpuMs: 4_000 }), magi: run({ cpuMs: 4_800 }) },
      { peer: run({ cpuMs: 1_000 }), magi: run({ cpuMs: 1_300 }) },
    ]
    expect(fullFigures(rounds).map(({ measured }) => measured)).toEqual([1.2])
  })

  it('takes as ideal what eight waves of the bare reader’s samples take', () => {
    const floor = run({ sampleMs: [790, 800, 900] })
    const rounds = [
      { floor, peer: run({ cpuMs: 100 }), magi: run({ wallMs: 6_720, cpuMs: 90, idle: 0.004 }) },
    ]
    expect(pacedFigures(rounds).map(({ measured }) => measured)).toEqual([1.05, 0.4, 0.9])
  })

  it('sets every start against the empty one of its round', () => {
    const start = { nodeMs: 80, versionMs: 100, firstRequestMs: 240, firstDrawMs: 300 }
    expect(startFigures([start]).map(({ measured }) => measured)).toEqual([1.25, 3])
  })

  it('subtracts the memory of short samples from that of long ones', () => {
    const rounds = (peakMb: number) => [{ magi: run({ peakMb }) }]
    expect(memoryFigures(rounds(110), rounds(85)).map(({ measured }) => measured)).toEqual([25])
  })

  it('marks a figure as ok up to what is asked, and over beyond it or where nothing was measured', () => {
    const mark = (measured: number) => figureRow({ what: 'w', most: 1.2, measured, unit: '×' })
    expect([mark(1.2), mark(1.21), mark(Number.NaN)]).toEqual([
      ['w', '≤ 1.20 ×', '1.20 ×', 'ok'],
      ['w', '≤ 1.20 ×', '1.21 ×', 'over'],
      ['w', '≤ 1.20 ×', 'NaN ×', 'over'],
    ])
  })
})
