import { describe, expect, it } from 'vitest'
import { cardFor, listModelCards, loadModelCard, modelName } from '../../src/config/model-card.ts'

const cards = (await listModelCards()).map(({ value }) => value)

describe('which card an installed model is of', () => {
  it.each([
    ['magistral', 'magistral-small-2506'],
    ['magistral:24b', 'magistral-small-2506'],
    ['magistral:24b-small-2506-q8_0', 'magistral-small-2506'],
    ['Magistral-Small:latest', 'magistral-small-2506'],
    ['hf.co/mistralai/Magistral-Small-2506_gguf:latest', 'magistral-small-2506'],
    ['hf.co/mistralai/Magistral-Small-2507-GGUF:Q4_K_M', 'magistral-small-2507'],
    ['huggingface.co/unsloth/Magistral-Small-2507-GGUF:UD-Q4_K_XL', 'magistral-small-2507'],
    ['magistral-small-1.1:q4', 'magistral-small-2507'],
    ['hf.co/unsloth/Magistral-Small-2509-GGUF:UD-Q4_K_XL', 'magistral-small-2509'],
    ['magistral:24b-small-2509-q8_0', 'magistral-small-2509'],
    ['someone/magistral-small-1.2', 'magistral-small-2509'],
    ['magistral-small:v12509', 'magistral-small-2506'],
    ['magistral-medium-2506', 'generic-reasoner'],
    ['deepseek-r1:14b', 'generic-reasoner'],
    ['hf.co/unsloth/Qwen3-14B-GGUF:Q4_K_M', 'generic-reasoner'],
    ['gpt-oss:20b', 'generic-reasoner'],
    ['hf.co/unsloth/Mistral-Small-4-119B-2603-GGUF', 'mistral-small-4'],
    ['mistral-small4:119b', 'mistral-small-4'],
    ['mistral-medium-3.5:128b-q8_0', 'mistral-medium-3-5'],
    ['hf.co/unsloth/Ministral-3-14B-Reasoning-2512-GGUF:Q4_K_M', 'ministral-3-reasoning'],
    ['devstral-small-2:24b', 'devstral-2'],
    ['devstral:24b', 'generic'],
    ['qwen3-coder:30b', 'generic'],
    ['llama3.2:3b', 'generic'],
    ['mistral-small:24b', 'generic'],
  ])('takes %s for %s', (name, card) => {
    expect(cardFor(name, cards).name).toBe(card)
  })

  it('lets the template decide where the name says no version', () => {
    const brackets = '{{ if .System }}[SYSTEM_PROMPT]{{ .System }}[/SYSTEM_PROMPT]{{ end }}[THINK]'
    expect(cardFor('magistral:24b', cards, { template: brackets }).name).toBe('magistral-small-2507')
    expect(cardFor('my-magistral', cards, { system: 'use [THINK]', capabilities: ['vision'] }).name).toBe(
      'magistral-small-2509',
    )
    expect(
      cardFor('magistral:24b', cards, {
        template: '<think>{{ .Thinking }}</think>',
        capabilities: ['vision'],
      }).name,
    ).toBe('magistral-small-2506')
    expect(cardFor('hf.co/x/magistral-small-2509', cards, { template: '<think>' }).name).toBe(
      'magistral-small-2509',
    )
  })

  it('takes whatever lists the capability for a reasoner', () => {
    expect(cardFor('nobody-knows:7b', cards, { capabilities: ['completion', 'thinking'] }).name).toBe(
      'generic-reasoner',
    )
    expect(cardFor('nobody-knows:7b', cards, { capabilities: ['completion'] }).name).toBe('generic')
  })

  it("takes a user's card that lists the name, without a pattern", async () => {
    const { match: _, ...plain } = (await loadModelCard('generic')).value
    const own = { ...plain, name: 'acme', names: ['acme/solver'] }
    expect(cardFor('Acme/Solver:Q8', [own, ...cards]).name).toBe('acme')
    expect(cardFor('llama3.2', [own, ...cards]).name).toBe('generic')
  })
})

it('knows what each Magistral Small needs to be asked and read', () => {
  const known = cards
    .filter((card) => card.version !== undefined)
    .map((card) => [
      card.version,
      card.thinkTags.open,
      card.vision,
      card.window,
      card.answer.marker,
      card.answer.opening,
    ])
  expect(known).toEqual([
    ['2506', '<think>', false, 40_960, 'line', 'Final answer: '],
    ['2507', '[THINK]', false, 40_960, 'boxed', '\\boxed{'],
    ['2509', '[THINK]', true, 40_960, 'boxed', '\\boxed{'],
  ])
})

it('asks for the marker that it looks for', () => {
  for (const { answer, name } of cards) {
    const words = answer.marker === 'boxed' ? '\\boxed{' : answer.opening.trim()
    expect({
      name,
      asks: answer.instruction.includes(words),
      opens: answer.opening.startsWith(words),
    }).toEqual({
      name,
      asks: true,
      opens: true,
    })
  }
})

it('keeps a box out of the texts for 2506, whose own system text forbids it', async () => {
  expect(JSON.stringify((await loadModelCard('magistral-small-2506')).value)).not.toContain('boxed{')
})

it('tells a model to think with its own tags where it brings no system text', () => {
  for (const { system, thinkTags, thinkingNeedsSystem } of cards) {
    if (!thinkingNeedsSystem) continue
    expect(system).toContain(thinkTags.open)
    expect(system).toContain(thinkTags.close)
  }
})

it('quotes the published figures that a vote is measured against', async () => {
  const scores = (await loadModelCard('magistral-small-2506')).value.scores.filter(
    (score) => score.benchmark === 'AIME24' && score.model === undefined,
  )
  expect(scores.map(({ metric, percent }) => [metric, percent])).toEqual([
    ['pass@1', 70.68],
    ['maj@64', 83.3],
  ])
  expect(cards.flatMap((card) => card.scores).every((score) => score.source !== 'own')).toBe(true)
})

it('takes a name apart as the runtime does', () => {
  expect(modelName('HF.co/Unsloth/Magistral-Small-2509-GGUF:UD-Q4_K_XL')).toEqual({
    base: 'hf.co/unsloth/magistral-small-2509-gguf',
    tag: 'ud-q4_k_xl',
  })
  expect(modelName('registry.ollama.ai/library/magistral')).toEqual({ base: 'magistral' })
  expect(modelName('localhost:5000/a/b')).toEqual({ base: 'localhost:5000/a/b' })
  expect(modelName('a\nb/c:24b')).toEqual({ base: 'a\nb/c', tag: '24b' })
})
