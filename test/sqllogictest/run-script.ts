import { resultLines, type Value } from './result-text.ts'
import {
  appliesTo,
  type QueryRecord,
  type ScriptRecord,
  type StatementExpectation,
  type StatementRecord,
} from './script.ts'

/** A statement that failed, as the database under test says it. */
export class Refusal extends Error {
  readonly code: string

  constructor(code: string, message: string) {
    super(message)
    this.code = code
  }
}

/** The rows of a query as one of several places answered it. */
export interface Answer {
  /** For the report: which node. */
  readonly place: string
  readonly rows: readonly (readonly Value[])[]
}

/** What scripts run on. Both methods throw Refusal for what SQL may do wrong; anything else stops the script. */
export interface Target {
  /** For skipif and onlyif. */
  readonly name: string
  /** Returns the number of rows changed. */
  execute(sql: string): Promise<number>
  /** Returns an answer for every place that has one. */
  query(sql: string): Promise<readonly Answer[]>
}

/** A record that did not go as its script says. */
export interface Deviation {
  readonly line: number
  readonly sql: string
  readonly place: string
  readonly expected: readonly string[]
  readonly found: readonly string[]
}

export interface ScriptReport {
  /** Statements and queries that ran. */
  readonly records: number
  /** Results that were compared: a query counts once for every place. */
  readonly answers: number
  readonly deviations: readonly Deviation[]
}

/** Called for every record that ran, with what it gave instead of what it should. */
export type RecordListener = (record: StatementRecord | QueryRecord, found: Finding) => void

export type Finding =
  | { readonly kind: 'statement'; readonly outcome: StatementExpectation }
  | { readonly kind: 'query'; readonly lines: readonly string[] }

/** Runs a script to its end or to its `halt`; deviations do not stop it. */
export async function runScript(
  script: readonly ScriptRecord[],
  target: Target,
  onRecord: RecordListener = () => undefined,
): Promise<ScriptReport> {
  const run = new ScriptRun(target, onRecord)
  for (const record of script) {
    if (record.kind === 'comment' || !appliesTo(record, target.name)) continue
    if (record.kind === 'halt') break
    if (record.kind === 'hash-threshold') run.hashThreshold = record.values
    else if (record.kind === 'statement') await run.statement(record)
    else await run.query(record)
  }
  return run
}

class ScriptRun implements ScriptReport {
  records = 0
  answers = 0
  readonly deviations: Deviation[] = []
  hashThreshold = 0
  readonly #target: Target
  readonly #onRecord: RecordListener
  readonly #labels = new Map<string, string>()

  constructor(target: Target, onRecord: RecordListener) {
    this.#target = target
    this.#onRecord = onRecord
  }

  async statement(record: StatementRecord): Promise<void> {
    this.records++
    this.answers++
    const outcome = await this.#outcome(record)
    this.#onRecord(record, { kind: 'statement', outcome })
    const [expected, found] = [record.expected, outcome].map(printExpectation)
    if (expected !== found) {
      this.#deviate(record, this.#target.name, [expected!], [found!])
    }
  }

  async query(record: QueryRecord): Promise<void> {
    this.records++
    const answers = await this.#answers(record)
    for (const { place, lines } of answers) {
      this.answers++
      this.#onRecord(record, { kind: 'query', lines })
      if (lines.join('\n') !== record.expected.join('\n')) {
        this.#deviate(record, place, record.expected, lines)
      }
    }
    if (record.label !== undefined) this.#compareByLabel(record, record.label, answers[0]!.lines)
  }

  /** What the statement did, told in as much detail as its record asks for. */
  async #outcome({ sql, expected }: StatementRecord): Promise<StatementExpectation> {
    try {
      const changes = await this.#target.execute(sql)
      return expected.ok && 'changes' in expected ? { ok: true, changes } : { ok: true }
    } catch (error) {
      if (!(error instanceof Refusal)) throw error
      const anyCode = !expected.ok && expected.code === undefined
      return { ok: false, code: anyCode ? undefined : error.code }
    }
  }

  async #answers(record: QueryRecord): Promise<{ place: string; lines: readonly string[] }[]> {
    const { hashThreshold } = this
    try {
      const answers = await this.#target.query(record.sql)
      return answers.map(({ place, rows }) => ({
        place,
        lines: resultLines(record, rows, hashThreshold),
      }))
    } catch (error) {
      if (!(error instanceof Refusal) && !(error instanceof RangeError)) throw error
      return [{ place: this.#target.name, lines: [`failed: ${error.message}`] }]
    }
  }

  #compareByLabel(record: QueryRecord, label: string, lines: readonly string[]): void {
    const text = lines.join('\n')
    const first = this.#labels.get(label)
    if (first === undefined) this.#labels.set(label, text)
    else if (first !== text) {
      this.#deviate(record, `label ${label}`, first.split('\n'), lines)
    }
  }

  #deviate(
    { line, sql }: StatementRecord | QueryRecord,
    place: string,
    expected: readonly string[],
    found: readonly string[],
  ): void {
    this.deviations.push({ line, sql, place, expected, found })
  }
}

function printExpectation(outcome: StatementExpectation): string {
  if (!outcome.ok) return `error ${outcome.code ?? ''}`
  return 'changes' in outcome ? `${outcome.changes} rows` : 'ok'
}
