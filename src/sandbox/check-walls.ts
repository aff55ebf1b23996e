import type { ChildEnd } from './child-process.ts'
import type { Ready } from './frame-schema.ts'
import type { WallChoice } from './interpreter-command.ts'
import type { Wall, WallReport } from './sandbox.ts'
import type { SystemTools } from './system-tools.ts'

/** What an interpreter that was started behind the walls says of each. */
export function checkWalls(ready: Ready | ChildEnd, tools: SystemTools): WallReport {
  if ('trouble' in ready) return [notStarted(ready)]
  const isApart = tools.namespaces && !ready.network && ready.pid === 1
  return [
    {
      name: 'python',
      stands: true,
      text: 'no way from a program to JavaScript, to the system or into the harness',
    },
    ready.mayRead || ready.mayWrite
      ? {
          name: 'node',
          stands: false,
          text: `an interpreter may ${ready.mayRead ? 'read' : 'write'} files of this machine`,
          fix: 'Use a Node whose permission model works: 20.19 or later, or 24.',
        }
      : {
          name: 'node',
          stands: true,
          text: 'no files, processes or threads by the permission model of Node; memory limited',
        },
    isApart
      ? {
          name: 'system',
          stands: true,
          text: `no network, and process numbers of its own (unshare)${tools.resourceLimits ? '; memory and CPU limited (prlimit)' : ''}`,
        }
      : {
          name: 'system',
          stands: false,
          text: 'programs could not be kept from the network: unshare does not work here',
          fix: systemFix,
        },
  ]
}

const systemFix =
  'On Linux install util-linux and allow user namespaces (in a container: a seccomp profile that allows unshare). Where that cannot be had, "sandbox": {"network": "trusted-to-python"} in your own configuration runs programs with the other walls alone.'

function notStarted({ exitCode, signal, trouble }: ChildEnd): Wall {
  const how = signal ?? (exitCode === null ? 'it did not start' : `exit code ${exitCode}`)
  const line = trouble.trim().split('\n').at(-1)?.slice(0, 200) ?? ''
  return {
    name: 'python',
    stands: false,
    text: `the interpreter does not start (${how})${line === '' ? '' : `: ${line}`}`,
    fix: 'Install Magi anew; the interpreter is the optional dependency pyodide. It needs 600 MB of memory.',
  }
}

/** The wall without which nothing is run, or none. */
export function missingWall(
  report: WallReport,
  asked: WallChoice,
  trustNetworkToPython: boolean,
): { readonly reason: string; readonly fix: string } | undefined {
  const missing = report.find(
    ({ name, stands }) => !stands && asked[name] && !(name === 'system' && trustNetworkToPython),
  )
  return missing === undefined ? undefined : { reason: missing.text, fix: missing.fix ?? '' }
}
