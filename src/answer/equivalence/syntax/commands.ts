import type { TokenKind } from './token.ts'

/** Commands that change nothing about the value. */
export const ignoredCommands: ReadonlySet<string> = new Set(
  (
    'left right middle big Big bigg Bigg bigl bigr Bigl Bigr biggl biggr Biggl Biggr mleft mright displaystyle textstyle ' +
    'scriptstyle limits nolimits bf rm it sf tt cal boldmath mathstrut strut nonumber notag hfill noindent hline ' +
    'Large large small normalsize'
  ).split(' '),
)

/** Commands around an argument that is read as mathematics: the command is dropped, the braces stay. */
export const transparentCommands: ReadonlySet<string> = new Set(
  'mathbf boldsymbol bm mathit mathcal mathfrak mathscr underline ensuremath mathop mathrel'.split(' '),
)

/** Commands that set a letter bold: then it is the name of a vector or matrix. Around anything else they change nothing. */
export const boldCommands: ReadonlySet<string> = new Set(['mathbf', 'boldsymbol', 'bm'])

/** Commands that make another name of a letter: the Lagrangian density is not the Lagrangian. In front of a bracket they name what the letter does: O(n). */
export const scriptCommands: ReadonlySet<string> = new Set(['mathcal', 'mathscr', 'mathfrak'])

/** Environments whose `&` only say where lines are set under each other. */
export const alignments: ReadonlySet<string> = new Set([
  'aligned',
  'align',
  'alignedat',
  'split',
  'gathered',
  'gather',
])

/** Commands that go with their argument: spacing, colour, labels. */
export const droppedWithArgument: ReadonlySet<string> = new Set(
  'hspace vspace hphantom vphantom phantom tag label color textcolor mspace kern'.split(' '),
)

/** Commands around words. */
export const textCommands: ReadonlySet<string> = new Set(
  'text textbf textit textrm textsf texttt textnormal mathrm mathsf mathtt mbox hbox operatorname operatorname* emph'.split(
    ' ',
  ),
)

/** Functions by every name they go by. */
export const functionNames: Readonly<Record<string, string>> = {
  ...same(
    'sin cos tan cot sec csc sinh cosh tanh coth sech csch exp ln log max min gcd lcm floor ceil abs sign re im conj gamma det',
  ),
  cis: 'cis',
  cosec: 'csc',
  tg: 'tan',
  ctg: 'cot',
  cotg: 'cot',
  ...inverse('sin', 'asin', 'arcsin'),
  ...inverse('cos', 'acos', 'arccos'),
  ...inverse('tan', 'atan', 'arctan arctg'),
  ...inverse('cot', 'acot', 'arccot arcctg'),
  ...inverse('sec', 'asec', 'arcsec'),
  ...inverse('csc', 'acsc', 'arccsc'),
  ...inverse('sinh', 'asinh', 'arsinh arcsinh'),
  ...inverse('cosh', 'acosh', 'arcosh arccosh'),
  ...inverse('tanh', 'atanh', 'artanh arctanh'),
  ceiling: 'ceil',
  cbrt: 'cbrt',
  sgn: 'sign',
  lg: 'lg',
  Re: 're',
  Im: 'im',
  Gamma: 'gamma',
  binomial: 'binomial',
  factorial: 'factorial',
  Mod: 'mod',
  Max: 'max',
  Min: 'min',
  Abs: 'abs',
}

function same(names: string): Record<string, string> {
  return Object.fromEntries(names.split(' ').map((name) => [name, name]))
}

function inverse(_of: string, name: string, others: string): Record<string, string> {
  return Object.fromEntries([name, ...others.split(' ')].map((other) => [other, name]))
}

/** The inverse of a function, for `\sin^{-1}`. */
export const inverseOf: Readonly<Record<string, string>> = Object.fromEntries(
  'sin cos tan cot sec csc sinh cosh tanh'.split(' ').map((name) => [name, `a${name}`]),
)

type Meaning = readonly [TokenKind, string]

