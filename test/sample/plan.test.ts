import { describe, expect, it } from 'vitest'
import { loadModelCard } from '../../src/config/model-card.ts'
import type { ModelDetails } from '../../src/runtime/driver.ts'
import { type PlanInput, planSamples } from '../../src/sample/plan.ts'

const old = (await loadModelCard('magistral-small-2506')).value
const seeing = (await loadModelCard('magistral-small-2509')).value
const generic = (await loadModelCard('generic')).value

const details: ModelDetails = {
  capabilities: ['completion', 'thinking'],
  template: '{{ .System }} [INST]{{ .Prompt }}[/INST]',
  system: '',
  parameters: {},
  trainedContext: 40_960,
}

function plan(
  changes: Partial<PlanInput> = {},
  ofModel: { card?: typeof old; details?: Partial<ModelDetails> } = {},
) {
  return planSamples({
    model: { name: 'm', card: ofModel.card ?? old, details: { ...details, ...ofModel.details } },
    options: { num_ctx: 40_960, temperature: 0.7, top_p: 0.95, top_k: 64, min_p: 0, repeat_penalty: 1 },
    keepAlive: '30m',
    limits: { firstPartMs: 1_000, idleMs: 2_000, totalMs: 3_000 },
    prompt: 'What is 6 × 7?',
    instruct: false,
    ...changes,
  })
}

/** The messages as role and text. */
const messages = (...args: Parameters<typeof plan>) =>
  plan(...args).request.messages.map(({ role, content }) => [role, content])

const user = ['user', 'What is 6 × 7?']

describe('the system text', () => {
  it.each([
    ['brings its own', old, { system: 'Draft first.' }, [user]],
    ['brings none, and its card says that it needs one', old, {}, [['system', old.system], user]],
    ['has it in its template', old, { template: '<think>{{ .Prompt }}' }, [user]],
    ['thinks without', generic, {}, [user]],
  ])('of a model that %s', (_name, card, own, expected) => {
    expect(messages({}, { card, details: own })).toEqual(expected)
  })

  it.each([
    [
      'goes behind the text that the model brings',
      old,
      { system: 'Draft first.' },
      [['system', 'Draft first.\n\nBe bold.'], user],
    ],
    ['goes behind the text of its card', old, {}, [['system', `${old.system}\n\nBe bold.`], user]],
    ['goes behind the prompt where there is neither', generic, {}, [['user', 'What is 6 × 7?\n\nBe bold.']]],
  ])('and the note of a preset: it %s', (_name, card, own, expected) => {
    expect(messages({ note: 'Be bold.' }, { card, details: own })).toEqual(expected)
  })

  it('is replaced by one of the user, and the note goes behind that', () => {
    expect(
      messages({ system: 'Be brief.', note: 'Be bold.' }, { details: { system: 'Draft first.' } }),
    ).toEqual([['system', 'Be brief.\n\nBe bold.'], user])
  })

  it('warns where the model thinks only when its own text tells it to', () => {
    const warning = '--system replaces the text that makes m think: it may answer without thinking.'
    expect(plan({ system: 'Be brief.' }).warnings).toEqual([warning])
    expect(plan({ system: 'Be brief.' }, { card: generic }).warnings).toEqual([])
  })
})

describe('the prompt', () => {
  it('is sent as written, or with the words of the card on how to mark the answer, behind the note', () => {
    const instruction = generic.answer.instruction
    expect(messages({}, { card: generic })).toEqual([user])
    expect(messages({ instruct: true, note: 'Be bold.' }, { card: generic })).toEqual([
      ['user', `What is 6 × 7?\n\nBe bold.\n\n${instruction}`],
    ])
  })

  it('takes its images along to a model that sees, and to no other', () => {
    const sees = { card: seeing, details: { capabilities: ['vision'], system: 'x' } }
    expect(plan({ images: ['iVBORw=='] }, sees).request.messages).toEqual([
      { role: 'user', content: 'What is 6 × 7?', images: ['iVBORw=='] },
    ])
    expect(() => plan({ images: ['iVBORw=='] })).toThrow('Model "m" cannot see images.')
  })
})

