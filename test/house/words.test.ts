import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { projectFolder, readSourceFiles } from './source-files.ts'

const words = [
  ...[
    'prompt',
    'problem',
    'preset',
    'profile',
    'model card',
    'driver',
    'part',
    'guard',
    'trip',
    'force',
    'sample',
  ],
  ...[
    'extractor',
    'answer',
    'cluster',
    'ballot',
    'tally',
    'vote',
    'stop rule',
    'run',
    'journal',
    'experiment',
  ],
  ...['report', 'slots'],
]

/** Hosts that a string in the source may name: this machine, names that nobody can own, and names that are no addresses to call. */
const hosts = [
  ...['localhost', '0.0.0.0', 'example.com', 'host', 'x'],
  // The runtime's own rule for addresses, and the two spellings of one place in the names of models.
  ...['ollama.com', 'hf.co', 'huggingface.co'],
  // The name of a language, by which a page says that it holds drawings.
  'www.w3.org',
]

describe('the words', () => {
  const rows = new Map(
    readFileSync(join(projectFolder, 'docs', 'terms.md'), 'utf8')
      .split('\n')
      .flatMap((line) => [...line.matchAll(/^\| \*\*([^*]+)\*\* \| ([^|]+)/g)])
      .map(([, word = '', meaning = '']) => [word, meaning.trim()]),
  )

  it.each(words)('say what "%s" means', (word) => {
    expect(rows.get(word) ?? '').toMatch(/\w+ \w+/)
  })

  it('have one row each', () => {
    const text = readFileSync(join(projectFolder, 'docs', 'terms.md'), 'utf8')
    expect(text.match(/^\| \*\*/gm)).toHaveLength(rows.size)
  })
})

describe('the source', () => {
  it('names no host that it could call, but in comments', () => {
    const named = readSourceFiles().flatMap(({ path, strings }) =>
      strings.flatMap((text) => hostsIn(text).map((host) => `${path}: ${host}`)),
    )
    expect(named).toEqual([])
  })

  it('would be caught naming one', () => {
    expect(hostsIn('https://api.openai.com/v1 or 10.0.0.7, http://telemetry/x and mistral.ai')).toEqual([
      'api.openai.com',
      'telemetry',
      '10.0.0.7',
      'mistral.ai',
    ])
    expect(
      hostsIn('http://127.0.0.1:11434, 1.5 files in vote.ts, 0.0.0.0, http://user:password@host'),
    ).toEqual([])
  })
})

/** Hosts in a text that are not allowed: after a scheme, by a top-level domain, or as four numbers. */
function hostsIn(text: string): string[] {
  const found = [
    ...[...text.matchAll(/\bhttps?:\/\/(?:[\w:]+@)?([\w.-]*\w)/g)].map(([, host = '']) => host),
    ...(text.match(/\b\d{1,3}(?:\.\d{1,3}){3}\b/g) ?? []),
    ...(text.match(/\b(?:[a-z0-9-]+\.)+(?:com|org|net|io|ai|co|dev|app)\b/g) ?? []),
  ]
  return [...new Set(found)].filter((host) => !hosts.includes(host) && !host.startsWith('127.'))
}
