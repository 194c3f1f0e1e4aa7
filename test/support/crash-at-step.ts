import type { InlineCluster } from './inline-cluster.ts'

/**
 * Crashes a machine at a step of its disk's next writes, counted from 1: pages, marker, appends, compaction, whatever comes. Of
 * what was not synced any part may be lost. Resolves when it has been started again.
 */
export async function crashAtStep(
  cluster: InlineCluster,
  machine: number,
  step: number,
  onCrash: () => void = () => undefined,
): Promise<void> {
  const { disk } = cluster.machines[machine]!
  let stepsLeft = step
  let isDown = false
  disk.onStep = () => {
    if (isDown || --stepsLeft > 0) return
    isDown = true
    onCrash()
    cluster.crash(machine, 'any')
  }
  await cluster.until(() => isDown, 'a crash')
  disk.onStep = undefined
  await cluster.startNode(machine)
}
