/* Reading a pinned version page by page: for checkpoints, snapshots to a peer, and verification. */
#include "bytes.h"
#include "page-hash.h"
#include "store.h"

#define CHANGES_HEADER 8
#define CHANGES_RECORD 16

int ql_pin_page(ql_pin *pin, uint32_t pgno, const uint8_t **out) {
  if (pin->doomed) return QL_DOOMED;
  if (pgno == 0 || pgno > pin->mark.page_count) return QL_OUT_OF_RANGE;
  const ql_page_version *page = ql_page_at(pin->store, pgno, pin->mark.version);
  if (!page || !page->data) return QL_HOLE;
  *out = page->data;
  return SQLITE_OK;
}

int ql_pin_changes(ql_pin *pin, double since, uint32_t from, uint32_t max_scan, uint32_t max_records, uint8_t *out) {
  if (pin->doomed) return QL_DOOMED;
  const ql_store *store = pin->store;
  uint32_t pgno = from ? from : 1, records = 0, scanned = 0;
  while ((pgno = ql_next_chunked_page(store, pgno)) != 0 && scanned < max_scan && records < max_records) {
    scanned++;
    if ((double)store->chunks[pgno / QL_CHUNK_PAGES]->changed_at <= since) {
      pgno = (pgno / QL_CHUNK_PAGES + 1) * QL_CHUNK_PAGES;
      continue;
    }
    const ql_page_version *page = ql_page_at(store, pgno, pin->mark.version);
    if (page && (double)page->version > since) {
      uint8_t *record = out + CHANGES_HEADER + records * CHANGES_RECORD;
      ql_put_u32(record, pgno);
      ql_put_u32(record + 4, page->data ? 1 : 2);
      ql_put_u64(record + 8, page->hash);
      records++;
    }
    pgno++;
  }
  ql_put_u32(out, pgno);
  ql_put_u32(out + 4, records);
  return SQLITE_OK;
}

int ql_pin_verify(ql_pin *pin, uint32_t from, uint32_t max_pages, uint8_t *out) {
  if (pin->doomed) return QL_DOOMED;
  const ql_store *store = pin->store;
  uint32_t pgno = from ? from : 1, hashed = 0, damaged = 0;
  uint64_t sum = 0;
  while ((pgno = ql_next_chunked_page(store, pgno)) != 0 && pgno <= pin->mark.page_count && hashed < max_pages &&
         !damaged) {
    const ql_page_version *page = ql_page_at(store, pgno, pin->mark.version);
    if (page && page->data) {
      uint64_t hash = ql_hash_page(pgno, page->data);
      sum ^= hash;
      if (hash != page->hash) damaged = pgno;
      hashed++;
    }
    pgno++;
  }
  ql_put_u32(out, pgno > pin->mark.page_count ? 0 : pgno);
  ql_put_u32(out + 4, damaged);
  ql_put_u64(out + 8, sum);
  return damaged ? QL_PAGE_DAMAGED : SQLITE_OK;
}

int ql_repair_page(ql_store *store, uint32_t pgno, const uint8_t *bytes) {
  if (pgno == 0 || pgno > store->committed.page_count) return QL_OUT_OF_RANGE;
  ql_slot *slot = ql_slot_find(store, pgno);
  ql_page_version *page = slot ? slot->committed : 0;
  if (!page || !page->data) return QL_OUT_OF_RANGE;
  if (ql_hash_page(pgno, bytes) != page->hash) return QL_PAGE_DAMAGED;
  memcpy(page->data, bytes, QL_PAGE_SIZE);
  return SQLITE_OK;
}
