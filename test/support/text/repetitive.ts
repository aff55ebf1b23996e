/**
 * Texts that repeat themselves and are right to: what a loop guard must let pass. Some are written out, most are made by the
 * rule that such texts follow; each is as long as a model may well write it.
 */

const range = (count: number) => Array.from({ length: count }, (_, i) => i)
const lines = (count: number, line: (i: number) => string) => range(count).map(line).join('\n')
const bits = (value: number, width: number) => value.toString(2).padStart(width, '0')

/** The decimal digits of a fraction, by long division. */
function decimals(numerator: number, denominator: number, digits: number): string {
  let rest = numerator % denominator
  const out = range(digits).map(() => {
    const digit = Math.floor((rest * 10) / denominator)
    rest = (rest * 10) % denominator
    return digit
  })
  return `${Math.floor(numerator / denominator)}.${out.join('')}`
}

function truthTable(names: readonly string[], yes: string, no: string): string {
  const head = `| ${names.join(' | ')} | odd |\n|${'---|'.repeat(names.length + 1)}\n`
  const row = (value: number) => {
    const cells = [...bits(value, names.length)].map((bit) => (bit === '1' ? yes : no))
    const odd = [...bits(value, names.length)].filter((bit) => bit === '1').length % 2 === 1
    return `| ${[...cells, odd ? yes : no].join(' | ')} |`
  }
  return head + lines(2 ** names.length, row)
}

function cumulativeSong(): string {
  const gifts = [
    ['first', 'a lantern by the door'],
    ['second', 'two wooden spoons'],
    ['third', 'three brass bells'],
    ['fourth', 'four paper boats'],
    ['fifth', 'five golden pears'],
    ['sixth', 'six hens asleep'],
    ['seventh', 'seven kites in flight'],
    ['eighth', 'eight sailors singing'],
    ['ninth', 'nine bakers baking'],
    ['tenth', 'ten drums a-beating'],
    ['eleventh', 'eleven horses prancing'],
    ['twelfth', 'twelve clocks all striking'],
  ]
  return gifts
    .map(([day], i) => {
      const list = gifts.slice(0, i + 1).map(([, gift]) => gift)
      return `On the ${day} day of winter my neighbour gave to me\n${list.reverse().join(',\n')}.`
    })
    .join('\n\n')
}

const verses = [
  'The harbour lamps are lit again,\nThe nets hang out to dry,\nA dog barks twice across the lane,\nA late gull makes reply.',
  'The baker counts his loaves of rye,\nThe clock above him chimes,\nA cart of apples rattles by\nAs it did other times.',
  'My mother hums behind the wall\nAnd folds the linen white,\nThe stairs are cold, the house is tall,\nThe cat comes in from night.',
  'Now all the windows turn to gold,\nThe tide has found the quay,\nAnd every tale that can be told\nIs told again by sea.',
]
const refrain =
  'So row, my brother, row away,\nThe wind is in the east,\nAnd we shall be at home today\nIn time to join the feast.\n' +
  'Row away, row away,\nIn time to join the feast.'

function hanoi(disks: number, from: string, to: string, over: string): string[] {
  if (disks === 0) return []
  return [
    ...hanoi(disks - 1, from, over, to),
    `Move disk ${disks} from ${from} to ${to}.`,
    ...hanoi(disks - 1, over, to, from),
  ]
}

const rule = (size: number, cell: string, line: string) => lines(size, () => `${line}\n${cell}`)

