/* How the page store gets memory. Everything here may fail, and every caller says what happens then. */
#ifndef QL_HEAP_H
#define QL_HEAP_H

#include <stddef.h>
#include <stdint.h>

void *ql_alloc(size_t bytes);
void *ql_alloc_zeroed(size_t bytes);
/* Memory whose address is a multiple of `alignment`, a power of two. */
void *ql_alloc_aligned(size_t alignment, size_t bytes);
void *ql_realloc(void *old, size_t bytes);
void ql_free(void *memory);

/* A byte buffer that grows. */
typedef struct {
  uint8_t *bytes;
  uint32_t used;
  uint32_t capacity;
} ql_buffer;

/* Makes room for `extra` bytes after `used`. SQLITE_NOMEM, SQLITE_TOOBIG (2 GiB); the content stays. */
int ql_buffer_reserve(ql_buffer *buffer, uint32_t extra);
/* Empties the buffer, and gives memory back if it grew beyond `keep` bytes. */
void ql_buffer_clear(ql_buffer *buffer, uint32_t keep);

#ifdef QL_TEST
/* Set by the stress test: allocations fail when it returns nonzero. */
extern int (*ql_test_allocation_fails)(void);
#endif

#endif
