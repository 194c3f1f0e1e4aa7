/* From the bytes of an entry to a published version: what a follower does with every commit. Everything is checked and
** allocated before the store changes. */
#include <string.h>

#include "bytes.h"
#include "entry.h"
#include "heap.h"
#include "page-hash.h"
#include "store.h"

/* The page version that a record makes of the store's committed content; 0 for want of memory. */
static ql_page_version *build_page(ql_store *store, const ql_record *record) {
  if (ql_slot_reserve(store, record->pgno) != SQLITE_OK) return 0;
  ql_page_version *page = ql_page_version_new(record->pgno, 0);
  if (!page) return 0;
  if (record->kind == QL_RECORD_RAW) {
    memcpy(page->data, record->payload, QL_PAGE_SIZE);
  } else {
    const ql_page_version *base = ql_slot_find(store, record->pgno)->committed;
    if (base && base->data) memcpy(page->data, base->data, QL_PAGE_SIZE);
    else memset(page->data, 0, QL_PAGE_SIZE);
    ql_delta_apply(record->payload, record->length, page->data);
  }
  page->hash = ql_hash_page(record->pgno, page->data);
  return page;
}

/* The page versions of records, in front of a list linked by `next`. */
static int build_pages(ql_store *store, const uint8_t *at, uint32_t length, ql_page_version **list) {
  for (const uint8_t *end = at + length; at < end;) {
    ql_record record;
    at = ql_record_read(at, &record);
    if (record.kind == QL_RECORD_GONE) {
      if (ql_gone_list_new(store, record.pgno, record.pgno, list) != SQLITE_OK) return SQLITE_NOMEM;
      continue;
    }
    ql_page_version *page = build_page(store, &record);
    if (!page) return SQLITE_NOMEM;
    page->next = *list;
    *list = page;
  }
  return SQLITE_OK;
}

/* What the entry says without a record: pages above its page count are gone. */
static int build_rest(ql_store *store, const ql_entry *entry, ql_page_version **list) {
  if (entry->page_count >= store->committed.page_count) return SQLITE_OK;
  return ql_gone_list_new(store, entry->page_count + 1, store->committed.page_count, list);
}

static uint64_t checksum_with(const ql_store *store, const ql_page_version *list) {
  uint64_t checksum = store->committed.checksum;
  for (; list; list = list->next) {
    const ql_slot *slot = ql_slot_find(store, list->pgno);
    checksum ^= list->hash ^ (slot->committed ? slot->committed->hash : 0);
  }
  return checksum;
}

/* The page count has no part in the checksum, but page 1 states it (offset 28), and page 1 has. */
static int states_page_count(const ql_store *store, const ql_page_version *list, uint32_t page_count) {
  while (list && list->pgno != 1) list = list->next;
  const ql_slot *slot = list ? 0 : ql_slot_find(store, 1);
  const ql_page_version *first = slot ? slot->committed : list;
  return first && first->data && ql_get_be32(first->data + 28) == page_count;
}

/* Makes a complete list of pages the next committed version; otherwise frees the list, and `version`. */
static int publish_pages(ql_store *store, ql_version *version, ql_page_version *pages, const ql_entry *entry, int verify) {
  if (verify &&
      (checksum_with(store, pages) != entry->checksum_after || !states_page_count(store, pages, entry->page_count))) {
    ql_page_list_free(pages);
    ql_free(version);
    return QL_CHECKSUM_AFTER;
  }
  ql_version_begin(store, version);
  while (pages) {
    ql_page_version *page = pages;
    pages = page->next;
    ql_version_link(store, version, page);
  }
  ql_version_seal(store, version, entry->page_count);
  ql_publish(store, 1);
  return SQLITE_OK;
}

