import { endsWell } from './child-process.ts'
import { thisNode } from './this-node.ts'

/** What of the operating system's means is there. Each is a command that the interpreter's command is put behind. */
export interface SystemTools {
  /** A network and a numbering of processes of its own, ended with whoever started it. */
  readonly namespaces: boolean
  /** Inside of them, none of the rights that the owner of a namespace has. */
  readonly noRights: boolean
  /** Limits of memory, stack, files and CPU. */
  readonly resourceLimits: boolean
  /** Ended with Magi, also where Magi is killed. */
  readonly deathSignal: boolean
}

/** A user of its own, a network without any way out, and process numbers of its own; what runs inside ends with `unshare`. */
export const unshare = ['unshare', '-rnpf', '--kill-child=KILL', '--'] as const

/** No capability, and none to be had: a user that owns a namespace would have them all there. */
export const withoutRights = [
  'setpriv',
  '--no-new-privs',
  '--bounding-set=-all',
  '--inh-caps=-all',
  '--',
] as const

/** Ended by a signal when its parent ends. */
export const withParent = ['setpriv', '--pdeathsig', 'KILL'] as const

/** Looks for them by using them. Only Linux has them. */
export async function findSystemTools(): Promise<SystemTools> {
  if (thisNode.platform !== 'linux')
    return { namespaces: false, noRights: false, resourceLimits: false, deathSignal: false }
  const [namespaces, noRights, resourceLimits, deathSignal] = await Promise.all([
    endsWell([...unshare, 'true']),
    endsWell([...unshare, ...withoutRights, 'true']),
    endsWell(['prlimit', '--core=0', 'true']),
    endsWell([...withParent, 'true']),
  ])
  return { namespaces, noRights, resourceLimits, deathSignal }
}
