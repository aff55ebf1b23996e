import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { buildProgram } from '../../src/cli/program.ts'
import { magiVersion } from '../../src/ground/package-root.ts'
import { projectFolder } from '../house/source-files.ts'
import { manPage } from './man-page.ts'

/** Written anew with MAGI_WRITE_GOLDEN=1; look at the difference before it is committed. */
const file = join(projectFolder, 'man', 'magi.1')

it('the manual page says what the help says', async () => {
  const made = manPage(await buildProgram(async () => {}), magiVersion())
  if (process.env['MAGI_WRITE_GOLDEN'] === '1') await writeFile(file, made)
  expect(await readFile(file, 'utf8')).toBe(made)
})
