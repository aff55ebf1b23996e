import type { Command } from 'commander'
import type { RunAction } from '../command.ts'
import { groups } from '../flags.ts'
import { addRunsCompare } from './compare.ts'
import { addRunsExport } from './export.ts'
import { addRunsList } from './list.ts'
import { addRunsRemove } from './remove.ts'
import { addRunsRevote } from './revote.ts'
import { addRunsShow } from './show.ts'
import { addRunsSimulate } from './simulate.ts'
import { addRunsVerify } from './verify.ts'

/** `magi runs`: what can be done with runs that were drawn, without a model. */
export function addRuns(program: Command, run: RunAction): void {
  const group = program
    .command('runs')
    .helpGroup(groups.drawn)
    .summary('look at runs, vote on them again, simulate, compare, export, verify, remove')
    .description(
      'Runs that were drawn before. A RUN is an id, part of an id that no other run has (its beginning, or the four characters at its end), or a folder.',
    )
  for (const add of [
    addRunsList,
    addRunsShow,
    addRunsRevote,
    addRunsSimulate,
    addRunsCompare,
    addRunsExport,
    addRunsVerify,
    addRunsRemove,
  ])
    add(group, run)
}
