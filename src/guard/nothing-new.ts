import type { NothingNewSettings } from './loop-settings.ts'

const prime = 0x01000193
/** Stands between two runs of characters, so that `1 2` and `12` differ; no character has this code. */
const border = 0x10000

/** Places of one row in the table of n-grams; the oldest gives way. */
const rowLength = 4

/**
 * Watches a text, character by character, for saying nothing new: most of its last words only repeat what it wrote not long ago.
 *
 * Words are counted, and each counts as old if the stretch from some words back up to it was written before, sign for sign and
 * number for number (spaces apart). So a table, a list of cases or a page of arithmetic is new as long as its numbers are, and
 * figures alone are never judged. A word takes a few steps, whatever the settings. Memory is fixed by the settings: the hash and
 * the place of each remembered n-gram in a table of four to eight times as many, no text; two n-grams in four thousand million
 * are taken for one. 32 to 64 KB for 800.
 *
 * @returns Takes the next UTF-16 code unit and gives the number of old words once there are too many.
 */
export function watchNothingNew(settings: NothingNewSettings): (code: number) => number | undefined {
  const { ngram, words, memory, share } = settings
  // 0.7 of 250 is 175, whatever the last bit of the product says.
  const tooMany = Math.ceil(share * words - 1e-9)
  const baseToNgram = Array.from({ length: ngram }).reduce<number>((power) => Math.imul(power, prime), 1)
  /** For each of the last `ngram` words, a hash of what was written since the word before it, the word included. */
  const stretches = new Int32Array(ngram)
  const rowBits = Math.ceil(Math.log2(memory))
  const hashes = new Int32Array(rowLength << rowBits)
  const lastCount = new Int32Array(rowLength << rowBits)
  const wasOld = new Uint8Array(words)
  let run = space
  let isWord = false
  let stretch = 0
  let gram = 0
  let count = 0
  let old = 0

  function isRepeat(hash: number): boolean {
    // A hash can only stand in its own row, so a look costs the same however much is remembered. A full row forgets the oldest, which can make
    // a repeat look new, and so trip late, but nothing new look old.
    const row = rowBits === 0 ? 0 : (hash >>> (32 - rowBits)) * rowLength
    let oldest = row
    for (let place = row; place < row + rowLength; place++) {
      const last = lastCount[place] ?? 0
      if (hashes[place] === hash && last > 0 && count - last <= memory) {
        // Counted from its last time, so that a loop that goes on for ever stays within memory.
        lastCount[place] = count
        return true
      }
      if (last < (lastCount[oldest] ?? 0)) oldest = place
    }
    hashes[oldest] = hash
    lastCount[oldest] = count
    return false
  }

  function endWord(): number | undefined {
    // The ring holds the last `ngram` words; at this place stands the one that leaves the rolling hash as this one comes in.
    const place = count % ngram
    const spread = finish(stretch)
    gram = (Math.imul(gram, prime) + spread - Math.imul(stretches[place] ?? 0, baseToNgram)) | 0
    stretches[place] = spread
    stretch = 0
    count++
    // Before that the hash is of fewer words, and would be taken for a repeat of every short beginning.
    if (count < ngram) return undefined
    const isOld = isRepeat(finish(gram)) ? 1 : 0
    // The flag at this place is that of the word which leaves the window.
    old += isOld - (wasOld[count % words] ?? 0)
    wasOld[count % words] = isOld
    return old >= tooMany && count >= words ? old : undefined
  }

  return (code) => {
    const kind = kindOf(code)
    // A word ends where something else begins; an ideograph is a word by itself.
    const ended = kind !== run || run === ideograph
    const repeated = ended && isWord ? endWord() : undefined
    // `0x00` and `3x` are figures: letters glued to a digit in front of them are no word.
    if (ended) isWord = kind === ideograph || (kind === letter && run !== digit)
    if (kind !== space) {
      // Without a border `ab c` and `a bc` would be the same stretch; each sign stands by itself.
      if (ended || kind === sign) stretch = mix(stretch, border)
      stretch = mix(stretch, code)
    }
    run = kind
    return repeated
  }
}

function mix(hash: number, value: number): number {
  const mixed = Math.imul(hash ^ value, prime)
  return mixed ^ (mixed >>> 15)
}

/** Spreads every bit of the hash over the whole. Source: the finalizer of MurmurHash3 (public domain, Austin Appleby). */
function finish(hash: number): number {
  const half = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
  const most = Math.imul(half ^ (half >>> 13), 0xc2b2ae35)
  return most ^ (most >>> 16)
}

/** What a character is to this guard. Numbers, since they are compared for every character; 0 is: not asked yet. */
const space = 1
const letter = 2
const ideograph = 3
const digit = 4
const sign = 5

/** The kinds of all code units met so far: asking a Unicode class for every character would cost more than all the rest. */
const knownKinds = new Uint8Array(0x10000)

function kindOf(code: number): number {
  const known = knownKinds[code] ?? 0
  if (known !== 0) return known
  const kind = askKind(String.fromCharCode(code))
  knownKinds[code] = kind
  return kind
}

function askKind(char: string): number {
  if (/\s/.test(char)) return space
  if (/[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/u.test(char)) return ideograph
  if (/[\p{L}\p{M}]/u.test(char)) return letter
  return /\p{N}/u.test(char) ? digit : sign
}
