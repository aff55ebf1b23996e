import { readdirSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { loadTemplate, parseTemplate, renderPrompt } from '../../../src/experiment/dataset/template.ts'
import { builtInPath } from '../../../src/ground/package-root.ts'

const instruction = 'Put the answer in \\boxed{}.'

describe('a prompt template', () => {
  it('puts the problem, its options and the words of the model card in their places', () => {
    const problem = { id: 'p', prompt: 'Which is prime?\n\n\nThink well.', choices: ['8', '13'], answer: 'B' }
    expect(renderPrompt(problem, loadTemplate('choice'), { instruction })).toBe(
      'Which is prime?\n\n\nThink well.\n\nA) 8\nB) 13\n\nExactly one option is right; the answer is its letter.\nPut the answer in \\boxed{}.',
    )
  })

  it('is there for every kind, and leaves no gap where a place stays empty', () => {
    const problem = { id: 'p', prompt: 'How many?' }
    expect(renderPrompt(problem, loadTemplate('number'), { instruction })).toBe(
      'How many?\n\nThe answer is one number.\nPut the answer in \\boxed{}.',
    )
    expect(renderPrompt(problem, loadTemplate('matrix'), { instruction })).toBe(
      'How many?\n\nPut the answer in \\boxed{}.',
    )
    expect(renderPrompt(problem, loadTemplate())).toBe('How many?')
    expect(renderPrompt(problem, loadTemplate('text'), { instruction })).toBe('How many?')
    for (const file of readdirSync(builtInPath('prompts'))) {
      expect(loadTemplate('auto', builtInPath('prompts', file)).text).toContain('{{prompt}}')
    }
  })

  it('may have the problem several times, within lines, behind empty ones and between empty places', () => {
    const problem = { id: 'p', prompt: ' How many?\n' }
    const render = (text: string, words = '') =>
      renderPrompt(problem, parseTemplate(text, 'own.txt'), { instruction: words })
    expect(
      render('\n \n  Q: {{prompt}}!\n{{choices}}\n\n\n{{instruction}}\n\nAgain: {{prompt}}{{prompt}}  \n'),
    ).toBe('Q: How many?!\n\nAgain: How many?How many?')
    expect(render('{{instruction}} {{prompt}}\n\n{{choices}}{{instruction}}', 'Box it.')).toBe(
      'Box it. How many?\n\nBox it.',
    )
    expect(render('{{choices}}\n{{prompt}}')).toBe('How many?')
  })

  it('takes what it fills in literally', () => {
    const template = parseTemplate('{{prompt}} / {{ instruction }}', 'own.txt')
    const problem = { id: 'p', prompt: "$& {{instruction}} $1 $' {{choices}}" }
    expect(renderPrompt(problem, template, { instruction })).toBe(
      `$& {{instruction}} $1 $' {{choices}} / ${instruction}`,
    )
  })

  it('that cannot work is refused with the line and the way out', () => {
    expect(() => parseTemplate('Hello\n{{promt}}', 'own.txt')).toThrow(
      'own.txt:2: {{promt}} is no place that can be filled.',
    )
    expect(() => parseTemplate('Hello', 'own.txt')).toThrow(
      'own.txt: the problem has no place in this template.',
    )
    expect(() => loadTemplate('auto', '/nowhere/own.txt')).toThrow(
      'The template /nowhere/own.txt cannot be read',
    )
    const problem = { id: 'p', prompt: 'Which?', choices: ['a', 'b'], answer: 'A' }
    expect(() => renderPrompt(problem, parseTemplate('{{prompt}}', 'own.txt'))).toThrow(
      'Problem "p" has options, and own.txt has no place for them.',
    )
  })
})
