export interface ProgressLine {
  readonly show: (words: string) => void
  readonly clear: () => void
}

/** On a terminal one line that is written over; otherwise a line for each step. */
export function createProgressLine(stream: NodeJS.WriteStream): ProgressLine {
  if (!stream.isTTY) {
    return { show: (words) => void stream.write(`${words}\n`), clear: () => undefined }
  }
  return {
    // What is longer than the terminal is wide would wrap, and could not be written over.
    show: (words) => void stream.write(`\r\x1b[K${words.slice(0, stream.columns - 1)}`),
    clear: () => void stream.write('\r\x1b[K'),
  }
}
