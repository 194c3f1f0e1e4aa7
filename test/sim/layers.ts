import type { Layer } from './layer.ts'

export const LAYER_NAMES = ['core', 'full'] as const
export type LayerName = (typeof LAYER_NAMES)[number]

/** Loaded when needed: the full layer brings WASM and the whole node. */
export async function loadLayer(name: LayerName): Promise<Layer> {
  return name === 'core'
    ? (await import('./core/layer.ts')).coreLayer
    : (await import('./full/layer.ts')).fullLayer
}
