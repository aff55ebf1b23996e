import { Ollama } from 'ollama'
import pLimit from 'p-limit'

// The peer: `ollama` and `p-limit` as their readmes show them. No guards, no journal, no vote.
// Arguments: host, samples, slots. Prints the tokens read.

const [host = '', samples, slots] = [process.argv[2], Number(process.argv[3]), Number(process.argv[4])]
const ollama = new Ollama({ host })
const limit = pLimit(slots)

async function draw(seed: number): Promise<number> {
  const stream = await ollama.chat({
    model: 'magistral:24b',
    messages: [{ role: 'user', content: 'What is 6 x 7?' }],
    options: { seed },
    stream: true,
  })
  let tokens = 0
  let thinking = ''
  let text = ''
  for await (const { message, done } of stream) {
    thinking += message.thinking ?? ''
    text += message.content
    if (!done) tokens += 1
  }
  if (thinking === '' || text === '') throw new Error('A sample came without its text.')
  return tokens
}

const seeds = Array.from({ length: samples }, (_, index) => index)
const tokens = await Promise.all(seeds.map((seed) => limit(() => draw(seed))))
process.stdout.write(JSON.stringify({ tokens: tokens.reduce((sum, count) => sum + count, 0) }))
