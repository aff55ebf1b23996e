import type { CliProcess } from './terminal/terminal.ts'

/** Words that print the version where they stand alone; behind a command, `-v` is `--verbose`. */
const versionWords: ReadonlySet<string> = new Set(['--version', '-V', '-v', 'version'])

/**
 * Runs one command.
 *
 * Each file is loaded when it is needed: for `--version` two, and none of any command.
 *
 * @param args - The arguments after the program's name.
 * @param cli - The process; tests bring their own.
 * @returns The exit code.
 */
export async function main(args: readonly string[], cli?: CliProcess): Promise<number> {
  if (args.length === 1 && versionWords.has(args[0] ?? '')) {
    const [{ magiVersion }, { watchOutput }] = await Promise.all([
      import('../ground/package-root.ts'),
      import('./terminal/output-watch.ts'),
    ])
    const { stdout, stderr } = cli ?? process
    const output = watchOutput({ stdout, stderr })
    stdout.write(`${magiVersion()}\n`)
    await output.flushed()
    return output.failed ? 1 : 0
  }
  const { runProgram } = await import('./program.ts')
  return runProgram(args, cli ?? (await import('./terminal/process.ts')).thisProcess)
}
