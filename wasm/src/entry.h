/* The encoded form of a commit; the byte tables are in quorumlite.h. */
#ifndef QL_ENTRY_H
#define QL_ENTRY_H

#include <stdint.h>

#define QL_ENTRY_FORMAT 1
#define QL_RECORD_HEADER 8

enum { QL_RECORD_RAW = 1, QL_RECORD_DELTA = 2, QL_RECORD_GONE = 3 };

/* A delta larger than this travels as a raw page. */
#define QL_DELTA_BYTES_MAX (QL_PAGE_SIZE * 3 / 4)
#define QL_DELTA_TOO_LARGE 0xffffffffu

/* An entry's header. */
typedef struct {
  uint32_t flags;
  uint32_t page_count;
  uint32_t record_count;
  uint32_t length;
  uint64_t checksum_before;
  uint64_t checksum_after;
} ql_entry;

/* One page record. */
typedef struct {
  uint32_t pgno;
  uint32_t kind;
  uint32_t length;
  const uint8_t *payload;
} ql_record;

/* entry-encode.c: where ql_encode put the entry, for callers whose addresses do not fit 32 bits (the native tests). */
const uint8_t *ql_entry_bytes(void);

/* entry-format.c: whether a header has this form, with `flags` besides QL_ENTRY_IMPORT. 0 or QL_MALFORMED. */
int ql_header_check(const uint8_t *bytes, uint32_t length, uint32_t flags);
/* Whether these bytes are whole records, ascending above *previous and up to `page_count`. Moves *previous on and adds their
** number to *count. 0 or QL_MALFORMED. */
int ql_records_check(const uint8_t *at, uint32_t length, uint32_t *previous, uint32_t page_count, uint32_t *count);
/* Reads a header. The entry must have passed ql_entry_check. */
void ql_entry_read(const uint8_t *bytes, ql_entry *out);
/* Reads the record at `at` and returns where the next one begins. */
const uint8_t *ql_record_read(const uint8_t *at, ql_record *out);

/* page-delta.c: writes the ranges in which two pages differ (QL_DELTA_BYTES_MAX bytes at most) and returns their length, or
** QL_DELTA_TOO_LARGE. Pages are 8-byte aligned. */
uint32_t ql_delta_make(const uint8_t *base, const uint8_t *page, uint8_t *out);
/* 1 if the ranges are well-formed: inside the page, ascending, not empty. */
int ql_delta_check(const uint8_t *delta, uint32_t length);
/* Overwrites the ranges. The delta must have passed ql_delta_check. */
void ql_delta_apply(const uint8_t *delta, uint32_t length, uint8_t *page);

#endif
