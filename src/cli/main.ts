import type { CliProcess } from './terminal/terminal.ts'

/**
 * Runs one command.
 *
 * Little is loaded before it is known what for: `--version` reads one file.
 *
 * @param args - The arguments after the program's name.
 * @param cli - The process; tests bring their own.
 * @returns The exit code.
 */
export async function main(args: readonly string[], cli?: CliProcess): Promise<number> {
  if (args.length === 1 && (args[0] === '--version' || args[0] === '-V')) {
    const { magiVersion } = await import('../ground/version.ts')
    ;(cli?.stdout ?? process.stdout).write(`${magiVersion()}\n`)
    return 0
  }
  const { runProgram } = await import('./program.ts')
  return runProgram(args, cli ?? (await import('./terminal/process.ts')).thisProcess)
}
