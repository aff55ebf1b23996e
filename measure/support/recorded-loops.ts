import { existsSync } from 'node:fs'
import { systemClock } from '../../src/ground/clock.ts'
import { guardsFor } from '../../src/guard/guards.ts'
import type { Limits } from '../../src/guard/schema.ts'
import type { DrawRequest } from '../../src/runtime/driver.ts'
import { createOllamaDriver } from '../../src/runtime/ollama.ts'
import { type Draw, drawSample } from '../../src/sample/draw.ts'
import { type Recording, readRecordings, recordedReply } from '../../test/support/recordings.ts'
import { ScriptedOllama } from '../../test/support/scripted-ollama.ts'
import { percent, print, printTable } from './table.ts'

/** Where recorded exchanges with a real runtime lie beside the project; they are no part of it. */
const recordingsBeside = '../shared/recordings'

/** Plays the recorded loops of a real runtime to the driver, with and without the loop guard, and prints what it saves. */
export async function printRecordedLoops(): Promise<void> {
  if (!existsSync(recordingsBeside)) {
    print(`\nno recordings at ${recordingsBeside}`)
    return
  }
  const loops = readRecordings(recordingsBeside).filter(({ name }) => name.includes('/loop-'))
  print(
    `\nmeasured on ${loops.length} recorded streams of a real runtime that ran in a loop to their output limit:\n`,
  )
  const rows: string[][] = []
  for (const loop of loops) {
    const whole = tokensOf(await replay(loop, { loop: false }))
    const guarded = await replay(loop, {})
    const came = tokensOf(guarded)
    const { end } = guarded
    const ended = end.type === 'tripped' ? end.guard : end.type
    rows.push([
      loop.name,
      ended,
      `${came} of ${whole}`,
      `${whole - came} (${percent(1 - came / whole, 1)} %)`,
    ])
  }
  printTable(['recording', 'ended by', 'tokens drawn', 'tokens saved'], rows)
}

const tokensOf = ({ counted }: Draw) => counted.thinking + counted.answer

async function replay(recording: Recording, limits: Limits): Promise<Draw> {
  const reply = recordedReply(recording)
  const ollama = await ScriptedOllama.start(reply)
  try {
    const { messages = [{ role: 'user', content: 'x' }], prompt } = recording.request.body ?? {}
    const request: DrawRequest = {
      model: 'magistral',
      messages: messages as DrawRequest['messages'],
      options: {},
      ...(typeof prompt === 'string' ? { rawPrompt: prompt } : {}),
    }
    const driver = createOllamaDriver(ollama.host)
    return await drawSample((signal) => driver.draw(request, signal), guardsFor(limits), systemClock)
  } finally {
    await ollama.close()
  }
}
