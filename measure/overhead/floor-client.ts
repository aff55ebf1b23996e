import { Agent, request } from 'node:http'

// The floor: the least that a reader of the wire can do. Lines are split and parsed, texts are kept; nothing else.
// Arguments: host, samples, slots. Prints the tokens read and the time of each sample.

const [host, samples, slots] = [process.argv[2], Number(process.argv[3]), Number(process.argv[4])]
const agent = new Agent({ keepAlive: true })

interface Line {
  readonly message: { readonly thinking?: string; readonly content: string }
  readonly done: boolean
}

function draw(seed: number): Promise<{ tokens: number; ms: number }> {
  const startMs = performance.now()
  return new Promise((resolve, reject) => {
    const sent = request(`${host}/api/chat`, { method: 'POST', agent }, (response) => {
      let tokens = 0
      let thinking = ''
      let text = ''
      let rest = ''
      response.setEncoding('utf8')
      response.on('data', (chunk: string) => {
        const lines = (rest + chunk).split('\n')
        rest = lines.pop() ?? ''
        for (const line of lines) {
          const { message, done } = JSON.parse(line) as Line
          thinking += message.thinking ?? ''
          text += message.content
          if (!done) tokens += 1
        }
      })
      response.on('end', () => {
        if (thinking === '' || text === '') reject(new Error('A sample came without its text.'))
        resolve({ tokens, ms: performance.now() - startMs })
      })
      response.on('error', reject)
    })
    sent.on('error', reject)
    const messages = [{ role: 'user', content: 'What is 6 x 7?' }]
    sent.end(JSON.stringify({ model: 'magistral:24b', messages, stream: true, options: { seed } }))
  })
}

let tokens = 0
const sampleMs: number[] = []
let next = 0
const worker = async () => {
  while (next < samples) {
    const sample = await draw(next++)
    tokens += sample.tokens
    sampleMs.push(sample.ms)
  }
}
await Promise.all(Array.from({ length: slots }, worker))
agent.destroy()
process.stdout.write(JSON.stringify({ tokens, sampleMs }))
