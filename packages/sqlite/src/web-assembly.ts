// The part of the WebAssembly JavaScript API that is used here, declared structurally: Node's types leave it to lib.dom,
// which a server package should not ask of its users.

export interface WebAssemblyModule {
  readonly [Symbol.toStringTag]: 'WebAssembly.Module'
}

export interface WebAssemblyMemory {
  readonly buffer: ArrayBufferLike
  grow(pages: number): number
}

export interface WebAssemblyInstance {
  readonly exports: Readonly<Record<string, unknown>>
}

interface WebAssemblyApi {
  compile(bytes: Uint8Array): Promise<WebAssemblyModule>
  readonly Memory: {
    new (limits: { initial: number; maximum: number; shared?: boolean }): WebAssemblyMemory
  }
  readonly Instance: {
    new (
      module: WebAssemblyModule,
      imports: Record<string, Record<string, unknown>>,
    ): WebAssemblyInstance
  }
}

export const webAssembly: WebAssemblyApi = (
  globalThis as unknown as { readonly WebAssembly: WebAssemblyApi }
).WebAssembly
