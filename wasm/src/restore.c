/* Whole contents: filling an empty store, and replacing everything by one speculative version. */
#include <string.h>

#include "bytes.h"
#include "check.h"
#include "heap.h"
#include "page-hash.h"
#include "page-slab.h"
#include "sharing.h"

/* Offsets in page 1 (https://sqlite.org/fileformat2.html#the_database_header). */
#define PAGE_SIZE_AT 16
#define WRITE_FORMAT_AT 18
#define READ_FORMAT_AT 19
#define CHANGE_COUNTER_AT 24
#define PAGE_COUNT_AT 28
#define SCHEMA_COOKIE_AT 40
#define SCHEMA_FORMAT_AT 44
#define TEXT_ENCODING_AT 56
#define VERSION_VALID_FOR_AT 92
#define SQLITE_VERSION_AT 96
#define BTREE_AT 100

#define LEAF_TABLE_PAGE 0x0d
#define WAL_FORMAT 2

int ql_is_page1(const uint8_t *page) {
  return memcmp(page, "SQLite format 3", 16) == 0 && page[PAGE_SIZE_AT] == QL_PAGE_SIZE >> 8 &&
         page[PAGE_SIZE_AT + 1] == 0 && page[WRITE_FORMAT_AT] <= WAL_FORMAT && page[READ_FORMAT_AT] <= WAL_FORMAT;
}

void ql_blank_page1(uint8_t *out) {
  memset(out, 0, QL_PAGE_SIZE);
  memcpy(out, "SQLite format 3", 16);
  out[PAGE_SIZE_AT] = QL_PAGE_SIZE >> 8;
  out[WRITE_FORMAT_AT] = WAL_FORMAT;
  out[READ_FORMAT_AT] = WAL_FORMAT;
  out[21] = 64; /* payload fractions, fixed by the format */
  out[22] = 32;
  out[23] = 32;
  ql_put_be32(out + CHANGE_COUNTER_AT, 1);
  ql_put_be32(out + PAGE_COUNT_AT, 1);
  ql_put_be32(out + SCHEMA_FORMAT_AT, 4);
  ql_put_be32(out + TEXT_ENCODING_AT, SQLITE_UTF8);
  ql_put_be32(out + VERSION_VALID_FOR_AT, 1);
  ql_put_be32(out + SQLITE_VERSION_AT, SQLITE_VERSION_NUMBER);
  out[BTREE_AT] = LEAF_TABLE_PAGE;
  out[BTREE_AT + 5] = QL_PAGE_SIZE >> 8; /* cells begin at the page's end */
}

/* ---- Restore */

/* Puts a page version, or what is to become one, in the place of whatever was put before it. */
static int put(ql_store *store, uint32_t pgno, const ql_page_version *relative, const uint8_t *bytes, uint64_t hash) {
  if (ql_slot_reserve(store, pgno) != SQLITE_OK) return SQLITE_NOMEM;
  ql_page_version *page = relative ? ql_page_version_share(relative) : ql_page_version_new(pgno, 0);
  if (!page) return SQLITE_NOMEM;
  if (!store->restoring) store->restoring = store->next_version++;
  page->version = store->restoring;
  if (!relative) {
    memcpy(page->data, bytes, QL_PAGE_SIZE);
    page->hash = hash;
  }
  store->chunks[pgno / QL_CHUNK_PAGES]->changed_at = page->version;
  ql_slot *slot = ql_slot_find(store, pgno);
  ql_page_version_free(slot->newest);
  slot->newest = page;
  return SQLITE_OK;
}

static int check_restore(const ql_store *store, uint32_t pgno) {
  if (!store->restoring) {
    if (store->committed.page_count > 0 || store->version_count > 0 || store->import) return QL_NOT_EMPTY;
  }
  return pgno == 0 || pgno > QL_MAX_PAGES ? QL_OUT_OF_RANGE : SQLITE_OK;
}

static int is_kept(uint64_t hash, const uint8_t *kept_hash) { return !kept_hash || ql_get_u64(kept_hash) == hash; }

int ql_restore_put(ql_store *store, uint32_t pgno, const uint8_t *bytes, const uint8_t *kept_hash) {
  int code = check_restore(store, pgno);
  if (code != SQLITE_OK) return code;
  uint64_t hash = ql_hash_page(pgno, bytes);
  return is_kept(hash, kept_hash) ? put(store, pgno, 0, bytes, hash) : QL_PAGE_DAMAGED;
}

int ql_restore_share(ql_store *store, uint32_t pgno, const uint8_t *bytes, const uint8_t *kept_hash, ql_store *relative) {
  int code = check_restore(store, pgno);
  if (code != SQLITE_OK) return code;
  const ql_slot *slot = ql_slot_find(relative, pgno);
  const ql_page_version *page = slot ? slot->committed : 0;
  if (!page || !page->data || memcmp(page->data, bytes, QL_PAGE_SIZE) != 0) return QL_HOLE;
  /* Damage in memory would become the new store's, too. */
  if (ql_hash_page(pgno, bytes) != page->hash) return QL_HOLE;
  return is_kept(page->hash, kept_hash) ? put(store, pgno, page, 0, 0) : QL_PAGE_DAMAGED;
}