/** Name of the text to the text. */
export const repetitiveTexts: Readonly<Record<string, string>> = {
  'a table of squares': `| n | n squared | n cubed |\n|---|---|---|\n${lines(150, (n) => `| ${n} | ${n * n} | ${n ** 3} |`)}`,
  'a table whose cells are all zero': `| x | y | z |\n|---|---|---|\n${lines(60, () => '| 0 | 0 | 0 |')}`,
  'a timetable': lines(
    60,
    (n) =>
      `| Day ${n + 1} | breakfast at ${7 + (n % 2)}:00 | lecture in hall ${(n * 7) % 12} | lunch at 12:30 | laboratory until ${15 + (n % 3)}:00 |`,
  ),
  'a truth table of six, as T and F': truthTable(['a', 'b', 'c', 'd', 'e', 'f'], 'T', 'F'),
  'a truth table of seven, as 1 and 0': truthTable(['a', 'b', 'c', 'd', 'e', 'f', 'g'], '1', '0'),
  'a truth table of five, in words': truthTable(['a', 'b', 'c', 'd', 'e'], 'true', 'false'),
  'a times table': lines(144, (i) => {
    const [a, b] = [Math.floor(i / 12) + 1, (i % 12) + 1]
    return `${a} times ${b} is ${a * b}.`
  }),
  'a numbered list of three hundred': lines(300, (n) => `${n + 1}. Item number ${n + 1} of the list`),
  'a count with fizz and buzz': lines(400, (i) => {
    const n = i + 1
    return `${n}: ${n % 15 === 0 ? 'FizzBuzz' : n % 5 === 0 ? 'Buzz' : n % 3 === 0 ? 'Fizz' : n}`
  }),
  'cases in the thinking': lines(60, (n) => {
    const value = n * n + n + 41
    return `Case n = ${n}: then n^2 + n + 41 = ${n * n} + ${n} + 41 = ${value}. Let me check whether ${value} is prime. It is not divisible by 2, 3, 5 or 7, so I keep it and go on with the next case.\n`
  }),
  'pairs checked one by one': lines(121, (i) => {
    const [a, b] = [Math.floor(i / 11), i % 11]
    const sum = a + b
    return `Suppose the first die shows ${a} and the second shows ${b}. The sum is ${sum}, which is ${sum % 3 === 0 ? '' : 'not '}a multiple of 3, so this pair ${sum % 3 === 0 ? 'counts' : 'does not count'}.`
  }),
  'signs tried in turn': lines(32, (value) => {
    const signs = [...bits(value, 5)].map((bit) => (bit === '1' ? '+' : '-'))
    return `With signs ${signs.join(' ')} we get ${signs.map((sign, i) => `${sign}${i + 1}`).join(' ')} = ${signs.reduce((sum, sign, i) => sum + (sign === '+' ? i + 1 : -i - 1), 0)}, so this choice is noted.`
  }),
  'digits of one seventh': decimals(1, 7, 2_000),
  'digits of one third': decimals(1, 3, 2_000),
  'digits of a long period': decimals(355, 113, 3_000),
  'a power of ten': `1${'0'.repeat(3_000)}`,
  'a power of ten in groups': `1${',000'.repeat(1_000)}`,
  'a power of two': (2n ** 6_000n).toString(),
  'all numbers of ten bits': lines(1_024, (n) => bits(n, 10)),
  'numbers padded with zeros': lines(1_000, (n) => String(n).padStart(12, '0')),
  'bits with spaces': [...bits(2 ** 31 - 1, 400)].join(' '),
  'an array of zeros in code': `static const uint8_t table[512] = {\n${lines(64, () => `    ${'0x00, '.repeat(8)}`)}\n};`,
  'an array of booleans in code': `const seen = [${'false, '.repeat(80)}]`,
  'a zero matrix': `\\begin{pmatrix}\n${lines(20, () => `${'0 & '.repeat(19)}0 \\\\`)}\n\\end{pmatrix}`,
  'an identity matrix': lines(16, (row) =>
    range(16)
      .map((column) => (row === column ? 1 : 0))
      .join(' & '),
  ),
  'a matrix of fractions': `\\begin{pmatrix}\n${lines(8, (row) =>
    range(8)
      .map((column) => `\\frac{${row + 1}}{${column + 2}}`)
      .join(' & '),
  )}\n\\end{pmatrix}`,
  'one step of an elimination after another': lines(24, (step) => {
    const row = (r: number) =>
      range(4)
        .map((c) => ((r * 7 + c * 3 + step * (r + 1)) % 23) - 11)
        .join(' & ')
    return `Step ${step + 1}: subtract ${step + 2} times the first row from row ${(step % 3) + 2}:\n\\[\n\\begin{pmatrix}\n${lines(4, (r) => `${row(r)} \\\\`)}\n\\end{pmatrix}\n\\]`
  }),
  'points of a grid in JSON': `[${range(150)
    .map((i) => `{"x": ${i % 15}, "y": ${Math.floor(i / 15)}, "value": null, "visited": false}`)
    .join(',\n ')}]`,
  'empty points in JSON': `[${'{"x": 0, "y": 0}, '.repeat(100)}]`,
  'readings in JSON': lines(
    60,
    (n) =>
      `{"time": "2024-03-01T${String(n % 24).padStart(2, '0')}:${String((n * 17) % 60).padStart(2, '0')}:00Z", "station": "north", "temperature": ${(150 + ((n * 13) % 70)) / 10}, "humidity": ${40 + ((n * 7) % 30)}, "status": "ok"}`,
  ),
  'a page of rules': `Part one\n${'-'.repeat(400)}\nPart two\n${'='.repeat(400)}\n${'* '.repeat(300)}\n${'_'.repeat(900)}`,
  'a run of spaces': `name${' '.repeat(1_500)}value`,
  'a run of empty lines': `above${'\n'.repeat(400)}below`,
  'an empty box': `+${'-'.repeat(78)}+\n${lines(24, () => `|${' '.repeat(78)}|`)}\n+${'-'.repeat(78)}+`,
  'an empty board': rule(19, `|${'   |'.repeat(19)}`, `+${'---+'.repeat(19)}`),
  'a field of dots': lines(40, () => '. '.repeat(40)),
  'a drawing': lines(
    24,
    (y) =>
      `${' '.repeat(24 - y)}/${'*'.repeat(2 * y)}\\${' '.repeat(24 - y)}|${y % 2 === 0 ? '##  ' : '  ##'}|`,
  ),
  'a hex dump of zeros': lines(
    48,
    (n) => `${(n * 16).toString(16).padStart(8, '0')}  ${'00 '.repeat(16)} |................|`,
  ),
  'a strip of tablature': rule(
    10,
    `e|${'-0-'.repeat(20)}|\nB|${'-1-'.repeat(20)}|\nG|${'-0-'.repeat(20)}|`,
    '',
  ),
  'a song with a refrain': verses.map((verse) => `${verse}\n\n${refrain}`).join('\n\n'),
  'a song that ends on its refrain twice': `${verses.map((verse) => `${verse}\n\n${refrain}`).join('\n\n')}\n\n${refrain}`,
  'a song that adds a line each time': cumulativeSong(),
  'a song that counts down': range(40)
    .map((i) => {
      const left = 40 - i
      return `${left} green bottles hanging on the wall, ${left} green bottles hanging on the wall, and if one green bottle should fall by accident there will be ${left - 1} green bottles hanging on the wall.`
    })
    .join('\n'),
  'moves of a puzzle, numbered': hanoi(8, 'A', 'C', 'B')
    .map((move, i) => `${i + 1}. ${move}`)
    .join('\n'),
  'moves of a puzzle of five': hanoi(5, 'A', 'C', 'B').join('\n'),
  'accessors in code': lines(40, (n) => {
    const name = `field${n}`
    return `  get ${name}(): number {\n    return this.values[${n}] ?? 0\n  }\n\n  set ${name}(value: number) {\n    this.values[${n}] = value\n  }\n`
  }),
  'branches in code': `switch (code) {\n${lines(80, (n) => `  case ${n}:\n    return handle(${n}, options)\n`)}}`,
  'tests in code': lines(
    40,
    (n) =>
      `def test_sum_${n}():\n    result = add(${n}, ${n + 1})\n    assert isinstance(result, int)\n    assert result == ${2 * n + 1}\n`,
  ),
  'statements of a database': lines(
    50,
    (n) =>
      `INSERT INTO orders (id, customer, total, paid) VALUES (${n}, 'customer-${n * 7}', ${n * 13}.50, FALSE);`,
  ),
  'a table in HTML': `<table>\n${lines(50, (n) => `  <tr><td>${n}</td><td>${n * n}</td><td>${n % 2 === 0 ? 'even' : 'odd'}</td></tr>`)}\n</table>`,
  'a log': lines(
    80,
    (n) =>
      `2024-05-01 12:${String(Math.floor(n / 60)).padStart(2, '0')}:${String(n % 60).padStart(2, '0')} INFO worker: job ${1_000 + n} done in ${(n * 37) % 900} ms, queue empty, waiting for the next job`,
  ),
  'cells of a page, all alike': `<div class="board">\n${lines(36, () => '  <div class="cell"></div>')}\n</div>`,
  'objects in code, all alike': `nodes = [${'Node(None, None, 0), '.repeat(40)}]`,
  'a loop unrolled in code': `power = 1\n${'power = power * base\n'.repeat(32)}return power`,
  'two statements unrolled in code': 'let i = 0\n'.concat(
    '  sum = sum + cells[i]\n  let i = i + 1\n'.repeat(20),
  ),
  'a board of empty strings in code': lines(19, () => `["", "", "", "", "", "", "", "", ""],`),
  'a rule of equal signs': `Results\n${'= '.repeat(200)}\n${'='.repeat(80)}\n`,
  'equations solved one after another': lines(60, (n) => {
    const [a, b] = [n + 2, (n * 7) % 13]
    return `${a} x + ${b} = ${a * 3 + b}, so ${a} x = ${a * 3} and x = 3.`
  }),
  'one equation carried on': lines(
    40,
    (n) => `S_${n + 1} = S_${n} + ${2 * n + 1} = ${n * n} + ${2 * n + 1} = ${(n + 1) ** 2}`,
  ),
  'a recurrence in words': lines(
    70,
    (n) =>
      `For the next term we multiply the last one by three and take away two: 3 · ${n + 2} - 2 = ${3 * n + 4}.`,
  ),
  'cases in Chinese': lines(
    60,
    (n) =>
      `第${n + 1}种情况：设 x = ${n}，则 x² + 1 = ${n * n + 1}，它${n % 2 === 0 ? '是奇数' : '是偶数'}，${n % 3 === 0 ? '所以满足条件' : '所以不满足条件'}。`,
  ),
  'cases in Japanese': lines(
    60,
    (n) =>
      `n = ${n} のとき、${n} × ${n + 1} = ${n * (n + 1)} なので、${(n * (n + 1)) % 3 === 0 ? '条件を満たす' : '条件を満たさない'}。`,
  ),
  'a poem in Chinese with a refrain': [
    '春天来了，花都开了',
    '夏天来了，蝉都叫了',
    '秋天来了，叶都黄了',
    '冬天来了，雪都落了',
  ]
    .map(
      (season) =>
        `${season}，\n我在河边等你回来，\n月亮照着旧时的路，\n风从山上慢慢下来。\n归来吧，归来吧，\n我在河边等你回来。`,
    )
    .join('\n\n'),
  'a litany': [
    ...['the sea', 'the river', 'the hill', 'the field', 'the bridge', 'the mill', 'the road', 'the wood'],
    ...['the harbour', 'the orchard', 'the tower', 'the well'],
  ]
    .map((place) => `For those who work by ${place}, we give thanks and remember them.`)
    .join('\n'),
  'a dictionary of settings in code': lines(
    45,
    (n) => `    "option_${n}": {"type": "integer", "default": ${n * 3}, "required": false},`,
  ),
  'a proof by induction, step by step': lines(
    25,
    (n) =>
      `Step ${n + 1}. Assume the claim holds for n = ${n + 1}. Then the sum of the first ${n + 2} odd numbers is ${(n + 1) ** 2} + ${2 * n + 3} = ${(n + 2) ** 2}, as was to be shown for n = ${n + 2}.`,
  ),
  'a long division': lines(40, (n) => {
    const rest = (n * 37) % 97
    return `Bring down the next digit to get ${rest * 10}. 97 goes into ${rest * 10} exactly ${Math.floor((rest * 10) / 97)} times, leaving ${(rest * 10) % 97}.`
  }),
  'primes below two thousand': range(2_000)
    .filter((n) => n > 1 && !range(Math.floor(Math.sqrt(n)) + 1).some((d) => d > 1 && n % d === 0))
    .join(', '),
}
