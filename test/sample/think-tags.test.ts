import { expect, it } from 'vitest'
import { loadModelCard } from '../../src/config/model-card.ts'
import { thinkTagsOf } from '../../src/sample/think-tags.ts'

const generic = (await loadModelCard('generic-reasoner')).value
const own = { thinkTags: { open: '<reason>', close: '</reason>' } }

it.each([
  ['those of the card', generic, '{{ .Content }}', '', '<think>'],
  ['those of the card, where the template shows them', own, '[THINK]<reason>', '', '<reason>'],
  ['those that the template shows', generic, '[THINK]{{ .Thinking }}[/THINK]', '', '[THINK]'],
  ['those that the system text shows', own, '{{ .System }}', 'Draft inside <think>.', '<think>'],
])('the tags of a model are %s', (_, card, template, system, open) => {
  expect(thinkTagsOf({ card, details: { template, system } }).open).toBe(open)
})
