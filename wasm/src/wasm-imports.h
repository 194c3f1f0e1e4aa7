/* What the module asks of its host. The native tests define the same functions. */
#ifndef QL_WASM_IMPORTS_H
#define QL_WASM_IMPORTS_H

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

#endif
