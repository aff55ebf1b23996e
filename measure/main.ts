import { readdirSync } from 'node:fs'
import { basename, extname } from 'node:path'
import { exitCodes, MagiError } from '../src/ground/errors.ts'

/** Every file beside this one is a measure, named like its file. */
interface Measure {
  run(args: string[]): Promise<void>
}

const ending = extname(import.meta.filename)
const names = readdirSync(import.meta.dirname)
  .filter((file) => file.endsWith(ending) && file !== basename(import.meta.filename))
  .map((file) => basename(file, ending))
  .sort()

const [name = '', ...args] = process.argv.slice(2)
if (names.includes(name)) {
  const { run } = (await import(new URL(`./${name}${ending}`, import.meta.url).href)) as Measure
  try {
    await run(args)
  } catch (thrown) {
    if (!(thrown instanceof MagiError)) throw thrown
    process.stderr.write(`${thrown.message}\n${thrown.fix}\n`)
    process.exitCode = thrown.exitCode
  }
} else {
  const said = name === '' ? 'Name a measure.' : `There is no measure "${name}".`
  process.stderr.write(
    `${said}\nUse one of: ${names.join(', ')}. For example: npm run measure -- ${names[0]}\n`,
  )
  process.exitCode = exitCodes.usage
}
