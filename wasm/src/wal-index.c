/* The wal-index. SQLite keeps it in memory shared by all connections; here each connection has its own, and its header is
** how we tell SQLite which version it reads.
**
** Header (48 bytes, twice; https://sqlite.org/walformat.html#the_wal_index_file_format), as we write it for a version:
**    0 u32 3007000          16 u32 mxFrame: 0, the WAL is empty     32 u32 salt 1: upper half of the change id
**    4 u32 0                20 u32 page count                       36 u32 salt 2: 0
**    8 u32 change id        24 u32 frame checksum: 0                40 u64 checksum of bytes 0..39
**   12 u8  initialised: 1   28 u32 frame checksum: 0
**   13 u8  0 (little-endian), 14 u16 4096
** then 96 u32 nBackfill, 100 u32[5] read marks, 128 u32 nBackfillAttempted.
**
** SQLite keeps its page cache and schema as long as these 48 bytes stay equal, so two states must never have equal bytes:
** the change id is the version number, which is never used twice, and abort() gives C a fresh one. SQLite itself adds one to
** it at a commit, and a commit makes the next version: the writer's header names the new version without our help, and its
** cache stays warm.
**
** After a commit, the same page table answers for the WAL's committed frames (wal-file.c) as for the database file, so there
** is nothing to copy back. A writer's WAL goes on growing in number, not in memory, until its index has filled most of a
** region; then the frames are declared checkpointed (nBackfill = mxFrame), and SQLite starts the WAL over with its next
** transaction. Doing that at every commit would cost clearing 32 KiB of index each time, a seventh of a small commit. */
#include "bytes.h"
#include "check.h"
#include "heap.h"
#include "vfs.h"

#define HEADER_BYTES 48
#define CHANGE_AT 8
#define MX_FRAME_AT 16
#define PAGE_COUNT_AT 20
#define BACKFILL_AT 96
#define READ_MARKS_AT 100
#define BACKFILL_ATTEMPTED_AT 128
#define FIRST_PAGE_NUMBER_AT 136 /* 34 words, so region 0 numbers 34 frames fewer than the 4096 of the others */
#define FRAMES_PER_REGION 4096u
#define RESTART_FROM_FRAME 3584u

#define WRITE_LOCK 0
#define CHECKPOINT_LOCK 1
#define RECOVER_LOCK 2
#define FIRST_READ_LOCK 3
#define READ_LOCKS 0xf8u

static void header_checksum(const uint8_t *header, uint8_t *out) {
  uint32_t s1 = 0, s2 = 0;
  for (int i = 0; i < 40; i += 8) {
    s1 += ql_get_u32(header + i) + s2;
    s2 += ql_get_u32(header + i + 4) + s1;
  }
  ql_put_u32(out, s1);
  ql_put_u32(out + 4, s2);
}

static void write_header(ql_file *file, const ql_mark *mark) {
  uint8_t *shm = file->regions[0];
  memset(shm, 0, FIRST_PAGE_NUMBER_AT);
  ql_put_u32(shm, 3007000);
  ql_put_u32(shm + CHANGE_AT, (uint32_t)mark->change_id);
  shm[12] = 1;
  ql_put_u16(shm + 14, QL_PAGE_SIZE);
  ql_put_u32(shm + PAGE_COUNT_AT, mark->page_count);
  ql_put_u32(shm + 32, (uint32_t)(mark->change_id >> 32));
  header_checksum(shm, shm + 40);
  memcpy(shm + HEADER_BYTES, shm, HEADER_BYTES);
  file->change_id = mark->change_id;
}

int ql_shm_map(sqlite3_file *base, int region, int bytes, int extend, void volatile **out) {
  ql_file *file = (ql_file *)base;
  QL_ASSERT(bytes == QL_SHM_REGION_BYTES && region >= 0);
  uint32_t index = (uint32_t)region;
  *out = 0;
  if (index >= file->region_count) {
    /* Region 0 is there from the start, or SQLite would want to recover it from the WAL. */
    if (!extend && index > 0) return SQLITE_OK;
    uint8_t **regions = ql_realloc(file->regions, (index + 1) * sizeof *regions);
    if (!regions) return SQLITE_IOERR_NOMEM;
    file->regions = regions;
    while (file->region_count <= index) {
      uint8_t *memory = ql_alloc_zeroed(QL_SHM_REGION_BYTES);
      if (!memory) return SQLITE_IOERR_NOMEM;
      regions[file->region_count++] = memory;
      if (file->region_count == 1) {
        write_header(file, file->speculative ? &file->store->speculative : &file->store->committed);
      }
    }
  }
  *out = file->regions[index];
  return SQLITE_OK;
}

int ql_shm_unmap(sqlite3_file *base, int delete_flag) {
  ql_file *file = (ql_file *)base;
  (void)delete_flag;
  for (uint32_t i = 0; i < file->region_count; i++) ql_free(file->regions[i]);
  ql_free(file->regions);
  file->regions = 0;
  file->region_count = 0;
  return SQLITE_OK;
}

void ql_shm_barrier(sqlite3_file *base) { (void)base; }

