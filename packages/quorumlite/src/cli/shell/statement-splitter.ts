// Cuts what a person types, or a script, into statements, as sqlite3_complete() would: a semicolon ends a statement unless
// it stands in a string, a quoted name, a comment, or the body of a trigger, which ends with `; END ;`.
// https://sqlite.org/c3ref/complete.html

export interface SplitStatement {
  /** Without the semicolon, and without white space around it. */
  readonly text: string
  /**
   * What it does, in small letters: its first word, or for `with` the word that the common table expressions serve
   * (`select`, `insert`, ...).
   */
  readonly verb: string
}

type Quote = "'" | '"' | '`' | ']'
type Mode = 'code' | 'line comment' | 'block comment' | Quote

/** Where the body of a trigger is: outside of one, in it, after a semicolon in it, after the END that follows that. */
type TriggerState = 'none' | 'body' | 'semicolon' | 'end'

const QUOTES: Readonly<Record<string, Quote>> = { "'": "'", '"': '"', '`': '`', '[': ']' }
const MAIN_VERBS: ReadonlySet<string> = new Set([
  'select',
  'values',
  'insert',
  'replace',
  'update',
  'delete',
])

/** Takes text in whole lines. */
export class StatementSplitter {
  #mode: Mode = 'code'
  /** Of the statement so far. */
  #text = ''
  /** The first words of the statement: as many as tell what it is. */
  #words: string[] = []
  #verb = ''
  #parentheses = 0
  #trigger: TriggerState = 'none'
  #isEmpty = true

  /** Whether there is more to come: something was typed that is no whole statement. */
  get isPending(): boolean {
    return !this.#isEmpty || this.#mode !== 'code'
  }

  /** What was typed of a statement that has not ended. */
  get pending(): string {
    return this.#text
  }

  /** The statements that end in this text, which ends with a line. */
  push(text: string): SplitStatement[] {
    const statements: SplitStatement[] = []
    let from = 0
    for (let at = 0; at < text.length;) {
      if (this.#mode !== 'code') {
        at = this.#leaveMode(text, at)
        continue
      }
      const character = text[at]!
      if (character === ';' && this.#endsAtSemicolon()) {
        this.#text += text.slice(from, at)
        from = ++at
        const statement = this.#take()
        if (statement) statements.push(statement)
        continue
      }
      at = this.#readToken(text, at)
    }
    this.#text += text.slice(from)
    if (!this.isPending) this.#text = ''
    return statements
  }

  /** The statement that the end of the input ends, if there is one; `broken` if it ends a string, comment or trigger. */
  end(): SplitStatement | undefined | 'broken' {
    const isBroken = QUOTE_ENDS.has(this.#mode) || this.#mode === 'block comment'
    const inTrigger = this.#trigger === 'body' || this.#trigger === 'semicolon'
    const statement = this.#take()
    return isBroken || inTrigger ? 'broken' : statement
  }

  /** Forgets what was typed of a statement that has not ended. */
  clear(): void {
    this.#take()
  }

  /** Reads one character, comment mark, quote or word of code. Returns where the next one is. */
  #readToken(text: string, at: number): number {
    const character = text[at]!
    if (text.startsWith('--', at) || text.startsWith('/*', at)) {
      this.#mode = character === '-' ? 'line comment' : 'block comment'
      return at + 2
    }
    if (SPACE.test(character)) return at + 1
    this.#isEmpty = false
    const quote = QUOTES[character]
    if (quote) {
      this.#mode = quote
      this.#seeWord('')
      return at + 1
    }
    if (character === '(') this.#parentheses++
    if (character === ')') this.#parentheses--
    if (character === ';') {
      // In the body of a trigger.
      this.#trigger = 'semicolon'
      return at + 1
    }
    WORD.lastIndex = at
    const word = WORD.exec(text)?.[0] ?? ''
    this.#seeWord(word.toLowerCase())
    return at + Math.max(1, word.length)
  }

  #leaveMode(text: string, at: number): number {
    const end =
      this.#mode === 'line comment' ? '\n' : this.#mode === 'block comment' ? '*/' : this.#mode
    const found = text.indexOf(end, at)
    if (found < 0) return text.length
    // A quote that is doubled begins another string at once, which comes to the same.
    this.#mode = 'code'
    return found + end.length
  }

  /** `word` is empty for what is no word. */
  #seeWord(word: string): void {
    if (this.#trigger === 'semicolon') this.#trigger = word === 'end' ? 'end' : 'body'
    else if (this.#trigger === 'end') this.#trigger = 'body'
    if (this.#words.length < TRIGGER_WORDS_MAX) {
      this.#words.push(word)
      if (CREATE_TRIGGER.test(this.#words.join(' '))) this.#trigger = 'body'
    }
    if (this.#words.length === 1 && this.#verb === '') this.#verb = word
    const servesWith = this.#verb === 'with' && this.#parentheses === 0
    if (servesWith && MAIN_VERBS.has(word)) this.#verb = word
  }

  #endsAtSemicolon(): boolean {
    return this.#trigger === 'none' || this.#trigger === 'end'
  }

  #take(): SplitStatement | undefined {
    const statement = { text: this.#text.trim(), verb: this.#verb }
    const isEmpty = this.#isEmpty
    this.#mode = 'code'
    this.#text = ''
    this.#words = []
    this.#verb = ''
    this.#parentheses = 0
    this.#trigger = 'none'
    this.#isEmpty = true
    return isEmpty ? undefined : statement
  }
}

/** The statements of a whole text, the last with or without its semicolon. */
export function splitStatements(text: string): SplitStatement[] {
  const splitter = new StatementSplitter()
  const statements = splitter.push(`${text}\n`)
  const rest = splitter.pending.trim()
  const last = splitter.end()
  // What is broken is for SQLite to explain.
  if (last === 'broken') return [...statements, { text: rest, verb: '' }]
  return last ? [...statements, last] : statements
}

const SPACE = /\s/
const WORD = /[\p{L}\p{N}_$]+/uy
const QUOTE_ENDS: ReadonlySet<Mode> = new Set(["'", '"', '`', ']'])
/** `explain query plan create temp trigger` */
const TRIGGER_WORDS_MAX = 6
const CREATE_TRIGGER = /^(explain (query plan )?)?create (temp |temporary )?trigger$/
