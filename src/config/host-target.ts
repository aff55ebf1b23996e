import { withoutCredentials } from '../ground/address.ts'
import { UsageError } from '../ground/errors.ts'

/** One host as somebody wrote it: `URL[,slots=K][,model=NAME]`. */
export interface HostTarget {
  /** As `OLLAMA_HOST` is written; it may hold credentials. */
  readonly address: string
  /** Samples drawn at once there; absent: as many as are drawn on one host anyway. */
  readonly slots?: number
  /** The model's name there; absent: as everywhere. */
  readonly model?: string
}

/** Most slots of one host. */
const mostSlots = 512

/**
 * Reads a host with what may stand behind its address.
 *
 * @param source - What said it: a flag, a variable, a file.
 * @throws UsageError for a word that is neither `slots` nor `model`, and for a value that cannot be used; it shows no credentials.
 */
export function readHostTarget(text: string, source: string): HostTarget {
  let address = text.trim()
  const words: { slots?: number; model?: string } = {}
  for (;;) {
    // From the end on: a password may hold commas, and none of it stands behind the last "@".
    const [piece, name = '', value = ''] = /,\s*([\w-]+)\s*=\s*([^,@]*)$/.exec(address) ?? []
    if (piece === undefined) break
    address = address.slice(0, -piece.length).trimEnd()
    if (name === 'slots') words.slots = slotsOf(value.trim(), source)
    else if (name === 'model' && value.trim() !== '') words.model = value.trim()
    else {
      throw new UsageError(`${source}: "${name}=${value}" says nothing of a host.`, {
        fix: 'Behind the address may stand ,slots=NUMBER and ,model=NAME, as gpu-box:11434,slots=4.',
      })
    }
  }
  if (address === '' || /,[^@]*$/.test(address)) {
    throw new UsageError(`${source}: "${withoutCredentials(text.trim())}" is not one host.`, {
      fix: 'Write one address, and for several hosts give --host several times, or a list of them as "hosts".',
    })
  }
  return { address, ...words }
}

function slotsOf(text: string, source: string): number {
  if (/^0*[1-9]\d{0,3}$/.test(text) && Number(text) <= mostSlots) return Number(text)
  throw new UsageError(`${source}: slots=${text} of a host cannot be used.`, {
    fix: `Give it a whole number from 1 to ${mostSlots}.`,
  })
}
