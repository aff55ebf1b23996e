import { readCsv } from './csv.ts'
import { findList, readJson } from './json.ts'
import { readJsonLines } from './json-lines.ts'
import type { DatasetRecords } from './record.ts'

/**
 * Reads the records of a file: CSV where the name says so, else by the text: a list or one object is JSON, an object a line is JSON Lines, anything
 * else CSV. Names lie about JSON: JSON Lines are often called `.json`.
 */
export function readRecords(text: string, path: string): DatasetRecords {
  const plain = text.replace(/^\uFEFF/, '')
  const start = plain.trimStart()
  if (/\.(csv|tsv)$/i.test(path) || !/^[[{]/.test(start)) return readCsv(plain)
  if (start.startsWith('[')) return readJson(plain)
  return holdsList(plain) ? readJson(plain) : readJsonLines(plain)
}

/** Whether the whole text is one object, and a list of records in it; an object by itself is a line of JSON Lines. */
function holdsList(text: string): boolean {
  try {
    return findList(JSON.parse(text)) !== undefined
  } catch {
    return false
  }
}
