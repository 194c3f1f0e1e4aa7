/* Reading an entry's bytes. They come from the network or the disk: all of them are checked before any is believed. */
#include "bytes.h"
#include "entry.h"
#include "quorumlite.h"

void ql_entry_read(const uint8_t *bytes, ql_entry *out) {
  out->flags = bytes[1];
  out->page_count = ql_get_u32(bytes + 4);
  out->record_count = ql_get_u32(bytes + 8);
  out->checksum_before = ql_get_u64(bytes + 16);
  out->checksum_after = ql_get_u64(bytes + 24);
}

const uint8_t *ql_record_read(const uint8_t *at, ql_record *out) {
  out->pgno = ql_get_u32(at);
  out->kind = ql_get_u16(at + 4);
  out->length = ql_get_u16(at + 6);
  out->payload = at + QL_RECORD_HEADER;
  return out->payload + out->length;
}

static int record_is_sound(const ql_record *record) {
  switch (record->kind) {
    case QL_RECORD_RAW:
      return record->length == QL_PAGE_SIZE;
    case QL_RECORD_DELTA:
      return ql_delta_check(record->payload, record->length);
    case QL_RECORD_GONE:
      return record->length == 0;
    default:
      return 0;
  }
}

int ql_entry_check(const uint8_t *bytes, uint32_t length) {
  if (length < QL_ENTRY_HEADER || bytes[0] != QL_ENTRY_FORMAT || (bytes[1] & ~QL_ENTRY_IMPORT) != 0) return QL_MALFORMED;
  if (ql_get_u16(bytes + 2) != 0 || ql_get_u32(bytes + 12) != length) return QL_MALFORMED;
  ql_entry entry;
  ql_entry_read(bytes, &entry);
  if (entry.page_count == 0 || entry.page_count > QL_MAX_PAGES) return QL_MALFORMED;

  const uint8_t *at = bytes + QL_ENTRY_HEADER, *end = bytes + length;
  uint32_t previous = 0;
  for (uint32_t i = 0; i < entry.record_count; i++) {
    if (end - at < QL_RECORD_HEADER) return QL_MALFORMED;
    ql_record record;
    record.length = ql_get_u16(at + 6);
    if ((uint32_t)(end - at) - QL_RECORD_HEADER < record.length) return QL_MALFORMED;
    at = ql_record_read(at, &record);
    if (record.pgno <= previous || record.pgno > entry.page_count || !record_is_sound(&record)) return QL_MALFORMED;
    previous = record.pgno;
  }
  return at == end ? SQLITE_OK : QL_MALFORMED;
}
