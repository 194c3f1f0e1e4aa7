// libp2p 3 calls Promise.withResolvers, which Node 20 lacks; without it every dial fails with a misleading
// "connect ECONNRESET". Imports run in order, so this one stands first in every module that imports libp2p.

interface Resolvers<T> {
  promise: Promise<T>
  resolve: (value: T | PromiseLike<T>) => void
  reject: (reason?: unknown) => void
}

const constructor = Promise as PromiseConstructor & { withResolvers?: <T>() => Resolvers<T> }

constructor.withResolvers ??= function withResolvers<T>(this: PromiseConstructor): Resolvers<T> {
  let resolve!: Resolvers<T>['resolve']
  let reject!: Resolvers<T>['reject']
  const promise = new this<T>((onResolve, onReject) => {
    resolve = onResolve
    reject = onReject
  })
  return { promise, resolve, reject }
}
