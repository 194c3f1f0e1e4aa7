import type { Connection, Statement } from '@quorumlite/sqlite'

/**
 * Whether every step of this statement's program costs little, so that a limit of steps bounds its time: it moves cursors over
 * b-trees and handles values, but calls no function, sorts nothing, asks no virtual table and counts no table. What is not
 * named here is not little. https://sqlite.org/opcode.html
 */
export function hasBoundedSteps(connection: Connection, statement: Statement): boolean {
  const { statement: explain } = connection.prepare(`EXPLAIN ${statement.sql}`)
  if (!explain) return false
  try {
    const program = explain.all(explain.parameterNames.map(() => null))
    return program.every(([, opcode]) => BOUNDED_OPCODES.has(String(opcode)))
  } finally {
    explain[Symbol.dispose]()
  }
}

/** The frame of a program and its ways; cursors; values. */
const BOUNDED_OPCODES: ReadonlySet<string> = new Set(
  `Init Transaction Goto Halt Noop Explain Once Gosub Return BeginSubrtn InitCoroutine Yield EndCoroutine ResultRow
  If IfNot IfPos IfNotZero IfNullRow IsNull NotNull IsType IsTrue DecrJumpZero OffsetLimit MustBeInt Jump
  Eq Ne Lt Le Gt Ge ElseEq Compare Permutation CollSeq
  OpenRead ReopenIdx Close ColumnsUsed CursorHint NullRow Rewind Last Next Prev SeekRowid NotExists SeekScan SeekHit
  SeekGE SeekGT SeekLE SeekLT IfNoHope Found NotFound NoConflict IdxGE IdxGT IdxLE IdxLT DeferredSeek FinishSeek
  IdxRowid Rowid Column ReadCookie OpenEphemeral IdxInsert
  Variable Integer Int64 Real String8 String Blob Null SoftNull Copy SCopy IntCopy Move Affinity RealAffinity MakeRecord
  Add Subtract Multiply Divide Remainder AddImm ZeroOrNull And Or Not BitAnd BitOr BitNot ShiftLeft ShiftRight`.split(
    /\s+/,
  ),
)