uint32_t ql_frame_page(const ql_file *file, uint32_t frame) {
  uint32_t word = frame - 1 + FIRST_PAGE_NUMBER_AT / 4;
  uint32_t region = word / FRAMES_PER_REGION;
  if (frame == 0 || region >= file->region_count) return 0;
  return ql_get_u32(file->regions[region] + word % FRAMES_PER_REGION * 4);
}

/* A read lock pins the view's version and shows it to SQLite. If that is news, SQLite sees the header change under its
** lock, lets go and tries again (WAL_RETRY): that is its own protocol. */
static int lock_read(ql_file *file, uint16_t locks) {
  if (file->doomed) return QL_FILE_DOOMED;
  QL_ASSERT(file->region_count > 0);
  if (!file->pin) {
    ql_store *store = file->store;
    const ql_mark *mark = file->speculative ? &store->speculative : &store->committed;
    if (store->remote) {
      int code = ql_remote_pin(store, &file->pin);
      if (code == QL_FILE_DOOMED) file->doomed = 1;
      if (code != SQLITE_OK) return code;
    } else {
      file->pin = ql_pin_acquire(store, mark, 0);
    }
    if (!file->pin) return SQLITE_NOMEM;
    if (mark->version > file->seen) file->seen = mark->version;
    if (file->change_id != mark->change_id) write_header(file, mark);
  }
  file->shared_locks |= locks;
  return SQLITE_OK;
}

static void unpin(ql_file *file) {
  ql_pin *pin = file->pin;
  file->pin = 0;
  if (pin) ql_pin_release(pin);
}

static void unlock_read(ql_file *file, uint16_t locks) {
  file->shared_locks &= (uint16_t)~locks;
  /* A writer swaps one read lock for another when it restarts the WAL: it keeps its pin. */
  if (!(file->shared_locks & READ_LOCKS) && !ql_file_writes(file)) unpin(file);
}

static int lock_write(ql_file *file) {
  ql_store *store = file->store;
  if (file->doomed) return QL_FILE_DOOMED;
  if (!file->writable || !file->speculative) return SQLITE_READONLY;
  if (store->transaction.owner || store->import) return SQLITE_BUSY;
  QL_ASSERT(file->pin);
  /* The change id too: SQLite counts on from the one in its header, and abort() gives S a new one. */
  if (file->pin->mark.version != store->speculative.version || file->change_id != store->speculative.change_id) {
    return SQLITE_BUSY_SNAPSHOT;
  }
  return ql_transaction_begin(store, file, ql_get_u32(file->regions[0] + MX_FRAME_AT));
}

/* The WRITE lock is released after a commit as after a rollback. It was a commit if SQLite moved the header on. */
static void unlock_write(ql_file *file) {
  ql_store *store = file->store;
  if (ql_file_writes(file)) {
    uint8_t *shm = file->regions[0];
    uint32_t mx_frame = ql_get_u32(shm + MX_FRAME_AT);
    if (ql_get_u32(shm + CHANGE_AT) == (uint32_t)store->next_version) {
      uint32_t base = store->transaction.base;
      QL_ASSERT(mx_frame > base);
      ql_pin *previous = file->pin;
      ql_pin *reserved = store->transaction.pin;
      store->transaction.pin = 0;
      ql_transaction_commit(store, mx_frame - base, ql_get_u32(shm + PAGE_COUNT_AT));
      if (mx_frame >= RESTART_FROM_FRAME) {
        ql_put_u32(shm + BACKFILL_AT, mx_frame);
        ql_put_u32(shm + BACKFILL_ATTEMPTED_AT, mx_frame);
      }
      file->pin = ql_pin_acquire(store, &store->speculative, reserved);
      file->change_id = store->speculative.change_id;
      file->seen = store->speculative.version;
      ql_pin_release(previous);
    } else {
      ql_transaction_rollback(store);
    }
  }
  if (!(file->shared_locks & READ_LOCKS)) unpin(file);
}

void ql_shm_release(ql_file *file) {
  file->shared_locks = 0;
  if (ql_file_writes(file)) ql_transaction_rollback(file->store);
  unpin(file);
}

int ql_shm_lock(sqlite3_file *base, int offset, int n, int flags) {
  ql_file *file = (ql_file *)base;
  uint16_t locks = (uint16_t)(((1u << (offset + n)) - 1) & ~((1u << offset) - 1));
  if (flags & SQLITE_SHM_SHARED) {
    if (offset < FIRST_READ_LOCK) return SQLITE_OK;
    if (flags & SQLITE_SHM_LOCK) return lock_read(file, locks);
    unlock_read(file, locks);
    return SQLITE_OK;
  }
  if (offset == WRITE_LOCK) {
    if (flags & SQLITE_SHM_LOCK) return lock_write(file);
    unlock_write(file);
    return SQLITE_OK;
  }
  /* Checkpoint and recovery have nothing to do here. The read marks are private: everybody may set his own. */
  int refused = (flags & SQLITE_SHM_LOCK) && (offset == CHECKPOINT_LOCK || offset == RECOVER_LOCK);
  return refused ? SQLITE_BUSY : SQLITE_OK;
}
