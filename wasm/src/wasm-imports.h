/* What the module asks of its host. The native tests define the same functions. */
#ifndef QL_WASM_IMPORTS_H
#define QL_WASM_IMPORTS_H

#include <stdint.h>

#ifdef __wasm__
#define QL_IMPORT(name) __attribute__((import_module("env"), import_name(name)))
#else
#define QL_IMPORT(name)
#endif

/* Milliseconds since 1970. */
QL_IMPORT("now") double ql_import_now(void);
/* Not 0: interrupt the running statement. */
QL_IMPORT("poll") int ql_import_poll(void);
/* Fills a buffer with good randomness. */
QL_IMPORT("random") void ql_import_random(void *out, int bytes);
/* In a reader, how it reaches the store at `address` in the writer's memory: the functions of page-reader.c, and a copy from
** there. `pin` writes a ql_mark. */
QL_IMPORT("remote_pin") int ql_import_remote_pin(uintptr_t address, uint32_t id, void *mark);
QL_IMPORT("remote_unpin") void ql_import_remote_unpin(uintptr_t address, uint32_t pin);
QL_IMPORT("remote_read") int ql_import_remote_read(uintptr_t address, uint32_t id, uint32_t pin, uint32_t pgno,
                                                   uint32_t within, void *out, uint32_t bytes);

#endif
