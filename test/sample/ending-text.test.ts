import { expect, it } from 'vitest'
import {
  endingDetail,
  endingReason,
  endingText,
  noForcedAnswerText,
  stoppedText,
} from '../../src/sample/ending-text.ts'
import type { SampleEnd } from '../../src/sample/sample.ts'

interface Said {
  readonly text: string
  readonly reason: string
  readonly detail: string
  readonly stopped: string
  readonly noForced: string
}

const cut = 'cut off at the output limit'
const broke = 'reset: the connection broke'

it.each<[SampleEnd, Said]>([
  [
    { type: 'finished', reason: 'stop' },
    {
      text: 'finished',
      reason: 'stop',
      detail: 'stop',
      stopped: 'finished',
      noForced: 'the model said nothing',
    },
  ],
  [
    { type: 'finished', reason: 'length' },
    { text: cut, reason: 'length', detail: 'length', stopped: cut, noForced: 'it was cut off too' },
  ],
  [
    { type: 'tripped', guard: 'idle-timeout', detail: 'silent for 1m' },
    {
      text: 'tripped: idle-timeout',
      reason: 'idle-timeout',
      detail: 'silent for 1m',
      stopped: 'stopped by idle-timeout: silent for 1m',
      noForced: 'idle-timeout: silent for 1m',
    },
  ],
  [
    { type: 'failed', code: 'reset', message: broke },
    { text: 'failed: reset', reason: 'reset', detail: broke, stopped: 'failed: reset', noForced: broke },
  ],
  [
    { type: 'cancelled', why: 'decided' },
    {
      text: 'cancelled: decided',
      reason: 'decided',
      detail: 'decided',
      stopped: 'cancelled: decided',
      noForced: 'decided',
    },
  ],
])('says how a sample ended: %j', (end, said) => {
  expect({
    text: endingText(end),
    reason: endingReason(end),
    detail: endingDetail(end),
    stopped: stoppedText(end),
    noForced: noForcedAnswerText(end),
  }).toEqual(said)
})

it('says a cut in the words of the caller', () => {
  const ends: SampleEnd[] = [
    { type: 'finished', reason: 'length' },
    { type: 'finished', reason: 'stop' },
  ]
  expect(ends.map((end) => endingText(end, 'cut'))).toEqual(['cut', 'finished'])
})
