import type { Command } from 'commander'
import type { RunAction } from '../command.ts'
import { groups } from '../flags.ts'
import { addCompare } from './compare.ts'
import { addExtract } from './extract.ts'
import { addGroup } from './group.ts'

/** `magi answers`: the answer engine on texts, for people who look at their data and for scripts. */
export function addAnswers(program: Command, run: RunAction): void {
  const group = program
    .command('answers')
    .helpGroup(groups.text)
    .summary('find, compare and group answers: extract, compare, group')
    .description('What a text answers, whether two answers say the same, and which of many do.')
  for (const add of [addExtract, addCompare, addGroup]) add(group, run)
}
