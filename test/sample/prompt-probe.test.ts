import { describe, expect, it } from 'vitest'
import { loadModelCard } from '../../src/config/model-card.ts'
import type { DrawRequest } from '../../src/runtime/driver.ts'
import { PromptProbe } from '../../src/sample/prompt-probe.ts'

const { value: card } = await loadModelCard('magistral-small-2509')
const request: DrawRequest = { model: 'm', messages: [{ role: 'user', content: 'How many?' }], options: {} }
const openTemplate = '{{ range .Messages }}{{ .Content }}{{ end }}[THINK]'

/** A probe of a runtime that renders so, and the messages it was asked to render. */
function probing(render: (request: DrawRequest) => string | undefined, template = openTemplate) {
  const asked: DrawRequest['messages'][] = []
  const renderPrompt = async (each: DrawRequest) => {
    asked.push(each.messages)
    return render(each)
  }
  return { probe: new PromptProbe({ renderPrompt }, { card, details: { template } }), asked }
}

describe('whether a sample begins inside its thinking', () => {
  it('shows in the prompt that the runtime renders, and is asked once for all prompts', async () => {
    const { probe, asked } = probing(({ messages }) => `[INST]${messages[0]?.content}[/INST][THINK]\n`)
    const other = { ...request, messages: [{ role: 'user' as const, content: 'How long?' }] }
    expect(await Promise.all([probe.beginsInThinking(request), probe.beginsInThinking(other)])).toEqual([
      true,
      true,
    ])
    expect(asked).toEqual([request.messages])
    const { probe: closed } = probing(() => '[THINK]so[/THINK]')
    expect(await closed.beginsInThinking(request)).toBe(false)
  })

  it.each([
    ['the runtime is told to think, and tells it apart itself', { think: true }, openTemplate],
    ['it is told how much to think', { think: 'high' as const }, openTemplate],
    ['no template holds such a tag', {}, '{{ .Prompt }}'],
  ])('is not asked where %s', async (_, changes, template) => {
    const { probe, asked } = probing(() => '[THINK]', template)
    expect(await probe.beginsInThinking({ ...request, ...changes })).toBe(false)
    expect(asked).toEqual([])
  })

  it('is asked where the runtime is told not to think, and the template opens it all the same', async () => {
    const { probe } = probing(() => '[INST]How many?[/INST][THINK]')
    expect(await probe.beginsInThinking({ ...request, think: false })).toBe(true)
  })

  it('stays open where the runtime does not tell', async () => {
    const refuses = () => {
      throw new Error('unknown field')
    }
    for (const render of [refuses, () => undefined])
      expect(await probing(render).probe.beginsInThinking(request)).toBe(false)
  })
})

describe('whether a last message is left open', () => {
  it('is asked once for all prompts', async () => {
    const { probe, asked } = probing(({ messages }) =>
      messages.map(({ thinking = '', content }) => thinking + content).join(''),
    )
    expect(await probe.continuesChat(request)).toBe(true)
    expect(await probe.continuesChat({ ...request, messages: [{ role: 'user', content: 'x' }] })).toBe(true)
    expect(asked).toHaveLength(1)
    expect(asked[0]?.at(-1)).toMatchObject({ role: 'assistant', content: card.answer.opening })
  })

  it('is not so where the thinking is dropped, or the message closed', async () => {
    for (const render of [
      ({ messages }: DrawRequest) => messages.map(({ content }) => content).join(''),
      ({ messages }: DrawRequest) =>
        `${messages.map(({ thinking = '', content }) => thinking + content).join('')}</s>`,
    ])
      expect(await probing(render).probe.continuesChat(request)).toBe(false)
  })
})