/* Whether a commit from elsewhere may be the next version. */
static int may_apply(const ql_store *store, const ql_entry *entry, int verify) {
  if (store->version_count > 0) return QL_SPECULATIVE;
  if (store->transaction.owner || store->import) return SQLITE_BUSY;
  if (store->restoring) return QL_NOT_EMPTY;
  return verify && entry->checksum_before != store->committed.checksum ? QL_CHECKSUM_BEFORE : SQLITE_OK;
}

int ql_apply(ql_store *store, const uint8_t *bytes, uint32_t length, uint32_t flags) {
  if (ql_entry_check(bytes, length) != SQLITE_OK) return QL_MALFORMED;
  ql_entry entry;
  ql_entry_read(bytes, &entry);
  int verify = !(flags & QL_APPLY_UNVERIFIED);
  int code = may_apply(store, &entry, verify);
  if (code != SQLITE_OK) return code;
  ql_page_version *pages = 0;
  ql_version *version = ql_version_new();
  code = version ? build_pages(store, bytes + QL_ENTRY_HEADER, length - QL_ENTRY_HEADER, &pages) : SQLITE_NOMEM;
  if (code == SQLITE_OK) code = build_rest(store, &entry, &pages);
  if (code == SQLITE_OK) return publish_pages(store, version, pages, &entry, verify);
  ql_page_list_free(pages);
  ql_free(version);
  return code;
}

/* ---- Commits in parts */

int ql_stage_part(ql_store *store, const uint8_t *bytes, uint32_t length) {
  if (store->restoring) return QL_NOT_EMPTY;
  ql_stage *stage = store->stage;
  uint32_t previous = stage ? stage->last_pgno : 0, count = stage ? stage->record_count : 0;
  if (length == 0 || length > INT32_MAX - (stage ? stage->bytes : 0)) return QL_MALFORMED;
  if (ql_records_check(bytes, length, &previous, QL_MAX_PAGES, &count) != SQLITE_OK) return QL_MALFORMED;
  ql_page_version *pages = 0;
  int code = build_pages(store, bytes, length, &pages);
  if (code == SQLITE_OK && !stage) {
    stage = store->stage = ql_alloc_zeroed(sizeof *stage);
    if (!stage) code = SQLITE_NOMEM;
  }
  if (code != SQLITE_OK) {
    ql_page_list_free(pages);
    return code;
  }
  /* Ascending, so a part's pages go in front of those that came before it. */
  ql_page_version **end = &pages;
  while (*end) end = &(*end)->next;
  *end = stage->pages;
  stage->pages = pages;
  stage->last_pgno = previous;
  stage->record_count = count;
  stage->bytes += length;
  return SQLITE_OK;
}

int ql_stage_apply(ql_store *store, const uint8_t *header, uint32_t length, uint32_t flags) {
  ql_stage *stage = store->stage;
  if (!stage || length != QL_ENTRY_HEADER || ql_header_check(header, length, QL_ENTRY_PARTED) != SQLITE_OK) return QL_MALFORMED;
  ql_entry entry;
  ql_entry_read(header, &entry);
  if (entry.record_count != stage->record_count || entry.length != QL_ENTRY_HEADER + stage->bytes ||
      stage->last_pgno > entry.page_count) {
    return QL_MALFORMED;
  }
  int verify = !(flags & QL_APPLY_UNVERIFIED);
  int code = may_apply(store, &entry, verify);
  if (code != SQLITE_OK) return code;
  ql_page_version *rest = 0;
  ql_version *version = ql_version_new();
  code = version ? build_rest(store, &entry, &rest) : SQLITE_NOMEM;
  if (code != SQLITE_OK) {
    ql_page_list_free(rest);
    ql_free(version);
    return code;
  }
  ql_page_version **end = &rest;
  while (*end) end = &(*end)->next;
  *end = stage->pages;
  stage->pages = 0;
  ql_stage_drop(store);
  return publish_pages(store, version, rest, &entry, verify);
}

void ql_stage_drop(ql_store *store) {
  if (!store->stage) return;
  ql_page_list_free(store->stage->pages);
  ql_free(store->stage);
  store->stage = 0;
}
