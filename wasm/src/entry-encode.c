/* From a speculative version to the bytes that travel. */
#include <string.h>

#include "bytes.h"
#include "entry.h"
#include "heap.h"
#include "page-hash.h"
#include "store.h"

/* A buffer beyond this is given back before the next entry. */
#define ENTRY_BUFFER_KEPT (4u << 20)

static ql_buffer entry;
static const uint8_t zeros[QL_PAGE_SIZE] __attribute__((aligned(16)));

static ql_version *find_version(const ql_store *store, double wanted) {
  for (ql_version *version = store->oldest; version; version = version->next) {
    if (wanted > 0 ? (double)version->mark.version == wanted : !version->encoded) return version;
  }
  return 0;
}

/* Appends the page's record, if there is anything to say. */
static int encode_page(const ql_page_version *page, uint32_t page_count, uint32_t flags, uint32_t *records) {
  const ql_page_version *base = page->older && page->older->data ? page->older : 0;
  if (!page->data) {
    if (page->pgno > page_count) return SQLITE_OK;
  } else if (base && ql_hash_page(base->pgno, base->data) != base->hash) {
    return QL_PAGE_DAMAGED;
  }
  int code = ql_buffer_reserve(&entry, QL_RECORD_HEADER + QL_PAGE_SIZE);
  if (code != SQLITE_OK) return code;

  uint8_t *record = entry.bytes + entry.used;
  uint8_t *payload = record + QL_RECORD_HEADER;
  uint32_t kind = QL_RECORD_GONE, length = 0;
  if (page->data) {
    kind = QL_RECORD_DELTA;
    length = flags & QL_ENCODE_RAW ? QL_DELTA_TOO_LARGE : ql_delta_make(base ? base->data : zeros, page->data, payload);
    if (base && length == 0) return SQLITE_OK; /* written, but not changed */
    if (length == QL_DELTA_TOO_LARGE) {
      kind = QL_RECORD_RAW;
      length = QL_PAGE_SIZE;
      memcpy(payload, page->data, QL_PAGE_SIZE);
    }
  }
  ql_put_u32(record, page->pgno);
  ql_put_u16(record + 4, (uint16_t)kind);
  ql_put_u16(record + 6, (uint16_t)length);
  entry.used += QL_RECORD_HEADER + length;
  (*records)++;
  return SQLITE_OK;
}

/* Records of `page` and those after it, until the buffer would hold more than `max_bytes`. Returns where it stopped in *page. */
static int encode_pages(const ql_version *version, const ql_page_version **page, uint32_t flags, uint32_t max_bytes, uint8_t *out) {
  uint32_t records = 0;
  for (; *page; *page = (*page)->next) {
    if (entry.used > max_bytes - QL_RECORD_HEADER - QL_PAGE_SIZE) break;
    int code = encode_page(*page, version->mark.page_count, flags, &records);
    if (code == QL_PAGE_DAMAGED) ql_put_u32(out + 20, (*page)->pgno);
    if (code != SQLITE_OK) return code;
  }
  ql_put_f64(out + 8, (double)version->mark.version);
  ql_put_u32(out + 16, records);
  ql_put_u32(out + 24, *page ? (*page)->pgno : 0);
  return SQLITE_OK;
}

static void put_header(uint8_t *header, const ql_version *version, uint32_t flags, uint32_t records, uint32_t length) {
  header[0] = QL_ENTRY_FORMAT;
  header[1] = (uint8_t)(flags | (version->is_import ? QL_ENTRY_IMPORT : 0));
  ql_put_u16(header + 2, 0);
  ql_put_u32(header + 4, version->mark.page_count);
  ql_put_u32(header + 8, records);
  ql_put_u32(header + 12, length);
  ql_put_u64(header + 16, version->checksum_before);
  ql_put_u64(header + 24, version->mark.checksum);
}

static void put_place(uint8_t *out, uint32_t from) {
  ql_put_u32(out, (uint32_t)(uintptr_t)entry.bytes + from);
  ql_put_u32(out + 4, entry.used - from);
}

/* Room in the buffer, and the limit as it is counted there. */
static int begin(uint32_t *max_bytes) {
  ql_buffer_clear(&entry, ENTRY_BUFFER_KEPT);
  if (*max_bytes == 0 || *max_bytes > INT32_MAX) *max_bytes = INT32_MAX;
  if (*max_bytes < QL_ENTRY_HEADER + QL_RECORD_HEADER + QL_PAGE_SIZE) return SQLITE_MISUSE;
  return ql_buffer_reserve(&entry, QL_ENTRY_HEADER);
}

int ql_encode(ql_store *store, double wanted, uint32_t flags, uint32_t max_bytes, uint8_t *out) {
  ql_version *version = find_version(store, wanted);
  memset(out, 0, 32);
  if (!version) return QL_NO_VERSION;
  int code = begin(&max_bytes);
  if (code != SQLITE_OK) return code;
  entry.used = QL_ENTRY_HEADER;
  const ql_page_version *page = version->pages;
  code = encode_pages(version, &page, flags, max_bytes, out);
  if (code != SQLITE_OK) return code;
  version->encoded = 1;
  uint32_t pages = 0;
  for (const ql_page_version *any = version->pages; any; any = any->next) pages++;
  ql_put_u32(out + 28, pages);
  put_header(entry.bytes, version, page ? QL_ENTRY_PARTED : 0, ql_get_u32(out + 16), entry.used);
  put_place(out, 0);
  return SQLITE_OK;
}

int ql_encode_part(ql_store *store, double wanted, uint32_t from, uint32_t flags, uint32_t max_bytes, uint8_t *out) {
  ql_version *version = wanted > 0 ? find_version(store, wanted) : 0;
  memset(out, 0, 32);
  if (!version) return QL_NO_VERSION;
  int code = begin(&max_bytes);
  if (code != SQLITE_OK) return code;
  const ql_slot *slot = ql_slot_find(store, from);
  const ql_page_version *page = slot ? slot->newest : 0;
  while (page && page->version != version->mark.version) page = page->older;
  if (!page) return QL_OUT_OF_RANGE;
  code = encode_pages(version, &page, flags, max_bytes, out);
  if (code == SQLITE_OK) put_place(out, 0);
  return code;
}

const uint8_t *ql_entry_bytes(void) { return entry.bytes; }
