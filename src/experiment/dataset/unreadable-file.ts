import { basename } from 'node:path'
import { UsageError } from '../../ground/errors.ts'

/** A kind of file that is recognised by its first bytes, and not read. */
interface UnreadableKind {
  readonly name: string
  /** As hexadecimal digits. */
  readonly magic: string
  /** A command that turns it into one that is read; FROM and TO stand for the names of files. */
  readonly command: string
}

const parquetReader =
  'import json, sys, pyarrow.parquet as parquet; ' +
  'out = open(sys.argv[2], "w", encoding="utf-8"); ' +
  '[out.write(json.dumps(row, ensure_ascii=False, default=str) + "\\n") ' +
  'for batch in parquet.ParquetFile(sys.argv[1]).iter_batches() for row in batch.to_pylist()]'

const arrowReader =
  'import json, sys, pyarrow as arrow; ' +
  'out = open(sys.argv[2], "w", encoding="utf-8"); ' +
  '[out.write(json.dumps(row, ensure_ascii=False, default=str) + "\\n") ' +
  'for row in arrow.ipc.open_file(sys.argv[1]).read_all().to_pylist()]'

/** Sources: the file formats' own pages; Parquet "PAR1", Arrow "ARROW1", zip APPNOTE 4.3.7, RFC 8878 (zstd), bzip2 "BZh", xz 2.1.1.1, Unicode 23.8. */
const kinds: readonly UnreadableKind[] = [
  { name: 'a Parquet file', magic: '50415231', command: `python3 -c '${parquetReader}' FROM TO` },
  { name: 'an Arrow file', magic: '4152524f5731', command: `python3 -c '${arrowReader}' FROM TO` },
  { name: 'packed by zip', magic: '504b0304', command: 'unzip -p FROM > TO' },
  { name: 'packed by zstd', magic: '28b52ffd', command: 'zstd -d FROM -o TO' },
  { name: 'packed by bzip2', magic: '425a68', command: 'bzip2 -dc FROM > TO' },
  { name: 'packed by xz', magic: 'fd377a585a00', command: 'xz -dc FROM > TO' },
  { name: 'text in UTF-16', magic: 'fffe', command: 'iconv -f UTF-16 -t UTF-8 FROM > TO' },
  { name: 'text in UTF-16', magic: 'feff', command: 'iconv -f UTF-16 -t UTF-8 FROM > TO' },
]

/** Bytes that tell all kinds apart. */
export const magicBytes = Math.max(...kinds.map(({ magic }) => magic.length / 2))

/**
 * Refuses a file that is no text, with the command that turns it into text.
 *
 * @param head - At least its first `magicBytes` bytes, if it has as many.
 * @throws UsageError for a kind that is known and not read.
 */
export function refuseUnreadable(path: string, head: Buffer): void {
  const digits = head.subarray(0, magicBytes).toString('hex')
  const kind = kinds.find(({ magic }) => digits.startsWith(magic))
  if (kind === undefined) return
  const to = basename(path).replace(/\.(parquet|arrow|feather|zip|zst|bz2|xz)$/i, '') || 'problems'
  const named = /\.(jsonl|ndjson|json|csv|tsv)$/i.test(to) ? to : `${to}.jsonl`
  const target = named === basename(path) ? `utf8-${named}` : named
  // Both at once: the path may hold the word that stands for the other.
  const command = kind.command.replace(/\b(?:FROM|TO)\b/g, (place) =>
    shellWord(place === 'FROM' ? path : target),
  )
  throw new UsageError(`${path} is ${kind.name}, which is not read.`, {
    fix: `Turn it into text, and name that: ${command}`,
  })
}

/** A name as one word of a POSIX shell. */
function shellWord(name: string): string {
  return /^[\w./-]+$/.test(name) && !name.startsWith('-') ? name : `'${name.replaceAll("'", `'\\''`)}'`
}
