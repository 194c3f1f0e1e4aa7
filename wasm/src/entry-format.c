/* Reading an entry's bytes. They come from the network or the disk: all of them are checked before any is believed. */
#include "bytes.h"
#include "entry.h"
#include "quorumlite.h"

void ql_entry_read(const uint8_t *bytes, ql_entry *out) {
  out->flags = bytes[1];
  out->page_count = ql_get_u32(bytes + 4);
  out->record_count = ql_get_u32(bytes + 8);
  out->length = ql_get_u32(bytes + 12);
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

int ql_records_check(const uint8_t *at, uint32_t length, uint32_t *previous, uint32_t page_count, uint32_t *count) {
  const uint8_t *end = at + length;
  while (at < end) {
    if (end - at < QL_RECORD_HEADER) return QL_MALFORMED;
    ql_record record;
    record.length = ql_get_u16(at + 6);
    if ((uint32_t)(end - at) - QL_RECORD_HEADER < record.length) return QL_MALFORMED;
    at = ql_record_read(at, &record);
    if (record.pgno <= *previous || record.pgno > page_count || !record_is_sound(&record)) return QL_MALFORMED;
    *previous = record.pgno;
    (*count)++;
  }
  return SQLITE_OK;
}

int ql_header_check(const uint8_t *bytes, uint32_t length, uint32_t flags) {
  if (length < QL_ENTRY_HEADER || bytes[0] != QL_ENTRY_FORMAT || (bytes[1] & ~QL_ENTRY_IMPORT) != flags) return QL_MALFORMED;
  uint32_t page_count = ql_get_u32(bytes + 4);
  return ql_get_u16(bytes + 2) == 0 && page_count > 0 && page_count <= QL_MAX_PAGES ? SQLITE_OK : QL_MALFORMED;
}

int ql_entry_check(const uint8_t *bytes, uint32_t length) {
  if (ql_header_check(bytes, length, 0) != SQLITE_OK || ql_get_u32(bytes + 12) != length) return QL_MALFORMED;
  ql_entry entry;
  ql_entry_read(bytes, &entry);
  uint32_t previous = 0, count = 0;
  int code = ql_records_check(bytes + QL_ENTRY_HEADER, length - QL_ENTRY_HEADER, &previous, entry.page_count, &count);
  return code == SQLITE_OK && count == entry.record_count ? SQLITE_OK : QL_MALFORMED;
}
