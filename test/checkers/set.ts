// Elements that are added once each: what was acknowledged is there, once, for whoever looks afterwards.

import { type Complaints, type Operation, precedes } from './history.ts'

export interface Addition extends Operation {
  readonly element: number
  /** What its sender was told. One without an answer is `unknown`. */
  readonly outcome: 'added' | 'not added' | 'unknown'
}

export interface SetRead extends Operation {
  readonly elements: readonly number[]
}

export function checkSet(additions: readonly Addition[], reads: readonly SetRead[]): Complaints {
  const byElement = new Map(additions.map((addition) => [addition.element, addition]))
  return reads.flatMap((read) => {
    const found = new Set(read.elements)
    const name = `the read at ${read.call.toFixed(1)}`
    const complaints: string[] = []
    if (found.size !== read.elements.length) complaints.push(`${name} found an element twice`)
    for (const element of found) {
      const addition = byElement.get(element)
      if (!addition) complaints.push(`${name} found ${element}, which nobody added`)
      else if (addition.outcome === 'not added') {
        complaints.push(`${name} found ${element}, whose sender was told that it was not added`)
      } else if (precedes(read, addition)) {
        complaints.push(`${name} found ${element} before anybody added it`)
      }
    }
    for (const addition of additions) {
      if (addition.outcome !== 'added' || found.has(addition.element)) continue
      if (precedes(addition, read)) {
        complaints.push(
          `${name} lacks ${addition.element}, acknowledged at ${addition.return.toFixed(1)}`,
        )
      }
    }
    return complaints
  })
}
