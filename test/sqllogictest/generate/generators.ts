import { affinity } from './affinity.ts'
import { changes } from './changes.ts'
import { dates } from './dates.ts'
import { expressions } from './expressions.ts'
import { fulltext } from './fulltext.ts'
import { functions } from './functions.ts'
import { indexes } from './indexes.ts'
import { joins } from './joins.ts'
import { json } from './json.ts'
import { rtree } from './rtree.ts'
import { schemas } from './schemas.ts'
import type { Generator } from './script-writer.ts'
import { windows } from './windows.ts'

/** What is generated, a script each. */
export const GENERATORS: readonly Generator[] = [
  affinity,
  changes,
  dates,
  expressions,
  fulltext,
  functions,
  indexes,
  joins,
  json,
  rtree,
  schemas,
  windows,
]
