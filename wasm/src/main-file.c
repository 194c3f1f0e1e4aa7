/* The database file as SQLite sees it: the pages of the pinned version, read-only. Writing goes to the WAL. */
#include <string.h>

#include "heap.h"
#include "vfs.h"

static const ql_mark *mark_of(const ql_file *file) {
  if (file->pin) return &file->pin->mark;
  return file->speculative ? &file->store->speculative : &file->store->committed;
}

static int main_close(sqlite3_file *base) {
  ql_file *file = (ql_file *)base;
  ql_store *store = file->store;
  ql_shm_release(file);
  ql_shm_unmap(base, 0);
  if (file->prev) file->prev->next = file->next;
  else store->files = file->next;
  if (file->next) file->next->prev = file->prev;
  store->connection_count--;
  ql_file_closed();
  if (store->dropped) ql_store_release(store);
  return SQLITE_OK;
}

/* A page of a store in another thread. Without a read lock, SQLite looks at the first bytes of page 1 as it opens the file. */
static int read_remote(ql_file *file, uint64_t pgno, uint32_t within, void *out, uint32_t bytes) {
  ql_pin *pin = file->pin;
  int code = pin ? SQLITE_OK : ql_remote_pin(file->store, &pin);
  if (code != SQLITE_OK) return code;
  if (pgno <= pin->mark.page_count && within + bytes <= QL_PAGE_SIZE) {
    code = ql_remote_read(pin, (uint32_t)pgno, within, out, bytes);
  } else {
    memset(out, 0, bytes);
    code = SQLITE_IOERR_SHORT_READ;
  }
  if (!file->pin) ql_pin_release(pin);
  return code;
}

static int main_read(sqlite3_file *base, void *out, int bytes, sqlite3_int64 offset) {
  ql_file *file = (ql_file *)base;
  if (file->doomed) return QL_FILE_DOOMED;
  uint64_t pgno = (uint64_t)offset / QL_PAGE_SIZE + 1;
  uint32_t within = (uint32_t)((uint64_t)offset % QL_PAGE_SIZE);
  if (file->store->remote) return read_remote(file, pgno, within, out, (uint32_t)bytes);
  /* SQLite reads whole pages, or a part of one. */
  const ql_mark *mark = mark_of(file);
  if (pgno <= mark->page_count && within + (uint32_t)bytes <= QL_PAGE_SIZE) {
    const ql_page_version *page = ql_page_at(file->store, (uint32_t)pgno, mark->version);
    if (page && page->data) memcpy(out, page->data + within, (size_t)bytes);
    else memset(out, 0, (size_t)bytes); /* a hole */
    return SQLITE_OK;
  }
  memset(out, 0, (size_t)bytes);
  return SQLITE_IOERR_SHORT_READ;
}

static int main_write(sqlite3_file *base, const void *in, int bytes, sqlite3_int64 offset) {
  (void)base, (void)in, (void)bytes, (void)offset;
  return SQLITE_IOERR_WRITE; /* only a checkpoint or a rollback journal would, and there is neither */
}

static int main_truncate(sqlite3_file *base, sqlite3_int64 size) {
  (void)base, (void)size;
  return SQLITE_IOERR_TRUNCATE;
}

static int main_sync(sqlite3_file *base, int flags) {
  (void)base, (void)flags;
  return SQLITE_OK;
}

static int main_file_size(sqlite3_file *base, sqlite3_int64 *out) {
  *out = (sqlite3_int64)mark_of((ql_file *)base)->page_count * QL_PAGE_SIZE;
  return SQLITE_OK;
}

static int main_lock(sqlite3_file *base, int level) {
  (void)base;
  /* In WAL mode, more than SHARED would be a checkpoint at close or a change of the journal mode. */
  return level >= SQLITE_LOCK_RESERVED ? SQLITE_BUSY : SQLITE_OK;
}

static int main_unlock(sqlite3_file *base, int level) {
  (void)base, (void)level;
  return SQLITE_OK;
}

static int main_check_reserved_lock(sqlite3_file *base, int *out) {
  (void)base;
  *out = 0;
  return SQLITE_OK;
}

static int main_file_control(sqlite3_file *base, int op, void *arg) {
  (void)base;
  if (op != SQLITE_FCNTL_PERSIST_WAL) return SQLITE_NOTFOUND;
  *(int *)arg = 1;
  return SQLITE_OK;
}

static int main_sector_size(sqlite3_file *base) {
  (void)base;
  return QL_PAGE_SIZE;
}

static int main_device_characteristics(sqlite3_file *base) {
  (void)base;
  return SQLITE_IOCAP_ATOMIC | SQLITE_IOCAP_POWERSAFE_OVERWRITE | SQLITE_IOCAP_SAFE_APPEND | SQLITE_IOCAP_SEQUENTIAL;
}

const sqlite3_io_methods ql_main_methods = {
    .iVersion = 2,
    .xClose = main_close,
    .xRead = main_read,
    .xWrite = main_write,
    .xTruncate = main_truncate,
    .xSync = main_sync,
    .xFileSize = main_file_size,
    .xLock = main_lock,
    .xUnlock = main_unlock,
    .xCheckReservedLock = main_check_reserved_lock,
    .xFileControl = main_file_control,
    .xSectorSize = main_sector_size,
    .xDeviceCharacteristics = main_device_characteristics,
    .xShmMap = ql_shm_map,
    .xShmLock = ql_shm_lock,
    .xShmBarrier = ql_shm_barrier,
    .xShmUnmap = ql_shm_unmap,
};
