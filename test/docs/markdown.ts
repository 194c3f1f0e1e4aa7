import { dirname, join, normalize } from 'node:path/posix'
import { filesBelow, read } from '../architecture/sources.ts'

/** Every page that people read: in the root, in docs, and beside code. */
export function pages(): string[] {
  const beside = ['docs', 'examples', 'packages', 'wasm', 'bench', 'test']
  return ['README.md', 'CONTRIBUTING.md', ...beside.flatMap((folder) => filesBelow(folder, '.md'))]
}

export interface Fence {
  readonly page: string
  /** Of the line with the opening fence, from 1. */
  readonly line: number
  readonly language: string
  /** What follows the language: `check` for an example that is not run. */
  readonly info: string
  readonly code: string
}

export function fencesOf(page: string): Fence[] {
  const fences: Fence[] = []
  const lines = read(page).split('\n')
  for (let i = 0; i < lines.length; i++) {
    const opening = /^```(\S+) ?(.*)$/.exec(lines[i]!)
    if (!opening) continue
    const end = lines.indexOf('```', i + 1)
    if (end < 0) throw new Error(`${page}:${i + 1} opens a block that is never closed`)
    const [, language = '', info = ''] = opening
    fences.push({ page, line: i + 1, language, info, code: lines.slice(i + 1, end).join('\n') })
    i = end
  }
  return fences
}

/** The page without its code, fenced and inline. */
export function proseOf(page: string): string {
  return read(page)
    .replaceAll(/^```.*?^```$/gms, '')
    .replaceAll(/`[^`\n]*`/g, (code) => code.replaceAll(/[[\]()]/g, ' '))
}

export interface Link {
  readonly text: string
  /** From the repository's root; the page itself for a bare `#anchor`. */
  readonly path: string
  readonly anchor: string | undefined
  /** Where in the prose it ends. */
  readonly end: number
}

/** Links into the repository. */
export function linksOf(page: string): Link[] {
  return [...proseOf(page).matchAll(/\[([^\]]*)\]\(([^)\s]+)\)/g)].flatMap((match) => {
    const [whole, text = '', target = ''] = match
    if (/^[a-z]+:/.test(target)) return []
    const [file = '', anchor] = target.split('#')
    const path = file === '' ? page : normalize(join(dirname(page), file)).replace(/\/$/, '')
    return [{ text, path, anchor, end: match.index + whole.length }]
  })
}

/** The anchors that GitHub gives to a page's headings. */
export function anchorsOf(page: string): Set<string> {
  const anchors = new Set<string>()
  const source = read(page).replaceAll(/^```.*?^```$/gms, '')
  for (const [, heading = ''] of source.matchAll(/^#{1,6} (.+)$/gm)) {
    const slug = heading
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-')
    let anchor = slug
    for (let n = 1; anchors.has(anchor); n++) anchor = `${slug}-${n}`
    anchors.add(anchor)
  }
  return anchors
}
