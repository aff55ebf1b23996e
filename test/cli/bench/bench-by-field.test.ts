import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { runReportSchema } from '../../../src/report/schema.ts'
import { emptyFolder } from '../../support/folder.ts'
import { cliWith } from '../../support/run-cli.ts'
import { chatStream } from '../../support/scripted-reply.ts'
import { onlyRun } from '../../support/vote-script.ts'

const schema = {
  type: 'object',
  properties: {
    party: { type: 'string' },
    items: {
      type: 'array',
      items: {
        type: 'object',
        properties: { sku: { type: 'string' }, price: { type: 'number' }, unit: { type: 'string' } },
        required: ['sku', 'price', 'unit'],
      },
      'x-magi-key': ['sku'],
    },
  },
  required: ['party', 'items'],
}

const wrote = (party: string, ...prices: readonly number[]) => ({
  party,
  items: prices.map((price, at) => ({ sku: `s${at}`, price, unit: 'kg' })),
})

const replies = [wrote('Acme', 1, 5), wrote('Acme', 1, 2), wrote('Apex', 1, 2), wrote('acme', 9, 2)]

describe('magi bench --schema', () => {
  it('grades each field against a gold object, and says what was taken for what', async () => {
    const cwd = emptyFolder()
    await writeFile(join(cwd, 'schema.json'), JSON.stringify(schema))
    const problem = { id: 'invoice', prompt: 'What does it say?', answer: wrote('Acme', 1, 2) }
    await writeFile(join(cwd, 'set.jsonl'), `${JSON.stringify(problem)}\n`)
    const { start, run } = await cliWith(
      ...replies.map((reply) => chatStream({ text: JSON.stringify(reply) })),
    )
    const args = ['bench', 'set.jsonl', '-n', '4', '--seed', '100', '--slots', '1', '--schema', 'schema.json']
    const running = await start(args, { cwd })
    expect((await running.result).exitCode).toBe(0)
    const folder = await onlyRun(running.runs)
    const { stdout } = await run(['report', folder, '--format', 'json'])
    const [source] = runReportSchema.parse(JSON.parse(stdout)).sources
    expect(source?.passAt1?.mean).toBe(0.25)
    expect(source?.voteAccuracy?.mean).toBe(1)
    // Two invoices are right with half a chance for each field on which they differ; three with none but where a rare pair is right.
    expect(source?.majAtK.map(({ k, mean }) => [k, mean])).toEqual([
      [1, 0.25],
      [2, expect.closeTo((3 * 0.5 + 3 * 0.25) / 6, 12)],
      [3, 1],
      [4, 1],
    ])
    expect(
      source?.fields?.map(({ path, graded, passAt1, majAtK, confused }) => ({
        path,
        graded,
        pass: passAt1?.mean,
        maj: [majAtK?.k, majAtK?.mean],
        confused,
      })),
    ).toEqual([
      {
        path: 'party',
        graded: 1,
        pass: 0.75,
        maj: [4, 1],
        confused: [{ gold: '"Acme"', said: '"Apex"', samples: ['invoice/2'] }],
      },
      { path: 'items[]', graded: 2, pass: 1, maj: [4, 1], confused: [] },
      { path: 'items[].sku', graded: 2, pass: 1, maj: [4, 1], confused: [] },
      {
        path: 'items[].price',
        graded: 2,
        pass: 0.75,
        maj: [4, 1],
        confused: [
          { gold: '1', said: '9', samples: ['invoice/3'] },
          { gold: '2', said: '5', samples: ['invoice/0'] },
        ],
      },
      { path: 'items[].unit', graded: 2, pass: 1, maj: [4, 1], confused: [] },
    ])
    const text = await run(['report', folder])
    expect(text.stdout).toContain('most confused')
    const page = join(cwd, 'page.html')
    await run(['report', folder, '--format', 'html', '--output', page])
    const html = await readFile(page, 'utf8')
    expect(html).toContain('<h3>Fields</h3>')
    expect(html).toMatch(/5 × 1: <a href="#[^"]+-0">#0<\/a>/)
  })
})
