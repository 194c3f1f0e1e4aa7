// Circles in directed graphs.

export type Graph = ReadonlyMap<number, ReadonlySet<number>>

/** Nodes of a circle, in order; undefined if there is none. Takes time in proportion to the edges. */
export function findCycle(graph: Graph): readonly number[] | undefined {
  const finished = new Set<number>()
  for (const root of graph.keys()) {
    if (finished.has(root)) continue
    const path: number[] = [root]
    const onPath = new Set(path)
    const open = [iterate(graph, root)]
    while (open.length > 0) {
      const step = open.at(-1)!.next()
      if (step.done) {
        open.pop()
        const left = path.pop()!
        onPath.delete(left)
        finished.add(left)
        continue
      }
      const next = step.value
      if (onPath.has(next)) return path.slice(path.indexOf(next))
      if (finished.has(next)) continue
      path.push(next)
      onPath.add(next)
      open.push(iterate(graph, next))
    }
  }
  return undefined
}

/** Nodes of a shortest way, `from` first, without `to`; undefined if there is none. */
export function findPath(graph: Graph, from: number, to: number): readonly number[] | undefined {
  const cameFrom = new Map<number, number>()
  let frontier = [from]
  const seen = new Set(frontier)
  while (frontier.length > 0) {
    const further: number[] = []
    for (const node of frontier) {
      for (const next of graph.get(node) ?? []) {
        if (next === to) return walkBack(cameFrom, from, node)
        if (seen.has(next)) continue
        seen.add(next)
        cameFrom.set(next, node)
        further.push(next)
      }
    }
    frontier = further
  }
  return undefined
}

function walkBack(cameFrom: ReadonlyMap<number, number>, from: number, to: number): number[] {
  const path = [to]
  while (path[0] !== from) path.unshift(cameFrom.get(path[0]!)!)
  return path
}

function iterate(graph: Graph, node: number): Iterator<number, undefined> {
  return (graph.get(node) ?? new Set<number>()).values()
}
