import { expect, it } from 'vitest'
import { promptMaker } from '../../src/sample/chat-template.ts'

it.each([
  ['{{ .Prompt }}', undefined, 'nobody'],
  [' {{- .Prompt -}}\n', undefined, 'nobody'],
  // As the library ships models whose prompt is made by code.
  ['{{ .Prompt }}', 'qwen3-vl-thinking', 'renderer'],
  ['', 'ministral', 'renderer'],
  ['', undefined, 'untold'],
  ['{{- range .Messages }}[INST]{{ .Content }}[/INST]{{ end }}', undefined, 'template'],
  ['{% for message in messages %}{{ message.content }}{% endfor %}', undefined, 'engine'],
])('the prompt of %j with the renderer %s is made by %s', (template, renderer, maker) => {
  expect(promptMaker({ template, ...(renderer === undefined ? {} : { renderer }) })).toBe(maker)
})
