import { Agent, request } from 'node:http'

/** How long an answer took, from the request on, in milliseconds. */
export interface Answered {
  /** To the first byte of its body. */
  readonly firstMs: number
  readonly wholeMs: number
  readonly status: number
  readonly body: string
}

const agent = new Agent({ keepAlive: true })

/** Asks by a stream in the shape of Ollama, and reads it to its end. */
export function ask(address: string, model: string, client = 'one'): Promise<Answered> {
  const body = JSON.stringify({ model, messages: [{ role: 'user', content: 'What is 6 × 7?' }] })
  const startMs = performance.now()
  return new Promise((resolve, reject) => {
    const headers = { 'content-type': 'application/json', authorization: `Bearer ${client}` }
    const sent = request(`${address}/api/chat`, { method: 'POST', agent, headers }, (response) => {
      let firstMs: number | undefined
      const pieces: Buffer[] = []
      response.on('data', (piece: Buffer) => {
        firstMs ??= performance.now() - startMs
        pieces.push(piece)
      })
      response.on('error', reject)
      response.on('end', () => {
        const wholeMs = performance.now() - startMs
        const text = Buffer.concat(pieces).toString()
        resolve({ firstMs: firstMs ?? wholeMs, wholeMs, status: response.statusCode ?? 0, body: text })
      })
    })
    sent.on('error', reject)
    sent.end(body)
  })
}