describe('thinking', () => {
  const thinks = (think: PlanInput['think'] | undefined, capabilities: string[], card = old) => {
    const { request, warnings } = plan(
      { ...(think === undefined ? {} : { think }) },
      { card, details: { capabilities } },
    )
    return ['think' in request ? request.think : 'not sent', warnings.length]
  }

  it.each([
    [undefined, ['thinking'], true, 0],
    [false, ['thinking'], false, 0],
    ['low', ['thinking'], 'low', 0],
    [undefined, [], 'not sent', 0],
    [false, [], 'not sent', 0],
    [true, [], 'not sent', 1],
    ['high', [], 'not sent', 1],
  ] as const)('asked for as %s of a model that can %j', (think, capabilities, sent, warnings) => {
    expect(thinks(think, [...capabilities])).toEqual([sent, warnings])
  })

  it('is asked for as the card says where nobody does', () => {
    expect(thinks(undefined, ['thinking'], { ...old, thinkByDefault: false })).toEqual([false, 0])
  })
})

describe('the limits', () => {
  it('leave the window to the output, but for the prompt, and the output to the thinking, but for the answer', () => {
    const { request, limits, windowTokens, promptTokensEstimate } = plan()
    expect({ request: request.options, limits, windowTokens, promptTokensEstimate }).toEqual({
      request: {
        ...{ num_ctx: 40_960, num_predict: 38_912 },
        ...{ temperature: 0.7, top_p: 0.95, top_k: 64, min_p: 0, repeat_penalty: 1 },
      },
      limits: {
        firstPartMs: 1_000,
        idleMs: 2_000,
        totalMs: 3_000,
        thinkingTokens: 37_888,
        allTokens: 38_912,
      },
      windowTokens: 40_960,
      promptTokensEstimate: expect.any(Number),
    })
  })

  it('are those of the user where there are any', () => {
    const { request, limits } = plan({ maxTokens: 500, maxThinkingTokens: 100 })
    expect(request.options['num_predict']).toBe(500)
    expect(limits).toMatchObject({ thinkingTokens: 100, allTokens: 500 })
  })

  it('keep to the window that the model was trained with, and say so', () => {
    const { request, windowTokens, warnings } = plan({}, { details: { trainedContext: 8_192 } })
    expect([request.options['num_ctx'], request.options['num_predict'], windowTokens]).toEqual([
      8_192, 6_144, 8_192,
    ])
    expect(warnings).toEqual(['The window of 40960 tokens is more than m was trained with: 8192 are used.'])
    expect(plan({}, { details: { trainedContext: 100_000 } }).warnings).toEqual([])
  })

  it('warn with the numbers where prompt and output may not fit', () => {
    expect(plan({ maxTokens: 40_960 }).warnings).toEqual([
      expect.stringMatching(
        /\(about \d+ tokens\) and 40960 tokens of output may not fit the window of 40960/,
      ),
    ])
    const long = plan({ prompt: 'word '.repeat(30_000) }, { card: generic })
    expect(long.request.options['num_predict']).toBe(1)
    expect(long.warnings).toEqual([
      'The prompt (about 50005 tokens) does not fit the window of 40960: the runtime is likely to refuse it. Shorten it or raise -o num_ctx=….',
    ])
  })
})

it('warns where stop texts of the request take the place of those that the model brings', () => {
  const bringing = { card: generic, details: { parameters: { stop: '</s>\n[INST]' } } }
  const stopping = { options: { num_ctx: 40_960, stop: ['END'] } }
  expect(plan(stopping, bringing).warnings).toEqual([
    'The option stop takes the place of the stop texts that m brings ("</s>", "[INST]"): name them too, or it may run on.',
  ])
  expect(plan({}, bringing).warnings).toEqual([])
  expect(plan(stopping, { card: generic }).warnings).toEqual([])
})

it('warns of a model without a chat template', () => {
  expect(plan({}, { card: generic, details: { template: ' {{ .Prompt }}\n' } }).warnings).toEqual([
    'm has no chat template of its own: answers may be poor. Import it with a TEMPLATE.',
  ])
})

it('passes a schema for the answer on, and how long the model is to stay', () => {
  const schema = { type: 'object' }
  expect(plan({ format: schema, keepAlive: -1 }).request).toMatchObject({ format: schema, keepAlive: -1 })
  expect('format' in plan().request).toBe(false)
})
