import type { Layer } from './layer.ts'

export const LAYER_NAMES = ['core'] as const
export type LayerName = (typeof LAYER_NAMES)[number]

export async function loadLayer(_name: LayerName): Promise<Layer> {
  return (await import('./core/layer.ts')).coreLayer
}