/** Commands and what each is. */
export const commands: Readonly<Record<string, Meaning>> = {
  ...all('operator', {
    times: '*',
    cdot: '*',
    ast: '*',
    star: '*',
    bullet: '*',
    div: '/',
    over: '/',
    pm: 'pm',
    mp: 'mp',
    mod: 'mod',
    bmod: 'mod',
    pmod: 'pmod',
    prime: "'",
    circ: 'degree',
    degree: 'degree',
    permille: 'permille',
    choose: 'choose',
  }),
  ...all('relation', {
    le: '<=',
    leq: '<=',
    leqslant: '<=',
    ge: '>=',
    geq: '>=',
    geqslant: '>=',
    lt: '<',
    gt: '>',
    ne: '!=',
    neq: '!=',
    approx: '~=',
    sim: 'sim',
    simeq: 'simeq',
    approxeq: '~=',
    cong: 'cong',
    doteq: '~=',
    equiv: 'equiv',
    in: 'in',
    to: 'to',
    rightarrow: 'to',
    Rightarrow: 'implies',
    implies: 'implies',
    longrightarrow: 'to',
    Longrightarrow: 'implies',
    therefore: 'implies',
    propto: 'propto',
    subset: 'subset',
    subseteq: 'subset',
    parallel: 'parallel',
    perp: 'perp',
    notin: 'notin',
    iff: 'iff',
    Leftrightarrow: 'iff',
  }),
  ...all('set-operator', {
    cup: 'union',
    bigcup: 'union',
    cap: 'intersection',
    bigcap: 'intersection',
    setminus: 'difference',
    backslash: 'difference',
    smallsetminus: 'difference',
  }),
  ...all('separator', { quad: 'quad', qquad: 'quad', land: 'land', wedge: 'land', lor: 'lor', vee: 'lor' }),
  ...all('open', {
    langle: '<',
    lfloor: 'floor',
    lceil: 'ceil',
    lbrace: 'set',
    lbrack: '[',
    lvert: 'abs',
    lVert: 'abs',
    lgroup: '(',
  }),
  ...all('close', {
    rangle: '>',
    rfloor: 'floor',
    rceil: 'ceil',
    rbrace: 'set',
    rbrack: ']',
    rvert: 'abs',
    rVert: 'abs',
    rgroup: ')',
  }),
  ...all('bar', { vert: '|', mid: 'mid', Vert: '|', '|': '|' }),
  ...all('name', {
    infty: 'infinity',
    infinity: 'infinity',
    varphi: 'phi',
    varepsilon: 'epsilon',
    vartheta: 'theta',
    varrho: 'rho',
    varsigma: 'sigma',
    emptyset: 'empty',
    varnothing: 'empty',
    O: 'empty',
    exponentialE: 'e',
    imaginaryI: 'i',
    imaginaryJ: 'i',
    hbar: 'hbar',
    ell: 'l',
    imath: 'i',
    lnot: 'neg',
    reals: 'reals',
    R: 'reals',
    Z: 'integers',
    N: 'naturals',
    Q: 'rationals',
    angle: 'angle',
    triangle: 'triangle',
    odot: 'sun',
    partial: 'partial',
    nabla: 'nabla',
    ldots: 'dots',
    dots: 'dots',
    cdots: 'dots',
    dotsc: 'dots',
  }),
  ...all(
    'name',
    same(
      'alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi pi rho sigma tau upsilon phi chi psi omega Gamma Delta Theta Lambda Xi Pi Sigma Upsilon Phi Psi Omega',
    ),
  ),
  ...all('function', functionNames),
  ...all('command', {
    ...same('frac sqrt binom int sum prod lim overline mathbb oint'),
    Bbb: 'mathbb',
    mathbbm: 'mathbb',
    mathds: 'mathbb',
    dfrac: 'frac',
    tfrac: 'frac',
    cfrac: 'frac',
    dbinom: 'binom',
    tbinom: 'binom',
    // An accent belongs to the name: two dots are no one dot, and an arrow or bold letters mark a vector.
    overrightarrow: 'vector',
    vec: 'vector',
    bar: 'overline',
    hat: 'hat',
    widehat: 'hat',
    tilde: 'tilde',
    widetilde: 'tilde',
    ...same('dot ddot dddot check breve'),
  }),
}

function all(kind: TokenKind, names: Readonly<Record<string, string>>): Record<string, Meaning> {
  return Object.fromEntries(Object.entries(names).map(([name, text]) => [name, [kind, text] as const]))
}

/**
 * Signs between two things whose sides may not be changed, and that nothing here computes with: what holds one is compared as it is written. Left to
 * themselves they would be unknowns, and their sides the factors of a product.
 */
export const directedSigns: ReadonlySet<string> = new Set(
  `otimes ominus oslash ltimes rtimes wr diamond restriction upharpoonright amalg rhd lhd
  vdash vDash Vdash dashv models prec succ preceq succeq preccurlyeq succcurlyeq ll gg lll ggg lesssim gtrsim gtrless
  mapsto longmapsto hookrightarrow rightarrowtail twoheadrightarrow leadsto rightsquigarrow leftarrow longleftarrow Leftarrow
  triangleleft triangleright trianglelefteq trianglerighteq unlhd unrhd nmid supset supseteq subsetneq supsetneq ni nsubseteq sqsubset sqsupset sqsubseteq sqsupseteq`.split(
    /\s+/,
  ),
)

/** Commands that may be glued to the letter after them (`\cdotx`, `\quadx`, `\sqrta`), longest first. */
export const gluedCommands: readonly string[] = [
  'mathbb',
  'lgroup',
  'Bbb',
  'rgroup',
  'times',
  'cdot',
  'quad',
  'sqrt',
  'frac',
  'left',
  'right',
  'leq',
  'geq',
  'neq',
  'sin',
  'cos',
  'tan',
  'log',
  'ln',
  'pi',
  'le',
  'ge',
  'pm',
  'cup',
  'cap',
  'in',
]
