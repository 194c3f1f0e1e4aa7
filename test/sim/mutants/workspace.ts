// A copy of the packages in which bugs are planted, so that the tree itself is never touched.

import { spawn, spawnSync } from 'node:child_process'
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Mutant, plant } from './mutant.ts'

export interface Verdict {
  readonly mutant: Mutant
  readonly outcome: 'killed' | 'survived' | 'does not compile'
  /** Seeds that were run, the one that found it included. */
  readonly seeds: number
  /** The first complaint. */
  readonly reason: string
}

export interface Trial {
  readonly seeds: number
  readonly first: number
  readonly jobs: number
  /** No seed is begun after so much real time. */
  readonly limitMs: number
}

export class MutantWorkspace implements Disposable {
  readonly #root: string
  readonly #copy: string

  /** `root` is a repository that is built, the simulator included. */
  constructor(root: string) {
    this.#root = root
    this.#copy = mkdtempSync(join(tmpdir(), 'quorumlite-mutants-'))
    const isOurs = (path: string): boolean => !path.endsWith('node_modules')
    for (const each of ['packages', 'tsconfig.base.json', 'package.json', 'test/sim/dist']) {
      cpSync(join(root, each), join(this.#copy, each), { recursive: true, filter: isOurs })
    }
    this.#linkModules()
  }

  /** What others made is shared; our own packages are those of the copy. */
  #linkModules(): void {
    const modules = join(this.#copy, 'node_modules')
    mkdirSync(join(modules, '@quorumlite'), { recursive: true })
    for (const name of readdirSync(join(this.#root, 'node_modules'))) {
      if (name === '@quorumlite' || name === 'quorumlite') continue
      symlinkSync(join(this.#root, 'node_modules', name), join(modules, name))
    }
    for (const name of readdirSync(join(this.#copy, 'packages'))) {
      const nested = join(this.#root, 'packages', name, 'node_modules')
      if (existsSync(nested))
        symlinkSync(nested, join(this.#copy, 'packages', name, 'node_modules'))
      const place = name === 'quorumlite' ? name : join('@quorumlite', name)
      symlinkSync(join(this.#copy, 'packages', name), join(modules, place))
    }
  }

  async try(mutant: Mutant, trial: Trial): Promise<Verdict> {
    const files = new Set(mutant.edits.map(({ file }) => file))
    const sources = [...files].map((file) => [file, this.#read(file)] as const)
    for (const edit of mutant.edits) this.#write(edit.file, plant(this.#read(edit.file), edit))
    try {
      const compiled = this.#compile(mutant)
      if (compiled !== '') {
        return { mutant, outcome: 'does not compile', seeds: 0, reason: compiled }
      }
      const { seeds, reason } = await this.#simulate(mutant, trial)
      return { mutant, outcome: reason === '' ? 'survived' : 'killed', seeds, reason }
    } finally {
      for (const [file, source] of sources) this.#write(file, source)
      this.#compile(mutant)
    }
  }

  #read(file: string): string {
    return readFileSync(join(this.#copy, file), 'utf8')
  }

  #write(file: string, source: string): void {
    writeFileSync(join(this.#copy, file), source)
  }

  /** Errors of the compiler, or nothing. */
  #compile({ edits }: Mutant): string {
    const folders = new Set(edits.map(({ file }) => file.split('/').slice(0, 2).join('/')))
    const compiler = join(this.#root, 'node_modules/.bin/tsc')
    const { status, stdout } = spawnSync(compiler, ['-b', ...folders], {
      cwd: this.#copy,
      encoding: 'utf8',
    })
    return status === 0 ? '' : stdout
  }

  #simulate({ layer }: Mutant, trial: Trial): Promise<Pick<Verdict, 'seeds' | 'reason'>> {
    const { seeds, first, jobs, limitMs } = trial
    const limit = Math.ceil(limitMs / 1000)
    const options = { layer, seeds, seed: first, jobs, 'seconds-limit': limit }
    const args = Object.entries(options).flatMap(([name, value]) => [`--${name}`, String(value)])
    const command = ['test/sim/dist/sim/main.js', ...args, '--fail-fast']
    const child = spawn(process.execPath, command, { cwd: this.#copy })
    let errors = ''
    let output = ''
    child.stderr.setEncoding('utf8').on('data', (text: string) => (errors += text))
    child.stdout.setEncoding('utf8').on('data', (text: string) => (output += text))
    return new Promise((resolve) => {
      child.on('close', () => {
        const [, reason = '', found] = /^FAILED: (\w+ seed (\d+).*)$/m.exec(errors) ?? []
        const [, run] = /: (\d+) seeds in /.exec(output) ?? []
        resolve({ reason, seeds: found === undefined ? Number(run) : Number(found) - first + 1 })
      })
    })
  }

  [Symbol.dispose](): void {
    rmSync(this.#copy, { recursive: true, force: true })
  }
}
