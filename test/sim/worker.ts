// A process of the command that runs chunks of seeds, one after the other.

import { type Chunk, runChunk } from './chunk.ts'
import { type LayerName, loadLayer } from './layers.ts'

const layer = await loadLayer(process.argv[2] as LayerName)

process.on('message', (chunk: Chunk) => {
  void runChunk(layer, chunk).then((result) => process.send!(result))
})
process.on('disconnect', () => process.exit())
process.send!('ready')
