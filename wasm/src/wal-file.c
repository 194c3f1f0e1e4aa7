/* The WAL file as SQLite sees it (https://sqlite.org/fileformat2.html#the_write_ahead_log): 32 bytes of header, then frames of
** 24 + 4096 bytes. Only the running transaction's frames are held, in the pages that its commit will link into the page
** table. Frames of the same connection's earlier commits, which it may still read, are page versions by now: what the newest
** frame of a page holds is what the page table has for the pinned version. */
#include <string.h>

#include "bytes.h"
#include "heap.h"
#include "vfs.h"

#define WAL_HEADER 32u
#define FRAME_HEADER 24u
#define FRAME_BYTES (FRAME_HEADER + QL_PAGE_SIZE)
#define NO_FRAME 0xffffffffu

static const uint8_t no_header[FRAME_HEADER];
static const uint8_t no_page[QL_PAGE_SIZE];

static int wal_close(sqlite3_file *base) {
  (void)base;
  return SQLITE_OK;
}

/* Where byte `within` of frame `index` (from 0) is, and how many bytes follow it there; 0 if there is no such frame. */
static const uint8_t *frame_at(const ql_file *file, uint64_t index, uint32_t within, uint32_t *available) {
  const ql_transaction *transaction = &file->store->transaction;
  int in_header = within < FRAME_HEADER;
  *available = in_header ? FRAME_HEADER - within : FRAME_BYTES - within;
  if (ql_file_writes(file) && index >= transaction->base) {
    uint64_t own = index - transaction->base;
    if (own >= transaction->frame_count) return 0;
    const ql_frame *frame = &transaction->frames[own];
    return in_header ? frame->header + within : frame->page->data + (within - FRAME_HEADER);
  }
  uint32_t pgno = index < NO_FRAME ? ql_frame_page(file, (uint32_t)index + 1) : 0;
  if (!pgno || !file->pin) return 0;
  /* The checksums of a committed frame only ever feed those of the next, which nobody reads. */
  if (in_header) return no_header + within;
  const ql_page_version *page = ql_page_at(file->store, pgno, file->pin->mark.version);
  return (page && page->data ? page->data : no_page) + (within - FRAME_HEADER);
}

static int wal_read(sqlite3_file *base, void *out, int bytes, sqlite3_int64 offset) {
  const ql_file *file = ((ql_wal_file *)base)->main;
  if (file->doomed) return QL_FILE_DOOMED;
  uint8_t *to = out;
  uint32_t left = (uint32_t)bytes;
  uint64_t at = (uint64_t)offset;
  while (left > 0) {
    uint32_t available;
    const uint8_t *from;
    if (at < WAL_HEADER) {
      from = file->store->transaction.wal_header + at;
      available = WAL_HEADER - (uint32_t)at;
    } else {
      from = frame_at(file, (at - WAL_HEADER) / FRAME_BYTES, (uint32_t)((at - WAL_HEADER) % FRAME_BYTES), &available);
    }
    if (!from) {
      memset(to, 0, left);
      return SQLITE_IOERR_SHORT_READ;
    }
    uint32_t n = left < available ? left : available;
    memcpy(to, from, n);
    to += n;
    at += n;
    left -= n;
  }
  return SQLITE_OK;
}

static int append_frame(ql_store *store) {
  ql_transaction *transaction = &store->transaction;
  if (transaction->frame_count >= store->max_transaction_pages) return SQLITE_FULL;
  if (transaction->frame_count == transaction->frame_capacity) {
    uint32_t capacity = transaction->frame_capacity ? transaction->frame_capacity * 2 : 64;
    ql_frame *frames = ql_realloc(transaction->frames, capacity * sizeof *frames);
    if (!frames) return SQLITE_IOERR_NOMEM;
    transaction->frames = frames;
    transaction->frame_capacity = capacity;
  }
  ql_page_version *page = ql_page_version_new(0, 0);
  if (!page) return SQLITE_IOERR_NOMEM;
  ql_frame *frame = &transaction->frames[transaction->frame_count++];
  memset(frame->header, 0, sizeof frame->header);
  frame->page = page;
  return SQLITE_OK;
}

/* Reserves what linking this frame's page will need, and for the commit frame, what shrinking the database will. */
static int prepare_frame(ql_store *store, const ql_frame *frame) {
  uint32_t pgno = ql_get_be32(frame->header), page_count = ql_get_be32(frame->header + 4);
  if (pgno == 0 || pgno > store->max_pages || page_count > store->max_pages) return SQLITE_FULL;
  frame->page->pgno = pgno;
  if (ql_slot_reserve(store, pgno) != SQLITE_OK) return SQLITE_IOERR_NOMEM;
  ql_transaction *transaction = &store->transaction;
  if (page_count == 0 || page_count >= store->speculative.page_count) return SQLITE_OK;
  ql_page_list_free(transaction->gone);
  transaction->gone = 0;
  int code = ql_gone_list_new(store, page_count + 1, store->speculative.page_count, &transaction->gone);
  return code == SQLITE_OK ? SQLITE_OK : SQLITE_IOERR_NOMEM;
}

