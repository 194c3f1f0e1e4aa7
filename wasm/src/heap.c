/* The page store's allocations and its growable buffers. The allocator below them is alloc.c in the module and
** the C library's in the native tests, which make any allocation fail on demand. */
#include "heap.h"

#include <stdlib.h>
#include <string.h>

#include "sqlite3.h"

#define BUFFER_LIMIT 0x7fffffffu

#ifdef QL_TEST
int (*ql_test_allocation_fails)(void);
#define REFUSED() (ql_test_allocation_fails && ql_test_allocation_fails())
#else
#define REFUSED() 0
#endif

void *ql_alloc(size_t bytes) { return REFUSED() ? 0 : malloc(bytes); }

void *ql_alloc_zeroed(size_t bytes) { return REFUSED() ? 0 : calloc(1, bytes); }

void *ql_alloc_aligned(size_t alignment, size_t bytes) {
  if (REFUSED()) return 0;
#ifndef __wasm__
  /* ISO C wants a multiple of the alignment; our own allocator does not. */
  bytes = (bytes + alignment - 1) & ~(alignment - 1);
#endif
  return aligned_alloc(alignment, bytes);
}

void *ql_realloc(void *old, size_t bytes) { return REFUSED() ? 0 : realloc(old, bytes); }

void ql_free(void *memory) { free(memory); }

int ql_buffer_reserve(ql_buffer *buffer, uint32_t extra) {
  if (extra <= buffer->capacity - buffer->used) return SQLITE_OK;
  if (extra > BUFFER_LIMIT - buffer->used) return SQLITE_TOOBIG;
  uint32_t need = buffer->used + extra;
  uint32_t doubled = buffer->capacity < BUFFER_LIMIT / 2 ? buffer->capacity * 2 : BUFFER_LIMIT;
  uint32_t capacity = need > doubled ? need : doubled;
  uint8_t *bytes = ql_realloc(buffer->bytes, capacity);
  if (!bytes && capacity > need) bytes = ql_realloc(buffer->bytes, capacity = need);
  if (!bytes) return SQLITE_NOMEM;
  buffer->bytes = bytes;
  buffer->capacity = capacity;
  return SQLITE_OK;
}

void ql_buffer_clear(ql_buffer *buffer, uint32_t keep) {
  buffer->used = 0;
#ifdef QL_TEST
  keep = 0; /* so that the tests see every buffer grow, and every stale use of one */
#endif
  if (buffer->capacity <= keep) return;
  ql_free(buffer->bytes);
  buffer->bytes = 0;
  buffer->capacity = 0;
}
