/* What the memory is used for. */
#include "alloc.h"
#include "bytes.h"
#include "page-slab.h"
#include "vfs.h"

void ql_memory(uint8_t *out) {
  ql_put_f64(out, ql_heap_grown());
  ql_put_f64(out + 8, ql_heap_used());
  ql_put_f64(out + 16, ql_pages_used());
  ql_put_f64(out + 24, ql_pages_free());
  ql_put_f64(out + 32, ql_page_version_count());
  ql_put_f64(out + 40, ql_store_count());
  ql_put_f64(out + 48, ql_file_count());
  ql_put_f64(out + 56, ql_heap_limit());
  ql_put_f64(out + 64, ql_heap_free_in_large_blocks());
}

void ql_set_memory_limit(double bytes) { ql_heap_set_limit(bytes); }

void *getSqliteFree(void) { return (void *)(uintptr_t)&sqlite3_free; }