static int write_header(ql_transaction *transaction, const uint8_t *from, uint32_t at, uint32_t n) {
  memcpy(transaction->wal_header + at, from, n);
  if (at > 0) return SQLITE_OK;
  /* SQLite starts the WAL over. */
  transaction->base = 0;
  for (uint32_t i = 0; i < transaction->frame_count; i++) ql_page_version_free(transaction->frames[i].page);
  transaction->frame_count = 0;
  return SQLITE_OK;
}

static int write_frame(ql_store *store, const uint8_t *from, uint64_t index, uint32_t within, uint32_t n) {
  ql_transaction *transaction = &store->transaction;
  if (index < transaction->base || index - transaction->base > transaction->frame_count) return SQLITE_IOERR_WRITE;
  uint32_t own = (uint32_t)(index - transaction->base);
  if (own == transaction->frame_count) {
    int code = append_frame(store);
    if (code != SQLITE_OK) return code;
  }
  ql_frame *frame = &transaction->frames[own];
  if (within >= FRAME_HEADER) {
    memcpy(frame->page->data + (within - FRAME_HEADER), from, n);
    return SQLITE_OK;
  }
  memcpy(frame->header + within, from, n);
  return within + n == FRAME_HEADER ? prepare_frame(store, frame) : SQLITE_OK;
}

static int wal_write(sqlite3_file *base, const void *in, int bytes, sqlite3_int64 offset) {
  const ql_file *file = ((ql_wal_file *)base)->main;
  ql_store *store = file->store;
  if (file->doomed || !ql_file_writes(file)) return SQLITE_IOERR_WRITE;
  const uint8_t *from = in;
  uint32_t left = (uint32_t)bytes;
  uint64_t at = (uint64_t)offset;
  while (left > 0) {
    uint32_t n, code;
    if (at < WAL_HEADER) {
      n = WAL_HEADER - (uint32_t)at < left ? WAL_HEADER - (uint32_t)at : left;
      code = (uint32_t)write_header(&store->transaction, from, (uint32_t)at, n);
    } else {
      uint32_t within = (uint32_t)((at - WAL_HEADER) % FRAME_BYTES);
      uint32_t room = within < FRAME_HEADER ? FRAME_HEADER - within : FRAME_BYTES - within;
      n = room < left ? room : left;
      code = (uint32_t)write_frame(store, from, (at - WAL_HEADER) / FRAME_BYTES, within, n);
    }
    if (code != SQLITE_OK) return (int)code;
    from += n;
    at += n;
    left -= n;
  }
  return SQLITE_OK;
}

static int wal_truncate(sqlite3_file *base, sqlite3_int64 size) {
  (void)base, (void)size;
  return SQLITE_OK;
}

static int wal_sync(sqlite3_file *base, int flags) {
  (void)base, (void)flags;
  return SQLITE_OK;
}

static int wal_file_size(sqlite3_file *base, sqlite3_int64 *out) {
  const ql_file *file = ((ql_wal_file *)base)->main;
  const ql_transaction *transaction = &file->store->transaction;
  uint64_t frames = ql_file_writes(file) ? (uint64_t)transaction->base + transaction->frame_count : 0;
  *out = frames ? (sqlite3_int64)(WAL_HEADER + frames * FRAME_BYTES) : 0;
  return SQLITE_OK;
}

static int wal_lock(sqlite3_file *base, int level) {
  (void)base, (void)level;
  return SQLITE_OK;
}

static int wal_check_reserved_lock(sqlite3_file *base, int *out) {
  (void)base;
  *out = 0;
  return SQLITE_OK;
}

static int wal_file_control(sqlite3_file *base, int op, void *arg) {
  (void)base, (void)op, (void)arg;
  return SQLITE_NOTFOUND;
}

static int wal_sector_size(sqlite3_file *base) {
  (void)base;
  return QL_PAGE_SIZE;
}

static int wal_device_characteristics(sqlite3_file *base) {
  (void)base;
  return SQLITE_IOCAP_ATOMIC | SQLITE_IOCAP_POWERSAFE_OVERWRITE | SQLITE_IOCAP_SAFE_APPEND | SQLITE_IOCAP_SEQUENTIAL;
}

const sqlite3_io_methods ql_wal_methods = {
    .iVersion = 1,
    .xClose = wal_close,
    .xRead = wal_read,
    .xWrite = wal_write,
    .xTruncate = wal_truncate,
    .xSync = wal_sync,
    .xFileSize = wal_file_size,
    .xLock = wal_lock,
    .xUnlock = wal_lock,
    .xCheckReservedLock = wal_check_reserved_lock,
    .xFileControl = wal_file_control,
    .xSectorSize = wal_sector_size,
    .xDeviceCharacteristics = wal_device_characteristics,
};
