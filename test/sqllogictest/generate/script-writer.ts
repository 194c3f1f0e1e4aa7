import type { Chance } from './random.ts'
import type { ScriptRecord, SortMode } from '../script.ts'

export interface QueryShape {
  readonly sort?: SortMode
  readonly label?: string
}

/** A script in the making. What its records should give is left to the reference. */
export class ScriptWriter {
  readonly records: ScriptRecord[] = []

  comment(...lines: readonly string[]): void {
    const text = lines.map((line) => `# ${line}`).join('\n')
    this.records.push({ kind: 'comment', text, attached: false })
  }

  hashThreshold(values: number): void {
    this.records.push({ ...UNCONDITIONAL, kind: 'hash-threshold', values })
  }

  /** DDL, and DML whose number of changed rows is of no interest. */
  statement(...texts: readonly string[]): void {
    for (const sql of texts) {
      this.records.push({ ...UNCONDITIONAL, kind: 'statement', sql, expected: { ok: true } })
    }
  }

  /** DML: the number of rows that it changes is compared. */
  change(...texts: readonly string[]): void {
    for (const sql of texts) {
      const expected = { ok: true, changes: 0 } as const
      this.records.push({ ...UNCONDITIONAL, kind: 'statement', sql, expected })
    }
  }

  /** `types`: a letter per column, as in the format. */
  query(types: string, sql: string, { sort = 'nosort', label }: QueryShape = {}): void {
    this.records.push({ ...UNCONDITIONAL, kind: 'query', sql, types, sort, label, expected: [] })
  }
}

/** Writes scripts of one subject. */
export interface Generator {
  readonly name: string
  readonly write: (script: ScriptWriter, chance: Chance) => void
}

const UNCONDITIONAL = { line: 0, skipIf: [], onlyIf: [] } as const