int ql_restore_finish(ql_store *store, uint32_t page_count) {
  const ql_slot *first = store->restoring ? ql_slot_find(store, 1) : 0;
  if (!first || !first->newest || !ql_is_page1(first->newest->data)) return QL_NOT_A_DATABASE;
  if (page_count == 0 || page_count > QL_MAX_PAGES) return QL_OUT_OF_RANGE;
  ql_mark mark = {.version = store->restoring, .change_id = store->restoring, .page_count = page_count};
  for (uint32_t pgno = 1; (pgno = ql_next_chunked_page(store, pgno)) != 0; pgno++) {
    ql_slot *slot = ql_slot_find(store, pgno);
    if (!slot->newest) continue;
    if (pgno > page_count) {
      ql_page_version_free(slot->newest);
      slot->newest = 0;
      continue;
    }
    mark.checksum ^= slot->newest->hash;
    QL_STORE(slot->committed, slot->newest);
  }
  store->committed = mark;
  store->speculative = mark;
  store->restoring = 0;
  ql_store_show(store);
  return SQLITE_OK;
}

/* ---- Import */

int ql_import_begin(ql_store *store) {
  if (store->transaction.owner || store->import) return SQLITE_BUSY;
  if (store->restoring) return QL_NOT_EMPTY;
  store->import = ql_version_new();
  if (!store->import) return SQLITE_NOMEM;
  store->import->is_import = 1;
  return SQLITE_OK;
}

int ql_import_put(ql_store *store, uint32_t pgno, const uint8_t *bytes) {
  ql_version *import = store->import;
  if (!import) return QL_NO_IMPORT;
  if (pgno == 0 || pgno > QL_MAX_PAGES) return QL_OUT_OF_RANGE;
  if (ql_slot_reserve(store, pgno) != SQLITE_OK) return SQLITE_NOMEM;
  ql_page_version *page = ql_page_version_new(pgno, 0);
  if (!page) return SQLITE_NOMEM;
  memcpy(page->data, bytes, QL_PAGE_SIZE);
  page->hash = ql_hash_page(pgno, bytes);
  if (import->last) import->last->next = page;
  else import->pages = page;
  import->last = page;
  return SQLITE_OK;
}

/* Makes the imported page 1 the first page of this store's next version. */
static void adapt_page1(const ql_store *store, ql_page_version *page, uint32_t page_count) {
  uint8_t *bytes = page->data;
  uint32_t cookie = ql_get_be32(bytes + SCHEMA_COOKIE_AT);
  const ql_page_version *old = ql_page_at(store, 1, store->speculative.version);
  if (old && old->data) {
    uint32_t old_cookie = ql_get_be32(old->data + SCHEMA_COOKIE_AT);
    if (old_cookie > cookie) cookie = old_cookie;
  }
  bytes[WRITE_FORMAT_AT] = WAL_FORMAT;
  bytes[READ_FORMAT_AT] = WAL_FORMAT;
  ql_put_be32(bytes + SCHEMA_COOKIE_AT, cookie + 1);
  ql_put_be32(bytes + PAGE_COUNT_AT, page_count);
  /* SQLite believes the page count above only if these two agree. */
  ql_put_be32(bytes + VERSION_VALID_FOR_AT, ql_get_be32(bytes + CHANGE_COUNTER_AT));
  page->hash = ql_hash_page(1, bytes);
}

/* "Gone" records for every page of S that the (sorted) import does not have. */
static int list_gone(ql_store *store, const ql_page_version *imported, uint32_t page_count, ql_page_version **gone) {
  uint32_t next = 1;
  for (; imported && imported->pgno <= page_count; imported = imported->next) {
    if (imported->pgno > next && ql_gone_list_new(store, next, imported->pgno - 1, gone) != SQLITE_OK) {
      return SQLITE_NOMEM;
    }
    next = imported->pgno + 1;
  }
  if (next > store->speculative.page_count) return SQLITE_OK;
  return ql_gone_list_new(store, next, store->speculative.page_count, gone);
}

int ql_import_finish(ql_store *store, uint32_t page_count) {
  ql_version *import = store->import;
  if (!import) return QL_NO_IMPORT;
  if (page_count == 0 || page_count > QL_MAX_PAGES) return QL_OUT_OF_RANGE;
  import->pages = ql_page_list_sort(import->pages);
  for (import->last = import->pages; import->last && import->last->next;) import->last = import->last->next;
  ql_page_version *first = import->pages;
  /* Of a page that was put twice the later one counts: it is the last of its equals. */
  while (first && first->next && first->next->pgno == 1) first = first->next;
  if (!first || first->pgno != 1 || !ql_is_page1(first->data)) return QL_NOT_A_DATABASE;
  ql_page_version *gone = 0;
  if (list_gone(store, import->pages, page_count, &gone) != SQLITE_OK) {
    ql_page_list_free(gone);
    return SQLITE_NOMEM;
  }

  adapt_page1(store, first, page_count);
  ql_page_version *pages = import->pages;
  store->import = 0;
  import->pages = 0;
  import->last = 0;
  ql_version_begin(store, import);
  while (pages) {
    ql_page_version *page = pages;
    pages = page->next;
    if (page->pgno > page_count) ql_page_version_free(page);
    else ql_version_link(store, import, page);
  }
  while (gone) {
    ql_page_version *page = gone;
    gone = page->next;
    ql_version_link(store, import, page);
  }
  ql_version_seal(store, import, page_count);
  return SQLITE_OK;
}

void ql_import_discard(ql_store *store) {
  if (!store->import) return;
  ql_page_list_free(store->import->pages);
  ql_free(store->import);
  store->import = 0;
}

void ql_import_cancel(ql_store *store) { ql_import_discard(store); }
